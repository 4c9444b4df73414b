//! Chains that are one thing under two names: by a bracket («حلف شمال الأطلسي (الناتو)»), by
//! words that say so («خالد المرواني المعروف بأبي ليث»), by a head that is left out («صحيفة
//! المال», «المال»), by an adjective that is left out («مجلس الأمة الكويتي», «مجلس الأمة»), by
//! an article («الفيفا», «فيفا»).

use rustc_hash::FxHashMap;

use super::chain::{Chain, DOUBTED};
use super::context::{Context, Tokens};
use super::mention::{Found, is_taken};
use crate::article::EntityType;
use crate::lang::{ReferenceWord, TermClass};
use crate::pipeline::zones::Zone;

/// How sure another name is that only a bracket or such words tell.
const TOLD: f32 = 0.75;
/// Words of a name in a bracket, and in quotes behind such words.
const MAX_SHORT: usize = 3;
const MAX_CALLED: usize = 3;
/// Words of a name of which a part is looked for.
const MAX_WORDS: usize = 8;

/// Names that the text introduces as others of one that is marked, and that nothing marks.
pub(super) fn introduced(context: &Context<'_>, zones: &[Zone], mentions: &mut Vec<Found>) {
    let mut fresh: Vec<Found> = Vec::new();
    for found in mentions.iter() {
        let Some(zone) = zones.get(found.zone) else {
            continue;
        };
        let Some(tokens) = other_name(context, &found.tokens, zone.tokens.end) else {
            continue;
        };
        let wanted = match found.entity_type {
            EntityType::Person => is_called(context, found.tokens.end).is_some(),
            // What stands in quotes behind a body may be what it says.
            EntityType::Organization => {
                found.tokens.len() > 1 && context.view.shown(found.tokens.end) == "("
            }
            _ => false,
        };
        if wanted && !is_taken(mentions, &tokens) {
            fresh.extend(Found::new(
                context,
                tokens,
                found.zone,
                found.entity_type,
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
    let homes = homes(context, zones, &chains);
    let mut united: Vec<Chain> = Vec::new();
    let mut places: FxHashMap<usize, usize> = FxHashMap::default();
    for (idx, chain) in chains.into_iter().enumerate() {
        let home = root(&homes, idx);
        if let Some(own) = places.get(&home).and_then(|&at| united.get_mut(at)) {
            if chain.words.len() > own.words.len() {
                own.words = chain.words;
                own.entity_type = chain.entity_type;
            }
            own.mentions.extend(chain.mentions);
            own.mentions.sort_by_key(|found| found.tokens.start);
        } else {
            places.insert(home, united.len());
            united.push(chain);
        }
    }
    united
}

fn root(homes: &[usize], mut idx: usize) -> usize {
    while let Some(&home) = homes.get(idx).filter(|&&home| home != idx) {
        idx = home;
    }
    idx
}

/// For each chain an earlier one that is the same, else itself.
fn homes(context: &Context<'_>, zones: &[Zone], chains: &[Chain]) -> Vec<usize> {
    let mut homes: Vec<usize> = (0..chains.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (root(&homes, a), root(&homes, b));
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
            if let Some(other) = other.filter(|&other| same_type(idx, other)) {
                join(idx, other);
            }
        }
    }
    for (idx, other) in parts(context, chains) {
        join(idx, other);
    }
    homes
}

/// Bodies whose name is part of one other's, with that other; names that differ in form only.
fn parts(context: &Context<'_>, chains: &[Chain]) -> Vec<(usize, usize)> {
    let clitics = &context.knowledge.packs.clitics;
    let bare = |words: &[String]| -> String {
        let words: Vec<&str> = words.iter().map(|word| clitics.bare(word)).collect();
        words.join(" ")
    };
    let mut wholes: FxHashMap<String, usize> = FxHashMap::default();
    let mut forms: FxHashMap<String, usize> = FxHashMap::default();
    let mut spellings: FxHashMap<String, usize> = FxHashMap::default();
    let mut pairs = Vec::new();
    for (idx, chain) in chains.iter().enumerate() {
        let known = match chain.entity_type {
            EntityType::Person if !is_doubted(context, chain) => continue,
            EntityType::Group => form(&chain.words)
                .and_then(|form| Some(*forms.entry(form).or_insert(idx)).filter(|&own| own != idx)),
            _ => None,
        };
        pairs.extend(known.map(|known| (known, idx)));
        let whole = *wholes.entry(bare(&chain.words)).or_insert(idx);
        let spelled = context
            .knowledge
            .packs
            .foreign_letters
            .fold(&bare(&chain.words));
        let spelled = *spellings.entry(spelled).or_insert(idx);
        if spelled != idx && whole == idx && is_foreign(&chain.words) {
            pairs.push((spelled, idx));
        }
        if whole != idx && is_body(chain) && chains.get(whole).is_some_and(is_body) {
            pairs.push((whole, idx));
        }
    }
    // A part that two names have says neither.
    let mut of_part: FxHashMap<usize, Option<usize>> = FxHashMap::default();
    for (idx, chain) in chains
        .iter()
        .enumerate()
        .filter(|(_, chain)| is_body(chain))
    {
        let n = chain.words.len();
        if !(2..=MAX_WORDS).contains(&n) {
            continue;
        }
        let fronts = (2..n).filter_map(|end| chain.words.get(..end));
        let behind = heads(context, chain).and_then(|from| chain.words.get(from..));
        for part in fronts.chain(behind) {
            let short = wholes.get(&bare(part)).filter(|&&short| short != idx);
            let Some((&at, short)) = short.and_then(|at| Some((at, chains.get(*at)?))) else {
                continue;
            };
            // «بلدية طرابلس» is not طرابلس.
            if !is_body(short) && (short.words.len() > 1 || is_place(context, part)) {
                continue;
            }
            let known = of_part.entry(at).or_insert(Some(idx));
            if *known != Some(idx) {
                *known = None;
            }
        }
    }
    let mut sure: Vec<(usize, usize)> = of_part
        .into_iter()
        .filter_map(|(short, long)| Some((short, long?)))
        .collect();
    sure.sort_unstable();
    pairs.extend(sure);
    pairs
}

/// Whether a word that the tagger takes for a person is none that persons are called by.
fn is_doubted(context: &Context<'_>, chain: &Chain) -> bool {
    let names = &context.knowledge.packs.names;
    match chain.words.as_slice() {
        [word] => names.person_strength(word) < KNOWN_NAME && chain.mean() < DOUBTED,
        _ => false,
    }
}

/// Strength of words that persons are called by.
const KNOWN_NAME: u8 = 2;

const fn is_body(chain: &Chain) -> bool {
    matches!(
        chain.entity_type,
        EntityType::Organization | EntityType::Event
    )
}

fn is_place(context: &Context<'_>, words: &[String]) -> bool {
    let name = words.join(" ");
    let mut classes = context.knowledge.packs.lexicon.classes_of(&name);
    classes.any(|class| class == TermClass::Place)
}

/// Letters that the case of a sound plural leaves: الحوثيون, الحوثيين.
fn form(words: &[String]) -> Option<String> {
    let [word] = words else { return None };
    let mut letters: Vec<char> = word.chars().collect();
    let at = letters.len().checked_sub(2).filter(|&at| at >= MIN_STEM)?;
    letters.remove(at);
    Some(letters.into_iter().collect())
}

/// Whether a name is long enough to be told by its consonants.
fn is_foreign(words: &[String]) -> bool {
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    letters >= MIN_LETTERS
}

/// Letters of a name that two spellings can be told from.
const MIN_LETTERS: usize = 5;

/// Letters before the ending of a plural.
const MIN_STEM: usize = 4;

/// Words of the head that opens a name of several words: «صحيفة المال» has one.
fn heads(context: &Context<'_>, chain: &Chain) -> Option<usize> {
    let first = chain.words.first()?;
    let bare = context.knowledge.packs.clitics.bare(first);
    let mut classes = context.knowledge.packs.lexicon.classes_of(bare);
    let head =
        classes.any(|class| matches!(class, TermClass::EntityHead { .. } | TermClass::OutletHead));
    head.then_some(1)
}
