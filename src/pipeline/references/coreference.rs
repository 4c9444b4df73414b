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
    let words = mention_words(view, mention);
    words.len() < full.len() && words.iter().all(|word| full.contains(word))
}

/// Folded words of a mention without their articles, also of one that writing dropped: «للمجر».
pub(super) fn mention_words(view: &TokenView<'_>, mention: &Mention) -> Vec<String> {
    let mut words = folded_words(view, &mention.text);
    if let (Some(first), Some(idx)) = (words.first_mut(), view.token_at(mention.span.start())) {
        let folded = view.folded(idx);
        let mut cuts = Vec::new();
        view.cuts(folded, &mut cuts);
        let whole = cuts.iter().filter(|cut| !cut.restore.is_empty());
        let mut whole = whole.filter(|cut| folded.get(cut.bytes..) == Some(first.as_str()));
        if let Some(cut) = whole.next() {
            *first = cut.apply(folded);
        }
    }
    bare(view, &words)
}

/// Folded words without their articles.
pub(super) fn bare_words(view: &TokenView<'_>, name: &str) -> Vec<String> {
    bare(view, &folded_words(view, name))
}

fn bare(view: &TokenView<'_>, words: &[String]) -> Vec<String> {
    let bare = |word: &String| view.packs.clitics.bare(word).to_owned();
    words.iter().map(bare).collect()
}
