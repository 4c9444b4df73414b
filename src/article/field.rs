//! Fields read off a page: texts, people, places.

use crate::text::{Source, Span};

/// Why a value was claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Evidence {
    /// The rule or model that found it, as `stage/phenomenon/shape`
    /// (for example `headline/first-line`); stable across releases.
    pub rule: &'static str,
}

/// A piece of the page that fills a field.
#[derive(Debug, Clone, PartialEq)]
pub struct TextField {
    /// The text as the page shows it, repaired where the page is damaged.
    pub text: String,
    /// Where it stands; empty where the markup alone states it.
    pub span: Span<Source>,
    /// Probability that it is right, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}

/// A detected language.
#[derive(Debug, Clone, PartialEq)]
pub struct LanguageGuess {
    /// BCP 47 tag.
    pub tag: String,
    /// Probability that it is right, 0 to 1.
    pub confidence: f32,
}

/// Whom a byline names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuthorKind {
    /// A person.
    Person,
    /// A news agency.
    Agency,
    /// The outlet itself or one of its desks.
    Outlet,
}

/// One author of the article.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// The name without labels, titles, places or roles.
    pub name: TextField,
    /// Whom the name names.
    pub kind: AuthorKind,
    /// The place that the byline gives for this author.
    pub place: Option<TextField>,
    /// The role that the byline gives ("correspondent", "translated by").
    pub role: Option<TextField>,
}

/// Where (and through whom) the report is filed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Dateline {
    /// The place; the dateline's confidence and evidence stand here.
    pub place: TextField,
    /// An agency named in the dateline.
    pub agency: Option<TextField>,
    /// The whole dateline with its punctuation.
    pub span: Span<Source>,
}
