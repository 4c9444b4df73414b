//! The fuzz targets over every input that is kept in `fuzz/corpus`: what was once found stays
//! mended, without a fuzzer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::pedantic,
    unreachable_pub,
    dead_code,
    reason = "the targets fail by panicking; a fuzzer uses more of them"
)]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::path::Path;

/// Runs `target` over its inputs; how many there were.
fn replay(target: &str, run: impl Fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&bytes))).is_err() {
            panic!("{} fails", path.display());
        }
    }
    paths.len()
}

/// A target that reads text is given what is text up to the first bad byte, as the fuzzer does.
fn text(run: fn(&str)) -> impl Fn(&[u8]) {
    move |bytes| {
        let text = bytes.utf8_chunks().next();
        run(text.map_or("", |chunk| chunk.valid()));
    }
}

#[test]
fn kept_inputs_pass() {
    assert!(replay("intake", fuzz::intake::run) > 5);
    assert!(replay("layout", text(fuzz::layout::run)) > 5);
    assert!(replay("times", text(fuzz::times::run)) > 5);
    assert!(replay("edge", fuzz::edge::run) > 5);
    assert!(replay("models", fuzz::models::run) > 5);
    assert!(replay("markup", fuzz::markup::run) > 5);
}
