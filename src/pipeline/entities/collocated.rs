//! Names that always stand behind one word, which the tagger leaves out: it marks نوفا wherever
//! the text says «غالاكسي نوفا».

use rustc_hash::FxHashMap;

use super::context::Context;
use super::mention::{Found, is_taken};
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;

/// Mentions that must agree on the word before them.
const MIN_MENTIONS: usize = 3;
/// Frequency (logarithm to base 2 of the count in news) of a word that is no part of names.
const FREQUENT: u8 = 11;

/// Widens names of which every mention, and at least three, stands behind the same rare word.
pub(super) fn widen(context: &Context<'_>, zones: &[Zone], mentions: &mut [Found]) {
    // For each name, the word before all of its mentions so far, and how many there are.
    let mut before: FxHashMap<String, (Option<&str>, usize)> = FxHashMap::default();
    for found in mentions.iter() {
        let word = word_before(context, zones, mentions, found);
        let entry = before.entry(found.surface.key()).or_insert((word, 0));
        if entry.0 != word {
            entry.0 = None;
        }
        entry.1 += 1;
    }
    before.retain(|_, (word, n)| word.is_some() && *n >= MIN_MENTIONS);
    if before.is_empty() {
        return;
    }
    for found in mentions {
        if before.contains_key(&found.surface.key())
            && let Some(wide) = Found::new(
                context,
                found.tokens.start - 1..found.tokens.end,
                found.zone,
                found.entity_type,
                found.probability,
                found.rule,
            )
        {
            let kinds = std::mem::take(&mut found.kinds);
            *found = Found { kinds, ..wide };
        }
    }
}

/// The folded word right before a name, when it can be part of it.
fn word_before<'c>(
    context: &Context<'c>,
    zones: &[Zone],
    mentions: &[Found],
    found: &Found,
) -> Option<&'c str> {
    let zone = zones.get(found.zone)?;
    let idx = found.tokens.start.checked_sub(1)?;
    let free = idx >= zone.tokens.start
        && context.view.is_word(idx)
        && !is_taken(mentions, &(idx..idx + 1))
        // A name behind a clitic begins a word.
        && context.view.token(found.tokens.start)?.span.start() == found.surface.span.start();
    let folded = context.view.folded(idx);
    let knowledge = context.knowledge;
    let rare = knowledge
        .vocabulary
        .frequency(folded)
        .is_none_or(|frequency| frequency <= FREQUENT);
    let definite = knowledge.packs.clitics.without_article(folded).is_some();
    let means_more = context.view.terms_at(idx).any(|(found, term)| {
        found.end as usize == idx + 1
            && !matches!(term.class, TermClass::Place | TermClass::KnownName { .. })
    });
    let noun = definite || context.takes_article(folded);
    (free && rare && !noun && !means_more).then_some(folded)
}
