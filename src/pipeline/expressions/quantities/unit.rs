//! What stands behind a number: a measure, money, a counted noun, a unit of time.

use crate::article::Unit;
use crate::lang::{QuantityRole, TermClass};

use super::bounds;
use super::context::Context;
use super::money::{self, Money};
use super::noun;
use crate::pipeline::expressions::numerals::Numeral;

/// The unit of a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted {
    pub(super) unit: Unit,
    /// One past its last token.
    pub(super) end: usize,
    /// What the number is divided by: 100 for cents.
    pub(super) parts: f64,
    pub(super) confidence: f32,
    pub(super) rule: &'static str,
    /// Whether the noun is of people.
    pub(super) people: bool,
}

/// What follows a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Follows {
    /// A unit.
    Unit(Counted),
    /// A unit of time, a month, a stage of a tournament: no quantity; one past it.
    Other(usize),
    /// Nothing that is counted.
    Nothing,
}

const MEASURE: f32 = 0.96;

/// What is counted or measured by `numeral`, at token `at`.
pub(super) fn unit(context: &Context<'_>, at: usize, end: usize, numeral: &Numeral) -> Follows {
    if at >= end {
        return Follows::Nothing;
    }
    // «5 millones de dólares».
    let behind = noun::past_of(context, at);
    let measured = measure(context, behind)
        .or_else(|| money::money(context, behind).map(money_unit))
        .filter(|found| found.end <= end);
    if let Some(found) = measured {
        return Follows::Unit(found);
    }
    if let Some(next) = other(context, at) {
        return Follows::Other(next);
    }
    noun::counted(context, at, end, numeral).map_or(Follows::Nothing, Follows::Unit)
}

/// A unit of measure at token `at`: كيلومترات, في المئة, °.
pub(super) fn measure(context: &Context<'_>, at: usize) -> Option<Counted> {
    context.view.terms_at(at).find_map(|(found, term)| {
        let TermClass::Measure { unit, count: 0 } = term.class else {
            return None;
        };
        (found.at_start && !cut_short(context, found.end as usize)).then(|| Counted {
            unit: Unit::Measure(unit.as_str().to_owned()),
            end: found.end as usize,
            parts: 1.0,
            confidence: MEASURE,
            rule: if unit.as_str() == "percent" {
                "quantities/percent"
            } else {
                "quantities/measure"
            },
            people: false,
        })
    })
}

/// Whether what stands before `at` is the beginning of a word: an abbreviation of one letter
/// that an apostrophe or a mark follows.
fn cut_short(context: &Context<'_>, at: usize) -> bool {
    context.glued(at) && context.view.is_word(at)
}

/// Money as a unit.
pub(super) fn money_unit(money: Money) -> Counted {
    Counted {
        unit: money.unit,
        end: money.end,
        parts: money.parts,
        confidence: money.confidence,
        rule: "quantities/money",
        people: false,
    }
}

/// One past a word behind a number that makes it no quantity.
fn other(context: &Context<'_>, at: usize) -> Option<usize> {
    if context.arithmetic() {
        return None;
    }
    let time = |class| {
        matches!(
            class,
            TermClass::TimeUnit { .. }
                | TermClass::Month { .. }
                | TermClass::DayPart(_)
                | TermClass::Era(_)
                | TermClass::QuantityWord(QuantityRole::Stage | QuantityRole::Time)
        )
        .then_some(())
    };
    let ((), end) = context.view.term(at, time)?;
    let of = bounds::word(context, at, |role| role == QuantityRole::Stage);
    Some(of.map_or(end, |(_, end, _)| end))
}
