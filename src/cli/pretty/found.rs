//! What an article speaks of: entities, times, quantities, statements, references.

use std::io::{self, Write};

use super::View;
use crate::server::pb;

impl<W: Write> View<'_, W> {
    /// `0.93 person/politician 2x of IQ Q1`: probability, type, mentions, nationality and
    /// identifiers, then the name with its roles.
    pub(super) fn entity(&mut self, entity: &pb::Entity) -> io::Result<()> {
        let mut kind = plain(entity.r#type().as_str_name(), "ENTITY_TYPE_");
        if !entity.subtype.is_empty() {
            kind = format!("{kind}/{}", entity.subtype);
        }
        let n_mentions = entity.mentions.len();
        let mut note = format!("{:.2} {kind} {n_mentions}x", entity.confidence);
        if !entity.nationality.is_empty() {
            note = format!("{note} of {}", entity.nationality);
        }
        for known in &entity.knowledge_base_ids {
            note = format!("{note} {}", known.id);
        }
        let roles: Vec<&str> = entity.roles.iter().map(|role| role.text.as_str()).collect();
        let mut value = entity.name.clone();
        if !roles.is_empty() {
            value = format!("{value} ({})", roles.join("; "));
        }
        self.fact("entity", &note, &value)
    }

    /// `0.90 date 2024 start`: probability, type, value, modifier.
    pub(super) fn time(&mut self, time: &pb::TimeExpression) -> io::Result<()> {
        let kind = plain(time.r#type().as_str_name(), "TIME_TYPE_");
        let mut note = format!("{:.2} {kind} {}", time.confidence, time.value);
        if time.modifier() != pb::TimeModifier::Unspecified {
            let modifier = plain(time.modifier().as_str_name(), "TIME_MODIFIER_");
            note = format!("{note} {modifier}");
        }
        self.fact("time", &note, &time.text)
    }

    /// `0.90 ~1000 IQD`: probability, number, unit, what befell whom.
    pub(super) fn quantity(&mut self, quantity: &pb::Quantity) -> io::Result<()> {
        let mut note = format!("{:.2} ", quantity.confidence);
        if quantity.approximate {
            note.push('~');
        }
        note.push_str(&amount(quantity.amount.as_ref()));
        if quantity.kind() == pb::QuantityKind::Ordinal {
            note.push('.');
        }
        match quantity.unit.as_ref().and_then(|unit| unit.kind.as_ref()) {
            Some(pb::unit::Kind::Currency(name) | pb::unit::Kind::Measure(name)) => {
                note = format!("{note} {name}");
            }
            // Arabic in the note would move the label.
            Some(pb::unit::Kind::CountedNoun(_)) | None => {}
        }
        if quantity.casualty() != pb::Casualty::Unspecified {
            let casualty = plain(quantity.casualty().as_str_name(), "CASUALTY_");
            note = format!("{note} {casualty}");
        }
        self.fact("quantity", &note, &quantity.text)
    }

    /// `0.75 direct`: probability and kind, then who says what.
    pub(super) fn quotation(&mut self, quotation: &pb::Quotation) -> io::Result<()> {
        let kind = plain(quotation.kind().as_str_name(), "QUOTATION_KIND_");
        let note = format!("{:.2} {kind}", quotation.confidence);
        let pieces: Vec<&str> = quotation
            .content
            .iter()
            .map(|words| words.text.as_str())
            .collect();
        let mut value = pieces.join(" … ");
        if let Some(speaker) = &quotation.speaker {
            let named = self.name_of(speaker.entity_id);
            let described = speaker.words.as_ref().map(|words| words.text.clone());
            if let Some(speaker) = named.or(described) {
                value = format!("{speaker}: {value}");
            }
        }
        self.fact("quotation", &note, &value)
    }

    /// `0.80 coreference`: probability and kind, then both ends.
    pub(super) fn reference(
        &mut self,
        article: &pb::StructuredArticle,
        reference: &pb::CrossReference,
    ) -> io::Result<()> {
        let kind = plain(reference.kind().as_str_name(), "CROSS_REFERENCE_KIND_");
        let note = format!("{:.2} {kind}", reference.confidence);
        let from = self.end(article, reference.from.as_ref());
        let to = self.end(article, reference.to.as_ref());
        self.fact("reference", &note, &format!("{from} → {to}"))
    }

    fn end(&self, article: &pb::StructuredArticle, end: Option<&pb::ReferenceEnd>) -> String {
        use pb::reference_end::End;
        match end.and_then(|end| end.end.as_ref()) {
            Some(End::Words(words)) => words.text.clone(),
            Some(End::EntityId(id)) => self.name_of(Some(*id)).unwrap_or_default(),
            Some(End::RelatedHeadlineIndex(idx)) => article
                .related_headlines
                .get(*idx as usize)
                .map_or_else(String::new, |headline| headline.text.clone()),
            Some(End::EmbeddedArticleIndex(idx)) => format!("embedded article {idx}"),
            Some(End::KnowledgeBaseEntry(entry)) => format!("{}:{}", entry.base, entry.id),
            None => String::new(),
        }
    }

    fn name_of(&self, id: Option<u32>) -> Option<String> {
        self.names.get(&id?).cloned()
    }
}

/// The name of an enum's value without the enum's own.
pub(in crate::cli) fn plain(value: &str, prefix: &str) -> String {
    value.trim_start_matches(prefix).to_lowercase()
}

/// `1000`, `10–20`, `>100`, `≤5`.
fn amount(amount: Option<&pb::quantity::Amount>) -> String {
    match amount {
        Some(pb::quantity::Amount::Value(value)) => value.to_string(),
        Some(pb::quantity::Amount::Range(range)) => match (range.minimum, range.maximum) {
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) if range.minimum_exclusive => format!(">{from}"),
            (Some(from), None) => format!("≥{from}"),
            (None, Some(to)) if range.maximum_exclusive => format!("<{to}"),
            (None, Some(to)) => format!("≤{to}"),
            (None, None) => String::new(),
        },
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;

    fn line(entity: pb::Entity) -> String {
        shown(&pb::StructuredArticle {
            entities: vec![entity],
            ..Default::default()
        })
    }

    fn shown(article: &pb::StructuredArticle) -> String {
        let mut out = Vec::new();
        write(&mut out, article, "", false).unwrap();
        String::from_utf8(out).unwrap().trim_end().to_owned()
    }

    #[test]
    fn an_entity_is_one_line() {
        let role = |text: &str| pb::Role {
            text: text.to_owned(),
            ..Default::default()
        };
        let known = |base: &str, id: &str| pb::KnowledgeBaseId {
            base: base.to_owned(),
            id: id.to_owned(),
            confidence: 0.9,
        };
        let person = pb::Entity {
            r#type: pb::EntityType::Person.into(),
            subtype: "politician".to_owned(),
            name: "ليلى منصور".to_owned(),
            roles: vec![role("رئيسة البلدية"), role("نائبة سابقة")],
            nationality: "IQ".to_owned(),
            mentions: vec![pb::Mention::default(); 2],
            confidence: 0.934,
            ..Default::default()
        };
        assert_eq!(
            line(person),
            "entity       0.93 person/politician 2x of IQ    \
             \u{2068}ليلى منصور (رئيسة البلدية; نائبة سابقة)\u{2069}"
        );
        let place = pb::Entity {
            r#type: pb::EntityType::Location.into(),
            name: "المرج".to_owned(),
            mentions: vec![pb::Mention::default()],
            knowledge_base_ids: vec![known("wikidata", "Q1"), known("iso3166-1", "XM")],
            confidence: 0.5,
            ..Default::default()
        };
        assert_eq!(
            line(place),
            "entity       0.50 location 1x Q1 XM             \u{2068}المرج\u{2069}"
        );
    }

    fn words(text: &str) -> pb::Words {
        pb::Words {
            text: text.to_owned(),
            span: None,
        }
    }

    #[test]
    fn what_is_said_of_times_and_numbers_is_one_line_each() {
        let article = pb::StructuredArticle {
            times: vec![pb::TimeExpression {
                text: "مطلع العام".to_owned(),
                r#type: pb::TimeType::Date.into(),
                value: "2024".to_owned(),
                modifier: pb::TimeModifier::Start.into(),
                confidence: 0.9,
                ..Default::default()
            }],
            quantities: vec![
                pb::Quantity {
                    text: "نحو ألف دينار".to_owned(),
                    amount: Some(pb::quantity::Amount::Value(1000.0)),
                    approximate: true,
                    unit: Some(pb::Unit {
                        kind: Some(pb::unit::Kind::Currency("IQD".to_owned())),
                    }),
                    confidence: 0.9,
                    ..Default::default()
                },
                pb::Quantity {
                    text: "أكثر من مئة قتيل".to_owned(),
                    amount: Some(pb::quantity::Amount::Range(pb::NumberRange {
                        minimum: Some(100.0),
                        minimum_exclusive: true,
                        ..Default::default()
                    })),
                    casualty: pb::Casualty::Killed.into(),
                    confidence: 0.5,
                    ..Default::default()
                },
            ],
            ..Default::default()
        };
        assert_eq!(
            shown(&article),
            "time         0.90 date 2024 start               \u{2068}مطلع العام\u{2069}\n\
             quantity     0.90 ~1000 IQD                     \u{2068}نحو ألف دينار\u{2069}\n\
             quantity     0.50 >100 killed                   \u{2068}أكثر من مئة قتيل\u{2069}"
        );
    }

    #[test]
    fn statements_and_references_name_both_ends() {
        let article = pb::StructuredArticle {
            entities: vec![pb::Entity {
                id: 3,
                name: "ليلى منصور".to_owned(),
                ..Default::default()
            }],
            quotations: vec![pb::Quotation {
                kind: pb::QuotationKind::Direct.into(),
                content: vec![words("سنزرع"), words("ألف شجرة")],
                speaker: Some(pb::Speaker {
                    words: Some(words("المديرة")),
                    entity_id: Some(3),
                    ..Default::default()
                }),
                confidence: 0.75,
                ..Default::default()
            }],
            cross_references: vec![pb::CrossReference {
                kind: pb::CrossReferenceKind::Coreference.into(),
                from: Some(pb::ReferenceEnd {
                    end: Some(pb::reference_end::End::Words(words("المديرة"))),
                }),
                to: Some(pb::ReferenceEnd {
                    end: Some(pb::reference_end::End::EntityId(3)),
                }),
                confidence: 0.8,
                ..Default::default()
            }],
            ..Default::default()
        };
        let shown = shown(&article);
        let lines: Vec<&str> = shown.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "quotation    0.75 direct                        \u{2068}ليلى منصور: سنزرع … ألف شجرة\u{2069}",
                "reference    0.80 coreference                   \u{2068}المديرة → ليلى منصور\u{2069}",
            ]
        );
    }
}
