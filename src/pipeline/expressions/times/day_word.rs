//! Days by their distance from today: «أمس», «بعد غد», «اليوم التالي».

use crate::lang::{RelativeSide, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};

use super::Reading;
use super::given::{Day, Given, Part, Side};
use super::words::{any_role, at_edge, meaning, peek, role, side, small, unit};

/// «يوم», «اليوم», «يومي» before what names the day.
pub(super) fn head(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let found = unit(&mut ahead).is_some_and(|unit| unit.unit == TimeUnit::Day && unit.count == 0);
    if found {
        *cursor = ahead;
    }
    found
}

/// «أمس», «أول من أمس», «بعد غد», «يوم غد», «قبل أمس».
pub(super) fn relative_day(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    // «هذا اليوم», «في هذا اليوم».
    let this = role(&mut ahead, TimeWord::This);
    if !this && head(&mut ahead) && !names_day(&ahead) {
        // «اليوم الذي بعد الغد»: a word between them.
        let mut over = ahead;
        over.at += 1;
        let gap = matches!(ahead.peek().map(|atom| atom.kind), Some(Kind::Gap))
            || peek(&ahead)
                .is_some_and(|word| matches!(word.prose.word, Some(TimeWord::To | TimeWord::That)));
        ahead = if gap && names_day(&over) && !today(&over) {
            over
        } else {
            *cursor
        };
    }
    let shift = match any_role(&mut ahead, &[TimeWord::Before, TimeWord::After]) {
        Some(TimeWord::Before) => -1,
        Some(_) => 1,
        None => 0,
    };
    // «gestern Morgen»: one term is both.
    let part = peek(&ahead).and_then(|word| word.prose.part.filter(|_| word.prose.placed));
    let days = ahead.word(|word| match word.relative {
        Some(RelativeSide::Day(days)) => Some(i32::from(days)),
        _ => None,
    })?;
    // Before tomorrow is a limit; before yesterday a day.
    if shift != 0 && (days == 0 || days.signum() != shift) {
        return None;
    }
    // «اليوم الماضي», «اليوم الثالث»: the day, not today.
    if days == 0 && !this {
        let mut behind = ahead;
        if side(&mut behind).is_some() || small(&mut behind).is_some_and(|found| found.ordinal) {
            return None;
        }
        // «ذلك اليوم», «اليوم الذي»: another day.
        let that = |word: &Meaning| word.prose.word == Some(TimeWord::That);
        if peek(&ahead).is_some_and(that) || cursor.before(1).and_then(meaning).is_some_and(that) {
            return None;
        }
        // «اليوم الأخير» is the last of several.
        if role(&mut ahead.clone(), TimeWord::Final) {
            return None;
        }
    }
    *cursor = ahead;
    Some(Given {
        day: Some(Day::Relative(days + shift)),
        part: part.map(|of| Part { of, half: None }),
        rule: "times/day-word",
        ..Given::default()
    })
}

/// A day relative to the anchor follows.
fn names_day(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::Before, TimeWord::After]);
    peek(&ahead).is_some_and(|word| {
        matches!(word.relative, Some(RelativeSide::Day(_))) && !word.prose.conjunction
    })
}

fn today(cursor: &Cursor<'_>) -> bool {
    peek(cursor).is_some_and(|word| word.relative == Some(RelativeSide::Day(0)))
}

/// «اليوم الماضي», «اليوم التالي»: a day beside today; requests to a calendar also say «آخر يوم».
pub(super) fn day_beside(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let appointments = reading == Reading::Appointments;
    if appointments && role(&mut ahead, TimeWord::Final) {
        unit(&mut ahead)
            .filter(|unit| unit.unit == TimeUnit::Day && unit.count == 0 && at_edge(&ahead))?;
        *cursor = ahead;
        return Some(Given {
            day: Some(Day::Relative(-1)),
            rule: "times/day-word",
            ..Given::default()
        });
    }
    let found = unit(&mut ahead)?;
    if found.unit != TimeUnit::Day || found.count != 0 || !found.definite {
        return None;
    }
    let which = side(&mut ahead);
    let steps = match which {
        Some(which) => which.steps(),
        None if appointments && role(&mut ahead, TimeWord::Final) => -1,
        None => return None,
    };
    *cursor = ahead;
    Some(Given {
        following: which == Some(Side::Following),
        day: Some(Day::Relative(steps)),
        rule: "times/day-word",
        ..Given::default()
    })
}
