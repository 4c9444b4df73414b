//! Words that name an entity less than fully: السوداني for محمد شياع السوداني.

use super::{folded_words, from_words, words_of};
use crate::article::{
    Article, CrossReference, Entity, Mention, MentionKind, ReferenceEnd, ReferenceKind,
};
use crate::pipeline::tokens::TokenView;

/// A short form of a name, and every common noun.
pub(super) fn references(view: &TokenView<'_>, article: &Article) -> Vec<CrossReference> {
    let mut found = Vec::new();
    for entity in &article.entities {
        let full = bare_words(view, &entity.name);
        for mention in &entity.mentions {
            let rule = match mention.kind {
                MentionKind::Nominal => "references/nominal",
                MentionKind::Pronoun => "references/pronoun",
                MentionKind::Name if is_short(view, &full, mention) => "references/short-name",
                MentionKind::Name => continue,
            };
            found.push(reference(entity, mention, rule));
        }
    }
    found
}

fn reference(entity: &Entity, mention: &Mention, rule: &'static str) -> CrossReference {
    from_words(
        ReferenceKind::Coreference,
        words_of(mention),
        ReferenceEnd::Entity(entity.id),
        mention.confidence,
        rule,
    )
}

/// Whether a mention says some of the words of a name, and no others.
fn is_short(view: &TokenView<'_>, full: &[String], mention: &Mention) -> bool {
    let words = bare_words(view, &mention.text);
    words.len() < full.len() && words.iter().all(|word| full.contains(word))
}

/// Folded words without their articles.
pub(super) fn bare_words(view: &TokenView<'_>, name: &str) -> Vec<String> {
    folded_words(view, name)
        .iter()
        .map(|word| view.packs.clitics.bare(word).to_owned())
        .collect()
}
