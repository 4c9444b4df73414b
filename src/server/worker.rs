//! [`Worker`]: one checked article on a blocking thread, as long as its answer is wanted.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::oneshot;

use super::admission::Place;
use super::from_proto::{Content, Job};
use super::status::CallError;
use super::telemetry::Stopwatch;
use super::{pb, to_proto};
use crate::article::Article;
use crate::markup::{self, MarkupError};
use crate::pipeline::interrupt::{Interrupt, Interrupted};
use crate::pipeline::watch::{Stage, Watch};
use crate::pipeline::{Analyses, Hints, Input, Pipeline};

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
    /// The same, telling `watch` of each stage that there is.
    ///
    /// # Errors
    /// As for [`Self::structure`].
    fn structure_watched(
        &self,
        input: Input<'_>,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
        _watch: &mut dyn Watch,
    ) -> Result<Article, Interrupted> {
        self.structure(input.text(), hints, analyses, interrupt)
    }
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

    fn structure_watched(
        &self,
        input: Input<'_>,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
        watch: &mut dyn Watch,
    ) -> Result<Article, Interrupted> {
        self.structure_watched(input, hints, analyses, interrupt, watch)
    }

    fn languages(&self) -> Vec<String> {
        self.packs().tags.clone()
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        let bases = self.knowledge_base().versions();
        let bases = bases.map(|(name, sum)| (format!("kb/{name}"), format!("{sum:08x}")));
        let packs = self.packs().tags.iter();
        let packs = packs.map(|tag| (format!("lang/{tag}"), env!("CARGO_PKG_VERSION").to_owned()));
        let taggers = self.knowledge().into_iter();
        let taggers = taggers
            .flat_map(|known| known.taggers.readers())
            .filter_map(|reader| {
                let name = format!("tagger/{}", reader.tagger.languages.join("+"));
                Some((name, format!("{:016x}", reader.tagger.checksum()?)))
            });
        bases.chain(packs).chain(taggers).collect()
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
        mut stopwatch: Stopwatch,
    ) -> Result<pb::StructuredArticle, CallError> {
        let structure = Arc::clone(&self.structure);
        let (answer, answered) = oneshot::channel::<Result<pb::StructuredArticle, CallError>>();
        tokio::task::spawn_blocking(move || {
            let _place = place;
            let unwanted = || answer.is_closed();
            let interrupt = Interrupt::new(&unwanted);
            let result = sheltered(|| answer_to(job, &*structure, &interrupt, &mut stopwatch));
            drop(stopwatch);
            // The receiver is gone when the caller gave up meanwhile.
            let _ = answer.send(result);
        });
        answered
            .await
            .unwrap_or_else(|_| Err(defect(&"the worker ended without an answer")))
    }
}

/// The answer to one checked article, for callers that are on a thread of their own.
///
/// # Errors
/// [`CallError::Interrupted`] when it was no longer wanted; what is wrong with its HTML.
pub fn answer_to(
    job: Job,
    structure: &impl Structure,
    interrupt: &Interrupt<'_>,
    stopwatch: &mut Stopwatch,
) -> Result<pb::StructuredArticle, CallError> {
    let Job {
        id,
        content,
        hints,
        options,
    } = job;
    let page;
    let input = match &content {
        Content::Text(text) => Input::Text(text),
        Content::Html(html) => {
            let read = stopwatch.during(Stage::Markup, || markup::read(html, interrupt));
            page = read.map_err(|error| match error {
                MarkupError::Interrupted(interrupted) => interrupted.into(),
                MarkupError::TooDeep => CallError::field("article.html", error.to_string()),
            })?;
            Input::Page(&page)
        }
    };
    let article =
        structure.structure_watched(input, &hints, options.analyses, interrupt, stopwatch)?;
    let laps = stopwatch.laps();
    Ok(to_proto::article(article, id, input, &options, laps))
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

/// From now on logs where the code fails, and nothing else of it: what a panic says can quote the
/// text of an article.
pub fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "a defect in the code");
    }));
}
