//! [`KbError`]: why a knowledge base cannot be used or built.

use std::path::PathBuf;

/// How the shipped base is built anew.
pub const REBUILD: &str = "maqal kb build";

/// Why a knowledge base cannot be read, joined or built.
#[derive(Debug, thiserror::Error)]
pub enum KbError {
    /// A compiled file cannot be used.
    #[error("knowledge base {file}: {fault}; rebuild it with `{REBUILD}`")]
    File {
        /// Its path, or its name below `kb/`.
        file: String,
        /// What is wrong with it.
        fault: KbFault,
    },
    /// The binary was built without a knowledge base.
    #[error(
        "knowledge base kb/maqal.kb: not in this binary; build it with `{REBUILD}` and compile again"
    )]
    Missing,
    /// A file cannot be read.
    #[error("cannot read {0}")]
    Read(PathBuf, #[source] std::io::Error),
    /// A file cannot be written.
    #[error("cannot write {0}")]
    Write(PathBuf, #[source] std::io::Error),
    /// A line of a user's list or of a source is not as it should be.
    #[error("{file}:{line}: {field}: {reason}")]
    Line {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Field of the line's object, or column.
        field: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two things cannot be held in one base.
    #[error("knowledge base: {0}")]
    Limit(String),
    /// A build was told to stop; what is done is kept for `--resume`.
    #[error("stopped after {0} lines; `--resume` goes on from the last checkpoint")]
    Stopped(u64),
    /// `--resume` was asked for, but what lies there belongs to another build.
    #[error("cannot resume {0}: {1}")]
    Resume(PathBuf, String),
}

/// What is wrong with a compiled file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KbFault {
    /// It does not begin as a knowledge base does.
    #[error("expected a knowledge base (`MQKB`), found something else")]
    Magic,
    /// It has another version.
    #[error("expected version {expected}, found version {found}")]
    Version {
        /// What this program reads.
        expected: u32,
        /// What the file says.
        found: u32,
    },
    /// It is shorter or longer than it says.
    #[error("expected {expected} bytes, found {found}")]
    Length {
        /// What its header says.
        expected: u64,
        /// What is there.
        found: u64,
    },
    /// Its bytes have changed.
    #[error("its checksum does not fit its content")]
    Checksum,
    /// Its names were folded otherwise than this program folds text.
    #[error("its names were folded by other tables than those of lang/")]
    Fold,
    /// A section does not hold what it should.
    #[error("its section `{0}` cannot be read")]
    Section(&'static str),
}
