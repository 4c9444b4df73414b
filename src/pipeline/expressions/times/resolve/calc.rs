//! Counting days, months and years.

use jiff::Span;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::article::Calendar;
use crate::lang::{HolidayRule, Season, TimeUnit};
use crate::pipeline::dates::calendar::DayNumber;
use crate::pipeline::expressions::times::duration::{Amount, Length};

/// Days from `begin` up to `end`, which is the first behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub begin: DayNumber,
    pub end: DayNumber,
}

impl Days {
    pub(super) fn one(day: DayNumber) -> Self {
        Self {
            begin: day,
            end: DayNumber(day.0 + 1),
        }
    }

    pub(super) fn contains(&self, day: DayNumber) -> bool {
        (self.begin..self.end).contains(&day)
    }
}

pub(super) fn date(day: DayNumber) -> Option<Date> {
    let (year, month, day) = day.gregorian()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

pub(super) fn number(date: Date) -> Option<DayNumber> {
    DayNumber::of(
        Calendar::Gregorian,
        date.year().into(),
        u8::try_from(date.month()).ok()?,
        u8::try_from(date.day()).ok()?,
    )
}

/// The Monday of the week of `day`, `weeks` further.
pub(super) fn week(day: DayNumber, weeks: i32) -> Days {
    let begin = day.0 - i64::from(day.weekday()) + 1 + 7 * i64::from(weeks);
    Days {
        begin: DayNumber(begin),
        end: DayNumber(begin + 7),
    }
}

/// `2024-W04`.
pub(super) fn week_value(monday: DayNumber) -> Option<String> {
    let week = date(monday)?.iso_week_date();
    Some(format!("{:04}-W{:02}", week.year(), week.week()))
}

/// Week number `n` of the ISO year; the last is -1.
pub(super) fn week_of_year(year: i32, n: i8) -> Option<Days> {
    let year = i16::try_from(year).ok()?;
    let monday = if n > 0 {
        ISOWeekDate::new(year, n, Weekday::Monday).ok()?
    } else {
        let last = |week| ISOWeekDate::new(year, week, Weekday::Monday).ok();
        last(53).or_else(|| last(52))?
    };
    Some(week(number(monday.date())?, 0))
}

/// The year in `calendar` that holds `day`.
pub(super) fn year_of(calendar: Calendar, day: DayNumber) -> Option<i32> {
    let (gregorian, _, _) = day.gregorian()?;
    let gregorian = i32::from(gregorian);
    let near = match calendar {
        Calendar::Gregorian => return Some(gregorian),
        Calendar::Hijri => (gregorian - 622) * 33 / 32,
        Calendar::Jalali => gregorian - 622,
    };
    (near - 2..=near + 3)
        .rev()
        .find(|&year| DayNumber::of(calendar, year, 1, 1).is_some_and(|first| first <= day))
}

/// A month of a calendar.
pub(super) fn month(calendar: Calendar, year: i32, month: u8) -> Option<Days> {
    let begin = DayNumber::of(calendar, year, month, 1)?;
    let end = if month == 12 {
        DayNumber::of(calendar, year + 1, 1, 1)?
    } else {
        DayNumber::of(calendar, year, month + 1, 1)?
    };
    Some(Days { begin, end })
}

/// Years from `year` on.
pub(super) fn years(calendar: Calendar, year: i32, count: i32) -> Option<Days> {
    Some(Days {
        begin: DayNumber::of(calendar, year, 1, 1)?,
        end: DayNumber::of(calendar, year + count, 1, 1)?,
    })
}

/// The Gregorian month `steps` from that of `day`.
pub(super) fn month_steps(day: DayNumber, steps: i32) -> Option<(i32, u8)> {
    let (year, month, _) = day.gregorian()?;
    let months = i32::from(year) * 12 + i32::from(month) - 1 + steps;
    let month = u8::try_from(months.rem_euclid(12) + 1).ok()?;
    Some((months.div_euclid(12), month))
}

/// First month of a season, in its year.
pub(super) fn season(season: Season, year: i32) -> Option<Days> {
    let first: u8 = match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    };
    let begin = DayNumber::of(Calendar::Gregorian, year, first, 1)?;
    let end = if first == 12 {
        DayNumber::of(Calendar::Gregorian, year + 1, 3, 1)?
    } else {
        DayNumber::of(Calendar::Gregorian, year, first + 3, 1)?
    };
    Some(Days { begin, end })
}

/// Months of a year from `first` on.
pub(super) fn months(year: i32, first: u8, count: u8) -> Option<Days> {
    let begin = DayNumber::of(Calendar::Gregorian, year, first, 1)?;
    let behind = first + count;
    let end = if behind > 12 {
        DayNumber::of(Calendar::Gregorian, year + 1, behind - 12, 1)?
    } else {
        DayNumber::of(Calendar::Gregorian, year, behind, 1)?
    };
    Some(Days { begin, end })
}

/// One of the weekdays in `days`: from 1, the last is -1.
pub(super) fn nth_weekday(days: Days, weekday: u8, n: i8) -> Option<DayNumber> {
    let to = |from: DayNumber| (i64::from(weekday) - i64::from(from.weekday())).rem_euclid(7);
    let day = if n > 0 {
        DayNumber(days.begin.0 + to(days.begin) + 7 * i64::from(n - 1))
    } else {
        let last = DayNumber(days.end.0 - 1);
        let back = (i64::from(last.weekday()) - i64::from(weekday)).rem_euclid(7);
        DayNumber(last.0 - back)
    };
    days.contains(day).then_some(day)
}

/// First days of a holiday, one for each time that it falls into the Gregorian `year`.
pub(super) fn holiday(rule: HolidayRule, year: i32) -> Option<DayNumber> {
    match rule {
        HolidayRule::Fixed {
            calendar: Calendar::Gregorian,
            month,
            day,
        } => DayNumber::of(Calendar::Gregorian, year, month, day),
        HolidayRule::Fixed {
            calendar,
            month,
            day,
        } => {
            let days = years(Calendar::Gregorian, year, 1)?;
            let first = year_of(calendar, days.begin)?;
            (first..=first + 1)
                .filter_map(|own| DayNumber::of(calendar, own, month, day))
                .find(|&day| days.contains(day))
        }
        HolidayRule::Easter(days) => Some(DayNumber(easter(year)?.0 + i64::from(days))),
        HolidayRule::OrthodoxEaster(days) => {
            Some(DayNumber(orthodox_easter(year)?.0 + i64::from(days)))
        }
        HolidayRule::Weekday {
            month: of,
            weekday,
            nth,
            plus,
        } => {
            let days = month(Calendar::Gregorian, year, of)?;
            let day = nth_weekday(days, weekday, i8::try_from(nth).ok()?)?;
            Some(DayNumber(day.0 + i64::from(plus)))
        }
        HolidayRule::Unknown => None,
    }
}

/// Easter Sunday of the western churches (the anonymous Gregorian algorithm).
fn easter(year: i32) -> Option<DayNumber> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let leap = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + leap + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let sum = epact + to_sunday - 7 * late + 114;
    DayNumber::of(
        Calendar::Gregorian,
        year,
        u8::try_from(sum / 31).ok()?,
        u8::try_from(sum % 31 + 1).ok()?,
    )
}

/// Easter Sunday of the eastern churches (Meeus; thirteen days between the calendars, 1900 to 2099).
fn orthodox_easter(year: i32) -> Option<DayNumber> {
    let full_moon = (19 * (year % 19) + 15) % 30;
    let to_sunday = (2 * (year % 4) + 4 * (year % 7) - full_moon + 34) % 7;
    let sum = full_moon + to_sunday + 114;
    let julian = DayNumber::of(
        Calendar::Gregorian,
        year,
        u8::try_from(sum / 31).ok()?,
        u8::try_from(sum % 31 + 1).ok()?,
    )?;
    Some(DayNumber(julian.0 + 13))
}

/// A moment: day and second of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub day: DayNumber,
    pub second: i64,
}

/// The moment `length` after `from`, or before it.
pub(super) fn moved(from: Moment, length: &Length, sign: i32) -> Option<Moment> {
    let (mut months, mut days, mut seconds) = (0.0, 0.0, 0.0);
    for (amount, unit) in length.parts() {
        let Amount::Is(value) = amount else {
            return None;
        };
        match unit {
            TimeUnit::Century => months += value * 1200.0,
            TimeUnit::Decade => months += value * 120.0,
            TimeUnit::Year => months += value * 12.0,
            TimeUnit::Month => {
                months += value.trunc();
                days += value.fract() * 30.0;
            }
            TimeUnit::Week => days += value * 7.0,
            TimeUnit::Day => days += value,
            TimeUnit::Weekend => return None,
            TimeUnit::Hour => seconds += value * 3600.0,
            TimeUnit::Minute => seconds += value * 60.0,
            TimeUnit::Second => seconds += value,
        }
    }
    // Half a day is so many hours.
    seconds += days.fract() * 86_400.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "saturates; days out of range have no date"
    )]
    let (months, days, seconds) = (
        months.round() as i64 * i64::from(sign),
        days.trunc() as i64 * i64::from(sign),
        seconds.round() as i64 * i64::from(sign),
    );
    let at = date(from.day)?
        .checked_add(Span::new().try_months(months).ok()?)
        .ok()?;
    let total = from.second.checked_add(seconds)?;
    let day = number(at)?
        .0
        .checked_add(days)?
        .checked_add(total.div_euclid(86_400))?;
    Some(Moment {
        day: DayNumber(day),
        second: total.rem_euclid(86_400),
    })
}
