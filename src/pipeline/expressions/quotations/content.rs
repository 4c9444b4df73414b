//! Where a statement without marks ends, and what of it is quoted.

use super::attribution::attributed;
use super::context::{Context, NAME_WORDS};
use super::medium::medium_at;
use super::names::is_name;
use super::phrase::head;
use super::trigger::trigger;
use super::unit::{Element, Unit};
use crate::article::QuotationKind;
use crate::lang::{ClauseRole, SpeechForm, SpeechSense};
use crate::text::{Normalized, Span};

/// Elements between a word that joins clauses and the verb of saying in its clause.
const JOINED_CLAUSE: usize = 12;

/// What was said.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) spans: Vec<Span<Normalized>>,
    pub(super) kind: QuotationKind,
    /// The element behind it.
    pub(super) end: usize,
}

/// The statement that begins with element `from`, at byte `start`.
pub(super) fn clause(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    start: Option<u32>,
) -> Option<Content> {
    let end = clause_end(context, unit, from);
    stretch(
        context,
        unit,
        from,
        quote_end(context, unit, from).unwrap_or(end),
        start,
    )
}

/// Where a statement that opens with marks ends with them: before a comma that no further
/// "that" follows («أن «الحريق أخمد»، من دون تفاصيل»).
fn quote_end(context: &Context<'_>, unit: &Unit, from: usize) -> Option<usize> {
    let quote = unit.quote(from)?;
    let many = context.quoted_words(quote, NAME_WORDS + 1) > NAME_WORDS;
    let comma = unit.is_comma(context.reader.view, from + 1);
    (many && comma && !context.is_that(unit, from + 2)).then_some(from + 1)
}

/// What was said in the elements from `from` up to `end`, at byte `start` or at the first.
pub(super) fn stretch(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    end: usize,
    start: Option<u32>,
) -> Option<Content> {
    let view = context.reader.view;
    let last = unit.trim_end(view, from, end);
    if last <= from {
        return None;
    }
    // All of it in marks: the speaker's own words, behind "that" with a pronoun too.
    let first = from + usize::from(start.is_some() && unit.quote(from + 1).is_some());
    if let Some(quote) = unit.quote(first).filter(|_| first + 1 == last) {
        return Some(Content {
            spans: context.inside(quote),
            kind: QuotationKind::Direct,
            end,
        });
    }
    let quoted = (from..last).any(|at| match unit.elements.get(at) {
        Some(Element::Quote(_)) => !is_name(context, unit, at),
        _ => false,
    });
    let span = context.span(unit, from, last);
    let words = (from..last).any(|at| unit.word(at).is_some());
    if !(words || quoted) {
        return None;
    }
    Some(Content {
        spans: vec![Span::new(start.unwrap_or(span.start()), span.end())],
        kind: if quoted {
            QuotationKind::Mixed
        } else {
            QuotationKind::Indirect
        },
        end,
    })
}

/// Where the statement that begins at `from` ends: at the end of its sentence, before another
/// verb of saying with a statement of its own, before an attribution, and before words on the
/// occasion («، وذلك خلال»).
fn clause_end(context: &Context<'_>, unit: &Unit, from: usize) -> usize {
    (from..unit.len())
        .find_map(|at| breaks(context, unit, from, at))
        .unwrap_or(unit.len())
}

/// Where the statement ends if the element at `at` ends it.
fn breaks(context: &Context<'_>, unit: &Unit, from: usize, at: usize) -> Option<usize> {
    let view = context.reader.view;
    let comma = at > from && unit.is_comma(view, at - 1);
    let word = context.word(unit, at);
    if at == from {
        return None;
    }
    if let Some(hit) = word.speech {
        let participle = hit.what.form == SpeechForm::Participle;
        // «، معرباً عن أسفه»: no longer what was said.
        if participle && comma {
            return Some(at);
        }
        let finite = context.finite(unit, at).is_some() && (word.joined || comma);
        if (participle || finite)
            && trigger(context, unit, hit.what, unit.position(hit.end)).is_some()
        {
            return Some(at);
        }
        // Another statement, told with a noun: «، ولفت إلى التحديات».
        let goes_on = hit.what.sense == SpeechSense::Continue || hit.what.preposition;
        if finite && comma && word.joined && goes_on {
            return Some(at);
        }
    }
    if attributed(context, unit, at).is_some() {
        return Some(at);
    }
    match word.role() {
        Some(ClauseRole::Joins) if speaks(context, unit, context.past_role(unit, at)) => Some(at),
        Some(ClauseRole::As) => {
            let verb = context.past_role(unit, at);
            context.finite(unit, verb).map(|_| at)
        }
        Some(ClauseRole::Whereby) if comma => Some(at),
        Some(role)
            if comma && role.is_preposition() && medium_at(context, unit, at + 1).is_some() =>
        {
            Some(at)
        }
        _ => None,
    }
}

/// Whether a verb of saying with a statement stands in the clause at `from`, behind its verb or
/// its subject.
fn speaks(context: &Context<'_>, unit: &Unit, from: usize) -> bool {
    let view = context.reader.view;
    for at in from..unit.len().min(from + JOINED_CLAUSE) {
        if unit.mark(view, at).is_some() || context.is_that(unit, at) {
            return false;
        }
        if let (Some(verb), Some(hit)) = (context.finite(unit, at), context.word(unit, at).speech) {
            let subject = at == from || (from..at).any(|at| head(context, unit, at).is_some());
            return subject && trigger(context, unit, verb, unit.position(hit.end)).is_some();
        }
    }
    false
}
