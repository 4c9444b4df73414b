//! HTML → the text that a reader sees, and what the markup says of it.
//!
//! In: a whole page as served. Out: a [`MarkedPage`]: visible text, one line for each run of text
//! that the page sets off, an [`Outline`] that says of each line where it stands in the
//! page, and the statements of the page's metadata. The pipeline reads the text as it reads any
//! other; the rest helps it to choose. HTML is parsed as browsers do (html5ever), and the main
//! content is found by the algorithm of Firefox's reader view (`dom_smoothie`).

mod charset;
mod class_words;
mod main_content;
mod metadata;
mod outline;
mod stated_body;
mod tree;
mod visible;

pub use charset::decode;
pub use class_words::Purpose;
pub(crate) use metadata::ORGANIZATION;
pub(crate) use outline::SENTENCE_WORDS;
pub use outline::{Line, Outline, Region};

use crate::article::MetadataValue;
use crate::pipeline::interrupt::{Interrupt, Interrupted};

/// A page whose markup was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MarkedPage {
    /// The visible text; all spans of the answer count in it.
    pub text: String,
    /// Where its lines stand.
    pub outline: Outline,
    /// What the page states of itself: by property, the most reliable origin first.
    pub metadata: Vec<MetadataValue>,
}

/// Why a page could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarkupError {
    /// Elements lie in each other deeper than any page has them.
    #[error("expected elements nested at most {} deep", tree::MAX_DEPTH)]
    TooDeep,
    /// The answer is no longer wanted.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// Reads a page.
///
/// # Errors
/// [`MarkupError::TooDeep`]; [`MarkupError::Interrupted`] soon after `interrupt` says so.
pub fn read(html: &str, interrupt: &Interrupt<'_>) -> Result<MarkedPage, MarkupError> {
    let document = tree::parse(html, interrupt)?;
    let stated = metadata::read(&document);
    interrupt.check()?;
    let mut visible = visible::read(&document);
    interrupt.check()?;
    let main = main_content::find(document);
    visible.mark_main(&main);
    if let Some(body) = &stated.body {
        stated_body::correct(&mut visible, body);
    }
    Ok(MarkedPage {
        text: visible.text,
        outline: Outline::new(visible.lines),
        metadata: stated.values,
    })
}

#[cfg(test)]
mod tests;
