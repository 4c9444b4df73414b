//! [`CodePage`]: single-byte character sets that UTF-8 is wrongly read in.

use std::sync::LazyLock;

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1256};

/// A single-byte character set, from characters back to bytes.
#[derive(Debug)]
pub(super) struct CodePage {
    /// By code point: the byte, 0 for characters that are not in the set. ASCII is left out.
    bytes: Box<[u8]>,
    pub(super) name: PageName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageName {
    Windows1252,
    Windows1256,
}

/// Past the last character of either set (U+2122, the trade mark sign).
const TABLE_END: usize = 0x2123;

/// Arabic.
pub(super) static PAGE_1256: LazyLock<CodePage> =
    LazyLock::new(|| CodePage::new(PageName::Windows1256, WINDOWS_1256));

/// Western European, with the C1 controls of Latin-1.
pub(super) static PAGE_1252: LazyLock<CodePage> =
    LazyLock::new(|| CodePage::new(PageName::Windows1252, WINDOWS_1252));

impl CodePage {
    fn new(name: PageName, encoding: &'static Encoding) -> Self {
        let mut bytes = vec![0; TABLE_END].into_boxed_slice();
        let mut set = |character: char, byte: u8| {
            if let Some(slot) = bytes.get_mut(character as usize) {
                *slot = byte;
            }
        };
        if name == PageName::Windows1252 {
            (0x80..=0x9F).for_each(|byte| set(char::from(byte), byte));
        }
        for byte in 0x80..=0xFF {
            let encoded = [byte];
            let (decoded, _) = encoding.decode_without_bom_handling(&encoded);
            if let Some(character) = decoded.chars().next() {
                set(character, byte);
            }
        }
        Self { bytes, name }
    }

    /// The byte (128 to 255) that reads as `character` in this set.
    #[inline]
    fn byte(&self, character: char) -> Option<u8> {
        self.bytes
            .get(character as usize)
            .copied()
            .filter(|&byte| byte != 0)
    }

    /// The lead byte of a UTF-8 sequence that reads as `character`, and the sequence's length.
    #[inline]
    pub(super) fn lead(&self, character: char) -> Option<(u8, usize)> {
        let byte = self.byte(character)?;
        let len = match byte {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => return None,
        };
        Some((byte, len))
    }

    /// The UTF-8 sequence that the start of `text` is the wrong reading of.
    #[inline]
    pub(super) fn sequence(&self, text: &str) -> Option<Sequence> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let (lead, len) = self.lead(first)?;
        let mut bytes = [lead, 0, 0, 0];
        let mut source_len = first.len_utf8();
        for slot in bytes.get_mut(1..len)? {
            let character = chars.next()?;
            *slot = self
                .byte(character)
                .filter(|byte| (0x80..=0xBF).contains(byte))?;
            source_len += character.len_utf8();
        }
        let decoded = std::str::from_utf8(bytes.get(..len)?)
            .ok()?
            .chars()
            .next()?;
        Some(Sequence {
            decoded,
            source_len,
            lead: first,
            second: text.get(first.len_utf8()..)?.chars().next()?,
            n_chars: len,
        })
    }
}

/// Characters that are the bytes of one UTF-8 sequence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sequence {
    /// What the bytes mean.
    pub(super) decoded: char,
    /// Bytes of text that the characters take.
    pub(super) source_len: usize,
    /// The character of the lead byte.
    pub(super) lead: char,
    /// The character of the second byte.
    pub(super) second: char,
    /// How many characters.
    pub(super) n_chars: usize,
}
