//! How the story of another article belongs to this one's: the same, a follow-up, only related.
//!
//! Told from how many of its words this one has, from nouns for events with which both open, from
//! what both name, and from days of which both speak.

use rustc_hash::FxHashSet;

use super::nominal::events::event;
use crate::article::{Article, Entity, EntityType, StoryRelation};
use crate::pipeline::tokens::TokenView;
use crate::text::{Source, Span};

/// Similarity of a headline, and of a whole article, from which on it tells the same event.
const SAME_HEADLINE: f32 = 0.75;
const SAME_ARTICLE: f32 = 0.5;
/// The same, from which on it tells more of it.
const MORE_HEADLINE: f32 = 0.5;
const MORE_ARTICLE: f32 = 0.35;
/// Base of the ids of countries.
const ISO_3166: &str = "iso3166-1";

/// What two articles have in common, besides what both name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Likeness {
    /// Share of the other one's content words that this one has.
    pub(super) similarity: f32,
    /// Nouns for events with which both open.
    pub(super) n_events: usize,
    /// Days of which both speak.
    pub(super) n_times: usize,
    /// All of the other one is there, and not its headline alone.
    pub(super) whole: bool,
}

impl Likeness {
    /// How an article that shares `entities` with `article` belongs to it.
    pub(super) fn relation<'a>(
        self,
        article: &Article,
        entities: impl Iterator<Item = &'a Entity>,
    ) -> StoryRelation {
        let (mut n_specific, mut n_events) = (0, self.n_events);
        for entity in entities {
            n_specific += usize::from(is_specific(article, entity));
            n_events += usize::from(entity.entity_type == EntityType::Event);
        }
        let (same, more) = if self.whole {
            (SAME_ARTICLE, MORE_ARTICLE)
        } else {
            (SAME_HEADLINE, MORE_HEADLINE)
        };
        let about_one = n_specific > 0 || n_events > 0;
        if about_one && self.similarity >= same {
            StoryRelation::SameStory
        } else if n_events > 0 || about_one && (self.similarity >= more || self.n_times > 0) {
            StoryRelation::FollowUp
        } else {
            StoryRelation::Related
        }
    }
}

/// Whether few articles name an entity: no country, no people, not whom the page credits.
fn is_specific(article: &Article, entity: &Entity) -> bool {
    let mut ids = entity.knowledge_base_ids.iter();
    let country = ids.any(|id| id.base == ISO_3166);
    let credited = article.source.as_ref().is_some_and(|source| {
        let mut mentions = entity.mentions.iter();
        mentions.any(|mention| super::contains(source.span, mention.span))
    });
    let common = matches!(entity.entity_type, EntityType::Group | EntityType::Other);
    !country && !common && !credited
}

/// The nouns for events in `spans`, folded, without articles.
pub(super) fn events(
    view: &TokenView<'_>,
    spans: impl IntoIterator<Item = Span<Source>>,
) -> FxHashSet<String> {
    let tokens = spans.into_iter().flat_map(|span| view.tokens_of(span));
    tokens
        .filter_map(|idx| {
            let (span, _) = event(view, idx)?;
            let noun = view.packs.fold.fold(span.slice(view.text.as_str()));
            Some(view.packs.clitics.bare(&noun).to_owned())
        })
        .collect()
}
