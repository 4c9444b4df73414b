//! Features of one gap between two tokens, as hashes.
//!
//! The same code serves training and inference, so that they cannot disagree.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::{FxHashSet, FxHasher};

use super::{Cohesion, PhraseIndex};
use crate::pipeline::segment::{Segmentation, TokenKind};

/// Content keys of the words that the rest of the article uses: a lead shares words with its
/// own article, the headline of another article does not.
#[derive(Debug, Clone, Default)]
pub struct Context {
    keys: FxHashSet<u32>,
}

/// Letters of a word that carry its meaning in scripts that attach particles in front.
const KEY_LETTERS: usize = 4;
/// Tokens behind a gap in which body text shows itself by its words and marks.
const FAR_WINDOW: usize = 24;
/// Tokens on each side of a gap that are compared with the context.
const CONTEXT_WINDOW: usize = 9;

/// A key that words share which differ only in attached particles: the last letters in scripts
/// with prefixed clitics (Hebrew to Arabic blocks), the whole word elsewhere. 0 for short words.
pub fn content_key(folded: &str) -> u32 {
    let letters = folded.chars().count();
    if letters < KEY_LETTERS {
        return 0;
    }
    let prefixed = folded
        .chars()
        .next()
        .is_some_and(|letter| ('\u{590}'..='\u{8FF}').contains(&letter));
    let skip = if prefixed { letters - KEY_LETTERS } else { 0 };
    let stem = folded
        .char_indices()
        .nth(skip)
        .and_then(|(start, _)| folded.get(start..));
    high(stem.unwrap_or(folded)) | 1
}

pub(super) fn high(value: impl Hash) -> u32 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    // The high bits of an Fx hash are the mixed ones.
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

impl Context {
    /// Adds the words of `tokens`.
    pub fn add(&mut self, seg: &Segmentation, tokens: Range<usize>) {
        for token in seg.tokens.get(tokens).unwrap_or_default() {
            if token.kind == TokenKind::Word {
                let key = content_key(seg.folded(token));
                if key != 0 {
                    self.keys.insert(key);
                }
            }
        }
    }

    fn holds(&self, key: u32) -> bool {
        self.keys.contains(&key)
    }
}

/// Gives the features of the gaps of one stretch.
pub struct GapFeatures<'s> {
    words: Vec<Word<'s>>,
    cohesion: &'s Cohesion,
    has_context: bool,
    /// Tokens before each index whose word the context holds.
    in_context: Vec<u16>,
    /// What the article calls its things, where tags are split.
    phrases: Option<&'s PhraseIndex>,
}

struct Word<'s> {
    folded: &'s str,
    hash: u32,
    kind: TokenKind,
    glued: bool,
    /// Open quotes before it.
    quoted: bool,
    /// Open brackets before it.
    bracketed: bool,
    /// Upper case, lower case or neither.
    case: u8,
}

const OPENING: &[char] = &['«', '“', '„', '‹'];
const CLOSING: &[char] = &['»', '”', '›'];

impl<'s> GapFeatures<'s> {
    /// Prepares the features of `tokens`, which must lie in `text`.
    pub fn new(
        text: &str,
        seg: &'s Segmentation,
        tokens: Range<usize>,
        context: Option<&Context>,
        cohesion: &'s Cohesion,
    ) -> Self {
        let (mut quoted, mut straight, mut bracketed) = (false, false, false);
        let mut words = Vec::with_capacity(tokens.len());
        let mut in_context = vec![0_u16];
        for token in seg.tokens.get(tokens).unwrap_or_default() {
            let folded = seg.folded(token);
            let shown = token.span.slice(text);
            let first = shown.chars().next().unwrap_or(' ');
            let case = if first.is_uppercase() {
                2
            } else {
                u8::from(first.is_lowercase())
            };
            words.push(Word {
                folded,
                hash: high(folded),
                kind: token.kind,
                glued: token.glued,
                quoted: quoted || straight,
                bracketed,
                case,
            });
            if token.kind == TokenKind::Punctuation {
                match first {
                    _ if OPENING.contains(&first) => quoted = true,
                    _ if CLOSING.contains(&first) => quoted = false,
                    '"' => straight = !straight,
                    '(' | '[' => bracketed = true,
                    ')' | ']' => bracketed = false,
                    _ => {}
                }
            }
            let known = token.kind == TokenKind::Word
                && context.is_some_and(|context| context.holds(content_key(folded)));
            let before = in_context.last().copied().unwrap_or_default();
            in_context.push(before.saturating_add(u16::from(known)));
        }
        Self {
            words,
            cohesion,
            has_context: context.is_some(),
            in_context,
            phrases: None,
        }
    }

    /// Adds what the article itself calls its things.
    #[must_use]
    pub fn with_phrases(mut self, phrases: &'s PhraseIndex) -> Self {
        self.phrases = Some(phrases);
        self
    }

    /// How often the article holds the tokens `from..to` of the stretch as a phrase, up to 7.
    pub(super) fn phrase_count(&self, from: usize, to: usize) -> u32 {
        let Some(phrases) = self.phrases else {
            return 0;
        };
        let words = self.words.get(from..to).unwrap_or_default();
        phrases.count(words.iter().map(|word| word.hash)).min(7)
    }

    /// Tokens up to the next full stop and up to the next comma behind `at`, in classes.
    fn next_marks(&self, at: usize) -> (u64, u64) {
        let window = self.words.get(at..).unwrap_or_default();
        let first = |marks: &[&str]| {
            window
                .iter()
                .take(FAR_WINDOW)
                .position(|word| {
                    word.kind == TokenKind::Punctuation && marks.contains(&word.folded)
                })
                .map_or(9, |distance| distance as u64 / 3)
        };
        let end = window.len().min(FAR_WINDOW) as u64 / 6;
        (first(&[".", "؟", "?", "!"]) + 10 * end, first(&["،", ","]))
    }

    /// Tokens since the last mark before `at`, in classes.
    fn since_mark(&self, at: usize) -> u64 {
        self.words
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(FAR_WINDOW)
            .position(|word| word.kind == TokenKind::Punctuation)
            .map_or(9, |distance| distance as u64 / 3)
    }

    /// Tokens of the stretch.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the stretch is empty.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    #[allow(clippy::too_many_lines, reason = "one line for each template")]
    /// Writes the features of the gap before token `at` of the stretch into `out`.
    pub fn write(&self, at: usize, out: &mut Vec<u32>) {
        out.clear();
        let left = |n: usize| at.checked_sub(n).and_then(|idx| self.words.get(idx));
        let right = |n: usize| self.words.get(at + n);
        let hash = |word: Option<&Word<'_>>| word.map_or(1, |word| word.hash);
        let (l1, l2, l3) = (hash(left(1)), hash(left(2)), hash(left(3)));
        let (r1, r2, r3) = (hash(right(0)), hash(right(1)), hash(right(2)));
        let mut push = |template: u8, value: u64| out.push(high((template, value)));
        let pair = |a: u32, b: u32| (u64::from(a) << 32) | u64::from(b);
        push(0, 0);
        push(1, u64::from(l1));
        push(2, u64::from(l2));
        push(3, u64::from(r1));
        push(4, u64::from(r2));
        push(5, pair(l2, l1));
        push(6, pair(r1, r2));
        push(7, pair(l1, r1));
        push(8, pair(r1, r2) ^ u64::from(r3).rotate_left(17));
        push(9, pair(l2, l1) ^ u64::from(l3).rotate_left(17));
        push(10, u64::from(r3));
        let (left1, right1) = (left(1), right(0));
        let kinds = |word: Option<&Word<'_>>| word.map_or(9, |word| word.kind as u64);
        push(11, kinds(left1) * 16 + kinds(right1));
        let glued = right1.is_some_and(|word| word.glued);
        let state = u64::from(glued)
            | (u64::from(right1.is_some_and(|word| word.quoted)) << 1)
            | (u64::from(right1.is_some_and(|word| word.bracketed)) << 2);
        push(12, state);
        push(13, state * 256 + kinds(left1) * 16 + kinds(right1));
        push(
            14,
            u64::from(left1.map_or(0, |word| word.case)) * 4
                + u64::from(right1.map_or(0, |word| word.case)),
        );
        if let (Some(left1), Some(right1)) = (left1, right1) {
            let (prefix, suffix) = (head(right1.folded, 2), tail(left1.folded, 2));
            push(15, u64::from(high(prefix)));
            push(16, u64::from(high(head(right1.folded, 3))));
            push(17, u64::from(high(tail(right1.folded, 2))));
            push(18, u64::from(high(suffix)));
            push(19, u64::from(high(head(left1.folded, 2))));
            push(20, pair(high(head(left1.folded, 2)), high(prefix)));
            push(21, pair(high(suffix), high(prefix)));
            let right2 = right(1).map_or("", |word| word.folded);
            push(22, pair(high(prefix), high(head(right2, 2))));
            let length = right1.folded.chars().count().min(9) as u64;
            push(
                23,
                length * 64 + u64::from(high(head(right1.folded, 1)) & 0xFFFF) * 1024,
            );
            let cohesion = u64::from(self.cohesion.of(left1.folded, right1.folded) / 6);
            push(24, cohesion);
            let inner_left =
                left(2).map_or(0, |word| self.cohesion.of(word.folded, left1.folded) / 8);
            let inner_right =
                right(1).map_or(0, |word| self.cohesion.of(right1.folded, word.folded) / 8);
            push(
                25,
                cohesion * 4096 + u64::from(inner_left) * 64 + u64::from(inner_right),
            );
        }
        push(26, at.min(12) as u64);
        if self.phrases.is_some() {
            let across = u64::from(self.phrase_count(at.saturating_sub(1), at + 1).min(3));
            let wide_left = u64::from(self.phrase_count(at.saturating_sub(2), at + 1).min(2));
            let wide_right = u64::from(self.phrase_count(at.saturating_sub(1), at + 2).min(2));
            let ends = (2..=4)
                .filter(|n| at >= *n && self.phrase_count(at - n, at) > 0)
                .max()
                .unwrap_or(0) as u64;
            let opens = (2..=4)
                .filter(|n| self.phrase_count(at, at + n) > 0)
                .max()
                .unwrap_or(0) as u64;
            let seen = u64::from(right1.is_some_and(|word| {
                self.words
                    .get(..at)
                    .unwrap_or_default()
                    .iter()
                    .any(|other| other.hash == word.hash)
            }));
            push(29, across);
            push(30, across * 64 + wide_left * 8 + wide_right);
            push(31, across * 64 + ends * 8 + opens);
            push(32, across * 4 + seen * 2 + u64::from(l1 == r1));
            push(33, (ends * 8 + opens) * 2 + seen);
        }
        let (at_near, at_far) = (at, at + FAR_WINDOW);
        let (stop, comma) = self.next_marks(at);
        push(35, stop * 16 + comma);
        push(36, (stop * 16 + comma) * 2 + u64::from(glued));
        push(37, self.since_mark(at));
        if self.has_context {
            let count = |from: usize, to: usize| {
                let at = |idx: usize| {
                    self.in_context
                        .get(idx.min(self.words.len()))
                        .copied()
                        .unwrap_or_default()
                };
                u64::from(at(to).saturating_sub(at(from))).min(5)
            };
            let (before, behind) = (
                count(at.saturating_sub(CONTEXT_WINDOW), at),
                count(at, at + CONTEXT_WINDOW),
            );
            push(27, before * 8 + behind);
            push(28, behind * 2 + u64::from(glued));
            let far = {
                let at = |idx: usize| {
                    self.in_context
                        .get(idx.min(self.words.len()))
                        .copied()
                        .unwrap_or_default()
                };
                u64::from(at(at_far).saturating_sub(at(at_near))).min(9)
            };
            push(34, far * 8 + before);
        }
    }
}

fn head(text: &str, letters: usize) -> &str {
    text.char_indices()
        .nth(letters)
        .and_then(|(end, _)| text.get(..end))
        .unwrap_or(text)
}

fn tail(text: &str, letters: usize) -> &str {
    let count = text.chars().count();
    text.char_indices()
        .nth(count.saturating_sub(letters))
        .and_then(|(start, _)| text.get(start..))
        .unwrap_or(text)
}
