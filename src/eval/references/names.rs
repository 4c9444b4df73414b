//! Other names, and entries of the knowledge base.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::End;
use super::links::{Judge, LinkScores, METONYMY};
use super::metrics::Measure;
use crate::article::ReferenceKind;
use crate::lang::LanguagePacks;

impl Judge<'_> {
    pub(super) fn aliases(&mut self, measure: &mut Measure, packs: &LanguagePacks) {
        let key = |text: &str| -> String {
            let folded = packs.fold.fold(text);
            let words = folded.split(|letter: char| !letter.is_alphanumeric());
            words
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let names: Vec<BTreeSet<String>> = self
            .page
            .chains
            .iter()
            .map(|chain| chain.aliases.iter().map(|name| key(name)).collect())
            .collect();
        let mut found: BTreeSet<(usize, String)> = BTreeSet::new();
        let mut n_wrong = 0;
        for reference in self.of_kind(ReferenceKind::Alias) {
            let End::Words(place) = reference.from else {
                continue;
            };
            if reference.rule == METONYMY {
                continue;
            }
            let words = self.page.words(place);
            let chain = self.chain_of(reference.to);
            let known = chain.and_then(|chain| names.get(chain));
            if let Some(chain) =
                chain.filter(|_| known.is_some_and(|known| known.contains(&key(&words))))
            {
                found.insert((chain, key(&words)));
            } else {
                n_wrong += 1;
                let shown = format!("wrong: {words} → {}", self.name(reference.to));
                self.wrong("alias", &shown);
            }
        }
        let mut n_there = 0;
        let mut n_right = 0;
        for (chain, known) in names.iter().enumerate() {
            // One of the names is what the others are other names of.
            let there = known.len().saturating_sub(1);
            let right = found.iter().filter(|one| one.0 == chain).count().min(there);
            n_there += there;
            n_right += right;
            if right < there {
                let shown = format!("missing: {right} of {there} of {}", self.shown(Some(chain)));
                self.wrong("alias", &shown);
            }
        }
        measure.count(n_right, n_right + n_wrong, n_there);
    }

    /// Each entity is judged by the chain it is; one that is none has no right link.
    pub(super) fn base(&mut self, scores: &mut LinkScores) {
        let mut links: BTreeMap<Option<usize>, BTreeSet<&str>> = BTreeMap::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let answer = self.answer;
        for (entity, chain) in answer.entities.iter().zip(self.chains.clone()) {
            seen.extend(chain);
            if let Some(id) = entity.ids.first() {
                links.entry(chain).or_default().insert(id);
            }
        }
        for (chain, number) in self.page.chains.iter().zip(0..) {
            let given = links.get(&Some(number)).cloned().unwrap_or_default();
            let right = given
                .iter()
                .filter(|id| chain.ids.iter().any(|own| own == *id))
                .count();
            let there = usize::from(!chain.ids.is_empty());
            scores.base.count(right.min(there), given.len(), there);
            if chain.ids.is_empty() && seen.contains(&number) {
                scores.not_in_base.0 += usize::from(given.is_empty());
                scores.not_in_base.1 += 1;
            }
            if right == 0 && (there > 0 || !given.is_empty()) {
                let shown = format!(
                    "{}: expected {:?}, found {given:?}",
                    self.shown(Some(number)),
                    chain.ids
                );
                self.wrong("base", &shown);
            }
        }
        for id in links.get(&None).into_iter().flatten() {
            scores.base.count(0, 1, 0);
            self.wrong("base", &format!("{id} of something not marked"));
        }
    }
}
