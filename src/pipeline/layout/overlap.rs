//! Word overlap: which parts of a page speak of the same things.

use rustc_hash::FxHashMap;

use super::page::{Page, Tokens};
use crate::boundary::content_key;

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
                    content_key(page.folded(idx))
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

    /// The same, lowered for few keys: one common word of two says little.
    pub(super) fn smoothed_share(&self, tokens: &Tokens, counts: &FxHashMap<u32, u32>) -> f32 {
        let all = f32::from(u8::try_from(self.slice(tokens).take(200).count()).unwrap_or(200));
        self.share(tokens, counts) * all / (all + 1.5)
    }

    /// Keys of `tokens` that `counts` holds, less a part of those that it does not.
    pub(super) fn gain(&self, tokens: &Tokens, counts: &FxHashMap<u32, u32>) -> f32 {
        self.slice(tokens)
            .map(|key| if counts.contains_key(&key) { 1.0 } else { -0.5 })
            .sum()
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
