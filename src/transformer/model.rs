//! [`Model`]: the encoder and its classifier.
//!
//! BERT (Devlin et al., 2019) and `RoBERTa` (Liu et al., 2019) compute the same; only names and
//! positions differ. One window at a time, without padding, so that no mask is needed.

use candle_core::{Device, Module, Result, Tensor};
use candle_nn::ops::softmax_last_dim;
use candle_nn::{LayerNorm, Linear};

use super::config::{Activation, Config, Family};
use super::error::TransformerFault;
use super::weights::Weights;

/// A token-classification model in memory.
#[derive(Debug)]
pub(super) struct Model {
    words: Tensor,
    /// Rows of positions, with the row of the only token type in use added.
    positions: Tensor,
    norm: LayerNorm,
    layers: Vec<Layer>,
    classifier: Linear,
    first_position: u32,
    /// In the `RoBERTa` family, the token that takes no position.
    padding: Option<u32>,
}

#[derive(Debug)]
struct Layer {
    attention: Attention,
    attention_norm: LayerNorm,
    up: Linear,
    activation: Activation,
    down: Linear,
    norm: LayerNorm,
}

#[derive(Debug)]
struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    output: Linear,
    heads: usize,
    /// Inverse square root of a head's width.
    scale: f64,
}

impl Model {
    /// Takes the tensors that `config` asks for; others are left.
    pub(super) fn new(
        config: &Config,
        weights: &Weights<'_>,
    ) -> std::result::Result<Self, TransformerFault> {
        // The head first: a model that lacks it is of another kind, whatever else is wrong.
        let classifier = weights.linear("classifier", config.hidden, config.labels.len())?;
        let root = config.family.prefix();
        let table = |name: &str, rows: usize| {
            let name = format!("{root}.embeddings.{name}_embeddings.weight");
            weights.tensor(&name, &[rows, config.hidden])
        };
        let words = table("word", config.vocabulary)?;
        let positions = table("position", config.positions)?;
        let types = table("token_type", config.types)?;
        let positions = types
            .narrow(0, 0, 1)
            .and_then(|first| positions.broadcast_add(&first))
            .map_err(|error| TransformerFault::Safetensors(error.to_string()))?;
        Ok(Self {
            words,
            positions,
            norm: weights.norm(
                &format!("{root}.embeddings.LayerNorm"),
                config.hidden,
                config.epsilon,
            )?,
            layers: (0..config.layers)
                .map(|number| Layer::new(config, weights, number))
                .collect::<std::result::Result<_, _>>()?,
            classifier,
            first_position: config.first_position(),
            padding: (config.family == Family::Roberta).then_some(config.padding),
        })
    }

    /// One row of scores a token; `tokens` include the marks of begin and end.
    pub(super) fn logits(&self, tokens: &[u32]) -> Result<Vec<Vec<f32>>> {
        let words = self.words.embedding(&Tensor::new(tokens, &Device::Cpu)?)?;
        let places = Tensor::new(self.places(tokens), &Device::Cpu)?;
        let mut states = (words + self.positions.embedding(&places)?)?.apply(&self.norm)?;
        for layer in &self.layers {
            states = layer.forward(&states)?;
        }
        states.apply(&self.classifier)?.to_vec2()
    }

    /// Row of each token in the table of positions.
    fn places(&self, tokens: &[u32]) -> Vec<u32> {
        let mut next = self.first_position;
        tokens
            .iter()
            .map(|&token| match self.padding {
                Some(padding) if padding == token => padding,
                _ => {
                    let place = next;
                    next += 1;
                    place
                }
            })
            .collect()
    }
}

impl Layer {
    fn new(
        config: &Config,
        weights: &Weights<'_>,
        number: usize,
    ) -> std::result::Result<Self, TransformerFault> {
        let root = format!("{}.encoder.layer.{number}", config.family.prefix());
        let (hidden, inner) = (config.hidden, config.intermediate);
        let square = |name: &str| weights.linear(&format!("{root}.{name}"), hidden, hidden);
        let norm = |name: &str| weights.norm(&format!("{root}.{name}"), hidden, config.epsilon);
        Ok(Self {
            attention: Attention {
                query: square("attention.self.query")?,
                key: square("attention.self.key")?,
                value: square("attention.self.value")?,
                output: square("attention.output.dense")?,
                heads: config.heads,
                scale: inverse_root(hidden / config.heads),
            },
            attention_norm: norm("attention.output.LayerNorm")?,
            up: weights.linear(&format!("{root}.intermediate.dense"), hidden, inner)?,
            activation: config.activation,
            down: weights.linear(&format!("{root}.output.dense"), inner, hidden)?,
            norm: norm("output.LayerNorm")?,
        })
    }

    fn forward(&self, states: &Tensor) -> Result<Tensor> {
        let attended = self.attention.forward(states)?;
        let states = (attended + states)?.apply(&self.attention_norm)?;
        let inner = states.apply(&self.up)?;
        let inner = match self.activation {
            Activation::Gelu => inner.gelu_erf(),
            Activation::GeluTanh => inner.gelu(),
            Activation::Relu => inner.relu(),
            Activation::Silu => inner.silu(),
        }?;
        (inner.apply(&self.down)? + states)?.apply(&self.norm)
    }
}

impl Attention {
    fn forward(&self, states: &Tensor) -> Result<Tensor> {
        let (length, hidden) = states.dims2()?;
        let by_head = |projection: &Linear| {
            projection
                .forward(states)?
                .reshape((length, self.heads, hidden / self.heads))?
                .transpose(0, 1)?
                .contiguous()
        };
        let query = (by_head(&self.query)? * self.scale)?;
        let scores = query.matmul(&by_head(&self.key)?.t()?)?;
        let mixed = softmax_last_dim(&scores)?.matmul(&by_head(&self.value)?)?;
        mixed
            .transpose(0, 1)?
            .reshape((length, hidden))?
            .apply(&self.output)
    }
}

fn inverse_root(width: usize) -> f64 {
    f64::from(u32::try_from(width).unwrap_or(u32::MAX))
        .sqrt()
        .recip()
}
