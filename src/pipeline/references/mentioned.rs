//! [`Mentioned`]: who is spoken of where, to find whom a word behind a verb names.

use crate::article::{Article, EntityType};
use crate::lang::TermClass;
use crate::pipeline::tokens::TokenView;
use crate::text::{Source, Span};

/// A mention or a role, by its tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// First token.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// Index of the entity.
    pub(super) entity: usize,
    /// Where it stands, clitics left outside.
    pub(super) span: Span<Source>,
}

/// All mentions and roles of an article.
#[derive(Debug, Default)]
pub(super) struct Mentioned {
    /// In the order of the text, the longest first.
    places: Vec<Place>,
}

impl Mentioned {
    pub(super) fn new(view: &TokenView<'_>, article: &Article) -> Self {
        let mut places = Vec::new();
        for (idx, entity) in article.entities.iter().enumerate() {
            let mentions = entity.mentions.iter().map(|one| one.span);
            let roles = entity.roles.iter().map(|one| one.span);
            places.extend(mentions.chain(roles).map(|span| {
                // A name begins inside the token that its clitics open.
                let tokens = view.tokens_of(span);
                let inside = view.token_at(span.start());
                let start = inside.unwrap_or(tokens.start);
                Place {
                    start,
                    end: tokens.end.max(start + 1),
                    entity: idx,
                    span,
                }
            }));
        }
        places.sort_unstable_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        Self { places }
    }

    /// What is named from token `idx` on, the longest.
    pub(super) fn at(&self, idx: usize) -> Option<Place> {
        let first = self.places.partition_point(|place| place.start < idx);
        let place = self.places.get(first)?;
        (place.start == idx).then_some(*place)
    }

    /// What is named up to token `end`, the longest.
    pub(super) fn before(&self, end: usize) -> Option<Place> {
        let first = self.places.partition_point(|place| place.start < end);
        let near = self.places.get(first.saturating_sub(NEAR)..first)?;
        near.iter().find(|place| place.end == end).copied()
    }
}

/// Places looked at before a token.
const NEAR: usize = 8;

/// Whether a verb of saying is token `idx`.
pub(super) fn is_report_verb(view: &TokenView<'_>, idx: usize) -> bool {
    view.is_one(idx, TermClass::ReportVerb)
}

/// Whether the verb at `idx` agrees with a feminine noun: it is another verb of the list and a
/// letter more: قال, قالت.
pub(super) fn is_feminine_verb(view: &TokenView<'_>, idx: usize) -> bool {
    let known = |verb: &str| {
        let mut classes = view.packs.lexicon.classes_of(verb);
        classes.any(|class| class == TermClass::ReportVerb)
    };
    view.readings(idx)
        .any(|mut verb| known(&verb) && verb.pop().is_some() && known(&verb))
}

/// Whether things of a type can say something.
pub(super) const fn can_speak(entity_type: EntityType) -> bool {
    matches!(
        entity_type,
        EntityType::Person | EntityType::Organization | EntityType::Group | EntityType::Location
    )
}
