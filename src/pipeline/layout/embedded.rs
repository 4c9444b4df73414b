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
use crate::lang::LabelRole;

/// Words of running text that make an article.
const MIN_WORDS: usize = 40;
/// Words of running text that must stand before.
const MIN_MAIN_WORDS: usize = 20;
/// Evidence needed.
const THRESHOLD: f32 = 1.5;
/// Evidence needed where the page has an embedded article already.
const THRESHOLD_NEXT: f32 = 1.0;
/// Pieces looked at behind a headline.
const WINDOW: usize = 8;

/// Piece ranges of embedded articles, in order.
pub(super) fn find_embedded(
    page: &Page<'_>,
    pieces: &[Piece],
    keys: &ContentKeys,
) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut main_words = 0;
    let mut closed = false;
    let mut idx = 0;
    let mut main_counts = FxHashMap::default();
    while idx < pieces.len() {
        let Some(piece) = pieces.get(idx) else { break };
        match piece.label_role() {
            Some(LabelRole::Keywords | LabelRole::Source | LabelRole::EndOfStory)
                if main_words >= MIN_MAIN_WORDS =>
            {
                closed = true;
            }
            Some(LabelRole::Comments | LabelRole::Copyright) if main_words >= MIN_MAIN_WORDS => {
                closed = true;
            }
            Some(LabelRole::Related | LabelRole::ReadMore) if main_words >= MIN_MAIN_WORDS => {
                let start = if piece.value.is_empty() { idx + 1 } else { idx };
                if let Some(range) = embedded_at(
                    page,
                    pieces,
                    start,
                    keys,
                    closed || !found.is_empty(),
                    &main_counts,
                ) {
                    idx = range.end;
                    found.push(range);
                    continue;
                }
            }
            _ => {
                if piece.is_prose() {
                    main_words += piece.n_words;
                    if main_words <= 150 {
                        keys.count_into(&piece.value, &mut main_counts);
                    }
                }
            }
        }
        idx += 1;
    }
    found
}

/// The embedded article whose headline is the piece `start`, if it is one.
fn embedded_at(
    page: &Page<'_>,
    pieces: &[Piece],
    start: usize,
    keys: &ContentKeys,
    closed: bool,
    main: &FxHashMap<u32, u32>,
) -> Option<Range<usize>> {
    let headline = pieces.get(start)?;
    let fused = headline.is_prose() && headline.n_words > 40;
    if !fused && (headline.n_words < 3 || headline.n_words > 32 || headline.is_date_line()) {
        return None;
    }
    // The article ends where the next label of the page's furniture stands.
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
    let region = pieces.get(text_start..wall)?;
    let body = find_body(region)?;
    let body = body.start + text_start..body.end + text_start;
    let words: usize = pieces
        .get(body.clone())?
        .iter()
        .map(|piece| piece.n_words)
        .sum();
    if words < MIN_WORDS || body.start > start + WINDOW {
        return None;
    }
    let mut score = if closed { 1.5 } else { 0.0 };
    // A list of headlines stands between: a related box.
    let between = pieces.get(text_start..body.start).unwrap_or_default();
    let shorts = between
        .iter()
        .filter(|piece| piece.label.is_none() && piece.n_words >= 4 && !piece.is_date_line())
        .count();
    score -= 0.8 * f32::from(u8::try_from(shorts.min(5)).unwrap_or(5));
    if between.iter().any(Piece::is_date_line) {
        score += 0.7;
    }
    if !fused {
        let lead = pieces.get(body.start..body.end.min(body.start + 2))?;
        let mut counts = FxHashMap::default();
        lead.iter()
            .for_each(|piece| keys.count_into(&piece.value, &mut counts));
        let own = keys.share(&headline.value, &counts);
        let lead_main: f32 = lead
            .iter()
            .map(|piece| keys.share(&piece.value, main))
            .fold(0.0, f32::max);
        score += if own >= 0.6 {
            1.5
        } else if own >= 0.4 {
            1.0
        } else if own < 0.2 {
            -1.5
        } else {
            0.0
        };
        // The main story goes on: its words come back at once.
        if lead_main >= 0.5 && own < 0.5 {
            score -= 1.0;
        }
    }
    if pieces
        .get(body.start)
        .is_some_and(|lead| opening(page, &lead.value).is_some())
    {
        score += 0.7;
    }
    if score < THRESHOLD {
        return None;
    }
    // Source and tags right behind belong to the embedded article.
    let mut end = body.end;
    while let Some(piece) = pieces.get(end).filter(|_| end < wall) {
        if !matches!(
            piece.label_role(),
            Some(
                LabelRole::Source | LabelRole::Keywords | LabelRole::EndOfStory | LabelRole::Author
            )
        ) {
            break;
        }
        end += 1;
    }
    Some(start..end)
}
