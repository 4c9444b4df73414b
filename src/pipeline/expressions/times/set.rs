//! Times that come again: «كل يوم أحد», «يومياً», «كل ثلاثة أسابيع», «أيام الجمعة».

use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::Cursor;

use super::Reading;
use super::clock::{bare_hour, clock, in_part};
use super::duration::{Bare, Length, length};
use super::given::{Given, Month, Part};
use super::part::part;
use super::words::{any_role, meaning, peek, role, unit};

/// What comes again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Again {
    /// After a length of time.
    After(Length),
    /// On a weekday, at a time of day, in a month.
    On(Given),
}

/// Reads a set.
pub(super) fn set(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Again> {
    for shape in [every, frequency, weekdays, clocked] {
        let mut ahead = *cursor;
        if let Some(found) = shape(&mut ahead, reading) {
            *cursor = ahead;
            return Some(found);
        }
    }
    None
}

/// «كل يوم», «كل يوم أحد», «كل جمعة», «كل صباح», «كل عامين»; a time of day may follow.
fn every(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Again> {
    if !role(cursor, TimeWord::Every) || peek(cursor).is_some_and(|word| word.prose.definite) {
        return None;
    }
    let mut ahead = *cursor;
    unit(&mut ahead).filter(|unit| unit.unit == TimeUnit::Day && unit.count == 0);
    if let Some(weekday) = ahead.word(|word| word.weekday) {
        *cursor = ahead;
        let given = Given {
            weekday: Some(weekday),
            ..Given::default()
        };
        return Some(Again::On(with_time(cursor, given, reading)));
    }
    ahead = *cursor;
    if let Some(of) = ahead.word(|word| word.prose.part) {
        *cursor = ahead;
        let given = Given {
            part: Some(Part { of, half: None }),
            ..Given::default()
        };
        return Some(Again::On(with_time(cursor, given, reading)));
    }
    ahead = *cursor;
    let found = length(&mut ahead, Bare::One)?;
    // «cada segundo», «every second»: each other one too.
    let place = ahead
        .before(1)
        .and_then(meaning)
        .is_some_and(|word| word.prose.placed && word.prose.ordinal.is_some());
    if found.is_fuzzy() || place {
        return None;
    }
    *cursor = ahead;
    let daily = found.value() == "P1D";
    let yearly = found.value() == "P1Y";
    if daily {
        let timed = with_time(cursor, Given::default(), reading);
        if timed.has_time() {
            return Some(Again::On(timed));
        }
    }
    if yearly && let Some(given) = month_of_year(cursor) {
        return Some(Again::On(given));
    }
    Some(Again::After(found))
}

/// «كل عام في مايو».
fn month_of_year(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::In])?;
    let (calendar, number) = super::month::names(&mut ahead)?;
    *cursor = ahead;
    Some(Given {
        month: Some(Month::Named(calendar, number)),
        ..Given::default()
    })
}

/// The time of day behind what comes again.
fn with_time(cursor: &mut Cursor<'_>, mut given: Given, reading: Reading) -> Given {
    let mut ahead = *cursor;
    let mut connected = ahead;
    let led = any_role(&mut connected, &[TimeWord::In]).is_some();
    let base = Given {
        weekday: Some(given.weekday.unwrap_or(1)),
        ..given
    };
    let found = clock(&mut ahead, &base, reading)
        .or_else(|| {
            ahead = connected;
            clock(&mut ahead, &base, reading)
        })
        .or_else(|| {
            ahead = connected;
            (led && given.part.is_some())
                .then(|| bare_hour(&mut ahead))
                .flatten()
        })
        .or_else(|| {
            ahead = *cursor;
            part(&mut ahead, &base, reading)
        });
    if let Some(found) = found
        && found.day.is_none()
    {
        given.clock = found.clock;
        given.zone = found.zone;
        match (found.clock, given.part.or(found.part)) {
            (Some(read), Some(part)) => {
                given.clock = Some(in_part(read, part));
                given.part = None;
            }
            (None, part) => given.part = part,
            (Some(_), None) => {}
        }
        *cursor = ahead;
    }
    given
}

/// «يومياً», «سنوياً».
fn frequency(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Again> {
    let (unit, count) = cursor.word(|word| word.prose.frequency)?;
    if unit == TimeUnit::Day && count == 1 {
        let timed = with_time(cursor, Given::default(), reading);
        if timed.has_time() {
            return Some(Again::On(timed));
        }
    }
    Some(Again::After(Length::one(
        super::duration::Amount::Is(count.into()),
        unit,
    )))
}

/// «أيام الجمعة»; with several weekdays they are days, not a rule.
fn weekdays(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Again> {
    if peek(cursor).is_some_and(|word| word.prose.definite) {
        return None;
    }
    role(cursor, TimeWord::Plural).then_some(()).filter(|()| {
        cursor
            .before(1)
            .and_then(meaning)
            .is_some_and(|word| word.unit.is_some_and(|(unit, _)| unit == TimeUnit::Day))
    })?;
    let weekday = cursor.word(|word| word.weekday)?;
    let mut more = *cursor;
    more.mark(&[',']);
    super::words::joint(&mut more);
    if peek(&more).is_some_and(|word| word.weekday.is_some())
        || super::words::side(&mut more).is_some()
    {
        return None;
    }
    let given = Given {
        weekday: Some(weekday),
        ..Given::default()
    };
    Some(Again::On(with_time(cursor, given, reading)))
}

/// A time of day before what comes again: «الساعة 9 صباحاً أيام الأحد», «بعد ظهر كل يوم في الساعة 4 مساءً».
fn clocked(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Again> {
    let mut ahead = *cursor;
    let time = clock(&mut ahead, &Given::default(), reading).or_else(|| {
        ahead = *cursor;
        ahead.word(|word| word.prose.part).map(|of| Given {
            part: Some(Part { of, half: None }),
            ..Given::default()
        })
    })?;
    let mut next = ahead;
    any_role(&mut next, &[TimeWord::In, TimeWord::From]);
    let again = every(&mut next.clone(), reading)
        .map(|again| (again, true))
        .or_else(|| weekdays(&mut next.clone(), reading).map(|again| (again, false)))?;
    let given = match again {
        (Again::On(given), _) => given,
        (Again::After(length), _) if length.value() == "P1D" => Given::default(),
        (Again::After(_), _) => return None,
    };
    if again.1 {
        every(&mut next, reading);
    } else {
        weekdays(&mut next, reading);
    }
    let given = Given {
        clock: given.clock.or(time.clock),
        part: if given.clock.is_some() || time.clock.is_some() {
            None
        } else {
            given.part.or(time.part)
        },
        zone: given.zone.or(time.zone),
        ..given
    };
    *cursor = next;
    Some(Again::On(given))
}
