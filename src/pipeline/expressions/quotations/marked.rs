//! Statements in marks with who speaks behind them or before a colon, or nowhere: «…»، قال
//! فلان; فلان: «…».

use super::attribution::{as_said, attributed};
use super::content::clause;
use super::finder::{AFTER_VERB, BEFORE_VERB, COLON, Cue, Finder, Found, MIN_WORDS};
use super::medium::medium;
use super::names::is_name;
use super::phrase::{Phrase, Reach, head, phrase};
use super::plain::{after, before_quote, noun_phrase, subject_and_verb};
use super::speaker::{is_place, subject_after};
use super::trigger::{Trigger, trigger};
use super::unit::{Element, Unit};
use crate::lang::ClauseRole;

/// Words of a quote that is a statement although nothing says whose, at least.
const ALONE_WORDS: usize = 6;
/// Elements of who speaks before a colon, at most.
const COLON_WINDOW: usize = 14;

impl Finder<'_, '_> {
    /// `quotations/headline`: who speaks and a colon, at the front of a headline («وزير المالية:
    /// لا زيادة في الرواتب»), or of any sentence before marks («الوزير: «سنعود»»).
    pub(super) fn named_before_colon(&mut self, unit: &Unit) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let colon =
            (1..unit.len().min(COLON_WINDOW)).find(|&at| unit.mark(view, at) == Some(":"))?;
        let quote = unit.quote(colon + 1).is_some();
        let placed = view.in_placed_language();
        if !placed {
            head(context, unit, 0)?;
        }
        if !(unit.headline || quote) || context.is_governed(unit, 0) {
            return None;
        }
        // A place says where, unless somebody's words follow in marks.
        let place = !quote && is_place(context, unit, 0);
        let who = if placed {
            // «Live: …», «Video: …»: only a name speaks before a colon.
            let named = unit.word(0).and_then(|token| context.reader.name_at(token));
            named.filter(|named| named.speaks())?;
            noun_phrase(context, unit, 0, colon)?
        } else {
            phrase(context, unit, 0, colon, Reach::Far)?
        };
        if who.end != colon || place {
            return None;
        }
        let said = if quote {
            self.quoted(unit, colon + 1)
        } else {
            let enough = self.n_words(unit, colon + 1, unit.len()) >= MIN_WORDS;
            clause(context, unit, colon + 1, None).filter(|_| enough)?
        };
        let end = said.end;
        let speaker = self.speaker(unit, &who, COLON, None);
        self.push(Found {
            content: said,
            cue: None,
            speaker: Some(speaker),
            medium: None,
            rule: "quotations/headline",
            confidence: 0.85,
        });
        Some(end)
    }

    /// A statement in marks before the verb of saying or the credit: «…»، قال فلان; or alone.
    pub(super) fn quote_first(&mut self, unit: &Unit, at: usize) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        unit.quote(at)?;
        if is_name(context, unit, at) {
            return None;
        }
        let mut next = unit.skip_commas(view, at + 1);
        let credit = attributed(context, unit, next).or_else(|| as_said(context, unit, next));
        if let Some(credit) = credit {
            let said = self.quoted(unit, at);
            return Some(self.push_credit(unit, said, &credit, "quotations/credit"));
        }
        if matches!(
            context.role(unit, next),
            Some(ClauseRole::Thus | ClauseRole::As)
        ) {
            next = context.past_role(unit, next);
        }
        let placed = view.in_placed_language();
        let (next, subject) = placed
            .then(|| subject_and_verb(context, unit, next))
            .flatten()
            .unwrap_or((next, None));
        let word = context.word(unit, next);
        // «the "deal of the year" announced by …»: few words and no comma are no speech.
        let few = unit
            .quote(at)
            .is_some_and(|quote| context.quoted_words(quote, MIN_WORDS) < MIN_WORDS);
        if placed && few && next == at + 1 {
            return None;
        }
        match context.finite(unit, next).zip(word.speech) {
            Some((verb, hit)) if !word.joined => {
                let behind = unit.position(hit.end);
                let cue = Cue {
                    verb,
                    at: next,
                    behind,
                    span: context
                        .reader
                        .span_from(hit.start, &unit.tokens(next, behind)),
                };
                self.verb_behind(unit, at, cue, subject)
            }
            _ => self.alone(unit, at),
        }
    }

    /// `quotations/before-verb` and `quotations/around-verb`: «…»، قال فلان، «…».
    /// `named` is who speaks, where he stands before the verb.
    pub(super) fn verb_behind(
        &mut self,
        unit: &Unit,
        at: usize,
        cue: Cue,
        named: Option<Phrase>,
    ) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let mut said = self.quoted(unit, at);
        let opened = trigger(context, unit, cue.verb, cue.behind);
        let again = match opened {
            Some(Trigger::That(_) | Trigger::Colon(_)) => return None,
            Some(Trigger::Quote(again)) => Some(again),
            None => None,
        };
        let stop = (cue.behind..unit.len())
            .find(|&at| unit.mark(view, at).is_some() || unit.quote(at).is_some())
            .unwrap_or(unit.len());
        let subject = if view.in_placed_language() {
            // «she told the paper»: behind the verb stands who hears it.
            let pronoun = cue.at > at + 1 && context.word(unit, cue.at - 1).function;
            named.or_else(|| {
                if pronoun || cue.verb.hearer {
                    return None;
                }
                after(context, unit, cue.behind, unit.len())
                    .or_else(|| before_quote(context, unit, at))
            })
        } else {
            subject_after(
                context,
                unit,
                cue.behind,
                stop,
                Reach::Near,
                cue.verb.subject,
            )
        };
        let mut end = subject.map_or(cue.behind, |phrase| phrase.end.max(cue.behind));
        // What goes on in marks right behind who speaks belongs to the same statement.
        let again = again.filter(|&again| unit.skip_commas(view, end) == again);
        let (rule, confidence) = match again {
            Some(again) => {
                let rest = self.quoted(unit, again);
                said.spans.extend(rest.spans);
                end = rest.end;
                ("quotations/around-verb", 0.93)
            }
            None => ("quotations/before-verb", 0.92),
        };
        let said_in = medium(context, unit, cue.behind, unit.len());
        let speaker = match subject {
            Some(phrase) => {
                let how = if phrase.first < cue.at {
                    BEFORE_VERB
                } else {
                    AFTER_VERB
                };
                Some(self.speaker(unit, &phrase, how, cue.verb.subject))
            }
            None => self.same(cue.verb),
        };
        self.push(Found {
            content: said,
            cue: Some(cue.span),
            speaker,
            medium: said_in.map(|(from, to)| context.span(unit, from, to)),
            rule,
            confidence,
        });
        Some(end)
    }

    /// `quotations/continued` and `quotations/alone`: a sentence that is all in marks goes on
    /// with the words of the last speaker; without one a long one is speech still.
    pub(super) fn alone(&mut self, unit: &Unit, at: usize) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let starts = (0..at).all(|at| unit.word(at).is_none());
        let ends =
            (at + 1..unit.len()).all(|at| matches!(unit.elements.get(at), Some(Element::Mark(_))));
        let quote = unit.quote(at)?;
        let n_words = context.quoted_words(quote, ALONE_WORDS);
        if !(starts && ends) || unit.headline && n_words < ALONE_WORDS || view.token(0).is_none() {
            return None;
        }
        let last = self.history.last(self.number, None, false).cloned();
        let last = last.filter(|known| self.number - known.unit <= 1 && !unit.headline);
        if n_words
            < if last.is_some() {
                MIN_WORDS
            } else {
                ALONE_WORDS
            }
        {
            return None;
        }
        let (rule, confidence) = if last.is_some() {
            ("quotations/continued", 0.8)
        } else {
            ("quotations/alone", 0.5)
        };
        let said = self.quoted(unit, at);
        let speaker = last.map(|known| self.goes_on(&known));
        self.push(Found {
            content: said,
            cue: None,
            speaker,
            medium: None,
            rule,
            confidence,
        });
        Some(unit.len())
    }
}
