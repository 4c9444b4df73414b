//! Products of states and weights on whatever vectors the processor has.
//!
//! Four tokens by sixteen outputs at a time: what fits the registers of every processor with
//! 256-bit vectors, so that each weight that is loaded serves four tokens (Goto and van de
//! Geijn, 2008). The weights are few and laid out once; states are read where they stand.

use ndarray::Array2;
use pulp::{Simd, WithSimd};

/// Outputs computed together.
const COLUMNS: usize = 16;
/// Tokens computed together.
const ROWS: usize = 4;

/// A matrix of weights in the order in which the product reads it: columns in groups of
/// [`COLUMNS`], filled up with zeros, each group row by row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Packed {
    n_inputs: usize,
    n_outputs: usize,
    weights: Vec<f32>,
}

impl Packed {
    /// `weights`: inputs by outputs.
    pub(super) fn new(weights: &Array2<f32>) -> Self {
        let (n_inputs, n_outputs) = weights.dim();
        let mut packed = Vec::with_capacity(n_inputs * n_outputs.next_multiple_of(COLUMNS));
        for first in (0..n_outputs).step_by(COLUMNS) {
            for row in weights.rows() {
                let weights = row.iter().skip(first).take(COLUMNS).copied();
                packed.extend(weights.chain(std::iter::repeat(0.0)).take(COLUMNS));
            }
        }
        Self {
            n_inputs,
            n_outputs,
            weights: packed,
        }
    }

    /// For each row of `states` from `first` on, as many as `out` has: the products with the
    /// rows at the distances of `offsets`, one behind another, added to `bias`. A row of states has
    /// `width` numbers; rows outside of `states` leave their outputs as they are.
    pub(super) fn product(
        &self,
        states: &[f32],
        width: usize,
        first: usize,
        offsets: &[isize],
        bias: &[f32],
        out: &mut [f32],
    ) {
        debug_assert_eq!(self.n_inputs, width * offsets.len());
        pulp::Arch::new().dispatch(Product {
            packed: self,
            states,
            width,
            first,
            offsets,
            bias,
            out,
        });
    }
}

struct Product<'p> {
    packed: &'p Packed,
    states: &'p [f32],
    width: usize,
    first: usize,
    offsets: &'p [isize],
    bias: &'p [f32],
    out: &'p mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "compiled anew for each kind of vector"
    )]
    fn with_simd<S: Simd>(self, simd: S) {
        match COLUMNS / S::F32_LANES {
            1 => self.blocks::<S, 1>(simd),
            2 => self.blocks::<S, 2>(simd),
            4 => self.blocks::<S, 4>(simd),
            _ => self.blocks::<S, COLUMNS>(simd),
        }
    }
}

impl Product<'_> {
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "compiled anew for each kind of vector"
    )]
    fn blocks<S: Simd, const V: usize>(self, simd: S) {
        let n_outputs = self.packed.n_outputs;
        let n_rows = self.out.len() / n_outputs.max(1);
        let block = self.packed.n_inputs * COLUMNS;
        let columns = (0..n_outputs).step_by(COLUMNS);
        for (column, weights) in columns.zip(self.packed.weights.chunks_exact(block.max(1))) {
            let (weights, _) = S::as_simd_f32s(weights);
            let (weights, _) = weights.as_chunks::<V>();
            let mut bias = [0.0; COLUMNS];
            let own = self.bias.get(column..).unwrap_or_default();
            for (slot, own) in bias.iter_mut().zip(own) {
                *slot = *own;
            }
            let n_columns = COLUMNS.min(n_outputs - column);
            let mut row = 0;
            while row < n_rows {
                let n = if row + ROWS <= n_rows { ROWS } else { 1 };
                let mut sums = [[0.0; COLUMNS]; ROWS];
                if n == ROWS {
                    self.rows::<S, V, ROWS>(simd, weights, row, &bias, &mut sums);
                } else {
                    self.rows::<S, V, 1>(simd, weights, row, &bias, &mut sums);
                }
                for (idx, sums) in sums.iter().enumerate().take(n) {
                    let start = (row + idx) * n_outputs + column;
                    let out = self.out.get_mut(start..start + n_columns);
                    for (slot, sum) in out.unwrap_or_default().iter_mut().zip(sums) {
                        *slot = *sum;
                    }
                }
                row += n;
            }
        }
    }

    /// The sums of `R` rows from `row` on.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "compiled anew for each kind of vector"
    )]
    fn rows<S: Simd, const V: usize, const R: usize>(
        &self,
        simd: S,
        weights: &[[S::f32s; V]],
        row: usize,
        bias: &[f32; COLUMNS],
        out: &mut [[f32; COLUMNS]; ROWS],
    ) {
        let (bias, _) = S::as_simd_f32s(bias);
        let Some(bias) = bias.first_chunk::<V>() else {
            return;
        };
        let mut sums = [*bias; R];
        let slots = self
            .offsets
            .iter()
            .zip(weights.chunks_exact(self.width.max(1)));
        for (offset, weights) in slots {
            let Some(start) = (self.first + row).checked_add_signed(*offset) else {
                continue;
            };
            let states = self
                .states
                .get(start * self.width..(start + R) * self.width);
            let Some(states) = states else {
                continue;
            };
            let mut rows = states.chunks_exact(self.width.max(1));
            let inputs: [&[f32]; R] = std::array::from_fn(|_| rows.next().unwrap_or_default());
            // One length for all, so that the loop below needs no checks.
            let n = weights.len();
            if inputs.iter().any(|input| input.len() != n) {
                continue;
            }
            for (idx, weights) in weights.iter().enumerate() {
                for (sums, input) in sums.iter_mut().zip(&inputs) {
                    let Some(&input) = input.get(idx) else {
                        continue;
                    };
                    let input = simd.splat_f32s(input);
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum = simd.mul_add_e_f32s(input, *weight, *sum);
                    }
                }
            }
        }
        for (out, sums) in out.iter_mut().zip(&sums) {
            let (out, _) = S::as_mut_simd_f32s(out);
            for (out, sum) in out.iter_mut().zip(sums) {
                *out = *sum;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    /// Numbers without a pattern that a product could hide in.
    fn numbers(rows: usize, columns: usize, seed: u32) -> Array2<f32> {
        let mut state = seed;
        Array2::from_shape_simple_fn((rows, columns), || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f32::from(u16::try_from(state >> 16).unwrap()) / 32_768.0 - 1.0
        })
    }

    #[test]
    fn agrees_with_the_plain_product() {
        for (width, n_outputs, n_rows) in [(64, 64, 13), (64, 9, 5), (5, 3, 1), (7, 33, 8)] {
            let offsets = [-2, 0, 2];
            let states = numbers(n_rows + 4, width, 1);
            let weights = numbers(3 * width, n_outputs, 2);
            let bias = numbers(1, n_outputs, 3);
            let mut out = vec![0.0; n_rows * n_outputs];
            Packed::new(&weights).product(
                states.as_slice().unwrap(),
                width,
                2,
                &offsets,
                bias.as_slice().unwrap(),
                &mut out,
            );
            for row in 0..n_rows {
                for column in 0..n_outputs {
                    let mut sum = bias[[0, column]];
                    for (slot, at) in [row, row + 2, row + 4].into_iter().enumerate() {
                        for input in 0..width {
                            sum += states[[at, input]] * weights[[slot * width + input, column]];
                        }
                    }
                    let found = out[row * n_outputs + column];
                    assert!(
                        (found - sum).abs() < 1e-3,
                        "{width} {n_outputs}: {row} {column}: {found} for {sum}"
                    );
                }
            }
        }
    }
}
