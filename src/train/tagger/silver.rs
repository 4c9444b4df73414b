//! Labels plain news with several networks together, for a smaller one to learn from
//! (knowledge distillation; Hinton et al., 2015).
//!
//! The networks' probabilities are averaged, and those of the same word in the same article
//! are drawn together: what is a person in one sentence is one in the next. A token keeps all
//! labels that stay probable, so that the pupil learns doubt as doubt.

use std::collections::BTreeMap;
use std::ops::Range;

use super::N_JOBS;
use super::corpora::Example;
use super::pretrain::PlainText;
use super::tune::Network;
use crate::tagger::features::FeatureRows;

/// A label that is less probable is ruled out.
const DOUBT: f32 = 0.2;
/// Weight of the article against the sentence, for a word that has a name elsewhere in it.
const ARTICLE: f32 = 0.3;

/// Labels the sentences of `articles` (ranges of sentences of `text`) with the heads number
/// `head` of `teachers`.
pub(super) fn label(
    text: &PlainText,
    articles: &[Range<usize>],
    teachers: &[Network],
    head: usize,
) -> Vec<Example> {
    let share = articles.len().div_ceil(N_JOBS).max(1);
    std::thread::scope(|scope| {
        let threads: Vec<_> = articles
            .chunks(share)
            .map(|articles| {
                scope.spawn(move || {
                    articles
                        .iter()
                        .flat_map(|article| label_article(text, article.clone(), teachers, head))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().ok())
            .flatten()
            .collect()
    })
}

fn label_article(
    text: &PlainText,
    article: Range<usize>,
    teachers: &[Network],
    head: usize,
) -> Vec<Example> {
    let ranges: Vec<Range<usize>> = article
        .filter_map(|idx| text.sentences.get(idx).cloned())
        .collect();
    let rows: Vec<FeatureRows> = ranges
        .iter()
        .map(|range| {
            let mut rows = FeatureRows::default();
            for token in range.clone() {
                rows.push(text.features.row(token).iter().copied());
            }
            rows
        })
        .collect();
    let references: Vec<&FeatureRows> = rows.iter().collect();
    let mut probabilities: Vec<Vec<f32>> = vec![Vec::new(); rows.len()];
    let mut n_labels = 1;
    for teacher in teachers {
        let Some(weights) = teacher.heads.get(head) else {
            continue;
        };
        n_labels = weights.labels.len();
        let transitions = weights.transitions.clone().lawful();
        let encoded = teacher.encode(&references);
        for (sentence, sums) in probabilities.iter_mut().enumerate() {
            let scores = teacher.emissions(head, &encoded, sentence);
            let found = transitions.marginals(&scores, None).probabilities;
            if sums.is_empty() {
                *sums = found;
            } else {
                for (sum, value) in sums.iter_mut().zip(found) {
                    *sum += value;
                }
            }
        }
    }
    let n_teachers = super::network::small(teachers.len().max(1));
    for value in probabilities.iter_mut().flatten() {
        *value /= n_teachers;
    }
    agree(text, &ranges, &mut probabilities, n_labels);
    rows.into_iter()
        .zip(probabilities)
        .map(|(features, probabilities)| Example {
            allowed: probabilities.chunks_exact(n_labels).map(probable).collect(),
            features,
            names: Vec::new(),
        })
        .collect()
}

/// The labels that a token keeps.
fn probable(labels: &[f32]) -> u64 {
    let best = labels
        .iter()
        .enumerate()
        .fold((0, f32::MIN), |best, (label, &value)| {
            if value > best.1 { (label, value) } else { best }
        })
        .0;
    labels
        .iter()
        .enumerate()
        .filter(|&(label, &value)| label == best || value >= DOUBT)
        .fold(0, |mask, (label, _)| mask | 1 << label)
}

/// Draws the probabilities of the same word together, where it is probably part of a name
/// somewhere in the article.
fn agree(
    text: &PlainText,
    ranges: &[Range<usize>],
    probabilities: &mut [Vec<f32>],
    n_labels: usize,
) {
    let mut words: BTreeMap<u32, (f32, Vec<f32>)> = BTreeMap::new();
    let tokens = ranges.iter().cloned().flatten();
    let rows = probabilities
        .iter()
        .flat_map(|rows| rows.chunks_exact(n_labels));
    for (token, row) in tokens.clone().zip(rows) {
        let Some(&word) = text.targets.get(token).filter(|&&word| word != u32::MAX) else {
            continue;
        };
        let entry = words
            .entry(word)
            .or_insert_with(|| (0.0, vec![0.0; n_labels]));
        entry.0 += 1.0;
        for (sum, value) in entry.1.iter_mut().zip(row) {
            *sum += value;
        }
    }
    let rows = probabilities
        .iter_mut()
        .flat_map(|rows| rows.chunks_exact_mut(n_labels));
    for (token, row) in tokens.zip(rows) {
        let Some((count, sums)) = text.targets.get(token).and_then(|word| words.get(word)) else {
            continue;
        };
        let outside = sums.first().map_or(1.0, |sum| sum / count);
        if *count < 2.0 || outside > 0.7 {
            continue;
        }
        for (value, sum) in row.iter_mut().zip(sums) {
            *value = (1.0 - ARTICLE) * *value + ARTICLE * sum / count;
        }
    }
}
