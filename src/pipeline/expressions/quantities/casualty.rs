//! What befell the people counted: مقتل 12 شخصاً, 30 جريحاً, 12 مدنياً لقوا حتفهم.

use super::Found;
use super::context::Context;
use crate::article::{Casualty, QuantityKind, Unit};
use crate::lang::TermClass;
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::Tokens;

/// Words between what befell and whom.
const MAX_BEFORE: usize = 5;
const MAX_BEHIND: usize = 3;

/// Adds it to the quantities of people in `all`, which stand in order.
pub(super) fn add(context: &Context<'_>, zone: &Tokens, all: &mut [Found]) {
    let mut last_end = zone.start;
    let starts: Vec<usize> = all.iter().map(|found| found.tokens.start).collect();
    for (number, found) in all.iter_mut().enumerate() {
        let next = starts.get(number + 1).copied().unwrap_or(zone.end);
        let victims = found.kind == QuantityKind::Cardinal
            && found.people
            && !matches!(found.unit, Some(Unit::Currency(_) | Unit::Measure(_)));
        if victims {
            let before = || before(context, last_end, &found.tokens);
            let behind = || behind(context, &found.tokens, next.min(zone.end));
            // The verb of what befell stands behind its subject in other languages.
            let beside = if context.view.in_placed_language() {
                behind().or_else(before)
            } else {
                before().or_else(behind)
            };
            found.casualty = own(context, &found.tokens).or(beside);
        }
        last_end = found.tokens.end;
    }
}

/// The counted noun itself says it: قتيلاً, جرحى.
fn own(context: &Context<'_>, tokens: &Tokens) -> Option<Casualty> {
    tokens.clone().rev().find_map(|idx| {
        let (found, end) = context.view.term(idx, casualty)?;
        (end <= tokens.end).then_some(found)
    })
}

/// The last word before that says it, with no number and no mark between. Two that a
/// conjunction joins («مقتل وإصابة 30») leave it open.
fn before(context: &Context<'_>, least: usize, tokens: &Tokens) -> Option<Casualty> {
    let least = tokens.start.saturating_sub(MAX_BEFORE).max(least);
    let mut idx = tokens.start;
    while idx > least {
        idx -= 1;
        let kind = context.view.token(idx)?.kind;
        if kind == TokenKind::Number || kind == TokenKind::Newline {
            return None;
        }
        if kind != TokenKind::Word && !context.is_mark(idx, &["\"", "«", "»", "(", ":"]) {
            return None;
        }
        if let Some((found, end)) = context.view.term(idx, casualty_before)
            && end <= tokens.start
        {
            let other = idx
                .checked_sub(1)
                .filter(|&before| before >= least)
                .and_then(|before| context.view.term(before, casualty_before))
                .is_some_and(|(other, end)| other != found && end == idx);
            return (!other).then_some(found);
        }
    }
    None
}

/// A word close behind: «12 مدنياً قتلوا».
fn behind(context: &Context<'_>, tokens: &Tokens, end: usize) -> Option<Casualty> {
    let end = end.min(tokens.end + MAX_BEHIND);
    for idx in tokens.end..end {
        if !context.view.is_word(idx) {
            return None;
        }
        // What a conjunction joins speaks of others.
        if context.is(idx, |class| class == TermClass::Conjunction) {
            return None;
        }
        let joined = context.view.terms_at(idx).any(|(found, term)| {
            casualty(term.class).is_some()
                && context
                    .view
                    .front(found)
                    .is_some_and(|front| front.conjunction)
        });
        if joined {
            return None;
        }
        if let Some((found, _)) = context.view.term(idx, casualty) {
            return Some(found);
        }
    }
    None
}

fn casualty(class: TermClass) -> Option<Casualty> {
    match class {
        TermClass::Casualty { casualty, .. } => Some(casualty),
        _ => None,
    }
}

fn casualty_before(class: TermClass) -> Option<Casualty> {
    match class {
        TermClass::Casualty {
            casualty,
            behind: false,
        } => Some(casualty),
        _ => None,
    }
}
