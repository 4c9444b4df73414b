//! The tagger: which tokens name something, and what kind of thing.
//!
//! In: the tokens of an article, with the terms of the packs found in them. Out: spans of
//! tokens with a label and a probability. Inference only; the weights stand in
//! `models/tagger.bin` and are built by [`crate::train::tagger`].
//!
//! Each token is a bag of hashed features ([`features`]); the rows of an embedding table are
//! summed over it. A few convolutions ([`encoder`]) let a token see its neighbours, and a
//! linear-chain conditional random field ([`crf`]) chooses the labels of a sentence together.
//! Several heads read the same encoder: one for the types of names, one for finer kinds.

pub mod crf;
pub mod encoder;
pub mod features;
mod format;
mod kernel;
mod labels;
mod load;
mod model;
mod set;

pub use format::{TaggerError, checksum};
pub use labels::{LabelSet, LabelSpan};
pub use load::TaggerFileError;
pub use model::{Classifier, Head, Reliability, Tagged, Tagger, log_odds, mean, softmax};
pub use set::{Reader, Taggers};
