//! Steps along the gradient: Adam for what every token touches, `AdaGrad` by rows for tables.

use crate::tagger::features::FeatureRows;
use ndarray::Array2;

use super::network::small;
use super::table::Table;

/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019).
#[derive(Debug, Default)]
pub(super) struct Adam {
    first: Vec<Vec<f32>>,
    second: Vec<Vec<f32>>,
    steps: i32,
}

impl Adam {
    /// Moves `parameters` against `gradients`; both in the same order at each call.
    pub(super) fn step(
        &mut self,
        parameters: Vec<&mut [f32]>,
        gradients: Vec<&mut [f32]>,
        rate: f32,
        decay: f32,
    ) {
        if self.first.is_empty() {
            self.first = parameters
                .iter()
                .map(|part| vec![0.0; part.len()])
                .collect();
            self.second.clone_from(&self.first);
        }
        self.steps += 1;
        let (near, far) = (
            1.0 - 0.9_f32.powi(self.steps),
            1.0 - 0.999_f32.powi(self.steps),
        );
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((part, slope), (first, second)) in parameters.into_iter().zip(gradients).zip(moments) {
            for (((value, &mut slope), first), second) in
                part.iter_mut().zip(slope).zip(first).zip(second)
            {
                *first = 0.9 * *first + 0.1 * slope;
                *second = 0.999 * *second + 0.001 * slope * slope;
                let step = (*first / near) / ((*second / far).sqrt() + 1e-8);
                *value -= rate * (step + decay * *value);
            }
        }
    }
}

/// Moves the rows of `table` that the features of `batches` name against the gradient of each
/// token's input. Threads own disjoint rows and go through the tokens in order, so that the
/// result does not depend on their pace.
pub(super) fn step_rows(
    table: &mut Table,
    batches: &[(&FeatureRows, &Array2<f32>)],
    rate: f32,
    n_threads: usize,
) {
    let width = table.width;
    let per_thread = table.seen.len().div_ceil(n_threads.max(1));
    let parts = table
        .rows
        .chunks_mut(per_thread * width)
        .zip(table.seen.chunks_mut(per_thread));
    std::thread::scope(|scope| {
        for (part, (rows, seen)) in parts.enumerate() {
            scope.spawn(move || {
                let first = part * per_thread;
                for (features, gradient) in batches {
                    for (row, slope) in features.rows().zip(gradient.rows()) {
                        let Some(slope) = slope.as_slice() else {
                            continue;
                        };
                        let square = slope.iter().map(|x| x * x).sum::<f32>() / small(width);
                        if square == 0.0 {
                            continue;
                        }
                        for &feature in row {
                            let Some(at) = (feature as usize).checked_sub(first) else {
                                continue;
                            };
                            if let Some(seen) = seen.get_mut(at)
                                && let Some(row) = rows.get_mut(at * width..(at + 1) * width)
                            {
                                *seen += square;
                                move_row(row, slope, rate / (*seen + 1e-10).sqrt());
                            }
                        }
                    }
                }
            });
        }
    });
}

/// Subtracts `rate` times `slope`.
pub(super) fn move_row(row: &mut [f32], slope: &[f32], rate: f32) {
    for (value, slope) in row.iter_mut().zip(slope) {
        *value -= rate * slope;
    }
}
