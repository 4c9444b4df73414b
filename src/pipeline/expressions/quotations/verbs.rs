//! Statements behind a verb of saying: «قال فلان: «…»», «أعلن أن …», «وجاء في بيان أن …».

use super::attribution::source;
use super::finder::{
    AFTER_VERB, BEFORE_VERB, CREDITED, Cue, Finder, Found, How, MIN_WORDS, SUBJECT,
};
use super::medium::medium;
use super::phrase::{Phrase, Reach, head, phrase};
use super::plain::{after, before};
use super::speaker::{is_place, other_verb, plain_before, subject_after, subject_before, topic};
use super::trigger::{Trigger, trigger};
use super::unit::Unit;
use crate::article::Speaker;
use crate::lang::{ClauseRole, SpeechForm, SpeechSense, SpeechVerb};

/// Elements before a verb that a medium stands in: «وفي بيان، قال …».
const MEDIUM_BEFORE: usize = 8;
/// Elements before a subject that stands at the front of its clause, at most: «وكان», «لكن».
const FRONT: usize = 1;

impl Finder<'_, '_> {
    /// A statement behind a verb of saying.
    pub(super) fn verb_first(&mut self, unit: &Unit, at: usize, free: usize) -> Option<usize> {
        let context = self.context;
        let hit = context.word(unit, at).speech?;
        let before = at
            .checked_sub(1)
            .and_then(|before| context.role(unit, before));
        // Behind a preposition it is the noun: «مع توقع أن».
        let noun = matches!(hit.what.form, SpeechForm::Perfect | SpeechForm::Participle)
            && before.is_some_and(ClauseRole::is_preposition);
        // «في ختام تصريحه» names the medium.
        let named = hit.what.form == SpeechForm::Noun && context.word(unit, at).medium.is_some();
        if noun || named || before == Some(ClauseRole::Negation) {
            return None;
        }
        let behind = unit.position(hit.end);
        let cue = Cue {
            verb: hit.what,
            at,
            behind,
            span: context
                .reader
                .span_from(hit.start, &unit.tokens(at, behind)),
        };
        let opened = trigger(context, unit, cue.verb, behind)?;
        if cue.verb.form == SpeechForm::Formula {
            return self.statement(unit, opened).map(|said| said.end);
        }
        if cue.verb.sense == SpeechSense::Appear {
            return self.appears(unit, cue, opened);
        }
        let subject = self.subject(unit, cue, opened, free);
        let speaks = self.is_speech(unit, cue, opened, subject.as_ref());
        // What is nobody's is no statement of another verb inside it either.
        let nobody = !speaks && cue.verb.sense == SpeechSense::Think;
        if !(speaks || nobody) {
            return None;
        }
        let said = self.statement(unit, opened)?;
        let end = said.end;
        if nobody {
            return Some(end);
        }
        let front = free.max(at.saturating_sub(MEDIUM_BEFORE));
        let said_in = self
            .medium(unit, behind, opened.at(), end)
            .or_else(|| medium(context, unit, front, at));
        let speaker = match subject {
            Some((phrase, how)) => Some(self.speaker(unit, &phrase, how, cue.verb.subject)),
            None if cue.verb.form == SpeechForm::Passive => None,
            // «هناك من يقول»: nobody who is named.
            None if at > 0 && context.is_preposition(unit, at - 1) => None,
            None => self.same(cue.verb),
        };
        let (rule, confidence) = match opened {
            Trigger::That(_) => ("quotations/clause", 0.92),
            Trigger::Quote(_) => ("quotations/behind-verb", 0.95),
            Trigger::Colon(_) => ("quotations/colon", 0.8),
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

    /// Whether the verb says something here: a colon is no list, a verbal noun has a subject, an
    /// opinion is somebody's.
    pub(super) fn is_speech(
        &self,
        unit: &Unit,
        cue: Cue,
        opened: Trigger,
        subject: Option<&(Phrase, How)>,
    ) -> bool {
        if let Trigger::Colon(colon) = opened {
            let only_speech = matches!(cue.verb.sense, SpeechSense::Say | SpeechSense::Continue);
            let last = subject.map_or(cue.behind, |(phrase, _)| phrase.end.max(cue.behind));
            let between = (last..colon).any(|at| {
                let word = self.context.word(unit, at);
                unit.word(at).is_some()
                    && word.time.is_none()
                    && word.medium.is_none()
                    && word.clause.is_none()
            });
            return (only_speech || !between)
                && self.n_words(unit, colon + 1, unit.len()) >= MIN_WORDS;
        }
        match cue.verb.form {
            SpeechForm::Noun if cue.verb.subject.is_none() => match subject {
                Some((phrase, how)) => {
                    how.rule == AFTER_VERB.rule && phrase.end == opened.at()
                        || opened.at() == cue.behind && cue.verb.sense == SpeechSense::Say
                }
                None => opened.at() == cue.behind && cue.verb.sense == SpeechSense::Say,
            },
            // «يتوقع أن»: it is expected. «تتوقع أن» has a subject.
            SpeechForm::Imperfect => {
                let feminine = cue.verb.subject.is_some_and(|subject| subject.feminine);
                let own = subject.is_some_and(|(_, how)| how.rule != SUBJECT.rule);
                own || feminine || cue.verb.sense != SpeechSense::Think
            }
            _ => true,
        }
    }

    /// «وجاء في بيان وزارة الخارجية أن …»: the words stand in a medium, and are whose that is.
    pub(super) fn appears(&mut self, unit: &Unit, cue: Cue, opened: Trigger) -> Option<usize> {
        let context = self.context;
        if !context.is_preposition(unit, cue.behind) {
            return None;
        }
        let first = context.past_role(unit, cue.behind);
        // A word may stand before it: «في إحدى التغريدات».
        let found = source(context, unit, first, opened.at())
            .or_else(|| source(context, unit, first + 1, opened.at()))?;
        let said = self.statement(unit, opened)?;
        let end = said.end;
        let speaker = self.speaker(unit, &found.who, CREDITED, None);
        self.push(Found {
            content: said,
            cue: Some(cue.span),
            speaker: Some(speaker),
            medium: found.medium.map(|(from, to)| context.span(unit, from, to)),
            rule: "quotations/clause",
            confidence: 0.9,
        });
        Some(end)
    }

    /// The subject of a verb of saying and how it was found.
    pub(super) fn subject(
        &self,
        unit: &Unit,
        cue: Cue,
        opened: Trigger,
        free: usize,
    ) -> Option<(Phrase, How)> {
        let context = self.context;
        let verb = cue.verb;
        if context.reader.view.in_placed_language() {
            let limit = self.before_that(unit, cue.behind, opened);
            return before(context, unit, free, cue.at)
                .map(|phrase| (phrase, BEFORE_VERB))
                .or_else(|| {
                    let pronoun =
                        cue.at > free && context.word(unit, cue.at - 1).function || verb.hearer;
                    let phrase = after(context, unit, cue.behind, limit).filter(|_| !pronoun);
                    phrase.map(|phrase| (phrase, AFTER_VERB))
                });
        }
        // Behind an object a colon opens a list: «أعلنت اللجنة الأسماء: …».
        let only_speech = matches!(verb.sense, SpeechSense::Say | SpeechSense::Continue);
        let list = matches!(opened, Trigger::Colon(_)) && !only_speech;
        let reach = if verb.hearer || list || verb.sense == SpeechSense::Act {
            Reach::Near
        } else {
            Reach::Far
        };
        let limit = self.before_that(unit, cue.behind, opened);
        let found_before = self.found.last().is_some() && free > 0;
        match verb.form {
            SpeechForm::Passive | SpeechForm::Formula => None,
            SpeechForm::Participle => {
                if found_before {
                    return None;
                }
                let subject = topic(context, unit, cue.at, verb.subject);
                subject.map(|phrase| (phrase, SUBJECT))
            }
            SpeechForm::Noun if verb.subject.is_some() => {
                let subject = subject_before(context, unit, free, cue.at, true);
                subject.map(|phrase| (phrase, BEFORE_VERB))
            }
            SpeechForm::Noun => {
                let subject = subject_after(context, unit, cue.behind, limit, Reach::Far, None);
                let subject = subject.filter(|phrase| head(context, unit, phrase.first).is_some());
                subject.map(|phrase| (phrase, AFTER_VERB))
            }
            SpeechForm::Perfect | SpeechForm::Imperfect => {
                if verb.sense == SpeechSense::Relay
                    && let Some(phrase) = self.relayed(unit, cue.behind, limit)
                {
                    return Some((phrase, CREDITED));
                }
                // «الشرطة تحذر السائقين أن»: behind a subject at the front stands the object.
                let before = subject_before(context, unit, free, cue.at, false);
                let leads = before.filter(|phrase| {
                    phrase.first <= free + FRONT && !is_place(context, unit, phrase.first)
                });
                leads
                    .map(|phrase| (phrase, BEFORE_VERB))
                    .or_else(|| {
                        subject_after(context, unit, cue.behind, limit, reach, verb.subject)
                            .map(|phrase| (phrase, AFTER_VERB))
                    })
                    .or_else(|| before.map(|phrase| (phrase, BEFORE_VERB)))
                    .or_else(|| {
                        plain_before(context, unit, free, cue.at)
                            .map(|phrase| (phrase, BEFORE_VERB))
                    })
                    .or_else(|| {
                        if found_before {
                            return None;
                        }
                        if let Some(phrase) = other_verb(context, unit, cue.at, verb.subject) {
                            return Some((phrase, SUBJECT));
                        }
                        let subject = topic(context, unit, cue.at, verb.subject);
                        subject.map(|phrase| (phrase, SUBJECT))
                    })
            }
        }
    }

    /// Where the subject ends at the latest: before a preposition right before "that".
    pub(super) fn before_that(&self, unit: &Unit, behind: usize, opened: Trigger) -> usize {
        let at = opened.at();
        match at.checked_sub(1) {
            Some(before) if before >= behind && self.context.is_preposition(unit, before) => before,
            _ => at,
        }
    }

    /// Whose words are handed on: behind the first preposition, «نقلت الصحيفة عن مهندس أن».
    pub(super) fn relayed(&self, unit: &Unit, from: usize, limit: usize) -> Option<Phrase> {
        let context = self.context;
        (from..limit).find_map(|at| {
            if !context.is_preposition(unit, at) {
                return None;
            }
            let first = context.past_role(unit, at);
            let word = context.word(unit, first);
            let person = word.time.is_none() && word.medium.is_none() && unit.word(first).is_some();
            phrase(context, unit, first, limit, Reach::Far).filter(|_| person && first < limit)
        })
    }

    /// The medium named beside the verb, or behind the statement («، وذلك خلال مؤتمر صحفي»).
    pub(super) fn medium(
        &self,
        unit: &Unit,
        behind: usize,
        opened: usize,
        end: usize,
    ) -> Option<(usize, usize)> {
        let context = self.context;
        medium(context, unit, behind, opened).or_else(|| {
            let next = unit.skip_commas(context.reader.view, end);
            let occasion = context.role(unit, next) == Some(ClauseRole::Whereby);
            let first = if occasion {
                context.past_role(unit, next)
            } else {
                next
            };
            let preposition = context.is_preposition(unit, first);
            medium(context, unit, first, first + 3).filter(|_| preposition)
        })
    }

    /// The speaker whose subject is left out: the last one.
    pub(super) fn same(&mut self, verb: SpeechVerb) -> Option<Speaker> {
        let anew = verb.sense != SpeechSense::Continue && verb.form != SpeechForm::Participle;
        let known = self
            .history
            .last(self.number, verb.subject, anew)
            .cloned()?;
        Some(self.goes_on(&known))
    }
}
