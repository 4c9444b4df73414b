//! One line a call; never the text.

use std::time::Duration;

use tonic::Code;
use tracing::Level;

use super::call::{State, Tally};
use super::names::{code_name, is_probe};

/// Writes the line. Calls that only ask how the server is are for the curious.
pub(super) fn log(
    call: &State,
    code: Code,
    duration: Duration,
    (bytes_in, bytes_out): (u64, u64),
    tally: &Tally,
) {
    let languages: Vec<&str> = tally.languages.iter().map(|tag| &**tag).collect();
    let languages = (!languages.is_empty()).then(|| languages.join(","));
    let queue_ms = (tally.articles > 0).then(|| milliseconds(tally.waited));
    let peer = call.peer.map(|peer| peer.to_string());
    let trace_id = call.trace_id();
    macro_rules! line {
        ($level:expr) => {
            tracing::event!(
                target: "maqal::access",
                $level,
                method = &*call.method,
                peer,
                client = tally.client,
                status = code_name(code),
                ms = milliseconds(duration),
                bytes_in,
                bytes_out,
                articles = tally.articles,
                failed = tally.failed,
                content_bytes = tally.content_bytes,
                languages,
                queue_ms,
                trace_id,
                "call"
            )
        };
    }
    if is_probe(&call.method) {
        line!(Level::DEBUG);
    } else {
        line!(Level::INFO);
    }
}

/// With microseconds behind the point.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
