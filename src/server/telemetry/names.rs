//! Names of bounded sets: what a client sends never becomes a label.

use std::collections::BTreeSet;
use std::sync::Arc;

use prost_reflect::DescriptorPool;
use tonic::Code;

use crate::server::DESCRIPTORS;

/// The RPC system, by convention.
pub(super) const SYSTEM: &str = "grpc";
/// Method of calls to no known method, by convention.
pub(super) const METHOD_OTHER: &str = "_OTHER";
/// Language of articles that have none.
pub(super) const LANGUAGE_NONE: &str = "und";
/// Language of articles in one without a pack.
pub(super) const LANGUAGE_OTHER: &str = "other";

/// Name of a status code, as in `google.rpc.Code`.
pub(super) fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

/// Whether the convention counts a code as an error of the server, not of its caller.
pub(super) fn is_server_error(code: Code) -> bool {
    matches!(
        code,
        Code::Unknown
            | Code::DeadlineExceeded
            | Code::Unimplemented
            | Code::Internal
            | Code::Unavailable
            | Code::DataLoss
    )
}

/// The methods and languages that become labels.
#[derive(Debug)]
pub(super) struct Names {
    methods: BTreeSet<Arc<str>>,
    languages: BTreeSet<Arc<str>>,
    other_method: Arc<str>,
    other_language: Arc<str>,
    no_language: Arc<str>,
}

impl Names {
    /// All methods that this server has, and `languages`.
    pub(super) fn new(languages: impl IntoIterator<Item = String>) -> Self {
        let sets = [
            DESCRIPTORS,
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ];
        let methods = sets
            .into_iter()
            .filter_map(|set| DescriptorPool::decode(set).ok())
            .flat_map(|pool| {
                pool.services()
                    .flat_map(|service| {
                        let of = service.full_name().to_owned();
                        service
                            .methods()
                            .map(move |method| Arc::from(format!("{of}/{}", method.name())))
                            .collect::<Vec<_>>()
                    })
                    .collect::<Vec<_>>()
            })
            .collect();
        Self {
            methods,
            languages: languages.into_iter().map(Arc::from).collect(),
            other_method: METHOD_OTHER.into(),
            other_language: LANGUAGE_OTHER.into(),
            no_language: LANGUAGE_NONE.into(),
        }
    }

    /// The method that a path calls, as `package.Service/Method`.
    pub(super) fn method(&self, path: &str) -> Arc<str> {
        let name = path.trim_start_matches('/');
        Arc::clone(self.methods.get(name).unwrap_or(&self.other_method))
    }

    /// The label of a language by its tag.
    pub(super) fn language(&self, tag: Option<&str>) -> Arc<str> {
        let label = match tag {
            None | Some("" | LANGUAGE_NONE) => &self.no_language,
            Some(tag) => self.languages.get(tag).unwrap_or(&self.other_language),
        };
        Arc::clone(label)
    }
}

/// Whether calls to `method` only ask how the server is.
pub(super) fn is_probe(method: &str) -> bool {
    method.starts_with("grpc.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_has_one_name() {
        let names = Names::new(["ar".to_owned()]);
        for (path, method) in [
            (
                "/maqal.v1.StructuringService/StructureArticle",
                "maqal.v1.StructuringService/StructureArticle",
            ),
            (
                "/grpc.health.v1.Health/Check",
                "grpc.health.v1.Health/Check",
            ),
            (
                "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                "grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
            ),
            ("/maqal.v1.StructuringService/Drop", METHOD_OTHER),
            ("/", METHOD_OTHER),
        ] {
            assert_eq!(&*names.method(path), method);
        }
        for (tag, language) in [
            (Some("ar"), "ar"),
            (Some("fi"), LANGUAGE_OTHER),
            (Some(""), LANGUAGE_NONE),
            (None, LANGUAGE_NONE),
        ] {
            assert_eq!(&*names.language(tag), language);
        }
    }
}
