//! How values are written.

use crate::article::{ClockTime, TimeModifier};
use crate::lang::TimeOfDay;
use crate::pipeline::dates::calendar::DayNumber;
use crate::pipeline::expressions::times::given::{Clock, Edge, Part};

use super::calc::{Days, date, number, week_value};

/// `2024-01-26`.
pub(super) fn day(day: DayNumber) -> Option<String> {
    let (year, month, day) = day.gregorian()?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The day that a value begins with.
pub(in crate::pipeline::expressions::times) fn parse_day(value: &str) -> Option<DayNumber> {
    number(value.get(..10)?.parse().ok()?)
}

/// `2024-01-26T14:30`, with seconds when asked for or not whole minutes; hour 24 is the next day's first.
pub(super) fn moment(at: DayNumber, second: u32, seconds: bool) -> Option<String> {
    let at = DayNumber(at.0 + i64::from(second / 86_400));
    let second = second % 86_400;
    let (hour, minute, rest) = (second / 3600, second / 60 % 60, second % 60);
    let text = format!("{}T{hour:02}:{minute:02}", day(at)?);
    Some(if seconds {
        format!("{text}:{rest:02}")
    } else {
        text
    })
}

/// `2024-01-26/2024-01-31`: the last day stands, not the first behind.
pub(super) fn interval(days: Days) -> Option<String> {
    Some(format!(
        "{}/{}",
        day(days.begin)?,
        day(DayNumber(days.end.0 - 1))?
    ))
}

/// `T14:30`, with seconds and zone when given.
pub(super) fn clock(clock: Clock, zone: Option<i16>) -> String {
    let time = ClockTime {
        hour: clock.hour,
        minute: clock.minute,
        second: clock.second,
        offset_minutes: zone,
    };
    format!("T{time}")
}

/// The TIMEX3 name of a part of the day.
pub(super) fn part(part: TimeOfDay) -> &'static str {
    match part {
        TimeOfDay::Dawn | TimeOfDay::Morning => "MO",
        TimeOfDay::Noon | TimeOfDay::Afternoon | TimeOfDay::LateAfternoon => "AF",
        TimeOfDay::Evening | TimeOfDay::Dusk => "EV",
        TimeOfDay::Night | TimeOfDay::Tonight | TimeOfDay::Midnight => "NI",
        TimeOfDay::Day => "DT",
    }
}

/// First hour, and the first behind it.
pub(super) fn part_hours(part: Part) -> (u32, u32) {
    let (from, to) = match part.of {
        TimeOfDay::Dawn => (3, 6),
        TimeOfDay::Morning => (6, 12),
        TimeOfDay::Noon | TimeOfDay::Afternoon => (12, 18),
        TimeOfDay::LateAfternoon => (15, 18),
        TimeOfDay::Evening
        | TimeOfDay::Dusk
        | TimeOfDay::Night
        | TimeOfDay::Tonight
        | TimeOfDay::Midnight => (18, 24),
        TimeOfDay::Day => (6, 18),
    };
    let middle = u32::midpoint(from, to);
    match part.half {
        Some(Edge::Early) => (from, middle),
        Some(Edge::Late) => (middle, to),
        None => (from, to),
    }
}

/// Early and late are modifiers of it.
pub(super) fn part_modifier(part: Part) -> Option<TimeModifier> {
    part.half.map(|half| match half {
        Edge::Early => TimeModifier::Start,
        Edge::Late => TimeModifier::End,
    })
}

/// The third of `days` that a modifier names; months and years are cut at whole tens of days and whole months.
pub(super) fn portion(days: Days, modifier: Option<TimeModifier>) -> Days {
    let (Some(modifier), n_days) = (modifier, days.end.0 - days.begin.0) else {
        return days;
    };
    let cuts = match n_days {
        ..=1 => return days,
        28..=31 => (10, 20),
        7 => (3, 4),
        _ => (n_days / 3, n_days - n_days / 3),
    };
    let at = |offset: i64| {
        let cut = DayNumber(days.begin.0 + offset);
        // A third of years ends with a month.
        if n_days < 80 {
            return cut;
        }
        date(cut).and_then(|cut| number(round(cut))).unwrap_or(cut)
    };
    match modifier {
        TimeModifier::Start => Days {
            end: at(cuts.0),
            ..days
        },
        TimeModifier::Mid => Days {
            begin: at(if n_days == 7 { 2 } else { cuts.0 }),
            end: at(if n_days == 7 { 5 } else { cuts.1 }),
        },
        TimeModifier::End => Days {
            begin: at(cuts.1),
            ..days
        },
        _ => days,
    }
}

/// The first of the month that is nearer.
fn round(date: jiff::civil::Date) -> jiff::civil::Date {
    let first = date.first_of_month();
    if date.day() <= 15 {
        first
    } else {
        date.last_of_month().tomorrow().unwrap_or(first)
    }
}

/// `2024-W04`.
pub(super) fn week(days: Days) -> Option<String> {
    week_value(days.begin)
}

/// The TIMEX3 name of a season.
pub(super) fn season(season: crate::lang::Season) -> &'static str {
    match season {
        crate::lang::Season::Spring => "SP",
        crate::lang::Season::Summer => "SU",
        crate::lang::Season::Autumn => "FA",
        crate::lang::Season::Winter => "WI",
    }
}
