//! [`DateParts`]: day, month and year as they were printed, before all evidence is in.

use super::atom::Cursor;
use super::calendar::{DayNumber, plausible_year};
use crate::article::Calendar;
use crate::lang::Era;

/// One printed date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pipeline) struct DateParts {
    /// Known from a month name or an era; else the year and the evidence around decide.
    pub calendar: Option<Calendar>,
    /// As printed: `24` stays 24.
    pub year: u32,
    /// The year has two digits only: needs evidence.
    pub short_year: bool,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: Option<u8>,
    /// Day and month may be swapped: both are at most 12 and the year is behind them.
    pub swappable: bool,
    /// The shape, as `date/shape`.
    pub rule: &'static str,
}

impl DateParts {
    /// The same with day and month swapped.
    pub(in crate::pipeline) fn swapped(self) -> Option<Self> {
        let day = self.day.filter(|_| self.swappable)?;
        Some(Self {
            month: day,
            day: Some(self.month),
            ..self
        })
    }

    /// The full year: two digits lie between 1970 and 2069.
    pub(in crate::pipeline) fn full_year(&self) -> u32 {
        match (self.short_year, self.year) {
            (true, year @ 0..70) => 2000 + year,
            (true, year) => 1900 + year,
            (false, year) => year,
        }
    }

    /// The day in `calendar` (the first of the month when no day is printed).
    pub(in crate::pipeline) fn day_number(&self, calendar: Calendar) -> Option<DayNumber> {
        let year = self.full_year();
        if !plausible_year(calendar, year) {
            return None;
        }
        DayNumber::of(
            calendar,
            i32::try_from(year).ok()?,
            self.month,
            self.day.unwrap_or(1),
        )
    }

    /// Reads an era behind the date: `هـ`, `م`, `AH`.
    pub(in crate::pipeline) fn with_era(mut self, cursor: &mut Cursor<'_>) -> Self {
        let mut ahead = *cursor;
        let parenthesis = ahead.mark(&['(']).is_some();
        let Some(era) = ahead.word(|word| word.era) else {
            return self;
        };
        if parenthesis && ahead.mark(&[')']).is_none() {
            return self;
        }
        let calendar = match era {
            Era::Gregorian => Calendar::Gregorian,
            Era::Hijri => Calendar::Hijri,
            Era::Jalali => Calendar::Jalali,
        };
        // A month name is stronger: an "م" behind a Hijri month is something else.
        if self.calendar.is_none_or(|named| named == calendar)
            && (self.short_year || plausible_year(calendar, self.year))
        {
            self.calendar = Some(calendar);
            *cursor = ahead;
        }
        self
    }
}

/// A number as a month.
pub(in crate::pipeline) fn month(value: u32) -> Option<u8> {
    u8::try_from(value)
        .ok()
        .filter(|month| (1..=12).contains(month))
}

/// A number as a day of a month.
pub(in crate::pipeline) fn day(value: u32) -> Option<u8> {
    u8::try_from(value)
        .ok()
        .filter(|day| (1..=31).contains(day))
}
