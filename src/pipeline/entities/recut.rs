//! Names whose ends the article itself shows: a clitic at the front of one whose rest it names
//! elsewhere, a word too many at the end.

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::Context;
use super::mention::Found;
use crate::article::EntityType;
use crate::lang::TermClass;

/// Takes a clitic off the front of names whose rest is named elsewhere in the article, and a word
/// off the end of bodies whose front is: «والسنغال», «صحيفة الأيام بحسن».
pub(super) fn recut(context: &Context<'_>, mentions: &mut [Found]) {
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for found in mentions.iter() {
        *counts.entry(found.surface.key()).or_default() += 1;
    }
    let inner: FxHashSet<String> = mentions
        .iter()
        .flat_map(|found| found.surface.words.iter().skip(1).cloned())
        .collect();
    let firsts: FxHashSet<String> = mentions
        .iter()
        .filter_map(|found| found.surface.words.first().cloned())
        .collect();
    for found in mentions.iter_mut().filter(|found| !found.nested) {
        let whole = context.view.folded(found.tokens.start);
        let cut = found
            .surface
            .words
            .first()
            .is_some_and(|first| first != whole);
        // «كروس» is one name where «دانيال كروس» stands elsewhere.
        if cut && (inner.contains(whole) || firsts.contains(whole)) {
            found.surface.uncut(context, found.tokens.start);
            continue;
        }
        let key = found.surface.key();
        let often = counts.get(&key).copied().unwrap_or_default();
        let known = |key: &str| counts.get(key).is_some_and(|&n| n >= often);
        let idx = found.tokens.start;
        let folded = context.view.folded(idx);
        let (first, rest) = key.split_once(' ').unwrap_or((&key, ""));
        if first == folded {
            let mut cuts = Vec::new();
            context.view.cuts(folded, &mut cuts);
            let cut = cuts.into_iter().filter(|cut| !cut.particle).find(|cut| {
                let name = format!("{} {rest}", cut.apply(folded));
                known(name.trim_end())
            });
            if let Some(cut) = cut {
                found.surface.cut(context, idx, cut);
            }
        }
        let front = key.rsplit_once(' ').map(|(front, _)| front);
        let last = found.tokens.end - 1;
        let mut cuts = Vec::new();
        context
            .knowledge
            .packs
            .clitics
            .cuts(context.view.folded(last), &mut cuts);
        let loose = cuts
            .iter()
            .any(|cut| cut.preposition && cut.restore.is_empty());
        if let Some(front) = front
            && found.entity_type == EntityType::Organization
            && loose
            && (known(front)
                || front.split_once(' ').is_some_and(|(_, name)| known(name))
                || is_known_name(context, front))
            && let Some(cut) = Found::new(
                context,
                found.tokens.start..last,
                found.zone,
                found.entity_type,
                found.probability,
                found.rule,
            )
        {
            let kinds = std::mem::take(&mut found.kinds);
            *found = Found { kinds, ..cut };
        }
    }
}

fn is_known_name(context: &Context<'_>, name: &str) -> bool {
    let mut classes = context.knowledge.packs.lexicon.classes_of(name);
    classes.any(|class| matches!(class, TermClass::KnownName { .. }))
}
