//! Features of tokens: what the tagger sees of a word and of the terms around it.
//!
//! Each feature is a bucket of a hash table. Those of the word: its folded form, its stem
//! without clitics and article, letters at either end, letter quadruples inside, shape,
//! frequency, strength as a word of personal names. Those of the context: terms of the packs
//! that cover the token. A rare word has no feature of its own and is known by its parts.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::article::{EntityType, Subtype};
use crate::boundary::Vocabulary;
use crate::lang::{Cut, LanguagePacks, PackSet, TermClass};
use crate::pipeline::segment::{Segmentation, TermMatch, Token, TokenKind};
use crate::text::{LetterCase, NormalizedText};

/// Rows of an embedding table at most; a power of two.
pub const N_BUCKETS: usize = 1 << 18;
/// Stands for a token whose word is hidden (training of the encoder only).
pub const MASK: u32 = 1;
/// Buckets that no hash reaches.
const RESERVED: u64 = 16;

/// Features of consecutive tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeatureRows {
    ids: Vec<u32>,
    ends: Vec<u32>,
}

impl FeatureRows {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Features of token number `idx`.
    pub fn row(&self, idx: usize) -> &[u32] {
        let end = |idx: usize| self.ends.get(idx).map_or(0, |&end| end as usize);
        let start = idx.checked_sub(1).map_or(0, end);
        self.ids.get(start..end(idx)).unwrap_or_default()
    }

    /// Features of each token.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u32]> {
        (0..self.len()).map(|idx| self.row(idx))
    }

    /// Appends a token with these features.
    pub fn push(&mut self, features: impl IntoIterator<Item = u32>) {
        self.ids.extend(features);
        self.close();
    }

    /// Appends the tokens of `other`.
    pub fn append(&mut self, other: &Self) {
        let offset = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.extend_from_slice(&other.ids);
        self.ends
            .extend(other.ends.iter().map(|end| end.saturating_add(offset)));
    }

    /// Folds the buckets into `n_buckets`, a power of two.
    pub fn fold(&mut self, n_buckets: usize) {
        let mask = u32::try_from(n_buckets.wrapping_sub(1)).unwrap_or(u32::MAX);
        for id in &mut self.ids {
            *id &= mask;
        }
    }

    /// Ends a token.
    fn close(&mut self) {
        self.ends
            .push(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
    }
}

/// Features of the tokens of a text. What depends on the word alone stands once for each
/// distinct word: half the words of an article stand in it before.
#[derive(Debug, Default)]
pub struct TokenRows<'a> {
    known: FxHashMap<&'a str, u32>,
    words: FeatureRows,
    of_token: Vec<u32>,
    places: FeatureRows,
}

impl TokenRows<'_> {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.of_token.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.of_token.is_empty()
    }

    /// Features of each distinct word.
    pub fn words(&self) -> &FeatureRows {
        &self.words
    }

    /// Number of the word of token number `idx`.
    pub fn word(&self, idx: usize) -> usize {
        self.of_token.get(idx).map_or(0, |&word| word as usize)
    }

    /// Features of token number `idx` besides those of its word.
    pub fn place(&self, idx: usize) -> &[u32] {
        self.places.row(idx)
    }

    /// Forgets the tokens; the words stay.
    pub fn clear_tokens(&mut self) {
        self.of_token.clear();
        self.places = FeatureRows::default();
    }
}

/// Which kind of feature a hash stands for.
#[derive(Debug, Clone, Copy)]
enum Space {
    Word = 1,
    Stem,
    Article,
    Clitics,
    Front,
    Back,
    First,
    Last,
    Quadruple,
    Shape,
    Mark,
    Length,
    WordStrength,
    StemStrength,
    BareStrength,
    Common,
    Frequency,
    Term,
}

/// Extracts the features of tokens.
#[derive(Debug)]
pub struct Extractor<'a> {
    text: &'a str,
    segmentation: &'a Segmentation,
    packs: &'a LanguagePacks,
    vocabulary: &'a Vocabulary,
    readers: PackSet,
    cuts: Vec<Cut<'a>>,
    letters: Vec<char>,
    stem: String,
}

impl<'a> Extractor<'a> {
    /// An extractor over one text.
    pub fn new(
        text: &'a NormalizedText,
        segmentation: &'a Segmentation,
        packs: &'a LanguagePacks,
        vocabulary: &'a Vocabulary,
    ) -> Self {
        Self {
            text: text.as_str(),
            segmentation,
            packs,
            vocabulary,
            readers: PackSet::ALL,
            cuts: Vec::new(),
            letters: Vec::new(),
            stem: String::new(),
        }
    }

    /// The same, seeing terms of these packs only.
    #[must_use]
    pub fn reading(self, readers: PackSet) -> Self {
        Self { readers, ..self }
    }

    /// Features of the tokens in `range`, all of a token together: what training learns from.
    pub fn rows(&mut self, range: Range<usize>) -> FeatureRows {
        let mut tokens = TokenRows::default();
        self.add(range, &mut tokens);
        let mut rows = FeatureRows::default();
        for idx in 0..tokens.len() {
            let word = tokens.words.row(tokens.word(idx));
            rows.push(word.iter().chain(tokens.place(idx)).copied());
        }
        rows
    }

    /// Appends the tokens in `range`.
    pub fn add(&mut self, range: Range<usize>, rows: &mut TokenRows<'a>) {
        let matches = self.term_features(range.clone());
        let mut matches = matches.into_iter().peekable();
        for idx in range {
            let Some(token) = self.segmentation.tokens.get(idx) else {
                break;
            };
            let shown = token.span.slice(self.text);
            let word = if let Some(&word) = rows.known.get(shown) {
                word
            } else {
                let word = u32::try_from(rows.words.len()).unwrap_or(u32::MAX);
                rows.known.insert(shown, word);
                self.word_features(token, &mut rows.words.ids);
                rows.words.close();
                word
            };
            rows.of_token.push(word);
            let mut last = None;
            while let Some((_, feature)) = matches.next_if(|&(token, _)| token == idx) {
                if last.replace(feature) != Some(feature) {
                    rows.places.ids.push(feature);
                }
            }
            rows.places.close();
        }
    }

    /// (token, feature) of the terms that lie in `range`, sorted.
    fn term_features(&self, range: Range<usize>) -> Vec<(usize, u32)> {
        let terms = &self.segmentation.terms;
        let first = terms.partition_point(|found| (found.first as usize) < range.start);
        let mut features = Vec::new();
        for found in terms.get(first..).unwrap_or_default() {
            if found.first as usize >= range.end {
                break;
            }
            let Some(code) = self.code(found) else {
                continue;
            };
            let tokens = found.first as usize..(found.end as usize).min(range.end);
            let single = tokens.len() == 1;
            for idx in tokens.clone() {
                let position = match (single, idx == tokens.start) {
                    (true, _) => 0,
                    (false, true) => 1,
                    (false, false) => 2,
                };
                features.push((idx, hash(Space::Term, &[code[0], code[1], position])));
            }
        }
        features.sort_unstable();
        features
    }

    /// What a term says of a token; `None` for terms that begin inside a word behind more than
    /// clitics, and for those that say nothing.
    fn code(&self, found: &TermMatch) -> Option<[u8; 2]> {
        if !found.at_end {
            return None;
        }
        if !found.at_start {
            let token = self.segmentation.tokens.get(found.first as usize)?;
            let inside = found.span.start().checked_sub(token.span.start())?;
            let front = self
                .text
                .get(token.span.start() as usize..found.span.start() as usize)?;
            if inside == 0 || front.chars().count() > 3 {
                return None;
            }
        }
        let term = self.packs.lexicon.term(found.term)?;
        if !self.readers.contains(term.pack) {
            return None;
        }
        term_code(term.class)
    }

    fn word_features(&mut self, token: &Token, out: &mut Vec<u32>) {
        let folded = self.segmentation.folded(token);
        match token.kind {
            TokenKind::Word => self.letters_features(token, folded, out),
            TokenKind::Number => {
                let digits = folded.chars().count().min(9);
                out.push(hash(Space::Shape, b"number"));
                out.push(hash(Space::Length, &[u8::try_from(digits).unwrap_or(9)]));
            }
            _ => {
                out.push(hash(Space::Shape, b"mark"));
                out.push(hash(Space::Mark, folded.as_bytes()));
            }
        }
    }

    fn letters_features(&mut self, token: &Token, folded: &'a str, out: &mut Vec<u32>) {
        let frequency = self.vocabulary.frequency(folded);
        let cut = self.stem_of(folded, frequency);
        let stem_known = self.vocabulary.frequency(&self.stem).is_some();
        if frequency.is_some() {
            out.push(hash(Space::Word, folded.as_bytes()));
        }
        if stem_known {
            out.push(hash(Space::Stem, self.stem.as_bytes()));
        }
        out.push(hash(Space::Clitics, &[cut]));
        let bare = self.packs.clitics.without_article(&self.stem);
        if let Some(bare) = bare {
            out.push(hash(Space::Article, b""));
            if stem_known || self.vocabulary.frequency(bare).is_some() {
                out.push(hash(Space::Stem, bare.as_bytes()));
            }
            let strength = self.packs.names.person_strength(bare);
            out.push(hash(Space::BareStrength, &[strength]));
        }
        let strength = self.packs.names.person_strength(folded);
        out.push(hash(Space::WordStrength, &[strength]));
        if cut > 0 {
            let strength = self.packs.names.person_strength(&self.stem);
            out.push(hash(Space::StemStrength, &[strength]));
        }
        out.push(hash(Space::Frequency, &[frequency.map_or(0, |f| f + 1)]));
        let core = bare.unwrap_or(&self.stem);
        self.letters.clear();
        self.letters.push('^');
        self.letters.extend(core.chars());
        self.letters.push('$');
        spelling_features(&self.letters, out);
        ends_features(folded, out);
        let shown = token.span.slice(self.text);
        out.push(hash(Space::Shape, shape(shown)));
        if self.packs.names.is_common(shown) {
            out.push(hash(Space::Common, b""));
        }
    }

    /// Puts the word without clitics into `stem`: the reading that is most frequent in news,
    /// where one with a clitic must be twice as frequent. Says which clitics were cut.
    fn stem_of(&mut self, folded: &'a str, frequency: Option<u8>) -> u8 {
        let packs = self.packs;
        packs.clitics.cuts(folded, &mut self.cuts);
        let mut best = (frequency.map_or(-1, i16::from), 0_u8);
        self.stem.clear();
        self.stem.push_str(folded);
        let mut reading = String::new();
        for cut in &self.cuts {
            reading.clear();
            reading.push_str(cut.restore);
            reading.push_str(folded.get(cut.bytes..).unwrap_or_default());
            let score = self
                .vocabulary
                .frequency(&reading)
                .map_or(-2, |frequency| i16::from(frequency) - 1);
            if score > best.0 {
                let class = 1
                    + u8::from(cut.preposition)
                    + 2 * u8::from(cut.conjunction && cut.preposition)
                    + 4 * u8::from(!cut.restore.is_empty());
                best = (score, class);
                std::mem::swap(&mut self.stem, &mut reading);
            }
        }
        best.1
    }
}

/// Two bytes for what a class of terms says; `None` where it says nothing of names.
fn term_code(class: TermClass) -> Option<[u8; 2]> {
    let kinds = |base: u8, kind: EntityType| base + kind as u8;
    let finer = |subtype: Subtype| subtype as u8;
    Some(match class {
        TermClass::Place => [1, 0],
        TermClass::Agency => [2, 0],
        TermClass::Outlet => [3, 0],
        TermClass::OutletHead => [4, 0],
        TermClass::Honorific => [5, 0],
        TermClass::ReportVerb => [6, 0],
        TermClass::PlaceHead => [7, 0],
        TermClass::NameParticle => [8, 0],
        TermClass::BylineRole => [9, 0],
        TermClass::FunctionWord => [10, 0],
        TermClass::Month { .. } => [11, 0],
        TermClass::Weekday(_) => [12, 0],
        TermClass::Nationality { country, .. } => [13, u8::from(country.is_some())],
        TermClass::Office(subtype) => [14, finer(subtype)],
        TermClass::Tenure(tenure) => [15, tenure as u8],
        TermClass::EntityHead {
            entity_type,
            subtype,
        } => [kinds(32, entity_type), finer(subtype)],
        TermClass::KnownName { entity_type, .. } => [kinds(64, entity_type), 0],
        _ => return None,
    })
}

/// Letters at both ends of the stem and inside it; `letters` has a mark at either end.
fn spelling_features(letters: &[char], out: &mut Vec<u32>) {
    let inner = letters.get(1..letters.len() - 1).unwrap_or_default();
    for n in 2..=3 {
        if let (Some(front), Some(back)) = (inner.first_chunk_of(n), inner.last_chunk_of(n)) {
            out.push(hash_letters(Space::Front, front));
            out.push(hash_letters(Space::Back, back));
        }
    }
    if inner.len() >= 4 {
        for window in letters.windows(4) {
            out.push(hash_letters(Space::Quadruple, window));
        }
    }
}

/// First and last letter of the word, and its length.
fn ends_features(folded: &str, out: &mut Vec<u32>) {
    let mut letters = folded.chars();
    let mut bytes = [0; 4];
    if let Some(first) = letters.next() {
        out.push(hash(Space::First, first.encode_utf8(&mut bytes).as_bytes()));
        let last = letters.next_back().unwrap_or(first);
        out.push(hash(Space::Last, last.encode_utf8(&mut bytes).as_bytes()));
    }
    let length = folded.chars().take(10).count();
    out.push(hash(Space::Length, &[u8::try_from(length).unwrap_or(10)]));
}

/// What the letters look like.
fn shape(shown: &str) -> &'static [u8] {
    match LetterCase::of(shown) {
        LetterCase::Capitals => b"capitals",
        LetterCase::Capital => b"capital",
        LetterCase::Small => b"small",
        LetterCase::Uncased => b"letters",
        LetterCase::NoLetters => b"none",
    }
}

/// The first or last `n` elements.
trait Ends {
    fn first_chunk_of(&self, n: usize) -> Option<&[char]>;
    fn last_chunk_of(&self, n: usize) -> Option<&[char]>;
}

impl Ends for [char] {
    fn first_chunk_of(&self, n: usize) -> Option<&[char]> {
        self.get(..n)
    }

    fn last_chunk_of(&self, n: usize) -> Option<&[char]> {
        self.len().checked_sub(n).and_then(|at| self.get(at..))
    }
}

/// FNV-1a over the bytes, mixed, as a bucket.
fn hash(space: Space, bytes: &[u8]) -> u32 {
    bucket(
        bytes
            .iter()
            .fold(seed(space), |hash, &byte| step(hash, u64::from(byte))),
    )
}

fn hash_letters(space: Space, letters: &[char]) -> u32 {
    bucket(letters.iter().fold(seed(space), |hash, &letter| {
        step(hash, u64::from(u32::from(letter)))
    }))
}

const fn seed(space: Space) -> u64 {
    0xcbf2_9ce4_8422_2325 ^ (space as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

const fn step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

fn bucket(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = mixed ^ (mixed >> 32);
    let free = N_BUCKETS as u64 - RESERVED;
    u32::try_from(mixed % free + RESERVED).unwrap_or_default()
}
