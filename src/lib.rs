//! Maqal takes the raw text of a scraped news article and returns it structured.
//!
//! The pipeline, in order:
//! 1. `pipeline::normalize`: raw text → repaired text that knows where each character was read.
//! 2. `pipeline::segment`: repaired text → tokens, folded for matching, with the terms of the packs found.
//! 3. `pipeline::layout`: tokens → blocks that partition the page, and the fields in them.
//!
//! [`text`] knows positions, [`article`] is the answer's shape, [`lang`] reads the
//! language packs; [`server`] is the only place that names gRPC.

pub mod article;
pub mod boundary;
pub mod bulk;
pub mod cli;
pub mod config;
pub mod eval;
pub mod kb;
pub mod lang;
pub mod markup;
pub mod pipeline;
pub mod server;
pub mod tagger;
pub mod text;
pub mod train;
#[cfg(feature = "transformer")]
pub mod transformer;
