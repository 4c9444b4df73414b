//! [`Arriving`]: a request body that must have arrived within a time.
//!
//! Limits between two frames do not help against a body that trickles.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};
use tonic::Status;

use super::status::CallError;

/// A body with a limit on the time from the start of the request to the body's end.
pub(super) struct Arriving {
    body: axum::body::Body,
    late: Pin<Box<Sleep>>,
}

impl Arriving {
    /// Gives `body` that much time from now on.
    pub(super) fn within(limit: Duration, body: axum::body::Body) -> Self {
        Self {
            body,
            late: Box::pin(sleep(limit)),
        }
    }
}

impl Body for Arriving {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.late.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(Box::new(Status::from(CallError::BodyTooSlow)))));
        }
        Pin::new(&mut self.body).poll_frame(cx).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
