//! Keywords: tags, with separators or without.

use super::fused::split_at;
use super::page::{Page, Tokens};

/// Marks that separate tags.
const SEPARATORS: &[char] = &[',', '،', ';', '؛', '|', '•', '·', '#', '*', '●', '▪'];
/// Marks that separate tags only with spaces around them.
const LOOSE_SEPARATORS: &[char] = &['-', '–', '—', '/', '\\', '»', '›'];

/// Splits the value of a keyword label.
pub(super) fn split_keywords(page: &Page<'_>, value: &Tokens) -> Vec<Tokens> {
    let separates = |idx: usize| {
        page.is_mark(idx, SEPARATORS)
            || (page.is_mark(idx, LOOSE_SEPARATORS)
                && page.token(idx).is_some_and(|token| !token.glued)
                && page.token(idx + 1).is_some_and(|token| !token.glued))
    };
    split_at(page, value, separates)
        .into_iter()
        .map(|part| {
            page.trim(part, |idx| {
                page.is_mark(idx, &['.', ':', '"', '«', '»', '“', '”'])
            })
        })
        .filter(|part| !part.is_empty())
        .collect()
}
