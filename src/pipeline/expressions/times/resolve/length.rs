//! Lengths of time, and times that one length lies before or behind the anchor.

use crate::article::{Calendar, TimeModifier, TimeType};
use crate::lang::TimeUnit;
use crate::pipeline::dates::calendar::DayNumber;
use crate::pipeline::expressions::times::Reading;
use crate::pipeline::expressions::times::duration::{Amount, Length};
use crate::pipeline::expressions::times::given::Given;

use super::calc::{self, Moment, moved};
use super::{Resolved, Resolver, value};

/// What a length does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pipeline::expressions::times) enum Offset {
    /// It only lasts.
    Lasts,
    /// It ends where the time meant lies: so long before now (-1), or after (1).
    Point(i32),
    /// It reaches to now (-1), or from now on (1).
    Stretch(i32),
    /// It reaches from today on: «خلال أسبوعين».
    Within,
    /// The time meant lies so long from now.
    FromNow,
    /// It leads to a time ahead where the clause looks forward, else it only lasts: «in three
    /// days».
    Ahead,
}

impl Resolver {
    /// A length, or the time that it leads to.
    pub(in crate::pipeline::expressions::times) fn length(
        &self,
        length: &Length,
        offset: Offset,
        modifier: Option<TimeModifier>,
    ) -> Option<Resolved> {
        let plain = Resolved {
            time_type: TimeType::Duration,
            value: length.value(),
            begin: None,
            end: None,
            anchored: false,
            calendar: Calendar::Gregorian,
            modifier,
        };
        match offset {
            Offset::Point(sign) => self.point(length, sign, modifier),
            Offset::Stretch(sign) => self.reach(length, sign, 1, modifier),
            Offset::FromNow => self.point(length, 1, modifier),
            Offset::Ahead if self.forward => self.point(length, 1, modifier),
            Offset::Lasts | Offset::Ahead => Some(plain),
            Offset::Within => self.reach(length, 1, 0, modifier),
        }
    }

    /// «قبل ثلاثة أيام», «بعد أسبوعين»: no finer than its unit.
    fn point(
        &self,
        length: &Length,
        sign: i32,
        modifier: Option<TimeModifier>,
    ) -> Option<Resolved> {
        let reference = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let vague = Resolved {
            time_type: TimeType::Date,
            value: reference.to_owned(),
            begin: None,
            end: None,
            anchored: false,
            calendar: Calendar::Gregorian,
            modifier,
        };
        let precise = self.reading == Reading::Appointments;
        let exact = if length.is_fuzzy() && precise {
            length.with_few(3.0)
        } else {
            *length
        };
        let Some(from) = self.anchor.moment().filter(|_| !exact.is_fuzzy()) else {
            // Behind a time that the text does not name it only tells how long after.
            if sign > 0 && !self.forward && (self.anchor.day.is_none() || exact.is_fuzzy()) {
                return Some(Resolved {
                    time_type: TimeType::Duration,
                    value: length.value(),
                    ..vague
                });
            }
            return Some(vague);
        };
        let at = moved(from, &exact, sign)?;
        let finest = exact.finest()?;
        let timed = finest <= TimeUnit::Hour;
        let whole_day = |at: DayNumber| calc::Days::one(at);
        let (text, days) = match finest {
            // Without the time of publication the hour is not known.
            _ if timed && self.anchor.second.is_none() => return Some(vague),
            _ if timed => {
                let second = u32::try_from(at.second).ok()?;
                let text = value::moment(at.day, second, true)?;
                return Some(Resolved {
                    time_type: TimeType::Time,
                    begin: Some(text.clone()),
                    value: text,
                    anchored: true,
                    ..vague
                });
            }
            TimeUnit::Month if !precise => {
                let (year, month, _) = at.day.gregorian()?;
                (
                    format!("{year:04}-{month:02}"),
                    calc::month(Calendar::Gregorian, year.into(), month)?,
                )
            }
            TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century if !precise => {
                let (year, _, _) = at.day.gregorian()?;
                (
                    format!("{year:04}"),
                    calc::years(Calendar::Gregorian, year.into(), 1)?,
                )
            }
            _ => (value::day(at.day)?, whole_day(at.day)),
        };
        Some(Resolved {
            value: text,
            begin: value::day(days.begin),
            end: value::day(days.end),
            anchored: true,
            ..vague
        })
    }

    /// «بعد يومين من الغد».
    pub(in crate::pipeline::expressions::times) fn beside(
        &self,
        length: &Length,
        sign: i32,
        given: &Given,
    ) -> Option<Resolved> {
        let stretch = self.stretch(given)?;
        let Some(days) = stretch.days.filter(|_| !length.is_fuzzy()) else {
            return self.length(length, Offset::Lasts, None);
        };
        let from = Self {
            anchor: super::Anchor {
                day: Some(days.begin),
                second: None,
                weekday: None,
            },
            ..*self
        };
        let resolved = from.point(length, sign, None)?;
        Some(Resolved {
            anchored: stretch.anchored,
            ..resolved
        })
    }

    /// «الأيام الثلاثة المقبلة», «الأسابيع القليلة القادمة», «الساعة القادمة».
    fn reach(
        &self,
        length: &Length,
        sign: i32,
        first: i64,
        modifier: Option<TimeModifier>,
    ) -> Option<Resolved> {
        let vague = Resolved {
            time_type: TimeType::Date,
            value: if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned(),
            begin: None,
            end: None,
            anchored: false,
            calendar: Calendar::Gregorian,
            modifier,
        };
        let Some(now) = self.anchor.moment() else {
            return Some(Resolved {
                time_type: TimeType::Duration,
                value: length.value(),
                ..vague
            });
        };
        let timed = length.finest()? <= TimeUnit::Hour;
        if length.is_fuzzy() {
            let edge = if sign < 0 {
                now.day
            } else {
                DayNumber(now.day.0 + 1)
            };
            let edge = value::day(edge);
            return Some(Resolved {
                begin: edge.clone().filter(|_| sign > 0 && !timed),
                end: edge.filter(|_| sign < 0 && !timed),
                anchored: !timed,
                ..vague
            });
        }
        if timed {
            if self.anchor.second.is_none() {
                return Some(Resolved {
                    time_type: TimeType::Duration,
                    value: length.value(),
                    ..vague
                });
            }
            let other = moved(now, length, sign)?;
            let (from, to) = if sign < 0 { (other, now) } else { (now, other) };
            let text = |at: Moment| value::moment(at.day, u32::try_from(at.second).ok()?, true);
            return Some(Resolved {
                time_type: TimeType::Time,
                value: format!("{}/{}", text(from)?, text(to)?),
                begin: text(from),
                end: text(to),
                anchored: true,
                ..vague
            });
        }
        // Days behind today begin tomorrow, those before it end with it.
        let start = Moment {
            day: if sign < 0 {
                now.day
            } else {
                DayNumber(now.day.0 + first)
            },
            second: 0,
        };
        let other = moved(start, length, sign)?;
        // Said to a calendar, decades are those of the calendar.
        if length.finest() == Some(TimeUnit::Decade) && self.reading == Reading::Appointments {
            let year = calc::year_of(Calendar::Gregorian, now.day)? / 10 * 10;
            let gone = calc::year_of(Calendar::Gregorian, other.day)?
                - calc::year_of(Calendar::Gregorian, start.day)?;
            let (first, count) = if sign < 0 {
                (year + gone, -gone)
            } else {
                (year + 10, gone)
            };
            let days = calc::years(Calendar::Gregorian, first, count)?;
            return Some(Resolved {
                value: value::interval(days)?,
                begin: value::day(days.begin),
                end: value::day(days.end),
                anchored: true,
                ..vague
            });
        }
        let (begin, end) = if sign < 0 {
            (other.day, start.day)
        } else {
            (start.day, other.day)
        };
        let days = calc::Days { begin, end };
        Some(Resolved {
            value: value::interval(days)?,
            begin: value::day(begin),
            end: value::day(end),
            anchored: true,
            ..vague
        })
    }
}

impl Length {
    /// The same with a number for "a few".
    fn with_few(&self, few: f64) -> Self {
        let mut parts = self.parts();
        match parts.next() {
            Some((Amount::Few, unit)) => Self::one(Amount::Is(few), unit),
            _ => *self,
        }
    }
}
