//! Places in an order: الجولة الثالثة, ثاني دولة, القرار العشرون, للمرة الأولى.

use super::context::Context;
use super::noun::shown;
use super::{Found, Step};
use crate::article::{Amount, QuantityKind, Unit};
use crate::lang::{NumberWordKind, QuantityRole, TermClass};
use crate::pipeline::expressions::numerals::{
    Numeral, NumeralForm, NumeralKind, number_word, numeral_at,
};
use crate::pipeline::tokens::Tokens;

const BEHIND_NOUN: f32 = 0.9;
const BEFORE_NOUN: f32 = 0.8;

/// The place in an order at token `idx`, with the noun before or behind it.
pub(super) fn ordinal(
    context: &Context<'_>,
    zone: &Tokens,
    idx: usize,
    least: usize,
) -> Option<Step> {
    let words = number_word(context.view, idx, |kind| {
        matches!(
            kind,
            NumberWordKind::Ordinal
                | NumberWordKind::OrdinalBeforeTen
                | NumberWordKind::Cardinal
                | NumberWordKind::Ten
                | NumberWordKind::BeforeTen
                | NumberWordKind::Multiplier
        )
    });
    words?;
    let numeral = numeral_at(context.view, idx).filter(|found| found.tokens.end <= zone.end)?;
    let cardinal = numeral.kind == NumeralKind::Cardinal;
    if numeral.kind == NumeralKind::Fraction
        || cardinal && !(numeral.definite && numeral.form == NumeralForm::Words)
    {
        return None;
    }
    // Places in an order are told from counts by the article of Arabic.
    if context.view.in_placed_language() {
        return (!cardinal).then_some(Step::Skip(numeral.tokens.end));
    }
    if numeral.definite
        && numeral.clitic == 0
        && let Some(step) = behind_noun(context, idx, least, &numeral)
    {
        return Some(step);
    }
    if cardinal {
        return None;
    }
    if !numeral.definite
        && let Some(found) = before_noun(context, zone, &numeral)
    {
        return Some(Step::Found(found));
    }
    if context.arithmetic() {
        return None;
    }
    // A name or a date has one too: كانون الثاني, فؤاد الأول.
    Some(Step::Skip(numeral.tokens.end))
}

/// «الجولة الثالثة»: the noun and an adjective of it stand before, both definite.
fn behind_noun(context: &Context<'_>, idx: usize, least: usize, numeral: &Numeral) -> Option<Step> {
    let mut at = idx.checked_sub(1).filter(|&at| at >= least)?;
    let mut noun = context.definite(at)?;
    let adjective = context.is(at, |class| matches!(class, TermClass::Nationality { .. }))
        || context.view.nouns().is_adjective(&noun.0);
    if adjective
        && let Some(before) = at.checked_sub(1).filter(|&before| before >= least)
        && let Some(head) = context.definite(before)
    {
        at = before;
        noun = head;
    }
    let (bare, clitic) = noun;
    if is_time(context, at, &bare) {
        return Some(Step::Skip(numeral.tokens.end));
    }
    let nouns = context.view.nouns();
    let plural = nouns.of_plural(&bare);
    let cardinal = numeral.kind == NumeralKind::Cardinal;
    // «الدول الخمس» are five; «السؤال العشرون» is the twentieth.
    let kind = match (cardinal, plural) {
        (true, Some(_)) => QuantityKind::Cardinal,
        (true, None) if numeral.value <= 10.0 => return None,
        _ => QuantityKind::Ordinal,
    };
    let fold = |text: &str| context.view.packs.fold.fold(text);
    let noun = without_article(context, at, &bare);
    // «التقييم الأولي» is no first one: only the last letter as written tells them apart.
    if !nouns.is_singular_ending(&noun) && other_last_letter(context, idx) {
        return Some(Step::Skip(numeral.tokens.end));
    }
    let singular = plural
        .or_else(|| nouns.of_dual(&bare, fold))
        .map_or(noun, str::to_owned);
    Some(Step::Found(found(
        at..numeral.tokens.end,
        clitic,
        (kind, numeral.value),
        Some(singular),
        BEHIND_NOUN,
    )))
}

/// Whether the ordinal of one token ends in another letter than its term, though both fold to
/// the same.
fn other_last_letter(context: &Context<'_>, idx: usize) -> bool {
    let word = shown(context, idx);
    context.view.terms_at(idx).any(|(found, term)| {
        let ordinal = matches!(
            term.class,
            TermClass::NumberWord {
                kind: NumberWordKind::Ordinal,
                ..
            }
        );
        ordinal
            && found.end as usize == idx + 1
            && context.definite(idx).is_some()
            && term.text.chars().last() != word.chars().last()
            && context.view.nouns().is_adjective(context.view.folded(idx))
    })
}

/// «ثاني دولة», «أول رئيس», «ثالث أكبر اقتصاد»: the noun behind is not definite.
fn before_noun(context: &Context<'_>, zone: &Tokens, numeral: &Numeral) -> Option<Found> {
    let at = numeral.tokens.end;
    if at >= zone.end || !context.view.is_word(at) || context.is_name(at) {
        return None;
    }
    let nouns = context.view.nouns();
    let folded = context.view.folded(at);
    if context.is(at, |class| matches!(class, TermClass::TimeUnit { .. })) {
        return None;
    }
    let singular = nouns.singular(folded).map(str::to_owned);
    let feminine =
        || nouns.is_singular_ending(&shown(context, at)) && context.definite(at).is_none();
    let unit = singular.or_else(|| feminine().then(|| shown(context, at)))?;
    let first = numeral.tokens.start;
    Some(found(
        first..at + 1,
        numeral.clitic,
        (QuantityKind::Ordinal, numeral.value),
        Some(unit),
        BEFORE_NOUN,
    ))
}

fn found(
    tokens: Tokens,
    clitic: u32,
    (kind, value): (QuantityKind, f64),
    noun: Option<String>,
    confidence: f32,
) -> Found {
    Found {
        tokens,
        clitic,
        kind,
        amount: Amount::Value(value),
        approximate: false,
        people: false,
        unit: noun.map(Unit::CountedNoun),
        casualty: None,
        confidence,
        rule: "quantities/ordinal",
        weak: false,
    }
}

/// Whether the noun is of time, which times own: اليوم الثالث, الربع الأول.
fn is_time(context: &Context<'_>, at: usize, bare: &str) -> bool {
    let time = |class: TermClass| {
        matches!(
            class,
            TermClass::TimeUnit { .. }
                | TermClass::Weekday(_)
                | TermClass::Month { .. }
                | TermClass::DayPart(_)
                | TermClass::NumberWord { .. }
                | TermClass::QuantityWord(QuantityRole::Time)
        )
    };
    context.view.packs.lexicon.classes_of(bare).any(time) || context.is(at, time)
}

/// The word as shown, without its article and what stands before it.
fn without_article(context: &Context<'_>, at: usize, bare: &str) -> String {
    let word = shown(context, at);
    let extra = word.chars().count().saturating_sub(bare.chars().count());
    word.chars().skip(extra).collect()
}
