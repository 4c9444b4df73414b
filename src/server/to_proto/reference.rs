//! Cross-references.

use super::{Writer, evidence};
use crate::article as domain;
use crate::server::pb;

impl Writer<'_> {
    pub(super) fn reference(&self, reference: domain::CrossReference) -> pb::CrossReference {
        let domain::CrossReference {
            kind,
            from,
            to,
            shared,
            similarity,
            story_relation,
            confidence,
            evidence,
        } = reference;
        pb::CrossReference {
            kind: self::kind(kind).into(),
            from: Some(self.end(from)),
            to: Some(self.end(to)),
            shared: shared.into_iter().map(|words| self.words(words)).collect(),
            similarity,
            confidence,
            evidence: Some(self::evidence(evidence)),
            story_relation: story_relation
                .map_or(pb::StoryRelation::Unspecified, self::story_relation)
                .into(),
        }
    }

    fn end(&self, end: domain::ReferenceEnd) -> pb::ReferenceEnd {
        use pb::reference_end::End;
        let end = match end {
            domain::ReferenceEnd::Words(words) => End::Words(self.words(words)),
            domain::ReferenceEnd::Entity(id) => End::EntityId(id),
            domain::ReferenceEnd::RelatedHeadline(idx) => End::RelatedHeadlineIndex(idx),
            domain::ReferenceEnd::EmbeddedArticle(idx) => End::EmbeddedArticleIndex(idx),
            domain::ReferenceEnd::KnowledgeBase { base, id } => {
                End::KnowledgeBaseEntry(pb::ReferencedEntry { base, id })
            }
        };
        pb::ReferenceEnd { end: Some(end) }
    }
}

const fn kind(kind: domain::ReferenceKind) -> pb::CrossReferenceKind {
    match kind {
        domain::ReferenceKind::Coreference => pb::CrossReferenceKind::Coreference,
        domain::ReferenceKind::Alias => pb::CrossReferenceKind::Alias,
        domain::ReferenceKind::Keyword => pb::CrossReferenceKind::Keyword,
        domain::ReferenceKind::Attribution => pb::CrossReferenceKind::Attribution,
        domain::ReferenceKind::MediaSource => pb::CrossReferenceKind::MediaSource,
        domain::ReferenceKind::RelatedArticle => pb::CrossReferenceKind::RelatedArticle,
        domain::ReferenceKind::KnowledgeBase => pb::CrossReferenceKind::KnowledgeBase,
        domain::ReferenceKind::TemporalAnchor => pb::CrossReferenceKind::TemporalAnchor,
    }
}

const fn story_relation(relation: domain::StoryRelation) -> pb::StoryRelation {
    match relation {
        domain::StoryRelation::SameStory => pb::StoryRelation::SameStory,
        domain::StoryRelation::FollowUp => pb::StoryRelation::FollowUp,
        domain::StoryRelation::Related => pb::StoryRelation::Related,
    }
}
