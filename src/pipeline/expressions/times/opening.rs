//! How an expression opens: «نهاية الشهر», «بقية الأسبوع», «وقت متأخر من العام».

use crate::article::TimeModifier;
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::Cursor;

use super::Reading;
use super::expression::{component, preposition_before};
use super::given::{Clock, Day, Given, Month, Year};
use super::period::relative_unit;
use super::words::{any_role, meaning, peek, placed, role, unit};

/// The first component, and what it is a part of: «بقية الأسبوع», «نهاية هذا الأسبوع», «في وقت متأخر من العام».
pub(super) fn opening(
    cursor: &mut Cursor<'_>,
    modifier: &mut Option<TimeWord>,
    led: bool,
    reading: Reading,
) -> Option<Given> {
    let led = led || preposition_before(cursor);
    if *modifier == Some(TimeWord::Rest)
        && let Some(found) = rest(cursor)
    {
        return Some(found);
    }
    let mut ahead = *cursor;
    // «نهاية الشهر»: that of the one that goes on.
    let current = matches!(
        modifier,
        Some(TimeWord::Start | TimeWord::Mid | TimeWord::End)
    )
    .then(|| relative_unit(&mut ahead, Reading::Appointments))
    .flatten()
    .filter(|found| found.month.is_some() || found.year.is_some());
    if let Some(found) = current {
        *cursor = ahead;
        return Some(found);
    }
    ahead = *cursor;
    if let Some(found) = component(&mut ahead, &Given::default(), led, reading) {
        *cursor = ahead;
        // The end of a week is its days of rest.
        if *modifier == Some(TimeWord::End)
            && let Given {
                week: Some(_),
                weekend: false,
                ..
            } = found
            && !found.has_day()
        {
            *modifier = None;
            return Some(Given {
                weekend: true,
                ..found
            });
        }
        return Some(found);
    }
    if modifier.is_some() {
        return None;
    }
    *modifier = any_role(&mut ahead, &[TimeWord::Early, TimeWord::Late]);
    (*modifier)?;
    any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    let found = component(&mut ahead, &Given::default(), true, reading)?;
    *cursor = ahead;
    Some(found)
}

/// What is left of a stretch that goes on: «الأسبوع», «اليوم», «هذا العام».
fn rest(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    role(&mut ahead, TimeWord::This);
    let found = unit(&mut ahead).filter(|unit| unit.count == 0 && !unit.plural)?;
    any_role(&mut ahead, &[TimeWord::Current]);
    let given = Given {
        rule: "times/period",
        ..Given::default()
    };
    let given = match found.unit {
        TimeUnit::Day => Given {
            day: Some(Day::Relative(0)),
            ..given
        },
        TimeUnit::Week => Given {
            week: Some(0),
            ..given
        },
        TimeUnit::Month => Given {
            month: Some(Month::Relative(0)),
            ..given
        },
        TimeUnit::Year => Given {
            year: Some(Year::Relative(0)),
            ..given
        },
        _ => return None,
    };
    *cursor = ahead;
    Some(given)
}

/// What stands before an expression and says which part of it is meant.
pub(super) fn modifier(cursor: &mut Cursor<'_>) -> Option<TimeWord> {
    let mut ahead = *cursor;
    let found = any_role(
        &mut ahead,
        &[
            TimeWord::Start,
            TimeWord::Mid,
            TimeWord::End,
            TimeWord::Rest,
            TimeWord::Half,
        ],
    )?;
    let article = cursor
        .peek()
        .and_then(meaning)
        .is_some_and(|word| word.prose.definite);
    // Where articles stand by themselves they say nothing: «the end of March».
    if article && !placed(cursor) {
        return None;
    }
    let mi = ahead.glued() && placed(cursor);
    if mi {
        // «mi-avril».
        ahead.mark(&['-']);
    }
    // «talks that end on 6 September»: only what joins nouns may stand between.
    if placed(cursor) {
        role(&mut ahead, TimeWord::From);
        let verb = peek(&ahead).is_some_and(|word| word.prose.word == Some(TimeWord::In));
        if verb {
            return None;
        }
    } else {
        any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    }
    *cursor = ahead;
    Some(found)
}

/// The same with a modifier; `None` where it does not go together with what is given.
pub(super) fn with_modifier(
    mut given: Given,
    modifier: Option<TimeWord>,
    reading: Reading,
) -> Option<Given> {
    let Some(word) = modifier else {
        return Some(given);
    };
    if given.has_time() {
        return None;
    }
    let period = !given.has_day();
    // The end of a day, said to a calendar, is its last minute.
    if word == TimeWord::End && given.has_day() && reading == Reading::Appointments {
        given.clock = Some(Clock {
            hour: 23,
            minute: 59,
            second: None,
            certain: true,
            midnight: false,
        });
        return Some(given);
    }
    match word {
        TimeWord::Rest => given.rest = true,
        TimeWord::Start | TimeWord::Early => given.modifier = Some(TimeModifier::Start),
        TimeWord::Mid | TimeWord::Half if period => given.modifier = Some(TimeModifier::Mid),
        TimeWord::End | TimeWord::Late => given.modifier = Some(TimeModifier::End),
        _ => return None,
    }
    Some(given)
}
