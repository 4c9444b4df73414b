//! [`ConnectionLimits`]: what a peer may hold of the server before it says anything of use.

use std::time::Duration;

/// Limits of connections. Each default stands beside its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionLimits {
    /// Open connections.
    pub max_connections: usize,
    /// Open connections from one address (of IPv6, one /64).
    pub max_connections_per_peer: usize,
    /// HTTP/2 streams open at once on a connection.
    pub max_streams: u32,
    /// Bytes of the header fields of a request.
    pub max_header_bytes: usize,
    /// From the first byte to the end of the TLS handshake and of the HTTP/2 preface; the header
    /// of an HTTP/1.1 request.
    pub handshake_time: Duration,
    /// Without a request, after which a connection is closed.
    pub idle_time: Duration,
    /// Between pings on a quiet HTTP/2 connection.
    pub keepalive_time: Duration,
    /// From the start of a unary request to the end of its body.
    pub body_time: Duration,
    /// From the start of a unary request to the last byte of its answer; a peer that does not
    /// take it loses the connection.
    pub longest_call: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            // With a descriptor each, the usual limit of 1024 descriptors leaves room.
            max_connections: 900,
            // A proxy or a pool of workers is one peer; one machine alone cannot take all.
            max_connections_per_peer: 256,
            // What gRPC clients expect to be able to open.
            max_streams: 200,
            // Tokens with many claims fit; gRPC's own default is 8 KiB, proxies' 16.
            max_header_bytes: 16 * 1024,
            handshake_time: Duration::from_secs(10),
            // Longer than the pools of clients keep connections; a call opens a new one.
            idle_time: Duration::from_secs(300),
            // Below the idle limits of most balancers and address translators.
            keepalive_time: Duration::from_secs(60),
            // 4 MiB over a slow mobile line.
            body_time: Duration::from_secs(30),
            longest_call: Duration::from_secs(120),
        }
    }
}

impl ConnectionLimits {
    /// The shortest of the times that are looked at again and again.
    pub(super) fn shortest(&self) -> Duration {
        self.handshake_time
            .min(self.idle_time)
            .min(self.longest_call)
            .max(Duration::from_millis(10))
    }
}
