//! Runs the service on a bound socket until it is told to stop, then drains.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;
use tonic_health::ServingStatus;
use tonic_health::pb::health_server::{Health, HealthServer};

use super::access::AccessFiles;
use super::connections::serve_connections;
use super::limits::ConnectionLimits;
use super::pb::structuring_service_server::SERVICE_NAME as NAME;
use super::routes::router;
use super::service::Service;
use super::telemetry::Telemetry;
use super::tls::{Tls, TlsFiles};
use super::watched::FileError;
use super::worker::Structure;

/// Checked settings of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerConfig {
    /// Longest content, bytes.
    pub max_content_bytes: usize,
    /// Largest message on the wire and unpacked, bytes.
    pub max_message_bytes: usize,
    /// Articles worked on at once.
    pub max_concurrent_articles: usize,
    /// Articles that may wait.
    pub max_queued_articles: usize,
    /// Bytes of text that they may hold together; one article may wait in any case.
    pub max_queued_bytes: usize,
    /// A call that is likely to wait longer for a place is refused at once.
    pub max_queue_wait: Duration,
    /// The same while calls come faster than they can be worked on.
    pub pressed_queue_wait: Duration,
    /// Most articles in one `StructureBatch`.
    pub max_batch_articles: usize,
    /// Most articles in one `StructureArticles`; 0 means no limit.
    pub max_stream_articles: usize,
    /// Longest time between two articles of a stream.
    pub max_stream_idle: Duration,
    /// Longest time for a unary call, whatever deadline the caller sets.
    pub max_call_time: Duration,
    /// After a stop was asked for, the time in which new calls are still served while health says
    /// that they should not come.
    pub drain_delay: Duration,
    /// Longest time that open calls get to end after that.
    pub drain_time: Duration,
    /// Serve reflection.
    pub reflection: bool,
    /// Let callers ask how values came about.
    pub explain: bool,
    /// What connections may do.
    pub connections: ConnectionLimits,
    /// Serve with TLS.
    pub tls: Option<TlsFiles>,
    /// Who may call.
    pub access: AccessFiles,
    /// How often files are looked at for changes.
    pub reload_time: Duration,
    /// Origins of web pages that may call; `*` means all.
    pub cors_origins: Vec<String>,
    /// A further address that serves health alone, without TLS and keys: for probes.
    pub health_listen: Option<SocketAddr>,
}

impl Default for ServerConfig {
    /// What the command line takes when nothing else is said, for two cores.
    fn default() -> Self {
        Self {
            // The longest real pages are well under 1 MB; 4 MiB leaves room for whole liveblogs.
            max_content_bytes: 4 << 20,
            max_message_bytes: (4 << 20) + (64 << 10),
            max_concurrent_articles: 2,
            // A few milliseconds an article: a full queue costs a caller a second or two.
            max_queued_articles: 512,
            // Every waiting article can have half a megabyte, or some of them a few.
            max_queued_bytes: 256 << 20,
            // Callers have mostly tried another server by then.
            max_queue_wait: Duration::from_secs(1),
            // A few articles: what is accepted is answered about as fast as on a quiet day.
            pressed_queue_wait: Duration::from_millis(8),
            // At a few milliseconds an article, well under a second.
            max_batch_articles: 128,
            // A day's crawl fits; whoever sends more learns of new servers by opening a new stream.
            max_stream_articles: 1_000_000,
            max_stream_idle: Duration::from_secs(300),
            max_call_time: Duration::from_secs(30),
            drain_delay: Duration::ZERO,
            // Below the 30 seconds after which orchestrators kill.
            drain_time: Duration::from_secs(25),
            reflection: true,
            explain: false,
            connections: ConnectionLimits::default(),
            tls: None,
            access: AccessFiles::default(),
            // Certificates are renewed days before they end.
            reload_time: Duration::from_secs(5),
            cors_origins: Vec::new(),
            health_listen: None,
        }
    }
}

/// Why serving failed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The descriptors of the API could not be read.
    #[error("the reflection service could not be built")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// A certificate, a key or a set of them is not what it should be.
    #[error(transparent)]
    File(#[from] FileError),
    /// The address for health is taken, or not ours.
    #[error("cannot listen on {address} for health")]
    HealthListen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
}

/// Serves on `listener` until `stop` resolves. Then health turns `NOT_SERVING`; after
/// [`ServerConfig::drain_delay`] no new connection is taken, and what was accepted gets
/// [`ServerConfig::drain_time`] to end. After half of it streams read no further article: they
/// answer what they have read and end with a status that says so.
///
/// # Errors
/// [`ServeError`] when the server cannot be built.
pub async fn serve<S: Structure>(
    listener: TcpListener,
    structure: Arc<S>,
    config: ServerConfig,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let telemetry = Telemetry::of_nobody(&config);
    serve_watched(listener, structure, config, telemetry, stop).await
}

/// The same, watched by `telemetry`: without it, languages are not told apart in the log.
///
/// # Errors
/// As for [`serve`].
pub async fn serve_watched<S: Structure>(
    listener: TcpListener,
    structure: Arc<S>,
    config: ServerConfig,
    telemetry: Telemetry,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let drain = CancellationToken::new();
    let end_streams = CancellationToken::new();
    let service = Service::new(structure, config.clone(), end_streams.clone());
    let (mut health, health_service) = tonic_health::server::health_reporter();
    health
        .set_service_status(NAME, ServingStatus::Serving)
        .await;
    let tls = config.tls.clone();
    let tls = tls
        .map(|files| Tls::start(files, config.reload_time))
        .transpose()?;
    let probes = match config.health_listen {
        None => None,
        Some(address) => Some(probes(address, health_service.clone(), &config).await?),
    };
    let router = router(service, health_service, &config, &telemetry)?;
    let mut serving = AbortOnDropHandle::new(tokio::spawn(serve_connections(
        listener,
        router,
        tls,
        config.connections.clone(),
        drain.clone(),
    )));
    telemetry.set_ready(true);
    stop.await;
    telemetry.set_ready(false);
    tracing::info!("stopping: health says so");
    health
        .set_service_status("", ServingStatus::NotServing)
        .await;
    health
        .set_service_status(NAME, ServingStatus::NotServing)
        .await;
    tokio::time::sleep(config.drain_delay).await;
    tracing::info!("stopping: draining open calls");
    drain.cancel();
    let half = config.drain_time / 2;
    let mut over = tokio::time::timeout(half, &mut serving).await.is_err();
    if over {
        end_streams.cancel();
        // Whoever watches health has heard it; their streams would last to the end.
        for name in ["", NAME] {
            health.clear_service_status(name).await;
        }
        over = tokio::time::timeout(half, &mut serving).await.is_err();
    }
    if over {
        tracing::warn!("drain time is over: open calls are cut");
        serving.abort();
        // Cancelled, as was asked for.
        let _ = serving.await;
    }
    // Until now probes were told that the server does not serve.
    drop(probes);
    Ok(())
}

/// Serves health alone.
async fn probes(
    address: SocketAddr,
    health: HealthServer<impl Health>,
    config: &ServerConfig,
) -> Result<AbortOnDropHandle<()>, ServeError> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::HealthListen { address, source })?;
    let address = listener.local_addr().unwrap_or(address);
    tracing::info!(health_address = %address, "serving health");
    let router = tonic::service::Routes::new(health).into_axum_router();
    let limits = config.connections.clone();
    let serving = serve_connections(listener, router, None, limits, CancellationToken::new());
    Ok(AbortOnDropHandle::new(tokio::spawn(serving)))
}
