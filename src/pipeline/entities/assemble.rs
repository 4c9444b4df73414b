//! Chains → entities: kinds, roles, ids, salience.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{Chain, in_order};
use super::context::Context;
use super::kinds::kind;
use super::linking::{Linked, countries, link, spoken_of};
use super::mention::Found;
use super::nested;
use super::roles::{FoundRole, Named, roles};
use super::same;
use crate::article::{
    Considered, Entity, EntityType, Evidence, Mention, MentionKind, Role, Subject, Subtype,
};
use crate::kb::EntryId;
use crate::kb::link::Country;
use crate::pipeline::zones::Zone;

/// An entity that has no number yet.
struct Draft {
    chain: Chain,
    entity_type: EntityType,
    subtype: Option<Subtype>,
    linked: Linked,
    roles: Vec<FoundRole>,
}

/// The entities of `chains`, numbered from `next_id` on, and the entries that they could be.
pub(super) fn entities(
    context: &Context<'_>,
    zones: &[Zone],
    mut chains: Vec<Chain>,
    next_id: &mut u32,
) -> (Vec<Entity>, Vec<Considered>) {
    let countries = countries(context, zones, &chains);
    let spoken_of = spoken_of(context, zones, &chains);
    nested::add(context, zones, &countries, &mut chains);
    let mut chains = same::unite(context, zones, chains);
    chains.sort_by_key(|chain| chain.mentions.first().map(|found| found.tokens.start));
    let drafts: Vec<Draft> = chains
        .into_iter()
        .map(|chain| {
            let (entity_type, subtype) = kind(context, &chain);
            let linked = link(context, &chain, entity_type, &countries, &spoken_of);
            let subtype = linked.subtype.or(subtype);
            Draft {
                chain,
                entity_type,
                subtype,
                linked,
                roles: Vec::new(),
            }
        })
        .collect();
    let mut drafts = unite(drafts);
    add_roles(context, zones, &mut drafts);
    let total: f32 = drafts.iter().map(|draft| attention(zones, draft)).sum();
    let places = Places::new(&drafts);
    let first_id = *next_id;
    *next_id += u32::try_from(drafts.len()).unwrap_or_default();
    let considered = drafts
        .iter()
        .zip(first_id..)
        .flat_map(|(draft, id)| considered(context, draft, id))
        .collect();
    let entities = drafts
        .iter()
        .zip(first_id..)
        .map(|(draft, id)| Entity {
            id,
            salience: if total > 0.0 {
                attention(zones, draft) / total
            } else {
                0.0
            },
            ..entity(context, draft, &drafts, &places, first_id)
        })
        .collect();
    (entities, considered)
}

/// The entries that the entity `id` could be.
fn considered(context: &Context<'_>, draft: &Draft, id: u32) -> Vec<Considered> {
    let Some(first) = draft.chain.mentions.first() else {
        return Vec::new();
    };
    let span = context.view.text.to_source(first.surface.span);
    let weighed = draft.linked.weighed.iter();
    let readings = weighed.map(|(name, score, taken)| Considered {
        subject: Subject::Entry(id),
        value: name.clone(),
        span,
        rule: None,
        score: *score,
        taken: *taken,
    });
    Considered::best(readings.collect())
}

/// Draws together what has the same entry in the base: أميركا and الولايات المتحدة.
fn unite(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut homes: BTreeMap<EntryId, usize> = BTreeMap::new();
    let mut united: Vec<Draft> = Vec::new();
    for draft in drafts {
        let home = draft.linked.entry.and_then(|entry| homes.get(&entry));
        if let Some(home) = home.and_then(|&idx| united.get_mut(idx)) {
            home.chain.mentions.extend(draft.chain.mentions);
            continue;
        }
        if let Some(entry) = draft.linked.entry {
            homes.insert(entry, united.len());
        }
        united.push(draft);
    }
    for draft in &mut united {
        in_order(std::slice::from_mut(&mut draft.chain));
    }
    united
}

fn add_roles(context: &Context<'_>, zones: &[Zone], drafts: &mut [Draft]) {
    let mut named: Vec<Named> = drafts
        .iter()
        .flat_map(|draft| {
            let mentions = draft.chain.mentions.iter();
            mentions.filter(|found| !found.nested).map(|found| Named {
                tokens: found.tokens.clone(),
                entity_type: draft.entity_type,
            })
        })
        .collect();
    named.sort_by_key(|name| name.tokens.start);
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.entity_type == EntityType::Person)
    {
        for found in &draft.chain.mentions {
            if let Some(zone) = zones.get(found.zone) {
                draft
                    .roles
                    .extend(roles(context, zone, &named, &found.tokens));
            }
        }
        draft.roles.sort_by_key(|role| role.tokens.start);
        let mut said = BTreeSet::new();
        draft.roles.retain(|role| {
            let shown = role.span.slice(context.view.text.as_str());
            said.insert(context.knowledge.packs.fold.fold(shown))
        });
        let office = draft.roles.iter().map(|role| role.subtype);
        let office = office.into_iter().find(|office| *office != Subtype::Person);
        draft.subtype = office.or(draft.subtype);
    }
}

/// How much the article attends to an entity, unscaled.
fn attention(zones: &[Zone], draft: &Draft) -> f32 {
    let mentions = draft.chain.mentions.iter();
    mentions
        .filter_map(|found| zones.get(found.zone))
        .map(|zone| zone.weight)
        .sum()
}

fn entity(
    context: &Context<'_>,
    draft: &Draft,
    drafts: &[Draft],
    places: &Places,
    first_id: u32,
) -> Entity {
    let chain = &draft.chain;
    let name = name(context, chain);
    let transliteration = draft
        .linked
        .latin
        .clone()
        .or_else(|| context.knowledge.packs.romanize(&name));
    let nationality = draft.roles.iter().find_map(|role| role.country);
    Entity {
        id: first_id,
        entity_type: draft.entity_type,
        subtype: draft.subtype.map(|subtype| subtype.name().to_owned()),
        transliteration: transliteration.filter(|latin| *latin != name),
        name,
        roles: draft
            .roles
            .iter()
            .map(|found| role(context, found, drafts, places, first_id))
            .collect(),
        nationality: nationality.map(|code| String::from_utf8_lossy(&code).into_owned()),
        mentions: chain
            .mentions
            .iter()
            .map(|found| mention(context, found))
            .collect(),
        salience: 0.0,
        knowledge_base_ids: draft.linked.ids.clone(),
        confidence: confidence(chain),
    }
}

/// The fullest name: of the mentions with the most words the first.
fn name(context: &Context<'_>, chain: &Chain) -> String {
    let fullest = chain.mentions.iter().rev().max_by_key(|found| {
        let dropped = !found.surface.restored.is_empty();
        (found.surface.words.len(), !dropped)
    });
    fullest.map_or_else(String::new, |found| {
        let shown = found.surface.span.slice(context.view.text.as_str());
        format!("{}{shown}", found.surface.restored)
    })
}

/// Probability that the type is right: that of the surest mention, less where mentions disagree.
fn confidence(chain: &Chain) -> f32 {
    let (mut agreed, mut all, mut most) = (0.0, 0.0, 0.0_f32);
    for found in &chain.mentions {
        all += found.probability;
        if found.entity_type == chain.entity_type {
            agreed += found.probability;
            most = most.max(found.probability);
        }
    }
    if all > 0.0 { most * agreed / all } else { 0.0 }
}

fn mention(context: &Context<'_>, found: &Found) -> Mention {
    let span = found.surface.span;
    Mention {
        text: span.slice(context.view.text.as_str()).to_owned(),
        span: context.view.text.to_source(span),
        kind: MentionKind::Name,
        confidence: found.probability,
        evidence: Evidence { rule: found.rule },
    }
}

fn role(
    context: &Context<'_>,
    found: &FoundRole,
    drafts: &[Draft],
    places: &Places,
    first_id: u32,
) -> Role {
    Role {
        text: found.span.slice(context.view.text.as_str()).to_owned(),
        span: context.view.text.to_source(found.span),
        tenure: found.tenure,
        held_at: places
            .held_at(found, drafts)
            .and_then(|idx| Some(first_id + u32::try_from(idx).ok()?)),
        confidence: found.confidence,
        evidence: Evidence { rule: found.rule },
    }
}

/// Where drafts stand, to find what a role names.
struct Places {
    /// First token of each mention, one past its last, its draft; in the order of the text.
    mentions: Vec<(usize, usize, usize)>,
    /// The draft of each country.
    countries: BTreeMap<Country, usize>,
}

impl Places {
    fn new(drafts: &[Draft]) -> Self {
        let mut places = Self {
            mentions: Vec::new(),
            countries: BTreeMap::new(),
        };
        for (idx, draft) in drafts.iter().enumerate() {
            let mentions = draft.chain.mentions.iter();
            let spans = mentions.map(|found| (found.tokens.start, found.tokens.end, idx));
            places.mentions.extend(spans);
            if let Some(country) = draft.linked.country {
                places.countries.entry(country).or_insert(idx);
            }
        }
        places.mentions.sort_unstable();
        places
    }

    /// The organisation or place that a role names, else the country of its adjective.
    fn held_at(&self, role: &FoundRole, drafts: &[Draft]) -> Option<usize> {
        let first = self
            .mentions
            .partition_point(|&(start, _, _)| start < role.tokens.start);
        let inside = || {
            let behind = self.mentions.iter().skip(first);
            behind
                .take_while(|&&(start, _, _)| start < role.tokens.end)
                .filter(|&&(_, end, _)| end <= role.tokens.end)
                .map(|&(_, _, idx)| idx)
        };
        let of_type = |wanted: &[EntityType]| {
            inside().find(|&idx| {
                let draft = drafts.get(idx);
                draft.is_some_and(|draft| wanted.contains(&draft.entity_type))
            })
        };
        of_type(&[EntityType::Organization])
            .or_else(|| of_type(&[EntityType::Location, EntityType::Facility]))
            .or_else(|| self.countries.get(&role.country?).copied())
    }
}
