//! The number inside the noun: شخصين, سيارتان, دولارين.

use super::Found;
use super::context::Context;
use super::{bounds, money};
use crate::article::{Amount, QuantityKind, Unit};
use crate::lang::{NounForm, QuantityRole, TermClass};
use crate::pipeline::tokens::Tokens;

const LISTED: f32 = 0.85;

/// The dual at token `idx` of a listed noun whose plural looks otherwise, or of a currency.
pub(super) fn dual(context: &Context<'_>, zone: &Tokens, idx: usize) -> Option<Found> {
    if !context.view.is_word(idx) {
        return None;
    }
    let packs = context.view.packs;
    let folded = context.view.folded(idx);
    let unit = packs
        .nouns
        .of_dual(folded, |text| packs.fold.fold(text))
        .map(|singular| (Unit::CountedNoun(singular.to_owned()), idx + 1, LISTED));
    let (unit, end, confidence) = unit.or_else(|| {
        let stem = packs.nouns.without_ending(folded, NounForm::Dual);
        let currency = stem
            .filter_map(|(stem, singular)| {
                let word = format!("{stem}{}", packs.fold.fold(singular));
                packs
                    .lexicon
                    .classes_of(&word)
                    .find_map(|class| match class {
                        TermClass::Currency {
                            code,
                            family,
                            parts: 1,
                        } => Some((code, family)),
                        _ => None,
                    })
            })
            .next()?;
        let money = money::resolved(context, currency, 1, idx + 1);
        Some((money.unit, money.end, money.confidence))
    })?;
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
    let people = match &unit {
        Unit::CountedNoun(noun) => packs.nouns.is_people(&packs.fold.fold(noun)),
        _ => false,
    };
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
        confidence,
        rule: "quantities/dual",
        weak: false,
    })
}
