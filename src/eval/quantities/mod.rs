//! Numbers, money and measures against the cases of other readers.
//!
//! Recognizers-Text gives texts with the words and values to be found in them; duckling gives
//! texts that are an expression as a whole. Where a suite means something else than news do, the
//! reading of arithmetic is scored: «واحد من ثلاثة» is a third, and every number counts.

mod duckling;
mod recognizers;

use std::path::Path;

use crate::article::{Amount, Quantity, Unit};
use crate::lang::LanguagePacks;
use crate::pipeline::expressions::numerals::{NumeralForm, NumeralKind, numerals, ratio_at};
use crate::pipeline::expressions::quantities::{Reading, quantities_in};
use crate::pipeline::normalize::normalize;
use crate::pipeline::segment::{Token, TokenKind, segment};
use crate::pipeline::tokens::TokenView;

/// What a suite reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Numbers that say how many.
    Number,
    /// Places in an order.
    Ordinal,
    /// Hundredths.
    Percent,
    /// Bounds and ranges of numbers.
    Range,
    /// Money and measures.
    Measured,
}

/// What is to be found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Its words; `None` for the whole text.
    pub text: Option<String>,
    /// Its value; `None` where the suite does not compare values.
    pub amount: Option<Amount>,
    /// Its unit; several where one name means several.
    pub units: Vec<String>,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its place in the file.
    pub index: usize,
    /// What is read.
    pub text: String,
    /// All that is to be found.
    pub expected: Vec<Expected>,
}

/// A file of cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Suite {
    /// What is read in them.
    pub dimension: Dimension,
    /// The cases.
    pub cases: Vec<Case>,
}

/// How many were right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scored {
    /// Cases in which everything was found and nothing else.
    pub right: usize,
    /// All cases.
    pub total: usize,
    /// The others, as text.
    pub mistakes: Vec<String>,
}

impl Scored {
    /// The share that was right.
    pub fn share(&self) -> f64 {
        self.right as f64 / self.total.max(1) as f64
    }
}

impl Suite {
    /// Reads a file of Recognizers-Text or duckling.
    ///
    /// # Errors
    /// What cannot be read or understood.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let suite = if path.extension().is_some_and(|extension| extension == "hs") {
            duckling::read(path, &text)
        } else {
            recognizers::read(path, &text)
        };
        suite.ok_or_else(|| {
            std::io::Error::new(std::io::ErrorKind::InvalidData, "no cases of a known suite")
        })
    }
}

/// Something found: its words, what they say, their unit.
struct Answer {
    text: String,
    amount: Amount,
    unit: String,
}

/// Reads every case.
pub fn score(suite: &Suite, packs: &LanguagePacks) -> Scored {
    let mut scored = Scored {
        total: suite.cases.len(),
        ..Scored::default()
    };
    for case in &suite.cases {
        let answers = answers(&case.text, suite.dimension, packs);
        if is_right(case, suite.dimension, &answers) {
            scored.right += 1;
            continue;
        }
        let found: Vec<String> = answers
            .iter()
            .map(|answer| format!("{} = {:?} {}", answer.text, answer.amount, answer.unit))
            .collect();
        scored.mistakes.push(format!(
            "{} {} → {} ; expected {:?}",
            case.index,
            case.text,
            found.join(" | "),
            case.expected
        ));
    }
    scored
}

fn answers(text: &str, dimension: Dimension, packs: &LanguagePacks) -> Vec<Answer> {
    let normalized = normalize(text);
    let vocabulary = crate::boundary::Vocabulary::default();
    let segmentation = segment(&normalized.text, packs, &vocabulary);
    let view = TokenView::new(&normalized.text, &segmentation, packs);
    let all = 0..segmentation.tokens.len();
    if matches!(dimension, Dimension::Number | Dimension::Ordinal) {
        let wanted = |kind: NumeralKind, definite: bool| match dimension {
            Dimension::Ordinal => kind == NumeralKind::Ordinal || definite,
            _ => kind != NumeralKind::Ordinal,
        };
        return numerals(&view, &all, ratio_at)
            .into_iter()
            .filter(|found| wanted(found.kind, found.definite))
            // These suites know no number that letters are written onto.
            .filter(|found| {
                let next = view.token(found.tokens.end);
                let letters = |next: &Token| next.kind == TokenKind::Word && next.glued;
                let inside = view.token(found.tokens.start + 1).is_some_and(letters)
                    && found.form == NumeralForm::Mixed;
                !inside && (found.form != NumeralForm::Digits || !next.is_some_and(letters))
            })
            .map(|found| Answer {
                text: found.span(&view).slice(normalized.text.as_str()).to_owned(),
                amount: Amount::Value(found.value),
                unit: String::new(),
            })
            .collect();
    }
    let found = quantities_in(&view, &all, Reading::Arithmetic);
    found
        .into_iter()
        .filter(|found| match dimension {
            Dimension::Percent => unit_name(found) == "percent",
            Dimension::Range => matches!(found.amount, Amount::Range { .. }),
            _ => true,
        })
        .map(|found| Answer {
            unit: unit_name(&found),
            amount: found.amount,
            text: found.text,
        })
        .collect()
}

fn unit_name(found: &Quantity) -> String {
    match &found.unit {
        None => String::new(),
        Some(Unit::Currency(name) | Unit::Measure(name) | Unit::CountedNoun(name)) => name.clone(),
    }
}

fn is_right(case: &Case, dimension: Dimension, answers: &[Answer]) -> bool {
    let whole = case.expected.iter().all(|expected| expected.text.is_none());
    if whole && !case.expected.is_empty() {
        // The first expression must be the whole text, but for what is measured behind it.
        return answers.first().is_some_and(|answer| {
            let rest = case.text.replacen(answer.text.as_str(), "", 1);
            let whole = rest.trim().trim_end_matches('.').is_empty();
            case.expected.iter().any(|expected| {
                let goes_on = dimension == Dimension::Measured
                    && case.text.trim().starts_with(answer.text.as_str())
                    && expected.units.iter().any(|unit| unit == "product");
                (whole || goes_on) && agrees(expected, answer)
            })
        });
    }
    answers.len() == case.expected.len()
        && answers
            .iter()
            .zip(&case.expected)
            .all(|(answer, expected)| {
                let text = expected.text.as_deref().unwrap_or_default().trim();
                let words = same_words(text, answer.text.trim())
                    // Ranges take in their unit and what says that they are not exact.
                    || dimension == Dimension::Range
                        && !text.is_empty()
                        && answer.text.contains(text);
                words && agrees(expected, answer)
            })
}

/// The same words, an attached particle before them left aside.
fn same_words(expected: &str, found: &str) -> bool {
    let visible = |text: &str| -> String {
        text.chars()
            .filter(|letter| !matches!(letter, '\u{200B}'..='\u{202E}' | '\u{61C}'))
            .collect()
    };
    let (expected, found) = (visible(expected), visible(found));
    expected
        .strip_suffix(found.as_str())
        .or_else(|| found.strip_suffix(expected.as_str()))
        .is_some_and(|rest| rest.chars().count() <= 2 && rest.chars().all(char::is_alphabetic))
}

fn agrees(expected: &Expected, answer: &Answer) -> bool {
    let unit = expected.units.is_empty()
        || expected
            .units
            .iter()
            .any(|unit| *unit == answer.unit || unit == "any");
    let scaled = |factor: f64| match answer.amount {
        Amount::Value(value) => Amount::Value(value * factor),
        range @ Amount::Range { .. } => range,
    };
    let grams = expected.units.iter().any(|unit| unit == "gram");
    // duckling weighs everything in grams.
    let (unit, found) = match answer.unit.as_str() {
        "kilogram" if grams => (true, scaled(1000.0)),
        "milligram" if grams => (true, scaled(0.001)),
        _ => (unit, answer.amount),
    };
    // It does not say whether a bound is in, either.
    unit && expected
        .amount
        .is_none_or(|amount| same_amount(amount, found, expected.text.is_some()))
}

fn same_amount(expected: Amount, found: Amount, exclusive: bool) -> bool {
    match (expected, found) {
        (Amount::Value(expected), Amount::Value(found)) => close(expected, found),
        (
            Amount::Range {
                minimum,
                maximum,
                minimum_exclusive,
                maximum_exclusive,
            },
            Amount::Range {
                minimum: found_minimum,
                maximum: found_maximum,
                minimum_exclusive: found_above,
                maximum_exclusive: found_below,
            },
        ) => {
            let bound = |a: Option<f64>, b: Option<f64>| match (a, b) {
                (None, None) => true,
                (Some(a), Some(b)) => close(a, b),
                _ => false,
            };
            // «بين» of two numbers takes in both here; the suite leaves the second out.
            let between = minimum.is_some() && maximum.is_some();
            bound(minimum, found_minimum)
                && bound(maximum, found_maximum)
                && (between
                    || !exclusive
                    || minimum.is_some() && minimum_exclusive == found_above
                    || maximum.is_some() && maximum_exclusive == found_below)
        }
        _ => false,
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}
