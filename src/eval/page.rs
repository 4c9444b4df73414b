//! A synthesised page with the truth about it.

use std::collections::BTreeSet;

use crate::article::{AuthorKind, BlockKind};
use crate::pipeline::Hints;

/// One author as the page prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldAuthor {
    /// Name.
    pub name: String,
    /// Whom it names.
    pub kind: AuthorKind,
    /// Place printed with it.
    pub place: Option<String>,
}

/// What is true of one article on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoldArticle {
    /// Headline.
    pub headline: Option<String>,
    /// Kicker or second headline.
    pub alternative_headline: Option<String>,
    /// ISO 8601 at the precision printed.
    pub date_published: Option<String>,
    /// Printed relative to now: only the day is judged.
    pub date_by_day: bool,
    /// Same for the last update.
    pub date_modified: Option<String>,
    /// Authors in the order printed.
    pub authors: Vec<GoldAuthor>,
    /// Place of the dateline.
    pub dateline: Option<String>,
    /// Credited outlet or agency.
    pub source: Option<String>,
    /// Section.
    pub section: Option<String>,
    /// Tags.
    pub keywords: Vec<String>,
    /// Whether the page separates the tags.
    pub keywords_separated: bool,
    /// Headlines of other articles.
    pub related_headlines: Vec<String>,
    /// Body text, one paragraph an item.
    pub body: Vec<String>,
    /// Whole other articles.
    pub embedded: Vec<GoldArticle>,
}

/// A page and the truth about it.
#[derive(Debug, Clone, Default)]
pub struct GoldPage {
    /// Number in its run.
    pub number: usize,
    /// Template that made it.
    pub template: String,
    /// Rendering: block, spaced, flat, fused, line.
    pub layout: String,
    /// What was done to the text afterwards.
    pub damage: BTreeSet<&'static str>,
    /// The raw text.
    pub text: String,
    /// Byte ranges of `text` with a known kind, in order; what is between them is not judged.
    pub kinds: Vec<(std::ops::Range<usize>, BlockKind)>,
    /// What the client would say.
    pub hints: Hints,
    /// Whether the page shows an article.
    pub is_article: bool,
    /// The article's truth.
    pub gold: GoldArticle,
}

/// Text that grows run by run; a run is text of one kind.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) runs: Vec<(String, Option<BlockKind>)>,
}

impl Runs {
    pub(super) fn push(&mut self, text: &str, kind: Option<BlockKind>) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some((last, last_kind)) if *last_kind == kind => last.push_str(text),
            _ => self.runs.push((text.to_owned(), kind)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The whole text and the ranges of its kinds.
    pub(super) fn join(self) -> (String, Vec<(std::ops::Range<usize>, BlockKind)>) {
        let mut text = String::new();
        let mut kinds = Vec::new();
        for (run, kind) in self.runs {
            let start = text.len();
            text.push_str(&run);
            if let Some(kind) = kind {
                kinds.push((start..text.len(), kind));
            }
        }
        (text, kinds)
    }
}

/// Block kinds by the names that templates and reports use.
pub(super) const KIND_NAMES: [(&str, BlockKind); 22] = [
    ("headline", BlockKind::Headline),
    ("alternative", BlockKind::AlternativeHeadline),
    ("date", BlockKind::Date),
    ("byline", BlockKind::Byline),
    ("dateline", BlockKind::Dateline),
    ("section", BlockKind::Section),
    ("paragraph", BlockKind::Paragraph),
    ("subheading", BlockKind::Subheading),
    ("question", BlockKind::Question),
    ("answer", BlockKind::Answer),
    ("caption", BlockKind::Caption),
    ("related", BlockKind::RelatedHeadline),
    ("source", BlockKind::Source),
    ("keywords", BlockKind::Keywords),
    ("label", BlockKind::Label),
    ("navigation", BlockKind::Navigation),
    ("share", BlockKind::Share),
    ("comment", BlockKind::Comment),
    ("copyright", BlockKind::Copyright),
    ("ad", BlockKind::Advertisement),
    ("embedded", BlockKind::EmbeddedArticle),
    ("other", BlockKind::Other),
];

/// Name of `kind` in templates and reports.
pub(super) fn kind_name(kind: BlockKind) -> &'static str {
    KIND_NAMES
        .iter()
        .find(|(_, other)| *other == kind)
        .map_or("other", |(name, _)| name)
}

/// The kind that templates call `name`.
pub(super) fn kind_of(name: &str) -> Option<BlockKind> {
    KIND_NAMES
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, kind)| *kind)
}
