//! Days.

use crate::article::Calendar;
use crate::lang::{Holiday, HolidayRule, TimeUnit};
use crate::pipeline::dates::calendar::{DayNumber, plausible_year};
use crate::pipeline::expressions::times::Reading;
use crate::pipeline::expressions::times::given::{Day, Given, Month, Nth, NthOf, Side, Year};

use super::calc::{self, Days};
use super::{Resolver, Stretch, value};

impl Resolver {
    /// A day, or one of several stretches inside a longer one.
    pub(super) fn day(&self, given: &Given) -> Option<Stretch> {
        if let Some(holiday) = given.holiday {
            return self.holiday(holiday, given);
        }
        match (given.day, given.nth) {
            (Some(Day::Relative(days)), _) => self.relative(days, given.weekday),
            (Some(Day::OfMonth(day)), None) => self.of_month(day, given),
            (_, Some(nth)) => self.nth(nth, given),
            (None, None) => self.weekday(given.weekday?, given),
        }
    }

    /// So many days from today; a weekday in apposition corrects what is a day off.
    fn relative(&self, days: i32, weekday: Option<u8>) -> Option<Stretch> {
        if let Some(today) = self.anchor.day {
            let mut day = DayNumber(today.0 + i64::from(days));
            if let Some(weekday) = weekday {
                // Yesterday lies before today and tomorrow behind it, whatever the weekday.
                let ahead = (i64::from(weekday) - i64::from(day.weekday())).rem_euclid(7);
                let near = DayNumber(day.0 + if ahead > 3 { ahead - 7 } else { ahead });
                day = match days.signum() {
                    -1 if near >= today => DayNumber(near.0 - 7),
                    1 if near <= today => DayNumber(near.0 + 7),
                    _ => near,
                };
            }
            return Some(Stretch {
                anchored: true,
                ..known(day, Calendar::Gregorian)?
            });
        }
        let own = weekday.or_else(|| {
            let today = i32::from(self.anchor.weekday()?);
            u8::try_from((today - 1 + days).rem_euclid(7) + 1).ok()
        });
        Some(open(match own {
            Some(weekday) => format!("XXXX-WXX-{weekday}"),
            None => "XXXX-XX-XX".to_owned(),
        }))
    }

    fn holiday(&self, holiday: Holiday, given: &Given) -> Option<Stretch> {
        let at = |year: i32| {
            let first = calc::holiday(holiday.rule, year)?;
            Some(Days {
                begin: first,
                end: DayNumber(first.0 + 1),
            })
        };
        let calendar = match holiday.rule {
            HolidayRule::Fixed { calendar, .. } => calendar,
            _ => Calendar::Gregorian,
        };
        let (days, anchored) = match given.year {
            Some(year) => {
                let (year, own, anchored) = self.year(year)?;
                // «عيد الفطر لعام 1436»: a year of the holiday's own calendar.
                let hijri = year.is_some_and(|year| {
                    plausible_year(calendar, u32::try_from(year).unwrap_or_default())
                });
                let own = if hijri { calendar } else { own };
                let days = year.and_then(|year| match own {
                    Calendar::Gregorian => at(year),
                    own => {
                        let days = calc::years(own, year, 1)?;
                        let first = calc::year_of(Calendar::Gregorian, days.begin)?;
                        (first..=first + 1)
                            .filter_map(at)
                            .find(|day| days.contains(day.begin))
                    }
                });
                (days, anchored)
            }
            None => {
                let days = self.anchor.day.and_then(|today| {
                    let year = calc::year_of(Calendar::Gregorian, today)?;
                    self.choose_year(given.side, year, at)
                });
                (days, true)
            }
        };
        let Some(days) = days else {
            return Some(Stretch {
                calendar,
                ..open(match holiday.rule {
                    HolidayRule::Fixed {
                        calendar: Calendar::Gregorian,
                        month,
                        day,
                    } => format!("XXXX-{month:02}-{day:02}"),
                    _ => "XXXX-XX-XX".to_owned(),
                })
            });
        };
        Some(Stretch {
            anchored,
            days: Some(Days {
                end: DayNumber(days.begin.0 + i64::from(holiday.days)),
                ..days
            }),
            ..known(days.begin, calendar)?
        })
    }

    /// «26 يناير», «يوم 27», «السبت 23», «20 من الشهر المقبل».
    fn of_month(&self, day: u8, given: &Given) -> Option<Stretch> {
        let one = |calendar: Calendar, year: i32, month: u8| {
            DayNumber::of(calendar, year, month, day).map(Days::one)
        };
        match given.month {
            Some(Month::Named(calendar, month)) => {
                let found = match given.year {
                    Some(year) => {
                        let (year, own, anchored) = self.year(year)?;
                        let days = year.and_then(|year| {
                            one(calendar, self.year_in(calendar, year, own, month), month)
                        });
                        days.map(|days| (days, anchored))
                    }
                    None => self.anchor.day.and_then(|today| {
                        let year = calc::year_of(calendar, today)?;
                        // A weekday beside it tells the year, when one near has it.
                        let at = |year| one(calendar, year, month);
                        let chosen = self.choose_year(given.side, year, at)?;
                        let agrees = |days: &Days| {
                            given
                                .weekday
                                .is_none_or(|weekday| days.begin.weekday() == weekday)
                        };
                        let other = (year - 1..=year + 1).filter_map(at).find(agrees);
                        let days = if agrees(&chosen) {
                            chosen
                        } else {
                            other.unwrap_or(chosen)
                        };
                        Some((days, true))
                    }),
                };
                Some(match (found, given.year) {
                    (Some((days, anchored)), _) => Stretch {
                        anchored,
                        ..known(days.begin, calendar)?
                    },
                    // A day that the calendar does not have.
                    (None, Some(Year::Is(..))) => return None,
                    (None, _) => Stretch {
                        calendar,
                        ..open(match calendar {
                            Calendar::Gregorian => format!("XXXX-{month:02}-{day:02}"),
                            _ => "XXXX-XX-XX".to_owned(),
                        })
                    },
                })
            }
            Some(Month::Relative(steps)) => {
                let Some(today) = self.anchor.day else {
                    return Some(open(format!("XXXX-XX-{day:02}")));
                };
                let (year, month) = calc::month_steps(today, steps)?;
                Some(Stretch {
                    anchored: true,
                    ..known(
                        one(Calendar::Gregorian, year, month)?.begin,
                        Calendar::Gregorian,
                    )?
                })
            }
            None => {
                let Some(today) = self.anchor.day else {
                    return Some(open(format!("XXXX-XX-{day:02}")));
                };
                let at = |steps: i32| {
                    let (year, month) = calc::month_steps(today, steps)?;
                    one(Calendar::Gregorian, year, month).filter(|days| {
                        given
                            .weekday
                            .is_none_or(|weekday| days.begin.weekday() == weekday)
                    })
                };
                // With its weekday it is the nearest; else on the side that the clause looks to.
                let days = match given.weekday {
                    Some(_) => [0, -1, 1, -2, 2, -3, 3].into_iter().find_map(at),
                    None => self.choose(given.side, 0, at),
                }?;
                Some(Stretch {
                    anchored: true,
                    ..known(days.begin, Calendar::Gregorian)?
                })
            }
        }
    }

    /// «أول جمعة من يوليو», «اليوم الأخير من الشهر», «الأسبوع الثالث من 2027».
    fn nth(&self, nth: Nth, given: &Given) -> Option<Stretch> {
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
            return Some(self.open_nth(nth, given));
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
            NthOf::Unit(TimeUnit::Week | TimeUnit::Weekend) => {
                self.nth_week(nth.n, outer, given)?
            }
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
    fn nth_week(&self, n: i8, outer: Days, given: &Given) -> Option<Days> {
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

    fn open_nth(&self, nth: Nth, given: &Given) -> Stretch {
        let month = match given.month {
            Some(Month::Named(Calendar::Gregorian, month)) => format!("{month:02}"),
            _ => "XX".to_owned(),
        };
        open(match nth.of {
            NthOf::Weekday(weekday) => format!("XXXX-{month}-WXX-{weekday}-#{}", nth.n),
            NthOf::Unit(TimeUnit::Day) if nth.n > 0 => format!("XXXX-{month}-{:02}", nth.n),
            _ => format!("XXXX-{month}"),
        })
    }

    /// «الأحد», «الأحد الماضي», «الجمعة من هذا الأسبوع».
    fn weekday(&self, weekday: u8, given: &Given) -> Option<Stretch> {
        let Some(today) = self.anchor.day else {
            return Some(open(format!("XXXX-WXX-{weekday}")));
        };
        let of_week = |weeks: i32| {
            Days::one(DayNumber(
                calc::week(today, weeks).begin.0 + i64::from(weekday) - 1,
            ))
        };
        let appointments = self.reading == Reading::Appointments;
        let days = match (given.week, given.side) {
            (Some(weeks), _) => of_week(weeks),
            (None, Some(Side::This)) => Days::one(DayNumber(
                today.0 + (i64::from(weekday) - i64::from(today.weekday())).rem_euclid(7),
            )),
            // In news the next one; requests to a calendar say "next" of next week's.
            (None, Some(Side::Next | Side::Following)) if appointments => of_week(1),
            (None, side) => self.choose(side, 0, |weeks| Some(of_week(weeks)))?,
        };
        Some(Stretch {
            anchored: true,
            ..known(days.begin, Calendar::Gregorian)?
        })
    }
}

fn known(day: DayNumber, calendar: Calendar) -> Option<Stretch> {
    Some(Stretch {
        value: value::day(day)?,
        days: Some(Days::one(day)),
        anchored: false,
        calendar,
    })
}

fn open(value: String) -> Stretch {
    Stretch {
        value,
        days: None,
        anchored: false,
        calendar: Calendar::Gregorian,
    }
}
