//! The one mapping from what can go wrong to gRPC status, with google.rpc details.

use std::collections::HashMap;
use std::time::Duration;

use axum::body::Body;
use http::{HeaderValue, Response};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use super::rest;
use crate::pipeline::interrupt::Interrupted;

/// Domain of `ErrorInfo` details.
const DOMAIN: &str = "maqal";

/// Everything that can fail a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// A field of the request is wrong.
    #[error("invalid `{field}`: {reason}")]
    InvalidField {
        /// Path of the field in the request.
        field: String,
        /// What was expected and what was found.
        reason: String,
    },
    /// The content is longer than the server takes.
    #[error("content has {bytes} bytes, the limit is {limit}")]
    ContentTooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// More articles in one call than the server takes.
    #[error("expected at most {limit} articles in `{field}`")]
    TooManyArticles {
        /// Path of the list in the request, or what stands for it.
        field: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A message is larger than the server takes.
    #[error("the message has more than {limit} bytes")]
    MessageTooLong {
        /// The limit.
        limit: usize,
    },
    /// The caller does not say who it is, or cannot prove it.
    #[error("{reason}")]
    Unauthenticated {
        /// What was expected and what was found, without any secret.
        reason: &'static str,
    },
    /// All places are taken and the queue is full, or the wait would be too long.
    #[error("overloaded, try again in {} ms", retry_after.as_millis())]
    Overloaded {
        /// When to try again.
        retry_after: Duration,
    },
    /// The server is shutting down.
    #[error("shutting down, try another server")]
    ShuttingDown,
    /// The caller's deadline passed.
    #[error("deadline exceeded")]
    DeadlineExceeded,
    /// The caller took too long to send the request.
    #[error("the request body did not arrive in time")]
    BodyTooSlow,
    /// The caller sent nothing on a stream for too long.
    #[error("no further article arrived in time")]
    StreamIdle,
    /// Nobody waits for the answer any more.
    #[error("cancelled")]
    Cancelled,
    /// A defect; the id stands in the log.
    #[error("internal error {id}")]
    Internal {
        /// Stands in the log beside the cause.
        id: String,
    },
}

impl CallError {
    /// A wrong field.
    pub fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::InvalidField {
            field: field.into(),
            reason: reason.into(),
        }
    }

    /// Stable reason for `ErrorInfo`.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::InvalidField { .. } => "INVALID_FIELD",
            Self::ContentTooLong { .. } => "CONTENT_TOO_LONG",
            Self::TooManyArticles { .. } => "TOO_MANY_ARTICLES",
            Self::MessageTooLong { .. } => "MESSAGE_TOO_LONG",
            Self::Unauthenticated { .. } => "UNAUTHENTICATED",
            Self::Overloaded { .. } => "OVERLOADED",
            Self::ShuttingDown => "SHUTTING_DOWN",
            Self::DeadlineExceeded => "DEADLINE_EXCEEDED",
            Self::BodyTooSlow => "BODY_TOO_SLOW",
            Self::StreamIdle => "STREAM_IDLE",
            Self::Cancelled => "CANCELLED",
            Self::Internal { .. } => "INTERNAL",
        }
    }
}

impl From<CallError> for Status {
    fn from(error: CallError) -> Self {
        let message = error.to_string();
        let mut metadata = HashMap::new();
        let mut details = ErrorDetails::new();
        let code = match &error {
            CallError::InvalidField { field, reason } => {
                details.add_bad_request_violation(field, reason);
                Code::InvalidArgument
            }
            CallError::ContentTooLong { bytes, limit } => {
                details.add_bad_request_violation("article.content", &message);
                metadata.insert("bytes".to_owned(), bytes.to_string());
                metadata.insert("limit".to_owned(), limit.to_string());
                Code::OutOfRange
            }
            CallError::TooManyArticles { field, limit } => {
                details.add_bad_request_violation(*field, &message);
                metadata.insert("limit".to_owned(), limit.to_string());
                Code::OutOfRange
            }
            CallError::MessageTooLong { limit } => {
                metadata.insert("limit".to_owned(), limit.to_string());
                Code::OutOfRange
            }
            CallError::Unauthenticated { .. } => Code::Unauthenticated,
            CallError::Overloaded { retry_after } => {
                details.set_retry_info(Some(*retry_after));
                Code::Unavailable
            }
            CallError::ShuttingDown => {
                details.set_retry_info(Some(Duration::ZERO));
                Code::Unavailable
            }
            CallError::DeadlineExceeded | CallError::BodyTooSlow | CallError::StreamIdle => {
                Code::DeadlineExceeded
            }
            CallError::Cancelled => Code::Cancelled,
            CallError::Internal { id } => {
                metadata.insert("id".to_owned(), id.clone());
                Code::Internal
            }
        };
        details.set_error_info(error.reason(), DOMAIN, metadata);
        Self::with_error_details(code, message, details)
    }
}

impl From<Interrupted> for CallError {
    fn from(Interrupted: Interrupted) -> Self {
        Self::Cancelled
    }
}

/// The whole answer to a call that failed before it reached a service, as its caller reads it.
pub(super) fn failed_call(content_type: Option<&HeaderValue>, status: &Status) -> Response<Body> {
    let grpc = content_type.is_some_and(|value| value.as_bytes().starts_with(b"application/grpc"));
    if grpc {
        status.clone().into_http()
    } else {
        rest::failed(status)
    }
}

/// The HTTP status of a code, as google.rpc.Code says.
pub(super) fn http_code(code: Code) -> u16 {
    match code {
        Code::Ok => 200,
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => 400,
        Code::Unauthenticated => 401,
        Code::PermissionDenied => 403,
        // A method that is none of ours is a path that is none, to whoever speaks HTTP.
        Code::NotFound | Code::Unimplemented => 404,
        Code::AlreadyExists | Code::Aborted => 409,
        Code::ResourceExhausted => 429,
        Code::Cancelled => 499,
        Code::Unknown | Code::Internal | Code::DataLoss => 500,
        Code::Unavailable => 503,
        Code::DeadlineExceeded => 504,
    }
}

/// The same as a message, for answers inside a stream.
pub fn to_rpc_status(status: &Status) -> tonic_types::Status {
    use prost::Message as _;
    tonic_types::Status::decode(status.details())
        .ok()
        .filter(|_| !status.details().is_empty())
        .unwrap_or_else(|| tonic_types::Status {
            code: status.code() as i32,
            message: status.message().to_owned(),
            details: Vec::new(),
        })
}
