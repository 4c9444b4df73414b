//! Statements and whom they are credited to: «ارتفعت الأسعار، بحسب غرفة التجارة».

use super::attribution::{Credit, as_said, attributed};
use super::content::{Content, clause, stretch};
use super::finder::{CREDITED, Finder, Found, MIN_WORDS};
use super::trigger::Trigger;
use super::unit::Unit;
use crate::lang::ClauseRole;

/// Elements of who is credited where no comma follows, at most.
const OPEN_CREDIT: usize = 3;

impl Finder<'_, '_> {
    /// A statement without marks and its credit: «ارتفعت الأسعار، بحسب غرفة التجارة», «وبحسب
    /// مصادر، فإن …».
    pub(super) fn credit(&mut self, unit: &Unit, at: usize, free: usize) -> Option<usize> {
        let context = self.context;
        let view = context.reader.view;
        let credit = attributed(context, unit, at).or_else(|| as_said(context, unit, at))?;
        let opens = (free..at).all(|at| unit.word(at).is_none());
        let nothing_said = free == 0;
        if opens && nothing_said && !credit.verb {
            let mut first = unit.skip_commas(view, credit.end);
            if context.is_that(unit, first) {
                let said = self.statement(unit, Trigger::That(first))?;
                return Some(self.push_credit(unit, said, &credit, "quotations/credit"));
            }
            if unit.mark(view, first) == Some(":") {
                first += 1;
            }
            let said = clause(context, unit, first, None)?;
            // Without a mark behind it, nobody can tell where a long phrase ends.
            let n_said = credit.source.map_or(0, |phrase| phrase.end - phrase.first);
            let open = first == credit.end && n_said > OPEN_CREDIT;
            if open || self.n_words(unit, first, said.end) < MIN_WORDS {
                return None;
            }
            let end = said.end;
            self.push_credit(unit, said, &credit, "quotations/credit");
            return Some(end);
        }
        if self.n_words(unit, free, at) < MIN_WORDS || !nothing_said {
            // It credits what a verb of saying before it has already given away.
            return Some(credit.end);
        }
        // «…، وذلك وفق ما قال فلان»
        let whereby = context.role(unit, at - 1) == Some(ClauseRole::Whereby);
        let said = stretch(context, unit, free, at - usize::from(whereby), None)?;
        let end = credit.end;
        self.push_credit(unit, said, &credit, "quotations/credit");
        Some(end)
    }

    /// Adds what is credited; the element behind all of it.
    pub(super) fn push_credit(
        &mut self,
        unit: &Unit,
        said: Content,
        credit: &Credit,
        rule: &'static str,
    ) -> usize {
        let end = said.end.max(credit.end);
        let speaker = if let Some(phrase) = credit.source {
            Some(self.speaker(unit, &phrase, CREDITED, None))
        } else {
            let last = self.history.last(self.number, None, false).cloned();
            last.map(|known| self.goes_on(&known))
        };
        self.push(Found {
            content: said,
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
}
