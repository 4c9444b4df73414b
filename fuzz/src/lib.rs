//! The fuzz targets; `tests/corpus.rs` runs them over what is kept of their inputs.

use std::sync::LazyLock;

use maqal::pipeline::{Hints, Pipeline};

pub mod edge;
pub mod intake;
#[path = "../../tests/support/invariants.rs"]
pub mod invariants;
pub mod layout;
pub mod markup;
pub mod models;
pub mod times;

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
