//! Numbers in digits and in words.
//!
//! In: tokens with the terms of `number_words.tsv`. Out: [`Numeral`]s. One file per step:
//! [`digits`] (tokens of digits → a value), [`words`] (one number word, with what is written
//! onto its front), [`compose`] (words and digits → a number, by magnitude), [`ordinal`],
//! [`fraction`], [`ratio`] (numbers that two numbers make up). No number word is named here:
//! words are data.

mod compose;
mod digits;
mod fraction;
mod ordinal;
mod ratio;
#[cfg(test)]
mod tests;
mod words;

use crate::lang::{NumberWordKind, TermClass};
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::text::{Normalized, Span};

pub use ratio::ratio_at;
pub use words::{NumberWord, number_word};

/// The number word at token `idx`, with at most an article on its front.
pub fn bare_number_word(
    view: &TokenView<'_>,
    idx: usize,
    accept: impl Fn(NumberWordKind) -> bool,
) -> Option<NumberWord> {
    words::word(view, idx, words::Front::Bare, accept)
}

/// Where a number behind a conjunction at `at` begins: behind the conjunction where it stands
/// alone, else with it.
pub fn number_behind_and(view: &TokenView<'_>, at: usize) -> usize {
    words::after_and(view, at).0
}

/// What a numeral says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumeralKind {
    /// How many.
    Cardinal,
    /// The place in an order.
    Ordinal,
    /// A part of one: ثلث.
    Fraction,
}

/// How a numeral is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumeralForm {
    /// In digits alone: 1,200.
    Digits,
    /// In words alone: ألف ومئتان.
    Words,
    /// In both: 3 آلاف.
    Mixed,
    /// Two numbers with a slash: 3/4. Dates and scores look the same.
    Slash,
}

/// A number in digits or words.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeral {
    /// The tokens it covers; a clitic may stand at the front of the first.
    pub tokens: Tokens,
    /// Bytes of the first token that are conjunctions and prepositions: no part of the number.
    pub clitic: u32,
    /// Its value.
    pub value: f64,
    /// What it says.
    pub kind: NumeralKind,
    /// How it is written.
    pub form: NumeralForm,
    /// The definite article stands before it: الثلاثة. Behind a definite noun such a cardinal
    /// says the place in an order: السؤال العشرون.
    pub definite: bool,
    /// The value where a full stop before three digits groups them: 1.250 read as 1250, not 1.25.
    pub grouped: Option<f64>,
    /// The product of its multipliers that stand last: a million for 3.5 مليون, else 1.
    pub scale: f64,
}

/// Whether a numeral can begin at token `idx`: a quick look.
pub fn may_begin(view: &TokenView<'_>, idx: usize) -> bool {
    view.token(idx).is_some_and(|token| match token.kind {
        TokenKind::Number | TokenKind::Symbol | TokenKind::Punctuation => true,
        TokenKind::Newline => false,
        TokenKind::Word => {
            // Small words divide and bound numbers and begin none: من, على.
            let number = |class| match class {
                TermClass::NumberWord { kind, value, .. } => {
                    kind != NumberWordKind::Over || value > 0
                }
                _ => false,
            };
            view.terms_at(idx).any(|(_, term)| number(term.class)) || words::may_be_short(view, idx)
        }
    })
}

/// The longest numeral that begins with token `idx`, or inside it behind clitics.
pub fn numeral_at(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    if !may_begin(view, idx) {
        return None;
    }
    if let Some(negative) = negative(view, idx) {
        return Some(negative);
    }
    let number = compose::number(view, idx, words::Front::Any);
    let fraction = fraction::fraction(view, idx, number.as_ref());
    let ordinal = ordinal::ordinal(view, idx);
    let end = |numeral: &Option<Numeral>| numeral.as_ref().map_or(0, |found| found.tokens.end);
    let longest = end(&number).max(end(&fraction)).max(end(&ordinal));
    [fraction, ordinal, number]
        .into_iter()
        .flatten()
        .find(|found| found.tokens.end == longest)
}

/// A number behind a minus, in a word or as a mark that nothing stands glued before: سالب خمسة, -5.
fn negative(view: &TokenView<'_>, idx: usize) -> Option<Numeral> {
    let word = number_word(view, idx, |kind| kind == NumberWordKind::Minus);
    let mark = || digits::minus(view, idx).then_some(idx + 1);
    let first = word.map(|word| word.end).or_else(mark)?;
    let found = compose::number(view, first, words::Front::Bare)?;
    let found = fraction::fraction(view, first, Some(&found)).unwrap_or(found);
    Some(Numeral {
        tokens: idx..found.tokens.end,
        clitic: word.map_or(0, |word| word.front.bytes),
        value: -found.value,
        grouped: found.grouped.map(|value| -value),
        ..found
    })
}

/// The numerals in `tokens`, in order, not overlapping; `read` is [`numeral_at`] or [`ratio_at`].
pub fn numerals(
    view: &TokenView<'_>,
    tokens: &Tokens,
    read: impl Fn(&TokenView<'_>, usize) -> Option<Numeral>,
) -> Vec<Numeral> {
    let mut all = Vec::new();
    let mut idx = tokens.start;
    while idx < tokens.end {
        match read(view, idx) {
            Some(found) => {
                idx = found.tokens.end.max(idx + 1);
                all.push(found);
            }
            None => idx += 1,
        }
    }
    all
}

impl Numeral {
    /// Its words, an attached conjunction or preposition left out.
    pub fn span(&self, view: &TokenView<'_>) -> Span<Normalized> {
        let whole = view.span(&self.tokens);
        Span::new((whole.start() + self.clitic).min(whole.end()), whole.end())
    }
}
