//! Who reports what another reported: «نقلت صحيفة كذا عن وكالة كذا», «ذكرت صحيفة كذا نقلا عن
//! وكالة كذا».

use super::mentioned::{Mentioned, Place};
use super::{from_words, reference_word, words_of, words_on};
use crate::article::{Article, CrossReference, EntityType, ReferenceEnd, ReferenceKind, Words};
use crate::lang::{ReferenceWord, TermClass};
use crate::pipeline::tokens::TokenView;

/// Confidence of a chain of citation.
const CITED: f32 = 0.85;

pub(super) fn references(view: &TokenView<'_>, article: &Article) -> Vec<CrossReference> {
    let mentioned = Mentioned::new(view, article);
    let body = |place: &Place| {
        let entity = article.entities.get(place.entity);
        entity.filter(|entity| entity.entity_type == EntityType::Organization)
    };
    let mut found = Vec::new();
    for sentence in &article.sentences {
        for idx in view.tokens_of(sentence.span) {
            let pair = match reference_word(view, idx) {
                Some(ReferenceWord::Citing) => cited(view, &mentioned, idx),
                Some(ReferenceWord::Quoting) => quoted(view, &mentioned, idx),
                _ => None,
            };
            let Some((by, of)) = pair else { continue };
            if let (Some(_), Some(source)) = (body(&by), body(&of))
                && by.entity != of.entity
            {
                found.push(from_words(
                    ReferenceKind::MediaSource,
                    words_of_place(view, article, by),
                    ReferenceEnd::Entity(source.id),
                    CITED,
                    "references/citation",
                ));
            }
        }
    }
    found
}

/// «نقلت» X «عن» Y.
fn cited(view: &TokenView<'_>, mentioned: &Mentioned, verb: usize) -> Option<(Place, Place)> {
    let by = mentioned.at(skip_marks(view, verb + 1))?;
    let word = skip_marks(view, by.end);
    (reference_word(view, word) == Some(ReferenceWord::Cited)).then_some(())?;
    Some((by, mentioned.at(skip_marks(view, word + 1))?))
}

/// X «نقلا عن» Y.
fn quoted(view: &TokenView<'_>, mentioned: &Mentioned, idx: usize) -> Option<(Place, Place)> {
    let mut end = idx;
    while end > 0 && !view.has_letters(end - 1) && end + MAX_MARKS > idx {
        end -= 1;
    }
    let by = mentioned.before(end)?;
    let ((), behind) = view.term(idx, |class| match class {
        TermClass::ReferenceWord(ReferenceWord::Quoting) => Some(()),
        _ => None,
    })?;
    Some((by, mentioned.at(skip_marks(view, behind))?))
}

/// Marks between a name and the words about it.
const MAX_MARKS: usize = 2;

fn skip_marks(view: &TokenView<'_>, idx: usize) -> usize {
    (idx..idx + MAX_MARKS)
        .find(|&idx| view.has_letters(idx))
        .unwrap_or(idx + MAX_MARKS)
}

/// The words of the mention that stands there, clitics left outside.
fn words_of_place(view: &TokenView<'_>, article: &Article, place: Place) -> Words {
    let mentions = article
        .entities
        .get(place.entity)
        .map(|entity| entity.mentions.as_slice());
    let mentions = mentions.unwrap_or_default();
    let at = mentions.binary_search_by_key(&place.span, |one| one.span);
    let mention = at.ok().and_then(|at| mentions.get(at));
    mention.map_or_else(|| words_on(view, &(place.start..place.end)), words_of)
}
