//! [`Finder`]: goes through the units of an article with the rules of quotations, which stand in
//! [`verbs`](super::verbs), [`marked`](super::marked) and [`credits`](super::credits).

use super::content::{Content, clause};
use super::context::Context;
use super::history::{History, Known};
use super::phrase::Phrase;
use super::speaker::topic;
use super::trigger::Trigger;
use super::unit::Unit;
use crate::article::{Evidence, Quotation, QuotationKind, Speaker};
use crate::lang::{Agreement, ClauseRole, SpeechVerb};
use crate::text::{Normalized, Span};

/// Words of a statement behind a credit or a speaker and a colon, at least.
pub(super) const MIN_WORDS: usize = 3;
/// Elements at the front of a sentence without speech in which its subject stands.
const SUBJECT_PLACE: usize = 8;

/// A verb of saying in its sentence.
#[derive(Clone, Copy)]
pub(super) struct Cue {
    pub(super) verb: SpeechVerb,
    /// The element it is.
    pub(super) at: usize,
    /// The element behind it.
    pub(super) behind: usize,
    pub(super) span: Span<Normalized>,
}

/// A statement that a rule found.
pub(super) struct Found {
    pub(super) content: Content,
    pub(super) cue: Option<Span<Normalized>>,
    pub(super) speaker: Option<Speaker>,
    pub(super) medium: Option<Span<Normalized>>,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

/// How a speaker was found.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

pub(super) const AFTER_VERB: How = How {
    rule: "speakers/behind-verb",
    confidence: 0.93,
};
pub(super) const BEFORE_VERB: How = How {
    rule: "speakers/before-verb",
    confidence: 0.9,
};
pub(super) const SUBJECT: How = How {
    rule: "speakers/subject",
    confidence: 0.8,
};
pub(super) const CREDITED: How = How {
    rule: "speakers/credited",
    confidence: 0.93,
};
pub(super) const COLON: How = How {
    rule: "speakers/colon",
    confidence: 0.9,
};
const SAME: How = How {
    rule: "speakers/same",
    confidence: 0.85,
};

/// Reads units, one after the other.
pub(super) struct Finder<'f, 'c> {
    pub(super) context: &'f Context<'c>,
    pub(super) history: History,
    pub(super) found: Vec<Quotation>,
    /// The unit being read.
    pub(super) number: usize,
}

impl<'f, 'c> Finder<'f, 'c> {
    pub(super) fn new(context: &'f Context<'c>) -> Self {
        Self {
            context,
            history: History::new(context),
            found: Vec::new(),
            number: 0,
        }
    }

    /// All that was found, in the order of the text.
    pub(super) fn finish(self) -> Vec<Quotation> {
        let mut found = self.found;
        found.sort_by_key(|quotation| {
            let first = quotation.content.first();
            first.map_or(0, |words| words.span.start())
        });
        found
    }

    /// Finds what is said in `unit`.
    pub(super) fn read(&mut self, unit: &Unit, number: usize) {
        self.number = number;
        let before = self.found.len();
        let mut free = self.named_before_colon(unit).unwrap_or(0);
        let mut at = free;
        while at < unit.len() {
            let next = self
                .quote_first(unit, at)
                .or_else(|| self.verb_first(unit, at, free))
                .or_else(|| self.credit(unit, at, free));
            match next {
                Some(next) => {
                    at = next.max(at + 1);
                    free = at;
                }
                None => at += 1,
            }
        }
        if self.found.len() == before && !unit.headline {
            let subject = topic(self.context, unit, unit.len().min(SUBJECT_PLACE), None);
            let known = subject.map(|phrase| (phrase, self.known(unit, &phrase, None)));
            let known = known.filter(|(phrase, known)| {
                let token = unit.tokens(phrase.first, phrase.end).start;
                known.entity.is_some() || self.context.reader.is_definite(token)
            });
            self.history.told(known.map(|(_, known)| known));
        }
    }

    /// What was said behind what opens it.
    pub(super) fn statement(&self, unit: &Unit, opened: Trigger) -> Option<Content> {
        let context = self.context;
        match opened {
            Trigger::Quote(at) => Some(self.quoted(unit, at)),
            Trigger::Colon(at) => clause(context, unit, at + 1, None),
            Trigger::That(at) => {
                let hit = context.word(unit, at).clause?;
                let (role, particle) = hit.what;
                if role == ClauseRole::That {
                    return clause(context, unit, context.past_role(unit, at), None);
                }
                // The pronoun is the subject of what was said; a particle before it is not said.
                let token = unit.word(at)?;
                let shown = context.reader.view.shown(token);
                let letter = shown.chars().next().map_or(0, char::len_utf8);
                let letter = u32::try_from(letter).unwrap_or_default();
                let start = context.reader.start(token) + if particle { letter } else { 0 };
                clause(context, unit, at, Some(start))
            }
        }
    }

    /// The quote at `at`, with those that are joined to it: «قال: «نعم»، و«لا»».
    pub(super) fn quoted(&self, unit: &Unit, at: usize) -> Content {
        let context = self.context;
        let view = context.reader.view;
        let mut spans = unit
            .quote(at)
            .map_or(Vec::new(), |quote| context.inside(quote));
        let mut end = at + 1;
        loop {
            let mut next = unit.skip_commas(view, end);
            let joined = unit.word(next).is_some_and(|token| {
                let conjunctions = &view.packs.attached_conjunctions;
                conjunctions.iter().any(|word| word == view.folded(token))
            });
            next += usize::from(joined);
            let Some(quote) = unit.quote(next).filter(|_| joined) else {
                break;
            };
            spans.extend(context.inside(quote));
            end = next + 1;
        }
        Content {
            spans,
            kind: QuotationKind::Direct,
            end,
        }
    }

    /// The speaker of the statement before, once more. His words are given again only where no
    /// entity stands for him.
    pub(super) fn goes_on(&mut self, known: &Known) -> Speaker {
        self.history.spoke(Known {
            unit: self.number,
            ..known.clone()
        });
        Speaker {
            words: known.words.clone().filter(|_| known.entity.is_none()),
            entity: known.entity,
            confidence: SAME.confidence,
            evidence: Evidence { rule: SAME.rule },
        }
    }

    /// Who a phrase is, remembered as the last speaker.
    pub(super) fn speaker(
        &mut self,
        unit: &Unit,
        phrase: &Phrase,
        how: How,
        verb: Option<Agreement>,
    ) -> Speaker {
        let known = self.known(unit, phrase, verb);
        let speaker = Speaker {
            words: known.words.clone(),
            entity: known.entity,
            confidence: how.confidence,
            evidence: Evidence { rule: how.rule },
        };
        self.history.spoke(known);
        speaker
    }

    pub(super) fn known(&self, unit: &Unit, phrase: &Phrase, verb: Option<Agreement>) -> Known {
        Known {
            words: Some(self.context.words(phrase.span)),
            entity: self.history.entity(self.context, unit, phrase),
            agreement: verb.or(phrase.agreement),
            unit: self.number,
        }
    }

    pub(super) fn n_words(&self, unit: &Unit, from: usize, to: usize) -> usize {
        let mut n_words = 0;
        for at in from..to.min(unit.len()) {
            n_words += match unit.quote(at) {
                Some(quote) => self.context.quoted_words(quote, MIN_WORDS),
                None => usize::from(unit.word(at).is_some()),
            };
            if n_words >= MIN_WORDS {
                break;
            }
        }
        n_words
    }

    pub(super) fn push(&mut self, found: Found) {
        let context = self.context;
        let said: Vec<_> = found
            .content
            .spans
            .iter()
            .map(|&span| context.words(span))
            .filter(|words| !words.text.is_empty())
            .collect();
        if said.is_empty() {
            return;
        }
        self.found.push(Quotation {
            kind: found.content.kind,
            content: said,
            cue: found.cue.map(|span| context.words(span)),
            speaker: found.speaker,
            medium: found.medium.map(|span| context.words(span)),
            confidence: found.confidence,
            evidence: Evidence { rule: found.rule },
        });
    }
}
