//! The compiled file: how its bytes are laid out.
//!
//! ```text
//! 0   magic `MQKB`          4   version            8  length of the file
//! 16  CRC 32 of all behind  20  folding            24 entries
//! 28  most words of a name  32  five times offset, length of a section
//! 112 sections: entries, blob, postings, fst, meta
//! ```
//! All numbers are little-endian. `entries` holds nine bytes for each entry, sorted by id: scheme,
//! number, offset into `blob`. `blob` holds the rest of each entry. `fst` maps folded names to
//! one entry, or to an offset into `postings` for several. `meta` is JSON: the tables that
//! small numbers of the blob point into, and where the data is from.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::error::KbFault;

/// First bytes of a file.
pub(super) const MAGIC: &[u8; 4] = b"MQKB";
/// Version that this program reads and writes.
pub const VERSION: u32 = 1;
/// Bytes before the sections.
pub(super) const HEADER: usize = 112;
/// Where the checksum stands; it covers everything behind it.
pub(super) const CHECKSUM_AT: usize = 16;
/// First byte that the checksum covers.
pub(super) const CHECKED_FROM: usize = 20;
/// Bytes of an entry in the section `entries`.
pub(super) const ENTRY: usize = 9;
/// Most words of a name that is indexed: longer ones are titles, not names that a text repeats.
pub(super) const MAX_WORDS: usize = 12;
/// Names of the sections, in the order of the file.
pub(super) const SECTIONS: [&str; 5] = ["entries", "blob", "postings", "fst", "meta"];

/// Scheme of Wikidata ids: `Q` and a number.
pub(super) const SCHEME_WIKIDATA: u8 = 0;
/// Scheme of Who's On First ids: `wof:` and a number.
pub(super) const SCHEME_WOF: u8 = 1;
/// Any other id: its letters stand in the blob.
pub(super) const SCHEME_TEXT: u8 = 255;

/// What the file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Its name: `maqal`, `odbl`, or the file it was made from.
    pub name: String,
    /// SPDX expression of its licence.
    pub licence: String,
    /// What the popularity of its entries counts.
    pub popularity: String,
    /// BCP 47 tags that names point to.
    pub languages: Vec<String>,
    /// Subtypes that entries point to; the first is empty.
    pub subtypes: Vec<String>,
}

/// An id, split as it is stored and sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IdKey<'i> {
    pub scheme: u8,
    pub number: u32,
    /// Empty but for [`SCHEME_TEXT`].
    pub text: Cow<'i, str>,
}

impl<'i> IdKey<'i> {
    pub(super) fn new(id: &'i str) -> Self {
        for (prefix, scheme) in [("Q", SCHEME_WIKIDATA), ("wof:", SCHEME_WOF)] {
            let Some(digits) = id.strip_prefix(prefix) else {
                continue;
            };
            // A number that does not print as it was written would be another id.
            if digits.bytes().all(|byte| byte.is_ascii_digit())
                && !digits.starts_with('0')
                && let Ok(number) = digits.parse()
            {
                return Self {
                    scheme,
                    number,
                    text: Cow::Borrowed(""),
                };
            }
        }
        Self {
            scheme: SCHEME_TEXT,
            number: 0,
            text: Cow::Borrowed(id),
        }
    }

    pub(super) fn to_id(&self) -> Cow<'i, str> {
        match self.scheme {
            SCHEME_WIKIDATA => format!("Q{}", self.number).into(),
            SCHEME_WOF => format!("wof:{}", self.number).into(),
            _ => self.text.clone(),
        }
    }

    pub(super) fn into_owned(self) -> IdKey<'static> {
        IdKey {
            scheme: self.scheme,
            number: self.number,
            text: Cow::Owned(self.text.into_owned()),
        }
    }
}

/// Appends a number in seven-bit groups, the lowest first.
pub(super) fn push_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Appends a text with its length before it.
pub(super) fn push_text(text: &str, out: &mut Vec<u8>) {
    push_varint(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// Reads what stands at the front of a slice; `None` when it ends too early.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'b>(pub &'b [u8]);

impl<'b> Reader<'b> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        let len = usize::try_from(self.varint()?).ok()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

/// The fixed part at the front of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header {
    /// CRC-32 of all behind it.
    pub checksum: u32,
    pub fold: u32,
    pub n_entries: u32,
    pub max_words: u8,
    /// (offset, length) of each of [`SECTIONS`].
    pub sections: [(u64, u64); SECTIONS.len()],
}

impl Header {
    /// Bytes of a file of `len` bytes with its checksum left 0.
    pub(super) fn to_bytes(self, len: u64) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&len.to_le_bytes());
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&self.fold.to_le_bytes());
        bytes.extend_from_slice(&self.n_entries.to_le_bytes());
        bytes.extend_from_slice(&[self.max_words, 0, 0, 0]);
        for (offset, len) in self.sections {
            bytes.extend_from_slice(&offset.to_le_bytes());
            bytes.extend_from_slice(&len.to_le_bytes());
        }
        bytes
    }

    /// The header of a whole file, once magic, version, length and checksum hold.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, KbFault> {
        let found = bytes.len() as u64;
        let short = KbFault::Length {
            expected: HEADER as u64,
            found,
        };
        let mut reader = Reader(bytes);
        if &reader.bytes::<4>().ok_or(short.clone())? != MAGIC {
            return Err(KbFault::Magic);
        }
        let version = u32::from_le_bytes(reader.bytes().ok_or(short.clone())?);
        if version != VERSION {
            return Err(KbFault::Version {
                expected: VERSION,
                found: version,
            });
        }
        let expected = u64::from_le_bytes(reader.bytes().ok_or(short.clone())?);
        if expected != found {
            return Err(KbFault::Length { expected, found });
        }
        let checksum = u32::from_le_bytes(reader.bytes().ok_or(short.clone())?);
        if crc32fast::hash(reader.0) != checksum {
            return Err(KbFault::Checksum);
        }
        Self::fixed(reader, checksum).ok_or(short)
    }

    fn fixed(mut reader: Reader<'_>, checksum: u32) -> Option<Self> {
        let fold = u32::from_le_bytes(reader.bytes()?);
        let n_entries = u32::from_le_bytes(reader.bytes()?);
        let [max_words, ..] = reader.bytes::<4>()?;
        let mut sections = [(0, 0); SECTIONS.len()];
        for section in &mut sections {
            let offset = u64::from_le_bytes(reader.bytes()?);
            *section = (offset, u64::from_le_bytes(reader.bytes()?));
        }
        Some(Self {
            checksum,
            fold,
            n_entries,
            max_words,
            sections,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        for id in [
            "Q796",
            "wof:85632315",
            "Q007",
            "cldr:EU",
            "Q",
            "Q99999999999",
            "",
        ] {
            assert_eq!(IdKey::new(id).to_id(), id);
        }
        assert!(IdKey::new("Q9") < IdKey::new("Q10"));
        assert!(IdKey::new("Q10") < IdKey::new("wof:1"));
        assert!(IdKey::new("wof:1") < IdKey::new("a"));
    }

    #[test]
    fn numbers_and_texts_come_back() {
        let mut bytes = Vec::new();
        for value in [0, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            bytes.clear();
            push_varint(value, &mut bytes);
            assert_eq!(Reader(&bytes).varint(), Some(value));
        }
        bytes.clear();
        push_text("بغداد", &mut bytes);
        assert_eq!(Reader(&bytes).text(), Some("بغداد"));
        assert_eq!(Reader(&bytes[..3]).text(), None);
    }
}
