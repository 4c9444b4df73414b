//! Dates as a page gives them: a value at the precision of the page, never more.

use std::fmt;

use super::field::Evidence;
use crate::text::{Source, Span};

/// The calendar a date was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Calendar {
    /// Gregorian.
    Gregorian,
    /// Islamic, Umm al-Qura.
    Hijri,
    /// Solar Hijri (Persian).
    Jalali,
}

/// A clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClockTime {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59, when given.
    pub second: Option<u8>,
    /// Minutes east of UTC, when given.
    pub offset_minutes: Option<i16>,
}

/// A Gregorian date at the precision that the page gives.
///
/// [`fmt::Display`] prints ISO 8601: `2024`, `2024-01`, `2024-01-26`, `2011-11-26T00:18`,
/// `2024-02-01T09:30:00+03:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateValue {
    /// Year of the common era.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31; only with a month.
    pub day: Option<u8>,
    /// Only with a day.
    pub time: Option<ClockTime>,
}

/// What an inferred date was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateAnchor {
    /// The request's `retrieved_at`.
    RetrievedAt,
}

/// A date of the article.
#[derive(Debug, Clone, PartialEq)]
pub struct DateField {
    /// The value.
    pub value: DateValue,
    /// The words it was read from.
    pub text: String,
    /// The calendar of those words.
    pub calendar: Calendar,
    /// Set when the value was inferred ("3 hours ago").
    pub anchor: Option<DateAnchor>,
    /// Where the words stand; empty where the markup alone states it.
    pub span: Span<Source>,
    /// Probability that it is right, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}

impl DateValue {
    /// A value whose parts exist in the Gregorian calendar and stand in order: no day
    /// without a month, no time without a day. `None` otherwise.
    pub fn new(
        year: i16,
        month: Option<u8>,
        day: Option<u8>,
        time: Option<ClockTime>,
    ) -> Option<Self> {
        let value = Self {
            year,
            month,
            day,
            time,
        };
        let in_order = (month.is_some() || day.is_none()) && (day.is_some() || time.is_none());
        let exists = (1..=9999).contains(&year)
            && month.is_none_or(|month| (1..=12).contains(&month))
            && day.is_none_or(|day| day >= 1 && day <= value.days_in_month())
            && time.is_none_or(ClockTime::is_valid);
        (in_order && exists).then_some(value)
    }

    /// Days of its month in its year; 31 without a month.
    fn days_in_month(&self) -> u8 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            Some(2) if leap => 29,
            Some(2) => 28,
            Some(4 | 6 | 9 | 11) => 30,
            _ => 31,
        }
    }

    /// A plain day.
    pub const fn day(year: i16, month: u8, day: u8) -> Self {
        Self {
            year,
            month: Some(month),
            day: Some(day),
            time: None,
        }
    }
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        let Some(month) = self.month else {
            return Ok(());
        };
        write!(f, "-{month:02}")?;
        let Some(day) = self.day else { return Ok(()) };
        write!(f, "-{day:02}")?;
        self.time.map_or(Ok(()), |time| write!(f, "T{time}"))
    }
}

impl ClockTime {
    /// Whether every part is in its range (offsets up to 14 hours).
    pub fn is_valid(self) -> bool {
        self.hour < 24
            && self.minute < 60
            && self.second.is_none_or(|second| second < 60)
            && self
                .offset_minutes
                .is_none_or(|offset| offset.unsigned_abs() <= 14 * 60)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour, self.minute)?;
        if let Some(second) = self.second {
            write!(f, ":{second:02}")?;
        }
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}
