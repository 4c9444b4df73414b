//! [`Quantity`]: how many or how much, as numbers that can be summed.

use super::Evidence;
use crate::text::{Source, Span};

/// What a number says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuantityKind {
    /// How many or how much.
    Cardinal,
    /// The place in an order: the third session.
    Ordinal,
}

/// The number or the numbers that a quantity can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    /// One number.
    Value(f64),
    /// Any number between two bounds; at least one of them is there.
    Range {
        /// Smallest.
        minimum: Option<f64>,
        /// Largest.
        maximum: Option<f64>,
        /// The smallest itself is excluded: more than 100.
        minimum_exclusive: bool,
        /// The largest itself is excluded: fewer than 100.
        maximum_exclusive: bool,
    },
}

/// What is counted or measured.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Money, ISO 4217: `IQD`.
    Currency(String),
    /// A unit of measure or `percent`, by its CLDR core unit identifier: `kilometer`,
    /// `square-kilometer`, `megawatt`.
    Measure(String),
    /// Things, by the noun in the singular, without article and case ending: هجوم.
    CountedNoun(String),
}

/// What befell the people that a quantity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Casualty {
    /// Dead.
    Killed,
    /// Hurt or taken ill.
    Injured,
    /// Not found.
    Missing,
    /// Driven from home.
    Displaced,
    /// Captured, kidnapped or arrested.
    Detained,
}

/// How many or how much, as the text says.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The words: number, approximation and unit. An attached conjunction or preposition is not
    /// part of them.
    pub text: String,
    /// Where they stand.
    pub span: Span<Source>,
    /// What the number says.
    pub kind: QuantityKind,
    /// The number or numbers, with multipliers worked out: three million is 3000000.
    pub amount: Amount,
    /// The text calls it rounded or uncertain: نحو, قرابة.
    pub approximate: bool,
    /// What is counted or measured; absent for bare numbers.
    pub unit: Option<Unit>,
    /// What befell the people counted.
    pub casualty: Option<Casualty>,
    /// Probability that span, number and unit are right, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}
