//! [`CrossReference`]: a link from a place in the text to something else.

use super::{Evidence, Words};

/// What a link says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceKind {
    /// Words that name an entity less than fully: a family name, an office, a common noun. Or
    /// words for an event without a name, to those that brought it up: the visit, a visit to
    /// the capital.
    Coreference,
    /// Another name of an entity, by what the text or the knowledge base says.
    Alias,
    /// A tag and the entity it names.
    Keyword,
    /// A statement and who made it.
    Attribution,
    /// A medium named in the text and the source that the page credits.
    MediaSource,
    /// Another article of the page and what it shares with this one: an entity, or the words of
    /// a time that both speak of.
    RelatedArticle,
    /// An entity and its identifier in a knowledge base.
    KnowledgeBase,
    /// A time and the date that it was counted from.
    TemporalAnchor,
}

/// How the story of another article belongs to that of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StoryRelation {
    /// It tells the same event.
    SameStory,
    /// It tells what went before this event or came of it.
    FollowUp,
    /// It tells something else about somebody or something that this one names too.
    Related,
}

/// One end of a link.
#[derive(Debug, Clone, PartialEq)]
pub enum ReferenceEnd {
    /// A place in the text.
    Words(Words),
    /// An entity, by its identifier.
    Entity(u32),
    /// Index in [`Article::related_headlines`](super::Article::related_headlines).
    RelatedHeadline(u32),
    /// Index in [`Article::embedded_articles`](super::Article::embedded_articles).
    EmbeddedArticle(u32),
    /// An entry of a knowledge base.
    KnowledgeBase {
        /// The base: `wikidata`.
        base: String,
        /// The identifier there: `Q796`.
        id: String,
    },
}

/// One link. Its target exists in the answer, and is not where it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossReference {
    /// What it says.
    pub kind: ReferenceKind,
    /// Where it starts.
    pub from: ReferenceEnd,
    /// Where it leads.
    pub to: ReferenceEnd,
    /// The words that it was read from, besides those of its ends.
    pub shared: Vec<Words>,
    /// For related articles: share of the other one's content words that this one has too, 0 to 1.
    pub similarity: Option<f32>,
    /// For related articles: how the two stories belong together; the same on every reference
    /// from one article.
    pub story_relation: Option<StoryRelation>,
    /// Probability that it holds, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}
