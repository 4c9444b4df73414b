//! What was said and by whom.

use crate::article::{Article, Quotation};
use crate::pipeline::tokens::TokenView;

/// The quotations of `article`, in the order of the text.
pub(super) fn quotations(_view: &TokenView<'_>, _article: &Article) -> Vec<Quotation> {
    Vec::new()
}
