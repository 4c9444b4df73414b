//! Everything that is served, behind the layers that every request goes through.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::middleware::{self, Next};
use http::header::{CONTENT_TYPE, HeaderName};
use http::{Method, Request};
use tonic::Status;
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;
use tonic_health::pb::health_server::{Health, HealthServer};
use tonic_web::GrpcWebLayer;
use tower::Layer as _;
use tower::util::MapRequestLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::DESCRIPTORS;
use super::access::Access;
use super::body::Arriving;
use super::connections::Answers;
use super::paths::is_stream;
use super::pb::structuring_service_server::StructuringServiceServer;
use super::rest;
use super::serve::{ServeError, ServerConfig};
use super::service::Service;
use super::status::failed_call;
use super::telemetry::Telemetry;
use super::turnstile::Turnstile;
use super::worker::Structure;

/// What answers requests to `service` and `health`.
///
/// Layers, from the outside: what measures and logs calls, so that it sees what the others refuse;
/// what refuses calls that there is no time for; what browsers may ask, the time that a body has to arrive, gRPC-Web, who may call.
pub(super) fn router<S: Structure>(
    service: Service<S>,
    health: HealthServer<impl Health>,
    config: &ServerConfig,
    telemetry: &Telemetry,
) -> Result<impl Answers, ServeError> {
    let json = rest::router(&service);
    let gate = service.gate.clone();
    let service = StructuringServiceServer::new(service)
        .max_decoding_message_size(config.max_message_bytes)
        .max_encoding_message_size(usize::MAX)
        .accept_compressed(CompressionEncoding::Gzip)
        .accept_compressed(CompressionEncoding::Zstd)
        .send_compressed(CompressionEncoding::Gzip)
        .send_compressed(CompressionEncoding::Zstd);
    let mut services = Routes::new(health).add_service(service);
    if config.reflection {
        let reflection = || {
            tonic_reflection::server::Builder::configure()
                .register_encoded_file_descriptor_set(DESCRIPTORS)
                .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
        };
        services = services
            .add_service(reflection().build_v1()?)
            .add_service(reflection().build_v1alpha()?);
    }
    let access = Arc::new(Access::start(config.access.clone(), config.reload_time)?);
    let door = Arc::clone(&access);
    let admitted = middleware::from_fn(move |mut request: Request<Body>, next: Next| {
        let access = Arc::clone(&access);
        async move {
            match access.admit(&mut request) {
                Ok(()) => next.run(request).await,
                Err(error) => {
                    failed_call(request.headers().get(CONTENT_TYPE), &Status::from(error))
                }
            }
        }
    });
    // gRPC-Web becomes gRPC before anything else looks at it.
    let grpc = services
        .into_axum_router()
        .layer(admitted.clone())
        .layer(GrpcWebLayer::new());
    let body_time = config.connections.body_time;
    let arriving = MapRequestLayer::new(move |request: Request<Body>| {
        if is_stream(request.uri().path()) {
            return request;
        }
        request.map(|body| Body::new(Arriving::within(body_time, body)))
    });
    let mut router = grpc
        .merge(json.layer(admitted))
        .fallback(rest::not_found)
        .layer(arriving);
    if let Some(cors) = cors(&config.cors_origins) {
        router = router.layer(cors);
    }
    let turnstile = Turnstile::new(router, gate, door, config);
    Ok(telemetry.layer().layer(turnstile))
}

/// What pages of `origins` may do; nothing without any.
fn cors(origins: &[String]) -> Option<CorsLayer> {
    if origins.is_empty() {
        return None;
    }
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| origin.parse().ok()))
    };
    let sent = [
        "authorization",
        "content-type",
        "grpc-timeout",
        "x-api-key",
        "x-grpc-web",
        "x-user-agent",
    ];
    let read = ["grpc-message", "grpc-status", "grpc-status-details-bin"];
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::POST])
            .allow_headers(sent.map(HeaderName::from_static))
            .expose_headers(read.map(HeaderName::from_static))
            .max_age(Duration::from_secs(3600)),
    )
}
