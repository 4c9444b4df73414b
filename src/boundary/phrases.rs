//! Tags without separators: what the article calls its things decides.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Models;
use super::decode::{Split, Tail, decode};
use super::features::{GapFeatures, high};
use crate::pipeline::segment::{Segmentation, TokenKind};

/// Longest phrase that is counted, in words.
const MAX_WORDS: usize = 5;
/// Tags of a line beyond this many tokens are not split further.
const MAX_TOKENS: usize = 400;
/// What a segment of several words loses that the article never holds together.
const UNKNOWN_PENALTY: f32 = 1.1;
/// What a segment loses for each end that is a function word.
const FUNCTION_PENALTY: f32 = 4.0;
/// What a segment gains for each time (on a log scale) the article holds it as a phrase.
const PHRASE_BONUS: f32 = 0.6;

/// How often phrases made of given words stand in an article.
#[derive(Debug, Clone, Default)]
pub struct PhraseIndex {
    /// Words that phrases of interest are made of.
    words: FxHashSet<u32>,
    counts: FxHashMap<u64, u32>,
}

impl PhraseIndex {
    /// An index for phrases made of the words in `tokens` (a line of tags) only.
    pub fn of_words(seg: &Segmentation, tokens: Range<usize>) -> Self {
        let words = seg
            .tokens
            .get(tokens)
            .unwrap_or_default()
            .iter()
            .filter(|token| token.kind != TokenKind::Newline)
            .map(|token| high(seg.folded(token)))
            .collect();
        Self {
            words,
            counts: FxHashMap::default(),
        }
    }

    /// Counts the phrases of `tokens`, in time linear in their number.
    pub fn add(&mut self, seg: &Segmentation, tokens: Range<usize>) {
        // Hashes of the last words in a row that may be part of a phrase.
        let mut row: Vec<u32> = Vec::with_capacity(MAX_WORDS);
        for token in seg.tokens.get(tokens).unwrap_or_default() {
            let word = high(seg.folded(token));
            if token.kind == TokenKind::Newline || !self.words.contains(&word) {
                row.clear();
                continue;
            }
            if row.len() == MAX_WORDS {
                row.remove(0);
            }
            row.push(word);
            for start in 0..row.len() {
                let phrase = key(row.get(start..).unwrap_or_default().iter().copied());
                *self.counts.entry(phrase).or_default() += 1;
            }
        }
    }

    /// How often the phrase of these word hashes was counted.
    pub(super) fn count(&self, words: impl Iterator<Item = u32>) -> u32 {
        self.counts.get(&key(words)).copied().unwrap_or_default()
    }
}

fn key(words: impl Iterator<Item = u32>) -> u64 {
    words.fold(0xcbf2_9ce4_8422_2325, |key, word| {
        (key ^ u64::from(word))
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(23)
    })
}

/// The features of a line of tags.
pub fn tag_features<'s>(
    models: &'s super::Cohesion,
    text: &str,
    seg: &'s Segmentation,
    tokens: Range<usize>,
    phrases: &'s PhraseIndex,
) -> GapFeatures<'s> {
    GapFeatures::new(text, seg, tokens, None, models).with_phrases(phrases)
}

/// Splits a line of tags that has no separators; `is_function_word` says of a token whether
/// no tag begins or ends with it.
pub fn split_tags(
    models: &Models,
    text: &str,
    seg: &Segmentation,
    tokens: Range<usize>,
    phrases: &PhraseIndex,
    is_function_word: impl Fn(usize) -> bool,
) -> Split {
    let start = tokens.start;
    let stretch = start..tokens.end.min(start + MAX_TOKENS);
    let features = tag_features(&models.cohesion, text, seg, stretch.clone(), phrases);
    let bonus = |from: usize, to: usize| {
        #[allow(clippy::cast_precision_loss, reason = "at most 7")]
        let count = features.phrase_count(from, to) as f32;
        let mut bonus = match (to - from, features.phrase_count(from, to)) {
            (1, _) => 0.0,
            (_, 0) => -UNKNOWN_PENALTY,
            _ => PHRASE_BONUS * (1.0 + count).ln(),
        };
        for end in [from, to - 1] {
            if is_function_word(start + end) {
                bonus -= FUNCTION_PENALTY;
            }
        }
        bonus
    };
    let mut split = decode(
        &models.tags,
        &features,
        start,
        Tail::Nothing,
        false,
        1,
        bonus,
    );
    if stretch.end < tokens.end {
        split.headlines.push(stretch.end..tokens.end);
    }
    split
}
