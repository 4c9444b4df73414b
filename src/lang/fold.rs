//! [`FoldTable`]: what is ignored when text is compared.

use rustc_hash::FxHashMap;

/// Code points that have an entry of their own in the table; rarer ones go the slow way.
const TABLE_LEN: usize = 0x0800;
/// Entry of a character that is dropped.
const DROP: char = '\0';

/// Character folding of matching: letter variants unified, marks and tatweel dropped,
/// digits as ASCII, cased letters in lower case.
///
/// Folding is by character, so a piece of a text folds to the piece of its folded text.
#[derive(Debug)]
pub struct FoldTable {
    /// Folded forms of the code points below [`TABLE_LEN`].
    table: Vec<char>,
    /// Folded forms of others.
    rest: FxHashMap<char, char>,
}

impl Default for FoldTable {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl FoldTable {
    /// A table that lowers case and applies `pairs`; `None` drops a character.
    pub fn new(pairs: &[(char, Option<char>)]) -> Self {
        let mut table: Vec<char> = (0..TABLE_LEN)
            .map(|code| {
                u32::try_from(code)
                    .ok()
                    .and_then(char::from_u32)
                    .map_or(DROP, lower)
            })
            .collect();
        let mut rest = FxHashMap::default();
        for &(from, to) in pairs {
            let to = to.unwrap_or(DROP);
            match table.get_mut(from as usize) {
                Some(entry) => *entry = to,
                None => {
                    rest.insert(from, to);
                }
            }
        }
        Self { table, rest }
    }

    /// Appends the folded `text` to `out`.
    pub fn fold_into(&self, text: &str, out: &mut String) {
        for letter in text.chars() {
            let folded = match self.table.get(letter as usize) {
                Some(&folded) => folded,
                None => self
                    .rest
                    .get(&letter)
                    .copied()
                    .unwrap_or_else(|| lower(letter)),
            };
            if folded != DROP {
                out.push(folded);
            }
        }
    }

    /// The folded `text`.
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.fold_into(text, &mut out);
        out
    }
}

/// Lower case where that is one character; the character itself otherwise.
fn lower(letter: char) -> char {
    let mut lowered = letter.to_lowercase();
    match (lowered.next(), lowered.next()) {
        (Some(lowered), None) => lowered,
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_pairs_then_case() {
        let table = FoldTable::new(&[('أ', Some('ا')), ('\u{640}', None), ('\u{FF10}', Some('0'))]);
        assert_eq!(table.fold("أحـمد ABC ０"), "احمد abc 0");
    }
}
