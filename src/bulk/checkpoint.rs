//! [`Checkpoint`]: how far a run came, in a file that is replaced whole.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// How far a run came. All that it counts is on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// What the run is made of: inputs, options, version.
    pub made_of: String,
    /// Index of the input that is read.
    pub file: usize,
    /// Lines or rows of it that are done.
    pub row: u64,
    /// Bytes of it that are done, unpacked; 0 for Parquet.
    pub offset: u64,
    /// Length of the results as their sink counts it.
    pub output: u64,
    /// Bytes of the file of errors.
    pub errors: u64,
    /// Rows with a result.
    pub good: u64,
    /// Rows without.
    pub failed: u64,
    /// All rows are done and the results are whole.
    pub complete: bool,
}

impl Checkpoint {
    /// Reads a file; `None` when there is none.
    ///
    /// # Errors
    /// The file cannot be read, or is none of ours.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces the file: whoever reads it finds the old or the new one.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let new = path.with_extension("new");
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec(self).map_err(io::Error::other)?)?;
        file.sync_data()?;
        fs::rename(new, path)
    }
}
