//! Behind the text: credits, tags, comments, lists, rights.

use super::byline::byline;
use super::front::at_line_start;
use super::furniture::is_relative_time;
use super::piece::Piece;
use super::related::unlabel;
use super::story::{Reader, Zone};
use crate::article::BlockKind;
use crate::boundary::Tail;
use crate::lang::LabelRole;

impl Reader<'_, '_> {
    /// What stands behind the body (or a page without one).
    pub(super) fn read_tail(&mut self, pieces: &mut [Piece], gap: usize) {
        let mut mode: Option<LabelRole> = None;
        let mut open_list = false;
        let mut behind_text = gap > 0;
        for idx in 0..pieces.len() {
            let doubled = self.is_doubled(pieces, idx);
            let heads_list = mode.is_none() && gap > 0 && self.heads_list(pieces, idx, true);
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if piece.is_decided() {
                continue;
            }
            if mode == Some(LabelRole::Related) && open_list {
                unlabel(piece);
            }
            if let Some(role) = piece.label_role() {
                let empty = piece.value.is_empty();
                open_list = empty;
                mode = Some(role);
                self.read_labelled(piece, idx, role, Zone::Tail);
                // One tag behind the label: the others may stand on lines of their own.
                let one_tag = role == LabelRole::Keywords && self.draft.keywords.len() == 1;
                if !empty && !one_tag && !matches!(role, LabelRole::Related | LabelRole::Comments) {
                    mode = None;
                }
                self.draft.pending = None;
                continue;
            }
            if heads_list {
                piece.set(BlockKind::Label, "label/list-heading", 0.7);
                mode = Some(LabelRole::Related);
                continue;
            }
            match mode {
                Some(LabelRole::Keywords) if piece.n_words <= 8 && !piece.ends_with_stop => {
                    self.add_keywords(&piece.value.clone());
                    piece.set(BlockKind::Keywords, "keywords/next-line", 0.85);
                }
                Some(LabelRole::Keywords) if piece.n_words > 8 && !piece.ends_with_stop => {
                    self.add_keywords(&piece.value.clone());
                    piece.set(BlockKind::Keywords, "keywords/next-line", 0.8);
                    mode = None;
                }
                Some(LabelRole::Source) if piece.n_words <= 8 => {
                    self.add_source(&piece.value.clone(), "source/next-line");
                    piece.set(BlockKind::Source, "source/next-line", 0.9);
                    mode = None;
                }
                Some(LabelRole::Author) if piece.n_words <= 12 => {
                    if let Some(found) = byline(self.page, &piece.value, true, "byline/next-line") {
                        self.draft.authors.extend(found.authors);
                    }
                    piece.set(BlockKind::Byline, "byline/next-line", 0.8);
                    mode = None;
                }
                Some(LabelRole::Section) if piece.n_words <= 6 => {
                    if self.draft.section.is_none() {
                        self.draft.section =
                            Some(self.page.field(&piece.value, "section/next-line", 0.8));
                    }
                    piece.set(BlockKind::Section, "section/next-line", 0.8);
                    mode = None;
                }
                Some(LabelRole::DatePublished | LabelRole::DateModified)
                    if !piece.dates.is_empty() =>
                {
                    self.add_dates(piece, idx, mode, Zone::Tail);
                    piece.set(BlockKind::Date, "date/next-line", 0.85);
                    mode = None;
                }
                Some(LabelRole::Comments) => {
                    piece.set(BlockKind::Comment, "comment/behind-label", 0.85);
                }
                // "Read more" alone on its line stands above links, as a label does.
                Some(LabelRole::ReadMore)
                    if piece.n_words >= 4
                        && !piece.is_date_line()
                        && !piece.ends_with_full_stop
                        && at_line_start(self.page, piece) =>
                {
                    mode = Some(LabelRole::Related);
                    self.read_related(piece, Tail::Nothing);
                }
                Some(LabelRole::Related) if is_relative_time(self.page, piece) => {
                    piece.set(BlockKind::Date, "date/related", 0.6);
                }
                Some(LabelRole::Related) if piece.n_words >= 3 && !piece.is_date_line() => {
                    self.read_related(piece, Tail::Nothing);
                }
                Some(LabelRole::Related) if piece.is_date_line() => {
                    piece.set(BlockKind::Date, "date/related", 0.6);
                }
                _ => self.read_loose(piece, idx, doubled, behind_text),
            }
            behind_text &= piece.is(BlockKind::Source) || piece.is(BlockKind::Share);
        }
    }

    /// A line behind the text that no label announced.
    fn read_loose(&mut self, piece: &mut Piece, idx: usize, doubled: bool, behind_text: bool) {
        if self.read_agency_tag(piece) {
        } else if self.is_tag_line(piece, behind_text) {
            self.add_keywords(&piece.value.clone());
            piece.set(BlockKind::Keywords, "keywords/unlabelled", 0.6);
        } else if self.is_headline_again(piece) {
            piece.set(BlockKind::Headline, "headline/again", 0.8);
        } else if self.read_common(piece, idx, Zone::Tail, true) {
        } else if doubled {
            piece.set(BlockKind::Caption, "caption/doubled", 0.6);
        } else if piece.is_prose() {
            piece.set(BlockKind::Other, "other/prose-behind", 0.5);
        } else {
            piece.set(BlockKind::Navigation, "navigation/behind", 0.7);
        }
    }
}
