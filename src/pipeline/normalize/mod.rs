//! Raw text → repaired text: encoding damage, entities, line ends, control characters.
//!
//! What a reader sees stays: diacritics, tatweel, digits and letter variants are left to the
//! folding of matching. Every repaired character maps to the source range it was read from.

mod characters;
mod code_page;
mod mojibake;
#[cfg(test)]
mod tests;

use crate::article::{Diagnostic, DiagnosticKind};
use crate::text::{Normalized, NormalizedText, Span};

/// Repaired text and what was repaired.
#[derive(Debug, Default)]
pub struct NormalizedInput {
    /// The repaired text: what is shown to the client.
    pub text: NormalizedText,
    /// What was repaired, in order of place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Layers of damage that are undone: text is decoded wrongly twice, entities are escaped
/// and then decoded wrongly; deeper nesting is left as it stands.
const MAX_LAYERS: usize = 4;

/// Repairs of one kind that stand closer than this many bytes are reported as one stretch.
const MERGE_GAP: u32 = 200;

/// What one layer of repair did.
#[derive(Debug, Default)]
struct Layer {
    /// The repaired text; none when nothing was to be done.
    text: Option<NormalizedText>,
    /// Stretches that were repaired or found damaged, in the text that was given.
    stretches: Vec<(DiagnosticKind, Span<Normalized>)>,
}

impl Layer {
    /// Adds a stretch, merged with the last one of its kind where they are close.
    fn report(&mut self, kind: DiagnosticKind, span: Span<Normalized>) {
        let last = self.stretches.iter_mut().rev().find(|last| last.0 == kind);
        match last {
            Some((_, last)) if span.start() <= last.end().saturating_add(MERGE_GAP) => {
                *last = last.cover(span);
            }
            _ => self.stretches.push((kind, span)),
        }
    }
}

/// Repairs `content`.
pub fn normalize(content: &str) -> NormalizedInput {
    let mut text: Option<NormalizedText> = None;
    let mut stretches = Vec::new();
    for _ in 0..MAX_LAYERS {
        let mut changed = false;
        for repair in [
            mojibake::repair_1256,
            mojibake::repair_1252,
            characters::repair,
        ] {
            let layer = repair(text.as_ref().map_or(content, NormalizedText::as_str));
            for (kind, span) in layer.stretches {
                let span = match &text {
                    Some(text) => text.to_source(span),
                    None => Span::new(span.start(), span.end()),
                };
                stretches.push((kind, span));
            }
            if let Some(repaired) = layer.text {
                changed = true;
                text = Some(match &text {
                    Some(before) => before.then(&repaired),
                    None => repaired,
                });
            }
        }
        if !changed {
            break;
        }
    }
    NormalizedInput {
        text: text.unwrap_or_else(|| NormalizedText::verbatim(content)),
        diagnostics: diagnostics(stretches),
    }
}

/// One diagnostic a stretch; the same stretch found in several layers counts once.
fn diagnostics(mut stretches: Vec<(DiagnosticKind, Span<crate::text::Source>)>) -> Vec<Diagnostic> {
    stretches.sort_by_key(|&(kind, span)| (kind, span));
    stretches.dedup_by(|next, last| {
        let same = next.0 == last.0 && next.1.start() <= last.1.end().saturating_add(MERGE_GAP);
        if same {
            last.1 = last.1.cover(next.1);
        }
        same
    });
    stretches.sort_by_key(|&(kind, span)| (span.start(), kind));
    stretches
        .into_iter()
        .map(|(kind, span)| Diagnostic {
            kind,
            message: message(kind).to_owned(),
            span,
        })
        .collect()
}

fn message(kind: DiagnosticKind) -> &'static str {
    match kind {
        DiagnosticKind::MojibakeRepaired => {
            "text that had been decoded with the wrong character set was decoded again"
        }
        DiagnosticKind::EntitiesDecoded => "left-over HTML entities were decoded",
        DiagnosticKind::EncodingDamaged
        | DiagnosticKind::AmbiguousDate
        | DiagnosticKind::AmbiguousHeadline
        | DiagnosticKind::NotAnArticle
        | DiagnosticKind::MetadataDisagrees => {
            "characters were lost when the text was decoded and cannot be repaired"
        }
    }
}
