//! [`TransformerError`]: why a model folder cannot be used, or a text not be read with it.

use std::path::{Path, PathBuf};

/// Why a model cannot be opened or run.
#[derive(Debug, thiserror::Error)]
pub enum TransformerError {
    /// A file that the folder must hold is not there.
    #[error("{}: no such file; {remedy}", file.display())]
    Missing {
        /// The file.
        file: PathBuf,
        /// How to get it.
        remedy: &'static str,
    },
    /// A file cannot be read.
    #[error("cannot read {}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file holds something else than it should.
    #[error("{}: {fault}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        fault: TransformerFault,
    },
    /// The tokenizer refuses a text.
    #[error("the tokenizer refuses the text: {0}")]
    Encode(String),
    /// The model cannot be run.
    #[error("the model cannot be run")]
    Run(#[source] candle_core::Error),
}

/// What is wrong with a file of the folder.
#[derive(Debug, thiserror::Error)]
pub enum TransformerFault {
    /// It is not the JSON that it should be.
    #[error("expected the JSON of a model: {0}")]
    Json(String),
    /// Another architecture.
    #[error("expected `model_type` bert, roberta, xlm-roberta or camembert, found `{0}`")]
    ModelType(String),
    /// The model names no labels.
    #[error("expected `id2label`, found none; fine-tune the model for token classification")]
    NoLabels,
    /// The labels are not numbered from 0 on.
    #[error(
        "expected {count} labels numbered from 0 in `id2label`, found none with number {absent}"
    )]
    Labels {
        /// How many labels there are.
        count: usize,
        /// The first number that has none.
        absent: usize,
    },
    /// A setting that no model of these families has, or that is not implemented.
    #[error("{name}: expected {expected}, found {found}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// What can be used.
        expected: &'static str,
        /// What the file says.
        found: String,
    },
    /// It is no tokenizer.
    #[error("expected a tokenizer: {0}")]
    Tokenizer(String),
    /// A token without which no text can be read.
    #[error("the token `{0}` is not in the vocabulary")]
    SpecialToken(String),
    /// The tokenizer belongs to another model.
    #[error(
        "the tokenizer gives numbers up to {last}, but the model knows {rows} tokens; \
         take both from one model"
    )]
    Vocabulary {
        /// The greatest number of a token.
        last: u32,
        /// Rows of the model's embedding.
        rows: usize,
    },
    /// It is damaged, or no safetensors file.
    #[error("expected a safetensors file: {0}; the download may be incomplete")]
    Safetensors(String),
    /// A tensor is not there.
    #[error("no tensor `{0}`; expected a model fine-tuned for token classification")]
    NoTensor(String),
    /// A tensor does not have the shape that `config.json` asks for.
    #[error("tensor `{name}`: expected shape {expected:?} after config.json, found {found:?}")]
    Shape {
        /// Name of the tensor.
        name: String,
        /// Shape that follows from `config.json`.
        expected: Vec<usize>,
        /// Its shape.
        found: Vec<usize>,
    },
    /// A tensor holds infinite values or none at all.
    #[error("tensor `{0}`: expected finite numbers, found others")]
    NotFinite(String),
}

impl TransformerFault {
    /// The fault, and the file that has it.
    pub(super) fn in_file(self, file: &Path) -> TransformerError {
        TransformerError::File {
            file: file.to_path_buf(),
            fault: self,
        }
    }
}
