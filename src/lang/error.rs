//! What can be wrong with a pack.

use std::fmt;

/// One thing wrong with one line of one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("lang/{file}:{line}: {kind}")]
pub struct PackError {
    /// Path below `lang/`.
    pub file: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub kind: PackErrorKind,
}

/// Kinds of [`PackError`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackErrorKind {
    /// The file is none that packs have.
    #[error("unknown file")]
    UnknownFile,
    /// The header lacks a column.
    #[error("expected a column `{0}` in the header line")]
    MissingColumn(&'static str),
    /// A row has no value in a column.
    #[error("expected a value in column `{0}`")]
    MissingValue(&'static str),
    /// A value is none of the known ones.
    #[error("unknown {what} `{value}`")]
    UnknownValue {
        /// What the column holds.
        what: &'static str,
        /// The value found.
        value: String,
    },
}

/// All errors of a load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackErrors(pub Vec<PackError>);

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} errors in the language packs", self.0.len())?;
        self.0.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

impl std::error::Error for PackErrors {}
