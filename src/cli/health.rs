//! `maqal health`: asks a running server, for container health checks without a shell.

use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;

use super::fail;

/// Ask a running server for its health; exit code 0 means it serves
#[derive(Debug, Args)]
pub(super) struct HealthArgs {
    /// Address of the server
    #[arg(
        long,
        env = "MAQAL_LISTEN",
        default_value = "127.0.0.1:50051",
        value_name = "ADDRESS"
    )]
    listen: String,
    /// Address that serves health alone, asked instead: one without TLS
    #[arg(long, env = "MAQAL_HEALTH_LISTEN", value_name = "ADDRESS")]
    health_listen: Option<String>,
    /// Give up after this many milliseconds
    #[arg(long, default_value_t = 2000, value_name = "MS")]
    timeout_ms: u64,
}

#[derive(Debug, thiserror::Error)]
enum HealthError {
    #[error("the runtime could not start")]
    Runtime(#[from] std::io::Error),
    #[error("`{0}` is no address")]
    Address(String),
    #[error("no answer from {0} in time")]
    Timeout(String),
    #[error("cannot connect")]
    Connect(#[from] tonic::transport::Error),
    #[error("the health check failed")]
    Call(#[from] Box<tonic::Status>),
    #[error("the server answers {0}")]
    NotServing(&'static str),
}

pub(super) fn run(args: &HealthArgs) -> ExitCode {
    match check(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn check(args: &HealthArgs) -> Result<(), HealthError> {
    // A server that listens everywhere is asked on this machine.
    let address = args
        .health_listen
        .as_ref()
        .unwrap_or(&args.listen)
        .replace("0.0.0.0", "127.0.0.1")
        .replace("[::]", "[::1]");
    let endpoint = tonic::transport::Endpoint::from_shared(format!("http://{address}"))
        .map_err(|_| HealthError::Address(address.clone()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let asked = async {
        let channel = endpoint.connect().await?;
        let answer = HealthClient::new(channel)
            .check(HealthCheckRequest::default())
            .await
            .map_err(Box::new)?;
        match answer.into_inner().status() {
            ServingStatus::Serving => Ok(()),
            ServingStatus::NotServing => Err(HealthError::NotServing("NOT_SERVING")),
            ServingStatus::Unknown => Err(HealthError::NotServing("UNKNOWN")),
            ServingStatus::ServiceUnknown => Err(HealthError::NotServing("SERVICE_UNKNOWN")),
        }
    };
    runtime
        .block_on(async {
            tokio::time::timeout(Duration::from_millis(args.timeout_ms), asked).await
        })
        .unwrap_or(Err(HealthError::Timeout(address.clone())))
}
