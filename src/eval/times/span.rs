//! Whether a found span is the one that a suite asks for.

use crate::article::TimeExpression;
use crate::lang::{DateWord, LanguagePacks, TermClass, TimeUnit, TimeWord};

/// White space, punctuation and leading words that say nothing of the value are set aside: suites give them to
/// some spans and not to others.
pub(super) fn agrees(
    expected: Option<&str>,
    found: &TimeExpression,
    input: &str,
    packs: &LanguagePacks,
) -> bool {
    let wanted = words(expected.unwrap_or(input), packs);
    let own = words(&found.text, packs);
    let (wanted, own) = (bare(&wanted, packs), bare(&own, packs));
    let (Some((first, rest)), Some((own_first, own_rest))) =
        (wanted.split_first(), own.split_first())
    else {
        return false;
    };
    rest == own_rest && (first == own_first || behind_clitics(first, own_first, packs))
}

fn words(text: &str, packs: &LanguagePacks) -> Vec<String> {
    let folded = packs.fold.fold(text).to_lowercase();
    let mut words = Vec::new();
    for piece in folded.split(|letter: char| letter.is_whitespace()) {
        let piece = piece.trim_matches(|letter: char| {
            letter.is_ascii_punctuation() || matches!(letter, '،' | '؟' | '؛' | '«' | '»')
        });
        // «8:00» and «8 : 00», «6  يناير2017»: letters and digits are words of their own.
        let mut word = String::new();
        let mut digits = false;
        for letter in piece.chars() {
            let digit = letter.is_numeric();
            if !word.is_empty() && letter.is_alphanumeric() && digit != digits {
                words.push(std::mem::take(&mut word));
            }
            if letter.is_alphanumeric() || !word.is_empty() {
                word.push(letter);
            }
            digits = digit;
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// Words of a leading term: «ابتداء من».
const MAX_LEAD: usize = 3;

/// The words behind those that only lead to a time.
fn bare<'w>(words: &'w [String], packs: &LanguagePacks) -> &'w [String] {
    let mut leads = 0;
    while let Some(next) = (1..=MAX_LEAD).rev().find(|&count| {
        words
            .get(leads..leads + count)
            .is_some_and(|some| packs.lexicon.classes_of(&some.join(" ")).any(is_lead))
    }) {
        leads += next;
    }
    let bare = words.get(leads..).unwrap_or_default();
    if bare.is_empty() { words } else { bare }
}

fn is_lead(class: TermClass) -> bool {
    match class {
        TermClass::FunctionWord | TermClass::DateWord(DateWord::At) => true,
        TermClass::TimeUnit { unit, count: 0 } => {
            matches!(unit, TimeUnit::Day | TimeUnit::Month)
        }
        TermClass::TimeWord { word, .. } => matches!(
            word,
            TimeWord::In
                | TimeWord::From
                | TimeWord::To
                | TimeWord::Between
                | TimeWord::Before
                | TimeWord::After
                | TimeWord::Since
                | TimeWord::Until
                | TimeWord::For
                | TimeWord::Within
                | TimeWord::OnDate
                | TimeWord::Approx
                | TimeWord::This
        ),
        _ => false,
    }
}

/// Whether one is the other behind attached particles.
fn behind_clitics(one: &str, other: &str, packs: &LanguagePacks) -> bool {
    let mut cuts = Vec::new();
    let mut cut_of = |word: &str, rest: &str| {
        packs.clitics.cuts(word, &mut cuts);
        cuts.iter()
            .any(|cut| cut.apply(word) == rest || word.get(cut.bytes..) == Some(rest))
    };
    cut_of(one, other) || cut_of(other, one)
}
