//! The same RPCs as JSON over HTTP: requests and answers are their `ProtoJSON`.
//!
//! Behind the same gate, limits and access as gRPC, because the same service answers.

use std::io;

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use futures_util::StreamExt as _;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use prost::Message;
use serde::Serialize;
use tokio_util::codec::{FramedRead, LinesCodec, LinesCodecError};
use tokio_util::io::StreamReader;
use tonic::Status;

use super::pb::structuring_service_server::StructuringService;
use super::service::{Caller, Service};
use super::status::{CallError, http_code, to_rpc_status};
use super::worker::{Structure, defect};
use super::{json, paths, pb, stream};

/// Routes over `service`.
pub(super) fn router<S: Structure>(service: &Service<S>) -> Router {
    let with = || service.clone();
    Router::new()
        .route(
            paths::STRUCTURE,
            post({
                let service = with();
                move |request| structure(service, request)
            }),
        )
        .route(
            paths::STRUCTURE_BATCH,
            post({
                let service = with();
                move |request| structure_batch(service, request)
            }),
        )
        .route(
            paths::STRUCTURE_STREAM,
            post({
                let service = with();
                move |request| structure_stream(service, request)
            }),
        )
        .route(
            paths::SERVER_INFO,
            get({
                let service = with();
                move || async move { answer(Ok(service.info())).await }
            }),
        )
}

async fn structure<S: Structure>(service: Service<S>, request: Request<Body>) -> Response<Body> {
    let work = async {
        let request = read(&service, request, "maqal.v1.StructureArticleRequest").await?;
        let answer = service.structure_article(request).await?;
        Ok(answer.into_inner())
    };
    answer(work.await).await
}

async fn structure_batch<S: Structure>(
    service: Service<S>,
    request: Request<Body>,
) -> Response<Body> {
    let work = async {
        let request = read(&service, request, "maqal.v1.StructureBatchRequest").await?;
        let answer = service.structure_batch(request).await?;
        Ok(answer.into_inner())
    };
    answer(work.await).await
}

/// A `StructureArticlesRequest` a line in, a `StructureArticlesResponse` a line out. A line that
/// is none fails alone; a status that ends the stream is the last line.
async fn structure_stream<S: Structure>(
    service: Service<S>,
    request: Request<Body>,
) -> Response<Body> {
    if let Err(error) = expect_type(&request, NDJSON) {
        return answer::<()>(Err(error.into())).await;
    }
    let request = tonic_request(request);
    let caller = Caller::of(&request);
    let limit = service.config.max_message_bytes;
    let bytes = request
        .into_inner()
        .into_data_stream()
        .map(|bytes| bytes.map_err(io::Error::other));
    let lines = FramedRead::new(
        StreamReader::new(bytes),
        LinesCodec::new_with_max_length(limit),
    );
    let requests = lines
        .filter(|line| {
            let blank = line.as_ref().is_ok_and(|line| line.trim().is_empty());
            std::future::ready(!blank)
        })
        .map(move |line| match line {
            Ok(line) => Ok(parse("maqal.v1.StructureArticlesRequest", line.as_bytes())),
            Err(LinesCodecError::MaxLineLengthExceeded) => {
                Err(CallError::MessageTooLong { limit }.into())
            }
            Err(LinesCodecError::Io(error)) => Err(Status::from_error(Box::new(error))),
        });
    let lines = stream::answers(service, caller, Box::pin(requests)).map(|answer| {
        let answer = answer.unwrap_or_else(|status| pb::StructureArticlesResponse {
            result: Some(pb::structure_articles_response::Result::Error(
                to_rpc_status(&status),
            )),
        });
        let mut line = serde_json::to_vec(&answer)?;
        line.push(b'\n');
        Ok::<_, serde_json::Error>(line)
    });
    let mut response = Response::new(Body::from_stream(lines));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    response
}

const JSON: &str = "application/json";
const NDJSON: &str = "application/x-ndjson";

/// The message in the body of `request`, as the service takes it.
async fn read<T: Message + Default + 'static>(
    service: &Service<impl Structure>,
    request: Request<Body>,
    name: &'static str,
) -> Result<tonic::Request<T>, Status> {
    expect_type(&request, JSON)?;
    let limit = service.config.max_message_bytes;
    let (metadata, extensions, body) = tonic_request(request).into_parts();
    let body = Limited::new(body, limit).collect().await;
    let body = body.map_err(|error| {
        if error.is::<LengthLimitError>() {
            CallError::MessageTooLong { limit }.into()
        } else {
            Status::from_error(error)
        }
    })?;
    let bytes = body.to_bytes();
    // Parsing a long text takes time that other calls would miss.
    let message = tokio::task::spawn_blocking(move || parse(name, &bytes))
        .await
        .unwrap_or_else(|error| Err(defect(&error)))?;
    Ok(tonic::Request::from_parts(metadata, extensions, message))
}

/// Anything else could be sent by a page of another site without asking first.
fn expect_type(request: &Request<Body>, wanted: &str) -> Result<(), CallError> {
    let given = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    if given.trim().eq_ignore_ascii_case(wanted) {
        Ok(())
    } else {
        Err(CallError::field(
            "content-type",
            format!("expected `{wanted}`"),
        ))
    }
}

fn tonic_request(request: Request<Body>) -> tonic::Request<Body> {
    let (parts, body) = request.into_parts();
    let metadata = tonic::metadata::MetadataMap::from_headers(parts.headers);
    tonic::Request::from_parts(metadata, parts.extensions, body)
}

fn parse<T: Message + Default>(name: &str, bytes: &[u8]) -> Result<T, CallError> {
    json::message(name, bytes).map_err(|error| {
        // What the parser says can quote the text.
        let (line, column) = (error.line(), error.column());
        let what = match error.classify() {
            serde_json::error::Category::Data => "another value or field",
            _ => "JSON",
        };
        CallError::field(
            "body",
            format!("expected {what} at line {line}, column {column}"),
        )
    })
}

/// The answer, or the status as google.rpc.Status.
async fn answer<T: Serialize + Send + 'static>(result: Result<T, Status>) -> Response<Body> {
    let result = match result {
        // As above: long answers take time.
        Ok(answer) => tokio::task::spawn_blocking(move || serde_json::to_vec(&answer))
            .await
            .map_err(|error| Status::from(defect(&error)))
            .and_then(|json| json.map_err(|error| Status::from(defect(&error)))),
        Err(status) => Err(status),
    };
    match result {
        Ok(json) => {
            let mut response = Response::new(Body::from(json));
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
            response
        }
        Err(status) => failed(&status),
    }
}

/// A failed call as its caller reads it.
pub(super) fn failed(status: &Status) -> Response<Body> {
    let body = json::status(&to_rpc_status(status)).to_string();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(http_code(status.code())).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // Several codes are one status of HTTP.
    response.extensions_mut().insert(status.code());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    if status.code() == tonic::Code::Unauthenticated {
        headers.insert(
            http::header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer"),
        );
    }
    response
}

/// What no route takes.
pub(super) async fn not_found(request: Request<Body>) -> Response<Body> {
    let status = Status::unimplemented("no such method");
    super::status::failed_call(request.headers().get(CONTENT_TYPE), &status)
}
