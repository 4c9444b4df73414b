//! Clock times and zones: `14:05`, `09:22 مساءً`, `الساعة 16:25 (مكة المكرمة)`, `09:30:00+03:00`.

use super::atom::Cursor;
use crate::article::ClockTime;
use crate::lang::DayPart;

/// Reads a clock time at `cursor`. `iso` when it stands behind an ISO 8601 `T`.
pub(in crate::pipeline) fn clock(cursor: &mut Cursor<'_>, iso: bool) -> Option<ClockTime> {
    let mut ahead = *cursor;
    if iso && let Some(mut time) = packed(&mut ahead) {
        time.offset_minutes = offset(&mut ahead, iso);
        *cursor = ahead;
        return Some(time);
    }
    let led = ahead.is(|word| word.at);
    if led {
        ahead.mark(&[':']);
    }
    // The zone or the part of day may stand first: GMT 17:27; ب.ظ 12:09.
    let mut zone = ahead.word(|word| word.zone);
    let part_first = ahead.word(|word| word.day_part);
    let digits = digits(&mut ahead)?;
    let part = part_first
        .filter(|_| digits.colon)
        .or_else(|| day_part(&mut ahead));
    let hour_word = digits.hour_word || ahead.is(|word| word.hour);
    // Without a colon (14.05, 9 pm) some word must say that this is a clock.
    if !(digits.colon || led || part.is_some() || hour_word) {
        return None;
    }
    let mut time = digits.time;
    time.hour = part.map_or(time.hour, |part| in_part(time.hour, part));
    zone = zone
        .or_else(|| offset(&mut ahead, iso))
        .or_else(|| named_zone(&mut ahead));
    time.offset_minutes = zone;
    *cursor = ahead;
    Some(time)
}

/// The basic form of ISO 8601 behind its `T`: `185600`, `1856`.
fn packed(cursor: &mut Cursor<'_>) -> Option<ClockTime> {
    let mut ahead = *cursor;
    let (value, second) = match ahead.number(6..7) {
        Some(value) => (value / 100, u8::try_from(value % 100).ok()),
        None => (ahead.number(4..5)?, None),
    };
    let time = ClockTime {
        hour: u8::try_from(value / 100).ok()?,
        minute: u8::try_from(value % 100).ok()?,
        second,
        offset_minutes: None,
    };
    time.is_valid().then(|| {
        *cursor = ahead;
        time
    })
}

/// What the digits of a clock say.
pub(in crate::pipeline) struct Digits {
    pub time: ClockTime,
    pub colon: bool,
    pub hour_word: bool,
}

/// `14`, `14:05`, `14.05`, `14h30`, `14:05:33`, `14:05:33.120`.
pub(in crate::pipeline) fn digits(cursor: &mut Cursor<'_>) -> Option<Digits> {
    let hour = u8::try_from(cursor.number(1..3)?)
        .ok()
        .filter(|&hour| hour < 24)?;
    let mut found = Digits {
        time: ClockTime {
            hour,
            minute: 0,
            second: None,
            offset_minutes: None,
        },
        colon: false,
        hour_word: false,
    };
    let mut ahead = *cursor;
    let mark = ahead.mark(&[':', '.']);
    found.hour_word = mark.is_none() && ahead.glued() && ahead.is(|word| word.hour);
    if found.hour_word {
        *cursor = ahead;
    }
    if (mark.is_some() || found.hour_word)
        && let Some(minute) = sixtieth(&mut ahead)
    {
        found.time.minute = minute;
        found.colon = mark == Some(':');
        *cursor = ahead;
        if ahead.mark(&[':']).is_some()
            && let Some(second) = sixtieth(&mut ahead)
        {
            found.time.second = Some(second);
            *cursor = ahead;
            // Fractions of a second are read over.
            let fraction = ahead.glued() && ahead.mark(&['.', ',']).is_some() && ahead.glued();
            if fraction && ahead.number(1..10).is_some() {
                *cursor = ahead;
            }
        }
    }
    Some(found)
}

/// Two digits below 60.
fn sixtieth(cursor: &mut Cursor<'_>) -> Option<u8> {
    let mut ahead = *cursor;
    let value = ahead
        .number(2..3)
        .and_then(|value| u8::try_from(value).ok());
    let value = value.filter(|&value| value < 60)?;
    *cursor = ahead;
    Some(value)
}

/// A part of day behind the digits, a comma or parenthesis aside.
fn day_part(cursor: &mut Cursor<'_>) -> Option<DayPart> {
    let mut ahead = *cursor;
    let parenthesis = ahead.mark(&['(']).is_some();
    let part = ahead.word(|word| word.day_part)?;
    if parenthesis {
        ahead.mark(&[')'])?;
    }
    *cursor = ahead;
    Some(part)
}

/// The hour of 24 for an hour of 12 in `part` of the day; hours above 12 are of 24 already.
fn in_part(hour: u8, part: DayPart) -> u8 {
    match (part, hour) {
        (DayPart::Am | DayPart::Midnight, 12) => 0,
        (DayPart::Pm, 1..12) | (DayPart::Noon, 1..4) => hour + 12,
        _ => hour,
    }
}

/// `+03:00`, `+0300`, `+3`; a minus only behind a `T`, else it opens a range.
fn offset(cursor: &mut Cursor<'_>, iso: bool) -> Option<i16> {
    let mut ahead = *cursor;
    if ahead.glued() && ahead.letter('z') {
        *cursor = ahead;
        return Some(0);
    }
    let minus = iso && ahead.glued();
    let sign = match ahead.mark(&['+', '-'])? {
        '+' => 1,
        _ if minus => -1,
        _ => return None,
    };
    if !ahead.glued() {
        return None;
    }
    let minutes = if let Some(packed) = ahead.number(4..5) {
        packed / 100 * 60 + packed % 100
    } else {
        let hours = ahead.number(1..3)?;
        let mut minutes = ahead;
        minutes.mark(&[':']);
        match sixtieth(&mut minutes).filter(|_| minutes.at == ahead.at + 2) {
            Some(more) => {
                ahead = minutes;
                hours * 60 + u32::from(more)
            }
            None => hours * 60,
        }
    };
    // The widest offset in use is +14:00.
    let minutes = i16::try_from(minutes)
        .ok()
        .filter(|&minutes| minutes <= 14 * 60)?;
    *cursor = ahead;
    Some(sign * minutes)
}

/// `GMT`, `GMT+3`, `(مكة المكرمة)`, `بتوقيت بغداد`, `, UTC`.
pub(in crate::pipeline) fn named_zone(cursor: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *cursor;
    let opening = ahead.mark(&['(', ',', '-']);
    ahead.is(|word| word.zone_lead);
    let mut zone = ahead.word(|word| word.zone)?;
    let mut more = ahead;
    if zone == 0
        && let Some(minutes) = offset(&mut more, ahead.glued())
    {
        zone = minutes;
        ahead = more;
    }
    if opening == Some('(') {
        ahead.mark(&[')'])?;
    }
    *cursor = ahead;
    Some(zone)
}
