//! The RPCs: check, admit, structure on a blocking thread, answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status, Streaming};

use super::admission::Gate;
use super::from_proto::{self, Job};
use super::pb::structuring_service_server::StructuringService;
use super::serve::ServerConfig;
use super::status::{CallError, to_rpc_status};
use super::telemetry::Call;
use super::{pb, to_proto};
use crate::article::Article;
use crate::pipeline::watch::Watch;
use crate::pipeline::{Analyses, Hints, Pipeline};

/// What the service needs of the pipeline.
pub trait Structure: Send + Sync + 'static {
    /// Structures one raw text, with the analyses asked for.
    fn structure(&self, content: &str, hints: &Hints, analyses: Analyses) -> Article;
    /// The same, telling `watch` of each stage that there is.
    fn structure_watched(
        &self,
        content: &str,
        hints: &Hints,
        analyses: Analyses,
        _watch: &mut dyn Watch,
    ) -> Article {
        self.structure(content, hints, analyses)
    }
    /// Tags of the language packs, sorted.
    fn languages(&self) -> Vec<String>;
    /// Name and version of each piece of data in use.
    fn data_versions(&self) -> Vec<(String, String)>;
}

impl Structure for Pipeline {
    fn structure(&self, content: &str, hints: &Hints, analyses: Analyses) -> Article {
        self.structure_with(content, hints, analyses)
    }

    fn structure_watched(
        &self,
        content: &str,
        hints: &Hints,
        analyses: Analyses,
        watch: &mut dyn Watch,
    ) -> Article {
        self.structure_watched(content, hints, analyses, watch)
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

/// The service over any [`Structure`].
pub struct Service<S> {
    structure: Arc<S>,
    gate: Gate,
    config: ServerConfig,
}

impl<S> Clone for Service<S> {
    fn clone(&self) -> Self {
        Self {
            structure: Arc::clone(&self.structure),
            gate: self.gate.clone(),
            config: self.config.clone(),
        }
    }
}

impl<S: Structure> Service<S> {
    /// A service with its own gate.
    pub fn new(structure: Arc<S>, config: ServerConfig) -> Self {
        let gate = Gate::new(config.max_concurrent_articles, config.max_queued_articles);
        Self {
            structure,
            gate,
            config,
        }
    }

    /// Works on one checked article; the place is held until the thread is done with it.
    async fn run(
        &self,
        job: Job,
        permit: OwnedSemaphorePermit,
        call: &Call,
    ) -> Result<pb::StructuredArticle, CallError> {
        let structure = Arc::clone(&self.structure);
        let call = call.clone();
        let (answer, answered) = oneshot::channel();
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let Job {
                id,
                content,
                hints,
                options,
            } = job;
            // A caller that gave up while this waited for a thread is not worked for.
            if answer.is_closed() {
                return;
            }
            let mut stopwatch = call.stopwatch();
            let result = catch_unwind(AssertUnwindSafe(|| {
                let article =
                    structure.structure_watched(&content, &hints, options.analyses, &mut stopwatch);
                to_proto::article(article, id, &content, &options, stopwatch.laps())
            }));
            drop(stopwatch);
            let result = result.map_err(|panic| {
                call.panicked();
                defect(panic.as_ref())
            });
            // The receiver is gone when the caller gave up meanwhile.
            let _ = answer.send(result);
        });
        answered
            .await
            .unwrap_or_else(|_| Err(defect(&"the worker ended without an answer")))
    }
}

/// Logs a defect and gives its id to the caller, without any text of the article.
fn defect(panic: &(dyn std::any::Any + Send)) -> CallError {
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

/// The caller's deadline from `grpc-timeout`.
fn deadline(metadata: &MetadataMap) -> Option<Duration> {
    let value = metadata.get("grpc-timeout")?.to_str().ok()?;
    let unit_at = value.len().checked_sub(1)?;
    let number: u64 = value.get(..unit_at)?.parse().ok()?;
    Some(match value.get(unit_at..)? {
        "H" => Duration::from_secs(number.saturating_mul(3600)),
        "M" => Duration::from_secs(number.saturating_mul(60)),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

type AnswerStream =
    Pin<Box<dyn Stream<Item = Result<pb::StructureArticlesResponse, Status>> + Send>>;

#[tonic::async_trait]
impl<S: Structure> StructuringService for Service<S> {
    type StructureArticlesStream = AnswerStream;

    async fn structure_article(
        &self,
        request: Request<pb::StructureArticleRequest>,
    ) -> Result<Response<pb::StructureArticleResponse>, Status> {
        let call = Call::of(request.extensions());
        // A little earlier than the caller's own limit: the transport answers that one CANCELLED.
        let timeout = deadline(request.metadata())
            .map_or(self.config.max_call_time, |caller| caller.mul_f32(0.9))
            .min(self.config.max_call_time);
        let pb::StructureArticleRequest { article, options } = request.into_inner();
        let bytes = article.as_ref().map_or(0, |article| article.content.len());
        let work = async {
            let job = from_proto::job(article, options, self.config.max_content_bytes)?;
            let permit = call.wait(self.gate.enter()).await?;
            self.run(job, permit, &call).await
        };
        let result = tokio::time::timeout(timeout, work)
            .await
            .unwrap_or(Err(CallError::DeadlineExceeded));
        call.article(bytes, result.as_ref());
        let article = Some(result?);
        Ok(Response::new(pb::StructureArticleResponse { article }))
    }

    async fn structure_articles(
        &self,
        request: Request<Streaming<pb::StructureArticlesRequest>>,
    ) -> Result<Response<Self::StructureArticlesStream>, Status> {
        let call = Call::of(request.extensions());
        let mut requests = request.into_inner();
        let service = self.clone();
        // Answers in order: a bounded queue of pending answers. A slow reader fills it, and
        // then no further request is read.
        let (pending, answers) = mpsc::channel(self.config.max_concurrent_articles.max(1) * 2);
        tokio::spawn(async move {
            loop {
                let next = match requests.next().await {
                    None => break,
                    Some(Err(status)) => {
                        let (failed, answer) = oneshot::channel();
                        let _ = failed.send(Err(status));
                        let _ = pending.send(answer).await;
                        break;
                    }
                    Some(Ok(next)) => next,
                };
                let (send, answer) = oneshot::channel();
                if pending.send(answer).await.is_err() {
                    break;
                }
                let Ok(permit) = call.wait(service.gate.enter_patiently()).await else {
                    break;
                };
                let service = service.clone();
                let call = call.clone();
                tokio::spawn(async move {
                    let result = service.answer_one(next, permit, &call).await;
                    // The reader may be gone.
                    let _ = send.send(Ok(result));
                });
            }
        });
        let answers =
            ReceiverStream::new(answers).then(|answer: oneshot::Receiver<_>| async move {
                answer
                    .await
                    .unwrap_or_else(|_| Err(CallError::ShuttingDown.into()))
            });
        Ok(Response::new(Box::pin(answers)))
    }

    async fn get_server_info(
        &self,
        request: Request<pb::GetServerInfoRequest>,
    ) -> Result<Response<pb::GetServerInfoResponse>, Status> {
        let pb::GetServerInfoRequest {} = request.into_inner();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Response::new(pb::GetServerInfoResponse {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            languages: self.structure.languages(),
            analyses: vec![
                pb::Analysis::Layout.into(),
                pb::Analysis::Sentences.into(),
                pb::Analysis::Entities.into(),
                pb::Analysis::Times.into(),
                pb::Analysis::Quantities.into(),
                pb::Analysis::Quotations.into(),
                pb::Analysis::CrossReferences.into(),
            ],
            limits: Some(pb::Limits {
                max_content_bytes: count(self.config.max_content_bytes),
                max_message_bytes: count(self.config.max_message_bytes),
                max_concurrent_articles: count(self.config.max_concurrent_articles),
                max_queued_articles: count(self.config.max_queued_articles),
            }),
            data_versions: self
                .structure
                .data_versions()
                .into_iter()
                .map(|(name, version)| pb::DataVersion { name, version })
                .collect(),
        }))
    }
}

impl<S: Structure> Service<S> {
    /// One article of a stream: it fails alone.
    async fn answer_one(
        &self,
        request: pb::StructureArticlesRequest,
        permit: OwnedSemaphorePermit,
        call: &Call,
    ) -> pb::StructureArticlesResponse {
        let pb::StructureArticlesRequest { article, options } = request;
        let bytes = article.as_ref().map_or(0, |article| article.content.len());
        let result = match from_proto::job(article, options, self.config.max_content_bytes) {
            Ok(job) => self.run(job, permit, call).await,
            Err(error) => Err(error),
        };
        call.article(bytes, result.as_ref());
        let result = match result {
            Ok(article) => pb::structure_articles_response::Result::Article(article),
            Err(error) => {
                pb::structure_articles_response::Result::Error(to_rpc_status(&error.into()))
            }
        };
        pb::StructureArticlesResponse {
            result: Some(result),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_grpc_timeouts() {
        let read = |value: &str| {
            let mut metadata = MetadataMap::new();
            metadata.insert("grpc-timeout", value.parse().unwrap());
            deadline(&metadata)
        };
        assert_eq!(read("250m"), Some(Duration::from_millis(250)));
        assert_eq!(read("2S"), Some(Duration::from_secs(2)));
        assert_eq!(read("x"), None);
        assert_eq!(read(""), None);
        assert_eq!(read("5X"), None);
    }
}
