//! Days.

use crate::article::Calendar;
use crate::lang::{Holiday, HolidayRule};
use crate::pipeline::dates::calendar::{DayNumber, plausible_year};
use crate::pipeline::expressions::times::Reading;
use crate::pipeline::expressions::times::given::{Day, Given, Month, Side, Year};

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
        let (days, anchored) = if let Some(year) = given.year {
            let (year, own, anchored) = self.year(year);
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
        } else {
            let days = self.anchor.day.and_then(|today| {
                let year = calc::year_of(Calendar::Gregorian, today)?;
                self.choose_year(given.side, year, at)
            });
            (days, true)
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
                        let (year, own, anchored) = self.year(year);
                        let days = year.and_then(|year| {
                            one(calendar, Self::year_in(calendar, year, own, month), month)
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
            (None, Some(Side::Nearest)) => {
                let ahead = (i64::from(weekday) - i64::from(today.weekday())).rem_euclid(7);
                let away = if ahead > 3 { ahead - 7 } else { ahead };
                let turn = if self.forward && away < 0 { 7 } else { 0 };
                Days::one(DayNumber(today.0 + away + turn))
            }
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

pub(super) fn open(value: String) -> Stretch {
    Stretch {
        value,
        days: None,
        anchored: false,
        calendar: Calendar::Gregorian,
    }
}
