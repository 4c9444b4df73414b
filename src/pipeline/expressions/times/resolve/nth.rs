//! One of several in a longer stretch.

use crate::article::Calendar;
use crate::lang::TimeUnit;
use crate::pipeline::dates::calendar::DayNumber;
use crate::pipeline::expressions::times::given::{Given, Month, Nth, NthOf};

use super::calc::{self, Days};
use super::day::open;
use super::{Resolver, Stretch, value};

impl Resolver {
    /// «أول جمعة من يوليو», «اليوم الأخير من الشهر», «الأسبوع الثالث من 2027».
    pub(super) fn nth(&self, nth: Nth, given: &Given) -> Option<Stretch> {
        let around = Given {
            nth: None,
            day: None,
            weekday: None,
            ..*given
        };
        let (outer, anchored) = if around.has_period() {
            let stretch = self.period(&around)?;
            (stretch.days, stretch.anchored)
        } else {
            // «الأحد الثاني» by itself is of this month.
            let Some(today) = self.anchor.day else {
                return Some(open("XXXX-XX-XX".to_owned()));
            };
            let (year, month) = calc::month_steps(today, 0)?;
            (calc::month(Calendar::Gregorian, year, month), true)
        };
        let Some(outer) = outer else {
            return Some(Self::open_nth(nth, given));
        };
        let days = match nth.of {
            NthOf::Weekday(weekday) => {
                // «الأحد 3 مارس» in words: the day of the month, when it is that weekday.
                let dated = (nth.n > 0 && given.month.is_some())
                    .then(|| DayNumber(outer.begin.0 + i64::from(nth.n) - 1))
                    .filter(|day| day.weekday() == weekday);
                let day = match dated {
                    Some(day) => day,
                    None => self.nth_or_next(nth.n, weekday, outer, given)?,
                };
                Days::one(day)
            }
            NthOf::Unit(TimeUnit::Day) => Days::one(if nth.n > 0 {
                DayNumber(outer.begin.0 + i64::from(nth.n) - 1)
            } else {
                DayNumber(outer.end.0 - 1)
            }),
            NthOf::Unit(TimeUnit::Week | TimeUnit::Weekend) => Self::nth_week(nth.n, outer, given)?,
            NthOf::Unit(TimeUnit::Month) => {
                let year = calc::year_of(Calendar::Gregorian, outer.begin)?;
                let month = if nth.n > 0 {
                    u8::try_from(nth.n).ok()?
                } else {
                    12
                };
                calc::month(Calendar::Gregorian, year, month)?
            }
            NthOf::Unit(TimeUnit::Decade) => {
                let first = calc::year_of(Calendar::Gregorian, outer.begin)?;
                let n = if nth.n > 0 { i32::from(nth.n) - 1 } else { 9 };
                calc::years(Calendar::Gregorian, first + 10 * n, 10)?
            }
            NthOf::Unit(_) => return None,
        };
        if !(outer.contains(days.begin) || outer.contains(DayNumber(days.end.0 - 1))) {
            return None;
        }
        let value = match nth.of {
            NthOf::Weekday(_) | NthOf::Unit(TimeUnit::Day) => value::day(days.begin)?,
            NthOf::Unit(TimeUnit::Week) => value::week(days)?,
            NthOf::Unit(TimeUnit::Weekend) => format!("{}-WE", value::week(days)?),
            NthOf::Unit(TimeUnit::Month) => value::day(days.begin)?.get(..7)?.to_owned(),
            NthOf::Unit(TimeUnit::Decade) => value::day(days.begin)?.get(..3)?.to_owned(),
            NthOf::Unit(_) => return None,
        };
        Some(Stretch {
            value,
            days: Some(days),
            anchored,
            calendar: Calendar::Gregorian,
        })
    }

    /// One of the weekdays; where the month has no year, in the year in which it still lies ahead.
    fn nth_or_next(&self, n: i8, weekday: u8, outer: Days, given: &Given) -> Option<DayNumber> {
        let found = calc::nth_weekday(outer, weekday, n)?;
        let Some(today) = self.anchor.day.filter(|_| given.year.is_none()) else {
            return Some(found);
        };
        let Some(Month::Named(calendar, number)) = given.month else {
            return Some(found);
        };
        let year = calc::year_of(calendar, outer.begin)?;
        let other = if self.ahead() && found < today {
            year + 1
        } else if !self.ahead() && found > today && given.side.is_none() {
            year - 1
        } else {
            return Some(found);
        };
        calc::nth_weekday(calc::month(calendar, other, number)?, weekday, n)
    }

    /// Weeks that lie wholly in a month; of a year, those of ISO 8601.
    fn nth_week(n: i8, outer: Days, given: &Given) -> Option<Days> {
        if given.month.is_none() && given.year.is_some() {
            let year = calc::year_of(Calendar::Gregorian, outer.begin)?;
            return calc::week_of_year(year, n);
        }
        let begin = if n > 0 {
            calc::nth_weekday(outer, 1, n)?
        } else {
            DayNumber(calc::nth_weekday(outer, 7, -1)?.0 - 6)
        };
        Some(calc::week(begin, 0))
    }

    fn open_nth(nth: Nth, given: &Given) -> Stretch {
        let month = match given.month {
            Some(Month::Named(Calendar::Gregorian, month)) => format!("{month:02}"),
            _ => "XX".to_owned(),
        };
        open(match nth.of {
            NthOf::Weekday(weekday) => format!("XXXX-{month}-WXX-{weekday}-#{}", nth.n),
            NthOf::Unit(TimeUnit::Day) if nth.n > 0 => format!("XXXX-{month}-{:02}", nth.n),
            NthOf::Unit(_) => format!("XXXX-{month}"),
        })
    }
}
