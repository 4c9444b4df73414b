//! [`Vocabulary`]: how frequent words are in news text; tells fused words from long ones.
//!
//! Format: `MQV1`, the number of words, then sorted 32-bit hashes of folded words, then one
//! byte each: the logarithm to base 2 of the count.

use super::features::high;

const MAGIC: &[u8; 4] = b"MQV1";
/// Fewest letters of each of two fused words.
const MIN_LETTERS: usize = 3;
/// Longer words are noise; every cut costs time in proportion to the length.
const MAX_LETTERS: usize = 40;

/// How frequent a word of so many letters must be to be one of two fused ones (logarithm to
/// base 2 of the count): short ones stand in long words by chance.
fn least_frequency(letters: usize) -> u8 {
    match letters {
        0..=3 => 8,
        4 => 4,
        _ => 2,
    }
}

/// Why a vocabulary could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    /// It does not begin as such a file does.
    #[error("expected a vocabulary of version 1")]
    Version,
    /// It ends early or late.
    #[error("the table is cut short")]
    Length,
}

/// Counts of words.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Vec<u32>,
    counts: Vec<u8>,
    /// For each value of the first [`PREFIX_BITS`] bits, where the words with it start; one
    /// more entry at the end. Hashes spread evenly, so that a word or two share a prefix.
    starts: Vec<u32>,
}

/// Bits of a hash that the look-up begins with.
const PREFIX_BITS: u32 = 16;

impl Vocabulary {
    /// A vocabulary from (folded word, count).
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, u32)>) -> Self {
        let class = |count: u32| u8::try_from(count.max(1).ilog2()).unwrap_or(u8::MAX);
        let mut entries: Vec<(u32, u8)> = words
            .map(|(word, count)| (high(word), class(count)))
            .collect();
        entries.sort_unstable_by_key(|&(word, count)| (word, u8::MAX - count));
        entries.dedup_by_key(|entry| entry.0);
        let (words, counts) = entries.into_iter().unzip();
        Self::index(words, counts)
    }

    fn index(words: Vec<u32>, counts: Vec<u8>) -> Self {
        let mut starts = Vec::with_capacity((1 << PREFIX_BITS) + 1);
        let mut next = 0;
        for prefix in 0..=1_u32 << PREFIX_BITS {
            while words
                .get(next as usize)
                .is_some_and(|word| word >> (32 - PREFIX_BITS) < prefix)
            {
                next += 1;
            }
            starts.push(next);
        }
        Self {
            words,
            counts,
            starts,
        }
    }

    /// Logarithm to base 2 of the count of the folded `word`; `None` when it was never counted.
    pub fn frequency(&self, word: &str) -> Option<u8> {
        let hash = high(word);
        let prefix = (hash >> (32 - PREFIX_BITS)) as usize;
        let start = *self.starts.get(prefix)? as usize;
        let end = *self.starts.get(prefix + 1)? as usize;
        let found = self
            .words
            .get(start..end)?
            .iter()
            .position(|&known| known == hash)?;
        self.counts.get(start + found).copied()
    }

    /// Byte offset in the folded `word` where two frequent words are fused; `None` when the word
    /// is known as it stands or cannot be two.
    pub fn fused_at(&self, word: &str) -> Option<usize> {
        let letters = word.chars().count();
        if !(2 * MIN_LETTERS..=MAX_LETTERS).contains(&letters) || self.frequency(word).is_some() {
            return None;
        }
        let cuts = word
            .char_indices()
            .enumerate()
            .skip(MIN_LETTERS)
            .take(letters + 1 - 2 * MIN_LETTERS);
        cuts.filter_map(|(front, (at, _))| {
            let (head, tail) = word.split_at_checked(at)?;
            let behind = letters - front;
            let (first, second) = (self.frequency(head)?, self.frequency(tail)?);
            if first < least_frequency(front) || second < least_frequency(behind) {
                return None;
            }
            // Of two cuts the one with longer and more frequent words holds.
            let shorter = u8::try_from(front.min(behind)).unwrap_or(u8::MAX);
            Some((first.saturating_add(second).saturating_add(shorter), at))
        })
        .max_by_key(|&(score, _)| score)
        .map(|(_, at)| at)
    }

    /// The file form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(
            &u32::try_from(self.words.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        self.words
            .iter()
            .for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
        bytes.extend_from_slice(&self.counts);
        bytes
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// Another format or length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let (magic, rest) = bytes
            .split_first_chunk::<4>()
            .ok_or(VocabularyError::Length)?;
        if magic != MAGIC {
            return Err(VocabularyError::Version);
        }
        let (count, rest) = rest
            .split_first_chunk::<4>()
            .ok_or(VocabularyError::Length)?;
        let count = u32::from_le_bytes(*count) as usize;
        if rest.len() != count.saturating_mul(5) {
            return Err(VocabularyError::Length);
        }
        let (words, counts) = rest.split_at(count * 4);
        let words = words
            .as_chunks::<4>()
            .0
            .iter()
            .map(|chunk| u32::from_le_bytes(*chunk))
            .collect();
        Ok(Self::index(words, counts.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_only_unknown_words_made_of_two_frequent_ones() {
        let counts = [
            ("التوتر", 900),
            ("دوره", 800),
            ("العراق", 5000),
            ("عراق", 90),
            ("مستشفي", 300),
            ("نادر", 3),
        ];
        let words = Vocabulary::new(counts.into_iter());
        assert_eq!(words.fused_at("التوتردوره"), Some("التوتر".len()));
        assert_eq!(words.fused_at("العراق"), None);
        assert_eq!(words.fused_at("نادرالعراق"), None, "one of the two is rare");
        assert_eq!(words.fused_at("بغدادالقاهره"), None);
        let read = Vocabulary::from_bytes(&words.to_bytes()).unwrap();
        assert_eq!(read.frequency("العراق"), words.frequency("العراق"));
        assert!(Vocabulary::from_bytes(b"MQV2").is_err());
    }
}
