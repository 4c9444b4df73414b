//! [`Quotation`]: what somebody said, and who.

use super::Evidence;
use crate::text::{Source, Span};

/// How speech is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuotationKind {
    /// The speaker's own words, in quotation marks.
    Direct,
    /// The content in the reporter's words.
    Indirect,
    /// The reporter's words with some of the speaker's in quotation marks.
    Mixed,
}

/// Words of the text and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words as shown.
    pub text: String,
    /// Where they stand.
    pub span: Span<Source>,
}

/// Who said something.
#[derive(Debug, Clone, PartialEq)]
pub struct Speaker {
    /// The name, description or pronoun that the text gives beside the speech; absent where the
    /// subject is left out and the speaker is known from the sentence before.
    pub words: Option<Words>,
    /// Identifier of the entity that speaks, when the article names it.
    pub entity: Option<u32>,
    /// Probability that this is who speaks, 0 to 1.
    pub confidence: f32,
    /// What found the speaker.
    pub evidence: Evidence,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Quotation {
    /// How it is given.
    pub kind: QuotationKind,
    /// What was said, without the quotation marks around it; several pieces where the text
    /// breaks it, for example to name the speaker.
    pub content: Vec<Words>,
    /// The word of saying: قال, بحسب.
    pub cue: Option<Words>,
    /// Who said it.
    pub speaker: Option<Speaker>,
    /// Where or how it was said: بيان, تغريدة, مؤتمر صحفي.
    pub medium: Option<Words>,
    /// Probability that these are words said, with these ends, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}
