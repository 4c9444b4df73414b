//! What is wrong with names: kinds of mistakes.

use super::{Name, Sentence, overlap};

/// How found names miss the marked ones that they touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The right words with another type.
    Type,
    /// Some of the words, of whatever type.
    Short,
    /// More than the words, of whatever type.
    Long,
    /// A marked name of which nothing was found.
    Missed,
    /// A found name where none is marked.
    Spurious,
    /// One marked name, several found.
    Split,
    /// Several marked names, one found.
    Merged,
    /// None lies within the other.
    Crossing,
}

impl ErrorKind {
    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type confusion",
            Self::Short => "boundary too short",
            Self::Long => "boundary too long",
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Crossing => "crossing",
        }
    }
}

/// Marked and found words with their types, `+` between two names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// Of the corpus; empty where nothing is marked.
    pub gold: String,
    /// Of the answer; empty where nothing was found.
    pub found: String,
}

/// The mistakes in a sentence. Names that touch each other, directly or through others, are one
/// mistake.
pub(super) fn mistakes(
    sentence: &Sentence,
    gold: &[&Name],
    found: &[&Name],
) -> Vec<(ErrorKind, Mistake)> {
    let mut all: Vec<(bool, &Name)> = Vec::new();
    let wrong = |name: &&&Name, others: &[&Name]| !others.contains(*name);
    all.extend(gold.iter().filter(|n| wrong(n, found)).map(|n| (true, *n)));
    all.extend(found.iter().filter(|n| wrong(n, gold)).map(|n| (false, *n)));
    all.sort_by_key(|(is_gold, name)| (name.words.start, name.words.end, !is_gold));
    let mut mistakes = Vec::new();
    let mut rest = all.as_slice();
    while let Some((_, first)) = rest.first() {
        let mut end = first.words.end;
        let touching = rest
            .iter()
            .take_while(|(_, name)| {
                let touches = name.words.start < end;
                end = end.max(name.words.end);
                touches
            })
            .count();
        let (group, others) = rest.split_at(touching.max(1));
        rest = others;
        let side = |of_gold: bool| -> Vec<&Name> {
            group
                .iter()
                .filter(|(is_gold, _)| *is_gold == of_gold)
                .map(|(_, name)| *name)
                .collect()
        };
        let (gold, found) = (side(true), side(false));
        let mistake = Mistake {
            gold: shown(sentence, &gold),
            found: shown(sentence, &found),
        };
        mistakes.push((kind_of(&gold, &found), mistake));
    }
    mistakes
}

fn kind_of(gold: &[&Name], found: &[&Name]) -> ErrorKind {
    match (gold, found) {
        (_, []) => ErrorKind::Missed,
        ([], _) => ErrorKind::Spurious,
        ([gold], [found]) => {
            let (gold, found) = (&gold.words, &found.words);
            debug_assert!(overlap(gold, found));
            if gold == found {
                ErrorKind::Type
            } else if gold.start <= found.start && found.end <= gold.end {
                ErrorKind::Short
            } else if found.start <= gold.start && gold.end <= found.end {
                ErrorKind::Long
            } else {
                ErrorKind::Crossing
            }
        }
        ([_], _) => ErrorKind::Split,
        (_, [_]) => ErrorKind::Merged,
        _ => ErrorKind::Crossing,
    }
}

fn shown(sentence: &Sentence, names: &[&Name]) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|name| format!("{} {}", name.kind.name(), sentence.shown(name)))
        .collect();
    names.join(" + ")
}
