//! Labels: the words that a page prints before a date, an author, a source, tags, other headlines.
//!
//! In: a token and its line. Out: the label that opens there, if one does, and where its value
//! ends. A label is certain enough to cut a line when it stands at a line's start, has a colon
//! or closes by itself; words that are common in sentences need more (see [`LabelForm`]).

use super::page::{Page, Tokens};
use super::piece::{BULLETS, COLONS, COMMAS, QUOTES, STOPS};
use crate::lang::{LabelForm, LabelRole, TermClass};
use crate::pipeline::dates::find_dates;
use crate::pipeline::segment::TokenKind;

/// Tokens of a line in which a date may stand before the text.
const FRONT: usize = 60;
/// Marks that close a label only where it opens a short line.
const SOFT_CLOSERS: &[char] = &[
    '/', '\\', '-', '–', '—', '―', 'ـ', '«', '»', '=', '>', '›', '←', '•', '*',
];
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

/// End of `--(بترا)` or `(أ ف ب)` behind the last sentence: the agency that the text is from.
pub(super) fn agency_tag(page: &Page<'_>, idx: usize, line: &Tokens) -> Option<usize> {
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

/// Tokens of a picture credit that ends a line.
const MAX_CREDIT: usize = 14;

/// The label of a picture credit that ends a line: `(Photo: Reuters)`, `© AFP`.
pub(super) fn credit_tag(page: &Page<'_>, idx: usize, line: &Tokens) -> Option<Label> {
    if idx == line.start || line.end - idx > MAX_CREDIT {
        return None;
    }
    let end = if page.is_mark(idx, &['(', '[']) {
        let named = page.term_end(idx + 1, |class| {
            matches!(
                class,
                TermClass::Label {
                    role: LabelRole::Caption | LabelRole::CaptionCredit,
                    ..
                }
            )
        })?;
        let closes = page.is_mark(line.end - 1, &[')', ']']);
        (closes && page.is_mark(named, COLONS)).then_some(named + 1)
    } else {
        // "© 2024 …", "All rights reserved © …" are the copyright of the page.
        let credits = page.is_mark(idx, &['©'])
            && page.is_word(idx + 1)
            && !(idx..line.end).any(|at| is_year(page, at))
            && !(line.start..line.end).any(|at| at != idx && is_rights(page, at));
        credits.then_some(idx + 1)
    };
    Some(Label {
        role: LabelRole::CaptionCredit,
        form: LabelForm::Opens,
        tokens: idx..end?,
        closed: true,
    })
}

fn is_year(page: &Page<'_>, idx: usize) -> bool {
    page.kind(idx) == Some(TokenKind::Number) && page.folded(idx).chars().count() == 4
}

fn is_rights(page: &Page<'_>, idx: usize) -> bool {
    let rights = |class| {
        matches!(
            class,
            TermClass::Label {
                role: LabelRole::Copyright,
                ..
            }
        )
    };
    page.term_end(idx, rights).is_some()
}

/// The label that opens at token `idx`. `opens` says that a piece starts there anyway;
/// otherwise the label must be certain enough to cut the line by itself; less is needed
/// `after_tags`.
pub(super) fn label_at(
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
    // "565 comments"
    let numbered = idx == line.start && page.kind(first) == Some(TokenKind::Number);
    if numbered {
        first += 1;
    }
    for (found, term) in page.terms_at(first) {
        let TermClass::Label { role, form } = term.class else {
            continue;
        };
        if numbered && !matches!(role, LabelRole::Comments | LabelRole::Statistics) {
            continue;
        }
        let multiword = found.end - found.first >= 2;
        if !found.at_end && !multiword {
            continue;
        }
        let bare = found.end as usize;
        let end = bare
            + (bare..line.end)
                .take_while(|&at| found.at_end && page.is_mark(at, COLONS))
                .count();
        let closed = end > bare;
        let open = Candidate {
            role,
            form,
            first,
            end,
            multiword,
        };
        if !closed
            && found.at_end
            && let Some(end) = soft_label(page, &open, idx, line, opens)
        {
            return Some(Label {
                role,
                form,
                tokens: idx..end,
                closed: true,
            });
        }
        let counted = role == LabelRole::Comments && is_count(page, &(end..line.end));
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
                        && !page.is_mark(bare, &['|']))
            }
            LabelForm::Colon => {
                (closed
                    && (value_fits(page, role, end, line)
                        || at_break && plausible(page, role, &(end..line.end))))
                    || (whole_line
                        && matches!(
                            role,
                            LabelRole::Keywords
                                | LabelRole::Source
                                | LabelRole::Author
                                | LabelRole::MastheadPerson
                        ))
                    || (idx == line.start
                        && role == LabelRole::Keywords
                        && reads_like_tags(page, &(end..line.end)))
            }
            LabelForm::Opens if opens => true,
            LabelForm::Opens if after_tags && multiword && found.at_end => true,
            LabelForm::Opens => {
                dates_the_page(page, &open, idx, line, at_break || closed)
                    || closed && (multiword || at_break || value_fits(page, role, end, line))
                    || (multiword && glued_break(page, first, line))
                    || (multiword && at_break && role == LabelRole::Related)
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

/// A label without a colon, as far as it is read.
struct Candidate {
    role: LabelRole,
    form: LabelForm,
    first: usize,
    end: usize,
    multiword: bool,
}

/// End of a label that a dash, a slash or nothing closes: `المصدر / رويترز`, `المصدر رويترز`.
fn soft_label(
    page: &Page<'_>,
    label: &Candidate,
    idx: usize,
    line: &Tokens,
    opens: bool,
) -> Option<usize> {
    let first_of_line = idx == line.start;
    let breaks = first_of_line || opens || breaks_before(page, label.first, line);
    if label.form != LabelForm::Colon || !breaks {
        return None;
    }
    let role = label.role;
    let end = (label.end..line.end.min(label.end + 3))
        .take_while(|&at| page.is_mark(at, SOFT_CLOSERS) || page.is_tatweel(at))
        .last()
        .map_or(label.end, |last| last + 1);
    let value = end..line.end;
    let named = !first_of_line && names_outlet(page, end);
    let holds = if end > label.end {
        first_of_line && announces(page, role, &value)
            || role == LabelRole::Source && named
            || role == LabelRole::Keywords
    } else if role != LabelRole::Source {
        false
    } else if first_of_line {
        (label.multiword || value_fits_whole(page, &value)) && announces(page, role, &value)
    } else {
        named
    };
    holds.then_some(end)
}

/// Whether the rest of a labelled line is itself a label that may only stand alone: a share
/// button, the heading of a list. The line was fused.
pub(super) fn closing_label(page: &Page<'_>, idx: usize, line_end: usize) -> bool {
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

/// The number behind "comments": `(3)`.
fn is_count(page: &Page<'_>, tokens: &Tokens) -> bool {
    tokens.len() <= 3
        && tokens.clone().all(|at| {
            page.kind(at) == Some(TokenKind::Number) || page.is_mark(at, &['(', ')', '[', ']'])
        })
}

/// Whether the label of a date has its date behind it, near the start of its line or behind a
/// break: in a sentence something else was published "in October".
fn dates_the_page(
    page: &Page<'_>,
    label: &Candidate,
    idx: usize,
    line: &Tokens,
    set_off: bool,
) -> bool {
    matches!(
        label.role,
        LabelRole::DatePublished | LabelRole::DateModified
    ) && (set_off || idx - line.start <= FRONT)
        && value_is_day(page, label.end, line)
}

/// Whether a full date stands at `start`.
fn value_is_day(page: &Page<'_>, start: usize, line: &Tokens) -> bool {
    let near = start..line.end.min(start + 30);
    find_dates(page.seg, near, page.packs, page.hints)
        .first()
        .is_some_and(|date| date.tokens.start <= start + 1 && date.value.day.is_some())
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
pub(super) fn value_end(page: &Page<'_>, label: &Label, line_end: usize) -> usize {
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
            .map_or_else(
                || {
                    (start..line_end)
                        .find(|&idx| page.is_mark(idx, STOPS))
                        .map_or(line_end, |idx| idx + 1)
                },
                |end| {
                    let closes = page.is_mark(end, &[')', ']']) || page.is_mark(end, QUOTES);
                    end + usize::from(closes)
                },
            ),
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
