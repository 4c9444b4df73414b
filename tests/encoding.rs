//! Encoding repair against real articles: sound ones stay as they are, damaged ones come back.
//!
//! Reads a corpus that is not part of this repository: `MAQAL_SHARED`, or `../shared` beside
//! the checkout. Without it these tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1256};
use maqal::article::DiagnosticKind;
use maqal::pipeline::normalize::normalize;

const N_ARTICLES: usize = 2000;

/// Every n-th article of both collections, so that all years and sections are there.
fn sample() -> Option<Vec<String>> {
    let shared = std::env::var_os("MAQAL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let mut articles = Vec::new();
    for (name, step) in [
        ("antcorpus.jsonl.zst", 28),
        ("saudinewsnet-2015-07.jsonl.zst", 25),
    ] {
        let path = shared.join("data/text").join(name);
        let Ok(file) = std::fs::File::open(&path) else {
            eprintln!("skipped: expected the corpus at {}", path.display());
            return None;
        };
        let lines = BufReader::new(zstd::Decoder::new(file).unwrap()).lines();
        for line in lines.step_by(step) {
            let article: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            let field = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
            articles.push(format!("{}\n{}", field("title"), field("text")));
        }
    }
    articles.truncate(N_ARTICLES);
    assert_eq!(articles.len(), N_ARTICLES);
    Some(articles)
}

fn repaired_spans(raw: &str) -> Vec<String> {
    normalize(raw)
        .diagnostics
        .iter()
        .filter(|found| found.kind == DiagnosticKind::MojibakeRepaired)
        .map(|found| found.span.slice(raw).to_owned())
        .collect()
}

#[test]
fn no_sound_article_is_repaired() {
    let Some(articles) = sample() else { return };
    let harmed: Vec<_> = articles
        .iter()
        .flat_map(|article| repaired_spans(article))
        .collect();
    assert!(harmed.is_empty(), "{} stretches: {harmed:#?}", harmed.len());
}

/// Characters of `sound` that the repair of its wrong reading gives back, and all of them.
fn round_trip(sound: &str, page: &'static Encoding, lossy: bool) -> (usize, usize) {
    let (raw, _) = page.decode_without_bom_handling(sound.as_bytes());
    let raw = if lossy {
        raw.chars()
            .filter(|&character| !matches!(character, '\u{AD}' | '\u{81}'))
            .map(|character| {
                if character == '\u{A0}' {
                    ' '
                } else {
                    character
                }
            })
            .collect()
    } else {
        raw.into_owned()
    };
    let repaired = normalize(&raw).text;
    let expected: Vec<char> = sound.chars().collect();
    let found: Vec<char> = repaired.as_str().chars().collect();
    (agreed(&expected, &found), expected.len())
}

/// How many of `expected` stand in `found`, in order: after a difference both go on where
/// the next three characters agree again.
fn agreed(expected: &[char], found: &[char]) -> usize {
    let (mut i, mut j, mut agreed) = (0, 0, 0);
    let ahead = |text: &[char], at: usize| text.get(at..at + 3).map(<[char]>::to_vec);
    while i < expected.len() && j < found.len() {
        if expected[i] == found[j] {
            agreed += 1;
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let next = (1..16).find_map(|distance| {
            (0..=distance)
                .map(|skip| (i + skip, j + distance - skip))
                .find(|&(i, j)| {
                    let wanted = ahead(expected, i);
                    wanted.is_some() && wanted == ahead(found, j)
                })
        });
        (i, j) = next.unwrap_or((i + 1, j + 1));
    }
    agreed
}

#[test]
fn damaged_articles_come_back() {
    let Some(articles) = sample() else { return };
    for (page, lossy, per_mille) in [
        (WINDOWS_1256, false, 999),
        (WINDOWS_1252, false, 999),
        (WINDOWS_1256, true, 999),
        (WINDOWS_1252, true, 999),
    ] {
        let (mut agreed, mut total) = (0, 0);
        for article in &articles {
            // What the repair of characters changes anyway is not at stake here.
            let sound = normalize(article).text.as_str().to_owned();
            let (good, all) = round_trip(&sound, page, lossy);
            agreed += good;
            total += all;
        }
        println!("{} lossy={lossy}: {agreed} of {total}", page.name());
        assert!(
            agreed * 1000 >= total * per_mille,
            "{} lossy={lossy}",
            page.name()
        );
    }
}
