//! [`Entity`]: one thing that the article names, with its mentions, roles and identifiers.

use super::Evidence;
use crate::text::{Source, Span};

/// What kind of thing an entity is (ACE, with the events, products and works of `OntoNotes`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, party, agency, club, government body, armed group …
    Organization,
    /// A country, city, region, river, mountain …
    Location,
    /// A building, airport, bridge, street …
    Facility,
    /// People of one nation, religion, language or opinion.
    Group,
    /// A named event: a war, a conference, a championship.
    Event,
    /// A named product: a vehicle, a weapon, software.
    Product,
    /// A book, film, song, broadcast, law.
    Work,
    /// A name of something else: a currency, an award, a language.
    Other,
}

impl EntityType {
    /// All types, in the order of the wire enum.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Organization,
        Self::Location,
        Self::Facility,
        Self::Group,
        Self::Event,
        Self::Product,
        Self::Work,
        Self::Other,
    ];

    /// The upper-case name that files and the wire use: `PERSON` …
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Organization => "ORGANIZATION",
            Self::Location => "LOCATION",
            Self::Facility => "FACILITY",
            Self::Group => "GROUP",
            Self::Event => "EVENT",
            Self::Product => "PRODUCT",
            Self::Work => "WORK",
            Self::Other => "OTHER",
        }
    }

    /// The type of that [`Self::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How a mention refers to its entity (ACE mention levels).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MentionKind {
    /// By its name.
    Name,
    /// By a common noun: the ministry, the president.
    Nominal,
    /// By a pronoun.
    Pronoun,
}

/// One place where the text refers to an entity. An attached conjunction or preposition is not
/// part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// The words, as shown.
    pub text: String,
    /// Where they stand.
    pub span: Span<Source>,
    /// How they refer.
    pub kind: MentionKind,
    /// Probability that span and type are right.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}

/// An office or role that the text gives a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// The words of the role, with the names in it: رئيس الوزراء العراقي.
    pub text: String,
    /// Where they stand.
    pub span: Span<Source>,
    /// Whether the person holds it.
    pub tenure: Tenure,
    /// Identifier of the entity it is held at (organisation or place), when the text names it.
    pub held_at: Option<u32>,
    /// Probability that the role is this person's.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}

/// Whether a person holds a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tenure {
    /// Holds it, as far as the text says.
    Current,
    /// Held it: former, late.
    Former,
    /// Holds it for a time: acting, caretaker.
    Acting,
    /// Second to it: deputy, assistant.
    Deputy,
    /// Is to hold it: elect, designate.
    Designate,
}

/// One person, organisation, place or other named thing of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Identifier, unique in the answer, counted from 1 in the order of first mention.
    pub id: u32,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// Finer kind, lower case (`country`, `city`, `politician`); absent when not known.
    pub subtype: Option<String>,
    /// The fullest name that the article gives it.
    pub name: String,
    /// [`Self::name`] in Latin script: as a public list spells it, else letter by letter; absent
    /// for names in Latin script.
    pub transliteration: Option<String>,
    /// Offices and roles, in the order of the text.
    pub roles: Vec<Role>,
    /// ISO 3166-1 alpha-2 code of the country whose national the text calls it.
    pub nationality: Option<String>,
    /// Where it is named, in the order of the text.
    pub mentions: Vec<Mention>,
    /// Share of the article's attention, 0 to 1: how often, how early and where it is named.
    pub salience: f32,
    /// Identifiers of the thing elsewhere, the best known first.
    pub knowledge_base_ids: Vec<KnowledgeBaseId>,
    /// Entries that its name could mean, the likeliest first; none unless they are asked for.
    pub knowledge_base_candidates: Vec<KnowledgeBaseCandidate>,
    /// Probability that the type is right.
    pub confidence: f32,
}

/// An identifier of an entity in a public knowledge base.
#[derive(Debug, Clone, PartialEq)]
pub struct KnowledgeBaseId {
    /// The base: `wikidata`, `iso3166-1`, `wof`, or that of a user's own list.
    pub base: String,
    /// The identifier there: `Q796`, `IQ`.
    pub id: String,
    /// Probability that it is the same thing.
    pub confidence: f32,
}

/// An entry of a knowledge base that the name of an entity could mean, certain or not.
#[derive(Debug, Clone, PartialEq)]
pub struct KnowledgeBaseCandidate {
    /// The base: `wikidata`, `wof`, or that of a user's own list.
    pub base: String,
    /// The identifier there.
    pub id: String,
    /// Its main name in the article's language, else in English, else its first one.
    pub name: String,
    /// Its share of the ranking, 0 to 1. Those of one entity and that of something which the
    /// base does not have add up to 1, before the list is cut.
    pub score: f32,
}
