//! Token-classification models in the form that Hugging Face gives them, run through candle.
//!
//! In: the words of a text, of any number. Out: for each word the scores of the model's labels.
//! A folder holds `config.json`, `model.safetensors` and `tokenizer.json` (for BERT, `vocab.txt`
//! will do). Models of the BERT and `RoBERTa` families are read (BERT, `RoBERTa`, `XLM-RoBERTa`,
//! `CamemBERT`); how to use one is told in `docs/transformer.md`. Inference only, on the CPU,
//! nothing is ever fetched. The same words give the same numbers on the same machine.

mod chunks;
mod config;
mod error;
mod files;
mod model;
mod tokens;
mod vocabulary;
mod weights;

use std::path::Path;

pub use error::{TransformerError, TransformerFault};

use chunks::windows;
use config::Config;
use files::{CONFIG, WEIGHTS, read};
use model::Model;
use tokens::Tokens;
use weights::Weights;

/// A model and its tokenizer, ready to read text; shared by threads.
#[derive(Debug)]
pub struct Transformer {
    labels: Vec<String>,
    tokens: Tokens,
    model: Model,
    /// Sub-tokens of a text that the model sees at once.
    capacity: usize,
}

/// The most probable label of a word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordTag {
    /// Its number in [`Transformer::labels`].
    pub label: usize,
    /// Its probability, as the model sees it: not calibrated.
    pub probability: f32,
}

impl Transformer {
    /// Reads the model in the folder `dir`.
    ///
    /// While it reads, the weights are held twice.
    ///
    /// # Errors
    /// The file that is missing, damaged or of another kind, and what is wrong with it.
    pub fn open(dir: &Path) -> Result<Self, TransformerError> {
        let file = dir.join(CONFIG);
        let json = read(&file, "expected the folder of a Hugging Face model")?;
        let config = Config::from_json(&json).map_err(|fault| fault.in_file(&file))?;
        let tokens = Tokens::open(dir, &config)?;
        let marks = tokens.before.len() + tokens.behind.len();
        let capacity = config.window().saturating_sub(marks);
        if capacity == 0 {
            let fault = TransformerFault::Setting {
                name: "max_position_embeddings",
                expected: "room for a text",
                found: config.positions.to_string(),
            };
            return Err(fault.in_file(&file));
        }
        let file = dir.join(WEIGHTS);
        let remedy = "save the model with `save_pretrained`, in one file";
        let bytes = read(&file, remedy)?;
        let model = Weights::new(&bytes)
            .and_then(|weights| Model::new(&config, &weights))
            .map_err(|fault| fault.in_file(&file))?;
        Ok(Self {
            labels: config.labels,
            tokens,
            model,
            capacity,
        })
    }

    /// The labels, as the model's `id2label` names them: IOB2 tags such as `B-PER`.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// For each word, one score a label: those of its first sub-token.
    ///
    /// A text longer than the model's window is read in windows that overlap, so that time is
    /// linear in the number of sub-tokens.
    ///
    /// # Errors
    /// A tokenizer that refuses a word, a model that cannot be run.
    pub fn logits(&self, words: &[&str]) -> Result<Vec<Vec<f32>>, TransformerError> {
        let encoded = self.tokens.encode(words)?;
        let mut rows = Vec::with_capacity(words.len());
        let mut starts = encoded.starts.iter().copied().peekable();
        for window in windows(encoded.ids.len(), self.capacity) {
            let seen = encoded.ids.get(window.tokens.clone()).unwrap_or_default();
            let input = [&self.tokens.before, seen, &self.tokens.behind].concat();
            let mut scores = self.model.logits(&input).map_err(TransformerError::Run)?;
            while let Some(start) = starts.next_if(|&start| start < window.owned.end) {
                let row = self.tokens.before.len() + start - window.tokens.start;
                rows.extend(scores.get_mut(row).map(std::mem::take));
            }
        }
        Ok(rows)
    }

    /// The most probable label of each word; labels of neighbours are not made to fit.
    ///
    /// # Errors
    /// As [`Self::logits`].
    pub fn tag(&self, words: &[&str]) -> Result<Vec<WordTag>, TransformerError> {
        let rows = self.logits(words)?;
        Ok(rows.iter().map(|row| most_probable(row)).collect())
    }
}

/// The first of the greatest scores, and its share in the softmax.
fn most_probable(scores: &[f32]) -> WordTag {
    let mut label = 0;
    let mut greatest = f32::NEG_INFINITY;
    for (number, &score) in scores.iter().enumerate() {
        if score > greatest {
            (label, greatest) = (number, score);
        }
    }
    let sum: f32 = scores.iter().map(|score| (score - greatest).exp()).sum();
    WordTag {
        label,
        probability: sum.recip(),
    }
}
