//! A server on a free port, and what it is asked.

#![allow(dead_code, reason = "not every test needs all of it")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "stops at the first surprise"
)]

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use maqal::article::{Article, Entity, EntityType, Evidence, Mention, MentionKind};
use maqal::pipeline::interrupt::{Interrupt, Interrupted};
use maqal::pipeline::{Analyses, Hints, Pipeline};
use maqal::server::pb::structuring_service_client::StructuringServiceClient;
use maqal::server::{ServerConfig, Structure, pb, serve};
use maqal::text::Span;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

pub(crate) fn config() -> ServerConfig {
    ServerConfig {
        max_content_bytes: 100_000,
        max_message_bytes: 200_000,
        max_concurrent_articles: 4,
        max_queued_articles: 64,
        max_call_time: Duration::from_secs(20),
        drain_time: Duration::from_secs(5),
        ..ServerConfig::default()
    }
}

pub(crate) struct Running {
    pub(crate) address: String,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) server: JoinHandle<()>,
}

pub(crate) async fn start(structure: Arc<impl Structure>, config: ServerConfig) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        serve(listener, structure, config, async {
            let _ = stopped.await;
        })
        .await
        .unwrap();
    });
    Running {
        address,
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
}

/// Loaded once: what tests load side by side makes the timed ones late.
pub(crate) static PIPELINE: LazyLock<Arc<Pipeline>> =
    LazyLock::new(|| Arc::new(Pipeline::embedded().unwrap()));

pub(crate) async fn real() -> Running {
    start(Arc::clone(&PIPELINE), config()).await
}

pub(crate) fn raw(content: &str) -> pb::RawArticle {
    pb::RawArticle {
        content: content.to_owned(),
        ..Default::default()
    }
}

pub(crate) fn request(content: &str) -> pb::StructureArticleRequest {
    pb::StructureArticleRequest {
        article: Some(raw(content)),
        options: None,
    }
}

/// A structure that waits for [`Slow::open`], and panics on one text.
#[derive(Default)]
pub(crate) struct Slow {
    pub(crate) open: AtomicBool,
    pub(crate) entered: AtomicBool,
}

impl Structure for Slow {
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
        for _ in 0..2_000 {
            if self.open.load(Ordering::Acquire) || content != "slow" {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(Article::default())
    }

    fn languages(&self) -> Vec<String> {
        Vec::new()
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// A structure that names the whole content, when entities are wanted.
pub(crate) struct Naming;

impl Structure for Naming {
    fn structure(
        &self,
        content: &str,
        _: &Hints,
        analyses: Analyses,
        _: &Interrupt<'_>,
    ) -> Result<Article, Interrupted> {
        let mention = Mention {
            text: content.to_owned(),
            span: Span::from_range(0..content.len()),
            kind: MentionKind::Name,
            confidence: 0.5,
            evidence: Evidence { rule: "a/test" },
        };
        let entity = Entity {
            id: 1,
            entity_type: EntityType::Location,
            subtype: None,
            name: content.to_owned(),
            transliteration: None,
            roles: Vec::new(),
            nationality: None,
            mentions: vec![mention],
            salience: 1.0,
            knowledge_base_ids: Vec::new(),
            knowledge_base_candidates: Vec::new(),
            confidence: 0.5,
        };
        Ok(Article {
            entities: analyses.entities.then_some(entity).into_iter().collect(),
            ..Article::default()
        })
    }

    fn languages(&self) -> Vec<String> {
        Vec::new()
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// A structure that works until nobody wants the answer, on the text "endless"; it counts.
#[derive(Default)]
pub(crate) struct Endless {
    pub(crate) begun: AtomicUsize,
    pub(crate) left: AtomicUsize,
}

impl Structure for Endless {
    fn structure(
        &self,
        content: &str,
        _: &Hints,
        _: Analyses,
        interrupt: &Interrupt<'_>,
    ) -> Result<Article, Interrupted> {
        self.begun.fetch_add(1, Ordering::AcqRel);
        if content != "endless" {
            return Ok(Article::default());
        }
        loop {
            if let Err(interrupted) = interrupt.check() {
                self.left.fetch_add(1, Ordering::AcqRel);
                return Err(interrupted);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn languages(&self) -> Vec<String> {
        panic!("asked for")
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// A refusal that says when to try again.
pub(crate) fn assert_refused(status: &Status) {
    assert_eq!(status.code(), Code::Unavailable);
    assert!(
        status
            .get_error_details()
            .retry_info()
            .unwrap()
            .retry_delay
            .is_some()
    );
}

/// The answer over HTTP/1.1.
pub(crate) async fn http(
    server: &Running,
    request: http::request::Builder,
    body: impl Into<Bytes>,
) -> (http::StatusCode, http::HeaderMap, Bytes) {
    let host = server.address.strip_prefix("http://").unwrap();
    let io = TokioIo::new(TcpStream::connect(host).await.unwrap());
    let (mut send, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
    tokio::spawn(connection);
    let request = request.header("host", host).body(Full::new(body.into()));
    let response = send.send_request(request.unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, body)
}

/// A POST of JSON.
pub(crate) fn post(path: &str) -> http::request::Builder {
    http::Request::post(path).header("content-type", "application/json")
}

/// Comes back when `holds` does; fails when it never does.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never: {what}");
}
