//! A number with its unit: before it as a sign, behind it, or holding it.

use super::context::Context;
use super::money;
use super::unit::{self, Counted, Follows, money_unit};
use crate::article::Unit;
use crate::lang::{NumberWordKind, TermClass};
use crate::pipeline::expressions::numerals::{
    Numeral, NumeralForm, NumeralKind, number_behind_and, number_word, numeral_at, ratio_at,
};
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::Tokens;

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
    // «COP26» is no money.
    let last = unit.end.saturating_sub(1);
    let code = context.view.in_placed_language() && context.view.is_word(last);
    if code && context.glued(unit.end) {
        return None;
    }
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
