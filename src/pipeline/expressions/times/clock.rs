//! Times of day: «الساعة الثامنة والنصف صباحاً», «14:30», «8 إلا ربعاً», «مساء», «وقت متأخر من الليل».

use crate::article::ClockTime;
use crate::lang::{DayPart, TimeOfDay, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};
use crate::pipeline::dates::clock::{digits, named_zone};

use super::Reading;
use super::given::{Clock, Day, Given, Part};
use super::numeric::{chain_follows, inside_chain};
use super::words::{any_role, at_edge, joined, meaning, number, peek, role, small, unit};

/// A part of the day, as a clock time needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
    Noon,
    Night,
    Midnight,
}

impl Half {
    fn of(word: &Meaning) -> Option<Self> {
        let part = word.prose.part.map(Self::within);
        part.or_else(|| {
            word.day_part.map(|part| match part {
                DayPart::Am => Self::Am,
                DayPart::Pm => Self::Pm,
                DayPart::Noon => Self::Noon,
                DayPart::Midnight => Self::Midnight,
            })
        })
        .or((word.prose.word == Some(TimeWord::Midday)).then_some(Self::Noon))
    }

    /// The hour of 24; hours above 12 are of 24 already.
    fn hour(self, hour: u8) -> u8 {
        match (self, hour) {
            (Self::Am | Self::Midnight | Self::Night, 12) => 0,
            (Self::Pm, 1..12) | (Self::Noon, 1..10) | (Self::Night, 5..12) => hour + 12,
            _ => hour,
        }
    }

    /// The half that a part of the day lies in.
    const fn within(part: TimeOfDay) -> Self {
        match part {
            TimeOfDay::Dawn | TimeOfDay::Morning => Self::Am,
            TimeOfDay::Noon => Self::Noon,
            TimeOfDay::Afternoon
            | TimeOfDay::LateAfternoon
            | TimeOfDay::Dusk
            | TimeOfDay::Evening
            | TimeOfDay::Day => Self::Pm,
            TimeOfDay::Night | TimeOfDay::Tonight => Self::Night,
            TimeOfDay::Midnight => Self::Midnight,
        }
    }
}

/// The same clock, its hour read in `part` of the day.
pub(super) fn in_part(clock: Clock, part: Part) -> Clock {
    if clock.certain {
        return clock;
    }
    Clock {
        hour: Half::within(part.of).hour(clock.hour),
        certain: true,
        ..clock
    }
}

/// Reads a clock time: something must say that it is one.
pub(super) fn clock(cursor: &mut Cursor<'_>, base: &Given, reading: Reading) -> Option<Given> {
    if base.clock.is_some() {
        return None;
    }
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::Approx]);
    let before = part_before(&mut ahead);
    let at_word = peek(&ahead).filter(|word| word.at && word.prose.placed);
    let weak = at_word.is_some_and(|word| word.prose.word == Some(TimeWord::In));
    // «à deux», «alle 3 regioni»: more must say that it is an hour, or nothing follow.
    let doubtful = at_word.is_some();
    let led = at(&mut ahead) || before.is_some();
    any_role(&mut ahead, &[TimeWord::Approx]);
    let hour = hour(&mut ahead, led)?;
    // «at 30 places»: the preposition alone tells no hour.
    let gap = matches!(ahead.peek().map(|atom| atom.kind), Some(Kind::Gap));
    let untold = weak || doubtful && gap && !hour.has_minutes;
    let led = led && (!untold || before.is_some());
    let mut minute = hour.minute;
    if !hour.has_minutes {
        minute = parts_of_hour(&mut ahead).or_else(|| {
            (led || base.has_time() || reading == Reading::Appointments)
                .then(|| spoken_minutes(&mut ahead))
                .flatten()
        });
    }
    let sharp = role(&mut ahead, TimeWord::OClock);
    if sharp
        && minute.is_none()
        && let Some(more) = minutes_behind(&mut ahead)
    {
        minute = Some(more);
    }
    let behind = part_behind(&mut ahead);
    // «9 مساءً وثلاثة أرباع».
    if behind.is_some() && minute.is_none() {
        minute = parts_of_hour(&mut ahead);
    }
    if behind.is_some() {
        role(&mut ahead, TimeWord::Midday);
    }
    let part = behind.or(before).map(|found| found.half);
    let unit_follows = peek(&ahead).is_some_and(|word| word.unit.is_some() && !word.prose.definite);
    let certain = part.is_some() || hour.value > 12 || hour.value == 0;
    let told = led
        || sharp
        || hour.colon
        || part.is_some()
        || minute.is_some() && hour.named
        || hour.named && hour.definite && (base.has_day() || base.has_time())
        || reading == Reading::Appointments
            && (hour.named && hour.definite && at_edge(&ahead)
                || minute.is_some() && !hour.ordinal && at_edge(&ahead)
                || base.has_time() && at_edge(&ahead));
    if !told || unit_follows && !led && part.is_none() {
        return None;
    }
    let (value, minute) = match minute {
        Some(Minutes::Past(minute)) => (hour.value, minute),
        // A quarter to one is of the hour twelve.
        Some(Minutes::To(minute)) if hour.value == 1 => (12, 60 - minute),
        Some(Minutes::To(minute)) => ((hour.value + 23) % 24, 60 - minute),
        None => (hour.value, 0),
    };
    let value = part.map_or(value, |part| part.hour(value));
    if value > 23 {
        return None;
    }
    let zone = {
        let mut zone = ahead;
        let found = named_zone(&mut zone);
        if found.is_some() {
            ahead = zone;
        }
        found
    };
    *cursor = ahead;
    Some(Given {
        clock: Some(Clock {
            hour: value,
            minute,
            second: hour.second,
            certain,
            midnight: false,
        }),
        day: [behind, before]
            .into_iter()
            .flatten()
            .any(|found| found.today)
            .then_some(Day::Relative(0)),
        zone,
        rule: "times/clock",
        ..Given::default()
    })
}

/// «الساعة», «في تمام الساعة».
fn at(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    // «خلال الساعة القادمة» is a length: a word must not follow that says which hour.
    let found = ahead.is(|word| word.at && !word.prose.conjunction);
    if found {
        ahead.mark(&[':']);
        *cursor = ahead;
    }
    found
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sign that it is an hour"
)]
struct Hour {
    value: u8,
    minute: Option<Minutes>,
    second: Option<u8>,
    colon: bool,
    ordinal: bool,
    definite: bool,
    /// The word is a name of hours, not any number.
    named: bool,
    has_minutes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Minutes {
    Past(u8),
    To(u8),
}

/// The hour, in digits with its minutes, or in one word.
fn hour(cursor: &mut Cursor<'_>, led: bool) -> Option<Hour> {
    if matches!(cursor.peek()?.kind, Kind::Number { .. }) {
        return hour_digits(cursor, led);
    }
    let definite = peek(cursor).is_some_and(|word| word.prose.definite);
    let named = peek(cursor).is_some_and(|word| word.prose.hour.is_some());
    let mut ahead = *cursor;
    // «الحادية عشرة» is one term; «أحد عشر» too.
    let found = small(&mut ahead).filter(|found| led || named || !found.ordinal)?;
    let value = u8::try_from(found.value)
        .ok()
        .filter(|value| *value <= 24)?;
    *cursor = ahead;
    Some(Hour {
        value: value % 24,
        minute: None,
        second: None,
        colon: false,
        ordinal: found.ordinal,
        definite,
        named,
        has_minutes: false,
    })
}

/// «14 Uhr 30», «14h30».
fn minutes_behind(cursor: &mut Cursor<'_>) -> Option<Minutes> {
    let mut ahead = *cursor;
    let minute = ahead.number(2..3).filter(|&minute| minute < 60)?;
    let ends = at_edge(&ahead) || peek(&ahead).is_some_and(|word| word.unit.is_none());
    ends.then(|| {
        *cursor = ahead;
        Some(Minutes::Past(u8::try_from(minute).ok()?))
    })?
}

fn hour_digits(cursor: &mut Cursor<'_>, led: bool) -> Option<Hour> {
    if !cursor.peek()?.opens || inside_chain(cursor) {
        return None;
    }
    let mut ahead = *cursor;
    if let Some(found) = digits(&mut ahead) {
        let ClockTime {
            hour,
            minute,
            second,
            ..
        } = found.time;
        let closes = ahead.before(1).is_some_and(|last| last.closes);
        // «8.30» is a clock only behind "at".
        let sharp = peek(&ahead).is_some_and(|word| {
            word.prose.word == Some(TimeWord::OClock)
                || word.prose.placed && Half::of(word).is_some()
        });
        let minutes = found.colon || (led || sharp) && ahead.at > cursor.at + 1;
        let alone = minute == 0 && second.is_none() && ahead.at == cursor.at + 1;
        if closes && !chain_follows(&ahead) && (minutes || alone) {
            *cursor = ahead;
            return Some(Hour {
                value: hour,
                minute: minutes.then_some(Minutes::Past(minute)),
                second,
                colon: found.colon,
                ordinal: false,
                definite: false,
                named: false,
                has_minutes: minutes,
            });
        }
    }
    // «340 مساءً», «1140 صباحاً»: hour and minutes in one number.
    let mut ahead = *cursor;
    let packed = ahead.number(3..5)?;
    let (hour, minute) = (packed / 100, packed % 100);
    // One letter is an era or a unit as well.
    let part = peek(&ahead)
        .filter(|word| word.prose.letters > 1)
        .and_then(Half::of)
        .filter(|half| *half != Half::Midnight);
    if part.is_none() && !(led && packed > 999) || hour > 23 || minute > 59 {
        return None;
    }
    *cursor = ahead;
    Some(Hour {
        value: u8::try_from(hour).ok()?,
        minute: Some(Minutes::Past(u8::try_from(minute).ok()?)),
        second: None,
        colon: false,
        ordinal: false,
        definite: false,
        named: false,
        has_minutes: true,
    })
}

/// «والنصف», «وربع», «إلا ثلثاً», «و20 دقيقة», «وثمانية عشر دقيقة», «إلا خمس دقائق».
fn parts_of_hour(cursor: &mut Cursor<'_>) -> Option<Minutes> {
    let mut ahead = *cursor;
    let less = role(&mut ahead, TimeWord::Less);
    if !less && !joined(&mut ahead) {
        return None;
    }
    let minutes = if let Some(minutes) = fraction(&mut ahead) {
        minutes
    } else {
        let found = number(&mut ahead).filter(|number| number.thousandths == 0)?;
        let named = unit(&mut ahead).is_some_and(|unit| unit.unit == TimeUnit::Minute);
        if !named && !less {
            return None;
        }
        u8::try_from(found.value).ok()?
    };
    if !(1..60).contains(&minutes) {
        return None;
    }
    *cursor = ahead;
    Some(if less {
        Minutes::To(minutes)
    } else {
        Minutes::Past(minutes)
    })
}

fn fraction(cursor: &mut Cursor<'_>) -> Option<u8> {
    cursor.word(|word| {
        Some(match word.prose.word? {
            TimeWord::Half => 30,
            TimeWord::Third => 20,
            TimeWord::Quarter => 15,
            TimeWord::ThreeQuarters => 45,
            _ => return None,
        })
    })
}

/// Minutes without their unit: «السابعة وخمسة وثلاثين», «ثمانية وأربعين».
fn spoken_minutes(cursor: &mut Cursor<'_>) -> Option<Minutes> {
    let mut ahead = *cursor;
    if !joined(&mut ahead) || peek(&ahead).is_some_and(|word| word.prose.definite) {
        return None;
    }
    let found = number(&mut ahead).filter(|number| number.thousandths == 0)?;
    let minutes = u8::try_from(found.value)
        .ok()
        .filter(|minutes| (1..60).contains(minutes))?;
    *cursor = ahead;
    Some(Minutes::Past(minutes))
}

#[derive(Debug, Clone, Copy)]
struct PartBehind {
    half: Half,
    /// «هذا الصباح»: today is said too.
    today: bool,
}

/// A part of the day before the clock: «بعد الظهر الساعة 7», «مساء 7», «وقت الغداء الساعة 11 صباحاً».
fn part_before(cursor: &mut Cursor<'_>) -> Option<PartBehind> {
    let mut ahead = *cursor;
    let today = role(&mut ahead, TimeWord::This)
        || peek(&ahead).is_some_and(|word| word.prose.part == Some(TimeOfDay::Tonight));
    let half = ahead.word(Half::of)?;
    let more = at(&mut ahead) || matches!(ahead.peek()?.kind, Kind::Number { .. });
    more.then(|| {
        *cursor = ahead;
        PartBehind { half, today }
    })
}

/// A part of the day behind the clock: «صباحاً», «في المساء», «بعد الظهر», «هذه الليلة», «م».
fn part_behind(cursor: &mut Cursor<'_>) -> Option<PartBehind> {
    let mut ahead = *cursor;
    let parenthesis = ahead.mark(&['(']).is_some();
    ahead.mark(&[',']);
    any_role(&mut ahead, &[TimeWord::In, TimeWord::From]);
    let today = role(&mut ahead, TimeWord::This);
    let half = ahead.word(|word| {
        // A part with its own day is that day's: «8 مساء أمس» is read as one anyway.
        // «три дня» are three days.
        let unit = word.unit.is_some() && word.prose.placed;
        Half::of(word).filter(|_| !word.prose.conjunction && !unit)
    })?;
    if parenthesis {
        ahead.mark(&[')'])?;
    }
    let tonight = cursor
        .ahead(ahead.at.saturating_sub(cursor.at + 1))
        .and_then(meaning)
        .is_some_and(|word| word.prose.part == Some(TimeOfDay::Tonight));
    *cursor = ahead;
    Some(PartBehind {
        half,
        today: today || tonight,
    })
}

/// A clock of which only the hour is a number, behind a preposition or a part of the day.
pub(super) fn bare_hour(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    let found = number(&mut ahead).filter(|number| number.thousandths == 0)?;
    let hour = u8::try_from(found.value).ok().filter(|hour| *hour <= 24)?;
    if !at_edge(&ahead) {
        return None;
    }
    *cursor = ahead;
    Some(Given {
        clock: Some(Clock {
            hour: hour % 24,
            minute: 0,
            second: None,
            certain: hour > 12,
            midnight: false,
        }),
        rule: "times/clock",
        ..Given::default()
    })
}
