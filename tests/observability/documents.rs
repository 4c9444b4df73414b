//! `docs/observability.md` names all that is exported and nothing else, and what reads metrics
//! reads those that there are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use maqal::pipeline::watch::Stage;
use maqal::server::telemetry::Traces;

use crate::collector::{Collector, TRACE, attributes, traced_call};
use crate::log::log_lines;
use crate::watched::{Fake, start, traffic};

/// Rows of the table below `heading`: the cells between backquotes of each column.
fn documented(heading: &str) -> Vec<Vec<Vec<String>>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/observability.md");
    let text = std::fs::read_to_string(path).unwrap();
    let section = text
        .split("\n## ")
        .find(|section| section.starts_with(heading))
        .unwrap();
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(|cell| {
                    let quoted = cell.split('`').skip(1).step_by(2).map(str::to_owned);
                    let mut quoted: Vec<String> = quoted.collect();
                    if quoted.is_empty() {
                        quoted.push(cell.trim().to_owned());
                    }
                    quoted
                })
                .collect()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_every_metric_and_no_other() {
    let server = start(Arc::new(Fake::default()), None).await;
    traffic(&server).await;
    let text = server.telemetry.metrics_text();
    let exported: BTreeMap<String, String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .map(|line| {
            let (name, kind) = line.split_once(' ').unwrap();
            (name.to_owned(), kind.to_owned())
        })
        .collect();
    let rows = documented("Metrics");
    let named: BTreeMap<String, String> = rows
        .iter()
        .map(|row| (row[0][0].clone(), row[1][0].clone()))
        .collect();
    assert_eq!(exported, named, "docs/observability.md, section Metrics");
    for row in &rows {
        let name = &row[0][0];
        let labels: BTreeSet<&str> = text
            .lines()
            .filter(|line| line.starts_with(name.as_str()))
            .filter_map(|line| line.split_once('{')?.1.rsplit_once('}'))
            .flat_map(|(labels, _)| labels.split("\","))
            .filter_map(|label| Some(label.split_once('=')?.0))
            .filter(|label| *label != "le")
            .collect();
        let in_table: BTreeSet<&str> = row[2]
            .iter()
            .map(String::as_str)
            .filter(|label| !label.is_empty())
            .collect();
        assert_eq!(labels, in_table, "labels of {name}");
    }
    let stages: BTreeSet<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
    let row = rows
        .iter()
        .find(|row| row[0][0] == "maqal_stage_duration_seconds")
        .unwrap();
    let told: BTreeSet<&str> = row[3].iter().map(String::as_str).collect();
    assert_eq!(stages, told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_every_field_of_the_log() {
    let server = start(Arc::new(Fake::default()), None).await;
    traced_call(&server, "ar", "01").await.unwrap();
    let named: BTreeSet<String> = documented("Log")
        .into_iter()
        .flat_map(|row| row[0].clone())
        .collect();
    let line = log_lines(TRACE).pop().unwrap();
    let of_every_line = ["timestamp", "level", "message", "target"];
    let mut written: BTreeSet<String> = line
        .as_object()
        .unwrap()
        .keys()
        .filter(|key| !of_every_line.contains(&key.as_str()))
        .cloned()
        .collect();
    // Only who shows a key, a token or a certificate has a name.
    assert!(written.insert("client".to_owned()));
    assert_eq!(written, named, "docs/observability.md, section Log");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_names_every_attribute() {
    let (collector, at) = Collector::start(None).await;
    let traces = Traces::over_otlp(&at, "maqal").unwrap();
    let flush = traces.flusher();
    let server = start(Arc::new(Fake::default()), Some(traces)).await;
    traffic(&server).await;
    tokio::task::spawn_blocking(flush).await.unwrap();
    let named: BTreeSet<String> = documented("Spans")
        .into_iter()
        .flat_map(|row| row[0].clone())
        .collect();
    let sent: BTreeSet<String> = collector
        .spans()
        .iter()
        .flat_map(|span| attributes(span).into_keys())
        .collect();
    assert_eq!(sent, named, "docs/observability.md, section Spans");
}

/// Words of `text` that begin as our metrics do.
fn metric_names(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| {
            ["maqal_", "rpc_server_", "grpc_server_"]
                .iter()
                .any(|prefix| word.starts_with(prefix))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn dashboard_and_alerts_name_metrics_that_there_are() {
    let named: BTreeSet<String> = documented("Metrics")
        .iter()
        .flat_map(|row| {
            let (name, kind) = (&row[0][0], &row[1][0]);
            let suffixes: &[&str] = if kind == "histogram" {
                &["_bucket", "_sum", "_count"]
            } else {
                &[""]
            };
            suffixes.iter().map(move |suffix| format!("{name}{suffix}"))
        })
        .collect();
    for file in [
        "deploy/grafana/maqal.json",
        "deploy/prometheus/alerts.yaml",
        "deploy/prometheus/alerts_test.yaml",
    ] {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let used = metric_names(&std::fs::read_to_string(path).unwrap());
        assert!(used.len() > 3, "{file}: {used:?}");
        // The prose of an alert may name a whole histogram.
        let unknown: Vec<&String> = used
            .iter()
            .filter(|name| !named.contains(*name) && !named.contains(&format!("{name}_bucket")))
            .collect();
        assert!(unknown.is_empty(), "{file} names {unknown:?}");
    }
}
