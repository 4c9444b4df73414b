//! Specs of Recognizers-Text: JSON, of extractors (spans), parsers and models (values too).

use serde_json::Value as Json;

use super::{Case, Expected, Value};

/// The cases of a file.
pub(super) fn cases(text: &str) -> std::io::Result<Vec<Case>> {
    let specs: Vec<Json> = serde_json::from_str(text.trim_start_matches('\u{FEFF}'))?;
    Ok(specs.iter().map(case).collect())
}

fn case(spec: &Json) -> Case {
    let text = string(&spec["Input"]).unwrap_or_default();
    let reference = spec.pointer("/Context/ReferenceDateTime").and_then(string);
    let results = spec["Results"].as_array().map_or(&[][..], Vec::as_slice);
    Case {
        reference: reference.and_then(|reference| local_seconds(&reference)),
        offset_minutes: 0,
        expected: results
            .iter()
            .map(|result| expected(result, &text))
            .collect(),
        text,
    }
}

fn string(json: &Json) -> Option<String> {
    json.as_str().map(str::to_owned)
}

/// Seconds since 1970 on the clock that is printed.
pub(super) fn local_seconds(value: &str) -> Option<i64> {
    let at: jiff::civil::DateTime = value.get(..19)?.parse().ok()?;
    Some(at.in_tz("UTC").ok()?.timestamp().as_second())
}

fn expected(result: &Json, input: &str) -> Expected {
    let mut text = match &result["Text"] {
        Json::Number(number) => Some(number.to_string()),
        other => string(other),
    };
    // Words that are not in the sentence name no place in it.
    let mut anywhere = false;
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text
        .as_deref()
        .is_some_and(|text| !flat(input).contains(&flat(text)))
    {
        text = None;
        anywhere = true;
    }
    let mut values = Vec::new();
    let value = &result["Value"];
    values.extend(string(&value["Timex"]).map(Value::Timex));
    for side in ["FutureResolution", "PastResolution"] {
        values.extend(resolution(&value[side]));
    }
    for list in ["/Value/values", "/Resolution/values"] {
        let list = result.pointer(list).and_then(Json::as_array);
        for one in list.map_or(&[][..], Vec::as_slice) {
            values.extend(string(&one["timex"]).map(Value::Timex));
            values.extend(resolution(one));
        }
    }
    // A timex that leaves open what the resolutions say is not enough.
    let resolved = values.iter().any(|value| !matches!(value, Value::Timex(_)));
    values.retain(|value| match value {
        Value::Timex(timex) => !(timex.is_empty() || resolved && timex.starts_with("XXXX")),
        Value::Point(point) => !point.starts_with("0001") && !point.starts_with("not"),
        _ => true,
    });
    anywhere |= text.as_deref().is_some_and(|text| text.trim().is_empty());
    Expected {
        text,
        anywhere,
        values,
    }
}

/// What a resolution says, under any of the names that the suite has for it.
fn resolution(json: &Json) -> Vec<Value> {
    let mut values = Vec::new();
    for name in ["date", "time", "dateTime", "value"] {
        if let Some(text) = string(&json[name]) {
            values.push(
                match (text.parse::<f64>(), string(&json["type"]).as_deref()) {
                    (Ok(seconds), Some("duration")) => Value::Seconds(seconds),
                    _ => Value::Point(text),
                },
            );
        }
    }
    for (start, end) in [
        ("startDate", "endDate"),
        ("startTime", "endTime"),
        ("startDateTime", "endDateTime"),
        ("start", "end"),
    ] {
        if let (Some(start), Some(end)) = (string(&json[start]), string(&json[end])) {
            values.push(Value::Interval(start, end));
        } else if let Some(edge) = string(&json[start]).or_else(|| string(&json[end])) {
            // Open at one side.
            values.push(Value::Point(edge));
        }
    }
    if let Some(seconds) = string(&json["duration"]).and_then(|text| text.parse().ok()) {
        values.push(Value::Seconds(seconds));
    }
    values
}
