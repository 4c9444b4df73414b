//! Where the body stands: the stretch of pieces that reads like running text.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::overlap::ContentKeys;
use super::piece::Piece;
use crate::lang::LabelRole;

/// A body with fewer words makes no article.
pub(super) const MIN_BODY_WORDS: usize = 12;
/// Words of one piece count up to this many.
const MAX_WORDS: f32 = 60.0;

/// The heaviest stretch of running text among `pieces`, cut to its first and last prose;
/// `None` where nothing reads like prose.
pub(super) fn find_body(pieces: &[Piece]) -> Option<Range<usize>> {
    let mut best: Option<(f32, Range<usize>)> = None;
    let (mut sum, mut start) = (0.0_f32, 0);
    for (idx, piece) in pieces.iter().enumerate() {
        let weight = weight(piece);
        if sum <= 0.0 {
            (sum, start) = (0.0, idx);
        }
        sum += weight;
        if weight > 0.0 && best.as_ref().is_none_or(|(most, _)| sum > *most) {
            best = Some((sum, start..idx + 1));
        }
    }
    best.map(|(_, range)| range)
}

/// Words of a story that are not judged by what they share with it.
const CORE_WORDS: usize = 100;
/// Words of a long story, most of whose words have been said.
const LONG_STORY: usize = 400;
/// A teaser has at most this many words.
const TEASER_WORDS: usize = 32;
/// Shares of content words with the story from which on a short and a long paragraph between
/// other lines belong to it.
const SHORT_SHARE: f32 = 0.6;
const LONG_SHARE: f32 = 0.3;
/// A teaser that shares less speaks of something else.
const FOREIGN_SHARE: f32 = 0.2;
/// What a word of a teaser counts.
const TEASER: f32 = -0.5;
/// Fewer may be the last paragraphs of the story.
const LEAST_TEASERS: u16 = 3;
/// Of so many words above the cut and below it one may be below without speaking of something
/// else: in a list, and below subheadings, paragraphs stand alone too.
const MOST_TEASERS: usize = 4;
/// Share of the teasers that speak of something else where there are more.
const MOST_FOREIGN: f32 = 0.75;
/// Words of a headline of others; subheadings, times and separators have fewer.
const HEADLINE_WORDS: usize = 4;
/// Such a headline stands so many lines above its teaser, at most: a time or a name may be between.
const TEASER_GAP: usize = 3;

/// `body` without the teasers of other articles behind the story: single paragraphs below
/// headlines that speak of other things.
pub(super) fn without_teasers(
    pieces: &[Piece],
    body: Range<usize>,
    keys: &ContentKeys,
) -> Range<usize> {
    let mut counts = FxHashMap::default();
    let (mut words, mut sum) = (0, 0.0_f32);
    let mut most = (0.0_f32, body.end);
    let (mut teasers, mut foreign) = (0_u16, 0_u16);
    let (mut above, mut behind) = (0, 0);
    for idx in body.clone() {
        let Some(piece) = pieces.get(idx) else { break };
        let mut weight = weight(piece);
        if words >= CORE_WORDS && is_headed_alone(pieces, idx) {
            let shared = keys.smoothed_share(&piece.value, &counts);
            let teaser = if piece.n_words <= TEASER_WORDS {
                shared < SHORT_SHARE
            } else {
                words >= LONG_STORY && shared < LONG_SHARE
            };
            if teaser {
                weight *= TEASER;
                teasers = teasers.saturating_add(1);
                foreign = foreign.saturating_add(u16::from(shared < FOREIGN_SHARE));
            }
        }
        behind += piece.n_words;
        if weight > 0.0 {
            keys.count_into(&piece.value, &mut counts);
            words += piece.n_words;
        }
        sum += weight;
        if weight > 0.0 && sum > most.0 {
            most = (sum, idx + 1);
            (teasers, foreign) = (0, 0);
            (above, behind) = (above + behind, 0);
        }
    }
    let few = behind * MOST_TEASERS <= above + behind;
    let others = f32::from(foreign) >= MOST_FOREIGN * f32::from(teasers);
    if teasers < LEAST_TEASERS || !few && !others {
        return body;
    }
    body.start..most.1
}

/// Whether a paragraph stands alone below a line that may be a headline of others; that a label
/// announces that line is not looked at.
fn is_headed_alone(pieces: &[Piece], idx: usize) -> bool {
    // A question of an interview is no headline of a teaser.
    let is_text = |piece: &Piece| piece.is_prose() || is_sentence(piece);
    let unlabelled = |piece: &&Piece| piece.label.is_none();
    let Some(piece) = pieces.get(idx).filter(unlabelled) else {
        return false;
    };
    let below = pieces.get(idx + 1..).unwrap_or_default();
    if !piece.is_prose() || below.iter().find(unlabelled).is_some_and(is_text) {
        return false;
    }
    let above = pieces.get(idx.saturating_sub(TEASER_GAP)..idx);
    let above = above.unwrap_or_default().iter().rev();
    let mut headline = above
        .take_while(|piece| piece.label.is_none() && !is_text(piece))
        .filter(|piece| piece.n_words >= HEADLINE_WORDS && !piece.is_date_line());
    headline.next().is_some()
}

/// How much a piece speaks for being inside (above 0) or outside (below) of a body.
fn weight(piece: &Piece) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "bounded by MAX_WORDS")]
    let words = (piece.n_words.min(60) as f32).min(MAX_WORDS);
    match piece.label_role() {
        Some(LabelRole::Comments) => -60.0,
        Some(LabelRole::Copyright | LabelRole::Junk) => -30.0,
        Some(LabelRole::Keywords | LabelRole::Source | LabelRole::EndOfStory) => -15.0,
        Some(LabelRole::Related | LabelRole::Summary | LabelRole::Advertisement)
            if piece.n_words >= 25 && piece.n_stops > 0 =>
        {
            words * 0.6
        }
        Some(
            LabelRole::Related
            | LabelRole::ReadMore
            | LabelRole::Share
            | LabelRole::Follow
            | LabelRole::Advertisement
            | LabelRole::Statistics
            | LabelRole::Caption
            | LabelRole::CaptionCredit
            | LabelRole::Summary,
        ) => -3.0,
        Some(
            LabelRole::Navigation
            | LabelRole::Section
            | LabelRole::NewsCode
            | LabelRole::MastheadPerson
            | LabelRole::DatePublished
            | LabelRole::DateModified
            | LabelRole::Author,
        ) => -4.0,
        None if piece.is_date_line() => -4.0,
        None if piece.is_prose() => words,
        None if is_sentence(piece) => 1.0,
        None => -3.5,
    }
}

fn is_sentence(piece: &Piece) -> bool {
    piece.ends_with_stop && piece.n_words >= 3
}
