//! [`Page`]: everything a layout rule may look at, with cheap look-ups.

use std::ops::Range;

use super::address::{AddressWords, day_in};
use crate::article::{DateValue, Evidence, TextField};
use crate::boundary::Models;
use crate::lang::{LanguagePacks, Term, TermClass};
use crate::markup::Outline;
use crate::pipeline::Hints;
use crate::pipeline::normalize::NormalizedInput;
use crate::pipeline::segment::{Segmentation, TermMatch, Token, TokenKind};
use crate::text::{Normalized, Source, Span};

/// A half-open range of token indices.
pub(super) type Tokens = Range<usize>;

/// The page under layout.
pub(super) struct Page<'p> {
    pub(super) input: &'p NormalizedInput,
    pub(super) seg: &'p Segmentation,
    pub(super) packs: &'p LanguagePacks,
    pub(super) models: &'p Models,
    pub(super) hints: &'p Hints,
    /// Where the lines stand in the page; empty for a text without markup.
    pub(super) outline: &'p Outline,
    /// Words of the headlines that the markup states.
    pub(super) titles: Vec<AddressWords>,
    /// The day that its address names.
    pub(super) address_day: Option<(i16, u8, u8)>,
    /// Keep what was weighed against the values.
    pub(super) explain: bool,
    /// For each token, where its terms start in `seg.terms`; one more entry at the end.
    term_starts: Vec<u32>,
}

static NO_MARKUP: Outline = Outline::none();

impl<'p> Page<'p> {
    pub(super) fn new(
        input: &'p NormalizedInput,
        seg: &'p Segmentation,
        packs: &'p LanguagePacks,
        models: &'p Models,
        hints: &'p Hints,
    ) -> Self {
        Self {
            input,
            seg,
            packs,
            models,
            hints,
            outline: &NO_MARKUP,
            titles: Vec::new(),
            address_day: hints.url.as_deref().and_then(day_in),
            explain: false,
            term_starts: seg.term_starts(),
        }
    }

    /// Whether the address of the page names the day of `date`.
    pub(super) fn is_in_address(&self, date: DateValue) -> bool {
        self.address_day.is_some_and(|(year, month, day)| {
            (date.year, date.month, date.day) == (year, Some(month), Some(day))
        })
    }

    /// The shown text of the whole page.
    pub(super) fn text(&self) -> &'p str {
        self.input.text.as_str()
    }

    pub(super) fn token(&self, idx: usize) -> Option<&'p Token> {
        self.seg.tokens.get(idx)
    }

    pub(super) fn kind(&self, idx: usize) -> Option<TokenKind> {
        self.token(idx).map(|token| token.kind)
    }

    /// The folded form of a token; empty past the end.
    pub(super) fn folded(&self, idx: usize) -> &'p str {
        self.token(idx).map_or("", |token| self.seg.folded(token))
    }

    /// The token as shown; empty past the end.
    pub(super) fn shown(&self, idx: usize) -> &'p str {
        self.token(idx)
            .map_or("", |token| token.span.slice(self.text()))
    }

    pub(super) fn is_word(&self, idx: usize) -> bool {
        self.kind(idx) == Some(TokenKind::Word)
    }

    /// Punctuation or symbol made of one of `marks`.
    pub(super) fn is_mark(&self, idx: usize, marks: &[char]) -> bool {
        matches!(
            self.kind(idx),
            Some(TokenKind::Punctuation | TokenKind::Symbol)
        ) && self
            .shown(idx)
            .chars()
            .next()
            .is_some_and(|mark| marks.contains(&mark))
    }

    /// Letter stretchers alone, which pages print as dashes.
    pub(super) fn is_tatweel(&self, idx: usize) -> bool {
        let shown = self.shown(idx);
        !shown.is_empty() && shown.chars().all(|mark| mark == '\u{0640}')
    }

    /// Words and numbers in `tokens`.
    pub(super) fn word_count(&self, tokens: &Tokens) -> usize {
        tokens
            .clone()
            .filter(|&idx| matches!(self.kind(idx), Some(TokenKind::Word | TokenKind::Number)))
            .count()
    }

    /// Terms whose first token is `idx` and that start where it starts, longest first.
    pub(super) fn terms_at(&self, idx: usize) -> impl Iterator<Item = (&'p TermMatch, &'p Term)> {
        let seg = self.seg;
        let packs = self.packs;
        let range = match (self.term_starts.get(idx), self.term_starts.get(idx + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        seg.terms
            .get(range)
            .unwrap_or_default()
            .iter()
            .filter(|found| found.at_start)
            .filter_map(move |found| Some((found, packs.lexicon.term(found.term)?)))
    }

    /// Terms that begin inside the token `idx`.
    pub(super) fn inner_terms(
        &self,
        idx: usize,
    ) -> impl Iterator<Item = (&'p TermMatch, &'p Term)> {
        let seg = self.seg;
        let packs = self.packs;
        let range = match (self.term_starts.get(idx), self.term_starts.get(idx + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        seg.terms
            .get(range)
            .unwrap_or_default()
            .iter()
            .filter(|found| !found.at_start)
            .filter_map(move |found| Some((found, packs.lexicon.term(found.term)?)))
    }

    /// End of the longest whole-token term at `idx` whose class satisfies `wanted`.
    pub(super) fn term_end(&self, idx: usize, wanted: impl Fn(TermClass) -> bool) -> Option<usize> {
        self.terms_at(idx)
            .find(|(found, term)| found.at_end && wanted(term.class))
            .map(|(found, _)| found.end as usize)
    }

    /// Trims punctuation-free white space only: drops line ends at both sides.
    pub(super) fn trim_newlines(&self, tokens: Tokens) -> Tokens {
        let Range { mut start, mut end } = tokens;
        while start < end && self.kind(start) == Some(TokenKind::Newline) {
            start += 1;
        }
        while start < end && self.kind(end - 1) == Some(TokenKind::Newline) {
            end -= 1;
        }
        start..end
    }

    /// Drops tokens at both sides while `drop` holds.
    #[allow(clippy::unused_self, reason = "reads as the other trimming methods do")]
    pub(super) fn trim(&self, tokens: Tokens, drop: impl Fn(usize) -> bool) -> Tokens {
        let Range { mut start, mut end } = tokens;
        while start < end && drop(start) {
            start += 1;
        }
        while start < end && drop(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// How strongly the token is known as a word of personal names
    /// (see [`NameSets::person_strength`](crate::lang::NameSets::person_strength)).
    pub(super) fn name_strength(&self, idx: usize) -> u8 {
        if self.packs.names.is_common(self.shown(idx)) {
            return 0;
        }
        self.packs.names.person_strength(self.folded(idx))
    }

    /// Drops bullets: `marks` in front, the same but for closing quotes behind.
    pub(super) fn trim_bullets(&self, tokens: Tokens, marks: &[char]) -> Tokens {
        let Range { mut start, mut end } = self.trim_newlines(tokens);
        while start < end && self.is_mark(start, marks) && !self.is_mark(start, &['«']) {
            start += 1;
        }
        while start < end && self.is_mark(end - 1, marks) && !self.is_mark(end - 1, &['»', '›'])
        {
            end -= 1;
        }
        start..end
    }

    /// The text range of `tokens`, without white space around it.
    pub(super) fn span(&self, tokens: &Tokens) -> Span<Normalized> {
        match (
            self.token(tokens.start),
            tokens.end.checked_sub(1).and_then(|idx| self.token(idx)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                Span::new(first.span.start(), last.span.end())
            }
            (Some(first), _) => Span::new(first.span.start(), first.span.start()),
            _ => {
                let end = u32::try_from(self.text().len()).unwrap_or(u32::MAX);
                Span::new(end, end)
            }
        }
    }

    /// The raw range of `tokens`.
    pub(super) fn source_span(&self, tokens: &Tokens) -> Span<Source> {
        self.input.text.to_source(self.span(tokens))
    }

    /// The shown text of `tokens`.
    pub(super) fn slice(&self, tokens: &Tokens) -> &'p str {
        self.span(tokens).slice(self.text())
    }

    /// The folded text of `tokens`.
    pub(super) fn folded_slice(&self, tokens: &Tokens) -> &'p str {
        let ends = (
            self.token(tokens.start),
            tokens.end.checked_sub(1).and_then(|idx| self.token(idx)),
        );
        match ends {
            (Some(first), Some(last)) if tokens.start < tokens.end => self
                .seg
                .folded
                .get(first.folded_start as usize..last.folded_end as usize)
                .unwrap_or_default(),
            _ => "",
        }
    }

    /// A field over `tokens` without the first `skip` bytes.
    pub(super) fn field_from(
        &self,
        tokens: &Tokens,
        skip: usize,
        rule: &'static str,
        confidence: f32,
    ) -> TextField {
        let span = self.span(tokens);
        let skip = u32::try_from(skip).unwrap_or_default();
        let span = Span::new(span.start() + skip, span.end());
        TextField {
            text: span.slice(self.text()).to_owned(),
            span: self.input.text.to_source(span),
            confidence,
            evidence: Evidence { rule },
        }
    }

    /// A field over `tokens`.
    pub(super) fn field(&self, tokens: &Tokens, rule: &'static str, confidence: f32) -> TextField {
        TextField {
            text: self.slice(tokens).to_owned(),
            span: self.source_span(tokens),
            confidence,
            evidence: Evidence { rule },
        }
    }
}
