//! Dates with a month name: `26th, January 2024`, `24 نيسان / أبريل 2020`, `ديسمبر 25, 2020`.

use super::atom::{Cursor, Kind};
use super::calendar::plausible_year;
use super::parts::{DateParts, day};
use crate::article::Calendar;

/// Reads a date with a month name at `cursor`.
pub(in crate::pipeline) fn written(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    for shape in [day_month_year, month_day_year, year_month_day, month_year] {
        let mut ahead = *cursor;
        if let Some(parts) = shape(&mut ahead) {
            let parts = parts.with_era(&mut ahead);
            *cursor = ahead;
            return Some(parts);
        }
    }
    None
}

/// `26 يناير 2024`, `1st, December 2023`, `12 de marzo de 2024`, `26-Jan-2024`.
fn day_month_year(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let day = day_of_month(cursor)?;
    joints(cursor);
    let month = month_name(cursor)?;
    joints(cursor);
    let (year, short_year) = year(cursor, month.0)?;
    Some(parts(
        "date/day-month-year",
        month,
        year,
        short_year,
        Some(day),
    ))
}

/// `November 9, 2020`, `ديسمبر 25, 2020`.
fn month_day_year(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let month = month_name(cursor)?;
    cursor.mark(&['.', '-', '/']);
    let day = day_of_month(cursor)?;
    joints(cursor);
    let (year, short_year) = year(cursor, month.0)?;
    (!short_year).then(|| parts("date/month-day-year", month, year, false, Some(day)))
}

/// `2024. január 26`, `1402 مهر 5`.
fn year_month_day(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let year = cursor.number(4..5)?;
    joints(cursor);
    let month = month_name(cursor)?;
    joints(cursor);
    let day = day_of_month(cursor)?;
    let of_clock = matches!(cursor.peek(), Some(atom) if atom.kind == Kind::Mark(':'));
    (!of_clock && plausible_year(month.0, year))
        .then(|| parts("date/year-month-day", month, year, false, Some(day)))
}

/// `يناير 2024`: no day, so none is given.
fn month_year(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let month = month_name(cursor)?;
    joints(cursor);
    let (year, short_year) = year(cursor, month.0)?;
    (!short_year).then(|| parts("date/month-year", month, year, false, None))
}

fn parts(
    rule: &'static str,
    (calendar, month): (Calendar, u8),
    year: u32,
    short_year: bool,
    day: Option<u8>,
) -> DateParts {
    DateParts {
        calendar: Some(calendar),
        year,
        short_year,
        month,
        day,
        swappable: false,
        rule,
    }
}

/// `26`, `26th`, `1er`, `الأول`.
fn day_of_month(cursor: &mut Cursor<'_>) -> Option<u8> {
    let mut ahead = *cursor;
    let value = match ahead.number(1..3) {
        Some(value) => value,
        None => ahead.word(|word| word.numeral)?.into(),
    };
    let day = day(value)?;
    ahead.is(|word| word.ordinal);
    *cursor = ahead;
    Some(day)
}

/// A month name, or two names of one month: `نيسان / أبريل`, `أبريل (نيسان)`, `تموز/يوليو`.
fn month_name(cursor: &mut Cursor<'_>) -> Option<(Calendar, u8)> {
    let month = cursor.word(|word| word.month)?;
    // An abbreviation's full stop.
    let mut ahead = *cursor;
    if ahead.glued() && ahead.mark(&['.']).is_some() {
        *cursor = ahead;
    }
    let mut ahead = *cursor;
    let mark = ahead.mark(&['/', '-', '(', '|', '\\']);
    if ahead.word(|word| word.month) == Some(month)
        && (mark != Some('(') || ahead.mark(&[')']).is_some())
    {
        *cursor = ahead;
    }
    Some(month)
}

/// Four digits that can be a year of `calendar`; or two that nothing else claims.
fn year(cursor: &mut Cursor<'_>, calendar: Calendar) -> Option<(u32, bool)> {
    let mut ahead = *cursor;
    if let Some(year) = ahead
        .number(4..5)
        .filter(|&year| plausible_year(calendar, year))
    {
        *cursor = ahead;
        return Some((year, false));
    }
    let mut ahead = *cursor;
    let year = ahead
        .number(2..3)
        .filter(|_| calendar == Calendar::Gregorian)?;
    let claimed = match ahead.peek().map(|atom| (atom.kind, atom.glued)) {
        Some((Kind::Mark(':'), _) | (Kind::Mark('.' | ',' | '/' | '-' | '%'), true)) => ahead
            .ahead(1)
            .is_some_and(|atom| matches!(atom.kind, Kind::Number { .. })),
        Some((Kind::Word(word), _)) => word.hour || word.unit.is_some() || word.day_part.is_some(),
        _ => false,
    };
    (!claimed).then(|| {
        *cursor = ahead;
        (year, true)
    })
}

/// At most two marks or joining words between day, month and year: `of`, `de`, `,`, `-`.
fn joints(cursor: &mut Cursor<'_>) {
    for _ in 0..2 {
        if cursor
            .mark(&[',', '.', '-', '/', '\'', '\u{2019}'])
            .is_none()
            && !cursor.is(|word| word.of)
        {
            return;
        }
    }
}
