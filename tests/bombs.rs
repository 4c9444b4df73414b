//! Messages that unpack to far more than they weigh.
//!
//! A test alone in its process: it looks at the memory of all of it.

#![allow(clippy::unwrap_used, reason = "stops at the first surprise")]
#![cfg(target_os = "linux")]

mod server;

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use bytes::{BufMut as _, Bytes, BytesMut};
use http::{Method, Request};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use server::{Naming, Running, config, start};
use tonic::{Code, Status};

/// What the bombs unpack to.
const UNPACKED: u64 = 150 << 20;

/// The most memory that the process ever had, bytes.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib << 10
}

fn zeros() -> impl std::io::Read {
    std::io::repeat(0).take(UNPACKED)
}

fn gzip() -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut zeros(), &mut packer).unwrap();
    packer.flush().unwrap();
    packer.finish().unwrap()
}

fn zstd() -> Vec<u8> {
    let mut packed = Vec::new();
    zstd::stream::copy_encode(zeros(), &mut packed, 3).unwrap();
    packed
}

/// The status that answers `packed` as the message of a unary call.
async fn status(server: &Running, encoding: &str, packed: &[u8]) -> Status {
    let mut body = BytesMut::new();
    body.put_u8(1);
    body.put_u32(u32::try_from(packed.len()).unwrap());
    body.put_slice(packed);
    let host = server.address.strip_prefix("http://").unwrap();
    let io = TokioIo::new(tokio::net::TcpStream::connect(host).await.unwrap());
    let (mut send, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io)
        .await
        .unwrap();
    tokio::spawn(connection);
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!(
            "{}/maqal.v1.StructuringService/StructureArticle",
            server.address
        ))
        .header("content-type", "application/grpc")
        .header("grpc-encoding", encoding)
        .body(Full::<Bytes>::new(body.freeze()))
        .unwrap();
    let response = send.send_request(request).await.unwrap();
    let headers = response.headers().clone();
    let trailers = response.into_body().collect().await.unwrap();
    let trailers = trailers.trailers().cloned().unwrap_or_default();
    Status::from_header_map(&headers)
        .or_else(|| Status::from_header_map(&trailers))
        .unwrap()
}

#[tokio::test]
async fn bombs_are_refused_before_they_are_unpacked() {
    let server = start(Arc::new(Naming), config()).await;
    let bombs = [("gzip", gzip()), ("zstd", zstd())];
    for (encoding, packed) in &bombs {
        assert!(
            packed.len() < config().max_message_bytes,
            "{encoding}: the size on the wire is no reason to refuse it"
        );
        let before = most_memory();
        let status = status(&server, encoding, packed).await;
        assert_eq!(status.code(), Code::ResourceExhausted, "{status}");
        assert!(status.message().contains("200000"), "{status}");
        let grown = most_memory() - before;
        assert!(grown < UNPACKED / 3, "{encoding}: {grown} bytes more");
    }
}
