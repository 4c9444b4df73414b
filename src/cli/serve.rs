//! `maqal serve`: the gRPC service.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{fail, pipeline};
use crate::config::{Config, LogFormat, RawConfig, TelemetryConfig};
use crate::pipeline::Pipeline;
use crate::server::telemetry::{Telemetry, Traces, TracesError, serve_probes};
use crate::server::{ServeError, log_panics, serve_watched};

/// Serve the gRPC API
///
/// Listens until SIGTERM or SIGINT; then health answers `NOT_SERVING`, no new connection is
/// taken and open calls get time to end. Logs go to standard error, one line a call, never
/// with text of the article; `RUST_LOG` sets what is logged (default info).
#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[command(flatten)]
    config: RawConfig,
}

/// Why the service could not run.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error("the runtime could not start")]
    Runtime(#[source] std::io::Error),
    #[error("cannot listen on {address}")]
    Listen {
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot watch for signals")]
    Signals(#[source] std::io::Error),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Traces(#[from] TracesError),
}

pub(super) fn run(args: &ServeArgs) -> ExitCode {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let config = match args.config.check(cores) {
        Ok(config) => config,
        Err(error) => {
            fail(&error);
            return ExitCode::from(2);
        }
    };
    start_logging(config.log_format);
    log_panics();
    let pipeline = match pipeline(&config.data) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    match run_server(config, pipeline) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn run_server(config: Config, pipeline: Pipeline) -> Result<(), RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(RunError::Runtime)?;
    runtime.block_on(async {
        let (listener, address) = bind(config.listen).await?;
        let stop = stop_signal().map_err(RunError::Signals)?;
        let traces = traces(&config.telemetry)?;
        let flush = traces.as_ref().map(Traces::flusher);
        let telemetry = Telemetry::new(&pipeline, &config.server, traces);
        if let Some(address) = config.telemetry.metrics_listen {
            let (listener, address) = bind(address).await?;
            tracing::info!(%address, "serving metrics");
            // It answers until the process ends, also while open calls are drained.
            tokio::spawn(serve_probes(listener, telemetry.clone()));
        }
        tracing::info!(%address, languages = pipeline.packs().tags.len(), "serving");
        let pipeline = Arc::new(pipeline);
        let served = serve_watched(listener, pipeline, config.server, telemetry, stop).await;
        if let Some(flush) = flush {
            // A thread that panics has no spans to send.
            let _ = tokio::task::spawn_blocking(flush).await;
        }
        served?;
        tracing::info!("stopped");
        Ok(())
    })
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), RunError> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| RunError::Listen { address, source })?;
    let address = listener.local_addr().unwrap_or(address);
    Ok((listener, address))
}

/// Where spans go, if to anyone.
fn traces(config: &TelemetryConfig) -> Result<Option<Traces>, TracesError> {
    config
        .otlp
        .as_ref()
        .map(|collector| Traces::over_otlp(collector, &config.otlp_service_name))
        .transpose()
}

/// Resolves on SIGTERM or SIGINT.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Resolves on Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a handler the process simply ends.
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn start_logging(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let json = match format {
        LogFormat::Auto => !std::io::stderr().is_terminal(),
        LogFormat::Human => false,
        LogFormat::Json => true,
    };
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second subscriber is refused; the first one stays.
    let _ = if json {
        logs.json().flatten_event(true).try_init()
    } else {
        logs.try_init()
    };
}
