//! Places in an order: الثالث, الحادي عشر, الخامس والعشرون.

use super::words::{Front, word};
use super::{Numeral, NumeralForm, NumeralKind, compose};
use crate::lang::NumberWordKind;
use crate::pipeline::tokens::TokenView;

/// The ordinal at token `idx`.
pub(super) fn ordinal(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let first = word(view, idx, Front::Any, |kind| {
        matches!(
            kind,
            NumberWordKind::Ordinal | NumberWordKind::OrdinalBeforeTen
        )
    })?;
    let numeral = |value, end| Numeral {
        tokens: idx..end,
        clitic: first.front.bytes,
        value,
        kind: NumeralKind::Ordinal,
        form: NumeralForm::Words,
        definite: first.front.article,
        grouped: None,
        scale: 1.0,
    };
    if first.value < 10.0 {
        let more = compose::ten(view, first.end).or_else(|| compose::tens(view, first.end));
        if let Some(more) = more {
            return Some(numeral(first.value + more.value, more.end));
        }
    }
    (first.kind == NumberWordKind::Ordinal).then(|| numeral(first.value, first.end))
}
