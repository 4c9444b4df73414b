//! Ranges: بين 10 و20, من 5 إلى 7, 10-15, ثلاثة أو أربعة.

use super::bounds::{self, Opening};
use super::context::Context;
use super::counted::closed;
use super::measured::{Measured, measured, value};
use super::{Step, exclude};
use crate::article::Amount;
use crate::lang::QuantityRole;
use crate::pipeline::expressions::numerals::number_behind_and;
use crate::pipeline::tokens::Tokens;

/// Below this, two numbers with a dash and no unit are a score.
const SCORE: f64 = 30.0;
/// A range without a word before it does not go beyond its beginning by more.
const FACTOR: f64 = 10.0;
/// Words before a range in which a change is looked for.
const CHANGE: usize = 6;
/// Numbers of a chain that dashes join.
const MAX_CHAIN: usize = 16;

/// The range whose first number is `first`.
pub(super) fn range(
    context: &Context<'_>,
    zone: &Tokens,
    idx: usize,
    opening: &Opening,
    first: &Measured,
) -> Option<Step> {
    let (at, dash) = second_at(context, zone, opening, first)?;
    let second = measured(context, at, zone.end)?;
    if dash && let Some(end) = chain(context, zone, &second) {
        return Some(Step::Skip(end));
    }
    if first.other.is_some() || second.other.is_some() {
        // Units of time behind either: a time, whole.
        return Some(Step::Skip(second.other.unwrap_or(second.tokens.end)));
    }
    let (low, high) = (scaled(first, &second), value(&second));
    let (first_unit, second_unit) = (&first.unit, &second.unit);
    let units = match (first_unit, second_unit) {
        (Some(first), Some(second)) => first.unit == second.unit,
        _ => true,
    };
    let news = !context.arithmetic();
    let unit = second_unit.clone().or_else(|| first_unit.clone());
    let score = dash && unit.is_none() && news && high < SCORE;
    let years = news && unit.is_none() && exclude::are_years(first, &second, dash);
    // «531-2021»: a document of a year.
    let document = dash
        && news
        && unit.is_none()
        && context.view.in_placed_language()
        && exclude::is_year(&second);
    if dash && (low >= high || score || years || document) {
        return Some(Step::Skip(second.tokens.end));
    }
    if years {
        return Some(Step::Skip(second.tokens.end));
    }
    if low >= high || !units {
        return None;
    }
    let amount = Amount::Range {
        minimum: Some(low),
        maximum: Some(high),
        minimum_exclusive: false,
        maximum_exclusive: false,
    };
    let own = Opening {
        roles: opening.roles.clone(),
        ..*opening
    };
    let last = Measured {
        tokens: first.tokens.start..second.tokens.end,
        clitic: first.clitic,
        ..second
    };
    let mut found = closed(context, zone, idx, own, &last, (amount, unit));
    found.rule = "quantities/range";
    found.weak = false;
    Some(Step::Found(found))
}

/// Where the second number must stand, and whether a dash joins them.
fn second_at(
    context: &Context<'_>,
    zone: &Tokens,
    opening: &Opening,
    first: &Measured,
) -> Option<(usize, bool)> {
    let end = first.tokens.end;
    if end >= zone.end {
        return None;
    }
    let to = bounds::word(context, end, |role| role == QuantityRole::To);
    if let Some((_, next, 0)) = to {
        let opened = !opening.roles.is_empty();
        // «ارتفع من 13 إلى 23», «تراجع 221 إلى 9080»: two numbers, not those between.
        let changed = !context.arithmetic() && changes(context, zone, opening, first);
        let near = || {
            let second = measured(context, next, zone.end)?;
            Some(first.unit.is_none() && value(&second) <= FACTOR * value(first))
        };
        let is_range = context.arithmetic() || opened || near().unwrap_or(false);
        return (is_range && !changed).then_some((next, false));
    }
    if opening.has(QuantityRole::Between) {
        let at = number_behind_and(context.view, end);
        let joined = at > end || measured(context, at, zone.end)?.clitic > 0;
        return joined.then_some((at, false));
    }
    if opening.has(QuantityRole::From) {
        // «من عشرة لعشرين»: a preposition is written onto the second.
        return (measured(context, end, zone.end)?.clitic > 0).then_some((end, false));
    }
    let or = bounds::word(context, end, |role| role == QuantityRole::Or);
    if let Some((_, next, _)) = or {
        let number = measured(context, next, zone.end)?;
        let same = number.numeral.as_ref().zip(first.numeral.as_ref());
        let same = same.is_some_and(|(a, b)| a.form == b.form);
        return same.then_some((next, false));
    }
    if context.is_mark(end, &["-", "–", "—", "−"]) {
        return Some((end + 1, true));
    }
    None
}

/// Whether a word close before says that something changed.
fn changes(context: &Context<'_>, zone: &Tokens, opening: &Opening, first: &Measured) -> bool {
    if opening.has(QuantityRole::Between) {
        return false;
    }
    let start = first.tokens.start;
    (zone.start.max(start.saturating_sub(CHANGE))..start)
        .any(|idx| bounds::word(context, idx, |role| role == QuantityRole::Change).is_some())
}

/// One past a chain of three numbers and more that dashes join: a telephone number, a date.
fn chain(context: &Context<'_>, zone: &Tokens, second: &Measured) -> Option<usize> {
    let mut end = second.tokens.end;
    for _ in 0..MAX_CHAIN {
        let joins = context.is_mark(end, &["-", "–", "/"]) && context.glued(end);
        if !joins || end + 1 >= zone.end || !context.view.has_letters(end + 1) {
            break;
        }
        end += 2;
    }
    (end > second.tokens.end).then_some(end)
}

/// The first number, in the multiplier of the second where it has none: «بين 3 و5 ملايين».
fn scaled(first: &Measured, second: &Measured) -> f64 {
    let own = value(first);
    let scale = |measured: &Measured| measured.numeral.as_ref().map_or(1.0, |found| found.scale);
    let (first_scale, second_scale) = (scale(first), scale(second));
    let shares = first.unit.is_none()
        && first_scale < 2.0
        && second_scale >= 1000.0
        && own < second.value / second_scale;
    if shares { own * second_scale } else { own }
}
