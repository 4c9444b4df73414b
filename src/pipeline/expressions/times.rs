//! Times that the text speaks of.

use crate::article::{Article, TimeExpression};
use crate::pipeline::Hints;
use crate::pipeline::tokens::TokenView;
use crate::pipeline::zones::Zone;

/// The times in `zones`, in the order of the text.
pub(super) fn times(
    _view: &TokenView<'_>,
    _zones: &[Zone],
    _hints: &Hints,
    _article: &Article,
) -> Vec<TimeExpression> {
    Vec::new()
}
