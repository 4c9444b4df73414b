//! [`Expression`] → value: which calendar, which order, which century, and whether its
//! parts agree.

use super::calendar::{DayNumber, plausible_year};
use super::expression::Expression;
use super::parts::DateParts;
use super::twin::{agreeing, same_day};
use crate::article::{Calendar, DateValue};

/// What the page says about how dates are written on it.
pub(super) trait PageCustoms {
    /// Month first where both orders are possible.
    fn month_first(&self) -> bool;
    /// Bare digits of a year around 1400 are Jalali here; `packs` are those of the expression.
    fn jalali_digits(&self, packs: u64) -> bool;
}

/// A resolved expression.
pub(super) struct Resolved {
    pub value: DateValue,
    pub calendar: Calendar,
    pub consistent: Option<bool>,
    pub rule: &'static str,
}

/// The value of `expression`; `None` when the evidence does not make it a date.
pub(super) fn resolve(expression: &Expression, customs: &impl PageCustoms) -> Option<Resolved> {
    let (main, calendar) = main_date(expression, customs)?;
    let main = order(main, calendar, expression, customs);
    let day = main.day_number(calendar)?;
    if main.short_year && !short_year_holds(&main, day, expression) {
        return None;
    }
    let time = expression.clock.map(|mut time| {
        time.offset_minutes = time.offset_minutes.or(expression.zone);
        time
    });
    let value = value(&main, calendar, day, time)?;
    let n_dates = expression.dates.iter().count();
    let rule = match n_dates {
        1 if main.rule == "date/year-first"
            && time.is_some_and(|time| time.offset_minutes.is_some()) =>
        {
            "date/iso"
        }
        1 => main.rule,
        _ => "date/twin",
    };
    Some(Resolved {
        value,
        calendar,
        consistent: consistent(&main, day, expression),
        rule,
    })
}

/// The Gregorian date where one is printed; else the first.
fn main_date(expression: &Expression, customs: &impl PageCustoms) -> Option<(DateParts, Calendar)> {
    let gregorian = |parts: &&DateParts| {
        parts.calendar == Some(Calendar::Gregorian)
            || parts.calendar.is_none() && plausible_year(Calendar::Gregorian, parts.full_year())
    };
    if let Some(parts) = expression.dates.iter().find(gregorian) {
        return Some((*parts, Calendar::Gregorian));
    }
    let first = expression.dates.iter().next()?;
    let calendar = match first.calendar {
        Some(calendar) => calendar,
        None => expression
            .dates
            .iter()
            .skip(1)
            .filter(|other| other.calendar.is_some())
            .find_map(|other| agreeing(first, other).map(|(calendar, _)| calendar))
            .or_else(|| on_weekday(first, expression))
            .or_else(|| {
                customs
                    .jalali_digits(expression.packs)
                    .then_some(Calendar::Jalali)
            })?,
    };
    Some((*first, calendar))
}

/// Bare digits that fall on the printed weekday in the Hijri calendar and in no other.
fn on_weekday(parts: &DateParts, expression: &Expression) -> Option<Calendar> {
    let weekday = expression.weekday?;
    let falls = |calendar| {
        parts
            .day_number(calendar)
            .is_some_and(|day| day.weekday() == weekday)
    };
    (falls(Calendar::Hijri) && !falls(Calendar::Jalali)).then_some(Calendar::Hijri)
}

/// Day first, unless that contradicts the weekday or the twin, or the page writes month first.
fn order(
    parts: DateParts,
    calendar: Calendar,
    expression: &Expression,
    customs: &impl PageCustoms,
) -> DateParts {
    let Some(swapped) = parts
        .swapped()
        .filter(|swapped| swapped.month != parts.month)
    else {
        return parts;
    };
    let agrees = |parts: &DateParts| -> Option<bool> {
        let day = parts.day_number(calendar)?;
        let weekday = expression.weekday.map(|weekday| day.weekday() == weekday);
        let twin = twins(expression, parts)
            .map(|other| {
                same_day(
                    &DateParts {
                        swappable: false,
                        ..*parts
                    },
                    other,
                )
            })
            .next();
        weekday.or(twin)
    };
    match (agrees(&parts), agrees(&swapped)) {
        (Some(true), Some(false)) => parts,
        (Some(false), Some(true)) => swapped,
        _ if customs.month_first() => swapped,
        _ => parts,
    }
}

/// The other printed dates of the expression.
fn twins<'e>(expression: &'e Expression, main: &DateParts) -> impl Iterator<Item = &'e DateParts> {
    let (year, calendar) = (main.year, main.calendar);
    expression
        .dates
        .iter()
        .filter(move |other| !(other.year == year && other.calendar == calendar))
}

/// Two digits of year need a weekday that agrees, an era or a clock beside them.
fn short_year_holds(main: &DateParts, day: DayNumber, expression: &Expression) -> bool {
    match expression.weekday {
        Some(weekday) => day.weekday() == weekday,
        None => {
            expression.clock.is_some()
                || main.calendar.is_some() && matches!(main.rule, "date/day-first")
        }
    }
}

fn value(
    main: &DateParts,
    calendar: Calendar,
    day: DayNumber,
    time: Option<crate::article::ClockTime>,
) -> Option<DateValue> {
    let (year, month, day) = day.gregorian()?;
    if main.day.is_some() {
        return DateValue::new(year, Some(month), Some(day), time);
    }
    // A month of another calendar spans two Gregorian months: it has no value of its own.
    (calendar == Calendar::Gregorian)
        .then(|| DateValue::new(year, Some(month), None, None))
        .flatten()
}

/// Whether weekday and twins agree with the date; `None` when there is nothing to check.
fn consistent(main: &DateParts, day: DayNumber, expression: &Expression) -> Option<bool> {
    main.day?;
    let weekday = expression.weekday.map(|weekday| day.weekday() == weekday);
    let fixed = DateParts {
        swappable: false,
        ..*main
    };
    let mut twins = twins(expression, main).peekable();
    let twin = twins
        .peek()
        .is_some()
        .then(|| twins.all(|other| same_day(&fixed, other)));
    match (weekday, twin) {
        (None, None) => None,
        (weekday, twin) => Some(weekday.unwrap_or(true) && twin.unwrap_or(true)),
    }
}
