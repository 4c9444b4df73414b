//! Connections: taken as far as the limits allow, watched while they are open, ended in order.
//!
//! HTTP/2 and HTTP/1.1 on the same port, told apart by their first bytes. tonic's own server
//! knows neither a limit on connections nor an end of idle ones, nor one for a peer that
//! connects and says nothing.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use futures_util::FutureExt as _;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_util::io::InspectReader;
use tokio_util::sync::CancellationToken;
use tower::{Service, ServiceExt as _};

use super::client::{Client, Peer};
use super::limits::ConnectionLimits;
use super::open::{Open, OpenRequests, Verdict};
use super::status::failed_call;
use super::tls::{Tls, client_certificate};
use super::worker::defect;

/// What the first bytes of an HTTP/2 client are; no HTTP/1.1 request that has a host is shorter.
const GREETING_BYTES: usize = 24;
/// How often a connection is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// After this time without a place for a connection, or a descriptor, the listener tries again.
const ACCEPT_AGAIN: Duration = Duration::from_millis(50);

/// What answers requests.
pub(super) trait Answers:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
    + Clone
    + Send
    + 'static
{
}

impl<S> Answers for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + 'static
{
}

/// Serves `service` on `listener` until `drain` is cancelled; then takes no new connection, lets
/// open calls end, and returns when the last connection is closed.
pub(super) async fn serve_connections(
    listener: TcpListener,
    service: impl Answers,
    tls: Option<Tls>,
    limits: ConnectionLimits,
    drain: CancellationToken,
) {
    let slots = Slots::new(limits.max_connections, limits.max_connections_per_peer);
    let mut tasks = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = drain.cancelled() => break,
            Some(_) = tasks.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, or the peer is gone already: neither ends the server.
                tracing::debug!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_AGAIN).await;
                continue;
            }
        };
        let Some(slot) = slots.take(address.ip()) else {
            tracing::debug!(%address, "too many connections: one is closed");
            continue;
        };
        let connection = Connection {
            address,
            service: service.clone(),
            limits: limits.clone(),
            drain: drain.clone(),
        };
        let acceptor = tls.as_ref().map(Tls::acceptor);
        tasks.spawn(async move {
            connection.serve(stream, acceptor).await;
            drop(slot);
        });
    }
    drop(listener);
    while tasks.join_next().await.is_some() {}
}

/// One connection from its first byte to its last.
struct Connection<S> {
    address: SocketAddr,
    service: S,
    limits: ConnectionLimits,
    drain: CancellationToken,
}

impl<S: Answers> Connection<S> {
    async fn serve(self, stream: TcpStream, acceptor: Option<TlsAcceptor>) {
        // Only the speed is lost without it.
        let _ = stream.set_nodelay(true);
        let Some(acceptor) = acceptor else {
            let peer = Peer {
                address: self.address,
                certificate: None,
            };
            return serve_io(stream, peer, self.service, &self.limits, self.drain).await;
        };
        let handshake = tokio::time::timeout(self.limits.handshake_time, acceptor.accept(stream));
        let stream = match handshake.await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                tracing::debug!(address = %self.address, %error, "a TLS handshake failed");
                return;
            }
            Err(_) => {
                tracing::debug!(address = %self.address, "a TLS handshake took too long");
                return;
            }
        };
        let peer = Peer {
            address: self.address,
            certificate: client_certificate(stream.get_ref().1),
        };
        serve_io(stream, peer, self.service, &self.limits, self.drain).await;
    }
}

/// Serves HTTP on `io` until one side ends it.
async fn serve_io(
    io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: Peer,
    service: impl Answers,
    limits: &ConnectionLimits,
    drain: CancellationToken,
) {
    let open = Arc::new(OpenRequests::new());
    let greeting = Arc::new(AtomicUsize::new(0));
    let io = InspectReader::new(io, {
        let greeting = Arc::clone(&greeting);
        move |bytes: &[u8]| {
            if greeting.load(Ordering::Relaxed) < GREETING_BYTES {
                greeting.fetch_add(bytes.len(), Ordering::Relaxed);
            }
        }
    });
    let answering = service_fn({
        let open = Arc::clone(&open);
        let peer = peer.clone();
        move |mut request: Request<Incoming>| {
            let held = open.begin(request.uri().path());
            request.extensions_mut().insert(peer.clone());
            answer(service.clone(), request.map(Body::new), held)
        }
    });
    let builder = builder(limits);
    let mut served = std::pin::pin!(builder.serve_connection(TokioIo::new(io), answering));
    let started = Instant::now();
    let mut draining = false;
    let mut leaving: Option<Instant> = None;
    loop {
        tokio::select! {
            result = served.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!(address = %peer.address, %error, "a connection broke");
                }
                return;
            }
            () = drain.cancelled(), if !draining => {
                draining = true;
                served.as_mut().graceful_shutdown();
            }
            () = tokio::time::sleep(LOOK_EVERY.min(limits.shortest())) => {
                let greeted = greeting.load(Ordering::Relaxed) >= GREETING_BYTES || open.any();
                if !greeted && started.elapsed() >= limits.handshake_time {
                    tracing::debug!(address = %peer.address, "no request came: connection cut");
                    return;
                }
                match open.verdict(limits) {
                    Verdict::Keep => {}
                    Verdict::Stuck => {
                        tracing::debug!(address = %peer.address, "an answer is not taken: connection cut");
                        return;
                    }
                    // A peer that does not hear of the end in a while is cut.
                    Verdict::Idle => match leaving {
                        None => {
                            leaving = Some(Instant::now());
                            served.as_mut().graceful_shutdown();
                        }
                        Some(since) if since.elapsed() >= limits.handshake_time => return,
                        Some(_) => {}
                    },
                }
            }
        }
    }
}

/// The answer to one request; a panic on the way fails that request only.
async fn answer(
    service: impl Answers,
    request: Request<Body>,
    held: Open,
) -> Result<Response<Body>, Infallible> {
    let content_type = request.headers().get(http::header::CONTENT_TYPE).cloned();
    let response = match AssertUnwindSafe(service.oneshot(request))
        .catch_unwind()
        .await
    {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(panic) => failed_call(content_type.as_ref(), &defect(panic.as_ref()).into()),
    };
    Ok(response.map(|body| Body::new(held.until_sent(body))))
}

fn builder(limits: &ConnectionLimits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.handshake_time)
        .max_headers(MAX_HEADERS)
        .max_buf_size(limits.max_header_bytes.max(LEAST_HTTP1_BUFFER));
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.max_streams)
        .max_header_list_size(u32::try_from(limits.max_header_bytes).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(MAX_RESET_STREAMS)
        .max_local_error_reset_streams(MAX_ERROR_RESETS)
        .keep_alive_interval(limits.keepalive_time)
        .keep_alive_timeout(KEEPALIVE_ANSWER);
    builder
}

/// Header fields of an HTTP/1.1 request.
const MAX_HEADERS: usize = 100;
/// hyper takes no smaller buffer.
const LEAST_HTTP1_BUFFER: usize = 8 * 1024;
/// Streams that a peer opened and reset before they were looked at: one that goes on is cut
/// ("rapid reset").
const MAX_RESET_STREAMS: usize = 20;
/// Streams that were reset because the peer broke the protocol.
const MAX_ERROR_RESETS: usize = 100;
/// How long the answer to a ping may take.
const KEEPALIVE_ANSWER: Duration = Duration::from_secs(20);

/// Open connections, in all and by peer.
#[derive(Clone)]
struct Slots {
    counts: Arc<Mutex<Counts>>,
    max: usize,
    max_per_peer: usize,
}

#[derive(Default)]
struct Counts {
    all: usize,
    by_peer: BTreeMap<Client, usize>,
}

/// A connection's place in the counts.
struct Slot {
    slots: Slots,
    peer: Client,
}

impl Slots {
    fn new(max: usize, max_per_peer: usize) -> Self {
        Self {
            counts: Arc::default(),
            max,
            max_per_peer,
        }
    }

    fn take(&self, address: IpAddr) -> Option<Slot> {
        let peer = Client::at(address);
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let own = counts.by_peer.get(&peer).copied().unwrap_or_default();
        if counts.all >= self.max || own >= self.max_per_peer {
            return None;
        }
        counts.all += 1;
        counts.by_peer.insert(peer.clone(), own + 1);
        Some(Slot {
            slots: self.clone(),
            peer,
        })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut counts = self
            .slots
            .counts
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        counts.all = counts.all.saturating_sub(1);
        if let Some(own) = counts.by_peer.get_mut(&self.peer) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                counts.by_peer.remove(&self.peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_connections_in_all_and_by_peer() {
        let slots = Slots::new(3, 2);
        let at = |address: &str| slots.take(address.parse().unwrap());
        let first = at("192.0.2.1");
        let _second = at("192.0.2.1");
        assert!(first.is_some() && at("192.0.2.1").is_none());
        let _third = at("192.0.2.2").unwrap();
        assert!(at("192.0.2.3").is_none(), "three are open");
        drop(first);
        assert!(at("192.0.2.1").is_some());
    }
}
