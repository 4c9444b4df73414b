//! Names that are known without the tagger: fields of the page, names that lists have, and
//! names of a user's own base.

use super::context::{Context, Tokens};
use super::mention::{Found, is_taken, merge};
use super::surface::cut;
use crate::article::{Article, AuthorKind, EntityType, TextField};
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;

/// How sure a listed name is that the tagger did not mark.
const LISTED: f32 = 0.8;
/// The same for a noun of a people, which is an adjective in some places: «مسؤولون عراقيون».
const PEOPLE: f32 = 0.7;
/// The same for a name of the user's base.
const OWN: f32 = 0.95;

/// Adds what `article` and the lists know to `mentions`.
pub(super) fn add(
    context: &Context<'_>,
    zones: &[Zone],
    article: &Article,
    mentions: &mut Vec<Found>,
) {
    // What is surer displaces what the tagger saw in its place.
    replace(mentions, own_names(context, zones));
    replace(mentions, fields(context, zones, article));
    let listed = known_names(context, zones, mentions);
    merge(mentions, listed);
    let peoples = peoples(context, zones, mentions);
    merge(mentions, peoples);
}

/// Puts `surer` in; mentions that overlap it go.
fn replace(mentions: &mut Vec<Found>, mut surer: Vec<Found>) {
    if surer.is_empty() {
        return;
    }
    surer.sort_by_key(|found| found.tokens.start);
    mentions.retain(|found| !is_taken(&surer, &found.tokens));
    merge(mentions, surer);
}

/// The names in the page's fields.
fn fields(context: &Context<'_>, zones: &[Zone], article: &Article) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |field: &TextField, entity_type, rule| {
        let tokens = context.view.tokens_of(field.span);
        let zone = zones.partition_point(|zone| zone.tokens.end <= tokens.start);
        let inside = zones
            .get(zone)
            .is_some_and(|zone| zone.tokens.start <= tokens.start && tokens.end <= zone.tokens.end);
        if inside {
            found.extend(Found::new(
                context,
                tokens,
                zone,
                entity_type,
                field.confidence,
                rule,
            ));
        }
    };
    for author in &article.authors {
        let entity_type = match author.kind {
            AuthorKind::Person => EntityType::Person,
            AuthorKind::Agency | AuthorKind::Outlet => EntityType::Organization,
        };
        add(&author.name, entity_type, "entities/byline");
        if let Some(place) = &author.place {
            add(place, EntityType::Location, "entities/byline");
        }
    }
    if let Some(dateline) = &article.dateline {
        add(&dateline.place, EntityType::Location, "entities/dateline");
    }
    if let Some(source) = &article.source
        && !context.is_common_word(source.span)
    {
        add(source, EntityType::Organization, "entities/source");
    }
    found
}

/// What `find` finds from the first token of each name on, left to right; no two overlap.
fn scan(
    context: &Context<'_>,
    zones: &[Zone],
    probability: f32,
    rule: &'static str,
    find: impl Fn(usize, &Zone) -> Option<(EntityType, Tokens)>,
) -> Vec<Found> {
    let mut found = Vec::new();
    for (zone_idx, zone) in zones.iter().enumerate() {
        let mut end = zone.tokens.start;
        for idx in zone.tokens.clone().filter(|&idx| context.view.is_word(idx)) {
            if idx < end {
                continue;
            }
            let Some((entity_type, tokens)) = find(idx, zone) else {
                continue;
            };
            end = tokens.end;
            let name = Found::new(context, tokens, zone_idx, entity_type, probability, rule);
            found.extend(name);
        }
    }
    found
}

/// Names of several words that the lists have and the tagger passed over.
fn known_names(context: &Context<'_>, zones: &[Zone], mentions: &[Found]) -> Vec<Found> {
    scan(context, zones, LISTED, "entities/list", |idx, zone| {
        let (entity_type, end) = context.view.term(idx, |class| match class {
            TermClass::KnownName { entity_type, .. } => Some(entity_type),
            _ => None,
        })?;
        let tokens = free(idx..end, zone, mentions)?;
        (tokens.len() > 1).then_some((entity_type, tokens))
    })
}

/// Nouns of peoples and followers that the tagger passed over.
fn peoples(context: &Context<'_>, zones: &[Zone], mentions: &[Found]) -> Vec<Found> {
    scan(context, zones, PEOPLE, "entities/people", |idx, zone| {
        let (entity_type, end) = context.view.term(idx, |class| match class {
            TermClass::Nationality { people: true, .. } | TermClass::Group { .. } => {
                Some(EntityType::Group)
            }
            _ => None,
        })?;
        Some((entity_type, free(idx..end, zone, mentions)?))
    })
}

/// The tokens, when they lie in the zone and no mention has one of them.
fn free(tokens: Tokens, zone: &Zone, mentions: &[Found]) -> Option<Tokens> {
    (tokens.end <= zone.tokens.end && !is_taken(mentions, &tokens)).then_some(tokens)
}

/// Names of the user's own base, the longest at each place.
fn own_names(context: &Context<'_>, zones: &[Zone]) -> Vec<Found> {
    if !context.knowledge.kb.has_own_entries() {
        return Vec::new();
    }
    scan(context, zones, OWN, "entities/user-list", |idx, zone| {
        own_name(context, idx, zone.tokens.end)
    })
}

/// The longest name of the user's base that begins with token `idx`, behind clitics or not.
fn own_name(context: &Context<'_>, idx: usize, end: usize) -> Option<(EntityType, Tokens)> {
    let kb = context.knowledge.kb;
    let folded = context.view.folded(idx);
    let without = cut(context, idx).map(|cut| cut.apply(folded));
    [Some(folded), without.as_deref()]
        .into_iter()
        .flatten()
        .find_map(|first| {
            let rest = (idx + 1..end).map(|idx| context.view.folded(idx));
            let matches = kb.find(std::iter::once(first).chain(rest));
            matches.iter().rev().find_map(|matched| {
                let mut own = matched.entries.iter().filter(|one| kb.is_own(one.entry));
                let entry = own.next()?.entry;
                Some((kb.entry(entry).entity_type(), idx..idx + matched.n_words))
            })
        })
}
