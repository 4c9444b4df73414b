//! Metrics count what happened.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use maqal::pipeline::Pipeline;
use maqal::server::pb;

use crate::watched::{Fake, STREAM, UNARY, request, start, traffic, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_count_what_happened() {
    let server = start(Arc::new(Fake::default()), None).await;
    traffic(&server).await;
    let metrics = server.metrics().await;
    let calls = |method: &str, status: &str, error: &str| {
        format!(
            "rpc_server_call_duration_seconds_count{{rpc_system_name=\"grpc\",rpc_method=\"{method}\",\
             rpc_response_status_code=\"{status}\",error_type=\"{error}\"}}"
        )
    };
    for (series, value) in [
        (calls(UNARY, "OK", ""), 2.0),
        (calls(UNARY, "INVALID_ARGUMENT", ""), 1.0),
        (calls(UNARY, "INTERNAL", "INTERNAL"), 1.0),
        (calls(STREAM, "OK", ""), 1.0),
        (calls("grpc.health.v1.Health/Check", "OK", ""), 1.0),
        (calls("_OTHER", "UNIMPLEMENTED", "UNIMPLEMENTED"), 1.0),
        (format!("maqal_active_calls{{rpc_method=\"{UNARY}\"}}"), 0.0),
        (
            format!("maqal_active_calls{{rpc_method=\"{STREAM}\"}}"),
            0.0,
        ),
        (
            "maqal_articles_total{language=\"ar\",outcome=\"ok\"}".to_owned(),
            2.0,
        ),
        (
            "maqal_articles_total{language=\"other\",outcome=\"ok\"}".to_owned(),
            1.0,
        ),
        (
            "maqal_articles_total{language=\"und\",outcome=\"error\"}".to_owned(),
            3.0,
        ),
        (
            "maqal_errors_total{reason=\"INVALID_FIELD\"}".to_owned(),
            2.0,
        ),
        ("maqal_errors_total{reason=\"INTERNAL\"}".to_owned(), 1.0),
        (
            "maqal_errors_total{reason=\"UNIMPLEMENTED\"}".to_owned(),
            1.0,
        ),
        // The texts: ar, fi, panic, ar.
        ("maqal_content_bytes_total".to_owned(), 11.0),
        ("maqal_panics_total".to_owned(), 1.0),
        ("maqal_articles_working".to_owned(), 0.0),
        ("maqal_articles_waiting".to_owned(), 0.0),
        ("maqal_places".to_owned(), 2.0),
        ("maqal_waiting_places".to_owned(), 8.0),
        // Who is refused before the queue does not wait; a stream waits before it looks.
        ("maqal_queue_wait_seconds_count".to_owned(), 5.0),
        (
            "maqal_stage_duration_seconds_count{stage=\"layout\"}".to_owned(),
            3.0,
        ),
        (
            "maqal_data_info{name=\"lang/ar\",version=\"7\"}".to_owned(),
            1.0,
        ),
        (
            format!(
                "maqal_build_info{{version=\"{}\"}}",
                env!("CARGO_PKG_VERSION")
            ),
            1.0,
        ),
    ] {
        assert_eq!(
            metrics.get(&series),
            Some(&value),
            "{series} in {metrics:#?}"
        );
    }
    let received = format!(
        "grpc_server_call_rcvd_total_compressed_message_size_bytes_sum\
         {{grpc_method=\"{UNARY}\",grpc_status=\"OK\"}}"
    );
    // Two requests: a prefix of five bytes, article (2 + 2 bytes) and content (2) each.
    assert!(
        (metrics[&received] - 22.0).abs() < 0.1,
        "{received} in {metrics:#?}"
    );
    let sent = received.replace("rcvd", "sent");
    assert!(metrics[&sent] > 10.0, "{sent} in {metrics:#?}");
    let made_up = metrics.keys().find(|series| series.contains("Invent42"));
    assert_eq!(made_up, None, "a client makes no labels");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_gives_up_is_counted() {
    let fake = Arc::new(Fake::default());
    let server = start(Arc::clone(&fake), None).await;
    let mut client = server.client().await;
    let call = tokio::spawn(async move { client.structure_article(request("slow")).await });
    until("the call arrives", || async {
        fake.entered.load(Ordering::Acquire)
    })
    .await;
    let metrics = server.metrics().await;
    let active = format!("maqal_active_calls{{rpc_method=\"{UNARY}\"}}");
    assert!((metrics[&active] - 1.0).abs() < 0.1);
    assert!((metrics["maqal_articles_working"] - 1.0).abs() < 0.1);
    call.abort();
    until("the call ends", || async {
        server.metrics().await[&active] < 0.5
    })
    .await;
    // The thread works on: its place is taken until it is done.
    assert!((server.metrics().await["maqal_articles_working"] - 1.0).abs() < 0.1);
    fake.open.store(true, Ordering::Release);
    until("the place is free", || async {
        server.metrics().await["maqal_articles_working"] < 0.5
    })
    .await;
    let metrics = server.metrics().await;
    let cancelled = "maqal_errors_total{reason=\"CANCELLED\"}";
    assert!((metrics[cancelled] - 1.0).abs() < 0.1, "{metrics:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_data_in_use_is_told() {
    let server = start(Arc::new(Pipeline::embedded().unwrap()), None).await;
    let mut client = server.client().await;
    let info = client.get_server_info(pb::GetServerInfoRequest {}).await;
    let versions = info.unwrap().into_inner().data_versions;
    let metrics = server.metrics().await;
    for start in ["kb/", "lang/ar", "tagger"] {
        let data = versions
            .iter()
            .find(|data| data.name.starts_with(start))
            .unwrap_or_else(|| panic!("no {start} in {versions:?}"));
        let (name, version) = (&data.name, &data.version);
        let series = format!("maqal_data_info{{name=\"{name}\",version=\"{version}\"}}");
        assert!(metrics.contains_key(&series), "{series}");
    }
}
