//! How much a line speaks for being the headline.

use super::{Candidates, MAX_WORDS};
use crate::lang::{LabelRole, TermClass};
use crate::pipeline::layout::byline::is_byline;
use crate::pipeline::layout::menu::is_menu;
use crate::pipeline::layout::page::Page;
use crate::pipeline::layout::piece::Piece;

/// What it is worth that all words of a line stand in the story.
pub(super) const SHARE_WEIGHT: f32 = 3.5;
/// Loss for each line that a candidate stands above the text.
pub(super) const DISTANCE_LOSS: f32 = 0.06;
/// The most that distance costs.
pub(super) const MAX_DISTANCE_LOSS: f32 = 1.5;
/// What full agreement with the words of the address is worth.
const ADDRESS_WEIGHT: f32 = 3.0;
/// What full agreement with a headline that the markup states is worth.
const TITLE_WEIGHT: f32 = 5.0;
/// A first heading, and one below it.
const HEADING_GAINS: [f32; 2] = [2.0, 0.5];
/// A line that names an author.
const BYLINE_LOSS: f32 = 1.5;
/// A line above a credit: the text of a picture.
const CAPTION_LOSS: f32 = 1.0;
/// A line behind the label of a list.
const LISTED_LOSS: f32 = 2.0;
/// A line below none that could be a headline.
const ALONE_GAIN: f32 = 0.35;

impl Candidates<'_, '_> {
    /// The score of the line `idx`, of which the address says `agreement`; `None` when it cannot
    /// be a headline.
    pub(super) fn score(
        &self,
        idx: usize,
        piece: &Piece,
        agreement: f32,
        behind_label: bool,
    ) -> Option<f32> {
        let mut score = local(self.page, piece)?;
        let share = self.keys.smoothed_share(&piece.value, &self.counts);
        score += SHARE_WEIGHT * share + ADDRESS_WEIGHT * agreement;
        let repeated = self.repeat_score(idx, piece);
        // Buttons are printed twice too.
        if repeated < 0.0 || share > 0.0 || agreement > 0.0 {
            score += repeated;
        }
        score += said_by_markup(self.page, piece);
        if behind_label {
            score -= LISTED_LOSS;
        }
        let above = idx.checked_sub(1).and_then(|above| self.pieces.get(above));
        if above.is_none_or(|above| local(self.page, above).is_none()) {
            score += ALONE_GAIN;
        }
        score += neighbour_score(self.pieces, idx, self.end);
        Some(score - self.distance_loss(idx))
    }

    /// A line that is printed elsewhere too is the headline; right behind each other stand picture
    /// text and caption, mostly.
    fn repeat_score(&self, idx: usize, piece: &Piece) -> f32 {
        let text = self.page.folded_slice(&piece.value);
        if self.repeats.get(text).is_none_or(|&n| n < 2) {
            return 0.0;
        }
        let doubled = [idx.wrapping_sub(1), idx + 1].iter().any(|&other| {
            self.pieces
                .get(other)
                .is_some_and(|other| self.page.folded_slice(&other.value) == text)
        });
        if doubled { -1.0 } else { 1.0 }
    }
}

/// What the markup says for a line: that it is a heading, and that it is one of the headlines
/// that the markup states.
fn said_by_markup(page: &Page<'_>, piece: &Piece) -> f32 {
    let titles = page.titles.iter();
    let agreement = titles
        .filter_map(|title| title.agreement(page, &piece.value))
        .fold(0.0, f32::max);
    let level = usize::from(piece.heading).checked_sub(1);
    let gain = level.and_then(|level| HEADING_GAINS.get(level));
    TITLE_WEIGHT * agreement + gain.unwrap_or(&0.0)
}

/// A headline stands alone above date, byline or body; a menu line stands among menu lines.
fn neighbour_score(pieces: &[Piece], idx: usize, body_start: usize) -> f32 {
    let mut score = 0.0;
    for next in idx + 1..body_start.min(idx + 4) {
        let Some(piece) = pieces.get(next) else { break };
        if piece.is_signature() {
            score += 0.8;
            break;
        }
    }
    if idx + 1 == body_start {
        score += 0.2;
    }
    let short = |idx: usize| {
        pieces.get(idx).is_some_and(|piece| {
            piece.label.is_none()
                && piece.n_words <= 3
                && piece.dates.is_empty()
                && !piece.is_prose()
        })
    };
    let menu = (1..=3).filter(|offset| short(idx + offset)).count();
    if menu == 3 && pieces.get(idx).is_some_and(|piece| piece.n_words <= 4) {
        score -= 1.0;
    }
    let credit = |idx: usize| {
        pieces
            .get(idx)
            .is_some_and(|piece| matches!(piece.label_role(), Some(LabelRole::CaptionCredit)))
    };
    if credit(idx + 1) {
        score -= CAPTION_LOSS;
    }
    score
}

/// What speaks for and against a piece by itself; `None` when it cannot be a headline.
pub(super) fn local(page: &Page<'_>, piece: &Piece) -> Option<f32> {
    let role_ok = piece.label_role().is_none();
    if !role_ok
        || is_menu(page, piece)
        || piece.is_date_line()
        || piece.n_words < 2
        || piece.n_words > MAX_WORDS
    {
        return None;
    }
    let whole_term = page.terms_at(piece.value.start).any(|(found, term)| {
        found.at_end
            && found.end as usize >= piece.value.end
            && matches!(
                term.class,
                TermClass::Section
                    | TermClass::Outlet
                    | TermClass::Agency
                    | TermClass::Place
                    | TermClass::ShareService
            )
    });
    if whole_term {
        return None;
    }
    let mut score = match piece.n_words {
        2..=3 => -0.6,
        5..=20 => 0.5,
        _ => 0.0,
    };
    if piece.ends_with_stop && !page.is_mark(piece.value.end - 1, &['?', '؟', '!', '…']) {
        score -= 1.0;
    }
    if piece.n_stops >= 2 {
        score -= 0.5;
    }
    if !piece.dates.is_empty() {
        score -= 0.6;
    }
    if is_byline(page, &piece.value) {
        score -= BYLINE_LOSS;
    }
    Some(score)
}
