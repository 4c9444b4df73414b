//! Names that are known without the tagger: fields of the page, names that lists have, and
//! names of a user's own base.

use super::context::{Context, Tokens};
use super::mention::{Found, is_taken, merge};
use super::surface::cut;
use crate::article::{Article, AuthorKind, EntityType, TextField};
use crate::lang::TermClass;
use crate::pipeline::segment::TermMatch;
use crate::pipeline::zones::Zone;
use crate::text::LetterCase;

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
    let places = places(context, zones, mentions);
    merge(mentions, places);
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
        && (!context.is_common_word(source.span) || is_medium(context, source))
    {
        add(source, EntityType::Organization, "entities/source");
    }
    found
}

/// Whether a list of media has that name: «الأيام» credits a newspaper.
fn is_medium(context: &Context<'_>, source: &TextField) -> bool {
    let tokens = context.view.tokens_of(source.span);
    let medium = context.view.term(tokens.start, |class| {
        (class == TermClass::Outlet).then_some(())
    });
    medium.is_some_and(|((), end)| end == tokens.end)
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

/// Capitals, and listed places behind a small word (في, إلى), that the tagger passed over.
fn places(context: &Context<'_>, zones: &[Zone], mentions: &[Found]) -> Vec<Found> {
    let names = &context.knowledge.packs.names;
    scan(
        context,
        zones,
        LISTED,
        "entities/listed-place",
        |idx, zone| {
            // «того» is no Togo.
            if LetterCase::of(context.view.shown(idx)) == LetterCase::Small {
                return None;
            }
            let listed = context.view.terms_at(idx).find(|(found, term)| {
                let place = match term.class {
                    TermClass::Capital(_) => true,
                    TermClass::Place => is_led_to(context, zone, idx) && is_large(context, found),
                    _ => false,
                };
                place && found.at_start && found.first as usize == idx
            });
            let (found, _) = listed?;
            let tokens = free(idx..found.end as usize, zone, mentions)?;
            let alone = tokens.len() == 1;
            let common = names.is_common(context.view.shown(idx))
                || names.person_strength(context.view.folded(idx)) > 1;
            (!(alone && common)).then_some((EntityType::Location, tokens))
        },
    )
}

/// Whether a listed place is the main name of a country or a large city in the base.
fn is_large(context: &Context<'_>, found: &TermMatch) -> bool {
    let words = found.first as usize..found.end as usize;
    let words: Vec<&str> = words.map(|idx| context.view.folded(idx)).collect();
    let kb = context.knowledge.kb;
    let mut known = kb.named(&words.join(" ")).into_iter();
    known.any(|one| !one.alias && kb.entry(one.entry).popularity() >= LARGE)
}

/// People who live in a place whose name is taken for it wherever it stands behind a small word.
pub(super) const LARGE: u32 = 100_000;

/// Whether a small word stands right before token `idx`.
fn is_led_to(context: &Context<'_>, zone: &Zone, idx: usize) -> bool {
    let before = idx
        .checked_sub(1)
        .filter(|&before| before >= zone.tokens.start);
    before.is_some_and(|before| context.view.is_one(before, TermClass::FunctionWord))
}

/// Nouns of peoples and followers that the tagger passed over.
fn peoples(context: &Context<'_>, zones: &[Zone], mentions: &[Found]) -> Vec<Found> {
    let capital = context.conventions.capital_peoples;
    scan(context, zones, PEOPLE, "entities/people", |idx, zone| {
        if capital && LetterCase::of(context.view.shown(idx)) == LetterCase::Small {
            return None;
        }
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
