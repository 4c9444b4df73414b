//! Other names of one entity: by the knowledge base (أميركا, الولايات المتحدة), by a bracket
//! behind the name («منظمة الصحة العالمية (WHO)»).

use rustc_hash::FxHashMap;

use super::coreference::{bare_words, mention_words};
use super::{from_words, words_of, words_on};
use crate::article::{Article, CrossReference, Entity, MentionKind, ReferenceEnd, ReferenceKind};
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Source, Span};

/// What a bracket behind a name says is another name of it.
const BRACKET: f32 = 0.8;
/// Words of a bracket that can be a name.
const MAX_WORDS: usize = 3;

pub(super) fn references(view: &TokenView<'_>, article: &Article) -> Vec<CrossReference> {
    let mut named: FxHashMap<Span<Source>, &Entity> = FxHashMap::default();
    for entity in &article.entities {
        named.extend(entity.mentions.iter().map(|mention| (mention.span, entity)));
    }
    let mut found = Vec::new();
    for entity in &article.entities {
        found.extend(of_the_base(view, entity));
        found.extend(in_brackets(view, &named, entity));
    }
    found
}

/// Mentions by a name with other words than the fullest one.
fn of_the_base(view: &TokenView<'_>, entity: &Entity) -> Vec<CrossReference> {
    let full = bare_words(view, &entity.name);
    let full_spelled: Vec<String> = full.iter().map(|word| spelling(view, word)).collect();
    let mut said: Vec<Vec<String>> = Vec::new();
    let mut found = Vec::new();
    for mention in &entity.mentions {
        let words = mention_words(view, mention);
        let spelled: Vec<String> = words.iter().map(|word| spelling(view, word)).collect();
        let another = spelled.iter().any(|word| !full_spelled.contains(word));
        let inflected = words.len() == full.len()
            && words
                .iter()
                .zip(&full)
                .all(|(a, b)| a == b || is_other_case(a, b));
        if mention.kind != MentionKind::Name || !another || inflected || said.contains(&words) {
            continue;
        }
        said.push(words);
        let id = entity.knowledge_base_ids.first();
        found.push(from_words(
            ReferenceKind::Alias,
            words_of(mention),
            ReferenceEnd::Entity(entity.id),
            id.map_or(mention.confidence, |id| id.confidence),
            "references/base-name",
        ));
    }
    found
}

/// A word without what tells spellings of foreign names apart: سامسونغ, سامسونج.
fn spelling(view: &TokenView<'_>, word: &str) -> String {
    view.packs.foreign_letters.fold(word)
}

/// What stands alone in a bracket right behind a name: initials, or a name of the same type.
fn in_brackets(
    view: &TokenView<'_>,
    named: &FxHashMap<Span<Source>, &Entity>,
    entity: &Entity,
) -> Vec<CrossReference> {
    let mut found = Vec::new();
    for mention in &entity.mentions {
        let end = view.tokens_of(mention.span).end;
        let Some(inside) = bracket(view, end) else {
            continue;
        };
        let words = words_on(view, &inside);
        let same_type = named
            .get(&words.span)
            .is_some_and(|other| other.id != entity.id && other.entity_type == entity.entity_type);
        if same_type || is_initials(view, &inside) {
            found.push(from_words(
                ReferenceKind::Alias,
                words,
                ReferenceEnd::Entity(entity.id),
                BRACKET,
                "references/bracket",
            ));
        }
    }
    found
}

/// The tokens in a bracket that opens with token `open`.
fn bracket(view: &TokenView<'_>, open: usize) -> Option<Tokens> {
    if view.shown(open) != "(" {
        return None;
    }
    let first = open + 1;
    let close = (first..=first + MAX_WORDS).find(|&idx| view.shown(idx) == ")")?;
    (close > first && (first..close).all(|idx| view.has_letters(idx))).then_some(first..close)
}

/// One word of capitals: WHO.
fn is_initials(view: &TokenView<'_>, tokens: &Tokens) -> bool {
    let word = view.shown(tokens.start);
    tokens.len() == 1 && word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
}

/// Whether two words differ only in the letter before the last, as the cases of a plural do:
/// الحوثيون, الحوثيين.
fn is_other_case(a: &str, b: &str) -> bool {
    let mut letters = a.chars().rev().zip(b.chars().rev()).enumerate();
    a.chars().count() == b.chars().count() && letters.all(|(at, (a, b))| at == 1 || a == b)
}
