//! Dates in digits alone: `12/03/2023`, `2024-02-01`, `1.12.2023`, `7/3/1429 هـ`.

use super::atom::Cursor;
use super::parts::{DateParts, day, month};

/// Marks between the numbers; the same one stands in both places.
const MARKS: [char; 4] = ['/', '-', '.', '\\'];

/// Reads a numeric date at `cursor`.
pub(in crate::pipeline) fn numeric(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let mut ahead = *cursor;
    let parts = year_first(&mut ahead).or_else(|| {
        ahead = *cursor;
        year_last(&mut ahead)
    })?;
    let parts = parts.with_era(&mut ahead);
    *cursor = ahead;
    Some(parts)
}

/// `2024-02-01`, `2020/12/25`: year, month, day.
fn year_first(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let year = cursor.number(4..5)?;
    let mark = cursor.mark(&MARKS)?;
    let month = month(cursor.number(1..3)?)?;
    cursor.mark(&[mark])?;
    let day = day(cursor.number(1..3)?)?;
    Some(DateParts {
        calendar: None,
        year,
        short_year: false,
        month,
        day: Some(day),
        swappable: false,
        rule: "date/year-first",
    })
}

/// `12/03/2023`: day, month, year; month, day, year only where day first is impossible.
/// Two digits of year (`12/03/23`) are left to the evidence around.
fn year_last(cursor: &mut Cursor<'_>) -> Option<DateParts> {
    let first = cursor.number(1..3)?;
    let mark = cursor.mark(&MARKS)?;
    let second = cursor.number(1..3)?;
    cursor.mark(&[mark])?;
    let (year, short_year) = match cursor.number(4..5) {
        Some(year) => (year, false),
        None => (cursor.number(2..3)?, true),
    };
    let (day, month) = match (day(first), month(second)) {
        (Some(day), Some(month)) => (day, month),
        // No page writes month first with full stops.
        _ if mark != '.' => (day(second)?, month(first)?),
        _ => return None,
    };
    // A clock reads on: 12.03.14:05 is no year 14.
    let reads_on = cursor.glued() && cursor.mark(&[':']).is_some();
    (!(short_year && reads_on)).then_some(DateParts {
        calendar: None,
        year,
        short_year,
        month,
        day: Some(day),
        swappable: day <= 12 && mark != '.',
        rule: "date/day-first",
    })
}
