//! Times, quantities and quotations.

use super::{Writer, calendar, evidence};
use crate::article as domain;
use crate::server::pb;

impl Writer<'_> {
    pub(super) fn time(&self, time: domain::TimeExpression) -> pb::TimeExpression {
        let domain::TimeExpression {
            text,
            span,
            time_type,
            value,
            modifier,
            begin,
            end,
            anchor,
            calendar,
            confidence,
            evidence,
        } = time;
        let time_type = match time_type {
            domain::TimeType::Date => pb::TimeType::Date,
            domain::TimeType::Time => pb::TimeType::Time,
            domain::TimeType::Duration => pb::TimeType::Duration,
            domain::TimeType::Set => pb::TimeType::Set,
        };
        pb::TimeExpression {
            text,
            span: Some(self.span(span)),
            r#type: time_type.into(),
            value,
            modifier: modifier
                .map_or(pb::TimeModifier::Unspecified, time_modifier)
                .into(),
            begin: begin.unwrap_or_default(),
            end: end.unwrap_or_default(),
            anchor: anchor.map(time_anchor),
            calendar: self::calendar(calendar).into(),
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    pub(super) fn quantity(&self, quantity: domain::Quantity) -> pb::Quantity {
        let domain::Quantity {
            text,
            span,
            kind,
            amount,
            approximate,
            unit,
            casualty,
            confidence,
            evidence,
        } = quantity;
        let kind = match kind {
            domain::QuantityKind::Cardinal => pb::QuantityKind::Cardinal,
            domain::QuantityKind::Ordinal => pb::QuantityKind::Ordinal,
        };
        let amount = match amount {
            domain::Amount::Value(value) => pb::quantity::Amount::Value(value),
            domain::Amount::Range {
                minimum,
                maximum,
                minimum_exclusive,
                maximum_exclusive,
            } => pb::quantity::Amount::Range(pb::NumberRange {
                minimum,
                maximum,
                minimum_exclusive,
                maximum_exclusive,
            }),
        };
        let casualty = match casualty {
            None => pb::Casualty::Unspecified,
            Some(domain::Casualty::Killed) => pb::Casualty::Killed,
            Some(domain::Casualty::Injured) => pb::Casualty::Injured,
            Some(domain::Casualty::Missing) => pb::Casualty::Missing,
            Some(domain::Casualty::Displaced) => pb::Casualty::Displaced,
            Some(domain::Casualty::Detained) => pb::Casualty::Detained,
        };
        pb::Quantity {
            text,
            span: Some(self.span(span)),
            kind: kind.into(),
            amount: Some(amount),
            approximate,
            unit: unit.map(self::unit),
            casualty: casualty.into(),
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    pub(super) fn quotation(&self, quotation: domain::Quotation) -> pb::Quotation {
        let domain::Quotation {
            kind,
            content,
            cue,
            speaker,
            medium,
            confidence,
            evidence,
        } = quotation;
        let kind = match kind {
            domain::QuotationKind::Direct => pb::QuotationKind::Direct,
            domain::QuotationKind::Indirect => pb::QuotationKind::Indirect,
            domain::QuotationKind::Mixed => pb::QuotationKind::Mixed,
        };
        pb::Quotation {
            kind: kind.into(),
            content: content.into_iter().map(|words| self.words(words)).collect(),
            cue: cue.map(|words| self.words(words)),
            speaker: speaker.map(|speaker| self.speaker(speaker)),
            medium: medium.map(|words| self.words(words)),
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    fn speaker(&self, speaker: domain::Speaker) -> pb::Speaker {
        let domain::Speaker {
            words,
            entity,
            confidence,
            evidence,
        } = speaker;
        pb::Speaker {
            words: words.map(|words| self.words(words)),
            entity_id: entity,
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    pub(super) fn words(&self, words: domain::Words) -> pb::Words {
        let domain::Words { text, span } = words;
        pb::Words {
            text,
            span: Some(self.span(span)),
        }
    }
}

const fn time_modifier(modifier: domain::TimeModifier) -> pb::TimeModifier {
    match modifier {
        domain::TimeModifier::Approx => pb::TimeModifier::Approx,
        domain::TimeModifier::Before => pb::TimeModifier::Before,
        domain::TimeModifier::After => pb::TimeModifier::After,
        domain::TimeModifier::OnOrBefore => pb::TimeModifier::OnOrBefore,
        domain::TimeModifier::OnOrAfter => pb::TimeModifier::OnOrAfter,
        domain::TimeModifier::LessThan => pb::TimeModifier::LessThan,
        domain::TimeModifier::MoreThan => pb::TimeModifier::MoreThan,
        domain::TimeModifier::EqualOrLess => pb::TimeModifier::EqualOrLess,
        domain::TimeModifier::EqualOrMore => pb::TimeModifier::EqualOrMore,
        domain::TimeModifier::Start => pb::TimeModifier::Start,
        domain::TimeModifier::Mid => pb::TimeModifier::Mid,
        domain::TimeModifier::End => pb::TimeModifier::End,
    }
}

fn time_anchor(anchor: domain::TimeAnchor) -> pb::TimeAnchor {
    let domain::TimeAnchor { kind, value } = anchor;
    let kind = match kind {
        domain::TimeAnchorKind::DatePublished => pb::TimeAnchorKind::DatePublished,
        domain::TimeAnchorKind::RetrievedAt => pb::TimeAnchorKind::RetrievedAt,
        domain::TimeAnchorKind::Text => pb::TimeAnchorKind::Text,
    };
    pb::TimeAnchor {
        kind: kind.into(),
        value,
    }
}

fn unit(unit: domain::Unit) -> pb::Unit {
    let kind = match unit {
        domain::Unit::Currency(code) => pb::unit::Kind::Currency(code),
        domain::Unit::Measure(name) => pb::unit::Kind::Measure(name),
        domain::Unit::CountedNoun(noun) => pb::unit::Kind::CountedNoun(noun),
    };
    pb::Unit { kind: Some(kind) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Analyses;
    use crate::server::from_proto::Options;
    use crate::server::mask::Mask;
    use crate::server::to_proto::article;
    use crate::text::{OffsetEncoding, Source, Span};

    /// The picture is four bytes, two UTF-16 units, one code point.
    const CONTENT: &str = "🌳 قالت المديرة أمس: «زرعنا نحو ألف شجرة»";
    const EVIDENCE: domain::Evidence = domain::Evidence {
        rule: "phenomenon/shape",
    };

    fn span(words: &str) -> Span<Source> {
        let start = CONTENT.find(words).unwrap();
        Span::from_range(start..start + words.len())
    }

    fn words(words: &str) -> domain::Words {
        domain::Words {
            text: words.to_owned(),
            span: span(words),
        }
    }

    fn written() -> pb::StructuredArticle {
        let said = domain::Article {
            times: vec![domain::TimeExpression {
                text: "أمس".to_owned(),
                span: span("أمس"),
                time_type: domain::TimeType::Date,
                value: "2024-01-25".to_owned(),
                modifier: Some(domain::TimeModifier::Approx),
                begin: Some("2024-01-25".to_owned()),
                end: Some("2024-01-26".to_owned()),
                anchor: Some(domain::TimeAnchor {
                    kind: domain::TimeAnchorKind::DatePublished,
                    value: "2024-01-26".to_owned(),
                }),
                calendar: domain::Calendar::Hijri,
                confidence: 0.5,
                evidence: EVIDENCE,
            }],
            quantities: vec![domain::Quantity {
                text: "نحو ألف شجرة".to_owned(),
                span: span("نحو ألف شجرة"),
                kind: domain::QuantityKind::Ordinal,
                amount: domain::Amount::Range {
                    minimum: Some(1000.0),
                    maximum: None,
                    minimum_exclusive: true,
                    maximum_exclusive: false,
                },
                approximate: true,
                unit: Some(domain::Unit::CountedNoun("شجرة".to_owned())),
                casualty: Some(domain::Casualty::Missing),
                confidence: 0.25,
                evidence: EVIDENCE,
            }],
            quotations: vec![domain::Quotation {
                kind: domain::QuotationKind::Mixed,
                content: vec![words("زرعنا نحو ألف شجرة")],
                cue: Some(words("قالت")),
                speaker: Some(domain::Speaker {
                    words: Some(words("المديرة")),
                    entity: Some(7),
                    confidence: 0.75,
                    evidence: EVIDENCE,
                }),
                medium: Some(words("أمس")),
                confidence: 0.875,
                evidence: EVIDENCE,
            }],
            ..Default::default()
        };
        let options = Options {
            encoding: OffsetEncoding::Utf16,
            sentences: true,
            analyses: Analyses::default(),
            mask: Mask::default(),
        };
        article(said, String::new(), CONTENT.into(), &options, &[])
    }

    fn wire(text: &str, start: u32, end: u32) -> pb::Words {
        pb::Words {
            text: text.to_owned(),
            span: Some(pb::Span { start, end }),
        }
    }

    fn rule() -> pb::Evidence {
        pb::Evidence {
            rule: "phenomenon/shape".to_owned(),
        }
    }

    #[test]
    fn a_time_arrives_whole() {
        let time = pb::TimeExpression {
            text: "أمس".to_owned(),
            span: Some(pb::Span { start: 16, end: 19 }),
            r#type: pb::TimeType::Date.into(),
            value: "2024-01-25".to_owned(),
            modifier: pb::TimeModifier::Approx.into(),
            begin: "2024-01-25".to_owned(),
            end: "2024-01-26".to_owned(),
            anchor: Some(pb::TimeAnchor {
                kind: pb::TimeAnchorKind::DatePublished.into(),
                value: "2024-01-26".to_owned(),
            }),
            calendar: pb::Calendar::Hijri.into(),
            confidence: 0.5,
            evidence: Some(rule()),
        };
        assert_eq!(written().times, [time]);
    }

    #[test]
    fn a_quantity_arrives_whole() {
        let quantity = pb::Quantity {
            text: "نحو ألف شجرة".to_owned(),
            span: Some(pb::Span { start: 28, end: 40 }),
            kind: pb::QuantityKind::Ordinal.into(),
            amount: Some(pb::quantity::Amount::Range(pb::NumberRange {
                minimum: Some(1000.0),
                maximum: None,
                minimum_exclusive: true,
                maximum_exclusive: false,
            })),
            approximate: true,
            unit: Some(pb::Unit {
                kind: Some(pb::unit::Kind::CountedNoun("شجرة".to_owned())),
            }),
            casualty: pb::Casualty::Missing.into(),
            confidence: 0.25,
            evidence: Some(rule()),
        };
        assert_eq!(written().quantities, [quantity]);
    }

    #[test]
    fn a_quotation_arrives_whole() {
        let quotation = pb::Quotation {
            kind: pb::QuotationKind::Mixed.into(),
            content: vec![wire("زرعنا نحو ألف شجرة", 22, 40)],
            cue: Some(wire("قالت", 3, 7)),
            speaker: Some(pb::Speaker {
                words: Some(wire("المديرة", 8, 15)),
                entity_id: Some(7),
                confidence: 0.75,
                evidence: Some(rule()),
            }),
            medium: Some(wire("أمس", 16, 19)),
            confidence: 0.875,
            evidence: Some(rule()),
        };
        assert_eq!(written().quotations, [quotation]);
    }
}
