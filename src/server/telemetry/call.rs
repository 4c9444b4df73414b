//! One call, from its headers to the last byte of its answer.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use opentelemetry::Context;
use opentelemetry::trace::TraceContextExt as _;
use tonic::{Code, Extensions};

use super::stopwatch::Stopwatch;
use super::{Telemetry, access, names, traces};
use crate::server::client::{Client, Peer};
use crate::server::pb;
use crate::server::status::CallError;

/// One watched call; the default watches nothing.
#[derive(Debug, Clone, Default)]
pub struct Call(Option<Arc<State>>);

/// What is known of a call.
#[derive(Debug)]
pub(super) struct State {
    pub(super) telemetry: Telemetry,
    pub(super) system: &'static str,
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
    /// Who calls, by name.
    pub(super) client: Option<String>,
    pub(super) articles: u64,
    pub(super) failed: u64,
    /// Why it failed has been told.
    reason_told: bool,
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
        let (system, method) = telemetry.0.names.method(path);
        let peer = extensions.get::<Peer>().map(|peer| peer.address);
        let caller = traces::caller(headers);
        let context = match &telemetry.0.traces {
            Some(traces) => traces.begin_call(&caller, system, &method, peer),
            None => caller,
        };
        telemetry.0.metrics.call_begins(Arc::clone(&method));
        Self(Some(Arc::new(State {
            telemetry: telemetry.clone(),
            system,
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

    /// Notes who calls, as far as the call says more than where it comes from.
    pub fn is_from(&self, client: &Client) {
        if let Some(state) = &self.0 {
            state.tally().client = client.name();
        }
    }

    /// Notes why the call fails as a whole, before it is known what articles it brought.
    pub fn fails(&self, error: &CallError) {
        if let Some(state) = &self.0 {
            state.telemetry.0.metrics.error(error.reason());
            state.tally().reason_told = true;
        }
    }

    /// Notes that an article came with `bytes` of text.
    pub fn article(&self, bytes: usize) -> Arrived {
        let number = self.0.as_deref().map_or(0, |state| {
            state.telemetry.0.metrics.article_comes(bytes);
            let mut tally = state.tally();
            let number = tally.articles;
            tally.articles += 1;
            tally.content_bytes = tally.content_bytes.saturating_add(bytes);
            number
        });
        Arrived {
            call: self.clone(),
            number,
        }
    }
}

/// An article that has no answer yet; one that never gets one failed.
#[derive(Debug)]
pub struct Arrived {
    call: Call,
    /// Its place in the call, from 0.
    number: u64,
}

impl Arrived {
    /// A stopwatch for the work on it, which counts as worked on while that lives.
    pub fn stopwatch(&self) -> Stopwatch {
        Stopwatch::new(self.call.clone(), self.number)
    }

    /// Notes its answer.
    pub fn answered(mut self, result: Result<&pb::StructuredArticle, &CallError>) {
        let Some(state) = self.call.0.take() else {
            return;
        };
        let Telemetry(inner) = &state.telemetry;
        match result {
            Ok(article) => {
                let tag = article.language.as_ref().map(|language| &*language.tag);
                let language = inner.names.language(tag);
                inner.metrics.article_answered(Arc::clone(&language));
                state.tally().languages.insert(language);
            }
            Err(error) => {
                if matches!(error, CallError::Internal { .. }) {
                    inner.metrics.panicked();
                }
                inner.metrics.article_failed();
                inner.metrics.error(error.reason());
                let mut tally = state.tally();
                tally.failed += 1;
                tally.reason_told = true;
            }
        }
    }
}

impl Drop for Arrived {
    fn drop(&mut self) {
        if let Some(state) = self.call.0.take() {
            state.telemetry.0.metrics.article_failed();
            state.tally().failed += 1;
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
        inner
            .metrics
            .call_ends((self.system, &self.method), code, duration, sizes);
        if code != Code::Ok && !tally.reason_told {
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
