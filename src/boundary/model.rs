//! [`BoundaryModel`]: weights of the gap classifier and its file format.
//!
//! Format: `MQB1`, three length priors as `f32` little-endian tables, then one signed byte
//! for each class and feature bucket, times one scale.

/// Feature buckets (hashing trick); a power of two.
pub const N_BUCKETS: usize = 1 << 18;
/// Classes of a gap.
pub const N_GAPS: usize = 3;
/// Longest headline that the length prior knows, in tokens.
pub(super) const MAX_HEADLINE: usize = 40;

const MAGIC: &[u8; 4] = b"MQB1";

/// What begins at a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: the words belong together.
    Inside = 0,
    /// A headline.
    Headline = 1,
    /// Body text.
    Body = 2,
}

/// Why a model file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin as such a file does.
    #[error("expected a boundary model of version 1")]
    Version,
    /// It is too short or too long.
    #[error("expected {expected} bytes, found {found}")]
    Length {
        /// Bytes of such a file.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
}

/// Weights of the gap classifier and the length prior of headlines.
#[derive(Clone)]
pub struct BoundaryModel {
    scale: f32,
    /// Log probability of a headline of so many tokens.
    length_prior: Vec<f32>,
    /// For each bucket, one weight for each class.
    weights: Vec<i8>,
}

impl std::fmt::Debug for BoundaryModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BoundaryModel")
            .field("scale", &self.scale)
            .finish_non_exhaustive()
    }
}

const HEADER: usize = 4 + 4 + 4 * (MAX_HEADLINE + 1);

impl BoundaryModel {
    /// A model from trained weights (`[bucket][class]`), quantised to a signed byte each.
    pub fn quantize(weights: &[[f32; N_GAPS]], length_prior: Vec<f32>) -> Self {
        let most = weights
            .iter()
            .flatten()
            .fold(1e-6_f32, |most, weight| most.max(weight.abs()));
        let scale = most / 127.0;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "clamped to the range of i8"
        )]
        let weights = weights
            .iter()
            .flatten()
            .map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8)
            .collect();
        Self {
            scale,
            length_prior,
            weights,
        }
    }

    /// The file form.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + self.weights.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.scale.to_le_bytes());
        for idx in 0..=MAX_HEADLINE {
            bytes.extend_from_slice(
                &self
                    .length_prior
                    .get(idx)
                    .copied()
                    .unwrap_or(-20.0)
                    .to_le_bytes(),
            );
        }
        bytes.extend(self.weights.iter().map(|weight| weight.to_le_bytes()[0]));
        bytes
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// Another format or length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let expected = HEADER + N_BUCKETS * N_GAPS;
        let Some((magic, rest)) = bytes.split_first_chunk::<4>() else {
            return Err(ModelError::Length {
                expected,
                found: bytes.len(),
            });
        };
        if magic != MAGIC {
            return Err(ModelError::Version);
        }
        if bytes.len() != expected {
            return Err(ModelError::Length {
                expected,
                found: bytes.len(),
            });
        }
        let (head, weights) = rest.split_at(HEADER - 4);
        let mut floats = head
            .as_chunks::<4>()
            .0
            .iter()
            .map(|chunk| f32::from_le_bytes(*chunk));
        let scale = floats.next().unwrap_or_default();
        let length_prior = floats.collect();
        Ok(Self {
            scale,
            length_prior,
            weights: weights
                .iter()
                .map(|byte| i8::from_le_bytes([*byte]))
                .collect(),
        })
    }

    /// Log probabilities of the classes for the features of one gap.
    pub fn log_probabilities(&self, features: &[u32]) -> [f32; N_GAPS] {
        let mut sums = [0_i32; N_GAPS];
        for &feature in features {
            let at = (feature as usize % N_BUCKETS) * N_GAPS;
            if let Some(weights) = self.weights.get(at..at + N_GAPS) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += i32::from(*weight);
                }
            }
        }
        #[allow(clippy::cast_precision_loss, reason = "sums stay far below 2^24")]
        let scores = sums.map(|sum| sum as f32 * self.scale);
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let log_total = scores
            .iter()
            .map(|score| (score - most).exp())
            .sum::<f32>()
            .ln()
            + most;
        scores.map(|score| score - log_total)
    }

    /// Log probability that a headline has `tokens` tokens.
    pub fn length_prior(&self, tokens: usize) -> f32 {
        self.length_prior.get(tokens).copied().unwrap_or(-20.0)
    }
}
