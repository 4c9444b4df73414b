//! [`Chain`]: all mentions of one thing.
//!
//! The same name is the same thing. A person's short form (family name, or first name) belongs
//! to the longer name that it ends or begins, the nearest before it. The type is what most of
//! the mentions say, weighted by how sure each is. Names that the tagger saw once and passed
//! over elsewhere are found again by their words.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::collocated;
use super::context::Context;
use super::headed;
use super::mention::{Found, is_taken, merge};
use super::recut;
use super::repeated;
use crate::article::EntityType;
use crate::pipeline::zones::Zone;

/// Mentions of one thing, in the order of the text.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// Folded words of its fullest name.
    pub(super) words: Vec<String>,
    /// What it is.
    pub(super) entity_type: EntityType,
    /// Never empty.
    pub(super) mentions: Vec<Found>,
}

/// A short form is taken for a person, against the tagger, only below this probability.
pub(super) const DOUBTED: f32 = 0.85;
/// Names with one word in common that are looked at.
pub(super) const MAX_NAMESAKES: usize = 32;

/// Draws `mentions` together, and finds more of the same names; those of `bodies` with the noun
/// before them, if asked to.
pub(super) fn chains(
    context: &Context<'_>,
    zones: &[Zone],
    bodies: bool,
    mentions: Vec<Found>,
) -> Vec<Chain> {
    let mut all = mentions;
    collocated::widen(context, zones, &mut all);
    let more = repeated::repeated(context, zones, &all);
    // What is found again is never shorter than what is marked there.
    all.retain(|found| !is_taken(&more, &found.tokens));
    merge(&mut all, more);
    headed::widen(context, zones, bodies, &mut all);
    recut::recut(context, &mut all);
    let mut by_name: BTreeMap<String, Vec<Found>> = BTreeMap::new();
    for found in all {
        by_name.entry(found.surface.key()).or_default().push(found);
    }
    let mut chains: Vec<Chain> = by_name
        .into_values()
        .filter_map(|mentions| {
            Some(Chain {
                words: mentions.first()?.surface.words.clone(),
                entity_type: vote(&mentions),
                mentions,
            })
        })
        .collect();
    // Long names first: a short form joins one that already stands.
    chains.sort_by_key(|chain| (std::cmp::Reverse(chain.words.len()), first_token(chain)));
    let mut joined: Vec<Chain> = Vec::new();
    let mut by_end: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for chain in chains {
        let home = home(context, &joined, &by_end, &chain);
        if let Some(home) = home.and_then(|idx| joined.get_mut(idx)) {
            home.mentions.extend(chain.mentions);
            continue;
        }
        if chain.entity_type == EntityType::Person && chain.words.len() > 1 {
            for word in ends(context, &chain.words) {
                let known = by_end.entry(word).or_default();
                if known.len() < MAX_NAMESAKES {
                    known.push(joined.len());
                }
            }
        }
        joined.push(chain);
    }
    in_order(&mut joined);
    joined.sort_by_key(first_token);
    joined
}

/// Puts the mentions of each chain into the order of the text, once all are there.
pub(super) fn in_order(chains: &mut [Chain]) {
    for chain in chains {
        chain.mentions.sort_by_key(|found| found.tokens.start);
    }
}

fn first_token(chain: &Chain) -> usize {
    chain.mentions.first().map_or(0, |found| found.tokens.start)
}

/// What most mentions say.
fn vote(mentions: &[Found]) -> EntityType {
    let mut weights: BTreeMap<EntityType, f32> = BTreeMap::new();
    for found in mentions {
        *weights.entry(found.entity_type).or_default() += found.probability;
    }
    weights
        .into_iter()
        .fold((EntityType::Other, 0.0), |best, (kind, weight)| {
            if weight > best.1 {
                (kind, weight)
            } else {
                best
            }
        })
        .0
}

impl Chain {
    /// Mean probability of its mentions.
    pub(super) fn mean(&self) -> f32 {
        mean(&self.mentions)
    }
}

fn mean(mentions: &[Found]) -> f32 {
    let sum: f32 = mentions.iter().map(|found| found.probability).sum();
    #[allow(clippy::cast_precision_loss, reason = "an article has few mentions")]
    let n = mentions.len().max(1) as f32;
    sum / n
}

/// The words that a short form of a name can begin or end with, without article.
fn ends(context: &Context<'_>, words: &[String]) -> Vec<String> {
    let clitics = &context.knowledge.packs.clitics;
    let mut ends: Vec<String> = [words.first(), words.last()]
        .into_iter()
        .flatten()
        .map(|word| clitics.bare(word).to_owned())
        .collect();
    ends.dedup();
    ends
}

/// The chain that the short form `chain` belongs to; `by_end` has the persons by the first and
/// last words of their names.
fn home(
    context: &Context<'_>,
    chains: &[Chain],
    by_end: &FxHashMap<String, Vec<usize>>,
    chain: &Chain,
) -> Option<usize> {
    if chain.words.len() > 2 {
        return None;
    }
    let person = chain.entity_type == EntityType::Person;
    let doubted = chain.words.len() == 1 && mean(&chain.mentions) < DOUBTED;
    if !person && !doubted {
        return None;
    }
    let at = first_token(chain);
    let near = ends(context, &chain.words);
    let near = near.iter().filter_map(|word| by_end.get(word)).flatten();
    let named = near.filter_map(|&idx| Some((idx, chains.get(idx)?)));
    let candidates = named.filter(|(_, long)| {
        long.entity_type == EntityType::Person
            && long.words.len() > chain.words.len()
            && (ends_with(context, &long.words, &chain.words)
                || person && long.words.starts_with(&chain.words))
    });
    candidates
        .min_by_key(|(_, long)| {
            let before = long
                .mentions
                .iter()
                .rev()
                .find(|found| found.tokens.start < at);
            // A name that stands before is nearer than one that follows.
            let away = before.map_or(usize::MAX / 2, |found| at - found.tokens.start);
            (away, first_token(long))
        })
        .map(|(idx, _)| idx)
}

/// Whether `long` ends with the words of `short`, an article before the first left aside.
fn ends_with(context: &Context<'_>, long: &[String], short: &[String]) -> bool {
    let Some(at) = long.len().checked_sub(short.len()) else {
        return false;
    };
    let clitics = &context.knowledge.packs.clitics;
    long.iter()
        .skip(at)
        .zip(short)
        .enumerate()
        .all(|(idx, (a, b))| a == b || idx == 0 && clitics.bare(a) == clitics.bare(b))
}
