//! The layer around the whole service: it sees each call first and its last byte.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use http_body::{Frame, SizeHint};
use tonic::{Code, Status};
use tower::{Layer, Service};

use super::Telemetry;
use super::call::{Call, Ending};

/// Puts [`Observe`] around a service.
#[derive(Debug, Clone)]
pub struct ObserveLayer {
    telemetry: Telemetry,
}

impl ObserveLayer {
    pub(super) fn new(telemetry: Telemetry) -> Self {
        Self { telemetry }
    }
}

impl<S> Layer<S> for ObserveLayer {
    type Service = Observe<S>;

    fn layer(&self, inner: S) -> Observe<S> {
        Observe {
            inner,
            telemetry: self.telemetry.clone(),
        }
    }
}

/// A service whose calls are watched; each request carries its [`Call`].
#[derive(Debug, Clone)]
pub struct Observe<S> {
    inner: S,
    telemetry: Telemetry,
}

impl<S> Service<Request<Body>> for Observe<S>
where
    S: Service<Request<Body>, Response = Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let (mut parts, body) = request.into_parts();
        let call = Call::open(
            &self.telemetry,
            parts.uri.path(),
            &parts.headers,
            &parts.extensions,
        );
        parts.extensions.insert(call.clone());
        let body = Body::new(Received {
            inner: body,
            call: call.clone(),
        });
        let ending = Ending(call);
        let answer = self.inner.call(Request::from_parts(parts, body));
        Box::pin(async move {
            let response = answer.await.inspect_err(|_| ending.end(Code::Internal))?;
            if let Some(code) = code(response.headers()) {
                ending.end(code);
            }
            Ok(response.map(|inner| Body::new(Sent { inner, ending })))
        })
    }
}

/// The status among headers or trailers.
fn code(headers: &HeaderMap) -> Option<Code> {
    headers
        .get(Status::GRPC_STATUS)
        .map(|value| Code::from_bytes(value.as_bytes()))
}

/// Counts what a frame holds.
fn bytes_of(frame: &Frame<Bytes>) -> u64 {
    let length = frame.data_ref().map_or(0, Bytes::len);
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The body of a request, counted.
struct Received {
    inner: Body,
    call: Call,
}

impl http_body::Body for Received {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        if let (Poll::Ready(Some(Ok(frame))), Some(state)) = (&polled, self.call.state()) {
            state.received.fetch_add(bytes_of(frame), Ordering::AcqRel);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// The body of an answer: counted, and its end is the end of the call.
struct Sent {
    inner: Body,
    ending: Ending,
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(state) = self.ending.0.state() {
                    state.sent.fetch_add(bytes_of(frame), Ordering::AcqRel);
                }
                if let Some(code) = frame.trailers_ref().and_then(code) {
                    self.ending.end(code);
                }
            }
            Poll::Ready(Some(Err(_))) => self.ending.end(Code::Internal),
            // An answer that ends without a status has none.
            Poll::Ready(None) => self.ending.end(Code::Unknown),
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
