//! Sections: the name of a section on a line, or the last step of a breadcrumb.

use super::page::Tokens;
use super::piece::{BULLETS, Piece};
use super::story::Reader;
use crate::lang::{LabelForm, LabelRole, TermClass};

/// Words of a section's name that no list has.
pub(super) const MAX_SECTION_WORDS: usize = 4;

/// Marks between the steps of a path.
const ARROWS: &[char] = &['»', '«', '>', '<', '›', '‹', '/', '\\', '←', '→'];

impl Reader<'_, '_> {
    /// The section that a whole line names, and whether it is the last step of a breadcrumb.
    pub(super) fn section(&self, piece: &Piece) -> Option<(Tokens, bool)> {
        let section = (piece.n_words <= 8)
            .then(|| self.section_of(&piece.value))
            .flatten();
        let Some(section) = section else {
            return self.breadcrumb_step(piece).map(|step| (step, true));
        };
        let breadcrumb = section.start > piece.value.start
            && (piece.value.start..section.start).any(|idx| {
                self.page.is_mark(idx, BULLETS) || self.page.is_mark(idx, &['/', '\\', '«', ':'])
            });
        Some((section, breadcrumb))
    }

    /// End of a section's name that an attached conjunction joins to the one before.
    pub(super) fn and_section(&self, idx: usize) -> Option<usize> {
        let word = self.page.folded(idx);
        self.page
            .packs
            .attached_conjunctions
            .iter()
            .any(|conjunction| word.starts_with(conjunction.as_str()))
            .then(|| {
                self.page
                    .inner_terms(idx)
                    .filter(|(found, term)| found.at_end && term.class == TermClass::Section)
                    .map(|(found, _)| found)
                    .filter(|found| {
                        let start = self.page.token(idx).map_or(0, |token| token.span.start());
                        found.span.start() <= start + 2
                    })
                    .map(|found| found.end as usize)
                    .max()
            })
            .flatten()
    }

    /// The last short step of a path that begins with "home", whatever its words.
    pub(super) fn breadcrumb_step(&self, piece: &Piece) -> Option<Tokens> {
        let page = self.page;
        let clean = page.trim_bullets(piece.tokens.clone(), BULLETS);
        let home = page.term_end(clean.start, |class| {
            matches!(
                class,
                TermClass::Label {
                    role: LabelRole::Navigation,
                    form: LabelForm::Line
                }
            )
        })?;
        let bar =
            |idx: usize| page.is_mark(idx, BULLETS) || page.is_mark(idx, &['/', '\\', '«', ':']);
        if home >= clean.end || !bar(home) || piece.is_prose() {
            return None;
        }
        self.last_step(home..clean.end)
    }

    /// Whether arrows or slashes lead from step to step: a path, where bars make a menu.
    pub(super) fn is_path(&self, piece: &Piece) -> bool {
        let page = self.page;
        let marks = |marks: &[char]| {
            piece
                .tokens
                .clone()
                .filter(|&idx| page.is_mark(idx, marks))
                .count()
        };
        marks(ARROWS) > 0 || marks(&['|', '-', '–', '•', ':']) <= 2
    }

    /// The last short step of a path.
    pub(super) fn last_step(&self, path: Tokens) -> Option<Tokens> {
        let page = self.page;
        let bar =
            |idx: usize| page.is_mark(idx, BULLETS) || page.is_mark(idx, &['/', '\\', '«', ':']);
        if !path.clone().any(bar) {
            return None;
        }
        let mut steps = Vec::new();
        let mut start = path.start;
        for idx in path.start..=path.end {
            if idx == path.end || bar(idx) {
                if start < idx {
                    steps.push(start..idx);
                }
                start = idx + 1;
            }
        }
        steps
            .into_iter()
            .rev()
            .find(|step| (1..=MAX_SECTION_WORDS).contains(&page.word_count(step)))
    }

    pub(super) fn section_of(&self, tokens: &Tokens) -> Option<Tokens> {
        let page = self.page;
        let clean = page.trim(tokens.clone(), |idx| !page.is_word(idx));
        let mut last = None;
        let mut idx = clean.start;
        while idx < clean.end {
            if let Some(end) = page.term_end(idx, |class| class == TermClass::Section) {
                if end > clean.end {
                    return None;
                }
                last = Some(idx..end);
                idx = end;
            } else if let Some(end) = last.as_ref().and_then(|_| self.and_section(idx)) {
                // "health and science" is one section.
                if end > clean.end {
                    return None;
                }
                last = last.map(|first: Tokens| first.start..end);
                idx = end;
            } else if let Some(end) = last
                .as_ref()
                .and_then(|_| page.term_end(idx, |class| class == TermClass::Place))
                .filter(|&end| {
                    end <= clean.end && page.is_mark(idx - 1, &['|', '/', '>', '›', '»', '\\'])
                })
            {
                idx = end;
            } else if page.is_mark(idx, BULLETS) || page.is_mark(idx, &['/', ':', '\\']) {
                idx += 1;
            } else if let Some(end) = page.term_end(idx, |class| {
                matches!(
                    class,
                    TermClass::Label {
                        role: LabelRole::Navigation,
                        ..
                    }
                )
            }) {
                idx = end;
            } else {
                return None;
            }
        }
        last
    }
}
