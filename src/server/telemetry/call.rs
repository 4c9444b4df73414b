//! One call, from its headers to the last byte of its answer.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt as _;
use tonic::transport::server::TcpConnectInfo;
use tonic::{Code, Extensions};

use super::stopwatch::Stopwatch;
use super::{Telemetry, access, names, traces};
use crate::server::pb;
use crate::server::status::CallError;

/// One watched call; the default watches nothing.
#[derive(Debug, Clone, Default)]
pub struct Call(Option<Arc<State>>);

/// What is known of a call.
#[derive(Debug)]
pub(super) struct State {
    pub(super) telemetry: Telemetry,
    pub(super) method: Arc<str>,
    pub(super) peer: Option<SocketAddr>,
    /// Holds the span of the call, or that of its caller when no spans are sent.
    pub(super) context: Context,
    pub(super) received: AtomicU64,
    pub(super) sent: AtomicU64,
    started: Instant,
    ended: AtomicBool,
    tally: Mutex<Tally>,
}

/// What became of the articles of a call.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) articles: u64,
    pub(super) failed: u64,
    pub(super) content_bytes: usize,
    /// Time that they waited for a place, all together.
    pub(super) waited: Duration,
    pub(super) languages: BTreeSet<Arc<str>>,
}

/// An article that waits for a place; its time is noted also when its caller gives up.
struct Waiting<'s> {
    state: &'s State,
    since: Instant,
}

impl<'s> Waiting<'s> {
    fn new(state: &'s State) -> Self {
        state.telemetry.0.metrics.waiting.inc();
        Self {
            state,
            since: Instant::now(),
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let waited = self.since.elapsed();
        let metrics = &self.state.telemetry.0.metrics;
        metrics.waiting.dec();
        metrics.queue_left(waited);
        self.state.tally().waited += waited;
    }
}

impl Call {
    /// Opens a call to the method at `path`.
    pub(super) fn open(
        telemetry: &Telemetry,
        path: &str,
        headers: &http::HeaderMap,
        extensions: &Extensions,
    ) -> Self {
        let method = telemetry.0.names.method(path);
        let peer = extensions
            .get::<TcpConnectInfo>()
            .and_then(TcpConnectInfo::remote_addr);
        let caller = traces::caller(headers);
        let context = match &telemetry.0.traces {
            Some(traces) => traces.begin_call(&caller, &method, peer),
            None => caller,
        };
        telemetry.0.metrics.call_begins(Arc::clone(&method));
        Self(Some(Arc::new(State {
            telemetry: telemetry.clone(),
            method,
            peer,
            context,
            received: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            started: Instant::now(),
            ended: AtomicBool::new(false),
            tally: Mutex::default(),
        })))
    }

    /// The call that a request belongs to.
    pub fn of(extensions: &Extensions) -> Self {
        extensions.get::<Self>().cloned().unwrap_or_default()
    }

    pub(super) fn state(&self) -> Option<&Arc<State>> {
        self.0.as_ref()
    }

    /// Waits for a place with `enter`, and notes for how long.
    pub async fn wait<F: Future>(&self, enter: F) -> F::Output {
        let Some(state) = &self.0 else {
            return enter.await;
        };
        let _waiting = Waiting::new(state);
        enter.await
    }

    /// A stopwatch for one article of the call, which counts as worked on while it lives.
    pub fn stopwatch(&self) -> Stopwatch {
        Stopwatch::new(self.clone())
    }

    /// Notes what became of one article that came with `bytes` of text.
    pub fn article(&self, bytes: usize, result: Result<&pb::StructuredArticle, &CallError>) {
        let Some(state) = &self.0 else { return };
        let Telemetry(inner) = &state.telemetry;
        inner.metrics.article_comes(bytes);
        let mut tally = state.tally();
        tally.articles += 1;
        tally.content_bytes = tally.content_bytes.saturating_add(bytes);
        match result {
            Ok(article) => {
                let tag = article.language.as_ref().map(|language| &*language.tag);
                let language = inner.names.language(tag);
                inner.metrics.article_answered(Arc::clone(&language));
                tally.languages.insert(language);
            }
            Err(error) => {
                tally.failed += 1;
                inner.metrics.article_failed(error.reason());
            }
        }
    }

    /// Notes a defect that was caught.
    pub fn panicked(&self) {
        if let Some(state) = &self.0 {
            state.telemetry.0.metrics.panicked();
        }
    }
}

impl State {
    pub(super) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the call; only the first end counts.
    fn end(&self, code: Code) {
        if self.ended.swap(true, Ordering::AcqRel) {
            return;
        }
        let duration = self.started.elapsed();
        let tally = self.tally().clone();
        let sizes = (
            self.received.load(Ordering::Acquire),
            self.sent.load(Ordering::Acquire),
        );
        let Telemetry(inner) = &self.telemetry;
        inner.metrics.call_ends(&self.method, code, duration, sizes);
        // An article that failed has said why.
        if code != Code::Ok && tally.failed == 0 {
            inner.metrics.error(names::code_name(code));
        }
        traces::end_call(&self.context, code, &tally);
        access::log(self, code, duration, sizes, &tally);
    }

    /// The id of the trace that the call belongs to, if it is part of one.
    pub(super) fn trace_id(&self) -> Option<String> {
        let span = self.context.span();
        let context = span.span_context();
        context.is_valid().then(|| context.trace_id().to_string())
    }
}

/// Ends its call when it goes away: a caller that gave up leaves nothing behind.
#[derive(Debug)]
pub(super) struct Ending(pub(super) Call);

impl Ending {
    pub(super) fn end(&self, code: Code) {
        if let Some(state) = &self.0.0 {
            state.end(code);
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.end(Code::Cancelled);
    }
}
