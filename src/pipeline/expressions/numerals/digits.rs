//! Tokens of digits → a value.
//!
//! Decimal and grouping marks of both conventions: `1,234.5`, `1.234,5`, `٣٫٥`, `١٬٠٠٠`, groups
//! with spaces between them (`12 000`), the parts of one that slashes and single characters
//! write (`3/4`, `2 1/4`, `½`), powers (`1e10`, `2^10`).

use super::words::number_word;
use crate::lang::{NumberWordKind, TermClass};
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::TokenView;

/// A number in digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Digits {
    /// Its value.
    pub(super) value: f64,
    /// Its value with a full stop that groups.
    pub(super) grouped: Option<f64>,
    /// One past its last token.
    pub(super) end: usize,
    /// Written with a slash.
    pub(super) slash: bool,
}

/// Decimal and grouping mark of the Arabic script, and its comma.
const DECIMAL: char = '\u{66B}';
const GROUPING: [char; 2] = ['\u{66C}', '\u{60C}'];
/// Groups of digits that spaces part.
const MAX_GROUPS: usize = 6;
/// Largest power that is worked out.
const MAX_POWER: f64 = 99.0;

/// The number in digits at token `idx`.
pub(super) fn digits(view: &TokenView<'_>, idx: usize) -> Option<Digits> {
    if let Some(part) = single_character(view.shown(idx)) {
        return Some(Digits {
            value: part,
            grouped: None,
            end: idx + 1,
            slash: false,
        });
    }
    let (value, grouped, end) = decimal_mark_first(view, idx)
        .or_else(|| spaced_groups(view, idx))
        .or_else(|| {
            let (value, grouped) = token_value(view, idx)?;
            Some((value, grouped, idx + 1))
        })?;
    if let Some((value, end)) = slash(view, value, end).or_else(|| mixed(view, value, end)) {
        return Some(Digits {
            value,
            grouped: None,
            end,
            slash: true,
        });
    }
    if let Some((value, end)) = comma(view, idx, end) {
        return Some(Digits {
            value,
            grouped: None,
            end,
            slash: false,
        });
    }
    if let Some((value, end)) = reversed(view, value, end) {
        return Some(Digits {
            value,
            grouped: None,
            end,
            slash: false,
        });
    }
    if let Some((value, end)) = power(view, value, end) {
        return Some(Digits {
            value,
            grouped: None,
            end,
            slash: false,
        });
    }
    Some(Digits {
        value,
        grouped,
        end,
        slash: false,
    })
}

/// Whether token `idx` is a minus: glued before digits, glued behind nothing.
pub(super) fn minus(view: &TokenView<'_>, idx: usize) -> bool {
    let next = view.token(idx + 1);
    let digits = next.is_some_and(|token| token.kind == TokenKind::Number && token.glued);
    let point =
        next.is_some_and(|token| token.glued) && decimal_mark_first(view, idx + 1).is_some();
    let alone = view.token(idx).is_some_and(|token| !token.glued)
        || idx
            .checked_sub(1)
            .is_some_and(|before| matches!(view.shown(before), "(" | "[" | "<" | ">" | "=" | "«"));
    alone && (digits || point) && matches!(view.shown(idx), "-" | "−" | "–")
}

/// A mark of the value alone before digits: `.77`.
fn decimal_mark_first(view: &TokenView<'_>, idx: usize) -> Option<(f64, Option<f64>, usize)> {
    let mark = view.shown(idx);
    let next = view.token(idx + 1)?;
    let glued = next.kind == TokenKind::Number && next.glued;
    let alone = view.token(idx).is_some_and(|token| !token.glued)
        || idx
            .checked_sub(1)
            .is_some_and(|before| matches!(view.shown(before), "-" | "−" | "("));
    if !(glued && alone && (mark == "." || mark.chars().eq([DECIMAL]))) {
        return None;
    }
    let folded = view.folded(idx + 1);
    if !folded.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((format!("0.{folded}").parse().ok()?, None, idx + 2))
}

/// Value of one token of digits, and its value with a full stop that groups.
fn token_value(view: &TokenView<'_>, idx: usize) -> Option<(f64, Option<f64>)> {
    let token = view.token(idx)?;
    if token.kind != TokenKind::Number {
        return None;
    }
    let folded = view.folded(idx);
    view.decimal()
        .and_then(|decimal| conventional(folded, decimal))
        .or_else(|| marked_value(folded))
}

/// Value of digits in a language with that mark before decimals: the other mark groups.
fn conventional(folded: &str, decimal: char) -> Option<(f64, Option<f64>)> {
    let (whole, part) = folded.split_once(decimal).unwrap_or((folded, ""));
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let grouped = whole.len() == first.len()
        || first.len() <= 3 && !first.starts_with('0') && groups.all(|group| group.len() == 3);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let digits: String = whole.split(['.', ',']).collect();
    if !grouped || !plain(&digits) || !plain(part) {
        return None;
    }
    Some((format!("{digits}.{part}0").parse().ok()?, None))
}

/// Value of digits with marks in them.
pub(super) fn marked_value(folded: &str) -> Option<(f64, Option<f64>)> {
    let mark_at = |c: char| !c.is_ascii_digit();
    let Some(last) = folded.rfind(mark_at) else {
        return Some((folded.parse().ok()?, None));
    };
    let mark = folded.get(last..)?.chars().next()?;
    let whole = folded.get(..last)?;
    let rest = folded.get(last + mark.len_utf8()..)?;
    let first = folded.find(mark_at)?;
    let single = first == last;
    let same = whole
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .all(|c| c == mark);
    let three = rest.len() == 3;
    let groups = !folded.starts_with('0') && first <= 3 && three && same && mark != DECIMAL;
    let joined: String = folded.chars().filter(char::is_ascii_digit).collect();
    let joined = joined.parse().ok()?;
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let decimal = format!("{whole}.{rest}").parse().ok()?;
    if GROUPING.contains(&mark) {
        return Some((joined, None));
    }
    if groups && single && mark == '.' {
        // Nobody writes out the zero that ends three decimals: 1.500 is 1500.
        let value = if rest.ends_with('0') { joined } else { decimal };
        return Some((value, Some(joined)));
    }
    Some((if groups { joined } else { decimal }, None))
}

/// Groups of three digits with one space between them: `12 000`.
fn spaced_groups(view: &TokenView<'_>, idx: usize) -> Option<(f64, Option<f64>, usize)> {
    let plain = |idx: usize| {
        let token = view.token(idx)?;
        let folded = view.folded(idx);
        let digits = folded.bytes().all(|byte| byte.is_ascii_digit());
        (token.kind == TokenKind::Number && digits).then_some((folded, token))
    };
    let (first, _) = plain(idx)?;
    if first.len() > 3 || first.starts_with('0') {
        return None;
    }
    let mut all = first.to_owned();
    let mut end = idx + 1;
    while let (Some(before), Some((group, token))) = (view.token(end - 1), plain(end)) {
        let spaces = token.span.start() - before.span.end();
        if group.len() != 3 || token.glued || spaces != 1 || end - idx > MAX_GROUPS {
            break;
        }
        all.push_str(group);
        end += 1;
    }
    // A number that goes on in groups of another length is a telephone number.
    let goes_on = view
        .token(end)
        .is_some_and(|token| token.kind == TokenKind::Number);
    if end == idx + 1 || goes_on && slash(view, 1.0, end + 1).is_none() {
        return None;
    }
    Some((all.parse().ok()?, None, end))
}

/// A part written with a slash: `3/4`. Not what goes on with another: `5/17/2018`.
fn slash(view: &TokenView<'_>, value: f64, at: usize) -> Option<(f64, usize)> {
    let is_slash = |idx: usize| {
        view.token(idx).is_some_and(|token| token.glued)
            && matches!(view.shown(idx), "/" | "\u{2044}")
    };
    if !is_slash(at) || view.token(at + 1).is_none_or(|token| !token.glued) {
        return None;
    }
    let before = at.checked_sub(2).is_some_and(is_slash);
    let (below, _) = token_value(view, at + 1)?;
    if below <= 0.0 || is_slash(at + 2) || before {
        return None;
    }
    Some((value / below, at + 2))
}

/// A whole number and a part of one: `2 1/4`, `3 ½`.
fn mixed(view: &TokenView<'_>, value: f64, at: usize) -> Option<(f64, usize)> {
    if value.fract() != 0.0 {
        return None;
    }
    if let Some(part) = single_character(view.shown(at)) {
        return Some((value + part, at + 1));
    }
    let (above, _) = token_value(view, at)?;
    let (part, end) = slash(view, above, at + 1)?;
    (part < 1.0 && !view.token(at)?.glued).then_some((value + part, end))
}

/// A comma that parts words too, before decimals: «15،6 بالمئة». A unit or multiplier must
/// follow; else two numbers stand there.
fn comma(view: &TokenView<'_>, idx: usize, at: usize) -> Option<(f64, usize)> {
    let glued = |idx: usize| view.token(idx).is_some_and(|token| token.glued);
    let mark = view.shown(at).chars().next()?;
    if at != idx + 1 || !GROUPING.contains(&mark) || !glued(at) || !glued(at + 1) {
        return None;
    }
    token_value(view, at + 1)?;
    let unit = |class| {
        matches!(
            class,
            TermClass::Measure { .. }
                | TermClass::Currency { .. }
                | TermClass::NumberWord {
                    kind: NumberWordKind::Multiplier | NumberWordKind::MultiplierPlural,
                    ..
                }
        )
    };
    let follows = view
        .terms_at(at + 2)
        .any(|(found, term)| found.at_start && unit(term.class));
    let value = format!("{}.{}", view.folded(idx), view.folded(at + 1));
    Some((value.parse().ok().filter(|_| follows)?, at + 2))
}

/// Decimals, a letter, the number they belong to, as agencies of the Gulf print them: «5ر2» is
/// two and a half.
fn reversed(view: &TokenView<'_>, decimals: f64, at: usize) -> Option<(f64, usize)> {
    let glued = |idx: usize| view.token(idx).is_some_and(|token| token.glued);
    if !glued(at) || !glued(at + 1) || decimals.fract() != 0.0 || at == 0 {
        return None;
    }
    number_word(view, at, |kind| kind == NumberWordKind::ReversedPoint)?;
    let (whole, _) = token_value(view, at + 1)?;
    let decimals = view.folded(at - 1);
    let value = format!("{whole}.{decimals}").parse().ok()?;
    Some((value, at + 2))
}

/// `1e10`, `2^-1`: what stands before is raised or scaled.
fn power(view: &TokenView<'_>, value: f64, at: usize) -> Option<(f64, usize)> {
    let glued = |idx: usize| view.token(idx).is_some_and(|token| token.glued);
    let sign = view.folded(at);
    if !glued(at) || !glued(at + 1) || !matches!(sign, "e" | "^") {
        return None;
    }
    let (negative, idx) = match view.shown(at + 1) {
        "-" => (true, at + 2),
        "+" => (false, at + 2),
        _ => (false, at + 1),
    };
    let (exponent, _) = token_value(view, idx).filter(|_| glued(idx))?;
    if exponent > MAX_POWER {
        return None;
    }
    let exponent = if negative { -exponent } else { exponent };
    let value = match sign {
        "e" => value * 10_f64.powf(exponent),
        _ => value.powf(exponent),
    };
    Some((value, idx + 1))
}

/// A part of one in one character.
fn single_character(shown: &str) -> Option<f64> {
    let (above, below) = match shown {
        "½" => (1.0, 2.0),
        "⅓" => (1.0, 3.0),
        "⅔" => (2.0, 3.0),
        "¼" => (1.0, 4.0),
        "¾" => (3.0, 4.0),
        "⅕" => (1.0, 5.0),
        "⅛" => (1.0, 8.0),
        "⅜" => (3.0, 8.0),
        "⅝" => (5.0, 8.0),
        "⅞" => (7.0, 8.0),
        _ => return None,
    };
    Some(above / below)
}
