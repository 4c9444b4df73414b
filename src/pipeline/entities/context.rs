//! [`Context`]: the text under analysis, with cheap look-ups.

use std::ops::Range;

use super::Knowledge;
use crate::article::Article;
use crate::lang::{Term, TermClass};
use crate::pipeline::segment::{Segmentation, TermMatch, Token, TokenKind};
use crate::text::{Normalized, NormalizedText, Source, Span};

/// A half-open range of token indices.
pub(super) type Tokens = Range<usize>;

/// The text, its tokens, and what is known.
pub(super) struct Context<'c> {
    pub(super) text: &'c NormalizedText,
    pub(super) segmentation: &'c Segmentation,
    pub(super) knowledge: Knowledge<'c>,
    /// Start of each token in the raw input.
    starts: Vec<u32>,
    /// For each token, where its terms start; one more entry at the end.
    term_starts: Vec<u32>,
}

impl<'c> Context<'c> {
    pub(super) fn new(
        text: &'c NormalizedText,
        segmentation: &'c Segmentation,
        knowledge: Knowledge<'c>,
    ) -> Self {
        let starts = segmentation
            .tokens
            .iter()
            .map(|token| text.source_offset(token.span.start()))
            .collect();
        Self {
            text,
            segmentation,
            knowledge,
            starts,
            term_starts: segmentation.term_starts(),
        }
    }

    /// Whether the tagger knows the article's language; a user's own model is trusted to.
    pub(super) fn reads(&self, article: &Article) -> bool {
        #[cfg(feature = "transformer")]
        if self.knowledge.neural.is_some() {
            return article.language.is_some();
        }
        let languages = &self.knowledge.tagger.languages;
        article
            .language
            .as_ref()
            .is_some_and(|language| languages.contains(&language.tag))
    }

    /// The tokens that start inside a span of the raw input.
    pub(super) fn tokens_of(&self, span: Span<Source>) -> Tokens {
        let first = self.starts.partition_point(|&start| start < span.start());
        let end = self.starts.partition_point(|&start| start < span.end());
        first..end
    }

    pub(super) fn token(&self, idx: usize) -> Option<&'c Token> {
        self.segmentation.tokens.get(idx)
    }

    pub(super) fn is_word(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether a span is one common noun: «وكالات», agencies, names no source.
    pub(super) fn is_common_word(&self, span: Span<Source>) -> bool {
        let tokens = self.tokens_of(span);
        let shown = self.shown(tokens.start);
        tokens.len() == 1 && self.knowledge.packs.names.is_common(shown)
    }

    /// Whether letters or digits stand in a token.
    pub(super) fn has_letters(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
    }

    /// The folded form of a token; empty past the end.
    pub(super) fn folded(&self, idx: usize) -> &'c str {
        self.token(idx)
            .map_or("", |token| self.segmentation.folded(token))
    }

    /// The token as shown; empty past the end.
    pub(super) fn shown(&self, idx: usize) -> &'c str {
        self.token(idx)
            .map_or("", |token| token.span.slice(self.text.as_str()))
    }

    /// The span of tokens.
    pub(super) fn span(&self, tokens: &Tokens) -> Span<Normalized> {
        let first = self.token(tokens.start).map(|token| token.span.start());
        let last = tokens.end.checked_sub(1).and_then(|idx| self.token(idx));
        let end = last.map(|token| token.span.end());
        Span::new(first.unwrap_or_default(), end.unwrap_or_default())
    }

    /// Terms that start with token `idx` and end with a token, the longest first.
    pub(super) fn terms_at(
        &self,
        idx: usize,
    ) -> impl Iterator<Item = (&'c TermMatch, &'c Term)> + use<'c> {
        let terms = &self.segmentation.terms;
        let lexicon = &self.knowledge.packs.lexicon;
        let start = |idx: usize| self.term_starts.get(idx).map_or(0, |&start| start as usize);
        terms
            .get(start(idx)..start(idx + 1))
            .unwrap_or_default()
            .iter()
            .filter(|found| found.at_end)
            .filter_map(move |found| Some((found, lexicon.term(found.term)?)))
    }

    /// The class of a term that `choose` takes, and one past its last token; the term starts
    /// with token `idx`, or inside it behind clitics.
    pub(super) fn term<T>(
        &self,
        idx: usize,
        choose: impl Fn(TermClass) -> Option<T>,
    ) -> Option<(T, usize)> {
        self.terms_at(idx)
            .filter(|(found, _)| found.at_start || self.behind_clitics(found))
            .find_map(|(found, term)| Some((choose(term.class)?, found.end as usize)))
    }

    /// Whether a term begins inside its token where a clitic can end.
    fn behind_clitics(&self, found: &TermMatch) -> bool {
        let Some(token) = self.token(found.first as usize) else {
            return false;
        };
        let front = found.span.start().saturating_sub(token.span.start());
        let front = token
            .span
            .slice(self.text.as_str())
            .get(..front as usize)
            .unwrap_or_default();
        let mut cuts = Vec::new();
        let folded = self.segmentation.folded(token);
        self.knowledge.packs.clitics.cuts(folded, &mut cuts);
        let front = self.knowledge.packs.fold.fold(front);
        let article = |rest: &str| {
            let bare = self.knowledge.packs.clitics.without_article(rest);
            bare.map(|bare| rest.len() - bare.len())
        };
        cuts.iter().any(|cut| {
            let rest = folded.get(cut.bytes..).unwrap_or_default();
            cut.bytes == front.len()
                || article(rest).is_some_and(|letters| cut.bytes + letters == front.len())
        }) || article(folded) == Some(front.len())
    }
}
