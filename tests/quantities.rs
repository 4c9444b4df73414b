//! Quantities of whole articles: what only the article around a number decides. Every sentence
//! was written for this project.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop at the first surprise"
)]

use std::sync::LazyLock;

use maqal::article::{Amount, Article, Quantity, QuantityKind, Unit};
use maqal::pipeline::{Analyses, Hints, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// A page around some sentences: long enough to be an article.
fn page(sentences: &str) -> String {
    format!(
        "جلسة عادية في المدينة هذا الأسبوع\n\n{sentences}\n\nوشهدت الجلسة نقاشا طويلا حول الميزانية \
         والخدمات، وقال الحاضرون إن العمل سيستمر في الأيام المقبلة حتى ينتهي المشروع.\n"
    )
}

fn structure(sentences: &str) -> Article {
    PIPELINE.structure(&page(sentences), &Hints::default())
}

fn shown(found: &Quantity) -> String {
    let value = match found.amount {
        Amount::Value(value) => value.to_string(),
        Amount::Range {
            minimum, maximum, ..
        } => format!("{minimum:?}..{maximum:?}"),
    };
    let unit = match &found.unit {
        None => "",
        Some(Unit::Currency(unit) | Unit::Measure(unit) | Unit::CountedNoun(unit)) => unit,
    };
    format!("{value} {unit}")
}

/// (sentences, quantities in them).
const ARTICLES: &[(&str, &[&str])] = &[
    // The country whose dinar is meant is the one that the article names.
    (
        "أعلنت وزارة المالية العراقية في بغداد أن العراق خصص 30 مليار دينار للطرق.",
        &["30000000000 IQD"],
    ),
    (
        "قالت الحكومة الأردنية إن الأردن سيدفع 12 مليون دينار للبلديات.",
        &["12000000 JOD"],
    ),
    (
        "قال مسؤول مصري في القاهرة إن مصر ستنفق 5 ملايين جنيه على المدارس.",
        &["5000000 EGP"],
    ),
    (
        "أوضحت وزارة الطاقة السعودية في الرياض أن الكلفة بلغت 40 مليون ريال.",
        &["40000000 SAR"],
    ),
    // An adjective says more than the article does.
    (
        "قال مسؤول عراقي في بغداد إن العراق تسلم 20 مليون دينار كويتي.",
        &["20000000 KWD"],
    ),
    // Dates are no quantities.
    (
        "وافق البرلمان في 12 آذار 2021 على شراء 15 حافلة.",
        &["15 حافلة"],
    ),
    ("عقد الاجتماع في عام 2019 بحضور 40 وزيراً.", &["40 وزير"]),
];

#[test]
fn the_article_decides() {
    let wrong: Vec<String> = ARTICLES
        .iter()
        .filter_map(|(sentences, expected)| {
            let article = structure(sentences);
            let found: Vec<String> = article.quantities.iter().map(shown).collect();
            (found != *expected).then(|| format!("{sentences}: {found:?}, expected {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn spans_count_in_the_raw_input() {
    // Marks, an invisible mark and a letter in presentation form stand before the number.
    let text = page("قَالَ الوزير\u{200F} إن \u{FE8D}لشركة باعت ٢٥ سيارة، وبثلاثة ملايين دولار.");
    let article = PIPELINE.structure(&text, &Hints::default());
    let words: Vec<&str> = article
        .quantities
        .iter()
        .map(|found| &text[found.span.start() as usize..found.span.end() as usize])
        .collect();
    assert_eq!(words, ["٢٥ سيارة", "ثلاثة ملايين دولار"]);
}

#[test]
fn they_stand_in_order_and_do_not_overlap() {
    let article = structure(
        "قتل 12 شخصا وأصيب 30 في الجولة الثالثة، وبلغت الخسائر بين 5 و7 ملايين دولار أي نحو 20 في المئة.",
    );
    assert_eq!(article.quantities.len(), 5);
    for pair in article.quantities.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start());
    }
    assert_eq!(article.quantities[2].kind, QuantityKind::Ordinal);
    assert!(article.quantities[4].approximate);
}

#[test]
fn they_can_be_left_out() {
    let analyses = Analyses {
        quantities: false,
        ..Analyses::default()
    };
    let article =
        PIPELINE.structure_with(&page("باعت الشركة 25 سيارة."), &Hints::default(), analyses);
    assert!(article.quantities.is_empty());
}
