//! What the probabilities of a head are worth, measured on sentences it has not seen.

use super::corpora::Example;
use super::network::small;
use super::tune::Network;
use crate::tagger::{LabelSet, Reliability, log_odds};

/// Steps of the fit: far more than it needs.
const STEPS: usize = 2000;
const RATE: f32 = 0.05;

/// Fits a line through the log-odds of the names that head number `head` finds in `examples`,
/// against whether each is right (Platt, 1999).
pub(super) fn measure(network: &Network, head: usize, examples: &[Example]) -> Reliability {
    let cases = cases(network, head, examples);
    if cases.is_empty() {
        return Reliability::default();
    }
    let (mut slope, mut offset) = (1.0_f32, 0.0_f32);
    for _ in 0..STEPS {
        let (mut of_slope, mut of_offset) = (0.0, 0.0);
        for &(odds, right) in &cases {
            let expected = 1.0 / (1.0 + (-(slope * odds + offset)).exp());
            let error = expected - f32::from(u8::from(right));
            of_slope += error * odds;
            of_offset += error;
        }
        let n = small(cases.len());
        slope -= RATE * of_slope / n;
        offset -= RATE * of_offset / n;
    }
    // What is more probable must stay so.
    let slope = slope.max(0.1);
    Reliability { slope, offset }
}

/// Log-odds of each name found, and whether it is right.
fn cases(network: &Network, head: usize, examples: &[Example]) -> Vec<(f32, bool)> {
    let Some(weights) = network.heads.get(head) else {
        return Vec::new();
    };
    let transitions = weights.transitions.clone().lawful();
    let mut cases = Vec::new();
    for example in examples {
        let encoded = network.encode(&[&example.features]);
        let emissions = network.emissions(head, &encoded, 0);
        let found = LabelSet::spans(&transitions.best(&emissions));
        let marginals = transitions.marginals(&emissions, None);
        let gold = example.gold();
        for span in found {
            let (first, end) = (span.tokens.start, span.tokens.end);
            let probability = marginals.span_probability(first, end, span.kind);
            cases.push((log_odds(probability), gold.contains(&span)));
        }
    }
    cases
}
