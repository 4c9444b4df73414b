//! Explanations over the wire.

use std::sync::Arc;

use maqal::pipeline::Pipeline;
use maqal::pipeline::watch::Stage;
use maqal::server::pb::structuring_service_client::StructuringServiceClient;
use maqal::server::{ServerConfig, pb, serve};
use tokio::net::TcpListener;
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::watched::{Fake, request, start};

/// A page with two dates below its headline.
const WEIGHED: &str = "البلدية تفتتح حديقة عامة جديدة\nنشر في 5 مارس 2024\n7 مارس 2024\n\
    افتتحت البلدية، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة بعد عامين من الأعمال.\n\
    وقال رئيس البلدية في كلمة خلال الحفل إن الحديقة تضم ملاعب للأطفال ومكتبة صغيرة.\n";

fn asking(explain: bool) -> pb::StructureArticleRequest {
    pb::StructureArticleRequest {
        options: Some(pb::StructureOptions {
            explain,
            ..Default::default()
        }),
        ..request(WEIGHED)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_is_told_how_values_came_about() {
    let server = start(Arc::new(Pipeline::embedded().unwrap()), None).await;
    let mut client = server.client().await;
    let mut answer = async |explain| {
        let answer = client.structure_article(asking(explain)).await.unwrap();
        answer.into_inner().article.unwrap()
    };
    let plain = answer(false).await;
    let mut explained = answer(true).await;
    let explanation = explained.explanation.take().unwrap();
    assert_eq!(explained, plain, "an explanation changes nothing");
    assert_eq!(plain.explanation, None);
    let stages: Vec<&str> = explanation
        .stages
        .iter()
        .map(|run| run.stage.as_str())
        .collect();
    // The article came as text.
    assert_eq!(stages, Stage::ALL.map(Stage::name)[1..]);
    let choice = explanation
        .choices
        .iter()
        .find(|choice| choice.field == "date_published")
        .unwrap();
    let readings: Vec<(&str, bool)> = choice
        .readings
        .iter()
        .map(|reading| (reading.value.as_str(), reading.taken))
        .collect();
    assert_eq!(readings, [("2024-03-05", true), ("2024-03-07", false)]);
    let rules = choice.readings.iter().map(|reading| {
        let evidence = reading.evidence.as_ref().unwrap();
        evidence.rule.as_str()
    });
    assert_eq!(
        rules.collect::<Vec<_>>(),
        ["date/labelled", "date/below-headline"]
    );
    // What is told of each call but its times is the same.
    let again = answer(true).await.explanation.unwrap();
    assert_eq!(again.choices, explanation.choices);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_explains_only_where_it_may() {
    let fake = Arc::new(Fake::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(
        listener,
        fake,
        ServerConfig::default(),
        std::future::pending(),
    ));
    let mut client = StructuringServiceClient::connect(address).await.unwrap();
    let refused = client.structure_article(asking(true)).await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    let details = refused.get_error_details();
    let violations = &details.bad_request().unwrap().field_violations;
    assert_eq!(violations[0].field, "options.explain");
    assert!(client.structure_article(asking(false)).await.is_ok());
}
