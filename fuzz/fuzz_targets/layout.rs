//! Text → page: blocks partition it, and every field lies where it says.

#![no_main]

use libfuzzer_sys::fuzz_target;
use maqal::pipeline::Analyses;
use maqal::pipeline::normalize::normalize;
use maqal_fuzz::invariants::assert_article;
use maqal_fuzz::{PIPELINE, hints};

fuzz_target!(|raw: &str| {
    let article = PIPELINE.structure_with(raw, &hints(), Analyses::NONE);
    assert_article(raw, &normalize(raw).text, &article);
});
