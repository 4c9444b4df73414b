//! [`Encoder`]: convolutions over the tokens of a text, and [`Embedding`], the table that
//! turns features into numbers.
//!
//! Layer l adds to the state of each token a rectified linear map of itself and its two
//! neighbours at the layer's distance (a residual dilated convolution; Strubell et al., 2017).
//! Sentences lie in one matrix with rows of zeros between them, so that none sees another.

use std::borrow::Cow;
use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use pulp::{Simd, WithSimd};

use super::features::TokenRows;
use super::kernel::Packed;
use super::model::Head;

/// Slope of the input's non-linearity below zero.
pub const LEAK: f32 = 0.1;

/// One signed byte a weight, times one scale, doubled as often as its row asks.
#[derive(Clone, PartialEq)]
pub struct Embedding {
    /// Numbers of a row.
    pub width: usize,
    /// Value of one step.
    pub scale: f32,
    /// Rows, one behind another; each byte is a signed number. Their number is a power of two;
    /// the buckets beyond it share them.
    pub rows: Cow<'static, [u8]>,
    /// For each row, how often its steps are doubled: few rows hold large numbers.
    pub doublings: Cow<'static, [u8]>,
}

/// Most doublings of a row.
pub const MAX_DOUBLINGS: u8 = 2;

impl std::fmt::Debug for Embedding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Embedding")
            .field("width", &self.width)
            .field("scale", &self.scale)
            .finish_non_exhaustive()
    }
}

impl Embedding {
    /// Weights of `width` numbers a row, each rounded to one of 255 steps. The steps of a row
    /// with numbers beyond `limit` are doubled, at most so often; what is still beyond is cut.
    pub fn quantize(weights: &[f32], width: usize, limit: f32, doublings_at_most: u8) -> Self {
        let at_most = doublings_at_most.min(MAX_DOUBLINGS);
        let scale = limit / 127.0;
        let mut rows = Vec::with_capacity(weights.len());
        let mut doublings = Vec::with_capacity(weights.len() / width.max(1));
        for row in weights.chunks_exact(width.max(1)) {
            let most = row
                .iter()
                .fold(0.0_f32, |most, weight| most.max(weight.abs()));
            let doubled = (0..at_most)
                .find(|&n| most <= limit * f32::from(1_u8 << n))
                .unwrap_or(at_most);
            let step = scale * f32::from(1_u8 << doubled);
            #[allow(
                clippy::cast_possible_truncation,
                reason = "clamped to the range of i8"
            )]
            rows.extend(row.iter().map(|weight| {
                ((weight / step).round().clamp(-127.0, 127.0) as i8).cast_unsigned()
            }));
            doublings.push(doubled);
        }
        Self {
            width,
            scale,
            rows: rows.into(),
            doublings: doublings.into(),
        }
    }

    /// The weights, as far as they were kept.
    pub fn weights(&self) -> Vec<f32> {
        let rows = self.rows.chunks_exact(self.width.max(1));
        rows.zip(self.doublings.iter())
            .flat_map(|(row, &doubled)| {
                let step = self.scale * f32::from(1_u8 << doubled.min(MAX_DOUBLINGS));
                row.iter()
                    .map(move |byte| f32::from(byte.cast_signed()) * step)
            })
            .collect()
    }

    /// Adds the rows of the first `most` of `features` to `sums`.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "compiled anew for each kind of vector"
    )]
    fn add(&self, features: &[u32], most: usize, sums: &mut [i16]) {
        let fold = self.doublings.len().wrapping_sub(1);
        for &feature in features.iter().take(most) {
            let bucket = feature as usize & fold;
            let start = bucket * self.width;
            let doubled = self.doublings.get(bucket).copied();
            let doubled = doubled.unwrap_or_default().min(MAX_DOUBLINGS);
            if let Some(row) = self.rows.get(start..start + self.width) {
                for (sum, &value) in sums.iter_mut().zip(row) {
                    *sum += i16::from(value.cast_signed()) << doubled;
                }
            }
        }
    }
}

/// Features of a word, and of a place, that count: more, all with the largest numbers, could
/// leave the range of the sums.
const MAX_WORD: usize = 48;
const MAX_PLACE: usize = 16;

/// Sums of the features of words, each computed once.
#[derive(Debug, Default)]
pub struct WordSums {
    sums: Vec<i16>,
}

impl WordSums {
    /// Adds the words that are new in `rows`.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "compiled anew for each kind of vector"
    )]
    fn extend(&mut self, embedding: &Embedding, rows: &TokenRows<'_>) {
        let width = embedding.width;
        let known = self.sums.len() / width.max(1);
        self.sums.resize(rows.words().len() * width, 0);
        let fresh = self.sums.chunks_exact_mut(width.max(1)).enumerate();
        for (word, sums) in fresh.skip(known) {
            embedding.add(rows.words().row(word), MAX_WORD, sums);
        }
    }

    fn word(&self, word: usize, width: usize) -> &[i16] {
        self.sums
            .get(word * width..(word + 1) * width)
            .unwrap_or_default()
    }
}

/// One convolution.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Distance to the neighbours it sees.
    pub dilation: usize,
    /// `3 * width` by `width`: left neighbour, token, right neighbour.
    pub weights: Array2<f32>,
    /// One number for each output.
    pub bias: Array1<f32>,
}

/// A stack of convolutions.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoder {
    /// Added to the sum of features.
    pub bias: Array1<f32>,
    /// In order.
    pub layers: Vec<Layer>,
}

/// States of the tokens of several sentences.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// One row a token, with rows of zeros between sentences.
    pub states: Array2<f32>,
    /// Rows of each sentence.
    pub sentences: Vec<Range<usize>>,
}

/// Where sentences stand in one matrix, `gap` empty rows before, between and behind them.
pub fn arrange(lengths: impl Iterator<Item = usize>, gap: usize) -> (Vec<Range<usize>>, usize) {
    let mut row = gap;
    let sentences = lengths
        .map(|length| {
            let rows = row..row + length;
            row = rows.end + gap;
            rows
        })
        .collect();
    (sentences, row)
}

/// The rows of `matrix` in `range`.
pub fn rows(matrix: &Array2<f32>, range: Range<usize>) -> ArrayView2<'_, f32> {
    matrix.slice_axis(Axis(0), Slice::from(range))
}

/// Copies each row with its neighbours at `dilation` side by side.
pub fn neighbours(states: &Array2<f32>, dilation: usize, out: &mut Array2<f32>) {
    let width = states.ncols();
    let (Some(states), Some(out)) = (states.as_slice(), out.as_slice_mut()) else {
        return;
    };
    let row = |idx: Option<usize>| idx.and_then(|idx| states.get(idx * width..(idx + 1) * width));
    for (idx, seen) in out.chunks_exact_mut(3 * width).enumerate() {
        let around = [
            idx.checked_sub(dilation),
            Some(idx),
            idx.checked_add(dilation),
        ];
        for (slot, idx) in seen.chunks_exact_mut(width).zip(around) {
            match row(idx) {
                Some(state) => slot.copy_from_slice(state),
                None => slot.fill(0.0),
            }
        }
    }
}

impl Encoder {
    /// Numbers of a state.
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// Rows of zeros that keep sentences apart.
    pub fn gap(&self) -> usize {
        self.layers
            .iter()
            .map(|layer| layer.dilation)
            .max()
            .unwrap_or(0)
    }
}

/// Encoder and heads with their weights in the order in which they are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Kernels {
    bias: Vec<f32>,
    gap: usize,
    layers: Vec<Kernel>,
    heads: Vec<Kernel>,
}

#[derive(Debug, Clone, PartialEq)]
struct Kernel {
    /// Distances of the rows that it sees.
    offsets: Vec<isize>,
    weights: Packed,
    bias: Vec<f32>,
}

impl Kernels {
    /// The kernels of `encoder` and of the `heads` that read it.
    pub fn new(encoder: &Encoder, heads: &[Head]) -> Self {
        let layers = encoder.layers.iter().map(|layer| {
            let far = isize::try_from(layer.dilation).unwrap_or_default();
            Kernel {
                offsets: vec![-far, 0, far],
                weights: Packed::new(&layer.weights),
                bias: layer.bias.to_vec(),
            }
        });
        let heads = heads.iter().map(|head| Kernel {
            offsets: vec![0],
            weights: Packed::new(&head.weights),
            bias: head.bias.to_vec(),
        });
        Self {
            bias: encoder.bias.to_vec(),
            gap: encoder.gap(),
            layers: layers.collect(),
            heads: heads.collect(),
        }
    }

    /// States of the tokens of `sentences` (ranges of tokens of `rows`); `sums` are those of
    /// the words of `rows` in earlier calls.
    pub fn encode(
        &self,
        embedding: &Embedding,
        rows: &TokenRows<'_>,
        sums: &mut WordSums,
        sentences: &[Range<usize>],
    ) -> Encoded {
        let width = self.bias.len();
        let (places, n_rows) = arrange(sentences.iter().map(Range::len), self.gap);
        let mut states = vec![0.0_f32; n_rows * width];
        pulp::Arch::new().dispatch(Embed {
            embedding,
            bias: &self.bias,
            rows,
            sums,
            sentences,
            places: &places,
            states: &mut states,
        });
        let rows = n_rows.saturating_sub(2 * self.gap);
        let mut added = vec![0.0_f32; rows * width];
        for layer in &self.layers {
            layer.apply(&states, width, self.gap, &mut added);
            for place in &places {
                let range = place.start * width..place.end * width;
                let behind = self.gap * width;
                let new = added.get(range.start - behind..range.end - behind);
                let states = states.get_mut(range).unwrap_or_default();
                for (value, more) in states.iter_mut().zip(new.unwrap_or_default()) {
                    *value += more.max(0.0);
                }
            }
        }
        Encoded {
            states: Array2::from_shape_vec((n_rows, width), states).unwrap_or_default(),
            sentences: places,
        }
    }

    /// Score of each label of head number `head` at each row of `encoded`; nothing when there
    /// is no such head.
    pub fn emissions(&self, head: usize, encoded: &Encoded) -> Vec<f32> {
        let (Some(head), Some(states)) = (self.heads.get(head), encoded.states.as_slice()) else {
            return Vec::new();
        };
        let mut scores = vec![0.0; encoded.states.nrows() * head.bias.len()];
        head.apply(states, encoded.states.ncols(), 0, &mut scores);
        scores
    }
}

/// Sums the features of tokens into their first states.
struct Embed<'e, 'r> {
    embedding: &'e Embedding,
    bias: &'e [f32],
    rows: &'e TokenRows<'r>,
    sums: &'e mut WordSums,
    sentences: &'e [Range<usize>],
    places: &'e [Range<usize>],
    states: &'e mut [f32],
}

impl WithSimd for Embed<'_, '_> {
    type Output = ();

    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "compiled anew for each kind of vector"
    )]
    fn with_simd<S: Simd>(self, _: S) {
        let Self {
            embedding,
            rows,
            sums,
            states,
            ..
        } = self;
        let width = self.bias.len();
        sums.extend(embedding, rows);
        let mut sum = vec![0_i16; width];
        for (sentence, place) in self.sentences.iter().zip(self.places) {
            let states = states.chunks_exact_mut(width.max(1));
            let states = states.skip(place.start).take(place.len());
            for (idx, state) in sentence.clone().zip(states) {
                sum.copy_from_slice(sums.word(rows.word(idx), width));
                embedding.add(rows.place(idx), MAX_PLACE, &mut sum);
                for ((value, &sum), bias) in state.iter_mut().zip(&sum).zip(self.bias) {
                    let input = f32::from(sum) * embedding.scale + bias;
                    *value = input.max(LEAK * input);
                }
            }
        }
    }
}

impl Kernel {
    fn apply(&self, states: &[f32], width: usize, first: usize, out: &mut [f32]) {
        let Self {
            offsets,
            weights,
            bias,
        } = self;
        weights.product(states, width, first, offsets, bias, out);
    }
}
