//! One time told twice: in two calendars, in two zones, or by both days of a night.

use crate::lang::TimeOfDay;
use crate::pipeline::dates::atom::Cursor;

use super::Reading;
use super::clock::clock;
use super::date::{day_of_month, era, year_behind};
use super::expression::Between;
use super::given::{Clock, Given, Month, Year};
use super::numeric::numeric_date;

/// «ليل الثلاثاء-الأربعاء»: a night belongs to both of its days.
pub(super) fn two_days(cursor: &mut Cursor<'_>, given: &Given) {
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

/// The same day in another calendar, or in other words: «20 رجب 1445 الموافق 1 فبراير 2024».
pub(super) fn twin(cursor: &mut Cursor<'_>, given: &Given, reading: Reading) -> bool {
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
    era(&mut ahead);
    *cursor = ahead;
    true
}

/// The same moment in another zone: «7:00 صباحاً (05:00 ت غ)». What is between them is the zone of the first.
pub(super) fn twin_clock(
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
    let minutes = |clock: Clock| i32::from(clock.hour) * 60 + i32::from(clock.minute);
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
