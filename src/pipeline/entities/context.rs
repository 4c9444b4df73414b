//! [`Context`]: the text under analysis and what is known.

use super::Knowledge;
use crate::article::Article;
use crate::pipeline::tokens::TokenView;
use crate::text::{Source, Span};

pub(super) use crate::pipeline::tokens::Tokens;

/// The text, its tokens, and what is known.
pub(super) struct Context<'c> {
    pub(super) view: &'c TokenView<'c>,
    pub(super) knowledge: Knowledge<'c>,
}

impl<'c> Context<'c> {
    pub(super) const fn new(view: &'c TokenView<'c>, knowledge: Knowledge<'c>) -> Self {
        Self { view, knowledge }
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
