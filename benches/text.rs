//! Throughput of the text stages on pages of our own words: `cargo bench --bench text`.
//!
//! Flat MB/s over the sizes and over the hostile texts is what counts: it says that time
//! grows in proportion to the input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use maqal::lang::{LanguagePacks, detect};
use maqal::pipeline::normalize::{NormalizedInput, normalize};
use maqal::pipeline::segment::{segment, sentences};
use maqal::text::{OffsetEncoding, PositionIndex, Span};

static PACKS: LazyLock<LanguagePacks> =
    LazyLock::new(|| LanguagePacks::embedded().unwrap_or_default());
static MODELS: LazyLock<maqal::boundary::Models> =
    LazyLock::new(|| maqal::boundary::Models::embedded().unwrap());

fn main() {
    divan::main();
}

const SIZES: [usize; 5] = [1 << 10, 12 << 10, 128 << 10, 1 << 20, 4 << 20];

const STORY: &str = "أعلن المتحدث باسم الحكومة، أمس الثلاثاء، أن المفاوضات مع الشركة «تسير ببطء»، \
    وأوضح في بيان أن الاتفاق يشمل 150 مشروعاً في 12 مدينة بحلول عام 2027. وقال د. أحمد سالم: \
    «لن نقبل بأقل من ٣٫٥ في المئة!». وأضافت المصادر أن الوفد سيعود إلى بغداد والقاهرة غداً.\n";

/// `piece`, again and again, up to `len` bytes.
fn repeated(piece: &str, len: usize) -> String {
    piece.repeat(len / piece.len() + 1)
}

/// UTF-8 read in Windows-1252, byte by byte.
fn misread(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn page(kind: &str, len: usize) -> String {
    match kind {
        "story" => repeated(STORY, len),
        "one line" => repeated(&STORY.replace('\n', " "), len),
        "one letter" => repeated("ا", len),
        "labels" => repeated("المصدر: ", len),
        "quotes" => repeated("«\"", len),
        "stops" => repeated("د. ", len),
        "entities" => repeated("&amp;quot;", len),
        "pairs" => repeated("ع،", len),
        "mojibake" => repeated(&misread(STORY), len),
        _ => repeated("a&b\u{A0}", len),
    }
}

const KINDS: [&str; 10] = [
    "story",
    "one line",
    "one letter",
    "labels",
    "quotes",
    "stops",
    "entities",
    "pairs",
    "mojibake",
    "spaces",
];

fn normalized(kind: &str, len: usize) -> NormalizedInput {
    normalize(&page(kind, len))
}

#[divan::bench(args = SIZES)]
fn normalize_story(bencher: Bencher, len: usize) {
    let raw = page("story", len);
    bencher
        .counter(BytesCount::of_str(&raw))
        .bench(|| normalize(black_box(&raw)));
}

#[divan::bench(args = SIZES)]
fn segment_story(bencher: Bencher, len: usize) {
    let input = normalized("story", len);
    bencher
        .counter(BytesCount::of_str(input.text.as_str()))
        .bench(|| segment(black_box(&input.text), &PACKS, &MODELS.vocabulary));
}

#[divan::bench(args = SIZES)]
fn sentences_story(bencher: Bencher, len: usize) {
    let input = normalized("story", len);
    let segmentation = segment(&input.text, &PACKS, &MODELS.vocabulary);
    let whole = Span::from_range(0..input.text.as_str().len());
    bencher
        .counter(BytesCount::of_str(input.text.as_str()))
        .bench(|| sentences(&input.text, black_box(&segmentation), whole, &PACKS));
}

#[divan::bench(args = KINDS)]
fn normalize_1mb(bencher: Bencher, kind: &str) {
    let raw = page(kind, 1 << 20);
    bencher
        .counter(BytesCount::of_str(&raw))
        .bench(|| normalize(black_box(&raw)));
}

#[divan::bench(args = KINDS)]
fn segment_1mb(bencher: Bencher, kind: &str) {
    let input = normalized(kind, 1 << 20);
    bencher
        .counter(BytesCount::of_str(input.text.as_str()))
        .bench(|| segment(black_box(&input.text), &PACKS, &MODELS.vocabulary));
}

#[divan::bench(args = SIZES)]
fn detect_story(bencher: Bencher, len: usize) {
    let raw = page("story", len);
    bencher.bench(|| detect(black_box(&raw)));
}

#[divan::bench]
fn detect_latin(bencher: Bencher) {
    let raw = repeated(
        "The minister said on Tuesday that the talks would go on for weeks. ",
        12 << 10,
    );
    bencher.bench(|| detect(black_box(&raw)));
}

/// Index a page of 12 KB and convert the offsets of 400 spans.
#[divan::bench]
fn utf16_offsets(bencher: Bencher) {
    let raw = page("story", 12 << 10);
    let ends: Vec<u32> = raw
        .char_indices()
        .step_by(8)
        .filter_map(|(at, _)| u32::try_from(at).ok())
        .collect();
    bencher.bench(|| {
        let index = PositionIndex::new(black_box(&raw), OffsetEncoding::Utf16);
        ends.iter()
            .map(|&end| u64::from(index.convert(end)))
            .sum::<u64>()
    });
}
