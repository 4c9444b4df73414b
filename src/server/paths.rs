//! Which requests are streams: limits on the time of a whole call do not hold for them.

/// `StructureArticles` over gRPC, and the same as JSON lines.
pub(super) const STRUCTURE_ARTICLES: &str = "/maqal.v1.StructuringService/StructureArticles";
pub(super) const STRUCTURE_STREAM: &str = "/v1/articles:structureStream";

/// Whether a request to `path` may last: reflection and the watch of health do as well.
pub(super) fn is_stream(path: &str) -> bool {
    path == STRUCTURE_ARTICLES
        || path == STRUCTURE_STREAM
        || path == "/grpc.health.v1.Health/Watch"
        || path.starts_with("/grpc.reflection.")
}
