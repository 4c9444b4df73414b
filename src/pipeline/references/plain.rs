//! References that another stage has already found, in the form of all others.

use super::names::Names;
use super::{contains, from_words, words_of};
use crate::article::{
    Article, CrossReference, Entity, EntityType, Evidence, MentionKind, ReferenceEnd,
    ReferenceKind, TextField, TimeAnchorKind, Words,
};
use crate::pipeline::tokens::{TokenView, Tokens};

/// A tag that is a name of an entity; that holds one with a word or two more.
const WHOLE: f32 = 0.95;
const PART: f32 = 0.75;
/// A medium that the source line names too.
const SAME_MEDIUM: f32 = 0.9;

fn words(field: &TextField) -> Words {
    Words {
        text: field.text.clone(),
        span: field.span,
    }
}

/// Each tag to the entity it names: the whole tag, or most of its words.
pub(super) fn keywords(
    view: &TokenView<'_>,
    article: &Article,
    names: &Names,
) -> Vec<CrossReference> {
    let mut found = Vec::new();
    for keyword in &article.keywords {
        let tokens = view.tokens_of(keyword.span);
        let all = n_words(view, &tokens);
        // Mentions that the tagger marked in the tag itself are among the names.
        let found_names = names.find(view, &tokens);
        let best = found_names
            .iter()
            .map(|(entity, tokens)| (*entity, n_words(view, tokens)))
            .max_by_key(|&(entity, n)| (n, std::cmp::Reverse(entity)));
        let Some((entity, n)) = best.filter(|&(_, n)| 2 * n > all) else {
            continue;
        };
        found.push(from_words(
            ReferenceKind::Keyword,
            words(keyword),
            ReferenceEnd::Entity(entity),
            if n == all { WHOLE } else { PART },
            "references/keyword",
        ));
    }
    found
}

fn n_words(view: &TokenView<'_>, tokens: &Tokens) -> usize {
    tokens.clone().filter(|&idx| view.has_letters(idx)).count()
}

/// Each statement to the entity that made it.
pub(super) fn attributions(article: &Article) -> Vec<CrossReference> {
    let mut found = Vec::new();
    for quotation in &article.quotations {
        let (Some(said), Some(speaker)) = (quotation.content.first(), &quotation.speaker) else {
            continue;
        };
        let Some(entity) = speaker.entity else {
            continue;
        };
        let cue = quotation.cue.iter().chain(&speaker.words);
        found.push(CrossReference {
            shared: cue.cloned().collect(),
            ..from_words(
                ReferenceKind::Attribution,
                said.clone(),
                ReferenceEnd::Entity(entity),
                speaker.confidence * quotation.confidence,
                "references/attribution",
            )
        });
    }
    found
}

/// Each medium named in the text to the source line that credits it.
pub(super) fn media(view: &TokenView<'_>, article: &Article, names: &Names) -> Vec<CrossReference> {
    let Some(source) = &article.source else {
        return Vec::new();
    };
    let credited = names.find(view, &view.tokens_of(source.span));
    let mut found = Vec::new();
    for (idx, _) in credited {
        let at = article
            .entities
            .binary_search_by_key(&idx, |entity| entity.id);
        let entity = at.ok().and_then(|at| article.entities.get(at));
        let Some(entity) = entity.filter(|one| one.entity_type == EntityType::Organization) else {
            continue;
        };
        let outside = entity.mentions.iter().filter(|mention| {
            mention.kind == MentionKind::Name && !contains(source.span, mention.span)
        });
        found.extend(outside.map(|mention| {
            from_words(
                ReferenceKind::MediaSource,
                words_of(mention),
                ReferenceEnd::Words(words(source)),
                SAME_MEDIUM * mention.confidence,
                "references/media",
            )
        }));
    }
    found
}

/// Each entity to its identifiers.
pub(super) fn entries(article: &Article) -> Vec<CrossReference> {
    let of_entity = |entity: &Entity| -> Vec<CrossReference> {
        let ids = entity.knowledge_base_ids.iter();
        ids.map(|id| CrossReference {
            kind: ReferenceKind::KnowledgeBase,
            from: ReferenceEnd::Entity(entity.id),
            to: ReferenceEnd::KnowledgeBase {
                base: id.base.clone(),
                id: id.id.clone(),
            },
            shared: Vec::new(),
            similarity: None,
            story_relation: None,
            confidence: id.confidence,
            evidence: Evidence {
                rule: "references/knowledge-base",
            },
        })
        .collect()
    };
    article.entities.iter().flat_map(of_entity).collect()
}

/// Each time that was counted from the date of publication to that date, where the page prints it.
pub(super) fn anchors(article: &Article) -> Vec<CrossReference> {
    // A date that the markup alone states stands nowhere that a link could lead to.
    let printed = article.date_published.as_ref();
    let Some(date) = printed.filter(|date| !date.span.is_empty()) else {
        return Vec::new();
    };
    let published = |time: &&crate::article::TimeExpression| {
        let anchor = time.anchor.as_ref();
        anchor.is_some_and(|anchor| anchor.kind == TimeAnchorKind::DatePublished)
    };
    article
        .times
        .iter()
        .filter(published)
        .map(|time| {
            from_words(
                ReferenceKind::TemporalAnchor,
                Words {
                    text: time.text.clone(),
                    span: time.span,
                },
                ReferenceEnd::Words(Words {
                    text: date.text.clone(),
                    span: date.span,
                }),
                time.confidence * date.confidence,
                "references/anchor",
            )
        })
        .collect()
}
