//! What the address of the page says of its headline: most sites build one from the other.
//!
//! `…/2024/05/council-adopts-transport-budget-1.4711` says that «Council adopts transport
//! budget» is the headline and «More from the council» is not. Not every address does:
//! `…/article/4711.html` says nothing. Letters are compared without marks and vowels, because
//! addresses write `ä` as `a` or as `ae`, and other scripts percent-encoded.

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::page::{Page, Tokens};

/// Fewer words of an address say nothing.
const LEAST_WORDS: usize = 3;

/// The words of an address, as they are compared.
#[derive(Debug, Default)]
pub(super) struct AddressWords(FxHashSet<String>);

impl AddressWords {
    /// The words of the segment of the path that has the most.
    pub(super) fn of(url: Option<&str>) -> Self {
        let path = url.and_then(|url| {
            let (_, rest) = url.split_once("://").unwrap_or(("", url));
            let (_, path) = rest.split_once('/')?;
            path.split(['?', '#']).next()
        });
        let words = path
            .unwrap_or_default()
            .split('/')
            .map(|segment| words(&percent_decoded(segment)))
            .max_by_key(FxHashSet::len)
            .filter(|words| words.len() >= LEAST_WORDS)
            .unwrap_or_default();
        Self(words)
    }

    /// The words of a title that the markup states.
    pub(super) fn of_title(title: &str) -> Self {
        Self(words(title))
    }

    /// How far the words of `tokens` are those of the address, 0 to 1: F1 over words; `None`
    /// where the address says nothing.
    pub(super) fn agreement(&self, page: &Page<'_>, tokens: &Tokens) -> Option<f32> {
        if self.0.is_empty() {
            return None;
        }
        let line: FxHashSet<String> = tokens
            .clone()
            .filter(|&idx| page.is_word(idx))
            .filter_map(|idx| skeleton(page.shown(idx)))
            .collect();
        let common = line.intersection(&self.0).take(2).count();
        Some(if common < 2 { 0.0 } else { f1(&line, &self.0) })
    }
}

/// How many of their words two sets share: F1.
pub(super) fn f1(a: &FxHashSet<String>, b: &FxHashSet<String>) -> f32 {
    let small = |n: usize| u16::try_from(n).map_or(f32::INFINITY, f32::from);
    small(2 * a.intersection(b).count()) / small((a.len() + b.len()).max(1))
}

/// The words of a segment of a path; numbers and single letters are none.
fn words(segment: &str) -> FxHashSet<String> {
    segment
        .split(|letter: char| !letter.is_alphanumeric())
        .filter_map(skeleton)
        .collect()
}

/// A word without marks, case and Latin vowels; `None` for numbers and what is too short to
/// compare.
fn skeleton(word: &str) -> Option<String> {
    if word.chars().any(char::is_numeric) {
        return None;
    }
    let letters: String = word
        .nfkd()
        .filter(|&letter| !is_combining_mark(letter))
        .flat_map(char::to_uppercase)
        .filter(|letter| letter.is_alphanumeric() && !"AEIOU".contains(*letter))
        .collect();
    (letters.chars().count() >= 2).then_some(letters)
}

/// `segment` with `%D8%A7` read as UTF-8; as it is where that is none.
fn percent_decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| segment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_segment_speaks() {
        let of = |url: &str| {
            let mut words: Vec<_> = AddressWords::of(Some(url)).0.into_iter().collect();
            words.sort();
            words
        };
        assert_eq!(
            of("https://a.example/news/2024/council-raises-bus-fares-1.4711.html?ref=rss"),
            ["BS", "CNCL", "FRS", "HTML", "RSS"]
        );
        assert!(of("https://a.example/story/4711.html").is_empty());
        assert!(of("not an address").is_empty());
        assert_eq!(
            of(
                "https://a.example/%D9%85%D8%AC%D9%84%D8%B3-%D8%A7%D9%84%D9%85%D8%AF%D9%8A%D9%86%D8%A9-%D9%8A%D8%B1%D9%81%D8%B9"
            ),
            ["المدينة", "مجلس", "يرفع"]
        );
    }

    #[test]
    fn marks_and_vowels_are_not_compared() {
        for (a, b) in [
            ("Größe", "groesse"),
            ("Über", "uber"),
            ("Łódź", "łodz"),
            ("élu", "elu"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        assert_eq!(skeleton("2024"), None);
        assert_eq!(skeleton("a"), None);
    }
}
