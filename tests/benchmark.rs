//! The benchmark itself: pages that are what their truth says, and scores that notice mistakes.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::semicolon_if_nothing_returned,
    reason = "a test fails by panicking"
)]

use std::path::PathBuf;

use maqal::article::{Article, AuthorKind, Block, BlockKind, Evidence, Paragraph, TextField};
use maqal::eval::compose::{BUILTIN, Synthesiser};
use maqal::eval::corpus::{Corpus, SourceArticle};
use maqal::eval::grammar::Grammar;
use maqal::eval::page::{GoldArticle, GoldAuthor, GoldPage};
use maqal::eval::score::score;
use maqal::text::Span;

const TEMPLATE: &str = r#"
[lists]
places = ["بغداد"]
months_msa = ["ي", "ف", "م", "أ", "م", "ن", "ل", "غ", "س", "ك", "ن", "د"]
[symbols]
date_form = ["{d} {month_msa} {yyyy}"]
[[page]]
name = "small"
text = """
{headline}
<label:نشر: ><date:{date}>
<byline:{person} ({place_prev})>
<label:ذات صلة>~{related}~{body}
"""
"#;

fn corpus() -> Corpus {
    let article = |title: &str, body: &str| SourceArticle {
        title: title.to_owned(),
        paragraphs: vec![
            format!("{body} في أول النهار."),
            format!("{body} في آخر النهار."),
        ],
    };
    Corpus {
        articles: vec![
            article("المطر يهطل على المدينة", "هطل المطر"),
            article("الشمس تشرق من جديد", "أشرقت الشمس"),
        ],
        persons: vec!["هدى جاسم".to_owned()],
        ..Corpus::default()
    }
}

fn grammar() -> Grammar {
    let mut grammar = Grammar::default();
    grammar.add(TEMPLATE).expect("a template");
    grammar
}

#[test]
fn same_seed_same_pages() {
    let (grammar, corpus) = (grammar(), corpus());
    let pages = Synthesiser {
        grammar: &grammar,
        corpus: &corpus,
    };
    for number in 0..20 {
        let (a, b) = (
            pages.page(5, number).unwrap(),
            pages.page(5, number).unwrap(),
        );
        assert_eq!((a.text, a.gold), (b.text, b.gold));
    }
    let texts: std::collections::BTreeSet<String> = (0..20)
        .map(|number| pages.page(5, number).unwrap().text)
        .collect();
    assert!(texts.len() > 10, "pages differ by number");
}

#[test]
fn the_page_prints_its_truth() {
    let (grammar, corpus) = (grammar(), corpus());
    let pages = Synthesiser {
        grammar: &grammar,
        corpus: &corpus,
    };
    let page = (0..50)
        .filter_map(|number| pages.page(1, number))
        .find(|page| page.damage.is_empty())
        .unwrap();
    let of = |kind: BlockKind| -> Vec<&str> {
        page.kinds
            .iter()
            .filter(|(_, other)| *other == kind)
            .map(|(range, _)| &page.text[range.clone()])
            .collect()
    };
    assert_eq!(
        of(BlockKind::Headline),
        [page.gold.headline.as_deref().unwrap()]
    );
    assert_eq!(of(BlockKind::Byline), ["هدى جاسم (بغداد)"]);
    assert_eq!(of(BlockKind::Paragraph), page.gold.body);
    assert_eq!(of(BlockKind::RelatedHeadline), page.gold.related_headlines);
    assert_eq!(of(BlockKind::Label), ["نشر: ", "ذات صلة"]);
    let author = GoldAuthor {
        name: "هدى جاسم".to_owned(),
        kind: AuthorKind::Person,
        place: Some("بغداد".to_owned()),
    };
    assert_eq!(page.gold.authors, [author]);
    // The date has the precision that was printed: a day.
    assert_eq!(
        page.gold.date_published.as_ref().unwrap().len(),
        "2024-01-26".len()
    );
}

#[test]
fn shipped_templates_refer_to_what_exists() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("eval/templates");
    for part in ["dev", "test"] {
        let grammar =
            Grammar::read(&[&root.join("common"), &root.join(part)]).expect("templates load");
        assert_eq!(grammar.undefined(&BUILTIN), Vec::<String>::new(), "{part}");
        assert!(grammar.pages.len() >= 10, "{part} has many shapes");
    }
}

#[test]
fn templates_with_mistakes_are_refused() {
    for (text, reason) in [
        ("[symbols]\na = [\"<label:x\"]", "expected '>'"),
        ("[symbols]\na = [\"{x\"]", "expected '}'"),
        ("[symbols]\na = [\"{x?many}\"]", "percentage"),
        ("[symbol]\n", "symbol"),
    ] {
        let error = Grammar::default().add(text).unwrap_err();
        assert!(error.contains(reason), "{text}: {error}");
    }
}

fn field(text: &str) -> TextField {
    TextField {
        text: text.to_owned(),
        span: Span::new(0, 0),
        confidence: 0.9,
        evidence: Evidence { rule: "test" },
    }
}

fn block(kind: BlockKind, range: std::ops::Range<u32>) -> Block {
    Block {
        kind,
        span: Span::new(range.start, range.end),
        language: None,
        confidence: 0.9,
        rule: "test",
    }
}

/// `ab cd` with the headline `ab` and the body `cd`.
fn page() -> GoldPage {
    GoldPage {
        text: "ab\ncd".to_owned(),
        kinds: vec![(0..2, BlockKind::Headline), (3..5, BlockKind::Paragraph)],
        is_article: true,
        gold: GoldArticle {
            headline: Some("ab".to_owned()),
            keywords: vec!["x".to_owned(), "y z".to_owned()],
            keywords_separated: true,
            body: vec!["cd".to_owned()],
            ..GoldArticle::default()
        },
        ..GoldPage::default()
    }
}

fn right_answer() -> Article {
    Article {
        headline: Some(field(" ab\u{200f}")),
        keywords: vec![field("#y_z"), field("x")],
        blocks: vec![
            block(BlockKind::Headline, 0..3),
            block(BlockKind::Paragraph, 3..5),
        ],
        paragraphs: vec![Paragraph {
            text: "cd".to_owned(),
            span: Span::new(3, 5),
            block_idx: 1,
        }],
        ..Article::default()
    }
}

#[test]
fn a_right_answer_is_all_right() {
    let score = score(&page(), &right_answer());
    let wrong: Vec<_> = score
        .fields
        .iter()
        .filter(|field| !field.exact)
        .map(|field| field.field)
        .collect();
    assert_eq!(wrong, Vec::<&str>::new());
    assert!(score.all_right);
    assert!(score.observations.iter().all(|claim| claim.holds));
}

type Spoil = fn(&mut Article);

#[test]
fn every_mistake_is_noticed() {
    let cases: [(&str, Spoil); 7] = [
        ("headline", |article| {
            article.headline = Some(field("ab cd"))
        }),
        ("headline", |article| article.headline = None),
        ("source", |article| article.source = Some(field("invented"))),
        ("keywords", |article| {
            article.keywords = vec![field("x y"), field("z")]
        }),
        ("related", |article| {
            article.related_headlines = vec![field("cd")]
        }),
        ("body", |article| {
            article.blocks = vec![block(BlockKind::Paragraph, 0..5)]
        }),
        ("embedded headline", |article| {
            article.embedded_articles = vec![right_answer()]
        }),
    ];
    for (name, spoil) in cases {
        let mut article = right_answer();
        spoil(&mut article);
        let score = score(&page(), &article);
        assert!(
            score
                .fields
                .iter()
                .any(|field| field.field == name && !field.exact),
            "{name}"
        );
        assert!(!score.all_right, "{name}");
    }
}

#[test]
fn a_page_without_article_must_stay_empty() {
    let page = GoldPage {
        is_article: false,
        ..page()
    };
    assert!(!score(&page, &right_answer()).all_right);
    assert!(score(&page, &Article::default()).all_right);
}
