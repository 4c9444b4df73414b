//! [`Config`]: what `config.json` says of the model, checked.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::TransformerFault;

/// Architectures that differ in names and in where positions begin, in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Bert,
    Roberta,
}

/// What stands between the two halves of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Activation {
    Gelu,
    /// The approximation by a hyperbolic tangent.
    GeluTanh,
    Relu,
    Silu,
}

/// Sizes and settings of a model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Config {
    pub(super) family: Family,
    /// IOB2 tags by number.
    pub(super) labels: Vec<String>,
    pub(super) hidden: usize,
    pub(super) layers: usize,
    pub(super) heads: usize,
    pub(super) intermediate: usize,
    pub(super) vocabulary: usize,
    pub(super) positions: usize,
    pub(super) types: usize,
    pub(super) epsilon: f64,
    pub(super) activation: Activation,
    /// Token that takes no position of its own in the `RoBERTa` family.
    pub(super) padding: u32,
}

/// The file as written.
#[derive(Deserialize)]
struct RawConfig {
    #[serde(default)]
    id2label: BTreeMap<String, String>,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    // Where the file says nothing, transformers takes these, too.
    #[serde(default = "two")]
    type_vocab_size: usize,
    #[serde(default = "smallest_epsilon")]
    layer_norm_eps: f64,
    #[serde(default = "gelu")]
    hidden_act: String,
    position_embedding_type: Option<String>,
    pad_token_id: Option<u32>,
}

fn two() -> usize {
    2
}

fn smallest_epsilon() -> f64 {
    1e-12
}

fn gelu() -> String {
    "gelu".to_owned()
}

impl Config {
    /// Reads `config.json`.
    pub(super) fn from_json(json: &[u8]) -> Result<Self, TransformerFault> {
        // The architecture first: other models lack other settings, too.
        let json: serde_json::Value =
            serde_json::from_slice(json).map_err(|error| json_fault(&error))?;
        let family = match json.get("model_type").and_then(|name| name.as_str()) {
            Some(name) => Family::of(name)?,
            None => return Err(TransformerFault::ModelType("nothing".to_owned())),
        };
        let raw: RawConfig = serde_json::from_value(json).map_err(|error| json_fault(&error))?;
        if raw.num_attention_heads == 0 || !is_multiple(raw.hidden_size, raw.num_attention_heads) {
            return Err(TransformerFault::Setting {
                name: "num_attention_heads",
                expected: "a divisor of `hidden_size`",
                found: raw.num_attention_heads.to_string(),
            });
        }
        if let Some(kind) = raw.position_embedding_type
            && kind != "absolute"
        {
            return Err(TransformerFault::Setting {
                name: "position_embedding_type",
                expected: "`absolute`",
                found: kind,
            });
        }
        Ok(Self {
            family,
            labels: labels(&raw.id2label)?,
            hidden: raw.hidden_size,
            layers: raw.num_hidden_layers,
            heads: raw.num_attention_heads,
            intermediate: raw.intermediate_size,
            vocabulary: raw.vocab_size,
            positions: raw.max_position_embeddings,
            types: raw.type_vocab_size,
            epsilon: raw.layer_norm_eps,
            activation: Activation::of(raw.hidden_act)?,
            padding: raw.pad_token_id.unwrap_or(family.padding()),
        })
    }

    /// Row of the first token in the table of positions.
    pub(super) fn first_position(&self) -> u32 {
        match self.family {
            Family::Bert => 0,
            // fairseq left the rows up to that of the padding unused.
            Family::Roberta => self.padding.saturating_add(1),
        }
    }

    /// How many tokens the model can see at once.
    pub(super) fn window(&self) -> usize {
        let first = usize::try_from(self.first_position()).unwrap_or(usize::MAX);
        self.positions.saturating_sub(first)
    }
}

fn is_multiple(of: usize, divisor: usize) -> bool {
    of > 0 && of.checked_rem(divisor) == Some(0)
}

fn json_fault(error: &serde_json::Error) -> TransformerFault {
    TransformerFault::Json(error.to_string())
}

/// The labels in the order of their numbers.
fn labels(id2label: &BTreeMap<String, String>) -> Result<Vec<String>, TransformerFault> {
    let count = id2label.len();
    if count == 0 {
        return Err(TransformerFault::NoLabels);
    }
    (0..count)
        .map(|number| {
            let label = id2label.get(&number.to_string()).cloned();
            label.ok_or(TransformerFault::Labels {
                count,
                absent: number,
            })
        })
        .collect()
}

impl Family {
    fn of(model_type: &str) -> Result<Self, TransformerFault> {
        match model_type {
            "bert" => Ok(Self::Bert),
            "roberta" | "xlm-roberta" | "camembert" => Ok(Self::Roberta),
            other => Err(TransformerFault::ModelType(other.to_owned())),
        }
    }

    /// What the names of the encoder's tensors begin with.
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Bert => "bert",
            Self::Roberta => "roberta",
        }
    }

    /// Number of the padding where the file does not say it.
    const fn padding(self) -> u32 {
        match self {
            Self::Bert => 0,
            Self::Roberta => 1,
        }
    }
}

impl Activation {
    fn of(name: String) -> Result<Self, TransformerFault> {
        match name.as_str() {
            "gelu" | "gelu_python" => Ok(Self::Gelu),
            "gelu_new" | "gelu_fast" | "gelu_pytorch_tanh" => Ok(Self::GeluTanh),
            "relu" => Ok(Self::Relu),
            "silu" | "swish" => Ok(Self::Silu),
            _ => Err(TransformerFault::Setting {
                name: "hidden_act",
                expected: "gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu or silu",
                found: name,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERT: &str = r#"{"model_type": "bert", "id2label": {"1": "B-PER", "0": "O"},
        "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 16, "vocab_size": 10, "max_position_embeddings": 16}"#;

    fn fault(from: &str, to: &str) -> String {
        assert!(BERT.contains(from));
        let read = Config::from_json(BERT.replacen(from, to, 1).as_bytes());
        read.unwrap_err().to_string()
    }

    #[test]
    fn labels_come_in_the_order_of_their_numbers() {
        let config = Config::from_json(BERT.as_bytes()).unwrap();
        assert_eq!(config.labels, ["O", "B-PER"]);
        assert_eq!(config.window(), 16);
    }

    #[test]
    fn positions_of_roberta_begin_behind_the_padding() {
        let json = BERT.replace("\"bert\"", "\"camembert\"");
        let config = Config::from_json(json.as_bytes()).unwrap();
        assert_eq!((config.first_position(), config.window()), (2, 14));
    }

    #[test]
    fn faults_name_the_setting() {
        for (from, to, expected) in [
            ("\"bert\"", "\"t5\"", "found `t5`"),
            ("\"1\"", "\"2\"", "none with number 1"),
            ("\"id2label\"", "\"labels\"", "expected `id2label`"),
            ("heads\": 2", "heads\": 3", "num_attention_heads"),
            ("\"hidden_size\": 8,", "", "missing field `hidden_size`"),
            ("{", "{\"hidden_act\": \"mish\",", "found mish"),
            (
                "{",
                "{\"position_embedding_type\": \"relative_key\",",
                "found relative_key",
            ),
        ] {
            let found = fault(from, to);
            assert!(found.contains(expected), "{found}");
        }
    }
}
