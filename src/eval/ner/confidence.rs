//! What confidences are worth.

/// Bins of equal count.
const N_BINS: usize = 10;

/// Found names with their confidences, and whether they are right.
#[derive(Debug, Clone, Default)]
pub struct Reliability {
    observations: Vec<(f32, bool)>,
}

/// Found names of similar confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// How many.
    pub count: usize,
    /// The least confidence.
    pub lowest: f32,
    /// The greatest confidence.
    pub highest: f32,
    /// Mean confidence.
    pub confidence: f64,
    /// Share that is right.
    pub precision: f64,
}

impl Reliability {
    pub(super) fn add(&mut self, confidence: f32, right: bool) {
        self.observations.push((confidence, right));
    }

    /// Bins of as many names each as can be, the least confident first; none is empty.
    pub fn bins(&self) -> Vec<Bin> {
        let mut sorted = self.observations.clone();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        (0..N_BINS)
            .filter_map(|bin| {
                let first = bin * sorted.len() / N_BINS;
                let end = (bin + 1) * sorted.len() / N_BINS;
                let held = sorted.get(first..end)?;
                let count = held.len() as f64;
                let sum: f64 = held.iter().map(|(value, _)| f64::from(*value)).sum();
                let right = held.iter().filter(|(_, right)| *right).count() as f64;
                Some(Bin {
                    count: held.len(),
                    lowest: held.first()?.0,
                    highest: held.last()?.0,
                    confidence: sum / count,
                    precision: right / count,
                })
            })
            .collect()
    }

    /// Expected calibration error (Naeini et al., 2015) over [`Self::bins`]: how far mean
    /// confidence and precision lie apart, on average.
    pub fn error(&self) -> f64 {
        let all = self.observations.len().max(1) as f64;
        self.bins()
            .iter()
            .map(|bin| bin.count as f64 / all * (bin.confidence - bin.precision).abs())
            .sum()
    }
}
