//! [`Input`]: which files are read and written, and in which form.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::BulkError;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON lines.
    Jsonl,
    /// JSON lines, gzip.
    JsonlGz,
    /// JSON lines, zstd.
    JsonlZst,
    /// Parquet.
    Parquet,
}

impl Format {
    /// What the ending of a name says.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let (stem, packed) = match name.rsplit_once('.')? {
            (stem, "gz") => (stem, Self::JsonlGz),
            (stem, "zst") => (stem, Self::JsonlZst),
            (_, "parquet") => return Some(Self::Parquet),
            _ => (name.as_str(), Self::Jsonl),
        };
        let end = stem.rsplit_once('.')?.1;
        matches!(end, "jsonl" | "ndjson").then_some(packed)
    }
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Its form.
    pub format: Format,
}

/// Whether a path stands for standard input or output.
pub fn is_pipe(path: &Path) -> bool {
    path.as_os_str() == "-"
}

impl Input {
    /// One file or standard input.
    ///
    /// # Errors
    /// The form is not known, or cannot come through a pipe.
    pub fn new(path: &Path, format: Option<Format>) -> Result<Self, BulkError> {
        let known = format.or_else(|| {
            if is_pipe(path) {
                Some(Format::Jsonl)
            } else {
                Format::of(path)
            }
        });
        let format = known.ok_or_else(|| BulkError::UnknownForm(path.to_path_buf()))?;
        if format == Format::Parquet && is_pipe(path) {
            return Err(BulkError::ParquetPipe);
        }
        Ok(Self {
            path: path.to_path_buf(),
            format,
        })
    }

    /// All inputs that the paths name: files, the files of a folder that have a known ending, the
    /// files that a pattern with `*`, `?` or `[…]` matches; those of one path sorted by name.
    ///
    /// # Errors
    /// A path names no file, or a file of unknown form.
    pub fn all(paths: &[PathBuf], format: Option<Format>) -> Result<Vec<Self>, BulkError> {
        let mut found = Vec::new();
        for path in paths {
            let mut files = if is_pipe(path) || path.is_file() {
                vec![path.clone()]
            } else if path.is_dir() {
                in_folder(path, format)?
            } else {
                matching(path)?
            };
            if files.is_empty() {
                return Err(BulkError::NoInput(path.display().to_string()));
            }
            files.sort();
            for file in files {
                found.push(Self::new(&file, format)?);
            }
        }
        Ok(found)
    }
}

fn in_folder(folder: &Path, format: Option<Format>) -> Result<Vec<PathBuf>, BulkError> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(BulkError::read(folder))? {
        let path = entry.map_err(BulkError::read(folder))?.path();
        let hidden = path
            .file_name()
            .and_then(OsStr::to_str)
            .is_some_and(|name| name.starts_with('.'));
        if path.is_file() && !hidden && (format.is_some() || Format::of(&path).is_some()) {
            files.push(path);
        }
    }
    Ok(files)
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, BulkError> {
    let shown = pattern.display().to_string();
    let is_pattern = shown.contains(['*', '?', '[']);
    let paths = pattern
        .to_str()
        .filter(|_| is_pattern)
        .and_then(|pattern| glob::glob(pattern).ok())
        .ok_or(BulkError::NoInput(shown))?;
    Ok(paths
        .filter_map(Result::ok)
        .filter(|path| path.is_file())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_say_the_form() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(of("a/b.jsonl"), Some(Format::Jsonl));
        assert_eq!(of("b.NDJSON.gz"), Some(Format::JsonlGz));
        assert_eq!(of("b.x.jsonl.zst"), Some(Format::JsonlZst));
        assert_eq!(of("b.parquet"), Some(Format::Parquet));
        for unknown in ["b.txt", "b.gz", "jsonl", "b.jsonl.bz2", "b.parquet.gz", ""] {
            assert_eq!(of(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_pipe_is_json_lines_and_never_parquet() {
        let dash = Path::new("-");
        assert_eq!(Input::new(dash, None).unwrap().format, Format::Jsonl);
        assert!(matches!(
            Input::new(dash, Some(Format::Parquet)),
            Err(BulkError::ParquetPipe)
        ));
        assert!(matches!(
            Input::all(&["no/such/*.jsonl".into()], None),
            Err(BulkError::NoInput(_))
        ));
    }
}
