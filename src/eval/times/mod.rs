//! Times against two public test suites: the specs of Recognizers-Text and the corpora of Duckling.
//!
//! [`suite`] and [`duckling`] read the cases, [`span`] and [`value`] compare. A case is right when each of its
//! times is found with its span (white space, punctuation and leading small words aside) and a value
//! that says the same. Both suites hold what is said to a calendar, so times are read as such
//! ([`Reading::Appointments`]) unless the caller asks for news.

mod duckling;
mod span;
mod suite;
mod value;

use std::fmt::Write;
use std::path::Path;

use crate::article::TimeExpression;
use crate::pipeline::expressions::times::Reading;
use crate::pipeline::{Hints, Pipeline};

/// A test case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The sentence.
    pub text: String,
    /// What times are counted from: seconds since 1970 on the local clock.
    pub reference: Option<i64>,
    /// Minutes east of UTC of that clock.
    pub offset_minutes: i16,
    /// The times that should be found.
    pub expected: Vec<Expected>,
}

/// A time that should be found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Expected {
    /// Its words; the whole text when the suite gives none.
    pub text: Option<String>,
    /// The words that the suite gives are not in the text: they say no place.
    pub anywhere: bool,
    /// What any of which is right; nothing where the suite asks for the span only.
    pub values: Vec<Value>,
}

/// A value in the words of a suite.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// As Recognizers-Text writes TIMEX3.
    Timex(String),
    /// A day or moment: `2016-11-07`, `2016-11-07 16:12:00`, `16:12:00`.
    Point(String),
    /// From, and the first behind it.
    Interval(String, String),
    /// A length in seconds.
    Seconds(f64),
}

/// The cases of one file.
#[derive(Debug)]
pub struct Suite {
    /// The file's name.
    pub name: String,
    /// Its cases, in order.
    pub cases: Vec<Case>,
}

impl Suite {
    /// Reads a file: JSON specs, or a corpus in Haskell.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(path: &Path) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let mut parts: Vec<String> = path
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let file = parts.pop().unwrap_or_default();
        let haskell = file.to_lowercase().ends_with(".hs");
        let cases = if haskell {
            duckling::cases(&text)
        } else {
            suite::cases(&text)?
        };
        let name = if haskell {
            parts.split_off(parts.len().saturating_sub(2)).join("/")
        } else {
            file
        };
        Ok(Self { name, cases })
    }
}

/// How the cases of a suite came out.
#[derive(Debug)]
pub struct Scores {
    /// The suite's name.
    pub name: String,
    /// How many cases are right.
    pub right: usize,
    /// How many there are.
    pub total: usize,
    /// The others, as text.
    pub errors: Vec<String>,
}

impl Scores {
    /// Runs the cases of `suite`.
    pub fn new(suite: &Suite, pipeline: &Pipeline, reading: Reading) -> Self {
        let mut scores = Self {
            name: suite.name.clone(),
            right: 0,
            total: suite.cases.len(),
            errors: Vec::new(),
        };
        for (idx, case) in suite.cases.iter().enumerate() {
            let hints = Hints {
                retrieved_at: case
                    .reference
                    .map(|local| local - i64::from(case.offset_minutes) * 60),
                utc_offset_minutes: Some(case.offset_minutes),
                ..Hints::default()
            };
            let found = pipeline.times(&case.text, &hints, reading);
            if is_right(case, &found, pipeline) {
                scores.right += 1;
            } else {
                scores
                    .errors
                    .push(describe(&scores.name, idx, case, &found));
            }
        }
        scores
    }

    /// One line, and the errors when asked for.
    pub fn to_text(&self, errors: bool) -> String {
        let share = self.right as f64 / self.total.max(1) as f64;
        let mut text = format!(
            "{:<32} {:>4}/{:<4} {share:.3}\n",
            self.name, self.right, self.total
        );
        if errors {
            for error in &self.errors {
                text.push_str(error);
            }
        }
        text
    }
}

fn is_right(case: &Case, found: &[TimeExpression], pipeline: &Pipeline) -> bool {
    if case.expected.is_empty() {
        return found.is_empty();
    }
    case.expected.iter().all(|expected| {
        found.iter().any(|time| {
            (expected.anywhere
                || span::agrees(expected.text.as_deref(), time, &case.text, pipeline.packs()))
                && (expected.values.is_empty()
                    || expected
                        .values
                        .iter()
                        .any(|value| value::agrees(value, time, case)))
        })
    })
}

fn describe(name: &str, idx: usize, case: &Case, found: &[TimeExpression]) -> String {
    let mut text = format!("  {name} {idx} | {}\n", case.text);
    for expected in &case.expected {
        let _ = writeln!(
            text,
            "      expected {} {:?}",
            expected.text.as_deref().unwrap_or("all"),
            expected.values
        );
    }
    for time in found {
        let _ = writeln!(
            text,
            "      found    {} | {} {:?} [{}..{}] {}",
            time.text,
            time.value,
            time.modifier,
            time.begin.as_deref().unwrap_or_default(),
            time.end.as_deref().unwrap_or_default(),
            time.evidence.rule
        );
    }
    text
}
