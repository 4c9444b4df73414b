//! Other articles of the page, and the entities that they share with this one.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use super::{words_of, words_on};
use crate::article::{
    Article, CrossReference, Entity, EntityType, Evidence, ReferenceEnd, ReferenceKind, Words,
};
use crate::boundary::content_key;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Source, Span};

/// A name that stands in a headline; an entity of both articles with one id, with one name.
const IN_HEADLINE: f32 = 0.9;
const SAME_ID: f32 = 0.95;
const SAME_NAME: f32 = 0.85;

/// Each related headline and embedded article to what it shares.
pub(super) fn references(
    view: &TokenView<'_>,
    article: &Article,
    names: &Names,
) -> Vec<CrossReference> {
    if article.related_headlines.is_empty() && article.embedded_articles.is_empty() {
        return Vec::new();
    }
    let own = keys(view, spans(article));
    let mut found = Vec::new();
    for (headline, idx) in article.related_headlines.iter().zip(0..) {
        let tokens = view.tokens_of(headline.span);
        let similarity = share(&own, &keys(view, [headline.span]));
        let mut said: FxHashSet<u32> = FxHashSet::default();
        for (entity, tokens) in names.find(view, &tokens) {
            if said.insert(entity) {
                let shared = words_on(view, &tokens);
                let from = ReferenceEnd::RelatedHeadline(idx);
                found.push(shares(from, entity, shared, similarity, IN_HEADLINE));
            }
        }
    }
    for (embedded, idx) in article.embedded_articles.iter().zip(0..) {
        let similarity = share(&own, &keys(view, spans(embedded)));
        let twins = Twins::new(view, embedded);
        for entity in &article.entities {
            if let Some((other, confidence)) = twins.of(view, entity)
                && let Some(mention) = other.mentions.first()
            {
                let from = ReferenceEnd::EmbeddedArticle(idx);
                let shared = words_of(mention);
                found.push(shares(from, entity.id, shared, similarity, confidence));
            }
        }
    }
    found
}

fn shares(
    from: ReferenceEnd,
    entity: u32,
    shared: Words,
    similarity: f32,
    confidence: f32,
) -> CrossReference {
    CrossReference {
        kind: ReferenceKind::RelatedArticle,
        from,
        to: ReferenceEnd::Entity(entity),
        shared: vec![shared],
        similarity: Some(similarity),
        confidence,
        evidence: Evidence {
            rule: "references/related",
        },
    }
}

/// The entities of another article, by what tells that they are those of this one.
struct Twins<'a> {
    by_id: FxHashMap<&'a str, &'a Entity>,
    by_name: FxHashMap<(EntityType, String), &'a Entity>,
}

impl<'a> Twins<'a> {
    fn new(view: &TokenView<'_>, article: &'a Article) -> Self {
        let mut twins = Self {
            by_id: FxHashMap::default(),
            by_name: FxHashMap::default(),
        };
        for entity in &article.entities {
            if let Some(id) = entity.knowledge_base_ids.first() {
                twins.by_id.entry(&id.id).or_insert(entity);
            }
            let key = (entity.entity_type, view.packs.fold.fold(&entity.name));
            twins.by_name.entry(key).or_insert(entity);
        }
        twins
    }

    /// The same entity there, and how sure that is. Two ids that differ are two things.
    fn of(&self, view: &TokenView<'_>, entity: &Entity) -> Option<(&'a Entity, f32)> {
        let id = entity.knowledge_base_ids.first();
        if let Some(twin) = id.and_then(|id| self.by_id.get(id.id.as_str())) {
            return Some((twin, SAME_ID));
        }
        let key = (entity.entity_type, view.packs.fold.fold(&entity.name));
        let twin = self.by_name.get(&key)?;
        let differ = id.is_some() && !twin.knowledge_base_ids.is_empty();
        (!differ).then_some((*twin, SAME_NAME))
    }
}

/// Headline and paragraphs.
fn spans(article: &Article) -> impl Iterator<Item = Span<Source>> {
    let headline = article.headline.iter().map(|field| field.span);
    headline.chain(article.paragraphs.iter().map(|paragraph| paragraph.span))
}

/// The keys of the content words in `spans`.
fn keys(view: &TokenView<'_>, spans: impl IntoIterator<Item = Span<Source>>) -> FxHashSet<u32> {
    let tokens = |span: Span<Source>| -> Tokens { view.tokens_of(span) };
    spans
        .into_iter()
        .flat_map(tokens)
        .filter(|&idx| view.is_word(idx))
        .map(|idx| content_key(view.folded(idx)))
        .filter(|&key| key != 0)
        .collect()
}

/// Share of the keys of `other` that `own` has too.
fn share(own: &FxHashSet<u32>, other: &FxHashSet<u32>) -> f32 {
    let both = other.intersection(own).count();
    #[allow(clippy::cast_precision_loss, reason = "a page has few words")]
    let share = both as f32 / other.len().max(1) as f32;
    share
}
