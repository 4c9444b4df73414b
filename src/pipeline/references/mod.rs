//! Everything in an article that points at something else.
//!
//! In: an article with all that the other stages found. Out: its cross-references, and the
//! common nouns and pronouns that name an entity again ([`nominal`], [`pronoun`]). [`names`] finds the entities in words
//! that no tagger read: tags, headlines of other articles.
//!
//! Always holds: every target exists, nothing points at itself, references stand by kind, then
//! in the order of the text.

mod alias;
mod citation;
mod coreference;
mod mentioned;
mod metonymy;
mod names;
mod nominal;
mod plain;
mod pronoun;
mod related;
mod story;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::article::{
    Article, CrossReference, Evidence, Mention, ReferenceEnd, ReferenceKind, Words,
};
use crate::lang::{ReferenceWord, TermClass};
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Normalized, Source, Span};

use names::Names;

/// Fills the cross-references of `article` and of the articles embedded in it.
pub fn find_references(view: &TokenView<'_>, article: &mut Article) {
    for embedded in &mut article.embedded_articles {
        find_references(view, embedded);
    }
    let view = &view.in_language(article.language_tag());
    nominal::add(view, article);
    pronoun::add(view, article);
    if view.stops() {
        return;
    }
    let names = Names::new(view, article);
    let mut found = coreference::references(view, article);
    found.extend(nominal::events::references(view, article));
    found.extend(alias::references(view, article));
    found.extend(metonymy::references(view, article));
    found.extend(citation::references(view, article));
    if view.stops() {
        return;
    }
    found.extend(plain::keywords(view, article, &names));
    found.extend(plain::attributions(article));
    found.extend(plain::media(view, article, &names));
    found.extend(related::references(view, article, &names));
    found.extend(plain::entries(article));
    found.extend(plain::anchors(article));
    found.retain(|reference| reference.from != reference.to);
    // Stable: the order of the text, within each kind.
    found.sort_by_key(|reference| (reference.kind, place(&reference.from)));
    article.cross_references = found;
}

/// Adds mentions to the entities of those indices.
fn add_mentions(article: &mut Article, found: Vec<(usize, Mention)>) {
    let grown: BTreeSet<usize> = found.iter().map(|(entity, _)| *entity).collect();
    for (entity, mention) in found {
        if let Some(entity) = article.entities.get_mut(entity) {
            entity.mentions.push(mention);
        }
    }
    for idx in grown {
        if let Some(entity) = article.entities.get_mut(idx) {
            entity.mentions.sort_by_key(|mention| mention.span);
        }
    }
}

/// Where an end stands, for the order.
fn place(end: &ReferenceEnd) -> u32 {
    match end {
        ReferenceEnd::Words(words) => words.span.start(),
        ReferenceEnd::Entity(number)
        | ReferenceEnd::RelatedHeadline(number)
        | ReferenceEnd::EmbeddedArticle(number) => *number,
        ReferenceEnd::KnowledgeBase { .. } => 0,
    }
}

/// A reference from words.
fn from_words(
    kind: ReferenceKind,
    from: Words,
    to: ReferenceEnd,
    confidence: f32,
    rule: &'static str,
) -> CrossReference {
    CrossReference {
        kind,
        from: ReferenceEnd::Words(from),
        to,
        shared: Vec::new(),
        similarity: None,
        story_relation: None,
        confidence,
        evidence: Evidence { rule },
    }
}

fn words_of(mention: &Mention) -> Words {
    Words {
        text: mention.text.clone(),
        span: mention.span,
    }
}

/// The words on `tokens`.
fn words_on(view: &TokenView<'_>, tokens: &Tokens) -> Words {
    words_in(view, view.span(tokens))
}

/// The words in `span`.
fn words_in(view: &TokenView<'_>, span: Span<Normalized>) -> Words {
    Words {
        text: span.slice(view.text.as_str()).to_owned(),
        span: view.text.to_source(span),
    }
}

/// What a word between names says of them.
fn reference_word(view: &TokenView<'_>, idx: usize) -> Option<ReferenceWord> {
    let word = view.term(idx, |class| match class {
        TermClass::ReferenceWord(word) => Some(word),
        _ => None,
    });
    word.map(|(word, _)| word)
}

/// The folded words of a name, without marks.
fn folded_words(view: &TokenView<'_>, name: &str) -> Vec<String> {
    let folded = view.packs.fold.fold(name);
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn contains(outer: Span<Source>, inner: Span<Source>) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}
