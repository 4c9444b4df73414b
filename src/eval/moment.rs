//! Points in time of synthesised pages, and how they are printed.

use super::grammar::Grammar;
use super::random::Random;
use crate::article::{ClockTime, DateValue};

/// A point in time, to the second, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// Seconds since 1970.
    pub(super) seconds: i64,
}

/// Which parts of a moment were printed: the precision of the gold value.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "one per part of a date")]
pub(super) struct Printed {
    pub(super) month: bool,
    pub(super) day: bool,
    pub(super) minute: bool,
    pub(super) second: bool,
    pub(super) offset: Option<i16>,
    pub(super) relative: bool,
}

const DAY: i64 = 86_400;

impl Moment {
    /// Some time from 2004 to 2025.
    pub(super) fn any(random: &mut Random) -> Self {
        let day = 12_418 + i64::try_from(random.below(8_000)).unwrap_or_default();
        let second = i64::try_from(random.below(86_400)).unwrap_or_default();
        Self {
            seconds: day * DAY + second,
        }
    }

    pub(super) const fn plus(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds + seconds,
        }
    }

    const fn days(self) -> i64 {
        self.seconds.div_euclid(DAY)
    }

    /// Year, month, day (the civil-from-days algorithm of the proleptic Gregorian calendar).
    pub(super) const fn civil(self) -> (i64, i64, i64) {
        let z = self.days() + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, doy - (153 * mp + 2) / 5 + 1)
    }

    /// Hijri year, month, day by the tabular calendar: a twin that a page prints beside the
    /// Gregorian date is often a day off anyway.
    const fn hijri(self) -> (i64, i64, i64) {
        let days = self.days() + 2_440_588 - 1_948_440 + 10_632;
        let cycle = (days - 1).div_euclid(10_631);
        let rest = days - 10_631 * cycle + 354;
        let j = ((10_985 - rest) / 5_316) * ((50 * rest) / 17_719)
            + (rest / 5_670) * ((43 * rest) / 15_238);
        let rest =
            rest - ((30 - j) / 15) * ((17_719 * j) / 50) - (j / 16) * ((15_238 * j) / 43) + 29;
        let month = (24 * rest) / 709;
        (30 * cycle + j - 30, month, rest - (709 * month) / 24)
    }

    /// 0 = Sunday.
    const fn weekday(self) -> i64 {
        (self.days() + 4).rem_euclid(7)
    }

    /// ISO 8601 at the precision `printed`.
    pub(super) fn iso(self, printed: Printed) -> String {
        let (year, month, day) = self.civil();
        let small = |n: i64| u8::try_from(n).unwrap_or_default();
        let clock = self.seconds.rem_euclid(DAY);
        let time = printed.minute.then(|| ClockTime {
            hour: small(clock / 3_600),
            minute: small(clock / 60 % 60),
            second: printed.second.then(|| small(clock % 60)),
            offset_minutes: printed.offset,
        });
        DateValue {
            year: i16::try_from(year).unwrap_or_default(),
            month: printed.month.then(|| small(month)),
            day: printed.day.then(|| small(day)),
            time: time.filter(|_| printed.day),
        }
        .to_string()
    }

    /// Prints the part `name` of a date; `None` where it is none.
    pub(super) fn print(
        self,
        name: &str,
        grammar: &Grammar,
        random: &mut Random,
        printed: &mut Printed,
    ) -> Option<String> {
        let (year, month, day) = self.civil();
        let (hijri_year, hijri_month, hijri_day) = self.hijri();
        let clock = self.seconds.rem_euclid(DAY);
        let hour = clock / 3_600;
        let of_list = |list: &str, index: i64| {
            let index = usize::try_from(index).unwrap_or_default();
            grammar.list(list).get(index).cloned().unwrap_or_default()
        };
        Some(match name {
            "yyyy" => year.to_string(),
            "yy" => format!("{:02}", year % 100),
            "m" | "mm" | "month" => {
                printed.month = true;
                if name == "mm" {
                    format!("{month:02}")
                } else {
                    month.to_string()
                }
            }
            "d" | "dd" | "d_ordinal" => {
                printed.day = true;
                match name {
                    "dd" => format!("{day:02}"),
                    "d" => day.to_string(),
                    _ => ordinal(day),
                }
            }
            "hh" | "h24" | "h12" | "hh12" => {
                let half = if hour % 12 == 0 { 12 } else { hour % 12 };
                match name {
                    "hh" => format!("{hour:02}"),
                    "h24" => hour.to_string(),
                    "h12" => half.to_string(),
                    _ => format!("{half:02}"),
                }
            }
            "min" => {
                printed.minute = true;
                format!("{:02}", clock / 60 % 60)
            }
            "sec" => {
                printed.second = true;
                format!("{:02}", clock % 60)
            }
            "half" => {
                let list = grammar.list(if hour < 12 { "am" } else { "pm" });
                random.pick(list).cloned().unwrap_or_default()
            }
            "half_en" => (if hour < 12 { "AM" } else { "PM" }).to_owned(),
            "utc" => {
                printed.offset = Some(0);
                String::new()
            }
            "plus3" => {
                printed.offset = Some(180);
                "+03:00".to_owned()
            }
            "hijri_d" => hijri_day.to_string(),
            "hijri_m" => hijri_month.to_string(),
            "hijri_yyyy" => hijri_year.to_string(),
            "hijri_month" => of_list("hijri_months", hijri_month - 1),
            "weekday" => of_list("weekdays", self.weekday()),
            "weekday_en" => of_list("weekdays_en", self.weekday()),
            _ => {
                let list = name.strip_prefix("month_")?;
                printed.month = true;
                of_list(&format!("months_{list}"), month - 1)
            }
        })
    }
}

fn ordinal(day: i64) -> String {
    let ending = match (day % 10, day / 10) {
        (1, tens) if tens != 1 => "st",
        (2, tens) if tens != 1 => "nd",
        (3, tens) if tens != 1 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        // 1 February 2024 was a Thursday, 20 Rajab 1445 (21 by the tabular calendar is allowed).
        let moment = Moment {
            seconds: 19_754 * DAY + 9 * 3_600 + 30 * 60,
        };
        assert_eq!(moment.civil(), (2024, 2, 1));
        assert_eq!(moment.weekday(), 4);
        let (year, month, day) = moment.hijri();
        assert_eq!((year, month), (1445, 7));
        assert!((19..=21).contains(&day), "{day}");
        let printed = Printed {
            month: true,
            day: true,
            minute: true,
            offset: Some(180),
            ..Printed::default()
        };
        assert_eq!(moment.iso(printed), "2024-02-01T09:30+03:00");
    }
}
