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

    fn words(&self, words: domain::Words) -> pb::Words {
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
