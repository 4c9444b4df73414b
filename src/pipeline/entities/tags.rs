//! What tags say of names: a tag of two or three words that ends with the one name by which a
//! person is marked in the text is that person's full name; one that opens with a noun for a body
//! is a body's; and whatever a whole tag says is a name by itself where the text marks it.

use rustc_hash::FxHashSet;

use super::context::{Context, Tokens};
use super::kinds::noun_at;
use super::mention::{Found, is_taken};
use crate::article::EntityType;
use crate::lang::TermClass;
use crate::pipeline::zones::{Zone, ZoneKind};

/// How sure a name is that a tag and its last word in the text tell.
const FULL_NAME: f32 = 0.75;
/// Words of a full name.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=3;

/// The folded words of the tags, as they stand.
pub(super) fn tags(context: &Context<'_>, zones: &[Zone]) -> FxHashSet<String> {
    zones
        .iter()
        .filter(|zone| zone.kind == ZoneKind::Keyword)
        .map(|zone| {
            let words = zone
                .tokens
                .clone()
                .filter(|&idx| context.view.has_letters(idx));
            let words: Vec<&str> = words.map(|idx| context.view.folded(idx)).collect();
            words.join(" ")
        })
        .collect()
}

/// Adds the full names of persons that tags give; parts of them that are marked go.
pub(super) fn add(context: &Context<'_>, zones: &[Zone], mentions: &mut Vec<Found>) {
    let alone: FxHashSet<&str> = mentions
        .iter()
        .filter(|found| found.entity_type == EntityType::Person)
        .filter_map(|found| match found.surface.words.as_slice() {
            [word] => Some(word.as_str()),
            _ => None,
        })
        .collect();
    let mut fresh = Vec::new();
    for (number, zone) in zones.iter().enumerate() {
        let tokens = &zone.tokens;
        if let Some(entity_type) = headed(context, zone)
            && !is_marked(mentions, tokens)
        {
            fresh.extend(Found::new(
                context,
                tokens.clone(),
                number,
                entity_type,
                FULL_NAME,
                "entities/tag",
            ));
        } else if zone.kind == ZoneKind::Keyword
            && NAME_WORDS.contains(&tokens.len())
            && alone.contains(context.view.folded(tokens.end - 1))
            && is_name(context, tokens)
            && !is_marked(mentions, tokens)
        {
            fresh.extend(Found::new(
                context,
                tokens.clone(),
                number,
                EntityType::Person,
                FULL_NAME,
                "entities/tag",
            ));
        }
    }
    if !fresh.is_empty() {
        mentions.retain(|found| !is_taken(&fresh, &found.tokens));
        mentions.extend(fresh);
        mentions.sort_by_key(|found| found.tokens.start);
    }
}

/// What a tag names that is a noun for a kind of body and, to its end, words with articles or a
/// place: «مجلس الأمة», «جمعية مصارف لبنان».
fn headed(context: &Context<'_>, zone: &Zone) -> Option<EntityType> {
    let tokens = &zone.tokens;
    let body = |entity_type| entity_type == EntityType::Organization;
    let ((entity_type, _), end) = noun_at(context, tokens.start, body)?;
    let clitics = &context.knowledge.packs.clitics;
    let definite = |idx: usize| clitics.without_article(context.view.folded(idx)).is_some();
    let last = tokens.end.checked_sub(1).filter(|&last| last >= end)?;
    let place = context.view.is_one(last, TermClass::Place);
    let mut words = tokens.clone();
    let named = zone.kind == ZoneKind::Keyword
        && tokens.len() <= MAX_WORDS
        && !definite(tokens.start)
        && words.all(|idx| context.view.is_word(idx))
        && (place || definite(last));
    named.then_some(entity_type)
}

/// Words of a body's name in a tag.
const MAX_WORDS: usize = 5;

/// Whether all tokens are words, and the first could be a given name.
fn is_name(context: &Context<'_>, tokens: &Tokens) -> bool {
    let means_more = context.view.terms_at(tokens.start).any(|(found, term)| {
        found.at_start
            && matches!(
                term.class,
                TermClass::Office(_)
                    | TermClass::EntityHead { .. }
                    | TermClass::OutletHead
                    | TermClass::Honorific
                    | TermClass::FunctionWord
            )
    });
    // «ألفة» only looks as if it had an article.
    let packs = context.knowledge.packs;
    let first = context.view.folded(tokens.start);
    let article = packs.clitics.without_article(first);
    let article = article.filter(|_| packs.names.person_strength(first) == 0);
    let mut words = tokens.clone();
    !means_more && article.is_none() && words.all(|idx| context.view.is_word(idx))
}

/// Whether one mention has all of `tokens`, or reaches over their end.
fn is_marked(mentions: &[Found], tokens: &Tokens) -> bool {
    let at = mentions.partition_point(|found| found.tokens.end <= tokens.start);
    let inside = mentions.iter().skip(at);
    inside
        .take_while(|found| found.tokens.start < tokens.end)
        .any(|found| found.tokens == *tokens || found.tokens.end > tokens.end)
}
