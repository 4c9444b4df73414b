//! How many and how much.
//!
//! In: tokens with the terms of the packs, the numerals in them, and the article's names and
//! times. Out: [`Quantity`]s. One file per phenomenon: [`measured`] (a number and its unit),
//! [`counted`] (what stands around them), [`range`], [`bounds`], [`unit`] with [`money`] and
//! [`noun`], [`vague`] (tens of), [`dual`] (the number inside the noun), [`ordinal`],
//! [`casualty`], [`exclude`] (numbers that are no quantities). No word is named here: words are
//! data.

mod bounds;
mod casualty;
mod context;
mod counted;
mod dual;
mod exclude;
mod measured;
mod money;
mod noun;
mod ordinal;
mod range;
#[cfg(test)]
mod tests;
mod unit;
mod vague;

use crate::article::{Amount, Article, Casualty, Evidence, Quantity, QuantityKind, Unit};
use crate::lang::TermClass;
use crate::pipeline::expressions::numerals;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::pipeline::zones::Zone;
use crate::text::Span;

use context::Context;

/// What numbers are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    /// As news mean them: years, scores, codes and names are no quantities.
    #[default]
    News,
    /// Every number is a quantity, «اثنان من ثلاثة» a quotient: test suites of number readers.
    Arithmetic,
}

/// A quantity on tokens.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    /// Its tokens.
    tokens: Tokens,
    /// Bytes of the first one that are no part of it.
    clitic: u32,
    kind: QuantityKind,
    amount: Amount,
    approximate: bool,
    unit: Option<Unit>,
    /// The people counted, or unknown.
    people: bool,
    casualty: Option<Casualty>,
    confidence: f32,
    rule: &'static str,
    /// No quantity unless it counts victims: a pronoun, a name or a verb looks the same.
    weak: bool,
}

/// What stands at a token.
enum Step {
    /// A quantity.
    Found(Found),
    /// Numbers that are none, up to a token.
    Skip(usize),
}

/// The quantities in `zones`, in the order of the text.
pub(super) fn quantities(view: &TokenView<'_>, zones: &[Zone], article: &Article) -> Vec<Quantity> {
    let context = Context::new(view, zones, article);
    zones
        .iter()
        .take_while(|_| !view.stops())
        .flat_map(|zone| read(&context, &zone.tokens))
        .map(|found| quantity(view, found))
        .collect()
}

/// The quantities in `tokens` of a text that is no article.
pub fn quantities_in(view: &TokenView<'_>, tokens: &Tokens, reading: Reading) -> Vec<Quantity> {
    read(&Context::bare(view, reading), tokens)
        .into_iter()
        .map(|found| quantity(view, found))
        .collect()
}

fn read(context: &Context<'_>, zone: &Tokens) -> Vec<Found> {
    let mut all = Vec::new();
    let mut idx = zone.start;
    // No quantity reaches back over the one before.
    let mut least = zone.start;
    while idx < zone.end {
        if let Some(end) = context.blocked(idx) {
            idx = end;
            least = end;
            continue;
        }
        match step(context, zone, idx, least) {
            Some(Step::Found(found)) => {
                idx = found.tokens.end.max(idx + 1);
                least = idx;
                // Times own what they share with a quantity.
                if !context.is_time(&found.tokens) {
                    all.push(found);
                }
            }
            Some(Step::Skip(end)) => {
                idx = end.max(idx + 1);
                least = idx;
            }
            None => idx += 1,
        }
    }
    casualty::add(context, zone, &mut all);
    all.retain(|found| !found.weak || found.casualty.is_some());
    all
}

fn step(context: &Context<'_>, zone: &Tokens, idx: usize, least: usize) -> Option<Step> {
    let opening = if opens(context, idx) {
        bounds::opening(context, idx, zone.end)
    } else {
        bounds::Opening::at(idx)
    };
    // Most words begin nothing but a dual.
    if !begins_amount(context, opening.end) {
        return dual::dual(context, zone, idx).map(Step::Found);
    }
    ordinal::ordinal(context, zone, idx, least)
        .or_else(|| vague::vague(context, zone, idx, &opening))
        .or_else(|| counted::counted(context, zone, idx, least, opening))
        .or_else(|| dual::dual(context, zone, idx).map(Step::Found))
}

/// Whether a word that says how a number is meant stands at token `idx`: a quick look.
fn opens(context: &Context<'_>, idx: usize) -> bool {
    context
        .view
        .terms_at(idx)
        .any(|(_, term)| matches!(term.class, TermClass::QuantityWord(_)))
}

/// Whether a number or a unit can begin at token `idx`: a quick look.
fn begins_amount(context: &Context<'_>, idx: usize) -> bool {
    let unit = |class| {
        matches!(
            class,
            TermClass::Measure { .. } | TermClass::Currency { .. }
        )
    };
    numerals::may_begin(context.view, idx)
        || context.view.terms_at(idx).any(|(_, term)| unit(term.class))
}

fn quantity(view: &TokenView<'_>, found: Found) -> Quantity {
    let whole = view.span(&found.tokens);
    let start = (whole.start() + found.clitic).min(whole.end());
    let span = Span::new(start, whole.end());
    Quantity {
        text: span.slice(view.text.as_str()).to_owned(),
        span: view.text.to_source(span),
        kind: found.kind,
        amount: found.amount,
        approximate: found.approximate,
        unit: found.unit,
        casualty: found.casualty,
        confidence: found.confidence,
        evidence: Evidence { rule: found.rule },
    }
}
