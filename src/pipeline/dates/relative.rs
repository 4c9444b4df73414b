//! Dates counted from the moment the page was fetched: `منذ 3 ساعات`, `3 hours ago`, `أمس`.

use super::atom::{Cursor, Meaning};
use super::calendar::DayNumber;
use super::clock::clock;
use crate::article::{ClockTime, DateValue};
use crate::lang::{RelativeSide, TimeUnit};

/// The moment relative dates count from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    /// Seconds since 1970, UTC.
    pub retrieved_at: i64,
    /// Minutes east of UTC in which days begin.
    pub utc_offset_minutes: i16,
}

/// Reads a relative date at `cursor`.
pub(super) fn relative(
    cursor: &mut Cursor<'_>,
    anchor: Anchor,
) -> Option<(DateValue, &'static str)> {
    for shape in [ago_before, ago_after, day_word] {
        let mut ahead = *cursor;
        if let Some(found) = shape(&mut ahead, anchor) {
            *cursor = ahead;
            return Some(found);
        }
    }
    None
}

/// `منذ 3 ساعات`, `قبل ساعتين`, `منذ ساعة`, `vor 5 Minuten`.
fn ago_before(cursor: &mut Cursor<'_>, anchor: Anchor) -> Option<(DateValue, &'static str)> {
    cursor
        .is(|word| word.relative == Some(RelativeSide::AgoBefore))
        .then_some(())?;
    let (count, unit) = duration(cursor)?;
    cursor.is(|word| word.relative == Some(RelativeSide::AgoAfter));
    Some((ago(anchor, count, unit)?, "date/ago"))
}

/// `3 hours ago`, `۵ دقیقه پیش`.
fn ago_after(cursor: &mut Cursor<'_>, anchor: Anchor) -> Option<(DateValue, &'static str)> {
    let (count, unit) = duration(cursor)?;
    cursor
        .is(|word| word.relative == Some(RelativeSide::AgoAfter))
        .then_some(())?;
    Some((ago(anchor, count, unit)?, "date/ago"))
}

/// `أمس`, `اليوم, 09:27`, `just now`.
fn day_word(cursor: &mut Cursor<'_>, anchor: Anchor) -> Option<(DateValue, &'static str)> {
    let side = cursor.word(|word| word.relative)?;
    match side {
        RelativeSide::Now => Some((ago(anchor, 0, TimeUnit::Minute)?, "date/now")),
        RelativeSide::Day(days) => {
            let mut value = day_value(anchor.day().0 + i64::from(days))?;
            let mut ahead = *cursor;
            ahead.mark(&[',', '-', '|']);
            if let Some(time) = clock(&mut ahead, false) {
                value.time = Some(time);
                *cursor = ahead;
            }
            Some((value, "date/day-word"))
        }
        RelativeSide::AgoBefore | RelativeSide::AgoAfter => None,
    }
}

/// A count with its unit, or a unit that carries its count (ساعتين); a bare unit counts one.
fn duration(cursor: &mut Cursor<'_>) -> Option<(i64, TimeUnit)> {
    let mut ahead = *cursor;
    let numeral = |word: &Meaning| word.numeral.filter(|_| word.unit.is_none());
    let count = ahead
        .number(1..4)
        .or_else(|| ahead.word(numeral).map(u32::from));
    let (unit, own) = ahead.word(|word| word.unit)?;
    *cursor = ahead;
    Some((count.map_or(i64::from(own.max(1)), i64::from), unit))
}

/// The value `count` units before the anchor, no finer than the unit: minutes give a clock
/// time, hours and days a day, months a month, years a year.
fn ago(anchor: Anchor, count: i64, unit: TimeUnit) -> Option<DateValue> {
    let seconds_ago = match unit {
        TimeUnit::Second => count,
        TimeUnit::Minute => count * 60,
        TimeUnit::Hour => count * 3600,
        TimeUnit::Day => count * 86_400,
        TimeUnit::Week => count * 7 * 86_400,
        TimeUnit::Month | TimeUnit::Year => return months_ago(anchor, count, unit),
        TimeUnit::Weekend | TimeUnit::Decade | TimeUnit::Century => return None,
    };
    let local = anchor.local().checked_sub(seconds_ago)?;
    let mut value = day_value(DayNumber::of_unix(local).0)?;
    if matches!(unit, TimeUnit::Second | TimeUnit::Minute) {
        let minutes = local.rem_euclid(86_400) / 60;
        value.time = Some(ClockTime {
            hour: u8::try_from(minutes / 60).ok()?,
            minute: u8::try_from(minutes % 60).ok()?,
            second: None,
            offset_minutes: Some(anchor.utc_offset_minutes),
        });
    }
    Some(value)
}

fn months_ago(anchor: Anchor, count: i64, unit: TimeUnit) -> Option<DateValue> {
    let (year, month, _) = anchor.day().gregorian()?;
    let months = i64::from(year) * 12 + i64::from(month)
        - 1
        - if unit == TimeUnit::Year {
            count * 12
        } else {
            count
        };
    let month = u8::try_from(months.rem_euclid(12) + 1).ok()?;
    Some(DateValue {
        year: i16::try_from(months.div_euclid(12))
            .ok()
            .filter(|&year| year > 0)?,
        month: (unit == TimeUnit::Month).then_some(month),
        day: None,
        time: None,
    })
}

fn day_value(day: i64) -> Option<DateValue> {
    let (year, month, day) = DayNumber(day).gregorian()?;
    Some(DateValue::day(year, month, day))
}

impl Anchor {
    /// Seconds of the local clock.
    fn local(self) -> i64 {
        self.retrieved_at
            .saturating_add(i64::from(self.utc_offset_minutes) * 60)
    }

    fn day(self) -> DayNumber {
        DayNumber::of_unix(self.local())
    }
}
