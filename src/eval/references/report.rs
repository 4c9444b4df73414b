//! The figures as tables, and chains that are wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::ReferenceScores;
use super::answer::Answer;
use super::gold::{GoldPage, Place};
use super::metrics::{ChainScores, Measure};
use crate::article::MentionKind;

impl ReferenceScores {
    /// The tables; writing to a string cannot fail.
    pub fn to_text(&self) -> String {
        let mut out = format!("{} pages\n\n", self.n_pages);
        let _ = writeln!(
            out,
            "{:<26} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}",
            "chains", "men P", "men R", "men F1", "MUC", "B3 P", "B3 R", "B3", "CEAFe", "CoNLL"
        );
        let [words, words_of_names] = &self.baseline;
        for (name, scores) in [
            ("all mentions", &self.all),
            ("  by equal words", words),
            ("names", &self.names),
            ("  by equal words", words_of_names),
        ] {
            let _ = writeln!(out, "{name:<26} {}", row(scores));
        }
        let links = &self.links;
        let _ = writeln!(
            out,
            "\n{:<26} {:>6} {:>6} {:>6}  right, given, there",
            "references", "P", "R", "F1"
        );
        for (name, measure) in [
            ("keyword", links.keywords),
            ("related article", links.related),
            ("story relation", links.relations),
            ("event again", links.events),
            ("media source", links.media),
            ("citation", links.citations),
            ("alias", links.aliases),
            ("metonymy", links.metonyms),
            ("knowledge base", links.base),
        ] {
            let _ = writeln!(out, "{name:<26} {}", counts(measure));
        }
        for (name, (right, all)) in [
            ("tags that name nothing", links.no_name),
            ("not in the base", links.not_in_base),
        ] {
            let _ = writeln!(out, "{name:<26} {right} of {all} left alone");
        }
        out
    }
}

fn row(scores: &ChainScores) -> String {
    let values = [
        scores.mentions.precision.value(),
        scores.mentions.recall.value(),
        scores.mentions.f1(),
        scores.muc.f1(),
        scores.b_cubed.precision.value(),
        scores.b_cubed.recall.value(),
        scores.b_cubed.f1(),
        scores.ceaf_e.f1(),
        scores.conll(),
    ];
    let cells: Vec<String> = values.iter().map(|value| format!("{value:>6.4}")).collect();
    cells.join(" ")
}

fn counts(measure: Measure) -> String {
    format!(
        "{:>6.4} {:>6.4} {:>6.4}  {:.0}, {:.0}, {:.0}",
        measure.precision.value(),
        measure.recall.value(),
        measure.f1(),
        measure.precision.right,
        measure.precision.all,
        measure.recall.all,
    )
}

/// Each chain of the page that the answer does not have as it is, and mentions of no chain.
pub(super) fn chain_errors(page: &GoldPage, answer: &Answer) -> String {
    let mut homes: BTreeMap<Place, usize> = BTreeMap::new();
    for entity in &answer.entities {
        homes.extend(
            entity
                .mentions
                .iter()
                .map(|(place, _)| (*place, entity.home)),
        );
    }
    let mut out = String::new();
    let mut known: Vec<Place> = Vec::new();
    for chain in &page.chains {
        let mut parts: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
        for mention in &chain.mentions {
            known.push(mention.place());
            let sign = match mention.kind {
                MentionKind::Name => "",
                MentionKind::Nominal => "~",
                MentionKind::Pronoun => "^",
            };
            let shown = format!("{sign}{}@{}", page.words(mention.place()), mention.start);
            parts
                .entry(homes.get(&mention.place()).copied())
                .or_default()
                .push(shown);
        }
        if parts.len() == 1 && !parts.contains_key(&None) {
            continue;
        }
        let shown: Vec<String> = parts
            .iter()
            .map(|(home, mentions)| {
                let entity = home.and_then(|idx| answer.entities.get(idx));
                let name = entity.map_or("MISSED", |entity| entity.name.as_str());
                format!("{name}: {}", mentions.join(", "))
            })
            .collect();
        let _ = writeln!(out, "  {}: chain {}", page.id, shown.join(" | "));
    }
    for entity in &answer.entities {
        for (place, kind) in &entity.mentions {
            if !known.contains(place) {
                let words = page.words(*place);
                let _ = writeln!(
                    out,
                    "  {}: extra {kind:?} {words}@{} of {}",
                    page.id, place.start, entity.name
                );
            }
        }
    }
    out
}
