//! How long a caller waits: `grpc-timeout`.

use std::time::Duration;

use http::HeaderMap;

/// The caller's deadline from `grpc-timeout`.
pub(super) fn deadline(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("grpc-timeout")?.to_str().ok()?;
    let unit_at = value.len().checked_sub(1)?;
    let number: u64 = value.get(..unit_at)?.parse().ok()?;
    Some(match value.get(unit_at..)? {
        "H" => Duration::from_secs(number.saturating_mul(3600)),
        "M" => Duration::from_secs(number.saturating_mul(60)),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

/// A little earlier than the caller's own limit, so that the answer says why and still arrives.
pub(super) fn answer_within(caller: Duration) -> Duration {
    // No time at all overflows.
    caller / 10 * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_grpc_timeouts() {
        let read = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", value.parse().unwrap());
            deadline(&headers)
        };
        assert_eq!(read("250m"), Some(Duration::from_millis(250)));
        assert_eq!(read("2S"), Some(Duration::from_secs(2)));
        assert_eq!(read("x"), None);
        assert_eq!(read(""), None);
        assert_eq!(read("5X"), None);
        let longest = read("99999999H").map(answer_within);
        assert!(longest > Some(Duration::from_secs(1 << 30)));
    }
}
