//! Files of JSON lines that answers are scored against.

use std::io;
use std::path::{Path, PathBuf};

/// Why a file cannot be scored against.
#[derive(Debug, thiserror::Error)]
pub enum JsonLinesError {
    /// It cannot be read.
    #[error("cannot read {0}")]
    Read(PathBuf, #[source] io::Error),
    /// A line is none of its form.
    #[error("{}, line {line}: {reason}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It holds none of what it should.
    #[error("{} has no {what}", file.display())]
    Empty {
        /// The file.
        file: PathBuf,
        /// In the plural.
        what: &'static str,
    },
}

impl JsonLinesError {
    /// The file at `path` has none of `what`.
    pub(super) fn empty(path: &Path, what: &'static str) -> Self {
        let file = path.to_owned();
        Self::Empty { file, what }
    }
}

/// What `parse` makes of each line of a file, with the number of the line; empty lines are
/// skipped.
///
/// # Errors
/// The file cannot be read, or has a line that is none of its form.
pub(super) fn read<T>(
    path: &Path,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<(usize, T)>, JsonLinesError> {
    let content = std::fs::read_to_string(path)
        .map_err(|error| JsonLinesError::Read(path.to_owned(), error))?;
    let lines = (1..).zip(content.lines());
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let parsed = parse(line).map_err(|reason| JsonLinesError::Line {
                file: path.to_owned(),
                line: number,
                reason,
            })?;
            Ok((number, parsed))
        })
        .collect()
}
