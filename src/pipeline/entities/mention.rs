//! [`Found`]: a name at one place of the text, before it belongs to an entity.

use std::borrow::Borrow;

use super::context::{Context, Tokens};
use super::surface::{Surface, surface};
use crate::article::EntityType;

/// A name at one place.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its tokens.
    pub(super) tokens: Tokens,
    /// Its words without clitics, and where they stand.
    pub(super) surface: Surface,
    /// What the finder takes it for.
    pub(super) entity_type: EntityType,
    /// Probability of span and type.
    pub(super) probability: f32,
    /// The rule that found it.
    pub(super) rule: &'static str,
    /// Number of its zone.
    pub(super) zone: usize,
    /// Probability of each finer kind that the classifier knows; empty when not asked.
    pub(super) kinds: Vec<f32>,
    /// Another name holds it, or it holds another name.
    pub(super) nested: bool,
}

impl Found {
    /// The name on `tokens`, without marks at its ends; `None` when no word is left.
    pub(super) fn new(
        context: &Context<'_>,
        tokens: Tokens,
        zone: usize,
        entity_type: EntityType,
        probability: f32,
        rule: &'static str,
    ) -> Option<Self> {
        let first = tokens.clone().find(|&idx| context.view.has_letters(idx))?;
        let last = tokens.rev().find(|&idx| context.view.has_letters(idx))?;
        let tokens = first..last + 1;
        Some(Self {
            surface: surface(context, &tokens, entity_type == EntityType::Person)?,
            tokens,
            entity_type,
            probability,
            rule,
            zone,
            kinds: Vec::new(),
            nested: false,
        })
    }
}

/// Whether `tokens` share a token with one of `mentions`, which stand in order.
pub(super) fn is_taken(mentions: &[impl Borrow<Found>], tokens: &Tokens) -> bool {
    let at = mentions.partition_point(|found| found.borrow().tokens.end <= tokens.start);
    mentions
        .get(at)
        .is_some_and(|found| found.borrow().tokens.start < tokens.end)
}

/// Adds `more`, keeping the order; of two that overlap the one that stands stays.
pub(super) fn merge(mentions: &mut Vec<Found>, more: Vec<Found>) {
    let mut fresh: Vec<Found> = Vec::new();
    for found in more {
        let overlaps = fresh
            .last()
            .is_some_and(|last| last.tokens.end > found.tokens.start);
        if !overlaps && !is_taken(mentions, &found.tokens) {
            fresh.push(found);
        }
    }
    mentions.extend(fresh);
    mentions.sort_by_key(|found| found.tokens.start);
}
