//! [`Tagger`]: the trained model as a whole.

use std::ops::Range;

use ndarray::{Array1, Array2, Axis};

use super::crf::Transitions;
use super::encoder::{Embedding, Encoded, Encoder, Kernels, WordSums, rows};
use super::features::TokenRows;
use super::labels::LabelSet;

/// Reads labels off the states of the encoder.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// What it tells apart.
    pub name: String,
    /// Its types.
    pub labels: LabelSet,
    /// Width of the encoder by number of labels.
    pub weights: Array2<f32>,
    /// One number a label.
    pub bias: Array1<f32>,
    /// Scores of neighbouring labels.
    pub transitions: Transitions,
    /// What its probabilities are worth.
    pub reliability: Reliability,
}

/// A straight line through log-odds: turns the probability that a head computes into the share
/// of such names that were right on text it had not seen (Platt, 1999).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// Times the log-odds.
    pub slope: f32,
    /// Added to them.
    pub offset: f32,
}

impl Default for Reliability {
    fn default() -> Self {
        Self {
            slope: 1.0,
            offset: 0.0,
        }
    }
}

impl Reliability {
    /// The probability that `probability` is worth.
    pub fn of(self, probability: f32) -> f32 {
        let odds = self.slope * log_odds(probability) + self.offset;
        1.0 / (1.0 + (-odds).exp())
    }
}

/// Logarithm of the odds; probabilities of 0 and 1 are kept finite.
pub fn log_odds(probability: f32) -> f32 {
    let p = probability.clamp(1e-4, 1.0 - 1e-4);
    (p / (1.0 - p)).ln()
}

/// Tells kinds of names apart, given where each stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Classifier {
    /// What it tells apart.
    pub name: String,
    /// The kinds.
    pub kinds: Vec<String>,
    /// Width of the encoder by number of kinds.
    pub weights: Array2<f32>,
    /// One number a kind.
    pub bias: Array1<f32>,
}

/// Embedding, encoder, heads and classifiers.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagger {
    /// BCP 47 tags of the languages whose text it was trained on.
    pub languages: Vec<String>,
    /// Features to numbers.
    pub embedding: Embedding,
    /// Tokens in context.
    pub encoder: Encoder,
    /// At least one; the first tells the types of names.
    pub heads: Vec<Head>,
    /// Finer kinds of the names that a head found.
    pub classifiers: Vec<Classifier>,
    kernels: Kernels,
    /// That of the file it was read from.
    pub(super) checksum: Option<u64>,
}

/// A name that a head found.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged {
    /// Tokens of the sentence.
    pub tokens: Range<usize>,
    /// Number of its type in the head's [`LabelSet`].
    pub kind: usize,
    /// Probability of exactly these tokens with exactly this type.
    pub probability: f32,
}

impl Tagger {
    /// A tagger of these parts.
    pub fn new(
        languages: Vec<String>,
        embedding: Embedding,
        encoder: Encoder,
        heads: Vec<Head>,
        classifiers: Vec<Classifier>,
    ) -> Self {
        Self {
            kernels: Kernels::new(&encoder, &heads),
            languages,
            embedding,
            encoder,
            heads,
            classifiers,
            checksum: None,
        }
    }

    /// The checksum of the file it was read from; none of a tagger in the making.
    pub fn checksum(&self) -> Option<u64> {
        self.checksum
    }

    /// States of the tokens of `sentences` (ranges of tokens of `rows`); `sums` belongs to
    /// `rows`, empty at first.
    pub fn encode(
        &self,
        rows: &TokenRows<'_>,
        sums: &mut WordSums,
        sentences: &[Range<usize>],
    ) -> Encoded {
        self.kernels.encode(&self.embedding, rows, sums, sentences)
    }

    /// The names that the head of that name finds, sentence by sentence; no sentences where
    /// there is no such head.
    pub fn names<'t>(
        &'t self,
        head: &str,
        encoded: &'t Encoded,
    ) -> impl Iterator<Item = (&'t Head, Vec<Tagged>)> + use<'t> {
        let number = self.heads.iter().position(|known| known.name == head);
        let head = number.and_then(|number| self.heads.get(number));
        let scores = number.map(|number| self.kernels.emissions(number, encoded));
        head.into_iter().zip(scores).flat_map(|(head, scores)| {
            encoded.sentences.iter().map(move |sentence| {
                let n = head.labels.len();
                let scores = scores.get(sentence.start * n..sentence.end * n);
                (head, head.names(scores.unwrap_or_default()))
            })
        })
    }

    /// The head of that name.
    pub fn head(&self, name: &str) -> Option<&Head> {
        self.heads.iter().find(|head| head.name == name)
    }

    /// The classifier of that name.
    pub fn classifier(&self, name: &str) -> Option<&Classifier> {
        self.classifiers.iter().find(|known| known.name == name)
    }
}

impl Classifier {
    /// Probability of each kind for the name on `tokens` of sentence number `sentence`.
    pub fn probabilities(
        &self,
        encoded: &Encoded,
        sentence: usize,
        tokens: Range<usize>,
    ) -> Vec<f32> {
        let Some(place) = encoded.sentences.get(sentence) else {
            return Vec::new();
        };
        let tokens = place.start + tokens.start..(place.start + tokens.end).min(place.end);
        let mut scores = (mean(&encoded.states, tokens).dot(&self.weights) + &self.bias).to_vec();
        softmax(&mut scores);
        scores
    }
}

/// Mean of the rows of a name.
pub fn mean(states: &Array2<f32>, tokens: Range<usize>) -> Array1<f32> {
    rows(states, tokens)
        .mean_axis(Axis(0))
        .unwrap_or_else(|| Array1::zeros(states.ncols()))
}

/// Scores to probabilities.
pub fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

impl Head {
    /// The names in a sentence, given the score of each label at each of its tokens.
    fn names(&self, emissions: &[f32]) -> Vec<Tagged> {
        let labels = self.transitions.best(emissions);
        let spans = LabelSet::spans(&labels);
        if spans.is_empty() {
            return Vec::new();
        }
        let marginals = self.transitions.around(&spans, emissions);
        spans
            .into_iter()
            .map(|span| Tagged {
                probability: self.reliability.of(marginals.span_probability(
                    span.tokens.start,
                    span.tokens.end,
                    span.kind,
                )),
                tokens: span.tokens,
                kind: span.kind,
            })
            .collect()
    }
}
