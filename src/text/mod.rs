//! Positions in text: spans that know their frame, and the map between the raw
//! input and the repaired text that the pipeline reads.
//!
//! Nothing here knows a language or the news.

mod case;
mod normalized;
mod position;
mod span;

pub use case::LetterCase;
pub use normalized::{NormalizedText, NormalizedTextBuilder};
pub use position::{OffsetEncoding, PositionIndex};
pub use span::{Frame, Normalized, Source, Span};
