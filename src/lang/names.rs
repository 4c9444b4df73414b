//! [`NameSets`]: large sets of single words of names.

use rustc_hash::{FxHashMap, FxHashSet};

/// Membership of folded words in the sets.
#[derive(Debug, Default)]
pub struct NameSets {
    person: FxHashMap<Box<str>, u8>,
    /// Frequent words that are no names, as written: folding would mix علي and على.
    common: FxHashSet<Box<str>>,
}

impl NameSets {
    /// Adds a folded word; the higher strength wins.
    pub(super) fn add_person(&mut self, word: &str, strength: u8) {
        let entry = self.person.entry(word.into()).or_default();
        *entry = (*entry).max(strength);
    }

    /// Adds a frequent word that is no part of names, as it is written.
    pub(super) fn add_common(&mut self, word: &str) {
        self.common.insert(word.into());
    }

    /// Whether the word, as written, is a frequent one that is no part of names.
    pub fn is_common(&self, shown: &str) -> bool {
        self.common.contains(shown)
    }

    /// How strongly the folded `word` is known as a word of personal names: 0 unknown,
    /// 1 rare or ambiguous with common words, 2 known, 3 frequent.
    pub fn person_strength(&self, word: &str) -> u8 {
        self.person.get(word).copied().unwrap_or_default()
    }
}
