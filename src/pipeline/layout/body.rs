//! Where the body stands: the stretch of pieces that reads like running text.

use std::ops::Range;

use super::piece::Piece;
use crate::lang::LabelRole;

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
        None if piece.ends_with_stop && piece.n_words >= 3 => 1.0,
        None => -2.5,
    }
}
