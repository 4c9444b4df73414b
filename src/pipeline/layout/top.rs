//! Above the text: menus, kickers, decks, bylines, captions; what stands over and under the
//! headline.

use rustc_hash::FxHashMap;
use std::ops::Range;

use super::byline::is_byline;
use super::front::{at_line_start, continues_sentence};
use super::furniture::is_relative_time;
use super::menu::is_menu;
use super::page::{Page, Tokens};
use super::piece::Piece;
use super::related::related_tail;
use super::story::{Reader, Zone};
use crate::article::{BlockKind, Dateline};
use crate::boundary::Tail;
use crate::lang::{LabelRole, TermClass};

/// Pieces at the top of a page among which it prints its own date.
const MASTHEAD: usize = 6;
/// The date of an article stands so many pieces above its headline, at most.
const DATE_GAP: usize = 12;
/// Words of a line that begins with the date of the article.
const MAX_DATED_WORDS: usize = 20;

impl Reader<'_, '_> {
    /// What stands above the headline: menus, mastheads, tickers, sections.
    pub(super) fn read_top(&mut self, pieces: &mut [Piece], range: Range<usize>) {
        let end = range.end;
        let mut listing = false;
        for idx in range {
            let in_menu = in_menu(self.page, pieces, idx);
            let masthead = idx
                .checked_sub(1)
                .and_then(|idx| pieces.get(idx))
                .is_some_and(|label| {
                    label.label_role() == Some(LabelRole::MastheadPerson) && label.value.is_empty()
                });
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if masthead && piece.label.is_none() && piece.n_words <= 8 {
                piece.set(BlockKind::Navigation, "navigation/masthead", 0.9);
                continue;
            }
            if piece.is_decided() {
                continue;
            }
            // The day on which the page was made stands above its menus.
            let dated = piece.is_date_line() && idx >= MASTHEAD && end - idx <= DATE_GAP;
            let near = end - idx <= 3 || dated;
            // A name has seldom four words; a headline in a list has.
            if listing
                && piece.label.is_none()
                && piece.n_words >= 4
                && piece.dates.is_empty()
                && !is_menu(self.page, piece)
            {
                self.read_related(piece, Tail::Nothing);
                continue;
            }
            listing = piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
                || listing && (piece.is_date_line() || is_relative_time(self.page, piece));
            if self.read_common(piece, idx, Zone::Top { near }, in_menu) {
                continue;
            }
            let kicker = end - idx == 1
                && (3..=12).contains(&piece.n_words)
                && !piece.ends_with_stop
                && at_line_start(self.page, piece)
                // What is fused is a menu or a share bar.
                && !piece.value.clone().skip(1).any(|idx| {
                    self.page.is_word(idx)
                        && self.page.is_word(idx - 1)
                        && self.page.token(idx).is_some_and(|token| token.glued)
                })
                && !piece.tokens.clone().any(|idx| {
                    self.page
                        .is_mark(idx, &['|', '/', '\\', '>', '›', '»', '<'])
                });
            if kicker && self.draft.alternative_headline.is_none() {
                self.draft.alternative_headline =
                    Some(self.page.field(&piece.value, "headline/kicker", 0.7));
                piece.set(BlockKind::AlternativeHeadline, "headline/kicker", 0.7);
                continue;
            }
            piece.set(BlockKind::Navigation, "navigation/above-headline", 0.8);
        }
        self.claim_next_lines(pieces, 0..end);
    }

    pub(super) fn share_with_headline(&self, tokens: &Tokens) -> f32 {
        let mut counts = FxHashMap::default();
        if let Some(headline) = &self.draft.headline_tokens {
            self.keys.count_into(headline, &mut counts);
        }
        self.keys.share(tokens, &counts)
    }

    /// What stands between headline and body.
    pub(super) fn read_metadata(&mut self, pieces: &mut [Piece], range: Range<usize>) {
        let (first, last) = (range.start, range.end);
        let mut listing = false;
        for idx in range.clone() {
            let duplicate = self.is_doubled(pieces, idx);
            // A line between headline and byline or date speaks for the story as a whole.
            let before_byline = pieces.get(idx + 1).is_some_and(|next| {
                next.is_date_line()
                    || matches!(
                        next.label_role(),
                        Some(LabelRole::DatePublished | LabelRole::Author)
                    )
            });
            let above_byline = idx == first
                && pieces
                    .get(idx + 1)
                    .is_some_and(|next| next.n_words <= 12 && is_byline(self.page, &next.value));
            let dates_only = pieces
                .get(idx + 1..last)
                .is_some_and(|rest| rest.iter().all(Piece::is_date_line));
            let in_menu = in_menu(self.page, pieces, idx);
            let heads_list = self.heads_list(pieces, idx, false);
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if piece.is_decided() {
                continue;
            }
            if heads_list {
                piece.set(BlockKind::Label, "label/list-heading", 0.7);
                listing = true;
                continue;
            }
            if self.is_headline_again(piece) {
                piece.set(BlockKind::Headline, "headline/again", 0.9);
                continue;
            }
            if piece.label_role() == Some(LabelRole::Related) {
                listing = true;
                self.read_related(piece, related_tail(piece));
                continue;
            }
            // A name has seldom four words; a headline in a list has.
            let listed =
                listing && piece.label.is_none() && piece.n_words >= 4 && piece.dates.is_empty();
            if !listed && self.read_common(piece, idx, Zone::Metadata, in_menu) {
                listing = false;
                continue;
            }
            let place = dates_only
                .then(|| {
                    self.page
                        .term_end(piece.value.start, |class| class == TermClass::Place)
                })
                .flatten()
                .filter(|&end| end == piece.value.end && self.draft.dateline.is_none());
            if place.is_some() {
                // A place alone on the line above the text.
                self.draft.dateline = Some(Dateline {
                    place: self.page.field(&piece.value, "dateline/line", 0.8),
                    agency: None,
                    span: self.page.source_span(&piece.value),
                });
                piece.set(BlockKind::Dateline, "dateline/line", 0.8);
            } else if listing && piece.n_words >= 3 {
                self.read_related(piece, Tail::Nothing);
            } else if self.opens_with_date(piece) {
                self.read_date_line(piece, idx, Zone::Metadata);
            } else if duplicate {
                piece.set(BlockKind::Caption, "caption/doubled", 0.85);
            } else if idx == first
                && (3..=30).contains(&piece.n_words)
                && self.draft.alternative_headline.is_none()
                && (before_byline
                    || self.share_with_headline(&piece.value) >= 0.15
                    || self.is_deck(piece, above_byline))
            {
                self.draft.alternative_headline =
                    Some(self.page.field(&piece.value, "headline/below", 0.7));
                piece.set(BlockKind::AlternativeHeadline, "headline/below", 0.7);
            } else if piece.n_words <= 3 {
                piece.set(BlockKind::Navigation, "navigation/below-headline", 0.6);
            } else {
                piece.set(BlockKind::Caption, "caption/before-body", 0.6);
            }
        }
        self.claim_next_lines(pieces, range);
    }

    /// A line of what a page knows of an article, its date first: `12 May 2026 · News · 3 comments`.
    fn opens_with_date(&self, piece: &Piece) -> bool {
        piece.n_words <= MAX_DATED_WORDS
            && !piece.ends_with_full_stop
            && piece.dates.first().is_some_and(|date| {
                let before = piece.value.start..date.tokens.start;
                date.value.day.is_some()
                    && date.anchor.is_none()
                    && self.page.word_count(&before) <= 1
                    && !continues_sentence(self.page, date.tokens.start)
                    && !self.page.is_word(date.tokens.end)
            })
    }

    /// A sentence right below the headline that speaks of the story.
    pub(super) fn is_deck(&self, piece: &Piece, above_byline: bool) -> bool {
        let reports = piece.value.clone().any(|idx| {
            self.page
                .term_end(idx, |class| class == TermClass::ReportVerb)
                .is_some()
        });
        piece.n_words >= 5
            && (reports || above_byline)
            && piece.dates.is_empty()
            && self.keys.smoothed_share(&piece.value, &self.story_counts) >= 0.3
    }

    pub(super) fn is_headline_again(&self, piece: &Piece) -> bool {
        self.draft.headline_tokens.as_ref().is_some_and(|headline| {
            self.page.folded_slice(headline) == self.page.folded_slice(&piece.value)
        })
    }

    /// The same line stands right before or behind: picture text and caption.
    pub(super) fn is_doubled(&self, pieces: &[Piece], idx: usize) -> bool {
        let Some(piece) = pieces.get(idx).filter(|piece| piece.n_words >= 2) else {
            return false;
        };
        let text = self.page.folded_slice(&piece.value);
        self.repeats.get(text).is_none_or(|&n| n > 1)
            && [idx.wrapping_sub(2), idx.wrapping_sub(1), idx + 1, idx + 2]
                .iter()
                .any(|&other| {
                    pieces
                        .get(other)
                        .is_some_and(|other| self.page.folded_slice(&other.value) == text)
                })
    }
}

/// Whether the lines right around name sections too: the items of a menu.
pub(super) fn in_menu(page: &Page<'_>, pieces: &[Piece], idx: usize) -> bool {
    let item = |idx: Option<usize>| {
        idx.and_then(|idx| pieces.get(idx)).is_some_and(|piece| {
            page.term_end(piece.value.start, |class| class == TermClass::Section)
                .is_some_and(|end| end == piece.value.end)
        })
    };
    item(idx.checked_sub(1)) || item(Some(idx + 1))
}
