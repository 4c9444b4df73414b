//! Pieces: lines of the page, cut where a label or a date stands inside a line.
//!
//! In: tokens. Out: [`Piece`]s in order that cover every token but the line ends
//! between them. A piece knows the label it opens with and what it is made of;
//! what it *is* on the page is decided later, from its neighbours.

use super::byline::starts_upper;
use super::label::{Label, agency_tag, closing_label, credit_tag, label_at, value_end};
use super::page::{Page, Tokens};
use crate::article::BlockKind;
use crate::lang::{LabelForm, LabelRole, TermClass};
use crate::pipeline::dates::{DateMatch, find_dates};
use crate::pipeline::segment::TokenKind;

/// A stretch of one line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) tokens: Tokens,
    /// The label it opens with.
    pub(super) label: Option<Label>,
    /// What stands behind the label, or everything.
    pub(super) value: Tokens,
    /// Words and numbers in `value`.
    pub(super) n_words: usize,
    /// Ends with a full stop, question mark, exclamation mark or ellipsis.
    pub(super) ends_with_stop: bool,
    /// Ends with a full stop: headlines end with questions and calls, seldom with one.
    pub(super) ends_with_full_stop: bool,
    /// Full stops (or such) inside or at the end.
    pub(super) n_stops: usize,
    /// Commas and semicolons inside.
    pub(super) n_commas: usize,
    /// Words of `value` that only join others; counted in long pieces.
    pub(super) n_function_words: usize,
    /// Words of `value` written with a capital; counted in long pieces.
    pub(super) n_capitals: usize,
    /// Words of `value` fused to the word before.
    pub(super) n_fused: usize,
    /// Dates in `value`.
    pub(super) dates: Vec<DateMatch>,
    /// Words of `value` that dates cover.
    pub(super) n_date_words: usize,
    /// Level of the heading that the markup makes of it; 0 for none.
    pub(super) heading: u8,
    /// What the markup says of its being running text.
    pub(super) said_prose: Option<bool>,
    /// Decided kinds, in order: `[]` undecided, one for all of it, or one for each part.
    pub(super) parts: Vec<Part>,
}

/// A part of a piece with its decided kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) tokens: Tokens,
    pub(super) kind: BlockKind,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
}

impl Piece {
    pub(super) fn label_role(&self) -> Option<LabelRole> {
        self.label.as_ref().map(|label| label.role)
    }

    /// Decides the kind of the whole piece; its label, where a value follows, is a LABEL.
    pub(super) fn set(&mut self, kind: BlockKind, rule: &'static str, confidence: f32) {
        self.parts.clear();
        let label_end = self
            .label
            .as_ref()
            .map_or(self.tokens.start, |label| label.tokens.end);
        if label_end > self.tokens.start && label_end < self.tokens.end {
            let tokens = self.tokens.start..label_end;
            self.parts.push(Part {
                tokens,
                kind: BlockKind::Label,
                rule: "label/opens",
                confidence,
            });
            self.parts.push(Part {
                tokens: label_end..self.tokens.end,
                kind,
                rule,
                confidence,
            });
        } else {
            self.parts.push(Part {
                tokens: self.tokens.clone(),
                kind,
                rule,
                confidence,
            });
        }
    }

    /// Gives `tokens`, which must follow what is decided already, a kind of their own.
    pub(super) fn push(
        &mut self,
        tokens: Tokens,
        kind: BlockKind,
        rule: &'static str,
        confidence: f32,
    ) {
        if !tokens.is_empty() {
            self.parts.push(Part {
                tokens,
                kind,
                rule,
                confidence,
            });
        }
    }

    pub(super) fn is(&self, kind: BlockKind) -> bool {
        self.parts.iter().any(|part| part.kind == kind)
    }

    pub(super) fn is_decided(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Long enough, and punctuated like running text.
    pub(super) fn is_prose(&self) -> bool {
        if let Some(said) = self.said_prose {
            return said;
        }
        let words = self.n_words;
        // Items of a menu are written large, or one onto the other.
        let items = !self.ends_with_full_stop
            && (self.n_capitals * 5 >= words * 3 || self.n_fused * 8 >= words);
        (words >= 28 && !items && self.reads_like_text())
            || (words >= 14 && !items && (self.ends_with_stop || self.n_commas + self.n_stops >= 2))
            || (words >= 7 && self.ends_with_full_stop)
    }

    /// A menu has neither the punctuation nor the function words of running text.
    fn reads_like_text(&self) -> bool {
        let words = self.n_words;
        (self.n_stops + self.n_commas) * 45 >= words || self.n_function_words * 12 >= words
    }

    /// Says when or by whom the article was published, by its label or as a date alone.
    pub(super) fn is_signature(&self) -> bool {
        self.is_date_line()
            || matches!(
                self.label_role(),
                Some(LabelRole::DatePublished | LabelRole::DateModified | LabelRole::Author)
            )
    }

    /// Almost nothing but a date.
    pub(super) fn is_date_line(&self) -> bool {
        !self.dates.is_empty() && self.n_words <= self.n_date_words + 4 && self.n_words <= 24
    }
}

/// Words of a caption with its credit behind it.
const MAX_CAPTION_WORDS: usize = 30;
/// Marks that end a sentence.
pub(super) const STOPS: &[char] = &['.', '!', '?', '؟', '…', '。', '۔'];
/// Marks between clauses.
pub(super) const COMMAS: &[char] = &[',', '،', ';', '؛'];
/// Marks that close a label without doubt.
pub(super) const COLONS: &[char] = &[':', '：', '|'];
/// Opening and closing marks that may stand around a value.
pub(super) const QUOTES: &[char] = &['"', '«', '»', '“', '”', '„', '‘', '’', '\'', '‹', '›'];
/// Marks that bullet a line.
pub(super) const BULLETS: &[char] = &[
    '•', '·', '-', '–', '—', '*', '●', '▪', '■', '»', '›', '>', '←', '→', '◄', '►', '|', '#', '✔',
    '▼', '▲', '↑', '✍',
];

/// Cuts `tokens` into pieces.
pub(super) fn pieces(page: &Page<'_>, tokens: Tokens) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut start = tokens.start;
    for idx in tokens.clone() {
        if page.kind(idx) == Some(TokenKind::Newline) {
            cut_line(page, start..idx, &mut pieces);
            start = idx + 1;
        }
    }
    cut_line(page, start..tokens.end, &mut pieces);
    pieces
}

/// Cuts one line where a label stands inside it, and behind values that end by themselves.
fn cut_line(page: &Page<'_>, line_tokens: Tokens, pieces: &mut Vec<Piece>) {
    let mut rest = line_tokens.clone();
    while !rest.is_empty() {
        let label = credit_tag(page, rest.start, &line_tokens)
            .or_else(|| label_at(page, rest.start, &line_tokens, true, false));
        let mut end = next_cut(page, &rest, &line_tokens, label.as_ref());
        if let Some(tag) = agency_tag(page, rest.start, &line_tokens) {
            end = end.min(tag);
        }
        if let Some(label) = &label {
            end = end.min(value_end(page, label, rest.end));
        }
        let end = end.clamp(rest.start + 1, rest.end);
        if let Some(credit) = label.as_ref().filter(|_| rest.start > line_tokens.start) {
            caption_before(pieces, credit.role);
        }
        pieces.push(measure(page, rest.start..end, label));
        rest.start = end;
    }
}

/// What stands before a picture credit on the same line is the caption.
fn caption_before(pieces: &mut [Piece], role: LabelRole) {
    if matches!(role, LabelRole::Caption | LabelRole::CaptionCredit)
        && let Some(last) = pieces.last_mut()
        && last.label.is_none()
        && last.n_words <= MAX_CAPTION_WORDS
    {
        last.label = Some(Label {
            role: LabelRole::Caption,
            form: LabelForm::Opens,
            tokens: last.tokens.start..last.tokens.start,
            closed: false,
        });
    }
}

/// The first token behind the label of `rest` at which another label opens.
fn next_cut(page: &Page<'_>, rest: &Tokens, line: &Tokens, label: Option<&Label>) -> usize {
    let first = label.map_or(rest.start + 1, |label| label.tokens.end.max(rest.start + 1));
    // Tags and credits are no sentences: whatever label stands among them is one.
    let after_tags = label.is_some_and(|label| {
        matches!(
            label.role,
            LabelRole::Keywords | LabelRole::Source | LabelRole::Section | LabelRole::NewsCode
        )
    });
    (first..rest.end)
        .find(|&idx| {
            label_at(page, idx, line, false, after_tags).is_some()
                || agency_tag(page, idx, line).is_some()
                || credit_tag(page, idx, line).is_some()
                || (label.is_some() && closing_label(page, idx, line.end))
        })
        .unwrap_or(rest.end)
}

/// Measures one piece.
pub(super) fn measure(page: &Page<'_>, tokens: Tokens, label: Option<Label>) -> Piece {
    let value_start = label
        .as_ref()
        .map_or(tokens.start, |label| label.tokens.end);
    let value = value_start.min(tokens.end)..tokens.end;
    let (mut n_words, mut n_stops, mut n_commas) = (0, 0, 0);
    for idx in value.clone() {
        match page.kind(idx) {
            Some(TokenKind::Word | TokenKind::Number) => n_words += 1,
            Some(TokenKind::Punctuation | TokenKind::Symbol) if page.is_mark(idx, STOPS) => {
                n_stops += 1;
            }
            Some(TokenKind::Punctuation | TokenKind::Symbol) if page.is_mark(idx, COMMAS) => {
                n_commas += 1;
            }
            _ => {}
        }
    }
    let n_function_words = if n_words >= 14 {
        value
            .clone()
            .filter(|&idx| {
                page.terms_at(idx).any(|(found, term)| {
                    found.at_end
                        && found.end as usize == idx + 1
                        && term.class == TermClass::FunctionWord
                })
            })
            .count()
    } else {
        0
    };
    let (mut n_capitals, mut n_fused) = (0, 0);
    if n_words >= 14 {
        for idx in value.clone().filter(|&idx| page.is_word(idx)) {
            n_capitals += usize::from(starts_upper(page.shown(idx)));
            let fused = page.token(idx).is_some_and(|token| token.glued)
                && idx
                    .checked_sub(1)
                    .is_some_and(|before| page.is_word(before));
            n_fused += usize::from(fused);
        }
    }
    let last = value
        .clone()
        .rev()
        .find(|&idx| !page.is_mark(idx, QUOTES) && !page.is_mark(idx, &[')', ']']));
    let ends_with_stop = last.is_some_and(|idx| page.is_mark(idx, STOPS));
    let ends_with_full_stop = last.is_some_and(|idx| page.is_mark(idx, &['.', '。', '۔']));
    // Only short pieces can be date lines; running text is not searched for dates here.
    let dates = if n_words <= 40 && !value.is_empty() {
        find_dates(page.seg, value.clone(), page.packs, page.hints)
    } else {
        Vec::new()
    };
    let n_date_words = dates.iter().map(|date| page.word_count(&date.tokens)).sum();
    Piece {
        tokens,
        label,
        value,
        n_words,
        ends_with_stop,
        ends_with_full_stop,
        n_stops,
        n_commas,
        n_function_words,
        n_capitals,
        n_fused,
        dates,
        n_date_words,
        heading: 0,
        said_prose: None,
        parts: Vec::new(),
    }
}
