//! Paths, and which of them are streams: limits on the time of a whole call do not hold for them.

pub(super) const STRUCTURE_ARTICLE_RPC: &str = "/maqal.v1.StructuringService/StructureArticle";
pub(super) const STRUCTURE_BATCH_RPC: &str = "/maqal.v1.StructuringService/StructureBatch";
pub(super) const STRUCTURE_ARTICLES: &str = "/maqal.v1.StructuringService/StructureArticles";
/// The RPCs as JSON over HTTP.
pub(super) const STRUCTURE: &str = "/v1/articles:structure";
pub(super) const STRUCTURE_BATCH: &str = "/v1/articles:structureBatch";
pub(super) const STRUCTURE_STREAM: &str = "/v1/articles:structureStream";
pub(super) const SERVER_INFO: &str = "/v1/serverInfo";

/// Whether a request to `path` may last: reflection and the watch of health do as well.
pub(super) fn is_stream(path: &str) -> bool {
    path == STRUCTURE_ARTICLES
        || path == STRUCTURE_STREAM
        || path == "/grpc.health.v1.Health/Watch"
        || path.starts_with("/grpc.reflection.")
}
