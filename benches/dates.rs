//! Dates: lines that are dates, running text without them, and hostile input.
//!
//! `cargo bench --bench dates`

#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a bench fails by panicking"
)]

use std::sync::LazyLock;

use divan::counter::BytesCount;
use maqal::lang::LanguagePacks;
use maqal::pipeline::Hints;
use maqal::pipeline::dates::find_dates;
use maqal::pipeline::segment::{Segmentation, segment};
use maqal::text::NormalizedText;

static PACKS: LazyLock<LanguagePacks> = LazyLock::new(|| LanguagePacks::embedded().unwrap());

fn main() {
    divan::main();
}

/// Lines of different density, repeated to the wanted size.
const TEXTS: [(&str, &str); 6] = [
    (
        "date_lines",
        "الخميس 25 يناير 2024 - 14 رجب 1445 هـ الساعة 9:30 ص\n",
    ),
    (
        "prose",
        "وقال المتحدث إن 150 شخصا شاركوا في الاجتماع الذي عقد في العاصمة مساء الثلاثاء.\n",
    ),
    ("iso", "2024-02-01T09:30:00+03:00\n"),
    ("digits", "7"),
    ("slashes", "1/"),
    ("near_dates", "12/03/20 GMT 14:05 ("),
];

fn segmented(name: &str, size: usize) -> (usize, Segmentation) {
    let line = TEXTS.iter().find(|(known, _)| *known == name).unwrap().1;
    let text = line.repeat(size / line.len() + 1);
    (
        text.len(),
        segment(
            &NormalizedText::verbatim(&text),
            &PACKS,
            &maqal::boundary::Vocabulary::default(),
        ),
    )
}

#[divan::bench(args = TEXTS.map(|(name, _)| name), consts = [9_216, 4_194_304], sample_count = 20)]
fn find<const SIZE: usize>(bencher: divan::Bencher<'_, '_>, name: &str) {
    let (n_bytes, segmentation) = segmented(name, SIZE);
    let hints = Hints::default();
    bencher
        .counter(BytesCount::new(n_bytes))
        .bench(|| find_dates(&segmentation, 0..segmentation.tokens.len(), &PACKS, &hints));
}
