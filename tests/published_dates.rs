//! Every publication date of two news corpora is read; skipped where the corpora are absent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use maqal::lang::LanguagePacks;
use maqal::pipeline::Hints;
use maqal::pipeline::dates::find_dates;
use maqal::pipeline::segment::segment;
use maqal::text::NormalizedText;

/// Values of the field `name` in every line of a corpus; `None` without the corpus.
fn field(corpus: &str, name: &str) -> Option<Vec<String>> {
    let shared = std::env::var_os("MAQAL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = shared.join("data/text").join(corpus);
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("skipped: no {}", path.display());
        return None;
    };
    let decoder = ruzstd::decoding::StreamingDecoder::new(file).expect("zstd");
    let key = format!("\"{name}\": \"");
    let mut values = Vec::new();
    for line in BufReader::new(decoder).lines() {
        let line = line.expect("UTF-8");
        let value = line
            .split_once(&key)
            .and_then(|(_, rest)| rest.split_once('"'));
        values.extend(value.map(|(value, _)| value.to_owned()));
    }
    Some(values)
}

/// How many of `values` are one date from end to end, and the first that are not.
fn read_whole(values: &[String]) -> (usize, Vec<&str>) {
    let packs = LanguagePacks::embedded().unwrap();
    let mut n_read = 0;
    let mut missed = Vec::new();
    for value in values {
        let text = NormalizedText::verbatim(value);
        let segmentation = segment(&text, &packs, &maqal::boundary::Vocabulary::default());
        let n_tokens = segmentation.tokens.len();
        let dates = find_dates(&segmentation, 0..n_tokens, &packs, &Hints::default());
        if matches!(dates.as_slice(), [date] if date.tokens == (0..n_tokens)) {
            n_read += 1;
        } else if missed.len() < 20 {
            missed.push(value.as_str());
        }
    }
    (n_read, missed)
}

#[test]
fn every_published_date_is_read_whole() {
    for (corpus, name) in [
        ("antcorpus.jsonl.zst", "published"),
        ("saudinewsnet-2015-07.jsonl.zst", "date_extracted"),
    ] {
        let Some(values) = field(corpus, name) else {
            continue;
        };
        let (n_read, missed) = read_whole(&values);
        eprintln!("{corpus}: {n_read} of {} read", values.len());
        assert!(!values.is_empty(), "{corpus} has no {name}");
        assert_eq!(n_read, values.len(), "{corpus}: {missed:#?}");
    }
}
