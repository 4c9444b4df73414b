//! What a word of running text means: the longest term, also behind clitics.

use super::{Meaning, Spelled};
use crate::lang::{Cut, DateWord, TermClass};
use crate::pipeline::expressions::numerals::{NumeralKind, numeral_at};
use crate::pipeline::segment::TermMatch;
use crate::pipeline::tokens::TokenView;

/// What stands in front of a term inside its first token.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Front {
    bytes: usize,
    /// Bytes without the article.
    clitics: usize,
    letters: usize,
    conjunction: bool,
    preposition: bool,
    article: bool,
}

/// What the longest term of times at `idx` means, and where it ends.
pub(super) fn meaning(
    view: &TokenView<'_>,
    idx: usize,
    limit: usize,
) -> Option<(Meaning, usize)> {
    let token = view.token(idx)?;
    let folded = view.segmentation.folded(token);
    let mut cuts: Option<Vec<Cut<'_>>> = None;
    // The longest so far: where it ends, where it starts, what it means.
    let mut best: Option<(usize, Front, Meaning)> = None;
    // A compound that only names a day gives way to what opens it: مساء أمس.
    let mut opener: Option<(usize, Front, Meaning)> = None;
    for (found, term) in view.terms_at(idx) {
        let end = found.end as usize;
        if end > limit || !is_time(term.class) || found.span.is_empty() {
            continue;
        }
        let front = if found.at_start {
            Front {
                article: view.packs.clitics.without_article(folded).is_some(),
                ..Front::default()
            }
        } else {
            let cuts = cuts.get_or_insert_with(|| {
                let mut cuts = Vec::new();
                view.packs.clitics.cuts(folded, &mut cuts);
                cuts
            });
            match front(view, found, folded, cuts) {
                Some(front) => front,
                None => continue,
            }
        };
        let longer = |kept: &Option<(usize, Front, Meaning)>| {
            kept.as_ref().is_none_or(|&(kept_end, kept_front, _)| {
                (end, kept_front.bytes) > (kept_end, front.bytes)
            })
        };
        let add = |kept: &mut Option<(usize, Front, Meaning)>| {
            if longer(kept) {
                let meaning = Meaning {
                    pack: term.pack,
                    ..Meaning::default()
                };
                *kept = Some((end, front, meaning));
            }
            // The same word with and without its article: اليوم is today and the day.
            if let Some((kept_end, kept_front, meaning)) = kept
                && *kept_end == end
                && (kept_front.bytes == front.bytes
                    || (kept_front.conjunction, kept_front.preposition)
                        == (front.conjunction, front.preposition)
                        && front.article)
            {
                let _ = meaning.prose.add(term.class) || meaning.add(term.class);
            }
        };
        if matches!(term.class, TermClass::Relative(_)) || end > idx + 1 {
            add(&mut best);
        } else {
            add(&mut best);
            add(&mut opener);
        }
    }
    if let (Some((end, _, meaning)), Some(opener)) = (&best, opener)
        && *end > idx + 1
        && only_relative(meaning)
        && (opener.2.prose.part.is_some() || opener.2.unit.is_some())
    {
        best = Some(opener);
    }
    let (end, front, mut meaning) = best?;
    meaning.prose.conjunction = front.conjunction;
    meaning.prose.preposition = front.preposition;
    meaning.prose.definite = front.article;
    let letters = folded.chars().count().saturating_sub(front.letters);
    meaning.prose.letters = u8::try_from(letters).unwrap_or(u8::MAX);
    meaning.prose.front_clitics = u8::try_from(front.clitics).unwrap_or(0);
    if meaning.numeral.is_some() || meaning.prose.ordinal.is_some() {
        meaning.prose.number = numeral_at(view, idx)
            .filter(|numeral| numeral.tokens.start == idx && numeral.tokens.end <= limit)
            .and_then(|numeral| spelled(numeral.value, numeral.tokens.end, numeral.kind));
    }
    Some((meaning, end))
}

/// A whole number that fits.
fn spelled(value: f64, end: usize, kind: NumeralKind) -> Option<Spelled> {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the range is checked"
    )]
    let whole = (value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value))
        .then_some(value as u32)?;
    Some(Spelled {
        value: whole,
        end: u32::try_from(end).ok()?,
        ordinal: kind == NumeralKind::Ordinal,
    })
}

fn only_relative(meaning: &Meaning) -> bool {
    let rest = Meaning {
        relative: None,
        pack: 0,
        ..*meaning
    };
    meaning.relative.is_some() && rest == Meaning::default()
}

fn is_time(class: TermClass) -> bool {
    matches!(
        class,
        TermClass::Month { .. }
            | TermClass::Weekday(_)
            | TermClass::DayPart(_)
            | TermClass::Era(_)
            | TermClass::TimeUnit { .. }
            | TermClass::Relative(_)
            | TermClass::Zone(_)
            | TermClass::DateWord(
                DateWord::At | DateWord::Twin | DateWord::ZoneLead | DateWord::Ordinal
            )
            | TermClass::Numeral(_)
            | TermClass::Ordinal(_)
            | TermClass::TimeWord(_)
            | TermClass::TimeOfDay(_)
            | TermClass::Season(_)
            | TermClass::Decade(_)
            | TermClass::Holiday(_)
            | TermClass::Frequency { .. }
            | TermClass::Conjunction
    )
}

/// What stands in front of a term that begins inside its token; `None` when that is no clitic.
fn front(
    view: &TokenView<'_>,
    found: &TermMatch,
    folded: &str,
    cuts: &[Cut<'_>],
) -> Option<Front> {
    let token = view.token(found.first as usize)?;
    let bytes = found.span.start().checked_sub(token.span.start())? as usize;
    let shown = token.span.slice(view.text.as_str()).get(..bytes)?;
    let letters = view.packs.fold.fold(shown).len();
    let article = |word: &str| {
        view.packs
            .clitics
            .without_article(word)
            .map(|bare| word.len() - bare.len())
    };
    let n_letters = shown.chars().count();
    if article(folded) == Some(letters) {
        return Some(Front {
            bytes,
            letters: n_letters,
            article: true,
            ..Front::default()
        });
    }
    cuts.iter().find_map(|cut| {
        let mut folded_len = 0;
        let clitics = shown
            .char_indices()
            .find(|(_, letter)| {
                let before = folded_len;
                folded_len += view.packs.fold.fold(letter.encode_utf8(&mut [0; 4])).len();
                before >= cut.bytes
            })
            .map_or(bytes, |(offset, _)| offset);
        let front = Front {
            bytes,
            clitics,
            letters: n_letters,
            conjunction: cut.conjunction,
            preposition: cut.preposition,
            article: false,
        };
        if cut.particle {
            return None;
        }
        if cut.bytes == letters {
            return Some(Front {
                article: article(folded.get(letters..)?).is_some(),
                ..front
            });
        }
        let word = cut.apply(folded);
        let inside = article(&word)? + cut.bytes == letters + cut.restore.len();
        inside.then_some(Front {
            article: true,
            ..front
        })
    })
}
