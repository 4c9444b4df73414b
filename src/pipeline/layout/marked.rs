//! What the markup says of the pieces, before the text is asked.
//!
//! Markup is right about what is furniture and where the main content ends more often than the
//! words are; what a line of the rest says, and which of several lines a field is, the words know
//! better.

use std::ops::Range;

use super::label::Label;
use super::page::Page;
use super::piece::Piece;
use crate::article::BlockKind;
use crate::lang::{LabelForm, LabelRole};
use crate::markup::{Line, Purpose, Region};

/// Words of a line that names authors, dates or tags.
const MAX_FIELD_WORDS: usize = 16;
/// Words of a tag.
const MAX_TAG_WORDS: usize = 6;
/// Words of lines above the first heading that are no text.
const MAX_ABOVE_WORDS: usize = 60;
/// Words of a heading inside a text.
const MAX_HEADING_WORDS: usize = 30;
/// Of a hundred letters of a line of links so many are linked.
const LINKED: u8 = 90;

/// Decides the pieces that the markup is sure of, and notes on the others what it says.
pub(super) fn apply(page: &Page<'_>, pieces: &mut [Piece]) {
    let outline = page.outline;
    let has_main = outline.has_main();
    let line_of = |piece: &Piece| {
        let start = page.source_span(&piece.tokens).start();
        outline.at(start).copied()
    };
    let is_main = |piece: &Piece| line_of(piece).is_some_and(|line| line.main);
    let first = pieces.iter().position(is_main);
    let last = pieces.iter().rposition(is_main);
    for (idx, piece) in pieces.iter_mut().enumerate() {
        let Some(line) = line_of(piece) else { continue };
        piece.heading = line.heading;
        if decide(piece, &line) {
            continue;
        }
        announce(piece, &line);
        if !has_main {
            continue;
        }
        let inside =
            first.is_some_and(|first| first <= idx) && last.is_some_and(|last| idx <= last);
        if line.main {
            let heading = line.heading > 0 && piece.n_words <= MAX_HEADING_WORDS;
            let links = line.percent_linked >= LINKED;
            piece.said_prose = (!heading && !links && piece.n_words >= 2).then_some(true);
            if heading && line.heading > 1 && inside && piece.label.is_none() {
                piece.set(BlockKind::Subheading, "subheading/markup", 0.9);
            }
        } else {
            piece.said_prose = Some(false);
            if inside && piece.label.is_none() && line.heading != 1 {
                piece.set(BlockKind::Other, "other/outside-main", 0.8);
            }
        }
    }
}

/// The body: from the first running text of the main content to the last; `None` where the markup
/// does not say.
pub(super) fn find_body(page: &Page<'_>, pieces: &[Piece]) -> Option<Range<usize>> {
    if !page.outline.has_main() {
        return None;
    }
    let is_text = |piece: &Piece| piece.said_prose == Some(true) && piece.label.is_none();
    let mut first = pieces.iter().position(is_text)?;
    let last = pieces.iter().rposition(is_text)?;
    // What stands above the first heading is seldom text.
    let heading = pieces.iter().position(|piece| piece.heading == 1);
    if let Some(heading) = heading.filter(|heading| (first..last).contains(heading)) {
        let above = pieces.get(first..heading).unwrap_or_default();
        if above.iter().map(|piece| piece.n_words).sum::<usize>() < MAX_ABOVE_WORDS {
            let behind = pieces.get(heading..)?.iter().position(is_text)?;
            first = heading + behind;
        }
    }
    Some(first..last + 1)
}

/// Decides what an element or class names outright.
fn decide(piece: &mut Piece, line: &Line) -> bool {
    let decided = match (line.region, line.purpose) {
        (Region::Navigation, _) => Some((BlockKind::Navigation, "navigation/markup")),
        (_, Some(Purpose::Share)) if !line.main => Some((BlockKind::Share, "share/markup")),
        (_, Some(Purpose::Comment)) if !line.main && piece.label.is_none() => {
            Some((BlockKind::Comment, "comment/markup"))
        }
        (_, Some(Purpose::Advertisement)) if !line.main => {
            Some((BlockKind::Advertisement, "advertisement/markup"))
        }
        (_, Some(Purpose::Navigation)) if !line.main => {
            Some((BlockKind::Navigation, "navigation/markup"))
        }
        (Region::Control, _) if !line.main && line.purpose.is_none() => {
            Some((BlockKind::Navigation, "navigation/markup"))
        }
        (Region::Caption, _) => Some((BlockKind::Caption, "caption/markup")),
        _ => None,
    };
    if let Some((kind, rule)) = decided {
        piece.said_prose = Some(false);
        piece.set(kind, rule, 0.9);
    }
    decided.is_some()
}

/// A class is a label that is not printed.
fn announce(piece: &mut Piece, line: &Line) {
    if piece.label.is_some() || line.heading > 0 {
        return;
    }
    let role = match line.purpose {
        Some(Purpose::Author) if piece.n_words <= MAX_FIELD_WORDS && !piece.is_date_line() => {
            LabelRole::Author
        }
        Some(Purpose::Keywords) if piece.n_words <= MAX_TAG_WORDS && line.percent_linked > 50 => {
            LabelRole::Keywords
        }
        Some(Purpose::Caption) if piece.n_words <= 60 && !line.main => LabelRole::Caption,
        _ => return,
    };
    piece.label = Some(Label {
        role,
        form: LabelForm::Opens,
        tokens: piece.tokens.start..piece.tokens.start,
        closed: true,
    });
}
