//! A collector in the process, and what its spans say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use maqal::server::telemetry;
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use tokio::net::TcpListener;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Server, ServerTlsConfig};
use tonic::{Request, Response, Status};

use crate::watched::{Running, request};

/// A collector that keeps what it gets.
#[derive(Clone, Default)]
pub(crate) struct Collector(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap().push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

impl Collector {
    /// On a free port, over TLS where it is told how.
    pub(crate) async fn start(tls: Option<ServerTlsConfig>) -> (Self, telemetry::Collector) {
        let collector = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut server = Server::builder();
        let endpoint = match tls {
            None => format!("http://{address}"),
            Some(tls) => {
                server = server.tls_config(tls).unwrap();
                format!("https://localhost:{}", address.port())
            }
        };
        let service = TraceServiceServer::new(collector.clone());
        tokio::spawn(
            server
                .add_service(service)
                .serve_with_incoming(TcpListenerStream::new(listener)),
        );
        let trust = None;
        (collector, telemetry::Collector { endpoint, trust })
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        let requests = self.0.lock().unwrap();
        requests
            .iter()
            .flat_map(|request| &request.resource_spans)
            .flat_map(|of_resource| &of_resource.scope_spans)
            .flat_map(|of_scope| of_scope.spans.clone())
            .collect()
    }

    pub(crate) fn service_names(&self) -> BTreeSet<String> {
        let requests = self.0.lock().unwrap();
        requests
            .iter()
            .flat_map(|request| &request.resource_spans)
            .flat_map(|of_resource| of_resource.resource.clone().unwrap().attributes)
            .filter(|attribute| attribute.key == "service.name")
            .map(|attribute| shown(attribute.value.unwrap().value.unwrap()))
            .collect()
    }
}

fn shown(value: Value) -> String {
    match value {
        Value::StringValue(text) => text,
        Value::IntValue(number) => number.to_string(),
        Value::DoubleValue(number) => number.to_string(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn attributes(span: &Span) -> BTreeMap<String, String> {
    span.attributes
        .iter()
        .cloned()
        .map(|attribute| {
            let value = attribute.value.unwrap().value.unwrap();
            (attribute.key, shown(value))
        })
        .collect()
}

pub(crate) const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
pub(crate) const PARENT: &str = "00f067aa0ba902b7";

pub(crate) async fn traced_call(
    server: &Running,
    content: &str,
    flags: &str,
) -> Result<(), Status> {
    let mut call = Request::new(request(content));
    let parent = format!("00-{TRACE}-{PARENT}-{flags}");
    call.metadata_mut()
        .insert("traceparent", parent.parse().unwrap());
    let mut client = server.client().await;
    client.structure_article(call).await.map(drop)
}
