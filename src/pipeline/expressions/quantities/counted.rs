//! A number with its unit and what bounds it: نحو 150 هجوماً, $10, ما لا يقل عن مليوني دولار.

use super::bounds::{self, Opening};
use super::context::Context;
use super::range;
use super::unit::{self, Counted, Follows, money_unit};
use super::{Found, Step, exclude, money};
use crate::article::{Amount, QuantityKind, Unit};
use crate::lang::{NumberWordKind, QuantityRole, TermClass};
use crate::pipeline::expressions::numerals::{
    Numeral, NumeralForm, NumeralKind, number_behind_and, number_word, numeral_at, ratio_at,
};
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::Tokens;

/// Confidence of a number without a unit.
const BARE: f32 = 0.7;
/// Confidence of a number in words without one.
const DOUBTFUL: f32 = 0.5;

/// Confidence of a unit that holds its number.
const ALONE: f32 = 0.9;

/// A number and its unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measured {
    pub(super) tokens: Tokens,
    pub(super) clitic: u32,
    pub(super) value: f64,
    pub(super) numeral: Option<Numeral>,
    pub(super) unit: Option<Counted>,
    /// A unit of time follows, to one past it.
    pub(super) other: Option<usize>,
}

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

/// The value in the unit: cents are parts of a dollar; of a count of people, a full stop before
/// three digits groups them.
pub(super) fn value(measured: &Measured) -> f64 {
    let unit = measured.unit.as_ref();
    let whole = unit.is_some_and(|unit| matches!(unit.unit, Unit::CountedNoun(_)));
    let grouped = measured
        .numeral
        .as_ref()
        .and_then(|numeral| numeral.grouped)
        .filter(|_| whole);
    let value = grouped.unwrap_or(measured.value);
    unit.map_or(value, |unit| value / unit.parts)
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

/// The number at token `idx` with its unit: before it as a sign, behind it, or inside the unit.
pub(super) fn measured(context: &Context<'_>, idx: usize, end: usize) -> Option<Measured> {
    if idx >= end {
        return None;
    }
    sign_before(context, idx, end)
        .or_else(|| enclosed(context, idx, end))
        .or_else(|| number_and_unit(context, idx, end))
        .or_else(|| homograph(context, idx, end))
        .or_else(|| unit_alone(context, idx, end))
}

/// «$10», «% 50», «USD 10»: a sign or code before the number.
fn sign_before(context: &Context<'_>, idx: usize, end: usize) -> Option<Measured> {
    let token = context.view.token(idx)?;
    let sign = token.kind == TokenKind::Symbol || context.view.shown(idx).is_ascii();
    // A sign written onto letters or digits is part of an address: %D9%84.
    let inside = context.glued(idx)
        && idx
            .checked_sub(1)
            .is_some_and(|before| context.view.has_letters(before) && !context.arithmetic());
    if !sign || inside || token.kind == TokenKind::Number {
        return None;
    }
    let unit = money::money(context, idx)
        .filter(|money| matches!(money.unit, Unit::Currency(_)))
        .map(money_unit);
    let percent = || {
        let glued = context.glued(idx + 1);
        unit::measure(context, idx).filter(|unit| glued && unit.end == idx + 1)
    };
    let unit = unit.or_else(percent)?;
    let numeral = numeral_at(context.view, unit.end)
        .filter(|numeral| numeral.form != NumeralForm::Words && numeral.tokens.end <= end)?;
    Some(Measured {
        tokens: idx..numeral.tokens.end,
        clitic: 0,
        value: numeral.value,
        numeral: Some(numeral),
        unit: Some(unit),
        other: None,
    })
}

/// A part of one that is mostly another word, before a unit of measure: نص لتر.
fn homograph(context: &Context<'_>, idx: usize, end: usize) -> Option<Measured> {
    let part = number_word(context.view, idx, |kind| {
        kind == NumberWordKind::HomographFraction
    })?;
    let unit = unit::measure(context, part.end).filter(|unit| unit.end <= end)?;
    Some(Measured {
        tokens: idx..unit.end,
        clitic: part.front.bytes,
        value: 1.0 / part.value,
        numeral: None,
        unit: Some(unit),
        other: None,
    })
}

/// A number in parentheses or quotes before its unit: «(431) شخصاً».
fn enclosed(context: &Context<'_>, idx: usize, end: usize) -> Option<Measured> {
    let close = match context.view.shown(idx) {
        "(" => ")",
        "\"" => "\"",
        "«" => "»",
        "“" => "”",
        _ => return None,
    };
    let numeral = numeral_at(context.view, idx + 1)?;
    let behind = numeral.tokens.end;
    if numeral.form != NumeralForm::Digits || !context.is_mark(behind, &[close]) {
        return None;
    }
    match unit::unit(context, behind + 1, end, &numeral) {
        Follows::Unit(unit) => Some(Measured {
            tokens: idx..unit.end,
            clitic: 0,
            value: numeral.value,
            numeral: Some(numeral),
            unit: Some(unit),
            other: None,
        }),
        Follows::Other(_) | Follows::Nothing => None,
    }
}

fn number_and_unit(context: &Context<'_>, idx: usize, end: usize) -> Option<Measured> {
    let numeral = if context.arithmetic() {
        ratio_at(context.view, idx)
    } else {
        numeral_at(context.view, idx)
    };
    let numeral = numeral
        .filter(|numeral| numeral.kind != NumeralKind::Ordinal || context.arithmetic())
        .filter(|numeral| numeral.tokens.end <= end)?;
    let behind = numeral.tokens.end;
    let follows = unit::unit(context, behind, end, &numeral);
    let (unit, other) = match follows {
        Follows::Unit(unit) => (Some(unit), None),
        Follows::Other(next) => (None, Some(next)),
        Follows::Nothing => (None, None),
    };
    let mut found = Measured {
        tokens: idx..unit.as_ref().map_or(behind, |unit| unit.end),
        clitic: numeral.clitic,
        value: numeral.value,
        numeral: Some(numeral),
        unit,
        other,
    };
    add_small_money(context, &mut found, end);
    Some(found)
}

/// Adds the cents behind dollars: «20 دولاراً و43 سنتاً».
fn add_small_money(context: &Context<'_>, found: &mut Measured, end: usize) {
    let whole = found.unit.as_ref().is_some_and(|unit| {
        unit.parts < 2.0 && matches!(unit.unit, Unit::Currency(_)) && unit.end < end
    });
    if !whole {
        return;
    }
    let at = number_behind_and(context.view, found.tokens.end);
    let Some(numeral) = numeral_at(context.view, at) else {
        return;
    };
    let Some(small) = money::money(context, numeral.tokens.end) else {
        return;
    };
    if small.parts > 1.0 && numeral.value < small.parts && small.end <= end {
        found.value += numeral.value / small.parts;
        found.tokens.end = small.end;
        if let Some(numeral) = &mut found.numeral {
            numeral.grouped = None;
        }
    }
}

/// A unit of measure that is one by itself: «لتر ونصف», «كيلومترين».
fn unit_alone(context: &Context<'_>, idx: usize, end: usize) -> Option<Measured> {
    let (mut unit, count, clitic) = context.view.terms_at(idx).find_map(|(found, term)| {
        let end = found.end as usize;
        let (unit, count) = match term.class {
            TermClass::Measure { unit, count } => (
                Counted {
                    unit: Unit::Measure(unit.as_str().to_owned()),
                    end,
                    parts: 1.0,
                    confidence: ALONE,
                    rule: "quantities/measure",
                    people: false,
                },
                count,
            ),
            TermClass::Currency {
                code,
                family,
                parts,
                count,
            } => (
                money_unit(money::resolved(context, (code, family), parts, end)),
                count,
            ),
            _ => return None,
        };
        let front = context.view.front(found)?;
        (!front.article).then_some((unit, count, front.bytes))
    })?;
    let next = unit.end;
    let count = f64::from(count);
    let part = {
        let at = number_behind_and(context.view, next);
        let joined = |clitic: u32| at > next || clitic > 0;
        let fraction = numeral_at(context.view, at)
            .filter(|numeral| numeral.kind == NumeralKind::Fraction && joined(numeral.clitic))
            .map(|numeral| (numeral.value, numeral.tokens.end));
        let homograph = || {
            let kind = |kind| kind == NumberWordKind::HomographFraction;
            number_word(context.view, at, kind)
                .filter(|word| joined(word.front.bytes))
                .map(|word| (1.0 / word.value, word.end))
        };
        fraction.or_else(homograph).filter(|&(_, last)| last <= end)
    };
    let (value, last) = match part {
        Some((part, last)) => (count.max(1.0) + part, last),
        None if count > 0.0 => (count, next),
        None => return None,
    };
    unit.end = last;
    Some(Measured {
        tokens: idx..last,
        clitic,
        value,
        numeral: None,
        unit: Some(unit),
        other: None,
    })
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
    let nouns = &context.view.packs.nouns;
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
