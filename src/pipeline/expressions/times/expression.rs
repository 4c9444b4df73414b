//! One expression: components that stand together and say one time.

use crate::article::{Calendar, TimeModifier};
use crate::lang::{TimeOfDay, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};
use crate::pipeline::dates::clock::named_zone;

use super::Reading;
use super::clock::{bare_hour, clock, in_part, part};
use super::day::{
    bare_day, day_beside, day_of_month, holiday, nth, numeric_date, relative_day, twin_word,
    week_of, weekday, year_behind,
};
use super::given::{Given, Month, Year};
use super::month::month;
use super::period::{bare_year, cycle, headed_year, long, relative_unit};
use super::words::{any_role, peek, role};

/// More than the longest expression has; bounds the work at one place.
const MAX_COMPONENTS: usize = 8;

/// Reads the longest expression at `cursor`.
pub(super) fn expression(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    read(cursor, false, reading)
}

/// The same where what stands before says that a time follows: at the end of a range.
pub(super) fn expected(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    read(cursor, true, reading)
}

fn read(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let mut modifier = modifier(&mut ahead);
    let mut given = opening(&mut ahead, &mut modifier, led, reading)?;
    for _ in 1..MAX_COMPONENTS {
        let mut next = ahead;
        let between = connectors(&mut next);
        if twin(&mut next, &given, reading) || twin_clock(&mut next, &mut given, between, reading) {
            ahead = next;
            continue;
        }
        let Some(found) = next_component(&mut next, &given, between, reading) else {
            break;
        };
        let Some(merged) = given.merge(found) else {
            break;
        };
        given = merged;
        ahead = next;
        two_days(&mut ahead, &given);
        let mut close = ahead;
        if between.open && close.mark(&[')']).is_some() {
            ahead = close;
        }
    }
    if let (Some(read), Some(part)) = (given.clock, given.part) {
        given.clock = Some(in_part(read, part));
        given.part = None;
    }
    if given.zone.is_none() && given.clock.is_some() {
        let mut zone = ahead;
        given.zone = named_zone(&mut zone);
        if given.zone.is_some() {
            ahead = zone;
        }
    }
    given = with_modifier(given, modifier, reading)?;
    *cursor = ahead;
    Some(given)
}

/// The first component, and what it is a part of: «بقية الأسبوع», «نهاية هذا الأسبوع», «في وقت متأخر من العام».
fn opening(
    cursor: &mut Cursor<'_>,
    modifier: &mut Option<TimeWord>,
    led: bool,
    reading: Reading,
) -> Option<Given> {
    let led = led || preposition_before(cursor);
    if *modifier == Some(TimeWord::Rest)
        && let Some(found) = rest(cursor)
    {
        return Some(found);
    }
    let mut ahead = *cursor;
    // «نهاية الشهر»: that of the one that goes on.
    let current = matches!(
        modifier,
        Some(TimeWord::Start | TimeWord::Mid | TimeWord::End)
    )
    .then(|| relative_unit(&mut ahead, Reading::Appointments))
    .flatten()
    .filter(|found| found.month.is_some() || found.year.is_some());
    if let Some(found) = current {
        *cursor = ahead;
        return Some(found);
    }
    ahead = *cursor;
    if let Some(found) = component(&mut ahead, &Given::default(), led, reading) {
        *cursor = ahead;
        // The end of a week is its days of rest.
        if *modifier == Some(TimeWord::End)
            && let Given {
                week: Some(_),
                weekend: false,
                ..
            } = found
            && !found.has_day()
        {
            *modifier = None;
            return Some(Given {
                weekend: true,
                ..found
            });
        }
        return Some(found);
    }
    if modifier.is_some() {
        return None;
    }
    *modifier = any_role(&mut ahead, &[TimeWord::Early, TimeWord::Late]);
    (*modifier)?;
    any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    let found = component(&mut ahead, &Given::default(), true, reading)?;
    *cursor = ahead;
    Some(found)
}

/// «ليل الثلاثاء-الأربعاء»: a night belongs to both of its days.
fn two_days(cursor: &mut Cursor<'_>, given: &Given) {
    let (Some(first), Some(_)) = (given.weekday, given.part) else {
        return;
    };
    let mut ahead = *cursor;
    let night = given.part.is_some_and(|part| part.of == TimeOfDay::Night);
    let second = (ahead.mark(&['-', '/']).is_some() || night)
        .then(|| ahead.word(|word| word.weekday.filter(|_| !word.prose.conjunction)))
        .flatten();
    if second == Some(first % 7 + 1) {
        *cursor = ahead;
    }
}

/// What is left of a stretch that goes on: «الأسبوع», «اليوم», «هذا العام».
fn rest(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    role(&mut ahead, TimeWord::This);
    let found = super::words::unit(&mut ahead).filter(|unit| unit.count == 0 && !unit.plural)?;
    any_role(&mut ahead, &[TimeWord::Current]);
    let given = Given {
        rule: "times/period",
        ..Given::default()
    };
    let given = match found.unit {
        TimeUnit::Day => Given {
            day: Some(super::given::Day::Relative(0)),
            ..given
        },
        TimeUnit::Week => Given {
            week: Some(0),
            ..given
        },
        TimeUnit::Month => Given {
            month: Some(Month::Relative(0)),
            ..given
        },
        TimeUnit::Year => Given {
            year: Some(Year::Relative(0)),
            ..given
        },
        _ => return None,
    };
    *cursor = ahead;
    Some(given)
}

/// What stands before an expression and says which part of it is meant.
fn modifier(cursor: &mut Cursor<'_>) -> Option<TimeWord> {
    let mut ahead = *cursor;
    let found = any_role(
        &mut ahead,
        &[
            TimeWord::Start,
            TimeWord::Mid,
            TimeWord::End,
            TimeWord::Rest,
            TimeWord::Half,
        ],
    )?;
    let article = cursor
        .peek()
        .and_then(super::words::meaning)
        .is_some_and(|word| word.prose.definite);
    if article {
        return None;
    }
    any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    *cursor = ahead;
    Some(found)
}

/// The same with a modifier; `None` where it does not go together with what is given.
fn with_modifier(mut given: Given, modifier: Option<TimeWord>, reading: Reading) -> Option<Given> {
    let Some(word) = modifier else {
        return Some(given);
    };
    if given.has_time() {
        return None;
    }
    let period = !given.has_day();
    // The end of a day, said to a calendar, is its last minute.
    if word == TimeWord::End && given.has_day() && reading == Reading::Appointments {
        given.clock = Some(super::given::Clock {
            hour: 23,
            minute: 59,
            second: None,
            certain: true,
            midnight: false,
        });
        return Some(given);
    }
    match word {
        TimeWord::Rest => given.rest = true,
        TimeWord::Start | TimeWord::Early => given.modifier = Some(TimeModifier::Start),
        TimeWord::Mid | TimeWord::Half if period => given.modifier = Some(TimeModifier::Mid),
        TimeWord::End | TimeWord::Late => given.modifier = Some(TimeModifier::End),
        _ => return None,
    }
    Some(given)
}

/// A preposition that times have stands right before, by itself or attached.
pub(super) fn preposition_before(cursor: &Cursor<'_>) -> bool {
    let attached = peek(cursor).is_some_and(|word| word.prose.preposition);
    attached
        || cursor
            .before(1)
            .and_then(super::words::meaning)
            .is_some_and(|word| {
                word.twin
                    || matches!(
                        word.prose.word,
                        Some(
                            TimeWord::In
                                | TimeWord::Since
                                | TimeWord::Until
                                | TimeWord::From
                                | TimeWord::To
                                | TimeWord::Before
                                | TimeWord::After
                                | TimeWord::Between
                                | TimeWord::Within
                                | TimeWord::OnDate
                                | TimeWord::Years
                                | TimeWord::Start
                                | TimeWord::Mid
                                | TimeWord::End
                        )
                    )
                    || word.unit.is_some_and(|(unit, count)| {
                        count == 0 && matches!(unit, TimeUnit::Day | TimeUnit::Year)
                    })
            })
}

/// One component, the first of its expression.
fn component(cursor: &mut Cursor<'_>, base: &Given, led: bool, reading: Reading) -> Option<Given> {
    let first = *cursor;
    let mut attempt = |read: &mut dyn FnMut(&mut Cursor<'_>) -> Option<Given>| {
        let mut ahead = first;
        let found = read(&mut ahead)?;
        *cursor = ahead;
        Some(found)
    };
    let on_day = on_day_before(&first) || base.weekday.is_some();
    attempt(&mut |c| holiday(c, led || reading == Reading::Appointments))
        .or_else(|| attempt(&mut |c| numeric_date(c, on_day, reading)))
        .or_else(|| attempt(&mut |c| relative_day(c)))
        .or_else(|| attempt(&mut |c| week_of(c, reading)))
        .or_else(|| attempt(&mut |c| nth(c)))
        .or_else(|| attempt(&mut |c| weekday(c, base, reading)))
        .or_else(|| attempt(&mut |c| day_of_month(c, base, reading)))
        .or_else(|| attempt(&mut |c| day_beside(c, reading)))
        .or_else(|| attempt(&mut |c| clock(c, base, reading)))
        .or_else(|| attempt(&mut |c| long(c)))
        .or_else(|| attempt(&mut |c| cycle(c, reading)))
        .or_else(|| attempt(&mut |c| month_day(c, base, reading)))
        .or_else(|| attempt(&mut |c| month_alone(c, led, reading)))
        .or_else(|| attempt(&mut |c| relative_unit(c, reading)))
        .or_else(|| attempt(&mut |c| headed_year(c)))
        .or_else(|| attempt(&mut |c| part(c, base, reading)))
        .or_else(|| attempt(&mut |c| bare_year(c, led, reading)))
        .or_else(|| attempt(&mut |c| spoken_year(c)))
        .or_else(|| {
            (led && reading == Reading::Appointments)
                .then(|| attempt(&mut |c| bare_day(c)).or_else(|| attempt(&mut |c| led_hour(c))))
                .flatten()
        })
}

/// «تسعة عشر ثمانية وسبعون»: two halves as years are spoken in other languages.
fn spoken_year(cursor: &mut Cursor<'_>) -> Option<Given> {
    let century = super::words::small(cursor)
        .filter(|found| (10..=20).contains(&found.value) && !found.ordinal)?;
    if peek(cursor).is_some_and(|word| word.prose.conjunction) {
        return None;
    }
    let rest = super::words::spelled(cursor)
        .filter(|found| (20..100).contains(&found.value) && !found.ordinal)?;
    Some(Given {
        year: Some(Year::Is(
            i32::try_from(century.value * 100 + rest.value).ok()?,
            None,
        )),
        rule: "times/year",
        ..Given::default()
    })
}

/// «في 7»: digits up to twelve behind a preposition.
fn led_hour(cursor: &mut Cursor<'_>) -> Option<Given> {
    let digits = matches!(cursor.peek()?.kind, Kind::Number { value: 1..=12, .. });
    let given = bare_hour(cursor)?;
    (digits && !super::day::chain_follows(cursor)).then_some(given)
}

/// «يناير الحادي والعشرين», «أكتوبر/ 2»: both at once, behind a weekday too.
fn month_day(cursor: &mut Cursor<'_>, base: &Given, reading: Reading) -> Option<Given> {
    if base.month.is_some() {
        return None;
    }
    let found = month(cursor, reading)?;
    cursor.mark(&['/', ',', '.']);
    let day = day_of_month(cursor, &found, reading)?;
    found.merge(day).map(|given| Given {
        rule: "times/date",
        ..given
    })
}

/// «يوم», «بتاريخ» stand before a date in digits.
fn on_day_before(cursor: &Cursor<'_>) -> bool {
    cursor
        .before(1)
        .and_then(super::words::meaning)
        .is_some_and(|word| {
            word.weekday.is_some()
                || word.unit.is_some_and(|(unit, _)| unit == TimeUnit::Day)
                || word.prose.word == Some(TimeWord::OnDate)
        })
}

/// A month that opens an expression: short names need a sign that they are months.
fn month_alone(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let found = month(&mut ahead, reading)?;
    let first = cursor.peek()?;
    let letters = super::words::meaning(first).map(|word| word.prose.letters);
    let headed = peek(cursor).is_some_and(|word| word.month.is_none());
    let short = letters.is_some_and(|letters| letters <= SHORT_NAME) && ahead.at == cursor.at + 1;
    let dated = year_behind(&mut ahead.clone()).is_some()
        || day_of_month(&mut ahead.clone(), &found, reading).is_some();
    let other = !matches!(found.month, Some(Month::Named(Calendar::Gregorian, _)));
    let name = peek(cursor).is_some_and(|word| word.prose.name_beside);
    if name && !(headed || dated || found.side.is_some()) {
        return None;
    }
    let told = !(short || other) || led || headed || dated || found.side.is_some();
    told.then(|| {
        *cursor = ahead;
        found
    })
}

/// Names of months of so many letters are other words too.
const SHORT_NAME: u8 = 4;

/// What stood between two components.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Between {
    open: bool,
    comma: bool,
    dash: bool,
    word: Option<TimeWord>,
}

/// Marks and small words between two components. There may be none.
fn connectors(cursor: &mut Cursor<'_>) -> Between {
    let mut between = Between::default();
    for _ in 0..3 {
        if let Some(mark) = cursor.mark(&[',', '-', '(', '|', '/']) {
            between.open |= mark == '(';
            between.comma |= mark == ',';
            between.dash |= mark == '-' || mark == '|' || mark == '/';
        } else if let Some(word) = any_role(
            cursor,
            &[
                TimeWord::In,
                TimeWord::From,
                TimeWord::To,
                TimeWord::OnDate,
                TimeWord::Approx,
            ],
        ) {
            between.word = Some(word);
        } else if !(twin_word(cursor)) {
            break;
        }
    }
    between
}

/// One more component behind `base`.
fn next_component(
    cursor: &mut Cursor<'_>,
    base: &Given,
    between: Between,
    reading: Reading,
) -> Option<Given> {
    // What a conjunction opens is another time, a clock of the same day aside.
    if peek(cursor).is_some_and(|word| word.prose.conjunction) {
        return None;
    }
    if between.word == Some(TimeWord::To) {
        return None;
    }
    let has_year = base.year.is_some();
    let mut ahead = *cursor;
    let dated =
        (base.month.is_some() || base.cycle.is_some() || base.holiday.is_some()) && !has_year;
    if dated
        && between.word != Some(TimeWord::Approx)
        && let Some(found) = year_behind(&mut ahead)
        && !clock_instead(cursor, base, reading)
    {
        *cursor = ahead;
        return Some(found);
    }
    ahead = *cursor;
    let found = component(&mut ahead, base, false, reading).or_else(|| {
        ahead = *cursor;
        let behind = reading == Reading::Appointments
            && (between.word == Some(TimeWord::In) || between.comma)
            && base.has_time() != base.has_day();
        let hour = behind && base.part.is_some();
        if behind && between.word == Some(TimeWord::In) && !base.has_day() && base.clock.is_some() {
            return bare_day(&mut ahead);
        }
        (hour || behind && base.has_day() && base.part.is_none())
            .then(|| bare_hour(&mut ahead))
            .flatten()
    })?;
    // From coarse to fine, a weekday in a week and a day in a month aside, is another time.
    if found.has_period() && !found.has_day() {
        let finer = base.has_day()
            || base.nth.is_some()
            || base.month.is_some() && found.year.is_some()
            || base.cycle.is_some();
        if !finer || between.comma && found.year.is_none() && found.month.is_none() {
            return None;
        }
    }
    if between.dash && !(found.has_time() || base.has_time() || base.weekday.is_some()) {
        return None;
    }
    // «الأحد، يوم …»: after a comma only what belongs to the same day.
    if found.has_day() && base.has_period() && !base.has_day() && base.week.is_none() {
        let of_month = base.month.is_some() && found.day.is_some() && !between.comma;
        let month_first = base.month.is_some() && found.day.is_some() && found.month.is_none();
        if !(of_month || month_first) {
            return None;
        }
    }
    *cursor = ahead;
    Some(found)
}

/// Four digits behind a date that go on as a clock: «14 أكتوبر 8:00».
fn clock_instead(cursor: &Cursor<'_>, base: &Given, reading: Reading) -> bool {
    let mut ahead = *cursor;
    clock(&mut ahead, base, reading).is_some()
        && matches!(
            ahead.before(1).map(|atom| atom.kind),
            Some(Kind::Number { .. })
        )
        && matches!(cursor.ahead(1).map(|atom| atom.kind), Some(Kind::Mark(':')))
}

/// The same day in another calendar, or in other words: «20 رجب 1445 الموافق 1 فبراير 2024».
fn twin(cursor: &mut Cursor<'_>, given: &Given, reading: Reading) -> bool {
    let (Some(Month::Named(calendar, _)), Some(_), Some(Year::Is(..))) =
        (given.month, given.day, given.year)
    else {
        return false;
    };
    let mut ahead = *cursor;
    let Some(day) = day_of_month(&mut ahead, &Given::default(), reading)
        .or_else(|| numeric_date(&mut ahead, true, reading))
    else {
        return false;
    };
    let other = match year_behind(&mut ahead) {
        Some(year) => match day.merge(year) {
            Some(other) => other,
            None => day,
        },
        None => day,
    };
    let Some(Month::Named(other_calendar, _)) = other.month else {
        return false;
    };
    if other_calendar == calendar || other.year.is_none() {
        return false;
    }
    super::day::era(&mut ahead);
    *cursor = ahead;
    true
}

/// The same moment in another zone: «7:00 صباحاً (05:00 ت غ)». What is between them is the zone of the first.
fn twin_clock(
    cursor: &mut Cursor<'_>,
    given: &mut Given,
    between: Between,
    reading: Reading,
) -> bool {
    let (Some(first), true) = (given.clock, between.open || between.comma) else {
        return false;
    };
    let mut ahead = *cursor;
    let Some(other) = clock(&mut ahead, &Given::default(), reading) else {
        return false;
    };
    let (Some(second), Some(zone)) = (other.clock, other.zone) else {
        return false;
    };
    let minutes = |clock: super::given::Clock| i32::from(clock.hour) * 60 + i32::from(clock.minute);
    let apart = (minutes(first) - minutes(second) + i32::from(zone)).rem_euclid(24 * 60);
    let apart = if apart > 14 * 60 {
        apart - 24 * 60
    } else {
        apart
    };
    if between.open && ahead.mark(&[')']).is_none() {
        return false;
    }
    if given.zone.is_none() {
        given.zone = i16::try_from(apart).ok();
    }
    *cursor = ahead;
    true
}

/// Takes «نحو», «أكثر من» and the like before a time or a length.
pub(super) fn about(cursor: &mut Cursor<'_>) -> Option<TimeModifier> {
    let mut ahead = *cursor;
    let word = any_role(
        &mut ahead,
        &[
            TimeWord::Approx,
            TimeWord::MoreThan,
            TimeWord::LessThan,
            TimeWord::AtLeast,
            TimeWord::AtMost,
        ],
    )?;
    role(&mut ahead, TimeWord::From);
    *cursor = ahead;
    Some(match word {
        TimeWord::MoreThan => TimeModifier::MoreThan,
        TimeWord::LessThan => TimeModifier::LessThan,
        TimeWord::AtLeast => TimeModifier::EqualOrMore,
        TimeWord::AtMost => TimeModifier::EqualOrLess,
        _ => TimeModifier::Approx,
    })
}
