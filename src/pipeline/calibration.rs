//! Raw scores of rules → probabilities, by what was observed on held-out pages.
//!
//! The table is `models/calibration.tsv`; `maqal eval calibration` writes it.

use rustc_hash::FxHashMap;

use crate::article::Article;

/// Observed precision of each rule of each field.
#[derive(Debug, Default)]
pub struct Calibration {
    /// Rule → (field, bins by rising raw score).
    rules: FxHashMap<String, Vec<(String, Vec<Bin>)>>,
    fields: FxHashMap<String, f32>,
}

#[derive(Debug, Clone, Copy)]
struct Bin {
    from: f32,
    precision: f32,
}

const EMBEDDED: &str = include_str!("../../models/calibration.tsv");

impl Calibration {
    /// The table that the binary carries.
    pub fn embedded() -> Self {
        Self::parse(EMBEDDED)
    }

    /// A table from its text; lines that are none are passed over.
    pub fn parse(text: &str) -> Self {
        let mut calibration = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [field, rule, from, _, precision] = cells.as_slice() else {
                continue;
            };
            let (Ok(from), Ok(precision)) = (from.parse(), precision.parse()) else {
                continue;
            };
            if *rule == "*" {
                calibration.fields.insert((*field).to_owned(), precision);
                continue;
            }
            let fields = calibration.rules.entry((*rule).to_owned()).or_default();
            match fields.iter_mut().find(|(name, _)| name == field) {
                Some((_, bins)) => bins.push(Bin { from, precision }),
                None => fields.push(((*field).to_owned(), vec![Bin { from, precision }])),
            }
        }
        calibration
    }

    /// Turns every raw score of `article` and its embedded articles into a probability.
    pub fn apply(&self, article: &mut Article) {
        let Article {
            headline,
            alternative_headline,
            date_published,
            date_modified,
            authors,
            dateline,
            source,
            section,
            keywords,
            related_headlines,
            blocks,
            embedded_articles,
            ..
        } = article;
        let singles = [
            ("headline", headline.as_mut()),
            ("alternative", alternative_headline.as_mut()),
            (
                "dateline",
                dateline.as_mut().map(|dateline| &mut dateline.place),
            ),
            ("source", source.as_mut()),
            ("section", section.as_mut()),
        ];
        let one_by_one = singles
            .into_iter()
            .filter_map(|(name, field)| Some((name, field?)));
        let authors = authors
            .iter_mut()
            .map(|author| ("authors", &mut author.name));
        let keywords = keywords.iter_mut().map(|field| ("keywords", field));
        let related = related_headlines.iter_mut().map(|field| ("related", field));
        for (name, field) in one_by_one.chain(authors).chain(keywords).chain(related) {
            field.confidence = self.probability(name, field.evidence.rule, field.confidence);
        }
        for (name, date) in [("date", date_published), ("modified", date_modified)] {
            if let Some(date) = date {
                date.confidence = self.probability(name, date.evidence.rule, date.confidence);
            }
        }
        for block in blocks {
            block.confidence = self.probability("block", block.rule, block.confidence);
        }
        for embedded in embedded_articles {
            self.apply(embedded);
        }
    }

    /// Probability that a claim of `rule` about `field` holds, given its raw score (0 to 1).
    /// A rule that was never seen at work has its raw score, but no more than its field's precision.
    pub fn probability(&self, field: &str, rule: &str, raw_score: f32) -> f32 {
        let known = self
            .rules
            .get(rule)
            .and_then(|fields| fields.iter().find(|(name, _)| name == field));
        let Some((_, bins)) = known else {
            let most = self.fields.get(field).copied().unwrap_or(1.0);
            return raw_score.clamp(0.0, most);
        };
        let reached = bins
            .iter()
            .rev()
            .find(|bin| bin.from <= raw_score)
            .or(bins.first());
        reached.map_or(raw_score, |bin| bin.precision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bin_of_the_score_decides() {
        let table = "# field\trule\tfrom\tclaims\tprecision\nsource\t*\t0\t9\t0.8\nsource\ta\t0.3\t200\t0.7\nsource\ta\t0.9\t100\t0.99\ndate\ta\t0.0\t5\t0.5\n";
        let calibration = Calibration::parse(table);
        for (field, rule, raw, expected) in [
            ("source", "a", 0.1, 0.7),
            ("source", "a", 0.5, 0.7),
            ("source", "a", 0.95, 0.99),
            ("date", "a", 0.95, 0.5),
            ("source", "unseen", 0.95, 0.8),
            ("source", "unseen", 0.4, 0.4),
            ("unseen", "unseen", 1.5, 1.0),
        ] {
            assert!(
                (calibration.probability(field, rule, raw) - expected).abs() < 1e-6,
                "{field} {rule} {raw}"
            );
        }
    }
}
