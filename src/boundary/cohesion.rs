//! [`Cohesion`]: how strongly two neighbouring words belong together, learned from news text.
//!
//! Format: `MQC1`, the number of entries, then sorted 32-bit hashes of word pairs, then one
//! byte each: pointwise mutual information in quarter nats, capped.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

const MAGIC: &[u8; 4] = b"MQC1";

/// Why a cohesion table could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CohesionError {
    /// It does not begin as such a file does.
    #[error("expected a cohesion table of version 1")]
    Version,
    /// It ends early or late.
    #[error("the table is cut short")]
    Length,
}

/// Mutual information of frequent word pairs.
#[derive(Debug, Clone, Default)]
pub struct Cohesion {
    pairs: Vec<u32>,
    information: Vec<u8>,
}

/// Hash of a pair of folded words.
pub fn pair_key(left: &str, right: &str) -> u32 {
    let mut hasher = FxHasher::default();
    left.hash(&mut hasher);
    right.hash(&mut hasher);
    // The high bits are the mixed ones.
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}

impl Cohesion {
    /// A table from (key, quarter nats), in any order; of equal keys the highest wins.
    pub fn new(mut entries: Vec<(u32, u8)>) -> Self {
        entries.sort_unstable_by_key(|&(key, information)| (key, u8::MAX - information));
        entries.dedup_by_key(|entry| entry.0);
        let (pairs, information) = entries.into_iter().unzip();
        Self { pairs, information }
    }

    /// Mutual information of the pair in quarter nats; 0 when it is not frequent.
    pub fn of(&self, left: &str, right: &str) -> u8 {
        self.pairs
            .binary_search(&pair_key(left, right))
            .ok()
            .and_then(|idx| self.information.get(idx).copied())
            .unwrap_or_default()
    }

    /// The file form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(
            &u32::try_from(self.pairs.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        self.pairs
            .iter()
            .for_each(|pair| bytes.extend_from_slice(&pair.to_le_bytes()));
        bytes.extend_from_slice(&self.information);
        bytes
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// Another format or length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CohesionError> {
        let (magic, rest) = bytes
            .split_first_chunk::<4>()
            .ok_or(CohesionError::Length)?;
        if magic != MAGIC {
            return Err(CohesionError::Version);
        }
        let (count, rest) = rest.split_first_chunk::<4>().ok_or(CohesionError::Length)?;
        let count = u32::from_le_bytes(*count) as usize;
        if rest.len() != count.saturating_mul(5) {
            return Err(CohesionError::Length);
        }
        let (pairs, information) = rest.split_at(count * 4);
        let pairs = pairs
            .as_chunks::<4>()
            .0
            .iter()
            .map(|chunk| u32::from_le_bytes(*chunk))
            .collect();
        Ok(Self {
            pairs,
            information: information.to_vec(),
        })
    }
}
