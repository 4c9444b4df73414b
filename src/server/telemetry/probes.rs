//! The second port: metrics for Prometheus, and whether the process lives and takes calls.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
use tokio::net::TcpListener;

use super::Telemetry;

/// Serves `/metrics`, `/livez` and `/readyz` over plain HTTP on `listener`, until dropped.
///
/// `/readyz` answers 503 before the service listens and while it drains.
///
/// # Errors
/// What the socket says.
pub async fn serve_probes(listener: TcpListener, telemetry: Telemetry) -> std::io::Result<()> {
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(telemetry);
    axum::serve(listener, router).await
}

async fn metrics(State(telemetry): State<Telemetry>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, CONTENT_TYPE)],
        telemetry.metrics_text(),
    )
}

async fn ready(State(telemetry): State<Telemetry>) -> impl IntoResponse {
    if telemetry.is_ready() {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not serving\n")
    }
}
