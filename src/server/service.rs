//! The RPCs: check, admit, structure on a blocking thread, answer.

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use tokio::time::timeout;
use tokio_stream::Stream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use super::admission::{Bounds, Gate, Place};
use super::client::Client;
use super::deadline::{answer_within, deadline};
use super::from_proto;
use super::pb::structuring_service_server::StructuringService;
use super::serve::ServerConfig;
use super::status::{CallError, to_rpc_status};
use super::telemetry::Call;
use super::worker::{Structure, Worker, sheltered};
use super::{pb, stream};

/// The service over any [`Structure`].
pub struct Service<S> {
    pub(super) worker: Worker<S>,
    pub(super) gate: Gate,
    pub(super) config: Arc<ServerConfig>,
    /// The server stops: streams read no further article.
    pub(super) end_streams: CancellationToken,
}

impl<S> Clone for Service<S> {
    fn clone(&self) -> Self {
        Self {
            worker: self.worker.clone(),
            gate: self.gate.clone(),
            config: Arc::clone(&self.config),
            end_streams: self.end_streams.clone(),
        }
    }
}

/// Who calls, and how long they wait.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) client: Client,
    /// Until when an answer is of use to them, when they say so.
    pub(super) deadline: Option<Instant>,
    /// What they are watched through.
    pub(super) call: Call,
}

impl Caller {
    pub(super) fn of<T>(request: &Request<T>) -> Self {
        let headers = request.metadata().as_ref();
        let deadline = deadline(headers)
            .and_then(|timeout| Instant::now().checked_add(answer_within(timeout)));
        let client = Client::of_request(request.extensions());
        let call = Call::of(request.extensions());
        call.is_from(&client);
        Self {
            client,
            deadline,
            call,
        }
    }

    /// What is left of the time, at most `most`.
    fn patience(&self, most: Duration) -> Duration {
        self.deadline.map_or(most, |deadline| {
            deadline.saturating_duration_since(Instant::now()).min(most)
        })
    }
}

impl<S: Structure> Service<S> {
    /// A service with its own gate; once `end_streams` is cancelled, streams end.
    pub fn new(structure: Arc<S>, config: ServerConfig, end_streams: CancellationToken) -> Self {
        let gate = Gate::new(Bounds {
            places: config.max_concurrent_articles,
            max_waiting: config.max_queued_articles,
            max_waiting_bytes: config.max_queued_bytes.max(config.max_content_bytes),
            max_wait: config.max_queue_wait,
            pressed_wait: config.pressed_queue_wait,
        });
        Self {
            worker: Worker::new(structure),
            gate,
            config: Arc::new(config),
            end_streams,
        }
    }

    /// Checks one article, then works on it in the place that `enter` waits for.
    pub(super) async fn answer(
        &self,
        call: &Call,
        article: Option<pb::RawArticle>,
        options: Option<pb::StructureOptions>,
        enter: impl Future<Output = Result<Place, CallError>>,
    ) -> Result<pb::StructuredArticle, Status> {
        let bytes = content_bytes(article.as_ref());
        let arrived = call.article(bytes);
        let work = async {
            let limit = self.config.max_content_bytes;
            let job = sheltered(|| from_proto::job(article, options, limit))?;
            if job.options.analyses.explain && !self.config.explain {
                return Err(CallError::field(
                    "options.explain",
                    "expected false: this server does not explain its answers",
                ));
            }
            let place = enter.await?;
            self.worker.run(job, place, arrived.stopwatch()).await
        };
        let result = work.await;
        arrived.answered(result.as_ref());
        Ok(result?)
    }

    /// One article of a batch: it fails alone.
    async fn answer_of_batch(
        &self,
        request: pb::StructureArticleRequest,
        place: Option<Place>,
        client: &Client,
        call: &Call,
    ) -> pb::StructureResult {
        let pb::StructureArticleRequest { article, options } = request;
        let enter = async {
            match place {
                Some(place) => Ok(place),
                None => call.wait(self.gate.enter_patiently(client)).await,
            }
        };
        let result = self.answer(call, article, options, enter).await;
        pb::StructureResult {
            result: Some(match result {
                Ok(article) => pb::structure_result::Result::Article(article),
                Err(status) => pb::structure_result::Result::Error(to_rpc_status(&status)),
            }),
        }
    }

    /// The articles of a batch in their order, as many at once as there are places.
    async fn batch(
        &self,
        requests: Vec<pb::StructureArticleRequest>,
        options: Option<&pb::StructureOptions>,
        caller: &Caller,
        patience: Duration,
    ) -> Result<Vec<pb::StructureResult>, CallError> {
        let limit = self.config.max_batch_articles;
        if requests.len() > limit {
            return Err(CallError::TooManyArticles {
                field: "requests",
                limit,
            });
        }
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        // The first one asks whether there is room at all; the others wait their turn.
        let Caller { client, call, .. } = caller;
        let articles = requests.iter().map(|request| request.article.as_ref());
        let bytes = articles.map(content_bytes).sum();
        let mut first = Some(call.wait(self.gate.enter(client, patience, bytes)).await?);
        let answers = requests.into_iter().map(|mut request| {
            if request.options.is_none() {
                request.options = options.cloned();
            }
            self.answer_of_batch(request, first.take(), client, call)
        });
        let answers: Vec<_> = answers.collect();
        let at_once = self.config.max_concurrent_articles.max(1);
        Ok(tokio_stream::iter(answers)
            .buffered(at_once)
            .collect()
            .await)
    }

    /// What this server is.
    pub(super) fn info(&self) -> pb::GetServerInfoResponse {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let structure = self.worker.structure();
        pb::GetServerInfoResponse {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            languages: structure.languages(),
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
                max_batch_articles: count(self.config.max_batch_articles),
                max_stream_articles: count(self.config.max_stream_articles),
            }),
            data_versions: structure
                .data_versions()
                .into_iter()
                .map(|(name, version)| pb::DataVersion { name, version })
                .collect(),
        }
    }
}

fn content_bytes(article: Option<&pb::RawArticle>) -> usize {
    article.map_or(0, |article| article.content.len() + article.html.len())
}

pub(super) type AnswerStream =
    Pin<Box<dyn Stream<Item = Result<pb::StructureArticlesResponse, Status>> + Send>>;

#[tonic::async_trait]
impl<S: Structure> StructuringService for Service<S> {
    type StructureArticlesStream = AnswerStream;

    async fn structure_article(
        &self,
        request: Request<pb::StructureArticleRequest>,
    ) -> Result<Response<pb::StructureArticleResponse>, Status> {
        let caller = Caller::of(&request);
        let patience = caller.patience(self.config.max_call_time);
        let pb::StructureArticleRequest { article, options } = request.into_inner();
        let bytes = content_bytes(article.as_ref());
        let enter = self.gate.enter(&caller.client, patience, bytes);
        let work = self.answer(&caller.call, article, options, caller.call.wait(enter));
        let article = timeout(patience, work)
            .await
            .unwrap_or_else(|_| Err(CallError::DeadlineExceeded.into()))?;
        Ok(Response::new(pb::StructureArticleResponse {
            article: Some(article),
        }))
    }

    async fn structure_batch(
        &self,
        request: Request<pb::StructureBatchRequest>,
    ) -> Result<Response<pb::StructureBatchResponse>, Status> {
        let caller = Caller::of(&request);
        let patience = caller.patience(self.config.max_call_time);
        let pb::StructureBatchRequest { requests, options } = request.into_inner();
        let work = self.batch(requests, options.as_ref(), &caller, patience);
        let results = timeout(patience, work)
            .await
            .unwrap_or(Err(CallError::DeadlineExceeded))?;
        Ok(Response::new(pb::StructureBatchResponse { results }))
    }

    async fn structure_articles(
        &self,
        request: Request<Streaming<pb::StructureArticlesRequest>>,
    ) -> Result<Response<Self::StructureArticlesStream>, Status> {
        let caller = Caller::of(&request);
        let requests = request.into_inner().map(|request| request.map(Ok));
        let answers = stream::answers(self.clone(), caller, requests);
        Ok(Response::new(answers))
    }

    async fn get_server_info(
        &self,
        request: Request<pb::GetServerInfoRequest>,
    ) -> Result<Response<pb::GetServerInfoResponse>, Status> {
        let pb::GetServerInfoRequest {} = request.into_inner();
        Ok(Response::new(self.info()))
    }
}
