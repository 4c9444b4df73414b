//! A watched server on free ports, what it is asked, and what it says.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crate::written::Log;
use maqal::article::{Article, LanguageGuess};
use maqal::pipeline::interrupt::{Interrupt, Interrupted};
use maqal::pipeline::watch::{Stage, Watch};
use maqal::pipeline::{Analyses, Hints, Input};
use maqal::server::pb::structuring_service_client::StructuringServiceClient;
use maqal::server::pb::{self, structure_articles_response::Result as Answer};
use maqal::server::telemetry::{Telemetry, Traces, serve_probes};
use maqal::server::{ServerConfig, Structure, serve_watched};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_stream::StreamExt as _;
use tonic::transport::Channel;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

pub(crate) const PAGE: &str = "البلدية تفتح سوقاً جديدة\nسامر الخطيب (بيروت)\n\
    افتتحت البلدية، صباح الثلاثاء، سوقاً جديدة للخضار وسط المدينة بكلفة مليوني دولار.\n\
    وقال رئيس البلدية سامي خوري إن السوق تضم خمسين متجراً.\n";

pub(crate) fn config() -> ServerConfig {
    ServerConfig {
        max_content_bytes: 100_000,
        max_message_bytes: 200_000,
        max_concurrent_articles: 2,
        max_queued_articles: 8,
        max_call_time: Duration::from_secs(20),
        drain_time: Duration::from_secs(10),
        explain: true,
        ..ServerConfig::default()
    }
}

/// A structure that says a language, waits for [`Fake::open`] or panics, as the text asks.
#[derive(Default)]
pub(crate) struct Fake {
    pub(crate) open: AtomicBool,
    pub(crate) entered: AtomicBool,
}

impl Structure for Fake {
    fn structure(
        &self,
        content: &str,
        _: &Hints,
        _: Analyses,
        _: &Interrupt<'_>,
    ) -> Result<Article, Interrupted> {
        assert!(content != "panic", "asked for");
        self.entered.store(true, Ordering::Release);
        // Bounded: a failing test must not keep its runtime alive.
        for _ in 0..5_000 {
            if content != "slow" || self.open.load(Ordering::Acquire) {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(Article {
            language: Some(LanguageGuess {
                tag: content.to_owned(),
                confidence: 1.0,
            }),
            ..Article::default()
        })
    }

    fn structure_watched(
        &self,
        input: Input<'_>,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
        mut watch: &mut dyn Watch,
    ) -> Result<Article, Interrupted> {
        Watch::during(&mut watch, Stage::Layout, || {
            self.structure(input.text(), hints, analyses, interrupt)
        })
    }

    fn languages(&self) -> Vec<String> {
        vec!["ar".to_owned()]
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        vec![("lang/ar".to_owned(), "7".to_owned())]
    }
}

pub(crate) struct Running {
    pub(crate) address: String,
    pub(crate) probes: SocketAddr,
    pub(crate) telemetry: Telemetry,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) server: JoinHandle<()>,
}

/// The log of all tests of this program.
pub(crate) static LOG: LazyLock<Log> = LazyLock::new(|| {
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

pub(crate) async fn start(structure: Arc<impl Structure>, traces: Option<Traces>) -> Running {
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
            serve_watched(listener, structure, config(), telemetry, async {
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
    pub(crate) async fn channel(&self) -> Channel {
        Channel::from_shared(self.address.clone())
            .unwrap()
            .connect()
            .await
            .unwrap()
    }

    pub(crate) async fn client(&self) -> StructuringServiceClient<Channel> {
        StructuringServiceClient::new(self.channel().await)
    }

    /// Status and body of a GET on the second port.
    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
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
    pub(crate) async fn metrics(&self) -> BTreeMap<String, f64> {
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
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    for _ in 0..5_000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("{what}");
}

pub(crate) fn request(content: &str) -> pb::StructureArticleRequest {
    pb::StructureArticleRequest {
        article: Some(pb::RawArticle {
            content: content.to_owned(),
            ..Default::default()
        }),
        options: None,
    }
}

pub(crate) const UNARY: &str = "maqal.v1.StructuringService/StructureArticle";
pub(crate) const STREAM: &str = "maqal.v1.StructuringService/StructureArticles";

/// One call of each kind: three good articles, two bad ones, a panic, a method that is none.
pub(crate) async fn traffic(server: &Running) {
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
