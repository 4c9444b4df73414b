//! Numbers that two numbers make up: واحد على عشرين, اثنان من ثلاثة.
//!
//! In news «اثنان من ثلاثة» tells two of three things apart; only readers of arithmetic ask
//! for a quotient.

use super::{Numeral, numeral_at};
use crate::lang::NumberWordKind;
use crate::pipeline::tokens::TokenView;

/// The numeral at token `idx`, divided by the one behind a word of division.
pub fn ratio_at(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let above = numeral_at(view, idx)?;
    let over = super::number_word(view, above.tokens.end, |kind| kind == NumberWordKind::Over);
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
