//! Word overlap: which parts of a page speak of the same things.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::page::{Page, Tokens};

/// Letters of a word that carry its meaning in scripts that write clitics in front.
const KEY_LETTERS: usize = 4;
/// Shorter words are mostly function words.
const MIN_LETTERS: usize = 4;

/// A content key for each token; 0 for tokens without one.
#[derive(Debug)]
pub(super) struct ContentKeys {
    keys: Vec<u32>,
}

impl ContentKeys {
    pub(super) fn new(page: &Page<'_>) -> Self {
        let keys = (0..page.seg.tokens.len())
            .map(|idx| {
                if page.is_word(idx) {
                    key(page.folded(idx))
                } else {
                    0
                }
            })
            .collect();
        Self { keys }
    }

    fn slice(&self, tokens: &Tokens) -> impl Iterator<Item = u32> {
        self.keys
            .get(tokens.clone())
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(|&key| key != 0)
    }

    /// Adds the keys of `tokens` to `counts`.
    pub(super) fn count_into(&self, tokens: &Tokens, counts: &mut FxHashMap<u32, u32>) {
        for key in self.slice(tokens) {
            *counts.entry(key).or_default() += 1;
        }
    }

    /// Share of the keys of `tokens` that `counts` holds; 0 when there are none.
    pub(super) fn share(&self, tokens: &Tokens, counts: &FxHashMap<u32, u32>) -> f32 {
        let (mut known, mut all) = (0.0_f32, 0.0_f32);
        for key in self.slice(tokens) {
            all += 1.0;
            if counts.contains_key(&key) {
                known += 1.0;
            }
        }
        if all == 0.0 { 0.0 } else { known / all }
    }
}

/// Words that differ only in attached particles share a key: in scripts with prefixed
/// clitics (Hebrew to Arabic blocks) the last letters, elsewhere the whole word.
fn key(folded: &str) -> u32 {
    let letters = folded.chars().count();
    if letters < MIN_LETTERS {
        return 0;
    }
    let prefixed = folded
        .chars()
        .next()
        .is_some_and(|letter| ('\u{590}'..='\u{8FF}').contains(&letter));
    let skip = if prefixed { letters - KEY_LETTERS } else { 0 };
    let mut hasher = FxHasher::default();
    let stem = folded
        .char_indices()
        .nth(skip)
        .and_then(|(start, _)| folded.get(start..));
    stem.unwrap_or(folded).hash(&mut hasher);
    // The high bits of an Fx hash are the mixed ones.
    u32::try_from(hasher.finish() >> 32).unwrap_or_default() | 1
}
