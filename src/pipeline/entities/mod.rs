//! Names in the text → entities: what the article speaks of, with every place it names it.
//!
//! The tagger marks names sentence by sentence ([`tag`]); lists add what only they know
//! ([`lists`]); names of bodies are widened to what they are called ([`headed`]); a clitic at the front of a name is left outside ([`surface`]). [`chain`] draws
//! the mentions of one thing together, the same name with the same type through the article,
//! and [`same`] the things that the text gives two names;
//! [`nested`] adds the names inside
//! names; [`kinds`] says what each thing is, [`roles`] which offices it holds, [`linking`] which
//! public ids it has. [`words`] reads names in words that a file separates.
//!
//! Always holds: the mentions of an entity stand in the order of the text, an entity has at
//! least one, two mentions share words only where one name holds another, ids count from 1 in the order of first mention.

mod assemble;
mod chain;
mod context;
mod headed;
mod kinds;
mod linking;
mod lists;
mod mention;
mod nested;
#[cfg(feature = "transformer")]
mod neural;
mod parts;
mod recut;
mod repeated;
mod roles;
mod same;
mod surface;
mod tag;
pub mod words;

use std::collections::BTreeMap;

use crate::article::{Article, Subject};
use crate::boundary::Vocabulary;
use crate::kb::KnowledgeBase;
use crate::lang::LanguagePacks;
use crate::pipeline::tokens::TokenView;
use crate::pipeline::zones;
use crate::tagger::Tagger;

use context::Context;
#[cfg(feature = "transformer")]
pub use neural::Neural;

/// What entities are found with.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'k> {
    /// Words of languages.
    pub packs: &'k LanguagePacks,
    /// How frequent words are.
    pub vocabulary: &'k Vocabulary,
    /// What finds names.
    pub tagger: &'k Tagger,
    /// What names can stand for.
    pub kb: &'k KnowledgeBase,
    /// A user's own model that finds names.
    #[cfg(feature = "transformer")]
    pub neural: Option<&'k Neural>,
}

/// Fills the entities of `article` and of the articles embedded in it.
pub fn find_entities(view: &TokenView<'_>, knowledge: Knowledge<'_>, article: &mut Article) {
    let context = Context::new(view, knowledge);
    let mut next_id = 1;
    fill(&context, article, &mut next_id);
    number(article);
}

/// Numbers all entities anew, in the order of first mention: an embedded article can stand
/// before the end of the one around it.
fn number(article: &mut Article) {
    let mut order = Vec::new();
    first_mentions(article, &mut order);
    order.sort_unstable();
    let ids: BTreeMap<u32, u32> = order.iter().map(|&(_, id)| id).zip(1..).collect();
    renumber(article, &ids);
}

fn first_mentions(article: &Article, order: &mut Vec<(u32, u32)>) {
    for entity in &article.entities {
        let first = entity.mentions.first();
        order.push((first.map_or(0, |mention| mention.span.start()), entity.id));
    }
    for embedded in &article.embedded_articles {
        first_mentions(embedded, order);
    }
}

fn renumber(article: &mut Article, ids: &BTreeMap<u32, u32>) {
    let new = |id: u32| ids.get(&id).copied().unwrap_or(id);
    for entity in &mut article.entities {
        entity.id = new(entity.id);
        for role in &mut entity.roles {
            role.held_at = role.held_at.map(new);
        }
    }
    article.entities.sort_by_key(|entity| entity.id);
    for reading in &mut article.considered {
        if let Subject::Entry(id) = &mut reading.subject {
            *id = new(*id);
        }
    }
    article.considered.sort_by_key(|reading| reading.subject);
    for embedded in &mut article.embedded_articles {
        renumber(embedded, ids);
    }
}

fn fill(context: &Context<'_>, article: &mut Article, next_id: &mut u32) {
    if context.reads(article) {
        let zones = zones::zones(context.view, article);
        let mut mentions = tag::tag(context, &zones);
        if context.view.stops() {
            return;
        }
        lists::add(context, &zones, article, &mut mentions);
        headed::widen(context, &zones, true, &mut mentions);
        headed::add(context, &zones, &mut mentions);
        same::introduced(context, &zones, &mut mentions);
        if context.view.stops() {
            return;
        }
        let chains = chain::chains(context, &zones, true, mentions);
        let (entities, considered) = assemble::entities(context, &zones, chains, next_id);
        article.entities = entities;
        article.considered.extend(considered);
    }
    for embedded in &mut article.embedded_articles {
        fill(context, embedded, next_id);
    }
}
