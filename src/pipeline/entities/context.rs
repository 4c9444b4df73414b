//! [`Context`]: the text under analysis and what is known.

use super::Knowledge;
use crate::lang::Conventions;
use crate::pipeline::tokens::TokenView;
use crate::tagger::Reader;
use crate::text::{Source, Span};

pub(super) use crate::pipeline::tokens::Tokens;

/// The text, its tokens, and what is known.
pub(super) struct Context<'c> {
    pub(super) view: &'c TokenView<'c>,
    pub(super) knowledge: Knowledge<'c>,
    /// How the language of the text is written.
    pub(super) conventions: &'c Conventions,
    /// What finds names in this language; without a tagger, lists and shapes do.
    pub(super) reader: Option<&'c Reader>,
}

impl<'c> Context<'c> {
    /// `view` is one of text in `language` (BCP 47).
    pub(super) fn new(
        view: &'c TokenView<'c>,
        knowledge: Knowledge<'c>,
        language: Option<&str>,
    ) -> Self {
        Self {
            view,
            knowledge,
            conventions: knowledge.packs.conventions(language),
            reader: language.and_then(|language| knowledge.taggers.of(language)),
        }
    }

    /// Whether a span is one common noun: «وكالات», agencies, names no source.
    pub(super) fn is_common_word(&self, span: Span<Source>) -> bool {
        let tokens = self.view.tokens_of(span);
        let shown = self.view.shown(tokens.start);
        tokens.len() == 1 && self.knowledge.packs.names.is_common(shown)
    }

    /// Whether news write the folded `word` with an article too, as they do common nouns and
    /// hardly names of companies.
    pub(super) fn takes_article(&self, word: &str) -> bool {
        let mut articles = self.knowledge.packs.places.articles.iter();
        articles.any(|article| {
            let definite = format!("{article}{word}");
            self.knowledge.vocabulary.frequency(&definite).is_some()
        })
    }
}
