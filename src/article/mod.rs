//! The domain model: what a structured article is. Plain data, no wire format.
//!
//! Every value carries the [`Span<Source>`] it was read from, a confidence
//! (a probability, calibrated on held-out pages) and the rule that found it.

mod block;
mod considered;
mod date;
mod entity;
mod field;
mod metadata;
mod quantity;
mod quotation;
mod reference;
mod subtype;
mod time;

use crate::text::{Source, Span};

pub use block::{Block, BlockKind, Paragraph, Sentence};
pub use considered::{Considered, Subject};
pub use date::{Calendar, ClockTime, DateAnchor, DateField, DateValue};
pub use entity::{
    Entity, EntityType, KnowledgeBaseCandidate, KnowledgeBaseId, Mention, MentionKind, Role, Tenure,
};
pub use field::{Author, AuthorKind, Dateline, Evidence, LanguageGuess, TextField};
pub use metadata::{MetadataOrigin, MetadataProperty, MetadataValue};
pub use quantity::{Amount, Casualty, Quantity, QuantityKind, Unit};
pub use quotation::{Quotation, QuotationKind, Speaker, Words};
pub use reference::{CrossReference, ReferenceEnd, ReferenceKind, StoryRelation};
pub use subtype::Subtype;
pub use time::{TimeAnchor, TimeAnchorKind, TimeExpression, TimeModifier, TimeType};

/// One news article as structured data: the answer to one raw text.
///
/// `blocks` partition the text: every byte of the input lies in exactly one of them, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The range of the input this article was read from: all of it for the page's own
    /// article, the embedded part for an embedded one. The blocks partition it.
    pub span: Span<Source>,
    /// Language of the body; absent for text without letters.
    pub language: Option<LanguageGuess>,
    /// The headline (schema.org `headline`).
    pub headline: Option<TextField>,
    /// A second headline: kicker, sub-headline or a different wording printed above the story.
    pub alternative_headline: Option<TextField>,
    /// First publication.
    pub date_published: Option<DateField>,
    /// Last update.
    pub date_modified: Option<DateField>,
    /// Who wrote it, in the order printed.
    pub authors: Vec<Author>,
    /// Where the report is filed from (NITF `dateline`).
    pub dateline: Option<Dateline>,
    /// The outlet or agency that the page credits.
    pub source: Option<TextField>,
    /// The section of the outlet it stands in.
    pub section: Option<TextField>,
    /// Tags, one by one.
    pub keywords: Vec<TextField>,
    /// Headlines of other articles that the page mixes in.
    pub related_headlines: Vec<TextField>,
    /// The partition of [`Self::span`].
    pub blocks: Vec<Block>,
    /// The clean body, in order.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences of the paragraphs, in order.
    pub sentences: Vec<Sentence>,
    /// What it names, in the order of first mention.
    pub entities: Vec<Entity>,
    /// Times that the text speaks of, in its order.
    pub times: Vec<TimeExpression>,
    /// Numbers, money and measures, in the order of the text.
    pub quantities: Vec<Quantity>,
    /// What was said and by whom, in the order of the text.
    pub quotations: Vec<Quotation>,
    /// Links from places in the text to something else.
    pub cross_references: Vec<CrossReference>,
    /// Whole articles inside this page.
    pub embedded_articles: Vec<Article>,
    /// What the markup of the page states of it, where there was markup.
    pub metadata: Vec<MetadataValue>,
    /// What was repaired or could not be decided.
    pub diagnostics: Vec<Diagnostic>,
    /// Readings that were weighed against each other, by subject.
    pub considered: Vec<Considered>,
}

impl Article {
    /// BCP 47 tag of its language, where it could be told.
    pub fn language_tag(&self) -> Option<&str> {
        Some(self.language.as_ref()?.tag.as_str())
    }
}

/// Something odd in the input: repaired, or left undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is.
    pub kind: DiagnosticKind,
    /// One sentence for people, lower case, no full stop.
    pub message: String,
    /// Where in the input.
    pub span: Span<Source>,
}

/// Kinds of [`Diagnostic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DiagnosticKind {
    /// Text decoded with the wrong character set was decoded again.
    MojibakeRepaired,
    /// Text is damaged and could not be repaired (replacement characters …).
    EncodingDamaged,
    /// Left-over HTML entities were decoded.
    EntitiesDecoded,
    /// Several dates could be the date of publication.
    AmbiguousDate,
    /// Several lines could be the headline.
    AmbiguousHeadline,
    /// The text does not look like an article.
    NotAnArticle,
    /// The markup states something else than the text.
    MetadataDisagrees,
}
