//! The front of a page on one line: section, byline, date, caption and headline stand before
//! the lead without a line end between them.
//!
//! In: the pieces of the page. Out: the same pieces, the first stretch of running text cut
//! where one of these ends. `300 مليار دعم حكومي 16 تشرين الأول 2005 خالد الفرج قدر مختصون …`
//! is a headline, a date, a byline and a lead. A date that a preposition governs
//! (`في 12 مارس 2023`) belongs to its sentence and cuts nothing.

use super::byline::byline;
use super::dateline::opening;
use super::menu::{INNER_LETTERS, MENU_ITEMS, is_menu_item};
use super::page::{Page, Tokens};
use super::piece::{BULLETS, Piece, measure};
use crate::lang::TermClass;
use crate::pipeline::dates::find_dates;
use crate::pipeline::segment::TokenKind;

/// A shorter first stretch is no front with a lead.
const MIN_WORDS: usize = 30;
/// Tokens in which a date is looked for.
const DATE_WINDOW: usize = 70;
/// Most tokens of a byline in front of a lead.
const MAX_BYLINE: usize = 14;
/// How sure a byline without a line of its own must be.
const SURE: f32 = 0.8;
/// Words of a line above the text that is cut around its date.
const MAX_LINE: usize = 45;
/// Words that a headline has at least.
const MIN_HEADLINE: usize = 3;
/// Longest caption printed twice, in tokens.
const MAX_CAPTION: usize = 14;
/// Things that stand in front of a lead.
const MAX_CUTS: usize = 6;

/// Cuts the front of the page's first running text, where it is fused.
pub(super) fn cut_front(page: &Page<'_>, pieces: Vec<Piece>) -> Vec<Piece> {
    let Some(first) = pieces
        .iter()
        .position(|piece| piece.is_prose() && piece.n_words >= MIN_WORDS)
    else {
        return pieces;
    };
    let fused = |idx: usize| {
        pieces.get(idx).is_some_and(|piece: &Piece| {
            piece.label.is_none() && (idx == 0 || !at_line_start(page, piece))
        })
    };
    // The line that runs into the text: its earlier pieces may hold a section and a byline.
    let mut from = first;
    while from > 0
        && pieces
            .get(from)
            .is_some_and(|piece| !at_line_start(page, piece))
    {
        from -= 1;
    }
    let cut_text = fused(first);
    let mut out = Vec::with_capacity(pieces.len() + MAX_CUTS);
    for (idx, piece) in pieces.into_iter().enumerate() {
        let parts = if idx == first && cut_text {
            front(page, &piece.tokens)
        } else if idx < first && piece.label.is_none() && !piece.is_date_line() {
            let parts = if idx >= from {
                behind_section(page, &piece.tokens)
            } else {
                Vec::new()
            };
            if parts.is_empty() {
                above(page, &piece.tokens)
            } else {
                parts
            }
        } else {
            Vec::new()
        };
        if parts.len() > 1 {
            out.extend(parts.into_iter().map(|tokens| measure(page, tokens, None)));
        } else {
            out.push(piece);
        }
    }
    out
}

/// Whether a line begins with the piece.
pub(super) fn at_line_start(page: &Page<'_>, piece: &Piece) -> bool {
    piece
        .tokens
        .start
        .checked_sub(1)
        .is_none_or(|before| page.kind(before) == Some(TokenKind::Newline))
}

/// `tokens`, cut behind each thing that stands before the lead.
fn front(page: &Page<'_>, tokens: &Tokens) -> Vec<Tokens> {
    let mut parts = Vec::new();
    let mut at = tokens.start;
    let mut date_seen = false;
    while parts.len() < MAX_CUTS {
        if let Some(length) = doubled(page, at, tokens.end) {
            parts.extend([at..at + length, at + length..at + 2 * length]);
            at += 2 * length;
        } else if let Some(end) = date_at(page, at, tokens.end) {
            parts.push(at..end);
            at = end;
            date_seen = true;
        } else if let Some(end) = byline_at(page, at, tokens.end) {
            parts.push(at..end);
            at = end;
        } else if let Some(date) = (!date_seen)
            .then(|| date_ahead(page, at, tokens.end))
            .flatten()
        {
            parts.extend([at..date.start, date.clone()]);
            at = date.end;
            date_seen = true;
        } else {
            break;
        }
    }
    if at < tokens.end {
        parts.push(at..tokens.end);
    }
    parts
}

/// Length of the phrase that stands twice in a row at `at`: picture text and caption.
fn doubled(page: &Page<'_>, at: usize, end: usize) -> Option<usize> {
    (2..=MAX_CAPTION)
        .take_while(|length| at + 2 * length <= end)
        .find(|&length| {
            (at..at + length).all(|idx| page.folded(idx) == page.folded(idx + length))
                && page.word_count(&(at..at + length)) >= 2
        })
}

/// End of the full date that begins at `at`.
fn date_at(page: &Page<'_>, at: usize, end: usize) -> Option<usize> {
    let window = at..end.min(at + 24);
    find_dates(page.seg, window, page.packs, page.hints)
        .first()
        .filter(|date| date.tokens.start == at && page.word_count(&date.tokens) >= 3)
        .map(|date| date.tokens.end)
}

/// The first full date that no preposition governs.
fn date_ahead(page: &Page<'_>, at: usize, end: usize) -> Option<Tokens> {
    let window = at..end.min(at + DATE_WINDOW);
    find_dates(page.seg, window, page.packs, page.hints)
        .into_iter()
        .find(|date| {
            let governed = is_governed(page, date.tokens.start);
            let time = date.value.time.is_some();
            // "two days ago" may be what the headline says.
            date.anchor.is_none()
                && date.value.day.is_some()
                && page.word_count(&date.tokens) >= 3
                && date.tokens.start >= at + 3
                && (time || !governed)
        })
        .map(|date| date.tokens)
}

/// Whether the word before a date goes on with it: a preposition, a word of dates, a verb of
/// reporting.
pub(super) fn continues_sentence(page: &Page<'_>, date_start: usize) -> bool {
    let before = date_start.checked_sub(1);
    let governs = before.and_then(|before| {
        page.term_end(before, |class| {
            matches!(
                class,
                TermClass::FunctionWord
                    | TermClass::DateWord(_)
                    | TermClass::ReportVerb
                    | TermClass::Relative(_)
                    | TermClass::FromPlace
            )
        })
    });
    governs.is_some()
}

/// The same, or behind a bracket or comma.
fn is_governed(page: &Page<'_>, date_start: usize) -> bool {
    continues_sentence(page, date_start)
        || date_start
            .checked_sub(1)
            .is_some_and(|before| page.is_mark(before, &['(', '،', ',']))
}

/// End of the byline that begins at `at` and is followed by what opens a lead.
fn byline_at(page: &Page<'_>, at: usize, end: usize) -> Option<usize> {
    // A place first may be the dateline itself.
    if opening(page, &(at..end)).is_some_and(|opening| opening.authors.is_empty()) {
        return None;
    }
    let longest = end.min(at + MAX_BYLINE);
    (at + 2..=longest).rev().find(|&stop| {
        let opens_lead = page
            .term_end(stop, |class| class == TermClass::ReportVerb)
            .is_some()
            || opening(page, &(stop..end)).is_some()
            || date_at(page, stop, end).is_some();
        opens_lead
            && byline(page, &(at..stop), false, "byline/front")
                .is_some_and(|found| found.score >= SURE && found.end == stop)
    })
}

/// A line above the text, cut behind the menu that it begins with and around its date:
/// `الرئيسية / سياسة وزارة الصحة تدعو الأطباء 27 مارس 2012 11:02 حامد العطاس`.
fn above(page: &Page<'_>, tokens: &Tokens) -> Vec<Tokens> {
    let mut parts = Vec::new();
    let mut at = tokens.start;
    if let Some(end) = menu_end(page, tokens) {
        parts.push(at..end);
        at = end;
    }
    let rest = at..tokens.end;
    let dated = (page.word_count(&rest) <= MAX_LINE)
        .then(|| date_ahead(page, at, tokens.end))
        .flatten()
        .filter(|date| page.word_count(&(at..date.start)) >= MIN_HEADLINE);
    if let Some(date) = dated {
        parts.extend([at..date.start, date.clone()]);
        at = date.end;
        while at < tokens.end && (page.is_mark(at, BULLETS) || page.is_mark(at, &['/', '،', ',']))
        {
            at += 1;
        }
        if let Some(last) = parts.last_mut() {
            last.end = at;
        }
    }
    if at < tokens.end {
        parts.push(at..tokens.end);
    }
    parts
}

/// End of the menu or breadcrumb that a line begins with, where a headline follows.
fn menu_end(page: &Page<'_>, tokens: &Tokens) -> Option<usize> {
    let (mut at, mut items, mut bars) = (tokens.start, 0, 0);
    while at < tokens.end {
        if let Some(end) = page.term_end(at, is_menu_item) {
            items += 1;
            at = end;
        } else if items > 0
            && (page.is_mark(at, BULLETS) || page.is_mark(at, &['/', '\\', '|', '«']))
        {
            bars += 1;
            at += 1;
        } else {
            break;
        }
    }
    let glued = page.is_word(at) && page.token(at).is_some_and(|token| token.glued);
    let behind_bar =
        page.is_mark(at.saturating_sub(1), BULLETS) || page.is_mark(at.saturating_sub(1), &['/']);
    let ends = items >= 2 && (bars > 0 && !behind_bar || glued || items >= MENU_ITEMS)
        || items == 1 && bars == 0 && glued;
    // More menu words behind: the menu goes on with words that no pack has.
    let more = (at..tokens.end).any(|idx| {
        page.terms_at(idx)
            .chain(page.inner_terms(idx))
            .any(|(found, term)| {
                is_menu_item(term.class) && found.span.len() > INNER_LETTERS && found.at_end
            })
    });
    (ends && !more && page.word_count(&(at..tokens.end)) > MIN_HEADLINE).then_some(at)
}

/// A section or breadcrumb and a byline behind it, where they are all that stands in `tokens`.
fn behind_section(page: &Page<'_>, tokens: &Tokens) -> Vec<Tokens> {
    let mut at = tokens.start;
    while at < tokens.end {
        if let Some(end) = page.term_end(at, is_menu_item) {
            at = end;
        } else if page.is_mark(at, BULLETS) || page.is_mark(at, &['/', '\\', '|']) {
            at += 1;
        } else {
            break;
        }
    }
    let rest = at.min(tokens.end)..tokens.end;
    let names = at > tokens.start
        && rest.len() >= 2
        && byline(page, &rest, false, "byline/front").is_some_and(|found| found.score >= SURE);
    if names {
        vec![tokens.start..at, rest]
    } else {
        Vec::new()
    }
}
