//! What a thing is: its type and finer kind.
//!
//! The word that opens a name says it best (مطار, وزارة, بطولة), then a list that has the name,
//! then the classifier over all mentions together.

use super::chain::Chain;
use super::context::Context;
use super::tag::KINDS;
use crate::article::{EntityType, Subtype};
use crate::lang::TermClass;

/// Share of the probable kinds that one must have to be said.
const CLEAR: f32 = 0.6;

/// Type and finer kind of a chain.
pub(super) fn kind(context: &Context<'_>, chain: &Chain) -> (EntityType, Option<Subtype>) {
    let entity_type = chain.entity_type;
    if !matches!(entity_type, EntityType::Person | EntityType::Group)
        && let Some(subtype) = head(context, chain)
        && let Some(found) = agree(entity_type, subtype)
    {
        return (found, Some(subtype));
    }
    if let Some(subtype) = listed(context, chain)
        && let Some(found) = agree(entity_type, subtype)
    {
        return (found, Some(subtype));
    }
    if entity_type == EntityType::Group {
        return (entity_type, Some(people(context, chain)));
    }
    match classified(context, chain) {
        Some(subtype) => (
            agree(entity_type, subtype).unwrap_or(entity_type),
            Some(subtype),
        ),
        None => (entity_type, None),
    }
}

/// What `entity_type`, as the tagger says it, becomes by a finer kind; `None` when the two
/// contradict each other. The tagger tells persons, places and organisations apart, all else
/// is one type to it; a building can be a place or an organisation.
fn agree(entity_type: EntityType, subtype: Subtype) -> Option<EntityType> {
    let types = subtype.types();
    if types.contains(&entity_type) {
        return Some(entity_type);
    }
    types.iter().copied().find(|found| match found {
        EntityType::Facility => matches!(
            entity_type,
            EntityType::Location | EntityType::Organization | EntityType::Other
        ),
        EntityType::Event | EntityType::Product | EntityType::Work | EntityType::Other => {
            matches!(entity_type, EntityType::Other | EntityType::Organization)
        }
        EntityType::Organization | EntityType::Location => entity_type == EntityType::Other,
        EntityType::Person | EntityType::Group => false,
    })
}

/// The kind that the first word of a mention of several words says.
fn head(context: &Context<'_>, chain: &Chain) -> Option<Subtype> {
    chain.mentions.iter().find_map(|found| {
        let ((_, subtype), end) = noun_at(context, found.tokens.start, |_| true)?;
        (end < found.tokens.end).then_some(subtype)
    })
}

/// A noun for a kind of thing, of the types that are `wanted`, that begins with token `idx`, and
/// one past its last token.
pub(super) fn noun_at(
    context: &Context<'_>,
    idx: usize,
    wanted: impl Fn(EntityType) -> bool,
) -> Option<((EntityType, Subtype), usize)> {
    context.view.term(idx, |class| {
        let (entity_type, subtype) = match class {
            TermClass::EntityHead {
                entity_type,
                subtype,
            } => (entity_type, subtype),
            TermClass::OutletHead => (EntityType::Organization, Subtype::Media),
            _ => return None,
        };
        wanted(entity_type).then_some((entity_type, subtype))
    })
}

/// The kind of a list that has exactly this name.
fn listed(context: &Context<'_>, chain: &Chain) -> Option<Subtype> {
    let lexicon = &context.knowledge.packs.lexicon;
    lexicon
        .classes_of(&chain.words.join(" "))
        .find_map(|class| match class {
            TermClass::KnownName { subtype, .. } if subtype != Subtype::Person => Some(subtype),
            TermClass::Currency { .. } => Some(Subtype::Currency),
            TermClass::Outlet | TermClass::Agency
                if chain.entity_type == EntityType::Organization =>
            {
                Some(Subtype::Media)
            }
            _ => None,
        })
}

/// Citizens of a country, or what binds another people.
fn people(context: &Context<'_>, chain: &Chain) -> Subtype {
    let lexicon = &context.knowledge.packs.lexicon;
    let classes = chain.words.iter().flat_map(|word| lexicon.classes_of(word));
    let mut known = classes.filter_map(|class| match class {
        TermClass::Group { subtype, .. } => Some(subtype),
        TermClass::Nationality { .. } => Some(Subtype::Nationality),
        _ => None,
    });
    known.next().unwrap_or(Subtype::Ethnic)
}

/// What the classifier says of all mentions together, among the kinds that fit the type.
fn classified(context: &Context<'_>, chain: &Chain) -> Option<Subtype> {
    let classifier = context.reader?.tagger.classifier(KINDS)?;
    let mut best: Option<(Subtype, f32)> = None;
    let mut total = 0.0;
    for (idx, name) in classifier.kinds.iter().enumerate() {
        let Some(subtype) = Subtype::from_name(name) else {
            continue;
        };
        let fits = subtype.types().contains(&chain.entity_type)
            || matches!(chain.entity_type, EntityType::Location | EntityType::Other)
                && agree(chain.entity_type, subtype).is_some();
        if !fits {
            continue;
        }
        let sum: f32 = chain
            .mentions
            .iter()
            .filter_map(|found| found.kinds.get(idx))
            .sum();
        total += sum;
        if best.is_none_or(|(_, most)| sum > most) {
            best = Some((subtype, sum));
        }
    }
    best.filter(|&(subtype, sum)| sum > CLEAR * total && subtype != Subtype::Person)
        .map(|(subtype, _)| subtype)
}
