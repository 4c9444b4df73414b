//! Capitals that stand for their state: «رحبت طهران», «أن باريس تدعم».
//!
//! The mention stays one of the city; that it means the state is a reference of its own. Only
//! where the capital is the subject of a verb of saying or opens a clause, and the article names
//! the state too.

use super::mentioned::{is_feminine_verb, is_report_verb};
use super::{from_words, reference_word, words_of};
use crate::article::{
    Article, CrossReference, EntityType, MentionKind, ReferenceEnd, ReferenceKind,
};
use crate::lang::{ReferenceWord, TermClass};
use crate::pipeline::tokens::TokenView;

/// Confidence of a capital that says something, and of one that opens a clause.
const SAYS: f32 = 0.85;
const OPENS: f32 = 0.7;
/// The base whose ids are codes of countries.
const ISO_3166: &str = "iso3166-1";

pub(super) fn references(view: &TokenView<'_>, article: &Article) -> Vec<CrossReference> {
    let states: Vec<(&str, u32)> = article
        .entities
        .iter()
        .filter_map(|entity| {
            let mut ids = entity.knowledge_base_ids.iter();
            let code = ids.find(|id| id.base == ISO_3166)?;
            Some((code.id.as_str(), entity.id))
        })
        .collect();
    let mut found = Vec::new();
    if states.is_empty() {
        return found;
    }
    let places = article.entities.iter();
    for city in places.filter(|entity| entity.entity_type == EntityType::Location) {
        for mention in &city.mentions {
            let Some(idx) = view.token_at(mention.span.start()) else {
                continue;
            };
            let capital = view.term(idx, |class| match class {
                TermClass::Capital(country) => Some(country),
                _ => None,
            });
            let Some((country, _)) = capital.filter(|_| mention.kind == MentionKind::Name) else {
                continue;
            };
            let Some(confidence) = idx.checked_sub(1).and_then(|before| acts(view, before)) else {
                continue;
            };
            let state = states.iter().find(|(code, _)| code.as_bytes() == country);
            if let Some(&(_, state)) = state.filter(|(_, state)| *state != city.id) {
                found.push(from_words(
                    ReferenceKind::Alias,
                    words_of(mention),
                    ReferenceEnd::Entity(state),
                    confidence * mention.confidence,
                    "references/metonymy",
                ));
            }
        }
    }
    found
}

/// Whether what stands behind token `before` acts.
fn acts(view: &TokenView<'_>, before: usize) -> Option<f32> {
    // Cities are feminine: «سيزور باريس» is a journey.
    if is_report_verb(view, before) && is_feminine_verb(view, before) {
        return Some(SAYS);
    }
    (reference_word(view, before) == Some(ReferenceWord::Clause)).then_some(OPENS)
}
