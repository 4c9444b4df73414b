//! What a noun can stand for: holders of an office, what a name opens with, places of a kind.

use rustc_hash::FxHashMap;

use super::super::folded_words;
use crate::article::{Article, Entity, EntityType, Mention};
use crate::lang::TermClass;
use crate::pipeline::tokens::TokenView;

/// Confidence of an office again, and of a head of a name again.
const OFFICE: f32 = 0.85;
const HEAD: f32 = 0.8;
/// Confidence of a kind of place again: «المدينة».
const PLACE: f32 = 0.7;
/// Confidence of a noun for the kind of a thing.
const KIND: f32 = 0.7;
/// The kind of places whose nouns mean much else.
const COUNTY: &str = "county";
/// Candidates of one noun that are looked at.
const MAX_CANDIDATES: usize = 8;

/// Something that a noun can stand for.
#[derive(Debug)]
pub(super) struct Candidate {
    /// Index of the entity.
    pub(super) entity: usize,
    /// Where it is named so first.
    pub(super) from: u32,
    pub(super) confidence: f32,
}

/// What each noun, without its article, can stand for.
pub(super) type Candidates = FxHashMap<String, Vec<Candidate>>;

/// What is of a kind that a noun names, though its own name does not say so: «البلاد» for الصومال, «الشركة» for طيران الخليج.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    by_subtype: FxHashMap<(EntityType, String), Vec<Candidate>>,
}

impl Kinds {
    pub(super) fn new(view: &TokenView<'_>, article: &Article) -> Self {
        let mut kinds = Self::default();
        for (idx, entity) in article.entities.iter().enumerate() {
            let first = entity.mentions.first();
            let (Some(subtype), Some(first)) = (&entity.subtype, first) else {
                continue;
            };
            if !matches!(
                entity.entity_type,
                EntityType::Location | EntityType::Organization
            ) {
                continue;
            }
            // A body whose own name says what it is is named so again.
            let body = entity.entity_type == EntityType::Organization;
            let mut mentions = entity.mentions.iter();
            if body && mentions.any(|one| has_head(view, &one.text)) {
                continue;
            }
            let known = kinds
                .by_subtype
                .entry((entity.entity_type, subtype.clone()))
                .or_default();
            if known.len() < MAX_CANDIDATES {
                known.push(Candidate {
                    entity: idx,
                    from: first.span.start(),
                    confidence: KIND,
                });
            }
        }
        kinds
    }

    pub(super) fn of(&self, view: &TokenView<'_>, noun: &str) -> Option<&Vec<Candidate>> {
        let mut classes = view.packs.lexicon.classes_of(noun);
        let kind = classes.find_map(|class| match class {
            TermClass::EntityHead {
                entity_type: entity_type @ (EntityType::Location | EntityType::Organization),
                subtype,
            } => Some((entity_type, subtype.name().to_owned())),
            _ => None,
        })?;
        self.by_subtype.get(&kind)
    }
}

/// What each entity can be named by again.
pub(super) fn candidates(view: &TokenView<'_>, article: &Article) -> Candidates {
    let mut by_noun = Candidates::default();
    for (idx, entity) in article.entities.iter().enumerate() {
        for (noun, from, confidence) in nouns(view, entity) {
            let known = by_noun.entry(noun).or_default();
            let said = known.iter().any(|one| one.entity == idx);
            if !said && known.len() < MAX_CANDIDATES {
                known.push(Candidate {
                    entity: idx,
                    from,
                    confidence,
                });
            }
        }
    }
    by_noun
}

/// The nouns, without article, that an entity can be named by again, and from where on.
fn nouns(view: &TokenView<'_>, entity: &Entity) -> Vec<(String, u32, f32)> {
    let first = |text: &str| {
        let words = folded_words(view, text);
        let word = words.first()?;
        Some((view.packs.clitics.bare(word).to_owned(), words.len()))
    };
    let mut nouns = Vec::new();
    match entity.entity_type {
        EntityType::Person => {
            for role in &entity.roles {
                let readings = readings(view, role.span.start());
                if let Some(noun) = readings.into_iter().find(|noun| is_office(view, noun)) {
                    nouns.push((noun, role.span.start(), OFFICE));
                }
            }
            // «المهندسة ريم»: a title is no office, and can stand for her all the same.
            for mention in entity.mentions.iter().take(MAX_TITLES) {
                nouns.extend(title(view, mention).map(|noun| (noun, mention.span.start(), OFFICE)));
            }
        }
        EntityType::Organization
        | EntityType::Facility
        | EntityType::Event
        | EntityType::Group
        | EntityType::Work
        | EntityType::Product => {
            for mention in &entity.mentions {
                if let Some((noun, n_words)) = first(&mention.text)
                    && n_words > 1
                    && (opens_names(view, &noun)
                        || entity.entity_type == EntityType::Organization
                            && opens_long_name(view, &noun, n_words))
                {
                    nouns.push((noun, mention.span.start(), HEAD));
                }
            }
        }
        EntityType::Location => {
            let from = entity.mentions.first().map(|mention| mention.span.start());
            let subtype = entity.subtype.as_deref();
            if let (Some(from), Some(subtype)) = (from, subtype) {
                let types = view.packs.places.types.iter();
                // A county is called by words that mean much else: «القضاء», «المركز».
                let of_kind = types.filter(|(_, kind)| kind == subtype && kind != COUNTY);
                nouns.extend(of_kind.map(|(noun, _)| (noun.clone(), from, PLACE)));
            }
        }
        EntityType::Other => {}
    }
    nouns
}

/// Whether a word that no list has opens a name of several words: «المرصد السوري لحقوق الإنسان».
fn opens_long_name(view: &TokenView<'_>, noun: &str, n_words: usize) -> bool {
    let person = view.packs.names.person_strength(noun) > 1;
    let mut classes = view.packs.lexicon.classes_of(noun);
    n_words > 2 && !person && !classes.any(|class| matches!(class, TermClass::Place))
}

/// Whether a name opens with a noun for a kind of thing.
fn has_head(view: &TokenView<'_>, name: &str) -> bool {
    let words = folded_words(view, name);
    let first = words.first().filter(|_| words.len() > 1);
    first.is_some_and(|first| opens_names(view, view.packs.clitics.bare(first)))
}

fn is_office(view: &TokenView<'_>, noun: &str) -> bool {
    let mut classes = view.packs.lexicon.classes_of(noun);
    classes.any(|class| matches!(class, TermClass::Office(_)))
}

fn opens_names(view: &TokenView<'_>, noun: &str) -> bool {
    let mut classes = view.packs.lexicon.classes_of(noun);
    classes.any(|class| matches!(class, TermClass::EntityHead { .. } | TermClass::OutletHead))
}

/// The word at a place of the input without article, behind its clitics or not.
fn readings(view: &TokenView<'_>, at: u32) -> Vec<String> {
    let Some(idx) = view.token_at(at) else {
        return Vec::new();
    };
    view.readings(idx)
        .map(|word| view.packs.clitics.bare(&word).to_owned())
        .collect()
}

/// The title with an article right before a name.
fn title(view: &TokenView<'_>, mention: &Mention) -> Option<String> {
    let idx = view.token_at(mention.span.start())?.checked_sub(1)?;
    let noun = view.packs.clitics.without_article(view.folded(idx))?;
    view.is_one(idx, TermClass::Honorific)
        .then(|| noun.to_owned())
}

/// Mentions whose titles are looked at.
const MAX_TITLES: usize = 4;
