//! The encoder with what training needs: activations kept, dropout, gradients.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Zip};

use crate::eval::random::Random;
use crate::tagger::encoder::{Encoder, LEAK, Layer, neighbours};

/// A new encoder with random weights.
pub(super) fn random_encoder(width: usize, dilations: &[usize], random: &mut Random) -> Encoder {
    let spread = 0.7 * (2.0 / small(3 * width)).sqrt();
    Encoder {
        bias: Array1::zeros(width),
        layers: dilations
            .iter()
            .map(|&dilation| Layer {
                dilation,
                weights: Array2::from_shape_simple_fn((3 * width, width), || {
                    random.normal() * spread
                }),
                bias: Array1::zeros(width),
            })
            .collect(),
    }
}

/// The same shape, all zero: gradients.
pub(super) fn zeros_like(encoder: &Encoder) -> Encoder {
    Encoder {
        bias: Array1::zeros(encoder.bias.len()),
        layers: encoder
            .layers
            .iter()
            .map(|layer| Layer {
                dilation: layer.dilation,
                weights: Array2::zeros(layer.weights.dim()),
                bias: Array1::zeros(layer.bias.len()),
            })
            .collect(),
    }
}

/// All parameters, in a fixed order.
pub(super) fn parameters(encoder: &mut Encoder) -> Vec<&mut [f32]> {
    let mut all: Vec<&mut [f32]> = Vec::new();
    all.extend(encoder.bias.as_slice_mut());
    for layer in &mut encoder.layers {
        all.extend(layer.weights.as_slice_mut());
        all.extend(layer.bias.as_slice_mut());
    }
    all
}

/// What the forward pass leaves for the backward pass.
pub(super) struct Activations {
    /// Input with bias, before its non-linearity.
    input: Array2<f32>,
    /// State before each layer, and the last.
    states: Vec<Array2<f32>>,
    /// What each layer added before dropout.
    added: Vec<Array2<f32>>,
    /// Dropout factors of the input and of each layer; empty without dropout.
    kept: Vec<Array2<f32>>,
}

impl Activations {
    /// State behind the last layer.
    pub(super) fn last(&self) -> &Array2<f32> {
        self.states.last().unwrap_or(&self.input)
    }
}

/// Runs `encoder` over `input` (sums of features, one row a token). Rows outside of `lives`
/// are the zeros between sentences. A share `dropout` of the numbers is dropped.
pub(super) fn forward(
    encoder: &Encoder,
    mut input: Array2<f32>,
    lives: &[bool],
    dropout: f32,
    random: &mut Random,
) -> Activations {
    let (rows, width) = input.dim();
    let mut kept = Vec::new();
    let keep = |random: &mut Random| {
        (dropout > 0.0).then(|| {
            Array2::from_shape_simple_fn((rows, width), || {
                if random.uniform() < dropout {
                    0.0
                } else {
                    1.0 / (1.0 - dropout)
                }
            })
        })
    };
    input += &encoder.bias;
    for (mut row, &live) in input.rows_mut().into_iter().zip(lives) {
        if !live {
            row.fill(0.0);
        }
    }
    let mut state = input.mapv(|value| value.max(LEAK * value));
    if let Some(mask) = keep(random) {
        state *= &mask;
        kept.push(mask);
    }
    let mut seen = Array2::zeros((rows, 3 * width));
    let mut states = vec![state];
    let mut all_added = Vec::new();
    for layer in &encoder.layers {
        let Some(before) = states.last() else { break };
        neighbours(before, layer.dilation, &mut seen);
        let mut added = Array2::zeros((rows, width));
        added += &layer.bias;
        general_mat_mul(1.0, &seen, &layer.weights, 1.0, &mut added);
        added.mapv_inplace(|value| value.max(0.0));
        for (mut row, &live) in added.rows_mut().into_iter().zip(lives) {
            if !live {
                row.fill(0.0);
            }
        }
        let mut after = before.clone();
        match keep(random) {
            Some(mask) => {
                Zip::from(&mut after)
                    .and(&added)
                    .and(&mask)
                    .for_each(|after, added, mask| *after += added * mask);
                kept.push(mask);
            }
            None => after += &added,
        }
        states.push(after);
        all_added.push(added);
    }
    Activations {
        input,
        states,
        added: all_added,
        kept,
    }
}

/// Adds to `gradient` the derivatives of the parameters, given that of the last state; returns
/// that of the input.
pub(super) fn backward(
    encoder: &Encoder,
    activations: &Activations,
    lives: &[bool],
    mut upstream: Array2<f32>,
    gradient: &mut Encoder,
) -> Array2<f32> {
    let (rows, width) = upstream.dim();
    let mut seen = Array2::zeros((rows, 3 * width));
    let mut back = Array2::zeros((rows, 3 * width));
    let layers = encoder.layers.iter().zip(&mut gradient.layers).enumerate();
    for (idx, (layer, slot)) in layers.collect::<Vec<_>>().into_iter().rev() {
        let (Some(state), Some(added)) = (activations.states.get(idx), activations.added.get(idx))
        else {
            continue;
        };
        let mut own = upstream.clone();
        if let Some(mask) = activations.kept.get(idx + 1) {
            own *= mask;
        }
        Zip::from(&mut own).and(added).for_each(|own, &added| {
            if added <= 0.0 {
                *own = 0.0;
            }
        });
        neighbours(state, layer.dilation, &mut seen);
        general_mat_mul(1.0, &seen.t(), &own, 1.0, &mut slot.weights);
        for row in own.rows() {
            slot.bias += &row;
        }
        general_mat_mul(1.0, &own, &layer.weights.t(), 0.0, &mut back);
        scatter(&back, layer.dilation, &mut upstream);
    }
    if let Some(mask) = activations.kept.first() {
        upstream *= mask;
    }
    Zip::from(&mut upstream)
        .and(&activations.input)
        .for_each(|up, &input| {
            if input < 0.0 {
                *up *= LEAK;
            }
        });
    for (mut row, &live) in upstream.rows_mut().into_iter().zip(lives) {
        if live {
            gradient.bias += &row;
        } else {
            row.fill(0.0);
        }
    }
    upstream
}

/// Adds what each row sees of its neighbours back to them.
fn scatter(back: &Array2<f32>, dilation: usize, target: &mut Array2<f32>) {
    let width = target.ncols();
    let (Some(back), Some(target)) = (back.as_slice(), target.as_slice_mut()) else {
        return;
    };
    for (idx, seen) in back.chunks_exact(3 * width).enumerate() {
        let around = [
            idx.checked_sub(dilation),
            Some(idx),
            idx.checked_add(dilation),
        ];
        for (slopes, idx) in seen.chunks_exact(width).zip(around) {
            let place = idx.and_then(|idx| target.get_mut(idx * width..(idx + 1) * width));
            for (slot, slope) in place.into_iter().flatten().zip(slopes) {
                *slot += slope;
            }
        }
    }
}

/// A count as a number to compute with.
#[allow(
    clippy::cast_precision_loss,
    reason = "counts of words and rows are far below 2^24, or their rounding does not matter"
)]
pub(super) fn small(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The derivative of a weighted sum of the last states agrees with differences.
    #[test]
    fn gradients_agree_with_differences() {
        let mut random = Random::new(7, 0);
        let encoder = random_encoder(3, &[1, 2], &mut random);
        let lives = [false, false, true, true, true, false, false];
        let input = Array2::from_shape_simple_fn((7, 3), || random.normal()) * 0.5;
        let weights = Array2::from_shape_simple_fn((7, 3), || random.normal());
        let mut live_weights = weights.clone();
        for (mut row, &live) in live_weights.rows_mut().into_iter().zip(&lives) {
            if !live {
                row.fill(0.0);
            }
        }
        let loss = |encoder: &Encoder, input: &Array2<f32>| {
            let passed = forward(encoder, input.clone(), &lives, 0.0, &mut Random::new(0, 0));
            (passed.last() * &live_weights).sum()
        };
        let passed = forward(&encoder, input.clone(), &lives, 0.0, &mut Random::new(0, 0));
        let mut gradient = zeros_like(&encoder);
        let of_input = backward(
            &encoder,
            &passed,
            &lives,
            live_weights.clone(),
            &mut gradient,
        );
        let step = 1e-2;
        let near = |found: f32, wanted: f32| (found - wanted).abs() < 0.02 + 0.02 * wanted.abs();
        for row in 2..5 {
            for column in 0..3 {
                let (mut up, mut down) = (input.clone(), input.clone());
                up[[row, column]] += step;
                down[[row, column]] -= step;
                let slope = (loss(&encoder, &up) - loss(&encoder, &down)) / (2.0 * step);
                assert!(near(of_input[[row, column]], slope));
            }
        }
        let found: Vec<f32> = parameters(&mut gradient)
            .iter()
            .flat_map(|part| part.iter().copied())
            .collect();
        let count = found.len();
        for at in (0..count).step_by(3) {
            let moved = |by: f32| {
                let mut other = encoder.clone();
                let mut all = parameters(&mut other);
                let mut left = at;
                for part in &mut all {
                    if left < part.len() {
                        part[left] += by;
                        break;
                    }
                    left -= part.len();
                }
                other
            };
            let slope = (loss(&moved(step), &input) - loss(&moved(-step), &input)) / (2.0 * step);
            assert!(
                near(found[at], slope),
                "parameter {at}: {} {slope}",
                found[at]
            );
        }
    }
}
