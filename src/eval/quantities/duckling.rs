//! Corpora of duckling: `examples (NumeralValue 33) ["33", "…"]` in Haskell sources.

use std::path::Path;

use super::{Case, Dimension, Expected, Suite};
use crate::article::Amount;

/// The cases of a file, by the folder of its dimension.
pub(super) fn read(path: &Path, text: &str) -> Option<Suite> {
    let dimension = path
        .components()
        .find_map(|part| match part.as_os_str().to_str()? {
            "Numeral" => Some(Dimension::Number),
            "Ordinal" => Some(Dimension::Ordinal),
            "AmountOfMoney" | "Quantity" | "Volume" | "Temperature" => Some(Dimension::Measured),
            _ => None,
        })?;
    let mut cases = Vec::new();
    for example in text.split("examples (").skip(1) {
        let Some((value, list)) = head(example) else {
            continue;
        };
        let Some(expected) = expected(value) else {
            continue;
        };
        for text in strings(list) {
            cases.push(Case {
                index: cases.len(),
                text,
                expected: vec![expected.clone()],
            });
        }
    }
    (!cases.is_empty()).then_some(Suite { dimension, cases })
}

/// The value in its parentheses, and the list behind them.
fn head(example: &str) -> Option<(&str, &str)> {
    let mut depth = 1;
    let end = example.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let list = example.get(end..)?;
    Some((example.get(..end)?, list.split(']').next().unwrap_or(list)))
}

/// String literals; `\1234` and `\"` are decoded.
fn strings(list: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut open: Option<String> = None;
    let mut letters = list.chars().peekable();
    while let Some(letter) = letters.next() {
        match (&mut open, letter) {
            (Some(text), '\\') => {
                let mut code = String::new();
                while let Some(digit) = letters.next_if(char::is_ascii_digit) {
                    code.push(digit);
                }
                match code.parse().ok().and_then(char::from_u32) {
                    Some(decoded) => text.push(decoded),
                    None => text.extend(letters.next().filter(|&c| c != '&')),
                }
            }
            (Some(_), '"') => all.extend(open.take()),
            (Some(text), _) => text.push(letter),
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
        }
    }
    all
}

/// `NumeralValue 33`, `simple Dollar 10`, `between Dollar (10, 20)`, `simple Gram 2 Nothing`.
fn expected(value: &str) -> Option<Expected> {
    let words: Vec<&str> = value
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ','))
        .filter(|word| !word.is_empty())
        .collect();
    let number = |at: usize| words.get(at)?.parse::<f64>().ok();
    let one = |amount, units: Vec<String>| {
        Some(Expected {
            text: None,
            amount: Some(amount),
            units,
        })
    };
    let range = |minimum, maximum| Amount::Range {
        minimum,
        maximum,
        minimum_exclusive: true,
        maximum_exclusive: true,
    };
    match *words.first()? {
        "NumeralValue" | "OrdinalData" => one(Amount::Value(number(1)?), Vec::new()),
        "simple" => {
            let unit = words.get(1)?;
            let (mut units, scale) = units(unit);
            if words.contains(&"Just") {
                units.push("product".to_owned());
            }
            one(Amount::Value(number(2)? * scale), units)
        }
        "between" => one(range(number(2), number(3)), units(words.get(1)?).0),
        "under" => one(range(None, number(2)), units(words.get(1)?).0),
        "above" => one(range(number(2), None), units(words.get(1)?).0),
        _ => None,
    }
}

/// Our names of a unit of duckling, and how many of it make up one.
fn units(name: &str) -> (Vec<String>, f64) {
    let one = |unit: &str| vec![unit.to_owned()];
    match name {
        "Dollar" => (one("USD"), 1.0),
        "Cent" => (one("USD"), 0.01),
        "Pound" | "Degree" => (one("any"), 1.0),
        "Gram" => (one("gram"), 1.0),
        "Litre" => (one("liter"), 1.0),
        "Millilitre" => (one("milliliter"), 1.0),
        "Hectolitre" => (one("hectoliter"), 1.0),
        code if code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()) => (one(code), 1.0),
        other => (vec![other.to_ascii_lowercase()], 1.0),
    }
}
