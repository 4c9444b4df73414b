//! Where a tagger comes from: the binary, or a file.

use std::path::{Path, PathBuf};

use super::{Tagger, TaggerError};
use crate::boundary::VocabularyError;

/// Why a file gives no tagger.
#[derive(Debug, thiserror::Error)]
pub enum TaggerFileError {
    /// It cannot be read.
    #[error("{} cannot be read", .0.display())]
    Read(PathBuf, #[source] std::io::Error),
    /// It holds no sound tagger of this version.
    #[error("{file}: {fault}; rebuild it with `maqal train tagger --out {file}`")]
    File {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: TaggerError,
    },
    /// The words beside it cannot be read.
    #[error("{file}: {fault}; rebuild it with `maqal train names`")]
    Vocabulary {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: VocabularyError,
    },
}

impl Tagger {
    /// The tagger that the binary carries.
    ///
    /// # Errors
    /// The file was damaged, or written by another version, when the binary was built.
    pub fn embedded() -> Result<Self, TaggerFileError> {
        Self::from_static(include_bytes!("../../models/tagger.bin")).map_err(|fault| {
            TaggerFileError::File {
                file: "models/tagger.bin".to_owned(),
                fault,
            }
        })
    }

    /// The tagger in a file.
    ///
    /// # Errors
    /// The file cannot be read, or holds no sound tagger of this version.
    pub fn open(path: &Path) -> Result<Self, TaggerFileError> {
        let bytes =
            std::fs::read(path).map_err(|error| TaggerFileError::Read(path.into(), error))?;
        Self::from_bytes(&bytes).map_err(|fault| TaggerFileError::File {
            file: path.display().to_string(),
            fault,
        })
    }
}
