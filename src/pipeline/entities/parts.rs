//! Names that are one by their words: a body's name and part of it, two spellings or forms.

use rustc_hash::FxHashMap;

use super::chain::{Chain, DOUBTED};
use super::context::Context;
use crate::article::EntityType;
use crate::lang::TermClass;

/// Words of a name of which a part is looked for.
const MAX_WORDS: usize = 8;

/// Bodies whose name is part of one other's, with that other; names that differ in form only.
pub(super) fn parts(context: &Context<'_>, chains: &[Chain]) -> Vec<(usize, usize)> {
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
        let spelling = |words: &[String]| {
            let mut spelled = context.knowledge.packs.foreign_letters.fold(&bare(words));
            // A foreign name may be cut where its letters join no further: إنتر غلوب.
            spelled.retain(|letter| letter != ' ');
            spelled
        };
        // «شركة سامسونغ» is spelled سامسونج without its head.
        if is_body(chain)
            && let Some(name) = heads(context, chain).and_then(|from| chain.words.get(from..))
            && name.len() == 1
            && is_foreign(name)
            && !is_place(context, name)
        {
            spellings.entry(spelling(name)).or_insert(idx);
        }
        let spelled = *spellings.entry(spelling(&chain.words)).or_insert(idx);
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
