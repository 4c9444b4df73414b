//! Twins: one day printed in two calendars, `20 رجب 1445 هـ الموافق 1 فبراير 2024 م`.
//!
//! The Gregorian date wins and the other one checks it.

use super::calendar::DayNumber;
use super::parts::DateParts;
use crate::article::Calendar;

/// Sighting of the moon and tables differ by up to two days.
const HIJRI_TOLERANCE: i64 = 2;
/// A day that begins at another midnight.
const JALALI_TOLERANCE: i64 = 1;

/// Every calendar that `parts` can be read in, with its day.
fn readings(parts: &DateParts) -> impl Iterator<Item = (Calendar, DayNumber)> {
    [Calendar::Gregorian, Calendar::Jalali, Calendar::Hijri]
        .into_iter()
        .filter(|&calendar| parts.calendar.is_none_or(|known| known == calendar))
        .filter_map(|calendar| Some((calendar, parts.day_number(calendar)?)))
}

/// Whether two printed dates can be the same day.
pub(in crate::pipeline) fn same_day(one: &DateParts, other: &DateParts) -> bool {
    agreeing(one, other).is_some()
}

/// The calendars in which two printed dates are the same day.
pub(in crate::pipeline) fn agreeing(
    one: &DateParts,
    other: &DateParts,
) -> Option<(Calendar, Calendar)> {
    if one.day.is_none() || other.day.is_none() {
        return None;
    }
    let swapped = [Some(*one), one.swapped()].into_iter().flatten();
    for one in swapped {
        for (first, day) in readings(&one) {
            for (second, twin) in readings(other) {
                if (day.0 - twin.0).abs() <= tolerance(first, second) {
                    return Some((first, second));
                }
            }
        }
    }
    None
}

fn tolerance(one: Calendar, other: Calendar) -> i64 {
    match (one, other) {
        _ if one == other => 0,
        (Calendar::Hijri, _) | (_, Calendar::Hijri) => HIJRI_TOLERANCE,
        _ => JALALI_TOLERANCE,
    }
}
