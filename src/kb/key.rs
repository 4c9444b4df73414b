//! Keys of the name index: folded names as words with one space between them.

use crate::lang::FoldTable;

/// Marks that join words of one name where a text sets them apart: `al-Sadr`, `Sana'a`.
const JOINERS: &[char] = &['-', '‐', '‑', '–', '\'', '’', '‘', '`', 'ʻ', 'ʼ', 'ʿ', 'ʾ'];
/// Apostrophes: many names are written with and without.
const APOSTROPHES: &[char] = &['\'', '’', '‘', '`', 'ʻ', 'ʼ', 'ʿ', 'ʾ'];

/// What a word of a text brings to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    /// It has letters or digits.
    Letters,
    /// It only joins what stands around it.
    Joiner,
    /// It ends a name: a comma, a line end, a bracket.
    Break,
}

/// What `word` brings to a key.
pub(super) fn word_kind(word: &str) -> WordKind {
    // Nearly all words of a text begin with a letter.
    if word.chars().next().is_some_and(char::is_alphanumeric)
        || word.chars().any(char::is_alphanumeric)
    {
        WordKind::Letters
    } else if !word.is_empty() && word.chars().all(|letter| JOINERS.contains(&letter)) {
        WordKind::Joiner
    } else {
        WordKind::Break
    }
}

/// Appends a folded word or name to `key`: letters, digits and marks stay, each run of others
/// becomes one space, none at the ends.
pub(super) fn push_words(folded: &str, key: &mut String) {
    let mut pending = !key.is_empty();
    for letter in folded.chars() {
        if letter.is_alphanumeric() || is_mark(letter) {
            if pending {
                key.push(' ');
                pending = false;
            }
            key.push(letter);
        } else {
            pending = !key.is_empty();
        }
    }
}

/// Combining marks of scripts that the packs do not fold.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}')
}

/// The key of a name.
pub(super) fn key(fold: &FoldTable, name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    push_words(&fold.fold(name), &mut key);
    key
}

/// Keys under which a name is found: as written, and without apostrophes (`Sana'a`, `Sanaa`)
/// and accents (`Córdoba`, `Cordoba`).
pub(super) fn keys(fold: &FoldTable, name: &str) -> Vec<String> {
    let mut found = vec![key(fold, name)];
    let mut add = |form: &str| {
        let form = key(fold, form);
        if !found.contains(&form) {
            found.push(form);
        }
    };
    if name.contains(APOSTROPHES) {
        add(&name.replace(APOSTROPHES, ""));
    }
    let plain = without_accents(name);
    if plain != name {
        add(&plain);
        if plain.contains(APOSTROPHES) {
            add(&plain.replace(APOSTROPHES, ""));
        }
    }
    found.retain(|key| !key.is_empty());
    found
}

/// Latin letters without their accents; other scripts stay as they are.
fn without_accents(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut base_is_latin = false;
    name.nfd()
        .filter(|&letter| {
            if matches!(letter, '\u{300}'..='\u{36F}') {
                return !base_is_latin;
            }
            base_is_latin = letter.is_ascii_alphabetic();
            true
        })
        .nfc()
        .collect()
}

/// Number of words of a key.
pub(super) fn n_words(key: &str) -> usize {
    key.split(' ').count()
}

/// A number that changes when text is folded otherwise: CRC 32 of the folded letters of the
/// planes that packs fold.
pub fn fold_fingerprint(fold: &FoldTable) -> u32 {
    let mut letters = String::new();
    for letter in ('\0'..='\u{2FFF}').chain('\u{FB50}'..='\u{FEFF}') {
        fold.fold_into(letter.encode_utf8(&mut [0; 4]), &mut letters);
        letters.push('\n');
    }
    crc32fast::hash(letters.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_hold_words_only() {
        let fold = FoldTable::default();
        assert_eq!(key(&fold, " Al-Sadr  (City) "), "al sadr city");
        assert_eq!(keys(&fold, "Sana'a"), ["sana a", "sanaa"]);
        assert_eq!(keys(&fold, "Córdoba"), ["córdoba", "cordoba"]);
        assert_eq!(keys(&fold, "…"), Vec::<String>::new());
        assert_eq!(n_words("al sadr city"), 3);
    }

    #[test]
    fn words_that_end_a_name() {
        assert_eq!(word_kind("x"), WordKind::Letters);
        assert_eq!(word_kind("-"), WordKind::Joiner);
        assert_eq!(word_kind("."), WordKind::Break);
        assert_eq!(word_kind(""), WordKind::Break);
    }

    #[test]
    fn another_folding_has_another_fingerprint() {
        let plain = fold_fingerprint(&FoldTable::default());
        assert_eq!(plain, fold_fingerprint(&FoldTable::default()));
        let other = FoldTable::new(&[('\u{649}', Some('\u{64A}'))]);
        assert_ne!(plain, fold_fingerprint(&other));
    }
}
