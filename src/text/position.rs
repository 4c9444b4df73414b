//! Offsets in the unit a client counts in: UTF-8 bytes, UTF-16 units or code points.

use super::{Source, Span};

/// The unit of offsets in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OffsetEncoding {
    /// UTF-8 bytes (Go, Rust, C++).
    #[default]
    Utf8,
    /// UTF-16 code units (Java, JavaScript, C#).
    Utf16,
    /// Unicode code points (Python).
    CodePoints,
}

/// Bytes between two checkpoints of a [`PositionIndex`].
const STRIDE: usize = 128;

/// Converts byte offsets of one text into another unit, in constant time each after one pass.
#[derive(Debug)]
pub struct PositionIndex<'t> {
    text: &'t str,
    encoding: OffsetEncoding,
    /// Units before the first character boundary at or after each multiple of [`STRIDE`].
    checkpoints: Vec<u32>,
}

impl<'t> PositionIndex<'t> {
    /// Indexes `text`; free for UTF-8, one pass for the other units.
    pub fn new(text: &'t str, encoding: OffsetEncoding) -> Self {
        let mut checkpoints = Vec::new();
        if encoding != OffsetEncoding::Utf8 {
            checkpoints.reserve(text.len() / STRIDE + 1);
            let mut units = 0;
            let mut next = 0;
            for (offset, character) in text.char_indices() {
                while offset >= next {
                    checkpoints.push(units);
                    next += STRIDE;
                }
                units += width(character, encoding);
            }
            checkpoints.push(units);
        }
        Self {
            text,
            encoding,
            checkpoints,
        }
    }

    /// `offset` (bytes, on a character boundary) in the index's unit; saturates at the end.
    pub fn convert(&self, offset: u32) -> u32 {
        if self.encoding == OffsetEncoding::Utf8 {
            return offset;
        }
        let offset = (offset as usize).min(self.text.len());
        let slot = offset / STRIDE;
        let Some(&units) = self.checkpoints.get(slot) else {
            return self.checkpoints.last().copied().unwrap_or_default();
        };
        let mut start = slot * STRIDE;
        while start < self.text.len() && !self.text.is_char_boundary(start) {
            start += 1;
        }
        let rest = self.text.get(start..offset).unwrap_or_default();
        units
            + rest
                .chars()
                .map(|character| width(character, self.encoding))
                .sum::<u32>()
    }

    /// Both ends of `span`.
    pub fn convert_span(&self, span: Span<Source>) -> (u32, u32) {
        (self.convert(span.start()), self.convert(span.end()))
    }
}

fn width(character: char, encoding: OffsetEncoding) -> u32 {
    match encoding {
        OffsetEncoding::Utf8 => u32::try_from(character.len_utf8()).unwrap_or(4),
        OffsetEncoding::Utf16 => u32::try_from(character.len_utf16()).unwrap_or(2),
        OffsetEncoding::CodePoints => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_agrees_with_counting() {
        let text = "a\u{633}\u{1F4F0}b\u{644}".repeat(60);
        for encoding in [
            OffsetEncoding::Utf8,
            OffsetEncoding::Utf16,
            OffsetEncoding::CodePoints,
        ] {
            let index = PositionIndex::new(&text, encoding);
            let mut units = 0;
            for (offset, character) in text.char_indices() {
                assert_eq!(index.convert(u32::try_from(offset).unwrap()), units);
                units += width(character, encoding);
            }
            assert_eq!(index.convert(u32::try_from(text.len()).unwrap()), units);
        }
    }
}
