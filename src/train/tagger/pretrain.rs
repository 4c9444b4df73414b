//! Trains the encoder to guess hidden words of news text (masked language model, Devlin et
//! al., 2019, with sampled softmax, Jean et al., 2015): what it learns of contexts holds for
//! names that no labelled corpus has.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Axis};

use super::batch::{Batch, deal};
use super::network::{backward, forward, parameters, random_encoder, small, zeros_like};
use super::optimizer::{Adam, step_rows};
use super::table::Table;
use super::{N_JOBS, Shape};
use crate::eval::random::Random;
use crate::tagger::encoder::Encoder;
use crate::tagger::features::{FeatureRows, MASK, N_BUCKETS};

/// Words that can be guessed.
const N_TARGETS: usize = 30_000;
/// Wrong words that each guess is held against.
const N_WRONG: usize = 500;
/// Share of the words that are hidden, in percent; of the most frequent ones, fewer.
const HIDDEN: u32 = 27;
const HIDDEN_FREQUENT: u32 = 11;
const N_FREQUENT: u32 = 150;
/// Share of the hidden words that are shown after all: text to tag has no hidden words.
const SHOWN: u32 = 10;
/// Tokens of a job.
const JOB_TOKENS: usize = 1200;
const RATE: f32 = 1e-3;
const TABLE_RATE: f32 = 0.04;
const BIAS_RATE: f32 = 0.003;

/// News text, ready to be learned from.
#[derive(Debug, Default)]
pub(super) struct PlainText {
    /// Features of all tokens.
    pub(super) features: FeatureRows,
    /// Which word each token is; [`u32::MAX`] for words that are not guessed.
    pub(super) targets: Vec<u32>,
    /// Count of each word that can be guessed, the most frequent first.
    pub(super) counts: Vec<u32>,
    /// Tokens of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
}

impl PlainText {
    /// The words that can be guessed, of all words with their counts, and their numbers.
    pub(super) fn targets_of(mut counts: Vec<(&str, u32)>) -> Vec<(&str, u32)> {
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        counts.truncate(N_TARGETS);
        counts
    }
}

/// What pre-training gives.
#[derive(Debug, Clone)]
pub(super) struct Pretrained {
    pub(super) table: Table,
    pub(super) encoder: Encoder,
}

impl Pretrained {
    /// Small random numbers: nothing was learned before.
    pub(super) fn random(n_buckets: usize, width: usize, dilations: &[usize], seed: u64) -> Self {
        let mut random = Random::new(seed, 1);
        let table = Table::random(n_buckets, width, &mut random);
        let encoder = random_encoder(width, dilations, &mut random);
        Self { table, encoder }
    }

    /// All numbers, little-endian.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut encoder = self.encoder.clone();
        let parts = parameters(&mut encoder);
        let numbers = self
            .table
            .rows
            .iter()
            .chain(parts.iter().flat_map(|part| part.iter()));
        numbers.flat_map(|number| number.to_le_bytes()).collect()
    }

    /// Reads [`Self::to_bytes`]; `None` when it is not of that shape.
    pub(super) fn from_bytes(bytes: &[u8], shape: &Shape) -> Option<Self> {
        let (chunks, rest) = bytes.as_chunks::<4>();
        let mut numbers = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk));
        let mut random = Random::new(0, 0);
        let mut table = Table::random(N_BUCKETS, shape.width, &mut random);
        let mut encoder = random_encoder(shape.width, &shape.dilations, &mut random);
        let mut parts = parameters(&mut encoder);
        parts.insert(0, &mut table.rows);
        for slot in parts.into_iter().flatten() {
            *slot = numbers.next()?;
        }
        (rest.is_empty() && numbers.next().is_none()).then_some(Self { table, encoder })
    }
}

/// Words to guess, and the distribution that wrong ones are drawn from.
struct Output {
    table: Table,
    bias: Vec<f32>,
    /// Probability of each word to be drawn, and sums of them.
    drawn: Vec<f32>,
    sums: Vec<f32>,
}

/// Wrong words of one step.
struct Wrong {
    words: Vec<u32>,
    rows: Array2<f32>,
    bias: Array1<f32>,
}

/// What a job finds.
struct Found {
    batch: Batch,
    of_input: Array2<f32>,
    gradient: Encoder,
    loss: f32,
    /// Hidden words with the derivative of their score.
    own: Vec<(u32, f32)>,
    states: Array2<f32>,
    of_wrong: Array2<f32>,
    of_wrong_bias: Array1<f32>,
}

/// Trains an encoder of `shape` on `text`.
pub(super) fn pretrain(
    text: &PlainText,
    shape: &Shape,
    seed: u64,
    progress: &mut dyn FnMut(&str),
) -> Pretrained {
    let mut random = Random::new(seed, 1);
    let mut table = Table::random(N_BUCKETS, shape.width, &mut random);
    let mut encoder = random_encoder(shape.width, &shape.dilations, &mut random);
    let mut output = Output::new(&text.counts, shape.width, &mut random);
    let mut adam = Adam::default();
    let mut order: Vec<usize> = (0..text.sentences.len()).collect();
    let length = |&idx: &usize| text.sentences.get(idx).map_or(0, Range::len);
    let n_steps = shape.passes * text.features.len() / (N_JOBS * JOB_TOKENS);
    let (mut step, mut loss, mut guesses) = (0_usize, 0.0, 0_usize);
    for pass in 0..shape.passes {
        random.shuffle(&mut order);
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let (jobs, left) = deal(rest, N_JOBS, JOB_TOKENS, length);
            rest = left;
            let wrong = output.draw(&mut random);
            let seeds: Vec<u64> = jobs.iter().map(|_| random.seed()).collect();
            let found: Vec<Found> = std::thread::scope(|scope| {
                let (table, encoder, output, wrong) = (&table, &encoder, &output, &wrong);
                let threads: Vec<_> = jobs
                    .into_iter()
                    .zip(seeds)
                    .map(|(job, seed)| {
                        scope.spawn(move || guess(text, job, table, encoder, output, wrong, seed))
                    })
                    .collect();
                threads
                    .into_iter()
                    .filter_map(|thread| thread.join().ok())
                    .collect()
            });
            let slow = (1.0 - small(step) / small(n_steps.max(1))).max(0.05)
                * (small(step) / 200.0).min(1.0);
            step += 1;
            output.learn(&found, &wrong, TABLE_RATE * slow);
            let n_guesses: usize = found.iter().map(|found| found.own.len()).sum();
            let mut gradient = zeros_like(&encoder);
            for found in &found {
                add(
                    &mut gradient,
                    &found.gradient,
                    1.0 / small(n_guesses.max(1)),
                );
                loss += found.loss;
            }
            guesses += n_guesses;
            adam.step(
                parameters(&mut encoder),
                parameters(&mut gradient),
                RATE * slow,
                0.0,
            );
            let batches: Vec<_> = found
                .iter()
                .map(|found| (&found.batch.features, &found.of_input))
                .collect();
            step_rows(&mut table, &batches, TABLE_RATE * slow, N_JOBS);
        }
        progress(&format!(
            "pass {} of {}: loss {:.4}",
            pass + 1,
            shape.passes,
            loss / small(guesses.max(1))
        ));
        (loss, guesses) = (0.0, 0);
    }
    table.clear_unseen();
    Pretrained { table, encoder }
}

/// Adds `factor` times `other` to `sum`.
pub(super) fn add(sum: &mut Encoder, other: &Encoder, factor: f32) {
    sum.bias.scaled_add(factor, &other.bias);
    for (layer, other) in sum.layers.iter_mut().zip(&other.layers) {
        layer.weights.scaled_add(factor, &other.weights);
        layer.bias.scaled_add(factor, &other.bias);
    }
}

impl Output {
    fn new(counts: &[u32], width: usize, random: &mut Random) -> Self {
        let total = counts
            .iter()
            .map(|&count| small(count as usize))
            .sum::<f32>()
            .max(1.0);
        let weights: Vec<f32> = counts
            .iter()
            .map(|&count| small(count as usize).powf(0.75))
            .collect();
        let sum = weights.iter().sum::<f32>().max(1.0);
        let drawn: Vec<f32> = weights.iter().map(|weight| weight / sum).collect();
        let sums = drawn
            .iter()
            .scan(0.0, |sum, share| {
                *sum += share;
                Some(*sum)
            })
            .collect();
        Self {
            table: Table::random(counts.len(), width, random),
            bias: counts
                .iter()
                .map(|&count| (small(count.max(1) as usize) / total).ln())
                .collect(),
            drawn,
            sums,
        }
    }

    /// Score that a word gets without context, corrected for how often it is drawn.
    fn prior(&self, word: usize) -> f32 {
        let bias = self.bias.get(word).copied().unwrap_or_default();
        let drawn = self.drawn.get(word).copied().unwrap_or(1.0);
        bias - (drawn * small(N_WRONG)).ln()
    }

    fn draw(&self, random: &mut Random) -> Wrong {
        let last = self.sums.len().saturating_sub(1);
        let words: Vec<usize> = (0..N_WRONG)
            .map(|_| {
                let at = random.uniform();
                self.sums.partition_point(|&sum| sum < at).min(last)
            })
            .collect();
        let mut rows = Array2::zeros((N_WRONG, self.table.width));
        for (mut row, &word) in rows.rows_mut().into_iter().zip(&words) {
            for (slot, &value) in row.iter_mut().zip(self.table.row(word)) {
                *slot = value;
            }
        }
        Wrong {
            bias: words.iter().map(|&word| self.prior(word)).collect(),
            words: words
                .into_iter()
                .map(|word| u32::try_from(word).unwrap_or_default())
                .collect(),
            rows,
        }
    }

    fn learn(&mut self, found: &[Found], wrong: &Wrong, rate: f32) {
        for found in found {
            for (&(word, slope), state) in found.own.iter().zip(found.states.rows()) {
                let slopes: Vec<f32> = state.iter().map(|value| value * slope).collect();
                self.table.step(word as usize, &slopes, rate);
                if let Some(bias) = self.bias.get_mut(word as usize) {
                    *bias -= BIAS_RATE * slope;
                }
            }
        }
        for (idx, &word) in wrong.words.iter().enumerate() {
            let mut slopes = vec![0.0; self.table.width];
            for found in found {
                let of_row = found.of_wrong.index_axis(Axis(0), idx);
                for (slot, value) in slopes.iter_mut().zip(of_row) {
                    *slot += value;
                }
                if let (Some(bias), Some(slope)) = (
                    self.bias.get_mut(word as usize),
                    found.of_wrong_bias.get(idx),
                ) {
                    *bias -= BIAS_RATE * slope;
                }
            }
            self.table.step(word as usize, &slopes, rate);
        }
    }
}

/// Hides words of the sentences of `job` and guesses them.
fn guess(
    text: &PlainText,
    job: &[usize],
    table: &Table,
    encoder: &Encoder,
    output: &Output,
    wrong: &Wrong,
    seed: u64,
) -> Found {
    let mut random = Random::new(seed, 2);
    let ranges: Vec<Range<usize>> = job
        .iter()
        .filter_map(|&idx| text.sentences.get(idx).cloned())
        .collect();
    let hide: Vec<Vec<(u32, bool)>> = ranges
        .iter()
        .map(|range| {
            range
                .clone()
                .map(|token| {
                    let word = text.targets.get(token).copied().unwrap_or(u32::MAX);
                    let share = if word < N_FREQUENT {
                        HIDDEN_FREQUENT
                    } else {
                        HIDDEN
                    };
                    let guessed = word != u32::MAX && random.chance(share);
                    let word = if guessed { word } else { u32::MAX };
                    (word, guessed && !random.chance(SHOWN))
                })
                .collect()
        })
        .collect();
    let batch = Batch::new(
        ranges.iter().zip(&hide).map(|(range, hide)| {
            range.clone().zip(hide).map(|(token, &(_, hidden))| {
                if hidden {
                    [MASK].as_slice().iter().copied()
                } else {
                    text.features.row(token).iter().copied()
                }
            })
        }),
        encoder.gap(),
    );
    let input = table.sums(batch.features.rows());
    let activations = forward(encoder, input, &batch.lives, 0.0, &mut random);
    let guessed: Vec<(usize, u32)> = batch
        .sentences
        .iter()
        .cloned()
        .flatten()
        .zip(hide.iter().flatten())
        .filter(|(_, (word, _))| *word != u32::MAX)
        .map(|(row, &(word, _))| (row, word))
        .collect();
    let rows: Vec<usize> = guessed.iter().map(|&(row, _)| row).collect();
    let states = activations.last().select(Axis(0), &rows);
    let mut scores = Array2::zeros((guessed.len(), N_WRONG));
    scores += &wrong.bias;
    general_mat_mul(1.0, &states, &wrong.rows.t(), 1.0, &mut scores);
    let mut of_states = Array2::zeros(states.dim());
    let mut loss = 0.0;
    let mut own = Vec::with_capacity(guessed.len());
    for (((&(_, word), state), mut scores), mut of_state) in guessed
        .iter()
        .zip(states.rows())
        .zip(scores.rows_mut())
        .zip(of_states.rows_mut())
    {
        let row = output.table.row(word as usize);
        let right =
            state.iter().zip(row).map(|(a, b)| a * b).sum::<f32>() + output.prior(word as usize);
        for (score, &other) in scores.iter_mut().zip(&wrong.words) {
            if other == word {
                *score = -1e9;
            }
        }
        let most = scores.iter().copied().fold(right, f32::max);
        scores.mapv_inplace(|score| (score - most).exp());
        let right = (right - most).exp();
        let total = right + scores.sum();
        scores /= total;
        loss -= (right / total).max(1e-30).ln();
        let slope = right / total - 1.0;
        own.push((word, slope));
        for (slot, value) in of_state.iter_mut().zip(row) {
            *slot = slope * value;
        }
    }
    general_mat_mul(1.0, &scores, &wrong.rows, 1.0, &mut of_states);
    let of_wrong = scores.t().dot(&states);
    let of_wrong_bias = scores.sum_axis(Axis(0));
    let mut upstream = Array2::zeros(activations.last().dim());
    for (&row, of_state) in rows.iter().zip(of_states.rows()) {
        upstream.row_mut(row).assign(&of_state);
    }
    let mut gradient = zeros_like(encoder);
    let of_input = backward(encoder, &activations, &batch.lives, upstream, &mut gradient);
    Found {
        batch,
        of_input,
        gradient,
        loss,
        own,
        states,
        of_wrong,
        of_wrong_bias,
    }
}
