//! The pipeline with its analyses and without on generated articles: 1 KB to 4 MB, and on hostile pages.
//!
//! `cargo bench --bench pipeline`. Read the figures as ratios: throughput should not fall
//! with size, and no hostile page should be much slower than an article.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::hint::black_box;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use maqal::article::Article;
use maqal::pipeline::{Analyses, Hints, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

const SIZES: [usize; 5] = [1_024, 9_216, 131_072, 1_048_576, 4_194_304];

const HOSTILE: [&str; 7] = [
    "one-line",
    "one-letter",
    "labels",
    "quotes",
    "digits",
    "short-lines",
    "words-glued",
];

fn main() {
    LazyLock::force(&PIPELINE);
    divan::main();
}

/// A page with every part, its body repeated to `bytes`.
fn article(bytes: usize) -> String {
    let mut text = String::from(
        "وزير النقل يفتتح جسرا جديدا شمال العاصمة\nتاريخ النشر: 5th, March 2024 GMT\nسامر الخطيب (بيروت)\n\
         أخبار ذات صلة البلدية تعلن مواعيد جمع النفايات إقبال كبير على معرض الكتاب\n",
    );
    let paragraphs = [
        "افتتح وزير النقل، صباح الثلاثاء، جسرا جديدا يربط ضفتي النهر شمال العاصمة، بعد عامين من الأعمال.\n",
        "وقال الوزير في كلمة خلال الحفل إن «الجسر سيخفف الزحام عن وسط المدينة»، مشيرا إلى أن الكلفة بلغت 12 مليون دولار.\n",
        "وأضاف أن الوزارة ستبدأ الشهر المقبل توسعة الطريق الساحلي، وأن العمل سينتهي قبل نهاية العام.\n",
    ];
    for paragraph in paragraphs.iter().cycle() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(paragraph);
    }
    text.push_str("المصدر: وكالات\nكلمات دلالية: وزير النقل الجسر العاصمة\n");
    text
}

fn hostile(kind: &str) -> String {
    let unit = match kind {
        "one-line" => {
            "افتتح وزير النقل جسرا جديدا يربط ضفتي النهر شمال العاصمة، وقال إن الكلفة بلغت مليون دولار. "
        }
        "one-letter" => "ا",
        "labels" => "المصدر: تاريخ النشر: كلمات دلالية: إقرأ أيضاً: ",
        "quotes" => "«»\"\"",
        "digits" => "12/03/2024 ",
        "short-lines" => "خبر\n",
        _ => "الجسرالنهر",
    };
    unit.repeat(1_048_576 / unit.len())
}

/// Everything but names.
fn layout(text: &str) -> Article {
    let analyses = Analyses::NONE;
    PIPELINE.structure_with(black_box(text), &Hints::default(), analyses)
}

#[divan::bench(args = SIZES)]
fn articles(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = article(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| layout(&text));
}

#[divan::bench(args = SIZES)]
fn articles_in_full(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = article(bytes);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| PIPELINE.structure(black_box(&text), &Hints::default()));
}

/// Times, quantities and quotations on top of the layout.
#[divan::bench(args = SIZES)]
fn articles_with_expressions(bencher: Bencher<'_, '_>, bytes: usize) {
    let text = article(bytes);
    let analyses = Analyses {
        times: true,
        quantities: true,
        quotations: true,
        ..Analyses::NONE
    };
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| PIPELINE.structure_with(black_box(&text), &Hints::default(), analyses));
}

/// Everything, on pages that are made to be slow.
#[divan::bench(args = HOSTILE, sample_count = 3)]
fn hostile_pages_in_full(bencher: Bencher<'_, '_>, kind: &str) {
    let text = hostile(kind);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| PIPELINE.structure(black_box(&text), &Hints::default()));
}

#[divan::bench(args = HOSTILE)]
fn hostile_pages(bencher: Bencher<'_, '_>, kind: &str) {
    let text = hostile(kind);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| layout(&text));
}

#[divan::bench]
fn start() -> Pipeline {
    Pipeline::embedded().unwrap()
}
