//! Chains that are one thing under two names: by a bracket («حلف شمال الأطلسي (الناتو)»), by
//! words that say so («خالد المرواني المعروف بأبي ليث»), by a head that is left out («صحيفة
//! المال», «المال»), by an adjective that is left out («مجلس الأمة الكويتي», «مجلس الأمة»), by
//! an article («الفيفا», «فيفا»).

use rustc_hash::FxHashMap;

use super::chain::{Chain, in_order};
use super::context::{Context, Tokens};
use super::mention::{Found, is_taken};
use super::nested;
use super::parts;
use crate::article::EntityType;
use crate::lang::{ReferenceWord, TermClass};
use crate::pipeline::zones::Zone;

/// How sure another name is that only a bracket or such words tell.
const TOLD: f32 = 0.75;
/// Words of a name in a bracket, and in quotes behind such words.
const MAX_SHORT: usize = 3;
const MAX_CALLED: usize = 3;

/// Names that the text introduces as others of one that is marked, and that nothing marks.
pub(super) fn introduced(context: &Context<'_>, zones: &[Zone], mentions: &mut Vec<Found>) {
    let mut fresh: Vec<Found> = Vec::new();
    let all: Vec<&Found> = mentions.iter().collect();
    for found in mentions.iter() {
        let Some(zone) = zones.get(found.zone) else {
            continue;
        };
        // «قوات سوريا الديمقراطية (قسد)»: the place is marked, the body is not.
        let body = nested::named_after(context, zone, &all, found)
            .filter(|body| body.entity_type == EntityType::Organization);
        let body = body.filter(|_| found.entity_type == EntityType::Location);
        let named = body.as_ref().unwrap_or(found);
        let Some(tokens) = other_name(context, &named.tokens, zone.tokens.end) else {
            continue;
        };
        let wanted = match named.entity_type {
            EntityType::Person => is_called(context, named.tokens.end).is_some(),
            // What stands in quotes behind a body may be what it says.
            EntityType::Organization => {
                named.tokens.len() > 1 && context.view.shown(named.tokens.end) == "("
            }
            _ => false,
        };
        if wanted && !is_taken(mentions, &tokens) {
            fresh.extend(Found::new(
                context,
                tokens,
                named.zone,
                named.entity_type,
                TOLD,
                "entities/other-name",
            ));
        }
    }
    mentions.extend(fresh);
    mentions.sort_by_key(|found| found.tokens.start);
}

/// The tokens of another name that the text gives what is named on `tokens`.
fn other_name(context: &Context<'_>, tokens: &Tokens, end: usize) -> Option<Tokens> {
    let first = tokens.end;
    if tokens.len() > 1 && is_opening(context, first) {
        return inside(context, first, end, MAX_SHORT);
    }
    let mut at = is_called(context, first)?;
    // «المعروف بـ«أبو ليث»»: the clitic may stand alone before the quote.
    if !is_opening(context, at) && context.view.is_word(at) && is_opening(context, at + 1) {
        at += 1;
    }
    inside(context, at, end, MAX_CALLED)
}

/// One past the word that says another name follows, a mark before it aside.
fn is_called(context: &Context<'_>, idx: usize) -> Option<usize> {
    let idx = idx + usize::from(!context.view.has_letters(idx));
    let class = TermClass::ReferenceWord(ReferenceWord::Alias);
    let ((), end) = context.view.term(idx, |own| (own == class).then_some(()))?;
    Some(end)
}

fn is_opening(context: &Context<'_>, idx: usize) -> bool {
    matches!(context.view.shown(idx), "«" | "\"" | "“" | "(")
}

/// The words between the mark at `open` and the next mark.
fn inside(context: &Context<'_>, open: usize, end: usize, most: usize) -> Option<Tokens> {
    if !is_opening(context, open) {
        return None;
    }
    let first = open + 1;
    let close = (first..end.min(first + most + 1)).find(|&idx| !context.view.has_letters(idx))?;
    let closed = matches!(context.view.shown(close), "»" | "\"" | "”" | ")");
    (closed && close > first && context.view.is_word(first)).then_some(first..close)
}

/// Draws the chains of one thing together.
pub(super) fn unite(context: &Context<'_>, zones: &[Zone], chains: Vec<Chain>) -> Vec<Chain> {
    let mut homes = homes(context, zones, &chains);
    let mut united: Vec<Chain> = Vec::new();
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    for (idx, chain) in chains.into_iter().enumerate() {
        let home = root(&mut homes, idx);
        if let Some(own) = places.get(&home).and_then(|&at| united.get_mut(at)) {
            if chain.words.len() > own.words.len() {
                own.words = chain.words;
                own.entity_type = chain.entity_type;
            }
            own.mentions.extend(chain.mentions);
        } else {
            places.insert(home, united.len());
            united.push(chain);
        }
    }
    in_order(&mut united);
    united
}

/// The first chain that `idx` is the same as; what is passed on the way is led half as far.
fn root(homes: &mut [usize], mut idx: usize) -> usize {
    while let Some(&home) = homes.get(idx).filter(|&&home| home != idx) {
        let next = homes.get(home).copied().unwrap_or(home);
        if let Some(own) = homes.get_mut(idx) {
            *own = next;
        }
        idx = next;
    }
    idx
}

/// For each chain an earlier one that is the same, else itself.
fn homes(context: &Context<'_>, zones: &[Zone], chains: &[Chain]) -> Vec<usize> {
    let mut homes: Vec<usize> = (0..chains.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (root(&mut homes, a), root(&mut homes, b));
        if let Some(own) = homes.get_mut(a.max(b)) {
            *own = a.min(b);
        }
    };
    let same_type = |a: usize, b: usize| {
        let kind = |idx: usize| chains.get(idx).map(|chain| chain.entity_type);
        kind(a) == kind(b)
    };
    let mut by_start: FxHashMap<usize, usize> = FxHashMap::default();
    for (idx, chain) in chains.iter().enumerate() {
        for found in &chain.mentions {
            by_start.insert(found.tokens.start, idx);
        }
    }
    for (idx, chain) in chains.iter().enumerate() {
        for found in &chain.mentions {
            let end = zones.get(found.zone).map_or(0, |zone| zone.tokens.end);
            let other = other_name(context, &found.tokens, end);
            let other = other.and_then(|tokens| by_start.get(&tokens.start).copied());
            // What somebody is called may look like anything: «صقر البادية».
            let called = is_called(context, found.tokens.end).is_some();
            if let Some(other) = other.filter(|&other| called || same_type(idx, other)) {
                join(idx, other);
            }
        }
    }
    for (idx, other) in parts::parts(context, chains) {
        join(idx, other);
    }
    homes
}
