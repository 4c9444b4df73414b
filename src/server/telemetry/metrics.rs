//! What is counted, and its text for Prometheus. Each name stands in `docs/observability.md`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tonic::Code;

use super::names::{LANGUAGE_NONE, SYSTEM, code_name, is_server_error};
use crate::pipeline::watch::Stage;

/// The boundaries that the convention for RPC gives, and two below for calls of a millisecond.
const CALL_SECONDS: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
];
/// Stages take from microseconds to, on pages of megabytes, seconds.
const STAGE_SECONDS: [f64; 13] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
];
/// From nothing to the longest call.
const WAIT_SECONDS: [f64; 11] = [
    0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];
/// From a line to the longest article that is taken by default.
const SIZE_BYTES: [f64; 8] = [
    1024.0,
    4096.0,
    16384.0,
    65536.0,
    262_144.0,
    1_048_576.0,
    4_194_304.0,
    16_777_216.0,
];

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

/// Labels of the convention for RPC metrics.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    rpc_system_name: &'static str,
    rpc_method: Arc<str>,
    rpc_response_status_code: &'static str,
    error_type: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct MethodLabels {
    rpc_method: Arc<str>,
}

/// Labels of gRPC's own metrics.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SizeLabels {
    grpc_method: Arc<str>,
    grpc_status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ArticleLabels {
    language: Arc<str>,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabels {
    reason: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StageLabels {
    stage: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BuildLabels {
    version: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DataLabels {
    name: String,
    version: String,
}

/// What is fixed from the start.
#[derive(Debug, Clone, Default)]
pub(super) struct Fixed {
    /// Name and version of each piece of data in use.
    pub(super) data: Vec<(String, String)>,
    /// Articles that may be worked on at once.
    pub(super) places: usize,
    /// Articles that may wait.
    pub(super) waiting_places: usize,
}

/// Everything that is counted.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    call_duration: Histograms<CallLabels>,
    received: Histograms<SizeLabels>,
    sent: Histograms<SizeLabels>,
    active_calls: Family<MethodLabels, Gauge>,
    articles: Family<ArticleLabels, Counter>,
    errors: Family<ReasonLabels, Counter>,
    stages: Histograms<StageLabels>,
    /// Articles that wait for a place.
    pub(super) waiting: Gauge,
    /// Articles that are worked on.
    pub(super) working: Gauge,
    content: Counter,
    panics: Counter,
    queue: Histogram,
}

fn gauge(value: usize) -> Gauge {
    let gauge = Gauge::<i64>::default();
    gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
    gauge
}

impl Metrics {
    pub(super) fn new(fixed: &Fixed) -> Self {
        let seconds: fn() -> Histogram = || Histogram::new(CALL_SECONDS);
        let stage_seconds: fn() -> Histogram = || Histogram::new(STAGE_SECONDS);
        let bytes: fn() -> Histogram = || Histogram::new(SIZE_BYTES);
        let mut metrics = Self {
            registry: Registry::default(),
            call_duration: Family::new_with_constructor(seconds),
            received: Family::new_with_constructor(bytes),
            sent: Family::new_with_constructor(bytes),
            active_calls: Family::default(),
            articles: Family::default(),
            errors: Family::default(),
            stages: Family::new_with_constructor(stage_seconds),
            waiting: Gauge::default(),
            working: Gauge::default(),
            content: Counter::default(),
            panics: Counter::default(),
            queue: Histogram::new(WAIT_SECONDS),
        };
        metrics.register_calls();
        metrics.register_articles();
        metrics.register_fixed(fixed);
        metrics
    }

    fn register_calls(&mut self) {
        let registry = &mut self.registry;
        registry.register_with_unit(
            "rpc_server_call_duration",
            "Duration of calls, from the headers to the end of the answer",
            Unit::Seconds,
            self.call_duration.clone(),
        );
        registry.register_with_unit(
            "grpc_server_call_rcvd_total_compressed_message_size",
            "Bytes of the messages received in a call, as transferred",
            Unit::Bytes,
            self.received.clone(),
        );
        registry.register_with_unit(
            "grpc_server_call_sent_total_compressed_message_size",
            "Bytes of the messages sent in a call, as transferred",
            Unit::Bytes,
            self.sent.clone(),
        );
        registry.register(
            "maqal_active_calls",
            "Calls that are open",
            self.active_calls.clone(),
        );
        registry.register(
            "maqal_errors",
            "Calls and articles of streams that were answered by an error, by its reason",
            self.errors.clone(),
        );
    }

    fn register_articles(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "maqal_articles",
            "Articles that were answered, by detected language and outcome",
            self.articles.clone(),
        );
        registry.register_with_unit(
            "maqal_content",
            "Bytes of raw text received",
            Unit::Bytes,
            self.content.clone(),
        );
        registry.register(
            "maqal_articles_waiting",
            "Articles that wait for a place",
            self.waiting.clone(),
        );
        registry.register(
            "maqal_articles_working",
            "Articles that are worked on",
            self.working.clone(),
        );
        registry.register_with_unit(
            "maqal_queue_wait",
            "Time that an article waited for a place",
            Unit::Seconds,
            self.queue.clone(),
        );
        registry.register_with_unit(
            "maqal_stage_duration",
            "Time that a stage took for one article, embedded articles included",
            Unit::Seconds,
            self.stages.clone(),
        );
        registry.register(
            "maqal_panics",
            "Defects that were caught while structuring",
            self.panics.clone(),
        );
    }

    fn register_fixed(&mut self, fixed: &Fixed) {
        let registry = &mut self.registry;
        registry.register(
            "maqal_places",
            "Articles that may be worked on at once",
            gauge(fixed.places),
        );
        registry.register(
            "maqal_waiting_places",
            "Articles that may wait",
            gauge(fixed.waiting_places),
        );
        let build = Family::<BuildLabels, Gauge>::default();
        let version = env!("CARGO_PKG_VERSION");
        build.get_or_create(&BuildLabels { version }).set(1);
        registry.register("maqal_build_info", "The version that runs", build);
        let data = Family::<DataLabels, Gauge>::default();
        for (name, version) in fixed.data.iter().cloned() {
            data.get_or_create(&DataLabels { name, version }).set(1);
        }
        registry.register("maqal_data_info", "Packs and models in use", data);
    }

    /// The text that Prometheus reads.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = prometheus_text::encode(&mut text, &self.registry);
        text
    }

    /// A call to `method` began.
    pub(super) fn call_begins(&self, rpc_method: Arc<str>) {
        self.active_calls
            .get_or_create(&MethodLabels { rpc_method })
            .inc();
    }

    /// The same call ended.
    pub(super) fn call_ends(
        &self,
        rpc_method: &Arc<str>,
        code: Code,
        duration: Duration,
        (received, sent): (u64, u64),
    ) {
        let status = code_name(code);
        self.active_calls
            .get_or_create(&MethodLabels {
                rpc_method: Arc::clone(rpc_method),
            })
            .dec();
        self.call_duration
            .get_or_create(&CallLabels {
                rpc_system_name: SYSTEM,
                rpc_method: Arc::clone(rpc_method),
                rpc_response_status_code: status,
                error_type: is_server_error(code).then_some(status),
            })
            .observe(duration.as_secs_f64());
        let labels = SizeLabels {
            grpc_method: Arc::clone(rpc_method),
            grpc_status: status,
        };
        self.received
            .get_or_create(&labels)
            .observe(as_float(received));
        self.sent.get_or_create(&labels).observe(as_float(sent));
    }

    /// An article came with so much text.
    pub(super) fn article_comes(&self, bytes: usize) {
        self.content
            .inc_by(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// An article was answered.
    pub(super) fn article_answered(&self, language: Arc<str>) {
        self.articles
            .get_or_create(&ArticleLabels {
                language,
                outcome: "ok",
            })
            .inc();
    }

    /// An article was answered by an error.
    pub(super) fn article_failed(&self) {
        self.articles
            .get_or_create(&ArticleLabels {
                language: LANGUAGE_NONE.into(),
                outcome: "error",
            })
            .inc();
    }

    /// A call, or an article of a stream, was answered by an error.
    pub(super) fn error(&self, reason: &'static str) {
        self.errors.get_or_create(&ReasonLabels { reason }).inc();
    }

    /// An article got a place, or gave up, after `waited`.
    pub(super) fn queue_left(&self, waited: Duration) {
        self.queue.observe(waited.as_secs_f64());
    }

    /// The stages of one article.
    pub(super) fn stages_ran(&self, times: &BTreeMap<Stage, Duration>) {
        for (stage, time) in times {
            let stage = stage.name();
            self.stages
                .get_or_create(&StageLabels { stage })
                .observe(time.as_secs_f64());
        }
    }

    /// A defect was caught.
    pub(super) fn panicked(&self) {
        self.panics.inc();
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "sizes of calls are far below 2^53 bytes"
)]
fn as_float(bytes: u64) -> f64 {
    bytes as f64
}
