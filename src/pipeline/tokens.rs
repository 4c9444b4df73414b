//! [`TokenView`]: the tokens of a text with cheap look-ups, as the stages behind the layout read it.

use std::ops::Range;
use std::sync::Arc;

use crate::lang::{Cut, LanguagePacks, Nouns, PackSet, Term, TermClass};
use crate::pipeline::interrupt::Interrupt;
use crate::pipeline::segment::{Segmentation, TermMatch, Token, TokenKind};
use crate::text::{Normalized, NormalizedText, Source, Span};

/// A half-open range of token indices.
pub type Tokens = Range<usize>;

/// What is written onto the front of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each may stand before the others"
)]
pub struct Clitic {
    /// A conjunction.
    pub conjunction: bool,
    /// A preposition or other particle.
    pub preposition: bool,
    /// A particle that stands before verbs, not before names.
    pub particle: bool,
    /// The definite article, last of all.
    pub article: bool,
    /// Bytes of the shown token that are conjunctions, prepositions and particles.
    pub bytes: u32,
}

/// The text, its tokens and their terms.
#[derive(Debug)]
pub struct TokenView<'c> {
    /// The repaired text.
    pub text: &'c NormalizedText,
    /// Its tokens.
    pub segmentation: &'c Segmentation,
    /// What their terms mean.
    pub packs: &'c LanguagePacks,
    /// Start of each token in the raw input.
    starts: Arc<[u32]>,
    /// For each token, where its terms start; one more entry at the end.
    term_starts: Arc<[u32]>,
    /// Packs whose terms are seen.
    readers: PackSet,
    /// Particles may be written onto words.
    clitics: bool,
    /// The mark before decimals, where it is known.
    decimal: Option<char>,
    /// The language is one whose time words say where they stand.
    placed: bool,
    nouns: &'c Nouns,
    /// Whether what is read from it is still wanted.
    interrupt: Option<&'c Interrupt<'c>>,
}

impl<'c> TokenView<'c> {
    /// A view of `text`, segmented with `packs`.
    pub fn new(
        text: &'c NormalizedText,
        segmentation: &'c Segmentation,
        packs: &'c LanguagePacks,
    ) -> Self {
        let starts = segmentation
            .tokens
            .iter()
            .map(|token| text.source_offset(token.span.start()))
            .collect();
        Self {
            text,
            segmentation,
            packs,
            starts,
            term_starts: segmentation.term_starts().into(),
            readers: PackSet::ALL,
            clitics: true,
            decimal: None,
            placed: false,
            nouns: &packs.nouns,
            interrupt: None,
        }
    }

    /// The same view, read only as long as `interrupt` lets the work go on.
    #[must_use]
    pub fn until(self, interrupt: &'c Interrupt<'c>) -> Self {
        Self {
            interrupt: Some(interrupt),
            ..self
        }
    }

    /// The same view of running text in a language (BCP 47): terms of other languages are not
    /// seen ([`LanguagePacks::readers`]).
    #[must_use]
    pub fn in_language(&self, language: Option<&str>) -> Self {
        Self {
            starts: Arc::clone(&self.starts),
            term_starts: Arc::clone(&self.term_starts),
            readers: self.packs.readers(language),
            clitics: language.is_none_or(|tag| self.packs.has_clitics(tag)),
            decimal: language.and_then(|tag| self.packs.decimal(tag)),
            placed: language.is_some_and(|tag| self.packs.is_placed(tag)),
            nouns: self.packs.nouns_of(language),
            ..*self
        }
    }

    /// The mark before decimals, where the language of the text says it.
    pub fn decimal(&self) -> Option<char> {
        self.decimal
    }

    /// Whether a pack whose time words say where they stand reads the text.
    pub fn is_placed(&self, pack: u8) -> bool {
        self.packs.placed_packs.contains(pack)
    }

    /// Whether the language of the text has words that stand by themselves where Arabic writes
    /// articles, particles and endings: its lists say on which side of a unit they stand.
    pub fn in_placed_language(&self) -> bool {
        self.placed
    }

    /// The particles that a folded word may begin with; none in a language that writes none onto
    /// its words.
    pub fn cuts(&self, folded: &str, cuts: &mut Vec<Cut<'c>>) {
        cuts.clear();
        if self.clitics {
            self.packs.clitics.cuts(folded, cuts);
        }
    }

    /// The packs whose terms are seen.
    pub fn readers(&self) -> PackSet {
        self.readers
    }

    /// Nouns behind numbers in the language of the text.
    pub fn nouns(&self) -> &'c Nouns {
        self.nouns
    }

    /// What the folded `text` means as a term, in the packs that are read.
    pub fn classes_of(&self, text: &str) -> impl Iterator<Item = TermClass> {
        self.packs.lexicon.classes_in(text, self.readers)
    }

    /// Whether a term is seen. Inside a word it is only where particles are written onto words.
    fn sees(&self, found: &TermMatch, term: &Term) -> bool {
        self.readers == PackSet::ALL
            || self.readers.contains(term.pack)
                && (found.at_start || self.packs.clitic_packs.contains(term.pack))
            || is_sign(term)
    }

    /// Whether to leave the work: what was found so far is thrown away.
    pub fn stops(&self) -> bool {
        self.interrupt.is_some_and(Interrupt::stops)
    }

    /// The tokens that start inside a span of the raw input.
    pub fn tokens_of(&self, span: Span<Source>) -> Tokens {
        let first = self.starts.partition_point(|&start| start < span.start());
        let end = self.starts.partition_point(|&start| start < span.end());
        first..end
    }

    /// The token in which a place of the raw input lies.
    pub fn token_at(&self, offset: u32) -> Option<usize> {
        let behind = self.starts.partition_point(|&start| start <= offset);
        behind.checked_sub(1)
    }

    /// The token of that index.
    pub fn token(&self, idx: usize) -> Option<&'c Token> {
        self.segmentation.tokens.get(idx)
    }

    /// Whether a token is a word.
    pub fn is_word(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether letters or digits stand in a token.
    pub fn has_letters(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
    }

    /// The folded form of a token; empty past the end.
    pub fn folded(&self, idx: usize) -> &'c str {
        self.token(idx)
            .map_or("", |token| self.segmentation.folded(token))
    }

    /// The token as shown; empty past the end.
    pub fn shown(&self, idx: usize) -> &'c str {
        self.token(idx)
            .map_or("", |token| token.span.slice(self.text.as_str()))
    }

    /// The span of tokens.
    pub fn span(&self, tokens: &Tokens) -> Span<Normalized> {
        let first = self.token(tokens.start).map(|token| token.span.start());
        let last = tokens.end.checked_sub(1).and_then(|idx| self.token(idx));
        let end = last.map(|token| token.span.end());
        Span::new(first.unwrap_or_default(), end.unwrap_or_default())
    }

    /// The folded token as it stands, then without each of the clitics that it may begin with.
    pub fn readings(&self, idx: usize) -> impl Iterator<Item = String> + use<'c> {
        let folded = self.folded(idx);
        let mut cuts = Vec::new();
        self.packs.clitics.cuts(folded, &mut cuts);
        let without = cuts.into_iter().map(move |cut| cut.apply(folded));
        std::iter::once(folded.to_owned()).chain(without)
    }

    /// Bytes of the token as shown whose folded form has so many bytes: marks fold to nothing.
    pub fn shown_bytes(&self, idx: usize, folded_bytes: usize) -> u32 {
        if folded_bytes == 0 {
            return 0;
        }
        let mut folded = String::new();
        let mut shown = 0;
        for letter in self.shown(idx).chars() {
            let before = folded.len();
            self.packs
                .fold
                .fold_into(letter.encode_utf8(&mut [0; 4]), &mut folded);
            if before >= folded_bytes && folded.len() > before {
                break;
            }
            shown += letter.len_utf8();
        }
        u32::try_from(shown).unwrap_or_default()
    }

    /// Terms that start with token `idx` and end with a token, the longest first.
    pub fn terms_at(
        &self,
        idx: usize,
    ) -> impl Iterator<Item = (&'c TermMatch, &'c Term)> + use<'_, 'c> {
        let terms = &self.segmentation.terms;
        let lexicon = &self.packs.lexicon;
        let start = |idx: usize| self.term_starts.get(idx).map_or(0, |&start| start as usize);
        terms
            .get(start(idx)..start(idx + 1))
            .unwrap_or_default()
            .iter()
            .filter(|found| found.at_end)
            .filter_map(move |found| Some((found, lexicon.term(found.term)?)))
            .filter(|(found, term)| self.sees(found, term))
    }

    /// The class of a term that `choose` takes, and one past its last token; the term starts
    /// with token `idx`, or inside it behind clitics.
    pub fn term<T>(
        &self,
        idx: usize,
        choose: impl Fn(TermClass) -> Option<T>,
    ) -> Option<(T, usize)> {
        self.terms_at(idx).find_map(|(found, term)| {
            let chosen = choose(term.class)?;
            self.front(found)?;
            Some((chosen, found.end as usize))
        })
    }

    /// Whether token `idx`, clitics aside, is one term of that class.
    pub fn is_one(&self, idx: usize, class: TermClass) -> bool {
        let term = self.term(idx, |own| (own == class).then_some(()));
        term.is_some_and(|((), end)| end == idx + 1)
    }

    /// What is written onto the front of a term; `None` where it begins inside its token
    /// where no clitic can end.
    pub fn front(&self, found: &TermMatch) -> Option<Clitic> {
        if found.at_start {
            return Some(Clitic::default());
        }
        let token = self.token(found.first as usize)?;
        let front = found.span.start().saturating_sub(token.span.start());
        let front = token
            .span
            .slice(self.text.as_str())
            .get(..front as usize)
            .unwrap_or_default();
        let front = self.packs.fold.fold(front);
        let folded = self.segmentation.folded(token);
        let clitics = &self.packs.clitics;
        // The term is what is left of the word without its article.
        let behind_article = |word: &str| {
            clitics
                .without_article(word)
                .is_some_and(|bare| bare.len() + front.len() == folded.len())
        };
        if behind_article(folded) {
            return Some(Clitic {
                article: true,
                ..Clitic::default()
            });
        }
        let mut cuts = Vec::new();
        clitics.cuts(folded, &mut cuts);
        cuts.iter().find_map(|cut| {
            let article = behind_article(&cut.apply(folded));
            (article || cut.bytes == front.len()).then(|| Clitic {
                bytes: self.shown_bytes(found.first as usize, cut.bytes),
                conjunction: cut.conjunction,
                preposition: cut.preposition,
                particle: cut.particle,
                article,
            })
        })
    }
}

/// Whether a term is a sign or code of no language: $, %, °C, USD.
fn is_sign(term: &Term) -> bool {
    matches!(
        term.class,
        TermClass::Currency { .. } | TermClass::Measure { .. }
    ) && term
        .text
        .chars()
        .all(|letter| letter.is_ascii_uppercase() || !letter.is_alphabetic())
}
