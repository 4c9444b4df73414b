//! [`Turnstile`]: refuses calls that the gate has no time for before they are looked into.
//!
//! Over the limits most calls are refused, and what a refusal costs is taken from those that are
//! worked on. Here its body is dropped unread and its answer was encoded for the call before.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use futures_util::FutureExt as _;
use futures_util::future::Either;
use http::header::{CONTENT_TYPE, ORIGIN};
use http::{HeaderMap, Method, Request, Response};
use http_body_util::BodyExt as _;
use tonic::Status;
use tower::Service;

use super::access::Access;
use super::admission::Gate;
use super::client::Client;
use super::deadline::{answer_within, deadline};
use super::paths;
use super::rest;
use super::serve::ServerConfig;
use super::status::CallError;
use super::telemetry::Call;

/// A service whose calls pass one by one, while there is a place for them.
#[derive(Clone)]
pub(super) struct Turnstile<S> {
    inner: S,
    door: Arc<Door>,
}

struct Door {
    gate: Gate,
    access: Arc<Access>,
    max_call_time: Duration,
    body_time: Duration,
    max_message_bytes: usize,
    /// The last answer over gRPC, and the error it is for.
    last: Mutex<Option<(CallError, HeaderMap)>>,
}

impl<S> Turnstile<S> {
    /// Before `inner`, for what waits at `gate`.
    pub(super) fn new(inner: S, gate: Gate, access: Arc<Access>, config: &ServerConfig) -> Self {
        let door = Arc::new(Door {
            gate,
            access,
            max_call_time: config.max_call_time,
            body_time: config.connections.body_time,
            max_message_bytes: config.max_message_bytes,
            last: Mutex::new(None),
        });
        Self { inner, door }
    }
}

impl<S> Service<Request<Body>> for Turnstile<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future =
        Either<S::Future, Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let Some((kind, error)) = self.door.refusal(&mut request) else {
            return Either::Left(self.inner.call(request));
        };
        let door = Arc::clone(&self.door);
        Either::Right(Box::pin(async move {
            door.drain(request.into_body()).await;
            Ok(match kind {
                Kind::Grpc => door.answer(error),
                Kind::Json => rest::failed(&Status::from(error)),
            })
        }))
    }
}

/// How a refused caller reads its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Grpc,
    Json,
}

/// The kind of a request for work that is not a stream. Those of browsers need more in the answer
/// than is known here.
fn kind(request: &Request<Body>) -> Option<Kind> {
    let kind = match request.uri().path() {
        paths::STRUCTURE_ARTICLE_RPC | paths::STRUCTURE_BATCH_RPC => Kind::Grpc,
        paths::STRUCTURE | paths::STRUCTURE_BATCH => Kind::Json,
        _ => return None,
    };
    let headers = request.headers();
    let content = headers
        .get(CONTENT_TYPE)
        .map_or(&b""[..], |value| value.as_bytes());
    let fits = match kind {
        Kind::Grpc => {
            content.starts_with(b"application/grpc")
                && !content.starts_with(b"application/grpc-web")
        }
        Kind::Json => content.starts_with(b"application/json"),
    };
    (fits && request.method() == Method::POST && !headers.contains_key(ORIGIN)).then_some(kind)
}

impl Door {
    /// Why `request` is refused; nothing where it may go on.
    fn refusal(&self, request: &mut Request<Body>) -> Option<(Kind, CallError)> {
        if !self.gate.is_full() {
            return None;
        }
        let kind = kind(request)?;
        // Whom it lacks the right to refuse, the layer behind answers.
        self.access.admit(request).ok()?;
        let client = Client::of_request(request.extensions());
        let patience = deadline(request.headers()).map_or(self.max_call_time, |left| {
            answer_within(left).min(self.max_call_time)
        });
        let error = self.gate.refusal(&client, patience)?;
        let call = Call::of(request.extensions());
        call.is_from(&client);
        if matches!(
            request.uri().path(),
            paths::STRUCTURE_ARTICLE_RPC | paths::STRUCTURE
        ) {
            call.article(0).answered(Err(&error));
        } else {
            call.fails(&error);
        }
        Some((kind, error))
    }

    /// Lets `body` come in and drops it: a peer that is still sending would take a stream that is
    /// closed before its end for an error, and small ones are here already.
    async fn drain(&self, mut body: Body) {
        let rest = async {
            let mut bytes = 0;
            while let Some(Ok(frame)) = body.frame().await {
                bytes += frame.data_ref().map_or(0, bytes::Bytes::len);
                if bytes > self.max_message_bytes {
                    return;
                }
            }
        };
        let mut rest = std::pin::pin!(rest);
        if rest.as_mut().now_or_never().is_none() {
            // Late or not, the answer is the same.
            let _ = tokio::time::timeout(self.body_time, rest).await;
        }
    }

    /// The answer over gRPC; refusals in a row are mostly alike.
    fn answer(&self, error: CallError) -> Response<Body> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, headers)) = last.as_ref().filter(|(of, _)| *of == error) {
            let mut response = Response::new(Body::empty());
            *response.headers_mut() = headers.clone();
            return response;
        }
        let response = Status::from(error.clone()).into_http();
        *last = Some((error, response.headers().clone()));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, content: &str, more: Option<(&str, &str)>) -> Option<Kind> {
        let mut request = Request::post(path).header(CONTENT_TYPE, content);
        if let Some((name, value)) = more {
            request = request.header(name, value);
        }
        kind(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn only_what_it_can_answer_whole_is_refused_here() {
        let article = paths::STRUCTURE_ARTICLE_RPC;
        assert_eq!(of(article, "application/grpc", None), Some(Kind::Grpc));
        assert_eq!(
            of(article, "application/grpc+proto", None),
            Some(Kind::Grpc)
        );
        assert_eq!(of(article, "application/grpc-web+proto", None), None);
        assert_eq!(of(article, "text/plain", None), None);
        assert_eq!(
            of(paths::STRUCTURE_ARTICLES, "application/grpc", None),
            None
        );
        assert_eq!(
            of("/grpc.health.v1.Health/Check", "application/grpc", None),
            None
        );
        assert_eq!(
            of(paths::STRUCTURE, "application/json", None),
            Some(Kind::Json)
        );
        let page = Some(("origin", "https://example.org"));
        assert_eq!(of(paths::STRUCTURE, "application/json", page), None);
    }
}
