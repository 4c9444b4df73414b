//! [`NameSets`]: large sets of single words of names.

use rustc_hash::FxHashMap;

/// Membership of folded words in the sets.
#[derive(Debug, Default)]
pub struct NameSets {
    person: FxHashMap<Box<str>, u8>,
}

impl NameSets {
    /// Adds a folded word; the higher strength wins.
    pub(super) fn add_person(&mut self, word: &str, strength: u8) {
        let entry = self.person.entry(word.into()).or_insert(strength);
        *entry = (*entry).max(strength);
    }

    /// Whether the folded `word` is a frequent word that is no part of names.
    pub fn is_common(&self, word: &str) -> bool {
        self.person.get(word) == Some(&0)
    }

    /// How strongly the folded `word` is known as a word of personal names: 0 unknown,
    /// 1 rare or ambiguous with common words, 2 known, 3 frequent.
    pub fn person_strength(&self, word: &str) -> u8 {
        self.person.get(word).copied().unwrap_or_default()
    }
}
