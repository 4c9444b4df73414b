//! Lines of menus: words that lead elsewhere and names of sections.

use super::page::Page;
use super::piece::Piece;
use crate::lang::{LabelForm, LabelRole, TermClass};

/// Items that make a menu.
pub(super) const MENU_ITEMS: usize = 3;

/// Letters of a menu word that is looked for inside a fused one.
pub(super) const INNER_LETTERS: u32 = 6;

/// Whether menu words and names of sections make up most of the line, fused or not.
pub(super) fn is_menu(page: &Page<'_>, piece: &Piece) -> bool {
    if piece.label.as_ref().is_some_and(|label| label.closed) || piece.is_prose() {
        return false;
    }
    let (mut items, mut covered, mut at, mut bytes) = (0, 0, 0, 0);
    for idx in piece.tokens.clone() {
        if page.is_word(idx) {
            bytes += page.token(idx).map_or(0, |token| token.span.len());
        }
        let found = page
            .terms_at(idx)
            .chain(page.inner_terms(idx))
            .filter(|(found, term)| {
                // Short words stand inside others by chance.
                let whole = found.at_start && found.at_end;
                is_menu_item(term.class)
                    && found.span.start() >= at
                    && found.end as usize <= piece.tokens.end
                    && (whole || found.span.len() > INNER_LETTERS)
            })
            .map(|(found, _)| found.span);
        let mut spans: Vec<_> = found.collect();
        spans.sort_by_key(|span| (span.start(), u32::MAX - span.len()));
        for span in spans {
            if span.start() >= at {
                items += 1;
                covered += span.len();
                at = span.end();
            }
        }
    }
    items >= MENU_ITEMS && covered * 4 >= bytes * 3
}

pub(super) fn is_menu_item(class: TermClass) -> bool {
    matches!(
        class,
        TermClass::Section
            | TermClass::Label {
                role: LabelRole::Navigation,
                form: LabelForm::Line | LabelForm::Anywhere
            }
    )
}
