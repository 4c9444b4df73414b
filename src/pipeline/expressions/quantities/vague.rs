//! Sizes without a number: عشرات القتلى, مئات الآلاف, بضعة أشخاص.

use super::bounds::Opening;
use super::context::Context;
use super::unit::Counted;
use super::{Found, Step, money, noun, unit};
use crate::article::{Amount, QuantityKind, Unit};
use crate::lang::{NumberWordKind, QuantityRole, TermClass};
use crate::pipeline::expressions::numerals::{NumberWord, bare_number_word, number_word};
use crate::pipeline::tokens::Tokens;

/// A few are three to nine.
const FEW: (f64, f64) = (3.0, 9.0);
/// Multipliers behind a size: مئات آلاف الملايين.
const MAX_MULTIPLIERS: usize = 2;
const WITH_UNIT: f32 = 0.9;
const ALONE: f32 = 0.7;

/// The size at token `idx`, behind the words of `opening`.
pub(super) fn vague(
    context: &Context<'_>,
    zone: &Tokens,
    idx: usize,
    opening: &Opening,
) -> Option<Step> {
    let first = number_word(context.view, opening.end, |kind| {
        matches!(
            kind,
            NumberWordKind::Vague | NumberWordKind::MultiplierPlural
        )
    })?;
    if first.end > zone.end {
        return None;
    }
    let mut value = first.value;
    let mut end = first.end;
    for _ in 0..MAX_MULTIPLIERS {
        let next = bare_number_word(context.view, end, |kind| {
            matches!(
                kind,
                NumberWordKind::MultiplierPlural | NumberWordKind::Multiplier
            )
        });
        let Some(next) = next.filter(|next| next.end <= zone.end) else {
            break;
        };
        value *= next.value;
        end = next.end;
    }
    let follows = unit_of(context, end, zone.end);
    if let Behind::Time(next) = follows {
        return Some(Step::Skip(next));
    }
    let unit = match follows {
        Behind::Unit(unit) => Some(unit),
        _ => None,
    };
    // Without a noun only the definite form says a size: «أصيب العشرات».
    let multiplied = end > first.end;
    if unit.is_none() && !first.front.article && !multiplied && opening.roles.is_empty() {
        return None;
    }
    let plain = opening
        .roles
        .iter()
        .all(|role| !matches!(role, QuantityRole::Between | QuantityRole::From));
    Some(Step::Found(found(
        idx, opening, plain, &first, value, end, unit,
    )))
}

fn found(
    idx: usize,
    opening: &Opening,
    plain: bool,
    first: &NumberWord,
    value: f64,
    end: usize,
    unit: Option<Counted>,
) -> Found {
    let few = first.value <= FEW.0;
    let (minimum, maximum) = if few {
        let scale = value / first.value;
        (FEW.0 * scale, Some(FEW.1 * scale))
    } else {
        (2.0 * value, None)
    };
    let opened = plain && !opening.roles.is_empty();
    let start = if opened { idx } else { opening.end };
    Found {
        tokens: start..unit.as_ref().map_or(end, |unit| unit.end),
        clitic: if opened {
            opening.clitic
        } else {
            first.front.bytes
        },
        kind: QuantityKind::Cardinal,
        amount: Amount::Range {
            minimum: Some(minimum),
            maximum,
            minimum_exclusive: false,
            maximum_exclusive: false,
        },
        approximate: true,
        people: unit.as_ref().is_none_or(|unit| unit.people),
        confidence: if unit.is_some() { WITH_UNIT } else { ALONE },
        unit: unit.map(|unit| unit.unit),
        casualty: None,
        rule: "quantities/vague",
        weak: false,
    }
}

/// What stands behind a size.
enum Behind {
    Unit(Counted),
    /// A unit of time, to one past it.
    Time(usize),
    Nothing,
}

/// A noun, definite or not: «عشرات القتلى», «مئات من الجنود», «ملايين الدولارات».
fn unit_of(context: &Context<'_>, at: usize, end: usize) -> Behind {
    let at = noun::past_of(context, at);
    if at >= end || context.is_name(at) {
        return Behind::Nothing;
    }
    let time = |class| {
        matches!(
            class,
            TermClass::TimeUnit { .. } | TermClass::QuantityWord(QuantityRole::Time)
        )
        .then_some(())
    };
    if let Some(((), next)) = context.view.term(at, time) {
        return Behind::Time(next);
    }
    if let Some(found) = unit::measure(context, at) {
        return Behind::Unit(found);
    }
    if let Some(money) = money::money(context, at) {
        return Behind::Unit(unit::money_unit(money));
    }
    if let Some((measure, next)) = definite_measure(context, at) {
        return Behind::Unit(Counted {
            unit: measure,
            end: next,
            parts: 1.0,
            confidence: WITH_UNIT,
            rule: "quantities/measure",
            people: false,
        });
    }
    noun::plural(context, at, end).map_or(Behind::Nothing, Behind::Unit)
}

/// A unit of measure with the article: «آلاف الكيلومترات».
fn definite_measure(context: &Context<'_>, at: usize) -> Option<(Unit, usize)> {
    context.view.term(at, |class| match class {
        TermClass::Measure { unit, .. } => Some(Unit::Measure(unit.as_str().to_owned())),
        _ => None,
    })
}
