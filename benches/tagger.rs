//! The tagger on one thread: features, encoder, labels, and all three; tokens a second.
//!
//! `cargo bench --bench tagger`. With `--features transformer`, `cargo bench --bench transformer`
//! times what users run today on the same text.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "stops at the first surprise"
)]

use std::hint::black_box;
use std::ops::Range;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use maqal::boundary::Models;
use maqal::lang::LanguagePacks;
use maqal::pipeline::segment::{Segmentation, TokenKind, segment};
use maqal::tagger::Tagger;
use maqal::tagger::encoder::WordSums;
use maqal::tagger::features::{Extractor, TokenRows};
use maqal::text::NormalizedText;

/// Sentences composed for this bench.
const TEXT: &str = include_str!("text/names.txt");

struct Fixture {
    packs: LanguagePacks,
    models: Models,
    tagger: Tagger,
    text: NormalizedText,
    segmentation: Segmentation,
    sentences: Vec<Range<usize>>,
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let packs = LanguagePacks::embedded().unwrap();
    let models = Models::embedded().unwrap();
    let text = NormalizedText::verbatim(TEXT);
    let segmentation = segment(&text, &packs, &models.vocabulary);
    let mut sentences = Vec::new();
    let mut first = 0;
    for (idx, token) in segmentation.tokens.iter().enumerate() {
        if token.kind == TokenKind::Newline {
            sentences.push(first..idx);
            first = idx + 1;
        }
    }
    Fixture {
        tagger: Tagger::embedded().unwrap(),
        packs,
        models,
        text,
        segmentation,
        sentences,
    }
});

fn main() {
    LazyLock::force(&FIXTURE);
    divan::main();
}

impl Fixture {
    fn count(&self) -> ItemsCount {
        ItemsCount::new(self.sentences.iter().map(Range::len).sum::<usize>())
    }

    fn features(&self) -> (TokenRows<'_>, Vec<Range<usize>>) {
        let mut extractor = Extractor::new(
            &self.text,
            &self.segmentation,
            &self.packs,
            &self.models.vocabulary,
        );
        let mut rows = TokenRows::default();
        let ranges = self.sentences.iter().map(|sentence| {
            let start = rows.len();
            extractor.add(sentence.clone(), &mut rows);
            start..rows.len()
        });
        let ranges = ranges.collect();
        (rows, ranges)
    }

    fn names(&self, rows: &TokenRows<'_>, ranges: &[Range<usize>]) -> usize {
        let encoded = self.tagger.encode(rows, &mut WordSums::default(), ranges);
        let heads = self.tagger.heads.iter();
        heads
            .flat_map(|head| self.tagger.names(&head.name, &encoded))
            .map(|(_, names)| names.len())
            .sum()
    }
}

#[divan::bench]
fn features(bencher: Bencher<'_, '_>) {
    let fixture = &*FIXTURE;
    bencher
        .counter(fixture.count())
        .bench(|| black_box(fixture.features()));
}

#[divan::bench]
fn encoder(bencher: Bencher<'_, '_>) {
    let fixture = &*FIXTURE;
    let (rows, ranges) = fixture.features();
    bencher.counter(fixture.count()).bench(|| {
        black_box(
            fixture
                .tagger
                .encode(&rows, &mut WordSums::default(), &ranges),
        )
    });
}

#[divan::bench]
fn encoder_and_labels(bencher: Bencher<'_, '_>) {
    let fixture = &*FIXTURE;
    let (rows, ranges) = fixture.features();
    bencher
        .counter(fixture.count())
        .bench(|| black_box(fixture.names(&rows, &ranges)));
}

#[divan::bench]
fn all(bencher: Bencher<'_, '_>) {
    let fixture = &*FIXTURE;
    bencher.counter(fixture.count()).bench(|| {
        let (rows, ranges) = fixture.features();
        black_box(fixture.names(&rows, &ranges))
    });
}
