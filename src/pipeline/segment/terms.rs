//! [`TermHit`]s in folded text → [`TermMatch`]es on tokens.

use std::cmp::Reverse;

use super::{Segmentation, TermMatch, Token};
use crate::lang::{LanguagePacks, TermHit};
use crate::text::Span;

/// A term that covers a word in part counts from this many bytes on: shorter ones stand in
/// every other word by chance.
const MIN_PARTIAL: u32 = 6;

/// The occurrences of terms that start or end on a token boundary, by first token, the longest
/// first.
pub(super) fn place_terms(
    text: &str,
    segmentation: &Segmentation,
    packs: &LanguagePacks,
    hits: &[TermHit],
) -> Vec<TermMatch> {
    let mut matches = Vec::with_capacity(hits.len());
    let mut last = 0;
    for hit in hits {
        // Hits come in order of their end, so the last token only moves forward.
        while segmentation
            .tokens
            .get(last)
            .is_some_and(|token| token.folded_end < hit.end)
        {
            last += 1;
        }
        matches.extend(place(text, segmentation, packs, hit, last));
    }
    matches.sort_by_key(|found| (found.first, Reverse(found.span.len()), found.term));
    matches
}

fn place(
    text: &str,
    segmentation: &Segmentation,
    packs: &LanguagePacks,
    hit: &TermHit,
    last: usize,
) -> Option<TermMatch> {
    let tokens = &segmentation.tokens;
    let last_token = tokens.get(last)?;
    // A term has few words: walking back is bounded by its length.
    let mut first = last;
    let mut first_token = last_token;
    while first_token.folded_start > hit.start {
        first = first.checked_sub(1)?;
        first_token = tokens.get(first)?;
    }
    let at_start = first_token.folded_start == hit.start;
    let at_end = last_token.folded_end == hit.end;
    let whole = at_start && at_end;
    if !whole && (!(at_start || at_end) || hit.end - hit.start < MIN_PARTIAL) {
        return None;
    }
    let start = if at_start {
        first_token.span.start()
    } else {
        unfolded(text, first_token, hit.start, packs)
    };
    let end = if at_end {
        last_token.span.end()
    } else {
        unfolded(text, last_token, hit.end, packs)
    };
    Some(TermMatch {
        term: hit.term,
        first: u32::try_from(first).ok()?,
        end: u32::try_from(last + 1).ok()?,
        at_start,
        at_end,
        span: Span::new(start, end),
    })
}

/// Where in the text the folded offset `folded` inside `token` was read.
pub(super) fn unfolded(text: &str, token: &Token, folded: u32, packs: &LanguagePacks) -> u32 {
    let wanted = folded.saturating_sub(token.folded_start);
    let mut one = String::with_capacity(8);
    let mut n_folded = 0;
    for (offset, character) in token.span.slice(text).char_indices() {
        let before = n_folded;
        one.clear();
        packs
            .fold
            .fold_into(character.encode_utf8(&mut [0; 4]), &mut one);
        n_folded += one.len();
        // What folds to nothing belongs to the letter before it.
        if before >= wanted as usize && !one.is_empty() {
            return token.span.start() + u32::try_from(offset).unwrap_or(0);
        }
    }
    token.span.end()
}
