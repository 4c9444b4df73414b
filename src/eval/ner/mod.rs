//! Names that were found against names that a corpus marks.
//!
//! In: sentences of words with the marked names ([`TypeMap`] reads them off IOB2 tags) and the
//! found ones. Out: [`Scores`]. A name is right when its words and its type are exactly the
//! marked ones, as `conlleval` counts (Tjong Kim Sang and De Meulder, 2003). Who finds the
//! names is not known here.

mod confidence;
mod errors;
mod report;
mod score;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

pub use confidence::{Bin, Reliability};
pub use errors::{ErrorKind, Mistake};
pub use report::Extent;
pub use score::{Scores, Seen, Tally};

/// The types that names are told apart by (`ANERcorp`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameType {
    /// A person.
    Pers,
    /// A place, countries too.
    Loc,
    /// An organisation.
    Org,
    /// Any other name.
    Misc,
}

impl NameType {
    /// All types.
    pub const ALL: [Self; 4] = [Self::Pers, Self::Loc, Self::Org, Self::Misc];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pers => "PERS",
            Self::Loc => "LOC",
            Self::Org => "ORG",
            Self::Misc => "MISC",
        }
    }

    /// The type of that [`Self::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Words of a sentence that name something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The words.
    pub words: Range<usize>,
    /// What is named.
    pub kind: NameType,
}

/// A name that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where and what.
    pub name: Name,
    /// Probability that words and type are right.
    pub confidence: f32,
}

/// What a corpus says of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gold {
    /// The names; no two overlap.
    pub names: Vec<Name>,
    /// Words of names of a type that is not scored, and words without a known tag.
    pub unscored: Vec<Range<usize>>,
}

/// One sentence, marked and read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Its words.
    pub words: Vec<String>,
    /// The truth.
    pub gold: Gold,
    /// The answer; no two overlap.
    pub found: Vec<Found>,
}

/// Types of a corpus → ours; `None` for those that are not scored.
#[derive(Debug, Clone)]
pub struct TypeMap {
    types: BTreeMap<String, Option<NameType>>,
}

impl Default for TypeMap {
    /// `PERS`, `PER`; `LOC`, `GPE`; `ORG`; `MISC`, `MIS`.
    fn default() -> Self {
        let types = [
            ("PERS", NameType::Pers),
            ("PER", NameType::Pers),
            ("LOC", NameType::Loc),
            ("GPE", NameType::Loc),
            ("ORG", NameType::Org),
            ("MISC", NameType::Misc),
            ("MIS", NameType::Misc),
        ];
        Self {
            types: types
                .into_iter()
                .map(|(gold, kind)| (gold.to_owned(), Some(kind)))
                .collect(),
        }
    }
}

impl TypeMap {
    /// Reads `gold` as `kind` from now on; `None`: does not score it.
    pub fn set(&mut self, gold: &str, kind: Option<NameType>) {
        self.types.insert(gold.to_owned(), kind);
    }

    /// The names in IOB2 tags.
    ///
    /// # Errors
    /// The first type that the map does not have.
    pub fn gold(&self, tags: &[String]) -> Result<Gold, String> {
        let mut gold = Gold::default();
        for (words, kind) in spans(tags) {
            match kind
                .map(|kind| self.types.get(kind).ok_or(kind))
                .transpose()
            {
                Ok(Some(Some(kind))) => gold.names.push(Name { words, kind: *kind }),
                Ok(Some(None) | None) => gold.unscored.push(words),
                Err(unknown) => return Err(unknown.to_owned()),
            }
        }
        Ok(gold)
    }
}

/// Spans of IOB2 tags with their types; a word with `?` is one without a type.
fn spans(tags: &[String]) -> Vec<(Range<usize>, Option<&str>)> {
    let mut spans: Vec<(Range<usize>, Option<&str>)> = Vec::new();
    for (idx, tag) in tags.iter().enumerate() {
        match (tag.split_once('-'), spans.last_mut()) {
            (Some(("I", kind)), Some((words, last))) if words.end == idx && *last == Some(kind) => {
                words.end = idx + 1;
            }
            (Some((_, kind)), _) => spans.push((idx..idx + 1, Some(kind))),
            (None, _) if tag == "?" => spans.push((idx..idx + 1, None)),
            (None, _) => {}
        }
    }
    spans
}

/// Whether two ranges share a word.
const fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

impl Sentence {
    /// Whether a found name touches only words that are not scored.
    fn is_unscored(&self, found: &Found) -> bool {
        let words = &found.name.words;
        self.gold.unscored.iter().any(|other| overlap(words, other))
            && !self
                .gold
                .names
                .iter()
                .any(|name| overlap(words, &name.words))
    }

    /// The words of a name, as the file has them.
    fn shown(&self, name: &Name) -> String {
        self.words
            .get(name.words.clone())
            .unwrap_or_default()
            .join(" ")
    }
}
