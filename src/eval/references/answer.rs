//! [`Answer`]: what the pipeline made of a page, in the terms of the scores.

use std::collections::BTreeMap;

use super::gold::Place;
use crate::article::{Article, MentionKind, ReferenceEnd, ReferenceKind, StoryRelation};
use crate::text::{OffsetEncoding, PositionIndex, Source, Span};

/// An entity of the answer, of the main article or of an embedded one.
#[derive(Debug, Clone)]
pub struct FoundEntity {
    /// Its name.
    pub name: String,
    /// Its mentions.
    pub mentions: Vec<(Place, MentionKind)>,
    /// Its ids: `Q796`, `wof:421180941`.
    pub ids: Vec<String>,
    /// Where in the list the entity of the main article stands that it is the same as; itself
    /// when there is none.
    pub home: usize,
}

/// One end of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Words.
    Words(Place),
    /// An entity, by its place in the list.
    Entity(usize),
    /// Another article or its headline.
    Article(Place),
    /// Something that is not scored.
    Other,
}

/// A reference of the answer.
#[derive(Debug, Clone)]
pub struct FoundReference {
    /// What it says.
    pub kind: ReferenceKind,
    /// The rule that found it.
    pub rule: &'static str,
    /// Where it starts.
    pub from: End,
    /// Where it leads.
    pub to: End,
    /// How the story of another article belongs to this one's.
    pub story_relation: Option<StoryRelation>,
}

/// Entities and references of a page.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Those of the main article first.
    pub entities: Vec<FoundEntity>,
    /// All references.
    pub references: Vec<FoundReference>,
}

impl Answer {
    /// What `article` says of `text`.
    pub fn new(text: &str, article: &Article) -> Self {
        let positions = PositionIndex::new(text, OffsetEncoding::CodePoints);
        let mut answer = Self::default();
        answer.add(&positions, article);
        answer
    }

    fn add(&mut self, positions: &PositionIndex<'_>, article: &Article) {
        let place = |span: Span<Source>| {
            let (start, end) = positions.convert_span(span);
            Place { start, end }
        };
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        for entity in &article.entities {
            let number = self.entities.len();
            numbers.insert(entity.id, number);
            let ids = entity.knowledge_base_ids.iter().map(|id| {
                if id.base == "wikidata" {
                    id.id.clone()
                } else {
                    format!("{}:{}", id.base, id.id)
                }
            });
            let mentions = entity.mentions.iter();
            self.entities.push(FoundEntity {
                name: entity.name.clone(),
                mentions: mentions.map(|one| (place(one.span), one.kind)).collect(),
                ids: ids.collect(),
                home: number,
            });
        }
        let first_embedded = self.entities.len();
        for embedded in &article.embedded_articles {
            self.add(positions, embedded);
        }
        let end = |end: &ReferenceEnd| match end {
            ReferenceEnd::Words(words) => End::Words(place(words.span)),
            ReferenceEnd::Entity(id) => numbers.get(id).map_or(End::Other, |&idx| End::Entity(idx)),
            ReferenceEnd::RelatedHeadline(idx) => article
                .related_headlines
                .get(*idx as usize)
                .map_or(End::Other, |headline| End::Article(place(headline.span))),
            ReferenceEnd::EmbeddedArticle(idx) => article
                .embedded_articles
                .get(*idx as usize)
                .map_or(End::Other, |other| End::Article(place(other.span))),
            ReferenceEnd::KnowledgeBase { .. } => End::Other,
        };
        for reference in &article.cross_references {
            let to = end(&reference.to);
            if let (ReferenceEnd::EmbeddedArticle(_), End::Entity(home)) = (&reference.from, to) {
                for shared in &reference.shared {
                    let shared = place(shared.span);
                    let embedded = self.entities.iter_mut().skip(first_embedded);
                    let twin = embedded
                        .into_iter()
                        .find(|one| one.mentions.iter().any(|(own, _)| *own == shared));
                    if let Some(twin) = twin {
                        twin.home = home;
                    }
                }
            }
            self.references.push(FoundReference {
                kind: reference.kind,
                rule: reference.evidence.rule,
                from: end(&reference.from),
                to,
                story_relation: reference.story_relation,
            });
        }
    }

    /// The mentions of each thing, over all articles of the page; of one kind, or of all.
    pub fn chains(&self, kind: Option<MentionKind>) -> Vec<Vec<Place>> {
        let mut chains: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
        for entity in &self.entities {
            let wanted = entity
                .mentions
                .iter()
                .filter(|one| kind.is_none_or(|kind| one.1 == kind));
            let chain = chains.entry(entity.home).or_default();
            chain.extend(wanted.map(|(place, _)| *place));
        }
        chains
            .into_values()
            .filter(|chain| !chain.is_empty())
            .collect()
    }

    /// The same mentions, those with the same words together.
    pub fn chains_by_words(&self, text: &str, kind: Option<MentionKind>) -> Vec<Vec<Place>> {
        let mut chains: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for place in self.chains(kind).into_iter().flatten() {
            let words = text.chars().skip(place.start as usize);
            let words = words.take(place.end.saturating_sub(place.start) as usize);
            chains.entry(words.collect()).or_default().push(place);
        }
        chains.into_values().collect()
    }
}
