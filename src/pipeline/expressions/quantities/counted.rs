//! A quantity: a number with its unit and what bounds it: نحو 150 هجوماً, ما لا يقل عن مليوني
//! دولار, شخص واحد.

use super::bounds::{self, Opening};
use super::context::Context;
use super::measured::{Measured, measured, value};
use super::range;
use super::unit::{self, Counted};
use super::{Found, Step, exclude, money};
use crate::article::{Amount, QuantityKind, Unit};
use crate::lang::{QuantityRole, TermClass};
use crate::pipeline::expressions::numerals::{NumeralForm, NumeralKind, number_behind_and};
use crate::pipeline::tokens::Tokens;

/// Confidence of a number without a unit.
const BARE: f32 = 0.7;

/// Confidence of a number in words without one.
const DOUBTFUL: f32 = 0.5;

/// The quantity at token `idx`.
pub(super) fn counted(
    context: &Context<'_>,
    zone: &Tokens,
    idx: usize,
    least: usize,
    opening: Opening,
) -> Option<Step> {
    let pair = opening.has(QuantityRole::Between) || opening.has(QuantityRole::From);
    let first = measured(context, opening.end, zone.end)?;
    if !opening.roles.is_empty() && first.clitic > 0 {
        // «على الأقل وثلاثة»: what a conjunction joins is another number.
        return None;
    }
    if let Some(step) = range::range(context, zone, idx, &opening, &first) {
        return Some(step);
    }
    if pair {
        // «من» and «بين» before one number are no part of it: it is read at its own place.
        return None;
    }
    if let Some(end) = first.other {
        return Some(Step::Skip(end));
    }
    let alone = opening.roles.is_empty();
    if !context.arithmetic() && exclude::is_no_quantity(context, zone, &first, alone) {
        return Some(Step::Skip(first.tokens.end));
    }
    if alone && let Some(found) = noun_before(context, least, &first) {
        return Some(Step::Found(found));
    }
    let unit = first.unit.clone();
    let amount = Amount::Value(value(&first));
    Some(Step::Found(closed(
        context,
        zone,
        idx,
        opening,
        &first,
        (amount, unit),
    )))
}

/// The quantity of `amount`, with the words before and behind it.
pub(super) fn closed(
    context: &Context<'_>,
    zone: &Tokens,
    idx: usize,
    mut opening: Opening,
    last: &Measured,
    (amount, unit): (Amount, Option<Counted>),
) -> Found {
    let (closing, end) = bounds::closing(context, last.tokens.end, zone.end);
    let weak = is_weak(context, &opening, last, &closing);
    let share = opening.has(QuantityRole::Share);
    // The word for a share is part of what it makes a percentage only.
    if share && unit.is_some() && opening.roles.len() == 1 {
        opening.roles.clear();
    }
    let own = unit.as_ref().map(|unit| unit.unit.clone());
    let share_drops = share && unit.is_some() && opening.roles.is_empty();
    let (start, clitic) = if opening.roles.is_empty() {
        let start = if share_drops { opening.end } else { idx };
        (start, last_clitic(start, last))
    } else {
        (idx, opening.clitic)
    };
    let mut roles = opening.roles.clone();
    roles.extend(&closing);
    let negative = closing.contains(&QuantityRole::BelowZero);
    let amount = match amount {
        Amount::Value(value) if negative => Amount::Value(-value),
        amount => amount,
    };
    let mut amount = bounds::bounded(amount, &roles);
    let mut end = end;
    if opening.bound().is_some()
        && closing.is_empty()
        && let Some((second, last)) = second_bound(context, zone, end)
        && let Some(both) = bounds::both(amount, second)
    {
        amount = both;
        end = last;
    }
    let percent = Unit::Measure("percent".to_owned());
    let confidence = unit.as_ref().map_or_else(
        || {
            let words = last
                .numeral
                .as_ref()
                .is_some_and(|numeral| numeral.form == NumeralForm::Words);
            if words { DOUBTFUL } else { BARE }
        },
        |unit| unit.confidence,
    );
    Found {
        tokens: start..end,
        clitic,
        kind: QuantityKind::Cardinal,
        amount,
        approximate: roles.contains(&QuantityRole::About),
        people: unit.as_ref().is_none_or(|unit| unit.people),
        rule: unit.as_ref().map_or("quantities/number", |unit| unit.rule),
        unit: own.or(share.then_some(percent)),
        casualty: None,
        confidence,
        weak,
    }
}

/// Whether a small word, or what bounds the number, stands before token `idx`.
fn led(context: &Context<'_>, idx: usize) -> bool {
    idx.checked_sub(1).is_some_and(|before| {
        let small = |class| {
            matches!(
                class,
                TermClass::FunctionWord | TermClass::QuantityWord(_) | TermClass::Casualty { .. }
            )
            .then_some(())
        };
        context.view.term(before, small).is_some()
    })
}

/// Clitic bytes where the quantity begins with its number.
fn last_clitic(start: usize, measured: &Measured) -> u32 {
    if measured.tokens.start == start {
        measured.clitic
    } else {
        0
    }
}

/// Another bound behind a conjunction: «أكثر من 10 وأقل من 20».
fn second_bound(context: &Context<'_>, zone: &Tokens, end: usize) -> Option<(Amount, usize)> {
    let mut at = end;
    if context.is_mark(at, &["،", ","]) {
        at += 1;
    }
    let or = bounds::word(context, at, |role| role == QuantityRole::Or);
    let at = or.map_or_else(|| number_behind_and(context.view, at), |(_, end, _)| end);
    let opening = bounds::opening(context, at, zone.end);
    opening.bound()?;
    let second = measured(context, opening.end, zone.end)?;
    let amount = bounds::bounded(Amount::Value(value(&second)), &opening.roles);
    Some((amount, second.tokens.end))
}

/// Whether a number stands too bare to be a quantity unless it counts victims.
fn is_weak(
    context: &Context<'_>,
    opening: &Opening,
    last: &Measured,
    closing: &[QuantityRole],
) -> bool {
    if context.arithmetic() || last.unit.is_some() || !opening.roles.is_empty() {
        return false;
    }
    let Some(numeral) = &last.numeral else {
        return false;
    };
    if !closing.is_empty() || numeral.kind != NumeralKind::Cardinal {
        return false;
    }
    match numeral.form {
        NumeralForm::Words => {
            numeral.value <= 10.0 || numeral.definite || numeral.tokens.len() == 1
        }
        // Behind a noun digits are a name more often than not: الوحدة 53.
        NumeralForm::Digits => !led(context, numeral.tokens.start),
        NumeralForm::Mixed | NumeralForm::Slash => false,
    }
}

/// «شخص واحد», «كيلومتر واحد»: one and two stand behind their noun.
fn noun_before(context: &Context<'_>, least: usize, found: &Measured) -> Option<Found> {
    let numeral = found.numeral.as_ref()?;
    let before = numeral.tokens.start.checked_sub(1)?;
    let small = numeral.form == NumeralForm::Words && (1.0..3.0).contains(&numeral.value);
    if !small || before < least || numeral.clitic > 0 || found.unit.is_some() || numeral.definite {
        return None;
    }
    // «رقم واحد» is a name.
    let label = bounds::word(context, before, |role| role == QuantityRole::Label);
    if label.is_some() {
        return None;
    }
    let nouns = context.view.nouns();
    let folded = context.view.folded(before);
    let fold = |text: &str| context.view.packs.fold.fold(text);
    let (unit, rule) = if let Some(measure) = unit::measure(context, before) {
        (measure.unit, measure.rule)
    } else if let Some(money) = money::money(context, before).filter(|money| money.parts < 2.0) {
        (money.unit, "quantities/money")
    } else {
        let accusative = || {
            nouns
                .without_ending(folded, crate::lang::NounForm::Accusative)
                .find_map(|(stem, _)| nouns.singular(stem))
        };
        let singular = nouns
            .singular(folded)
            .or_else(accusative)
            .or_else(|| nouns.of_dual(folded, fold))?;
        (Unit::CountedNoun(singular.to_owned()), "quantities/noun")
    };
    let people = match &unit {
        Unit::CountedNoun(noun) => nouns.is_people(&fold(noun)),
        _ => false,
    };
    Some(Found {
        tokens: before..numeral.tokens.end,
        clitic: 0,
        kind: QuantityKind::Cardinal,
        amount: Amount::Value(numeral.value),
        approximate: false,
        people,
        unit: Some(unit),
        casualty: None,
        confidence: 0.85,
        rule,
        weak: false,
    })
}
