//! Logs say what happened and never hold text of an article.
//!
//! A test alone in its process: it reads all that is logged.

#![allow(clippy::unwrap_used, reason = "stops at the first surprise")]

#[path = "support/log.rs"]
mod log;
mod server;

use std::sync::Arc;

use log::Log;
use maqal::article::Article;
use maqal::pipeline::interrupt::{Interrupt, Interrupted};
use maqal::pipeline::{Analyses, Hints};
use maqal::server::{Structure, log_panics, pb};
use server::{config, http, post, raw, request, start};
use tracing_subscriber::EnvFilter;

/// A structure whose defects quote the text.
struct Quoting;

impl Structure for Quoting {
    fn structure(
        &self,
        content: &str,
        _: &Hints,
        _: Analyses,
        _: &Interrupt<'_>,
    ) -> Result<Article, Interrupted> {
        assert!(!content.contains("fail"), "cannot read {content}");
        Ok(Article::default())
    }

    fn languages(&self) -> Vec<String> {
        Vec::new()
    }

    fn data_versions(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

#[tokio::test]
async fn no_log_holds_text() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("info,maqal=trace"))
        .with_writer(move || writer.clone())
        .init();
    log_panics();
    let server = start(Arc::new(Quoting), config()).await;
    let mut client = server.client().await;
    client.structure_article(request("heron")).await.unwrap();
    client
        .structure_article(request("heron fail"))
        .await
        .unwrap_err();
    let mut wrong = request("heron");
    wrong.article.as_mut().unwrap().time_zone = "heron".to_owned();
    client.structure_article(wrong).await.unwrap_err();
    let requests = ["heron", "heron fail"].map(|content| pb::StructureArticlesRequest {
        article: Some(raw(content)),
        options: None,
    });
    let answers = client
        .structure_articles(tokio_stream::iter(requests))
        .await;
    let mut answers = answers.unwrap().into_inner();
    while answers.message().await.unwrap().is_some() {}
    for body in [
        r#"{"article": {"content": "heron"}}"#,
        r#"{"article": {"content": "heron fail"}}"#,
        r#"{"article": {"contents": "heron"}}"#,
    ] {
        http(&server, post("/v1/articles:structure"), body).await;
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("INTERNAL") && log.contains("a defect in the code"),
        "{log}"
    );
    assert!(log.contains("StructureArticles"), "{log}");
    assert!(!log.contains("heron"), "{log}");
}
