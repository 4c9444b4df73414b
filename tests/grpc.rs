//! The service over a real socket, called by the generated client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

mod server;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use maqal::server::ServerConfig;
use maqal::server::pb::{self, structure_articles_response::Result as Answer};
use tonic::codec::CompressionEncoding;
use tonic::transport::Channel;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_types::StatusExt as _;

use server::{
    Endless, Naming, Running, Slow, assert_refused, config, http, post, raw, real, request, start,
    until,
};

const PAGE: &str = "بلدية المدينة تفتتح حديقة عامة جديدة\nتاريخ النشر: 5th, March 2024 GMT\nسامر الخطيب (بيروت)\n\
    افتتحت بلدية المدينة، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة 🌳، بعد عامين من الأعمال.\n\
    وقال رئيس البلدية في كلمة خلال الحفل إن الحديقة تضم ملاعب للأطفال ومكتبة صغيرة.\nالمصدر: وكالات\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_article_is_answered_with_its_fields() {
    let server = real().await;
    for compression in [
        None,
        Some(CompressionEncoding::Gzip),
        Some(CompressionEncoding::Zstd),
    ] {
        let mut client = server.client().await;
        if let Some(encoding) = compression {
            client = client.send_compressed(encoding).accept_compressed(encoding);
        }
        let mut request = request(PAGE);
        request.article.as_mut().unwrap().id = "a-1".to_owned();
        let answer = client.structure_article(request).await.unwrap();
        let encoding = answer
            .metadata()
            .get("grpc-encoding")
            .map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(encoding.is_some(), compression.is_some());
        let article = answer.into_inner().article.unwrap();
        assert_eq!(article.id, "a-1");
        assert_eq!(
            article.headline.unwrap().text,
            "بلدية المدينة تفتتح حديقة عامة جديدة"
        );
        assert_eq!(article.date_published.unwrap().value, "2024-03-05");
        assert_eq!(
            article.authors[0].name.as_ref().unwrap().text,
            "سامر الخطيب"
        );
        assert_eq!(article.source.unwrap().text, "وكالات");
        assert_eq!(article.language.unwrap().tag, "ar");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn offsets_count_in_the_unit_asked_for() {
    let server = real().await;
    let mut client = server.client().await;
    let utf16: Vec<u16> = PAGE.encode_utf16().collect();
    let points: Vec<char> = PAGE.chars().collect();
    for encoding in [
        pb::OffsetEncoding::Utf8,
        pb::OffsetEncoding::Utf16,
        pb::OffsetEncoding::CodePoints,
    ] {
        let mut request = request(PAGE);
        request.options = Some(pb::StructureOptions {
            offset_encoding: encoding.into(),
            ..Default::default()
        });
        let article = client
            .structure_article(request)
            .await
            .unwrap()
            .into_inner()
            .article
            .unwrap();
        let slice = |span: &pb::Span| {
            let range = span.start as usize..span.end as usize;
            match encoding {
                pb::OffsetEncoding::Utf16 => String::from_utf16(&utf16[range]).unwrap(),
                pb::OffsetEncoding::CodePoints => points[range].iter().collect(),
                pb::OffsetEncoding::Utf8 | pb::OffsetEncoding::Unspecified => {
                    PAGE[range].to_owned()
                }
            }
        };
        for paragraph in &article.paragraphs {
            assert_eq!(
                slice(paragraph.span.as_ref().unwrap()),
                paragraph.text,
                "{encoding:?}"
            );
        }
        let source = article.source.unwrap();
        assert_eq!(
            slice(source.span.as_ref().unwrap()),
            source.text,
            "{encoding:?}"
        );
        let rebuilt: String = article
            .blocks
            .iter()
            .map(|block| slice(block.span.as_ref().unwrap()))
            .collect();
        assert_eq!(rebuilt, PAGE, "{encoding:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_fields_are_named() {
    let server = real().await;
    let mut client = server.client().await;
    let article = |change: fn(&mut pb::RawArticle)| {
        let mut article = raw(PAGE);
        change(&mut article);
        pb::StructureArticleRequest {
            article: Some(article),
            options: None,
        }
    };
    let options = |options: pb::StructureOptions| pb::StructureArticleRequest {
        article: Some(raw(PAGE)),
        options: Some(options),
    };
    let mask = |path: &str| pb::StructureOptions {
        read_mask: Some(pbjson_types::FieldMask {
            paths: vec![path.to_owned()],
        }),
        ..Default::default()
    };
    for (request, code, field) in [
        (
            pb::StructureArticleRequest::default(),
            Code::InvalidArgument,
            "article",
        ),
        (request(""), Code::InvalidArgument, "article.content"),
        (
            request(&"ا".repeat(60_000)),
            Code::OutOfRange,
            "article.content",
        ),
        (
            article(|article| article.language = "العربية".to_owned()),
            Code::InvalidArgument,
            "article.language",
        ),
        (
            article(|article| article.time_zone = "Mars/Base".to_owned()),
            Code::InvalidArgument,
            "article.time_zone",
        ),
        (
            options(mask("title")),
            Code::InvalidArgument,
            "options.read_mask",
        ),
        (
            options(pb::StructureOptions {
                offset_encoding: 9,
                ..Default::default()
            }),
            Code::InvalidArgument,
            "options.offset_encoding",
        ),
        (
            options(pb::StructureOptions {
                analyses: vec![1, 77],
                ..Default::default()
            }),
            Code::InvalidArgument,
            "options.analyses[1]",
        ),
    ] {
        let status = client.structure_article(request).await.unwrap_err();
        assert_eq!(status.code(), code, "{field}: {status}");
        let details = status.get_error_details();
        let violations = details.bad_request().unwrap().field_violations.clone();
        assert_eq!(violations[0].field, field);
        assert!(details.error_info().is_some(), "{field}");
        assert!(!status.message().contains(PAGE));
    }
    let status = client
        .structure_article(request(&"ا".repeat(60_000)))
        .await
        .unwrap_err();
    assert!(
        status.message().contains("100000"),
        "the limit is stated: {}",
        status.message()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mask_prunes_the_answer() {
    let server = real().await;
    let mut request = request(PAGE);
    let paths = vec!["headline.text".to_owned(), "blocks".to_owned()];
    request.options = Some(pb::StructureOptions {
        read_mask: Some(pbjson_types::FieldMask { paths }),
        ..Default::default()
    });
    let article = server
        .client()
        .await
        .structure_article(request)
        .await
        .unwrap()
        .into_inner()
        .article
        .unwrap();
    let headline = article.headline.unwrap();
    assert!(!headline.text.is_empty() && headline.span.is_none());
    assert!(
        !article.blocks.is_empty() && article.paragraphs.is_empty() && article.source.is_none()
    );
}

/// The answer to `content` with `options`.
async fn answered(
    server: &Running,
    content: &str,
    options: pb::StructureOptions,
) -> pb::StructuredArticle {
    let request = pb::StructureArticleRequest {
        article: Some(raw(content)),
        options: Some(options),
    };
    let answer = server.client().await.structure_article(request).await;
    answer.unwrap().into_inner().article.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entities_come_when_they_are_asked_for() {
    use pb::Analysis::{Entities, Layout, Sentences};
    let asking = |analyses: &[pb::Analysis]| pb::StructureOptions {
        analyses: analyses.iter().map(|&analysis| analysis.into()).collect(),
        ..Default::default()
    };
    let naming = start(Arc::new(Naming), config()).await;
    for (analyses, count) in [
        (&[][..], 1),
        (&[Entities], 1),
        (&[Layout, Sentences, Entities], 1),
        (&[Layout], 0),
        (&[Sentences], 0),
    ] {
        let article = answered(&naming, "بيروت", asking(analyses)).await;
        assert_eq!(article.entities.len(), count, "{analyses:?}");
    }
    let real = real().await;
    let article = answered(&real, PAGE, asking(&[Layout])).await;
    assert!(article.entities.is_empty() && article.sentences.is_empty());
    assert!(!article.paragraphs.is_empty());
    let article = answered(&real, PAGE, asking(&[Entities])).await;
    assert!(!article.paragraphs.is_empty() && article.sentences.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn candidates_come_when_they_are_asked_for() {
    let asking = |candidates: u32| pb::StructureOptions {
        knowledge_base_candidates: candidates,
        ..Default::default()
    };
    let server = real().await;
    for (asked, most) in [(0, 0), (1, 1), (3, 3)] {
        let article = answered(&server, PAGE, asking(asked)).await;
        let beirut = article.entities.iter().find(|one| one.name == "بيروت");
        let candidates = &beirut.unwrap().knowledge_base_candidates;
        assert!(candidates.len() <= most, "{asked}: {candidates:?}");
        assert_eq!(candidates.is_empty(), asked == 0);
        for pair in candidates.windows(2) {
            assert!(pair[0].score >= pair[1].score, "{candidates:?}");
        }
        if let Some(first) = candidates.first() {
            assert_eq!(
                (first.base.as_str(), first.id.as_str(), first.name.as_str()),
                ("wikidata", "Q3820", "بيروت")
            );
            assert!(first.score > 0.5 && first.score <= 1.0);
        }
    }
    let mut request = request(PAGE);
    request.options = Some(asking(21));
    let mut client = server.client().await;
    let status = client.structure_article(request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let details = status.get_error_details();
    let violation = &details.bad_request().unwrap().field_violations[0];
    assert_eq!(violation.field, "options.knowledge_base_candidates");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mask_reaches_into_entities() {
    let server = start(Arc::new(Naming), config()).await;
    let paths = ["entities.name", "entities.mentions.span"].map(str::to_owned);
    let options = pb::StructureOptions {
        offset_encoding: pb::OffsetEncoding::Utf16.into(),
        read_mask: Some(pbjson_types::FieldMask {
            paths: paths.to_vec(),
        }),
        ..Default::default()
    };
    let article = answered(&server, "بيروت", options).await;
    let mention = pb::Mention {
        span: Some(pb::Span { start: 0, end: 5 }),
        ..Default::default()
    };
    let entity = pb::Entity {
        name: "بيروت".to_owned(),
        mentions: vec![mention],
        ..Default::default()
    };
    assert_eq!(article.entities, [entity]);
    assert!(article.span.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_answers_in_order_and_one_bad_article_fails_alone() {
    let server = real().await;
    let requests: Vec<pb::StructureArticlesRequest> = (0..50)
        .map(|number| {
            let content = if number == 20 {
                String::new()
            } else {
                PAGE.repeat(1 + number % 7)
            };
            let article = pb::RawArticle {
                content,
                id: number.to_string(),
                ..Default::default()
            };
            pb::StructureArticlesRequest {
                article: Some(article),
                options: None,
            }
        })
        .collect();
    let mut answers = server
        .client()
        .await
        .structure_articles(tokio_stream::iter(requests))
        .await
        .unwrap()
        .into_inner();
    for number in 0..50 {
        match answers.message().await.unwrap().unwrap().result.unwrap() {
            Answer::Article(article) => assert_eq!(article.id, number.to_string()),
            Answer::Error(status) => {
                assert_eq!((number, status.code), (20, Code::InvalidArgument as i32));
            }
        }
    }
    assert!(answers.message().await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_reflection_and_server_info_are_served() {
    let server = real().await;
    let health = HealthClient::new(server.channel().await)
        .check(HealthCheckRequest {
            service: "maqal.v1.StructuringService".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(health.into_inner().status, 1, "SERVING");

    let ask = tonic_reflection::pb::v1::ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut answers = ServerReflectionClient::new(server.channel().await)
        .server_reflection_info(tokio_stream::iter([ask]))
        .await
        .unwrap()
        .into_inner();
    let answer = answers
        .message()
        .await
        .unwrap()
        .unwrap()
        .message_response
        .unwrap();
    let MessageResponse::ListServicesResponse(list) = answer else {
        panic!("{answer:?}")
    };
    assert!(
        list.service
            .iter()
            .any(|service| service.name == "maqal.v1.StructuringService")
    );

    let info = server
        .client()
        .await
        .get_server_info(pb::GetServerInfoRequest {})
        .await
        .unwrap()
        .into_inner();
    assert!(info.languages.contains(&"ar".to_owned()));
    assert_eq!(info.limits.unwrap().max_content_bytes, 100_000);
    let all = [
        pb::Analysis::Layout,
        pb::Analysis::Sentences,
        pb::Analysis::Entities,
        pb::Analysis::Times,
        pb::Analysis::Quantities,
        pb::Analysis::Quotations,
        pb::Analysis::CrossReferences,
    ];
    assert_eq!(info.analyses, all.map(i32::from));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadline_ends_the_call() {
    let slow = Arc::new(Slow::default());
    let server = start(Arc::clone(&slow), config()).await;
    let mut request = Request::new(request("slow"));
    // The server answers at nine tenths of it; the last one must last on a busy machine.
    request
        .metadata_mut()
        .insert("grpc-timeout", "1000m".parse().unwrap());
    let status = server
        .client()
        .await
        .structure_article(request)
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
    slow.open.store(true, Ordering::Release);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn overload_is_refused_with_the_time_to_try_again() {
    let slow = Arc::new(Slow::default());
    let one = ServerConfig {
        max_concurrent_articles: 1,
        max_queued_articles: 0,
        ..config()
    };
    let server = start(Arc::clone(&slow), one).await;
    let mut client = server.client().await;
    let first = tokio::spawn({
        let mut client = client.clone();
        async move { client.structure_article(request("slow")).await.map(drop) }
    });
    // Until the first call holds the only place, this one would take it.
    while !slow.entered.load(Ordering::Acquire) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let status = client
        .structure_article(request("quick"))
        .await
        .unwrap_err();
    assert_refused(&status);
    slow.open.store(true, Ordering::Release);
    first.await.unwrap().unwrap();
    client.structure_article(request("quick")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refusals_cost_neither_the_reading_of_a_call_nor_its_connection() {
    let endless = Arc::new(Endless::default());
    let one = ServerConfig {
        max_concurrent_articles: 1,
        max_queue_wait: Duration::from_millis(1),
        ..config()
    };
    let server = start(Arc::clone(&endless), one).await;
    let mut client = server.client().await;
    let endlessly = || {
        let mut client = client.clone();
        async move { client.structure_article(request("endless")).await }
    };
    // The server learns that articles take longer than anyone may wait.
    let first = tokio::time::timeout(Duration::from_millis(200), endlessly()).await;
    assert!(first.is_err());
    until("the first one is left", || {
        endless.left.load(Ordering::Acquire) == 1
    })
    .await;
    let second = tokio::spawn(endlessly());
    until("the second one has the place", || {
        endless.begun.load(Ordering::Acquire) == 2
    })
    .await;
    // Several frames each, and more of them than a peer may have broken off: one connection takes
    // them all.
    let long = "كلمة ".repeat(5_000);
    for _ in 0..120 {
        let refused = client.structure_article(request(&long)).await;
        assert_refused(&refused.unwrap_err());
    }
    // Nobody looked for an article, and found none.
    let nothing = pb::StructureArticleRequest::default();
    assert_refused(&client.structure_article(nothing).await.unwrap_err());
    let batch = pb::StructureBatchRequest::default();
    assert_refused(&client.structure_batch(batch).await.unwrap_err());
    let path = "/v1/articles:structure";
    let (status, headers, body) = http(&server, post(path), "none").await;
    assert_eq!(status, 503);
    assert_eq!(headers["content-type"], "application/json");
    assert!(String::from_utf8_lossy(&body).contains("RetryInfo"));
    // A page of another site is told so in words that its browser lets through.
    let (status, ..) = http(&server, post(path).header("origin", "null"), "none").await;
    assert_eq!(status, 400);
    assert_eq!(endless.begun.load(Ordering::Acquire), 2);
    second.abort();
    until("the second one is left", || {
        endless.left.load(Ordering::Acquire) == 2
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_fails_its_own_call_only() {
    let server = start(Arc::new(Slow::default()), config()).await;
    let mut client = server.client().await;
    let status = client
        .structure_article(request("panic"))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::Internal);
    let details = status.get_error_details();
    let id = &details.error_info().unwrap().metadata["id"];
    assert!(status.message().contains(id.as_str()));
    assert!(
        !status.message().contains("asked for"),
        "the cause stays in the log"
    );
    client.structure_article(request("quick")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_flight_ends_before_the_server_stops() {
    let slow = Arc::new(Slow::default());
    let server = start(Arc::clone(&slow), config()).await;
    let mut client = server.client().await;
    let in_flight =
        tokio::spawn(async move { client.structure_article(request("slow")).await.map(drop) });
    until("the call is worked on", || {
        slow.entered.load(Ordering::Acquire)
    })
    .await;
    let mut health = HealthClient::new(server.channel().await);
    server.stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    // The connection may be closed already; if it answers, it says that it does not serve.
    if let Ok(answer) = health.check(HealthCheckRequest::default()).await {
        assert_eq!(answer.into_inner().status, 2, "NOT_SERVING");
    }
    assert!(!in_flight.is_finished());
    slow.open.store(true, Ordering::Release);
    in_flight.await.unwrap().unwrap();
    server.server.await.unwrap();
    assert!(
        Channel::from_shared(server.address)
            .unwrap()
            .connect()
            .await
            .is_err(),
        "the port is closed"
    );
}
