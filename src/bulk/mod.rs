//! Work on files of many rows: read, worked on by all cores, written in order, resumable.
//!
//! Knows nothing of articles: a caller says what a row becomes ([`Work`]) and how the results
//! are written ([`Sink`]). At any moment a bounded number of rows is held.
//!
//! The result is built in a folder beside it, `OUT.work`, and moved to its place when it is
//! whole. Every so many rows all that is written goes to the disk, and then one small file says
//! so ([`checkpoint`]); a run that was killed goes on from there. Where checkpoints fall depends
//! on the rows only, so the bytes of the result do not depend on when a run was killed.

pub mod cells;
pub mod checkpoint;
pub mod input;
pub mod lines;
pub mod lines_out;
#[cfg(feature = "parquet")]
pub mod parquet_in;
#[cfg(feature = "parquet")]
pub mod parquet_out;
pub mod pool;
pub mod rows;
pub mod run;

use std::io;
use std::path::{Path, PathBuf};

pub use checkpoint::Checkpoint;
pub use input::{Format, Input};
pub use rows::{Columns, Record, Row, Rows};
pub use run::{Outcome, Plan, Progress, Work, errors_of, run, stream};

/// What stops a run.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// An input cannot be read, or read on.
    #[error("cannot read {}", path.display())]
    Read {
        /// The input; `-` is standard input.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A result cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file; `-` is standard output.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// No input has this name or pattern.
    #[error("no file is named by {0}")]
    NoInput(String),
    /// The ending of a name says no form.
    #[error(
        "{}: expected a name that ends in .jsonl, .ndjson (or those with .gz or .zst) or .parquet, or the form named by --from or --to",
        .0.display()
    )]
    UnknownForm(PathBuf),
    /// A Parquet file is read and written in any order.
    #[error("Parquet needs a file, found a pipe")]
    ParquetPipe,
    /// Built without the feature.
    #[error("{}: this program was built without Parquet", .0.display())]
    NoParquet(PathBuf),
    /// The result is there already.
    #[error("{} is there already; --overwrite makes it anew", .0.display())]
    Exists(PathBuf),
    /// Another run is at work.
    #[error("another run is writing {}", .0.display())]
    Locked(PathBuf),
    /// What a former run left is of other input or options.
    #[error(
        "{} was left by a run over other files, or with other options; --restart forgets it",
        .0.display()
    )]
    OtherRun(PathBuf),
}

impl BulkError {
    pub(crate) fn read(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Read { path, source }
    }

    pub(crate) fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Write { path, source }
    }
}

/// Why one row has no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The row's own id, when it could be read.
    pub id: String,
    /// What was expected, what was found.
    pub reason: String,
}

/// Where results go, in order.
pub trait Sink<T> {
    /// Takes one result; gives its size in bytes, before compression.
    ///
    /// # Errors
    /// The file cannot be written.
    fn write(&mut self, result: T) -> io::Result<u64>;

    /// Puts all results taken so far on the disk; gives the length that a later run needs to go
    /// on behind them.
    ///
    /// # Errors
    /// The file cannot be written.
    fn commit(&mut self) -> io::Result<u64>;

    /// Lets a waiting reader have what is written.
    ///
    /// # Errors
    /// The file cannot be written.
    fn flush(&mut self) -> io::Result<()>;

    /// Completes the file; all results are committed.
    ///
    /// # Errors
    /// The file cannot be written.
    fn finish(&mut self) -> io::Result<()>;
}
