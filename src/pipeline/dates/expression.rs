//! One date expression: weekday, date, clock, zone and twin that stand together, in any order.

use super::atom::{Cursor, Kind};
use super::clock::{clock, named_zone};
use super::numeric::numeric;
use super::parts::DateParts;
use super::twin::same_day;
use super::written::written;
use crate::article::ClockTime;

/// What an expression holds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Expression {
    pub weekday: Option<u8>,
    pub dates: Dates,
    pub clock: Option<ClockTime>,
    pub zone: Option<i16>,
    /// A word between two dates says that they are the same day.
    pub twin_word: bool,
    /// Packs of its words, one bit each: they tell the calendar of bare digits.
    pub packs: u64,
}

/// Up to three printed dates of one expression, in order.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Dates([Option<DateParts>; 3]);

impl Dates {
    pub(super) fn iter(&self) -> impl Iterator<Item = &DateParts> {
        self.0.iter().flatten()
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    fn push(&mut self, parts: DateParts) -> bool {
        let slot = self.0.iter_mut().find(|slot| slot.is_none());
        slot.is_some_and(|slot| {
            *slot = Some(parts);
            true
        })
    }
}

/// More than the longest expression has; bounds the work at one place.
const MAX_COMPONENTS: usize = 10;

/// Reads the longest expression at `cursor`. It holds a date.
pub(super) fn expression(cursor: &mut Cursor<'_>) -> Option<Expression> {
    let start = *cursor;
    if !start.peek()?.opens || inside_number_chain(&start) {
        return None;
    }
    let mut ahead = start;
    let mut found = Expression::default();
    let mut whole: Option<(Expression, Cursor<'_>)> = None;
    let mut open = 0;
    for n in 0..MAX_COMPONENTS {
        let mut next = ahead;
        let between = if n == 0 {
            Between::default()
        } else {
            separators(&mut next, open)?
        };
        let Some(numeric_end) = component(&mut next, &mut found, between) else {
            break;
        };
        open = between.open;
        while open > 0 && next.mark(&[')']).is_some() {
            open -= 1;
        }
        ahead = next;
        let closes = ahead.before(1).is_some_and(|last| last.closes);
        if !found.dates.is_empty() && closes && !(numeric_end && chain_follows(&ahead)) {
            whole = Some((found, ahead));
        }
    }
    let (mut found, end) = whole?;
    let mut walk = start;
    while walk.at < end.at {
        if let Some(Kind::Word(word)) = walk.peek().map(|atom| atom.kind) {
            found.packs |= 1u64.checked_shl(word.pack.into()).unwrap_or(0);
        }
        walk.at += 1;
    }
    *cursor = end;
    Some(found)
}

/// What stands between two components.
#[derive(Debug, Clone, Copy, Default)]
struct Between {
    /// Parentheses open after it.
    open: u8,
    twin_word: bool,
    /// An ISO 8601 `T` between date and clock.
    iso: bool,
}

/// Reads marks and joining words between two components. Never fails: there may be none.
#[expect(clippy::unnecessary_wraps, reason = "reads as one step of a rule")]
fn separators(cursor: &mut Cursor<'_>, open: u8) -> Option<Between> {
    let mut between = Between {
        open,
        ..Between::default()
    };
    for _ in 0..4 {
        if cursor.glued() && cursor.letter('t') {
            between.iso = true;
        } else if label(cursor) {
        } else if cursor.mark(&['(']).is_some() {
            between.open += 1;
        } else if cursor.is(|word| word.twin) {
            between.twin_word = true;
        } else if cursor.mark(&[',', '-', '|', '/', ':', '@']).is_none()
            && !cursor.is(|word| word.of && word.weekday.is_none())
        {
            break;
        }
    }
    Some(between)
}

/// `(last update)`: a label in parentheses inside the expression.
fn label(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let label = ahead.mark(&['(']).is_some()
        && ahead.is(|word| word.date_label)
        && ahead.mark(&[')']).is_some();
    if label {
        *cursor = ahead;
    }
    label
}

/// Reads one component into `found` when it fits; whether it ended in a numeric date.
fn component(cursor: &mut Cursor<'_>, found: &mut Expression, between: Between) -> Option<bool> {
    let mut ahead = *cursor;
    if let Some(parts) = written(&mut ahead).or_else(|| numeric(&mut ahead)) {
        let fits = found.dates.is_empty()
            || between.twin_word
            || found.dates.iter().any(|known| same_day(known, &parts));
        if !fits || !found.dates.push(parts) {
            return None;
        }
        found.twin_word |= between.twin_word;
        let is_numeric = matches!(parts.rule, "date/year-first" | "date/day-first");
        *cursor = ahead;
        return Some(is_numeric);
    }
    if let Some(time) = clock(&mut ahead, between.iso) {
        found.clock = Some(match found.clock {
            None => time,
            Some(known) => richer(known, time)?,
        });
        *cursor = ahead;
        return Some(false);
    }
    if let Some(weekday) = ahead.word(|word| word.weekday) {
        // Behind the date a weekday is often the next sentence's: it must agree.
        let agrees = found.dates.iter().next().is_none_or(|parts| {
            let calendar = parts
                .calendar
                .unwrap_or(crate::article::Calendar::Gregorian);
            parts
                .day_number(calendar)
                .is_some_and(|day| day.weekday() == weekday)
        });
        if !agrees || found.weekday.is_some_and(|known| known != weekday) {
            return None;
        }
        found.weekday = Some(weekday);
        // "Sun." of mail headers and lists.
        let mut stop = ahead;
        if stop.glued() && stop.mark(&['.']).is_some() && found.dates.is_empty() {
            ahead = stop;
        }
        *cursor = ahead;
        return Some(false);
    }
    if found.dates.is_empty() && found.clock.is_none() {
        return None;
    }
    let zone = named_zone(&mut ahead)?;
    if found.zone.is_some()
        || found
            .clock
            .is_some_and(|time| time.offset_minutes.is_some())
    {
        return None;
    }
    found.zone = Some(zone);
    *cursor = ahead;
    Some(false)
}

/// Of two clock times that agree, the one that says more; `None` when they do not agree.
fn richer(known: ClockTime, other: ClockTime) -> Option<ClockTime> {
    let minute = |time: ClockTime| i32::from(time.hour) * 60 + i32::from(time.minute);
    let same_reading = minute(known) == minute(other)
        && (known.second == other.second || known.second.is_none() || other.second.is_none());
    if same_reading && (known.offset_minutes.is_none() || other.offset_minutes.is_none()) {
        return Some(ClockTime {
            second: known.second.or(other.second),
            offset_minutes: known.offset_minutes.or(other.offset_minutes),
            ..known
        });
    }
    // The same moment told in two zones: the first stands.
    let (first, second) = (known.offset_minutes?, other.offset_minutes?);
    let apart = (minute(known) - i32::from(first)) - (minute(other) - i32::from(second));
    (apart.rem_euclid(24 * 60) == 0).then_some(known)
}

/// The number at `cursor` goes on from a chain of numbers on its left (an address, a
/// telephone number, a path).
fn inside_number_chain(cursor: &Cursor<'_>) -> bool {
    if !cursor.glued()
        || !matches!(cursor.peek(), Some(atom) if matches!(atom.kind, Kind::Number { .. }))
    {
        return false;
    }
    match (
        cursor.before(1).map(|atom| atom.kind),
        cursor.before(2).map(|atom| atom.kind),
    ) {
        (Some(Kind::Mark('/' | '_' | '#' | '+' | '=' | '&' | '%')), _) => true,
        (Some(Kind::Mark('.' | '-' | ':' | ',')), Some(Kind::Number { .. })) => {
            cursor.before(1).is_some_and(|mark| mark.glued)
        }
        _ => false,
    }
}

/// A chain of numbers goes on behind `cursor`: 12-03-2023-445, /2024/01/26/title.
fn chain_follows(cursor: &Cursor<'_>) -> bool {
    let (Some(mark), Some(after)) = (cursor.peek(), cursor.ahead(1)) else {
        return false;
    };
    if !(mark.glued && after.glued) {
        return false;
    }
    matches!(
        (mark.kind, after.kind),
        (Kind::Mark('.' | '-' | ':'), Kind::Number { .. }) | (Kind::Mark('/' | '_' | '='), _)
    )
}
