//! Spans over OTLP: one for each call, continuing the caller's trace, and below it one for
//! each run of a stage. Attributes follow the conventions for RPC; none holds text.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanKind, Status, TraceContextExt as _, TracerProvider as _,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::tonic_types::transport::{Certificate, ClientTlsConfig, Identity};
use opentelemetry_otlp::{
    ExporterBuildError, SpanExporter, WithExportConfig as _, WithTonicConfig as _,
};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};
use tonic::Code;

use super::call::Tally;
use super::names::{code_name, is_server_error};
use super::stopwatch::Lap;
use crate::server::tls::certificates;
use crate::server::watched::FileError;

/// How long the last spans may take to be sent when the server stops.
const LAST_SPANS: Duration = Duration::from_secs(5);

/// A collector of spans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collector {
    /// Its address, of http or https.
    pub endpoint: String,
    /// Whom to believe, for https.
    pub trust: Option<CollectorTrust>,
}

/// How a collector and its clients know each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectorTrust {
    /// Authorities of its certificate, PEM.
    pub roots: PathBuf,
    /// Certificate and private key that it is shown, PEM.
    pub identity: Option<(PathBuf, PathBuf)>,
}

/// Why spans cannot be sent.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// The address is none, or the certificates do not fit.
    #[error("spans cannot be sent to {endpoint}")]
    Exporter {
        /// The address.
        endpoint: String,
        /// What the exporter says.
        #[source]
        source: ExporterBuildError,
    },
    /// A certificate or key cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
}

impl CollectorTrust {
    fn read(&self) -> Result<ClientTlsConfig, FileError> {
        // An empty file would make every handshake fail, and say so nowhere.
        certificates(&self.roots)?;
        let config =
            ClientTlsConfig::new().ca_certificate(Certificate::from_pem(read(&self.roots)?));
        let Some((certificate, key)) = &self.identity else {
            return Ok(config);
        };
        certificates(certificate)?;
        Ok(config.identity(Identity::from_pem(read(certificate)?, read(key)?)))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    std::fs::read(path).map_err(|error| FileError::new(path, &error))
}

/// Where spans go.
#[derive(Debug)]
pub struct Traces {
    provider: SdkTracerProvider,
    tracer: SdkTracer,
}

impl Traces {
    /// Sends spans to `collector` over gRPC, in batches, in the background.
    /// To be called inside a tokio runtime; a collector that is away is tried again.
    ///
    /// # Errors
    /// [`TracesError`] when its address is none, or a file is not what it should be.
    pub fn over_otlp(collector: &Collector, service_name: &str) -> Result<Self, TracesError> {
        let mut exporter = SpanExporter::builder()
            .with_tonic()
            .with_endpoint(&collector.endpoint);
        if let Some(trust) = &collector.trust {
            exporter = exporter.with_tls_config(trust.read()?);
        }
        let exporter = exporter.build().map_err(|source| TracesError::Exporter {
            endpoint: collector.endpoint.clone(),
            source,
        })?;
        let resource = Resource::builder()
            .with_service_name(service_name.to_owned())
            .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
            .build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource)
            .build();
        let tracer = provider.tracer(env!("CARGO_PKG_NAME"));
        Ok(Self { provider, tracer })
    }

    /// A handle that sends the last spans.
    pub fn flusher(&self) -> impl FnOnce() + Send + 'static {
        let provider = self.provider.clone();
        move || {
            if let Err(error) = provider.shutdown_with_timeout(LAST_SPANS) {
                tracing::warn!(%error, "the last spans were not sent");
            }
        }
    }

    /// Opens the span of a call below the caller's.
    pub(super) fn begin_call(
        &self,
        caller: &Context,
        system: &'static str,
        method: &str,
        peer: Option<SocketAddr>,
    ) -> Context {
        let mut attributes = vec![
            KeyValue::new("rpc.system.name", system),
            KeyValue::new("rpc.method", method.to_owned()),
        ];
        if let Some(peer) = peer {
            attributes.push(KeyValue::new("client.address", peer.ip().to_string()));
            attributes.push(KeyValue::new("client.port", i64::from(peer.port())));
        }
        let span = SpanBuilder::from_name(method.to_owned())
            .with_kind(SpanKind::Server)
            .with_attributes(attributes)
            .start_with_context(&self.tracer, caller);
        caller.with_span(span)
    }

    /// Writes the spans of an article's stages below that of its call.
    pub(super) fn stages(&self, call: &Context, article: u64, laps: &[Lap]) {
        if !call.span().is_recording() && !call.span().span_context().is_sampled() {
            return;
        }
        let (now, clock) = (Instant::now(), SystemTime::now());
        let at = |moment: Instant| {
            let ago = now.saturating_duration_since(moment);
            clock.checked_sub(ago).unwrap_or(clock)
        };
        for lap in laps {
            let mut span = SpanBuilder::from_name(lap.stage.name())
                .with_kind(SpanKind::Internal)
                .with_start_time(at(lap.begun))
                .with_attributes([KeyValue::new("maqal.article.index", integer(article))])
                .start_with_context(&self.tracer, call);
            span.end_with_timestamp(at(lap.begun + lap.took));
        }
    }
}

/// Closes the span of a call.
pub(super) fn end_call(call: &Context, code: Code, tally: &Tally) {
    let span = call.span();
    if !span.is_recording() {
        return;
    }
    let status = code_name(code);
    span.set_attribute(KeyValue::new("rpc.response.status_code", status));
    span.set_attributes([
        KeyValue::new("maqal.articles", integer(tally.articles)),
        KeyValue::new("maqal.articles.failed", integer(tally.failed)),
        KeyValue::new("maqal.queue.seconds", tally.waited.as_secs_f64()),
    ]);
    if !tally.languages.is_empty() {
        let languages: Vec<&str> = tally.languages.iter().map(|tag| &**tag).collect();
        span.set_attribute(KeyValue::new("maqal.languages", languages.join(",")));
    }
    if is_server_error(code) {
        span.set_attribute(KeyValue::new("error.type", status));
        span.set_status(Status::error(status));
    }
    span.end();
}

fn integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Headers as the propagator reads them.
struct Headers<'h>(&'h http::HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(http::HeaderName::as_str).collect()
    }
}

/// The caller's span by its `traceparent`, if it sent one.
pub(super) fn caller(headers: &http::HeaderMap) -> Context {
    static PROPAGATOR: LazyLock<TraceContextPropagator> =
        LazyLock::new(TraceContextPropagator::new);
    PROPAGATOR.extract_with_context(&Context::new(), &Headers(headers))
}
