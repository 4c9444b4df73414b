//! A call is one line of the log.

use std::net::SocketAddr;
use std::sync::Arc;

use tonic::Request;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

use crate::collector::PARENT;
use crate::watched::{Fake, LOG, PAGE, UNARY, request, start};

/// Lines of the log that hold `mark`.
pub(crate) fn log_lines(mark: &str) -> Vec<serde_json::Value> {
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
    let peer: SocketAddr = line["peer"].as_str().unwrap().parse().unwrap();
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
