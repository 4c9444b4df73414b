//! What the fuzz targets share.

use std::sync::LazyLock;

use maqal::pipeline::{Hints, Pipeline};

#[path = "../../tests/support/invariants.rs"]
pub mod invariants;

/// The pipeline as the program has it.
pub static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::embedded().expect("the embedded data can be read"));

/// Fetched at a fixed time, so that relative dates are claimed.
pub fn hints() -> Hints {
    Hints {
        retrieved_at: Some(1_706_300_000),
        ..Hints::default()
    }
}
