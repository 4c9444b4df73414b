//! Words and digits → a number, by magnitude.
//!
//! A number is a row of groups, each smaller than the multiplier of the one before: «مليون
//! ومئتا ألف وثلاثون». A group is a number below a thousand with multipliers behind it: «مئة
//! وثلاثة وعشرون ألفاً».

use super::digits::digits;
use super::words::{Front, NumberWord, after_and, word};
use super::{Numeral, NumeralForm, NumeralKind, fraction};
use crate::lang::{NumberWordKind, TermClass};
use crate::pipeline::tokens::TokenView;

/// Groups of a number.
const MAX_GROUPS: usize = 8;
/// Multipliers of a group: مئة ألف مليار.
const MAX_MULTIPLIERS: usize = 3;
/// Multipliers from here on close a group: hundreds are part of the number before them.
const GROUP_SCALE: f64 = 1000.0;

/// Part of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Group {
    value: f64,
    grouped: Option<f64>,
    /// Product of its multipliers.
    scale: f64,
    end: usize,
    definite: bool,
    clitic: u32,
    form: NumeralForm,
}

/// The number at token `idx`: its groups and the part of one behind them.
pub(super) fn number(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Numeral> {
    let first = group(view, idx, front)?;
    let mut value = first.value;
    let mut last = first;
    let mut form = first.form;
    for _ in 0..MAX_GROUPS {
        let Some(next) = next_group(view, &last) else {
            break;
        };
        value += next.value;
        form = together(form, next.form);
        last = next;
    }
    let mut numeral = Numeral {
        tokens: idx..last.end,
        clitic: first.clitic,
        value,
        kind: NumeralKind::Cardinal,
        form,
        definite: first.definite,
        grouped: first.grouped.filter(|_| last == first),
        scale: last.scale,
    };
    if form != NumeralForm::Slash {
        fraction::add_part(view, &mut numeral);
    }
    Some(numeral)
}

/// The group behind `last`, smaller than its multiplier. In words the conjunction may be left
/// out, as in speech: ألف خمسمئة.
fn next_group(view: &TokenView<'_>, last: &Group) -> Option<Group> {
    if last.scale < GROUP_SCALE {
        return None;
    }
    let (idx, front) = after_and(view, last.end);
    // «€3.5 billion and 200 million» are two; «two million and five» is one.
    let attached = &view.packs.attached_conjunctions;
    let own_word = idx > last.end && !attached.iter().any(|word| word == view.folded(last.end));
    let joined = if idx == last.end && front == Front::And {
        group(view, idx, front)
    } else {
        group(view, idx, front)
            .filter(|next| idx > last.end && !(own_word && next.form != NumeralForm::Words))
    };
    let loose = || {
        let words = |group: &Group| group.form == NumeralForm::Words;
        group(view, last.end, Front::Nothing)
            .filter(words)
            .filter(|_| words(last))
    };
    joined
        .or_else(loose)
        .filter(|next| next.value < last.scale && next.scale < last.scale)
        .filter(|next| next.value.fract() == 0.0 && next.value > 0.0)
}

fn together(a: NumeralForm, b: NumeralForm) -> NumeralForm {
    if a == b { a } else { NumeralForm::Mixed }
}

/// A number below a thousand with its multipliers, or a multiplier alone.
fn group(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Group> {
    let mut found = in_digits(view, idx, front)
        .or_else(|| below_thousand(view, idx, front))
        .or_else(|| multiplier_alone(view, idx, front))?;
    if found.form != NumeralForm::Slash {
        decimals(view, &mut found);
    }
    for _ in 0..MAX_MULTIPLIERS {
        let at = found.end + usize::from(hyphen(view, found.end));
        let Some(multiplier) = multiplier(view, at) else {
            break;
        };
        if multiplier.value < GROUP_SCALE && (found.scale > 1.0 || hundreds(&found)) {
            break;
        }
        found.value *= multiplier.value;
        found.grouped = found.grouped.map(|value| value * multiplier.value);
        found.scale *= multiplier.value;
        found.end = multiplier.end;
        found.form = together(found.form, NumeralForm::Words);
    }
    // A hundred in words ends no group: «ثلاث مئة» is as much a number as «ثلاثمئة».
    if found.scale < GROUP_SCALE && found.form == NumeralForm::Mixed {
        add_below(view, &mut found);
    }
    Some(found)
}

/// Words that have their hundreds already.
fn hundreds(found: &Group) -> bool {
    found.form == NumeralForm::Words && found.value >= 100.0
}

/// A multiplier behind a number.
fn multiplier(view: &TokenView<'_>, at: usize) -> Option<NumberWord> {
    word(view, at, Front::Nothing, |kind| {
        matches!(
            kind,
            NumberWordKind::Multiplier
                | NumberWordKind::MultiplierAccusative
                | NumberWordKind::MultiplierPlural
        )
    })
}

fn multiplier_alone(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Group> {
    let found = word(view, idx, front, |kind| {
        matches!(
            kind,
            NumberWordKind::Multiplier | NumberWordKind::MultiplierAccusative
        )
    })?;
    let two = found.kind == NumberWordKind::MultiplierAccusative && is_dual(view, &found);
    Some(Group {
        value: if two { found.value * 2.0 } else { found.value },
        grouped: None,
        scale: found.value,
        end: found.end,
        definite: found.front.article,
        clitic: found.front.bytes,
        form: NumeralForm::Words,
    })
}

/// Whether a multiplier that ends as accusatives and duals do is a dual: «ألفا جندي», not
/// «ألفاً» with its mark or «ألفا ومئتين».
fn is_dual(view: &TokenView<'_>, found: &NumberWord) -> bool {
    let last = found.end.saturating_sub(1);
    // Marks are what matching drops: that of the accusative is the one that writers set.
    let marked = view.shown(last).chars().count() > view.folded(last).chars().count();
    let (next, _) = after_and(view, found.end);
    let small = |class| matches!(class, TermClass::FunctionWord).then_some(());
    let joined = next > found.end || next_is_joined(view, found.end);
    !marked && view.is_word(found.end) && !joined && view.term(found.end, small).is_none()
}

/// Whether a number behind a conjunction stands at `at`.
fn next_is_joined(view: &TokenView<'_>, at: usize) -> bool {
    word(view, at, Front::And, |_| true).is_some()
}

/// Digits stand behind a conjunction only where it is a token by itself.
fn in_digits(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Group> {
    if matches!(front, Front::And | Front::Nothing) {
        return None;
    }
    let found = digits(view, idx)?;
    Some(Group {
        value: found.value,
        grouped: found.grouped,
        scale: 1.0,
        end: found.end,
        definite: false,
        clitic: 0,
        form: if found.slash {
            NumeralForm::Slash
        } else {
            NumeralForm::Digits
        },
    })
}

/// Decimals behind the name of their mark: واحد فاصلة خمسة.
fn decimals(view: &TokenView<'_>, found: &mut Group) {
    let point = word(view, found.end, Front::Nothing, |kind| {
        kind == NumberWordKind::Point
    });
    let Some(point) = point else { return };
    let part = in_digits(view, point.end, Front::Bare)
        .or_else(|| below_thousand(view, point.end, Front::Nothing));
    let Some(part) = part.filter(|part| part.value.fract() == 0.0 && part.value >= 0.0) else {
        return;
    };
    let n_digits = if part.form == NumeralForm::Digits {
        view.folded(point.end).len().to_string()
    } else {
        part.value.to_string().len().to_string()
    };
    let n_digits: f64 = n_digits.parse().unwrap_or(1.0);
    found.value += part.value / 10_f64.powf(n_digits);
    found.end = part.end;
}

/// Hundreds, tens and ones in words: مئة وثلاثة وعشرون.
fn below_thousand(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Group> {
    let first = simple(view, idx, front)?;
    let mut found = Group {
        value: first.value,
        grouped: None,
        scale: if first.value >= GROUP_SCALE {
            first.value / 2.0
        } else {
            1.0
        },
        end: first.end,
        definite: first.definite,
        clitic: first.clitic,
        form: NumeralForm::Words,
    };
    add_below(view, &mut found);
    Some(found)
}

/// Adds what goes on below the hundreds, or the tens behind ones.
fn add_below(view: &TokenView<'_>, found: &mut Group) {
    let open = (100.0..GROUP_SCALE).contains(&found.value) || found.form == NumeralForm::Mixed;
    if open && found.value % 100.0 == 0.0 {
        let (idx, front) = after_and(view, found.end);
        let next = simple(view, idx, front)
            .or_else(|| digits_below(view, idx, front))
            .or_else(|| simple(view, found.end, Front::Nothing))
            .filter(|next| next.value < 100.0 && next.value > 0.0)
            .filter(|next| !fraction::plural_follows(view, next.end));
        let Some(next) = next else { return };
        found.value += next.value;
        found.end = next.end;
        if next.value < 10.0 {
            add_tens(view, found);
        }
    } else if found.value < 10.0 {
        add_tens(view, found);
    }
}

/// Two digits behind hundreds of which one part is in words: «3 مئة و21».
fn digits_below(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Simple> {
    let found = in_digits(view, idx, front)?;
    (found.value.fract() == 0.0 && found.form == NumeralForm::Digits).then_some(Simple {
        value: found.value,
        end: found.end,
        definite: false,
        clitic: 0,
    })
}

/// Adds the tens behind ones: خمسة وعشرون.
fn add_tens(view: &TokenView<'_>, found: &mut Group) {
    if let Some(tens) = tens(view, found.end) {
        found.value += tens.value;
        found.end = tens.end;
    }
}

/// The tens behind ones and a conjunction: وعشرون.
pub(super) fn tens(view: &TokenView<'_>, at: usize) -> Option<NumberWord> {
    let (idx, front) = after_and(view, at);
    word(view, idx, front, |kind| kind == NumberWordKind::Cardinal)
        .filter(|word| (20.0..100.0).contains(&word.value))
}

/// A number of one part: ثلاثة, ثلاثة عشر, ثلاثون, ثلاثمئة, ثلاث مئة.
#[derive(Debug, Clone, Copy)]
struct Simple {
    value: f64,
    end: usize,
    definite: bool,
    clitic: u32,
}

fn simple(view: &TokenView<'_>, idx: usize, front: Front) -> Option<Simple> {
    let first = word(view, idx, front, |kind| {
        matches!(
            kind,
            NumberWordKind::Cardinal
                | NumberWordKind::Tens
                | NumberWordKind::Ten
                | NumberWordKind::BeforeTen
        )
    });
    let first = first.or_else(|| {
        word(view, idx, front, |kind| kind == NumberWordKind::Multiplier)
            .filter(|word| word.value < GROUP_SCALE && word.value >= 100.0)
    })?;
    let ones = first.value < 10.0 && first.value > 0.0;
    let simple = |value, end| Simple {
        value,
        end,
        definite: first.front.article,
        clitic: first.front.bytes,
    };
    if first.kind == NumberWordKind::Tens
        && let Some(ones) = ones_behind(view, first.end)
    {
        return Some(simple(first.value + ones.value, ones.end));
    }
    if ones && let Some(ten) = ten(view, first.end) {
        return Some(simple(first.value + ten.value, ten.end));
    }
    if first.kind == NumberWordKind::BeforeTen {
        return None;
    }
    let hundred = multiplier(view, first.end).filter(|word| word.value < GROUP_SCALE);
    if ones && let Some(hundred) = hundred.filter(|word| word.value >= 100.0) {
        return Some(simple(first.value * hundred.value, hundred.end));
    }
    Some(simple(first.value, first.end))
}

/// Whether a hyphen stands between two words of a number: «twenty-five», «$5-billion».
fn hyphen(view: &TokenView<'_>, at: usize) -> bool {
    let glued = |idx: usize| view.token(idx).is_some_and(|token| token.glued);
    view.in_placed_language() && view.shown(at) == "-" && glued(at) && glued(at + 1)
}

/// The ones behind a ten: «twenty-five», «treinta y cinco», «yirmi beş», «עשרים וחמישה».
fn ones_behind(view: &TokenView<'_>, at: usize) -> Option<NumberWord> {
    let ones = |at: usize, front: Front| {
        word(view, at, front, |kind| kind == NumberWordKind::Cardinal)
            .filter(|word| (1.0..10.0).contains(&word.value))
    };
    if hyphen(view, at) {
        return ones(at + 1, Front::Nothing);
    }
    let (idx, front) = after_and(view, at);
    ones(idx, front).or_else(|| ones(at, Front::Nothing))
}

/// The ten behind the ones of 11 to 19.
pub(super) fn ten(view: &TokenView<'_>, at: usize) -> Option<NumberWord> {
    word(view, at, Front::Nothing, |kind| kind == NumberWordKind::Ten)
}
