//! Runs the service on a bound socket until it is told to stop, then drains.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::codec::CompressionEncoding;
use tonic::transport::Server;
use tonic_health::ServingStatus;

use super::DESCRIPTORS;
use super::pb::structuring_service_server::StructuringServiceServer;
use super::service::{Service, Structure};
use super::telemetry::Telemetry;

/// Checked settings of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerConfig {
    /// Longest content, bytes.
    pub max_content_bytes: usize,
    /// Largest message on the wire, bytes.
    pub max_message_bytes: usize,
    /// Articles worked on at once.
    pub max_concurrent_articles: usize,
    /// Articles that may wait.
    pub max_queued_articles: usize,
    /// Longest time for a unary call, whatever deadline the caller sets.
    pub max_call_time: Duration,
    /// Longest time that open calls get to end after a stop was asked for.
    pub drain_time: Duration,
    /// Serve reflection.
    pub reflection: bool,
}

/// Why serving failed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The descriptors of the API could not be read.
    #[error("the reflection service could not be built")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The transport failed.
    #[error("the server failed")]
    Transport(#[from] tonic::transport::Error),
}

/// Serves on `listener` until `stop` resolves. Then health turns `NOT_SERVING`, no new
/// connection is taken, and open calls get [`ServerConfig::drain_time`] to end.
///
/// # Errors
/// [`ServeError`] when the server cannot be built or its transport fails.
pub async fn serve<S: Structure>(
    listener: TcpListener,
    structure: Arc<S>,
    config: ServerConfig,
    telemetry: Telemetry,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let service = StructuringServiceServer::new(Service::new(structure, config.clone()))
        .max_decoding_message_size(config.max_message_bytes)
        .max_encoding_message_size(usize::MAX)
        .accept_compressed(CompressionEncoding::Gzip)
        .accept_compressed(CompressionEncoding::Zstd)
        .send_compressed(CompressionEncoding::Gzip)
        .send_compressed(CompressionEncoding::Zstd);
    let (health, health_service) = tonic_health::server::health_reporter();
    health
        .set_serving::<StructuringServiceServer<Service<S>>>()
        .await;
    let reflection = |config: &ServerConfig| {
        config.reflection.then(|| {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        })
    };
    let v1 = reflection(&config)
        .map(tonic_reflection::server::Builder::build_v1)
        .transpose()?;
    let v1alpha = reflection(&config)
        .map(tonic_reflection::server::Builder::build_v1alpha)
        .transpose()?;

    let (begin_drain, draining) = tokio::sync::oneshot::channel::<()>();
    let server = Server::builder()
        .http2_keepalive_interval(Some(Duration::from_secs(60)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .tcp_nodelay(true)
        .layer(telemetry.layer())
        .add_service(health_service)
        .add_optional_service(v1)
        .add_optional_service(v1alpha)
        .add_service(service)
        .serve_with_incoming_shutdown(TcpListenerStream::new(listener), async {
            // A closed channel means stop as well.
            let _ = draining.await;
        });
    let mut server = std::pin::pin!(server);
    telemetry.set_ready(true);
    tokio::select! {
        ended = &mut server => return Ok(ended?),
        () = stop => {}
    }
    tracing::info!("stopping: draining open calls");
    telemetry.set_ready(false);
    health
        .set_service_status("", ServingStatus::NotServing)
        .await;
    health
        .set_not_serving::<StructuringServiceServer<Service<S>>>()
        .await;
    // The receiver lives in the server future above.
    let _ = begin_drain.send(());
    if let Ok(ended) = tokio::time::timeout(config.drain_time, server).await {
        ended?;
    } else {
        tracing::warn!("drain time is over: open calls are cut");
    }
    Ok(())
}
