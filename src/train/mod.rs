//! Training: builds the weights in `models/`, the same bytes from the same inputs.

pub mod boundary;
pub mod tagger;
