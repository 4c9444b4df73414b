//! Repaired text → tokens, folded for matching, with the terms of the packs found in them.

mod class;
mod fused;
mod sentence;
mod terms;
#[cfg(test)]
mod tests;
mod tokenize;

use crate::boundary::Vocabulary;
use crate::lang::{LanguagePacks, TermId};
use crate::text::{Normalized, NormalizedText, Span};

use fused::{split_at_labels, split_fused_words, word_ends};
use terms::place_terms;
use tokenize::tokenize;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// Letters of one script, with marks and inner apostrophes; digits are numbers.
    Word,
    /// Digits in any script, with inner decimal and grouping marks.
    Number,
    /// One mark of punctuation, or a run of the same mark (`...`, `--`).
    Punctuation,
    /// Symbols, emoji, anything else.
    Symbol,
    /// One line end.
    Newline,
}

/// A surface unit. Tokens do not overlap; between them stands only white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the repaired text.
    pub span: Span<Normalized>,
    /// First byte of its folded form in [`Segmentation::folded`].
    pub folded_start: u32,
    /// One past the last byte of its folded form.
    pub folded_end: u32,
    /// What it is made of.
    pub kind: TokenKind,
    /// No white space or line end stands between it and the token before; false for line
    /// ends and for the first token.
    pub glued: bool,
}

/// An occurrence of a term, with the tokens it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermMatch {
    /// The term.
    pub term: TermId,
    /// First token it touches.
    pub first: u32,
    /// One past the last token it touches.
    pub end: u32,
    /// It starts where its first token starts (otherwise it begins inside a fused word).
    pub at_start: bool,
    /// It ends where its last token ends.
    pub at_end: bool,
    /// Where it stands in the repaired text.
    pub span: Span<Normalized>,
}

/// Tokens of a text.
#[derive(Debug, Default)]
pub struct Segmentation {
    /// In order. Each line end is a token of its own.
    pub tokens: Vec<Token>,
    /// Folded forms of all tokens, in order: one space where white space stands between
    /// two tokens of a line, `\n` for a line end, nothing between glued tokens.
    pub folded: String,
    /// All term occurrences that start or end on a token boundary (both, for terms of one or
    /// two letters), by first token,
    /// the longest first.
    pub terms: Vec<TermMatch>,
}

impl Segmentation {
    /// The folded form of `token`.
    pub fn folded(&self, token: &Token) -> &str {
        self.folded
            .get(token.folded_start as usize..token.folded_end as usize)
            .unwrap_or_default()
    }

    /// For each token, where its terms start in [`Self::terms`]; one more entry at the end.
    pub fn term_starts(&self) -> Vec<u32> {
        let mut next = 0_u32;
        let mut terms = self.terms.iter().peekable();
        let starts = (0..=self.tokens.len()).map(|token_idx| {
            while terms
                .next_if(|term| (term.first as usize) < token_idx)
                .is_some()
            {
                next += 1;
            }
            next
        });
        starts.collect()
    }
}

/// Tokenises `text` and finds the terms in it. One pass each for tokens, folding and terms.
///
/// A word that `vocabulary` knows to be two fused ones is two tokens.
pub fn segment(
    text: &NormalizedText,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
) -> Segmentation {
    let text = text.as_str();
    let mut segmentation = Segmentation {
        tokens: Vec::with_capacity(text.len() / 8 + 1),
        folded: String::with_capacity(text.len() + text.len() / 16),
        terms: Vec::new(),
    };
    let Segmentation { tokens, folded, .. } = &mut segmentation;
    let word_ends = word_ends(text, packs);
    let mut word_ends = word_ends.iter().copied().peekable();
    let mut emit = |mut token: Token| {
        let newline = token.kind == TokenKind::Newline;
        if !(newline || token.glued || folded.is_empty() || folded.ends_with(['\n', ' '])) {
            folded.push(' ');
        }
        token.folded_start = offset(folded.len());
        if newline {
            folded.push('\n');
        } else {
            packs.fold.fold_into(token.span.slice(text), folded);
        }
        token.folded_end = offset(folded.len());
        tokens.push(token);
    };
    tokenize(text, |token| {
        let mut rest = token;
        while let Some(end) = word_ends.next_if(|&end| end < rest.span.end()) {
            if rest.kind == TokenKind::Word && end > rest.span.start() {
                emit(Token {
                    span: Span::new(rest.span.start(), end),
                    ..rest
                });
                rest = Token {
                    span: Span::new(end, rest.span.end()),
                    glued: true,
                    ..rest
                };
            }
        }
        emit(rest);
    });
    // Splitting tokens leaves the folded text as it is: it is searched once.
    let mut hits = Vec::new();
    packs.lexicon.find(&segmentation.folded, &mut hits);
    segmentation.terms = place_terms(text, &segmentation, packs, &hits);
    // Labels first: they are surer than two words that happen to make up a third.
    let labels = split_at_labels(text, &mut segmentation, packs);
    let words = split_fused_words(text, &mut segmentation, packs, vocabulary);
    if labels || words {
        segmentation.terms = place_terms(text, &segmentation, packs, &hits);
    }
    segmentation
}

/// Texts are bounded far below 4 GiB by the intake limit.
fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Sentences inside `span` (one paragraph): in order, tiling it but for white space.
pub fn sentences(
    text: &NormalizedText,
    segmentation: &Segmentation,
    span: Span<Normalized>,
    packs: &LanguagePacks,
) -> Vec<Span<Normalized>> {
    sentence::split(text.as_str(), segmentation, span, packs)
}
