//! What a name in capitals names.

use super::words::core;
use super::{ACRONYM, GIVEN, HEADED, LIKELY_PERSON, LISTED, MAX_PERSON, Shapes, TITLED, UNKNOWN};
use crate::article::EntityType;
use crate::lang::TermClass;
use crate::pipeline::entities::context::Tokens;
use crate::pipeline::entities::lists::LARGE;
use crate::text::LetterCase;

/// Letters of an acronym at most.
const MAX_ACRONYM: usize = 6;

impl Shapes<'_, '_> {
    /// What a name in capitals names, and how sure that is.
    pub(super) fn kind(&self, tokens: &Tokens, titled: bool) -> Option<(EntityType, f32)> {
        let view = self.context.view;
        let n_words = tokens.clone().filter(|&idx| view.is_word(idx)).count();
        if n_words == 0 {
            return None;
        }
        if let Some(listed) = self.whole(tokens) {
            return Some((listed, LISTED));
        }
        if n_words == 1 && self.families.contains(core(self.context, tokens.start)) {
            return Some((EntityType::Person, GIVEN));
        }
        // Where the noun has no capital it stands first.
        let last = if self.context.conventions.small_heads {
            tokens.start + 1
        } else {
            tokens.end
        };
        let mut heads = (tokens.start..last).filter_map(|idx| self.head(idx));
        if let Some((kind, _)) = heads.next_back() {
            return (n_words > 1).then_some((kind, HEADED));
        }
        let opens = self.opens_sentence(tokens.start);
        if titled && n_words <= MAX_PERSON {
            return Some((EntityType::Person, TITLED));
        }
        let strengths = tokens.clone().filter(|&idx| view.is_word(idx));
        let strengths: Vec<u8> = strengths.map(|idx| self.strength(idx)).collect();
        let first = strengths.first().copied().unwrap_or_default();
        let known = strengths.iter().filter(|&&strength| strength > 0).count();
        let alone = n_words == 1
            && first > 1
            && !self.context.conventions.capital_nouns
            && !self.is_small(tokens.start);
        if n_words > 1 && n_words <= MAX_PERSON && first > 0 && known > 1 || alone {
            return Some((EntityType::Person, GIVEN));
        }
        let shown = view.shown(tokens.start);
        let capitals = LetterCase::of(shown) == LetterCase::Capitals;
        if n_words == 1 && capitals && shown.chars().count() <= MAX_ACRONYM {
            return Some((EntityType::Organization, ACRONYM));
        }
        if self.context.conventions.capital_nouns {
            return None;
        }
        if n_words == 1 && (opens || self.is_small(tokens.start) || self.is_field(tokens.start)) {
            return None;
        }
        if tokens.clone().all(|idx| self.describes(idx)) {
            return None;
        }
        if n_words > 1 && n_words < MAX_PERSON && known > 0 {
            return Some((EntityType::Person, LIKELY_PERSON));
        }
        Some((EntityType::Other, UNKNOWN))
    }

    /// What all tokens together are in the lists or in the base.
    fn whole(&self, tokens: &Tokens) -> Option<EntityType> {
        let view = self.context.view;
        let words: Vec<&str> = tokens.clone().map(|idx| core(self.context, idx)).collect();
        let name = words.join(" ");
        let listed = view.classes_of(&name).find_map(|class| match class {
            TermClass::Place | TermClass::Capital(_) => Some(EntityType::Location),
            TermClass::KnownName { entity_type, .. } => Some(entity_type),
            TermClass::Agency | TermClass::Outlet => Some(EntityType::Organization),
            TermClass::Nationality { people: true, .. } | TermClass::Group { .. } => {
                Some(EntityType::Group)
            }
            _ => None,
        });
        if listed.is_some() {
            return listed;
        }
        if tokens.len() == 1 && (self.strength(tokens.start) > 1 || self.is_small(tokens.start)) {
            return None;
        }
        let kb = self.context.knowledge.kb;
        let entries = kb.named(&name).into_iter();
        entries
            .map(|known| kb.entry(known.entry))
            .find(|entry| entry.popularity() >= LARGE || words.len() > 1)
            .map(|entry| entry.entity_type())
    }
}
