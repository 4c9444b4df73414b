//! Lists of time words.

use super::{ClassReader, calendar, number, time_unit};
use crate::lang::{Holiday, HolidayRule, Season, TermClass, TimeOfDay, TimeWord, WordPlace};

/// How a row of the list in `file` is read; `None` for files of other kinds.
pub(super) fn class_reader(file: &str) -> Option<ClassReader> {
    Some(match file {
        "hours.tsv" => |row| Ok(TermClass::Hour(row.parse("hour", number(1, 12))?)),
        "time_words.tsv" => |row| {
            Ok(TermClass::TimeWord {
                word: row.parse("role", time_word)?,
                place: match row.get("place") {
                    "" => None,
                    _ => Some(row.parse("place", word_place)?),
                },
            })
        },
        "day_words.tsv" => |row| {
            Ok(TermClass::DayWord(
                row.parse("days", |value| value.parse().ok())?,
            ))
        },
        "offset_words.tsv" => |row| {
            Ok(TermClass::OffsetWord {
                ahead: row.parse("side", |value| match value {
                    "ahead" => Some(true),
                    "ago" => Some(false),
                    _ => None,
                })?,
            })
        },
        "times_of_day.tsv" => |row| Ok(TermClass::TimeOfDay(row.parse("part", time_of_day)?)),
        "seasons.tsv" => |row| Ok(TermClass::Season(row.parse("season", season)?)),
        "decades.tsv" => |row| Ok(TermClass::Decade(row.parse("first", number(0, 90))?)),
        "holidays.tsv" => |row| {
            Ok(TermClass::Holiday(Holiday {
                rule: row.parse("rule", holiday_rule)?,
                days: row.parse("days", number(1, 30))?,
            }))
        },
        "frequencies.tsv" => |row| {
            Ok(TermClass::Frequency {
                unit: row.parse("unit", time_unit)?,
                count: row.parse("count", number(1, 99))?,
            })
        },
        _ => return None,
    })
}

fn time_word(value: &str) -> Option<TimeWord> {
    Some(match value {
        "last" => TimeWord::Last,
        "next" => TimeWord::Next,
        "current" => TimeWord::Current,
        "this" => TimeWord::This,
        "following" => TimeWord::Following,
        "beyond" => TimeWord::Beyond,
        "final" => TimeWord::Final,
        "start" => TimeWord::Start,
        "mid" => TimeWord::Mid,
        "end" => TimeWord::End,
        "rest" => TimeWord::Rest,
        "early" => TimeWord::Early,
        "late" => TimeWord::Late,
        "approx" => TimeWord::Approx,
        "more_than" => TimeWord::MoreThan,
        "less_than" => TimeWord::LessThan,
        "at_least" => TimeWord::AtLeast,
        "at_most" => TimeWord::AtMost,
        "before" => TimeWord::Before,
        "after" => TimeWord::After,
        "since" => TimeWord::Since,
        "until" => TimeWord::Until,
        "from" => TimeWord::From,
        "to" => TimeWord::To,
        "between" => TimeWord::Between,
        "in" => TimeWord::In,
        "within" => TimeWord::Within,
        "for" => TimeWord::For,
        "all" => TimeWord::All,
        "whole" => TimeWord::Whole,
        "every" => TimeWord::Every,
        "few" => TimeWord::Few,
        "few_behind" => TimeWord::FewBehind,
        "half" => TimeWord::Half,
        "third" => TimeWord::Third,
        "quarter" => TimeWord::Quarter,
        "three_quarters" => TimeWord::ThreeQuarters,
        "less" => TimeWord::Less,
        "from_now" => TimeWord::FromNow,
        "present_ref" => TimeWord::PresentRef,
        "past_ref" => TimeWord::PastRef,
        "future_ref" => TimeWord::FutureRef,
        "forward" => TimeWord::Forward,
        "no_time" => TimeWord::NoTime,
        "age" => TimeWord::Age,
        "on_date" => TimeWord::OnDate,
        "before_era" => TimeWord::BeforeEra,
        "years" => TimeWord::Years,
        "days" => TimeWord::Days,
        "eve" => TimeWord::Eve,
        "moved" => TimeWord::Moved,
        "that" => TimeWord::That,
        "plural" => TimeWord::Plural,
        "midday" => TimeWord::Midday,
        "article" => TimeWord::Article,
        "last_but_one" => TimeWord::LastButOne,
        "next_but_one" => TimeWord::NextButOne,
        "later" => TimeWord::Later,
        "o_clock" => TimeWord::OClock,
        "year_mark" => TimeWord::YearMark,
        "decade_mark" => TimeWord::DecadeMark,
        _ => return None,
    })
}

fn word_place(value: &str) -> Option<WordPlace> {
    Some(match value {
        "before" => WordPlace::Before,
        "behind" => WordPlace::Behind,
        "either" => WordPlace::Either,
        _ => return None,
    })
}

fn time_of_day(value: &str) -> Option<TimeOfDay> {
    Some(match value {
        "dawn" => TimeOfDay::Dawn,
        "morning" => TimeOfDay::Morning,
        "noon" => TimeOfDay::Noon,
        "afternoon" => TimeOfDay::Afternoon,
        "late_afternoon" => TimeOfDay::LateAfternoon,
        "dusk" => TimeOfDay::Dusk,
        "evening" => TimeOfDay::Evening,
        "night" => TimeOfDay::Night,
        "tonight" => TimeOfDay::Tonight,
        "midnight" => TimeOfDay::Midnight,
        "day" => TimeOfDay::Day,
        _ => return None,
    })
}

fn season(value: &str) -> Option<Season> {
    Some(match value {
        "spring" => Season::Spring,
        "summer" => Season::Summer,
        "autumn" => Season::Autumn,
        "winter" => Season::Winter,
        _ => return None,
    })
}

/// `hijri 10-1`, `gregorian 12-25`, `easter 0`, `orthodox_easter -2`, `weekday 11 4 4 1` (month, weekday, which, days
/// behind it), `unknown`.
fn holiday_rule(value: &str) -> Option<HolidayRule> {
    if value == "unknown" {
        return Some(HolidayRule::Unknown);
    }
    let (kind, rest) = value.split_once(' ')?;
    match kind {
        "easter" => Some(HolidayRule::Easter(rest.parse().ok()?)),
        "orthodox_easter" => Some(HolidayRule::OrthodoxEaster(rest.parse().ok()?)),
        "weekday" => {
            let mut numbers = rest.split(' ').map(|number| number.parse::<u8>().ok());
            Some(HolidayRule::Weekday {
                month: numbers.next()??,
                weekday: numbers.next()??,
                nth: numbers.next()??,
                plus: numbers.next().flatten().unwrap_or(0),
            })
        }
        kind => {
            let (month, day) = rest.split_once('-')?;
            Some(HolidayRule::Fixed {
                calendar: calendar(kind)?,
                month: month.parse().ok()?,
                day: day.parse().ok()?,
            })
        }
    }
}
