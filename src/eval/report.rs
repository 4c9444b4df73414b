//! Scores of many pages as tables for people or as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::page::GoldPage;
use super::score::{FIELDS, PageScore, f1};

/// Sums over pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    /// Values that hold.
    pub right: usize,
    /// Values claimed.
    pub claimed: usize,
    /// Values that are true.
    pub expected: usize,
    /// Pages on which everything is right.
    pub exact: usize,
    /// Pages that have the field, in truth or answer.
    pub pages: usize,
    /// All pages.
    pub all_pages: usize,
}

impl Sum {
    /// Share of claims that hold.
    pub fn precision(&self) -> f64 {
        ratio(self.right, self.claimed)
    }

    /// Share of truths that were found.
    pub fn recall(&self) -> f64 {
        ratio(self.right, self.expected)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        f1(self.right, self.claimed, self.expected)
    }

    /// Share of all pages that are right, those without the field included.
    pub fn exact(&self) -> f64 {
        ratio(self.exact, self.all_pages)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// The scores of one run.
#[derive(Debug, Default)]
pub struct Report {
    /// Field → sums.
    pub fields: BTreeMap<&'static str, Sum>,
    /// Pages with an article.
    pub articles: usize,
    /// Of them, with every field right.
    pub all_right: usize,
    /// Mean F1 of the words of the body's text.
    pub body_words: f64,
    confusion: BTreeMap<(&'static str, &'static str), usize>,
    groups: BTreeMap<String, (usize, usize, BTreeMap<&'static str, usize>)>,
    bins: BTreeMap<&'static str, [(usize, usize, f64); 10]>,
}

impl Report {
    /// Sums up `scored`.
    pub fn new(scored: &[(GoldPage, PageScore)]) -> Self {
        let mut report = Self::default();
        for (page, score) in scored {
            report.add(page, score);
        }
        report.body_words /= report.articles.max(1) as f64;
        report
    }

    fn add(&mut self, page: &GoldPage, score: &PageScore) {
        for field in &score.fields {
            let sum = self.fields.entry(field.field).or_default();
            sum.right += field.right;
            sum.claimed += field.claimed;
            sum.expected += field.expected;
            sum.exact += usize::from(field.exact);
            sum.pages += usize::from(field.claimed + field.expected > 0);
            sum.all_pages += 1;
        }
        for (pair, count) in &score.confusion {
            *self.confusion.entry(*pair).or_default() += count;
        }
        if page.is_article {
            self.articles += 1;
            self.all_right += usize::from(score.all_right);
            self.body_words += score.body_words;
        }
        let damage = page.damage.iter().map(|name| format!("damage: {name}"));
        for group in [
            format!("template: {}", page.template),
            format!("rendering: {}", page.layout),
        ]
        .into_iter()
        .chain(damage)
        {
            let (pages, right, wrong) = self.groups.entry(group).or_default();
            *pages += 1;
            *right += usize::from(score.all_right);
            for field in score.fields.iter().filter(|field| !field.exact) {
                *wrong.entry(field.field).or_default() += 1;
            }
        }
        for claim in &score.observations {
            let bins = self.bins.entry(claim.field).or_default();
            let slot = ((f64::from(claim.confidence) * 10.0).max(0.0) as usize).min(9);
            if let Some((count, held, claimed)) = bins.get_mut(slot) {
                *count += 1;
                *held += usize::from(claim.holds);
                *claimed += f64::from(claim.confidence);
            }
        }
    }

    /// Share of article pages with every field right.
    pub fn all_right(&self) -> f64 {
        ratio(self.all_right, self.articles)
    }

    /// Share of judged characters whose block kind is right.
    pub fn kind_accuracy(&self) -> f64 {
        let right = self
            .confusion
            .iter()
            .filter(|((truth, answer), _)| truth == answer)
            .map(|(_, count)| count)
            .sum();
        ratio(right, self.confusion.values().sum())
    }

    /// Expected calibration error per field: mean distance of claim and observation, weighted by claims.
    pub fn calibration_error(&self, field: &str) -> f64 {
        let Some(bins) = self.bins.get(field) else {
            return 0.0;
        };
        let total: usize = bins.iter().map(|(count, ..)| count).sum();
        let distance: f64 = bins
            .iter()
            .map(|(_, held, claimed)| (*held as f64 - claimed).abs())
            .sum();
        distance / total.max(1) as f64
    }

    /// Every figure by name, for floors and for machines.
    pub fn figures(&self) -> BTreeMap<String, f64> {
        let mut figures = BTreeMap::new();
        for (field, sum) in &self.fields {
            for (name, value) in [
                ("f1", sum.f1()),
                ("exact", sum.exact()),
                ("precision", sum.precision()),
                ("recall", sum.recall()),
            ] {
                figures.insert(format!("{field}/{name}"), value);
            }
        }
        figures.insert("body words/f1".to_owned(), self.body_words);
        figures.insert("kind/accuracy".to_owned(), self.kind_accuracy());
        figures.insert("page/all right".to_owned(), self.all_right());
        for field in self.bins.keys() {
            figures.insert(
                format!("{field}/calibration error"),
                self.calibration_error(field),
            );
        }
        figures
    }

    /// The figures as JSON.
    pub fn to_json(&self) -> Value {
        json!({ "articles": self.articles, "figures": self.figures() })
    }

    /// The tables.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write_fields(&mut out);
        self.write_confusion(&mut out);
        self.write_groups(&mut out);
        self.write_calibration(&mut out);
        out
    }

    fn write_fields(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "{:22} {:>9} {:>9} {:>9} {:>9} {:>7}",
            "field", "precision", "recall", "F1", "exact", "pages"
        );
        for field in FIELDS {
            let Some(sum) = self.fields.get(field) else {
                continue;
            };
            let (precision, recall, f1, exact) =
                (sum.precision(), sum.recall(), sum.f1(), sum.exact());
            let _ = writeln!(
                out,
                "{field:22} {precision:9.3} {recall:9.3} {f1:9.3} {exact:9.3} {:7}",
                sum.pages
            );
        }
        let _ = writeln!(
            out,
            "body words F1 {:.3} · block kind of characters {:.3}",
            self.body_words,
            self.kind_accuracy()
        );
        let _ = writeln!(
            out,
            "every field right: {:.3} of {} article pages",
            self.all_right(),
            self.articles
        );
    }

    fn write_confusion(&self, out: &mut String) {
        let mut wrong: Vec<_> = self
            .confusion
            .iter()
            .filter(|((truth, answer), _)| truth != answer)
            .collect();
        wrong.sort_by_key(|(pair, count)| (std::cmp::Reverse(**count), **pair));
        let _ = writeln!(
            out,
            "\ncharacters of a kind answered as another (largest twenty)"
        );
        for ((truth, answer), count) in wrong.into_iter().take(20) {
            let _ = writeln!(out, "{count:9}  {truth} → {answer}");
        }
    }

    fn write_groups(&self, out: &mut String) {
        let _ = writeln!(
            out,
            "\n{:32} {:>6} {:>6}  fields wrong most often",
            "group", "pages", "right"
        );
        for (name, (pages, right, wrong)) in &self.groups {
            let mut wrong: Vec<_> = wrong.iter().collect();
            wrong.sort_by_key(|(field, count)| (std::cmp::Reverse(**count), **field));
            let worst: Vec<String> = wrong
                .iter()
                .take(4)
                .map(|(field, count)| format!("{field} {count}"))
                .collect();
            let _ = writeln!(
                out,
                "{name:32} {pages:6} {:6.3}  {}",
                ratio(*right, *pages),
                worst.join(", ")
            );
        }
    }

    fn write_calibration(&self, out: &mut String) {
        let _ = writeln!(out, "\ncalibration: claimed → held (claims)");
        for (field, bins) in &self.bins {
            let _ = write!(
                out,
                "{field:22} error {:.3} ",
                self.calibration_error(field)
            );
            for (count, held, claimed) in bins.iter().filter(|(count, ..)| *count > 0) {
                let _ = write!(
                    out,
                    " {:.2}→{:.2} ({count})",
                    claimed / *count as f64,
                    ratio(*held, *count)
                );
            }
            out.push('\n');
        }
    }
}

/// `count` failing pages per field (of `only`, where given), compactly.
pub fn failures(scored: &[(GoldPage, PageScore)], count: usize, only: Option<&str>) -> String {
    let mut out = String::new();
    for field in FIELDS
        .iter()
        .filter(|field| only.is_none_or(|only| only == **field))
    {
        let failing = scored.iter().flat_map(|(page, score)| {
            score
                .fields
                .iter()
                .filter(|score| score.field == *field && !score.exact)
                .map(move |score| (page, score))
        });
        for (page, score) in failing.take(count) {
            let (gold, got) = &score.shown;
            let _ = writeln!(
                out,
                "\n[{field}] page {} {} {} {:?}",
                page.number, page.template, page.layout, page.damage
            );
            let _ = writeln!(out, "  truth:  {gold}\n  answer: {got}");
            for line in relevant_lines(page, gold, got) {
                let _ = writeln!(out, "  | {line}");
            }
        }
    }
    out
}

/// The first lines of the page, and those that share words with truth or answer, cut short.
fn relevant_lines(page: &GoldPage, gold: &str, got: &str) -> Vec<String> {
    let wanted: Vec<&str> = gold
        .split(" | ")
        .chain(got.split(" | "))
        .filter(|part| part.chars().count() > 3)
        .collect();
    let mut lines = Vec::new();
    for (idx, line) in page.text.lines().enumerate() {
        let names = wanted
            .iter()
            .any(|part| line.contains(part.split(" (").next().unwrap_or(part)));
        if (idx < 5 || names) && !line.trim().is_empty() && lines.len() < 12 {
            lines.push(line.chars().take(260).collect());
        }
    }
    lines
}
