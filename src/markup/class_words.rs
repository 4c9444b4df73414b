//! What class names say that an element is for. The words are data: `markup/class_words.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What an element is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// Names who wrote the article.
    Author,
    /// Dates it.
    Date,
    /// Belongs to a picture.
    Caption,
    /// Holds tags.
    Keywords,
    /// Says where in the site the page stands.
    Section,
    /// The headline.
    Headline,
    /// Stands below the headline and belongs to it.
    AlternativeHeadline,
    /// Leads to other articles.
    Related,
    /// Shares the article.
    Share,
    /// Holds what readers wrote.
    Comment,
    /// Advertises, the outlet itself too.
    Advertisement,
    /// Leads around the site.
    Navigation,
}

const LIST: &str = include_str!("../../markup/class_words.tsv");

static WORDS: LazyLock<FxHashMap<&'static str, Purpose>> = LazyLock::new(|| {
    let rows = LIST.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .filter_map(|(word, purpose)| Some((word, purpose_named(purpose)?)))
        .collect()
});

fn purpose_named(name: &str) -> Option<Purpose> {
    Some(match name {
        "author" => Purpose::Author,
        "date" => Purpose::Date,
        "caption" => Purpose::Caption,
        "keywords" => Purpose::Keywords,
        "section" => Purpose::Section,
        "headline" => Purpose::Headline,
        "alternative_headline" => Purpose::AlternativeHeadline,
        "related" => Purpose::Related,
        "share" => Purpose::Share,
        "comment" => Purpose::Comment,
        "advertisement" => Purpose::Advertisement,
        "navigation" => Purpose::Navigation,
        _ => return None,
    })
}

/// What the words of `names` (values of `class`, `id`, `itemprop`, `rel`) say; the last word that
/// says something counts: `article-author-date` dates.
pub(super) fn purpose(names: &str) -> Option<Purpose> {
    let mut found = None;
    let mut word = String::new();
    let mut lower = false;
    for letter in names.chars().chain([' ']) {
        let hump = lower && letter.is_ascii_uppercase();
        if hump || !letter.is_ascii_alphabetic() {
            found = WORDS.get(word.as_str()).copied().or(found);
            word.clear();
        }
        if letter.is_ascii_alphabetic() {
            word.push(letter.to_ascii_lowercase());
        }
        lower = letter.is_ascii_lowercase();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = LIST
            .lines()
            .filter(|row| !row.starts_with('#') && !row.is_empty());
        for row in rows {
            let (word, name) = row.split_once('\t').unwrap_or_default();
            assert!(purpose_named(name).is_some(), "{row}");
            assert_eq!(purpose(word), purpose_named(name), "{row}");
        }
    }

    #[test]
    fn words_are_told_apart_in_any_style() {
        for (names, expected) in [
            ("article__byline", Some(Purpose::Author)),
            ("articleAuthorName", Some(Purpose::Author)),
            ("entry-author entry-date", Some(Purpose::Date)),
            ("dateline-2", None),
            ("authoritative", None),
            ("", None),
        ] {
            assert_eq!(purpose(names), expected, "{names}");
        }
    }
}
