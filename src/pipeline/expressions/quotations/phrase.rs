//! [`Phrase`]: the words for one who speaks: «وزير النقل حسام فهمي», «مصادر طبية».
//!
//! A phrase begins with a name, the name of an office or a noun for one who speaks. It goes on
//! over nouns, adjectives and names to the first personal name, or to what cannot belong to it:
//! a mark, a preposition, a point in time, a verb of saying, "that".

use super::context::Context;
use super::names::is_name;
use super::reader::NAME_STRENGTH;
use super::unit::{Element, Unit};
use crate::article::EntityType;
use crate::lang::{Agreement, ClauseRole, GrammaticalNumber, SpeechForm};
use crate::text::{Normalized, Span};

/// Elements of a phrase at most.
const MAX_PHRASE: usize = 14;
/// Elements looked through for a personal name.
const PERSON_WINDOW: usize = 6;
/// Elements between an office and, behind a preposition and a comma, who holds it.
const HOLDER_WINDOW: usize = 6;

/// Words for one who speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    /// First element.
    pub(super) first: usize,
    /// One past the last element.
    pub(super) end: usize,
    /// Where it stands, clitics left outside.
    pub(super) span: Span<Normalized>,
    /// Gender and number, where the list says them.
    pub(super) agreement: Option<Agreement>,
}

/// How far a phrase reaches where nothing ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Over all words: a verb before it that takes no object.
    Far,
    /// A definite noun ends it, but for adjectives and names behind it: «الوزير | الاتهامات».
    Near,
}

/// First byte of the phrase that begins at `at` with a name, an office or a noun for one who
/// speaks.
pub(super) fn head(context: &Context<'_>, unit: &Unit, at: usize) -> Option<u32> {
    let token = unit.word(at)?;
    let word = context.reader.word(token);
    let named = context.reader.name_at(token).filter(|named| named.speaks());
    let inside = word.mention.is_some() && named.is_none();
    if inside && word.office.is_none() {
        return None;
    }
    named
        .map(|named| named.start)
        .or_else(|| word.office.map(|hit| hit.start))
        .or_else(|| word.noun.map(|hit| hit.start))
        .filter(|_| word.role().is_none_or(|role| role == ClauseRole::Names))
}

/// The phrase that begins at `from` and ends before `limit`.
pub(super) fn phrase(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    limit: usize,
    reach: Reach,
) -> Option<Phrase> {
    // A quoted name may be the first word.
    let token = unit.tokens(from, from + 1).start;
    let start = head(context, unit, from).unwrap_or_else(|| context.reader.start(token));
    let end = extent(context, unit, from, limit, reach);
    if end <= from {
        return None;
    }
    let tokens = unit.tokens(from, end);
    Some(Phrase {
        first: from,
        end,
        span: context.reader.span_from(start, &tokens),
        agreement: context.reader.word(token).noun.and_then(|hit| hit.what),
    })
}

fn extent(context: &Context<'_>, unit: &Unit, from: usize, limit: usize, reach: Reach) -> usize {
    let reader = &context.reader;
    let most = limit.min(from + MAX_PHRASE);
    let mut at = from;
    let (mut definite, mut behind_preposition) = (false, false);
    while at < most {
        match unit.elements.get(at) {
            Some(Element::Quote(_)) if at == from || is_name(context, unit, at) => at += 1,
            // An office and, behind a comma, the name of who holds it.
            Some(Element::Mark(_)) if at > from && unit.is_comma(reader.view, at) => {
                let person = unit.word(at + 1).and_then(|token| reader.name_at(token));
                let person = person.filter(|named| named.entity_type == EntityType::Person);
                let office = context.word(unit, from).office.is_some();
                return match person.filter(|_| office) {
                    Some(named) => unit.position(named.tokens.end).min(most),
                    None => at,
                };
            }
            Some(Element::Word(token)) => {
                let first = at == from;
                if let Some(end) = at
                    .checked_sub(from + 1)
                    .and_then(|_| holder(context, unit, from, at, most))
                {
                    return end;
                }
                let Some(next) = step(
                    context,
                    unit,
                    at,
                    first,
                    (reach, definite, behind_preposition),
                ) else {
                    return at;
                };
                let word = reader.word(*token);
                behind_preposition |= word.role().is_some_and(ClauseRole::is_preposition);
                definite |= reader.is_definite(next.last_token);
                at = next.end.min(most);
                if next.person {
                    return past_names(context, unit, at, most);
                }
            }
            _ => return at,
        }
    }
    at
}

/// Past the name of who holds the office at `from`, where a preposition at `at` and a comma
/// stand between: «السفير الروسي لدى الأمم المتحدة، فاسيلي نبينزيا».
fn holder(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    at: usize,
    most: usize,
) -> Option<usize> {
    context.word(unit, from).office?;
    if !context.is_preposition(unit, at) {
        return None;
    }
    let view = context.reader.view;
    let comma = (at + 1..most.min(at + HOLDER_WINDOW))
        .take_while(|&place| !context.is_that(unit, place))
        .find(|&place| unit.is_comma(view, place))?;
    let token = unit.word(comma + 1)?;
    let named = context.reader.name_at(token)?;
    let end = unit.position(named.tokens.end);
    let person = named.entity_type == EntityType::Person;
    (person && end <= most && unit.is_comma(view, end)).then_some(end)
}

/// Past the words of a personal name at `at` that the name before was cut from.
fn past_names(context: &Context<'_>, unit: &Unit, mut at: usize, most: usize) -> usize {
    let names = &context.reader.view.packs.names;
    while at < most
        && let Some(token) = unit.word(at)
    {
        let word = context.reader.word(token);
        let free = word.speech.is_none() && word.clause.is_none() && word.mention.is_none();
        let folded = context.reader.view.folded(token);
        // Family names with an article are adjectives of places: «المصري».
        let name = if context.reader.is_definite(token) {
            is_nisba(context, folded)
        } else {
            names.person_strength(folded) > 0
        };
        if !(free && name) || word.time.is_some() {
            break;
        }
        at += 1;
    }
    at
}

/// A word that belongs to a phrase.
struct Step {
    end: usize,
    last_token: usize,
    person: bool,
}

/// The word or name at `at`, where it can belong to the phrase.
fn step(
    context: &Context<'_>,
    unit: &Unit,
    at: usize,
    first: bool,
    (reach, definite, behind_preposition): (Reach, bool, bool),
) -> Option<Step> {
    let reader = &context.reader;
    let token = unit.word(at)?;
    let word = reader.word(token);
    let to = |end: usize, person: bool| {
        let end = unit.position(end).max(at + 1);
        let last_token = unit.tokens(at, end).end.saturating_sub(1);
        Some(Step {
            end,
            last_token,
            person,
        })
    };
    let named = reader.name_at(token);
    // «اتهمت الحكومة البريطانية | روسيا»: another name is the object.
    let other = reach == Reach::Near && definite && !first;
    if let Some(named) = named.filter(|named| first || named.start == reader.start(token)) {
        if other && named.entity_type != EntityType::Person {
            return None;
        }
        let person = named.entity_type == EntityType::Person;
        return to(
            named.tokens.end,
            person && !is_office_part(context, unit, at, named.tokens.end),
        );
    }
    if first {
        let office = word.office.map(|hit| hit.end);
        let end = office.into_iter().chain(word.noun.map(|hit| hit.end)).max();
        return to(end.unwrap_or(token + 1), false);
    }
    if word.time.is_some() || word.attribution.is_some() || word.particle {
        return None;
    }
    match word.role() {
        Some(ClauseRole::Within) => {
            return takes_preposition(context, unit, at, definite || behind_preposition)
                .and_then(|end| to(end, false));
        }
        Some(ClauseRole::Names) | None => {}
        Some(_) => return None,
    }
    let verb = word
        .speech
        .is_some_and(|hit| !matches!(hit.what.form, SpeechForm::Noun));
    if verb && !reader.is_definite(token) {
        return None;
    }
    if word.governed {
        let people = word
            .noun
            .and_then(|hit| hit.what)
            .is_some_and(|noun| noun.number == GrammaticalNumber::Plural);
        let hearer = people || word.outlet || word.medium.is_some();
        let office = word.office.is_some();
        let opens = word.dropped || word.head.is_some() && !office;
        let complement =
            reach == Reach::Far && !hearer && (opens || !office && person_ahead(context, unit, at));
        return complement.then(|| to(token + 1, false)).flatten();
    }
    if word.function {
        return (!definite).then(|| to(token + 1, false)).flatten();
    }
    if other && !belongs(context, token, behind_preposition) {
        return None;
    }
    to(word.office.map_or(token + 1, |hit| hit.end), false)
}

/// Whether a personal name follows soon, over nothing but words: «المتحدث بالمنطقة الشرقية فهد».
fn person_ahead(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    for place in at + 1..at + PERSON_WINDOW {
        let Some(token) = unit.word(place) else {
            return false;
        };
        let word = context.reader.word(token);
        if word.clause.is_some() || word.speech.is_some() || word.time.is_some() || word.governed {
            return false;
        }
        if let Some(named) = context.reader.name_at(token) {
            return named.entity_type == EntityType::Person;
        }
    }
    false
}

/// Whether what looks like a name to its end is an office: a name opens no office.
fn is_office_part(context: &Context<'_>, unit: &Unit, at: usize, end: usize) -> bool {
    let office = context.word(unit, at).office;
    office.is_some_and(|hit| hit.end >= end)
}

/// Where what a preposition adds to an indefinite noun ends: «مصدر | في وزارة النفط».
fn takes_preposition(
    context: &Context<'_>,
    unit: &Unit,
    at: usize,
    has_one: bool,
) -> Option<usize> {
    // «المشرف على تطوير السوق الدكتور فلان»
    if has_one && !person_ahead(context, unit, at) {
        return None;
    }
    let token = unit.word(at + 1)?;
    let word = context.reader.word(token);
    if word.medium.is_some() || word.time.is_some() || word.clause.is_some() {
        return None;
    }
    let named = context.reader.name_at(token).map(|named| named.tokens.end);
    named.or(Some(token + 1))
}

/// Whether a word behind a definite noun describes it: an adjective or a name.
fn belongs(context: &Context<'_>, token: usize, behind_preposition: bool) -> bool {
    let reader = &context.reader;
    let folded = reader.view.folded(token);
    let packs = reader.view.packs;
    if packs.names.person_strength(folded) >= NAME_STRENGTH && !reader.is_definite(token) {
        return true;
    }
    reader.is_definite(token) && (is_nisba(context, folded) || reader.word(token).describes)
        || reader.word(token).office.is_some() && !behind_preposition
}

/// Whether a folded word ends like an adjective of a place or people.
fn is_nisba(context: &Context<'_>, folded: &str) -> bool {
    let packs = context.reader.view.packs;
    let bare = packs.clitics.bare(folded);
    packs.places.nisba_endings.iter().any(|(ending, _)| {
        bare.strip_suffix(ending.as_str())
            .is_some_and(|stem| stem.chars().nth(2).is_some())
    })
}
