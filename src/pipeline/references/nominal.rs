//! Common nouns that name an entity again: «الوزير» for the one minister of the article,
//! «الوزارة» for the one ministry.
//!
//! Only where one entity before fits and no other: two ministers of an article keep all their
//! «الوزير» unresolved. Not where the noun opens a name, an office, or goes on over an adjective
//! that could tell another thing.

use rustc_hash::FxHashMap;

use super::folded_words;
use crate::article::{Article, Entity, EntityType, Evidence, Mention, MentionKind};
use crate::lang::TermClass;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Normalized, Source, Span};

/// Confidence of an office again, and of a head of a name again.
const OFFICE: f32 = 0.85;
const HEAD: f32 = 0.8;

/// What a noun without its article can stand for.
#[derive(Debug, Default)]
struct Candidates {
    /// Index of the entity; `None` where several fit.
    entity: Option<usize>,
    /// Where it is named so first.
    from: u32,
    confidence: f32,
}

/// Adds the mentions by common nouns to the entities of `article`.
pub(super) fn add(view: &TokenView<'_>, article: &mut Article) {
    let by_noun = candidates(view, article);
    if by_noun.is_empty() {
        return;
    }
    let mut taken: Vec<Span<Source>> = article
        .entities
        .iter()
        .flat_map(|entity| {
            let roles = entity.roles.iter().map(|role| role.span);
            entity
                .mentions
                .iter()
                .map(|mention| mention.span)
                .chain(roles)
        })
        .collect();
    taken.sort_unstable();
    let mut found: Vec<(usize, Mention)> = Vec::new();
    for sentence in &article.sentences {
        for idx in view.tokens_of(sentence.span) {
            let Some((noun, shown)) = definite(view, idx) else {
                continue;
            };
            let Some(candidates) = by_noun.get(noun.as_str()) else {
                continue;
            };
            let span = view.text.to_source(shown);
            let free = !overlaps(&taken, span) && stands_alone(view, &taken, idx);
            if let Some(entity) = candidates.entity
                && free
                && candidates.from < span.start()
            {
                found.push((
                    entity,
                    Mention {
                        text: shown.slice(view.text.as_str()).to_owned(),
                        span,
                        kind: MentionKind::Nominal,
                        confidence: candidates.confidence,
                        evidence: Evidence {
                            rule: "references/nominal",
                        },
                    },
                ));
            }
        }
    }
    for (entity, mention) in found {
        if let Some(entity) = article.entities.get_mut(entity) {
            entity.mentions.push(mention);
            entity.mentions.sort_by_key(|mention| mention.span);
        }
    }
}

/// Offices of persons, and the nouns that open names of bodies and buildings.
fn candidates(view: &TokenView<'_>, article: &Article) -> FxHashMap<String, Candidates> {
    let mut by_noun: FxHashMap<String, Candidates> = FxHashMap::default();
    for (idx, entity) in article.entities.iter().enumerate() {
        for (noun, from, confidence) in nouns(view, entity) {
            let known = by_noun.entry(noun).or_insert(Candidates {
                entity: Some(idx),
                from,
                confidence,
            });
            if known.entity != Some(idx) {
                known.entity = None;
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
                if let Some((noun, _)) = first(&role.text)
                    && is_office(view, &noun)
                {
                    nouns.push((noun, role.span.start(), OFFICE));
                }
            }
        }
        EntityType::Organization | EntityType::Facility => {
            for mention in &entity.mentions {
                if let Some((noun, n_words)) = first(&mention.text)
                    && n_words > 1
                    && opens_names(view, &noun, entity.entity_type)
                {
                    nouns.push((noun, mention.span.start(), HEAD));
                    break;
                }
            }
        }
        _ => {}
    }
    nouns
}

fn is_office(view: &TokenView<'_>, noun: &str) -> bool {
    let mut classes = view.packs.lexicon.classes_of(noun);
    classes.any(|class| matches!(class, TermClass::Office(_)))
}

fn opens_names(view: &TokenView<'_>, noun: &str, wanted: EntityType) -> bool {
    let mut classes = view.packs.lexicon.classes_of(noun);
    classes.any(|class| match class {
        TermClass::EntityHead { entity_type, .. } => entity_type == wanted,
        TermClass::OutletHead => wanted == EntityType::Organization,
        _ => false,
    })
}

/// A noun with an article: without it, and where the noun with its article stands.
fn definite(view: &TokenView<'_>, idx: usize) -> Option<(String, Span<Normalized>)> {
    let token = view.token(idx).filter(|_| view.is_word(idx))?;
    let folded = view.folded(idx);
    let clitics = &view.packs.clitics;
    let mut cuts = Vec::new();
    clitics.cuts(folded, &mut cuts);
    let whole = clitics
        .without_article(folded)
        .map(|bare| (bare.to_owned(), 0));
    let (noun, front) = whole.or_else(|| {
        cuts.iter().filter(|cut| !cut.particle).find_map(|cut| {
            let reading = cut.apply(folded);
            let bare = clitics.without_article(&reading)?;
            Some((bare.to_owned(), cut.bytes))
        })
    })?;
    let start = token.span.start() + view.shown_bytes(idx, front);
    Some((noun, Span::new(start, token.span.end())))
}

fn overlaps(taken: &[Span<Source>], span: Span<Source>) -> bool {
    // Names nest one level deep and roles hold names: what covers `span` starts close before.
    let at = taken.partition_point(|known| known.start() < span.end());
    let near = taken.get(at.saturating_sub(NEAR)..at).unwrap_or_default();
    near.iter().any(|known| known.end() > span.start())
}

/// Spans looked at before a place.
const NEAR: usize = 8;

/// Whether the noun at `idx` is all that is said of the thing: no name, no other noun with an
/// article and no adjective goes on from it.
fn stands_alone(view: &TokenView<'_>, taken: &[Span<Source>], idx: usize) -> bool {
    let next: Tokens = idx + 1..idx + 2;
    if !view.is_word(next.start) {
        return true;
    }
    let name_follows = overlaps(taken, view.text.to_source(view.span(&next)));
    let article = view.packs.clitics.without_article(view.folded(next.start));
    !name_follows && article.is_none()
}
