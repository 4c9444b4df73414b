//! Pieces: lines of the page, cut where a label or a date stands inside a line.
//!
//! In: tokens. Out: [`Piece`]s in order that cover every token but the line ends
//! between them. A piece knows the label it opens with and what it is made of;
//! what it *is* on the page is decided later, from its neighbours.

use super::page::{Page, Tokens};
use crate::article::BlockKind;
use crate::lang::{LabelForm, LabelRole, TermClass};
use crate::pipeline::dates::{DateMatch, find_dates};
use crate::pipeline::segment::TokenKind;

/// A label at the start of a piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) role: LabelRole,
    pub(super) form: LabelForm,
    /// The label with its colon or bar.
    pub(super) tokens: Tokens,
    /// A colon, bar or dash stands behind it.
    pub(super) closed: bool,
}

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
    /// Dates in `value`.
    pub(super) dates: Vec<DateMatch>,
    /// Words of `value` that dates cover.
    pub(super) n_date_words: usize,
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
        let words = self.n_words;
        (words >= 28 && self.reads_like_text())
            || (words >= 14 && (self.ends_with_stop || self.n_commas + self.n_stops >= 2))
            || (words >= 7 && self.ends_with_full_stop)
    }

    /// A menu has neither the punctuation nor the function words of running text.
    fn reads_like_text(&self) -> bool {
        let words = self.n_words;
        (self.n_stops + self.n_commas) * 45 >= words || self.n_function_words * 12 >= words
    }

    /// Almost nothing but a date.
    pub(super) fn is_date_line(&self) -> bool {
        !self.dates.is_empty() && self.n_words <= self.n_date_words + 4 && self.n_words <= 24
    }
}

/// Marks that end a sentence.
pub(super) const STOPS: &[char] = &['.', '!', '?', '؟', '…', '。', '۔'];
/// Marks between clauses.
pub(super) const COMMAS: &[char] = &[',', '،', ';', '؛'];
/// Marks that close a label without doubt.
pub(super) const COLONS: &[char] = &[':', '：', '|'];
/// Marks that close a label only where it opens a short line.
const SOFT_CLOSERS: &[char] = &[
    '/', '\\', '-', '–', '—', '―', 'ـ', '«', '»', '=', '>', '›', '←', '•', '*',
];
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
        let label = label_at(page, rest.start, &line_tokens, true, false);
        let mut end = next_cut(page, &rest, &line_tokens, label.as_ref());
        if let Some(tag) = agency_tag(page, rest.start, &line_tokens) {
            end = end.min(tag);
        }
        if let Some(label) = &label {
            end = end.min(value_end(page, label, rest.end));
        }
        let end = end.clamp(rest.start + 1, rest.end);
        pieces.push(measure(page, rest.start..end, label));
        rest.start = end;
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
                || (label.is_some() && closing_label(page, idx, line.end))
        })
        .unwrap_or(rest.end)
}

/// End of `--(بترا)` or `(أ ف ب)` behind the last sentence: the agency that the text is from.
fn agency_tag(page: &Page<'_>, idx: usize, line: &Tokens) -> Option<usize> {
    if idx == line.start || !page.is_mark(idx - 1, STOPS) && !page.is_mark(idx - 1, QUOTES) {
        return None;
    }
    let dashes = (idx..line.end.min(idx + 3))
        .take_while(|&at| page.is_mark(at, &['-', '–', '—']))
        .count();
    let open = idx + dashes;
    let end = page
        .is_mark(open, &['('])
        .then(|| {
            page.term_end(open + 1, |class| {
                matches!(class, TermClass::Agency | TermClass::Outlet)
            })
        })
        .flatten()
        .filter(|&end| page.is_mark(end, &[')']))?;
    (dashes > 0 || end + 2 >= line.end).then_some(end + 1)
}

/// The label that opens at token `idx`. `opens` says that a piece starts there anyway;
/// otherwise the label must be certain enough to cut the line by itself; less is needed
/// `after_tags`.
fn label_at(
    page: &Page<'_>,
    idx: usize,
    line: &Tokens,
    opens: bool,
    after_tags: bool,
) -> Option<Label> {
    let mut first = idx;
    if opens {
        while first < line.end
            && (page.is_mark(first, BULLETS) || page.is_mark(first, &['(', '[', '{']))
        {
            first += 1;
        }
    }
    for (found, term) in page.terms_at(first) {
        let TermClass::Label { role, form } = term.class else {
            continue;
        };
        let multiword = found.end - found.first >= 2;
        if !found.at_end && !multiword {
            continue;
        }
        let mut end = found.end as usize;
        let closed = end < line.end && found.at_end && page.is_mark(end, COLONS);
        while end < line.end && found.at_end && page.is_mark(end, COLONS) {
            end += 1;
        }
        let soft_end = (end..line.end.min(end + 3))
            .take_while(|&at| found.at_end && page.is_mark(at, SOFT_CLOSERS))
            .last()
            .map_or(end, |last| last + 1);
        let first_of_line = idx == line.start;
        let breaks = first_of_line || opens || breaks_before(page, first, line);
        if form == LabelForm::Colon && breaks && !closed && found.at_end {
            let value = soft_end..line.end;
            let named = !first_of_line && names_outlet(page, soft_end);
            let soft = soft_end > end
                && (first_of_line && announces(page, role, &value)
                    || role == LabelRole::Source && named
                    || role == LabelRole::Keywords);
            let bare = soft_end == end
                && role == LabelRole::Source
                && if first_of_line {
                    (multiword || value_fits_whole(page, &value)) && announces(page, role, &value)
                } else {
                    named
                };
            if soft || bare {
                return Some(Label {
                    role,
                    form,
                    tokens: idx..soft_end,
                    closed: true,
                });
            }
        }
        // "Comments (3)"
        let counted = role == LabelRole::Comments
            && idx == line.start
            && line.end <= end + 3
            && (end..line.end).all(|at| {
                page.kind(at) == Some(TokenKind::Number) || page.is_mark(at, &['(', ')', '[', ']'])
            });
        let whole_line = idx == line.start && (end >= line.end || counted);
        let at_break = opens || breaks_before(page, first, line);
        let certain = match form {
            LabelForm::Anywhere => true,
            LabelForm::Line
                if opens && idx > line.start && closing_label(page, first, line.end) =>
            {
                true
            }
            // A bar behind the first word of a line makes a menu of it, no label.
            LabelForm::Line => {
                whole_line
                    || (idx == line.start
                        && closed
                        && end + 12 >= line.end
                        && !page.is_mark(found.end as usize, &['|']))
            }
            LabelForm::Colon => {
                (closed
                    && (value_fits(page, role, end, line)
                        || at_break && plausible(page, role, &(end..line.end))))
                    || (whole_line
                        && matches!(
                            role,
                            LabelRole::Keywords | LabelRole::Source | LabelRole::Author
                        ))
                    || (idx == line.start
                        && role == LabelRole::Keywords
                        && reads_like_tags(page, &(end..line.end)))
            }
            LabelForm::Opens if opens => true,
            LabelForm::Opens if after_tags && multiword && found.at_end => true,
            LabelForm::Opens => {
                let dated = matches!(role, LabelRole::DatePublished | LabelRole::DateModified)
                    && value_fits(page, role, end, line);
                dated
                    || closed && (multiword || at_break || value_fits(page, role, end, line))
                    || (multiword && glued_break(page, first, line))
            }
        };
        if certain {
            return Some(Label {
                role,
                form,
                tokens: idx..end,
                closed,
            });
        }
    }
    None
}

/// Whether `value` can be what a label that is a common word announces: "report: …" opens
/// headlines too.
fn plausible(page: &Page<'_>, role: LabelRole, value: &Tokens) -> bool {
    let most = match role {
        LabelRole::Author => 6,
        LabelRole::Section => 5,
        LabelRole::DatePublished | LabelRole::DateModified => 4,
        LabelRole::Source => 10,
        _ => return true,
    };
    value
        .clone()
        .filter(|&idx| page.is_word(idx))
        .take(most + 1)
        .count()
        <= most
}

/// Whether `value` is short enough, and no sentence, for a label without a colon.
fn announces(page: &Page<'_>, role: LabelRole, value: &Tokens) -> bool {
    let most = match role {
        LabelRole::Source => 6,
        LabelRole::Author => 5,
        LabelRole::Section => 3,
        LabelRole::Keywords => 40,
        _ => return false,
    };
    let words = page.word_count(&(value.start..value.end.min(value.start + 120)));
    let stop = value
        .end
        .checked_sub(1)
        .is_some_and(|last| page.is_mark(last, STOPS));
    (1..=most).contains(&words)
        && !stop
        && (role != LabelRole::Author || page.name_strength(value.start) >= 2)
}

/// Whether an agency or outlet stands at `start`, in brackets or quotes maybe.
fn names_outlet(page: &Page<'_>, start: usize) -> bool {
    page.term_end(without_bracket(page, start), |class| {
        matches!(
            class,
            TermClass::Agency | TermClass::Outlet | TermClass::OutletHead
        )
    })
    .is_some()
}

/// `start`, or the token behind the bracket or quote that stands there.
fn without_bracket(page: &Page<'_>, start: usize) -> usize {
    start + usize::from(page.is_mark(start, &['(', '[']) || page.is_mark(start, QUOTES))
}

/// Whether one agency or outlet is all of `value`.
fn value_fits_whole(page: &Page<'_>, value: &Tokens) -> bool {
    page.term_end(value.start, |class| {
        matches!(class, TermClass::Agency | TermClass::Outlet)
    })
    .is_some_and(|end| end + 1 >= value.end)
}

/// Whether `value` is a list with commas and without sentences.
fn reads_like_tags(page: &Page<'_>, value: &Tokens) -> bool {
    value.len() <= 60
        && value
            .clone()
            .filter(|&idx| page.is_mark(idx, COMMAS))
            .count()
            >= 2
        && !value.clone().any(|idx| page.is_mark(idx, STOPS))
}

/// Whether the rest of a labelled line is itself a label that may only stand alone: a share
/// button, the heading of a list. The line was fused.
fn closing_label(page: &Page<'_>, idx: usize, line_end: usize) -> bool {
    page.terms_at(idx).any(|(found, term)| {
        let end = found.end as usize;
        let closes = end == line_end || (end + 1 == line_end && page.is_mark(end, COLONS));
        let furniture = match term.class {
            TermClass::Label {
                role,
                form: LabelForm::Line | LabelForm::Opens,
            } => matches!(
                role,
                LabelRole::Share | LabelRole::Follow | LabelRole::Comments | LabelRole::Related
            ),
            _ => false,
        };
        furniture && found.at_end && closes
    }) || list_heading(page, idx)
}

/// Whether the heading of a list ("most read") is fused into the line, not just printed there.
fn list_heading(page: &Page<'_>, idx: usize) -> bool {
    page.token(idx).is_some_and(|token| token.glued)
        && page.terms_at(idx).any(|(found, term)| {
            let list = matches!(
                term.class,
                TermClass::Label {
                    role: LabelRole::Related | LabelRole::Comments,
                    form: LabelForm::Line | LabelForm::Opens
                }
            );
            list && found.end - found.first >= 2
        })
}

/// Whether a sentence or quotation ends right before `idx`, or `idx` is glued to it.
fn breaks_before(page: &Page<'_>, idx: usize, line: &Tokens) -> bool {
    idx == line.start
        || page.is_mark(idx - 1, STOPS)
        || page.is_mark(idx - 1, &['»', '”', '"', ')', ']', '|'])
        || glued_break(page, idx, line)
}

/// Whether `idx` touches a word or number before it: something was fused here.
fn glued_break(page: &Page<'_>, idx: usize, line: &Tokens) -> bool {
    idx > line.start
        && page.token(idx).is_some_and(|token| token.glued)
        && !page.is_mark(idx - 1, &['(', '[', '«', '“', '"', '/', '-', '#', '_', '@'])
}

/// Whether what stands at `start` is what a label of this role announces.
fn value_fits(page: &Page<'_>, role: LabelRole, start: usize, line: &Tokens) -> bool {
    let near = start..line.end.min(start + 30);
    match role {
        LabelRole::DatePublished | LabelRole::DateModified => {
            find_dates(page.seg, near, page.packs, page.hints)
                .first()
                .is_some_and(|date| date.tokens.start <= start + 1)
        }
        LabelRole::Source => line.end - start <= 8 || names_outlet(page, start),
        LabelRole::Author => page.name_strength(start) >= 2,
        LabelRole::Keywords | LabelRole::NewsCode => true,
        _ => line.end <= start,
    }
}

/// Where the value of `label` ends though the line goes on.
fn value_end(page: &Page<'_>, label: &Label, line_end: usize) -> usize {
    let start = label.tokens.end;
    match label.role {
        LabelRole::DatePublished | LabelRole::DateModified => {
            let near = start..line_end.min(start + 40);
            let dates = find_dates(page.seg, near, page.packs, page.hints);
            let Some(date) = dates.first().filter(|date| date.tokens.start <= start + 3) else {
                return line_end;
            };
            let mut end = date.tokens.end;
            while end < line_end
                && (page.is_mark(end, &[')', ']', '|', '.', ',', '،', '-', '–', '—'])
                    || page
                        .term_end(end, |class| matches!(class, TermClass::Zone(_)))
                        .is_some())
            {
                end += 1;
            }
            end
        }
        LabelRole::Source if line_end - start > 10 => page
            .term_end(without_bracket(page, start), |class| {
                matches!(class, TermClass::Agency | TermClass::Outlet)
            })
            .map(|end| {
                end + usize::from(page.is_mark(end, &[')', ']']) || page.is_mark(end, QUOTES))
            })
            .unwrap_or_else(|| {
                (start..line_end)
                    .find(|&idx| page.is_mark(idx, STOPS))
                    .map_or(line_end, |idx| idx + 1)
            }),
        _ if label.form == LabelForm::Anywhere => match label.role {
            LabelRole::Copyright
            | LabelRole::Comments
            | LabelRole::Related
            | LabelRole::Keywords
            | LabelRole::Source
            | LabelRole::Author
            | LabelRole::MastheadPerson
            | LabelRole::Junk
            | LabelRole::Caption
            | LabelRole::CaptionCredit
            | LabelRole::Section
            | LabelRole::Summary
            | LabelRole::NewsCode => line_end,
            LabelRole::DatePublished
            | LabelRole::DateModified
            | LabelRole::ReadMore
            | LabelRole::Share
            | LabelRole::Follow
            | LabelRole::Advertisement
            | LabelRole::Navigation
            | LabelRole::EndOfStory
            | LabelRole::Statistics => start,
        },
        _ => line_end,
    }
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
        dates,
        n_date_words,
        parts: Vec::new(),
    }
}
