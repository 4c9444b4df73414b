//! Bytes → text → repaired text: repairing again changes nothing, and every character knows where
//! it was read.

use maqal::pipeline::normalize::normalize;
use maqal::text::{OffsetEncoding, PositionIndex, Span};

/// One input.
pub fn run(data: &[u8]) {
    let raw = String::from_utf8_lossy(data);
    let text = normalize(&raw).text;
    assert_eq!(text.source_len() as usize, raw.len());
    let mut last = 0;
    for (offset, character) in text.as_str().char_indices() {
        let span = text.to_source(Span::from_range(offset..offset + character.len_utf8()));
        assert!(raw.get(span.range()).is_some(), "{span:?}");
        assert!(last <= span.start(), "{span:?} before {last}");
        last = span.start();
    }
    let again = normalize(text.as_str()).text;
    assert_eq!(again.as_str(), text.as_str(), "repaired again");
    for encoding in [OffsetEncoding::Utf16, OffsetEncoding::CodePoints] {
        let index = PositionIndex::new(&raw, encoding);
        let mut expected = 0;
        for (offset, character) in raw.char_indices() {
            assert_eq!(index.convert(offset as u32), expected);
            expected += match encoding {
                OffsetEncoding::Utf16 => character.len_utf16() as u32,
                _ => 1,
            };
        }
    }
}
