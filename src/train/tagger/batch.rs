//! [`Batch`]: sentences in one matrix.

use std::ops::Range;

use crate::tagger::encoder::arrange;
use crate::tagger::features::FeatureRows;

/// Sentences laid out with rows of nothing between them.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Features of each row.
    pub(super) features: FeatureRows,
    /// Whether a token stands in the row.
    pub(super) lives: Vec<bool>,
    /// Rows of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
}

impl Batch {
    /// Lays out sentences, given the features of each token of each.
    pub(super) fn new<S, T>(sentences: impl Iterator<Item = S>, gap: usize) -> Self
    where
        S: ExactSizeIterator<Item = T>,
        T: IntoIterator<Item = u32>,
    {
        let mut batch = Self::default();
        let sentences: Vec<S> = sentences.collect();
        let (places, n_rows) = arrange(sentences.iter().map(ExactSizeIterator::len), gap);
        for (sentence, place) in sentences.into_iter().zip(&places) {
            batch.empty_until(place.start);
            for token in sentence {
                batch.features.push(token);
                batch.lives.push(true);
            }
        }
        batch.empty_until(n_rows);
        batch.sentences = places;
        batch
    }

    fn empty_until(&mut self, row: usize) {
        while self.lives.len() < row {
            self.features.push([]);
            self.lives.push(false);
        }
    }
}

/// Deals `order` out into at most `n_jobs` jobs of about `size` tokens each; returns what is left.
pub(super) fn deal<T>(
    mut order: &[T],
    n_jobs: usize,
    size: usize,
    length: impl Fn(&T) -> usize,
) -> (Vec<&[T]>, &[T]) {
    let mut jobs = Vec::new();
    while jobs.len() < n_jobs && !order.is_empty() {
        let mut tokens = 0;
        let taken = order
            .iter()
            .take_while(|item| {
                let open = tokens < size;
                tokens += length(item);
                open
            })
            .count();
        let (job, rest) = order.split_at(taken.max(1));
        jobs.push(job);
        order = rest;
    }
    (jobs, order)
}
