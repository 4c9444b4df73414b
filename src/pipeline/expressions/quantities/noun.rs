//! Counted nouns: what a number says about the noun behind it.
//!
//! Three to ten stand before a plural («خمسة أشخاص»), 11 to 99 before a singular in the
//! accusative («عشرون شخصاً»), hundreds and more before a singular («مئة شخص»). What does not
//! agree is not counted: «عام 2019 قالت».

use crate::article::Unit;
use crate::lang::{NounForm, QuantityRole, TermClass};

use super::bounds;
use super::context::Context;
use super::unit::Counted;
use crate::pipeline::expressions::numerals::{Numeral, NumeralForm, NumeralKind, number_word};

/// Confidences: a listed noun, one whose ending agrees, one that nothing speaks against.
const LISTED: f32 = 0.95;
const AGREES: f32 = 0.85;
const FITS: f32 = 0.65;
/// Letters of a noun whose ending is taken off.
const MIN_LETTERS: usize = 4;

/// Which form of a noun a number asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Plural,
    Accusative,
    Genitive,
    /// The noun stands before the number.
    Nothing,
}

/// The noun at token `at` that `numeral` counts.
pub(super) fn counted(
    context: &Context<'_>,
    at: usize,
    end: usize,
    numeral: &Numeral,
) -> Option<Counted> {
    if context.view.in_placed_language() {
        return plain(context, at, end, numeral);
    }
    if numeral.definite && !context.arithmetic() {
        return None;
    }
    // «واحد من المسؤولين» says which kind, not how many.
    if numeral.value > 1.0
        && let Some(found) = partitive(context, at, end)
    {
        return Some(found);
    }
    if !is_noun(context, at) {
        return None;
    }
    let (singular, confidence) = singular(context, at, numeral)?;
    let people = is_people(context, at, &singular);
    Some(noun(singular, at + 1, confidence, people))
}

/// Words between a number and a listed noun: «12 young people».
const BETWEEN: usize = 1;

/// The noun behind a number where nouns show no case: a listed one, with an adjective before it
/// («12 young people»), else a word in small letters with the ending of a plural.
fn plain(context: &Context<'_>, at: usize, end: usize, numeral: &Numeral) -> Option<Counted> {
    let one = (numeral.value.abs() - 1.0).abs() < f64::EPSILON;
    let first = past_of(context, at);
    if let Some(found) = listed(context, first, end, one) {
        return Some(found);
    }
    let view = context.view;
    let shown = view.shown(at);
    let lower = shown.chars().all(char::is_lowercase);
    if at >= end || !lower || numeral.value < 2.0 || is_small(context, at) || context.glued(at) {
        return None;
    }
    let singular = view.nouns().singular_of(shown)?;
    Some(noun(singular, at + 1, FITS, false))
}

/// The listed noun at `at`, or behind one word that describes it.
fn listed(context: &Context<'_>, first: usize, end: usize, one: bool) -> Option<Counted> {
    let view = context.view;
    let nouns = view.nouns();
    for at in first..(first + 1 + BETWEEN).min(end) {
        if !view.is_word(at) || context.glued(at) {
            return None;
        }
        let folded = view.folded(at);
        let singular = nouns
            .of_plural(folded)
            .or_else(|| nouns.singular(folded).filter(|_| one));
        // «30 resultaron heridas»: a verb and what befell them.
        let befell = |class| matches!(class, TermClass::Casualty { .. });
        if at > first && context.is(at, befell) {
            return None;
        }
        if let Some(singular) = singular {
            let people = nouns.is_people(&view.packs.fold.fold(singular));
            return Some(noun(singular.to_owned(), at + 1, LISTED, people));
        }
        if is_small(context, at) {
            return None;
        }
    }
    None
}

/// Past the word that joins a large number to what it counts: «millions of people», «2 millions
/// de dollars».
pub(super) fn past_of(context: &Context<'_>, at: usize) -> usize {
    let of = |class| matches!(class, TermClass::QuantityWord(QuantityRole::Of));
    at + usize::from(context.is(at, of))
}

/// Whether a word is none that is counted or describes what is.
fn is_small(context: &Context<'_>, at: usize) -> bool {
    context.view.terms_at(at).any(|(found, term)| {
        found.at_start
            && matches!(
                term.class,
                TermClass::FunctionWord
                    | TermClass::Conjunction
                    | TermClass::TimeUnit { .. }
                    | TermClass::TimeWord { .. }
                    | TermClass::NumberWord { .. }
                    | TermClass::QuantityWord(_)
                    | TermClass::SpeechVerb(_)
                    | TermClass::DayPart(_)
            )
    })
}

fn noun(singular: String, end: usize, confidence: f32, people: bool) -> Counted {
    Counted {
        unit: Unit::CountedNoun(singular),
        end,
        parts: 1.0,
        confidence,
        rule: "quantities/noun",
        people,
    }
}

fn asks(numeral: &Numeral) -> Asks {
    if numeral.kind == NumeralKind::Fraction || numeral.value.fract() != 0.0 {
        return Asks::Genitive;
    }
    if numeral.scale > 10.0 {
        return Asks::Genitive;
    }
    let last = numeral.value.abs() % 100.0;
    match last {
        3.0..=10.0 => Asks::Plural,
        11.0..=99.0 => Asks::Accusative,
        _ if numeral.value.abs() < 3.0 => Asks::Nothing,
        _ => Asks::Genitive,
    }
}

/// Whether a noun can stand at a token: a word that is not definite, no particle, no verb of
/// saying, no number, no name.
fn is_noun(context: &Context<'_>, at: usize) -> bool {
    let particle = |class| {
        matches!(
            class,
            TermClass::FunctionWord
                | TermClass::Conjunction
                | TermClass::ReportVerb
                | TermClass::Month { .. }
                | TermClass::Weekday(_)
                | TermClass::TimeUnit { .. }
                | TermClass::Relative(_)
                | TermClass::DayPart(_)
                | TermClass::NumberWord { .. }
                | TermClass::QuantityWord(_)
        )
    };
    let listed = context
        .view
        .nouns()
        .of_plural(context.view.folded(at))
        .is_some();
    context.view.is_word(at)
        && number_word(context.view, at, |_| true).is_none()
        // What begins as an article does may be a noun of its own: بالغين.
        && (listed || !context.is(at, particle) && context.definite(at).is_none())
        && !context.is_name(at)
        && !context.view.shown(at).is_ascii()
}

/// «ثلاثة من الجنود», «اثنان من أفراد»: a listed plural, or a definite one by its ending.
fn partitive(context: &Context<'_>, at: usize, end: usize) -> Option<Counted> {
    let (_, next, clitic) = bounds::word(context, at, |role| role == QuantityRole::From)?;
    if next >= end || clitic > 0 || next != at + 1 {
        return None;
    }
    let definite = context.definite(next);
    let folded = context.view.folded(next);
    let bare = definite.as_ref().map_or(folded, |(bare, _)| bare.as_str());
    let nouns = context.view.nouns();
    if let Some(singular) = nouns.of_plural(bare) {
        let people = nouns.is_people(&context.view.packs.fold.fold(singular));
        return Some(noun(singular.to_owned(), next + 1, LISTED, people));
    }
    definite.as_ref()?;
    let singular = plural_ending(context, next, bare)?;
    let people = is_people(context, next, &singular);
    Some(noun(singular, next + 1, AGREES, people))
}

/// The plural at token `at`, definite or not, or behind «من»: «عشرات القتلى», «مئات من الجنود».
pub(super) fn plural(context: &Context<'_>, at: usize, end: usize) -> Option<Counted> {
    if context.view.in_placed_language() {
        return listed(context, at, end, false);
    }
    if let Some(found) = partitive(context, at, end) {
        return Some(found);
    }
    if !context.view.is_word(at) || context.is(at, |class| class == TermClass::FunctionWord) {
        return None;
    }
    let definite = context.definite(at);
    if definite.as_ref().is_some_and(|&(_, clitic)| clitic > 0) {
        return None;
    }
    let folded = context.view.folded(at);
    let bare = definite.as_ref().map_or(folded, |(bare, _)| bare.as_str());
    let listed = context.view.nouns().of_plural(bare).map(str::to_owned);
    let (singular, confidence) = match listed {
        Some(singular) => (singular, LISTED),
        None => (plural_ending(context, at, bare)?, AGREES),
    };
    let people = is_people(context, at, &singular);
    Some(noun(singular, at + 1, confidence, people))
}

/// The singular of the word at a token in the form that the number asks for.
fn singular(context: &Context<'_>, at: usize, numeral: &Numeral) -> Option<(String, f32)> {
    let asks = asks(numeral);
    let nouns = context.view.nouns();
    let folded = context.view.folded(at);
    if asks == Asks::Nothing {
        // «2 درجة»: in digits they stand before their noun too.
        let digits = numeral.form == NumeralForm::Digits;
        let singular = nouns.singular(folded).filter(|_| digits)?;
        return Some((singular.to_owned(), AGREES));
    }
    let plural = || nouns.of_plural(folded);
    let accusative = || {
        nouns
            .without_ending(folded, NounForm::Accusative)
            .find_map(|(stem, _)| nouns.singular(stem))
    };
    let one = || nouns.singular(folded).or_else(accusative);
    // كتاب are writers behind three, and a book behind a hundred.
    let listed = if asks == Asks::Plural {
        plural().or_else(one)
    } else {
        one().or_else(plural)
    };
    if let Some(singular) = listed {
        return Some((singular.to_owned(), LISTED));
    }
    let people = names_people(context, at);
    // What is not listed and begins as a particle does may be joined: وغيرها, لمراقبة.
    let first = folded.chars().next()?;
    if context.view.packs.clitics.may_open(first) && !people {
        return None;
    }
    match asks {
        Asks::Plural => plural_ending(context, at, folded).map(|singular| (singular, AGREES)),
        Asks::Accusative if is_feminine(context, at) => Some((shown(context, at), AGREES)),
        Asks::Accusative => {
            let (stem, _) = nouns
                .without_ending(folded, NounForm::Accusative)
                .find(|(stem, _)| stem.chars().count() + 1 >= MIN_LETTERS)?;
            // Adverbs end so too: سنوياً; and verbs of many: قالوا.
            if nouns.is_doubtful(folded) && !of_people(context, stem) {
                return None;
            }
            Some((without_letters(&shown(context, at), 1), AGREES))
        }
        Asks::Genitive if is_feminine(context, at) || people => Some((shown(context, at), AGREES)),
        Asks::Genitive => {
            let long = folded.chars().count() >= MIN_LETTERS - 1;
            let words = numeral.form != NumeralForm::Digits;
            (long && words).then(|| (shown(context, at), FITS))
        }
        Asks::Nothing => None,
    }
}

/// The singular of a plural by its ending: سيارات, مسلحين.
fn plural_ending(context: &Context<'_>, at: usize, folded: &str) -> Option<String> {
    let nouns = context.view.nouns();
    let (stem, ending) = nouns
        .without_ending(folded, NounForm::Plural)
        .find(|(stem, _)| stem.chars().count() >= MIN_LETTERS - 1)?;
    let n_cut = folded.chars().count() - stem.chars().count();
    let whole = shown(context, at);
    // The article and what stands before it were taken off the folded word.
    let extra = whole.chars().count().saturating_sub(folded.chars().count());
    let word: String = whole.chars().skip(extra).collect();
    Some(format!("{}{ending}", without_letters(&word, n_cut)))
}

/// The word as shown, without marks.
pub(super) fn shown(context: &Context<'_>, at: usize) -> String {
    let fold = &context.view.packs.fold;
    let mut one = String::new();
    context
        .view
        .shown(at)
        .chars()
        .filter(|letter| {
            one.clear();
            fold.fold_into(letter.encode_utf8(&mut [0; 4]), &mut one);
            !one.is_empty()
        })
        .collect()
}

fn without_letters(word: &str, n_cut: usize) -> String {
    let n_letters = word.chars().count().saturating_sub(n_cut);
    word.chars().take(n_letters).collect()
}

/// Whether a word ends as feminine singulars do, which have no accusative of their own: the
/// ending that plurals put theirs in place of.
fn is_feminine(context: &Context<'_>, at: usize) -> bool {
    let word = shown(context, at);
    let nouns = context.view.nouns();
    word.chars().count() >= MIN_LETTERS - 1 && nouns.is_singular_ending(&word)
}

/// Whether the folded word names people: a nationality or group.
fn of_people(context: &Context<'_>, folded: &str) -> bool {
    context
        .view
        .packs
        .lexicon
        .classes_of(folded)
        .any(is_people_class)
}

fn names_people(context: &Context<'_>, at: usize) -> bool {
    context.is(at, is_people_class)
}

fn is_people_class(class: TermClass) -> bool {
    matches!(
        class,
        TermClass::Nationality { .. } | TermClass::Group { .. } | TermClass::Casualty { .. }
    )
}

/// Whether a noun is of people: listed as such, a nationality, or a plural that only people have.
fn is_people(context: &Context<'_>, at: usize, singular: &str) -> bool {
    let packs = context.view.packs;
    let folded = packs.fold.fold(singular);
    context.view.nouns().is_people(&folded)
        || of_people(context, &folded)
        || names_people(context, at)
}
