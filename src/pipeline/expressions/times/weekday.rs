//! Weekdays, and one of several in a longer stretch: «الأحد الماضي», «أول جمعة من يوليو».

use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};

use super::Reading;
use super::day_word::head;
use super::given::{Given, Nth, NthOf, Part, Side};
use super::period::relative_unit;
use super::words::{
    Unit, any_role, at_edge, number, peek, placed, side, small, this_or_side, unit,
};

/// Short forms of weekdays are other words too.
const SHORT_NAME: u8 = 3;

/// «هذا الجمعة», «يوم الأحد المقبل», «الثلاثاء الأخير», «الأحد الثاني».
pub(super) fn weekday(cursor: &mut Cursor<'_>, base: &Given, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let (this, first) = this_or_side(&mut ahead);
    let headed = head(&mut ahead);
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
    let placed_word = placed(&ahead);
    // «quinta» is the fifth too, unless a mark or a word of times follows.
    let mut next = ahead;
    next.at += 1;
    let told_beside = at_edge(&next) && !is_gap(&next);
    let own = peek(&ahead).is_some_and(|word| {
        placed_word
            && word.prose.letters > SHORT_NAME
            && (word.prose.ordinal.is_none() || told_beside)
    });
    let evening = peek(&ahead).and_then(|word| word.prose.part);
    let found = ahead.word(|word| word.weekday)?;
    // «Monday's», «Pazartesi günü».
    let mut day = ahead;
    if own && unit(&mut day).is_some_and(|unit| unit.unit == TimeUnit::Day && !unit.plural) {
        ahead = day;
    }
    let mut given = Given {
        weekday: Some(found),
        // «Montagabend» is both.
        part: evening.map(|of| Part { of, half: None }),
        rule: "times/weekday",
        ..Given::default()
    };
    let mut behind = ahead;
    if let Some(which) = first.or_else(|| side(&mut behind)) {
        given.side = Some(which);
        given.following = which == Side::Following;
        ahead = behind;
    } else if this {
        given.side = Some(if own { Side::Nearest } else { Side::This });
    } else if any_role(&mut behind, &[TimeWord::Final]).is_some() {
        given.nth = Some(Nth {
            n: -1,
            of: NthOf::Weekday(found),
        });
        given.weekday = None;
        ahead = behind;
    } else {
        behind = ahead;
        if let Some(place) = place(&mut behind).filter(|place| (1..=5).contains(place))
            && peek(&behind).is_none_or(|word| word.month.is_none())
        {
            given.nth = Some(Nth {
                n: i8::try_from(place).ok()?,
                of: NthOf::Weekday(found),
            });
            ahead = behind;
        }
    }
    // «أحد» is "one" too, «خميس» and «جمعة» are names: the article or the head tells.
    // «so», "di": short forms are articles and adverbs too.
    let definite = definite && !placed_word;
    let told = definite || headed || own || given.side.is_some() || given.nth.is_some();
    let before_week =
        relative_unit(&mut ahead.clone(), reading).is_some_and(|unit| unit.week.is_some());
    if !(told || before_week || base.week.is_some() || base.nth.is_some()) {
        return None;
    }
    *cursor = ahead;
    Some(given)
}

fn is_gap(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.peek().map(|atom| atom.kind), Some(Kind::Gap))
}

/// A definite ordinal: «الثاني», «الثاني والعشرين».
fn place(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite && !word.prose.conjunction);
    let found = number(&mut ahead).filter(|number| number.ordinal && definite)?;
    *cursor = ahead;
    Some(found.value)
}

/// «أول جمعة», «آخر يوم», «ثالث يوم ثلاثاء», «اليوم الأخير», «الأسبوع الثالث».
pub(super) fn nth(cursor: &mut Cursor<'_>) -> Option<Given> {
    for shape in [nth_before, nth_behind] {
        let mut ahead = *cursor;
        if let Some(nth) = shape(&mut ahead) {
            *cursor = ahead;
            return Some(Given {
                nth: Some(nth),
                rule: "times/nth",
                ..Given::default()
            });
        }
    }
    None
}

fn nth_before(cursor: &mut Cursor<'_>) -> Option<Nth> {
    let last =
        |word: &Meaning| word.prose.place.is_some() && word.prose.word == Some(TimeWord::Last);
    let final_one = any_role(cursor, &[TimeWord::Final]).is_some();
    let last = !final_one && cursor.is(last);
    let n = if final_one || last {
        -1
    } else {
        let found = small(cursor).filter(|found| found.ordinal)?;
        i8::try_from(found.value).ok()?
    };
    if last && !(of_behind(cursor)) {
        return None;
    }
    let mut ahead = *cursor;
    head(&mut ahead);
    if let Some(weekday) = ahead.word(|word| word.weekday) {
        *cursor = ahead;
        return Some(Nth {
            n,
            of: NthOf::Weekday(weekday),
        });
    }
    let counted = unit(cursor).filter(|unit| unit.count == 0 && !unit.definite)?;
    let long_enough = matches!(
        counted.unit,
        TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Weekend
    );
    // «أول أيام العيد», «آخر أسبوع في»: what it is of must follow.
    (long_enough && of_follows(cursor)).then_some(Nth {
        n,
        of: NthOf::Unit(counted.unit),
    })
}

/// What the unit or weekday at `cursor` is one of follows it: «last Friday of March».
fn of_behind(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    ahead.at += 1;
    let of = peek(&ahead)
        .is_some_and(|word| matches!(word.prose.word, Some(TimeWord::In | TimeWord::From)));
    of && of_follows(&ahead)
}

fn nth_behind(cursor: &mut Cursor<'_>) -> Option<Nth> {
    let Unit {
        unit: counted,
        count: 0,
        definite: true,
        plural: false,
        ..
    } = unit(cursor)?
    else {
        return None;
    };
    let n = if any_role(cursor, &[TimeWord::Final]).is_some() {
        -1
    } else {
        i8::try_from(place(cursor)?).ok()?
    };
    let fits = match counted {
        TimeUnit::Day | TimeUnit::Week | TimeUnit::Decade => of_follows(cursor),
        _ => false,
    };
    fits.then_some(Nth {
        n,
        of: NthOf::Unit(counted),
    })
}

/// «من», «في» or an attached preposition and a month, year or century.
fn of_follows(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    any_role(&mut ahead, &[TimeWord::This]);
    peek(&ahead).is_some_and(|word| {
        word.month.is_some()
            || word.prose.holiday.is_some()
            || word.unit.is_some_and(|(unit, _)| {
                matches!(
                    unit,
                    TimeUnit::Month | TimeUnit::Year | TimeUnit::Week | TimeUnit::Century
                )
            })
    })
}
