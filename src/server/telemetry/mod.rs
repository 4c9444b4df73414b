//! What can be seen of a running server: metrics, traces and one log line a call.
//!
//! A layer around the whole service opens a [`Call`] for each call and ends it when the last
//! byte of the answer is out; the service says through it what only it knows: how long an
//! article waited, what became of it, how long each stage took. No text of an article leaves
//! this way. Names and labels: `docs/observability.md`.

mod access;
mod call;
mod layer;
mod metrics;
mod names;
mod probes;
mod stopwatch;
mod traces;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::serve::ServerConfig;
use super::worker::Structure;
use metrics::{Fixed, Metrics};
use names::Names;

pub use call::{Arrived, Call};
pub use layer::{Observe, ObserveLayer};
pub use probes::serve_probes;
pub use stopwatch::{Lap, Stopwatch};
pub use traces::{Collector, CollectorTrust, Traces, TracesError};

/// Watches one server. Cheap to clone; each clone is the same watcher.
#[derive(Debug, Clone)]
pub struct Telemetry(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    metrics: Metrics,
    names: Names,
    traces: Option<Traces>,
    ready: AtomicBool,
}

impl Telemetry {
    /// A watcher of a server of `structure`; spans go to `traces`, if to anyone.
    pub fn new<S: Structure>(structure: &S, config: &ServerConfig, traces: Option<Traces>) -> Self {
        let data = structure.data_versions();
        Self::of(structure.languages(), data, config, traces)
    }

    /// A watcher that nobody reads: the log has its lines, and that is all.
    pub(super) fn of_nobody(config: &ServerConfig) -> Self {
        Self::of(Vec::new(), Vec::new(), config, None)
    }

    fn of(
        languages: Vec<String>,
        data: Vec<(String, String)>,
        config: &ServerConfig,
        traces: Option<Traces>,
    ) -> Self {
        let fixed = Fixed {
            data,
            places: config.max_concurrent_articles,
            waiting_places: config.max_queued_articles,
        };
        Self(Arc::new(Inner {
            metrics: Metrics::new(&fixed),
            names: Names::new(languages),
            traces,
            ready: AtomicBool::new(false),
        }))
    }

    /// The layer that goes around the service.
    pub fn layer(&self) -> ObserveLayer {
        ObserveLayer::new(self.clone())
    }

    /// Says whether the server takes calls.
    pub fn set_ready(&self, ready: bool) {
        self.0.ready.store(ready, Ordering::Release);
    }

    /// Whether the server takes calls.
    pub fn is_ready(&self) -> bool {
        self.0.ready.load(Ordering::Acquire)
    }

    /// All metrics in the text format of Prometheus.
    pub fn metrics_text(&self) -> String {
        self.0.metrics.text()
    }
}
