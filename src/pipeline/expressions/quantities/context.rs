//! What the article says around a quantity: names and times it cannot lie in, countries.

use crate::article::{Article, EntityType, MentionKind};
use crate::lang::TermClass;
use crate::pipeline::Hints;
use crate::pipeline::dates::find_dates;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::pipeline::zones::Zone;

use super::Reading;

/// An ISO 3166-1 alpha-2 code.
pub(super) type Country = [u8; 2];

/// Authority of country codes among the ids of entities.
const COUNTRIES: &str = "iso3166-1";

pub(super) struct Context<'c> {
    pub(super) view: &'c TokenView<'c>,
    pub(super) reading: Reading,
    /// Names, dates and times, in order, not overlapping.
    blocked: Vec<Tokens>,
    /// Dates and times alone.
    times: Vec<Tokens>,
    /// Names alone, groups of people left out.
    names: Vec<Tokens>,
    /// Countries by how often they are named, most first.
    pub(super) countries: Vec<Country>,
}

impl<'c> Context<'c> {
    pub(super) fn new(view: &'c TokenView<'c>, zones: &[Zone], article: &Article) -> Self {
        let mentions = article.entities.iter().flat_map(|entity| {
            let named = entity.entity_type != EntityType::Group;
            entity
                .mentions
                .iter()
                .filter(move |mention| named && mention.kind == MentionKind::Name)
        });
        let mut names: Vec<Tokens> = mentions
            .map(|mention| view.tokens_of(mention.span))
            .collect();
        let times = article.times.iter().map(|time| view.tokens_of(time.span));
        // Times hold the dates, unless they were not asked for.
        let undated = article.times.is_empty();
        let dates = zones.iter().filter(|_| undated).flat_map(|zone| {
            let hints = Hints::default();
            find_dates(view.segmentation, zone.tokens.clone(), view.packs, &hints)
                .into_iter()
                .map(|date| date.tokens)
        });
        let mut times: Vec<Tokens> = times.chain(dates).collect();
        let mut blocked: Vec<Tokens> = names.iter().chain(&times).cloned().collect();
        sort(&mut blocked);
        sort(&mut times);
        sort(&mut names);
        Self {
            view,
            reading: Reading::News,
            blocked,
            times,
            names,
            countries: countries(view, zones, article),
        }
    }

    /// Of a text that is no article.
    pub(super) fn bare(view: &'c TokenView<'c>, reading: Reading) -> Self {
        Self {
            view,
            reading,
            blocked: Vec::new(),
            times: Vec::new(),
            names: Vec::new(),
            countries: Vec::new(),
        }
    }

    pub(super) fn arithmetic(&self) -> bool {
        self.reading == Reading::Arithmetic
    }

    /// One past the name, date or time in which token `idx` lies.
    pub(super) fn blocked(&self, idx: usize) -> Option<usize> {
        inside(&self.blocked, idx)
    }

    /// Whether a date or time lies in `tokens`, in part or whole.
    pub(super) fn is_time(&self, tokens: &Tokens) -> bool {
        let at = self.times.partition_point(|time| time.end <= tokens.start);
        self.times
            .get(at)
            .is_some_and(|time| time.start < tokens.end)
    }

    /// Whether token `idx` lies in a name.
    pub(super) fn is_name(&self, idx: usize) -> bool {
        inside(&self.names, idx).is_some()
    }

    /// Whether a token is that character alone.
    pub(super) fn is_mark(&self, idx: usize, marks: &[&str]) -> bool {
        marks.contains(&self.view.shown(idx))
    }

    /// Whether nothing stands between a token and the one before.
    pub(super) fn glued(&self, idx: usize) -> bool {
        self.view.token(idx).is_some_and(|token| token.glued)
    }

    /// Whether the term of one whole token is of a class.
    pub(super) fn is(&self, idx: usize, class: impl Fn(TermClass) -> bool) -> bool {
        self.view.terms_at(idx).any(|(found, term)| {
            found.at_start && found.end as usize == idx + 1 && class(term.class)
        })
    }

    /// The folded word without its article, if it has one, and the bytes of what is written
    /// before the article.
    pub(super) fn definite(&self, idx: usize) -> Option<(String, u32)> {
        if !self.view.is_word(idx) {
            return None;
        }
        let clitics = &self.view.packs.clitics;
        let folded = self.view.folded(idx);
        if let Some(bare) = clitics.without_article(folded) {
            return Some((bare.to_owned(), 0));
        }
        let mut cuts = Vec::new();
        clitics.cuts(folded, &mut cuts);
        cuts.iter().find_map(|cut| {
            let word = cut.apply(folded);
            let bare = clitics.without_article(&word)?;
            Some((bare.to_owned(), self.view.shown_bytes(idx, cut.bytes)))
        })
    }
}

fn inside(all: &[Tokens], idx: usize) -> Option<usize> {
    let at = all.partition_point(|tokens| tokens.end <= idx);
    all.get(at)
        .filter(|tokens| tokens.start <= idx)
        .map(|tokens| tokens.end)
}

/// In order, overlapping ones drawn together.
fn sort(all: &mut Vec<Tokens>) {
    all.retain(|tokens| !tokens.is_empty());
    all.sort_by_key(|tokens| (tokens.start, tokens.end));
    all.dedup_by(|next, before| {
        let overlap = next.start < before.end;
        if overlap {
            before.end = before.end.max(next.end);
        }
        overlap
    });
}

/// Countries that the article names, by entity and by adjective, most named first.
fn countries(view: &TokenView<'_>, zones: &[Zone], article: &Article) -> Vec<Country> {
    let mut counts: Vec<(Country, usize)> = Vec::new();
    let mut add = |country: Country, count: usize| match counts
        .iter_mut()
        .find(|(known, _)| *known == country)
    {
        Some((_, known)) => *known += count,
        None => counts.push((country, count)),
    };
    for entity in &article.entities {
        let code = entity
            .knowledge_base_ids
            .iter()
            .find(|id| id.base == COUNTRIES);
        if let Some(&[first, second]) = code.map(|id| id.id.as_bytes()) {
            add([first, second], entity.mentions.len());
        }
    }
    for idx in zones.iter().flat_map(|zone| zone.tokens.clone()) {
        if let Some((country, _)) = view.term(idx, nationality) {
            add(country, 1);
        }
    }
    counts.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    counts.into_iter().map(|(country, _)| country).collect()
}

/// The country that an adjective names.
pub(super) fn nationality(class: TermClass) -> Option<Country> {
    match class {
        TermClass::Nationality { country, .. } => country,
        _ => None,
    }
}
