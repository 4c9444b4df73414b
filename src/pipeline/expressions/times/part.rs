//! Parts of the day: «مساء», «الصباح الباكر», «وقت متأخر من الليل».

use crate::lang::{RelativeSide, TimeOfDay, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};

use super::Reading;
use super::given::{Clock, Day, Edge, Given, Part};
use super::words::{any_role, led_by, meaning, peek, placed, side, this_or_side, unit};

/// Prepositions before a part of the day.
const LEADS: [TimeWord; 7] = [
    TimeWord::In,
    TimeWord::Until,
    TimeWord::From,
    TimeWord::Within,
    TimeWord::Before,
    TimeWord::After,
    TimeWord::Since,
];

/// A part of the day by itself or beside a day: «مساء», «في الصباح الباكر», «في وقت متأخر من ليلة».
pub(super) fn part(cursor: &mut Cursor<'_>, base: &Given, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let led = led_by(cursor, &LEADS);
    let mut half = edge(&mut ahead).or_else(|| first_part(&mut ahead));
    let edge_first = half.is_some();
    if edge_first {
        any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    }
    let (this, first) = this_or_side(&mut ahead);
    let (of, definite) = ahead.word(|word| {
        word.prose
            .part
            .filter(|_| !word.prose.conjunction || base.rule.is_empty())
            .map(|part| (part, word.prose.definite))
    })?;
    if half.is_none() {
        half = edge(&mut ahead);
    }
    let day = match of {
        TimeOfDay::Tonight => Some(Day::Relative(0)),
        _ if this => Some(Day::Relative(0)),
        _ => first.map(|side| Day::Relative(side.steps())),
    };
    let day = day.filter(|_| !base.has_day());
    let which = (day.is_some() && first.is_none())
        .then(|| side(&mut ahead))
        .flatten();
    let day = match (day, which) {
        (Some(_), Some(which)) => Some(Day::Relative(which.steps())),
        (day, _) => day,
    };
    // Alone it needs a sign: these words are names and verbs too.
    let plain = !matches!(of, TimeOfDay::LateAfternoon | TimeOfDay::Dusk);
    let told = base.has_day()
        || day_follows(&ahead)
        || plain
            && (day.is_some()
                || edge_first
                || led && (definite || of == TimeOfDay::Midnight)
                || half.is_some()
                || reading == Reading::Appointments);
    if !told {
        return None;
    }
    let given = Given {
        day,
        rule: "times/part-of-day",
        ..Given::default()
    };
    *cursor = ahead;
    Some(match of {
        TimeOfDay::Midnight => Given {
            clock: Some(Clock {
                hour: 0,
                minute: 0,
                second: None,
                certain: true,
                midnight: true,
            }),
            ..given
        },
        of => Given {
            part: Some(Part { of, half }),
            ..given
        },
    })
}

/// «أول الليل».
fn first_part(cursor: &mut Cursor<'_>) -> Option<Edge> {
    let mut ahead = *cursor;
    let first = ahead.is(|word| word.prose.ordinal == Some(1) && !word.prose.definite);
    let part = peek(&ahead).is_some_and(|word| word.prose.part.is_some() && word.prose.definite);
    (first && part).then(|| {
        *cursor = ahead;
        Edge::Early
    })
}

/// «وقت مبكر», «الباكر», «ساعة متأخرة».
fn edge(cursor: &mut Cursor<'_>) -> Option<Edge> {
    match any_role(cursor, &[TimeWord::Early, TimeWord::Late])? {
        TimeWord::Early => Some(Edge::Early),
        _ => Some(Edge::Late),
    }
}

/// A day follows at once: «مساء أمس», «فجر الأحد», «ليلة 26 يناير».
fn day_follows(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    // «the morning of 3 March», «la noche del lunes».
    let of = any_role(&mut ahead, &[TimeWord::In, TimeWord::From]).is_some();
    if of && !placed(&ahead) && !matches!(ahead.peek().map(|a| a.kind), Some(Kind::Number { .. })) {
        ahead = *cursor;
    }
    let today = |word: &Meaning| matches!(word.relative, Some(RelativeSide::Day(_)));
    if peek(&ahead).is_some_and(today) {
        return true;
    }
    if unit(&mut ahead).is_some_and(|unit| unit.unit != TimeUnit::Day) {
        return false;
    }
    let Some(word) = peek(&ahead) else {
        return matches!(
            ahead.peek().map(|atom| atom.kind),
            Some(Kind::Number { digits: 1..=2, .. })
        ) && ahead
            .ahead(1)
            .and_then(meaning)
            .is_some_and(|word| word.month.is_some());
    };
    let weekday = word.weekday.is_some() && (word.prose.definite || word.prose.placed);
    !word.prose.conjunction && (weekday || today(word))
}
