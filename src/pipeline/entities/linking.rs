//! Public ids of entities, from the knowledge base.

use std::collections::{BTreeMap, BTreeSet};

use super::chain::Chain;
use super::context::Context;
use crate::article::{EntityType, KnowledgeBaseCandidate, KnowledgeBaseId, Subtype};
use crate::kb::link::{Country, Linker};
use crate::kb::{EntryId, EntryView};
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;

/// Base of a link that an id without a scheme belongs to.
const WIKIDATA: &str = "wikidata";
/// Base of codes of countries.
const ISO_3166: &str = "iso3166-1";
/// Base of ids of a user's own list that name none.
const OWN: &str = "user";

/// What the base knows of an entity.
#[derive(Debug, Clone, Default)]
pub(super) struct Linked {
    /// Its ids.
    pub(super) ids: Vec<KnowledgeBaseId>,
    /// Its entry.
    pub(super) entry: Option<EntryId>,
    /// Its finer kind there.
    pub(super) subtype: Option<Subtype>,
    /// Entries that were weighed: what they are called, how good they are, whether it is one.
    pub(super) weighed: Vec<(String, f32, bool)>,
    /// Its name in English.
    pub(super) latin: Option<String>,
    /// The country that it is.
    pub(super) country: Option<Country>,
    /// What its name could mean.
    pub(super) candidates: Vec<KnowledgeBaseCandidate>,
}

/// What the article says of the places that it names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'s> {
    /// Its language (BCP 47).
    pub(super) language: Option<&'s str>,
    /// The countries that it is about, the most often named first ([`countries`]).
    pub(super) countries: &'s [Country],
    /// Those that it names ([`spoken_of`]).
    pub(super) spoken_of: &'s BTreeSet<Country>,
}

/// The countries that the article is about, the most often named first: by adjectives of
/// nationality and by names of places.
pub(super) fn countries(context: &Context<'_>, zones: &[Zone], chains: &[Chain]) -> Vec<Country> {
    let mut counts: BTreeMap<Country, (u32, usize)> = BTreeMap::new();
    let mut count = |country: Country, weight: u32, at: usize| {
        let entry = counts.entry(country).or_insert((0, at));
        entry.0 += weight;
        entry.1 = entry.1.min(at);
    };
    for zone in zones {
        for idx in zone.tokens.clone() {
            if let Some((Some(country), _)) = context.view.term(idx, nationality)
                && !is_complement(context, idx)
            {
                count(country, 1, idx);
            }
        }
    }
    let linker = Linker::new(context.knowledge.kb, context.knowledge.packs);
    for chain in chains {
        if chain.entity_type != EntityType::Location {
            continue;
        }
        let words: Vec<&str> = chain.words.iter().map(String::as_str).collect();
        let weight = u32::try_from(chain.mentions.len()).unwrap_or(u32::MAX);
        let at = chain.mentions.first().map_or(0, |found| found.tokens.start);
        for country in linker.context(&words) {
            count(country, weight, at);
        }
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|(country, (weight, at))| (std::cmp::Reverse(*weight), *at, *country));
    ranked.into_iter().map(|(country, _)| country).collect()
}

/// Whether token `idx` completes the noun before it and does not describe it: «وزير المالية» is
/// of finance and not of Mali. An adjective has an article where its noun has one.
pub(super) fn is_complement(context: &Context<'_>, idx: usize) -> bool {
    let clitics = &context.knowledge.packs.clitics;
    let definite = |idx| clitics.without_article(context.view.folded(idx)).is_some();
    let Some(noun) = idx.checked_sub(1).filter(|_| definite(idx)) else {
        return false;
    };
    let opens = context.view.term(noun, |class| {
        let head = matches!(
            class,
            TermClass::Office(_) | TermClass::OfficeOfSeveral(_) | TermClass::EntityHead { .. }
        );
        head.then_some(())
    });
    opens.is_some_and(|((), end)| end == idx) && !definite(noun)
}

/// The countries that the article names, by adjectives of nationality and by their own names; a
/// city does not say of itself that its country is meant.
pub(super) fn spoken_of(
    context: &Context<'_>,
    zones: &[Zone],
    chains: &[Chain],
) -> BTreeSet<Country> {
    let tokens = zones.iter().flat_map(|zone| zone.tokens.clone());
    let adjectives = tokens.filter_map(|idx| context.view.term(idx, nationality)?.0);
    let kb = context.knowledge.kb;
    let places = chains
        .iter()
        .filter(|chain| chain.entity_type == EntityType::Location);
    let names = places.flat_map(|chain| {
        let bare = chain.words.join(" ");
        let candidates = kb.named(&bare);
        let views = candidates.iter().map(|candidate| kb.entry(candidate.entry));
        let countries = views.filter(|view| matches!(view.subtype(), "country" | "territory"));
        countries
            .filter_map(|view| view.country())
            .collect::<Vec<_>>()
    });
    adjectives.chain(names).collect()
}

/// The country of an adjective or noun of nationality.
#[allow(
    clippy::option_option,
    reason = "a people without a state is a nationality without a country"
)]
pub(super) fn nationality(class: TermClass) -> Option<Option<Country>> {
    match class {
        TermClass::Nationality { country, .. } => Some(country),
        _ => None,
    }
}

/// What the base knows of the entity of a chain.
pub(super) fn link(
    context: &Context<'_>,
    chain: &Chain,
    entity_type: EntityType,
    setting: Setting<'_>,
) -> Linked {
    let knowledge = context.knowledge;
    let linker = Linker::new(knowledge.kb, knowledge.packs).in_language(setting.language);
    let name = chain.words.join(" ");
    let candidates = match knowledge.candidates {
        0 => Vec::new(),
        most => {
            let mut found = linker.candidates(&name, Some(entity_type), setting.countries);
            found.truncate(most);
            let found = found.iter();
            found
                .map(|link| candidate(&knowledge.kb.entry(link.entry), setting, link.confidence))
                .collect()
        }
    };
    Linked {
        candidates,
        ..sure(context, chain, entity_type, setting, (linker, &name))
    }
}

/// The entry that is certain enough.
fn sure(
    context: &Context<'_>,
    chain: &Chain,
    entity_type: EntityType,
    setting: Setting<'_>,
    (linker, name): (Linker<'_>, &str),
) -> Linked {
    let written_from = chain
        .mentions
        .iter()
        .any(|found| matches!(found.rule, "entities/dateline" | "entities/byline"));
    let kb = context.knowledge.kb;
    let weighed = if entity_type == EntityType::Location && written_from {
        linker.weigh_city(name, setting.countries)
    } else {
        linker.weigh(name, Some(entity_type), setting.countries)
    };
    let link = weighed
        .link
        .filter(|link| written_from || !is_far_namesake(&kb.entry(link.entry), setting.spoken_of));
    let explained = weighed.ranked.iter().filter(|_| context.knowledge.explain);
    let names = explained.map(|(entry, score)| {
        let taken = link.is_some_and(|link| link.entry == *entry);
        (called(&kb.entry(*entry)), *score, taken)
    });
    let weighed: Vec<_> = names.collect();
    let Some(link) = link else {
        return Linked {
            weighed,
            ..Linked::default()
        };
    };
    let view = kb.entry(link.entry);
    let (base, id) = base_and_id(&view);
    let mut ids = vec![KnowledgeBaseId {
        base,
        id,
        confidence: link.confidence,
    }];
    let subtype = subtype(&view);
    let country = view.country().filter(|_| subtype == Some(Subtype::Country));
    ids.extend(country.map(|code| KnowledgeBaseId {
        base: ISO_3166.to_owned(),
        id: String::from_utf8_lossy(&code).into_owned(),
        confidence: link.confidence,
    }));
    Linked {
        ids,
        entry: Some(link.entry),
        weighed,
        subtype,
        latin: view.name("en").map(str::to_owned),
        country,
        candidates: Vec::new(),
    }
}

/// The base of an entry's id, and the id there.
fn base_and_id(view: &EntryView<'_>) -> (String, String) {
    let own = view.id();
    let (base, id) = match own.split_once(':') {
        Some((base, rest)) => (base, rest),
        None if view.wikidata().is_some() => (WIKIDATA, &*own),
        None => (OWN, &*own),
    };
    (base.to_owned(), id.to_owned())
}

/// An entry as one that a name could mean.
fn candidate(view: &EntryView<'_>, setting: Setting<'_>, score: f32) -> KnowledgeBaseCandidate {
    let (base, id) = base_and_id(view);
    let name = setting.language.and_then(|language| view.name(language));
    let name = name.or_else(|| view.name("en"));
    let name = name.or_else(|| view.names().next().map(|name| name.text));
    KnowledgeBaseCandidate {
        base,
        id,
        name: name.unwrap_or_default().to_owned(),
        score,
    }
}

/// An entry's id and, where it has one, its name in English: `Q796 Iraq`.
fn called(view: &EntryView<'_>) -> String {
    let id = view.id();
    match view.name("en") {
        Some(name) => format!("{id} {name}"),
        None => id.into_owned(),
    }
}

/// Whether an entry is a small place of a country that the article does not speak of, though it
/// speaks of others.
fn is_far_namesake(view: &EntryView<'_>, named: &BTreeSet<Country>) -> bool {
    let place = matches!(
        view.subtype(),
        "city" | "county" | "neighbourhood" | "region"
    );
    let far = view
        .country()
        .is_some_and(|country| !named.contains(&country));
    place && far && !named.is_empty() && view.popularity() < WELL_KNOWN
}

/// People who live in a place that is known in other countries too.
const WELL_KNOWN: u32 = 300_000;

/// The base's kinds in our words.
fn subtype(view: &EntryView<'_>) -> Option<Subtype> {
    Some(match view.subtype() {
        "country" | "territory" | "historical country" => Subtype::Country,
        "world region" => Subtype::CountryGroup,
        "region" | "county" => Subtype::Region,
        "city" => Subtype::City,
        "bank" => Subtype::Company,
        "international organization" => Subtype::NonGovernmental,
        other => Subtype::from_name(other)?,
    })
}
