//! What the front of the server bears: peers that hold things, calls that nobody waits for,
//! clients that want all of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "stops at the first surprise"
)]

mod server;

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request as HttpRequest};
use http_body_util::{Full, StreamBody};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use maqal::server::pb::structuring_service_client::StructuringServiceClient;
use maqal::server::pb::{self, structure_articles_response, structure_result};
use maqal::server::{ConnectionLimits, ServerConfig};
use server::{Endless, Naming, Running, Slow, assert_refused, config, raw, request, start, until};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt as _;

fn of_stream(content: &str) -> pb::StructureArticlesRequest {
    pb::StructureArticlesRequest {
        article: Some(raw(content)),
        options: None,
    }
}

fn limits(change: impl FnOnce(&mut ConnectionLimits)) -> ServerConfig {
    let mut config = config();
    change(&mut config.connections);
    config
}

fn one_place() -> ServerConfig {
    ServerConfig {
        max_concurrent_articles: 1,
        ..config()
    }
}

async fn socket(server: &Running) -> TcpStream {
    let host = server.address.strip_prefix("http://").unwrap();
    TcpStream::connect(host).await.unwrap()
}

/// Whether the server closes `stream`, whatever it says before.
async fn is_closed(stream: &mut TcpStream) -> bool {
    let mut said = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut said)).await;
    end.is_ok()
}

type Handshake<B> = (
    http2::SendRequest<B>,
    tokio::task::JoinHandle<hyper::Result<()>>,
);

/// An HTTP/2 connection without a gRPC client on it.
async fn handshake<B>(server: &Running) -> Handshake<B>
where
    B: hyper::body::Body + Send + Unpin + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let io = TokioIo::new(socket(server).await);
    let (send, connection) = http2::handshake(TokioExecutor::new(), io).await.unwrap();
    (send, tokio::spawn(connection))
}

fn call<B>(server: &Running, body: B) -> HttpRequest<B> {
    HttpRequest::builder()
        .method(Method::POST)
        .uri(format!(
            "{}/maqal.v1.StructuringService/StructureArticle",
            server.address
        ))
        .header("content-type", "application/grpc")
        .body(body)
        .unwrap()
}

async fn quick(server: &Running) {
    let mut client = server.client().await;
    client.structure_article(request("quick")).await.unwrap();
}

// Connections.

#[tokio::test]
async fn one_peer_cannot_take_all_connections() {
    let config = limits(|limits| limits.max_connections_per_peer = 2);
    let server = start(Arc::new(Naming), config).await;
    let first = socket(&server).await;
    let _second = socket(&server).await;
    let mut third = socket(&server).await;
    assert!(is_closed(&mut third).await);
    drop(first);
    for _ in 0..1_000 {
        let client = StructuringServiceClient::connect(server.address.clone()).await;
        if let Ok(mut client) = client
            && client.structure_article(request("quick")).await.is_ok()
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the place of a closed connection is never free");
}

#[tokio::test]
async fn a_peer_that_says_nothing_is_cut() {
    let config = limits(|limits| limits.handshake_time = Duration::from_secs(1));
    let server = start(Arc::new(Naming), config).await;
    let mut silent = socket(&server).await;
    let mut hesitant = socket(&server).await;
    hesitant.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    let mut slow_header = socket(&server).await;
    slow_header
        .write_all(b"POST /v1/articles:structure HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        .await
        .unwrap();
    assert!(is_closed(&mut silent).await);
    assert!(is_closed(&mut hesitant).await);
    assert!(is_closed(&mut slow_header).await);
    quick(&server).await;
}

#[tokio::test]
async fn an_idle_connection_is_closed_in_order() {
    let config = limits(|limits| limits.idle_time = Duration::from_millis(200));
    let server = start(Arc::new(Naming), config).await;
    let (send, connection) = handshake::<Full<Bytes>>(&server).await;
    let ended = tokio::time::timeout(Duration::from_secs(20), connection).await;
    ended.unwrap().unwrap().unwrap();
    drop(send);
}

#[tokio::test]
async fn an_open_call_keeps_its_connection() {
    let slow = Arc::new(Slow::default());
    let config = limits(|limits| limits.idle_time = Duration::from_millis(50));
    let server = start(Arc::clone(&slow), config).await;
    let mut client = server.client().await;
    let call = tokio::spawn(async move { client.structure_article(request("slow")).await });
    until("it works", || slow.entered.load(Ordering::Acquire)).await;
    // Several times the limit.
    tokio::time::sleep(Duration::from_millis(300)).await;
    slow.open.store(true, Ordering::Release);
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_body_that_trickles_is_refused() {
    let config = limits(|limits| limits.body_time = Duration::from_secs(1));
    let server = start(Arc::new(Naming), config).await;
    let (trickle, frames) = tokio::sync::mpsc::channel(1);
    let body = StreamBody::new(ReceiverStream::new(frames));
    let (mut send, _connection) = handshake(&server).await;
    let drip = tokio::spawn(async move {
        let frame = || Ok::<_, Status>(hyper::body::Frame::data(Bytes::from_static(&[0])));
        while trickle.send(frame()).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let response = send.send_request(call(&server, body)).await.unwrap();
    let status = Status::from_header_map(response.headers()).unwrap();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "BODY_TOO_SLOW");
    drip.abort();
    quick(&server).await;
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = start(Arc::new(Naming), config()).await;
    let (mut send, _connection) = handshake(&server).await;
    let mut large = call(&server, Full::new(Bytes::new()));
    large
        .headers_mut()
        .insert("x-large", "a".repeat(20_000).parse().unwrap());
    let refused = match send.send_request(large).await {
        Ok(response) => response.status() == http::StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        Err(_) => true,
    };
    assert!(refused);
    let mut old = socket(&server).await;
    old.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nX-Large: ")
        .await
        .unwrap();
    // It may be closed before all is written.
    let _ = old.write_all("a".repeat(200_000).as_bytes()).await;
    let mut said = Vec::new();
    let _ = old.read_to_end(&mut said).await;
    assert!(
        said.is_empty() || said.starts_with(b"HTTP/1.1 431"),
        "{}",
        String::from_utf8_lossy(&said)
    );
    quick(&server).await;
}

// Calls that nobody waits for.

#[tokio::test]
async fn work_on_a_cancelled_call_is_left() {
    let endless = Arc::new(Endless::default());
    let server = start(Arc::clone(&endless), one_place()).await;
    let mut client = server.client().await;
    let call = tokio::spawn({
        let mut client = client.clone();
        async move { client.structure_article(request("endless")).await }
    });
    until("it works", || endless.begun.load(Ordering::Acquire) == 1).await;
    call.abort();
    until("it is left", || endless.left.load(Ordering::Acquire) == 1).await;
    // The only place is free again.
    client.structure_article(request("quick")).await.unwrap();
}

#[tokio::test]
async fn work_is_left_at_the_deadline() {
    let endless = Arc::new(Endless::default());
    let server = start(Arc::clone(&endless), one_place()).await;
    let mut client = server.client().await;
    let mut late = tonic::Request::new(request("endless"));
    late.set_timeout(Duration::from_millis(500));
    let status = client.structure_article(late).await.unwrap_err();
    // The client itself may be first to say so.
    assert!(
        matches!(status.code(), Code::DeadlineExceeded | Code::Cancelled),
        "{status}"
    );
    until("it is left", || endless.left.load(Ordering::Acquire) == 1).await;
    client.structure_article(request("quick")).await.unwrap();
}

#[tokio::test]
async fn work_of_a_stream_and_of_a_batch_is_left_with_its_reader() {
    let endless = Arc::new(Endless::default());
    let server = start(Arc::clone(&endless), config()).await;
    let mut client = server.client().await;
    let (send, requests) = tokio::sync::mpsc::channel(8);
    let answers = client
        .structure_articles(ReceiverStream::new(requests))
        .await
        .unwrap();
    for _ in 0..2 {
        send.send(of_stream("endless")).await.unwrap();
    }
    until("both work", || endless.begun.load(Ordering::Acquire) == 2).await;
    drop((answers, send));
    until("both are left", || {
        endless.left.load(Ordering::Acquire) == 2
    })
    .await;

    let batch = pb::StructureBatchRequest {
        requests: vec![request("endless"), request("endless")],
        options: None,
    };
    let call = tokio::spawn(async move { client.structure_batch(batch).await });
    until("both work", || endless.begun.load(Ordering::Acquire) == 4).await;
    call.abort();
    until("both are left", || {
        endless.left.load(Ordering::Acquire) == 4
    })
    .await;
}

#[tokio::test]
async fn a_stream_ends_at_its_deadline() {
    let endless = Arc::new(Endless::default());
    let server = start(Arc::clone(&endless), config()).await;
    let mut late = tonic::Request::new(tokio_stream::iter([of_stream("endless")]));
    late.set_timeout(Duration::from_millis(500));
    let mut client = server.client().await;
    if let Ok(answers) = client.structure_articles(late).await {
        let mut answers = answers.into_inner();
        while let Ok(Some(answer)) = answers.message().await {
            let structure_articles_response::Result::Error(status) = answer.result.unwrap() else {
                panic!("an endless article is answered");
            };
            assert_eq!(status.code, Code::DeadlineExceeded as i32);
        }
    }
    until("it is left", || endless.left.load(Ordering::Acquire) == 1).await;
}

// Batches and streams.

#[tokio::test]
async fn a_batch_is_answered_in_order_and_each_article_fails_alone() {
    let server = start(Arc::new(Slow::default()), config()).await;
    let mut client = server.client().await;
    let requests = (0..9)
        .map(|number| {
            let content = ["quick", "panic", ""][number % 3];
            let mut request = request(content);
            request.article.as_mut().unwrap().id = number.to_string();
            request
        })
        .collect();
    let batch = pb::StructureBatchRequest {
        requests,
        options: None,
    };
    let results = client
        .structure_batch(batch)
        .await
        .unwrap()
        .into_inner()
        .results;
    assert_eq!(results.len(), 9);
    for (number, result) in results.into_iter().enumerate() {
        match result.result.unwrap() {
            structure_result::Result::Article(article) => {
                assert_eq!((number % 3, article.id), (0, number.to_string()));
            }
            structure_result::Result::Error(status) => {
                let code = [Code::Ok, Code::Internal, Code::InvalidArgument][number % 3];
                assert_eq!(status.code, code as i32, "{}", status.message);
            }
        }
    }
    let none = client.structure_batch(pb::StructureBatchRequest::default());
    assert!(none.await.unwrap().into_inner().results.is_empty());
}

#[tokio::test]
async fn options_of_a_batch_hold_for_articles_without_their_own() {
    let server = start(Arc::new(Naming), config()).await;
    let layout = || pb::StructureOptions {
        analyses: vec![pb::Analysis::Layout.into()],
        ..Default::default()
    };
    let own = pb::StructureArticleRequest {
        options: Some(pb::StructureOptions::default()),
        ..request("text")
    };
    let batch = pb::StructureBatchRequest {
        requests: vec![request("text"), own],
        options: Some(layout()),
    };
    let results = server.client().await.structure_batch(batch).await.unwrap();
    let counts =
        results
            .into_inner()
            .results
            .into_iter()
            .map(|result| match result.result.unwrap() {
                structure_result::Result::Article(article) => article.entities.len(),
                structure_result::Result::Error(status) => panic!("{}", status.message),
            });
    assert_eq!(counts.collect::<Vec<_>>(), [0, 1]);
}

#[tokio::test]
async fn too_many_articles_are_refused() {
    let few = ServerConfig {
        max_batch_articles: 2,
        max_stream_articles: 2,
        ..config()
    };
    let server = start(Arc::new(Naming), few).await;
    let mut client = server.client().await;
    let batch = pb::StructureBatchRequest {
        requests: vec![request("text"); 3],
        options: None,
    };
    let status = client.structure_batch(batch).await.unwrap_err();
    assert_eq!(status.code(), Code::OutOfRange);
    let details = status.get_error_details();
    assert_eq!(
        details.bad_request().unwrap().field_violations[0].field,
        "requests"
    );
    assert_eq!(details.error_info().unwrap().metadata["limit"], "2");

    let requests = tokio_stream::iter(vec![of_stream("text"); 5]);
    let mut answers = client
        .structure_articles(requests)
        .await
        .unwrap()
        .into_inner();
    for _ in 0..2 {
        assert!(answers.message().await.unwrap().is_some());
    }
    let status = answers.message().await.unwrap_err();
    assert_eq!(status.code(), Code::OutOfRange, "{status}");
}

#[tokio::test]
async fn a_panic_fails_one_article_of_a_stream_or_a_whole_call_elsewhere() {
    let server = start(Arc::new(Slow::default()), config()).await;
    let mut client = server.client().await;
    let requests = tokio_stream::iter(["quick", "panic", "quick"].map(of_stream));
    let mut answers = client
        .structure_articles(requests)
        .await
        .unwrap()
        .into_inner();
    let mut codes = Vec::new();
    while let Some(answer) = answers.message().await.unwrap() {
        codes.push(match answer.result.unwrap() {
            structure_articles_response::Result::Article(_) => Code::Ok as i32,
            structure_articles_response::Result::Error(status) => status.code,
        });
    }
    assert_eq!(
        codes,
        [Code::Ok, Code::Internal, Code::Ok].map(|code| code as i32)
    );

    // Outside of any article: the connection lives on.
    let server = start(Arc::new(Endless::default()), config()).await;
    let mut client = server.client().await;
    let info = client.get_server_info(pb::GetServerInfoRequest {}).await;
    let status = info.unwrap_err();
    assert_eq!(status.code(), Code::Internal, "{status}");
    assert!(
        status
            .get_error_details()
            .error_info()
            .unwrap()
            .metadata
            .contains_key("id")
    );
    client.structure_article(request("quick")).await.unwrap();
}

#[tokio::test]
async fn a_slow_reader_of_a_stream_slows_its_reading() {
    let endless = Arc::new(Endless::default());
    let server = start(Arc::clone(&endless), config()).await;
    let channel = Channel::from_shared(server.address.clone())
        .unwrap()
        .initial_stream_window_size(65_535)
        .connect()
        .await
        .unwrap();
    let requests = (0..400).map(|_| {
        let mut request = of_stream("quick");
        // Echoed: answers that fill the windows of the connection.
        request.article.as_mut().unwrap().id = "i".repeat(8_000);
        request
    });
    let requests: Vec<_> = requests.collect();
    let mut answers = StructuringServiceClient::new(channel)
        .structure_articles(tokio_stream::iter(requests))
        .await
        .unwrap()
        .into_inner();
    until("it works", || endless.begun.load(Ordering::Acquire) > 0).await;
    // Long enough for all of it, if nothing held it back.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let begun = endless.begun.load(Ordering::Acquire);
    assert!(begun < 200, "{begun} of 400 answers for nobody");
    let mut count = 0;
    while answers.message().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 400);
}

// Clients that want all of it.

#[tokio::test]
async fn a_greedy_client_does_not_starve_another() {
    let slow = Arc::new(Slow::default());
    let few = ServerConfig {
        max_queued_articles: 4,
        ..one_place()
    };
    let server = start(Arc::clone(&slow), few).await;
    let mut greedy = server.client().await;
    let held = tokio::spawn({
        let mut greedy = greedy.clone();
        async move { greedy.structure_article(request("slow")).await.map(drop) }
    });
    until("it works", || slow.entered.load(Ordering::Acquire)).await;
    let mut calls: Vec<_> = (0..8)
        .map(|_| {
            let mut greedy = greedy.clone();
            tokio::spawn(async move { greedy.structure_article(request("quick")).await.map(drop) })
        })
        .collect();
    // Four wait, four are refused.
    until("four are refused", || {
        calls.iter().filter(|call| call.is_finished()).count() == 4
    })
    .await;
    let status = greedy
        .structure_article(request("quick"))
        .await
        .unwrap_err();
    assert_refused(&status);

    let elsewhere: IpAddr = "127.0.0.2".parse().unwrap();
    let other = Endpoint::from_shared(server.address.clone())
        .unwrap()
        .local_address(Some(elsewhere))
        .connect()
        .await
        .unwrap();
    let other = tokio::spawn(async move {
        let mut other = StructuringServiceClient::new(other);
        other.structure_article(request("quick")).await.map(drop)
    });
    // One of the greedy ones makes room.
    until("a fifth is refused", || {
        calls.iter().filter(|call| call.is_finished()).count() == 5
    })
    .await;
    slow.open.store(true, Ordering::Release);
    other.await.unwrap().unwrap();
    held.await.unwrap().unwrap();
    let mut answered = 0;
    for call in calls.drain(..) {
        answered += usize::from(call.await.unwrap().is_ok());
    }
    assert_eq!(answered, 3);
}

// The end.

#[tokio::test]
async fn new_calls_are_served_while_balancers_notice() {
    let config = ServerConfig {
        drain_delay: Duration::from_secs(600),
        ..config()
    };
    let server = start(Arc::new(Naming), config).await;
    let mut health = HealthClient::new(server.channel().await);
    server.stop.send(()).unwrap();
    loop {
        let answer = health.check(HealthCheckRequest::default()).await.unwrap();
        if answer.into_inner().status == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut late = StructuringServiceClient::connect(server.address)
        .await
        .unwrap();
    late.structure_article(request("quick")).await.unwrap();
    server.server.abort();
}

#[tokio::test]
async fn a_stream_without_end_is_ended_in_order() {
    let config = ServerConfig {
        drain_time: Duration::from_secs(6),
        ..config()
    };
    let server = start(Arc::new(Naming), config).await;
    let mut client = server.client().await;
    let (send, requests) = tokio::sync::mpsc::channel(8);
    let mut answers = client
        .structure_articles(ReceiverStream::new(requests))
        .await
        .unwrap()
        .into_inner();
    let mut watch = HealthClient::new(server.channel().await)
        .watch(HealthCheckRequest::default())
        .await
        .unwrap()
        .into_inner();
    assert_eq!(watch.message().await.unwrap().unwrap().status, 1);
    send.send(of_stream("text")).await.unwrap();
    assert!(answers.message().await.unwrap().is_some());
    server.stop.send(()).unwrap();
    let status = answers.message().await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status}");
    let details = status.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "SHUTTING_DOWN");
    assert_eq!(watch.message().await.unwrap().unwrap().status, 2);
    assert!(watch.message().await.unwrap().is_none());
    drop((send, client, answers));
    server.server.await.unwrap();
}
