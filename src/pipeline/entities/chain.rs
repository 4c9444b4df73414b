//! [`Chain`]: all mentions of one thing.
//!
//! The same name is the same thing. A person's short form (family name, or first name) belongs
//! to the longer name that it ends or begins, the nearest before it. The type is what most of
//! the mentions say, weighted by how sure each is. Names that the tagger saw once and passed
//! over elsewhere are found again by their words.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::context::{Context, Tokens};
use super::headed;
use super::mention::{Found, is_taken, merge};
use super::surface::cut;
use crate::article::EntityType;
use crate::lang::{Cut, TermClass};
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
/// A name is looked for elsewhere when the tagger is at least so sure of it.
const SURE: f32 = 0.6;
/// Of a name found again, what is kept of the probability of the name.
const REPEATED: f32 = 0.9;
/// A family name is looked for alone when it is no more frequent (logarithm to base 2 of the
/// count in news).
const FREQUENT: u8 = 11;
/// Names with one word in common that are looked at.
const MAX_NAMESAKES: usize = 32;
/// Shorter words stand for too much else.
const MIN_LETTERS: usize = 3;

/// Draws `mentions` together, and finds more of the same names.
pub(super) fn chains(context: &Context<'_>, zones: &[Zone], mentions: Vec<Found>) -> Vec<Chain> {
    let more = repeated(context, zones, &mentions);
    let mut all = mentions;
    merge(&mut all, more);
    headed::widen(context, zones, &mut all);
    recut(context, &mut all);
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
    for chain in &mut joined {
        chain.mentions.sort_by_key(|found| found.tokens.start);
    }
    joined.sort_by_key(first_token);
    joined
}

/// Takes a clitic off the front of names whose rest is named elsewhere in the article, and a word
/// off the end of bodies whose front is: «والسنغال», «صحيفة الأيام بحسن».
fn recut(context: &Context<'_>, mentions: &mut [Found]) {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for found in mentions.iter() {
        *counts.entry(found.surface.key()).or_default() += 1;
    }
    for found in mentions.iter_mut().filter(|found| !found.nested) {
        let key = found.surface.key();
        let often = counts.get(&key).copied().unwrap_or_default();
        let known = |key: &str| counts.get(key).is_some_and(|&n| n >= often);
        let idx = found.tokens.start;
        let folded = context.view.folded(idx);
        let (first, rest) = key.split_once(' ').unwrap_or((&key, ""));
        if first == folded {
            let mut cuts = Vec::new();
            context.knowledge.packs.clitics.cuts(folded, &mut cuts);
            let cut = cuts.into_iter().filter(|cut| !cut.particle).find(|cut| {
                let name = format!("{} {rest}", cut.apply(folded));
                known(name.trim_end())
            });
            if let Some(cut) = cut {
                found.surface.cut(context, idx, cut);
            }
        }
        let front = key.rsplit_once(' ').map(|(front, _)| front);
        let last = found.tokens.end - 1;
        let mut cuts = Vec::new();
        context
            .knowledge
            .packs
            .clitics
            .cuts(context.view.folded(last), &mut cuts);
        let loose = cuts
            .iter()
            .any(|cut| cut.preposition && cut.restore.is_empty());
        if let Some(front) = front
            && found.entity_type == EntityType::Organization
            && loose
            && (known(front)
                || front.split_once(' ').is_some_and(|(_, name)| known(name))
                || is_known_name(context, front))
            && let Some(cut) = Found::new(
                context,
                found.tokens.start..last,
                found.zone,
                found.entity_type,
                found.probability,
                found.rule,
            )
        {
            let kinds = std::mem::take(&mut found.kinds);
            *found = Found { kinds, ..cut };
        }
    }
}

fn is_known_name(context: &Context<'_>, name: &str) -> bool {
    let mut classes = context.knowledge.packs.lexicon.classes_of(name);
    classes.any(|class| matches!(class, TermClass::KnownName { .. }))
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

/// A name to look for.
struct Sought<'m> {
    words: &'m [String],
    like: &'m Found,
    probability: f32,
    /// Only where it says something: it is a common word too.
    speaks: bool,
}

/// Places where the names of `mentions` stand unmarked.
fn repeated(context: &Context<'_>, zones: &[Zone], mentions: &[Found]) -> Vec<Found> {
    let mut sought: FxHashMap<&str, Vec<Sought<'_>>> = FxHashMap::default();
    for like in mentions.iter().filter(|found| found.probability >= SURE) {
        let words = like.surface.words.as_slice();
        let mut forms = Vec::new();
        let shown = like.surface.span.slice(context.view.text.as_str());
        if words.len() > 1 || stands_alone(context, words, shown) {
            forms.push((words, false));
        }
        if like.entity_type == EntityType::Person
            && let [_, .., _] = words
            && let Some((_, family)) = words.split_at_checked(words.len() - 1)
            && let Some(shown) = shown.split_whitespace().next_back()
        {
            forms.push((family, !is_family_name(context, family, shown)));
        }
        if like.entity_type == EntityType::Organization {
            for short in headed::short_forms(context, &like.tokens, words) {
                let last = shown.split_whitespace().next_back().unwrap_or_default();
                if short.len() > 1 || stands_alone(context, short, last) {
                    forms.push((short, false));
                }
            }
        }
        for (words, speaks) in forms {
            let Some(first) = words.first() else { continue };
            let known = sought.entry(first.as_str()).or_default();
            if known.len() < MAX_NAMESAKES && !known.iter().any(|other| other.words == words) {
                known.push(Sought {
                    words,
                    like,
                    probability: like.probability * REPEATED,
                    speaks,
                });
            }
        }
    }
    let mut found = Vec::new();
    let mut cuts = Vec::new();
    for (zone_idx, zone) in zones.iter().enumerate() {
        let mut idx = zone.tokens.start;
        while idx < zone.tokens.end {
            let hit = seek(context, &sought, idx, zone.tokens.end, &mut cuts);
            match hit.filter(|(_, tokens)| !is_taken(mentions, tokens)) {
                Some((name, tokens)) => {
                    idx = tokens.end;
                    let like = name.like;
                    let again = Found::new(
                        context,
                        tokens,
                        zone_idx,
                        like.entity_type,
                        name.probability,
                        "entities/repeated",
                    );
                    found.extend(again.map(|again| Found {
                        kinds: like.kinds.clone(),
                        ..again
                    }));
                }
                None => idx += 1,
            }
        }
    }
    found
}

/// The longest name that begins with token `idx`, behind its clitics or not.
fn seek<'s, 'm>(
    context: &Context<'s>,
    sought: &'s FxHashMap<&str, Vec<Sought<'m>>>,
    idx: usize,
    end: usize,
    cuts: &mut Vec<Cut<'s>>,
) -> Option<(&'s Sought<'m>, Tokens)> {
    if !context.view.is_word(idx) {
        return None;
    }
    let folded = context.view.folded(idx);
    cuts.clear();
    context.knowledge.packs.clitics.cuts(folded, cuts);
    let known = |word: &str| sought.contains_key(word);
    if !known(folded) && !cuts.iter().any(|cut| known(&cut.apply(folded))) {
        return None;
    }
    let without = cut(context, idx).map(|cut| cut.apply(folded));
    let first = without.as_deref().unwrap_or(folded);
    let says = idx.checked_sub(1).is_some_and(|verb| {
        let verb = context
            .view
            .term(verb, |class| (class == TermClass::ReportVerb).then_some(()));
        verb.is_some_and(|((), behind)| behind == idx)
    });
    let fits = |name: &&Sought<'_>| {
        idx + name.words.len() <= end
            && (says || !name.speaks)
            && name
                .words
                .iter()
                .enumerate()
                .skip(1)
                .all(|(at, word)| context.view.folded(idx + at) == word)
    };
    let name = sought
        .get(first)?
        .iter()
        .filter(fits)
        .max_by_key(|name| name.words.len())?;
    Some((name, idx..idx + name.words.len()))
}

/// Whether a name of one word, `shown` in the text, means nothing else when it stands alone.
fn stands_alone(context: &Context<'_>, words: &[String], shown: &str) -> bool {
    let [word] = words else { return false };
    let packs = context.knowledge.packs;
    word.chars().nth(MIN_LETTERS).is_some() && !packs.names.is_common(shown)
}

/// Whether the last word of a person's name can be looked for alone.
fn is_family_name(context: &Context<'_>, words: &[String], shown: &str) -> bool {
    let [word] = words else { return false };
    let knowledge = context.knowledge;
    // A family name that is also an adjective of nationality is left to the tagger.
    let means_more = knowledge.packs.lexicon.classes_of(word).any(|class| {
        matches!(
            class,
            TermClass::Nationality { .. }
                | TermClass::Place
                | TermClass::Office(_)
                | TermClass::EntityHead { .. }
                | TermClass::FunctionWord
                | TermClass::Month { .. }
                | TermClass::Weekday(_)
        )
    });
    stands_alone(context, words, shown)
        && !means_more
        && knowledge
            .vocabulary
            .frequency(word)
            .is_none_or(|frequency| frequency <= FREQUENT)
}
