//! What one end of a range leaves out, the other says: «من 3 إلى 5 مايو», «من 5 إلى 6 مساءً».

use crate::article::Calendar;
use crate::lang::TimeWord;
use crate::pipeline::dates::atom::Cursor;
use crate::pipeline::dates::calendar::plausible_year;

use super::Reading;
use super::clock::in_part;
use super::date::year_behind;
use super::expression::expression;
use super::given::{Clock, Day, Given, Year};
use super::month::month;
use super::period::relative_unit;
use super::words::{Number, any_role, at_edge, peek};

/// Both ends of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ends {
    pub from: Given,
    pub to: Given,
}

/// How a range is written.
pub(super) struct Context {
    pub lead: bool,
    pub dash: bool,
    pub years: bool,
    pub reading: Reading,
}

/// Two times: what one end leaves out, the other says.
pub(super) fn both(from: Given, to: Given) -> Option<Ends> {
    let (mut from, mut to) = (from, to);
    if from.clock.is_some() != to.clock.is_some() && !(from.has_day() && to.has_day()) {
        return None;
    }
    if from.has_time() && to.has_time() {
        let one_day = !(from.has_day() && to.has_day());
        // The day of either is that of both; so is the half of the day.
        if !from.has_day() && to.has_day() {
            from = from.merge(Given {
                clock: None,
                part: None,
                zone: None,
                ..to
            })?;
        } else if from.has_day() && !to.has_day() {
            to = to.merge(Given {
                clock: None,
                part: None,
                zone: None,
                ..from
            })?;
        }
        if let (Some(first), Some(last)) = (from.clock, to.clock)
            && one_day
        {
            let (first, last) = same_half(first, last);
            (from.clock, to.clock) = (Some(first), Some(last));
        }
        return Some(Ends { from, to });
    }
    if from.has_time() || to.has_time() {
        return None;
    }
    let same = from.has_day() == to.has_day();
    if !same {
        return None;
    }
    if from.day.is_some() && from.month.is_none() && from.weekday.is_none() && to.month.is_some() {
        from.month = to.month;
    }
    if from.year.is_none() && to.year.is_some() && from.month.is_some() {
        from.year = to.year;
    } else if to.year.is_none() && from.year.is_some() && to.month.is_some() {
        to.year = from.year;
    }
    if to.side.is_some() && from.side.is_none() && from.weekday.is_none() {
        from.side = to.side;
    }
    Some(Ends { from, to })
}

/// Of two hours one tells its half of the day: «من 5 إلى 6 مساءً», «من 1:30 ظهراً إلى 4».
fn same_half(first: Clock, last: Clock) -> (Clock, Clock) {
    let later = |clock: Clock| Clock {
        hour: if clock.hour < 12 {
            clock.hour + 12
        } else {
            clock.hour
        },
        certain: true,
        ..clock
    };
    let minute = |clock: Clock| u16::from(clock.hour) * 60 + u16::from(clock.minute);
    let (first, last) = match (first.certain, last.certain) {
        (false, true) if last.hour >= 12 && minute(later(first)) < minute(last) => {
            (later(first), last)
        }
        (true, false) if first.hour >= 12 && minute(last) < minute(first) => (first, later(last)),
        _ => (first, last),
    };
    // The next hour is not looked for inside a range.
    (
        Clock {
            certain: true,
            ..first
        },
        Clock {
            certain: true,
            ..last
        },
    )
}

/// «من 3 إلى 5 مايو», «بين 15 و19 نوفمبر»: the number is what the other end is.
pub(super) fn explained(from: Number, to: Given) -> Option<Ends> {
    if let Some(clock) = to.clock {
        let hour = u8::try_from(from.value).ok().filter(|hour| *hour < 24)?;
        let first = Clock {
            hour,
            minute: 0,
            second: None,
            certain: hour > 12,
            midnight: false,
        };
        let (first, last) = same_half(first, clock);
        return Some(Ends {
            from: Given {
                clock: Some(first),
                ..to
            },
            to: Given {
                clock: Some(last),
                ..to
            },
        });
    }
    if let Some(Day::OfMonth(last)) = to.day {
        let day = u8::try_from(from.value)
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        // «من 25 إلى 3 مايو» would lie in two months.
        if day >= last {
            return None;
        }
        return Some(Ends {
            from: Given {
                day: Some(Day::OfMonth(day)),
                weekday: None,
                ..to
            },
            to,
        });
    }
    if let Some(Year::Is(last, calendar)) = to.year
        && !to.has_day()
        && to.month.is_none()
    {
        let first = i32::try_from(from.value).ok()?;
        let first = if from.digits == 2 {
            last / 100 * 100 + first
        } else {
            first
        };
        return (first < last && last - first < 1000).then_some(Ends {
            from: Given {
                year: Some(Year::Is(first, calendar)),
                ..to
            },
            to,
        });
    }
    None
}

/// «من الساعة 1 ظهراً إلى 4», «14 أكتوبر - 16», «منذ 2003 حتى 2005».
pub(super) fn extended(from: Given, to: Number, behind: &Cursor<'_>) -> Option<Ends> {
    let counts = peek(behind)
        .is_some_and(|word| word.unit.is_some() || word.prose.word == Some(TimeWord::NoTime));
    if counts {
        return None;
    }
    if let Some(clock) = from.clock {
        let hour = u8::try_from(to.value).ok().filter(|hour| *hour <= 24)?;
        let last = Clock {
            hour: hour % 24,
            minute: 0,
            second: None,
            certain: hour > 12,
            midnight: false,
        };
        if !(at_edge(behind) || to.ordinal) {
            return None;
        }
        let (first, last) = same_half(clock, last);
        return Some(Ends {
            from: Given {
                clock: Some(first),
                ..from
            },
            to: Given {
                clock: Some(last),
                ..from
            },
        });
    }
    if let Some(Year::Is(first, calendar)) = from.year
        && !from.has_day()
        && from.month.is_none()
    {
        let last = i32::try_from(to.value).ok()?;
        let last = if to.digits == 2 {
            first / 100 * 100 + last
        } else {
            last
        };
        return (first < last && last - first < 1000).then_some(Ends {
            from,
            to: Given {
                year: Some(Year::Is(last, calendar)),
                ..from
            },
        });
    }
    if let (Some(Day::OfMonth(first)), Some(_)) = (from.day, from.month)
        && from.year.is_none()
    {
        let day = u8::try_from(to.value)
            .ok()
            .filter(|day| (1..=31).contains(day) && *day > first)?;
        return Some(Ends {
            from,
            to: Given {
                day: Some(Day::OfMonth(day)),
                weekday: None,
                ..from
            },
        });
    }
    None
}

/// Two numbers: years, or days or hours that what is around them explains.
pub(super) fn numbers(
    from: Number,
    to: Number,
    cursor: &mut Cursor<'_>,
    before: Option<Given>,
    context: &Context,
) -> Option<Ends> {
    let year = |number: &Number| {
        (number.digits == 4 || number.digits == 0)
            && plausible_year(Calendar::Gregorian, number.value)
    };
    if from.value < to.value && year(&from) && year(&to) && before.is_none() {
        let told = context.lead || context.years || context.dash && from.digits == 4;
        // «بين 1900 و2000 شخص»: what they count follows.
        let counts = peek(cursor)
            .is_some_and(|word| word.unit.is_some() || word.prose.word == Some(TimeWord::NoTime));
        let free = context.years || context.dash || at_edge(cursor) || !counts && from.digits == 4;
        if told && free && !counts {
            let given = |value: u32| {
                Some(Given {
                    year: Some(Year::Is(i32::try_from(value).ok()?, None)),
                    rule: "times/year",
                    ..Given::default()
                })
            };
            return Some(Ends {
                from: given(from.value)?,
                to: given(to.value)?,
            });
        }
    }
    if let Some(frame) = before
        && frame.month.is_some()
        && frame.day.is_none()
    {
        return days(from, to, Given::default());
    }
    // «من 4 إلى 23 من هذا الشهر», «من 27-29 من الشهر الثامن».
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    let mut period = ahead;
    if let Some(found) = month(&mut period, context.reading).or_else(|| {
        period = ahead;
        relative_unit(&mut period, context.reading).filter(|unit| unit.month.is_some())
    }) && let Some(ends) = days(from, to, dated(found, &mut period))
    {
        *cursor = period;
        return Some(ends);
    }
    if context.reading != Reading::Appointments || !(context.lead || context.dash) {
        return None;
    }
    // «من 5 إلى 6 في المساء», «من 5 إلى 6 في 1 يناير».
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::In, TimeWord::From]);
    let found = expression(&mut ahead, context.reading)
        .filter(|found| found.clock.is_none() && (found.part.is_some() || found.has_day()))?;
    let hour = |number: Number| -> Option<Clock> {
        let hour = u8::try_from(number.value).ok().filter(|hour| *hour < 24)?;
        let clock = Clock {
            hour,
            minute: 0,
            second: None,
            certain: found.part.is_none(),
            midnight: false,
        };
        Some(found.part.map_or(clock, |part| in_part(clock, part)))
    };
    let ends = Ends {
        from: Given {
            clock: Some(hour(from)?),
            part: None,
            rule: "times/clock",
            ..found
        },
        to: Given {
            clock: Some(hour(to)?),
            part: None,
            rule: "times/clock",
            ..found
        },
    };
    *cursor = ahead;
    Some(ends)
}

/// The month with the year behind it.
fn dated(month: Given, cursor: &mut Cursor<'_>) -> Given {
    let mut ahead = *cursor;
    let year = year_behind(&mut ahead);
    match year.and_then(|year| month.merge(year)) {
        Some(dated) => {
            *cursor = ahead;
            dated
        }
        None => month,
    }
}

fn days(from: Number, to: Number, of: Given) -> Option<Ends> {
    let day = |number: Number| -> Option<Given> {
        let day = u8::try_from(number.value)
            .ok()
            .filter(|day| (1..=31).contains(day))?;
        Given {
            day: Some(Day::OfMonth(day)),
            rule: "times/date",
            ..Given::default()
        }
        .merge(of)
    };
    let ends = Ends {
        from: day(from)?,
        to: day(to)?,
    };
    (from.value < to.value).then_some(ends)
}

/// Both ends inside the time that stands before them.
pub(super) fn framed(ends: Ends, frame: Given) -> Option<Ends> {
    let inside = |end: Given| {
        let frame = Given {
            clock: None,
            part: None,
            ..frame
        };
        end.merge(frame)
    };
    let within = |end: Given| match (end.clock, frame.part) {
        (Some(clock), Some(part)) => Given {
            clock: Some(in_part(clock, part)),
            ..end
        },
        _ => end,
    };
    Some(Ends {
        from: inside(within(ends.from))?,
        to: inside(within(ends.to))?,
    })
}
