//! Trains encoder and heads on labelled sentences: a conditional random field per corpus over
//! one shared encoder. A token whose label is not known may have any: the sum over all
//! sequences that agree with what is known is made probable (Tsuboi et al., 2008).

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Axis, Slice};

use super::N_JOBS;
use super::batch::Batch;
use super::corpora::{Example, Labelled};
use super::network::{backward, forward, parameters, small, zeros_like};
use super::optimizer::{Adam, step_rows};
use super::pretrain::{Pretrained, add};
use super::table::Table;
use crate::eval::random::Random;
use crate::tagger::crf::Transitions;
use crate::tagger::encoder::{Encoded, Encoder, rows};
use crate::tagger::features::FeatureRows;
use crate::tagger::{LabelSet, LabelSpan, Tagger, mean, softmax};

/// How to tune.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tuning {
    /// Passes over the examples.
    pub(super) passes: usize,
    /// Sentences of a job.
    pub(super) job: usize,
    /// Step of the encoder and the heads.
    pub(super) rate: f32,
    /// Step of the table.
    pub(super) table_rate: f32,
    /// Share of the numbers dropped.
    pub(super) dropout: f32,
    /// Share of the features dropped, in percent.
    pub(super) blind: u32,
}

const DECAY: f32 = 0.01;

/// A head in training.
#[derive(Debug, Clone)]
pub(super) struct HeadWeights {
    pub(super) name: &'static str,
    pub(super) labels: LabelSet,
    /// It tells kinds of given names apart; without transitions.
    pub(super) classifies: bool,
    pub(super) weights: Array2<f32>,
    pub(super) bias: Array1<f32>,
    pub(super) transitions: Transitions,
}

impl HeadWeights {
    /// A head with small random weights.
    pub(super) fn random(
        name: &'static str,
        labels: LabelSet,
        classifies: bool,
        width: usize,
        random: &mut Random,
    ) -> Self {
        let n_labels = if classifies {
            labels.types().len()
        } else {
            labels.len()
        };
        Self {
            name,
            labels,
            classifies,
            weights: Array2::from_shape_simple_fn((width, n_labels), || random.normal() * 0.05),
            bias: Array1::zeros(n_labels),
            transitions: Transitions {
                n_labels,
                between: vec![0.0; n_labels * n_labels],
                opening: vec![0.0; n_labels],
            },
        }
    }

    fn zeros_like(&self) -> Self {
        let n = self.bias.len();
        Self {
            name: self.name,
            labels: self.labels.clone(),
            classifies: self.classifies,
            weights: Array2::zeros(self.weights.dim()),
            bias: Array1::zeros(n),
            transitions: Transitions {
                n_labels: n,
                between: vec![0.0; n * n],
                opening: vec![0.0; n],
            },
        }
    }

    fn parameters(&mut self) -> Vec<&mut [f32]> {
        let mut all: Vec<&mut [f32]> = Vec::new();
        all.extend(self.weights.as_slice_mut());
        all.extend(self.bias.as_slice_mut());
        all.push(&mut self.transitions.between);
        all.push(&mut self.transitions.opening);
        all
    }

    fn add(&mut self, other: &Self) {
        self.weights += &other.weights;
        self.bias += &other.bias;
        let lists = [
            (&mut self.transitions.between, &other.transitions.between),
            (&mut self.transitions.opening, &other.transitions.opening),
        ];
        for (sums, values) in lists {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += value;
            }
        }
    }
}

/// A tagger in training.
#[derive(Debug, Clone)]
pub(super) struct Network {
    pub(super) table: Table,
    pub(super) encoder: Encoder,
    pub(super) heads: Vec<HeadWeights>,
}

impl Network {
    /// A pretrained encoder with new heads.
    pub(super) fn new(pretrained: Pretrained, heads: Vec<HeadWeights>) -> Self {
        Self {
            table: pretrained.table,
            encoder: pretrained.encoder,
            heads,
        }
    }

    /// The network that `tagger` was rounded from, as far as it was kept; its heads stand in the
    /// order of `corpora`.
    pub(super) fn of(tagger: &Tagger, corpora: &[Labelled]) -> Self {
        let width = tagger.embedding.width;
        let rows = tagger.embedding.weights();
        let mut random = Random::new(0, 6);
        let heads = corpora.iter().map(|corpus| {
            let labels = corpus.labels.clone();
            let mut weights =
                HeadWeights::random(corpus.name, labels, corpus.classifies, width, &mut random);
            if let Some(head) = tagger.head(corpus.name) {
                weights.weights.clone_from(&head.weights);
                weights.bias.clone_from(&head.bias);
                weights.transitions.clone_from(&head.transitions);
            }
            if let Some(known) = tagger.classifier(corpus.name) {
                weights.weights.clone_from(&known.weights);
                weights.bias.clone_from(&known.bias);
            }
            weights
        });
        Self {
            heads: heads.collect(),
            table: Table {
                width,
                seen: vec![0.0; rows.len() / width.max(1)],
                rows,
            },
            encoder: tagger.encoder.clone(),
        }
    }

    /// States of the tokens of one or more sentences.
    pub(super) fn encode(&self, sentences: &[&FeatureRows]) -> Encoded {
        let batch = Batch::new(
            sentences
                .iter()
                .map(|rows| rows.rows().map(|row| row.iter().copied())),
            self.encoder.gap(),
        );
        let input = self.table.sums(batch.features.rows());
        let passed = forward(
            &self.encoder,
            input,
            &batch.lives,
            0.0,
            &mut Random::new(0, 0),
        );
        Encoded {
            states: passed.last().clone(),
            sentences: batch.sentences,
        }
    }

    /// The most probable kind of a name of the first sentence of `encoded`.
    pub(super) fn kind(&self, head: usize, encoded: &Encoded, name: &LabelSpan) -> Option<usize> {
        let (head, place) = (self.heads.get(head)?, encoded.sentences.first()?);
        let tokens = place.start + name.tokens.start..place.start + name.tokens.end;
        let scores = mean(&encoded.states, tokens).dot(&head.weights) + &head.bias;
        let scores = scores.iter().enumerate();
        scores
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(kind, _)| kind)
    }

    /// Scores of the labels of `head` for each sentence of `encoded`.
    pub(super) fn emissions(&self, head: usize, encoded: &Encoded, sentence: usize) -> Vec<f32> {
        let (Some(head), Some(place)) = (
            self.heads.get(head),
            encoded.sentences.get(sentence).cloned(),
        ) else {
            return Vec::new();
        };
        let scores = rows(&encoded.states, place).dot(&head.weights) + &head.bias;
        scores.into_raw_vec_and_offset().0
    }
}

/// An example and the head that learns from it.
pub(super) type Lesson<'e> = (usize, &'e Example);

struct Found {
    features: FeatureRows,
    of_input: Array2<f32>,
    gradient: Encoder,
    heads: Vec<HeadWeights>,
    loss: f32,
}

/// Tunes `network` on `lessons`.
pub(super) fn tune(
    network: &mut Network,
    lessons: &[Lesson<'_>],
    tuning: Tuning,
    seed: u64,
    progress: &mut dyn FnMut(&str),
) {
    let mut random = Random::new(seed, 3);
    network.table.forget();
    let mut order: Vec<Lesson<'_>> = lessons
        .iter()
        .copied()
        .filter(|(_, example)| !example.features.is_empty())
        .collect();
    let n_steps = (tuning.passes * order.len()).div_ceil(tuning.job * N_JOBS);
    let mut adam = Adam::default();
    let mut step = 0_usize;
    for pass in 0..tuning.passes {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for lessons in order.chunks(tuning.job * N_JOBS) {
            let jobs: Vec<(&[Lesson<'_>], u64)> = lessons
                .chunks(tuning.job)
                .map(|job| (job, random.seed()))
                .collect();
            let found: Vec<Found> = std::thread::scope(|scope| {
                let network = &*network;
                let threads: Vec<_> = jobs
                    .into_iter()
                    .map(|(job, seed)| scope.spawn(move || learn(network, job, tuning, seed)))
                    .collect();
                threads
                    .into_iter()
                    .filter_map(|thread| thread.join().ok())
                    .collect()
            });
            let slow = (1.0 - small(step) / small(n_steps.max(1))).max(0.02)
                * (small(step) / 50.0).min(1.0);
            step += 1;
            let mut gradient = zeros_like(&network.encoder);
            let mut of_heads: Vec<HeadWeights> =
                network.heads.iter().map(HeadWeights::zeros_like).collect();
            for found in &found {
                add(&mut gradient, &found.gradient, 1.0);
                for (sum, head) in of_heads.iter_mut().zip(&found.heads) {
                    sum.add(head);
                }
                loss += found.loss;
            }
            let mut values = parameters(&mut network.encoder);
            values.extend(network.heads.iter_mut().flat_map(HeadWeights::parameters));
            let mut slopes = parameters(&mut gradient);
            slopes.extend(of_heads.iter_mut().flat_map(HeadWeights::parameters));
            adam.step(values, slopes, tuning.rate * slow, DECAY);
            let batches: Vec<_> = found
                .iter()
                .map(|found| (&found.features, &found.of_input))
                .collect();
            step_rows(
                &mut network.table,
                &batches,
                tuning.table_rate * slow,
                N_JOBS,
            );
        }
        progress(&format!(
            "pass {} of {}: loss {:.4}",
            pass + 1,
            tuning.passes,
            loss / small(order.len().max(1))
        ));
    }
}

fn learn(network: &Network, job: &[Lesson<'_>], tuning: Tuning, seed: u64) -> Found {
    let mut random = Random::new(seed, 4);
    let mut blind = Random::new(seed, 5);
    let sentences: Vec<FeatureRows> = job
        .iter()
        .map(|(_, example)| {
            let mut rows = FeatureRows::default();
            for row in example.features.rows() {
                rows.push(row.iter().copied().filter(|_| !blind.chance(tuning.blind)));
            }
            rows
        })
        .collect();
    let batch = Batch::new(
        sentences
            .iter()
            .map(|rows| rows.rows().map(|row| row.iter().copied())),
        network.encoder.gap(),
    );
    let input = network.table.sums(batch.features.rows());
    let passed = forward(
        &network.encoder,
        input,
        &batch.lives,
        tuning.dropout,
        &mut random,
    );
    let mut heads: Vec<HeadWeights> = network.heads.iter().map(HeadWeights::zeros_like).collect();
    let mut upstream = Array2::zeros(passed.last().dim());
    let mut loss = 0.0;
    for (&(head, example), place) in job.iter().zip(&batch.sentences) {
        let (Some(weights), Some(slot)) = (network.heads.get(head), heads.get_mut(head)) else {
            continue;
        };
        if weights.classifies {
            loss += learn_kinds(weights, example, passed.last(), place, slot, &mut upstream);
            continue;
        }
        let states = rows(passed.last(), place.clone());
        let scores = (states.dot(&weights.weights) + &weights.bias)
            .into_raw_vec_and_offset()
            .0;
        let transitions = &weights.transitions;
        let free = transitions.marginals(&scores, None);
        let held = transitions.marginals(&scores, Some(&example.allowed));
        let of = &mut slot.transitions;
        free.count_into(1.0, &mut of.between, &mut of.opening);
        held.count_into(-1.0, &mut of.between, &mut of.opening);
        loss += free.total - held.total;
        let slopes: Vec<f32> = free
            .probabilities
            .iter()
            .zip(&held.probabilities)
            .map(|(free, held)| free - held)
            .collect();
        let Ok(slopes) = Array2::from_shape_vec((place.len(), transitions.n_labels), slopes) else {
            continue;
        };
        general_mat_mul(1.0, &states.t(), &slopes, 1.0, &mut slot.weights);
        slot.bias += &slopes.sum_axis(Axis(0));
        let mut target = upstream.slice_axis_mut(Axis(0), Slice::from(place.clone()));
        general_mat_mul(1.0, &slopes, &weights.weights.t(), 1.0, &mut target);
    }
    let mut gradient = zeros_like(&network.encoder);
    let of_input = backward(
        &network.encoder,
        &passed,
        &batch.lives,
        upstream,
        &mut gradient,
    );
    Found {
        features: batch.features,
        of_input,
        gradient,
        heads,
        loss,
    }
}

/// Learns the kinds of the names of `example`, whose tokens are the rows `place` of `states`.
fn learn_kinds(
    weights: &HeadWeights,
    example: &Example,
    states: &Array2<f32>,
    place: &Range<usize>,
    slot: &mut HeadWeights,
    upstream: &mut Array2<f32>,
) -> f32 {
    let mut loss = 0.0;
    for name in &example.names {
        let tokens = place.start + name.tokens.start..place.start + name.tokens.end;
        let state = mean(states, tokens.clone());
        let mut slopes = (state.dot(&weights.weights) + &weights.bias).to_vec();
        softmax(&mut slopes);
        if let Some(right) = slopes.get_mut(name.kind) {
            loss -= right.max(1e-30).ln();
            *right -= 1.0;
        }
        let slopes = Array1::from_vec(slopes);
        for (mut row, value) in slot.weights.rows_mut().into_iter().zip(&state) {
            row.scaled_add(*value, &slopes);
        }
        slot.bias += &slopes;
        let of_state = weights.weights.dot(&slopes) / small(tokens.len());
        for row in tokens {
            let mut target = upstream.index_axis_mut(Axis(0), row);
            target += &of_state;
        }
    }
    loss
}
