//! Links of marked names against the entries that they are known to mean.
//!
//! In: texts with marked names (JSON lines). Out: how often [`Linker`] gives the right entry,
//! and how often it rightly gives none. The countries that a text is about are read from all of
//! its words but those of the name itself.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Deserializer};

use super::json_lines::{self, JsonLinesError};
use crate::article::EntityType;
use crate::kb::KnowledgeBase;
use crate::kb::link::Linker;
use crate::lang::{LanguagePacks, detect};

/// A text with its names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedText {
    /// The text.
    pub text: String,
    /// The names in it.
    pub mentions: Vec<LinkedName>,
}

/// A name and what it means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedName {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Id of the entry; `None` where no entry is meant.
    #[serde(deserialize_with = "Option::deserialize")]
    pub id: Option<String>,
    /// Type, upper case, where the file says it: `LOCATION`.
    #[serde(default, rename = "type", deserialize_with = "entity_type")]
    pub entity_type: Option<EntityType>,
}

fn entity_type<'d, D: Deserializer<'d>>(from: D) -> Result<Option<EntityType>, D::Error> {
    let name = String::deserialize(from)?;
    EntityType::from_name(&name)
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom(format!("expected an entity type, found `{name}`")))
}

/// Reads a file; empty lines are skipped. Each text comes with its line.
///
/// # Errors
/// It cannot be read, has a line that is none of this form, or no line.
pub fn read(path: &Path) -> Result<Vec<(usize, LinkedText)>, JsonLinesError> {
    let texts = json_lines::read(path, parse)?;
    if texts.is_empty() {
        return Err(JsonLinesError::empty(path, "sentences"));
    }
    Ok(texts)
}

fn parse(line: &str) -> Result<LinkedText, String> {
    let text: LinkedText = serde_json::from_str(line).map_err(|error| error.to_string())?;
    for name in &text.mentions {
        if text.bytes_of(name).is_none_or(|bytes| bytes.is_empty()) {
            let (start, end) = (name.start, name.end);
            return Err(format!("{start} to {end} are no code points of the text"));
        }
    }
    Ok(text)
}

impl LinkedText {
    fn bytes_of(&self, name: &LinkedName) -> Option<Range<usize>> {
        let at = |position: usize| {
            let ends = self.text.char_indices().map(|(at, _)| at);
            ends.chain([self.text.len()]).nth(position)
        };
        let bytes = at(name.start)?..at(name.end)?;
        (bytes.start <= bytes.end).then_some(bytes)
    }

    /// The words of the text but those in `bytes`, folded.
    fn words_around(&self, bytes: &Range<usize>, packs: &LanguagePacks) -> Vec<String> {
        let before = self.text.get(..bytes.start).unwrap_or_default();
        let behind = self.text.get(bytes.end..).unwrap_or_default();
        [before, behind]
            .into_iter()
            .flat_map(|part| {
                let folded = packs.fold.fold(part);
                let words = folded.split(|c: char| !c.is_alphanumeric());
                words.map(str::to_owned).collect::<Vec<_>>()
            })
            .filter(|word| !word.is_empty())
            .collect()
    }
}

/// What came of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The right entry, or rightly none.
    Right,
    /// Another entry.
    Wrong,
    /// None where one is meant.
    Missing,
    /// One where none is meant.
    Invented,
}

/// A name that was not linked as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Line of its text.
    pub line: usize,
    /// The name.
    pub name: String,
    /// What happened.
    pub outcome: Outcome,
    /// Id of the entry that is meant.
    pub gold: Option<String>,
    /// Id of the entry that was given.
    pub given: Option<String>,
}

/// Counts over names.
#[derive(Debug, Clone, Default)]
pub struct LinkingScores {
    /// Texts.
    pub n_texts: usize,
    /// Names that mean an entry.
    pub n_linked: usize,
    /// Names that mean none.
    pub n_null: usize,
    /// Links given.
    pub n_given: usize,
    /// Links that are right.
    pub right: usize,
    /// Names that mean none and got none.
    pub right_null: usize,
    /// Names that mean an entry which the base does not have.
    pub unknown: usize,
    /// The others.
    pub misses: Vec<Miss>,
}

impl LinkingScores {
    /// Links the names of `texts`; with `typed`, by their types where the file says them.
    pub fn new(
        texts: &[(usize, LinkedText)],
        kb: &KnowledgeBase,
        packs: &LanguagePacks,
        typed: bool,
    ) -> Self {
        let mut scores = Self {
            n_texts: texts.len(),
            ..Self::default()
        };
        for (line, text) in texts {
            let language = detect(&text.text).map(|(tag, _)| tag);
            let linker = Linker::new(kb, packs).in_language(language);
            for name in &text.mentions {
                let bytes = text.bytes_of(name).unwrap_or_default();
                let words = text.words_around(&bytes, packs);
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let shown = text.text.get(bytes).unwrap_or_default();
                let kind = name.entity_type.filter(|_| typed);
                let link = linker.link(shown, kind, &linker.context(&words));
                let known = name.id.as_deref().and_then(|id| kb.by_id(id));
                scores.unknown += usize::from(name.id.is_some() && known.is_none());
                let outcome = match (&name.id, link) {
                    (None, None) => Outcome::Right,
                    (None, Some(_)) => Outcome::Invented,
                    (Some(_), None) => Outcome::Missing,
                    (Some(_), Some(link)) if known == Some(link.entry) => Outcome::Right,
                    (Some(_), Some(_)) => Outcome::Wrong,
                };
                scores.count(outcome, name.id.is_some());
                if outcome != Outcome::Right {
                    scores.misses.push(Miss {
                        line: *line,
                        name: shown.to_owned(),
                        outcome,
                        gold: name.id.clone(),
                        given: link.map(|link| kb.entry(link.entry).id().into_owned()),
                    });
                }
            }
        }
        scores
    }

    fn count(&mut self, outcome: Outcome, linked: bool) {
        let right = outcome == Outcome::Right;
        self.n_linked += usize::from(linked);
        self.n_null += usize::from(!linked);
        self.right += usize::from(linked && right);
        self.right_null += usize::from(!linked && right);
        let given = (linked && right) || matches!(outcome, Outcome::Wrong | Outcome::Invented);
        self.n_given += usize::from(given);
    }

    /// The figures, then each miss; writing to a string cannot fail.
    pub fn to_text(&self) -> String {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let mut out = format!(
            "{} texts, {} names that mean an entry, {} that mean none\n\
             precision {:.2}  recall {:.2}  F1 {:.2}  ({} right of {} links)\n\
             rightly not linked {:.2}  ({} of {})\n",
            self.n_texts,
            self.n_linked,
            self.n_null,
            percent(self.right, self.n_given),
            percent(self.right, self.n_linked),
            percent(2 * self.right, self.n_given + self.n_linked),
            self.right,
            self.n_given,
            percent(self.right_null, self.n_null),
            self.right_null,
            self.n_null,
        );
        if self.unknown > 0 {
            let _ = writeln!(out, "{} ids are not in the base", self.unknown);
        }
        for miss in &self.misses {
            let what = match miss.outcome {
                Outcome::Right => "right",
                Outcome::Wrong => "another entry",
                Outcome::Missing => "not linked",
                Outcome::Invented => "linked",
            };
            let none = || "none".to_owned();
            let _ = writeln!(
                out,
                "  line {}: {} {what}: expected {}, found {}",
                miss.line,
                miss.name,
                miss.gold.clone().unwrap_or_else(none),
                miss.given.clone().unwrap_or_else(none),
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_in_code_points() {
        let line = r#"{"text": "في العراق أمس", "mentions": [{"start": 3, "end": 9, "id": "Q796", "type": "LOCATION"}]}"#;
        let text = parse(line).unwrap();
        let bytes = text.bytes_of(&text.mentions[0]).unwrap();
        assert_eq!(text.text.get(bytes.clone()), Some("العراق"));
        let packs = LanguagePacks::embedded().unwrap();
        assert_eq!(text.words_around(&bytes, &packs), ["في", "امس"]);
    }

    #[test]
    fn lines_that_say_less_or_else_are_refused() {
        for (mentions, word) in [
            (r#"{"start": 0, "end": 1}"#, "id"),
            (r#"{"start": 1, "end": 9, "id": null}"#, "1 to 9"),
            (r#"{"start": 2, "end": 1, "id": null}"#, "2 to 1"),
            (r#"{"start": 1, "end": 1, "id": null}"#, "1 to 1"),
            (
                r#"{"start": 0, "end": 1, "id": null, "type": "CITY"}"#,
                "CITY",
            ),
            (r#"{"start": 0, "end": 1, "id": null, "kind": 1}"#, "kind"),
        ] {
            let line = format!(r#"{{"text": "abc", "mentions": [{mentions}]}}"#);
            let reason = parse(&line).unwrap_err();
            assert!(reason.contains(word), "{reason}");
        }
    }

    #[test]
    fn names_are_counted_by_what_came_of_them() {
        let packs = LanguagePacks::embedded().unwrap();
        let kb = KnowledgeBase::embedded().unwrap();
        let texts: Vec<(usize, LinkedText)> = [
            r#"{"text": "العراق", "mentions": [{"start": 0, "end": 6, "id": "Q796"}]}"#,
            r#"{"text": "العراق", "mentions": [{"start": 0, "end": 6, "id": "Q79"}]}"#,
            r#"{"text": "العراق", "mentions": [{"start": 0, "end": 6, "id": null}]}"#,
            r#"{"text": "ززز", "mentions": [{"start": 0, "end": 3, "id": "Q0"}]}"#,
            r#"{"text": "ززز", "mentions": [{"start": 0, "end": 3, "id": null}]}"#,
        ]
        .iter()
        .enumerate()
        .map(|(idx, line)| (idx + 1, parse(line).unwrap()))
        .collect();
        let scores = LinkingScores::new(&texts, &kb, &packs, true);
        let outcomes: Vec<Outcome> = scores.misses.iter().map(|miss| miss.outcome).collect();
        assert_eq!(
            outcomes,
            [Outcome::Wrong, Outcome::Invented, Outcome::Missing]
        );
        assert_eq!((scores.right, scores.n_given, scores.n_linked), (1, 3, 3));
        assert_eq!((scores.right_null, scores.n_null), (1, 2));
        assert_eq!(scores.unknown, 1);
        assert!(scores.to_text().contains("line 2: العراق another entry"));
    }
}
