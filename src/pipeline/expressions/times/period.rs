//! Longer stretches: «الأسبوع المقبل», «عام 2014», «الربع الثالث», «صيف 2016», «التسعينيات», «القرن الماضي».

use crate::article::{Calendar, TimeModifier};
use crate::lang::{Era, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};

use super::Reading;
use super::date::era;
use super::given::{Cycle, Given, Month, Side, Year};
use super::long::long;
use super::numeric::{chain_follows, inside_chain};
use super::words::{
    any_role, at_edge, led_by, meaning, number, peek, placed, role, side, small, spelled,
    this_or_side, unit,
};

/// «هذا الأسبوع», «الشهر الجاري», «العام المقبل», «الأسبوع بعد القادم», «عطلة نهاية الأسبوع».
pub(super) fn relative_unit(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let (this, first) = this_or_side(&mut ahead);
    let found = unit(&mut ahead).filter(|unit| unit.count == 0 && !unit.plural)?;
    let weekend = found.unit == TimeUnit::Weekend;
    if !found.definite && !weekend && !found.placed {
        return None;
    }
    let mut behind = ahead;
    let which = first.or_else(|| side(&mut behind));
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
    let jalali = peek(cursor).is_some_and(|word| headed && word.prose.jalali);
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
    let calendar = calendar.or((jalali && JALALI.contains(&value)).then_some(Calendar::Jalali));
    let marked = found.digits == 4 && role(&mut ahead, TimeWord::YearMark);
    let headed = headed || marked;
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

/// Years of the Persian calendar that news speak of.
const JALALI: std::ops::RangeInclusive<u32> = 1250..=1499;

/// «2024 года»: a word behind says that it is a year.
pub(super) fn marked_year(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    let given = year(&mut ahead, true)?;
    let marked = ahead.before(1).and_then(meaning)?.prose.word == Some(TimeWord::YearMark);
    marked.then(|| {
        *cursor = ahead;
        given
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
    let (this, first) = this_or_side(&mut ahead);
    let given = Given {
        rule: "times/cycle",
        ..Given::default()
    };
    let mut season = ahead;
    if peek(&season).and_then(|word| word.unit).is_none()
        && let Some(found) = season.word(|word| word.prose.season)
    {
        let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
        let which = first
            .or_else(|| side(&mut season))
            .or(this.then_some(Side::This));
        // «ربيع» and «صيف» are names too: a year, a side or a preposition must stand by.
        let mut behind = season;
        let told = which.is_some()
            || year(&mut behind, true).is_some()
            || relative_unit(&mut season.clone(), Reading::News).is_some()
            || reading == Reading::Appointments
            || (definite || placed(cursor)) && led_by(cursor, &LEADS);
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
    let (half, n, sure) = part_of_year(&mut ahead)?;
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
    if !of_year && !sure {
        return None;
    }
    *cursor = ahead;
    Some(Given {
        cycle: Some(cycle),
        side: first.filter(|_| !of_year),
        ..given
    })
}

/// «الربع الثالث», «third quarter», «Q3»: whether it is a half, which one, and whether the
/// words say by themselves that it is one of a year.
fn part_of_year(cursor: &mut Cursor<'_>) -> Option<(bool, u8, bool)> {
    let roles = [TimeWord::Quarter, TimeWord::Half];
    let n_of = |found: u32| u8::try_from(found).ok();
    let definite = cursor_definite(cursor);
    let placed = placed(cursor);
    if !placed {
        let half = any_role(cursor, &roles)? == TimeWord::Half;
        if !definite {
            return None;
        }
        let last = role(cursor, TimeWord::Final);
        let n = if last {
            if half { 2 } else { 4 }
        } else {
            n_of(small(cursor).filter(|found| found.ordinal)?.value)?
        };
        return Some((half, n, false));
    }
    if let Some(found) = any_role(cursor, &roles) {
        let sign = cursor.glued();
        let n = if sign {
            cursor.number(1..2)?
        } else {
            small(cursor).filter(|found| found.ordinal)?.value
        };
        return Some((found == TimeWord::Half, n_of(n)?, sign));
    }
    let n = match cursor.peek()?.kind {
        Kind::Number { value, digits: 1 } => {
            cursor.at += 1;
            let marked = cursor.is(|word| word.ordinal) || cursor.mark(&['.', '-']).is_some();
            value_if(marked, value)?
        }
        _ => small(cursor).filter(|found| found.ordinal)?.value,
    };
    let half = any_role(cursor, &roles)? == TimeWord::Half;
    Some((half, n_of(n)?, false))
}

fn value_if(is: bool, value: u32) -> Option<u32> {
    is.then_some(value)
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
