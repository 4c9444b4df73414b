//! Ranges: «من 3 إلى 5 مايو», «بين عامي 2014 و2017», «2014-2018», «من الخامسة إلى السادسة مساءً».

use crate::article::Calendar;
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};
use crate::pipeline::dates::calendar::plausible_year;

use super::Reading;
use super::clock::{clock, in_part};
use super::expression::{expected, expression};
use super::given::{Clock, Day, Given, Year};
use super::month::month;
use super::words::{Number, any_role, at_edge, joint, number, peek};

/// Both ends of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ends {
    pub from: Given,
    pub to: Given,
}

/// An end as read: a time, or a number that the other end explains.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Given(Given),
    Number(Number),
}

/// Reads a range.
pub(super) fn range(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Ends> {
    if let Some(ends) = two_years(cursor) {
        return Some(ends);
    }
    let mut ahead = *cursor;
    // «نوفمبر بين 15 و19», «الخميس من التاسعة وحتى الحادية عشرة», «هذا الأسبوع بين الأربعاء والجمعة».
    let before = frame(&mut ahead, reading);
    let lead = any_role(&mut ahead, &[TimeWord::From, TimeWord::Between]);
    if before.is_some() && lead.is_none() && !number_pair(&ahead) {
        return None;
    }
    let years = any_role(&mut ahead, &[TimeWord::Years]).is_some();
    // «يومي 19 و20 مايو»: two days side by side are a range.
    let two_days =
        lead.is_none() && before.is_none() && any_role(&mut ahead, &[TimeWord::Days]).is_some();
    let between = lead == Some(TimeWord::Between) || two_days;
    let from =
        number_end(&mut ahead, between).or_else(|| end(&mut ahead, lead.is_some(), reading))?;
    let dash = to_word(&mut ahead, between)?;
    ahead.begin();
    let to = last_number(&mut ahead).or_else(|| end(&mut ahead, true, reading))?;
    let context = Context {
        lead: lead.is_some(),
        dash,
        years,
        reading,
    };
    let ends = match (from, to) {
        (End::Given(from), End::Given(to)) => both(from, to)?,
        (End::Number(from), End::Given(to)) => explained(from, to)?,
        (End::Given(from), End::Number(to)) => extended(from, to, &ahead)?,
        (End::Number(from), End::Number(to)) => numbers(from, to, &mut ahead, before, &context)?,
    };
    if two_days
        && !matches!((ends.from.day, ends.to.day), (Some(Day::OfMonth(from)), Some(Day::OfMonth(to))) if from + 1 == to)
    {
        return None;
    }
    let ends = match before {
        Some(frame) => framed(ends, frame)?,
        None => ends,
    };
    *cursor = ahead;
    Some(ends)
}

/// «عام 2022/2023», «موسم 2022/23»: a year and the next.
fn two_years(cursor: &mut Cursor<'_>) -> Option<Ends> {
    let mut ahead = *cursor;
    let mut head = ahead;
    if super::words::unit(&mut head).is_some_and(|unit| unit.unit == TimeUnit::Year) {
        ahead = head;
    }
    if super::day::inside_chain(&ahead) {
        return None;
    }
    let first = ahead
        .number(4..5)
        .filter(|&year| plausible_year(Calendar::Gregorian, year))?;
    ahead.mark(&['/', '-', '\\'])?;
    let second = ahead.number(2..5)?;
    if second != first + 1 && second != (first + 1) % 100 || super::day::chain_follows(&ahead) {
        return None;
    }
    let year = |value: u32| {
        Some(Given {
            year: Some(Year::Is(i32::try_from(value).ok()?, None)),
            rule: "times/year",
            ..Given::default()
        })
    };
    let ends = Ends {
        from: year(first)?,
        to: year(first + 1)?,
    };
    *cursor = ahead;
    Some(ends)
}

struct Context {
    lead: bool,
    dash: bool,
    years: bool,
    reading: Reading,
}

/// A time before the range that both ends lie in.
fn frame(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let found = expression(&mut ahead, reading)?;
    any_role(&mut ahead, &[TimeWord::In]);
    ahead.mark(&[',']);
    let opens = peek(&ahead)
        .and_then(|word| word.prose.word)
        .is_some_and(|word| matches!(word, TimeWord::From | TimeWord::Between));
    let numbers = found.month.is_some() && found.day.is_none() && number_pair(&ahead);
    (opens && found.clock.is_none() || numbers).then(|| {
        *cursor = ahead;
        found
    })
}

/// «13-15», «13 إلى 15» stand next.
fn number_pair(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    number(&mut ahead).is_some_and(|number| number.value <= 31)
        && (ahead.mark(&['-']).is_some()
            || any_role(&mut ahead, &[TimeWord::To, TimeWord::Until]).is_some())
        && number(&mut ahead).is_some_and(|number| number.value <= 31)
}

/// A number with what leads to the other end right behind it: «من 4-22», «بين الساعة 5 و6».
fn number_end(cursor: &mut Cursor<'_>, between: bool) -> Option<End> {
    let mut ahead = *cursor;
    ahead.is(|word| word.at);
    if !ahead.peek()?.opens || super::day::inside_chain(&ahead) {
        return None;
    }
    let found =
        number(&mut ahead).filter(|number| number.thousandths == 0 && number.value <= 31)?;
    to_word(&mut ahead.clone(), between)?;
    // «4-5-2016» and «4/5» are dates.
    let mut chain = ahead;
    if chain.mark(&['-']).is_some() {
        chain.at += 1;
        if matches!(
            chain.peek().map(|atom| atom.kind),
            Some(Kind::Mark('-' | '/'))
        ) && chain.glued()
        {
            return None;
        }
    }
    *cursor = ahead;
    Some(End::Number(found))
}

/// A number that nothing follows.
fn last_number(cursor: &mut Cursor<'_>) -> Option<End> {
    let mut ahead = *cursor;
    if peek(&ahead).is_some_and(|word| word.weekday.is_some() || word.month.is_some()) {
        return None;
    }
    let found = number(&mut ahead).filter(|number| number.thousandths == 0)?;
    let ends = at_edge(&ahead)
        && !super::day::chain_follows(&ahead)
        && !matches!(
            ahead.peek().map(|atom| atom.kind),
            Some(Kind::Mark(':' | '/' | '-'))
        );
    ends.then(|| {
        *cursor = ahead;
        End::Number(found)
    })
}

fn end(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<End> {
    let mut ahead = *cursor;
    let found = if led {
        expected(&mut ahead, reading)
    } else {
        expression(&mut ahead, reading)
    };
    if let Some(found) = found {
        *cursor = ahead;
        return Some(End::Given(found));
    }
    ahead = *cursor;
    // «الخامسة»: an hour or a day, as the other end has it.
    let base = Given {
        weekday: Some(1),
        ..Given::default()
    };
    let digits = matches!(ahead.peek()?.kind, Kind::Number { .. });
    let found = number(&mut ahead).filter(|number| number.thousandths == 0);
    if let Some(found) = found
        && (!digits || ahead.before(1).is_some_and(|last| last.closes))
    {
        let mut timed = *cursor;
        if let Some(given) = clock(&mut timed, &base, reading)
            && timed.at > ahead.at
        {
            *cursor = timed;
            return Some(End::Given(given));
        }
        *cursor = ahead;
        return Some(End::Number(found));
    }
    None
}

/// «إلى», «حتى», «-», behind «بين» also «و»; whether it was a dash.
fn to_word(cursor: &mut Cursor<'_>, between: bool) -> Option<bool> {
    let mut ahead = *cursor;
    // «1:30 مساءً. إلى 4»: the full stop of an abbreviation.
    let mut stop = ahead;
    if stop.mark(&[',']).is_some() || stop.mark(&['.']).is_some() && to_follows(&stop) {
        ahead = stop;
    }
    let joined = joint(&mut ahead);
    if any_role(&mut ahead, &[TimeWord::To, TimeWord::Until]).is_some() {
        any_role(&mut ahead, &[TimeWord::End]);
        *cursor = ahead;
        return Some(false);
    }
    if joined {
        *cursor = ahead;
        return between.then_some(false);
    }
    let mut dash = *cursor;
    if dash.mark(&['-']).is_some() {
        *cursor = dash;
        return Some(true);
    }
    // «وحتى», «والسادسة»: the conjunction is written onto what follows.
    if peek(&ahead).is_some_and(|word| word.prose.conjunction) && between {
        return Some(false);
    }
    None
}

fn to_follows(cursor: &Cursor<'_>) -> bool {
    peek(cursor).is_some_and(|word| word.prose.word == Some(TimeWord::To))
}

/// Two times: what one end leaves out, the other says.
fn both(from: Given, to: Given) -> Option<Ends> {
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
fn explained(from: Number, to: Given) -> Option<Ends> {
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
fn extended(from: Given, to: Number, behind: &Cursor<'_>) -> Option<Ends> {
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
fn numbers(
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
        super::period::relative_unit(&mut period, context.reading)
            .filter(|unit| unit.month.is_some())
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
    let year = super::day::year_behind(&mut ahead);
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
fn framed(ends: Ends, frame: Given) -> Option<Ends> {
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
