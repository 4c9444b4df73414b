//! Lines with dates: the candidates for the dates of the article, and what stands beside them.

use super::byline::byline;
use super::fields::DateCandidate;
use super::page::Tokens;
use super::piece::Piece;
use super::story::{Reader, Zone};
use crate::article::{BlockKind, Dateline};
use crate::lang::{LabelRole, TermClass};

impl Reader<'_, '_> {
    pub(super) fn add_dates(
        &mut self,
        piece: &Piece,
        idx: usize,
        label: Option<LabelRole>,
        zone: Zone,
    ) {
        for (position, date) in piece.dates.iter().enumerate() {
            // "published D1 - updated D2": the word before a date says which it is.
            let own = (1..=3)
                .filter_map(|back| date.tokens.start.checked_sub(back))
                .take_while(|at| *at >= piece.tokens.start)
                .find_map(|at| {
                    self.page
                        .terms_at(at)
                        .find_map(|(found, term)| match term.class {
                            TermClass::Label {
                                role: role @ (LabelRole::DatePublished | LabelRole::DateModified),
                                ..
                            } if found.at_end && found.end as usize <= date.tokens.start => {
                                Some(role)
                            }
                            _ => None,
                        })
                });
            let label = own.or(label.filter(|_| position == 0));
            self.draft.date_candidates.push(DateCandidate {
                date: date.clone(),
                label,
                zone: zone.rank(),
                piece_idx: idx,
                distance: 0,
                alone: piece.is_date_line(),
                in_address: self.page.is_in_address(date.value),
            });
        }
    }

    /// A line that is little more than a date: the rest may be a byline or a section.
    pub(super) fn read_date_line(&mut self, piece: &mut Piece, idx: usize, zone: Zone) {
        self.add_dates(piece, idx, None, zone);
        let rule = "date/line";
        let mut rests = Vec::new();
        let mut at = piece.value.start;
        for date in &piece.dates {
            rests.push(at..date.tokens.start.max(at));
            at = date.tokens.end;
        }
        rests.push(at..piece.value.end);
        let mut byline_part: Option<Tokens> = None;
        if zone != (Zone::Top { near: false }) {
            for rest in rests {
                let rest = self.page.trim(rest, |idx| {
                    !self.page.is_word(idx) && !self.page.is_mark(idx, &['(', ')'])
                });
                if rest.is_empty() {
                    continue;
                }
                if let Some(dateline) = self.date_line_dateline(piece, &rest) {
                    self.draft.dateline.get_or_insert(dateline);
                    piece.set(BlockKind::Dateline, "dateline/date-line", 0.85);
                    return;
                }
                if let Some(section) = self
                    .section_of(&rest)
                    .filter(|_| self.draft.section.is_none())
                {
                    self.draft.section = Some(self.page.field(&section, "section/date-line", 0.7));
                } else if let Some(found) = byline(self.page, &rest, false, "byline/date-line") {
                    self.draft.authors.extend(found.authors);
                    byline_part = Some(rest);
                }
            }
        }
        match byline_part {
            Some(part) if part.start == piece.tokens.start => {
                let all = piece.tokens.clone();
                piece.push(
                    all.start..part.end,
                    BlockKind::Byline,
                    "byline/date-line",
                    0.8,
                );
                piece.push(part.end..all.end, BlockKind::Date, rule, 0.9);
            }
            Some(part) => {
                let all = piece.tokens.clone();
                piece.push(all.start..part.start, BlockKind::Date, rule, 0.9);
                piece.push(
                    part.start..all.end,
                    BlockKind::Byline,
                    "byline/date-line",
                    0.8,
                );
            }
            // The day on which the page was made is no date of the article.
            None if zone == (Zone::Top { near: false }) => {
                piece.set(BlockKind::Navigation, "navigation/masthead", 0.8);
            }
            None => piece.set(BlockKind::Date, rule, 0.9),
        }
    }

    /// `الرياض 20 شعبان 1444 هـ واس`: a place before the date and an agency behind it.
    pub(super) fn date_line_dateline(&self, piece: &Piece, first: &Tokens) -> Option<Dateline> {
        const RULE: &str = "dateline/date-line";
        let page = self.page;
        let place_end = page.term_end(first.start, |class| class == TermClass::Place)?;
        let last = page.trim(piece.value.clone(), |idx| !page.is_word(idx)).end;
        let agency = (last.saturating_sub(6)..last).find(|&idx| {
            page.terms_at(idx).any(|(found, term)| {
                found.at_end && found.end as usize == last && term.class == TermClass::Agency
            })
        })?;
        let dated = piece
            .dates
            .first()
            .is_some_and(|date| date.tokens.start >= place_end)
            && piece
                .dates
                .last()
                .is_some_and(|date| date.tokens.end <= agency);
        (first.start == piece.value.start && first.end <= agency && place_end >= first.end && dated)
            .then(|| Dateline {
                place: page.field(first, RULE, 0.9),
                agency: Some(page.field(&(agency..last), RULE, 0.9)),
                span: page.source_span(&piece.value),
            })
    }
}
