//! Entities with their mentions, roles and identifiers.

use super::{Writer, evidence};
use crate::article as domain;
use crate::server::pb;

impl Writer<'_> {
    pub(super) fn entity(&self, entity: domain::Entity) -> pb::Entity {
        let domain::Entity {
            id,
            entity_type,
            subtype,
            name,
            transliteration,
            roles,
            nationality,
            mentions,
            salience,
            knowledge_base_ids,
            knowledge_base_candidates,
            confidence,
        } = entity;
        pb::Entity {
            id,
            r#type: self::entity_type(entity_type).into(),
            subtype: subtype.unwrap_or_default(),
            name,
            transliteration: transliteration.unwrap_or_default(),
            roles: roles.into_iter().map(|role| self.role(role)).collect(),
            nationality: nationality.unwrap_or_default(),
            mentions: mentions
                .into_iter()
                .map(|mention| self.mention(mention))
                .collect(),
            salience,
            knowledge_base_ids: knowledge_base_ids
                .into_iter()
                .map(knowledge_base_id)
                .collect(),
            confidence,
            knowledge_base_candidates: knowledge_base_candidates
                .into_iter()
                .map(candidate)
                .collect(),
        }
    }

    fn mention(&self, mention: domain::Mention) -> pb::Mention {
        let domain::Mention {
            text,
            span,
            kind,
            confidence,
            evidence,
        } = mention;
        let kind = match kind {
            domain::MentionKind::Name => pb::MentionKind::Name,
            domain::MentionKind::Nominal => pb::MentionKind::Nominal,
            domain::MentionKind::Pronoun => pb::MentionKind::Pronoun,
        };
        pb::Mention {
            text,
            span: Some(self.span(span)),
            kind: kind.into(),
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    fn role(&self, role: domain::Role) -> pb::Role {
        let domain::Role {
            text,
            span,
            tenure,
            held_at,
            confidence,
            evidence,
        } = role;
        let tenure = match tenure {
            domain::Tenure::Current => pb::Tenure::Current,
            domain::Tenure::Former => pb::Tenure::Former,
            domain::Tenure::Acting => pb::Tenure::Acting,
            domain::Tenure::Deputy => pb::Tenure::Deputy,
            domain::Tenure::Designate => pb::Tenure::Designate,
        };
        pb::Role {
            text,
            span: Some(self.span(span)),
            tenure: tenure.into(),
            held_at_entity_id: held_at,
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }
}

fn knowledge_base_id(id: domain::KnowledgeBaseId) -> pb::KnowledgeBaseId {
    let domain::KnowledgeBaseId {
        base,
        id,
        confidence,
    } = id;
    pb::KnowledgeBaseId {
        base,
        id,
        confidence,
    }
}

fn candidate(candidate: domain::KnowledgeBaseCandidate) -> pb::KnowledgeBaseCandidate {
    let domain::KnowledgeBaseCandidate {
        base,
        id,
        name,
        score,
    } = candidate;
    pb::KnowledgeBaseCandidate {
        base,
        id,
        name,
        score,
    }
}

fn entity_type(entity_type: domain::EntityType) -> pb::EntityType {
    match entity_type {
        domain::EntityType::Person => pb::EntityType::Person,
        domain::EntityType::Organization => pb::EntityType::Organization,
        domain::EntityType::Location => pb::EntityType::Location,
        domain::EntityType::Facility => pb::EntityType::Facility,
        domain::EntityType::Group => pb::EntityType::Group,
        domain::EntityType::Event => pb::EntityType::Event,
        domain::EntityType::Product => pb::EntityType::Product,
        domain::EntityType::Work => pb::EntityType::Work,
        domain::EntityType::Other => pb::EntityType::Other,
    }
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
    const CONTENT: &str = "🌳 قالت ليلى منصور رئيسة بلدية المرج";

    fn span(words: &str) -> Span<Source> {
        let start = CONTENT.find(words).unwrap();
        Span::from_range(start..start + words.len())
    }

    fn entity() -> domain::Entity {
        let evidence = domain::Evidence {
            rule: "phenomenon/shape",
        };
        domain::Entity {
            id: 1,
            entity_type: domain::EntityType::Person,
            subtype: Some("politician".to_owned()),
            name: "ليلى منصور".to_owned(),
            transliteration: Some("Layla Mansur".to_owned()),
            roles: vec![domain::Role {
                text: "رئيسة بلدية المرج".to_owned(),
                span: span("رئيسة بلدية المرج"),
                tenure: domain::Tenure::Current,
                held_at: Some(2),
                confidence: 0.75,
                evidence,
            }],
            nationality: None,
            mentions: vec![domain::Mention {
                text: "ليلى منصور".to_owned(),
                span: span("ليلى منصور"),
                kind: domain::MentionKind::Name,
                confidence: 0.5,
                evidence,
            }],
            salience: 0.25,
            knowledge_base_ids: vec![domain::KnowledgeBaseId {
                base: "wikidata".to_owned(),
                id: "Q1".to_owned(),
                confidence: 0.875,
            }],
            knowledge_base_candidates: vec![domain::KnowledgeBaseCandidate {
                base: "wof".to_owned(),
                id: "7".to_owned(),
                name: "Layla".to_owned(),
                score: 0.125,
            }],
            confidence: 0.625,
        }
    }

    fn written(encoding: OffsetEncoding) -> pb::StructuredArticle {
        let named = domain::Article {
            entities: vec![entity()],
            embedded_articles: vec![domain::Article {
                entities: vec![entity()],
                ..Default::default()
            }],
            ..Default::default()
        };
        let options = Options {
            encoding,
            sentences: true,
            analyses: Analyses::default(),
            mask: Mask::default(),
        };
        article(named, String::new(), CONTENT.into(), &options, &[])
    }

    #[test]
    fn an_entity_arrives_whole() {
        let evidence = Some(pb::Evidence {
            rule: "phenomenon/shape".to_owned(),
        });
        let wire = pb::Entity {
            id: 1,
            r#type: pb::EntityType::Person.into(),
            subtype: "politician".to_owned(),
            name: "ليلى منصور".to_owned(),
            transliteration: "Layla Mansur".to_owned(),
            roles: vec![pb::Role {
                text: "رئيسة بلدية المرج".to_owned(),
                span: Some(pb::Span { start: 19, end: 36 }),
                tenure: pb::Tenure::Current.into(),
                held_at_entity_id: Some(2),
                confidence: 0.75,
                evidence: evidence.clone(),
            }],
            nationality: String::new(),
            mentions: vec![pb::Mention {
                text: "ليلى منصور".to_owned(),
                span: Some(pb::Span { start: 8, end: 18 }),
                kind: pb::MentionKind::Name.into(),
                confidence: 0.5,
                evidence,
            }],
            salience: 0.25,
            knowledge_base_ids: vec![pb::KnowledgeBaseId {
                base: "wikidata".to_owned(),
                id: "Q1".to_owned(),
                confidence: 0.875,
            }],
            confidence: 0.625,
            knowledge_base_candidates: vec![pb::KnowledgeBaseCandidate {
                base: "wof".to_owned(),
                id: "7".to_owned(),
                name: "Layla".to_owned(),
                score: 0.125,
            }],
        };
        assert_eq!(written(OffsetEncoding::Utf16).entities, [wire]);
    }

    #[test]
    fn mentions_and_roles_count_in_the_unit_asked_for() {
        for (encoding, mention, role) in [
            (OffsetEncoding::Utf8, (14, 33), (34, 66)),
            (OffsetEncoding::Utf16, (8, 18), (19, 36)),
            (OffsetEncoding::CodePoints, (7, 17), (18, 35)),
        ] {
            let article = written(encoding);
            for entity in [
                &article.entities[0],
                &article.embedded_articles[0].entities[0],
            ] {
                let ends = |span: Option<pb::Span>| span.map(|span| (span.start, span.end));
                assert_eq!(ends(entity.mentions[0].span), Some(mention), "{encoding:?}");
                assert_eq!(ends(entity.roles[0].span), Some(role), "{encoding:?}");
            }
        }
    }

    #[test]
    fn types_have_the_names_and_the_order_of_the_domain() {
        for (number, kind) in (1..).zip(domain::EntityType::ALL) {
            let wire = entity_type(kind);
            assert_eq!(wire as i32, number);
            assert_eq!(wire.as_str_name(), format!("ENTITY_TYPE_{}", kind.name()));
        }
    }
}
