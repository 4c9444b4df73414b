//! [`Trigger`]: what opens the statement behind a verb of saying.

use super::context::{Context, NAME_WORDS};
use super::names::is_name;
use super::unit::{Element, Unit};
use crate::lang::{ClauseRole, SpeechForm, SpeechSense, SpeechVerb};

/// Elements between a verb of saying and what it opens, at most.
const WINDOW: usize = 45;
/// The same behind a verbal noun.
const NOUN_WINDOW: usize = 10;
/// The same where "that" is written like "if".
const NEAR: usize = 6;
/// Commas among them at most.
const MAX_COMMAS: usize = 4;

/// What opens a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// "That", at this element.
    That(usize),
    /// A colon at this element, with no marks behind it.
    Colon(usize),
    /// Quotation marks at this element.
    Quote(usize),
}

impl Trigger {
    /// The element that opens the statement.
    pub(super) const fn at(self) -> usize {
        match self {
            Self::That(at) | Self::Colon(at) | Self::Quote(at) => at,
        }
    }
}

/// What the statement of `verb` opens with; what is looked at begins at `from`, behind the
/// verb.
pub(super) fn trigger(
    context: &Context<'_>,
    unit: &Unit,
    verb: SpeechVerb,
    from: usize,
) -> Option<Trigger> {
    let view = context.reader.view;
    let placed = view.in_placed_language();
    let mut n_commas = 0;
    let mut joins = false;
    let window = if verb.form == SpeechForm::Noun {
        NOUN_WINDOW
    } else {
        WINDOW
    };
    for at in from..unit.len().min(from + window) {
        match unit.elements.get(at)? {
            Element::Quote(_) => {
                if opens_directly(context, unit, verb, from, at) {
                    return Some(Trigger::Quote(at));
                }
            }
            Element::Word(_) => {
                if placed && context.is_that(unit, at) && !is_near(context, unit, from, at) {
                    return None;
                }
                if context.is_that(unit, at) && is_said(context, unit, verb, from, at) {
                    return Some(Trigger::That(at));
                }
                if takes_over(context, unit, verb, from, at, joins) {
                    return None;
                }
                joins |= context.role(unit, at) == Some(ClauseRole::Joins);
            }
            Element::Mark(token) => match view.shown(*token) {
                ":" if unit.quote(at + 1).is_some() => return Some(Trigger::Quote(at + 1)),
                ":" if context.is_that(unit, at + 1) => return Some(Trigger::That(at + 1)),
                ":" => return Some(Trigger::Colon(at)),
                mark if unit.is_comma(view, at) => {
                    n_commas += 1;
                    if n_commas > MAX_COMMAS || mark.starts_with(['؛', ';']) {
                        return None;
                    }
                }
                mark if mark.starts_with(['!', '؟', '?', '…']) => return None,
                _ => {}
            },
            Element::Rest(_) => return None,
        }
    }
    None
}

/// Elements between a verb of saying and "that" where the word is a pronoun too: the subject or
/// the hearer, and a comma.
const NEAR_THAT: usize = 7;

/// Whether nothing but a subject or a hearer stands between the verb and its "that", a comma
/// right before it aside: «told reporters that», «sagte der Minister, dass».
fn is_near(context: &Context<'_>, unit: &Unit, from: usize, at: usize) -> bool {
    let view = context.reader.view;
    let comma = at
        .checked_sub(1)
        .filter(|&before| before >= from && unit.is_comma(view, before));
    let until = comma.unwrap_or(at);
    let plain = (from..until).all(|at| unit.mark(view, at).is_none_or(|mark| mark == "."));
    plain && until - from <= NEAR_THAT
}

/// Whether the "that" at `at` opens the clause of the verb, and not of another word: not
/// «بعد أن», «المقرر أن»; «إلى أن» only behind a verb that takes a preposition.
fn is_said(context: &Context<'_>, unit: &Unit, verb: SpeechVerb, from: usize, at: usize) -> bool {
    if at == from {
        return true;
    }
    let only_speech = matches!(verb.sense, SpeechSense::Say | SpeechSense::Continue);
    if context.word(unit, at).variant && !only_speech && at - from > NEAR {
        return false;
    }
    let Some(before) = at.checked_sub(1) else {
        return true;
    };
    if unit.word(before).is_none() {
        return true;
    }
    // The small word before may have several tokens.
    let last = (1..=3)
        .filter_map(|back| at.checked_sub(back))
        .find(|&place| {
            place >= from
                && context.word(unit, place).clause.is_some()
                && context.past_role(unit, place) == at
        });
    match last.and_then(|place| context.role(unit, place)) {
        Some(
            ClauseRole::OtherThat | ClauseRole::As | ClauseRole::Names | ClauseRole::Preposition,
        ) => false,
        Some(role) if role.is_preposition() => verb.preposition,
        _ => true,
    }
}

/// Whether another verb of saying at `at` takes what follows: «وأضاف», «قائلاً», «قوله إن».
/// `joins` says that another clause has begun before it.
fn takes_over(
    context: &Context<'_>,
    unit: &Unit,
    verb: SpeechVerb,
    from: usize,
    at: usize,
    joins: bool,
) -> bool {
    let word = context.word(unit, at);
    let Some(hit) = word.speech else {
        return false;
    };
    let view = context.reader.view;
    let before = at.checked_sub(1);
    let relative =
        before.and_then(|before| context.role(unit, before)) == Some(ClauseRole::Relative);
    match hit.what.form {
        // Behind a preposition it is a noun: «على لافتة».
        SpeechForm::Participle => before.is_none_or(|before| !context.is_preposition(unit, before)),
        SpeechForm::Perfect | SpeechForm::Imperfect | SpeechForm::Passive => {
            let apart = before.is_some_and(|before| {
                before >= from
                    && (unit.is_comma(view, before)
                        || context.role(unit, before) == Some(ClauseRole::Joins))
            });
            let other = !relative
                && hit.what.sense == SpeechSense::Say
                && hit.what.form == SpeechForm::Perfect
                && verb.sense != SpeechSense::Say
                && at > from;
            other || !relative && (word.joined || joins || apart && !is_inserted(context, unit, at))
        }
        SpeechForm::Noun => {
            let behind = unit.position(hit.end);
            let preposition = context.is_preposition(unit, behind);
            let next = behind + usize::from(preposition);
            let opens = context.is_that(unit, next)
                || unit.quote(next).is_some()
                || unit.mark(view, next) == Some(":");
            hit.what.subject.is_some() && word.medium.is_none() && opens
        }
        SpeechForm::Formula => false,
    }
}

/// Whether the verb at `at` behind a comma stands in an insertion that another comma closes
/// before "that": «قال مصدر، طلب عدم نشر اسمه، إن».
fn is_inserted(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    let view = context.reader.view;
    (at + 1..unit.len().min(at + WINDOW))
        .find(|&place| unit.mark(view, place).is_some() || context.is_that(unit, place))
        .is_some_and(|place| unit.is_comma(view, place) && context.is_that(unit, place + 1))
}

/// Whether the quote at `at`, with no colon before it, is what the verb governs: «وأضاف
/// «سنعود»», «دعا إلى «وقف فوري للقتال»»; no name, and no few words that the verb has as an
/// object.
fn opens_directly(
    context: &Context<'_>,
    unit: &Unit,
    verb: SpeechVerb,
    from: usize,
    at: usize,
) -> bool {
    let Some(quote) = unit.quote(at) else {
        return false;
    };
    // «أعلنت «حركة الأمل» و«رابطة الكتاب» أن»
    let joined =
        at > from + 1 && context.word(unit, at - 1).particle && unit.quote(at - 2).is_some();
    if joined || is_name(context, unit, at) || context.is_before_that(unit, at) {
        return false;
    }
    let n_words = context.quoted_words(quote, NAME_WORDS + 1);
    if n_words <= NAME_WORDS && at > from && context.is_preposition(unit, at - 1) {
        return false;
    }
    let ends = context.ends_at(unit, at + 1);
    match verb.sense {
        SpeechSense::Say | SpeechSense::Continue => ends || n_words >= 3,
        _ if at == from && matches!(verb.form, SpeechForm::Participle | SpeechForm::Noun) => ends,
        _ => n_words > NAME_WORDS || n_words == NAME_WORDS && ends,
    }
}
