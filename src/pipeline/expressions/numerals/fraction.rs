//! Parts of one: نصف, ثلاثة أرباع, ربع مليون, مليونان ونصف المليون, ثلاثة إلا ربعاً.

use super::words::{Front, NumberWord, after_and, word};
use super::{Numeral, NumeralForm, NumeralKind, compose};
use crate::lang::NumberWordKind;
use crate::pipeline::tokens::TokenView;

/// Below this, a number in words before a part in the singular is no count of parts.
const MANY: f64 = 11.0;

/// The part of one at token `idx`; `number` is the number that is there.
pub(super) fn fraction(
    view: &TokenView<'_>,
    idx: usize,
    number: Option<&Numeral>,
) -> Option<Numeral> {
    if let Some(counted) = number.and_then(|number| counted(view, number)) {
        return Some(counted);
    }
    let part = part_word(view, idx, Front::Any).filter(|part| part.value > 0.0)?;
    let cardinal = number.is_some_and(|number| number.tokens.end > idx);
    // خمس is five of something, unless the whole is definite: خمس السكان.
    if cardinal && !definite_follows(view, part.end) {
        return None;
    }
    let (scale, end) = scale(view, part.end).unwrap_or((1.0, part.end));
    let mut numeral = Numeral {
        tokens: idx..end,
        clitic: part.front.bytes,
        value: part.value / part.per * scale,
        kind: if scale > 1.0 {
            NumeralKind::Cardinal
        } else {
            NumeralKind::Fraction
        },
        form: NumeralForm::Words,
        definite: part.front.article,
        grouped: None,
        scale,
    };
    if scale < 2.0 {
        except(view, &mut numeral);
    }
    Some(numeral)
}

/// A count of parts: ثلاثة أرباع; of many, in the singular too.
fn counted(view: &TokenView<'_>, number: &Numeral) -> Option<Numeral> {
    let part = part_word(view, number.tokens.end, Front::Nothing)?;
    let words = number.form == NumeralForm::Words && number.value >= MANY;
    let plural = part.value < 1.0;
    let singular = !plural && part.value < 2.0;
    if !(plural || words && singular) || number.kind != NumeralKind::Cardinal {
        return None;
    }
    let (scale, end) = scale(view, part.end).unwrap_or((1.0, part.end));
    Some(Numeral {
        tokens: number.tokens.start..end,
        value: number.value / part.per * scale,
        kind: if scale > 1.0 {
            NumeralKind::Cardinal
        } else {
            NumeralKind::Fraction
        },
        grouped: None,
        scale,
        ..number.clone()
    })
}

/// Adds the part that stands behind a number and a conjunction, or takes off the one behind an
/// exception. Of three million and a half, the half is half a million.
pub(super) fn add_part(view: &TokenView<'_>, numeral: &mut Numeral) {
    let (idx, front) = after_and(view, numeral.tokens.end);
    let part = part_word(view, idx, front)
        .filter(|part| part.value > 0.0 && !part.front.article)
        .map(|part| (part.value / part.per, part.end));
    let Some((part, end)) = part.or_else(|| counted_part(view, idx, front)) else {
        except(view, numeral);
        return;
    };
    let (scale, end) = scale(view, end).unwrap_or((numeral.scale, end));
    numeral.value += part * scale;
    numeral.tokens.end = end;
    numeral.grouped = None;
}

/// Ones and a plural of parts: «وثلاثة أرباع».
fn counted_part(view: &TokenView<'_>, idx: usize, front: Front) -> Option<(f64, usize)> {
    let ones = word(view, idx, front, |kind| kind == NumberWordKind::Cardinal)
        .filter(|word| word.value < 10.0)?;
    let part = part_word(view, ones.end, Front::Nothing).filter(|part| part.value == 0.0)?;
    Some((ones.value / part.per, part.end))
}

/// Takes off the part behind an exception: إلا ربعاً.
fn except(view: &TokenView<'_>, numeral: &mut Numeral) {
    let except = word(view, numeral.tokens.end, Front::Nothing, |kind| {
        kind == NumberWordKind::Except
    });
    let part = except
        .and_then(|except| part_word(view, except.end, Front::Nothing))
        .filter(|part| part.value > 0.0);
    if let Some(part) = part {
        numeral.value -= part.value / part.per * numeral.scale;
        numeral.tokens.end = part.end;
    }
}

/// The multiplier of which a part is meant: «نصف مليون», «نصف المليون».
fn scale(view: &TokenView<'_>, at: usize) -> Option<(f64, usize)> {
    let found = word(view, at, Front::Bare, |kind| {
        kind == NumberWordKind::Multiplier
    })?;
    Some((found.value, found.end))
}

fn part_word(view: &TokenView<'_>, idx: usize, front: Front) -> Option<NumberWord> {
    word(view, idx, front, |kind| kind == NumberWordKind::Fraction)
}

/// Whether a plural of parts follows, which takes the number before it for itself.
pub(super) fn plural_follows(view: &TokenView<'_>, at: usize) -> bool {
    part_word(view, at, Front::Nothing).is_some_and(|part| part.value == 0.0)
}

/// Whether a word with the definite article follows that is no number.
pub(super) fn definite_follows(view: &TokenView<'_>, at: usize) -> bool {
    view.is_word(at)
        && view
            .packs
            .clitics
            .without_article(view.folded(at))
            .is_some()
        && compose::number(view, at, Front::Any).is_none()
}
