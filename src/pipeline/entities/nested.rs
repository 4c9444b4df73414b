//! Names inside names: «شرطة الأنبار» is an organisation and names الأنبار, «مطار بيروت الدولي»
//! is an airport and names بيروت. The tagger marks one of the two; here the other is added.

use std::collections::BTreeMap;

use super::chain::{Chain, in_order};
use super::context::{Context, Tokens};
use super::headed;
use super::kinds::noun_at;
use super::mention::{Found, is_taken};
use crate::article::EntityType;
use crate::kb::link::{Country, Linker};
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;

/// Of a name that another one was read from, what is kept of the other's probability.
const READ_FROM: f32 = 0.9;
/// Tokens that a head of a name has at most.
const MAX_HEAD: usize = 3;

/// Adds to `chains` the places inside longer names, and the buildings and bodies that places
/// are named in; `countries` are those of the article.
pub(super) fn add(
    context: &Context<'_>,
    zones: &[Zone],
    countries: &[Country],
    chains: &mut Vec<Chain>,
) {
    let mut taken: Vec<&Found> = chains.iter().flat_map(|chain| &chain.mentions).collect();
    taken.sort_by_key(|found| found.tokens.start);
    let mut fresh: Vec<Found> = Vec::new();
    for chain in chains.iter() {
        for found in &chain.mentions {
            match chain.entity_type {
                EntityType::Organization | EntityType::Facility | EntityType::Event => {
                    fresh.extend(place_inside(context, countries, found));
                }
                EntityType::Location => {
                    let zone = zones.get(found.zone);
                    fresh.extend(zone.and_then(|zone| named_after(context, zone, &taken, found)));
                }
                _ => {}
            }
        }
    }
    join(chains, fresh);
}

/// Puts each name into the chain of the same name and type, or into one of its own.
fn join(chains: &mut Vec<Chain>, fresh: Vec<Found>) {
    let mut homes: BTreeMap<(EntityType, Vec<String>), usize> = BTreeMap::new();
    for (idx, chain) in chains.iter().enumerate() {
        let key = (chain.entity_type, chain.words.clone());
        homes.entry(key).or_insert(idx);
    }
    for found in fresh {
        let key = (found.entity_type, found.surface.words.clone());
        let home = homes.get(&key).and_then(|&idx| chains.get_mut(idx));
        if let Some(home) = home {
            home.mentions.push(found);
        } else {
            homes.insert(key, chains.len());
            chains.push(Chain {
                words: found.surface.words.clone(),
                entity_type: found.entity_type,
                mentions: vec![found],
            });
        }
    }
    in_order(chains);
}

/// The place that a name of several words names behind its head: «بلدية طرابلس», «جامعة
/// القاهرة الأميركية». Not: «ريال مدريد», which opens with no noun for a kind of thing.
fn place_inside(context: &Context<'_>, countries: &[Country], name: &Found) -> Option<Found> {
    let (_, head_end) = noun_at(context, name.tokens.start, |_| true)?;
    let linker = Linker::new(context.knowledge.kb, context.knowledge.packs);
    (head_end..name.tokens.end).find_map(|first| {
        let tokens = place(context, first, name.tokens.end)?;
        let place = Found::new(
            context,
            tokens,
            name.zone,
            EntityType::Location,
            name.probability * READ_FROM,
            "entities/nested-place",
        )?;
        linker.link(&place.surface.key(), Some(EntityType::Location), countries)?;
        Some(Found {
            nested: true,
            ..place
        })
    })
}

/// The place of a list that begins with token `first`.
fn place(context: &Context<'_>, first: usize, end: usize) -> Option<Tokens> {
    let ((), place_end) = context.view.term(first, |class| {
        matches!(class, TermClass::Place).then_some(())
    })?;
    let word = context.view.shown(first);
    let common = place_end == first + 1
        && context.knowledge.packs.names.is_common(word)
        && !is_country(context, context.view.folded(first));
    (place_end <= end && !common).then_some(first..place_end)
}

/// Whether a word is the main name of a country: news name those as often as common nouns.
fn is_country(context: &Context<'_>, word: &str) -> bool {
    let kb = context.knowledge.kb;
    let mut known = kb.named(word).into_iter();
    known.any(|one| !one.alias && kb.entry(one.entry).subtype() == "country")
}

/// The building or body that is named after the place `name`: its head stands right before,
/// without article, and an adjective may follow: «مطار بيروت الدولي».
pub(super) fn named_after(
    context: &Context<'_>,
    zone: &Zone,
    taken: &[&Found],
    name: &Found,
) -> Option<Found> {
    if !context.conventions.heads_first {
        return None;
    }
    let start = name.tokens.start;
    let least = zone.tokens.start.max(start.saturating_sub(MAX_HEAD));
    let (first, entity_type) = (least..start).find_map(|first| {
        let ((entity_type, _), end) = noun_at(context, first, |_| true)?;
        (end == start).then_some((first, entity_type))
    })?;
    let bare = context.view.folded(start - 1);
    if is_taken(taken, &(first..start))
        || context
            .knowledge
            .packs
            .clitics
            .without_article(bare)
            .is_some()
        || !matches!(
            entity_type,
            EntityType::Facility | EntityType::Organization | EntityType::Event
        )
    {
        return None;
    }
    let next = name.tokens.end;
    let adjective = next < zone.tokens.end && is_relative_adjective(context, next);
    let end = next + usize::from(adjective && !is_taken(taken, &(next..next + 1)));
    let end = headed::field_behind(context, first, end, zone.tokens.end).unwrap_or(end);
    let found = Found::new(
        context,
        first..end,
        name.zone,
        entity_type,
        name.probability * READ_FROM,
        "entities/named-after-place",
    )?;
    Some(Found {
        nested: true,
        ..found
    })
}

/// Letters before the ending of such an adjective: «التي» is none.
const MIN_STEM: usize = 2;

/// Whether a token has an article and the ending of adjectives of relation: الدولي.
pub(super) fn is_relative_adjective(context: &Context<'_>, idx: usize) -> bool {
    let packs = context.knowledge.packs;
    let folded = context.view.folded(idx);
    let mut endings = packs.places.nisba_endings.iter();
    context.view.token(idx).is_some_and(|token| !token.glued)
        && packs.clitics.without_article(folded).is_some()
        && endings.any(|(ending, _)| {
            let stem = packs.clitics.bare(folded).strip_suffix(ending.as_str());
            stem.is_some_and(|stem| stem.chars().nth(MIN_STEM - 1).is_some())
        })
}
