//! Where or how something was said: «في بيان رسمي», «خلال مؤتمر صحفي».

use super::context::Context;
use super::unit::Unit;
use crate::lang::{ClauseRole, MediumPart};

/// Elements looked through for a medium.
const WINDOW: usize = 30;

/// Past the medium that begins at `at`, with its adjectives.
pub(super) fn medium_at(context: &Context<'_>, unit: &Unit, at: usize) -> Option<usize> {
    let hit = context.word(unit, at).medium?;
    if hit.what != MediumPart::Head {
        return None;
    }
    let mut end = unit.position(hit.end);
    while let Some(hit) = context.word(unit, end).medium {
        if hit.what != MediumPart::Modifier {
            break;
        }
        end = unit.position(hit.end);
    }
    Some(end)
}

/// The first medium behind a preposition among the elements from `from` up to `to`.
pub(super) fn medium(
    context: &Context<'_>,
    unit: &Unit,
    from: usize,
    to: usize,
) -> Option<(usize, usize)> {
    let to = to.min(from + WINDOW).min(unit.len());
    (from..to).find_map(|at| {
        let preposition = context.role(unit, at) == Some(ClauseRole::Within);
        let first = context.past_role(unit, at);
        let end = medium_at(context, unit, first).filter(|_| preposition && first < to)?;
        Some((first, end))
    })
}
