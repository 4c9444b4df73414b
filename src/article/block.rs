//! Blocks: the editorial parts of a page, and the views on them.

use crate::text::{Source, Span};

/// What a part of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// The headline of the article.
    Headline,
    /// A kicker or sub-headline.
    AlternativeHeadline,
    /// A date of the article.
    Date,
    /// Who wrote it.
    Byline,
    /// The place the report is filed from.
    Dateline,
    /// The section or breadcrumb that names it.
    Section,
    /// Body text.
    Paragraph,
    /// A heading inside the body.
    Subheading,
    /// A question of an interview.
    Question,
    /// An answer of an interview.
    Answer,
    /// Words about a picture or video, and its credit.
    Caption,
    /// A headline of another article.
    RelatedHeadline,
    /// The credited outlet or agency.
    Source,
    /// Tags.
    Keywords,
    /// Words that only announce what follows ("source:", "read also").
    Label,
    /// Menus, breadcrumbs, links to elsewhere.
    Navigation,
    /// Share bars, follow and subscribe prompts.
    Share,
    /// Readers' comments and the comment form.
    Comment,
    /// Rights notices.
    Copyright,
    /// Advertising.
    Advertisement,
    /// A whole other article; its own blocks stand in `embedded_articles`.
    EmbeddedArticle,
    /// Anything else.
    Other,
}

/// One part of the page. Blocks partition the input: none overlap, none leave a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands, with the white space and line ends that follow it.
    pub span: Span<Source>,
    /// BCP 47 tag of its language where it differs from the article's.
    pub language: Option<String>,
    /// Probability that the kind is right, 0 to 1.
    pub confidence: f32,
    /// The rule that decided.
    pub rule: &'static str,
}

/// A paragraph of the clean body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text as shown, repaired where damaged, without surrounding white space.
    pub text: String,
    /// Where it stands.
    pub span: Span<Source>,
    /// Index of its block in [`Article::blocks`](super::Article::blocks).
    pub block_idx: usize,
}

/// A sentence of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span<Source>,
    /// Index of its paragraph in [`Article::paragraphs`](super::Article::paragraphs).
    pub paragraph_idx: usize,
}
