//! Numbers that are no quantities: years, codes, scores, numbers of pages and telephones.

use super::bounds;
use super::context::Context;
use super::measured::Measured;
use crate::article::Unit;
use crate::lang::{DateWord, NounForm, QuantityRole, TermClass};
use crate::pipeline::expressions::numerals::{Numeral, NumeralForm, NumeralKind};
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::Tokens;

/// Years that articles speak of.
const YEARS: std::ops::RangeInclusive<f64> = 1800.0..=2100.0;
/// Years of which two stand with a dash between them, the Hijri calendar's too.
const SPAN_YEARS: std::ops::RangeInclusive<f64> = 1000.0..=2100.0;
/// Digits from which on a number without marks and unit is that of a telephone or a document.
const LONG: usize = 8;
/// Largest denominator of a part of one that is written with a slash.
const SLASH: f64 = 5.0;

/// Whether the number of `found` says nothing of how many or how much. `alone`: no word before
/// it says that it does.
pub(super) fn is_no_quantity(
    context: &Context<'_>,
    zone: &Tokens,
    found: &Measured,
    alone: bool,
) -> bool {
    let Some(numeral) = &found.numeral else {
        return false;
    };
    let bare = found.unit.is_none();
    let digits = numeral.form == NumeralForm::Digits;
    let counted = found.unit.as_ref();
    if is_inside_code(context, found) {
        return true;
    }
    if numeral.form == NumeralForm::Slash && !is_part(numeral, bare) {
        return true;
    }
    if numeral.kind == NumeralKind::Fraction && numeral.definite {
        return true;
    }
    if !alone {
        return false;
    }
    let one = numeral.form == NumeralForm::Words && numeral.value < 3.0;
    if one && bare && is_behind_time(context, zone, found) {
        return true;
    }
    if digits && bare && is_labelled(context, zone, found) {
        return true;
    }
    if digits && (is_list_mark(context, zone, found) || bare && is_document(context, numeral)) {
        return true;
    }
    if digits && is_year(found) {
        let noun = counted.is_some_and(|unit| matches!(unit.unit, Unit::CountedNoun(_)));
        return bare || noun && !agrees(context, found);
    }
    false
}

/// Whether a number is written as years are.
pub(super) fn is_year(found: &Measured) -> bool {
    written_as_year(found, &YEARS)
}

/// Whether both numbers of a range without a unit are years: 1889-1988.
pub(super) fn are_years(first: &Measured, second: &Measured, dash: bool) -> bool {
    let years = if dash { &SPAN_YEARS } else { &YEARS };
    written_as_year(first, years) && written_as_year(second, years)
}

fn written_as_year(found: &Measured, years: &std::ops::RangeInclusive<f64>) -> bool {
    found.numeral.as_ref().is_some_and(|numeral| {
        numeral.form == NumeralForm::Digits
            && years.contains(&numeral.value)
            && numeral.tokens.len() == 1
            && numeral.grouped.is_none()
    })
}

/// Whether the noun behind what could be a year shows that it is counted: an accusative, or
/// what only hundreds stand before.
fn agrees(context: &Context<'_>, found: &Measured) -> bool {
    let last = found.tokens.end.saturating_sub(1);
    let nouns = context.view.nouns();
    let folded = context.view.folded(last);
    let mut accusative = nouns.without_ending(folded, NounForm::Accusative);
    accusative.any(|(stem, _)| nouns.singular(stem).is_some()) || nouns.singular(folded).is_some()
}

/// Whether letters or marks that make names and codes are written onto the number: F-16,
/// كوفيد-19, 10:30, 3D.
fn is_inside_code(context: &Context<'_>, found: &Measured) -> bool {
    let view = context.view;
    let first = found.tokens.start;
    let before = first.checked_sub(1).filter(|_| context.glued(first));
    let latin = |idx: usize| view.is_word(idx) && view.shown(idx).is_ascii();
    let is_digits = |idx: usize| {
        view.token(idx)
            .is_some_and(|token| token.kind == TokenKind::Number)
    };
    if first
        .checked_sub(1)
        .is_some_and(|before| context.is_mark(before, &["/"]))
    {
        return true;
    }
    if let Some(before) = before {
        let inner = before.checked_sub(1).filter(|_| context.glued(before));
        let joins = context.is_mark(before, &["-", "–", "_", "#", "@", "+", "&", "=", "\\"]);
        let clock = context.is_mark(before, &[":", ".", "،", ","]) && inner.is_some_and(is_digits);
        let escaped = context.is_mark(before, &["%"]) && context.glued(before);
        // «ב-5.2%»: a preposition with a hyphen.
        let preposition = inner.is_some_and(|inner| {
            view.in_placed_language()
                && !view.shown(inner).is_ascii()
                && view.folded(inner).chars().nth(2).is_none()
                && view.is_word(inner)
        });
        if latin(before) || joins && !preposition || clock || escaped {
            return true;
        }
    }
    let behind = found.tokens.end;
    if !context.glued(behind) {
        return false;
    }
    // «12ª», «53-Jährige», «13. Zusatzartikel»: an ordinal, or part of a word.
    if view.in_placed_language() && found.unit.is_none() {
        let hyphen = context.is_mark(behind, &["-", "‑"]) && context.glued(behind + 1);
        if view.is_word(behind) || hyphen && view.has_letters(behind + 1) {
            return true;
        }
        let dot = context.is_mark(behind, &["."]) && view.is_word(behind + 1);
        let digits = found.numeral.as_ref().is_some_and(|numeral| {
            numeral.form == NumeralForm::Digits
                && numeral.value < 100.0
                && numeral.value.fract() == 0.0
        });
        if dot && digits {
            return true;
        }
    }
    let more = context.glued(behind + 1) && view.has_letters(behind + 1);
    latin(behind)
        || more && context.is_mark(behind, &["/", ":", "_", "@"])
        || more
            && context.is_mark(behind, &[".", "-"])
            && (is_digits(behind + 1) || latin(behind + 1))
}

/// A part of one with a slash, not a date or a pair.
fn is_part(numeral: &Numeral, bare: bool) -> bool {
    let whole = numeral.value.trunc();
    let part = numeral.value - whole;
    let small = (2..=5_u8).map(f64::from).any(|below| {
        let above = part * below;
        below <= SLASH && (above - above.round()).abs() < 1e-9 && above > 0.0
    });
    small && (numeral.value < 1.0 || whole >= 1.0) && (!bare || numeral.value < 1.0)
}

/// Behind a word that numbers name things with: المادة 5, عام 2014, الساعة 8.
fn is_labelled(context: &Context<'_>, zone: &Tokens, found: &Measured) -> bool {
    let first = found.tokens.start;
    let Some(mut before) = first.checked_sub(1).filter(|&before| before >= zone.start) else {
        return false;
    };
    // «دور الـ16»: the article is a token where digits follow.
    let articles = &context.view.packs.places.articles;
    if context.glued(first)
        && articles
            .iter()
            .any(|word| word == context.view.folded(before))
        && let Some(earlier) = before.checked_sub(1).filter(|&idx| idx >= zone.start)
    {
        before = earlier;
    }
    if context.is_mark(before, &[":", "(", "."])
        && let Some(earlier) = before.checked_sub(1).filter(|&idx| idx >= zone.start)
    {
        before = earlier;
    }
    let label = bounds::word(context, before, |role| role == QuantityRole::Label);
    label.is_some_and(|(_, end, _)| end == before + 1) || is_time(context, before)
}

/// «عام واحد», «يومين اثنين»: the unit of time stands before its number.
fn is_behind_time(context: &Context<'_>, zone: &Tokens, found: &Measured) -> bool {
    let before = found.tokens.start.checked_sub(1);
    before
        .filter(|&before| before >= zone.start)
        .is_some_and(|before| is_time(context, before))
}

fn is_time(context: &Context<'_>, idx: usize) -> bool {
    let unit = |class| {
        matches!(
            class,
            TermClass::TimeUnit { .. } | TermClass::Month { .. } | TermClass::Weekday(_)
        )
        .then_some(())
    };
    let time = context.view.term(idx, unit);
    time.is_some_and(|((), end)| end == idx + 1)
}

/// The number of an item of a list, or of a note: «1. », «[2]».
fn is_list_mark(context: &Context<'_>, zone: &Tokens, found: &Measured) -> bool {
    let first = found.tokens.start;
    let numeral_end = found
        .numeral
        .as_ref()
        .map_or(found.tokens.end, |numeral| numeral.tokens.end);
    let closes = context.is_mark(numeral_end, &[")", ".", "-", "–", "]", "/"]);
    let opens = first
        .checked_sub(1)
        .is_some_and(|before| context.is_mark(before, &["["]));
    opens && closes || first == zone.start && closes && found.unit.is_none()
}

/// Digits that begin with a zero, or too many for a number that is not grouped.
fn is_document(context: &Context<'_>, numeral: &Numeral) -> bool {
    let folded = context.view.folded(numeral.tokens.start);
    let plain = folded.bytes().all(|byte| byte.is_ascii_digit());
    // 07,00 is a clock time; 0,5 is a number.
    let leading = folded
        .strip_prefix('0')
        .is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    let zone = |class| {
        matches!(
            class,
            TermClass::Zone(_) | TermClass::DateWord(DateWord::ZoneLead | DateWord::Hour)
        )
        .then_some(())
    };
    let clock = context.view.term(numeral.tokens.end, zone).is_some();
    leading || clock || plain && folded.len() >= LONG && numeral.tokens.len() == 1
}
