//! Which entry a mention means: candidates by name, ranked, and only when certain enough.
//!
//! A name is looked up as it stands, then without the word that says what kind of place it is
//! (that word then must fit the entry), then with and without an attached article. Candidates
//! are ranked by what is known of them; what is not clearly ahead of the rest is no link.

use std::collections::BTreeMap;

use super::lookup::{Candidate, EntryId, EntryView, KnowledgeBase};
use crate::article::EntityType;
use crate::lang::LanguagePacks;

/// An ISO 3166-1 alpha-2 code, upper case.
pub type Country = [u8; 2];

/// An entry that a mention means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The entry.
    pub entry: EntryId,
    /// Probability that it is meant, as far as the ranking knows.
    pub confidence: f32,
}

/// The entries that a mention can mean, and the one that it means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weighed {
    /// All of them with their scores, best first.
    pub ranked: Vec<(EntryId, f32)>,
    /// The one, when it is certain enough.
    pub link: Option<Link>,
}

/// Links mentions to entries of a base.
#[derive(Debug, Clone, Copy)]
pub struct Linker<'k> {
    kb: &'k KnowledgeBase,
    packs: &'k LanguagePacks,
}

/// How a name must be read to be the entry's.
#[derive(Debug, Clone, Copy)]
struct Reading<'r> {
    /// What the word before the name says it is.
    kind: Option<&'r str>,
    /// The name was changed: an article was added or taken away.
    changed: bool,
}

/// Score by which the best candidate must lead.
const MARGIN: f32 = 1.5;
/// The same where the second lies in the same country: a city and its province.
const NEAR_MARGIN: f32 = 0.4;
/// Score that a candidate must have.
const LEAST: f32 = 3.0;
/// How quickly confidence falls with the lead.
const TEMPERATURE: f32 = 1.5;
/// Countries of the context that count.
const N_CONTEXT: usize = 3;

impl<'k> Linker<'k> {
    /// A linker over a base and the packs whose folding it was compiled with.
    pub const fn new(kb: &'k KnowledgeBase, packs: &'k LanguagePacks) -> Self {
        Self { kb, packs }
    }

    /// The entry that a mention means, when that is certain enough. `entity_type` is the
    /// mention's own type, when known; `context` are the countries that the article is about,
    /// the most important first ([`Self::context`]).
    pub fn link(
        &self,
        mention: &str,
        entity_type: Option<EntityType>,
        context: &[Country],
    ) -> Option<Link> {
        self.weigh(mention, entity_type, context).link
    }

    /// The same with all that was weighed.
    pub fn weigh(
        &self,
        mention: &str,
        entity_type: Option<EntityType>,
        context: &[Country],
    ) -> Weighed {
        self.decide(&self.scored(mention, entity_type, context))
    }

    /// The same for a place that somebody writes from: a city, where a country has its name too
    /// (عمان).
    pub fn weigh_city(&self, mention: &str, context: &[Country]) -> Weighed {
        let mut scored = self.scored(mention, Some(EntityType::Location), context);
        let city = |entry: &EntryId| self.kb.entry(*entry).subtype() == "city";
        if scored.keys().any(city) {
            scored.retain(|entry, _| city(entry));
        }
        self.decide(&scored)
    }

    fn scored(
        &self,
        mention: &str,
        entity_type: Option<EntityType>,
        context: &[Country],
    ) -> BTreeMap<EntryId, f32> {
        let mut scored: BTreeMap<EntryId, f32> = BTreeMap::new();
        for (name, reading) in self.readings(mention) {
            for candidate in self.kb.named(&name) {
                let view = self.kb.entry(candidate.entry);
                if entity_type.is_some_and(|kind| kind != view.entity_type()) {
                    continue;
                }
                let score = score(&view, candidate, reading, context);
                let best = scored.entry(candidate.entry).or_insert(score);
                *best = best.max(score);
            }
            // What a name is as it stands, it is; only a name that nothing has is changed.
            if !scored.is_empty() && reading.kind.is_none() {
                break;
            }
        }
        scored
    }

    fn decide(&self, scored: &BTreeMap<EntryId, f32>) -> Weighed {
        let mut ranked: Vec<(EntryId, f32)> =
            scored.iter().map(|(id, score)| (*id, *score)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Weighed {
            link: self.certain(&ranked),
            ranked,
        }
    }

    /// The first of `ranked`, when it is clearly ahead.
    fn certain(&self, ranked: &[(EntryId, f32)]) -> Option<Link> {
        let &(entry, best) = ranked.first()?;
        if best < LEAST {
            return None;
        }
        let country = self.kb.entry(entry).country();
        for &(other, score) in ranked.iter().skip(1) {
            let near = country.is_some() && self.kb.entry(other).country() == country;
            if best - score < if near { NEAR_MARGIN } else { MARGIN } {
                return None;
            }
        }
        let all: f32 = ranked
            .iter()
            .map(|(_, score)| ((score - best) / TEMPERATURE).exp())
            .sum();
        // A name may always be that of something which the base does not have.
        let unknown = ((LEAST - 1.0 - best) / TEMPERATURE).exp();
        Some(Link {
            entry,
            confidence: 1.0 / (all + unknown),
        })
    }

    /// The names that a mention can be, folded, in the order in which they are tried.
    fn readings(&self, mention: &str) -> Vec<(String, Reading<'k>)> {
        let folded = self.packs.fold.fold(mention.trim());
        let mut readings = Vec::new();
        let mut both = |name: &str, kind| {
            readings.push((
                name.to_owned(),
                Reading {
                    kind,
                    changed: false,
                },
            ));
            for other in self.article_forms(name) {
                readings.push((
                    other,
                    Reading {
                        kind,
                        changed: true,
                    },
                ));
            }
        };
        // The word before the name says which of the namesakes it is: asked first.
        if let Some((first, rest)) = folded.split_once(' ') {
            for (word, kind) in &self.packs.places.types {
                let bare = self
                    .packs
                    .places
                    .articles
                    .iter()
                    .find_map(|article| first.strip_prefix(article.as_str()));
                if first == word || bare == Some(word) {
                    both(rest.trim(), Some(kind.as_str()));
                }
            }
        }
        both(&folded, None);
        readings
    }

    /// A name without its article, or with one.
    fn article_forms(&self, name: &str) -> Vec<String> {
        let articles = &self.packs.places.articles;
        match articles
            .iter()
            .find_map(|article| name.strip_prefix(article.as_str()))
        {
            Some(bare) => vec![bare.to_owned()],
            None => articles
                .iter()
                .map(|article| format!("{article}{name}"))
                .collect(),
        }
    }

    /// The countries that folded words are about, most often named first: by name, by
    /// nationality, by their cities.
    pub fn context(&self, words: &[&str]) -> Vec<Country> {
        // Country → (weight, first place), so that ties stand in the order of the text.
        let mut weights: BTreeMap<Country, (u32, usize)> = BTreeMap::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let (n_words, found) = self.country_at(rest);
            if let Some((country, weight)) = found {
                let entry = weights.entry(country).or_insert((0, at));
                entry.0 += weight;
            }
            at += n_words.max(1);
        }
        let mut ranked: Vec<_> = weights.into_iter().collect();
        ranked.sort_by_key(|(country, (weight, first))| {
            (std::cmp::Reverse(*weight), *first, *country)
        });
        ranked.into_iter().map(|(country, _)| country).collect()
    }

    /// The country that the words begin with, how many words it takes, and how much it counts.
    fn country_at(&self, words: &[&str]) -> (usize, Option<(Country, u32)>) {
        let Some(&first) = words.first() else {
            return (1, None);
        };
        let bare = self
            .packs
            .attached_conjunctions
            .iter()
            .find_map(|word| first.strip_prefix(word.as_str()))
            .filter(|bare| bare.chars().nth(2).is_some());
        for front in [Some(first), bare].into_iter().flatten() {
            let names = std::iter::once(front).chain(words.iter().skip(1).copied());
            for matched in self.kb.find(names).iter().rev() {
                if let Some(found) = self.named_country(&matched.entries) {
                    return (matched.n_words, Some(found));
                }
            }
            for base in self.nationality_bases(front) {
                let found = self.kb.named(&base);
                if let Some((country, weight)) = self
                    .named_country(&found)
                    .filter(|(_, weight)| *weight == 3)
                {
                    return (1, Some((country, weight)));
                }
            }
        }
        (1, None)
    }

    /// The country among candidates: 3 for the country itself, 1 for its one large city.
    fn named_country(&self, candidates: &[Candidate]) -> Option<(Country, u32)> {
        let views = || {
            candidates
                .iter()
                .map(|candidate| self.kb.entry(candidate.entry))
        };
        if let Some(country) = views()
            .find(|view| view.subtype() == "country")
            .and_then(|view| view.country())
        {
            return Some((country, 3));
        }
        let mut large = views().filter(|view| view.popularity() >= 100_000);
        let country = large.next()?.country()?;
        large
            .all(|view| view.country() == Some(country))
            .then_some((country, 1))
    }

    /// Names of countries that a word can be the adjective of.
    fn nationality_bases(&self, word: &str) -> Vec<String> {
        let places = &self.packs.places;
        let bare = places
            .articles
            .iter()
            .find_map(|article| word.strip_prefix(article.as_str()))
            .unwrap_or(word);
        let mut bases = Vec::new();
        for (ending, base) in &places.nisba_endings {
            let Some(stem) = bare.strip_suffix(ending.as_str()) else {
                continue;
            };
            if stem.chars().nth(1).is_none() {
                continue;
            }
            let name = format!("{stem}{base}");
            bases.extend(
                places
                    .articles
                    .iter()
                    .map(|article| format!("{article}{name}")),
            );
            bases.push(name);
        }
        bases
    }
}

/// How much speaks for an entry. Hand-set: an unknown village scores about 0, a known city 6 to
/// 9, a country 12.
fn score(
    view: &EntryView<'_>,
    candidate: Candidate,
    reading: Reading<'_>,
    context: &[Country],
) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "a logarithm is taken of it")]
    let mut score = 0.45 * (1.0 + view.popularity() as f32).ln();
    let subtype = view.subtype();
    score += match subtype {
        "country" | "world region" => 6.0,
        "territory" => 2.0,
        // A bare name that a city and its province share means the city.
        "region" => -1.5,
        "county" | "neighbourhood" => -2.0,
        "historical country" => -3.0,
        _ => 0.0,
    };
    if view.wikidata().is_some() {
        score += 1.5;
    } else if view.entity_type() == EntityType::Location {
        // Known to one list of places only: mostly a hamlet, or a double.
        score -= 2.0;
    } else {
        score += 3.0;
    }
    if view.entity_type() != EntityType::Location {
        score += 4.0;
    }
    if candidate.alias {
        score -= 1.0;
    }
    if reading.changed {
        score -= 0.5;
    }
    if let Some(kind) = reading.kind {
        score += if kind == subtype { 3.0 } else { -3.0 };
    }
    if let Some(country) = view.country() {
        let place = context
            .iter()
            .take(N_CONTEXT)
            .position(|known| *known == country);
        score += match place {
            Some(0) => 4.0,
            Some(1) => 3.0,
            Some(_) => 2.0,
            None if context.is_empty() || subtype == "country" => 0.0,
            None => -1.0,
        };
    }
    score
}
