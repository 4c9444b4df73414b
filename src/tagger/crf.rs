//! Linear-chain conditional random field (Lafferty et al., 2001): the most
//! probable labels of a sentence and the probability of each label at each token.

use super::LabelSet;

/// Weight of what cannot be.
const NEVER: f32 = -1e9;
/// Below this a score stands for something impossible.
const IMPOSSIBLE: f32 = -1e8;

/// Scores that do not depend on the tokens.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Transitions {
    /// Number of labels.
    pub n_labels: usize,
    /// Score of a label behind another, `[from * n_labels + to]`.
    pub between: Vec<f32>,
    /// Score of a label at the start.
    pub opening: Vec<f32>,
}

impl Transitions {
    /// The same scores, with what IOB2 does not allow made impossible.
    #[must_use]
    pub fn lawful(mut self) -> Self {
        let n = self.n_labels;
        for (idx, score) in self.between.iter_mut().enumerate() {
            if n > 0 && !LabelSet::may_follow(idx / n, idx % n) {
                *score = NEVER;
            }
        }
        for (label, score) in self.opening.iter_mut().enumerate() {
            if !LabelSet::may_open(label) {
                *score = NEVER;
            }
        }
        self
    }

    /// The most probable labels, given the score of each label at each token
    /// (`emissions[token * n_labels + label]`).
    pub fn best(&self, emissions: &[f32]) -> Vec<usize> {
        let n = self.n_labels;
        let mut rows = emissions.chunks_exact(n.max(1));
        let Some(first) = rows.next() else {
            return Vec::new();
        };
        let mut scores: Vec<f32> = first
            .iter()
            .zip(&self.opening)
            .map(|(e, o)| e + o)
            .collect();
        let mut from: Vec<usize> = Vec::with_capacity(emissions.len());
        let mut next = vec![0.0_f32; n];
        for row in rows {
            for (to, (slot, emission)) in next.iter_mut().zip(row).enumerate() {
                let (best, score) = scores
                    .iter()
                    .zip(self.between.iter().skip(to).step_by(n))
                    .map(|(score, step)| score + step)
                    .enumerate()
                    .fold((0, f32::NEG_INFINITY), |best, (label, score)| {
                        if score > best.1 { (label, score) } else { best }
                    });
                from.push(best);
                *slot = score + emission;
            }
            std::mem::swap(&mut scores, &mut next);
        }
        let mut label = scores
            .iter()
            .enumerate()
            .fold((0, f32::NEG_INFINITY), |best, (label, &score)| {
                if score > best.1 { (label, score) } else { best }
            })
            .0;
        let mut labels = vec![label];
        for row in from.chunks_exact(n).rev() {
            label = row.get(label).copied().unwrap_or_default();
            labels.push(label);
        }
        labels.reverse();
        labels
    }

    /// Probabilities of each label at each token, where only the labels of `allowed` (a bit
    /// each; all, when absent) can be: forward-backward.
    pub fn marginals(&self, emissions: &[f32], allowed: Option<&[u64]>) -> Marginals {
        let n = self.n_labels;
        let len = emissions.len() / n.max(1);
        let may = |token: usize, label: usize| {
            allowed.is_none_or(|masks| masks.get(token).is_none_or(|mask| mask >> label & 1 == 1))
        };
        let emission: Vec<f32> = emissions
            .iter()
            .enumerate()
            .map(|(idx, &score)| if may(idx / n, idx % n) { score } else { NEVER })
            .collect();
        let mut forward = vec![NEVER; len * n];
        let mut backward = vec![0.0_f32; len * n];
        let mut terms = vec![0.0_f32; n];
        for token in 0..len {
            let (before, rest) = forward.split_at_mut(token * n);
            let last = before.rchunks_exact(n).next();
            let own = emission.get(token * n..).unwrap_or_default();
            for (label, (slot, score)) in rest.iter_mut().zip(own).take(n).enumerate() {
                *slot = score
                    + match last {
                        None => self.opening.get(label).copied().unwrap_or_default(),
                        Some(last) => {
                            let steps = self.between.iter().skip(label).step_by(n);
                            for ((term, before), step) in terms.iter_mut().zip(last).zip(steps) {
                                *term = before + step;
                            }
                            log_sum(&terms)
                        }
                    };
            }
        }
        for token in (0..len.saturating_sub(1)).rev() {
            let (rest, after) = backward.split_at_mut((token + 1) * n);
            let scores = emission.get((token + 1) * n..).unwrap_or_default();
            let Some(slots) = rest.rchunks_exact_mut(n).next() else {
                break;
            };
            for (slot, steps) in slots.iter_mut().zip(self.between.chunks_exact(n)) {
                for (((term, step), next), score) in
                    terms.iter_mut().zip(steps).zip(after.iter()).zip(scores)
                {
                    *term = step + next + score;
                }
                *slot = log_sum(&terms);
            }
        }
        let total = forward.rchunks_exact(n.max(1)).next().map_or(0.0, log_sum);
        let probabilities = forward
            .iter()
            .zip(&backward)
            .map(|(f, b)| (f + b - total).exp())
            .collect();
        Marginals {
            emission,
            forward,
            backward,
            total,
            probabilities,
        }
    }
}

/// What forward-backward finds.
#[derive(Debug, Clone)]
pub struct Marginals {
    emission: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    /// Logarithm of the sum over all allowed sequences.
    pub total: f32,
    /// Probability of each label at each token.
    pub probabilities: Vec<f32>,
}

impl Marginals {
    /// Adds `weight` times the expected count of each pair of neighbouring labels to `between`,
    /// and of each opening label to `opening`.
    pub fn count_into(
        &self,
        transitions: &Transitions,
        weight: f32,
        between: &mut [f32],
        opening: &mut [f32],
    ) {
        let n = transitions.n_labels;
        for (slot, probability) in opening.iter_mut().zip(&self.probabilities) {
            *slot += weight * probability;
        }
        let befores = self.forward.chunks_exact(n.max(1));
        let afters = self.backward.chunks_exact(n.max(1)).skip(1);
        let scores = self.emission.chunks_exact(n.max(1)).skip(1);
        for ((before, after), score) in befores.zip(afters).zip(scores) {
            let rows = between
                .chunks_exact_mut(n)
                .zip(transitions.between.chunks_exact(n));
            for (&from, (slots, steps)) in before.iter().zip(rows) {
                if from < IMPOSSIBLE {
                    continue;
                }
                for (((slot, step), next), own) in slots.iter_mut().zip(steps).zip(after).zip(score)
                {
                    *slot += weight * (from + step + own + next - self.total).exp();
                }
            }
        }
    }

    /// Probability that the tokens `first..end` are one name of type number `kind`, and the
    /// name ends there.
    pub fn span_probability(
        &self,
        transitions: &Transitions,
        first: usize,
        end: usize,
        kind: usize,
    ) -> f32 {
        let n = transitions.n_labels;
        let (begin, inside) = (2 * kind + 1, 2 * kind + 2);
        let at = |values: &[f32], token: usize, label: usize| {
            values.get(token * n + label).copied().unwrap_or(NEVER)
        };
        let step = |from: usize, to: usize| {
            transitions
                .between
                .get(from * n + to)
                .copied()
                .unwrap_or(NEVER)
        };
        let mut score = at(&self.forward, first, begin);
        let mut label = begin;
        for token in first + 1..end {
            score += step(label, inside) + at(&self.emission, token, inside);
            label = inside;
        }
        let ending = if end * n >= self.forward.len() {
            0.0
        } else {
            let terms: Vec<f32> = (0..n)
                .filter(|&next| next != inside)
                .map(|next| {
                    step(label, next)
                        + at(&self.emission, end, next)
                        + at(&self.backward, end, next)
                })
                .collect();
            log_sum(&terms)
        };
        (score + ending - self.total).exp().clamp(0.0, 1.0)
    }
}

/// Logarithm of the sum of exponentials.
fn log_sum(terms: &[f32]) -> f32 {
    let most = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most <= IMPOSSIBLE {
        return NEVER;
    }
    most + terms
        .iter()
        .map(|term| (term - most).exp())
        .sum::<f32>()
        .ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> (Transitions, Vec<f32>) {
        let transitions = Transitions {
            n_labels: 3,
            between: vec![0.1, -0.3, 0.0, 0.2, -0.5, 0.9, 0.4, 0.1, 0.3],
            opening: vec![0.2, 0.1, 0.0],
        }
        .lawful();
        let emissions = vec![0.3, 0.8, 0.1, -0.2, 0.5, 1.1, 0.7, 0.1, -0.4];
        (transitions, emissions)
    }

    /// Every sequence with its score.
    fn sequences(transitions: &Transitions, emissions: &[f32]) -> Vec<(Vec<usize>, f64)> {
        let mut all = Vec::new();
        for code in 0..27 {
            let labels = [code / 9, code / 3 % 3, code % 3];
            let mut score = f64::from(transitions.opening[labels[0]]);
            for (token, &label) in labels.iter().enumerate() {
                score += f64::from(emissions[token * 3 + label]);
                if token > 0 {
                    score += f64::from(transitions.between[labels[token - 1] * 3 + label]);
                }
            }
            all.push((labels.to_vec(), score));
        }
        all
    }

    #[test]
    fn agrees_with_counting_all_sequences() {
        let (transitions, emissions) = example();
        let all = sequences(&transitions, &emissions);
        let best = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(transitions.best(&emissions), best.0);
        let total: f64 = all.iter().map(|(_, score)| score.exp()).sum();
        let marginals = transitions.marginals(&emissions, None);
        assert!((f64::from(marginals.total) - total.ln()).abs() < 1e-4);
        for token in 0..3 {
            for label in 0..3 {
                let share: f64 = all
                    .iter()
                    .filter(|(labels, _)| labels[token] == label)
                    .map(|(_, score)| score.exp())
                    .sum::<f64>()
                    / total;
                let found = f64::from(marginals.probabilities[token * 3 + label]);
                assert!((found - share).abs() < 1e-4, "{token} {label}");
            }
        }
        let span: f64 = all
            .iter()
            .filter(|(labels, _)| labels[0] == 1 && labels[1] == 2 && labels[2] != 2)
            .map(|(_, score)| score.exp())
            .sum::<f64>()
            / total;
        let found = f64::from(marginals.span_probability(&transitions, 0, 2, 0));
        assert!((found - span).abs() < 1e-4);
    }

    #[test]
    fn counts_pairs_and_keeps_to_what_is_allowed() {
        let (transitions, emissions) = example();
        let marginals = transitions.marginals(&emissions, Some(&[0b010, 0b111, 0b001]));
        assert!(marginals.probabilities[0] < 1e-6);
        assert!((marginals.probabilities[1] - 1.0).abs() < 1e-4);
        let mut between = vec![0.0; 9];
        let mut opening = vec![0.0; 3];
        marginals.count_into(&transitions, 1.0, &mut between, &mut opening);
        assert!((between.iter().sum::<f32>() - 2.0).abs() < 1e-3);
        assert!((opening.iter().sum::<f32>() - 1.0).abs() < 1e-4);
    }
}
