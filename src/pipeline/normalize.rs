//! Raw text → repaired text: encoding damage, entities, line ends, control characters.

use crate::article::Diagnostic;
use crate::text::NormalizedText;

/// Repaired text and what was repaired.
#[derive(Debug, Default)]
pub struct NormalizedInput {
    /// The repaired text: what is shown to the client.
    pub text: NormalizedText,
    /// What was repaired.
    pub diagnostics: Vec<Diagnostic>,
}

/// Repairs `content`.
pub fn normalize(content: &str) -> NormalizedInput {
    NormalizedInput {
        text: NormalizedText::verbatim(content),
        diagnostics: Vec::new(),
    }
}
