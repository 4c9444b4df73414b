//! Words beside a number that say how it is meant: نحو, أكثر من, على الأقل, أو أكثر.

use crate::article::Amount;
use crate::lang::{QuantityRole, TermClass};

use super::context::Context;
use crate::pipeline::expressions::numerals::numeral_at;
use crate::pipeline::segment::TokenKind;

/// Words before a number that say how it is meant.
const MAX_OPENING: usize = 3;
/// And behind it.
const MAX_CLOSING: usize = 2;

/// The words before a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening {
    /// What they say, in order.
    pub(super) roles: Vec<QuantityRole>,
    /// One past their last token; where the number must stand.
    pub(super) end: usize,
    /// Bytes of the first token that are no part of them.
    pub(super) clitic: u32,
}

impl Opening {
    /// No words before token `idx`.
    pub(super) fn at(idx: usize) -> Self {
        Self {
            end: idx,
            ..Self::default()
        }
    }

    pub(super) fn has(&self, role: QuantityRole) -> bool {
        self.roles.contains(&role)
    }

    /// The first role that bounds the number.
    pub(super) fn bound(&self) -> Option<QuantityRole> {
        self.roles.iter().copied().find(|role| is_bound(*role))
    }
}

/// The words that stand from token `idx` on, and may stand before a number.
pub(super) fn opening(context: &Context<'_>, idx: usize, end: usize) -> Opening {
    let mut found = Opening::at(idx);
    while found.roles.len() < MAX_OPENING && found.end < end {
        let arithmetic = context.arithmetic();
        let accept = |role| opens(role) || arithmetic && role == QuantityRole::Equal;
        let Some((role, next, clitic)) = word(context, found.end, accept) else {
            break;
        };
        // «لتصل إلى 30»: that is what it comes to.
        if role == QuantityRole::UpTo && clitic > 0 {
            break;
        }
        if found.roles.is_empty() {
            found.clitic = clitic;
        }
        found.roles.push(role);
        found.end = next;
    }
    found
}

/// The roles that close a quantity at `at`, and one past them.
pub(super) fn closing(
    context: &Context<'_>,
    mut at: usize,
    end: usize,
) -> (Vec<QuantityRole>, usize) {
    let mut roles = Vec::new();
    while roles.len() < MAX_CLOSING && at < end {
        let Some((role, next, _)) = word(context, at, closes) else {
            break;
        };
        // What a number follows is said of that one.
        let of_next =
            next < end && numeral_at(context.view, next).is_some_and(|numeral| numeral.clitic == 0);
        let compares = matches!(role, QuantityRole::OrMore | QuantityRole::OrLess)
            && word(context, next, |role| role == QuantityRole::From).is_some();
        if of_next || compares {
            break;
        }
        roles.push(role);
        at = next;
    }
    (roles, at)
}

/// The quantity word at a token that `accept` takes: its role, its end, clitic bytes before it.
pub(super) fn word(
    context: &Context<'_>,
    idx: usize,
    accept: impl Fn(QuantityRole) -> bool,
) -> Option<(QuantityRole, usize, u32)> {
    context.view.terms_at(idx).find_map(|(found, term)| {
        let TermClass::QuantityWord(role) = term.class else {
            return None;
        };
        let clitic = context.view.front(found)?;
        if role != QuantityRole::To && part_of_sign(context, idx) {
            return None;
        }
        accept(role).then_some((role, found.end as usize, clitic.bytes))
    })
}

/// Whether a mark is the end of a sign of several (`<>`), or of something else (`a1>`).
fn part_of_sign(context: &Context<'_>, idx: usize) -> bool {
    let symbol = |idx: usize| {
        context
            .view
            .token(idx)
            .is_some_and(|token| token.kind == TokenKind::Symbol)
    };
    symbol(idx)
        && context.glued(idx)
        && idx
            .checked_sub(1)
            .is_some_and(|before| symbol(before) || !context.view.is_word(before))
}

fn is_bound(role: QuantityRole) -> bool {
    use QuantityRole::{AtLeast, AtMost, Less, More, UpTo};
    matches!(role, More | AtLeast | Less | AtMost | UpTo)
}

fn opens(role: QuantityRole) -> bool {
    use QuantityRole::{About, Between, From, Share};
    is_bound(role) || matches!(role, About | Between | From | Share)
}

fn closes(role: QuantityRole) -> bool {
    use QuantityRole::{About, AtLeast, AtMost, BelowZero, OrEqual, OrLess, OrMore};
    matches!(
        role,
        About | AtLeast | AtMost | OrMore | OrLess | OrEqual | BelowZero
    )
}

/// What `amount` becomes under the words beside it.
pub(super) fn bounded(amount: Amount, roles: &[QuantityRole]) -> Amount {
    let Amount::Value(value) = amount else {
        return amount;
    };
    let equal = roles.contains(&QuantityRole::OrEqual);
    let range = |minimum: bool, exclusive: bool| Amount::Range {
        minimum: minimum.then_some(value),
        maximum: (!minimum).then_some(value),
        minimum_exclusive: minimum && exclusive,
        maximum_exclusive: !minimum && exclusive,
    };
    for role in roles {
        match role {
            QuantityRole::More => return range(true, !equal),
            QuantityRole::AtLeast | QuantityRole::OrMore => return range(true, false),
            QuantityRole::Less => return range(false, !equal),
            QuantityRole::AtMost | QuantityRole::UpTo | QuantityRole::OrLess => {
                return range(false, false);
            }
            QuantityRole::Equal if roles.len() == 1 => {
                return Amount::Range {
                    minimum: Some(value),
                    maximum: Some(value),
                    minimum_exclusive: false,
                    maximum_exclusive: false,
                };
            }
            _ => {}
        }
    }
    amount
}

/// Both bounds in one, where one gives the smallest and the other the largest.
pub(super) fn both(first: Amount, second: Amount) -> Option<Amount> {
    let (
        Amount::Range {
            minimum: first_minimum,
            maximum: first_maximum,
            minimum_exclusive: first_above,
            maximum_exclusive: first_below,
        },
        Amount::Range {
            minimum: second_minimum,
            maximum: second_maximum,
            minimum_exclusive: second_above,
            maximum_exclusive: second_below,
        },
    ) = (first, second)
    else {
        return None;
    };
    let one = |a: Option<f64>, b: Option<f64>| {
        if a.is_some() == b.is_some() {
            None
        } else {
            a.or(b)
        }
    };
    let minimum = one(first_minimum, second_minimum)?;
    let maximum = one(first_maximum, second_maximum)?;
    (minimum <= maximum).then_some(Amount::Range {
        minimum: Some(minimum),
        maximum: Some(maximum),
        minimum_exclusive: first_above || second_above,
        maximum_exclusive: first_below || second_below,
    })
}
