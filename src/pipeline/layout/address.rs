//! What the address of the page says of its headline, and of its date: most sites build one from
//! the other.
//!
//! `…/2024/05/council-adopts-transport-budget-1.4711` says that «Council adopts transport
//! budget» is the headline and «More from the council» is not. Not every address does:
//! `…/article/4711.html` says nothing. Letters are compared without marks and vowels, because
//! addresses write `ä` as `a` or as `ae`, and other scripts percent-encoded.

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::page::{Page, Tokens};

/// Fewer words of a segment say nothing, and of the last one.
const LEAST_WORDS: usize = 3;
const LEAST_LAST_WORDS: usize = 2;
/// Letters of `html` and its like behind the dot of a segment.
const MAX_EXTENSION: usize = 5;
/// Years that the address of an article may name.
const YEARS: std::ops::Range<i16> = 1990..2100;
/// Fewer common words say nothing of what a long line has besides.
const LEAST_COVERED: usize = 4;
/// What it says that a line has all words of the address among others.
const COVERED: f32 = 0.8;

/// The words of an address, as they are compared.
#[derive(Debug, Default)]
pub(super) struct AddressWords(FxHashSet<String>);

impl AddressWords {
    /// The words of the segment of the path that has the most; two are enough in the last one,
    /// which seldom names a section.
    pub(super) fn of(url: Option<&str>) -> Self {
        let path = url.and_then(|url| {
            let (_, rest) = url.split_once("://").unwrap_or(("", url));
            let (_, path) = rest.split_once('/')?;
            path.split(['?', '#']).next()
        });
        let mut segments = path.unwrap_or_default().trim_end_matches('/').split('/');
        let last = segments.next_back().map(|segment| {
            let (name, _) = segment
                .rsplit_once('.')
                .filter(|(_, kind)| kind.len() <= MAX_EXTENSION)
                .unwrap_or((segment, ""));
            words(&percent_decoded(name))
        });
        let words = segments
            .map(|segment| words(&percent_decoded(segment)))
            .filter(|words| words.len() >= LEAST_WORDS)
            .chain(last.filter(|words| words.len() >= LEAST_LAST_WORDS))
            .max_by_key(FxHashSet::len);
        Self(words.unwrap_or_default())
    }

    /// The words of a title that the markup states.
    pub(super) fn of_title(title: &str) -> Self {
        Self(words(title))
    }

    /// How many words there are; none where the address says nothing.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// How far the words of `tokens` are these, 0 to 1: F1 over words, or a little less than the
    /// share of these that they cover, where they cover at least four; `None` where there are none.
    pub(super) fn agreement(&self, page: &Page<'_>, tokens: &Tokens) -> Option<f32> {
        if self.0.is_empty() {
            return None;
        }
        // Few lines have words of the address: a set of their own is made for those alone.
        let mut letters = String::new();
        let mut known = |idx: usize| {
            page.is_word(idx)
                && skeleton_into(page.shown(idx), &mut letters)
                && self.0.contains(letters.as_str())
        };
        if tokens.clone().filter(|&idx| known(idx)).take(2).count() < 2 {
            return Some(0.0);
        }
        let line: FxHashSet<String> = tokens
            .clone()
            .filter(|&idx| page.is_word(idx))
            .filter_map(|idx| skeleton(page.shown(idx)))
            .collect();
        let common = line.intersection(&self.0).count();
        Some(match common {
            0 | 1 => 0.0,
            // Short addresses leave nothing out.
            ..LEAST_COVERED => f1(&line, &self.0),
            _ => f1(&line, &self.0).max(COVERED * share(common, self.0.len())),
        })
    }
}

/// The day that an address names, as year, month and day: `/2024/05/12/`, `2024-05-12`,
/// `20240512`.
pub(super) fn day_in(url: &str) -> Option<(i16, u8, u8)> {
    let parts: Vec<&str> = url
        .split(|letter: char| !letter.is_alphanumeric())
        .collect();
    let written = parts.windows(3).find_map(|parts| match parts {
        [year, month, day] => day_of(year, month, day),
        _ => None,
    });
    let packed = || {
        let mut packed = parts.iter().filter(|part| part.len() == 8);
        packed.find_map(|part| day_of(part.get(..4)?, part.get(4..6)?, part.get(6..)?))
    };
    written.or_else(packed)
}

fn day_of(year: &str, month: &str, day: &str) -> Option<(i16, u8, u8)> {
    let number = |text: &str| text.parse().ok().filter(|_| text.len() <= 2);
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    let (month, day) = (number(month)?, number(day)?);
    jiff::civil::Date::new(year, month, day).ok()?;
    Some((year, month.unsigned_abs(), day.unsigned_abs()))
}

/// How many of their words two sets share: F1.
pub(super) fn f1(a: &FxHashSet<String>, b: &FxHashSet<String>) -> f32 {
    share(2 * a.intersection(b).count(), a.len() + b.len())
}

fn share(part: usize, whole: usize) -> f32 {
    let small = |n: usize| u16::try_from(n).map_or(f32::INFINITY, f32::from);
    small(part) / small(whole.max(1))
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
    let mut letters = String::new();
    skeleton_into(word, &mut letters).then_some(letters)
}

/// The same into `letters`; false for `None`.
fn skeleton_into(word: &str, letters: &mut String) -> bool {
    letters.clear();
    let is_kept = |letter: &char| letter.is_alphanumeric() && !"AEIOU".contains(*letter);
    if word.is_ascii() {
        let upper = word.chars().map(|letter| letter.to_ascii_uppercase());
        letters.extend(upper.filter(is_kept));
    } else {
        let bare = word.nfkd().filter(|&letter| !is_combining_mark(letter));
        letters.extend(bare.flat_map(char::to_uppercase).filter(is_kept));
    }
    letters.chars().nth(1).is_some() && !word.chars().any(char::is_numeric)
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
            ["BS", "CNCL", "FRS", "RSS"]
        );
        assert!(of("https://a.example/story/4711.html").is_empty());
        assert!(of("not an address").is_empty());
        assert!(of("https://a.example/climate-change/4711").is_empty());
        assert_eq!(of("https://a.example/news/bus-fares/"), ["BS", "FRS"]);
        assert!(of("https://a.example/news/index.html").is_empty());
        assert_eq!(
            of(
                "https://a.example/%D9%85%D8%AC%D9%84%D8%B3-%D8%A7%D9%84%D9%85%D8%AF%D9%8A%D9%86%D8%A9-%D9%8A%D8%B1%D9%81%D8%B9"
            ),
            ["المدينة", "مجلس", "يرفع"]
        );
    }

    #[test]
    fn an_address_names_a_day() {
        for (url, day) in [
            (
                "https://a.example/2024/05/12/bus-fares",
                Some((2024, 5, 12)),
            ),
            (
                "https://a.example/news/2024-5-1-bus-fares",
                Some((2024, 5, 1)),
            ),
            (
                "https://a.example/news/20240512/c_1.htm",
                Some((2024, 5, 12)),
            ),
            ("https://a.example/2024/05/bus-12", None),
            ("https://a.example/news/20241512/", None),
            ("https://a.example/2024/13/12/", None),
            ("https://a.example/48151623/42", None),
            ("\u{661}/2024/٠٥/12", None),
        ] {
            assert_eq!(day_in(url), day, "{url}");
        }
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
