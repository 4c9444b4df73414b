//! Who speaks: the subject of the verb, behind it or before it, of the whole sentence, or of the
//! sentences before.

use super::context::{Context, SUBJECT_WORDS};
use super::medium::medium_at;
use super::names::is_name;
use super::phrase::{Phrase, Reach, head, phrase};
use super::unit::{Element, Unit};
use crate::article::EntityType;
use crate::lang::{Agreement, ClauseRole, GrammaticalNumber};

/// Elements before a verb that its subject can take up.
const BEFORE: usize = 16;
/// Words of a subject that no list knows, at most.
const PLAIN: usize = 5;
/// Elements at the front of a sentence in which its subject stands.
const FRONT: usize = 30;

/// The subject between the verb and `limit`: right behind the verb, or behind what is put
/// between («قال للصحفيين أمس فلان») if it is a name, an office or a noun for one who speaks.
pub(super) fn subject_after(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    limit: usize,
    reach: Reach,
    verb: Option<Agreement>,
) -> Option<Phrase> {
    let mut at = from;
    let mut direct = true;
    while at < limit {
        let next = context.skip_adverbs(unit, at);
        if next > at {
            at = next;
            continue;
        }
        match unit.elements.get(at)? {
            Element::Word(_) => {}
            Element::Quote(quote) => {
                let few = context.quoted_words(*quote, SUBJECT_WORDS + 1) <= SUBJECT_WORDS;
                if direct && few {
                    return phrase(context, unit, at, limit, reach);
                }
                direct = false;
                at += 1;
                continue;
            }
            _ => {
                direct = false;
                at += 1;
                continue;
            }
        }
        let word = context.word(unit, at);
        if word.governed || word.particle || word.role().is_some_and(ClauseRole::is_preposition) {
            at = past_preposition(context, unit, at);
            direct = false;
            continue;
        }
        let strong = head(context, unit, at).is_some();
        if strong && agrees(context, unit, at, verb) && (direct || !is_place(context, unit, at))
            || direct && !strong && opens_subject(context, unit, at)
        {
            return phrase(context, unit, at, limit, reach);
        }
        direct = false;
        at += 1;
    }
    None
}

/// Whether a word that no list knows can be the subject right behind its verb.
fn opens_subject(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    let word = context.word(unit, at);
    let object = word.medium.is_some();
    let small = word.clause.is_some() || word.function || word.attribution.is_some();
    !object && !small && word.speech.is_none()
}

/// Whether a place begins at `at`: between verb and subject it says where.
pub(super) fn is_place(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    let named = unit
        .word(at)
        .and_then(|token| context.reader.name_at(token));
    named.is_some_and(|named| {
        matches!(
            named.entity_type,
            EntityType::Location | EntityType::Facility
        )
    })
}

/// Whether the noun at `at` can be the subject of a verb of that gender.
fn agrees(context: &Context<'_>, unit: &Unit, at: usize, verb: Option<Agreement>) -> bool {
    let noun = context.word(unit, at).noun.and_then(|hit| hit.what);
    match (noun, verb) {
        (Some(noun), Some(verb)) => {
            noun.number != GrammaticalNumber::Singular || noun.feminine == verb.feminine
        }
        _ => true,
    }
}

/// Past a preposition and the noun behind it.
fn past_preposition(context: &Context<'_>, unit: &Unit, at: usize) -> usize {
    let first = if context.is_preposition(unit, at) {
        context.past_role(unit, at)
    } else {
        at
    };
    if let Some(end) = medium_at(context, unit, first) {
        return end.max(at + 1);
    }
    if context.word(unit, first).particle {
        return first + 2;
    }
    let Some(token) = unit.word(first) else {
        return first.max(at + 1);
    };
    let named = |token: usize| {
        let number = context.reader.word(token).mention?;
        context.reader.mentions.get(number)
    };
    if let Some(named) = named(token) {
        return unit.position(named.tokens.end).max(first + 1);
    }
    // «لوكالة رويترز»: the name behind the noun.
    let word = context.reader.word(token);
    let behind = unit.word(first + 1).and_then(named);
    match behind {
        Some(named) if word.head.is_some() => unit.position(named.tokens.end).max(first + 1),
        _ if word.head.is_some() && is_name(context, unit, first + 1) => first + 2,
        _ => first + 1,
    }
}

/// The subject that ends before the verb at `at`: «وزير الدفاع سامي كرم يؤكد». A relative
/// pronoun may stand between, and for a noun of saying a preposition («عن مسؤول قوله»).
pub(super) fn subject_before(
    context: &Context<'_>,
    unit: &Unit,
    clause: usize,
    at: usize,
    noun: bool,
) -> Option<Phrase> {
    let view = context.reader.view;
    let mut until = at;
    while let Some(before) = until.checked_sub(1).filter(|&before| before >= clause) {
        let word = context.word(unit, before);
        let role = word.role();
        let relative = role == Some(ClauseRole::Relative);
        let adverb =
            role == Some(ClauseRole::Adverb) || word.time == Some(unit.tokens(before, until).end);
        let preposition = noun && role.is_some_and(ClauseRole::is_preposition);
        let comma = unit.is_comma(view, before) && until < at;
        if !(relative || adverb || preposition || comma || word.function) {
            break;
        }
        until = before;
    }
    let first = clause.max(until.saturating_sub(BEFORE));
    let ending = |governed: bool| {
        (first..until).find_map(|first| {
            let quoted = unit.quote(first).is_some_and(|quote| {
                context.quoted_words(quote, SUBJECT_WORDS + 1) <= SUBJECT_WORDS
            });
            if !quoted {
                head(context, unit, first)?;
            }
            if context.is_governed(unit, first) != governed {
                return None;
            }
            phrase(context, unit, first, until, Reach::Far).filter(|phrase| phrase.end == until)
        })
    };
    // «نقلت الصحيفة عن مسؤول قوله»: whose words a noun hands on stands behind a preposition.
    ending(true).filter(|_| noun).or_else(|| ending(false))
}

/// The subject between the first word of a clause and the verb at `at` that no list knows:
/// «وكانت الخارجية الروسية أعلنت». Nothing but words, the first of them definite.
pub(super) fn plain_before(
    context: &Context<'_>,
    unit: &Unit,
    clause: usize,
    at: usize,
) -> Option<Phrase> {
    let mut until = at;
    while until > clause && context.role(unit, until - 1) == Some(ClauseRole::Adverb) {
        until -= 1;
    }
    let first = (clause..=clause + 1).find(|&first| {
        unit.word(first)
            .is_some_and(|token| context.reader.is_definite(token))
    })?;
    let plain = |at: usize| {
        let word = context.word(unit, at);
        let small = word.clause.is_some() || word.function || word.attribution.is_some();
        let bound = small || word.governed || word.particle || word.time.is_some();
        unit.word(at).is_some() && !bound
    };
    let governed = first > 0 && context.is_preposition(unit, first - 1);
    if governed || until <= first || until - first > PLAIN || !(first..until).all(plain) {
        return None;
    }
    phrase(context, unit, first, until, Reach::Far).filter(|phrase| phrase.end == until)
}

/// The subject of another verb of saying before `before`, which the verb there shares: «اتهمت
/// بريطانيا روسيا بالهجوم، وقالت إن».
pub(super) fn other_verb(
    context: &Context<'_>,
    unit: &Unit,
    before: usize,
    verb: Option<Agreement>,
) -> Option<Phrase> {
    let first = before.saturating_sub(FRONT);
    (first..before).rev().find_map(|at| {
        let other = context.finite(unit, at)?;
        let same = match (other.subject, verb) {
            (Some(other), Some(verb)) => other.feminine == verb.feminine,
            _ => true,
        };
        let behind = unit.position(context.word(unit, at).speech?.end);
        let subject = subject_after(context, unit, behind, before, Reach::Near, other.subject)?;
        (same && subject.first == behind).then_some(subject)
    })
}

/// The first thing before `before` that can be the subject of the sentence.
pub(super) fn topic(
    context: &Context<'_>,
    unit: &Unit,
    before: usize,
    verb: Option<Agreement>,
) -> Option<Phrase> {
    (0..before.min(FRONT)).find_map(|at| {
        head(context, unit, at)?;
        let taken = context.is_governed(unit, at) || is_place(context, unit, at);
        if taken || !agrees(context, unit, at, verb) {
            return None;
        }
        phrase(context, unit, at, before, Reach::Near)
    })
}
