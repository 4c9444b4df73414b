//! Names that the tagger saw once and passed over elsewhere, found again by their words, or by
//! the words of a short form.

use rustc_hash::FxHashMap;

use super::chain::MAX_NAMESAKES;
use super::context::{Context, Tokens};
use super::headed;
use super::mention::Found;
use super::surface::cut;
use super::tags::tags;
use crate::article::EntityType;
use crate::lang::{Cut, TermClass};
use crate::pipeline::zones::Zone;

/// A name is looked for elsewhere when the tagger is at least so sure of it.
const SURE: f32 = 0.6;
/// The same where a tag or a bracket says too that it is one.
const CONFIRMED: f32 = 0.35;
/// Of a name found again, what is kept of the probability of the name.
const REPEATED: f32 = 0.9;
/// A family name is looked for alone when it is no more frequent (logarithm to base 2 of the
/// count in news).
const FREQUENT: u8 = 11;
/// Shorter words stand for too much else.
const MIN_LETTERS: usize = 3;

/// A name to look for.
struct Sought<'m> {
    words: &'m [String],
    like: &'m Found,
    probability: f32,
    /// Only where it says something: it is a common word too.
    speaks: bool,
}

/// Places where the names of `mentions` stand unmarked.
pub(super) fn repeated(context: &Context<'_>, zones: &[Zone], mentions: &[Found]) -> Vec<Found> {
    let mut sought: FxHashMap<&str, Vec<Sought<'_>>> = FxHashMap::default();
    let tags = tags(context, zones);
    for like in mentions {
        let words = like.surface.words.as_slice();
        // A whole tag is a name by itself, whatever else its word means.
        let tagged = |words: &[String]| tags.contains(&words.join(" "));
        let told = like.rule == "entities/other-name";
        let bodies = headed::short_forms(context, &like.tokens, words);
        let body = like.entity_type == EntityType::Organization;
        let by_itself = |form: &&[String]| tagged(form) || is_brand(context, form);
        let confirmed = told || tagged(words) || body && bodies.iter().any(by_itself);
        if like.probability < if confirmed { CONFIRMED } else { SURE } {
            continue;
        }
        let mut forms = Vec::new();
        let shown = like.surface.span.slice(context.view.text.as_str());
        if words.len() > 1 || stands_alone(context, words, shown) || tagged(words) || told {
            forms.push((words, false));
        }
        if like.entity_type == EntityType::Person
            && let [_, .., _] = words
            && let Some((_, family)) = words.split_at_checked(words.len() - 1)
            && let Some(shown) = shown.split_whitespace().next_back()
        {
            forms.push((family, !is_family_name(context, family, shown)));
        }
        if body {
            let last = shown.split_whitespace().next_back().unwrap_or_default();
            let alone = bodies.into_iter().filter(|short| {
                short.len() > 1
                    || tagged(short)
                    || stands_alone(context, short, last)
                    || is_brand(context, short)
            });
            forms.extend(alone.map(|short| (short, false)));
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
            match hit.filter(|(_, tokens)| holds_all(mentions, tokens)) {
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

/// Whether the mentions that share a token with `tokens` lie in them and are shorter: what is a
/// longer name elsewhere is one here.
fn holds_all(mentions: &[Found], tokens: &Tokens) -> bool {
    let at = mentions.partition_point(|found| found.tokens.end <= tokens.start);
    let mut met = mentions.iter().skip(at);
    met.by_ref()
        .take_while(|found| found.tokens.start < tokens.end)
        .all(|found| {
            found.tokens.start >= tokens.start
                && found.tokens.end <= tokens.end
                && found.tokens.len() < tokens.len()
        })
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
    context.view.cuts(folded, cuts);
    let known = |word: &str| sought.contains_key(word);
    if !known(folded) && !cuts.iter().any(|cut| known(&cut.apply(folded))) {
        return None;
    }
    let without = cut(context, idx).map(|cut| cut.apply(folded));
    // «للمجر» is nothing but the name behind a preposition.
    let certain = cuts.iter().filter(|cut| !cut.restore.is_empty());
    let certain = certain
        .map(|cut| cut.apply(folded))
        .find(|word| known(word));
    let first = match (&without, &certain) {
        (Some(without), _) if known(without) => without.as_str(),
        (_, Some(certain)) if !known(folded) => certain.as_str(),
        _ => without.as_deref().unwrap_or(folded),
    };
    let before = idx.checked_sub(1);
    let says = before.is_some_and(|verb| context.view.is_one(verb, TermClass::ReportVerb));
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

/// Whether a word that the text uses behind the noun for a body is a name though it is frequent:
/// common nouns take an article, «تويوتا» does not.
fn is_brand(context: &Context<'_>, words: &[String]) -> bool {
    let [word] = words else { return false };
    let packs = context.knowledge.packs;
    word.chars().nth(MIN_LETTERS).is_some()
        && packs.clitics.without_article(word).is_none()
        && packs.lexicon.classes_of(word).next().is_none()
        && !context.takes_article(word)
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
