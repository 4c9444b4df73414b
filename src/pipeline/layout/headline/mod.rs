//! The headline: the line above the body that speaks of what the body speaks of.
//!
//! [`score`] weighs a line, [`inside`] finds headlines in what reads like running text, [`cut`]
//! takes off what is fused to them.

mod cut;
mod inside;
mod score;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::address::AddressWords;
use super::byline::is_byline;
use super::front::at_line_start;
use super::overlap::ContentKeys;
use super::page::{Page, Tokens};
use super::piece::Piece;
use crate::article::{Considered, Subject};
use crate::lang::LabelRole;

/// A line of its own above the body.
const ABOVE_BODY: &str = "headline/above-body";
/// The end of a line that begins with words of a menu.
const BEHIND_MENU: &str = "headline/behind-menu";
/// Headlines have at most this many words.
const MAX_WORDS: usize = 32;
/// Pieces before the body that are looked at; those that the address names stand anywhere.
const WINDOW: usize = 60;
/// Agreement with the address from which on it names a line.
const NAMED: f32 = 0.6;
/// Words of the story that a headline is compared with.
const OPENING_WORDS: usize = 400;
/// Share of words that a headline above a fused line has in common with it.
const LEAST_SHARE: f32 = 0.2;
/// A headline must score more than this.
const LEAST: f32 = 0.2;
/// The same where no other line can be the headline.
const LEAST_ALONE: f32 = -1.0;
/// A headline fused behind menu words must score this much.
const FUSED_LEAST: f32 = 1.2;
/// And this much more than a line that is a headline as it stands.
const FUSED_MARGIN: f32 = 0.9;
/// The headline alone stands so many lines below the line with its kicker, at most.
const KICKER_GAP: usize = 3;
/// Marks between the steps of a path.
const PATH_MARKS: &[char] = &['»', '›', '>', '←', '→', '|', '/', '\\'];

/// A chosen headline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub(super) piece_idx: usize,
    pub(super) tokens: Tokens,
    pub(super) rule: &'static str,
    /// Raw score; the higher the better.
    pub(super) score: f32,
    /// Another candidate came close.
    pub(super) ambiguous: bool,
    /// The running text below it.
    pub(super) body: Range<usize>,
}

/// Chooses among the pieces before `body`, and those that it begins with where they may be
/// headlines; what is weighed joins `weighed`, with the piece it stands in.
pub(super) fn find_headline(
    page: &Page<'_>,
    pieces: &[Piece],
    body: &Range<usize>,
    keys: &ContentKeys,
    weighed: &mut Vec<(usize, Considered)>,
) -> Option<Choice> {
    let address = AddressWords::of(page.hints.url.as_deref());
    let repeats = repeated_lines(page, pieces);
    let attempt = |end: usize, body: &Range<usize>| {
        let candidates = Candidates {
            page,
            pieces,
            end,
            body,
            keys,
            counts: opening_words(pieces, body, keys),
            repeats: &repeats,
            address: &address,
        };
        let weights = candidates.weigh();
        (candidates.choose(&weights), candidates.readings(&weights))
    };
    let is_at = |choice: &Choice, idx| same_text(page, pieces, choice.piece_idx, idx);
    if let Some((named, below)) = inside::behind_named(page, pieces, body, &address, keys)
        && let (Some(choice), readings) = attempt(below.start, &below)
        && is_at(&choice, named)
    {
        weighed.extend(readings);
        return Some(choice);
    }
    let (choice, readings) = attempt(body.start, body);
    if choice.is_none()
        && let Some(below) = inside::below_call(page, pieces, body)
        && let (Some(choice), readings) = attempt(body.start + 1, &below)
        && is_at(&choice, body.start)
    {
        weighed.extend(readings);
        return Some(choice);
    }
    weighed.extend(readings);
    choice
}

/// The lines that may be the headline, and what they are weighed with.
struct Candidates<'c, 'p> {
    page: &'c Page<'p>,
    pieces: &'c [Piece],
    /// One past the last of them.
    end: usize,
    /// The running text below them.
    body: &'c Range<usize>,
    keys: &'c ContentKeys,
    /// Content words of the first paragraphs.
    counts: FxHashMap<u32, u32>,
    repeats: &'c FxHashMap<&'p str, u32>,
    address: &'c AddressWords,
}

/// Candidates with their scores.
#[derive(Default)]
struct Weights {
    /// Lines, by their piece.
    lines: Vec<(f32, usize)>,
    /// Ends of lines that begin with words of a menu.
    ends: Vec<(f32, usize, Tokens)>,
}

impl Candidates<'_, '_> {
    fn weigh(&self) -> Weights {
        let mut weights = Weights::default();
        let mut behind_label = false;
        // Whether the address names any line at all, and the ends of lines that it names more.
        let (mut named, mut ends) = (false, Vec::new());
        let near = if self.page.outline.has_main() {
            0
        } else {
            self.end.saturating_sub(WINDOW)
        };
        for (idx, piece) in self.pieces.iter().enumerate().take(self.end) {
            // Furniture by its markup.
            if piece.said_prose.is_some() && piece.is_decided() {
                continue;
            }
            let agreement = (piece.n_words <= MAX_WORDS)
                .then(|| self.agreement(&piece.value))
                .flatten();
            if idx < near && agreement.is_none_or(|agreement| agreement < NAMED) {
                continue;
            }
            behind_label |= matches!(piece.label_role(), Some(LabelRole::Related));
            let line = agreement.unwrap_or_default();
            named |= line > 0.0;
            if let Some((tokens, share)) = cut::suffix(self.page, piece, &self.counts, self.keys) {
                let score = 0.3 + score::SHARE_WEIGHT * share - self.distance_loss(idx);
                let gains = self.agreement(&tokens).is_none_or(|end| end > line);
                ends.push((gains, (score, idx, tokens)));
            }
            if let Some(score) = self.score(idx, piece, line, behind_label) {
                weights.lines.push((score, idx));
            }
        }
        let kept = ends.into_iter().filter(|(gains, _)| *gains || !named);
        weights.ends = kept.map(|(_, end)| end).collect();
        weights
    }

    fn agreement(&self, tokens: &Tokens) -> Option<f32> {
        self.address.agreement(self.page, tokens)
    }

    fn distance_loss(&self, idx: usize) -> f32 {
        let distance = u8::try_from(self.end - idx).map_or(60.0, f32::from);
        (score::DISTANCE_LOSS * distance).min(score::MAX_DISTANCE_LOSS)
    }

    /// The candidates with their scores and pieces, where they are asked for.
    fn readings(&self, weights: &Weights) -> Vec<(usize, Considered)> {
        if !self.page.explain {
            return Vec::new();
        }
        let reading = |piece_idx, tokens: &Tokens, rule, score| {
            let reading = Considered {
                subject: Subject::Headline,
                value: self.page.slice(tokens).to_owned(),
                span: self.page.source_span(tokens),
                rule: Some(rule),
                score,
                taken: false,
            };
            (piece_idx, reading)
        };
        let lines = weights.lines.iter().filter_map(|&(score, idx)| {
            let piece = self.pieces.get(idx)?;
            Some(reading(idx, &piece.value, ABOVE_BODY, score))
        });
        let ends = weights.ends.iter();
        let ends = ends.map(|(score, idx, tokens)| reading(*idx, tokens, BEHIND_MENU, *score));
        lines.chain(ends).collect()
    }

    fn choose(&self, weights: &Weights) -> Option<Choice> {
        let least = if weights.lines.len() == 1 {
            LEAST_ALONE
        } else {
            LEAST
        };
        let line = weights
            .lines
            .iter()
            .rev()
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(score, _)| *score > least);
        let end = weights.ends.iter().max_by(|a, b| a.0.total_cmp(&b.0));
        let end_least = line.map_or(FUSED_LEAST, |(line, _)| *line + FUSED_MARGIN);
        if let Some((score, piece_idx, tokens)) = end.filter(|(score, ..)| *score > end_least) {
            return Some(Choice {
                piece_idx: *piece_idx,
                tokens: tokens.clone(),
                rule: BEHIND_MENU,
                score: *score,
                ambiguous: false,
                body: self.body.clone(),
            });
        }
        let &(score, best) = line?;
        // Where the text runs on in a line, the headline may stand in that line: what stands above
        // must speak of the story.
        let runs_on = self
            .pieces
            .get(self.end)
            .is_some_and(|text| !at_line_start(self.page, text));
        if runs_on && self.is_foreign(self.pieces.get(best)?) {
            return None;
        }
        let ambiguous = weights
            .lines
            .iter()
            .any(|&(other, idx)| idx != best && score - other < 0.3 && !self.same_text(idx, best));
        let piece_idx = self
            .printed_alone(weights, best)
            .or_else(|| self.above_deck(best))
            .unwrap_or(best);
        // A headline that is printed twice is claimed where it is printed first.
        let first = weights.lines.iter().map(|&(_, idx)| idx).find(|&idx| {
            self.same_text(idx, piece_idx)
                && piece_idx.checked_sub(idx).is_some_and(|gap| gap <= 12)
        });
        let piece_idx = first.unwrap_or(piece_idx);
        let tokens = cut::headline_tokens(self.page, self.pieces.get(piece_idx)?, self.repeats);
        Some(Choice {
            piece_idx,
            tokens,
            rule: ABOVE_BODY,
            score,
            ambiguous,
            body: self.body.clone(),
        })
    }

    fn same_text(&self, a: usize, b: usize) -> bool {
        same_text(self.page, self.pieces, a, b)
    }

    /// The line that `best` ends with, where it is printed alone below: `best` prints it behind a
    /// path or a kicker.
    fn printed_alone(&self, weights: &Weights, best: usize) -> Option<usize> {
        let whole = self.pieces.get(best)?.value.clone();
        let lines = weights.lines.iter().rev().map(|&(_, idx)| idx);
        lines.filter(|&idx| idx > best).find(|&idx| {
            let Some(alone) = self.pieces.get(idx).map(|piece| &piece.value) else {
                return false;
            };
            let start = whole.end.saturating_sub(alone.len());
            if start <= whole.start
                || self.page.word_count(alone) < 3
                || self.page.folded_slice(&(start..whole.end)) != self.page.folded_slice(alone)
            {
                return false;
            }
            let set_off = self.page.is_mark(start - 1, PATH_MARKS)
                || self.page.token(start).is_some_and(|token| token.glued);
            match self.agreement(alone).zip(self.agreement(&whole)) {
                Some((alone, whole)) if alone.max(whole) > 0.0 => {
                    set_off && alone >= whole || alone > whole && idx - best <= KICKER_GAP
                }
                _ => set_off,
            }
        })
    }

    /// The line above the best candidate, where it speaks of the story too and is as long: the
    /// best candidate is its deck. A kicker is shorter, a path ends with the candidate.
    fn above_deck(&self, piece_idx: usize) -> Option<usize> {
        let above = piece_idx.checked_sub(1)?;
        let (upper, lower) = (self.pieces.get(above)?, self.pieces.get(piece_idx)?);
        let share = |piece: &Piece| self.keys.smoothed_share(&piece.value, &self.counts);
        let named = |piece: &Piece| self.agreement(&piece.value).unwrap_or_default();
        let text = |piece: &Piece| self.page.folded_slice(&piece.value);
        let fits = score::local(self.page, upper).is_some_and(|score| score >= 0.5)
            && upper.n_words * 3 >= lower.n_words * 2
            && share(upper) >= 0.3
            && share(upper) * 2.0 >= share(lower)
            && (named(lower) < NAMED || named(upper) >= named(lower))
            && !text(upper).ends_with(text(lower));
        fits.then_some(above)
    }

    /// Whether a line speaks of other things than the story, or names who wrote it.
    fn is_foreign(&self, piece: &Piece) -> bool {
        self.keys.smoothed_share(&piece.value, &self.counts) < LEAST_SHARE
            || is_byline(self.page, &piece.value)
    }
}

/// Whether two pieces print the same.
fn same_text(page: &Page<'_>, pieces: &[Piece], a: usize, b: usize) -> bool {
    let text = |idx: usize| Some(page.folded_slice(&pieces.get(idx)?.value));
    text(a) == text(b)
}

/// Content words of the first paragraphs.
fn opening_words(pieces: &[Piece], body: &Range<usize>, keys: &ContentKeys) -> FxHashMap<u32, u32> {
    let mut counts = FxHashMap::default();
    let mut words = 0;
    for piece in pieces.get(body.clone()).unwrap_or_default() {
        keys.count_into(&piece.value, &mut counts);
        words += piece.n_words;
        if words > OPENING_WORDS {
            break;
        }
    }
    counts
}

/// How often each short line is printed on the page.
pub(super) fn repeated_lines<'p>(page: &Page<'p>, pieces: &[Piece]) -> FxHashMap<&'p str, u32> {
    let mut counts = FxHashMap::default();
    for piece in pieces
        .iter()
        .filter(|piece| (3..=MAX_WORDS).contains(&piece.n_words))
    {
        *counts.entry(page.folded_slice(&piece.value)).or_default() += 1;
    }
    counts
}
