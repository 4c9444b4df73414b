//! What language packs cost: an Arabic page with one pack and with all, and telling the language
//! of a page.
//!
//! `cargo bench --bench packs`

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a bench fails by panicking"
)]

use std::sync::LazyLock;

use divan::counter::BytesCount;
use maqal::boundary::Models;
use maqal::lang::{LanguagePacks, detect};
use maqal::pipeline::{Analyses, Hints, Pipeline};

static ONE: LazyLock<Pipeline> = LazyLock::new(|| {
    Pipeline::new(
        LanguagePacks::embedded_of(&["ar"]).unwrap(),
        Models::embedded().unwrap(),
    )
});
static ALL: LazyLock<Pipeline> = LazyLock::new(|| {
    Pipeline::new(
        LanguagePacks::embedded().unwrap(),
        Models::embedded().unwrap(),
    )
});

fn main() {
    divan::main();
}

/// A page of some 9 KB: a headline, a byline, a date, paragraphs.
fn page(headline: &str, byline: &str, paragraph: &str) -> String {
    let mut page = format!("{headline}\n{byline}\n");
    let mut n = 0;
    while page.len() < 9_216 {
        n += 1;
        page.extend(["\n", paragraph, &format!(" ({n})\n")]);
    }
    page
}

fn arabic() -> String {
    page(
        "وزير النقل يفتتح محطة القطارات الجديدة في المدينة",
        "كتبت: سلمى الحداد - الخميس 25 يناير 2024",
        "قال الوزير خلال الافتتاح إن المحطة ستخدم ثلاثين ألف مسافر في اليوم، مضيفا أن العمل استمر أربع سنوات وشارك فيه مئات العمال من أنحاء البلاد.",
    )
}

fn english() -> String {
    page(
        "Minister opens the new railway station in the city",
        "By Salma Haddad, Thursday, January 25, 2024",
        "The minister said at the opening that the station would serve thirty thousand passengers a day, adding that the work had taken four years.",
    )
}

fn layout(bencher: divan::Bencher<'_, '_>, pipeline: &Pipeline) {
    let page = arabic();
    let hints = Hints::default();
    bencher
        .counter(BytesCount::new(page.len()))
        .bench_local(|| pipeline.structure_with(&page, &hints, Analyses::NONE));
}

#[divan::bench(sample_count = 200)]
fn arabic_with_one_pack(bencher: divan::Bencher<'_, '_>) {
    layout(bencher, &ONE);
}

#[divan::bench(sample_count = 200)]
fn arabic_with_all_packs(bencher: divan::Bencher<'_, '_>) {
    layout(bencher, &ALL);
}

#[divan::bench(args = ["ar", "en"], sample_count = 200)]
fn language(bencher: divan::Bencher<'_, '_>, tag: &str) {
    let page = if tag == "ar" { arabic() } else { english() };
    bencher
        .counter(BytesCount::new(page.len()))
        .bench_local(|| detect(&page));
}
