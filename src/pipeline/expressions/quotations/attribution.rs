//! Who is credited without a verb of saying that governs the words: «بحسب غرفة التجارة»,
//! «وفقاً لمصدر أمني», «كما قال مدير المعبر».

use super::context::Context;
use super::medium::medium_at;
use super::phrase::{Phrase, Reach, head, phrase};
use super::plain::{after, noun_phrase};
use super::speaker::subject_after;
use super::trigger::trigger;
use super::unit::Unit;
use crate::lang::{AttributionTakes, ClauseRole, SpeechSense};
use crate::text::{Normalized, Span};

/// Elements between a medium and whose it is, at most.
const OWNER_WINDOW: usize = 5;

/// A credit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Credit {
    /// The words that say that it is one.
    pub(super) cue: Span<Normalized>,
    /// Who is credited; nobody where a pronoun is, or nothing.
    pub(super) source: Option<Phrase>,
    /// The medium of the words.
    pub(super) medium: Option<(usize, usize)>,
    /// The element behind it.
    pub(super) end: usize,
    /// It is a verb behind «كما».
    pub(super) verb: bool,
}

/// The credit at `at`: «بحسب غرفة التجارة», «على حد قوله». Not «حسب الأقدمية»: who is
/// credited has a name, an office or a noun of one who speaks.
pub(super) fn attributed(context: &Context<'_>, unit: &Unit, at: usize) -> Option<Credit> {
    let hit = context.word(unit, at).attribution?;
    if at > 0 && context.is_preposition(unit, at - 1) {
        return None;
    }
    let behind = unit.position(hit.end);
    let cue = context
        .reader
        .span_from(hit.start, &unit.tokens(at, behind));
    let credit = |source, medium, end| Credit {
        cue,
        source,
        medium,
        end,
        verb: false,
    };
    match hit.what {
        AttributionTakes::Pronoun => Some(credit(None, None, behind)),
        AttributionTakes::Dative if !context.word(unit, behind).governed => None,
        AttributionTakes::Dative | AttributionTakes::Name => {
            let found = source(context, unit, behind, unit.len())?;
            // «Der Plan kostet nach Angaben des Ministeriums 20 Millionen»: what is credited
            // stands around it.
            let placed = context.reader.view.in_placed_language();
            let opens = (0..at).all(|at| unit.word(at).is_none());
            if placed && !opens && !context.ends_at(unit, found.who.end) {
                return None;
            }
            Some(credit(Some(found.who), found.medium, found.who.end))
        }
    }
}

/// Who speaks, and in what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    pub(super) who: Phrase,
    /// The medium of the words, where it is not who speaks.
    pub(super) medium: Option<(usize, usize)>,
}

/// Who speaks in the words at `at` and the medium beside: «بيان
/// لوزارة الصحة» names a medium and whose it is.
pub(super) fn source(
    context: &Context<'_>,
    unit: &Unit,
    at: usize,
    limit: usize,
) -> Option<Source> {
    if let Some(end) = medium_at(context, unit, at).filter(|&end| end <= limit) {
        // A medium with an article is nobody's by construct: «بيان الوزارة», «البيان | الوزارة».
        let definite = unit
            .word(at)
            .is_some_and(|token| context.reader.is_definite(token));
        let owner = (end..limit.min(end + OWNER_WINDOW))
            .take_while(|&place| unit.word(place).is_some() && !context.is_that(unit, place))
            .find(|&place| {
                head(context, unit, place).is_some()
                    && context.word(unit, place).medium.is_none()
                    && (!definite || context.is_governed(unit, place))
            });
        if let Some(owner) = owner.and_then(|first| phrase(context, unit, first, limit, Reach::Far))
        {
            return Some(Source {
                who: owner,
                medium: Some((at, end)),
            });
        }
        let own = Phrase {
            first: at,
            end,
            span: context.span(unit, at, end),
            agreement: None,
        };
        return Some(Source {
            who: own,
            medium: None,
        });
    }
    let source = if context.reader.view.in_placed_language() {
        noun_phrase(context, unit, at, limit)?
    } else {
        head(context, unit, at)?;
        phrase(context, unit, at, limit, Reach::Far)?
    };
    Some(Source {
        who: source,
        medium: None,
    })
}

/// The credit at `at` that is a verb behind «كما», «حسبما»: «كما قال مدير المعبر».
pub(super) fn as_said(context: &Context<'_>, unit: &Unit, at: usize) -> Option<Credit> {
    let governed = at > 0 && context.is_preposition(unit, at - 1);
    if context.role(unit, at) != Some(ClauseRole::As) || governed {
        return None;
    }
    let place = context.past_role(unit, at);
    let verb = context.finite(unit, place)?;
    let hit = context.word(unit, place).speech?;
    let behind = unit.position(hit.end);
    if trigger(context, unit, verb, behind).is_some() {
        return None;
    }
    let limit = (behind..unit.len())
        .find(|&at| unit.mark(context.reader.view, at).is_some())
        .unwrap_or(unit.len());
    let cue = context
        .reader
        .span_from(hit.start, &unit.tokens(place, behind));
    let (source, medium) = if verb.sense == SpeechSense::Appear {
        let first = context.past_role(unit, behind);
        match source(context, unit, first, limit) {
            Some(found) => (Some(found.who), found.medium),
            None => (None, None),
        }
    } else {
        let subject = if context.reader.view.in_placed_language() {
            after(context, unit, behind, limit)
        } else {
            subject_after(context, unit, behind, limit, Reach::Near, verb.subject)
        };
        (subject, None)
    };
    Some(Credit {
        cue,
        source,
        medium,
        end: source.map_or(behind, |source| source.end),
        verb: true,
    })
}
