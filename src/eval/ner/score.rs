//! Counts over sentences.

use std::collections::{BTreeMap, BTreeSet};

use super::confidence::Reliability;
use super::errors::{self, ErrorKind, Mistake};
use super::{Found, Name, NameType, Sentence};

/// Names that are right, found, marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found and right.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Marked.
    pub gold: usize,
}

impl Tally {
    /// Share of the found that is right, 0 to 1.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of the marked that was found.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of the two.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.found + self.gold)
    }
}

/// As `conlleval` has it, nothing of nothing is 0.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// What a training corpus shows.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    names: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Seen {
    /// Adds a sentence with IOB2 tags, whatever their types.
    pub fn add(&mut self, words: &[String], tags: &[String]) {
        self.words.extend(words.iter().cloned());
        for (range, kind) in super::spans(tags) {
            if kind.is_some() {
                self.names
                    .insert(words.get(range).unwrap_or_default().join(" "));
            }
        }
    }

    fn has_name(&self, shown: &str) -> bool {
        self.names.contains(shown)
    }

    fn has_a_word(&self, shown: &str) -> bool {
        shown.split(' ').any(|word| self.words.contains(word))
    }
}

/// Everything about one run.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Sentences.
    pub n_sentences: usize,
    /// Words.
    pub n_words: usize,
    /// Found names that touch only words which are not scored.
    pub unscored: usize,
    /// Exact words and exact type, by type.
    pub types: BTreeMap<NameType, Tally>,
    /// The same for all types.
    pub micro: Tally,
    /// Exact words, any type.
    pub boundary: Tally,
    /// Names that the training corpus has as a name nowhere.
    pub unseen_names: Tally,
    /// Names no word of which stands in the training corpus.
    pub unseen_words: Tally,
    /// Marked type, found type on the same words → count; `None`: nothing on these words.
    pub confusion: BTreeMap<(Option<NameType>, Option<NameType>), usize>,
    /// Mistakes by kind, with counts.
    pub mistakes: BTreeMap<ErrorKind, BTreeMap<Mistake, usize>>,
    /// What confidences are worth.
    pub reliability: Reliability,
}

impl Scores {
    /// Scores `sentences`; without `seen`, no name counts as unseen.
    pub fn new(sentences: &[Sentence], seen: Option<&Seen>) -> Self {
        let mut scores = Self {
            types: NameType::ALL
                .into_iter()
                .map(|kind| (kind, Tally::default()))
                .collect(),
            ..Self::default()
        };
        for sentence in sentences {
            scores.add(sentence, seen);
        }
        scores
    }

    fn add(&mut self, sentence: &Sentence, seen: Option<&Seen>) {
        self.n_sentences += 1;
        self.n_words += sentence.words.len();
        let gold: Vec<&Name> = sentence.gold.names.iter().collect();
        let (unscored, found): (Vec<&Found>, Vec<&Found>) = sentence
            .found
            .iter()
            .partition(|found| sentence.is_unscored(found));
        self.unscored += unscored.len();
        for name in &gold {
            self.count(sentence, name, seen, |tally| tally.gold += 1);
            self.boundary.gold += 1;
            let same = found
                .iter()
                .find(|found| found.name.words == name.words)
                .map(|found| found.name.kind);
            *self.confusion.entry((Some(name.kind), same)).or_default() += 1;
        }
        for found in &found {
            let name = &found.name;
            let same = gold.iter().find(|gold| gold.words == name.words);
            let right = same.is_some_and(|gold| gold.kind == name.kind);
            self.count(sentence, name, seen, |tally| {
                tally.found += 1;
                tally.right += usize::from(right);
            });
            self.boundary.found += 1;
            self.boundary.right += usize::from(same.is_some());
            self.reliability.add(found.confidence, right);
            if same.is_none() {
                *self.confusion.entry((None, Some(name.kind))).or_default() += 1;
            }
        }
        let found: Vec<&Name> = found.into_iter().map(|found| &found.name).collect();
        for (kind, mistake) in errors::mistakes(sentence, &gold, &found) {
            *self
                .mistakes
                .entry(kind)
                .or_default()
                .entry(mistake)
                .or_default() += 1;
        }
    }

    fn count(
        &mut self,
        sentence: &Sentence,
        name: &Name,
        seen: Option<&Seen>,
        count: impl Fn(&mut Tally),
    ) {
        count(&mut self.micro);
        count(self.types.entry(name.kind).or_default());
        if let Some(seen) = seen {
            let shown = sentence.shown(name);
            if !seen.has_name(&shown) {
                count(&mut self.unseen_names);
            }
            if !seen.has_a_word(&shown) {
                count(&mut self.unseen_words);
            }
        }
    }
}
