//! Who speaks where words stand by themselves: the noun phrase beside the verb, in languages that
//! write no article, particle or case onto words («said John Smith, the minister», «das
//! Ministerium teilte mit, dass …», «وزیر خارجه گفت که …»).
//!
//! A phrase is a row of names, nouns for those who speak, words with a capital and what joins
//! them («ministry of defence»); in scripts without capitals, of any words that are no small
//! ones.

use super::context::Context;
use super::phrase::Phrase;
use super::unit::{Element, Unit};
use crate::article::EntityType;
use crate::lang::ClauseRole;

/// Elements of a phrase at most.
const MAX_PHRASE: usize = 12;
/// Elements between commas that stand between a subject and its verb.
const MAX_APPOSITION: usize = 16;
/// Letters of an abbreviation or initial before its full stop: «Mr. Smith».
const ABBREVIATION: usize = 4;
/// Words in small letters behind a noun for one who speaks.
const MAX_BEHIND: usize = 2;

/// The phrase that begins at `from`, behind an article, and ends before `limit`.
pub(super) fn noun_phrase(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    limit: usize,
) -> Option<Phrase> {
    let mut first = from;
    while context.word(unit, first).article {
        first += 1;
    }
    let most = limit.min(unit.len()).min(first + MAX_PHRASE);
    let view = context.reader.view;
    let (mut at, mut end, mut noun) = (first, None, false);
    while at < most {
        let Some(next) = step(context, unit, first, at, most) else {
            break;
        };
        at = next.end;
        if next.told {
            end = Some(at);
            noun = next.noun;
        }
    }
    // «ministry insiders said», «по данным министерства финансов,»: what describes a noun behind
    // it, up to the verb or a comma.
    let reached = at >= limit || unit.is_comma(view, at);
    let described = end.is_some_and(|end| noun && reached && at - end <= MAX_BEHIND);
    let end = if described { at } else { end? };
    let span = context.span(unit, first, end);
    Some(Phrase {
        first,
        end,
        span,
        agreement: None,
    })
}

/// A part of a phrase.
struct Step {
    end: usize,
    /// The phrase may end with it.
    told: bool,
    /// It is a noun for one who speaks.
    noun: bool,
}

fn step(context: &Context<'_>, unit: &Unit, first: usize, at: usize, most: usize) -> Option<Step> {
    let reader = &context.reader;
    let view = reader.view;
    let token = match unit.elements.get(at)? {
        Element::Word(token) => *token,
        Element::Mark(token) => {
            // «Mr. Smith», «J. Smith».
            let before = at.checked_sub(1).filter(|_| at > first)?;
            let short = view
                .shown(unit.word(before)?)
                .chars()
                .nth(ABBREVIATION)
                .is_none();
            let dot = view.shown(*token) == "." && context.word(unit, before).capital;
            let goes_on = at + 1 < most && context.word(unit, at + 1).capital;
            // «Météo-France».
            let glued = |token: usize| view.token(token).is_some_and(|token| token.glued);
            let hyphen = view.shown(*token) == "-" && glued(*token) && glued(*token + 1);
            let joined = hyphen && at + 1 < most;
            return (dot && short && goes_on || joined).then_some(Step {
                end: at + 1,
                told: false,
                noun: false,
            });
        }
        _ => return None,
    };
    let word = reader.word(token);
    if let Some(named) = reader.name_at(token).filter(|named| named.speaks()) {
        return Some(Step {
            end: unit.position(named.tokens.end).max(at + 1),
            told: true,
            noun: false,
        });
    }
    // A person needs no more words: «sagte Müller der Zeitung».
    let person = at > first && is_person(context, unit, at - 1);
    let joins = at > first && !person && (word.of || word.article && context.word(unit, at - 1).of);
    if joins {
        return Some(Step {
            end: at + 1,
            told: false,
            noun: false,
        });
    }
    let small = word
        .clause
        .is_some_and(|hit| hit.what.0 != ClauseRole::Names)
        || word.function
        || word.article
        || word.time.is_some()
        || word.attribution.is_some();
    let verb = word.speech.is_some() && word.mention.is_none();
    if let Some(hit) = word.noun.filter(|_| !verb) {
        return Some(Step {
            end: unit.position(hit.end).max(at + 1),
            told: true,
            noun: true,
        });
    }
    if small || verb {
        return None;
    }
    let number = view
        .folded(token)
        .starts_with(|first: char| first.is_numeric());
    let glued = view.token(token).is_some_and(|token| token.glued);
    // «laut Scheuer könnten Bahnfahrer»: behind a name only words with a capital go on.
    let named = at > first && context.word(unit, at - 1).mention.is_some();
    if number && !glued || named && word.cased && !word.capital {
        return None;
    }
    Some(Step {
        end: at + 1,
        told: word.capital || !word.cased || number && glued,
        noun: false,
    })
}

/// Whether the word at `at` is part of the name of a person.
fn is_person(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    let reader = &context.reader;
    let mention = context.word(unit, at).mention;
    mention
        .and_then(|number| reader.mentions.get(number))
        .is_some_and(|named| named.entity_type == EntityType::Person)
}

/// The subject right behind its verb, words of time and manner aside.
pub(super) fn after(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    limit: usize,
) -> Option<Phrase> {
    let first = context.skip_adverbs(unit, from);
    noun_phrase(context, unit, first, limit)
}

/// The subject that ends right before the verb at `at`, or before what commas part from both:
/// «John Smith, the minister of health, said».
pub(super) fn before(
    context: &Context<'_>,
    unit: &Unit,
    clause: usize,
    at: usize,
) -> Option<Phrase> {
    let view = context.reader.view;
    let mut until = at;
    while let Some(last) = until.checked_sub(1).filter(|&last| last >= clause) {
        let word = context.word(unit, last);
        let adverb = word.role() == Some(ClauseRole::Adverb)
            || word.time.is_some_and(|end| unit.position(end) == until);
        if !adverb {
            break;
        }
        until = last;
    }
    let comma = |at: usize| unit.is_comma(view, at);
    if let Some(last) = until
        .checked_sub(1)
        .filter(|&last| last > clause && comma(last))
    {
        let least = clause.max(last.saturating_sub(MAX_APPOSITION));
        let open = (least..last).rev().find(|&at| comma(at));
        let phrase = open.and_then(|open| ending(context, unit, clause, open));
        return phrase.filter(|phrase| {
            phrase.first == clause || is_front(context, unit, clause, phrase.first)
        });
    }
    ending(context, unit, clause, until)
}

/// Whether nothing but an article or words of time stand before `first`.
fn is_front(context: &Context<'_>, unit: &Unit, clause: usize, first: usize) -> bool {
    (clause..first).all(|at| {
        let word = context.word(unit, at);
        word.article || word.time.is_some() || unit.word(at).is_none() || word.function
    })
}

/// The longest phrase that ends at `until`.
fn ending(context: &Context<'_>, unit: &Unit, clause: usize, until: usize) -> Option<Phrase> {
    let least = clause.max(until.saturating_sub(MAX_PHRASE));
    (least..until)
        .filter(|&first| !context.word(unit, first).of)
        .find_map(|first| {
            noun_phrase(context, unit, first, until).filter(|phrase| phrase.end == until)
        })
        .filter(|phrase| !is_governed(context, unit, clause, phrase.first))
}

/// Whether a preposition stands before a phrase, articles and other small words aside: «nach
/// seiner Freilassung sagte er».
fn is_governed(context: &Context<'_>, unit: &Unit, clause: usize, first: usize) -> bool {
    let mut at = first;
    while let Some(before) = at.checked_sub(1).filter(|&before| before >= clause) {
        if context.is_preposition(unit, before) {
            return true;
        }
        let word = context.word(unit, before);
        if !(word.article || word.function) {
            return false;
        }
        at = before;
    }
    false
}

/// The verb of saying behind a quote and its subject between them: «…», John Smith said; «…»,
/// he said. Where the verb stands, and the subject.
pub(super) fn subject_and_verb(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
) -> Option<(usize, Option<Phrase>)> {
    let pronoun = context.word(unit, from).function;
    if pronoun && context.finite(unit, from + 1).is_some() {
        return Some((from + 1, None));
    }
    let phrase = noun_phrase(context, unit, from, unit.len())?;
    let verb = context.skip_adverbs(unit, phrase.end);
    context.finite(unit, verb)?;
    Some((verb, Some(phrase)))
}

/// The subject before a quote whose verb stands behind it: «Bakan Yılmaz, "…" dedi».
pub(super) fn before_quote(context: &Context<'_>, unit: &Unit, quote: usize) -> Option<Phrase> {
    let view = context.reader.view;
    let last = quote.checked_sub(1)?;
    let until = if unit.is_comma(view, last) || unit.mark(view, last) == Some(":") {
        last
    } else {
        quote
    };
    ending(context, unit, 0, until)
}
