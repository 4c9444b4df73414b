//! Scores of clusters against clusters: MUC (Vilain et al., 1995), B³ (Bagga and Baldwin, 1998),
//! CEAF-e (Luo, 2005), and their mean, the `CoNLL` score (Pradhan et al., 2014).
//!
//! Mentions of the two sides need not be the same: one that the other side lacks counts as a
//! cluster of its own there (MUC) or as nothing right (B³). Clusters of one mention count.

use std::collections::BTreeMap;

use super::assignment::best_assignment;

/// Clusters of mentions; a mention is told by its key.
pub type Clusters<K> = Vec<Vec<K>>;

/// What is right of what there is, summed over pages.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// Right.
    pub right: f64,
    /// All.
    pub all: f64,
}

impl Share {
    fn add(&mut self, right: f64, all: f64) {
        self.right += right;
        self.all += all;
    }

    /// The share, 0 to 1; of nothing it is 0.
    pub fn value(self) -> f64 {
        if self.all > 0.0 {
            self.right / self.all
        } else {
            0.0
        }
    }
}

/// Precision and recall.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measure {
    /// Of what is given, how much is right.
    pub precision: Share,
    /// Of what there is, how much is given.
    pub recall: Share,
}

impl Measure {
    /// Harmonic mean of the two.
    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision.value(), self.recall.value());
        if precision + recall > 0.0 {
            2.0 * precision * recall / (precision + recall)
        } else {
            0.0
        }
    }

    /// Counts what is right, given and there.
    pub fn count(&mut self, right: usize, given: usize, there: usize) {
        self.precision.add(right as f64, given as f64);
        self.recall.add(right as f64, there as f64);
    }
}

/// The measures of chains.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ChainScores {
    /// Mentions, whatever their cluster.
    pub mentions: Measure,
    /// MUC: links.
    pub muc: Measure,
    /// B³: mentions.
    pub b_cubed: Measure,
    /// CEAF-e: clusters.
    pub ceaf_e: Measure,
}

impl ChainScores {
    /// Adds a page: its true clusters and those that were found.
    pub fn add<K: Ord + Copy>(&mut self, gold: &Clusters<K>, found: &Clusters<K>) {
        let (of_gold, of_found) = (homes(gold), homes(found));
        let both = of_gold.keys().filter(|key| of_found.contains_key(key));
        self.mentions
            .count(both.count(), of_found.len(), of_gold.len());
        muc(&mut self.muc.recall, gold, &of_found);
        muc(&mut self.muc.precision, found, &of_gold);
        let overlaps = overlaps(gold, &of_found);
        b_cubed(&mut self.b_cubed.recall, gold, &overlaps, false);
        b_cubed(&mut self.b_cubed.precision, found, &overlaps, true);
        let similarity = |row: usize, column: usize| -> f64 {
            let both = overlaps.get(&(row, column)).copied().unwrap_or(0);
            let size = |clusters: &Clusters<K>, idx| clusters.get(idx).map_or(0, Vec::len);
            2.0 * both as f64 / (size(gold, row) + size(found, column)).max(1) as f64
        };
        let best = best_assignment(gold.len(), found.len(), &similarity);
        self.ceaf_e.recall.add(best, gold.len() as f64);
        self.ceaf_e.precision.add(best, found.len() as f64);
    }

    /// Mean F1 of MUC, B³ and CEAF-e.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

/// The cluster of each mention.
fn homes<K: Ord + Copy>(clusters: &Clusters<K>) -> BTreeMap<K, usize> {
    let numbered = clusters.iter().enumerate();
    numbered
        .flat_map(|(idx, cluster)| cluster.iter().map(move |&key| (key, idx)))
        .collect()
}

/// Links that clusters need, and those of them that the other side has.
fn muc<K: Ord + Copy>(share: &mut Share, clusters: &Clusters<K>, others: &BTreeMap<K, usize>) {
    for cluster in clusters {
        let mut parts: Vec<usize> = cluster
            .iter()
            .filter_map(|key| others.get(key))
            .copied()
            .collect();
        let alone = cluster.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        let links = cluster.len().saturating_sub(1);
        let right = cluster.len().saturating_sub(parts.len() + alone);
        share.add(right as f64, links as f64);
    }
}

/// How many mentions each pair of clusters shares.
fn overlaps<K: Ord + Copy>(
    gold: &Clusters<K>,
    of_found: &BTreeMap<K, usize>,
) -> BTreeMap<(usize, usize), usize> {
    let mut overlaps = BTreeMap::new();
    for (row, cluster) in gold.iter().enumerate() {
        for column in cluster.iter().filter_map(|key| of_found.get(key)) {
            *overlaps.entry((row, *column)).or_insert(0) += 1;
        }
    }
    overlaps
}

/// Each mention: the share of its cluster that stands in its cluster of the other side.
fn b_cubed<K>(
    share: &mut Share,
    clusters: &Clusters<K>,
    overlaps: &BTreeMap<(usize, usize), usize>,
    columns: bool,
) {
    for (&(row, column), &both) in overlaps {
        let idx = if columns { column } else { row };
        let size = clusters.get(idx).map_or(1, Vec::len).max(1);
        share.right += (both * both) as f64 / size as f64;
    }
    share.all += clusters.iter().map(Vec::len).sum::<usize>() as f64;
}
