//! Common nouns that name an entity again: «الوزير» for the one minister of the article,
//! «الوزارة» for the one ministry.
//!
//! Only where one entity before fits and no other, or of several one alone is named in this
//! sentence or the one before. Not where the noun opens a name, an office, or goes on over an
//! adjective that could tell another thing; one of nationality must be the entity's own.

mod candidates;
pub(super) mod events;

use rustc_hash::FxHashSet;

use crate::article::{Article, EntityType, Evidence, Mention, MentionKind};
use crate::lang::TermClass;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Normalized, Source, Span};
use candidates::{Candidate, Kinds, candidates};

/// Distance in sentences over which one of several candidates is still meant.
const NEAR_SENTENCES: usize = 1;

/// A noun with its article that speaks of something again.
struct Again {
    /// Without the article, folded.
    noun: String,
    /// What stands in the text, with an adjective that belongs to it.
    span: Span<Normalized>,
    /// The country of that adjective.
    country: Option<[u8; 2]>,
}

/// Adds the mentions by common nouns to the entities of `article`.
pub(super) fn add(view: &TokenView<'_>, article: &mut Article) {
    let by_noun = candidates(view, article);
    let kinds = Kinds::new(view, article);
    let named = Named::new(view, article);
    let mut found: Vec<(usize, Mention)> = Vec::new();
    for (number, sentence) in article.sentences.iter().enumerate() {
        if view.stops() {
            return;
        }
        let near = number.saturating_sub(NEAR_SENTENCES);
        let near = article
            .sentences
            .get(near)
            .map_or(0, |one| one.span.start());
        let here = sentence.span.start();
        for idx in view.tokens_of(sentence.span) {
            let Some(again) = again(view, &named, idx) else {
                continue;
            };
            let span = view.text.to_source(again.span);
            let by_kind = || kinds.of(view, &again.noun);
            let Some(candidates) = by_noun.get(again.noun.as_str()).or_else(by_kind) else {
                continue;
            };
            if named.overlaps(span) {
                continue;
            }
            if let Some(meant) = meant(article, candidates, &again, span.start(), [here, near]) {
                let mention = Mention {
                    text: again.span.slice(view.text.as_str()).to_owned(),
                    span,
                    kind: MentionKind::Nominal,
                    confidence: meant.confidence,
                    evidence: Evidence {
                        rule: "references/nominal",
                    },
                };
                found.push((meant.entity, mention));
            }
        }
    }
    super::add_mentions(article, found);
}

/// The one candidate that is named before `at`, or of several the one that is named from `near`
/// on. An adjective of nationality must be that of the candidate.
fn meant<'c>(
    article: &Article,
    candidates: &'c [Candidate],
    again: &Again,
    at: u32,
    [here, near]: [u32; 2],
) -> Option<&'c Candidate> {
    let entity = |candidate: &Candidate| article.entities.get(candidate.entity);
    let named_between = |candidate: &Candidate, first: u32| {
        entity(candidate).is_some_and(|entity| {
            let mentions = &entity.mentions;
            let before = mentions.partition_point(|one| one.span.start() < at);
            let last = before.checked_sub(1).and_then(|idx| mentions.get(idx));
            last.is_some_and(|one| one.span.start() >= first)
        })
    };
    let known = candidates.iter().filter(|one| {
        let nation = entity(one).and_then(|entity| entity.nationality.as_deref());
        let agrees = match (again.country, nation) {
            (Some(country), Some(nation)) => nation.as_bytes() == country,
            (Some(_), None) => candidates.len() == 1,
            (None, _) => true,
        };
        agrees && one.from < at
    });
    let known: Vec<&Candidate> = known.collect();

    match known.as_slice() {
        [] => None,
        [one] => Some(*one),
        several => {
            let place = |one: &Candidate| {
                entity(one).is_some_and(|entity| entity.entity_type == EntityType::Location)
            };
            let first = |one: &Candidate| if place(one) { here } else { near };
            let mut close = several.iter().filter(|one| named_between(one, first(one)));
            let first = close.next();
            first.filter(|_| close.next().is_none()).copied()
        }
    }
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

/// Where entities are named, and roles said.
struct Named {
    /// In the order of the text.
    taken: Vec<Span<Source>>,
    role_ends: FxHashSet<u32>,
}

/// Spans looked at before a place.
const NEAR: usize = 8;

impl Named {
    fn new(view: &TokenView<'_>, article: &Article) -> Self {
        let mut taken: Vec<Span<Source>> = article
            .entities
            .iter()
            .flat_map(|entity| {
                // A role speaks of what it is held at: «رئيس اللجنة فلان».
                let roles = entity.roles.iter().filter_map(|role| {
                    let first = view.token_at(role.span.start())?;
                    let end = view.text.to_source(view.span(&(first..first + 1))).end();
                    Some(Span::new(role.span.start(), end))
                });
                let mentions = entity.mentions.iter().map(|mention| mention.span);
                mentions.chain(roles)
            })
            .collect();
        taken.sort_unstable();
        let roles = article.entities.iter().flat_map(|entity| &entity.roles);
        let role_ends = roles.map(|role| role.span.end()).collect();
        Self { taken, role_ends }
    }

    fn overlaps(&self, span: Span<Source>) -> bool {
        // Names nest one level deep and roles hold names: what covers `span` starts close before.
        let at = self
            .taken
            .partition_point(|known| known.start() < span.end());
        let near = self.taken.get(at.saturating_sub(NEAR)..at);
        let mut near = near.unwrap_or_default().iter();
        near.any(|known| known.end() > span.start())
    }
}

/// The noun at `idx`, when it has an article and nothing but an adjective of nationality goes on
/// from it: no name, no other noun with an article.
fn again(view: &TokenView<'_>, named: &Named, idx: usize) -> Option<Again> {
    let (noun, span) = definite(view, idx)?;
    let next: Tokens = idx + 1..idx + 2;
    let alone = Again {
        noun,
        span,
        country: None,
    };
    let ends_role = named.role_ends.contains(&view.text.to_source(span).end());
    if !view.is_word(next.start) || ends_role {
        return Some(alone);
    }
    let follows = view.span(&next);
    let name_follows = named.overlaps(view.text.to_source(follows));
    let article = view.packs.clitics.without_article(view.folded(next.start));
    if name_follows {
        return None;
    }
    if article.is_none() {
        return Some(alone);
    }
    let (country, end) = view.term(next.start, |class| match class {
        TermClass::Nationality {
            country,
            people: false,
        } => Some(country),
        _ => None,
    })?;
    let behind: Tokens = end..end + 1;
    let goes_on = view.is_word(end)
        && (named.overlaps(view.text.to_source(view.span(&behind)))
            || view
                .packs
                .clitics
                .without_article(view.folded(end))
                .is_some());
    (end == next.end && !goes_on).then_some(Again {
        span: Span::new(span.start(), follows.end()),
        country,
        ..alone
    })
}
