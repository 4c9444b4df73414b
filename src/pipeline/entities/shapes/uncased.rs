//! Names in scripts without capitals, or where they tell nothing.

use super::{GIVEN, HEADED, LISTED, MAX_PERSON, Shaped, Shapes, TITLED};
use crate::article::{EntityType, Subtype};
use crate::lang::TermClass;

impl Shapes<'_, '_> {
    /// A name in a script without capitals, or where they tell nothing.
    pub(super) fn listed(&self, idx: usize) -> Option<Shaped> {
        let view = self.context.view;
        if !view.is_word(idx) || self.starts_small(idx) {
            return None;
        }
        if let Some(end) = self.place(idx)
            && self.strength(idx) < 2
        {
            return Some(Shaped {
                tokens: idx..end,
                kind: EntityType::Location,
                probability: LISTED,
            });
        }
        if let Some((kind, end)) = self.head(idx) {
            // «وزارت خارجه»: the word behind the noun, and what only a name is made of.
            let mut last = end;
            while last < self.zone.tokens.end && view.is_word(last) && self.belongs(last) {
                last += 1;
            }
            // «وزارت خارجہ» stands in the lists as it is.
            if last > end || end > idx + 1 && self.is_government(idx, end) {
                return Some(Shaped {
                    tokens: idx..last,
                    kind,
                    probability: HEADED,
                });
            }
            return None;
        }
        let titled = self.is_titled(idx);
        let person = |idx: usize| {
            view.is_word(idx)
                && (self.strength(idx) > 0 || view.is_one(idx, TermClass::NameParticle))
                && !view.is_one(idx, TermClass::FunctionWord)
        };
        if !(person(idx) && (titled || self.strength(idx) > 2)) {
            return None;
        }
        let mut end = idx + 1;
        while end < self.zone.tokens.end && end - idx < MAX_PERSON && person(end) {
            end += 1;
        }
        (titled || end > idx + 1).then_some(Shaped {
            tokens: idx..end,
            kind: EntityType::Person,
            probability: if titled { TITLED } else { GIVEN },
        })
    }

    /// Whether a word behind a noun belongs to the name that the noun opens.
    fn belongs(&self, idx: usize) -> bool {
        let term = self.context.view.term(idx, |class| {
            matches!(
                class,
                TermClass::Place
                    | TermClass::Capital(_)
                    | TermClass::Nationality { people: false, .. }
                    | TermClass::BodyField
                    | TermClass::EntityHead { .. }
            )
            .then_some(())
        });
        term.is_some()
    }

    fn is_government(&self, idx: usize, end: usize) -> bool {
        let whole = self.context.view.term(idx, |class| {
            let government = TermClass::EntityHead {
                entity_type: EntityType::Organization,
                subtype: Subtype::Government,
            };
            (class == government).then_some(())
        });
        whole.is_some_and(|((), last)| last == end)
    }
}
