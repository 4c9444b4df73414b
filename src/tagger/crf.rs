//! Linear-chain conditional random field (Lafferty et al., 2001): the most
//! probable labels of a sentence and the probability of each label at each token.

use super::{LabelSet, LabelSpan};

/// Weight of what cannot be.
const NEVER: f32 = -1e9;

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
        let mut from: Vec<u32> = vec![0; emissions.len() - n];
        let mut next = vec![0.0_f32; n];
        for (row, from) in rows.zip(from.chunks_exact_mut(n)) {
            next.fill(f32::NEG_INFINITY);
            for ((label, score), steps) in (0..).zip(&scores).zip(self.between.chunks_exact(n)) {
                for ((slot, from), step) in next.iter_mut().zip(from.iter_mut()).zip(steps) {
                    let score = score + step;
                    let better = score > *slot;
                    *slot = if better { score } else { *slot };
                    *from = if better { label } else { *from };
                }
            }
            for (slot, emission) in next.iter_mut().zip(row) {
                *slot += emission;
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
            label = row.get(label).map_or(0, |&from| from as usize);
            labels.push(label);
        }
        labels.reverse();
        labels
    }

    /// Probabilities of each label at each token, where only the labels of `allowed` (a bit
    /// each; all, when absent) can be: forward-backward, scaled at each token so that no
    /// product of probabilities vanishes (Rabiner, 1989).
    pub fn marginals(&self, emissions: &[f32], allowed: Option<&[u64]>) -> Marginals {
        let mut found = self.unread(emissions, allowed);
        found.pass_forward(&self.opening);
        found.pass_backward(0);
        found.probabilities = found
            .forward
            .iter()
            .zip(&found.backward)
            .map(|(f, b)| f * b)
            .collect();
        found
    }

    /// As much of forward-backward as the probabilities of `spans` need
    /// ([`Marginals::span_probability`]): the way back ends where the first of them does.
    pub(super) fn around(&self, spans: &[LabelSpan], emissions: &[f32]) -> Marginals {
        let mut found = self.unread(emissions, None);
        found.pass_forward(&self.opening);
        found.pass_backward(spans.first().map_or(0, |span| span.tokens.end));
        found
    }

    fn unread(&self, emissions: &[f32], allowed: Option<&[u64]>) -> Marginals {
        let n = self.n_labels.max(1);
        let len = emissions.len() / n;
        let mut found = Marginals {
            n_labels: n,
            steps: self.between.iter().map(|step| step.exp()).collect(),
            own: Vec::with_capacity(len * n),
            forward: vec![0.0; len * n],
            backward: vec![1.0; len * n],
            scales: vec![1.0; len],
            total: 0.0,
            probabilities: Vec::new(),
        };
        for (token, scores) in emissions.chunks_exact(n).enumerate() {
            let mask = allowed
                .and_then(|masks| masks.get(token).copied())
                .unwrap_or(u64::MAX);
            let may = |label: usize| mask >> label & 1 == 1;
            let most = scores
                .iter()
                .enumerate()
                .filter(|&(label, _)| may(label))
                .fold(f32::NEG_INFINITY, |most, (_, &score)| most.max(score));
            found.total += most;
            let own = scores.iter().enumerate().map(|(label, score)| {
                if may(label) {
                    (score - most).exp()
                } else {
                    0.0
                }
            });
            found.own.extend(own);
        }
        found
    }
}

/// What forward-backward finds.
#[derive(Debug, Clone)]
pub struct Marginals {
    n_labels: usize,
    /// Exponentials of the scores between labels.
    steps: Vec<f32>,
    /// Exponentials of the scores of labels at tokens, against the best of each token.
    own: Vec<f32>,
    /// Sums over the ways to a label, each token's divided by its scale to sum to 1.
    forward: Vec<f32>,
    /// Sums over the ways on from a label, divided by the scales of the tokens behind.
    backward: Vec<f32>,
    scales: Vec<f32>,
    /// Logarithm of the sum over all allowed sequences.
    pub total: f32,
    /// Probability of each label at each token.
    pub probabilities: Vec<f32>,
}

impl Marginals {
    fn pass_forward(&mut self, opening: &[f32]) {
        let n = self.n_labels;
        let mut last: Option<&[f32]> = None;
        let rows = self
            .forward
            .chunks_exact_mut(n)
            .zip(self.own.chunks_exact(n));
        for ((row, own), scale) in rows.zip(&mut self.scales) {
            match last {
                None => {
                    for ((slot, own), score) in row.iter_mut().zip(own).zip(opening) {
                        *slot = own * score.exp();
                    }
                }
                Some(last) => {
                    for (from, steps) in last.iter().zip(self.steps.chunks_exact(n)) {
                        for (slot, step) in row.iter_mut().zip(steps) {
                            *slot += from * step;
                        }
                    }
                    for (slot, own) in row.iter_mut().zip(own) {
                        *slot *= own;
                    }
                }
            }
            *scale = row.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            self.total += scale.ln();
            for slot in row.iter_mut() {
                *slot /= *scale;
            }
            last = Some(row);
        }
    }

    /// Fills `backward` from the end down to token `first`.
    fn pass_backward(&mut self, first: usize) {
        let n = self.n_labels;
        let mut after: Vec<f32> = Vec::new();
        let mut on = Vec::with_capacity(n);
        let rows = self.backward.chunks_exact_mut(n).skip(first).rev();
        let owns = self.own.chunks_exact(n).rev();
        for ((row, own), scale) in rows.zip(owns).zip(self.scales.iter().rev()) {
            if !after.is_empty() {
                for (slot, steps) in row.iter_mut().zip(self.steps.chunks_exact(n)) {
                    *slot = steps
                        .iter()
                        .zip(&after)
                        .map(|(step, next)| step * next)
                        .sum();
                }
            }
            on.clear();
            on.extend(
                own.iter()
                    .zip(row.iter())
                    .map(|(own, back)| own * back / scale),
            );
            std::mem::swap(&mut after, &mut on);
        }
    }

    /// Adds `weight` times the expected count of each pair of neighbouring labels to `between`,
    /// and of each opening label to `opening`.
    pub fn count_into(&self, weight: f32, between: &mut [f32], opening: &mut [f32]) {
        let n = self.n_labels;
        for (slot, probability) in opening.iter_mut().zip(&self.probabilities) {
            *slot += weight * probability;
        }
        let mut on = vec![0.0_f32; n];
        let befores = self.forward.chunks_exact(n);
        let afters = self.backward.chunks_exact(n).skip(1);
        let owns = self.own.chunks_exact(n).skip(1);
        let scales = self.scales.iter().skip(1);
        for (((before, after), own), scale) in befores.zip(afters).zip(owns).zip(scales) {
            for ((slot, after), own) in on.iter_mut().zip(after).zip(own) {
                *slot = weight * after * own / scale;
            }
            let rows = between.chunks_exact_mut(n).zip(self.steps.chunks_exact(n));
            for (from, (slots, steps)) in before.iter().zip(rows) {
                for ((slot, step), on) in slots.iter_mut().zip(steps).zip(&on) {
                    *slot += from * step * on;
                }
            }
        }
    }

    /// Probability that the tokens `first..end` are one name of type number `kind`, and the
    /// name ends there.
    pub fn span_probability(&self, first: usize, end: usize, kind: usize) -> f32 {
        let n = self.n_labels;
        let (begin, inside) = (2 * kind + 1, 2 * kind + 2);
        let at = |values: &[f32], idx: usize| values.get(idx).copied().unwrap_or_default();
        let scale = |token: usize| self.scales.get(token).copied().unwrap_or(1.0);
        let mut share = at(&self.forward, first * n + begin);
        let mut label = begin;
        for token in first + 1..end {
            share *= at(&self.steps, label * n + inside) * at(&self.own, token * n + inside)
                / scale(token);
            label = inside;
        }
        if end * n < self.forward.len() {
            share *= (0..n)
                .filter(|&next| next != inside)
                .map(|next| {
                    at(&self.steps, label * n + next)
                        * at(&self.own, end * n + next)
                        * at(&self.backward, end * n + next)
                        / scale(end)
                })
                .sum::<f32>();
        }
        share.clamp(0.0, 1.0)
    }
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
        let found = f64::from(marginals.span_probability(0, 2, 0));
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
        marginals.count_into(1.0, &mut between, &mut opening);
        assert!((between.iter().sum::<f32>() - 2.0).abs() < 1e-3);
        assert!((opening.iter().sum::<f32>() - 1.0).abs() < 1e-4);
    }
}
