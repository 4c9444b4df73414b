//! Cases of Recognizers-Text: JSON with the words and values in each text.

use std::path::Path;

use serde_json::Value;

use super::{Case, Dimension, Expected, Suite};
use crate::article::Amount;

/// The cases of a file, by its name.
pub(super) fn read(path: &Path, text: &str) -> Option<Suite> {
    let name = path.file_stem()?.to_str()?;
    let dimension = if name.starts_with("NumberRange") {
        Dimension::Range
    } else if name.starts_with("Number") {
        Dimension::Number
    } else if name.starts_with("Ordinal") {
        Dimension::Ordinal
    } else if name.starts_with("Percent") {
        Dimension::Percent
    } else {
        return None;
    };
    let all: Vec<Value> = serde_json::from_str(text.trim_start_matches('\u{FEFF}')).ok()?;
    let cases = all
        .iter()
        .enumerate()
        .filter_map(|(index, case)| {
            let compared = case.get("IgnoreResolution") != Some(&Value::Bool(true));
            let results = case.get("Results")?.as_array()?;
            Some(Case {
                index,
                text: case.get("Input")?.as_str()?.to_owned(),
                expected: results
                    .iter()
                    .filter(|result| is_asked(result))
                    .filter_map(|result| expected(result, compared))
                    .collect(),
            })
        })
        .collect();
    Some(Suite { dimension, cases })
}

/// Places that are relative to another (next, last) are no numbers; the suite has an option that
/// leaves them out as well.
fn is_asked(result: &Value) -> bool {
    result.get("TypeName").and_then(Value::as_str) != Some("ordinal.relative")
}

fn expected(result: &Value, compared: bool) -> Option<Expected> {
    let value = result
        .get("Resolution")
        .and_then(|resolution| resolution.get("value"))
        .and_then(Value::as_str);
    Some(Expected {
        text: Some(result.get("Text")?.as_str()?.to_owned()),
        amount: value.filter(|_| compared).and_then(amount),
        units: Vec::new(),
    })
}

/// `12`, `1E-12`, `20%`, `(20,35]`, `[20,)`.
fn amount(value: &str) -> Option<Amount> {
    let Some(inner) = value.strip_prefix(['(', '[']) else {
        return Some(Amount::Value(value.trim_end_matches('%').parse().ok()?));
    };
    let (low, high) = inner.trim_end_matches([')', ']']).split_once(',')?;
    Some(Amount::Range {
        minimum: low.parse().ok(),
        maximum: high.parse().ok(),
        minimum_exclusive: value.starts_with('(') && !low.is_empty(),
        maximum_exclusive: value.ends_with(')') && !high.is_empty(),
    })
}
