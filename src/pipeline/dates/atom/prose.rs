//! What a word of running text means: the longest term, also behind clitics.

use super::{Atom, Kind, Meaning, Spelled};
use crate::article::EntityType;
use crate::lang::{DateWord, NumberWordKind, RelativeSide, Term, TermClass, TimeWord};
use crate::pipeline::expressions::numerals::{NumeralKind, number_word, numeral_at};
use crate::pipeline::segment::TermMatch;
use crate::pipeline::tokens::{Clitic, TokenView};

/// Strength from which a word beside a month makes a name of it: «محمد شعبان».
const NAME: u8 = 3;

/// Where a term begins, and what is written onto its front.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    /// Its first byte in the text.
    start: u32,
    front: Clitic,
    /// Bytes of the conjunctions and prepositions.
    clitics: usize,
}

/// What the longest term of times at `idx` means, and where it ends.
pub(super) fn meaning(view: &TokenView<'_>, idx: usize, limit: usize) -> Option<(Meaning, usize)> {
    let token = view.token(idx)?;
    let folded = view.segmentation.folded(token);
    // The longest so far: where it ends, where it starts, what it means.
    let mut best: Option<(usize, Place, Meaning)> = None;
    // A compound that only names a day gives way to what opens it: مساء أمس.
    let mut opener: Option<(usize, Place, Meaning)> = None;
    for (found, term) in view.terms_at(idx) {
        let end = found.end as usize;
        if end > limit || !is_time(term.class) || found.span.is_empty() {
            continue;
        }
        if is_lower_case(view, found, term) || is_title(view, idx, term) {
            continue;
        }
        let Some(mut front) = view.front(found).filter(|front| !front.particle) else {
            continue;
        };
        // A term may hold the article itself: الأحد.
        front.article |= own_article(view, found, folded);
        let start = found.span.start();
        let longer = |kept: &Option<(usize, Place, Meaning)>| {
            kept.as_ref()
                .is_none_or(|(kept_end, kept, _)| (end, kept.start) > (*kept_end, start))
        };
        let add = |kept: &mut Option<(usize, Place, Meaning)>| {
            if longer(kept) {
                let meaning = Meaning {
                    pack: term.pack,
                    ..Meaning::default()
                };
                let place = Place {
                    start,
                    front,
                    clitics: clitic_bytes(view, found, front),
                };
                *kept = Some((end, place, meaning));
            }
            // The same word with and without its article: اليوم is today and the day.
            if let Some((kept_end, kept, meaning)) = kept
                && *kept_end == end
                && (kept.start == start
                    || (kept.front.conjunction, kept.front.preposition)
                        == (front.conjunction, front.preposition)
                        && front.article)
            {
                if let TermClass::DayWord(days) = term.class {
                    meaning.relative = meaning.relative.or(Some(RelativeSide::Day(days)));
                }
                let _ = meaning.prose.add(term.class) || meaning.add(term.class);
            }
        };
        if matches!(term.class, TermClass::Relative(_) | TermClass::DayWord(_)) || end > idx + 1 {
            add(&mut best);
        } else {
            add(&mut best);
            add(&mut opener);
        }
    }
    if let (Some((end, _, meaning)), Some(opener)) = (&best, opener)
        && *end > idx + 1
        && !view.is_placed(meaning.pack)
        && gives_way(meaning, &opener.2)
    {
        best = Some(opener);
    }
    let (end, place, mut meaning) = best.or_else(|| short_number(view, idx))?;
    describe(view, idx, end, &place, &mut meaning);
    if meaning.month.is_some() {
        let names = &view.packs.names;
        let name = |idx: usize| {
            names.person_strength(view.folded(idx)) >= NAME
                && !names.is_common(view.shown(idx))
                && !view.terms_at(idx).any(|(found, term)| {
                    found.at_start
                        && matches!(
                            term.class,
                            TermClass::FunctionWord | TermClass::TimeWord { .. }
                        )
                })
        };
        meaning.prose.name_beside = idx.checked_sub(1).is_some_and(name) || name(end);
    }
    if meaning.weekday.is_some() || meaning.relative.is_some() || meaning.prose.part.is_some() {
        meaning.prose.a_name = is_a_name(view, idx, end);
    }
    meaning.prose.front_clitics = u8::try_from(place.clitics).unwrap_or(0);
    if meaning.numeral.is_some() || number_word(view, idx, |_| true).is_some() {
        meaning.prose.number = numeral_at(view, idx)
            .filter(|numeral| numeral.tokens.start == idx && numeral.tokens.end <= limit)
            .and_then(|numeral| spelled(numeral.value, numeral.tokens.end, numeral.kind));
    }
    Some((meaning, end))
}

/// What stands in front of the word at `idx`, and what its language and letters say.
fn describe(view: &TokenView<'_>, idx: usize, end: usize, place: &Place, meaning: &mut Meaning) {
    let front = place.front;
    meaning.prose.conjunction = front.conjunction;
    meaning.prose.preposition = front.preposition;
    meaning.prose.definite = front.article;
    meaning.prose.placed = view.is_placed(meaning.pack);
    meaning.prose.month_first = view.packs.month_first_packs.contains(meaning.pack);
    meaning.prose.jalali = view.packs.jalali_packs >> meaning.pack & 1 == 1;
    let first = view
        .token(idx)
        .map_or(place.start, |token| token.span.start());
    let in_front = place.start.saturating_sub(first);
    let letters = view
        .shown(idx)
        .get(in_front as usize..)
        .map_or(0, |rest| rest.chars().count());
    let several = end > idx + 1 && view.is_placed(meaning.pack);
    meaning.prose.letters = if several {
        u8::MAX
    } else {
        u8::try_from(letters).unwrap_or(u8::MAX)
    };
}

/// Whether a month or weekday that its list spells with a capital stands in small letters: the
/// word is another one then (may, march, sun).
fn is_lower_case(view: &TokenView<'_>, found: &TermMatch, term: &Term) -> bool {
    matches!(term.class, TermClass::Month { .. } | TermClass::Weekday(_))
        && term.text.starts_with(char::is_uppercase)
        && !found
            .span
            .slice(view.text.as_str())
            .starts_with(char::is_uppercase)
}

/// Whether a word for how often stands with a capital behind another word: it is the name of a
/// paper then (Daily Mail, Us Weekly).
fn is_title(view: &TokenView<'_>, idx: usize, term: &Term) -> bool {
    matches!(term.class, TermClass::Frequency { .. })
        && view.is_placed(term.pack)
        && view.shown(idx).starts_with(char::is_uppercase)
        && (view.is_word(idx.wrapping_sub(1))
            || view.shown(idx + 1).starts_with(char::is_uppercase))
}

/// Takes out articles that stand by themselves; the word behind one is definite.
pub(super) fn fold_articles(atoms: &mut Vec<Atom>) {
    let mut definite = false;
    atoms.retain_mut(|atom| {
        let Kind::Word(word) = &mut atom.kind else {
            definite = false;
            return true;
        };
        let article = word.prose.word == Some(TimeWord::Article);
        word.prose.definite |= definite && !article;
        definite = article;
        !article
    });
}

/// A number word that is too short to be found as a term behind a clitic: وست.
fn short_number(view: &TokenView<'_>, idx: usize) -> Option<(usize, Place, Meaning)> {
    let token = view.token(idx).filter(|_| view.is_word(idx))?;
    let word = number_word(view, idx, |kind| kind == NumberWordKind::Cardinal)?;
    let mut meaning = Meaning::default();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "words of two letters are small numbers"
    )]
    let value = word.value as u16;
    meaning.prose.cardinal = Some(value);
    let place = Place {
        start: token.span.start(),
        front: word.front,
        clitics: 0,
    };
    Some((word.end, place, meaning))
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

/// Whether a compound says no more than its words: «مساء أمس», «في الساعة».
fn gives_way(meaning: &Meaning, opener: &Meaning) -> bool {
    let rest = Meaning {
        relative: None,
        at: false,
        pack: 0,
        ..*meaning
    };
    let plain = rest == Meaning::default();
    let day = meaning.relative.is_some() && (opener.prose.part.is_some() || opener.unit.is_some());
    plain && (day || meaning.at && opener.prose.word.is_some())
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
            | TermClass::NumberWord { .. }
            | TermClass::Hour(_)
            | TermClass::TimeWord { .. }
            | TermClass::DayWord(_)
            | TermClass::OffsetWord { .. }
            | TermClass::TimeOfDay(_)
            | TermClass::Season(_)
            | TermClass::Decade(_)
            | TermClass::Holiday(_)
            | TermClass::Frequency { .. }
            | TermClass::Conjunction
    )
}

/// Whether a word of times names something: in quotes by itself, or behind what heads such names.
fn is_a_name(view: &TokenView<'_>, idx: usize, end: usize) -> bool {
    let Some(before) = idx.checked_sub(1) else {
        return false;
    };
    let quotes = |idx: usize| {
        matches!(
            view.shown(idx),
            "\"" | "«" | "»" | "“" | "”" | "'" | "‘" | "’"
        )
    };
    if quotes(before) && quotes(end) {
        return true;
    }
    view.terms_at(before).any(|(found, term)| {
        found.at_start
            && found.end as usize == idx
            && matches!(
                term.class,
                TermClass::OutletHead
                    | TermClass::EntityHead {
                        entity_type: EntityType::Organization,
                        ..
                    }
            )
    })
}

/// Whether a term begins with an article of its own.
fn own_article(view: &TokenView<'_>, found: &TermMatch, folded: &str) -> bool {
    let clitics = &view.packs.clitics;
    if found.at_start {
        return clitics.without_article(folded).is_some();
    }
    let token = view.token(found.first as usize);
    token.is_some_and(|token| {
        let from = found.span.start().saturating_sub(token.span.start()) as usize;
        let rest = token.span.slice(view.text.as_str()).get(from..);
        let rest = view.packs.fold.fold(rest.unwrap_or_default());
        clitics.without_article(&rest).is_some()
    })
}

/// Bytes of the conjunctions and prepositions in front of a term; its article is its own.
fn clitic_bytes(view: &TokenView<'_>, found: &TermMatch, clitic: Clitic) -> usize {
    let Some(token) = view.token(found.first as usize) else {
        return 0;
    };
    let bytes = found.span.start().saturating_sub(token.span.start()) as usize;
    if !clitic.article {
        return bytes;
    }
    if !(clitic.conjunction || clitic.preposition) {
        return 0;
    }
    let folded = view.segmentation.folded(token);
    let mut cuts = Vec::new();
    view.packs.clitics.cuts(folded, &mut cuts);
    let own = cuts.iter().find(|cut| {
        (cut.conjunction, cut.preposition) == (clitic.conjunction, clitic.preposition)
            && view
                .packs
                .clitics
                .without_article(&cut.apply(folded))
                .is_some()
    });
    let Some(own) = own else { return 0 };
    let shown = token.span.slice(view.text.as_str());
    let mut n_folded = 0;
    shown
        .char_indices()
        .find(|(_, letter)| {
            let before = n_folded;
            n_folded += view.packs.fold.fold(letter.encode_utf8(&mut [0; 4])).len();
            before >= own.bytes
        })
        .map_or(0, |(offset, _)| offset)
}
