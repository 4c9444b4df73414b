//! [`GoldPage`]: a page and what it refers to, as a file says it.

use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Deserializer};

use crate::article::{EntityType, MentionKind, StoryRelation};
use crate::eval::json_lines::{self, JsonLinesError};

/// A page with its chains and references. Places count in code points.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldPage {
    /// Name of the page.
    pub id: String,
    /// The raw text.
    pub text: String,
    /// Everything that the page names, with all its mentions.
    pub chains: Vec<GoldChain>,
    /// The tags.
    pub keywords: Vec<GoldKeyword>,
    /// Headlines of other articles.
    pub related: Vec<GoldRelated>,
    /// Whole other articles.
    pub embedded: Vec<GoldEmbedded>,
    /// The credit line.
    #[serde(deserialize_with = "Option::deserialize")]
    pub source: Option<GoldSource>,
    /// Media that report what others reported.
    pub citations: Vec<GoldCitation>,
    /// Names of places that stand for states or bodies.
    pub metonyms: Vec<GoldMetonym>,
    /// Events without a name of their own that are spoken of again.
    pub events: Vec<GoldEvent>,
}

/// A half-open range of code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

impl Place {
    /// Whether `other` lies in it.
    pub const fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a code point.
    pub const fn meets(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// All mentions of one thing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldChain {
    /// What it is.
    #[serde(rename = "type", deserialize_with = "entity_type")]
    pub entity_type: EntityType,
    /// Ids in the knowledge base, any of which is right; none where the base does not have it.
    pub ids: Vec<String>,
    /// Its names, where the page gives it names that share no fuller form.
    pub aliases: Vec<String>,
    /// Where it is spoken of.
    pub mentions: Vec<GoldMention>,
}

/// One mention.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldMention {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it refers.
    #[serde(deserialize_with = "mention_kind")]
    pub kind: MentionKind,
}

impl GoldMention {
    /// Where it stands.
    pub const fn place(&self) -> Place {
        Place {
            start: self.start,
            end: self.end,
        }
    }
}

/// A tag and the chain it names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldKeyword {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Index of the chain; `None` for a tag that names nothing.
    #[serde(deserialize_with = "Option::deserialize")]
    pub chain: Option<usize>,
}

/// A headline of another article and the chains of this page that it names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldRelated {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Indices of chains.
    pub chains: Vec<usize>,
    /// How its story belongs to the page's; `None` where it shares nothing.
    #[serde(deserialize_with = "story_relation")]
    pub relation: Option<StoryRelation>,
}

/// A whole other article.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldEmbedded {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How its story belongs to the page's; `None` where it shares nothing.
    #[serde(deserialize_with = "story_relation")]
    pub relation: Option<StoryRelation>,
}

impl GoldEmbedded {
    /// Where it stands.
    pub const fn place(&self) -> Place {
        Place {
            start: self.start,
            end: self.end,
        }
    }
}

/// An event without a name of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldEvent {
    /// The nouns that bring it up.
    pub introduced: Vec<Place>,
    /// The same nouns with an article that speak of it again.
    pub again: Vec<Place>,
}

/// The words of the credit line.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldSource {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Index of the chain that is credited.
    pub chain: usize,
}

/// «نقلت صحيفة كذا عن وكالة كذا».
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldCitation {
    /// Index of the chain of the medium that reports.
    pub by: usize,
    /// Index of the chain of what it cites.
    pub of: usize,
}

/// A capital that stands for its state.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldMetonym {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Index of the chain that is meant.
    pub chain: usize,
}

fn entity_type<'d, D: Deserializer<'d>>(from: D) -> Result<EntityType, D::Error> {
    let name = String::deserialize(from)?;
    EntityType::from_name(&name)
        .ok_or_else(|| serde::de::Error::custom(format!("expected an entity type, found `{name}`")))
}

fn story_relation<'d, D: Deserializer<'d>>(from: D) -> Result<Option<StoryRelation>, D::Error> {
    let name = Option::<String>::deserialize(from)?;
    Ok(match name.as_deref() {
        None => None,
        Some("SAME_STORY") => Some(StoryRelation::SameStory),
        Some("FOLLOW_UP") => Some(StoryRelation::FollowUp),
        Some("RELATED") => Some(StoryRelation::Related),
        Some(name) => {
            return Err(serde::de::Error::custom(format!(
                "expected SAME_STORY, FOLLOW_UP, RELATED or null, found `{name}`"
            )));
        }
    })
}

fn mention_kind<'d, D: Deserializer<'d>>(from: D) -> Result<MentionKind, D::Error> {
    let name = String::deserialize(from)?;
    match name.as_str() {
        "NAME" => Ok(MentionKind::Name),
        "NOMINAL" => Ok(MentionKind::Nominal),
        "PRONOUN" => Ok(MentionKind::Pronoun),
        _ => Err(serde::de::Error::custom(format!(
            "expected NAME, NOMINAL or PRONOUN, found `{name}`"
        ))),
    }
}

/// Reads a file of JSON lines; empty lines are skipped.
///
/// # Errors
/// It cannot be read, has a line that is none of this form, or no line.
pub fn read(path: &Path) -> Result<Vec<GoldPage>, JsonLinesError> {
    let pages = json_lines::read(path, parse)?;
    if pages.is_empty() {
        return Err(JsonLinesError::empty(path, "pages"));
    }
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}

pub(super) fn parse(line: &str) -> Result<GoldPage, String> {
    let page: GoldPage = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let length = u32::try_from(page.text.chars().count()).unwrap_or(u32::MAX);
    let n_chains = page.chains.len();
    for (start, end, chain) in page.places() {
        if start >= end || end > length {
            return Err(format!("{start} to {end} are no code points of the text"));
        }
        if chain.is_some_and(|chain| chain >= n_chains) {
            return Err(format!(
                "{start} to {end} point at a chain that is not there"
            ));
        }
    }
    let cited = |citation: &GoldCitation| citation.by < n_chains && citation.of < n_chains;
    if !page.citations.iter().all(cited) {
        return Err("a citation points at a chain that is not there".to_owned());
    }
    Ok(page)
}

impl GoldPage {
    /// Every place that the file gives, with the chain it points at.
    fn places(&self) -> Vec<(u32, u32, Option<usize>)> {
        let mut places = Vec::new();
        for (chain, idx) in self.chains.iter().zip(0..) {
            let mentions = chain.mentions.iter();
            places.extend(mentions.map(|one| (one.start, one.end, Some(idx))));
        }
        places.extend(
            self.keywords
                .iter()
                .map(|one| (one.start, one.end, one.chain)),
        );
        for one in &self.related {
            places.push((one.start, one.end, None));
            places.extend(
                one.chains
                    .iter()
                    .map(|&idx| (one.start, one.end, Some(idx))),
            );
        }
        places.extend(self.embedded.iter().map(|one| (one.start, one.end, None)));
        places.extend(
            self.source
                .iter()
                .map(|one| (one.start, one.end, Some(one.chain))),
        );
        for event in &self.events {
            let all = event.introduced.iter().chain(&event.again);
            places.extend(all.map(|one| (one.start, one.end, None)));
        }
        places.extend(
            self.metonyms
                .iter()
                .map(|one| (one.start, one.end, Some(one.chain))),
        );
        places
    }

    /// The words at a place.
    pub fn words(&self, place: Place) -> String {
        let range: Range<usize> = place.start as usize..place.end as usize;
        self.text
            .chars()
            .skip(range.start)
            .take(range.len())
            .collect()
    }
}
