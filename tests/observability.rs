//! What can be seen of a running server, over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use maqal::article::{Article, LanguageGuess};
use maqal::pipeline::watch::{Stage, Watch};
use maqal::pipeline::{Analyses, Hints, Pipeline};
use maqal::server::pb::structuring_service_client::StructuringServiceClient;
use maqal::server::pb::{self, structure_articles_response::Result as Answer};
use maqal::server::telemetry::{Telemetry, Traces, serve_probes};
use maqal::server::{ServerConfig, Structure, serve};
use opentelemetry_proto::tonic::collector::trace::v1::trace_service_server::{
    TraceService, TraceServiceServer,
};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::transport::{Channel, Server};
use tonic::{Code, Request, Response, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

const PAGE: &str = "البلدية تفتح سوقاً جديدة\nسامر الخطيب (بيروت)\n\
    افتتحت البلدية، صباح الثلاثاء، سوقاً جديدة للخضار وسط المدينة بكلفة مليوني دولار.\n\
    وقال رئيس البلدية سامي خوري إن السوق تضم خمسين متجراً.\n";

fn config() -> ServerConfig {
    ServerConfig {
        max_content_bytes: 100_000,
        max_message_bytes: 200_000,
        max_concurrent_articles: 2,
        max_queued_articles: 8,
        max_call_time: Duration::from_secs(20),
        drain_time: Duration::from_secs(10),
        reflection: true,
    }
}

/// A structure that says a language, waits for [`Fake::open`] or panics, as the text asks.
#[derive(Default)]
struct Fake {
    open: AtomicBool,
    entered: AtomicBool,
}

impl Structure for Fake {
    fn structure(&self, content: &str, _: &Hints, _: Analyses) -> Article {
        assert!(content != "panic", "asked for");
        self.entered.store(true, Ordering::Release);
        // Bounded: a failing test must not keep its runtime alive.
        for _ in 0..5_000 {
            if content != "slow" || self.open.load(Ordering::Acquire) {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Article {
            language: Some(LanguageGuess {
                tag: content.to_owned(),
                confidence: 1.0,
            }),
            ..Article::default()
        }
    }

    fn structure_watched(
        &self,
        content: &str,
        hints: &Hints,
        analyses: Analyses,
        mut watch: &mut dyn Watch,
    ) -> Article {
        Watch::during(&mut watch, Stage::Layout, || {
            self.structure(content, hints, analyses)
        })
    }

    fn languages(&self) -> Vec<String> {
        vec!["ar".to_owned()]
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        vec![("lang/ar".to_owned(), "7".to_owned())]
    }
}

struct Running {
    address: String,
    probes: std::net::SocketAddr,
    telemetry: Telemetry,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

/// Lines of the log of all tests of this file.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(tracing::Level::DEBUG)
        .with_writer(move || writer.clone())
        .init();
    log
});

async fn start(structure: Arc<impl Structure>, traces: Option<Traces>) -> Running {
    LazyLock::force(&LOG);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let telemetry = Telemetry::new(&*structure, &config(), traces);
    let probe_listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let probes = probe_listener.local_addr().unwrap();
    tokio::spawn(serve_probes(probe_listener, telemetry.clone()));
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn({
        let telemetry = telemetry.clone();
        async move {
            serve(listener, structure, config(), telemetry, async {
                let _ = stopped.await;
            })
            .await
            .unwrap();
        }
    });
    Running {
        address,
        probes,
        telemetry,
        stop,
        server,
    }
}

impl Running {
    async fn channel(&self) -> Channel {
        Channel::from_shared(self.address.clone())
            .unwrap()
            .connect()
            .await
            .unwrap()
    }

    async fn client(&self) -> StructuringServiceClient<Channel> {
        StructuringServiceClient::new(self.channel().await)
    }

    /// Status and body of a GET on the second port.
    async fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.probes).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, body.to_owned())
    }

    /// Series → value.
    async fn metrics(&self) -> BTreeMap<String, f64> {
        let (status, text) = self.get("/metrics").await;
        assert_eq!(status, 200);
        text.lines()
            .filter(|line| !line.starts_with('#') && line.contains(' '))
            .map(|line| {
                let (series, value) = line.rsplit_once(' ').unwrap();
                (series.to_owned(), value.parse().unwrap())
            })
            .collect()
    }
}

/// Waits for what other threads bring about.
async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    for _ in 0..5_000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("{what}");
}

fn request(content: &str) -> pb::StructureArticleRequest {
    pb::StructureArticleRequest {
        article: Some(pb::RawArticle {
            content: content.to_owned(),
            ..Default::default()
        }),
        options: None,
    }
}

const UNARY: &str = "maqal.v1.StructuringService/StructureArticle";
const STREAM: &str = "maqal.v1.StructuringService/StructureArticles";

/// One call of each kind: three good articles, two bad ones, a panic, a method that is none.
async fn traffic(server: &Running) {
    let mut client = server.client().await;
    for content in ["ar", "fi"] {
        client.structure_article(request(content)).await.unwrap();
    }
    let bad = client.structure_article(request("")).await.unwrap_err();
    assert_eq!(bad.code(), Code::InvalidArgument);
    let defect = client
        .structure_article(request("panic"))
        .await
        .unwrap_err();
    assert_eq!(defect.code(), Code::Internal);
    let articles = ["ar", ""].map(|content| pb::StructureArticlesRequest {
        article: request(content).article,
        options: None,
    });
    let answers: Vec<_> = client
        .structure_articles(tokio_stream::iter(articles))
        .await
        .unwrap()
        .into_inner()
        .collect()
        .await;
    assert!(matches!(
        answers[1].as_ref().unwrap().result,
        Some(Answer::Error(_))
    ));
    HealthClient::new(server.channel().await)
        .check(HealthCheckRequest::default())
        .await
        .unwrap();
    let mut raw = tonic::client::Grpc::new(server.channel().await);
    raw.ready().await.unwrap();
    let codec = tonic_prost::ProstCodec::<HealthCheckRequest, HealthCheckRequest>::default();
    let path = http::uri::PathAndQuery::from_static("/maqal.v1.StructuringService/Invent42");
    let nowhere = raw
        .unary(Request::new(HealthCheckRequest::default()), path, codec)
        .await
        .unwrap_err();
    assert_eq!(nowhere.code(), Code::Unimplemented);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_count_what_happened() {
    let server = start(Arc::new(Fake::default()), None).await;
    traffic(&server).await;
    let metrics = server.metrics().await;
    let calls = |method: &str, status: &str, error: &str| {
        format!(
            "rpc_server_call_duration_seconds_count{{rpc_system_name=\"grpc\",rpc_method=\"{method}\",\
             rpc_response_status_code=\"{status}\",error_type=\"{error}\"}}"
        )
    };
    for (series, value) in [
        (calls(UNARY, "OK", ""), 2.0),
        (calls(UNARY, "INVALID_ARGUMENT", ""), 1.0),
        (calls(UNARY, "INTERNAL", "INTERNAL"), 1.0),
        (calls(STREAM, "OK", ""), 1.0),
        (calls("grpc.health.v1.Health/Check", "OK", ""), 1.0),
        (calls("_OTHER", "UNIMPLEMENTED", "UNIMPLEMENTED"), 1.0),
        (format!("maqal_active_calls{{rpc_method=\"{UNARY}\"}}"), 0.0),
        (
            format!("maqal_active_calls{{rpc_method=\"{STREAM}\"}}"),
            0.0,
        ),
        (
            "maqal_articles_total{language=\"ar\",outcome=\"ok\"}".to_owned(),
            2.0,
        ),
        (
            "maqal_articles_total{language=\"other\",outcome=\"ok\"}".to_owned(),
            1.0,
        ),
        (
            "maqal_articles_total{language=\"und\",outcome=\"error\"}".to_owned(),
            3.0,
        ),
        (
            "maqal_errors_total{reason=\"INVALID_FIELD\"}".to_owned(),
            2.0,
        ),
        ("maqal_errors_total{reason=\"INTERNAL\"}".to_owned(), 1.0),
        (
            "maqal_errors_total{reason=\"UNIMPLEMENTED\"}".to_owned(),
            1.0,
        ),
        // The texts: ar, fi, panic, ar.
        ("maqal_content_bytes_total".to_owned(), 11.0),
        ("maqal_panics_total".to_owned(), 1.0),
        ("maqal_articles_working".to_owned(), 0.0),
        ("maqal_articles_waiting".to_owned(), 0.0),
        ("maqal_places".to_owned(), 2.0),
        ("maqal_waiting_places".to_owned(), 8.0),
        // Who is refused before the queue does not wait; a stream waits before it looks.
        ("maqal_queue_wait_seconds_count".to_owned(), 5.0),
        (
            "maqal_stage_duration_seconds_count{stage=\"layout\"}".to_owned(),
            3.0,
        ),
        (
            "maqal_data_info{name=\"lang/ar\",version=\"7\"}".to_owned(),
            1.0,
        ),
        (
            format!(
                "maqal_build_info{{version=\"{}\"}}",
                env!("CARGO_PKG_VERSION")
            ),
            1.0,
        ),
    ] {
        assert_eq!(
            metrics.get(&series),
            Some(&value),
            "{series} in {metrics:#?}"
        );
    }
    let received = format!(
        "grpc_server_call_rcvd_total_compressed_message_size_bytes_sum\
         {{grpc_method=\"{UNARY}\",grpc_status=\"OK\"}}"
    );
    // Two requests: a prefix of five bytes, article (2 + 2 bytes) and content (2) each.
    assert!(
        (metrics[&received] - 22.0).abs() < 0.1,
        "{received} in {metrics:#?}"
    );
    let sent = received.replace("rcvd", "sent");
    assert!(metrics[&sent] > 10.0, "{sent} in {metrics:#?}");
    let made_up = metrics.keys().find(|series| series.contains("Invent42"));
    assert_eq!(made_up, None, "a client makes no labels");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_gives_up_is_counted() {
    let fake = Arc::new(Fake::default());
    let server = start(Arc::clone(&fake), None).await;
    let mut client = server.client().await;
    let call = tokio::spawn(async move { client.structure_article(request("slow")).await });
    until("the call arrives", || async {
        fake.entered.load(Ordering::Acquire)
    })
    .await;
    let metrics = server.metrics().await;
    let active = format!("maqal_active_calls{{rpc_method=\"{UNARY}\"}}");
    assert!((metrics[&active] - 1.0).abs() < 0.1);
    assert!((metrics["maqal_articles_working"] - 1.0).abs() < 0.1);
    call.abort();
    until("the call ends", || async {
        server.metrics().await[&active] < 0.5
    })
    .await;
    // The thread works on: its place is taken until it is done.
    assert!((server.metrics().await["maqal_articles_working"] - 1.0).abs() < 0.1);
    fake.open.store(true, Ordering::Release);
    until("the place is free", || async {
        server.metrics().await["maqal_articles_working"] < 0.5
    })
    .await;
    let metrics = server.metrics().await;
    let cancelled = "maqal_errors_total{reason=\"CANCELLED\"}";
    assert!((metrics[cancelled] - 1.0).abs() < 0.1, "{metrics:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn probes_say_when_calls_are_taken() {
    let fake = Arc::new(Fake::default());
    let telemetry = Telemetry::new(&*fake, &config(), None);
    assert!(!telemetry.is_ready(), "nothing listens yet");
    let server = start(Arc::clone(&fake), None).await;
    until("ready", || async { server.get("/readyz").await.0 == 200 }).await;
    assert_eq!(server.get("/livez").await, (200, "ok\n".to_owned()));
    assert_eq!(server.get("/secret").await.0, 404);
    let mut client = server.client().await;
    let call = tokio::spawn(async move { client.structure_article(request("slow")).await });
    until("the call arrives", || async {
        fake.entered.load(Ordering::Acquire)
    })
    .await;
    let Running {
        address,
        probes,
        telemetry,
        stop,
        server,
    } = server;
    stop.send(()).unwrap();
    let (stop, _) = oneshot::channel();
    let draining = Running {
        address,
        probes,
        telemetry,
        stop,
        server: tokio::spawn(async {}),
    };
    until("not ready", || async {
        draining.get("/readyz").await.0 == 503
    })
    .await;
    assert_eq!(
        draining.get("/livez").await.0,
        200,
        "it lives while it drains"
    );
    assert!(!draining.telemetry.is_ready());
    fake.open.store(true, Ordering::Release);
    call.await.unwrap().unwrap();
    server.await.unwrap();
    assert_eq!(draining.get("/metrics").await.0, 200);
}

/// A collector that keeps what it gets.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

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
    async fn start() -> (Self, String) {
        let collector = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let service = TraceServiceServer::new(collector.clone());
        tokio::spawn(
            Server::builder()
                .add_service(service)
                .serve_with_incoming(TcpListenerStream::new(listener)),
        );
        (collector, address)
    }

    fn spans(&self) -> Vec<Span> {
        let requests = self.0.lock().unwrap();
        requests
            .iter()
            .flat_map(|request| &request.resource_spans)
            .flat_map(|of_resource| &of_resource.scope_spans)
            .flat_map(|of_scope| of_scope.spans.clone())
            .collect()
    }

    fn service_names(&self) -> BTreeSet<String> {
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

fn attributes(span: &Span) -> BTreeMap<String, String> {
    span.attributes
        .iter()
        .cloned()
        .map(|attribute| {
            let value = attribute.value.unwrap().value.unwrap();
            (attribute.key, shown(value))
        })
        .collect()
}

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

async fn traced_call(server: &Running, content: &str, flags: &str) -> Result<(), Status> {
    let mut call = Request::new(request(content));
    let parent = format!("00-{TRACE}-{PARENT}-{flags}");
    call.metadata_mut()
        .insert("traceparent", parent.parse().unwrap());
    let mut client = server.client().await;
    client.structure_article(call).await.map(drop)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn spans_continue_the_callers_trace() {
    let (collector, address) = Collector::start().await;
    let traces = Traces::over_otlp(&address, "maqal-test").unwrap();
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
    assert_eq!(names, Stage::ALL.map(Stage::name));
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
    let (collector, address) = Collector::start().await;
    let traces = Traces::over_otlp(&address, "maqal").unwrap();
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

/// Lines of the log that hold `mark`.
fn log_lines(mark: &str) -> Vec<serde_json::Value> {
    let log = LOG.0.lock().unwrap().clone();
    String::from_utf8(log)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|line| line["target"] == "maqal::access" && line.to_string().contains(mark))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_one_line_without_its_text() {
    let server = start(Arc::new(Fake::default()), None).await;
    // A trace of its own finds the line among those of other tests.
    let trace = "11112222333344445555666677778888";
    let mut client = server.client().await;
    let mut call = Request::new(request("ar"));
    let parent = format!("00-{trace}-{PARENT}-01");
    call.metadata_mut()
        .insert("traceparent", parent.parse().unwrap());
    client.structure_article(call).await.unwrap();
    let lines = log_lines(trace);
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    for (field, value) in [
        ("method", UNARY),
        ("status", "OK"),
        ("languages", "ar"),
        ("trace_id", trace),
        ("level", "INFO"),
    ] {
        assert_eq!(line[field], value, "{field}");
    }
    assert_eq!((&line["articles"], &line["failed"]), (&1.into(), &0.into()));
    assert_eq!(
        (&line["content_bytes"], &line["bytes_in"]),
        (&2.into(), &11.into())
    );
    assert!(line["bytes_out"].as_u64().unwrap() > 5);
    assert!(line["ms"].as_f64().unwrap() > 0.0 && line["queue_ms"].as_f64().is_some());
    let peer: std::net::SocketAddr = line["peer"].as_str().unwrap().parse().unwrap();
    assert!(peer.ip().is_loopback());

    HealthClient::new(server.channel().await)
        .check(HealthCheckRequest::default())
        .await
        .unwrap();
    let probes = log_lines("grpc.health.v1.Health/Check");
    assert!(!probes.is_empty() && probes.iter().all(|line| line["level"] == "DEBUG"));
    // No line of any test holds words of an article.
    let log = String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap();
    for word in PAGE.split_whitespace().filter(|word| word.len() > 6) {
        assert!(!log.contains(word), "the log holds {word}");
    }
}

/// Rows of the table below `heading`: the cells between backquotes of each column.
fn documented(heading: &str) -> Vec<Vec<Vec<String>>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/observability.md");
    let text = std::fs::read_to_string(path).unwrap();
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with(heading))
        .unwrap();
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(|cell| {
                    let quoted = cell.split('`').skip(1).step_by(2).map(str::to_owned);
                    let mut quoted: Vec<String> = quoted.collect();
                    if quoted.is_empty() {
                        quoted.push(cell.trim().to_owned());
                    }
                    quoted
                })
                .collect()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_every_metric_and_no_other() {
    let server = start(Arc::new(Fake::default()), None).await;
    traffic(&server).await;
    let text = server.telemetry.metrics_text();
    let exported: BTreeMap<String, String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .map(|line| {
            let (name, kind) = line.split_once(' ').unwrap();
            (name.to_owned(), kind.to_owned())
        })
        .collect();
    let rows = documented("Metrics");
    let named: BTreeMap<String, String> = rows
        .iter()
        .map(|row| (row[0][0].clone(), row[1][0].clone()))
        .collect();
    assert_eq!(exported, named, "docs/observability.md, section Metrics");
    for row in &rows {
        let name = &row[0][0];
        let labels: BTreeSet<&str> = text
            .lines()
            .filter(|line| line.starts_with(name.as_str()))
            .filter_map(|line| line.split_once('{')?.1.rsplit_once('}'))
            .flat_map(|(labels, _)| labels.split("\","))
            .filter_map(|label| Some(label.split_once('=')?.0))
            .filter(|label| *label != "le")
            .collect();
        let in_table: BTreeSet<&str> = row[2]
            .iter()
            .map(String::as_str)
            .filter(|label| !label.is_empty())
            .collect();
        assert_eq!(labels, in_table, "labels of {name}");
    }
    let stages: BTreeSet<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
    let row = rows
        .iter()
        .find(|row| row[0][0] == "maqal_stage_duration_seconds")
        .unwrap();
    let told: BTreeSet<&str> = row[3].iter().map(String::as_str).collect();
    assert_eq!(stages, told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_every_field_of_the_log() {
    let server = start(Arc::new(Fake::default()), None).await;
    traced_call(&server, "ar", "01").await.unwrap();
    let named: BTreeSet<String> = documented("Log")
        .into_iter()
        .flat_map(|row| row[0].clone())
        .collect();
    let line = log_lines(TRACE).pop().unwrap();
    let of_every_line = ["timestamp", "level", "message", "target"];
    let written: BTreeSet<String> = line
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| !of_every_line.contains(&key.as_str()))
        .cloned()
        .collect();
    assert_eq!(written, named, "docs/observability.md, section Log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_every_attribute() {
    let (collector, address) = Collector::start().await;
    let traces = Traces::over_otlp(&address, "maqal").unwrap();
    let flush = traces.flusher();
    let server = start(Arc::new(Fake::default()), Some(traces)).await;
    traffic(&server).await;
    tokio::task::spawn_blocking(flush).await.unwrap();
    let named: BTreeSet<String> = documented("Spans")
        .into_iter()
        .flat_map(|row| row[0].clone())
        .collect();
    let sent: BTreeSet<String> = collector
        .spans()
        .iter()
        .flat_map(|span| attributes(span).into_keys())
        .collect();
    assert_eq!(sent, named, "docs/observability.md, section Spans");
}
