//! Settings of metrics, probes and traces.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::server::telemetry::{Collector, CollectorTrust};

/// Who may watch the server, as written.
#[derive(Debug, Clone, Default, Args)]
pub struct RawTelemetry {
    /// Second address and port, for /metrics, /livez and /readyz over plain HTTP; off by default
    // Off: nobody should learn of a service's load without having been let in.
    #[arg(
        long,
        env = "MAQAL_METRICS_LISTEN",
        default_value = "",
        value_name = "ADDRESS"
    )]
    pub metrics_listen: String,
    /// Collector that spans are sent to, by OTLP over gRPC, on http or https; off by default
    // The variables that OpenTelemetry names, for whoever sets them for all services at once.
    #[arg(
        long,
        env = "OTEL_EXPORTER_OTLP_ENDPOINT",
        default_value = "",
        value_name = "URL"
    )]
    pub otlp_endpoint: String,
    /// Authorities that the collector's certificate may come from (PEM), for https
    // No default: the image has no certificates, and a private collector has an authority of its own.
    #[arg(long, env = "OTEL_EXPORTER_OTLP_CERTIFICATE", value_name = "FILE")]
    pub otlp_certificate: Option<PathBuf>,
    /// Certificate that is shown to the collector (PEM)
    #[arg(
        long,
        env = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE",
        value_name = "FILE"
    )]
    pub otlp_client_certificate: Option<PathBuf>,
    /// Private key of that certificate (PEM)
    #[arg(long, env = "OTEL_EXPORTER_OTLP_CLIENT_KEY", value_name = "FILE")]
    pub otlp_client_key: Option<PathBuf>,
    /// Name of this service in its spans
    #[arg(
        long,
        env = "OTEL_SERVICE_NAME",
        default_value = "maqal",
        value_name = "NAME"
    )]
    pub otlp_service_name: String,
}

/// Checked settings of telemetry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelemetryConfig {
    /// Where metrics and probes are served.
    pub metrics_listen: Option<SocketAddr>,
    /// Where spans go.
    pub otlp: Option<Collector>,
    /// The service's name in spans.
    pub otlp_service_name: String,
}

impl RawTelemetry {
    /// Checks everything; what is wrong joins `wrong`.
    pub(super) fn check(&self, wrong: &mut Vec<String>) -> TelemetryConfig {
        let set = |value: &str| (!value.is_empty()).then(|| value.to_owned());
        let metrics_listen = set(&self.metrics_listen).and_then(|value| {
            value
                .parse()
                .map_err(|_| {
                    wrong.push(format!(
                        "--metrics-listen: expected an address and port such as 127.0.0.1:9464, \
                         found `{value}`"
                    ));
                })
                .ok()
        });
        let otlp = set(&self.otlp_endpoint).map(|endpoint| self.collector(endpoint, wrong));
        TelemetryConfig {
            metrics_listen,
            otlp,
            otlp_service_name: self.otlp_service_name.clone(),
        }
    }

    fn collector(&self, endpoint: String, wrong: &mut Vec<String>) -> Collector {
        let uri = endpoint.parse::<http::Uri>().ok();
        let uri = uri.filter(|uri| uri.host().is_some());
        let identity = match (&self.otlp_client_certificate, &self.otlp_client_key) {
            (Some(certificate), Some(key)) => Some((certificate.clone(), key.clone())),
            (None, None) => None,
            _ => {
                wrong.push(
                    "--otlp-client-certificate and --otlp-client-key: expected both or none"
                        .to_owned(),
                );
                None
            }
        };
        let trust = match uri.as_ref().and_then(http::Uri::scheme_str) {
            Some("https") => {
                if self.otlp_certificate.is_none() {
                    wrong.push(
                        "--otlp-endpoint: expected --otlp-certificate as well for https".to_owned(),
                    );
                }
                self.otlp_certificate
                    .clone()
                    .map(|roots| CollectorTrust { roots, identity })
            }
            Some("http") => {
                if self.otlp_certificate.is_some() || identity.is_some() {
                    wrong.push(format!(
                        "--otlp-certificate: expected an --otlp-endpoint of https, found `{endpoint}`"
                    ));
                }
                None
            }
            _ => {
                wrong.push(format!(
                    "--otlp-endpoint: expected a collector such as http://127.0.0.1:4317, \
                     found `{endpoint}`"
                ));
                None
            }
        };
        Collector { endpoint, trust }
    }
}
