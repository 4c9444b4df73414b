//! JSON over HTTP and gRPC-Web, on the port of gRPC.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "stops at the first surprise"
)]

mod server;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::{Buf as _, BufMut as _, BytesMut};
use http::{HeaderMap, Request, StatusCode};
use maqal::server::{ServerConfig, pb};
use prost::Message as _;
use serde_json::{Value, json};
use server::{Endless, Naming, Running, Slow, config, http, post, real, request, start, until};

const STRUCTURE: &str = "/v1/articles:structure";

async fn json(server: &Running, path: &str, body: &Value) -> (StatusCode, Value) {
    let (status, headers, body) = http(server, post(path), body.to_string()).await;
    assert_eq!(headers["content-type"], "application/json");
    (status, serde_json::from_slice(&body).unwrap())
}

fn content(content: &str) -> Value {
    json!({ "article": { "content": content } })
}

#[tokio::test]
async fn json_says_what_grpc_says() {
    let server = real().await;
    let page = "بلدية المدينة تفتتح حديقة عامة\n5 مارس 2024\nافتتحت البلدية حديقة جديدة في وسط المدينة يوم الثلاثاء.\n";
    let (status, answer) = json(&server, STRUCTURE, &content(page)).await;
    assert_eq!(status, 200);
    let grpc = server.client().await.structure_article(request(page)).await;
    // Through text: numbers are written short.
    let grpc = serde_json::to_string(&grpc.unwrap().into_inner()).unwrap();
    assert_eq!(answer, serde_json::from_str::<Value>(&grpc).unwrap());
    assert!(
        answer["article"]["blocks"]
            .as_array()
            .is_some_and(|blocks| !blocks.is_empty())
    );

    let mut masked = content(page);
    masked["options"] = json!({ "readMask": "blocks.kind,datePublished.value" });
    let (status, answer) = json(&server, STRUCTURE, &masked).await;
    assert_eq!(status, 200, "{answer}");
    let block = &answer["article"]["blocks"][0];
    assert!(
        block["kind"].is_string() && block["span"].is_null(),
        "{answer}"
    );

    let (status, _, info) = http(&server, Request::get("/v1/serverInfo"), "").await;
    assert_eq!(status, 200);
    let info: Value = serde_json::from_slice(&info).unwrap();
    assert_eq!(info["limits"]["maxContentBytes"], 100_000);
}

#[tokio::test]
async fn errors_are_statuses_with_their_http_code() {
    let server = start(Arc::new(Slow::default()), config()).await;
    let fields = |answer: &Value| answer["details"][0]["fieldViolations"][0]["field"].clone();
    for (body, http_code, code, field) in [
        (content(""), 400, 3, "article.content"),
        (content(&"a".repeat(150_000)), 400, 11, "article.content"),
        (json!({ "article": { "contents": "a" } }), 400, 3, "body"),
        (json!([]), 400, 3, "body"),
    ] {
        let (status, answer) = json(&server, STRUCTURE, &body).await;
        assert_eq!(
            (status.as_u16(), &answer["code"]),
            (http_code, &json!(code)),
            "{answer}"
        );
        assert_eq!(fields(&answer), field);
    }
    let (status, answer) = json(&server, STRUCTURE, &content(&"a".repeat(300_000))).await;
    assert_eq!((status.as_u16(), &answer["code"]), (400, &json!(11)));
    let (status, answer) = json(&server, STRUCTURE, &content("panic")).await;
    assert_eq!((status.as_u16(), &answer["code"]), (500, &json!(13)));
    let (status, answer) = json(&server, "/v1/articles:destroy", &content("a")).await;
    assert_eq!((status.as_u16(), &answer["code"]), (404, &json!(12)));
    // A page of another site could send this without asking.
    let form = Request::post(STRUCTURE).header("content-type", "text/plain");
    assert_eq!(http(&server, form, content("a").to_string()).await.0, 400);
}

#[tokio::test]
async fn the_gate_and_the_deadline_are_those_of_grpc() {
    let slow = Arc::new(Slow::default());
    let one = ServerConfig {
        max_concurrent_articles: 1,
        max_queued_articles: 0,
        ..config()
    };
    let server = start(Arc::clone(&slow), one.clone()).await;
    let mut client = server.client().await;
    let held = tokio::spawn(async move { client.structure_article(request("slow")).await });
    until("it works", || slow.entered.load(Ordering::Acquire)).await;
    let (status, answer) = json(&server, STRUCTURE, &content("quick")).await;
    assert_eq!((status.as_u16(), &answer["code"]), (503, &json!(14)));
    let delay = answer["details"][0]["retryDelay"].as_str().unwrap();
    assert!(delay.ends_with('s') && delay.contains('.'), "{delay}");
    slow.open.store(true, Ordering::Release);
    held.await.unwrap().unwrap();

    let endless = Arc::new(Endless::default());
    let server = start(Arc::clone(&endless), one).await;
    let late = post(STRUCTURE).header("grpc-timeout", "200m");
    let (status, _, _) = http(&server, late, content("endless").to_string()).await;
    assert_eq!(status, 504);
    until("it is left", || endless.left.load(Ordering::Acquire) == 1).await;
}

#[tokio::test]
async fn a_batch_and_a_stream_of_json_fail_one_by_one() {
    let server = start(Arc::new(Slow::default()), config()).await;
    let batch = json!({ "requests": [content("quick"), content("panic"), content("")] });
    let (status, answer) = json(&server, "/v1/articles:structureBatch", &batch).await;
    assert_eq!(status, 200);
    let results = answer["results"].as_array().unwrap();
    assert!(results[0]["article"].is_object());
    assert_eq!(results[1]["error"]["code"], 13);
    assert_eq!(results[2]["error"]["code"], 3);

    let lines = format!(
        "{}\n\nno json\n{}\n{}",
        content("quick"),
        content("panic"),
        content("quick")
    );
    let lines_in = Request::post("/v1/articles:structureStream")
        .header("content-type", "application/x-ndjson");
    let (status, headers, body) = http(&server, lines_in, lines).await;
    assert_eq!(
        (status.as_u16(), headers["content-type"].to_str().unwrap()),
        (200, "application/x-ndjson")
    );
    let answers: Vec<Value> = body
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let codes: Vec<&Value> = answers
        .iter()
        .map(|answer| &answer["error"]["code"])
        .collect();
    assert_eq!(codes, [&Value::Null, &json!(3), &json!(13), &Value::Null]);
    assert!(answers[0]["article"].is_object() && answers[3]["article"].is_object());
}

/// Frames of a gRPC-Web body: flags and bytes.
fn frames(mut body: bytes::Bytes) -> Vec<(u8, bytes::Bytes)> {
    let mut frames = Vec::new();
    while body.has_remaining() {
        let flags = body.get_u8();
        let length = body.get_u32() as usize;
        frames.push((flags, body.split_to(length)));
    }
    frames
}

#[tokio::test]
async fn browsers_speak_grpc_web() {
    let server = start(Arc::new(Naming), config()).await;
    let ask = async |content: &str| {
        let message = request(content).encode_to_vec();
        let mut body = BytesMut::new();
        body.put_u8(0);
        body.put_u32(u32::try_from(message.len()).unwrap());
        body.put_slice(&message);
        let web = Request::post("/maqal.v1.StructuringService/StructureArticle")
            .header("content-type", "application/grpc-web+proto")
            .header("x-grpc-web", "1");
        http(&server, web, body.freeze()).await
    };
    let (status, headers, body) = ask("text").await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "application/grpc-web+proto");
    let frames = frames(body);
    assert_eq!(
        frames.iter().map(|(flags, _)| *flags).collect::<Vec<_>>(),
        [0, 0x80]
    );
    let answer = pb::StructureArticleResponse::decode(frames[0].1.clone()).unwrap();
    assert_eq!(answer.article.unwrap().entities[0].name, "text");
    let trailers = String::from_utf8(frames[1].1.to_vec()).unwrap();
    assert!(trailers.contains("grpc-status:0"), "{trailers}");

    let (status, headers, body) = ask("").await;
    let trailers = String::from_utf8_lossy(&body).into_owned();
    let refused = headers.get("grpc-status").is_some_and(|code| code == "3");
    assert!(
        status == 200 && (refused || trailers.contains("grpc-status:3")),
        "{trailers}"
    );
}

#[tokio::test]
async fn only_pages_of_the_origins_may_ask() {
    let preflight = async |server: &Running, origin: &str| -> HeaderMap {
        let ask = Request::options(STRUCTURE)
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type,x-api-key");
        http(server, ask, "").await.1
    };
    let closed = start(Arc::new(Naming), config()).await;
    let allowed = |headers: &HeaderMap| headers.get("access-control-allow-origin").cloned();
    assert_eq!(allowed(&preflight(&closed, "https://a.test").await), None);
    let open = ServerConfig {
        cors_origins: vec!["https://a.test".to_owned()],
        ..config()
    };
    let open = start(Arc::new(Naming), open).await;
    let headers = preflight(&open, "https://a.test").await;
    assert_eq!(allowed(&headers).unwrap(), "https://a.test");
    assert!(
        headers["access-control-allow-headers"]
            .to_str()
            .unwrap()
            .contains("x-api-key")
    );
    assert_ne!(
        allowed(&preflight(&open, "https://b.test").await),
        Some("https://b.test".parse().unwrap())
    );
}
