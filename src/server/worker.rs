//! [`Worker`]: one checked article on a blocking thread, as long as its answer is wanted.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::oneshot;

use super::admission::Place;
use super::from_proto::Job;
use super::status::CallError;
use super::{pb, to_proto};
use crate::article::Article;
use crate::pipeline::interrupt::{Interrupt, Interrupted};
use crate::pipeline::{Analyses, Hints, Pipeline};

/// What the service needs of the pipeline.
pub trait Structure: Send + Sync + 'static {
    /// Structures one raw text, with the analyses asked for, as long as the answer is wanted.
    ///
    /// # Errors
    /// [`Interrupted`] when it no longer was.
    fn structure(
        &self,
        content: &str,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
    ) -> Result<Article, Interrupted>;
    /// Tags of the language packs, sorted.
    fn languages(&self) -> Vec<String>;
    /// Name and version of each piece of data in use.
    fn data_versions(&self) -> Vec<(String, String)>;
}

impl Structure for Pipeline {
    fn structure(
        &self,
        content: &str,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
    ) -> Result<Article, Interrupted> {
        self.structure_while(content, hints, analyses, interrupt)
    }

    fn languages(&self) -> Vec<String> {
        self.packs().tags.clone()
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        self.packs()
            .tags
            .iter()
            .map(|tag| (format!("lang/{tag}"), env!("CARGO_PKG_VERSION").to_owned()))
            .collect()
    }
}

/// Does the work of all calls.
pub(super) struct Worker<S> {
    structure: Arc<S>,
}

impl<S> Clone for Worker<S> {
    fn clone(&self) -> Self {
        Self {
            structure: Arc::clone(&self.structure),
        }
    }
}

impl<S: Structure> Worker<S> {
    pub(super) fn new(structure: Arc<S>) -> Self {
        Self { structure }
    }

    pub(super) fn structure(&self) -> &S {
        &self.structure
    }

    /// Works on one checked article; the place is held until the thread is done with it.
    ///
    /// Dropping the future says that the answer is no longer wanted: the thread leaves the work
    /// at the next question.
    pub(super) async fn run(
        &self,
        job: Job,
        place: Place,
    ) -> Result<pb::StructuredArticle, CallError> {
        let structure = Arc::clone(&self.structure);
        let (answer, answered) = oneshot::channel::<Result<pb::StructuredArticle, CallError>>();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            let Job {
                id,
                content,
                hints,
                options,
            } = job;
            let unwanted = || answer.is_closed();
            let interrupt = Interrupt::new(&unwanted);
            let result = sheltered(|| {
                let article =
                    structure.structure(&content, &hints, options.analyses, &interrupt)?;
                Ok(to_proto::article(article, id, &content, &options))
            });
            // The receiver is gone when the caller gave up meanwhile.
            let _ = answer.send(result);
        });
        answered
            .await
            .unwrap_or_else(|_| Err(defect(&"the worker ended without an answer")))
    }
}

/// Turns a panic of `work` into [`CallError::Internal`].
pub(super) fn sheltered<T>(work: impl FnOnce() -> Result<T, CallError>) -> Result<T, CallError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(defect(panic.as_ref())))
}

/// Logs a defect and gives its id to the caller, without any text of the article.
pub(super) fn defect(panic: &(dyn Any + Send)) -> CallError {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let id = format!(
        "{:08x}-{:04x}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let cause = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    // A panic message can quote the text it failed on; the place it failed at is logged by the hook.
    tracing::error!(id, known_cause = cause.is_some(), "structuring failed");
    CallError::Internal { id }
}
