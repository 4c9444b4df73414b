//! [`OpenRequests`]: what is under way on one connection, and since when.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::Body;
use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::limits::ConnectionLimits;
use super::paths::is_stream;

/// The open requests of a connection.
#[derive(Debug)]
pub(super) struct OpenRequests {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next: u64,
    /// When each began; `None` for streams, which may last.
    open: BTreeMap<u64, Option<Instant>>,
    idle_since: Instant,
}

/// What is to be done with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Keep,
    /// Nothing was asked for a long time.
    Idle,
    /// A call is open longer than work and sending can take.
    Stuck,
}

/// One open request; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Open {
    requests: Arc<OpenRequests>,
    number: u64,
}

impl OpenRequests {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                next: 0,
                open: BTreeMap::new(),
                idle_since: Instant::now(),
            }),
        }
    }

    /// A request to `path` begins.
    pub(super) fn begin(self: &Arc<Self>, path: &str) -> Open {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        let since = (!is_stream(path)).then(Instant::now);
        state.open.insert(number, since);
        Open {
            requests: Arc::clone(self),
            number,
        }
    }

    /// Whether there ever was a request.
    pub(super) fn any(&self) -> bool {
        self.lock().next > 0
    }

    pub(super) fn verdict(&self, limits: &ConnectionLimits) -> Verdict {
        let state = self.lock();
        if state.open.is_empty() {
            return if state.idle_since.elapsed() >= limits.idle_time {
                Verdict::Idle
            } else {
                Verdict::Keep
            };
        }
        // Numbers grow with time: the first unary call is the oldest.
        let oldest = state.open.values().find_map(|since| *since);
        if oldest.is_some_and(|since| since.elapsed() >= limits.longest_call) {
            Verdict::Stuck
        } else {
            Verdict::Keep
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// The body of the answer; the request is open until its last byte is on its way.
    pub(super) fn until_sent(self, body: Body) -> Sending {
        Sending { body, _open: self }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut state = self.requests.lock();
        state.open.remove(&self.number);
        if state.open.is_empty() {
            state.idle_since = Instant::now();
        }
    }
}

/// A body that keeps its request open.
pub(super) struct Sending {
    body: Body,
    _open: Open,
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn tells_idle_from_stuck() {
        let limits = |idle: u64, call: u64| ConnectionLimits {
            idle_time: Duration::from_secs(idle),
            longest_call: Duration::from_secs(call),
            ..ConnectionLimits::default()
        };
        let requests = Arc::new(OpenRequests::new());
        assert!(!requests.any());
        assert_eq!(requests.verdict(&limits(0, 9)), Verdict::Idle);
        assert_eq!(requests.verdict(&limits(9, 0)), Verdict::Keep);
        let stream = requests.begin("/maqal.v1.StructuringService/StructureArticles");
        assert_eq!(requests.verdict(&limits(0, 0)), Verdict::Keep);
        let call = requests.begin("/maqal.v1.StructuringService/StructureArticle");
        assert_eq!(requests.verdict(&limits(0, 9)), Verdict::Keep);
        assert_eq!(requests.verdict(&limits(0, 0)), Verdict::Stuck);
        drop((stream, call));
        assert_eq!(requests.verdict(&limits(0, 0)), Verdict::Idle);
    }
}
