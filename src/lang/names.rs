//! [`NameSets`]: large sets of single words of names.

/// What kind of name a word can be part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A personal name: given, family or foreign.
    Person,
}

/// Membership of folded words in the sets.
#[derive(Debug, Default)]
pub struct NameSets {}

impl NameSets {
    /// How strongly the folded `word` is known as a word of personal names: 0 unknown,
    /// 1 rare or ambiguous with common words, 2 known, 3 frequent.
    pub fn person_strength(&self, word: &str) -> u8 {
        let _ = word;
        0
    }
}
