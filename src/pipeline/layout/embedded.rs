//! Embedded articles: whole other articles behind "read also".
//!
//! A related box holds headlines and the main story goes on behind it; an embedded article
//! has a headline and then running text of its own. What tells them apart: whether the main
//! story was closed before (source, tags), whether the text behind the headline speaks of
//! what the headline says, and whether a date, byline or dateline stands between.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::body::find_body;
use super::dateline::opening;
use super::overlap::ContentKeys;
use super::page::Page;
use super::piece::Piece;
use crate::lang::{LabelRole, TermClass};

/// Words of running text that make an article.
const MIN_WORDS: usize = 24;
/// The same where the story before was closed.
const MIN_WORDS_CLOSED: usize = 18;
/// Words of running text that must stand before.
const MIN_MAIN_WORDS: usize = 20;
/// Evidence needed.
const THRESHOLD: f32 = 1.5;
/// Evidence needed where the page has an embedded article already.
const THRESHOLD_NEXT: f32 = 1.0;
/// Pieces between a headline and its text.
const WINDOW: usize = 8;
/// Words of a story that others are compared with.
const STORY_WORDS: usize = 150;

/// The story that is being read while looking for the next one.
#[derive(Default)]
struct Current {
    words: usize,
    /// Source, tags or comments stood behind it.
    closed: bool,
    /// It is an embedded article itself.
    embedded: bool,
    counts: FxHashMap<u32, u32>,
}

/// Piece ranges of embedded articles, in order.
pub(super) fn find_embedded(
    page: &Page<'_>,
    pieces: &[Piece],
    keys: &ContentKeys,
) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut current = Current::default();
    // Text behind the comments of the page's own story is nobody's article.
    let mut commented = false;
    for (idx, piece) in pieces.iter().enumerate() {
        match piece.label_role() {
            Some(
                LabelRole::Keywords
                | LabelRole::Source
                | LabelRole::EndOfStory
                | LabelRole::Copyright,
            ) if current.words >= MIN_MAIN_WORDS => current.closed = true,
            Some(LabelRole::Comments) if current.words >= MIN_MAIN_WORDS => commented = true,
            // What the markup sets apart from the text does not open a part of it.
            Some(LabelRole::Related | LabelRole::ReadMore)
                if current.words >= MIN_MAIN_WORDS
                    && !commented
                    && piece.said_prose != Some(false) =>
            {
                let start = if piece.value.is_empty() { idx + 1 } else { idx };
                if starts.last().is_none_or(|&last| start > last)
                    && is_embedded(page, pieces, start, keys, &current)
                {
                    starts.push(start);
                    current = Current {
                        embedded: true,
                        ..Current::default()
                    };
                    if piece.is_prose() {
                        current.words += piece.n_words;
                    }
                }
            }
            _ => {
                if piece.is_prose() {
                    current.words += piece.n_words;
                    if current.words <= STORY_WORDS {
                        keys.count_into(&piece.value, &mut current.counts);
                    }
                }
            }
        }
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .copied()
        .chain([pieces.len()])
        .collect();
    starts
        .into_iter()
        .zip(ends)
        .filter_map(|(start, end)| whole(pieces, start, end))
        .collect()
}

/// The article that starts at `start`, without the page's furniture behind it; it ends before
/// the label of the next one.
fn whole(pieces: &[Piece], start: usize, end: usize) -> Option<Range<usize>> {
    let label_only = |idx: usize| {
        pieces.get(idx).is_some_and(|piece| {
            piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
        })
    };
    let end = if end < pieces.len() && label_only(end - 1) {
        end - 1
    } else {
        end
    };
    let body = find_body(pieces.get(start..end)?)?;
    let mut last = start + body.end;
    while let Some(piece) = pieces.get(last).filter(|_| last < end) {
        let own = matches!(
            piece.label_role(),
            Some(
                LabelRole::Source | LabelRole::Keywords | LabelRole::EndOfStory | LabelRole::Author
            )
        );
        let value = pieces.get(last.wrapping_sub(1)).is_some_and(|label| {
            label.value.is_empty()
                && matches!(
                    label.label_role(),
                    Some(LabelRole::Source | LabelRole::Keywords)
                )
        });
        if !own && !value {
            break;
        }
        last += 1;
    }
    Some(start..last)
}

/// Whether an article of its own starts with the piece `start`.
fn is_embedded(
    page: &Page<'_>,
    pieces: &[Piece],
    start: usize,
    keys: &ContentKeys,
    current: &Current,
) -> bool {
    let needed = if current.embedded {
        THRESHOLD_NEXT
    } else {
        THRESHOLD
    };
    evidence(page, pieces, start, keys, current).is_some_and(|score| score >= needed)
}

fn evidence(
    page: &Page<'_>,
    pieces: &[Piece],
    start: usize,
    keys: &ContentKeys,
    current: &Current,
) -> Option<f32> {
    let headline = pieces.get(start)?;
    let fused = headline.is_prose() && headline.n_words > 25 && headline.n_stops > 0;
    if !fused && (headline.n_words < 3 || headline.n_words > 32 || headline.is_date_line()) {
        return None;
    }
    let wall = pieces
        .iter()
        .enumerate()
        .skip(start + 1)
        .find(|(_, piece)| {
            matches!(
                piece.label_role(),
                Some(
                    LabelRole::Related
                        | LabelRole::Comments
                        | LabelRole::Copyright
                        | LabelRole::Junk
                )
            )
        })
        .map_or(pieces.len(), |(idx, _)| idx);
    let text_start = if fused { start } else { start + 1 };
    let body = find_body(pieces.get(text_start..wall)?)?;
    let body = body.start + text_start..body.end + text_start;
    let text = pieces.get(body.clone())?;
    // Headlines in a row can be long, but they are no sentences.
    if !text
        .iter()
        .any(|piece| piece.ends_with_full_stop || piece.n_commas >= 2)
    {
        return None;
    }
    let words: usize = text.iter().map(|piece| piece.n_words).sum();
    let least = if current.closed {
        MIN_WORDS_CLOSED
    } else {
        MIN_WORDS
    };
    if words < least || body.start > start + WINDOW {
        return None;
    }
    let mut score = if current.closed { 1.8 } else { 0.0 };
    // A list of headlines stands between: a related box.
    let between = pieces.get(text_start..body.start).unwrap_or_default();
    let shorts = between
        .iter()
        .filter(|piece| piece.label.is_none() && piece.n_words >= 4 && !piece.is_date_line())
        .count();
    score -= 0.8 * f32::from(u8::try_from(shorts.min(5)).unwrap_or(5));
    if between.iter().any(Piece::is_date_line) {
        score += 0.9;
    }
    let lead = pieces.get(body.start)?;
    if !fused {
        let text = pieces.get(body.start..body.end.min(body.start + 3))?;
        let mut counts = FxHashMap::default();
        for piece in text {
            keys.count_into(&piece.value, &mut counts);
        }
        let own = keys.share(&headline.value, &counts);
        let foreign = keys.share(&lead.value, &current.counts);
        score += 2.5 * own - 0.5;
        // The story before goes on: its words come back at once.
        score -= 1.5 * (foreign - 0.3).max(0.0);
        if current.words >= STORY_WORDS / 2 {
            let all = body.start..body.end.min(body.start + 4);
            let shares = pieces.get(all)?.iter().filter(|piece| piece.is_prose());
            let (mut sum, mut n) = (0.0, 0.0_f32);
            for piece in shares {
                sum += keys.share(&piece.value, &current.counts);
                n += 1.0;
            }
            score += 4.0 * (0.3 - sum / n.max(1.0)).clamp(0.0, 0.3);
        }
    }
    if opening(page, &lead.value).is_some() {
        score += 0.7;
    }
    if continues(page, lead) {
        score -= 1.0;
    }
    Some(score)
}

/// Whether a paragraph opens with "and" before a verb of reporting: a story that goes on.
fn continues(page: &Page<'_>, lead: &Piece) -> bool {
    let first = lead.value.start;
    let word = page.folded(first);
    page.packs.attached_conjunctions.iter().any(|conjunction| {
        word.strip_prefix(conjunction.as_str()).is_some_and(|rest| {
            !rest.is_empty()
                && page.inner_terms(first).any(|(found, term)| {
                    found.at_end
                        && term.class == TermClass::ReportVerb
                        && found.span.len() as usize >= rest.len()
                })
        })
    })
}
