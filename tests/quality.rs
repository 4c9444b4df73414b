//! Quality must not fall: figures of the layout benchmark's test part against pinned floors.
//!
//! `tests/quality_floors.tsv` names the run (pages, seed, digest of articles and templates) and a floor, or for
//! a calibration error a ceiling, per figure. `MAQAL_WRITE_FLOORS=1 cargo test --test quality` pins
//! what is reached now, a little lowered.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use maqal::eval::corpus::Part;
use maqal::eval::report::Report;
use maqal::eval::{EvalError, Material};
use maqal::pipeline::Pipeline;

/// What a figure may lose before the test fails: a page or two of the run.
const SLACK: f64 = 0.02;

const PAGES: usize = 300;
const SEED: u64 = 2;

/// Figures that are pinned; each of [`Report::figures`] could be.
const PINNED: [&str; 16] = [
    "headline/exact",
    "date/exact",
    "authors/f1",
    "author place/f1",
    "dateline/f1",
    "source/f1",
    "section/f1",
    "keywords/f1",
    "keywords unseparated/f1",
    "related/f1",
    "body/f1",
    "embedded headline/f1",
    "embedded body/f1",
    "no article/exact",
    "kind/accuracy",
    "page/all right",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn measure() -> Option<(u64, BTreeMap<String, f64>)> {
    let shared =
        std::env::var_os("MAQAL_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let material = match Material::read(
        &root().join("eval/templates"),
        &shared.join("data/text"),
        Part::Test,
    ) {
        Ok(material) => material,
        Err(EvalError::Data(path, error)) => {
            eprintln!("skipped: cannot read {}: {error}", path.display());
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let pipeline = Pipeline::embedded().expect("packs and models load");
    let report = Report::new(&material.run(&pipeline, SEED, PAGES));
    Some((material.digest(), report.figures()))
}

#[test]
fn figures_stay_above_their_floors() {
    let Some((digest, figures)) = measure() else {
        return;
    };
    let path = root().join("tests/quality_floors.tsv");
    if std::env::var_os("MAQAL_WRITE_FLOORS").is_some() {
        let mut text = format!("# run\t{PAGES} pages\tseed {SEED}\tmaterial {digest:016x}\n");
        for name in PINNED {
            let floor = figures.get(name).copied().unwrap_or_default() - SLACK;
            writeln!(text, "{name}\t{:.3}", floor.max(0.0)).expect("writing to a string");
        }
        std::fs::write(&path, text).expect("floors are writable");
        return;
    }
    let floors = std::fs::read_to_string(&path).expect("floors are pinned");
    let mut lines = floors.lines();
    let run = lines.next().unwrap_or_default();
    assert!(
        run.ends_with(&format!("material {digest:016x}")),
        "articles or templates are not those that the floors were measured on: {run}, found {digest:016x}"
    );
    let mut fallen = Vec::new();
    let mut pinned = 0;
    for line in lines.filter(|line| !line.is_empty()) {
        let (name, floor) = line.split_once('\t').expect("name and floor");
        let floor: f64 = floor.parse().expect("a number");
        let reached = figures.get(name).copied().unwrap_or_default();
        pinned += 1;
        if reached < floor {
            fallen.push(format!("{name}: {reached:.3} is below {floor:.3}"));
        }
    }
    assert_eq!(pinned, PINNED.len(), "every figure has a floor");
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}
