//! Numbers that two numbers make up: واحد على عشرين, اثنان من ثلاثة.
//!
//! In news «اثنان من ثلاثة» tells two of three things apart, and ثمن is a price; only readers
//! of arithmetic ask for a quotient and an eighth.

use super::words::{Front, word};
use super::{Numeral, NumeralForm, NumeralKind, compose, fraction, number_word, numeral_at};
use crate::lang::NumberWordKind;
use crate::pipeline::tokens::TokenView;

/// The numeral at token `idx`, divided by the one behind a word of division.
pub fn ratio_at(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let above = opening_minus(view, idx)
        .or_else(|| part_of(view, idx))
        .or_else(|| numeral_at(view, idx).map(decimal))
        .or_else(|| homograph(view, idx))?;
    let over = number_word(view, above.tokens.end, |kind| kind == NumberWordKind::Over);
    let below = over.and_then(|over| numeral_at(view, over.end));
    match below {
        Some(below) if below.value > 0.0 => Some(Numeral {
            tokens: idx..below.tokens.end,
            value: above.value / below.value,
            grouped: None,
            ..above
        }),
        _ => Some(above),
    }
}

/// A full stop is the mark of decimals: 4.800 is less than five.
fn decimal(numeral: Numeral) -> Numeral {
    let grouped = numeral.grouped.filter(|&grouped| grouped <= numeral.value);
    Numeral {
        value: grouped.map_or(numeral.value, |grouped| grouped / 1000.0),
        ..numeral
    }
}

/// A minus with a space behind it that opens the text.
fn opening_minus(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let minus = idx == 0 && matches!(view.shown(idx), "-" | "−");
    let found = compose::number(view, idx + 1, Front::Nothing)
        .or_else(|| compose::number(view, idx + 1, Front::Bare))
        .filter(|_| minus)?;
    Some(Numeral {
        tokens: idx..found.tokens.end,
        value: -found.value,
        ..found
    })
}

/// «جزء من عشرين»: one divided by it.
fn part_of(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let one = number_word(view, idx, |kind| kind == NumberWordKind::Over)
        .filter(|word| word.value > 0.0)?;
    let below = numeral_at(view, one.end).filter(|below| below.value > 0.0)?;
    Some(Numeral {
        tokens: idx..below.tokens.end,
        clitic: one.front.bytes,
        value: 1.0 / below.value,
        kind: NumeralKind::Fraction,
        grouped: None,
        ..below
    })
}

/// A part of one that is mostly another word, alone or before what is definite: ثمن الكعكة.
fn homograph(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let part = word(view, idx, Front::Any, |kind| {
        kind == NumberWordKind::HomographFraction
    })?;
    let last = view.token(part.end).is_none();
    (last || fraction::definite_follows(view, part.end)).then(|| Numeral {
        tokens: idx..part.end,
        clitic: part.front.bytes,
        value: 1.0 / part.value,
        kind: NumeralKind::Fraction,
        form: NumeralForm::Words,
        definite: false,
        grouped: None,
        scale: 1.0,
    })
}
