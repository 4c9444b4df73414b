//! What a single word tells: its case, the lists that have it, what is written onto it.

use super::Shapes;
use crate::article::EntityType;
use crate::lang::TermClass;
use crate::pipeline::entities::context::Context;
use crate::pipeline::entities::roles::title_at;
use crate::pipeline::entities::surface::written_on;
use crate::text::LetterCase;

/// Tokens of a title at most.
const MAX_TITLE: usize = 5;

impl Shapes<'_, '_> {
    /// The noun there that heads names, and one past its last token.
    pub(super) fn head(&self, idx: usize) -> Option<(EntityType, usize)> {
        let heads = |class| match class {
            TermClass::EntityHead { entity_type, .. } => Some(entity_type),
            TermClass::OutletHead => Some(EntityType::Organization),
            _ => None,
        };
        let view = self.context.view;
        view.term(idx, heads).or_else(|| {
            // «l'université»
            let (front, _) = written_on(self.context, idx);
            let mut classes = view.classes_of(core(self.context, idx));
            Some((classes.find_map(heads).filter(|_| front > 0)?, idx + 1))
        })
    }

    /// One past the last token of each title that begins before token `idx`.
    pub(super) fn titles_before(&self, idx: usize) -> impl Iterator<Item = usize> {
        let from = self.zone.tokens.start.max(idx.saturating_sub(MAX_TITLE));
        (from..idx).filter_map(|start| title_at(self.context, start))
    }

    /// Whether a title stands right before token `idx`.
    pub(super) fn is_titled(&self, idx: usize) -> bool {
        self.titles_before(idx).any(|end| end == idx)
    }

    /// Whether a word opens a sentence or stands alone in its case for another reason.
    pub(super) fn opens_sentence(&self, idx: usize) -> bool {
        let before = idx.checked_sub(1);
        before.is_none_or(|before| before < self.zone.tokens.start)
            || before.is_some_and(|before| opens_speech(self.context.view.shown(before)))
    }

    /// Small words, days and months that have a capital without naming anything.
    pub(super) fn opens_no_name(&self, idx: usize) -> bool {
        let view = self.context.view;
        let speech = || {
            view.term(idx, |class| {
                matches!(class, TermClass::Attribution(_) | TermClass::SpeechVerb(_)).then_some(())
            })
        };
        view.is_one(idx, TermClass::FunctionWord)
            || self.is_date(idx)
            || self.opens_sentence(idx) && speech().is_some()
            || self.opens_sentence(idx)
                && self
                    .context
                    .knowledge
                    .packs
                    .names
                    .is_common(view.shown(idx))
    }

    /// Whether the article writes the word without a capital too.
    pub(super) fn is_small(&self, idx: usize) -> bool {
        self.small.contains(self.context.view.folded(idx))
    }

    /// Whether a word is an adjective of nationality.
    pub(super) fn describes(&self, idx: usize) -> bool {
        let adjective = self.context.view.term(idx, |class| {
            matches!(class, TermClass::Nationality { people: false, .. }).then_some(())
        });
        adjective.is_some()
    }

    pub(super) fn is_date(&self, idx: usize) -> bool {
        let date = self.context.view.term(idx, |class| {
            matches!(class, TermClass::Month { .. } | TermClass::Weekday(_)).then_some(())
        });
        date.is_some()
    }

    pub(super) fn is_capital(&self, idx: usize) -> bool {
        let (front, _) = written_on(self.context, idx);
        let shown = self.context.view.shown(idx);
        let front = self.context.view.shown_bytes(idx, front) as usize;
        LetterCase::of(shown.get(front..).unwrap_or(shown)).is_capital()
    }

    pub(super) fn is_glued(&self, idx: usize) -> bool {
        self.context
            .view
            .token(idx)
            .is_some_and(|token| token.glued)
    }

    /// Whether a word has a small letter first.
    pub(super) fn starts_small(&self, idx: usize) -> bool {
        LetterCase::of(self.context.view.shown(idx)) == LetterCase::Small
    }

    /// One past the last token of a listed place that begins at `idx`.
    pub(super) fn place(&self, idx: usize) -> Option<usize> {
        let place = self.context.view.term(idx, |class| {
            matches!(class, TermClass::Place | TermClass::Capital(_)).then_some(())
        });
        place.map(|((), end)| end)
    }

    /// How surely a word is one of personal names.
    pub(super) fn strength(&self, idx: usize) -> u8 {
        let names = &self.context.knowledge.packs.names;
        names.person_strength(core(self.context, idx))
    }
}

/// The folded word without what is written onto it with an apostrophe.
pub(super) fn core<'c>(context: &Context<'c>, idx: usize) -> &'c str {
    let folded = context.view.folded(idx);
    let (front, back) = written_on(context, idx);
    folded
        .get(front..folded.len() - back)
        .filter(|core| !core.is_empty())
        .unwrap_or(folded)
}

/// Marks that stand inside names.
pub(super) fn joins(mark: &str) -> bool {
    matches!(mark, "-" | "‐" | "'" | "’" | "." | "&")
}

/// Marks behind which a sentence may open.
fn opens_speech(mark: &str) -> bool {
    matches!(
        mark,
        "\"" | "“" | "«" | "„" | "‘" | ":" | "–" | "—" | "¿" | "¡"
    )
}
