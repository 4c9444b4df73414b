//! Spans over OTLP: they continue the caller's trace and hold no text.

use std::collections::BTreeSet;
use std::sync::Arc;

use maqal::pipeline::Pipeline;
use maqal::pipeline::watch::Stage;
use maqal::server::telemetry::{CollectorTrust, Traces};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;

use rcgen::{BasicConstraints, Certificate, CertificateParams, IsCa, Issuer, KeyPair};
use tonic::transport::{Certificate as Pem, Identity, ServerTlsConfig};

use crate::collector::{Collector, PARENT, TRACE, attributes, traced_call};
use crate::watched::{Fake, PAGE, UNARY, request, start};

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spans_continue_the_callers_trace() {
    let (collector, at) = Collector::start(None).await;
    let traces = Traces::over_otlp(&at, "maqal-test").unwrap();
    let flush = traces.flusher();
    let pipeline = Arc::new(Pipeline::embedded().unwrap());
    let server = start(pipeline, Some(traces)).await;
    traced_call(&server, PAGE, "01").await.unwrap();
    // Whoever does not sample gets no spans.
    traced_call(&server, PAGE, "00").await.unwrap();
    tokio::task::spawn_blocking(flush).await.unwrap();

    let spans = collector.spans();
    assert!(spans.iter().all(|span| hex(&span.trace_id) == TRACE));
    let (calls, stages): (Vec<&Span>, Vec<&Span>) = spans
        .iter()
        .partition(|span| span.kind == i32::from(SpanKind::Server));
    assert_eq!(calls.len(), 1, "{calls:?}");
    let call = calls[0];
    assert_eq!(hex(&call.parent_span_id), PARENT);
    assert_eq!(call.name, UNARY);
    let of_call = attributes(call);
    for (key, value) in [
        ("rpc.system.name", "grpc"),
        ("rpc.method", UNARY),
        ("rpc.response.status_code", "OK"),
        ("client.address", "127.0.0.1"),
        ("maqal.articles", "1"),
        ("maqal.articles.failed", "0"),
        ("maqal.languages", "ar"),
    ] {
        assert_eq!(of_call.get(key).map(String::as_str), Some(value), "{key}");
    }
    assert!(!of_call.contains_key("error.type"));
    let names: Vec<&str> = stages.iter().map(|span| span.name.as_str()).collect();
    // The article came as text.
    assert_eq!(names, Stage::ALL.map(Stage::name)[1..]);
    for stage in &stages {
        assert_eq!(stage.parent_span_id, call.span_id);
        assert!(stage.start_time_unix_nano <= stage.end_time_unix_nano);
        assert_eq!(attributes(stage)["maqal.article.index"], "0");
    }
    let said = format!("{spans:?}");
    for word in PAGE.split_whitespace() {
        assert!(!said.contains(word), "spans hold {word}");
    }
    assert_eq!(
        collector.service_names(),
        BTreeSet::from(["maqal-test".to_owned()])
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_call_is_a_failed_span() {
    let (collector, at) = Collector::start(None).await;
    let traces = Traces::over_otlp(&at, "maqal").unwrap();
    let flush = traces.flusher();
    let server = start(Arc::new(Fake::default()), Some(traces)).await;
    for content in ["panic", ""] {
        let mut client = server.client().await;
        client
            .structure_article(request(content))
            .await
            .unwrap_err();
    }
    tokio::task::spawn_blocking(flush).await.unwrap();
    let calls: Vec<Span> = collector
        .spans()
        .into_iter()
        .filter(|span| span.kind == i32::from(SpanKind::Server))
        .collect();
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call.parent_span_id.is_empty()));
    assert_ne!(
        calls[0].trace_id, calls[1].trace_id,
        "two traces of their own"
    );
    // An error of the server is one of its span; a mistake of the client is none.
    let (defect, mistake) = (attributes(&calls[0]), attributes(&calls[1]));
    assert_eq!(defect["error.type"], "INTERNAL");
    assert_eq!(calls[0].status.as_ref().unwrap().code, 2);
    assert_eq!(mistake["rpc.response.status_code"], "INVALID_ARGUMENT");
    assert!(!mistake.contains_key("error.type"));
    assert_eq!(calls[1].status.as_ref().map_or(0, |status| status.code), 0);
}

/// An authority, and a certificate from it with its key.
fn authority(name: &str) -> (Certificate, Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    (root, params.signed_by(&key, &issuer).unwrap(), key)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spans_reach_a_collector_over_tls_that_knows_its_clients() {
    let (root, certificate, key) = authority("localhost");
    let (client_root, own, own_key) = authority("maqal");
    let tls = ServerTlsConfig::new()
        .identity(Identity::from_pem(certificate.pem(), key.serialize_pem()))
        .client_ca_root(Pem::from_pem(client_root.pem()));
    let folder = std::env::temp_dir().join(format!("maqal-otlp-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let identity = Some((
        write("own", own.pem()),
        write("own-key", own_key.serialize_pem()),
    ));
    let roots = write("roots", root.pem());
    let strangers = write("strangers", client_root.pem());
    let nothing = write("nothing", String::new());
    let (collector, mut at) = Collector::start(Some(tls)).await;
    // Whoever does not know it sends it nothing, nor does it take from whom it does not know.
    for (roots, identity, spans) in [
        (&strangers, identity.clone(), 0),
        (&roots, None, 0),
        (&roots, identity.clone(), 1),
    ] {
        at.trust = Some(CollectorTrust {
            roots: roots.clone(),
            identity,
        });
        let traces = Traces::over_otlp(&at, "maqal").unwrap();
        let flush = traces.flusher();
        let server = start(Arc::new(Fake::default()), Some(traces)).await;
        traced_call(&server, "", "01").await.unwrap_err();
        tokio::task::spawn_blocking(flush).await.unwrap();
        assert_eq!(collector.spans().len(), spans, "{:?}", at.trust);
    }
    for missing in [folder.join("missing"), nothing] {
        at.trust = Some(CollectorTrust {
            roots: missing.clone(),
            identity: None,
        });
        let error = Traces::over_otlp(&at, "maqal").unwrap_err();
        assert!(error.to_string().contains(missing.to_str().unwrap()));
    }
    std::fs::remove_dir_all(folder).unwrap();
}
