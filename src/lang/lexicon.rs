//! [`Lexicon`]: finds every term of every pack in one pass over folded text.

use std::fmt;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};

use super::{FoldTable, PackSet, Term, TermClass, TermId};

/// All terms, with an automaton over their folded forms.
#[derive(Default)]
pub struct Lexicon {
    terms: Vec<Term>,
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// For each pattern of the automaton, where its terms start in `by_pattern`.
    pattern_starts: Vec<u32>,
    by_pattern: Vec<TermId>,
}

/// One occurrence of one term in folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermHit {
    /// First byte in the folded text.
    pub start: u32,
    /// One past the last byte in the folded text.
    pub end: u32,
    /// The term.
    pub term: TermId,
}

impl Lexicon {
    /// Builds the automaton over the folded forms of `terms`; terms that fold to nothing never match.
    pub fn new(terms: Vec<Term>, fold: &FoldTable) -> Self {
        let mut folded: Vec<(String, TermId)> = (0..)
            .zip(&terms)
            .map(|(idx, term)| (fold.fold(&term.text), TermId(idx)))
            .filter(|(folded, _)| !folded.is_empty())
            .collect();
        folded.sort_unstable();
        let (mut pattern_starts, mut by_pattern) = (Vec::new(), Vec::with_capacity(folded.len()));
        let homographs = || folded.chunk_by(|a, b| a.0 == b.0);
        for same in homographs() {
            pattern_starts.push(offset(by_pattern.len()));
            by_pattern.extend(same.iter().map(|(_, id)| *id));
        }
        pattern_starts.push(offset(by_pattern.len()));
        let patterns = homographs()
            .filter_map(|same| same.first())
            .map(|(folded, _)| folded);
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .build(patterns)
            .ok();
        Self {
            terms,
            automaton,
            pattern_starts,
            by_pattern,
        }
    }

    /// Every term, by id.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The term behind `id`.
    pub fn term(&self, id: TermId) -> Option<&Term> {
        self.terms.get(id.0 as usize)
    }

    /// What exactly the folded `text` means as a term.
    pub fn classes_of(&self, text: &str) -> impl Iterator<Item = TermClass> {
        self.classes_in(text, PackSet::ALL)
    }

    /// The same in some of the packs.
    pub fn classes_in(&self, text: &str, packs: PackSet) -> impl Iterator<Item = TermClass> {
        let mut hits = Vec::new();
        self.find(text, &mut hits);
        let len = text.len();
        hits.into_iter()
            .filter(move |hit| hit.start == 0 && hit.end as usize == len)
            .filter_map(|hit| self.term(hit.term))
            .filter(move |term| packs.contains(term.pack))
            .map(|term| term.class)
    }

    /// Appends every occurrence, overlapping ones too, to `hits` in order of their end.
    /// A homograph gives one hit per term. No word boundary is asked for here.
    pub fn find(&self, folded: &str, hits: &mut Vec<TermHit>) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        for found in automaton.find_overlapping_iter(folded) {
            let pattern = found.value() as usize;
            let (Some(&start), Some(&end)) = (
                self.pattern_starts.get(pattern),
                self.pattern_starts.get(pattern + 1),
            ) else {
                continue;
            };
            for &term in self
                .by_pattern
                .get(start as usize..end as usize)
                .unwrap_or_default()
            {
                hits.push(TermHit {
                    start: offset(found.start()),
                    end: offset(found.end()),
                    term,
                });
            }
        }
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lexicon")
            .field("terms", &self.terms.len())
            .finish_non_exhaustive()
    }
}
