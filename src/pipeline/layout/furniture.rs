//! What can stand anywhere: labelled lines, bylines, sections, share bars, credits, tags.

use std::ops::Range;

use super::byline::{Byline, byline};
use super::fields::{self};
use super::front::at_line_start;
use super::keywords::split_keywords;
use super::menu::is_menu;
use super::page::{Page, Tokens};
use super::piece::Piece;
use super::related::related_tail;
use super::section::MAX_SECTION_WORDS;
use super::story::{Reader, Zone};
use crate::article::BlockKind;
use crate::lang::{LabelRole, TermClass};
use crate::pipeline::segment::TokenKind;

impl Reader<'_, '_> {
    /// What can stand anywhere: labelled lines, dates, bylines, share bars, sections.
    /// False when it is none of these.
    pub(super) fn read_common(
        &mut self,
        piece: &mut Piece,
        idx: usize,
        zone: Zone,
        in_menu: bool,
    ) -> bool {
        if let Some(role) = piece.label_role() {
            self.read_labelled(piece, idx, role, zone);
            return true;
        }
        if piece.is_date_line() {
            self.read_date_line(piece, idx, zone);
            return true;
        }
        if is_relative_time(self.page, piece) {
            piece.set(BlockKind::Date, "date/no-anchor", 0.8);
            return true;
        }
        if self.is_share_bar(piece) {
            piece.set(BlockKind::Share, "share/services", 0.9);
            return true;
        }
        let section = self.section(piece);
        let path = section
            .as_ref()
            .is_some_and(|(_, breadcrumb)| *breadcrumb && self.is_path(piece));
        if !path && is_menu(self.page, piece) {
            piece.set(BlockKind::Navigation, "navigation/menu", 0.9);
            return true;
        }
        if let Some((section, breadcrumb)) = section {
            // A section among others is a menu; behind "home" it is where the page stands.
            let claims = breadcrumb || (self.draft.section.is_none() && !in_menu);
            if zone != Zone::Tail
                && claims
                && (breadcrumb || !matches!(zone, Zone::Top { near: false }))
            {
                self.draft.section = Some(self.page.field(&section, "section/line", 0.8));
                piece.set(BlockKind::Section, "section/line", 0.8);
            } else {
                piece.set(BlockKind::Navigation, "navigation/section", 0.8);
            }
            return true;
        }
        let may_be_byline = match zone {
            Zone::Top { near } => near,
            Zone::Metadata => true,
            Zone::Body => self.draft.authors.is_empty() && piece.n_words <= 6,
            Zone::Tail => {
                let slashed = piece
                    .value
                    .clone()
                    .any(|idx| self.page.is_mark(idx, &['/', '\\']));
                self.draft.authors.is_empty() && piece.n_words <= if slashed { 8 } else { 5 }
            }
        };
        if may_be_byline && piece.n_words <= 24 {
            let found = byline(self.page, &piece.value, false, "byline/line")
                // Above the headline an outlet is the site's own name.
                .filter(|found| {
                    !matches!(zone, Zone::Top { .. }) || fields::names_reporter(&found.authors)
                });
            if let Some(found) = found {
                piece.set(BlockKind::Byline, "byline/line", found.score);
                self.add_authors(found, zone);
                self.add_dates(piece, idx, None, zone);
                return true;
            }
        }
        false
    }

    /// Names above the headline may be menu items: they give way to an author whom the page
    /// announces.
    fn add_authors(&mut self, found: Byline, zone: Zone) {
        if found.marked {
            self.draft.authors.drain(..self.draft.authors_above);
            self.draft.authors_above = 0;
        } else if matches!(zone, Zone::Top { .. }) {
            self.draft.authors_above = self.draft.authors.len() + found.authors.len();
        }
        self.draft.authors.extend(found.authors);
    }

    pub(super) fn read_labelled(
        &mut self,
        piece: &mut Piece,
        idx: usize,
        role: LabelRole,
        zone: Zone,
    ) {
        let value = piece.value.clone();
        match role {
            LabelRole::DatePublished | LabelRole::DateModified => {
                // "posted in: politics"
                if piece.dates.is_empty()
                    && self.draft.section.is_none()
                    && let Some(section) = self.section_of(&value)
                {
                    self.draft.section = Some(self.page.field(&section, "section/labelled", 0.9));
                    piece.set(BlockKind::Section, "section/labelled", 0.9);
                    return;
                }
                let labelled = Some(role);
                self.add_dates(piece, idx, labelled, zone);
                piece.set(BlockKind::Date, "date/labelled", 0.95);
                if value.is_empty() {
                    piece.set(BlockKind::Label, "label/date", 0.9);
                    self.draft.pending = Some((role, idx));
                }
            }
            LabelRole::Author => {
                let dates = std::mem::take(&mut piece.dates);
                let dates_start = dates.first().map_or(value.end, |date| date.tokens.start);
                let end = dates_start;
                piece.dates = dates;
                self.add_dates(piece, idx, None, zone);
                // "by … on": the small word belongs to the date.
                let end = (value.start..end)
                    .rev()
                    .find(|&idx| {
                        self.page
                            .term_end(idx, |class| {
                                matches!(class, TermClass::FunctionWord | TermClass::DateWord(_))
                            })
                            .is_none_or(|_| dates_start == value.end)
                    })
                    .map_or(end, |idx| idx + 1);
                let found = byline(self.page, &(value.start..end), true, "byline/labelled");
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/author", 0.9);
                } else {
                    if let Some(found) = found {
                        self.add_authors(found, zone);
                    }
                    piece.set(BlockKind::Byline, "byline/labelled", 0.9);
                }
            }
            LabelRole::Source => {
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/source", 0.9);
                } else {
                    self.add_source(&value, "source/labelled");
                    piece.set(BlockKind::Source, "source/labelled", 0.95);
                }
            }
            LabelRole::Keywords => {
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/keywords", 0.9);
                } else {
                    self.add_keywords(&value);
                    piece.set(BlockKind::Keywords, "keywords/labelled", 0.95);
                }
            }
            LabelRole::Section => {
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/section", 0.9);
                } else {
                    let clean = fields::trim_value(self.page, &value);
                    let clean = self
                        .section_of(&clean)
                        .or_else(|| self.last_step(clean.clone()))
                        .unwrap_or(clean);
                    if self.draft.section.is_none()
                        && self.page.word_count(&clean) <= MAX_SECTION_WORDS
                    {
                        self.draft.section = Some(self.page.field(&clean, "section/labelled", 0.9));
                    }
                    piece.set(BlockKind::Section, "section/labelled", 0.9);
                }
            }
            LabelRole::Related => {
                let tail = related_tail(piece);
                if let Some(lead) = self.read_related(piece, tail) {
                    let end = piece.tokens.end;
                    piece.push(lead..end, BlockKind::Other, "other/prose-behind", 0.5);
                }
            }
            other => self.label_only(piece, other),
        }
    }

    /// A label whose value fills no field.
    pub(super) fn label_only(&mut self, piece: &mut Piece, role: LabelRole) {
        let kind = match role {
            LabelRole::Share | LabelRole::Follow => BlockKind::Share,
            LabelRole::Caption | LabelRole::CaptionCredit => BlockKind::Caption,
            LabelRole::Comments => BlockKind::Comment,
            LabelRole::Copyright => BlockKind::Copyright,
            LabelRole::Advertisement => BlockKind::Advertisement,
            LabelRole::ReadMore | LabelRole::Navigation | LabelRole::Statistics => {
                BlockKind::Navigation
            }
            LabelRole::Summary => BlockKind::AlternativeHeadline,
            LabelRole::DatePublished | LabelRole::DateModified => BlockKind::Date,
            LabelRole::Source => BlockKind::Source,
            LabelRole::Keywords => BlockKind::Keywords,
            LabelRole::Related => BlockKind::RelatedHeadline,
            LabelRole::Section => BlockKind::Section,
            LabelRole::Author
            | LabelRole::MastheadPerson
            | LabelRole::EndOfStory
            | LabelRole::NewsCode
            | LabelRole::Junk => BlockKind::Other,
        };
        if role == LabelRole::EndOfStory && self.read_agency_tag(piece) {
            return;
        }
        piece.parts.clear();
        let tokens = piece.tokens.clone();
        piece.push(tokens, kind, "label/furniture", 0.85);
    }

    pub(super) fn add_source(&mut self, value: &Tokens, rule: &'static str) {
        if self.draft.source.is_none() {
            let clean = fields::trim_value(self.page, value);
            if !clean.is_empty() {
                self.draft.source = Some(self.page.field(&clean, rule, 0.95));
            }
        }
    }

    /// `--(بترا)`: a line behind the body that only names an agency or outlet credits it.
    pub(super) fn read_agency_tag(&mut self, piece: &mut Piece) -> bool {
        let clean = self
            .signed_off(&piece.tokens)
            .unwrap_or_else(|| fields::trim_value(self.page, &piece.tokens));
        let names = self.page.terms_at(clean.start).any(|(found, term)| {
            found.at_end
                && found.end as usize == clean.end
                && matches!(term.class, TermClass::Agency | TermClass::Outlet)
        });
        let names = names || self.names_agencies(&clean);
        if !names || self.draft.source.is_some() {
            return false;
        }
        self.draft.source = Some(self.page.field(&clean, "source/agency-tag", 0.9));
        piece.set(BlockKind::Source, "source/agency-tag", 0.9);
        true
    }

    /// `أ.ح/ع.ج (رويترز، د ب أ)`: initials of editors, then the sources in brackets.
    pub(super) fn signed_off(&self, tokens: &Tokens) -> Option<Tokens> {
        let page = self.page;
        let open = tokens.clone().find(|&idx| page.is_mark(idx, &['(']))?;
        let close = tokens
            .clone()
            .rev()
            .find(|&idx| page.is_mark(idx, &[')']))?;
        let initials = (tokens.start..open)
            .all(|idx| !page.is_word(idx) || page.shown(idx).chars().count() <= 2);
        (tokens.len() <= 40 && open < close && initials && close + 2 >= tokens.end)
            .then_some(open + 1..close)
    }

    /// Whether agencies and outlets, set apart by commas or bars, are all that stands there.
    pub(super) fn names_agencies(&self, tokens: &Tokens) -> bool {
        let page = self.page;
        let mut idx = tokens.start;
        let mut n = 0;
        while idx < tokens.end {
            if let Some(end) = page.term_end(idx, |class| {
                matches!(class, TermClass::Agency | TermClass::Outlet)
            }) {
                n += 1;
                idx = end;
            } else if page.is_word(idx) {
                return false;
            } else {
                idx += 1;
            }
        }
        n > 0
    }

    pub(super) fn add_keywords(&mut self, value: &Tokens) {
        let before = self.draft.keywords.len();
        for keyword in split_keywords(self.page, value, &self.story) {
            let field = self.page.field(&keyword, "keywords/labelled", 0.9);
            // Some pages print the whole list twice.
            let mut earlier = self.draft.keywords.iter().take(before);
            if earlier.all(|other| other.text != field.text) {
                self.draft.keywords.push(field);
            }
        }
    }

    /// A line right behind the text that holds nothing but what the story calls its things.
    pub(super) fn is_tag_line(&self, piece: &Piece, behind_text: bool) -> bool {
        let page = self.page;
        if !behind_text
            || !self.draft.keywords.is_empty()
            || !(3..=24).contains(&piece.n_words)
            || piece.ends_with_stop
            || !at_line_start(page, piece)
        {
            return false;
        }
        let sentence = piece.value.clone().any(|idx| {
            page.term_end(idx, |class| {
                matches!(class, TermClass::ReportVerb | TermClass::FunctionWord)
            })
            .is_some()
        });
        !sentence
            && self.keys.share(&piece.value, &self.story_counts) >= 0.99
            && self.keys.smoothed_share(&piece.value, &self.story_counts) >= 0.6
    }

    /// Names of share services make up the line.
    pub(super) fn is_share_bar(&self, piece: &Piece) -> bool {
        let mut covered = 0;
        let mut idx = piece.value.start;
        if piece.n_words == 0 || piece.n_words > 24 {
            return false;
        }
        while idx < piece.value.end {
            match self
                .page
                .term_end(idx, |class| class == TermClass::ShareService)
            {
                Some(end) => {
                    covered += self.page.word_count(&(idx..end));
                    idx = end;
                }
                None => idx += 1,
            }
        }
        covered * 2 > piece.n_words
    }

    /// Gives labels that stand alone the line that follows them.
    pub(super) fn claim_next_lines(&mut self, pieces: &mut [Piece], range: Range<usize>) {
        let Some((role, label_idx)) = self.draft.pending.take() else {
            return;
        };
        if !range.contains(&label_idx) {
            return;
        }
        let Some(piece) = pieces.get_mut(label_idx + 1) else {
            return;
        };
        let value = piece.value.clone();
        if piece.label.is_some() || piece.is_prose() {
            return;
        }
        match role {
            LabelRole::Source if piece.n_words <= 8 => {
                self.add_source(&value, "source/next-line");
                piece.set(BlockKind::Source, "source/next-line", 0.9);
            }
            LabelRole::Author if piece.n_words <= 12 => {
                if !piece.is(BlockKind::Byline)
                    && let Some(found) = byline(self.page, &value, true, "byline/next-line")
                {
                    self.draft.authors.extend(found.authors);
                    piece.set(BlockKind::Byline, "byline/next-line", 0.85);
                }
            }
            LabelRole::DatePublished | LabelRole::DateModified => {
                for candidate in &mut self.draft.date_candidates {
                    if candidate.piece_idx == label_idx + 1 {
                        candidate.label = Some(role);
                    }
                }
            }
            LabelRole::Section if piece.n_words <= 6 && self.draft.section.is_none() => {
                self.draft.section = Some(self.page.field(&value, "section/next-line", 0.85));
                piece.set(BlockKind::Section, "section/next-line", 0.85);
            }
            _ => {}
        }
    }
}

/// "44 minutes ago", which has no value where nobody said when the page was read.
pub(super) fn is_relative_time(page: &Page<'_>, piece: &Piece) -> bool {
    let tokens = piece.value.clone();
    (2..=5).contains(&piece.n_words)
        && page
            .term_end(tokens.start, |class| {
                matches!(class, TermClass::Relative(_))
            })
            .is_some()
        && tokens.clone().skip(1).all(|idx| {
            page.kind(idx) == Some(TokenKind::Number)
                || page
                    .term_end(idx, |class| {
                        matches!(
                            class,
                            TermClass::TimeUnit { .. }
                                | TermClass::Numeral(_)
                                | TermClass::Relative(_)
                                | TermClass::DateWord(_)
                        )
                    })
                    .is_some()
        })
}
