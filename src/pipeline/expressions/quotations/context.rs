//! [`Context`]: the article as the rules of quotations read it, and small questions about it.

use super::marks::Quote;
use super::reader::Reader;
use super::unit::{Element, Unit};
use super::word::Word;
use crate::article::Words;
use crate::lang::{ClauseRole, SpeechVerb};
use crate::pipeline::tokens::Tokens;
use crate::text::{Normalized, Span};

/// What a quotation mark can hold and still be a name.
pub(super) const NAME_WORDS: usize = 4;
/// The same where it stands between a verb of saying and what was said.
pub(super) const SUBJECT_WORDS: usize = 6;

/// The article under analysis.
pub(super) struct Context<'c> {
    pub(super) reader: Reader<'c>,
    pub(super) quotes: Vec<Quote>,
}

impl Context<'_> {
    /// What the word at `at` can be; nothing where no word stands.
    pub(super) fn word(&self, unit: &Unit, at: usize) -> Word {
        unit.word(at)
            .map(|token| *self.reader.word(token))
            .unwrap_or_default()
    }

    /// The small word at `at`.
    pub(super) fn role(&self, unit: &Unit, at: usize) -> Option<ClauseRole> {
        self.word(unit, at).role()
    }

    /// Whether the small word at `at` is a preposition.
    pub(super) fn is_preposition(&self, unit: &Unit, at: usize) -> bool {
        self.role(unit, at).is_some_and(ClauseRole::is_preposition)
    }

    /// Whether the small word at `at` opens the clause that was said.
    pub(super) fn is_that(&self, unit: &Unit, at: usize) -> bool {
        self.role(unit, at).is_some_and(ClauseRole::opens_clause)
    }

    /// The verb of saying at `at`, where it is one that has a subject of its own.
    pub(super) fn finite(&self, unit: &Unit, at: usize) -> Option<SpeechVerb> {
        let verb = self.word(unit, at).speech?.what;
        verb.form.is_finite().then_some(verb)
    }

    /// Whether a preposition governs what begins at `at`.
    pub(super) fn is_governed(&self, unit: &Unit, at: usize) -> bool {
        self.word(unit, at).governed
            || at
                .checked_sub(1)
                .is_some_and(|before| self.is_preposition(unit, before))
    }

    /// Past the words of time and of manner at `at`.
    pub(super) fn skip_adverbs(&self, unit: &Unit, mut at: usize) -> usize {
        loop {
            let word = self.word(unit, at);
            if let Some(end) = word.time {
                at = unit.position(end).max(at + 1);
            } else if word.role() == Some(ClauseRole::Adverb) {
                at = self.past_role(unit, at);
            } else {
                return at;
            }
        }
    }

    /// Past the small word at `at`.
    pub(super) fn past_role(&self, unit: &Unit, at: usize) -> usize {
        let end = self.word(unit, at).clause.map(|hit| hit.end);
        end.map_or(at + 1, |end| unit.position(end).max(at + 1))
    }

    /// Where the elements from `from` up to `to` stand.
    pub(super) fn span(&self, unit: &Unit, from: usize, to: usize) -> Span<Normalized> {
        self.reader.view.span(&unit.tokens(from, to))
    }

    /// A stretch of the text, as shown.
    pub(super) fn words(&self, span: Span<Normalized>) -> Words {
        let text = self.reader.view.text;
        Words {
            text: span.slice(text.as_str()).to_owned(),
            span: text.to_source(span),
        }
    }

    /// What stands in the quote, a stretch a paragraph.
    pub(super) fn inside(&self, quote: usize) -> Vec<Span<Normalized>> {
        let pieces = self.quotes.get(quote).map(|quote| quote.pieces.as_slice());
        pieces
            .unwrap_or_default()
            .iter()
            .filter_map(|piece| self.trimmed(piece))
            .collect()
    }

    /// The tokens without line ends around them.
    fn trimmed(&self, tokens: &Tokens) -> Option<Span<Normalized>> {
        let view = self.reader.view;
        let shown = |idx: usize| view.shown(idx).trim();
        let mut tokens = tokens.clone();
        while !tokens.is_empty() && shown(tokens.start).is_empty() {
            tokens.start += 1;
        }
        while !tokens.is_empty() && shown(tokens.end - 1).is_empty() {
            tokens.end -= 1;
        }
        (!tokens.is_empty()).then(|| view.span(&tokens))
    }

    /// Words in the quote, no more counted than `most`.
    pub(super) fn quoted_words(&self, quote: usize, most: usize) -> usize {
        let pieces = self.quotes.get(quote).map(|quote| quote.pieces.as_slice());
        pieces
            .unwrap_or_default()
            .iter()
            .flat_map(Clone::clone)
            .filter(|&idx| self.reader.view.has_letters(idx))
            .take(most)
            .count()
    }

    /// Whether the quote at `at` is a name because the clause that was said follows it:
    /// «أكدت «ماما سعاد» أنها».
    pub(super) fn is_before_that(&self, unit: &Unit, at: usize) -> bool {
        let Some(quote) = unit.quote(at) else {
            return false;
        };
        let few = self.quoted_words(quote, SUBJECT_WORDS + 1) <= SUBJECT_WORDS;
        few && (at + 1..=at + 4)
            .take_while(|&place| unit.quote(place).is_none())
            .any(|place| self.is_that(unit, place))
    }

    /// Whether nothing that matters stands between `at` and the end of the sentence, or a mark
    /// does that ends it.
    pub(super) fn ends_at(&self, unit: &Unit, at: usize) -> bool {
        match unit.elements.get(at) {
            None => true,
            Some(Element::Mark(token)) => {
                let mark = self.reader.view.shown(*token);
                mark.starts_with(['.', '،', ',', '!', '؟', '?', '…', '؛', ';', ')'])
            }
            Some(_) => false,
        }
    }
}
