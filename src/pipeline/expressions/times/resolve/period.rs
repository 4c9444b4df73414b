//! Weeks, months, years and longer.

use crate::article::Calendar;
use crate::pipeline::dates::calendar::{DayNumber, plausible_year};
use crate::pipeline::expressions::times::given::{Cycle, Given, Month, Side, Year};

use super::calc::{self, Days};
use super::{Resolver, Stretch, value};

impl Resolver {
    /// A stretch longer than a day.
    pub(super) fn period(&self, given: &Given) -> Option<Stretch> {
        if let Some(weeks) = given.week {
            return self.week(weeks, given.weekend);
        }
        if let Some(cycle) = given.cycle {
            return self.cycle(cycle, given);
        }
        if let Some(month) = given.month {
            return self.month(month, given);
        }
        let (year, calendar, anchored) = self.year(given.year?)?;
        let Some(year) = year else {
            return Some(open("XXXX".to_owned(), calendar));
        };
        Some(Stretch {
            value: match calendar {
                Calendar::Gregorian => year_value(year),
                _ => value::interval(calc::years(calendar, year, 1)?)?,
            },
            days: calc::years(calendar, year, 1),
            anchored,
            calendar,
        })
    }

    fn week(&self, weeks: i32, weekend: bool) -> Option<Stretch> {
        let Some(today) = self.anchor.day else {
            let value = if weekend { "XXXX-WXX-WE" } else { "XXXX-WXX" };
            return Some(open(value.to_owned(), Calendar::Gregorian));
        };
        let days = calc::week(today, weeks);
        let mut value = value::week(days)?;
        let days = if weekend {
            value.push_str("-WE");
            Days {
                begin: DayNumber(days.begin.0 + 5),
                ..days
            }
        } else {
            days
        };
        Some(Stretch {
            value,
            days: Some(days),
            anchored: true,
            calendar: Calendar::Gregorian,
        })
    }

    /// The year that is given: its number when known, its calendar, whether it was counted.
    pub(super) fn year(&self, year: Year) -> Option<(Option<i32>, Calendar, bool)> {
        Some(match year {
            Year::Is(year, Some(calendar)) => (Some(year), calendar, false),
            Year::Is(year, None) => (Some(year), Calendar::Gregorian, false),
            Year::Relative(steps) => {
                let today = self.anchor.day;
                let year = today.and_then(|today| calc::year_of(Calendar::Gregorian, today));
                (year.map(|year| year + steps), Calendar::Gregorian, true)
            }
        })
    }

    /// A month, its year found where none is given.
    fn month(&self, month: Month, given: &Given) -> Option<Stretch> {
        let (calendar, number) = match month {
            Month::Named(calendar, number) => (calendar, number),
            Month::Relative(steps) => {
                let Some(today) = self.anchor.day else {
                    return Some(open("XXXX-XX".to_owned(), Calendar::Gregorian));
                };
                let (year, number) = calc::month_steps(today, steps)?;
                return Some(Stretch {
                    value: format!("{}-{number:02}", year_value(year)),
                    days: calc::month(Calendar::Gregorian, year, number),
                    anchored: true,
                    calendar: Calendar::Gregorian,
                });
            }
        };
        let (days, anchored) = self.month_days(calendar, number, given);
        let value = match (calendar, days) {
            (Calendar::Gregorian, Some(days)) => {
                let (year, month, _) = days.begin.gregorian()?;
                format!("{year:04}-{month:02}")
            }
            (_, Some(days)) => value::interval(days)?,
            (Calendar::Gregorian, None) => format!("XXXX-{number:02}"),
            (_, None) => "XXXX-XX".to_owned(),
        };
        Some(Stretch {
            value,
            days,
            anchored,
            calendar,
        })
    }

    /// The days of a named month in the year that is given, else in the one that fits.
    pub(super) fn month_days(
        &self,
        calendar: Calendar,
        number: u8,
        given: &Given,
    ) -> (Option<Days>, bool) {
        let at = |year: i32| calc::month(calendar, year, number);
        match given.year {
            Some(year) => match self.year(year) {
                Some((Some(year), own, anchored)) => {
                    (at(self.year_in(calendar, year, own, number)), anchored)
                }
                _ => (None, true),
            },
            None => {
                let days = self.anchor.day.and_then(|today| {
                    let year = calc::year_of(calendar, today)?;
                    self.choose_year(given.side, year, at)
                });
                (days, days.is_some())
            }
        }
    }

    /// The year of `calendar` in which month `number` lies in a year that is printed in another: رمضان 2019.
    pub(super) fn year_in(&self, calendar: Calendar, year: i32, own: Calendar, number: u8) -> i32 {
        let printed = u32::try_from(year).unwrap_or_default();
        if own == calendar || calendar != Calendar::Gregorian && plausible_year(calendar, printed) {
            return year;
        }
        let Some(days) = calc::years(own, year, 1) else {
            return year;
        };
        let Some(first) = calc::year_of(calendar, days.begin) else {
            return year;
        };
        (first..=first + 1)
            .find(|&candidate| {
                calc::month(calendar, candidate, number)
                    .is_some_and(|month| days.contains(month.begin))
            })
            .unwrap_or(first)
    }

    fn cycle(&self, cycle: Cycle, given: &Given) -> Option<Stretch> {
        let today = self.anchor.day;
        let this_year = today.and_then(|today| calc::year_of(Calendar::Gregorian, today));
        match cycle {
            Cycle::Season(season) => {
                let name = value::season(season);
                let (year, anchored) = match given.year {
                    Some(year) => {
                        let (year, _, anchored) = self.year(year)?;
                        (year, anchored)
                    }
                    None => {
                        let chosen =
                            this_year.and_then(|year| self.season_year(season, given.side, year));
                        (chosen, chosen.is_some())
                    }
                };
                Some(match year {
                    Some(year) => Stretch {
                        value: format!("{}-{name}", year_value(year)),
                        days: calc::season(season, year),
                        anchored,
                        calendar: Calendar::Gregorian,
                    },
                    None => open(format!("XXXX-{name}"), Calendar::Gregorian),
                })
            }
            Cycle::Quarter(n) | Cycle::Half(n) => {
                let (letter, months) = match cycle {
                    Cycle::Quarter(_) => ('Q', 3),
                    _ => ('H', 6),
                };
                if let Some(Month::Relative(_) | Month::Named(..)) = given.month {
                    return None;
                }
                let (year, anchored) = match given.year {
                    Some(year) => {
                        let (year, _, anchored) = self.year(year)?;
                        (year, anchored)
                    }
                    None => (this_year, true),
                };
                Some(match year {
                    Some(year) => Stretch {
                        value: format!("{}-{letter}{n}", year_value(year)),
                        days: calc::months(year, (n - 1) * months + 1, months),
                        anchored,
                        calendar: Calendar::Gregorian,
                    },
                    None => open(format!("XXXX-{letter}{n}"), Calendar::Gregorian),
                })
            }
            Cycle::Decade(first) => {
                // The last one that has begun.
                let Some(year) = this_year else {
                    return Some(open(format!("XX{}", first / 10), Calendar::Gregorian));
                };
                let base = year / 100 * 100 + i32::from(first);
                let begin = if base > year { base - 100 } else { base };
                Self::years_from(begin, 10, true)
            }
            Cycle::DecadeRelative(steps) => match this_year {
                Some(year) => Self::years_from((year / 10 + steps) * 10, 10, true),
                None => Some(open("XXX".to_owned(), Calendar::Gregorian)),
            },
            Cycle::Century(n) => Self::years_from((i32::from(n) - 1) * 100, 100, false),
            Cycle::CenturyRelative(steps) => match this_year {
                Some(year) => Self::years_from((year / 100 + steps) * 100, 100, true),
                None => Some(open("XX".to_owned(), Calendar::Gregorian)),
            },
            Cycle::DecadeOf(first, century) => {
                Self::years_from((i32::from(century) - 1) * 100 + i32::from(first), 10, false)
            }
            Cycle::DecadeOfRelative(first, steps) => match this_year {
                Some(year) => {
                    Self::years_from((year / 100 + steps) * 100 + i32::from(first), 10, true)
                }
                None => Some(open(format!("XX{}", first / 10), Calendar::Gregorian)),
            },
        }
    }

    /// `198` is a decade, `19` a century.
    fn years_from(begin: i32, count: i32, anchored: bool) -> Option<Stretch> {
        Some(Stretch {
            value: if count == 10 {
                format!("{:03}", begin / 10)
            } else {
                format!("{:02}", begin / 100)
            },
            days: calc::years(Calendar::Gregorian, begin, count),
            anchored,
            calendar: Calendar::Gregorian,
        })
    }

    fn season_year(
        &self,
        season: crate::lang::Season,
        side: Option<Side>,
        year: i32,
    ) -> Option<i32> {
        // «هذا الصيف» is that of this year, gone by or not.
        if side == Some(Side::This) {
            return Some(year);
        }
        let days = self.choose(side, year, |year| calc::season(season, year))?;
        calc::year_of(Calendar::Gregorian, days.begin)
    }
}

/// Four digits; years before the common era have a sign.
pub(super) fn year_value(year: i32) -> String {
    if year < 0 {
        format!("-{:04}", -year)
    } else {
        format!("{year:04}")
    }
}

fn open(value: String, calendar: Calendar) -> Stretch {
    Stretch {
        value,
        days: None,
        anchored: false,
        calendar,
    }
}
