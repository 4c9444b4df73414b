//! The number inside the noun: شخصين, سيارتان.

use super::Found;
use super::bounds;
use super::context::Context;
use crate::article::{Amount, QuantityKind, Unit};
use crate::lang::{QuantityRole, TermClass};
use crate::pipeline::tokens::Tokens;

const LISTED: f32 = 0.85;

/// The dual at token `idx` of a listed noun whose plural looks otherwise.
pub(super) fn dual(context: &Context<'_>, zone: &Tokens, idx: usize) -> Option<Found> {
    if !context.view.is_word(idx) {
        return None;
    }
    let packs = context.view.packs;
    let folded = context.view.folded(idx);
    let singular = context
        .view
        .nouns()
        .of_dual(folded, |text| packs.fold.fold(text))?;
    let unit = Unit::CountedNoun(singular.to_owned());
    let end = idx + 1;
    let of_time = context.is(idx, |class| {
        matches!(
            class,
            TermClass::TimeUnit { .. }
                | TermClass::FunctionWord
                | TermClass::QuantityWord(QuantityRole::Time)
        )
    });
    if of_time || context.is_name(idx) {
        return None;
    }
    let people = context.view.nouns().is_people(&packs.fold.fold(singular));
    let below = bounds::word(context, end, |role| role == QuantityRole::BelowZero)
        .filter(|&(_, last, _)| last <= zone.end);
    let (value, end) = below.map_or((2.0, end), |(_, last, _)| (-2.0, last));
    Some(Found {
        tokens: idx..end,
        clitic: 0,
        kind: QuantityKind::Cardinal,
        amount: Amount::Value(value),
        approximate: false,
        people,
        unit: Some(unit),
        casualty: None,
        confidence: LISTED,
        rule: "quantities/dual",
        weak: false,
    })
}
