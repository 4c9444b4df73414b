//! Dates in digits: «2024/01/26», «7/3/1429 هـ», «21/4».

use crate::article::Calendar;
use crate::pipeline::dates::atom::{Cursor, Kind};
use crate::pipeline::dates::calendar::plausible_year;
use crate::pipeline::dates::numeric::numeric;
use crate::pipeline::dates::parts::{self, DateParts};
use crate::pipeline::dates::written::written;

use super::Reading;
use super::given::{Day, Given, Month, Year};

/// «2024/01/26», «7/3/1429 هـ», «08/12, 2015», «21/4»; two numbers need a word before them.
pub(super) fn numeric_date(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    if !cursor.peek()?.opens || inside_chain(cursor) {
        return None;
    }
    let mut ahead = *cursor;
    if let Some(parts) = numeric(&mut ahead)
        && ahead.before(1).is_some_and(|last| last.closes)
        && !chain_follows(&ahead)
        && let Some(given) = full(&parts, led || reading == Reading::Appointments)
    {
        *cursor = ahead;
        return Some(given);
    }
    // «2016. نوفمبر .16»: the other orders are read part by part.
    let mut ahead = *cursor;
    let year_first = matches!(cursor.peek()?.kind, Kind::Number { digits: 4, .. });
    if year_first
        && let Some(parts) = written(&mut ahead)
        && let Some(given) = full(&parts, false)
    {
        *cursor = ahead;
        return Some(given);
    }
    for shape in [year_month, month_year, day_month] {
        let mut ahead = *cursor;
        if let Some(given) = shape(&mut ahead, led, reading)
            && ahead.before(1).is_some_and(|last| last.closes)
            && !chain_follows(&ahead)
        {
            *cursor = ahead;
            return Some(given);
        }
    }
    None
}

/// A whole date; bare digits of a year around 1400 are Hijri.
fn full(parts: &DateParts, led: bool) -> Option<Given> {
    let mut parts = *parts;
    if parts.short_year && !led {
        return None;
    }
    // «16/04/21»: the first number cannot be a day before its month and year.
    let calendar = parts.calendar.or_else(|| {
        [Calendar::Gregorian, Calendar::Hijri]
            .into_iter()
            .find(|&calendar| plausible_year(calendar, parts.full_year()))
    })?;
    if parts.day_number(calendar).is_none() {
        parts = parts
            .swapped()
            .filter(|parts| parts.day_number(calendar).is_some())?;
    }
    Some(Given {
        day: parts.day.map(Day::OfMonth),
        month: Some(Month::Named(calendar, parts.month)),
        year: Some(Year::Is(
            i32::try_from(parts.full_year()).ok()?,
            Some(calendar),
        )),
        rule: "times/numeric",
        ..Given::default()
    })
}

/// «2015/3», «2015.3».
fn year_month(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let year = cursor
        .number(4..5)
        .filter(|&year| plausible_year(Calendar::Gregorian, year))?;
    cursor.mark(&['/', '.', '-'])?;
    let month = parts::month(two_digits(cursor)?)?;
    let told = led || reading == Reading::Appointments;
    told.then(|| in_month(year, month, None))
}

/// «2/2013», «12-2016».
fn month_year(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let month = parts::month(two_digits(cursor)?)?;
    cursor.mark(&['/', '-'])?;
    let year = cursor
        .number(4..5)
        .filter(|&year| plausible_year(Calendar::Gregorian, year))?;
    let told = led || reading == Reading::Appointments;
    told.then(|| in_month(year, month, None))
}

/// «22/4», «4/22», «22-4», «08/12, 2015».
fn day_month(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let (first, mark) = (two_digits(cursor)?, cursor.mark(&['/', '-', '.'])?);
    let second = two_digits(cursor)?;
    let appointments = reading == Reading::Appointments;
    if !(led || appointments) {
        return None;
    }
    let (day, month) = match (parts::day(first), parts::month(second)) {
        (Some(day), Some(month)) => (day, month),
        _ if mark != '.' || appointments => (parts::day(second)?, parts::month(first)?),
        _ => return None,
    };
    let mut ahead = *cursor;
    let year = (ahead.mark(&[',']).is_some())
        .then(|| {
            ahead
                .number(4..5)
                .or_else(|| ahead.number(2..3).map(|year| 2000 + year))
        })
        .flatten()
        .filter(|&year| plausible_year(Calendar::Gregorian, year));
    // «08/12, 2015» is written by those who put the month first.
    let (day, month) = match year {
        Some(_) if parts::month(first).is_some() && parts::day(second).is_some() => {
            *cursor = ahead;
            (parts::day(second)?, parts::month(first)?)
        }
        Some(_) => {
            *cursor = ahead;
            (day, month)
        }
        None => (day, month),
    };
    Some(match year {
        Some(year) => in_month(year, month, Some(day)),
        None => Given {
            day: Some(Day::OfMonth(day)),
            month: Some(Month::Named(Calendar::Gregorian, month)),
            rule: "times/numeric",
            ..Given::default()
        },
    })
}

/// One or two digits.
fn two_digits(cursor: &mut Cursor<'_>) -> Option<u32> {
    cursor.number(1..3)
}

fn in_month(year: u32, month: u8, day: Option<u8>) -> Given {
    Given {
        day: day.map(Day::OfMonth),
        month: Some(Month::Named(Calendar::Gregorian, month)),
        year: Some(Year::Is(
            i32::try_from(year).unwrap_or_default(),
            Some(Calendar::Gregorian),
        )),
        rule: "times/numeric",
        ..Given::default()
    }
}

/// The number at `cursor` goes on from a chain of numbers (an address, a score, a path).
pub(super) fn inside_chain(cursor: &Cursor<'_>) -> bool {
    if !cursor.glued() {
        return false;
    }
    let before = cursor.before(1).map(|atom| (atom.kind, atom.glued));
    let number = matches!(
        cursor.before(2).map(|atom| atom.kind),
        Some(Kind::Number { .. } | Kind::Letter(_))
    );
    match before {
        Some((Kind::Mark('.' | '-' | ':' | ','), glued)) => number && glued,
        Some((Kind::Mark('/' | '_' | '#' | '+' | '=' | '&' | '%' | '\\') | Kind::Letter(_), _)) => {
            true
        }
        _ => false,
    }
}

/// A chain of numbers goes on behind `cursor`.
pub(super) fn chain_follows(cursor: &Cursor<'_>) -> bool {
    let (Some(mark), Some(after)) = (cursor.peek(), cursor.ahead(1)) else {
        return false;
    };
    if mark.glued && matches!(mark.kind, Kind::Mark('%' | '\u{66A}')) {
        return true;
    }
    mark.glued
        && after.glued
        && matches!(
            (mark.kind, after.kind),
            (Kind::Mark('.' | '-' | ':' | '/'), Kind::Number { .. }) | (Kind::Mark('_' | '='), _)
        )
}
