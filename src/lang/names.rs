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
        let entry = self.person.entry(word.into()).or_default();
        *entry = (*entry).max(strength);
    }

    /// How strongly the folded `word` is known as a word of personal names: 0 unknown,
    /// 1 rare or ambiguous with common words, 2 known, 3 frequent.
    pub fn person_strength(&self, word: &str) -> u8 {
        self.person.get(word).copied().unwrap_or_default()
    }
}
