//! Where a name in capitals begins and ends.

use super::words::joins;
use super::{HEADED, MAX_LINKS, Shaped, Shapes};
use crate::lang::{DateWord, TermClass};
use crate::pipeline::entities::context::Tokens;
use crate::pipeline::entities::roles::title_at;
use crate::pipeline::entities::surface::written_on;
use crate::text::LetterCase;

impl Shapes<'_, '_> {
    /// A name in capitals that begins with token `idx`, or with the noun there that heads it.
    pub(super) fn capitalised(&self, idx: usize) -> Option<Shaped> {
        let view = self.context.view;
        if !view.is_word(idx) {
            return None;
        }
        // «ministerio de Defensa»: the noun has no capital, its name has.
        if self.context.conventions.small_heads
            && let Some((kind, end)) = self.head(idx)
            && let Some(tokens) = self
                .listed_whole(idx, end)
                .or_else(|| self.behind_head(idx, end))
        {
            return Some(Shaped {
                tokens,
                kind,
                probability: HEADED,
            });
        }
        if !self.is_capital(idx) || self.opens_no_name(idx) {
            return None;
        }
        let mut tokens = idx..self.stretch(idx);
        if let Some(end) = self.end_of_first(&tokens) {
            tokens.end = end;
        }
        tokens.start = self.start_of_name(&tokens);
        // A title before a name is none of it.
        let mut titled = self.is_titled(tokens.start);
        while let Some(end) = title_at(self.context, tokens.start).filter(|&end| end < tokens.end) {
            tokens.start = end;
            titled = true;
        }
        // «Vertreter von Siemens» is no title before a name.
        while tokens.len() > 1 && !self.is_capital(tokens.start) {
            tokens.start += 1;
            titled = false;
        }
        self.kind(&tokens, titled)
            .map(|(kind, probability)| Shaped {
                tokens,
                kind,
                probability,
            })
    }

    /// One past the last token of the stretch of capitals from `idx` on.
    fn stretch(&self, idx: usize) -> usize {
        let view = self.context.view;
        let mut end = idx + 1;
        loop {
            let mut next = end;
            // Marks inside a word: hyphens, apostrophes.
            while next < self.zone.tokens.end
                && !view.is_word(next)
                && self.is_glued(next)
                && self.is_glued(next + 1)
                && joins(view.shown(next))
            {
                next += 1;
            }
            // Particles of names, where a capital follows: «Ursula von der Leyen»; behind a noun
            // «Ministry of the Interior» too.
            let headed = (idx..end).any(|idx| self.head(idx).is_some());
            next = self.links(next, headed).0;
            if self.ends_name(end - 1) {
                return end;
            }
            if next >= self.zone.tokens.end
                || !view.is_word(next)
                || !self.is_capital(next)
                || view.is_one(next, TermClass::FunctionWord)
                || self.is_date(next)
            {
                return end;
            }
            end = next + 1;
        }
    }

    /// The tokens of a noun that the lists have with what it is for: «ministero della Salute».
    fn listed_whole(&self, first: usize, end: usize) -> Option<Tokens> {
        (first + 1..end)
            .any(|idx| self.is_capital(idx))
            .then_some(first..end)
    }

    /// The tokens of a name whose noun is the tokens from `first` to `end`.
    fn behind_head(&self, first: usize, end: usize) -> Option<Tokens> {
        let view = self.context.view;
        let (next, links) = self.links(end, true);
        let named = next < self.zone.tokens.end && view.is_word(next) && self.is_capital(next);
        let person = title_at(self.context, next).is_some() || self.strength(next) > 1;
        (named && !(links == 0 && person)).then(|| first..self.stretch(next))
    }

    /// One past the particles from `next` on, and how many they are; «d'Abidjan», «al-Sadr».
    fn links(&self, mut next: usize, headed: bool) -> (usize, usize) {
        let view = self.context.view;
        let mut links = 0;
        while links < MAX_LINKS
            && next < self.zone.tokens.end
            && self.starts_small(next)
            && (view.is_one(next, TermClass::NameParticle)
                || headed && view.is_one(next, TermClass::DateWord(DateWord::Of)))
        {
            next += 1;
            links += 1;
            while self.is_glued(next) && !view.is_word(next) && joins(view.shown(next)) {
                next += 1;
            }
        }
        (next, links)
    }

    /// Where the first of several names ends that no small word parts, or that a particle leads
    /// from one to the other.
    fn end_of_first(&self, tokens: &Tokens) -> Option<usize> {
        let first = tokens.start;
        // «Michael Kretschmer der Sächsischen Zeitung», «Giorgia Meloni da Donald Trump»
        if let Some(small) = tokens.clone().find(|&idx| self.is_small_word(idx)) {
            let behind = (small..tokens.end).find(|&idx| self.is_capital(idx))?;
            let other = (small..tokens.end).any(|idx| self.head(idx).is_some())
                || self.is_person(&(behind..tokens.end));
            let opens = (first..small).any(|idx| self.head(idx).is_some());
            return (other && !opens && self.is_person(&(first..small))).then_some(small);
        }
        // «Florida Marco Rubio»
        if let Some(end) = self.place(first)
            && self.strength(first) < 2
            && self.is_person(&(end..tokens.end))
        {
            return Some(end);
        }
        // «ОАСК Павла Вовка»
        let capitals =
            |idx: usize| LetterCase::of(self.context.view.shown(idx)) == LetterCase::Capitals;
        let acronym = capitals(first) && !(first + 1..tokens.end).any(capitals);
        (acronym && self.is_person(&(first + 1..tokens.end))).then_some(first + 1)
    }

    /// Two words or more, of which the first is one of personal names.
    fn is_person(&self, tokens: &Tokens) -> bool {
        tokens.len() > 1 && self.strength(tokens.start) > 0
    }

    /// Where a name begins in a stretch of capitals.
    fn start_of_name(&self, tokens: &Tokens) -> usize {
        let first = tokens.start;
        // «Beginn der Pandemie»: nouns before the one that heads a name are none of it where all
        // nouns have capitals.
        let head = tokens.clone().find(|&idx| self.head(idx).is_some());
        if self.context.conventions.capital_nouns
            && let Some(head) = head
            && let Some(small) = (first..head).rev().find(|&idx| self.is_small_word(idx))
        {
            return small + 1;
        }
        // «Например Игорь Качур»: the word that opens the sentence.
        let known = head == Some(first)
            || self.strength(first) > 0
            || title_at(self.context, first).is_some();
        let rest = first + 1..tokens.end;
        let opens = self.opens_sentence(first) && !known && self.is_person(&rest);
        if opens || !rest.is_empty() && self.is_small(first) && self.opens_sentence(first) {
            return first + 1;
        }
        first
    }

    /// Whether a word says of what an office or body is: «ministre de la Justice».
    pub(super) fn is_field(&self, idx: usize) -> bool {
        let view = self.context.view;
        let least = self.zone.tokens.start.max(idx.saturating_sub(MAX_LINKS));
        let first = (least..idx)
            .rev()
            .take_while(|&before| view.is_one(before, TermClass::NameParticle))
            .last();
        let inside = || self.titles_before(idx).any(|end| end > idx);
        first.is_some_and(|first| self.is_titled(first) || inside())
    }

    fn is_small_word(&self, idx: usize) -> bool {
        let view = self.context.view;
        view.is_word(idx) && !self.is_capital(idx)
    }

    /// Whether a name can go on behind token `idx`: not where a possessive ends it.
    fn ends_name(&self, idx: usize) -> bool {
        written_on(self.context, idx).1 > 0
    }
}
