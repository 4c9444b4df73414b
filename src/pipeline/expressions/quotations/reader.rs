//! [`Reader`]: the tokens and names of an article, looked up once.

use std::ops::Range;

use super::word::{NOTHING, Word, front, read};
use crate::article::{Article, EntityType};
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Normalized, Span};

/// How surely a word is part of a personal name, of 3.
pub(super) const NAME_STRENGTH: u8 = 2;

/// A name in the text.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) tokens: Tokens,
    /// Its first byte, clitics left outside.
    pub(super) start: u32,
    pub(super) entity: u32,
    pub(super) entity_type: EntityType,
}

impl Named {
    /// Whether things of its type speak.
    pub(super) fn speaks(&self) -> bool {
        matches!(
            self.entity_type,
            EntityType::Person
                | EntityType::Organization
                | EntityType::Group
                | EntityType::Location
                | EntityType::Facility
        )
    }
}

/// The tokens of an article, read for speech.
pub(super) struct Reader<'c> {
    pub(super) view: &'c TokenView<'c>,
    pub(super) article: &'c Article,
    /// Names in the order of the text.
    pub(super) mentions: Vec<Named>,
    first: usize,
    words: Vec<Word>,
}

impl<'c> Reader<'c> {
    /// Reads the `tokens` of `article`.
    pub(super) fn new(view: &'c TokenView<'c>, article: &'c Article, tokens: &Tokens) -> Self {
        let mut reader = Self {
            view,
            article,
            mentions: mentions(view, article),
            first: tokens.start,
            words: Vec::with_capacity(tokens.len()),
        };
        let mut cuts = Vec::new();
        for idx in tokens.clone() {
            let word = read(view, idx, &mut cuts);
            reader.words.push(word);
        }
        for (number, named) in reader.mentions.iter().enumerate() {
            let first = named.tokens.start.saturating_sub(reader.first);
            let inside = named
                .tokens
                .start
                .checked_sub(reader.first)
                .and_then(|_| reader.words.get_mut(first..named.tokens.end - reader.first));
            for word in inside.into_iter().flatten() {
                word.mention = Some(number);
                // «بان كي مون» is a name, whatever its letters are elsewhere.
                word.clause = word.clause.filter(|hit| !hit.what.0.opens_clause());
            }
            if let Some(word) = reader.words.get_mut(first)
                && let Some(cut) = front(view, named.tokens.start, named.start, false, &mut cuts)
            {
                word.governed |= cut.preposition;
                word.joined |= cut.conjunction;
            }
        }
        reader
    }

    /// What token `idx` can be; nothing outside the tokens that were read.
    pub(super) fn word(&self, idx: usize) -> &Word {
        idx.checked_sub(self.first)
            .and_then(|at| self.words.get(at))
            .unwrap_or(&NOTHING)
    }

    /// The name that begins with token `idx`.
    pub(super) fn name_at(&self, idx: usize) -> Option<&Named> {
        self.word(idx)
            .mention
            .and_then(|number| self.mentions.get(number))
            .filter(|named| named.tokens.start == idx)
    }

    /// The span of `tokens`, from byte `start` of the first on.
    pub(super) fn span_from(&self, start: u32, tokens: &Range<usize>) -> Span<Normalized> {
        Span::new(start, self.view.span(tokens).end())
    }

    /// First byte of token `idx`.
    pub(super) fn start(&self, idx: usize) -> u32 {
        self.view
            .token(idx)
            .map(|token| token.span.start())
            .unwrap_or_default()
    }

    /// Whether a definite article stands at the front of token `idx`.
    pub(super) fn is_definite(&self, idx: usize) -> bool {
        let clitics = &self.view.packs.clitics;
        clitics.without_article(self.view.folded(idx)).is_some()
    }
}

fn mentions(view: &TokenView<'_>, article: &Article) -> Vec<Named> {
    let mut named: Vec<Named> = article
        .entities
        .iter()
        .flat_map(|entity| entity.mentions.iter().map(move |mention| (entity, mention)))
        .filter_map(|(entity, mention)| {
            let first = view.token_at(mention.span.start())?;
            let tokens = first..view.tokens_of(mention.span).end.max(first + 1);
            let end = view.span(&tokens).end();
            // A name that begins like a particle is whole: «بسام».
            let strength = view.packs.names.person_strength(view.folded(first));
            let whole = entity.entity_type == EntityType::Person && strength >= NAME_STRENGTH;
            let start = if whole {
                view.token(first)?.span.start()
            } else {
                end.saturating_sub(u32::try_from(mention.text.len()).ok()?)
            };
            Some(Named {
                start,
                tokens,
                entity: entity.id,
                entity_type: entity.entity_type,
            })
        })
        .collect();
    named.sort_by_key(|named| (named.tokens.start, named.tokens.end));
    named
}
