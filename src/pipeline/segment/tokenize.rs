//! Repaired text → tokens, in one pass.
//!
//! Words follow UAX #29 with these differences, each asked for by fused news text:
//! letters of two scripts, and letters and digits, stand in two (glued) tokens; a full stop
//! or colon never joins words (`انتهى.وأعلن`, `كتب:أحمد`); an apostrophe joins letters in
//! Latin, Greek, Cyrillic and Hebrew script only; `_` joins two letters of one script only;
//! a run of one repeated mark or symbol is one token; a chain of numbers that is neither a
//! decimal nor grouped in threes (`12.03.2023`) is split at its marks.

use super::class::{CharClass, Classes, Script};
use super::{Token, TokenKind};
use crate::text::Span;

/// Calls `emit` for every token of `text`, in order. The token's folded range is left empty.
pub(super) fn tokenize(text: &str, mut emit: impl FnMut(Token)) {
    let mut scanner = Scanner {
        text,
        classes: Classes::get(),
        split_until: 0,
    };
    let mut offset = 0;
    let mut glued = false;
    while let Some((class, width)) = scanner.peek(offset) {
        let (kind, end) = match class {
            CharClass::White => {
                offset += width;
                glued = false;
                continue;
            }
            CharClass::Newline => (TokenKind::Newline, scanner.line_end(offset, offset + width)),
            CharClass::Letter(script) => (TokenKind::Word, scanner.word(offset + width, script)),
            CharClass::Ideograph => (TokenKind::Word, scanner.marks(offset + width)),
            CharClass::Mark => scanner.loose_mark(offset + width),
            CharClass::Digit => (TokenKind::Number, scanner.number(offset)),
            CharClass::Punctuation => (
                TokenKind::Punctuation,
                scanner.repeated(offset, offset + width),
            ),
            CharClass::Symbol => (TokenKind::Symbol, scanner.symbols(offset, offset + width)),
        };
        emit(Token {
            span: Span::from_range(offset..end),
            folded_start: 0,
            folded_end: 0,
            kind,
            glued: glued && kind != TokenKind::Newline,
        });
        glued = kind != TokenKind::Newline;
        offset = end;
    }
}

struct Scanner<'t> {
    text: &'t str,
    classes: Classes,
    /// End of a chain of numbers already found to be no single number: keeps the scan linear.
    split_until: usize,
}

impl Scanner<'_> {
    #[inline]
    fn char_at(&self, offset: usize) -> Option<char> {
        self.text.get(offset..)?.chars().next()
    }

    #[inline]
    fn peek(&self, offset: usize) -> Option<(CharClass, usize)> {
        let character = self.char_at(offset)?;
        Some((self.classes.of(character), character.len_utf8()))
    }

    /// Past the marks that start at `offset`.
    #[inline]
    fn marks(&self, mut offset: usize) -> usize {
        while let Some((CharClass::Mark, width)) = self.peek(offset) {
            offset += width;
        }
        offset
    }

    /// CR and LF together are one line end.
    fn line_end(&self, start: usize, end: usize) -> usize {
        match self.text.as_bytes().get(start..=end) {
            Some(b"\r\n") => end + 1,
            _ => end,
        }
    }

    /// A mark without a base opens the word behind it.
    fn loose_mark(&self, offset: usize) -> (TokenKind, usize) {
        let end = self.marks(offset);
        let end = match self.peek(end) {
            Some((CharClass::Letter(script), width)) => self.word(end + width, script),
            _ => end,
        };
        (TokenKind::Word, end)
    }

    /// End of a word of `script` whose first letter ends at `offset`.
    fn word(&self, mut offset: usize, script: Script) -> usize {
        while let Some(character) = self.char_at(offset) {
            let width = character.len_utf8();
            let class = self.classes.of(character);
            let inside = class == CharClass::Letter(script)
                || class == CharClass::Mark
                || class == CharClass::Punctuation
                    && joins_letters(character, script)
                    && self.letter_follows(offset + width, script);
            if !inside {
                break;
            }
            offset += width;
        }
        offset
    }

    fn letter_follows(&self, offset: usize, script: Script) -> bool {
        matches!(self.peek(offset), Some((CharClass::Letter(other), _)) if other == script)
    }

    /// End of the run of digits and marks at `offset`, and how many digits it has.
    fn digits(&self, mut offset: usize) -> (usize, usize) {
        let mut n_digits = 0;
        loop {
            match self.peek(offset) {
                Some((CharClass::Digit, width)) => {
                    n_digits += 1;
                    offset += width;
                }
                Some((CharClass::Mark, width)) if n_digits > 0 => offset += width,
                _ => return (offset, n_digits),
            }
        }
    }

    /// End of the number at `offset`: the whole chain of digit groups when it reads as one
    /// number, else the first group.
    fn number(&mut self, offset: usize) -> usize {
        let (first_end, first_digits) = self.digits(offset);
        if offset < self.split_until {
            return first_end;
        }
        let mut chain = NumberChain::new(first_digits);
        let mut end = first_end;
        while let Some(mark) = self.char_at(end).filter(|&mark| joins_digits(mark)) {
            let (group_end, n_digits) = self.digits(end + mark.len_utf8());
            if n_digits == 0 {
                break;
            }
            chain.push(mark, n_digits);
            end = group_end;
        }
        if chain.is_one_number() {
            return end;
        }
        self.split_until = end;
        first_end
    }

    /// End of the run of the character `start..end`.
    fn repeated(&self, start: usize, end: usize) -> usize {
        let Some(first) = self.text.get(start..end) else {
            return end;
        };
        let mut end = self.marks(end);
        while self
            .text
            .get(end..)
            .is_some_and(|rest| rest.starts_with(first))
        {
            end = self.marks(end + first.len());
        }
        end
    }

    /// End of a run of one symbol, or of an emoji joined from several.
    fn symbols(&self, start: usize, end: usize) -> usize {
        let mut end = self.repeated(start, end);
        while self
            .text
            .get(start..end)
            .is_some_and(|run| run.ends_with(ZWJ))
        {
            match self.peek(end) {
                Some((CharClass::Symbol, width)) => end = self.repeated(end, end + width),
                _ => break,
            }
        }
        end
    }
}

const ZWJ: char = '\u{200D}';
const ARABIC_COMMA: char = '\u{60C}';

/// Punctuation inside a word of `script`.
fn joins_letters(mark: char, script: Script) -> bool {
    match mark {
        '_' => true,
        // Apostrophes; in Arabic script they are quotation marks that may touch both words.
        '\'' | '\u{2019}' => !matches!(script, Script::Arabic | Script::Katakana),
        // Catalan l·l.
        '\u{B7}' => script == Script::Latin,
        // Hebrew acronyms are typed with a straight quote or with gershayim.
        '"' | '\u{5F3}' | '\u{5F4}' => script == Script::Hebrew,
        _ => false,
    }
}

/// Decimal and grouping marks, the Arabic ones too.
fn joins_digits(mark: char) -> bool {
    matches!(mark, '.' | ',' | ARABIC_COMMA | '\u{66B}' | '\u{66C}')
}

/// Digit groups with marks between them: one number, or a date, a version, a list?
struct NumberChain {
    first_digits: usize,
    n_marks: usize,
    mark: char,
    last_mark: char,
    last_digits: usize,
    /// Every group but the first and the last has three digits and the same mark before it.
    grouped: bool,
}

impl NumberChain {
    fn new(first_digits: usize) -> Self {
        Self {
            first_digits,
            n_marks: 0,
            mark: '.',
            last_mark: '.',
            last_digits: 0,
            grouped: true,
        }
    }

    fn push(&mut self, mark: char, n_digits: usize) {
        if self.n_marks == 0 {
            self.mark = mark;
        } else {
            self.grouped &= self.last_digits == 3 && self.last_mark == self.mark;
        }
        self.n_marks += 1;
        self.last_mark = mark;
        self.last_digits = n_digits;
    }

    /// A decimal, or groups of three with or without decimals.
    fn is_one_number(&self) -> bool {
        if self.n_marks > 1 {
            return self.grouped
                && self.first_digits <= 3
                && (self.last_mark != self.mark || self.last_digits == 3);
        }
        // The Arabic comma separates words too: it groups only where the groups fit.
        self.mark != ARABIC_COMMA || self.first_digits <= 3 && self.last_digits == 3
    }
}
