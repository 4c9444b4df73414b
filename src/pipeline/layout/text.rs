//! The running text: paragraphs, questions and answers, subheadings, boxes inside.

use std::ops::Range;

use super::dateline::opening;
use super::fields::{self, DateCandidate};
use super::furniture::is_relative_time;
use super::fused::take_apart;
use super::page::{Page, Tokens};
use super::piece::{BULLETS, Piece};
use super::related::{announces_list, related_tail, unlabel};
use super::story::{Reader, Zone};
use crate::article::BlockKind;
use crate::boundary::Tail;
use crate::lang::{LabelRole, TermClass};

impl Reader<'_, '_> {
    /// What stands from the first paragraph to the last.
    pub(super) fn read_body(
        &mut self,
        pieces: &mut [Piece],
        range: Range<usize>,
        headline_missing: bool,
    ) {
        let first = range.start;
        let mut listing = false;
        // A label on a line of its own announces more than one headline.
        let mut open_list = false;
        for idx in range.clone() {
            let doubled = self.is_doubled(pieces, idx);
            // The label may stand right above the body.
            let behind_label = idx
                .checked_sub(1)
                .and_then(|label| pieces.get(label))
                .is_some_and(announces_list);
            let heads_list = self.heads_list(pieces, idx, false);
            let next_is_prose = pieces
                .get(idx + 1)
                .is_some_and(|next| idx + 1 < range.end && next.is_prose());
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if piece.is_decided() {
                continue;
            }
            if open_list {
                unlabel(piece);
            }
            open_list = piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
                || open_list && piece.label.is_none() && !piece.is_prose();
            if let Some(tail) = box_tail(piece, behind_label) {
                let lead = self.read_related(piece, tail);
                listing = lead.is_none();
                if let Some(lead) = lead {
                    let end = piece.tokens.end;
                    self.read_paragraph(piece, lead..end, idx == first);
                }
                continue;
            }
            if idx == first && headline_missing && piece.label.is_none() {
                self.read_fused_headline(piece);
                listing = false;
                continue;
            }
            if (piece.is_prose() && !listed_headline(piece, listing))
                || (sentence(piece, listing) && piece.label.is_none())
            {
                if let Some(role) = piece
                    .label_role()
                    .filter(|role| is_furniture(*role) && piece.n_words < 28)
                {
                    self.label_only(piece, role);
                    continue;
                }
                listing = false;
                let value = without_opening_label(piece);
                self.read_paragraph(piece, value, idx == first);
                continue;
            }
            if heads_list {
                piece.set(BlockKind::Label, "label/list-heading", 0.7);
                listing = true;
                continue;
            }
            // A name has seldom four words; a headline in a list has.
            let listed =
                listing && piece.label.is_none() && piece.n_words >= 4 && piece.dates.is_empty();
            // "Read more" alone on its line stands above a link, as a label does.
            let read_more =
                piece.label_role() == Some(LabelRole::ReadMore) && piece.value.is_empty();
            if !listed && self.read_common(piece, idx, Zone::Body, true) {
                listing = read_more;
                continue;
            }
            if listing && (ends_with_colon(self.page, piece) || next_is_prose && piece.n_words <= 3)
            {
                // "There are many reasons, among them:" goes on with the story.
                listing = false;
                let (kind, rule) = if ends_with_colon(self.page, piece) {
                    (BlockKind::Paragraph, "paragraph/in-body")
                } else {
                    (BlockKind::Subheading, "subheading/above-prose")
                };
                piece.set(kind, rule, 0.7);
            } else if listing && is_relative_time(self.page, piece) {
                piece.set(BlockKind::Date, "date/related", 0.6);
            } else if listing && piece.n_words >= 3 {
                self.read_related(piece, Tail::Nothing);
            } else if doubled {
                piece.set(BlockKind::Caption, "caption/doubled", 0.85);
            } else if let Some(kind) = self.turn(piece) {
                piece.set(kind, "interview/turn", 0.8);
            } else if next_is_prose && piece.n_words <= 14 {
                piece.set(BlockKind::Subheading, "subheading/above-prose", 0.75);
            } else {
                piece.set(BlockKind::Paragraph, "paragraph/in-body", 0.7);
            }
        }
        answers(pieces.get_mut(range.clone()).unwrap_or_default());
        self.claim_next_lines(pieces, range);
    }

    /// A question or an answer of an interview.
    pub(super) fn turn(&self, piece: &Piece) -> Option<BlockKind> {
        let first = self
            .page
            .trim(piece.value.clone(), |idx| self.page.is_mark(idx, BULLETS))
            .start;
        let marked = self
            .page
            .terms_at(first)
            .find_map(|(found, term)| match term.class {
                TermClass::InterviewTurn { question }
                    if found.at_end
                        && self.page.is_mark(found.end as usize, &[':', '-', '–', '/']) =>
                {
                    Some(question)
                }
                _ => None,
            });
        match marked {
            Some(true) => Some(BlockKind::Question),
            Some(false) => Some(BlockKind::Answer),
            None if first > piece.value.start
                && piece
                    .value
                    .end
                    .checked_sub(1)
                    .is_some_and(|idx| self.page.is_mark(idx, &['?', '؟'])) =>
            {
                Some(BlockKind::Question)
            }
            None => None,
        }
    }

    /// One paragraph, the first of which may open with a dateline.
    pub(super) fn read_paragraph(&mut self, piece: &mut Piece, tokens: Tokens, first: bool) {
        let mut start = tokens.start;
        if first && let Some(found) = opening(self.page, &tokens) {
            start = found.tokens.end;
            self.add_opening_date(&found.tokens);
            let kind = if found.dateline.is_some() {
                BlockKind::Dateline
            } else {
                BlockKind::Source
            };
            piece.push(found.tokens, kind, "dateline/lead", 0.95);
            if self.draft.dateline.is_none() {
                self.draft.dateline = found.dateline;
            }
            self.draft.lead_authors = found.authors;
            if let Some(credit) = found.credit {
                self.draft.lead_credit = Some(self.page.field(&credit, "source/lead", 0.7));
            }
        }
        let kind = self.turn(piece).unwrap_or(BlockKind::Paragraph);
        let rule = if kind == BlockKind::Paragraph {
            "paragraph/prose"
        } else {
            "interview/turn"
        };
        piece.push(start..tokens.end, kind, rule, 0.95);
    }

    /// `أديس أبابا 9 سبتمبر 2020 (شينخوا)`: a dateline may be all that dates the page.
    pub(super) fn add_opening_date(&mut self, tokens: &Tokens) {
        let page = self.page;
        let dates =
            crate::pipeline::dates::find_dates(page.seg, tokens.clone(), page.packs, page.hints);
        for date in dates.into_iter().filter(|date| date.value.day.is_some()) {
            self.draft.date_candidates.push(DateCandidate {
                in_address: page.is_in_address(date.value),
                date,
                label: None,
                zone: fields::DateZone::Body,
                piece_idx: 0,
                distance: 0,
                alone: true,
            });
        }
    }

    /// The first line of a page without a headline of its own: headline and lead may be fused.
    pub(super) fn read_fused_headline(&mut self, piece: &mut Piece) {
        let tokens = piece.tokens.clone();
        let stretch = take_apart(self.page, &tokens, Tail::Body, None);
        let lead = stretch
            .body
            .filter(|lead| !stretch.headlines.is_empty() && *lead > tokens.start);
        let Some(lead) = lead else {
            self.read_paragraph(piece, tokens, true);
            return;
        };
        let mut at = tokens.start;
        for headline in &stretch.headlines {
            let end = headline.end.min(lead);
            if self.draft.headline.is_none() {
                self.draft.headline = Some(self.page.field(
                    headline,
                    "headline/fused",
                    stretch.confidence,
                ));
                self.draft.headline_tokens = Some(headline.clone());
                piece.push(
                    at..end,
                    BlockKind::Headline,
                    "headline/fused",
                    stretch.confidence,
                );
            } else {
                piece.push(
                    at..end,
                    BlockKind::RelatedHeadline,
                    "related/fused",
                    stretch.confidence,
                );
                self.draft.related.push(self.page.field(
                    headline,
                    "related/fused",
                    stretch.confidence,
                ));
            }
            at = end;
        }
        self.read_paragraph(piece, lead..tokens.end, true);
    }
}

/// Whether a line of a list is a headline though it is long.
pub(super) fn listed_headline(piece: &Piece, listing: bool) -> bool {
    listing
        && piece.said_prose != Some(true)
        && piece.label.is_none()
        && !piece.ends_with_full_stop
        && piece.n_words <= 24
        && piece.n_commas == 0
}

/// Whether a short line is a sentence of the body: in a list of headlines a question is one of them.
pub(super) fn sentence(piece: &Piece, listing: bool) -> bool {
    piece.n_words >= 3
        && if listing {
            piece.ends_with_full_stop
        } else {
            piece.ends_with_stop
        }
}

/// Questions that make a text an interview.
const MIN_QUESTIONS: usize = 2;

/// In an interview, what stands behind a question answers it.
pub(super) fn answers(pieces: &mut [Piece]) {
    let questions = pieces
        .iter()
        .filter(|piece| piece.is(BlockKind::Question))
        .count();
    if questions < MIN_QUESTIONS {
        return;
    }
    let mut asked = false;
    for part in pieces.iter_mut().flat_map(|piece| &mut piece.parts) {
        match part.kind {
            BlockKind::Question => asked = true,
            BlockKind::Paragraph if asked => {
                part.kind = BlockKind::Answer;
                part.rule = "interview/behind-question";
            }
            _ => {}
        }
    }
}

pub(super) fn is_furniture(role: LabelRole) -> bool {
    matches!(
        role,
        LabelRole::Share
            | LabelRole::Follow
            | LabelRole::Comments
            | LabelRole::Copyright
            | LabelRole::Advertisement
            | LabelRole::ReadMore
            | LabelRole::Navigation
            | LabelRole::Statistics
            | LabelRole::Caption
            | LabelRole::CaptionCredit
            | LabelRole::NewsCode
            | LabelRole::MastheadPerson
            | LabelRole::Junk
            | LabelRole::EndOfStory
    )
}

/// A paragraph without the label of a summary or button fused in front of it.
fn without_opening_label(piece: &mut Piece) -> Tokens {
    let tokens = piece.tokens.clone();
    match piece.label_role() {
        Some(
            LabelRole::Summary | LabelRole::Advertisement | LabelRole::Share | LabelRole::Follow,
        ) => {
            let label = tokens.start..piece.value.start;
            piece.push(label, BlockKind::Label, "label/opens", 0.8);
            piece.value.clone()
        }
        _ => tokens,
    }
}

fn ends_with_colon(page: &Page<'_>, piece: &Piece) -> bool {
    piece
        .tokens
        .end
        .checked_sub(1)
        .is_some_and(|last| page.is_mark(last, &[':']))
}

/// What may stand behind the headlines of a box, where the piece is one or stands right behind
/// the label of one.
fn box_tail(piece: &Piece, behind_label: bool) -> Option<Tail> {
    if piece.label_role() == Some(LabelRole::Related) {
        Some(related_tail(piece))
    } else if behind_label
        && piece.label.is_none()
        && piece.said_prose.is_none()
        && piece.is_prose()
    {
        Some(if piece.ends_with_full_stop {
            Tail::Unknown
        } else {
            Tail::Announced
        })
    } else {
        None
    }
}
