//! [`LinkScores`]: references of each kind, and links to the knowledge base.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::answer::{Answer, End, FoundReference};
use super::gold::{GoldEmbedded, GoldPage, Place};
use super::metrics::Measure;
use crate::article::{MentionKind, ReferenceKind};
use crate::lang::LanguagePacks;

/// Letters of another article that a line shows.
const MAX_SHOWN: usize = 50;

/// The rule of names of places that stand for states.
pub(super) const METONYMY: &str = "references/metonymy";

/// Precision and recall by kind.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinkScores {
    /// A tag and what it names.
    pub keywords: Measure,
    /// Tags that name nothing, left alone: right of all.
    pub no_name: (usize, usize),
    /// A headline of another article, or a whole one, and what it shares.
    pub related: Measure,
    /// How the stories of other articles belong to the page's.
    pub relations: Measure,
    /// Events without a name, spoken of again.
    pub events: Measure,
    /// A medium named in the text and the credit line.
    pub media: Measure,
    /// A medium and what it cites.
    pub citations: Measure,
    /// Other names.
    pub aliases: Measure,
    /// Capitals that stand for states.
    pub metonyms: Measure,
    /// Things and their entries in the knowledge base.
    pub base: Measure,
    /// Things that the base does not have, left without a link: right of all that were found.
    pub not_in_base: (usize, usize),
}

impl LinkScores {
    /// Adds a page; returns what is wrong, a line each.
    pub(super) fn add(
        &mut self,
        page: &GoldPage,
        answer: &Answer,
        packs: &LanguagePacks,
    ) -> String {
        let mut judge = Judge::new(page, answer);
        judge.keywords(self);
        judge.related(self);
        judge.events(&mut self.events);
        judge.media(&mut self.media);
        judge.citations(&mut self.citations);
        judge.aliases(&mut self.aliases, packs);
        judge.metonyms(&mut self.metonyms);
        judge.base(self);
        judge.errors
    }
}

/// A page, its answer, and which entity is which chain.
pub(super) struct Judge<'p> {
    pub(super) page: &'p GoldPage,
    pub(super) answer: &'p Answer,
    /// For each entity, the chain with which it shares the most mentions.
    pub(super) chains: Vec<Option<usize>>,
    errors: String,
}

impl<'p> Judge<'p> {
    fn new(page: &'p GoldPage, answer: &'p Answer) -> Self {
        let mut homes: BTreeMap<Place, usize> = BTreeMap::new();
        for (chain, idx) in page.chains.iter().zip(0..) {
            homes.extend(chain.mentions.iter().map(|one| (one.place(), idx)));
        }
        let chains = answer
            .entities
            .iter()
            .map(|entity| {
                let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
                for (place, _) in &entity.mentions {
                    if let Some(&chain) = homes.get(place) {
                        *shared.entry(chain).or_default() += 1;
                    }
                }
                let most = shared
                    .into_iter()
                    .max_by_key(|&(chain, n)| (n, std::cmp::Reverse(chain)));
                most.map(|(chain, _)| chain)
            })
            .collect();
        Self {
            page,
            answer,
            chains,
            errors: String::new(),
        }
    }

    pub(super) fn wrong(&mut self, kind: &str, what: &str) {
        let _ = writeln!(self.errors, "  {}: {kind} {what}", self.page.id);
    }

    pub(super) fn chain_of(&self, end: End) -> Option<usize> {
        match end {
            End::Entity(idx) => self.chains.get(idx).copied().flatten(),
            _ => None,
        }
    }

    /// The chain of the mention at `place`.
    fn chain_at(&self, place: Place) -> Option<usize> {
        let has =
            |chain: &super::gold::GoldChain| chain.mentions.iter().any(|one| one.place() == place);
        self.page.chains.iter().position(has)
    }

    pub(super) fn of_kind(
        &self,
        kind: ReferenceKind,
    ) -> impl Iterator<Item = &'p FoundReference> + use<'p> {
        let all = self.answer.references.iter();
        all.filter(move |reference| reference.kind == kind)
    }

    /// The name of a chain, for people.
    pub(super) fn shown(&self, chain: Option<usize>) -> String {
        let chain = chain.and_then(|idx| self.page.chains.get(idx));
        let first = chain.and_then(|chain| chain.mentions.first());
        first.map_or_else(|| "?".to_owned(), |one| self.page.words(one.place()))
    }

    pub(super) fn name(&self, end: End) -> String {
        match end {
            End::Entity(idx) => {
                let entity = self.answer.entities.get(idx);
                entity.map_or_else(String::new, |entity| format!("[{}]", entity.name))
            }
            End::Words(place) | End::Article(place) => self.page.words(place),
            End::Other => "?".to_owned(),
        }
    }

    /// Counts pairs, and says which are wrong and which are missing.
    fn compare<T: Ord + Copy>(
        &mut self,
        measure: &mut Measure,
        kind: &str,
        given: &[(Option<T>, String)],
        there: &BTreeMap<T, String>,
    ) {
        let mut right: BTreeSet<T> = BTreeSet::new();
        let (mut n_right, mut n_given) = (0, 0);
        for (pair, shown) in given {
            match pair {
                Some(pair) if there.contains_key(pair) => {
                    // The same said again is neither better nor worse.
                    if right.insert(*pair) {
                        n_right += 1;
                        n_given += 1;
                    }
                }
                _ => {
                    n_given += 1;
                    self.wrong(kind, &format!("wrong: {shown}"));
                }
            }
        }
        for (pair, shown) in there {
            if !right.contains(pair) {
                self.wrong(kind, &format!("missing: {shown}"));
            }
        }
        measure.count(n_right, n_given, there.len());
    }

    fn keywords(&mut self, scores: &mut LinkScores) {
        let mut there = BTreeMap::new();
        let mut given = Vec::new();
        let mut linked = Vec::new();
        for reference in self.of_kind(ReferenceKind::Keyword) {
            let End::Words(place) = reference.from else {
                continue;
            };
            linked.push(place);
            let chain = self.chain_of(reference.to);
            let shown = format!("{} → {}", self.page.words(place), self.name(reference.to));
            given.push((chain.map(|chain| (place, chain)), shown));
        }
        for keyword in &self.page.keywords {
            let place = Place {
                start: keyword.start,
                end: keyword.end,
            };
            if let Some(chain) = keyword.chain {
                let shown = format!("{} → {}", self.page.words(place), self.shown(Some(chain)));
                there.insert((place, chain), shown);
            } else {
                let free = !linked.iter().any(|one| one.meets(place));
                scores.no_name.0 += usize::from(free);
                scores.no_name.1 += 1;
            }
        }
        self.compare(&mut scores.keywords, "keyword", &given, &there);
    }

    fn related(&mut self, scores: &mut LinkScores) {
        let page = self.page;
        let headlines = page.related.iter().map(|one| Place {
            start: one.start,
            end: one.end,
        });
        let whole = page.embedded.iter().map(GoldEmbedded::place);
        let others: Vec<Place> = headlines.chain(whole).collect();
        let mut there = BTreeMap::new();
        for (related, idx) in page.related.iter().zip(0_usize..) {
            for &chain in &related.chains {
                there.insert((idx, chain), format!("{idx}: {}", self.shown(Some(chain))));
            }
        }
        for (embedded, idx) in page.embedded.iter().zip(page.related.len()..) {
            for (chain, number) in page.chains.iter().zip(0..) {
                let place = embedded.place();
                let inside = |one: &super::gold::GoldMention| place.holds(one.place());
                let name = |one: &&super::gold::GoldMention| one.kind == MentionKind::Name;
                let mut names = chain.mentions.iter().filter(name);
                let outside = |one: &super::gold::GoldMention| !inside(one);
                if names.clone().any(inside) && names.any(outside) {
                    there.insert(
                        (idx, number),
                        format!("{idx}: {}", self.shown(Some(number))),
                    );
                }
            }
        }
        // Times that are shared are not marked in the file.
        let to_entity = |reference: &&FoundReference| matches!(reference.to, End::Entity(_));
        let given: Vec<_> = self
            .of_kind(ReferenceKind::RelatedArticle)
            .filter(to_entity)
            .map(|reference| {
                let other = match reference.from {
                    End::Article(place) => others.iter().position(|other| other.meets(place)),
                    _ => None,
                };
                let pair = other.zip(self.chain_of(reference.to));
                (pair, format!("{other:?} → {}", self.name(reference.to)))
            })
            .collect();
        self.compare(&mut scores.related, "related", &given, &there);
        let relations = page.related.iter().map(|one| one.relation);
        let relations = relations.chain(page.embedded.iter().map(|one| one.relation));
        for (idx, (other, expected)) in others.iter().zip(relations).enumerate() {
            let from_it = |reference: &&FoundReference| match reference.from {
                End::Article(place) => others.iter().position(|one| one.meets(place)) == Some(idx),
                _ => false,
            };
            let found = self.of_kind(ReferenceKind::RelatedArticle).find(from_it);
            let found = found.and_then(|reference| reference.story_relation);
            let right = found.is_some() && found == expected;
            scores.relations.count(
                usize::from(right),
                usize::from(found.is_some()),
                usize::from(expected.is_some()),
            );
            if found != expected {
                let words = page.words(*other);
                let words: String = words.chars().take(MAX_SHOWN).collect();
                self.wrong("relation", &format!("{found:?}, not {expected:?}: {words}"));
            }
        }
    }

    /// A word that speaks of an event again, and one that brought it up.
    fn events(&mut self, measure: &mut Measure) {
        let mut there = BTreeMap::new();
        for event in &self.page.events {
            for &again in &event.again {
                there.insert(again, self.page.words(again));
            }
        }
        let mut given = Vec::new();
        for reference in self.of_kind(ReferenceKind::Coreference) {
            if let (End::Words(from), End::Words(to)) = (reference.from, reference.to) {
                let mut events = self.page.events.iter();
                let right = events.any(|event| {
                    event.again.contains(&from)
                        && (event.introduced.contains(&to) || event.again.contains(&to))
                });
                let shown = format!("{}@{} → {}", self.page.words(from), from.start, to.start);
                given.push((right.then_some(from), shown));
            }
        }
        self.compare(measure, "event", &given, &there);
    }

    fn media(&mut self, measure: &mut Measure) {
        let mut there = BTreeMap::new();
        let source = self.page.source.as_ref();
        let credit = source.map(|one| Place {
            start: one.start,
            end: one.end,
        });
        if let (Some(source), Some(credit)) = (source, credit) {
            let chain = self.page.chains.get(source.chain);
            let keyword = |place: Place| {
                let mut keywords = self.page.keywords.iter();
                keywords.any(|one| one.start <= place.start && place.end <= one.end)
            };
            for one in chain.iter().flat_map(|chain| &chain.mentions) {
                let place = one.place();
                if one.kind == MentionKind::Name && !credit.meets(place) && !keyword(place) {
                    there.insert(place, self.page.words(place));
                }
            }
        }
        let mut given = Vec::new();
        for reference in self.of_kind(ReferenceKind::MediaSource) {
            if let (End::Words(from), End::Words(to)) = (reference.from, reference.to) {
                let right = credit.is_some_and(|credit| credit.meets(to));
                let shown = format!("{} → {}", self.page.words(from), self.page.words(to));
                given.push((right.then_some(from), shown));
            }
        }
        self.compare(measure, "media", &given, &there);
    }

    fn citations(&mut self, measure: &mut Measure) {
        let there: BTreeMap<_, _> = self
            .page
            .citations
            .iter()
            .map(|one| {
                let shown = format!(
                    "{} → {}",
                    self.shown(Some(one.by)),
                    self.shown(Some(one.of))
                );
                ((one.by, one.of), shown)
            })
            .collect();
        let mut given = Vec::new();
        for reference in self.of_kind(ReferenceKind::MediaSource) {
            if let (End::Words(from), End::Entity(_)) = (reference.from, reference.to) {
                let pair = self.chain_at(from).zip(self.chain_of(reference.to));
                let shown = format!("{} → {}", self.page.words(from), self.name(reference.to));
                given.push((pair, shown));
            }
        }
        self.compare(measure, "citation", &given, &there);
    }

    fn metonyms(&mut self, measure: &mut Measure) {
        let there: BTreeMap<_, _> = self
            .page
            .metonyms
            .iter()
            .map(|one| {
                let place = Place {
                    start: one.start,
                    end: one.end,
                };
                let shown = format!(
                    "{} → {}",
                    self.page.words(place),
                    self.shown(Some(one.chain))
                );
                ((place, one.chain), shown)
            })
            .collect();
        let mut given = Vec::new();
        for reference in self.of_kind(ReferenceKind::Alias) {
            if let (End::Words(from), METONYMY) = (reference.from, reference.rule) {
                let shown = format!("{} → {}", self.page.words(from), self.name(reference.to));
                given.push((
                    self.chain_of(reference.to).map(|chain| (from, chain)),
                    shown,
                ));
            }
        }
        self.compare(measure, "metonymy", &given, &there);
    }
}
