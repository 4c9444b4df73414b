//! `maqal structure --explain`: every value with what found it, what it was chosen over, and
//! what each stage took.
//!
//! It reads the answer through its descriptors: whatever has a confidence has a line.

use std::io::{self, Write};

use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, ReflectMessage as _, Value,
};

use super::pretty::{isolated, plain};
use crate::server::{DESCRIPTORS, pb};

/// Characters of a value that are shown.
const VALUE_PREVIEW: usize = 80;

/// Writes `article`, whose offsets count UTF-8 bytes of `content`.
pub(super) fn write(
    out: &mut impl Write,
    article: &pb::StructuredArticle,
    content: &str,
) -> io::Result<()> {
    let message = dynamic(article).map_err(io::Error::other)?;
    let mut table = Table { out, content };
    table.values(&message, "")?;
    table.choices(article, "")?;
    let stages = article.explanation.iter().flat_map(|how| &how.stages);
    table.stages(&stages.collect::<Vec<_>>())
}

fn dynamic(article: &pb::StructuredArticle) -> Result<DynamicMessage, String> {
    let pool = DescriptorPool::decode(DESCRIPTORS).map_err(|error| error.to_string())?;
    let descriptor = pool
        .get_message_by_name("maqal.v1.StructuredArticle")
        .ok_or("the API has no StructuredArticle")?;
    let mut message = DynamicMessage::new(descriptor);
    message
        .transcode_from(article)
        .map_err(|error| error.to_string())?;
    Ok(message)
}

struct Table<'t, W> {
    out: &'t mut W,
    content: &'t str,
}

impl<W: Write> Table<'_, W> {
    fn line(
        &mut self,
        place: &str,
        score: &str,
        rule: &str,
        span: &str,
        value: &str,
    ) -> io::Result<()> {
        let value = isolated(&preview(value));
        writeln!(
            self.out,
            "{place:<40} {score:>5} {rule:<30} {span:<12} {value}"
        )
    }

    /// A line for `message` if it is a value, then those of what it holds.
    fn values(&mut self, message: &DynamicMessage, path: &str) -> io::Result<()> {
        if is_value(message) {
            let confidence = match member(message, "confidence") {
                Some(Value::F32(confidence)) => format!("{confidence:.2}"),
                _ => String::new(),
            };
            let rule = match member(message, "evidence") {
                Some(Value::Message(evidence)) => string(&evidence, "rule"),
                _ => String::new(),
            };
            let range = span(message);
            let shown = range.map_or_else(String::new, |(from, to)| format!("{from}..{to}"));
            let value = self.shown(message, range);
            self.line(path, &confidence, &rule, &shown, &value)?;
        }
        for (field, value) in message.fields() {
            if field.name() == "explanation" {
                continue;
            }
            let path = match path {
                "" => field.name().to_owned(),
                path => format!("{path}.{}", field.name()),
            };
            match value {
                Value::Message(inner) => self.values(inner, &path)?,
                Value::List(list) => {
                    for (idx, inner) in list.iter().enumerate() {
                        if let Value::Message(inner) = inner {
                            self.values(inner, &format!("{path}[{idx}]"))?;
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What a value says; the text it covers where it says nothing of it.
    fn shown(&self, message: &DynamicMessage, range: Option<(usize, usize)>) -> String {
        let mut parts = Vec::new();
        say(message, &mut parts);
        let words = ["text", "name", "id", "tag", "content", "from"];
        if !words.iter().any(|name| member(message, name).is_some())
            && let Some(covered) = range.and_then(|(from, to)| self.content.get(from..to))
        {
            parts.push(covered.trim().to_owned());
        }
        parts.join(" ")
    }

    fn choices(&mut self, article: &pb::StructuredArticle, path: &str) -> io::Result<()> {
        for choice in article.explanation.iter().flat_map(|how| &how.choices) {
            let of = choice
                .entity_id
                .map_or_else(String::new, |id| format!(" of entity {id}"));
            writeln!(self.out, "\nweighed for {path}{}{of}", choice.field)?;
            for reading in &choice.readings {
                let place = if reading.taken { "  taken" } else { "  left" };
                let rule = reading
                    .evidence
                    .as_ref()
                    .map_or("", |evidence| &evidence.rule);
                let span = reading.span.unwrap_or_default();
                self.line(
                    place,
                    &format!("{:.2}", reading.score),
                    rule,
                    &format!("{}..{}", span.start, span.end),
                    &reading.value,
                )?;
            }
        }
        for (idx, embedded) in article.embedded_articles.iter().enumerate() {
            self.choices(embedded, &format!("{path}embedded_articles[{idx}]."))?;
        }
        Ok(())
    }

    fn stages(&mut self, runs: &[&pb::StageRun]) -> io::Result<()> {
        if runs.is_empty() {
            return Ok(());
        }
        let all: u64 = runs.iter().map(|run| run.microseconds).sum();
        writeln!(self.out, "\n{:<40} {:>9}", "stage", "ms")?;
        for (stage, time) in runs
            .iter()
            .map(|run| (run.stage.as_str(), run.microseconds))
            .chain([("all", all)])
        {
            let (whole, rest) = (time / 1000, time % 1000);
            writeln!(self.out, "{stage:<40} {whole:>5}.{rest:03}")?;
        }
        Ok(())
    }
}

/// Whether a message claims something.
fn is_value(message: &DynamicMessage) -> bool {
    let descriptor = message.descriptor();
    descriptor.get_field_by_name("confidence").is_some()
}

/// A field that is set.
fn member(message: &DynamicMessage, name: &str) -> Option<Value> {
    let field = message.descriptor().get_field_by_name(name)?;
    let set = message.has_field(&field);
    set.then(|| message.get_field(&field).into_owned())
}

fn string(message: &DynamicMessage, name: &str) -> String {
    match member(message, name) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    }
}

fn span(message: &DynamicMessage) -> Option<(usize, usize)> {
    let Some(Value::Message(span)) = member(message, "span") else {
        return None;
    };
    let end = |name| match member(&span, name) {
        Some(Value::U32(offset)) => offset as usize,
        _ => 0,
    };
    Some((end("start"), end("end")))
}

/// What a message says by itself, field by field; what has lines of its own is left to them.
fn say(message: &DynamicMessage, parts: &mut Vec<String>) {
    for (field, value) in message.fields() {
        if matches!(field.name(), "confidence" | "evidence" | "span") {
            continue;
        }
        match value {
            Value::List(list) => list
                .iter()
                .for_each(|value| say_value(&field, value, parts)),
            value => say_value(&field, value, parts),
        }
    }
}

fn say_value(field: &FieldDescriptor, value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::String(text) => parts.push(text.clone()),
        Value::EnumNumber(number) => {
            if let Kind::Enum(kind) = field.kind()
                && let Some(name) = kind.get_value(*number)
            {
                let prefix = kind.get_value(0).map(|zero| zero.name().to_owned());
                let prefix = prefix.unwrap_or_default();
                parts.push(plain(name.name(), prefix.trim_end_matches("UNSPECIFIED")));
            }
        }
        Value::Bool(true) => parts.push(field.name().to_owned()),
        Value::F64(number) => parts.push(number.to_string()),
        Value::U32(number) if field.name().ends_with("entity_id") => {
            parts.push(format!("entity {number}"));
        }
        Value::U32(number) if field.name().ends_with("_index") => {
            parts.push(format!(
                "{} {number}",
                field.name().trim_end_matches("_index")
            ));
        }
        Value::Message(inner) if !is_value(inner) => say(inner, parts),
        _ => {}
    }
}

fn preview(value: &str) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = value.chars().take(VALUE_PREVIEW).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_its_rule_and_what_it_was_chosen_over() {
        let content = "عنوان أول\nعنوان ثان\nنص";
        let evidence = |rule: &str| {
            Some(pb::Evidence {
                rule: rule.to_owned(),
            })
        };
        let reading = |value: &str, start, end, score, taken| pb::Reading {
            value: value.to_owned(),
            span: Some(pb::Span { start, end }),
            evidence: evidence("headline/above-body"),
            score,
            taken,
        };
        let article = pb::StructuredArticle {
            headline: Some(pb::TextField {
                text: "عنوان ثان".to_owned(),
                span: Some(pb::Span { start: 18, end: 35 }),
                confidence: 0.5,
                evidence: evidence("headline/above-body"),
            }),
            blocks: vec![pb::Block {
                kind: pb::BlockKind::Paragraph.into(),
                span: Some(pb::Span { start: 36, end: 40 }),
                confidence: 0.25,
                evidence: evidence("paragraph/body"),
                ..Default::default()
            }],
            explanation: Some(pb::Explanation {
                stages: vec![pb::StageRun {
                    stage: "layout".to_owned(),
                    microseconds: 1_250,
                }],
                choices: vec![pb::Choice {
                    field: "headline".to_owned(),
                    entity_id: None,
                    readings: vec![
                        reading("عنوان ثان", 18, 35, 2.0, true),
                        reading("عنوان أول", 0, 17, 1.5, false),
                    ],
                }],
            }),
            ..Default::default()
        };
        let mut out = Vec::new();
        write(&mut out, &article, content).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<Vec<&str>> = text
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        let expected: [&[&str]; 10] = [
            &[
                "headline",
                "0.50",
                "headline/above-body",
                "18..35",
                "\u{2068}عنوان",
                "ثان\u{2069}",
            ],
            &[
                "blocks[0]",
                "0.25",
                "paragraph/body",
                "36..40",
                "\u{2068}paragraph",
                "نص\u{2069}",
            ],
            &[],
            &["weighed", "for", "headline"],
            &[
                "taken",
                "2.00",
                "headline/above-body",
                "18..35",
                "\u{2068}عنوان",
                "ثان\u{2069}",
            ],
            &[
                "left",
                "1.50",
                "headline/above-body",
                "0..17",
                "\u{2068}عنوان",
                "أول\u{2069}",
            ],
            &[],
            &["stage", "ms"],
            &["layout", "1.250"],
            &["all", "1.250"],
        ];
        assert_eq!(lines, expected, "{text}");
    }
}
