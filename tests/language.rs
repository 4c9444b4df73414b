//! Language identification on real pages and headlines.
//!
//! Reads collections that are not part of this repository: `MAQAL_SHARED`, or `../shared`
//! beside the checkout. Without them these tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use maqal::lang::detect;
use serde_json::Value;

fn lines(name: &str, step: usize) -> Option<Vec<Value>> {
    let shared = std::env::var_os("MAQAL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = shared.join("data").join(name);
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("skipped: expected the collection at {}", path.display());
        return None;
    };
    let lines = BufReader::new(zstd::Decoder::new(file).unwrap()).lines();
    Some(
        lines
            .step_by(step)
            .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
            .collect(),
    )
}

/// Texts with the tag they should get; prints what went wrong and how sure it was.
fn check(name: &str, cases: &[(String, String)], per_mille: usize) {
    let mut right = 0;
    let mut confusions = BTreeMap::new();
    let mut bins = BTreeMap::new();
    for (text, expected) in cases {
        let found = detect(text);
        let tag = found.map_or("none", |(tag, _)| tag);
        let good = tag == expected;
        right += usize::from(good);
        if let Some((_, confidence)) = found {
            let bin = bins.entry(format!("{confidence:.1}")).or_insert((0, 0));
            bin.0 += usize::from(good);
            bin.1 += 1;
        }
        if !good {
            *confusions.entry((expected.clone(), tag)).or_insert(0) += 1;
        }
    }
    println!(
        "{name}: {right} of {}; {confusions:?}; right by confidence {bins:?}",
        cases.len()
    );
    assert!(right * 1000 >= cases.len() * per_mille, "{name}");
}

#[test]
fn real_pages_and_their_paragraphs() {
    let Some(pages) = lines("pages/pages.jsonl.zst", 1) else {
        return;
    };
    let (mut whole, mut single) = (Vec::new(), Vec::new());
    for page in &pages {
        let (Some(lang), Some(body)) = (page["lang"].as_str(), page["gold"]["body"].as_str())
        else {
            continue;
        };
        // Norwegian pages are in Bokmål.
        let lang = lang.get(..2).unwrap_or_default().replace("no", "nb");
        whole.push((body.to_owned(), lang.clone()));
        let line = body.lines().find(|line| line.chars().count() >= 60);
        single.extend(line.map(|line| (line.to_owned(), lang)));
    }
    check("bodies", &whole, 960);
    check("first long lines", &single, 940);
}

#[test]
fn arabic_headlines() {
    let Some(articles) = lines("text/antcorpus.jsonl.zst", 20) else {
        return;
    };
    let cases: Vec<_> = articles
        .iter()
        .filter_map(|article| article["title"].as_str())
        .filter(|title| {
            title
                .chars()
                .any(|letter| ('\u{620}'..='\u{64A}').contains(&letter))
        })
        .map(|title| (title.to_owned(), "ar".to_owned()))
        .collect();
    check("headlines", &cases, 990);
}
