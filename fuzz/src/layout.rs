//! Text → page: blocks partition it, and every field lies where it says.

use super::invariants::assert_article;
use super::{PIPELINE, hints};
use maqal::pipeline::Analyses;
use maqal::pipeline::normalize::normalize;

/// One input.
pub fn run(raw: &str) {
    let article = PIPELINE.structure_with(raw, &hints(), Analyses::NONE);
    assert_article(raw, &normalize(raw).text, &article);
}
