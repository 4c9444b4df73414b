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
mod collocated;
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
mod shapes;
mod surface;
mod tag;
mod tags;
pub mod words;

use std::collections::BTreeMap;

use crate::article::{Article, EntityType, Subject};
use crate::boundary::Vocabulary;
use crate::kb::KnowledgeBase;
use crate::lang::LanguagePacks;
use crate::pipeline::tokens::TokenView;
use crate::pipeline::zones::{self, Zone};
use crate::tagger::Taggers;
use crate::text::{Source, Span};

use context::Context;
use mention::{Found, merge};
#[cfg(feature = "transformer")]
pub use neural::Neural;

/// What entities are found with.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'k> {
    /// Words of languages.
    pub packs: &'k LanguagePacks,
    /// How frequent words are.
    pub vocabulary: &'k Vocabulary,
    /// What finds names, by language.
    pub taggers: &'k Taggers,
    /// What names can stand for.
    pub kb: &'k KnowledgeBase,
    /// Entries of it that are listed for each entity, certain or not, at most.
    pub candidates: usize,
    /// Keep what was weighed for each entity.
    pub explain: bool,
    /// A user's own model that finds names.
    #[cfg(feature = "transformer")]
    pub neural: Option<&'k Neural>,
}

impl Knowledge<'_> {
    /// Whether names are found in a language: a tagger or a pack knows it, or a user's own model
    /// is trusted to.
    fn reads(&self, language: &str) -> bool {
        #[cfg(feature = "transformer")]
        if self.neural.is_some() {
            return true;
        }
        self.taggers.of(language).is_some() || self.packs.tags.iter().any(|tag| tag == language)
    }
}

/// Fills the entities of `article` and of the articles embedded in it.
pub fn find_entities(view: &TokenView<'_>, knowledge: Knowledge<'_>, article: &mut Article) {
    let mut next_id = 1;
    fill(view, knowledge, article, &mut next_id);
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

fn fill(view: &TokenView<'_>, knowledge: Knowledge<'_>, article: &mut Article, next_id: &mut u32) {
    let language = article.language_tag().filter(|tag| knowledge.reads(tag));
    if language.is_some() {
        let view = view.in_language(language);
        let context = Context::new(&view, knowledge, language);
        let zones = zones::zones(&view, article);
        let mentions = tag::tag(&context, &zones);
        if view.stops() {
            return;
        }
        resolve(&context, &zones, mentions, article, next_id);
    }
    for embedded in &mut article.embedded_articles {
        fill(view, knowledge, embedded, next_id);
    }
}

/// The entities of an article whose tagger marked `mentions`.
fn resolve(
    context: &Context<'_>,
    zones: &[Zone],
    mut mentions: Vec<Found>,
    article: &mut Article,
    next_id: &mut u32,
) {
    lists::add(context, zones, article, &mut mentions);
    headed::widen(context, zones, true, &mut mentions);
    headed::add(context, zones, &mut mentions);
    tags::add(context, zones, &mut mentions);
    same::introduced(context, zones, &mut mentions);
    if context.view.stops() {
        return;
    }
    let chains = chain::chains(context, zones, true, mentions);
    let (entities, considered) = assemble::entities(context, zones, chains, article, next_id);
    article.entities = entities;
    article.considered.extend(considered);
}

/// A name that is marked already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkedName {
    /// Where it stands.
    pub span: Span<Source>,
    /// What it names.
    pub entity_type: EntityType,
    /// Probability of both.
    pub probability: f32,
}

/// Fills the entities of `article` from names that are marked already, in the order of the text,
/// where the tagger would mark its own. Embedded articles are left as they are.
pub fn resolve_names(
    view: &TokenView<'_>,
    knowledge: Knowledge<'_>,
    names: &[MarkedName],
    article: &mut Article,
) {
    let view = &view.in_language(article.language_tag());
    let context = Context::new(view, knowledge, article.language_tag());
    let zones = zones::zones(view, article);
    let found = names.iter().filter_map(|name| {
        let tokens = view.tokens_of(name.span);
        // A name can begin behind a clitic.
        let first = view.token_at(name.span.start()).unwrap_or(tokens.start);
        let zone = zones.partition_point(|zone| zone.tokens.end <= first);
        let inside = zones.get(zone)?.tokens.start <= first;
        let tokens = first..tokens.end.max(first + 1);
        let name = Found::new(
            &context,
            tokens,
            zone,
            name.entity_type,
            name.probability,
            "entities/tagger",
        );
        name.filter(|_| inside)
    });
    let mut mentions = Vec::new();
    merge(&mut mentions, found.collect());
    resolve(&context, &zones, mentions, article, &mut 1);
}
