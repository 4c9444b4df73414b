//! [`Romanizer`]: names in Latin letters, as English-language news prints them.
//!
//! In: a name in a script that some pack romanises. Out: its words one by one: a term by hand
//! (`romanization_terms.tsv`), else a word of known spelling (`romanized_names.tsv`), else letter
//! by letter, each by its neighbours (`romanization.tsv`). Words are compared folded, letters as
//! written. A definite article is set off by what its list says (`السوداني`, al-Sudani), and a
//! term that ends with one opens the word behind it, together or apart (`عبد الرحمن`, Abdul
//! Rahman). Writing leaves short vowels out: what is printed is likely, not certain.

use std::hash::BuildHasher as _;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::FoldTable;

/// Neighbours before and after a letter that are looked at, the most first; as many as
/// `scripts/data/romanized_names.py` writes.
const CONTEXTS: [(usize, usize); 5] = [(2, 2), (1, 2), (1, 1), (0, 1), (0, 0)];
/// Neighbours on one side at most.
pub(super) const MAX_CONTEXT: usize = 2;
/// Stands for the edge of a word beside its first and last letter.
const EDGES: [char; 2] = ['^', '$'];
/// Words of a term at most.
const MAX_TERM_WORDS: usize = 3;
/// Letters that an article must leave of a word.
const MIN_BARE: usize = 2;

/// A letter between its neighbours; `\0` where none are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Context {
    before: [char; MAX_CONTEXT],
    letter: char,
    after: [char; MAX_CONTEXT],
}

/// How words and letters of all packs are written in Latin letters.
#[derive(Debug, Default)]
pub(super) struct Romanizer {
    /// Folded words and their spelling, without an article.
    words: Words,
    /// Folded terms of up to [`MAX_TERM_WORDS`] words.
    terms: FxHashMap<Box<str>, Box<str>>,
    /// Folded words that a definite article follows, and what both are together.
    openers: Vec<(Box<str>, Box<str>)>,
    letters: FxHashMap<Context, Box<str>>,
    /// Definite articles as written, and what stands for them.
    articles: Vec<(Box<str>, Box<str>)>,
}

impl Romanizer {
    pub(super) fn add_article(&mut self, article: &str, latin: &str) {
        self.articles.push((article.into(), latin.into()));
    }

    pub(super) fn reserve_words(&mut self, n_words: usize) {
        self.words.starts.reserve(n_words);
    }

    pub(super) fn add_word(&mut self, word: &str, latin: &str, fold: &FoldTable) {
        self.words.add(word, latin, fold);
    }

    /// Adds a folded term; articles must be known by then.
    pub(super) fn add_term(&mut self, term: String, latin: &str, fold: &FoldTable) {
        let opener = term.rsplit_once(' ').filter(|(_, last)| {
            self.articles
                .iter()
                .any(|(article, _)| fold.fold(article) == *last)
        });
        match opener {
            Some((opener, _)) => self.openers.push((opener.into(), latin.into())),
            None => {
                self.terms.insert(term.into(), latin.into());
            }
        }
    }

    /// Adds a letter between its neighbours before and after, in reading order, at most
    /// [`MAX_CONTEXT`] on a side.
    pub(super) fn add_letter(&mut self, (letter, before, after): (char, &str, &str), latin: &str) {
        let context = context(letter, before.chars().rev(), after.chars());
        self.letters.insert(context, latin.into());
    }

    fn knows(&self, letter: char) -> bool {
        let bare = context(letter, std::iter::empty(), std::iter::empty());
        self.letters.contains_key(&bare)
    }

    /// See [`LanguagePacks::romanize`](super::LanguagePacks::romanize).
    pub(super) fn romanize(&self, name: &str, fold: &FoldTable) -> Option<String> {
        let pieces = self.pieces(name, fold);
        if !pieces.iter().any(|piece| piece.own) {
            return None;
        }
        let mut out = String::with_capacity(name.len());
        let mut pieces = pieces.as_slice();
        while let Some((piece, mut rest)) = pieces.split_first() {
            if !out.is_empty() && piece.spaced {
                out.push(' ');
            }
            if piece.own {
                let n_words = self.words_from(pieces, piece, fold, &mut out);
                rest = pieces.get(n_words..).unwrap_or_default();
            } else {
                out.push_str(&piece.letters);
            }
            pieces = rest;
        }
        Some(out)
    }

    /// Writes the term that `pieces` begin with, or their first word; how many words that were.
    fn words_from(
        &self,
        pieces: &[Piece],
        first: &Piece,
        fold: &FoldTable,
        out: &mut String,
    ) -> usize {
        match (self.term(pieces), self.opened(pieces)) {
            // عبد الله stands for itself; عبد alone does not keep الرحمن from it.
            (Some((latin, n_words)), opened)
                if opened.is_none_or(|(_, _, n_opened)| n_opened <= n_words) =>
            {
                out.push_str(latin);
                n_words
            }
            (_, Some((latin, bare, n_words))) => {
                out.push_str(latin);
                out.push(' ');
                self.bare_word(bare, fold, out);
                n_words
            }
            (_, None) => {
                self.word(first, fold, out);
                1
            }
        }
    }

    /// The words of a name, and what stands between them.
    fn pieces(&self, name: &str, fold: &FoldTable) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut spaced = false;
        let mut folded = String::new();
        let mut one = [0; 4];
        for letter in name.chars() {
            if letter.is_whitespace() {
                spaced = true;
                continue;
            }
            // Letters without a row of their own may be variants of some that have one; what
            // folds to nothing is a mark.
            let mut shown = letter;
            if !self.knows(letter) {
                folded.clear();
                fold.fold_into(letter.encode_utf8(&mut one), &mut folded);
                match folded.chars().next() {
                    None => continue,
                    Some(to) if !letter.is_alphabetic() || self.knows(to) => shown = to,
                    Some(_) => {}
                }
            }
            let own = self.knows(shown);
            match pieces.last_mut() {
                Some(last) if !spaced && last.own == own => last.letters.push(shown),
                _ => pieces.push(Piece {
                    letters: shown.into(),
                    folded: String::new(),
                    own,
                    spaced,
                }),
            }
            spaced = false;
        }
        for piece in pieces.iter_mut().filter(|piece| piece.own) {
            fold.fold_into(&piece.letters, &mut piece.folded);
        }
        pieces
    }

    /// The longest term that `pieces` begin with, and its number of words.
    fn term(&self, pieces: &[Piece]) -> Option<(&str, usize)> {
        let mut n_words = 1;
        while n_words < MAX_TERM_WORDS
            && pieces
                .get(n_words)
                .is_some_and(|piece| piece.own && piece.spaced)
        {
            n_words += 1;
        }
        let mut words = String::new();
        let mut found = None;
        for (idx, piece) in pieces.iter().take(n_words).enumerate() {
            if idx > 0 {
                words.push(' ');
            }
            words.push_str(&piece.folded);
            if let Some(latin) = self.terms.get(words.as_str()) {
                found = Some((&**latin, idx + 1));
            }
        }
        found
    }

    /// The opener that `pieces` begin with, the word behind its article, and the number of
    /// words of both.
    fn opened<'w>(&self, pieces: &'w [Piece]) -> Option<(&str, &'w str, usize)> {
        let (first, rest) = pieces.split_first()?;
        self.openers.iter().find_map(|(opener, latin)| {
            let behind = first.folded.strip_prefix(&**opener)?;
            // Folding by character keeps the number of letters of a word without marks.
            let n_letters = first.folded.chars().count() - behind.chars().count();
            let start = first.letters.char_indices().nth(n_letters);
            let (bare, n_words) = match (start, rest.first()) {
                (Some((start, _)), _) => (self.behind_article(first.letters.get(start..)?)?.1, 1),
                (None, Some(next)) if next.own && next.spaced => {
                    (self.behind_article(&next.letters)?.1, 2)
                }
                (None, _) => return None,
            };
            Some((&**latin, bare, n_words))
        })
    }

    /// What stands for the article of a word, and the word without it.
    fn behind_article<'w>(&self, word: &'w str) -> Option<(&str, &'w str)> {
        self.articles
            .iter()
            .filter_map(|(article, latin)| Some((&**latin, word.strip_prefix(&**article)?)))
            .find(|(_, bare)| bare.chars().nth(MIN_BARE - 1).is_some())
    }

    /// A word by itself. What begins as an article does may be none (الياس): the list of words
    /// has those, and a term behind the article outweighs it.
    fn word(&self, piece: &Piece, fold: &FoldTable, out: &mut String) {
        let behind = self.behind_article(&piece.letters);
        let known =
            behind.is_some_and(|(_, bare)| self.terms.contains_key(fold.fold(bare).as_str()));
        match (self.words.get(&piece.folded), behind) {
            (Some(latin), _) if !known => out.push_str(latin),
            (_, Some((latin, bare))) => {
                out.push_str(latin);
                self.bare_word(bare, fold, out);
            }
            (_, None) => self.spell(&piece.letters, out),
        }
    }

    /// A word that has no article, or has lost it.
    fn bare_word(&self, word: &str, fold: &FoldTable, out: &mut String) {
        let folded = fold.fold(word);
        let term = self.terms.get(folded.as_str()).map(|latin| &**latin);
        match term.or_else(|| self.words.get(&folded)) {
            Some(latin) => out.push_str(latin),
            None => self.spell(word, out),
        }
    }

    /// A word letter by letter, its first in upper case.
    fn spell(&self, word: &str, out: &mut String) {
        let letters: Vec<char> = word.chars().collect();
        let from = out.len();
        for (idx, &letter) in letters.iter().enumerate() {
            let (before, after) = letters.split_at(idx);
            let before = || before.iter().rev().copied().chain([EDGES[0]]);
            let after = || after.iter().skip(1).copied().chain([EDGES[1]]);
            let latin = CONTEXTS.iter().find_map(|&(n_before, n_after)| {
                let key = context(letter, before().take(n_before), after().take(n_after));
                self.letters.get(&key)
            });
            if let Some(latin) = latin {
                out.push_str(latin);
            }
        }
        if let Some(first) = out.get(from..).and_then(|latin| latin.chars().next()) {
            let upper: String = first.to_uppercase().collect();
            out.replace_range(from..from + first.len_utf8(), &upper);
        }
    }
}

/// Words and their spelling in one string: the start of the program waits for tens of thousands.
#[derive(Debug, Default)]
struct Words {
    /// Folded word, tab, spelling, line end; and so on.
    rows: String,
    /// Where in `rows` the word of this hash stands.
    starts: FxHashMap<u64, u32>,
}

impl Words {
    fn add(&mut self, word: &str, latin: &str, fold: &FoldTable) {
        let start = self.rows.len();
        fold.fold_into(word, &mut self.rows);
        let hash = self
            .rows
            .get(start..)
            .map(|folded| FxBuildHasher.hash_one(folded));
        self.rows.extend(["\t", latin, "\n"]);
        if let (Some(hash), Ok(start)) = (hash, u32::try_from(start)) {
            self.starts.insert(hash, start);
        }
    }

    fn get(&self, folded: &str) -> Option<&str> {
        let start = *self.starts.get(&FxBuildHasher.hash_one(folded))?;
        let latin = self
            .rows
            .get(start as usize..)?
            .strip_prefix(folded)?
            .strip_prefix('\t')?;
        latin.split_once('\n').map(|(latin, _)| latin)
    }
}

/// A word of a script that is romanised, or a run of other characters.
struct Piece {
    /// As written, without marks.
    letters: String,
    /// Folded; empty for other characters.
    folded: String,
    own: bool,
    /// White space stands before it.
    spaced: bool,
}

/// `before` from the nearest neighbour outwards, `after` too.
fn context(
    letter: char,
    before: impl Iterator<Item = char>,
    after: impl Iterator<Item = char>,
) -> Context {
    let fill = |neighbours: &mut dyn Iterator<Item = char>| {
        let mut all = ['\0'; MAX_CONTEXT];
        for (entry, neighbour) in all.iter_mut().zip(neighbours) {
            *entry = neighbour;
        }
        all
    };
    let (mut before, mut after) = (before, after);
    Context {
        before: fill(&mut before),
        letter,
        after: fill(&mut after),
    }
}

#[cfg(test)]
mod tests {
    use crate::lang::LanguagePacks;

    fn table(rows: &[(&str, &str)]) {
        let packs = LanguagePacks::embedded().unwrap();
        let wrong: Vec<String> = rows
            .iter()
            .filter_map(|&(name, expected)| {
                let found = packs.romanize(name).unwrap_or_default();
                (found != expected).then(|| format!("{name}: {found}, not {expected}"))
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn names_are_written_as_news_does() {
        table(&[
            ("محمد شياع السوداني", "Mohammed Shia al-Sudani"),
            ("محمد بن سلمان", "Mohammed bin Salman"),
            ("حسن نصر الله", "Hassan Nasrallah"),
            ("أحمد أبو الغيط", "Ahmed Abu al-Gheit"),
            ("آل سعود", "Al Saud"),
            ("عبد الله بن زايد آل نهيان", "Abdullah bin Zayed Al Nahyan"),
            ("عبدالله الثاني", "Abdullah al-Thani"),
            ("صلاح الدين", "Salah al-Din"),
            ("خالد مشعل", "Khalid Meshaal"),
            ("أنطونيو غوتيريش", "Antonio Guterres"),
            ("إلياس", "Elias"),
        ]);
    }

    #[test]
    fn a_term_opens_the_word_behind_its_article() {
        table(&[
            ("عبد الرحمن", "Abdul Rahman"),
            ("عبدالرحمن", "Abdul Rahman"),
            ("عبد الناصر", "Abdel Nasser"),
            ("عبد", "Abd"),
            ("عادل عبد المهدي", "Adel Abdul Mahdi"),
        ]);
    }

    #[test]
    fn spelling_variants_are_written_alike() {
        table(&[
            ("مُحَمَّد", "Mohammed"),
            ("ابراهيم", "Ibrahim"),
            ("إبراهيم", "Ibrahim"),
            ("علی", "Ali"),
            ("فاطمه", "Fatima"),
            ("مصطفي", "Mustafa"),
            ("محمـــد", "Mohammed"),
        ]);
    }

    #[test]
    fn what_is_no_letter_of_the_script_stays() {
        table(&[
            ("قناة Al Jazeera", "Qanat Al Jazeera"),
            ("علي (2)", "Ali (2)"),
            ("علي  ٣", "Ali 3"),
            ("علي-حسن", "Ali-Hassan"),
        ]);
    }

    #[test]
    fn names_without_such_letters_have_no_answer() {
        let packs = LanguagePacks::embedded().unwrap();
        for name in [
            "",
            " ",
            "John Smith",
            "2024",
            "٢٠٢٤",
            "Б",
            "،",
            "\u{640}",
            "José",
        ] {
            assert_eq!(packs.romanize(name), None, "{name}");
        }
    }

    /// Whatever stands there, no letter of the script is left, and the answer is the same.
    #[test]
    fn answers_are_latin() {
        let packs = LanguagePacks::embedded().unwrap();
        let letters: Vec<char> = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگکیڤ"
            .chars()
            .collect();
        for first in &letters {
            for second in &letters {
                for third in ['ا', 'ب', 'و', 'ي', 'ة'] {
                    let name: String = [*first, *second, third].iter().collect();
                    let latin = packs.romanize(&name).unwrap();
                    assert!(latin.is_ascii(), "{name}: {latin}");
                    assert_eq!(packs.romanize(&name), Some(latin));
                }
            }
        }
    }
}
