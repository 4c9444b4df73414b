//! [`Outline`]: where in its page each line of the visible text stands.

use super::class_words::Purpose;
use crate::text::{Source, Span};

/// Lines of the visible text, in order; empty for a text that had no markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    lines: Vec<Line>,
    has_main: bool,
}

/// What the markup says of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the visible text, without the line end.
    pub span: Span<Source>,
    /// The part of the page.
    pub region: Region,
    /// Level of the heading that it is, 1 to 6; 0 for none.
    pub heading: u8,
    /// What the classes of the elements around it say that it is for.
    pub purpose: Option<Purpose>,
    /// Letters inside links, of a hundred.
    pub percent_linked: u8,
    /// It belongs to the main content.
    pub main: bool,
}

/// Parts of a page that HTML has elements for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Region {
    /// No element says.
    Page,
    /// `nav`, `menu`.
    Navigation,
    /// `aside`.
    Aside,
    /// `footer`.
    Footer,
    /// `figcaption` and `caption`.
    Caption,
    /// `button`, `form` and what else is there to be used.
    Control,
}

/// Of a hundred letters of a sentence of an article no more are linked.
const MOST_LINKED: u8 = 60;
/// Words of a line that is a sentence.
pub(crate) const SENTENCE_WORDS: usize = 10;

impl Line {
    /// Whether nothing of the markup speaks against its being text of an article.
    pub(crate) fn may_be_text(&self) -> bool {
        self.purpose.is_none()
            && self.region == Region::Page
            && self.heading == 0
            && self.percent_linked < MOST_LINKED
    }

    /// Whether it is a heading of the first level.
    pub(crate) fn is_title(&self) -> bool {
        self.heading == 1
    }
}

impl Outline {
    /// Of a text that had no markup.
    pub const fn none() -> Self {
        Self {
            lines: Vec::new(),
            has_main: false,
        }
    }

    pub(super) fn new(lines: Vec<Line>) -> Self {
        let has_main = lines.iter().any(|line| line.main);
        Self { lines, has_main }
    }

    /// The line in which `offset` stands.
    pub fn at(&self, offset: u32) -> Option<&Line> {
        let after = self
            .lines
            .partition_point(|line| line.span.start() <= offset);
        self.lines
            .get(after.checked_sub(1)?)
            .filter(|line| offset < line.span.end())
    }

    /// Whether the main content was found.
    pub fn has_main(&self) -> bool {
        self.has_main
    }

    /// All lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }
}
