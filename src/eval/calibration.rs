//! Observed precision of every rule: the table that turns raw scores into probabilities.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::score::Observation;

/// Claims of a field before any rule is known of it: as many claims are mixed in at its precision.
const PRIOR: f64 = 5.0;

/// Tenth of the raw score → claims and those that held.
type Bins = BTreeMap<u32, (usize, usize)>;

/// The table: field, rule, lower bound of the raw score, claims, smoothed precision.
/// Rules whose raw scores differ are cut into bins of a tenth; a bin never promises less than
/// the one below it.
pub fn table(observations: &[Observation]) -> String {
    let mut fields: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut rules: BTreeMap<(&str, &str), Bins> = BTreeMap::new();
    for claim in observations {
        let (count, held) = fields.entry(claim.field).or_default();
        *count += 1;
        *held += usize::from(claim.holds);
        let tenth = (claim.confidence * 10.0).clamp(0.0, 9.0) as u32;
        let bins = rules.entry((claim.field, claim.rule)).or_default();
        let (count, held) = bins.entry(tenth).or_default();
        *count += 1;
        *held += usize::from(claim.holds);
    }
    let mut out = String::from("# field\trule\tfrom\tclaims\tprecision\n");
    for (field, (count, held)) in &fields {
        let _ = writeln!(
            out,
            "{field}\t*\t0\t{count}\t{:.4}",
            (*held as f64 + 1.0) / (*count as f64 + 2.0)
        );
    }
    for ((field, rule), bins) in &rules {
        let (count, held) = fields.get(field).copied().unwrap_or_default();
        let prior = (held as f64 + 1.0) / (count as f64 + 2.0);
        for (tenth, count, precision) in rising(bins, prior) {
            let _ = writeln!(
                out,
                "{field}\t{rule}\t{:.1}\t{count}\t{precision:.4}",
                f64::from(tenth) / 10.0
            );
        }
    }
    out
}

/// Smoothed precisions of `bins`, made to rise by pooling neighbours that do not.
fn rising(bins: &Bins, prior: f64) -> Vec<(u32, usize, f64)> {
    let mut pools: Vec<(u32, usize, usize)> = Vec::new();
    let precision =
        |count: usize, held: usize| (held as f64 + PRIOR * prior) / (count as f64 + PRIOR);
    for (tenth, (count, held)) in bins {
        let mut pool = (*tenth, *count, *held);
        while let Some(&(below, below_count, below_held)) = pools.last()
            && precision(below_count, below_held) >= precision(pool.1, pool.2)
        {
            pools.pop();
            pool = (below, below_count + pool.1, below_held + pool.2);
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .map(|(tenth, count, held)| (tenth, count, precision(count, held)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(rule: &'static str, confidence: f32, held: usize, count: usize) -> Vec<Observation> {
        (0..count)
            .map(|idx| Observation {
                field: "source",
                rule,
                confidence,
                holds: idx < held,
            })
            .collect()
    }

    #[test]
    fn precision_rises_with_the_raw_score() {
        let mut observations = claims("source/label", 0.35, 80, 100);
        observations.extend(claims("source/label", 0.65, 60, 100));
        observations.extend(claims("source/label", 0.95, 99, 100));
        let table = table(&observations);
        let rows: Vec<Vec<&str>> = table
            .lines()
            .map(|line| line.split('\t').collect())
            .collect();
        // The field, then two bins: the first two broke the order and were pooled.
        assert_eq!(rows.len(), 4, "{table}");
        assert_eq!(rows[2][2..4], ["0.3", "200"]);
        assert_eq!(rows[3][2..4], ["0.9", "100"]);
        assert!(rows[2][4].parse::<f64>().unwrap() < rows[3][4].parse::<f64>().unwrap());
    }
}
