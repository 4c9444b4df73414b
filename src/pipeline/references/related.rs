//! Other articles of the page, and the entities and days that they share with this one.

use rustc_hash::{FxHashMap, FxHashSet};

use super::names::Names;
use super::story::{self, Likeness};
use super::{words_of, words_on};
use crate::article::{
    Article, CrossReference, Entity, EntityType, Evidence, ReferenceEnd, ReferenceKind,
    TimeExpression, TimeType, Words,
};
use crate::boundary::content_key;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Source, Span};

/// A name that stands in a headline; an entity of both articles with one id, with one name.
const IN_HEADLINE: f32 = 0.9;
const SAME_ID: f32 = 0.95;
const SAME_NAME: f32 = 0.85;

/// Times that two articles share and that are given, at most.
const MAX_TIMES: usize = 8;

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
    let events = story::events(view, opening(article));
    let mut found = Vec::new();
    for (headline, idx) in article.related_headlines.iter().zip(0..) {
        let tokens = view.tokens_of(headline.span);
        let mut said: FxHashSet<u32> = FxHashSet::default();
        let mut entities = Vec::new();
        for (entity, tokens) in names.find(view, &tokens) {
            if said.insert(entity) {
                entities.push((entity, words_on(view, &tokens), IN_HEADLINE));
            }
        }
        let shared = Shared {
            similarity: share(&own, &keys(view, [headline.span])),
            events: story::events(view, [headline.span]),
            entities,
            times: Vec::new(),
        };
        let from = ReferenceEnd::RelatedHeadline(idx);
        found.extend(shared.references(article, &events, &from));
    }
    for (embedded, idx) in article.embedded_articles.iter().zip(0..) {
        let twins = Twins::new(view, embedded);
        let entities = article.entities.iter().filter_map(|entity| {
            let (other, confidence) = twins.of(view, entity)?;
            Some((entity.id, words_of(other.mentions.first()?), confidence))
        });
        let shared = Shared {
            similarity: share(&own, &keys(view, spans(embedded))),
            events: story::events(view, opening(embedded)),
            entities: entities.collect(),
            times: shared_times(article, embedded),
        };
        let from = ReferenceEnd::EmbeddedArticle(idx);
        found.extend(shared.references(article, &events, &from));
    }
    found
}

/// What another article shares with this one.
struct Shared {
    /// Share of its content words that this one has.
    similarity: f32,
    /// Nouns for events with which it opens.
    events: FxHashSet<String>,
    /// Entities of this one, where it names them, and how sure that is.
    entities: Vec<(u32, Words, f32)>,
    /// Times of this one, where it speaks of them, and how sure that is.
    times: Vec<(Words, Words, f32)>,
}

impl Shared {
    /// The references from that article, `from`; `events` are those with which this one opens.
    fn references(
        self,
        article: &Article,
        events: &FxHashSet<String>,
        from: &ReferenceEnd,
    ) -> Vec<CrossReference> {
        let entities = self.entities.iter().filter_map(|(id, _, _)| {
            let at = article
                .entities
                .binary_search_by_key(id, |entity| entity.id);
            article.entities.get(at.ok()?)
        });
        let likeness = Likeness {
            similarity: self.similarity,
            n_events: self.events.intersection(events).count(),
            n_times: self.times.len(),
            whole: matches!(from, ReferenceEnd::EmbeddedArticle(_)),
        };
        let relation = likeness.relation(article, entities);
        let to_entities = self
            .entities
            .into_iter()
            .map(|(id, shared, confidence)| (ReferenceEnd::Entity(id), shared, confidence));
        let to_times = self
            .times
            .into_iter()
            .map(|(own, shared, confidence)| (ReferenceEnd::Words(own), shared, confidence));
        to_entities
            .chain(to_times)
            .map(|(to, shared, confidence)| CrossReference {
                kind: ReferenceKind::RelatedArticle,
                from: from.clone(),
                to,
                shared: vec![shared],
                similarity: Some(self.similarity),
                story_relation: Some(relation),
                confidence,
                evidence: Evidence {
                    rule: "references/related",
                },
            })
            .collect()
    }
}

/// Days of which both articles speak: the words of each.
fn shared_times(article: &Article, other: &Article) -> Vec<(Words, Words, f32)> {
    let mut own: FxHashMap<&str, &TimeExpression> = FxHashMap::default();
    for time in article.times.iter().filter(|time| is_day(time)) {
        own.entry(&time.value).or_insert(time);
    }
    let mut shared = Vec::new();
    for time in other.times.iter().filter(|time| is_day(time)) {
        // Each day once.
        let Some(known) = own.remove(time.value.as_str()) else {
            continue;
        };
        let words = |time: &TimeExpression| Words {
            text: time.text.clone(),
            span: time.span,
        };
        shared.push((
            words(known),
            words(time),
            known.confidence * time.confidence,
        ));
        if shared.len() == MAX_TIMES {
            break;
        }
    }
    shared
}

/// Whether a time is one known day.
fn is_day(time: &TimeExpression) -> bool {
    let digits = |letter: u8| letter.is_ascii_digit() || letter == b'-';
    time.time_type == TimeType::Date && time.value.len() == DAY && time.value.bytes().all(digits)
}

/// Letters of a day of the calendar.
const DAY: usize = "2024-01-26".len();

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

/// Headline and first paragraph.
fn opening(article: &Article) -> impl Iterator<Item = Span<Source>> {
    spans(article).take(1 + usize::from(article.headline.is_some()))
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
