//! Corpora of Duckling: lists of examples in Haskell.

use super::{Case, Expected, Value};

/// 12 February 2013, 4:30, two hours west of UTC, as all of its corpora.
const REFERENCE: &str = "2013-02-12T04:30:00";
const OFFSET_MINUTES: i16 = -120;

/// The cases of a file: each example is one.
pub(super) fn cases(text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let body = text.split("negativeCorpus ::").nth(1);
    if let Some(negative) = body.and_then(|body| body.split("context ::").next()) {
        cases.extend(
            strings(negative)
                .into_iter()
                .map(|text| case(text, Vec::new())),
        );
    }
    for block in text.split("examples (").skip(1) {
        let (head, list) = block.split_once('[').unwrap_or((block, ""));
        let list = list.split(']').next().unwrap_or_default();
        let expected = vec![Expected {
            text: None,
            anywhere: false,
            values: value(head).into_iter().collect(),
        }];
        cases.extend(
            strings(list)
                .into_iter()
                .map(|text| case(text, expected.clone())),
        );
    }
    cases
}

fn case(text: String, expected: Vec<Expected>) -> Case {
    Case {
        text,
        reference: super::suite::local_seconds(REFERENCE),
        offset_minutes: OFFSET_MINUTES,
        expected,
    }
}

/// What stands between double quotes.
fn strings(text: &str) -> Vec<String> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// `datetime (2013, 2, 12, 4, 30, 0) Second`, two of them for an interval, `DurationData 2 Minute`.
fn value(head: &str) -> Option<Value> {
    let grain = ["Second", "Minute", "Hour", "Day", "Week", "Month", "Year"]
        .into_iter()
        .find(|grain| head.contains(grain));
    if let Some(rest) = head.split("DurationData ").nth(1) {
        let count: f64 = rest.split_whitespace().next()?.parse().ok()?;
        let unit = match grain? {
            "Second" => 1.0,
            "Minute" => 60.0,
            "Hour" => 3600.0,
            "Day" => 86_400.0,
            "Week" => 7.0 * 86_400.0,
            "Month" => 30.0 * 86_400.0,
            _ => 365.0 * 86_400.0,
        };
        return Some(Value::Seconds(count * unit));
    }
    let moments: Vec<String> = head
        .split('(')
        .filter_map(|part| moment(part.split(')').next()?))
        .collect();
    match moments.as_slice() {
        [from, to] => Some(Value::Interval(from.clone(), to.clone())),
        [point] => {
            let days = matches!(grain, Some("Day" | "Week" | "Month" | "Year"));
            let point = if days {
                point.get(..10)?.to_owned()
            } else {
                point.clone()
            };
            Some(Value::Point(point))
        }
        _ => None,
    }
}

/// `2013, 2, 12, 4, 30, 0` as `2013-02-12 04:30:00`.
fn moment(text: &str) -> Option<String> {
    let numbers: Vec<u32> = text
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [year, month, day, hour, minute, second] = numbers.as_slice() else {
        return None;
    };
    Some(format!(
        "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
    ))
}
