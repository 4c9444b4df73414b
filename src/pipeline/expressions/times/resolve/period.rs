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
        let (year, calendar, anchored) = self.year(given.year?);
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
    pub(super) fn year(&self, year: Year) -> (Option<i32>, Calendar, bool) {
        match year {
            Year::Is(year, Some(calendar)) => (Some(year), calendar, false),
            Year::Is(year, None) => (Some(year), Calendar::Gregorian, false),
            Year::Relative(steps) => {
                let today = self.anchor.day;
                let year = today.and_then(|today| calc::year_of(Calendar::Gregorian, today));
                (year.map(|year| year + steps), Calendar::Gregorian, true)
            }
        }
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
        if let Some(year) = given.year {
            let (year, own, anchored) = self.year(year);
            let days = year.and_then(|year| at(Self::year_in(calendar, year, own, number)));
            return (days, anchored);
        }
        let days = self.anchor.day.and_then(|today| {
            let year = calc::year_of(calendar, today)?;
            self.choose_year(given.side, year, at)
        });
        (days, days.is_some())
    }

    /// The year of `calendar` in which month `number` lies in a year that is printed in another: رمضان 2019.
    pub(super) fn year_in(calendar: Calendar, year: i32, own: Calendar, number: u8) -> i32 {
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
        let (begin, anchored) = match cycle {
            Cycle::Season(season) => {
                let (year, anchored) = if let Some(year) = given.year {
                    let (year, _, anchored) = self.year(year);
                    (year, anchored)
                } else {
                    let near = |year| self.season_year(season, given.side, year);
                    (this_year.and_then(near), true)
                };
                let days = year.and_then(|year| calc::season(season, year));
                return Some(of_year(year, value::season(season), days, anchored));
            }
            Cycle::Quarter(n) | Cycle::Half(n) => {
                if given.month.is_some() {
                    return None;
                }
                let (year, anchored) = if let Some(year) = given.year {
                    let (year, _, anchored) = self.year(year);
                    (year, anchored)
                } else {
                    (this_year, true)
                };
                let (name, months) = match cycle {
                    Cycle::Quarter(n) => (format!("Q{n}"), 3),
                    _ => (format!("H{n}"), 6),
                };
                let days = year.and_then(|year| calc::months(year, (n - 1) * months + 1, months));
                return Some(of_year(year, &name, days, anchored));
            }
            Cycle::Century(n) => (Some((i32::from(n) - 1) * 100), false),
            Cycle::DecadeOf(first, century) => (
                Some((i32::from(century) - 1) * 100 + i32::from(first)),
                false,
            ),
            // The last one that has begun.
            Cycle::Decade(first) => {
                let begin = this_year.map(|year| {
                    let begin = year / 100 * 100 + i32::from(first);
                    if begin > year { begin - 100 } else { begin }
                });
                (begin, true)
            }
            Cycle::DecadeRelative(steps) => (this_year.map(|year| (year / 10 + steps) * 10), true),
            Cycle::CenturyRelative(steps) => {
                (this_year.map(|year| (year / 100 + steps) * 100), true)
            }
            Cycle::DecadeOfRelative(first, steps) => {
                let begin = |year: i32| (year / 100 + steps) * 100 + i32::from(first);
                (this_year.map(begin), true)
            }
        };
        let century = matches!(cycle, Cycle::Century(_) | Cycle::CenturyRelative(_));
        Some(match (begin, cycle) {
            (Some(begin), _) => Self::years_from(begin, if century { 100 } else { 10 }, anchored),
            (None, Cycle::Decade(first) | Cycle::DecadeOfRelative(first, _)) => {
                open(format!("XX{}", first / 10), Calendar::Gregorian)
            }
            (None, _) if century => open("XX".to_owned(), Calendar::Gregorian),
            (None, _) => open("XXX".to_owned(), Calendar::Gregorian),
        })
    }

    /// `198` is a decade, `19` a century.
    fn years_from(begin: i32, count: i32, anchored: bool) -> Stretch {
        Stretch {
            value: if count == 10 {
                format!("{:03}", begin / 10)
            } else {
                format!("{:02}", begin / 100)
            },
            days: calc::years(Calendar::Gregorian, begin, count),
            anchored,
            calendar: Calendar::Gregorian,
        }
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

/// A part of a year: `2023-Q3`, `XXXX-SU` where the year is not known.
fn of_year(year: Option<i32>, part: &str, days: Option<Days>, anchored: bool) -> Stretch {
    match year {
        Some(year) => Stretch {
            value: format!("{}-{part}", year_value(year)),
            days,
            anchored,
            calendar: Calendar::Gregorian,
        },
        None => open(format!("XXXX-{part}"), Calendar::Gregorian),
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
