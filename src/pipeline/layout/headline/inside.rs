//! Headlines inside what reads like running text: notices above them read so too, and some
//! headlines end like sentences.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{MAX_WORDS, NAMED, score};
use crate::pipeline::layout::address::AddressWords;
use crate::pipeline::layout::body::{MIN_BODY_WORDS, find_body};
use crate::pipeline::layout::byline::is_byline;
use crate::pipeline::layout::front::at_line_start;
use crate::pipeline::layout::overlap::ContentKeys;
use crate::pipeline::layout::page::Page;
use crate::pipeline::layout::piece::Piece;

/// One word in so many of a text may stand above the line that the address names.
const MOST_ABOVE: usize = 2;
/// Words of an address that name a line inside a text.
const LEAST_NAMES: usize = 3;
/// A byline or date stands so many lines above the text that it belongs to, at most.
const SIGNED: usize = 3;
/// Share of its content words with the text below from which on a paragraph belongs to it.
const SAME_STORY: f32 = 0.45;

/// The line that the address names, where it stands inside `body`, and the text below it.
pub(super) fn behind_named(
    page: &Page<'_>,
    pieces: &[Piece],
    body: &Range<usize>,
    address: &AddressWords,
    keys: &ContentKeys,
) -> Option<(usize, Range<usize>)> {
    // Markup tells notices from text; two words may be those of a subheading.
    if page.outline.has_main() || address.len() < LEAST_NAMES {
        return None;
    }
    let named = |piece: &Piece| {
        let agreement = address.agreement(page, &piece.value)?;
        (agreement >= NAMED && score::local(page, piece).is_some()).then_some(agreement)
    };
    let above = pieces.get(..body.start)?;
    if above.iter().any(|piece| named(piece).is_some()) || is_signed(page, pieces, body.start) {
        return None;
    }
    let text = pieces.get(body.clone())?;
    let all: usize = text.iter().map(|piece| piece.n_words).sum();
    let mut words = 0;
    let mut best: Option<(f32, usize)> = None;
    for (offset, piece) in text.iter().enumerate() {
        words += piece.n_words;
        if words > all / MOST_ABOVE {
            break;
        }
        // A short paragraph may hold the words of the address too; with nothing of the text above
        // it, it is the headline.
        if offset > 0 && piece.ends_with_full_stop {
            continue;
        }
        let least = best.map_or(0.0, |(most, _)| most);
        if let Some(agreement) = named(piece).filter(|agreement| *agreement > least) {
            best = Some((agreement, body.start + offset));
        }
    }
    let (_, headline) = best?;
    let below = text_below(pieces, headline, body)?;
    // A subheading or a box may hold the words of the address too: what stands above it speaks of
    // the same things then.
    let mut counts = FxHashMap::default();
    for piece in pieces.get(below.clone())? {
        keys.count_into(&piece.value, &mut counts);
    }
    let above = pieces.get(body.start..headline)?;
    let foreign = above
        .iter()
        .filter(|piece| piece.is_prose())
        .all(|piece| keys.smoothed_share(&piece.value, &counts) < SAME_STORY);
    foreign.then_some((headline, below))
}

/// Whether a byline or a date stands right above a text: its headline stands there too.
fn is_signed(page: &Page<'_>, pieces: &[Piece], body_start: usize) -> bool {
    let above = pieces.get(body_start.saturating_sub(SIGNED)..body_start);
    above
        .unwrap_or_default()
        .iter()
        .any(|piece| piece.is_signature() || is_byline(page, &piece.value))
}

/// The text below its first line, where that line may be a headline: a question or a call.
pub(super) fn below_call(
    page: &Page<'_>,
    pieces: &[Piece],
    body: &Range<usize>,
) -> Option<Range<usize>> {
    let (first, next) = (pieces.get(body.start)?, pieces.get(body.start + 1)?);
    let calls = first.ends_with_stop
        && !first.ends_with_full_stop
        && !first.is_prose()
        && first.said_prose.is_none()
        && first.n_words <= MAX_WORDS
        && at_line_start(page, first)
        && at_line_start(page, next);
    calls
        .then(|| text_below(pieces, body.start, body))
        .flatten()
}

/// The running text of `body` below the piece `idx`.
fn text_below(pieces: &[Piece], idx: usize, body: &Range<usize>) -> Option<Range<usize>> {
    let below = find_body(pieces.get(idx + 1..body.end)?)?;
    let below = idx + 1 + below.start..idx + 1 + below.end;
    let words: usize = pieces
        .get(below.clone())?
        .iter()
        .map(|piece| piece.n_words)
        .sum();
    (words >= MIN_BODY_WORDS).then_some(below)
}
