//! [`Scores`] as tables for people or as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::score::{Scores, Tally};
use super::{Mistake, NameType};

/// What is shown besides the scores.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extent {
    /// Names are told apart by whether a training corpus has them.
    pub unseen: bool,
    /// The commonest mistakes of each kind, with their words.
    pub n_mistakes: usize,
    /// A line for each bin of confidences.
    pub bins: bool,
}

impl Scores {
    /// The tables; writing to a string cannot fail.
    pub fn to_text(&self, extent: Extent) -> String {
        let mut out = format!(
            "{:<22} {:>9} {:>9} {:>9} {:>7} {:>7} {:>7}\n",
            "", "precision", "recall", "F1", "right", "found", "gold"
        );
        for (kind, tally) in &self.types {
            line(&mut out, kind.name(), *tally);
        }
        line(&mut out, "all", self.micro);
        line(&mut out, "boundaries only", self.boundary);
        if extent.unseen {
            line(&mut out, "names never seen", self.unseen_names);
            line(&mut out, "words never seen", self.unseen_words);
        }
        if self.unscored > 0 {
            let _ = writeln!(out, "{} found on words that are not scored", self.unscored);
        }
        self.confusion_text(&mut out);
        self.mistakes_text(&mut out, extent.n_mistakes);
        let _ = writeln!(
            out,
            "\nexpected calibration error {:.4}",
            self.reliability.error()
        );
        if extent.bins {
            for bin in self.reliability.bins() {
                let _ = writeln!(
                    out,
                    "  {:.3} to {:.3}  mean {:.3}  right {:.3}  of {}",
                    bin.lowest, bin.highest, bin.confidence, bin.precision, bin.count
                );
            }
        }
        out
    }

    fn confusion_text(&self, out: &mut String) {
        let _ = write!(out, "\n{:<10}", "gold");
        for kind in NameType::ALL {
            let _ = write!(out, " {:>8}", kind.name());
        }
        let _ = writeln!(out, " {:>8}", "missed");
        for gold in sides() {
            let _ = write!(out, "{:<10}", gold.map_or("spurious", NameType::name));
            for found in sides().filter(|found| gold.is_some() || found.is_some()) {
                let _ = write!(out, " {:>8}", self.confused(gold, found));
            }
            out.push('\n');
        }
    }

    fn confused(&self, gold: Option<NameType>, found: Option<NameType>) -> usize {
        self.confusion
            .get(&(gold, found))
            .copied()
            .unwrap_or_default()
    }

    fn mistakes_text(&self, out: &mut String, n_shown: usize) {
        out.push('\n');
        for (kind, mistakes) in &self.mistakes {
            let all: usize = mistakes.values().sum();
            let _ = writeln!(out, "{all:>6}  {}", kind.name());
            for (mistake, count) in commonest(mistakes).take(n_shown) {
                let side = |text: &str| {
                    if text.is_empty() {
                        "nothing".to_owned()
                    } else {
                        text.to_owned()
                    }
                };
                let (gold, found) = (side(&mistake.gold), side(&mistake.found));
                let _ = writeln!(out, "{count:>12}  {gold} → {found}");
            }
        }
    }

    /// The same for programs. Shares are 0 to 1.
    pub fn to_json(&self, extent: Extent) -> Map<String, Value> {
        let mut out = Map::new();
        let mut put = |name: &str, value: Value| {
            out.insert(name.to_owned(), value);
        };
        let types: Map<String, Value> = self
            .types
            .iter()
            .map(|(kind, tally)| (kind.name().to_owned(), tally_json(*tally)))
            .collect();
        put("sentences", self.n_sentences.into());
        put("words", self.n_words.into());
        put("types", types.into());
        put("micro", tally_json(self.micro));
        put("boundary", tally_json(self.boundary));
        if extent.unseen {
            put("unseen_names", tally_json(self.unseen_names));
            put("unseen_words", tally_json(self.unseen_words));
        }
        put("unscored", self.unscored.into());
        let confusion: Map<String, Value> = sides()
            .map(|gold| {
                let row: Map<String, Value> = sides()
                    .filter(|found| gold.is_some() || found.is_some())
                    .map(|found| {
                        let name = found.map_or("missed", NameType::name);
                        (name.to_owned(), self.confused(gold, found).into())
                    })
                    .collect();
                let name = gold.map_or("spurious", NameType::name);
                (name.to_owned(), row.into())
            })
            .collect();
        put("confusion", confusion.into());
        let mistakes: Map<String, Value> = self
            .mistakes
            .iter()
            .map(|(kind, mistakes)| {
                let shown: Vec<Value> = commonest(mistakes)
                    .take(extent.n_mistakes)
                    .map(|(mistake, count)| {
                        json!({"count": count, "gold": mistake.gold, "found": mistake.found})
                    })
                    .collect();
                let all: usize = mistakes.values().sum();
                let value = json!({"count": all, "commonest": shown});
                (kind.name().replace(' ', "_"), value)
            })
            .collect();
        put("errors", mistakes.into());
        put(
            "expected_calibration_error",
            self.reliability.error().into(),
        );
        if extent.bins {
            let bins: Vec<Value> = self
                .reliability
                .bins()
                .iter()
                .map(|bin| {
                    json!({
                        "count": bin.count,
                        "lowest": bin.lowest,
                        "highest": bin.highest,
                        "confidence": bin.confidence,
                        "precision": bin.precision,
                    })
                })
                .collect();
            put("calibration", bins.into());
        }
        out
    }
}

/// The types, then none.
fn sides() -> impl Iterator<Item = Option<NameType>> {
    NameType::ALL.into_iter().map(Some).chain([None])
}

/// Mistakes with their counts, the commonest first, else in the order of their words.
fn commonest(
    mistakes: &std::collections::BTreeMap<Mistake, usize>,
) -> impl Iterator<Item = (&Mistake, usize)> {
    let mut sorted: Vec<_> = mistakes.iter().map(|(m, count)| (m, *count)).collect();
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted.into_iter()
}

fn line(out: &mut String, name: &str, tally: Tally) {
    let _ = writeln!(
        out,
        "{name:<22} {:>9.2} {:>9.2} {:>9.2} {:>7} {:>7} {:>7}",
        100.0 * tally.precision(),
        100.0 * tally.recall(),
        100.0 * tally.f1(),
        tally.right,
        tally.found,
        tally.gold
    );
}

fn tally_json(tally: Tally) -> Value {
    json!({
        "precision": tally.precision(),
        "recall": tally.recall(),
        "f1": tally.f1(),
        "right": tally.right,
        "found": tally.found,
        "gold": tally.gold,
    })
}
