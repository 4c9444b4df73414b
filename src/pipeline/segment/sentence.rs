//! Sentences of a paragraph, by their marks: `.` `؟` `!` `?` `…` `۔` and line ends.
//!
//! In: tokens of one paragraph. Out: spans that tile it but for white space. A mark ends no
//! sentence behind an abbreviation, an initial (`أ. ف. ب`) or a list marker (`1.`), inside a
//! name (`example.com`), or where a comma or a lower-case letter goes on behind it. Closing
//! quotes and brackets behind the mark belong to the sentence.

use super::{Segmentation, Token, TokenKind};
use crate::lang::{LanguagePacks, TermClass};
use crate::text::{Normalized, Span};

/// A quotation of at most this many tokens that ends in a question or exclamation mark is a
/// title or a call inside the sentence («من سيربح المليون؟»).
const SHORT_QUOTE: usize = 8;

/// Longest abbreviation, in tokens (`أ.ف.ب`).
const MAX_ABBREVIATION: usize = 8;

pub(super) fn split(
    text: &str,
    segmentation: &Segmentation,
    span: Span<Normalized>,
    packs: &LanguagePacks,
) -> Vec<Span<Normalized>> {
    let tokens = &segmentation.tokens;
    let first = tokens.partition_point(|token| token.span.start() < span.start());
    let end = tokens.partition_point(|token| token.span.start() < span.end());
    let paragraph = Paragraph {
        text,
        segmentation,
        packs,
        end,
    };
    let mut sentences = Vec::new();
    let mut state = State::starting(first);
    let mut idx = first;
    while let Some(token) = paragraph.token(idx) {
        if token.kind == TokenKind::Newline {
            sentences.extend(paragraph.sentence(state.first, idx));
            state = State::starting(idx + 1);
            idx += 1;
            continue;
        }
        let mark = paragraph.first_char(idx);
        state.see(token, mark, idx);
        idx += 1;
        if token.kind == TokenKind::Punctuation && ends_sentence(mark) {
            let stop = idx - 1;
            idx = paragraph.closers(idx, &mut state);
            if state.has_words && paragraph.ends_at(stop, idx, &state) {
                sentences.extend(paragraph.sentence(state.first, idx));
                state = State::starting(idx);
            }
        }
    }
    sentences.extend(paragraph.sentence(state.first, end));
    sentences
}

/// What is known of the sentence so far.
struct State {
    first: usize,
    has_words: bool,
    /// Straight quotes seen: an odd number leaves one open.
    n_straight: usize,
    /// Where the last quotation was opened.
    quote_opened: Option<usize>,
    /// Whether a closing quote was taken in behind the mark.
    quote_closed: bool,
}

impl State {
    fn starting(first: usize) -> Self {
        Self {
            first,
            has_words: false,
            n_straight: 0,
            quote_opened: None,
            quote_closed: false,
        }
    }

    fn see(&mut self, token: &Token, mark: char, idx: usize) {
        self.quote_closed = false;
        self.has_words |= matches!(token.kind, TokenKind::Word | TokenKind::Number);
        if mark == '"' {
            self.n_straight += 1;
        }
        if matches!(mark, '«' | '“' | '„' | '‹') || mark == '"' && self.n_straight % 2 == 1 {
            self.quote_opened = Some(idx);
        }
    }
}

struct Paragraph<'s> {
    text: &'s str,
    segmentation: &'s Segmentation,
    packs: &'s LanguagePacks,
    end: usize,
}

impl Paragraph<'_> {
    fn token(&self, idx: usize) -> Option<&Token> {
        self.segmentation.tokens.get(idx).filter(|_| idx < self.end)
    }

    fn first_char(&self, idx: usize) -> char {
        self.token(idx)
            .and_then(|token| token.span.slice(self.text).chars().next())
            .unwrap_or('\n')
    }

    /// The tokens `first..end` as a sentence, unless there are none.
    fn sentence(&self, first: usize, end: usize) -> Option<Span<Normalized>> {
        let start = self.segmentation.tokens.get(first..end)?.first()?;
        let last = self.segmentation.tokens.get(end.checked_sub(1)?)?;
        Some(start.span.cover(last.span))
    }

    /// Past the marks, closing quotes and closing brackets glued behind a mark.
    fn closers(&self, mut idx: usize, state: &mut State) -> usize {
        while let Some(token) = self.token(idx).filter(|token| token.glued) {
            let mark = self.first_char(idx);
            let straight = mark == '"' && state.n_straight % 2 == 1;
            let quote = straight || matches!(mark, '»' | '”' | '›' | '’' | '\'');
            if !(quote || ends_sentence(mark) || matches!(mark, ')' | ']' | '}')) {
                break;
            }
            if token.kind != TokenKind::Punctuation {
                break;
            }
            state.n_straight += usize::from(straight);
            state.quote_closed |= quote;
            idx += 1;
        }
        idx
    }

    /// Whether the mark at `stop`, with its closers up to `next`, ends the sentence.
    fn ends_at(&self, stop: usize, next: usize, state: &State) -> bool {
        let Some(after) = self
            .token(next)
            .filter(|after| after.kind != TokenKind::Newline)
        else {
            return true;
        };
        let next_char = self.first_char(next);
        if matches!(
            next_char,
            '،' | ',' | '؛' | ';' | ':' | '–' | '—' | '-' | ')' | ']'
        ) || next_char.is_lowercase()
        {
            return false;
        }
        let full_stop = self.is_full_stop(stop);
        if state.quote_closed && !full_stop {
            let quote = state.quote_opened.filter(|&open| open > state.first);
            return quote.is_none_or(|open| stop - open > SHORT_QUOTE);
        }
        !full_stop || next > stop + 1 || self.full_stop_ends(stop, after, state)
    }

    fn is_full_stop(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| token.span.slice(self.text) == ".")
    }

    /// A single full stop at `stop`, with `after` right behind it.
    fn full_stop_ends(&self, stop: usize, after: &Token, state: &State) -> bool {
        let Some(before) = stop.checked_sub(1).and_then(|idx| self.token(idx)) else {
            return true;
        };
        let opens_list = state.first + 1 == stop && before.span.len() <= 4;
        if opens_list && (before.kind == TokenKind::Number || self.is_initial(stop - 1)) {
            return false;
        }
        if after.glued && (after.kind == TokenKind::Number || self.is_initial(stop + 1)) {
            return false;
        }
        if before.kind == TokenKind::Number && self.is_month(stop + 1) {
            return false;
        }
        !(self.is_initial(stop - 1) || self.is_abbreviation(stop))
    }

    /// One letter that stands alone.
    fn is_initial(&self, idx: usize) -> bool {
        let Some(token) = self
            .token(idx)
            .filter(|token| token.kind == TokenKind::Word)
        else {
            return false;
        };
        let word = token.span.slice(self.text);
        !self.is_unit(idx) && word.chars().filter(|letter| letter.is_alphabetic()).count() == 1
    }

    /// Whether the token at `idx` is glued to a number: a unit or an era (`2024م.`).
    fn is_unit(&self, idx: usize) -> bool {
        let glued = self.token(idx).is_some_and(|token| token.glued);
        let before = idx.checked_sub(1).and_then(|before| self.token(before));
        glued && before.is_some_and(|before| before.kind == TokenKind::Number)
    }

    /// Whether an abbreviation of a pack ends right before the token `end`.
    fn is_abbreviation(&self, end: usize) -> bool {
        let terms = &self.segmentation.terms;
        let from = end.saturating_sub(MAX_ABBREVIATION);
        let first = terms.partition_point(|found| (found.first as usize) < from);
        terms
            .iter()
            .skip(first)
            .take_while(|found| (found.first as usize) < end)
            .filter(|found| found.end as usize == end && found.at_start && found.at_end)
            .filter(|found| !self.is_unit(found.first as usize))
            .any(|found| self.class_of(found.term) == Some(TermClass::Abbreviation))
    }

    /// Whether a month's name starts at `idx` (`3. Oktober`).
    fn is_month(&self, idx: usize) -> bool {
        let terms = &self.segmentation.terms;
        let first = terms.partition_point(|found| (found.first as usize) < idx);
        terms
            .iter()
            .skip(first)
            .take_while(|found| found.first as usize == idx)
            .filter(|found| found.at_start && found.at_end)
            .any(|found| matches!(self.class_of(found.term), Some(TermClass::Month { .. })))
    }

    fn class_of(&self, term: crate::lang::TermId) -> Option<TermClass> {
        self.packs.lexicon.term(term).map(|term| term.class)
    }
}

/// Marks that may end a sentence.
fn ends_sentence(mark: char) -> bool {
    matches!(
        mark,
        '.' | '؟' | '!' | '?' | '…' | '۔' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？' | '।'
    )
}
