//! What the markup says of the pieces, before the text is asked.
//!
//! Markup is right about what is furniture and where the main content ends more often than the
//! words are; what a line of the rest says, and which of several lines a field is, the words know
//! better.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::label::Label;
use super::page::Page;
use super::piece::Piece;
use super::related::announces_list;
use crate::article::BlockKind;
use crate::lang::{LabelForm, LabelRole};
use crate::markup::{Line, Purpose, Region, SENTENCE_WORDS};

/// Words of a line that names authors, dates or tags.
const MAX_FIELD_WORDS: usize = 16;
/// Lines between a headline, or the end of a text, and the class that names its author.
const AUTHOR_GAP: usize = 8;
/// Lines between the end of a text and the class that names its tags.
const TAG_GAP: usize = 16;
/// Words of a line that may be a name or a time.
const MAX_SHORT_WORDS: usize = 4;
/// Words of a tag.
const MAX_TAG_WORDS: usize = 6;
/// Words of lines above the first heading that are no text.
const MAX_ABOVE_WORDS: usize = 60;
/// Words of a heading inside a text.
const MAX_HEADING_WORDS: usize = 30;
/// Of a hundred words of the main content, a class around more of it says nothing of them.
const MAX_DROPPED: usize = 35;
/// Of a hundred letters of a line of links so many are linked.
const LINKED: u8 = 90;

/// Purposes of what is no part of an article.
const FURNITURE: [Purpose; 5] = [
    Purpose::Advertisement,
    Purpose::Comment,
    Purpose::Navigation,
    Purpose::Related,
    Purpose::Share,
];
/// Words of a line that is not printed twice by chance.
const COPY_WORDS: usize = 16;
/// Lines between two sentences of one text, boxes left out.
const MAX_GAP: usize = 3;
/// Main content of fewer words may be the beginning of a text that boxes interrupt.
const SHORT_MAIN: usize = 250;
/// So often a shorter line is printed where it is furniture.
const REFRAIN: usize = 6;

/// Decides the pieces that the markup is sure of, and notes on the others what it says.
pub(super) fn apply(page: &Page<'_>, pieces: &mut [Piece]) {
    let lines: Vec<Option<Line>> = pieces
        .iter()
        .map(|piece| {
            let start = page.source_span(&piece.tokens).start();
            page.outline.at(start).copied()
        })
        .collect();
    let is_main = |line: &Option<Line>| line.is_some_and(|line| line.main);
    let main = lines
        .iter()
        .position(is_main)
        .zip(lines.iter().rposition(is_main));
    let void = void_purposes(&lines);
    let dropped = dropped_purposes(pieces, &lines);
    let is_title = |line: &Option<Line>| line.is_some_and(|line| line.is_title());
    let title = lines.iter().position(is_title);
    let mut author_said = false;
    let near_main = |idx: usize| {
        let main = |idx: usize| lines.get(idx).is_some_and(is_main);
        main(idx.wrapping_sub(1)) || main(idx + 1)
    };
    let joined = main.map_or_else(FxHashSet::default, |(first, last)| {
        joined(pieces, &lines, first, last)
    });
    let repeats = repeats(page, pieces, &lines);
    // Lines that no label announced are boxes of others as long as they follow one that was.
    let mut listing = false;
    for (idx, (piece, line)) in pieces.iter_mut().zip(&lines).enumerate() {
        let Some(line) = line else { continue };
        piece.heading = line.heading;
        let line = Line {
            purpose: line.purpose.filter(|said| !void.contains(said)),
            ..*line
        };
        let inside = main.is_some_and(|(first, last)| (first..=last).contains(&idx));
        let joins = inside && is_left_out(piece, &line) && near_main(idx) || joined.contains(&idx);
        let stays = !repeats.contains(&idx)
            && if line.main {
                !line.purpose.is_some_and(|said| dropped.contains(&said))
            } else {
                joins
            };
        if decide(piece, &line, stays) {
            continue;
        }
        let by_author = line.purpose == Some(Purpose::Author);
        let near_title = main.is_none_or(|(first, last)| {
            let above = title.filter(|title| *title < first).unwrap_or(first);
            (above.saturating_sub(AUTHOR_GAP)..=first + 1).contains(&idx)
                || (last..=last + AUTHOR_GAP).contains(&idx)
        });
        let near_text = main.is_none_or(|(first, last)| {
            (first.saturating_sub(AUTHOR_GAP)..=last + TAG_GAP).contains(&idx)
        });
        // Further authors must be known by their names; those of other articles are none, nor are
        // their tags.
        let of_this = match line.purpose {
            Some(Purpose::Author) => near_title && !author_said && piece.n_words > 1,
            Some(Purpose::Keywords) => near_text,
            _ => true,
        };
        if of_this {
            announce(piece, &line);
            author_said |= by_author;
        }
        if main.is_none() {
            continue;
        }
        if stays {
            listing = false;
            let heading = line.heading > 0 && piece.n_words <= MAX_HEADING_WORDS;
            let linked = line.percent_linked >= LINKED;
            // Names and dates in front of a text are often counted to it.
            let short = piece.n_words <= MAX_SHORT_WORDS && !piece.ends_with_stop;
            let prose = !heading && !linked && !short && !piece.is_date_line();
            piece.said_prose = prose.then_some(true);
            if heading && line.heading > 1 && inside && piece.label.is_none() {
                piece.set(BlockKind::Subheading, "subheading/markup", 0.9);
            }
        } else {
            piece.said_prose = Some(false);
            listing = announces_list(piece) || listing && piece.label.is_none();
            if inside && piece.label.is_none() && !line.is_title() && !listing {
                piece.set(BlockKind::Other, "other/outside-main", 0.8);
            }
        }
    }
}

/// Purposes that the classes around the first heading have: they say what the page holds.
fn void_purposes(lines: &[Option<Line>]) -> Vec<Purpose> {
    let headings = lines.iter().flatten().filter(|line| line.is_title());
    headings
        .filter_map(|line| line.purpose)
        .filter(|purpose| FURNITURE.contains(purpose))
        .collect()
}

/// Sentences inside the main content that were left out for the links in them.
fn is_left_out(piece: &Piece, line: &Line) -> bool {
    line.may_be_text()
        && piece.label.is_none()
        && piece.n_words >= SENTENCE_WORDS
        && piece.ends_with_stop
}

/// Sentences above the main content (below the headline) that are cut off from it only by boxes, and
/// below it where it is short.
fn joined(pieces: &[Piece], lines: &[Option<Line>], first: usize, last: usize) -> FxHashSet<usize> {
    let mut joined = FxHashSet::default();
    let mut walk = |places: &mut dyn Iterator<Item = usize>| {
        let mut gap = 0;
        for idx in places {
            let (Some(piece), Some(Some(line))) = (pieces.get(idx), lines.get(idx)) else {
                return;
            };
            if is_left_out(piece, line) && piece.n_words >= COPY_WORDS {
                joined.insert(idx);
                gap = 0;
            } else if line.region == Region::Page && piece.label.is_none() {
                gap += 1;
            }
            if gap > MAX_GAP || piece.label_role() == Some(LabelRole::Comments) {
                return;
            }
        }
    };
    let inner = pieces.get(first..=last).unwrap_or_default();
    if inner.iter().map(|piece| piece.n_words).sum::<usize>() < SHORT_MAIN {
        walk(&mut (last + 1..pieces.len()));
    }
    let is_title = |line: &Option<Line>| line.is_some_and(|line| line.is_title());
    if let Some(title) = lines.iter().take(first).rposition(is_title) {
        walk(&mut (title + 1..first).rev());
    }
    joined
}

/// Pieces of the main content that are furniture because the page prints them again and again, or
/// copies of what it printed before.
fn repeats(page: &Page<'_>, pieces: &[Piece], lines: &[Option<Line>]) -> FxHashSet<usize> {
    let mut seen: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (idx, (piece, line)) in pieces.iter().zip(lines).enumerate() {
        if piece.n_words > 0 && line.is_some_and(|line| line.main && line.heading == 0) {
            let text = page.folded_slice(&piece.value);
            seen.entry(text).or_default().push(idx);
        }
    }
    let mut repeats = FxHashSet::default();
    #[allow(clippy::iter_over_hash_type, reason = "a set is made of them")]
    for places in seen.into_values() {
        let Some((first, copies)) = places.split_first() else {
            continue;
        };
        let n_words = pieces.get(*first).map_or(0, |piece| piece.n_words);
        if n_words >= COPY_WORDS {
            repeats.extend(copies);
        } else if copies.len() + 1 >= REFRAIN {
            repeats.extend(places);
        }
    }
    repeats
}

/// What classes say of parts of the main content that are no part of the article. Where such a
/// class stands around most of it, it says nothing.
fn dropped_purposes(pieces: &[Piece], lines: &[Option<Line>]) -> Vec<Purpose> {
    let words_of = |wanted: Option<Purpose>| -> usize {
        let main = pieces.iter().zip(lines).filter(|(_, line)| {
            line.is_some_and(|line| line.main && (wanted.is_none() || line.purpose == wanted))
        });
        main.map(|(piece, _)| piece.n_words).sum()
    };
    let all = words_of(None);
    FURNITURE
        .into_iter()
        .filter(|purpose| words_of(Some(*purpose)) * 100 <= all * MAX_DROPPED)
        .collect()
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

/// Decides what an element or class names outright; `stays` says that the piece belongs to the
/// main content.
fn decide(piece: &mut Piece, line: &Line, stays: bool) -> bool {
    let decided = match (line.region, line.purpose) {
        (Region::Caption, _) => Some((BlockKind::Caption, "caption/markup")),
        (Region::Navigation, _) => Some((BlockKind::Navigation, "navigation/markup")),
        _ if stays => None,
        (_, Some(Purpose::Share)) => Some((BlockKind::Share, "share/markup")),
        (_, Some(Purpose::Comment)) if piece.label.is_none() => {
            Some((BlockKind::Comment, "comment/markup"))
        }
        (_, Some(Purpose::Advertisement)) => {
            Some((BlockKind::Advertisement, "advertisement/markup"))
        }
        (_, Some(Purpose::Navigation)) | (Region::Control, None) => {
            Some((BlockKind::Navigation, "navigation/markup"))
        }
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
