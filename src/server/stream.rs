//! Streams of articles: answered in order, as fast as their reader takes the answers.

use std::time::Instant;

use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt as _};
use tonic::Status;

use super::admission::Place;
use super::pb;
use super::service::{AnswerStream, Caller, Service};
use super::status::{CallError, to_rpc_status};
use super::worker::Structure;

/// An article of a stream, or why it is none.
pub(super) type Item = Result<pb::StructureArticlesRequest, CallError>;

type Answer = Result<pb::StructureArticlesResponse, Status>;

/// Answers to `requests`, in their order.
///
/// A bounded queue of pending answers: a slow reader fills it, and then no further request is
/// read. When the reader goes away, the work on its articles is left.
pub(super) fn answers<S: Structure>(
    service: Service<S>,
    caller: Caller,
    requests: impl Stream<Item = Result<Item, Status>> + Send + Unpin + 'static,
) -> AnswerStream {
    let (pending, answers) = mpsc::channel(service.config.max_concurrent_articles.max(1) * 2);
    tokio::spawn(async move {
        // Whoever reads the answers may be gone at any time: that ends the reading of requests.
        if let Err(end) = read(&service, &caller, requests, &pending).await {
            let (send, answer) = oneshot::channel();
            let _ = send.send(Err(end));
            let _ = pending.send(answer).await;
        }
    });
    let answers =
        ReceiverStream::new(answers).then(|answer: oneshot::Receiver<Answer>| async move {
            answer
                .await
                .unwrap_or_else(|_| Err(CallError::ShuttingDown.into()))
        });
    Box::pin(answers)
}

/// Reads requests and starts the work on each, until the stream ends: by itself, for a reason
/// that is told after all answers, or because the reader is gone.
async fn read<S: Structure>(
    service: &Service<S>,
    caller: &Caller,
    mut requests: impl Stream<Item = Result<Item, Status>> + Send + Unpin,
    pending: &mpsc::Sender<oneshot::Receiver<Answer>>,
) -> Result<(), Status> {
    let limit = service.config.max_stream_articles;
    let mut count = 0_usize;
    loop {
        let idle = tokio::time::sleep(service.config.max_stream_idle);
        let next = tokio::select! {
            // A stop is looked at first: a busy stream would never see it.
            biased;
            () = pending.closed() => return Ok(()),
            () = service.end_streams.cancelled() => return Err(CallError::ShuttingDown.into()),
            () = at(caller.deadline) => return Err(CallError::DeadlineExceeded.into()),
            next = requests.next() => next,
            () = idle => return Err(CallError::StreamIdle.into()),
        };
        let Some(next) = next.transpose()? else {
            return Ok(());
        };
        count += 1;
        if limit > 0 && count > limit {
            return Err(CallError::TooManyArticles {
                field: "stream",
                limit,
            }
            .into());
        }
        let (send, answer) = oneshot::channel();
        if pending.send(answer).await.is_err() {
            return Ok(());
        }
        let place = tokio::select! {
            () = pending.closed() => return Ok(()),
            place = caller.call.wait(service.gate.enter_patiently(&caller.client)) => place?,
        };
        tokio::spawn(work(service.clone(), caller.clone(), next, place, send));
    }
}

/// One article of a stream: it fails alone, and is left when nobody waits for it.
async fn work<S: Structure>(
    service: Service<S>,
    caller: Caller,
    item: Item,
    place: Place,
    mut send: oneshot::Sender<Answer>,
) {
    let answer = async {
        let pb::StructureArticlesRequest { article, options } = item?;
        let enter = async { Ok(place) };
        service.answer(&caller.call, article, options, enter).await
    };
    let result = tokio::select! {
        () = send.closed() => return,
        result = answer => result,
        () = at(caller.deadline) => Err(CallError::DeadlineExceeded.into()),
    };
    let result = match result {
        Ok(article) => pb::structure_articles_response::Result::Article(article),
        Err(status) => pb::structure_articles_response::Result::Error(to_rpc_status(&status)),
    };
    // The reader may be gone.
    let _ = send.send(Ok(pb::StructureArticlesResponse {
        result: Some(result),
    }));
}

/// Ends at `deadline`; never without one.
async fn at(deadline: Option<Instant>) {
    let Some(deadline) = deadline else {
        return std::future::pending().await;
    };
    tokio::time::sleep(deadline.saturating_duration_since(Instant::now())).await;
}
