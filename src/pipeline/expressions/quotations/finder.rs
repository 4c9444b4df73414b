//! The rules of quotations, one by one, over the units of an article.

use super::attribution::{Credit, as_said, attributed, source};
use super::content::{Content, clause, stretch};
use super::context::Context;
use super::history::{History, Known};
use super::medium::medium;
use super::names::is_name;
use super::phrase::{Phrase, Reach, head, phrase};
use super::speaker::{is_place, subject_after, subject_before, topic};
use super::trigger::{Trigger, trigger};
use super::unit::{Element, Unit};
use crate::article::{EntityType, Evidence, Quotation, QuotationKind, Speaker};
use crate::lang::{Agreement, ClauseRole, SpeechForm, SpeechSense, SpeechVerb};
use crate::text::{Normalized, Span};

/// Words of a statement behind a credit or a speaker and a colon, at least.
const MIN_WORDS: usize = 3;
/// Words of a quote that is a statement although nothing says whose, at least.
const ALONE_WORDS: usize = 6;
/// Elements before a subject that stands at the front of its clause, at most: «وكان», «لكن».
const FRONT: usize = 1;
/// Elements of who is credited where no comma follows, at most.
const OPEN_CREDIT: usize = 3;
/// Elements at the front of a sentence without speech in which its subject stands.
const SUBJECT_PLACE: usize = 8;
/// Elements before a verb that a medium stands in: «وفي بيان، قال …».
const MEDIUM_BEFORE: usize = 8;
/// Elements of who speaks before a colon, at most.
const COLON_WINDOW: usize = 14;

/// A verb of saying in its sentence.
#[derive(Clone, Copy)]
struct Cue {
    verb: SpeechVerb,
    /// The element it is.
    at: usize,
    /// The element behind it.
    behind: usize,
    span: Span<Normalized>,
}

/// A statement that a rule found.
struct Found {
    content: Content,
    cue: Option<Span<Normalized>>,
    speaker: Option<Speaker>,
    medium: Option<Span<Normalized>>,
    rule: &'static str,
    confidence: f32,
}

/// How a speaker was found.
#[derive(Clone, Copy)]
struct How {
    rule: &'static str,
    confidence: f32,
}

const AFTER_VERB: How = How {
    rule: "speakers/behind-verb",
    confidence: 0.93,
};
const BEFORE_VERB: How = How {
    rule: "speakers/before-verb",
    confidence: 0.9,
};
const SUBJECT: How = How {
    rule: "speakers/subject",
    confidence: 0.8,
};
const CREDITED: How = How {
    rule: "speakers/credited",
    confidence: 0.93,
};
const COLON: How = How {
    rule: "speakers/colon",
    confidence: 0.9,
};
const SAME: How = How {
    rule: "speakers/same",
    confidence: 0.85,
};

/// Reads units, one after the other.
pub(super) struct Finder<'f, 'c> {
    context: &'f Context<'c>,
    history: History,
    found: Vec<Quotation>,
    /// The unit being read.
    number: usize,
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

    /// `quotations/headline`: who speaks and a colon, at the front of a headline («وزير المالية:
    /// لا زيادة في الرواتب»), or of any sentence before marks («الوزير: «سنعود»»).
    fn named_before_colon(&mut self, unit: &Unit) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let colon =
            (1..unit.len().min(COLON_WINDOW)).find(|&at| unit.mark(view, at) == Some(":"))?;
        let quote = unit.quote(colon + 1).is_some();
        head(context, unit, 0)?;
        if !(unit.headline || quote) || context.is_governed(unit, 0) {
            return None;
        }
        let named = unit.word(0).and_then(|token| context.reader.name_at(token));
        // A place says where, unless somebody's words follow in marks.
        let place = !quote
            && named.is_some_and(|named| {
                matches!(
                    named.entity_type,
                    EntityType::Location | EntityType::Facility
                )
            });
        let who = phrase(context, unit, 0, colon, Reach::Far)?;
        if who.end != colon || place {
            return None;
        }
        let content = if quote {
            self.quoted(unit, colon + 1)
        } else {
            let enough = self.n_words(unit, colon + 1, unit.len()) >= MIN_WORDS;
            clause(context, unit, colon + 1, None).filter(|_| enough)?
        };
        let end = content.end;
        let speaker = self.speaker(unit, &who, COLON, None);
        self.push(Found {
            content,
            cue: None,
            speaker: Some(speaker),
            medium: None,
            rule: "quotations/headline",
            confidence: 0.85,
        });
        Some(end)
    }

    /// A statement behind a verb of saying.
    fn verb_first(&mut self, unit: &Unit, at: usize, free: usize) -> Option<usize> {
        let context = self.context;
        let hit = context.word(unit, at).speech?;
        let before = at
            .checked_sub(1)
            .and_then(|before| context.role(unit, before));
        // Behind a preposition it is the noun: «مع توقع أن».
        let noun =
            hit.what.form == SpeechForm::Perfect && before.is_some_and(ClauseRole::is_preposition);
        if noun || before == Some(ClauseRole::Negation) {
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
            return self.statement(unit, opened).map(|content| content.end);
        }
        if cue.verb.sense == SpeechSense::Appear {
            return self.appears(unit, cue, opened);
        }
        let subject = self.subject(unit, cue, opened, free);
        let speaks = self.is_speech(unit, cue, opened, subject.as_ref());
        let content = self.statement(unit, opened)?;
        let end = content.end;
        if !speaks {
            // What is nobody's is no statement of another verb inside it either.
            let nobody = cue.verb.sense == SpeechSense::Think;
            return nobody.then_some(end);
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
            content,
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
    fn is_speech(
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
    fn appears(&mut self, unit: &Unit, cue: Cue, opened: Trigger) -> Option<usize> {
        let context = self.context;
        if !context.is_preposition(unit, cue.behind) {
            return None;
        }
        let first = context.past_role(unit, cue.behind);
        // A word may stand before it: «في إحدى التغريدات».
        let (who, said_in, _) = source(context, unit, first, opened.at())
            .or_else(|| source(context, unit, first + 1, opened.at()))?;
        let content = self.statement(unit, opened)?;
        let end = content.end;
        let speaker = self.speaker(unit, &who, CREDITED, None);
        self.push(Found {
            content,
            cue: Some(cue.span),
            speaker: Some(speaker),
            medium: said_in.map(|(from, to)| context.span(unit, from, to)),
            rule: "quotations/clause",
            confidence: 0.9,
        });
        Some(end)
    }

    /// The subject of a verb of saying and how it was found.
    fn subject(
        &self,
        unit: &Unit,
        cue: Cue,
        opened: Trigger,
        free: usize,
    ) -> Option<(Phrase, How)> {
        let context = self.context;
        let verb = cue.verb;
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
                        if found_before {
                            return None;
                        }
                        let subject = topic(context, unit, cue.at, verb.subject);
                        subject.map(|phrase| (phrase, SUBJECT))
                    })
            }
        }
    }

    /// Where the subject ends at the latest: before a preposition right before "that".
    fn before_that(&self, unit: &Unit, behind: usize, opened: Trigger) -> usize {
        let at = opened.at();
        match at.checked_sub(1) {
            Some(before) if before >= behind && self.context.is_preposition(unit, before) => before,
            _ => at,
        }
    }

    /// Whose words are handed on: behind the first preposition, «نقلت الصحيفة عن مهندس أن».
    fn relayed(&self, unit: &Unit, from: usize, limit: usize) -> Option<Phrase> {
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

    /// What was said behind what opens it.
    fn statement(&self, unit: &Unit, opened: Trigger) -> Option<Content> {
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
    fn quoted(&self, unit: &Unit, at: usize) -> Content {
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

    /// A statement in marks before the verb of saying or the credit: «…»، قال فلان; or alone.
    fn quote_first(&mut self, unit: &Unit, at: usize) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        unit.quote(at)?;
        if is_name(context, unit, at) {
            return None;
        }
        let mut next = unit.skip_commas(view, at + 1);
        let credit = attributed(context, unit, next).or_else(|| as_said(context, unit, next));
        if let Some(credit) = credit {
            let content = self.quoted(unit, at);
            return Some(self.push_credit(unit, content, &credit, "quotations/credit"));
        }
        if matches!(
            context.role(unit, next),
            Some(ClauseRole::Thus | ClauseRole::As)
        ) {
            next = context.past_role(unit, next);
        }
        let word = context.word(unit, next);
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
                self.verb_behind(unit, at, cue)
            }
            _ => self.alone(unit, at),
        }
    }

    /// `quotations/before-verb` and `quotations/around-verb`: «…»، قال فلان، «…».
    fn verb_behind(&mut self, unit: &Unit, at: usize, cue: Cue) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let mut content = self.quoted(unit, at);
        let opened = trigger(context, unit, cue.verb, cue.behind);
        let again = match opened {
            Some(Trigger::That(_) | Trigger::Colon(_)) => return None,
            Some(Trigger::Quote(again)) => Some(again),
            None => None,
        };
        let stop = (cue.behind..unit.len())
            .find(|&at| unit.mark(view, at).is_some() || unit.quote(at).is_some())
            .unwrap_or(unit.len());
        let subject = subject_after(
            context,
            unit,
            cue.behind,
            stop,
            Reach::Near,
            cue.verb.subject,
        );
        let mut end = subject.map_or(cue.behind, |phrase| phrase.end);
        // What goes on in marks right behind who speaks belongs to the same statement.
        let again = again.filter(|&again| unit.skip_commas(view, end) == again);
        let (rule, confidence) = match again {
            Some(again) => {
                let rest = self.quoted(unit, again);
                content.spans.extend(rest.spans);
                end = rest.end;
                ("quotations/around-verb", 0.93)
            }
            None => ("quotations/before-verb", 0.92),
        };
        let said_in = medium(context, unit, cue.behind, unit.len());
        let speaker = match subject {
            Some(phrase) => Some(self.speaker(unit, &phrase, AFTER_VERB, cue.verb.subject)),
            None => self.same(cue.verb),
        };
        self.push(Found {
            content,
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
    fn alone(&mut self, unit: &Unit, at: usize) -> Option<usize> {
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
        let content = self.quoted(unit, at);
        let speaker = last.map(|known| self.goes_on(&known));
        self.push(Found {
            content,
            cue: None,
            speaker,
            medium: None,
            rule,
            confidence,
        });
        Some(unit.len())
    }

    /// A statement without marks and its credit: «ارتفعت الأسعار، بحسب غرفة التجارة», «وبحسب
    /// مصادر، فإن …».
    fn credit(&mut self, unit: &Unit, at: usize, free: usize) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let credit = attributed(context, unit, at).or_else(|| as_said(context, unit, at))?;
        let opens = (free..at).all(|at| unit.word(at).is_none());
        let nothing_said = free == 0;
        if opens && nothing_said && !credit.verb {
            let mut first = unit.skip_commas(view, credit.end);
            if context.is_that(unit, first) {
                let content = self.statement(unit, Trigger::That(first))?;
                return Some(self.push_credit(unit, content, &credit, "quotations/credit"));
            }
            if unit.mark(view, first) == Some(":") {
                first += 1;
            }
            let content = clause(context, unit, first, None)?;
            // Without a mark behind it, nobody can tell where a long phrase ends.
            let n_said = credit.source.map_or(0, |phrase| phrase.end - phrase.first);
            let open = first == credit.end && n_said > OPEN_CREDIT;
            if open || self.n_words(unit, first, content.end) < MIN_WORDS {
                return None;
            }
            let end = content.end;
            self.push_credit(unit, content, &credit, "quotations/credit");
            return Some(end);
        }
        if self.n_words(unit, free, at) < MIN_WORDS || !nothing_said {
            // It credits what a verb of saying before it has already given away.
            return Some(credit.end);
        }
        let content = stretch(context, unit, free, at, None)?;
        let end = credit.end;
        self.push_credit(unit, content, &credit, "quotations/credit");
        Some(end)
    }

    /// Adds what is credited; the element behind all of it.
    fn push_credit(
        &mut self,
        unit: &Unit,
        content: Content,
        credit: &Credit,
        rule: &'static str,
    ) -> usize {
        let end = content.end.max(credit.end);
        let speaker = match credit.source {
            Some(phrase) => Some(self.speaker(unit, &phrase, CREDITED, None)),
            None => {
                let last = self.history.last(self.number, None, false).cloned();
                last.map(|known| self.goes_on(&known))
            }
        };
        self.push(Found {
            content,
            cue: Some(credit.cue),
            speaker,
            medium: credit
                .medium
                .map(|(from, to)| self.context.span(unit, from, to)),
            rule,
            confidence: if credit.verb { 0.85 } else { 0.9 },
        });
        end
    }

    /// The medium named beside the verb, or behind the statement («، وذلك خلال مؤتمر صحفي»).
    fn medium(
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
    fn same(&mut self, verb: SpeechVerb) -> Option<Speaker> {
        let anew = verb.sense != SpeechSense::Continue && verb.form != SpeechForm::Participle;
        let known = self
            .history
            .last(self.number, verb.subject, anew)
            .cloned()?;
        Some(self.goes_on(&known))
    }

    /// The speaker of the statement before, once more. His words are given again only where no
    /// entity stands for him.
    fn goes_on(&mut self, known: &Known) -> Speaker {
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
    fn speaker(
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

    fn known(&self, unit: &Unit, phrase: &Phrase, verb: Option<Agreement>) -> Known {
        Known {
            words: Some(self.context.words(phrase.span)),
            entity: self.history.entity(self.context, unit, phrase),
            agreement: verb.or(phrase.agreement),
            unit: self.number,
        }
    }

    fn n_words(&self, unit: &Unit, from: usize, to: usize) -> usize {
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

    fn push(&mut self, found: Found) {
        let context = self.context;
        let content: Vec<_> = found
            .content
            .spans
            .iter()
            .map(|&span| context.words(span))
            .filter(|words| !words.text.is_empty())
            .collect();
        if content.is_empty() {
            return;
        }
        self.found.push(Quotation {
            kind: found.content.kind,
            content,
            cue: found.cue.map(|span| context.words(span)),
            speaker: found.speaker,
            medium: found.medium.map(|span| context.words(span)),
            confidence: found.confidence,
            evidence: Evidence { rule: found.rule },
        });
    }
}
