//! Pages as HTML: from the request through a real socket to fields and spans.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

mod server;

use std::sync::LazyLock;

use maqal::article::{
    Article, AuthorKind, BlockKind, DiagnosticKind, MetadataProperty, ReferenceKind, TimeAnchorKind,
};
use maqal::markup::{self, MarkedPage};
use maqal::pipeline::interrupt::Interrupt;
use maqal::pipeline::normalize::normalize;
use maqal::pipeline::{Analyses, Hints, Pipeline};
use maqal::server::pb;
use proptest::prelude::*;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use server::real;

const PAGE: &str = include_str!("fixtures/page.html");
const HEADLINE: &str = "بلدية المدينة تفتتح مكتبة على ضفة النهر";

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

#[path = "support/invariants.rs"]
mod invariants;

fn structure(html: &str) -> (MarkedPage, Article) {
    let never = Interrupt::never();
    let page = markup::read(html, &never).unwrap();
    let article = PIPELINE
        .structure_watched(&page, &Hints::default(), Analyses::default(), &never, ())
        .unwrap();
    (page, article)
}

fn kind_of<'a>(page: &'a MarkedPage, article: &'a Article, text: &str) -> BlockKind {
    let at = u32::try_from(page.text.find(text).unwrap()).unwrap();
    let block = article
        .blocks
        .iter()
        .find(|block| block.span.start() <= at && at < block.span.end());
    block.unwrap().kind
}

#[test]
fn fields_are_taken_where_the_page_shows_them() {
    let (page, article) = structure(PAGE);
    let headline = article.headline.as_ref().unwrap();
    assert_eq!(headline.text, HEADLINE);
    assert_eq!(headline.span.slice(&page.text), HEADLINE);
    let [author] = article.authors.as_slice() else {
        panic!("{:?}", article.authors)
    };
    assert_eq!(author.name.span.slice(&page.text), "سامر الخطيب");
    let date = article.date_published.as_ref().unwrap();
    assert_eq!(
        date.value.to_string(),
        "2024-03-05T09:30:00+03:00",
        "the clock is the markup's"
    );
    assert_eq!(
        date.span.slice(&page.text),
        "5 مارس 2024",
        "the day is printed"
    );
    assert_eq!(article.paragraphs.len(), 3, "{:?}", article.paragraphs);
    assert_eq!(kind_of(&page, &article, "قاعة القراءة"), BlockKind::Caption);
    assert_eq!(kind_of(&page, &article, "رياضة"), BlockKind::Navigation);
    assert_ne!(kind_of(&page, &article, "إغلاق الجسر"), BlockKind::Paragraph);
    assert!(!page.text.contains("color: red"));
    assert!(article.quotations.iter().any(|said| {
        said.content
            .iter()
            .any(|words| words.span.slice(&page.text).contains("أربعين ألف كتاب"))
    }));
    assert_eq!(article.diagnostics, []);
}

#[test]
fn what_the_markup_alone_states_has_no_place() {
    let (page, article) = structure(PAGE);
    let keywords: Vec<_> = article
        .keywords
        .iter()
        .map(|keyword| (keyword.text.as_str(), keyword.span.is_empty()))
        .collect();
    assert_eq!(keywords, [("مكتبات", true), ("النهر", false)]);
    let source = article.source.as_ref().unwrap();
    assert_eq!(
        (source.text.as_str(), source.span.is_empty()),
        ("صحيفة الضفة", true)
    );
    assert_eq!(article.keywords[1].span.slice(&page.text), "النهر");
    assert!(
        article
            .metadata
            .iter()
            .any(|value| value.property == MetadataProperty::Publisher)
    );
}

/// Found by fuzzing: a link to a date led to the beginning of the text.
#[test]
fn no_link_leads_to_a_date_that_stands_nowhere() {
    let html = |printed: &str| {
        format!(
            "<head><meta property='article:published_time' content='2024-03-05T09:30:00+03:00'></head>\
             <body><h1>صيانة الجسر القديم تبدأ الأسبوع المقبل</h1>{printed}{}{}{}</body>",
            p(REPORT),
            p("وزار رئيس البلدية الجسر أمس، وتحدث مع العمال عن الأسابيع الماضية."),
            p(OUTLOOK)
        )
    };
    let anchors = |article: &Article| {
        let links = article.cross_references.iter();
        links
            .filter(|link| link.kind == ReferenceKind::TemporalAnchor)
            .count()
    };
    let (_, article) = structure(&html(""));
    assert!(article.date_published.as_ref().unwrap().span.is_empty());
    let counted = article.times.iter().filter_map(|time| time.anchor.as_ref());
    assert!(counted.clone().count() > 0, "{:?}", article.times);
    assert!(
        counted
            .into_iter()
            .all(|anchor| anchor.kind == TimeAnchorKind::DatePublished)
    );
    assert_eq!(anchors(&article), 0, "{:?}", article.cross_references);
    let (_, article) = structure(&html("<p>5 مارس 2024</p>"));
    assert!(anchors(&article) > 0, "{:?}", article.cross_references);
}

#[test]
fn both_stay_where_text_and_markup_disagree() {
    let (_, article) = structure(&PAGE.replace(">5 مارس 2024<", ">7 مارس 2024<"));
    let date = article.date_published.as_ref().unwrap();
    assert_eq!(date.value.to_string(), "2024-03-05T09:30:00+03:00");
    assert!(date.span.is_empty());
    let [warning] = article.diagnostics.as_slice() else {
        panic!("{:?}", article.diagnostics)
    };
    assert_eq!(warning.kind, DiagnosticKind::MetadataDisagrees);
    assert!(
        warning.message.contains("2024-03-07"),
        "{}",
        warning.message
    );

    let (_, article) = structure(&PAGE.replace(
        &format!("<h1>{HEADLINE}</h1>"),
        "<h1>مكتبة جديدة للمدينة على الضفة</h1>",
    ));
    assert_eq!(
        article.headline.unwrap().text,
        "مكتبة جديدة للمدينة على الضفة",
        "a first heading is the headline"
    );
    assert_eq!(
        article.diagnostics[0].kind,
        DiagnosticKind::MetadataDisagrees
    );
}

#[test]
fn authors_of_other_articles_are_none() {
    let cards =
        "<div><p class=author>ليلى منصور</p><p><a href=2>سوق السمك يعود إلى الضفة</a></p></div>"
            .repeat(12);
    let (_, article) = structure(&PAGE.replace("<footer>", &format!("{cards}<footer>")));
    let names: Vec<_> = article
        .authors
        .iter()
        .map(|author| author.name.text.as_str())
        .collect();
    assert_eq!(names, ["سامر الخطيب"]);
}

const REPORT: &str = "أعلنت البلدية أن أعمال الصيانة في الجسر القديم ستبدأ الأسبوع المقبل، وأنها ستستمر شهرين أو ثلاثة على الأكثر.";
const SPEECH: &str =
    "وقال نبيل الصيرفي إن الجسر لم يرمم منذ عشرين عاما، وإن السير عليه صار خطرا على الناس.";
const OUTLOOK: &str =
    "وتعتزم البلدية بعد ذلك توسعة الطريق المؤدي إلى السوق، وزرع الأشجار على جانبيه حتى النهر.";

/// The paragraphs of a page with `parts` in its main content.
fn paragraphs(parts: &[&str]) -> Vec<String> {
    let html = format!(
        "<body><div><h1>صيانة الجسر القديم تبدأ الأسبوع المقبل</h1>{}</div></body>",
        parts.concat()
    );
    let (_, article) = structure(&html);
    let paragraphs = article.paragraphs.into_iter();
    paragraphs.map(|paragraph| paragraph.text).collect()
}

fn p(text: &str) -> String {
    format!("<p>{text}</p>")
}

#[test]
fn what_a_page_prints_again_and_again_is_no_text() {
    let (report, speech, outlook) = (p(REPORT), p(SPEECH), p(OUTLOOK));
    let refrain = p("يتبع النص بعد هذا الإعلان القصير");
    let often = [
        &refrain, &report, &refrain, &refrain, &speech, &refrain, &refrain, &outlook, &refrain,
    ];
    assert_eq!(
        paragraphs(&often.map(String::as_str)),
        [REPORT, SPEECH, OUTLOOK]
    );
    let twice = [&report, &speech, &report, &outlook];
    assert_eq!(
        paragraphs(&twice.map(String::as_str)),
        [REPORT, SPEECH, OUTLOOK]
    );
}

#[test]
fn classes_of_furniture_inside_the_main_content() {
    let (report, speech, outlook) = (p(REPORT), p(SPEECH), p(OUTLOOK));
    let letter = "اشتركوا في رسالتنا اليومية، وستصلكم أخبار المدينة كل صباح قبل غيركم.";
    let boxed = format!("<div class='newsletter-box'><p>{letter}</p></div>");
    let parts = [&report, &speech, &boxed, &outlook];
    assert_eq!(
        paragraphs(&parts.map(String::as_str)),
        [REPORT, SPEECH, OUTLOOK]
    );
    // A class around the headline, too, says nothing.
    let html = format!(
        "<body><div class=comments><h1>صيانة الجسر القديم تبدأ الأسبوع المقبل</h1>{report}{speech}{outlook}</div></body>"
    );
    assert_eq!(structure(&html).1.paragraphs.len(), 3);
}

#[test]
fn the_body_that_a_page_states_corrects_its_main_content() {
    let advice = "انقروا هنا لتنزيل التطبيق على الهاتف، ولتصلكم الأخبار العاجلة في كل وقت.";
    let parts = [p(REPORT), p(SPEECH), p(OUTLOOK), p(advice)];
    let stated = format!(
        "<script type='application/ld+json'>{}</script>",
        serde_json::json!({ "@type": "NewsArticle", "articleBody": format!("{REPORT} {SPEECH} {OUTLOOK}") })
    );
    let with: Vec<&str> = [stated.as_str()]
        .into_iter()
        .chain(parts.iter().map(String::as_str))
        .collect();
    assert_eq!(paragraphs(&with), [REPORT, SPEECH, OUTLOOK]);
    assert_eq!(paragraphs(&with[1..]), [REPORT, SPEECH, OUTLOOK, advice]);
}

#[test]
fn a_stated_headline_where_the_page_prints_none() {
    let html = format!(
        "<head><meta property='og:title' content='المدينة ترمم جسرها بعد عشرين عاما'></head>\
         <body><div class=top>سلة المشتريات فارغة الآن</div><div>{}{}{}</div></body>",
        p(REPORT),
        p(SPEECH),
        p(OUTLOOK)
    );
    let headline = structure(&html).1.headline.unwrap();
    assert_eq!(headline.text, "المدينة ترمم جسرها بعد عشرين عاما");
    assert_eq!(headline.evidence.rule, "headline/metadata");
    assert!(headline.span.is_empty());
}

#[test]
fn an_organisation_that_writes_is_no_person() {
    let stated = r#""author": {"@type": "Person", "name": "سامر الخطيب"}"#;
    let desk = r#""author": {"@type": "Organization", "name": "مكتب الضفة"}"#;
    assert!(PAGE.contains(stated));
    let page = PAGE
        .replace(stated, desk)
        .replace("<p class=\"byline\">سامر الخطيب</p>", "");
    let (_, article) = structure(&page);
    let authors: Vec<_> = article
        .authors
        .iter()
        .map(|author| (author.name.text.as_str(), author.kind))
        .collect();
    assert_eq!(authors, [("مكتب الضفة", AuthorKind::Outlet)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_page_has_an_answer_that_keeps_the_principles(
        pieces in proptest::collection::vec(prop_oneof![
            Just("<p>".to_owned()), Just("</p>".to_owned()), Just("<div class=related>".to_owned()),
            Just("</div>".to_owned()), Just("<h1>".to_owned()), Just("</h1>".to_owned()),
            Just("<a href=x>".to_owned()), Just("</a>".to_owned()), Just("<table><td>".to_owned()),
            Just("<pre>".to_owned()), Just("<!--".to_owned()), Just("<script>".to_owned()),
            Just("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"".to_owned()),
            Just("\"}</script>".to_owned()), Just("<time datetime=2024-01-0".to_owned()),
            "[\\PC\n]{0,60}", "\\PC{20,200}\\. ",
        ], 0..40)
    ) {
        let (page, article) = structure(&pieces.concat());
        let text = normalize(&page.text).text;
        invariants::assert_article(&page.text, &text, &article);
        invariants::assert_expressions(&article);
        invariants::assert_entities(&article);
        prop_assert_eq!(article, structure(&pieces.concat()).1);
    }
}

fn request(html: &str) -> pb::StructureArticleRequest {
    pb::StructureArticleRequest {
        article: Some(pb::RawArticle {
            html: html.to_owned(),
            ..pb::RawArticle::default()
        }),
        options: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_are_answered_with_their_visible_text() {
    let server = real().await;
    let mut client = server.client().await;
    let mut asked = request(PAGE);
    asked.options = Some(pb::StructureOptions {
        offset_encoding: pb::OffsetEncoding::CodePoints.into(),
        ..pb::StructureOptions::default()
    });
    let answer = client.structure_article(asked).await.unwrap().into_inner();
    let article = answer.article.unwrap();
    let headline = article.headline.unwrap();
    let span = headline.span.unwrap();
    let shown: String = article
        .visible_text
        .chars()
        .skip(span.start as usize)
        .take((span.end - span.start) as usize)
        .collect();
    assert_eq!(shown, HEADLINE);
    let source = article.source.unwrap();
    assert_eq!((source.text.as_str(), source.span), ("صحيفة الضفة", None));
    let stated = &article.metadata[0];
    assert_eq!(stated.value, HEADLINE);
    assert_eq!(stated.origin(), pb::MetadataOrigin::JsonLd);
    assert_eq!(stated.key, "NewsArticle.headline");

    let text = server::request("خبر قصير");
    let answer = client.structure_article(text).await.unwrap().into_inner();
    let article = answer.article.unwrap();
    assert_eq!(
        (article.visible_text.as_str(), article.metadata.len()),
        ("", 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_that_cannot_be_read_are_refused_by_name() {
    let server = real().await;
    let mut client = server.client().await;
    let mut both = request(PAGE);
    both.article.as_mut().unwrap().content = "نص".to_owned();
    let refused = client.structure_article(both).await.unwrap_err();
    assert_names_html(&refused);
    let deep = request(&"<div>".repeat(20_000));
    let refused = client.structure_article(deep).await.unwrap_err();
    assert_names_html(&refused);
}

fn assert_names_html(refused: &Status) {
    assert_eq!(refused.code(), Code::InvalidArgument, "{refused}");
    let details = refused.get_error_details();
    let violations = &details.bad_request().unwrap().field_violations;
    assert_eq!(violations[0].field, "article.html");
}
