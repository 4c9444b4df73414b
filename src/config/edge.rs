//! Settings of connections, queues and calls.

use std::time::Duration;

use clap::Args;

use super::whole;
use crate::server::{ConnectionLimits, ServerConfig};

/// Limits as written. The reason for each default stands where [`ServerConfig`] and
/// [`ConnectionLimits`] have it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct RawLimits {
    /// Open connections; one more is closed at once
    #[arg(long, env = "MAQAL_MAX_CONNECTIONS", value_name = "N",
        default_value_t = connections().max_connections.to_string())]
    pub max_connections: String,
    /// Open connections from one address (IPv6: one /64)
    #[arg(long, env = "MAQAL_MAX_CONNECTIONS_PER_PEER", value_name = "N",
        default_value_t = connections().max_connections_per_peer.to_string())]
    pub max_connections_per_peer: String,
    /// HTTP/2 streams open at once on a connection
    #[arg(long, env = "MAQAL_MAX_STREAMS", value_name = "N",
        default_value_t = connections().max_streams.to_string())]
    pub max_streams: String,
    /// Bytes of the header fields of a request
    #[arg(long, env = "MAQAL_MAX_HEADER_BYTES", value_name = "BYTES",
        default_value_t = connections().max_header_bytes.to_string())]
    pub max_header_bytes: String,
    /// Time for a TLS handshake and the first bytes of HTTP, in seconds
    #[arg(long, env = "MAQAL_HANDSHAKE_SECONDS", value_name = "SECONDS",
        default_value_t = connections().handshake_time.as_secs().to_string())]
    pub handshake_seconds: String,
    /// Time without a request after which a connection is closed, in seconds
    #[arg(long, env = "MAQAL_IDLE_SECONDS", value_name = "SECONDS",
        default_value_t = connections().idle_time.as_secs().to_string())]
    pub idle_seconds: String,
    /// Time between pings on a quiet HTTP/2 connection, in seconds
    #[arg(long, env = "MAQAL_KEEPALIVE_SECONDS", value_name = "SECONDS",
        default_value_t = connections().keepalive_time.as_secs().to_string())]
    pub keepalive_seconds: String,
    /// Time in which the body of a unary request must arrive, in seconds
    #[arg(long, env = "MAQAL_BODY_SECONDS", value_name = "SECONDS",
        default_value_t = connections().body_time.as_secs().to_string())]
    pub body_seconds: String,
    /// Time that a caller has to take the answer of a unary call, in seconds
    #[arg(
        long,
        env = "MAQAL_ANSWER_SECONDS",
        value_name = "SECONDS",
        default_value = "60"
    )]
    pub answer_seconds: String,
    /// Longest time that a call is likely to wait for a place, in milliseconds; others are refused
    /// with UNAVAILABLE at once
    #[arg(long, env = "MAQAL_MAX_QUEUE_WAIT_MS", value_name = "MS",
        default_value_t = server().max_queue_wait.as_millis().to_string())]
    pub max_queue_wait_ms: String,
    /// The same while calls come faster than they can be worked on, in milliseconds: from the first
    /// one that is refused until none was for a second
    #[arg(long, env = "MAQAL_PRESSED_QUEUE_WAIT_MS", value_name = "MS",
        default_value_t = server().pressed_queue_wait.as_millis().to_string())]
    pub pressed_queue_wait_ms: String,
    /// Bytes of text that waiting calls may hold together
    #[arg(long, env = "MAQAL_MAX_QUEUED_BYTES", value_name = "BYTES",
        default_value_t = server().max_queued_bytes.to_string())]
    pub max_queued_bytes: String,
    /// Most articles in one batch
    #[arg(long, env = "MAQAL_MAX_BATCH", value_name = "N",
        default_value_t = server().max_batch_articles.to_string())]
    pub max_batch: String,
    /// Most articles in one stream; 0 means no limit
    #[arg(long, env = "MAQAL_MAX_STREAM_ARTICLES", value_name = "N",
        default_value_t = server().max_stream_articles.to_string())]
    pub max_stream_articles: String,
    /// Longest time between two articles of a stream, in seconds
    #[arg(long, env = "MAQAL_STREAM_IDLE_SECONDS", value_name = "SECONDS",
        default_value_t = server().max_stream_idle.as_secs().to_string())]
    pub stream_idle_seconds: String,
    /// Time after SIGTERM in which new calls are still served while health says so, in
    /// seconds: as long as balancers take to notice
    #[arg(long, env = "MAQAL_DRAIN_DELAY_SECONDS", value_name = "SECONDS",
        default_value_t = server().drain_delay.as_secs().to_string())]
    pub drain_delay_seconds: String,
}

fn connections() -> ConnectionLimits {
    ConnectionLimits::default()
}

fn server() -> ServerConfig {
    ServerConfig::default()
}

impl RawLimits {
    /// `config` with these limits; what is wrong joins `wrong`.
    pub(super) fn apply(&self, config: &ServerConfig, wrong: &mut Vec<String>) -> ServerConfig {
        let mut number = |flag: &str, value: &str, least: usize, most: usize| {
            whole(wrong, flag, value, least, most)
        };
        let max_connections = number("--max-connections", &self.max_connections, 1, 1 << 20);
        let per_peer = number(
            "--max-connections-per-peer",
            &self.max_connections_per_peer,
            1,
            1 << 20,
        );
        let streams = number("--max-streams", &self.max_streams, 1, 1 << 16);
        // hyper's HTTP/1.1 buffer is no smaller.
        let header = number(
            "--max-header-bytes",
            &self.max_header_bytes,
            8 * 1024,
            1 << 20,
        );
        let queued_bytes = number("--max-queued-bytes", &self.max_queued_bytes, 1, 1 << 40);
        let batch = number("--max-batch", &self.max_batch, 1, 1 << 16);
        let in_stream = number(
            "--max-stream-articles",
            &self.max_stream_articles,
            0,
            u32::MAX as usize,
        );
        let queue_wait = number("--max-queue-wait-ms", &self.max_queue_wait_ms, 1, 3_600_000);
        let pressed_wait = number(
            "--pressed-queue-wait-ms",
            &self.pressed_queue_wait_ms,
            1,
            3_600_000,
        );
        let milliseconds = |n: usize| Duration::from_millis(u64::try_from(n).unwrap_or(u64::MAX));
        let mut seconds = |flag: &str, value: &str, least: usize| {
            let seconds = whole(wrong, flag, value, least, 86_400);
            Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX))
        };
        let body_time = seconds("--body-seconds", &self.body_seconds, 1);
        let answer_time = seconds("--answer-seconds", &self.answer_seconds, 1);
        let connections = ConnectionLimits {
            max_connections,
            max_connections_per_peer: per_peer,
            max_streams: u32::try_from(streams).unwrap_or(u32::MAX),
            max_header_bytes: header,
            handshake_time: seconds("--handshake-seconds", &self.handshake_seconds, 1),
            idle_time: seconds("--idle-seconds", &self.idle_seconds, 1),
            keepalive_time: seconds("--keepalive-seconds", &self.keepalive_seconds, 1),
            body_time,
            longest_call: body_time + config.max_call_time + answer_time,
        };
        ServerConfig {
            max_queue_wait: milliseconds(queue_wait),
            pressed_queue_wait: milliseconds(pressed_wait),
            max_queued_bytes: queued_bytes,
            max_batch_articles: batch,
            max_stream_articles: in_stream,
            max_stream_idle: seconds("--stream-idle-seconds", &self.stream_idle_seconds, 1),
            drain_delay: seconds("--drain-delay-seconds", &self.drain_delay_seconds, 0),
            connections,
            ..config.clone()
        }
    }
}
