//! [`Watched`]: what is read from files, and read again when they change.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

/// A file that the server cannot use.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct FileError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl FileError {
    pub(super) fn new(path: impl Into<PathBuf>, reason: &impl ToString) -> Self {
        Self {
            path: path.into(),
            reason: reason.to_string(),
        }
    }
}

type Read<T> = Box<dyn Fn() -> Result<T, FileError> + Send + Sync>;

/// What `files` held when they were last good.
pub(super) struct Watched<T> {
    files: Vec<PathBuf>,
    read: Read<T>,
    current: RwLock<Arc<T>>,
}

/// When a file was last changed, and how long it is.
type Stamp = Option<(SystemTime, u64)>;

impl<T: Send + Sync + 'static> Watched<T> {
    /// Reads `files` with `read`, now and whenever they changed when they are looked at.
    ///
    /// # Errors
    /// What `read` says now. Later errors are logged, and what was good stays.
    pub(super) fn start(
        files: Vec<PathBuf>,
        every: Duration,
        read: impl Fn() -> Result<T, FileError> + Send + Sync + 'static,
    ) -> Result<Arc<Self>, FileError> {
        // Before reading: what changes meanwhile is read again.
        let mut seen = stamps(&files);
        let current = RwLock::new(Arc::new(read()?));
        let watched = Arc::new(Self {
            files,
            read: Box::new(read),
            current,
        });
        let weak = Arc::downgrade(&watched);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(every).await;
                let Some(watched) = weak.upgrade() else {
                    return;
                };
                // Files can be slow.
                let looked = tokio::task::spawn_blocking(move || watched.look(seen)).await;
                seen = looked.unwrap_or_default();
            }
        });
        Ok(watched)
    }

    /// What the files hold.
    pub(super) fn current(&self) -> Arc<T> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current)
    }

    /// Reads the files again if they are not as they were `seen`; gives back how they are. Bad
    /// ones are looked at again next time: one of two may not be there yet.
    fn look(&self, seen: Vec<Stamp>) -> Vec<Stamp> {
        let now = stamps(&self.files);
        if now == seen {
            return seen;
        }
        match (self.read)() {
            Ok(new) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                tracing::info!(files = ?self.files, "read again");
                now
            }
            Err(error) => {
                tracing::error!(%error, "what was read before stays in use");
                seen
            }
        }
    }
}

fn stamps(files: &[PathBuf]) -> Vec<Stamp> {
    let stamp = |path: &PathBuf| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.iter().map(stamp).collect()
}
