//! Chains and references against those that a file marks.
//!
//! In: pages with their chains, keywords, related articles and sources ([`gold`]), and what the
//! pipeline made of them ([`answer`]). Out: [`ReferenceScores`]: MUC, B³, CEAF-e and their mean
//! ([`metrics`]) over all mentions and over names, beside the same mentions drawn together by
//! their words alone; precision and recall of each kind of reference; links to the knowledge
//! base. What the scores count: `docs/references.md`.

pub mod answer;
mod assignment;
pub mod gold;
mod links;
pub mod metrics;
mod names;
mod report;
#[cfg(test)]
mod tests;

use answer::Answer;
use gold::{GoldPage, Place};
use links::LinkScores;
use metrics::{ChainScores, Clusters};

use crate::article::MentionKind;
use crate::lang::LanguagePacks;

/// All figures over pages.
#[derive(Debug, Clone, Default)]
pub struct ReferenceScores {
    /// Pages.
    pub n_pages: usize,
    /// Chains over mentions of all kinds.
    pub all: ChainScores,
    /// Chains over names.
    pub names: ChainScores,
    /// The same names and nouns, drawn together by their words alone: all, names.
    pub baseline: [ChainScores; 2],
    /// References by kind.
    pub links: LinkScores,
    /// What is wrong, page by page.
    pub errors: String,
}

impl ReferenceScores {
    /// Adds a page and its answer.
    pub fn add(&mut self, page: &GoldPage, answer: &Answer, packs: &LanguagePacks) {
        self.n_pages += 1;
        let names = Some(MentionKind::Name);
        let gold = gold_chains(page, None);
        let gold_names = gold_chains(page, names);
        let [all, only_names] = &mut self.baseline;
        all.add(&gold, &answer.chains_by_words(&page.text, None));
        only_names.add(&gold_names, &answer.chains_by_words(&page.text, names));
        self.all.add(&gold, &answer.chains(None));
        self.names.add(&gold_names, &answer.chains(names));
        self.errors.push_str(&report::chain_errors(page, answer));
        let errors = self.links.add(page, answer, packs);
        self.errors.push_str(&errors);
    }
}

/// The chains of a page, of one kind of mention or of all.
fn gold_chains(page: &GoldPage, kind: Option<MentionKind>) -> Clusters<Place> {
    page.chains
        .iter()
        .map(|chain| {
            let wanted = chain
                .mentions
                .iter()
                .filter(|one| kind.is_none_or(|kind| one.kind == kind));
            wanted.map(gold::GoldMention::place).collect::<Vec<_>>()
        })
        .filter(|chain| !chain.is_empty())
        .collect()
}
