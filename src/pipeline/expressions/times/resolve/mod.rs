//! [`Given`] → value, begin and end.

mod calc;
mod choose;
mod day;
mod length;
mod nth;
mod period;
mod range;
mod value;

use crate::article::{Calendar, TimeModifier, TimeType};
use crate::pipeline::dates::calendar::DayNumber;

use super::Reading;
use super::given::{Clock, Given};
use super::set::Again;
use calc::{Days, Moment};

pub(super) use length::Offset;
pub(super) use value::parse_day;

/// What times are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Anchor {
    pub day: Option<DayNumber>,
    /// Second of that day, when known.
    pub second: Option<u32>,
    /// Its weekday, when only that is known.
    pub weekday: Option<u8>,
}

impl Anchor {
    fn weekday(&self) -> Option<u8> {
        self.day.map(DayNumber::weekday).or(self.weekday)
    }

    fn moment(&self) -> Option<Moment> {
        Some(Moment {
            day: self.day?,
            second: self.second.unwrap_or(0).into(),
        })
    }
}

/// A resolved time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub time_type: TimeType,
    pub value: String,
    pub begin: Option<String>,
    pub end: Option<String>,
    /// The anchor was needed.
    pub anchored: bool,
    pub calendar: Calendar,
    pub modifier: Option<TimeModifier>,
}

/// A stretch of whole days, or what is known of one.
#[derive(Debug, Clone, PartialEq)]
struct Stretch {
    value: String,
    days: Option<Days>,
    anchored: bool,
    calendar: Calendar,
}

/// Counts from one anchor, in one clause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Resolver {
    pub anchor: Anchor,
    /// The clause looks forward.
    pub forward: bool,
    /// A date close by on the other side is meant rather than one almost a year away.
    pub near: bool,
    pub reading: Reading,
}

impl Resolver {
    /// Where a repeated time lies when nothing says which one.
    fn ahead(&self) -> bool {
        self.forward || self.reading == Reading::Appointments
    }

    /// The value of one time.
    pub(super) fn resolve(&self, given: &Given) -> Option<Resolved> {
        if given.has_time() && !given.has_day() && !given.has_period() {
            return self.time_alone(given);
        }
        let stretch = self.stretch(given)?;
        if given.has_time() {
            return Some(Self::time_on(given, &stretch));
        }
        let days = stretch
            .days
            .map(|days| value::portion(days, given.modifier));
        let days = match (days, given.rest, self.anchor.day) {
            (Some(days), true, Some(today)) => Some(Days {
                begin: days.begin.max(today),
                ..days
            }),
            (days, _, _) => days,
        };
        let value = match days {
            Some(days) if given.rest => value::interval(days)?,
            _ => stretch.value,
        };
        // What is left of today is counted from now.
        if given.rest
            && let (Some(days), Some(second)) = (days, self.anchor.second)
            && days.end.0 - days.begin.0 == 1
        {
            return Some(Resolved {
                time_type: TimeType::Time,
                value: format!(
                    "{}/{}",
                    value::moment(days.begin, second, true)?,
                    value::moment(days.begin, 86_399, true)?
                ),
                begin: value::moment(days.begin, second, true),
                end: value::day(days.end),
                anchored: true,
                calendar: stretch.calendar,
                modifier: None,
            });
        }
        Some(Resolved {
            time_type: TimeType::Date,
            value,
            begin: days.and_then(|days| value::day(days.begin)),
            end: days.and_then(|days| value::day(days.end)),
            anchored: stretch.anchored || given.rest,
            calendar: stretch.calendar,
            modifier: given.modifier,
        })
    }

    /// The whole days that are given.
    fn stretch(&self, given: &Given) -> Option<Stretch> {
        let mut stretch = if given.has_day() || given.nth.is_some() {
            self.day(given)
        } else {
            self.period(given)
        }?;
        if given.week_of
            && let Some(days) = stretch.days
        {
            let week = calc::week(days.begin, 0);
            stretch.value = value::week(week)?;
            stretch.days = Some(week);
        }
        if given.eve
            && let Some(days) = stretch.days
        {
            let days = Days::one(DayNumber(days.begin.0 - 1));
            stretch.value = value::day(days.begin)?;
            stretch.days = Some(days);
        }
        Some(stretch)
    }

    /// A time of day without a day.
    fn time_alone(&self, given: &Given) -> Option<Resolved> {
        let value = if let Some(clock) = given.clock {
            value::clock(self.next_clock(clock), given.zone)
        } else {
            let part = given.part?;
            // Noon by itself is a point.
            if part.of == crate::lang::TimeOfDay::Noon && part.half.is_none() {
                "T12:00".to_owned()
            } else {
                format!("T{}", value::part(part.of))
            }
        };
        Some(Resolved {
            time_type: TimeType::Time,
            value,
            begin: None,
            end: None,
            anchored: false,
            calendar: Calendar::Gregorian,
            modifier: given.part.and_then(value::part_modifier).or(given.modifier),
        })
    }

    /// Said to a calendar, an hour whose half of the day is not known is the next one.
    fn next_clock(&self, clock: Clock) -> Clock {
        let minutes = i64::from(clock.hour) * 60 + i64::from(clock.minute);
        let passed = self
            .anchor
            .second
            .is_some_and(|second| minutes * 60 <= i64::from(second) && second > 0);
        if self.reading == Reading::Appointments && !clock.certain && clock.hour < 12 && passed {
            return Clock {
                hour: clock.hour + 12,
                certain: true,
                ..clock
            };
        }
        clock
    }

    /// A time of day on a day.
    fn time_on(given: &Given, stretch: &Stretch) -> Resolved {
        let day = stretch.days.map(|days| days.begin);
        let (value, begin, end) = if let Some(clock) = given.clock {
            let text = value::clock(clock, given.zone);
            let begin = day.and_then(|day| {
                let day = if clock.midnight {
                    DayNumber(day.0 + 1)
                } else {
                    day
                };
                Some(format!("{}{text}", value::day(day)?))
            });
            let shown = if clock.midnight {
                "T24:00".to_owned()
            } else {
                text
            };
            (format!("{}{shown}", stretch.value), begin.clone(), begin)
        } else {
            let part = given.part;
            let name = part.map_or("", |part| value::part(part.of));
            let bounds = part.map(value::part_hours);
            let at = |hour: u32| day.and_then(|day| value::moment(day, hour * 3600, false));
            (
                format!("{}T{name}", stretch.value),
                bounds.and_then(|(from, _)| at(from)),
                bounds.and_then(|(_, to)| at(to)),
            )
        };
        Resolved {
            time_type: TimeType::Time,
            value,
            begin,
            end: end.filter(|_| given.part.is_some()),
            anchored: stretch.anchored,
            calendar: stretch.calendar,
            modifier: given.part.and_then(value::part_modifier).or(given.modifier),
        }
    }

    /// The value of a set.
    pub(super) fn set(again: &Again) -> Resolved {
        let value = match again {
            Again::After(length) => length.value(),
            Again::On(given) => {
                let time = match (given.clock, given.part) {
                    (Some(clock), _) => value::clock(clock, given.zone),
                    (None, Some(part)) => format!("T{}", value::part(part.of)),
                    (None, None) => String::new(),
                };
                match (given.weekday, given.month) {
                    (Some(weekday), _) => format!("XXXX-WXX-{weekday}{time}"),
                    (None, Some(super::given::Month::Named(_, month))) => {
                        format!("XXXX-{month:02}{time}")
                    }
                    _ if time.is_empty() => "P1D".to_owned(),
                    _ => time,
                }
            }
        };
        Resolved {
            time_type: TimeType::Set,
            value,
            begin: None,
            end: None,
            anchored: false,
            calendar: Calendar::Gregorian,
            modifier: None,
        }
    }
}

impl Resolved {
    /// A time that has no place on the calendar.
    pub(super) fn reference(value: &str) -> Self {
        Self {
            time_type: TimeType::Date,
            value: value.to_owned(),
            begin: None,
            end: None,
            anchored: false,
            calendar: Calendar::Gregorian,
            modifier: None,
        }
    }
}

/// The day of a whole date, which needs no anchor.
pub(super) fn day_of(given: &Given) -> Option<DayNumber> {
    given.year?;
    let free = Resolver {
        anchor: Anchor::default(),
        forward: false,
        near: false,
        reading: Reading::News,
    };
    Some(free.stretch(given)?.days?.begin)
}
