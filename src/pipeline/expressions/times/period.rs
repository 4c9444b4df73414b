//! Longer stretches: «الأسبوع المقبل», «عام 2014», «الربع الثالث», «صيف 2016», «التسعينيات», «القرن الماضي».

use crate::article::{Calendar, TimeModifier};
use crate::lang::{Era, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};

use super::Reading;
use super::date::era;
use super::given::{Cycle, Given, Month, Side, Year};
use super::numeric::{chain_follows, inside_chain};
use super::words::{
    any_role, at_edge, led_by, meaning, number, peek, role, side, small, spelled, unit,
};

/// «هذا الأسبوع», «الشهر الجاري», «العام المقبل», «الأسبوع بعد القادم», «عطلة نهاية الأسبوع».
pub(super) fn relative_unit(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let this = role(&mut ahead, TimeWord::This);
    let found = unit(&mut ahead).filter(|unit| unit.count == 0 && !unit.plural)?;
    let weekend = found.unit == TimeUnit::Weekend;
    if !found.definite && !weekend {
        return None;
    }
    let mut behind = ahead;
    let which = side(&mut behind);
    if which.is_some() {
        ahead = behind;
    }
    let steps = match (this, which) {
        (_, Some(which)) => which.steps(),
        (true, None) => 0,
        (false, None) if weekend || reading == Reading::Appointments => 0,
        (false, None) => return None,
    };
    // «الأسبوع 3», «الشهر الثالث»: a number says which.
    let numbered = small(&mut ahead.clone()).is_some()
        || matches!(
            ahead.peek().map(|atom| atom.kind),
            Some(Kind::Number { .. })
        );
    if which.is_none() && !this && numbered {
        return None;
    }
    let given = Given {
        following: which == Some(Side::Following),
        rule: "times/period",
        ..Given::default()
    };
    let given = match found.unit {
        TimeUnit::Week => Given {
            week: Some(steps),
            ..given
        },
        TimeUnit::Weekend => Given {
            week: Some(steps),
            weekend: true,
            ..given
        },
        TimeUnit::Month => Given {
            month: Some(Month::Relative(steps)),
            ..given
        },
        TimeUnit::Year => Given {
            year: Some(Year::Relative(steps)),
            ..given
        },
        TimeUnit::Decade if this || which.is_some() => Given {
            cycle: Some(Cycle::DecadeRelative(steps)),
            ..given
        },
        TimeUnit::Century if this || which.is_some() => Given {
            cycle: Some(Cycle::CenturyRelative(steps)),
            ..given
        },
        _ => return None,
    };
    *cursor = ahead;
    Some(given)
}

/// «عام 2014», «العام 1445 هـ», «سنة ألفين وسبعة»; bare where `behind` something that has a year.
pub(super) fn year(cursor: &mut Cursor<'_>, behind: bool) -> Option<Given> {
    let mut ahead = *cursor;
    let headed = {
        let mut head = ahead;
        let found =
            unit(&mut head).is_some_and(|unit| unit.unit == TimeUnit::Year && unit.count == 0);
        if found {
            ahead = head;
            // «عام من الآن» has none; «العام الدراسي 2023» is another thing's year.
        }
        found
    };
    if !headed && !behind {
        return None;
    }
    if !ahead.peek()?.opens || inside_chain(&ahead) {
        return None;
    }
    let joined = peek(&ahead).is_some_and(|word| word.prose.conjunction);
    let found = number(&mut ahead).filter(|number| number.thousandths == 0 && !joined)?;
    let mut value = found.value;
    // Two halves as they are spoken: تسعة عشر ثمانية وسبعون.
    let mut more = ahead;
    if found.digits == 0
        && (10..=21).contains(&value)
        && headed
        && let Some(rest) = spelled(&mut more).filter(|rest| (10..100).contains(&rest.value))
    {
        value = value * 100 + rest.value;
        ahead = more;
    }
    let calendar = {
        let mut mark = ahead;
        let found = era(&mut mark);
        if found.is_some() {
            ahead = mark;
        }
        found
    };
    let mut year = i32::try_from(value).ok()?;
    if ahead.is(|word| word.prose.word == Some(TimeWord::BeforeEra)) {
        year = -year;
    }
    let plausible = if headed {
        (1..=2999).contains(&value) && (found.digits >= 3 || value > 99 || calendar.is_some())
    } else if found.digits > 0 {
        found.digits == 4 && (1000..=2100).contains(&value)
    } else {
        (1000..=2100).contains(&value)
    };
    if !plausible || chain_follows(&ahead) || ahead.before(1).is_some_and(|last| !last.closes) {
        return None;
    }
    *cursor = ahead;
    Some(Given {
        year: Some(Year::Is(year, calendar)),
        rule: "times/year",
        ..Given::default()
    })
}

/// «عام 2014», «العام 2014».
pub(super) fn headed_year(cursor: &mut Cursor<'_>) -> Option<Given> {
    year(cursor, false)
}

/// Four digits behind a preposition, or alone in parentheses: «منذ 2003», «في 2015», «(2014)».
pub(super) fn bare_year(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let in_words = !matches!(cursor.peek()?.kind, Kind::Number { .. });
    if in_words && (!led || reading == Reading::News) {
        return None;
    }
    let parenthesis = matches!(
        cursor.before(1).map(|atom| atom.kind),
        Some(Kind::Mark('('))
    );
    let hijri = cursor
        .ahead(1)
        .and_then(meaning)
        .is_some_and(|word| word.era == Some(Era::Hijri));
    if !led && !parenthesis && !hijri && !behind_year(cursor) {
        return None;
    }
    let mut ahead = *cursor;
    let digits = matches!(cursor.peek()?.kind, Kind::Number { .. });
    let given = year(&mut ahead, true)?;
    let Some(Year::Is(value, calendar)) = given.year else {
        return None;
    };
    let modern = (1900..=2100).contains(&value) || calendar.is_some();
    if !modern && (digits || !at_edge(&ahead)) {
        return None;
    }
    if parenthesis && !led && !matches!(ahead.peek().map(|atom| atom.kind), Some(Kind::Mark(')'))) {
        return None;
    }
    // «في 2015 مدرسة»: what it counts follows at once.
    if matches!(
        ahead.peek().map(|atom| atom.kind),
        Some(Kind::Mark('%' | '$' | '€'))
    ) {
        return None;
    }
    if peek(&ahead).is_some_and(|word| {
        word.unit.is_some() && !word.prose.definite
            || word.prose.word == Some(TimeWord::NoTime)
            || word.numeral.is_some() && !word.prose.conjunction
    }) {
        return None;
    }
    *cursor = ahead;
    Some(given)
}

/// «2014 و2015»: the years of a list.
fn behind_year(cursor: &Cursor<'_>) -> bool {
    let and = cursor
        .before(1)
        .and_then(meaning)
        .is_some_and(|word| word.prose.and);
    let year = cursor.before(2).map(|atom| atom.kind);
    and && matches!(
        year,
        Some(Kind::Number {
            value: 1900..=2100,
            digits: 4
        })
    )
}

/// «الربع الثالث», «النصف الأول», «صيف», «هذا الصيف», «الربيع القادم».
pub(super) fn cycle(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let this = role(&mut ahead, TimeWord::This);
    let given = Given {
        rule: "times/cycle",
        ..Given::default()
    };
    let mut season = ahead;
    if peek(&season).and_then(|word| word.unit).is_none()
        && let Some(found) = season.word(|word| word.prose.season)
    {
        let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
        let which = side(&mut season).or(this.then_some(Side::This));
        // «ربيع» and «صيف» are names too: a year, a side or a preposition must stand by.
        let mut behind = season;
        let told = which.is_some()
            || year(&mut behind, true).is_some()
            || relative_unit(&mut season.clone(), Reading::News).is_some()
            || reading == Reading::Appointments
            || definite && led_by(cursor, &LEADS);
        if !told {
            return None;
        }
        *cursor = season;
        return Some(Given {
            cycle: Some(Cycle::Season(found)),
            side: which,
            ..given
        });
    }
    let half = any_role(&mut ahead, &[TimeWord::Quarter, TimeWord::Half])? == TimeWord::Half;
    if !cursor_definite(cursor) {
        return None;
    }
    let last = role(&mut ahead, TimeWord::Final);
    let n = if last {
        if half { 2 } else { 4 }
    } else {
        let found = small(&mut ahead).filter(|found| found.ordinal)?;
        u8::try_from(found.value).ok()?
    };
    let cycle = match (half, n) {
        (true, 1..=2) => Cycle::Half(n),
        (false, 1..=4) => Cycle::Quarter(n),
        _ => return None,
    };
    // «النصف الثاني من القرن العشرين»: its first or last part.
    let mut century = ahead;
    any_role(&mut century, &[TimeWord::From]);
    let whole = if half { 2 } else { 4 };
    let edge = match n {
        1 => Some(TimeModifier::Start),
        n if n == whole => Some(TimeModifier::End),
        _ => None,
    };
    if let (Some(found), Some(edge)) = (
        long(&mut century).or_else(|| {
            relative_unit(&mut century, Reading::News).filter(|unit| unit.cycle.is_some())
        }),
        edge,
    ) {
        *cursor = century;
        return Some(Given {
            modifier: Some(edge),
            ..found
        });
    }
    // «الربع الثالث من المباراة» is none of a year.
    let mut behind = ahead;
    any_role(&mut behind, &[TimeWord::From, TimeWord::In]);
    let of_year = year(&mut behind.clone(), true).is_some()
        || relative_unit(&mut behind, Reading::News).is_some_and(|unit| {
            unit.year.is_some() || unit.month.is_some() || unit.cycle.is_some()
        });
    if !of_year {
        return None;
    }
    *cursor = ahead;
    Some(Given {
        cycle: Some(cycle),
        ..given
    })
}

fn cursor_definite(cursor: &Cursor<'_>) -> bool {
    peek(cursor).is_some_and(|word| word.prose.definite)
}

/// Words before a season.
const LEADS: [TimeWord; 10] = [
    TimeWord::In,
    TimeWord::Within,
    TimeWord::Since,
    TimeWord::Until,
    TimeWord::Before,
    TimeWord::After,
    TimeWord::All,
    TimeWord::Start,
    TimeWord::Mid,
    TimeWord::End,
];

/// «التسعينيات», «القرن التاسع عشر», «تسعينيات القرن الماضي»; «الألفين» is read elsewhere.
pub(super) fn long(cursor: &mut Cursor<'_>) -> Option<Given> {
    let given = Given {
        rule: "times/decade",
        ..Given::default()
    };
    let mut ahead = *cursor;
    if let Some(first) = ahead.word(|word| word.prose.decade) {
        *cursor = ahead;
        return Some(Given {
            cycle: Some(Cycle::Decade(first)),
            ..given
        });
    }
    let found = unit(&mut ahead)
        .filter(|unit| unit.unit == TimeUnit::Century && unit.count == 0 && unit.definite)?;
    let _ = found;
    let place = number(&mut ahead).filter(|number| {
        number.digits <= 2 && (number.ordinal || number.digits > 0) && number.thousandths == 0
    })?;
    let century = u8::try_from(place.value)
        .ok()
        .filter(|century| (1..=30).contains(century))?;
    let calendar = era(&mut ahead);
    if calendar.is_some_and(|calendar| calendar != Calendar::Gregorian) {
        return None;
    }
    *cursor = ahead;
    Some(Given {
        cycle: Some(Cycle::Century(century)),
        ..given
    })
}

/// «تسعة عشر ثمانية وسبعون»: two halves as years are spoken in other languages.
pub(super) fn spoken_year(cursor: &mut Cursor<'_>) -> Option<Given> {
    let century =
        small(cursor).filter(|found| (10..=20).contains(&found.value) && !found.ordinal)?;
    if peek(cursor).is_some_and(|word| word.prose.conjunction) {
        return None;
    }
    let rest =
        spelled(cursor).filter(|found| (20..100).contains(&found.value) && !found.ordinal)?;
    Some(Given {
        year: Some(Year::Is(
            i32::try_from(century.value * 100 + rest.value).ok()?,
            None,
        )),
        rule: "times/year",
        ..Given::default()
    })
}
