//! Names of the files of a model folder, and how they are read.

use std::io::ErrorKind;
use std::path::Path;

use super::error::TransformerError;

pub(super) const CONFIG: &str = "config.json";
pub(super) const WEIGHTS: &str = "model.safetensors";
pub(super) const TOKENIZER: &str = "tokenizer.json";
pub(super) const TOKENIZER_CONFIG: &str = "tokenizer_config.json";
pub(super) const VOCABULARY: &str = "vocab.txt";

/// The content of a file that may be absent.
pub(super) fn read_if_there(file: &Path) -> Result<Option<Vec<u8>>, TransformerError> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(TransformerError::Read {
            file: file.to_path_buf(),
            source,
        }),
    }
}

/// The content of a file that must be there; `remedy` says how to get it.
pub(super) fn read(file: &Path, remedy: &'static str) -> Result<Vec<u8>, TransformerError> {
    read_if_there(file)?.ok_or_else(|| TransformerError::Missing {
        file: file.to_path_buf(),
        remedy,
    })
}
