//! UTF-8 that was read as Windows-1256 (`ط§ظ„ط¹ط±ط§ظ‚`) or Windows-1252 (`Ø§Ù„Ø¹Ø±Ø§Ù‚`, `â€™`).
//!
//! Works on stretches: a page may hold intact labels and a broken body. Evidence is summed
//! from left to right: characters that are together one UTF-8 sequence of a plausible
//! character speak for damage, the more the less they could stand so in sound text; other
//! letters speak against it. The stretch with the highest sum is decoded again where the
//! sum passes [`THRESHOLD`].

use super::Layer;
use super::code_page::{CodePage, PAGE_1252, PAGE_1256, PageName, Sequence};
use crate::article::DiagnosticKind;
use crate::text::{NormalizedTextBuilder, Span};

/// Evidence that a stretch needs: one sequence that sound text never has, or two rare ones.
const THRESHOLD: i32 = 160;
/// A stretch ends where the sum has fallen by this much since its highest point.
const MAX_DROP: i32 = 192;
/// Characters that never stand together in sound text.
const IMPOSSIBLE: i32 = 192;
/// A letter and a symbol that sound text does not put behind it.
const STRONG: i32 = 80;
/// A pair that sound text has now and then.
const WEAK: i32 = 24;
/// A letter that is no part of a sequence.
const AGAINST_LETTER: i32 = -96;
/// Another character beyond ASCII that is no part of a sequence, or an implausible sequence.
const AGAINST_OTHER: i32 = -32;
/// An ASCII character: lets far-apart evidence fade.
const AGAINST_ASCII: i32 = -1;

/// Decodes again what had been read as Windows-1256.
pub(super) fn repair_1256(text: &str) -> Layer {
    repair(text, &PAGE_1256)
}

/// Decodes again what had been read as Windows-1252 or Latin-1.
pub(super) fn repair_1252(text: &str) -> Layer {
    repair(text, &PAGE_1252)
}

fn repair(text: &str, page: &CodePage) -> Layer {
    let mut layer = Layer::default();
    let mut builder: Option<NormalizedTextBuilder> = None;
    let (mut from, mut copied) = (0, 0);
    while let Some(start) = next_sequence(text, from, page) {
        match stretch(text, start, page) {
            Stretch::Sound { stop } => from = stop,
            Stretch::Damaged { end } => {
                let builder =
                    builder.get_or_insert_with(|| NormalizedTextBuilder::with_capacity(text.len()));
                let start = lossy_start(text, copied, start, page);
                builder.keep(text.get(copied..start).unwrap_or_default());
                let end = decode_stretch(text, start, end, page, builder);
                layer.report(
                    DiagnosticKind::MojibakeRepaired,
                    Span::from_range(start..end),
                );
                (from, copied) = (end, end);
            }
        }
    }
    layer.text = builder.map(|mut builder| {
        builder.keep(text.get(copied..).unwrap_or_default());
        builder.finish()
    });
    layer
}

/// The next place at or after `from` where a sequence starts.
fn next_sequence(text: &str, from: usize, page: &CodePage) -> Option<usize> {
    let bytes = text.as_bytes();
    let arabic = page.name == PageName::Windows1256;
    let mut offset = from;
    while let Some(&byte) = bytes.get(offset) {
        // Leads of both sets are U+00C2 to U+00F4; those of Windows-1256 are Arabic letters too.
        let lead = byte == 0xC3
            || byte == 0xD8
                && arabic
                && matches!(
                    bytes.get(offset + 1),
                    Some(0xA2 | 0xA3 | 0xA4 | 0xA5 | 0xB7..=0xBA)
                );
        if lead
            && text
                .get(offset..)
                .is_some_and(|rest| page.sequence(rest).is_some())
        {
            return Some(offset);
        }
        offset += 1;
    }
    None
}

enum Stretch {
    /// No damage before `stop`.
    Sound { stop: usize },
    /// Damaged up to `end`.
    Damaged { end: usize },
}

/// Sums the evidence from the sequence at `start` on.
fn stretch(text: &str, start: usize, page: &CodePage) -> Stretch {
    let mut offset = start;
    let mut previous = text.get(..start).and_then(|head| head.chars().next_back());
    let (mut sum, mut best, mut best_end) = (0_i32, 0_i32, start);
    while let Some(rest) = text.get(offset..)
        && let Some(character) = rest.chars().next()
    {
        let (gain, width) = evidence(rest, character, previous, page);
        sum = sum.saturating_add(gain);
        offset += width;
        if sum > best {
            (best, best_end) = (sum, offset);
        }
        if sum <= 0 || best - sum > MAX_DROP {
            break;
        }
        previous = text.get(..offset).and_then(|head| head.chars().next_back());
    }
    if best >= THRESHOLD {
        Stretch::Damaged { end: best_end }
    } else {
        // The sum stayed above zero: a later start cannot reach more before here.
        Stretch::Sound { stop: offset }
    }
}

/// How much the start of `rest` speaks for damage, and how many bytes that is.
fn evidence(rest: &str, first: char, previous: Option<char>, page: &CodePage) -> (i32, usize) {
    if first.is_ascii() {
        return (AGAINST_ASCII, 1);
    }
    let Some(sequence) = page.sequence(rest) else {
        let gain = if lost_byte(rest, page, false).is_some() {
            0
        } else if first.is_alphabetic() {
            AGAINST_LETTER
        } else {
            AGAINST_OTHER
        };
        return (gain, first.len_utf8());
    };
    let next = rest
        .get(sequence.source_len..)
        .and_then(|after| after.chars().next());
    let gain = if !plausible(sequence.decoded) {
        AGAINST_OTHER
    } else if sequence.n_chars > 2 {
        IMPOSSIBLE
    } else {
        match page.name {
            PageName::Windows1256 => arabic_pair(sequence),
            PageName::Windows1252 => latin_pair(sequence, previous, next),
        }
    };
    (gain, sequence.source_len)
}

/// Windows-1256: an Arabic letter with what may or may not stand behind it.
fn arabic_pair(sequence: Sequence) -> i32 {
    let second = sequence.second;
    let symbol = matches!(second, '©' | '®' | '°' | '²' | '³' | '¹' | '™' | '·');
    if second.is_alphabetic() || closes_word(second) && !symbol {
        WEAK
    } else {
        STRONG
    }
}

/// Windows-1252: a capital with an accent and what stands behind it.
fn latin_pair(sequence: Sequence, previous: Option<char>, next: Option<char>) -> i32 {
    let in_word = previous.is_some_and(|c| c.is_ascii_lowercase())
        || sequence.lead == '\u{C3}' && next.is_some_and(|c| c.is_ascii_lowercase());
    let symbol_of_word = sequence.lead == '\u{C3}'
        && matches!(
            sequence.second,
            '©' | '®' | '°' | '²' | '³' | '¹' | 'ª' | 'º'
        );
    if in_word || symbol_of_word || !closes_word(sequence.second) {
        IMPOSSIBLE
    } else {
        WEAK * 2
    }
}

/// Marks that sound text puts right behind a letter.
fn closes_word(mark: char) -> bool {
    matches!(
        mark,
        '\u{A0}'
            | '\u{AD}'
            | '\u{200C}'
            | '\u{200D}'
            | '،'
            | '؛'
            | '؟'
            | '«'
            | '»'
            | '…'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '–'
            | '—'
            | '•'
            | '·'
            | '°'
            | '™'
            | '®'
            | '©'
            | '²'
            | '³'
            | '¹'
            | 'ª'
            | 'º'
    )
}

/// Characters that damaged pages are made of.
fn plausible(decoded: char) -> bool {
    matches!(
        decoded,
        '\u{A0}'..='\u{17F}'
            | '\u{218}'..='\u{21B}'
            | '\u{391}'..='\u{3CE}'
            | '\u{401}'..='\u{45F}'
            | '\u{490}' | '\u{491}'
            | '\u{5D0}'..='\u{5EA}'
            | '،' | '؛' | '؟' | 'ـ'
            | '\u{621}'..='\u{63A}'
            | '\u{641}'..='\u{652}'
            | '\u{660}'..='\u{66C}'
            | '\u{670}'
            | 'ٹ' | 'پ' | 'چ' | 'ڈ' | 'ڑ' | 'ژ' | 'ک' | 'گ' | 'ں' | 'ھ' | 'ہ' | 'ی' | 'ے' | 'ۀ'
            | 'ۆ' | 'ێ' | 'ە' | 'ڕ' | 'ڵ' | 'ڤ' | '۔'
            | '\u{6F0}'..='\u{6F9}'
            | '\u{2002}'..='\u{2044}'
            | '\u{2066}'..='\u{2069}'
            | '€' | '₪' | '№' | '™' | '−'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{FFFD}'
            | '\u{1F300}'..='\u{1FAFF}'
    )
}

/// `start`, or the start of the sequences right before it whose second byte was lost.
fn lossy_start(text: &str, floor: usize, mut start: usize, page: &CodePage) -> usize {
    while let Some(head) = text.get(floor..start)
        && let Some(character) = head.chars().next_back()
        && !character.is_ascii()
        && let Some(rest) = text.get(start - character.len_utf8()..)
        && lost_byte(rest, page, false).is_some()
    {
        start -= character.len_utf8();
    }
    start
}

/// Decodes `start..end` and the sequences right behind it whose second byte was lost;
/// returns where it stopped.
fn decode_stretch(
    text: &str,
    start: usize,
    end: usize,
    page: &CodePage,
    builder: &mut NormalizedTextBuilder,
) -> usize {
    let mut offset = start;
    while let Some(rest) = text.get(offset..)
        && let Some(character) = rest.chars().next()
    {
        let width = character.len_utf8();
        let after_digit = matches!(
            builder.as_str().chars().next_back(),
            Some('\u{660}'..='\u{669}')
        );
        let lost = lost_byte(rest, page, after_digit);
        if offset >= end && lost.is_none() {
            break;
        }
        if let Some(sequence) = page.sequence(rest) {
            let mut utf8 = [0; 4];
            builder.replace(sequence.decoded.encode_utf8(&mut utf8), sequence.source_len);
            offset += sequence.source_len;
        } else if let Some((decoded, source_len)) = lost {
            builder.replace(decoded, source_len);
            offset += source_len;
        } else {
            builder.keep(rest.get(..width).unwrap_or_default());
            offset += width;
        }
    }
    offset
}

/// A sequence of two whose second byte was lost on the way: soft hyphens are dropped by
/// many programs, no-break spaces become spaces, bytes without a character are deleted.
fn lost_byte(rest: &str, page: &CodePage, after_digit: bool) -> Option<(&'static str, usize)> {
    if page.sequence(rest).is_some() {
        return None;
    }
    let mut chars = rest.chars();
    let first = chars.next()?;
    let (lead, _) = page.lead(first)?;
    let next = chars.next();
    let with_next = |len: usize| first.len_utf8() + len;
    match (lead, next) {
        (0xC2, Some(' ')) => Some((" ", with_next(1))),
        (0xC3, Some(' ')) => Some(("à", with_next(1))),
        // 0xA0 is the no-break space in both sets; Windows-1252 may have lost 0x81 instead.
        (0xD9, Some(' ')) if after_digit || page.name == PageName::Windows1256 => {
            Some(("\u{660}", with_next(1)))
        }
        // A replacement character stands for the lost byte.
        (0xD9, Some('\u{FFFD}')) if page.name == PageName::Windows1252 => {
            Some(("ف", with_next('\u{FFFD}'.len_utf8())))
        }
        // 0xAD is the soft hyphen in both sets.
        (0xD8, _) => Some(("ح", with_next(0))),
        // 0x81 has no character in Windows-1252.
        (0xD9, _) if page.name == PageName::Windows1252 => Some(("ف", with_next(0))),
        _ => None,
    }
}
