//! Everything that is served, behind the layers that every request goes through.

use axum::Router;
use axum::body::Body;
use http::Request;
use tonic::codec::CompressionEncoding;
use tonic::service::Routes;
use tonic_health::pb::health_server::{Health, HealthServer};

use super::DESCRIPTORS;
use super::body::Arriving;
use super::paths::is_stream;
use super::pb::structuring_service_server::StructuringServiceServer;
use super::serve::{ServeError, ServerConfig};
use super::service::Service;
use super::worker::Structure;

/// The router over `service` and `health`.
///
/// Layers, from the outside: what measures and logs calls belongs first, so that it sees what the
/// others refuse; then the time that a body has to arrive.
pub(super) fn router<S: Structure>(
    service: Service<S>,
    health: HealthServer<impl Health>,
    config: &ServerConfig,
) -> Result<Router, ServeError> {
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
    let body_time = config.connections.body_time;
    let layered = services
        .into_axum_router()
        .layer(tower::util::MapRequestLayer::new(
            move |request: Request<Body>| {
                if is_stream(request.uri().path()) {
                    return request;
                }
                request.map(|body| Body::new(Arriving::within(body_time, body)))
            },
        ));
    Ok(layered)
}
