//! `ProtoJSON` as requests have it, of google.rpc.Status, and of our messages that hold one.

use std::sync::OnceLock;

use prost_reflect::{DescriptorPool, DynamicMessage};
use serde::de::Error as _;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value, json};
use tonic_types::RpcStatusExt as _;

use super::DESCRIPTORS;
use super::pb::{self, structure_articles_response, structure_result};

/// The message called `name` that `bytes` hold, whole `ProtoJSON`: pbjson reads no field mask that
/// is written as one (`"headline.text,blocks"`).
pub(super) fn message<T: prost::Message + Default>(
    name: &str,
    bytes: &[u8],
) -> Result<T, serde_json::Error> {
    static POOL: OnceLock<Option<DescriptorPool>> = OnceLock::new();
    let descriptor = POOL
        .get_or_init(|| DescriptorPool::decode(DESCRIPTORS).ok())
        .as_ref()
        .and_then(|pool| pool.get_message_by_name(name))
        .ok_or_else(|| serde_json::Error::custom("no such message"))?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let message = DynamicMessage::deserialize(descriptor, &mut reader)?;
    reader.end()?;
    message.transcode_to().map_err(serde_json::Error::custom)
}

/// `status` with those of its details that Maqal sends.
pub fn status(status: &tonic_types::Status) -> Value {
    let details = status.get_error_details();
    let mut list = Vec::new();
    if let Some(request) = details.bad_request() {
        let violations: Vec<Value> = request
            .field_violations
            .iter()
            .map(|violation| {
                json!({ "field": violation.field, "description": violation.description })
            })
            .collect();
        list.push(json!({ "@type": of("BadRequest"), "fieldViolations": violations }));
    }
    if let Some(delay) = details.retry_info().and_then(|retry| retry.retry_delay) {
        let delay = format!("{}.{:03}s", delay.as_secs(), delay.subsec_millis());
        list.push(json!({ "@type": of("RetryInfo"), "retryDelay": delay }));
    }
    if let Some(info) = details.error_info() {
        let metadata: serde_json::Map<String, Value> = info
            .metadata
            .iter()
            .map(|(key, value)| (key.clone(), Value::from(value.as_str())))
            .collect();
        list.push(json!({
            "@type": of("ErrorInfo"),
            "reason": info.reason,
            "domain": info.domain,
            "metadata": metadata,
        }));
    }
    let mut body = json!({ "code": status.code, "message": status.message });
    if let (false, Some(body)) = (list.is_empty(), body.as_object_mut()) {
        body.insert("details".to_owned(), Value::Array(list));
    }
    body
}

fn of(message: &str) -> String {
    format!("type.googleapis.com/google.rpc.{message}")
}

/// `{"article": …}`, `{"error": …}`, or `{}` when neither is set.
fn either<S: Serializer>(
    result: Option<Result<&pb::StructuredArticle, &tonic_types::Status>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(usize::from(result.is_some())))?;
    match result {
        Some(Ok(article)) => map.serialize_entry("article", article)?,
        Some(Err(error)) => map.serialize_entry("error", &status(error))?,
        None => {}
    }
    map.end()
}

impl Serialize for pb::StructureResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let result = self.result.as_ref().map(|result| match result {
            structure_result::Result::Article(article) => Ok(article),
            structure_result::Result::Error(error) => Err(error),
        });
        either(result, serializer)
    }
}

impl Serialize for pb::StructureArticlesResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let result = self.result.as_ref().map(|result| match result {
            structure_articles_response::Result::Article(article) => Ok(article),
            structure_articles_response::Result::Error(error) => Err(error),
        });
        either(result, serializer)
    }
}

impl Serialize for pb::StructureBatchResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(usize::from(!self.results.is_empty())))?;
        if !self.results.is_empty() {
            map.serialize_entry("results", &self.results)?;
        }
        map.end()
    }
}
