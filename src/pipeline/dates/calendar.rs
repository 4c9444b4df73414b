//! Days of three calendars as one count of days.

use icu_calendar::Date;
use icu_calendar::cal::{Gregorian, Hijri};
use icu_calendar::types::RataDie;

use crate::article::Calendar;

/// A day as the number of days since the eve of 1 January of year 1 (Rata Die).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::pipeline) struct DayNumber(pub i64);

impl DayNumber {
    /// The day `day`.`month`.`year` of `calendar`; `None` when that day does not exist.
    /// Hijri is Umm al-Qura.
    pub(in crate::pipeline) fn of(
        calendar: Calendar,
        year: i32,
        month: u8,
        day: u8,
    ) -> Option<Self> {
        let rata_die = match calendar {
            Calendar::Gregorian => Date::try_new_gregorian(year, month, day)
                .ok()?
                .to_rata_die(),
            Calendar::Hijri => {
                let umm_al_qura = Hijri::new_umm_al_qura();
                Date::try_new_hijri_with_calendar(year, month, day, umm_al_qura)
                    .ok()?
                    .to_rata_die()
            }
            Calendar::Jalali => Date::try_new_persian(year, month, day).ok()?.to_rata_die(),
        };
        Some(Self(rata_die.to_i64_date()))
    }

    /// From seconds since 1970, UTC.
    pub(in crate::pipeline) fn of_unix(seconds: i64) -> Self {
        const EPOCH: i64 = 719_163;
        Self(seconds.div_euclid(86_400) + EPOCH)
    }

    /// Gregorian year, month, day; `None` outside the years 1 to 9999.
    pub(in crate::pipeline) fn gregorian(self) -> Option<(i16, u8, u8)> {
        if !(1..=3_652_059).contains(&self.0) {
            return None;
        }
        let date = Date::from_rata_die(RataDie::new(self.0), Gregorian);
        let year = i16::try_from(date.year().extended_year()).ok()?;
        Some((year, date.month().ordinal, date.day_of_month().0))
    }

    /// ISO number of the weekday: Monday is 1.
    pub(in crate::pipeline) fn weekday(self) -> u8 {
        u8::try_from((self.0 - 1).rem_euclid(7) + 1).unwrap_or(1)
    }
}

/// Whether pages print dates of `year` in `calendar`.
pub(in crate::pipeline) fn plausible_year(calendar: Calendar, year: u32) -> bool {
    match calendar {
        Calendar::Gregorian => (1900..=2100).contains(&year),
        Calendar::Hijri => (1300..=1500).contains(&year),
        Calendar::Jalali => (1300..=1450).contains(&year),
    }
}
