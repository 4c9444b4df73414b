//! [`Table`]: an embedding table in training.

use ndarray::Array2;

use super::network::small;
use super::optimizer::move_row;
use crate::eval::random::Random;

/// Rows of numbers, with how much each has moved.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Numbers of a row.
    pub(super) width: usize,
    /// Rows, one behind another.
    pub(super) rows: Vec<f32>,
    /// Sum of the mean squared gradients of each row.
    pub(super) seen: Vec<f32>,
}

impl Table {
    /// Small random numbers.
    pub(super) fn random(n_rows: usize, width: usize, random: &mut Random) -> Self {
        Self {
            width,
            rows: (0..n_rows * width)
                .map(|_| random.normal() * 0.05)
                .collect(),
            seen: vec![0.0; n_rows],
        }
    }

    /// Row number `idx`.
    pub(super) fn row(&self, idx: usize) -> &[f32] {
        self.rows
            .get(idx * self.width..(idx + 1) * self.width)
            .unwrap_or_default()
    }

    /// Sums the rows of the features of each place.
    pub(super) fn sums<'f>(&self, places: impl ExactSizeIterator<Item = &'f [u32]>) -> Array2<f32> {
        let mut sums = Array2::zeros((places.len(), self.width));
        for (mut sum, features) in sums.rows_mut().into_iter().zip(places) {
            if let Some(sum) = sum.as_slice_mut() {
                for &feature in features {
                    for (slot, value) in sum.iter_mut().zip(self.row(feature as usize)) {
                        *slot += value;
                    }
                }
            }
        }
        sums
    }

    /// One step of `AdaGrad` on row `idx`.
    pub(super) fn step(&mut self, idx: usize, slope: &[f32], rate: f32) {
        let square = slope.iter().map(|x| x * x).sum::<f32>() / small(self.width);
        let width = self.width;
        if square > 0.0
            && let Some(seen) = self.seen.get_mut(idx)
            && let Some(row) = self.rows.get_mut(idx * width..(idx + 1) * width)
        {
            *seen += square;
            move_row(row, slope, rate / (*seen + 1e-10).sqrt());
        }
    }

    /// Forgets how far the rows have moved: the next phase moves them afresh.
    pub(super) fn forget(&mut self) {
        self.seen.fill(0.0);
    }

    /// Makes rows zero that no gradient ever moved, so that they add no noise.
    pub(super) fn clear_unseen(&mut self) {
        for (row, &seen) in self.rows.chunks_exact_mut(self.width).zip(&self.seen) {
            if seen == 0.0 {
                row.fill(0.0);
            }
        }
    }
}
