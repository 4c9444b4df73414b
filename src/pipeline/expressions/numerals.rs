//! Numbers in digits and in words.

use crate::pipeline::tokens::{TokenView, Tokens};

/// What a numeral says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumeralKind {
    /// How many.
    Cardinal,
    /// The place in an order.
    Ordinal,
    /// A part of one: ثلث.
    Fraction,
}

/// A number in digits or words.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeral {
    /// The tokens it covers; a clitic may stand at the front of the first.
    pub tokens: Tokens,
    /// Its value.
    pub value: f64,
    /// What it says.
    pub kind: NumeralKind,
}

/// The longest numeral that begins with token `idx`, or inside it behind clitics.
pub fn numeral_at(_view: &TokenView<'_>, _idx: usize) -> Option<Numeral> {
    None
}
