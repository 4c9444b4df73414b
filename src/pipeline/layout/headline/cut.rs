//! What is fused to a headline: words of a menu in front, an outlet or a date behind.

use rustc_hash::FxHashMap;

use super::MAX_WORDS;
use crate::lang::{LabelForm, LabelRole, TermClass};
use crate::pipeline::dates::find_dates;
use crate::pipeline::layout::byline::starts_upper;
use crate::pipeline::layout::front::continues_sentence;
use crate::pipeline::layout::overlap::ContentKeys;
use crate::pipeline::layout::page::{Page, Tokens};
use crate::pipeline::layout::piece::{BULLETS, Piece, STOPS};

/// Share of words with the story that a headline fused behind a menu must have.
const LEAST_OWN: f32 = 0.25;
/// Tokens at the end of a line in which a date may stand behind such a headline.
const DATE_WINDOW: usize = 40;
/// Tokens at the end of a line in which such a headline is looked for.
const FUSED_WINDOW: usize = 48;

/// The headline at the end of a line that begins with menu words: the stretch up to the line's
/// end that shares most words with the body, cut where something ends.
pub(super) fn suffix(
    page: &Page<'_>,
    piece: &Piece,
    counts: &FxHashMap<u32, u32>,
    keys: &ContentKeys,
) -> Option<(Tokens, f32)> {
    let value = page.trim_bullets(piece.value.clone(), BULLETS);
    if piece.label.as_ref().is_some_and(|label| label.closed)
        || piece.is_prose()
        || piece.n_words < 6
    {
        return None;
    }
    if let Some(twice) = doubled_end(page, &value) {
        let own = keys.smoothed_share(&twice, counts);
        return (own > LEAST_OWN).then_some((twice, own));
    }
    let late = value.start.max(value.end.saturating_sub(DATE_WINDOW))..value.end;
    let date = find_dates(page.seg, late, page.packs, page.hints)
        .first()
        .map(|date| date.tokens.start);
    [Some(value.end), date]
        .into_iter()
        .flatten()
        .filter_map(|end| best_suffix(page, &(value.start..end), counts, keys))
        .reduce(|best, next| if next.2 > best.2 { next } else { best })
        .map(|(tokens, own, _)| (tokens, own))
}

/// The first copy of a phrase that ends the line twice: title and title again.
fn doubled_end(page: &Page<'_>, value: &Tokens) -> Option<Tokens> {
    (4..=MAX_WORDS)
        .take_while(|length| value.start + 2 * length <= value.end)
        .find(|&length| {
            let second = value.end - length;
            (second..value.end).all(|idx| page.folded(idx) == page.folded(idx - length))
        })
        .map(|length| value.end - 2 * length..value.end - length)
}

/// The stretch up to the end of `value` that speaks of the story most, with its share of words
/// and what it gains.
fn best_suffix(
    page: &Page<'_>,
    value: &Tokens,
    counts: &FxHashMap<u32, u32>,
    keys: &ContentKeys,
) -> Option<(Tokens, f32, f32)> {
    let from = value.start.max(value.end.saturating_sub(FUSED_WINDOW));
    (from..value.end)
        .filter(|&start| start > value.start)
        .filter_map(|start| {
            let tokens = start..value.end;
            let words = page.word_count(&tokens);
            if !(4..=MAX_WORDS).contains(&words) || !is_boundary(page, value.start, start) {
                return None;
            }
            // What stands before must not speak of the story.
            let before = value.start.max(start.saturating_sub(6))..start;
            let own = keys.smoothed_share(&tokens, counts);
            let foreign = keys.share(&before, counts);
            let gain = keys.gain(&tokens, counts) - foreign;
            (own > LEAST_OWN && foreign < own).then_some((tokens, own, gain))
        })
        .reduce(|best, next| if next.2 > best.2 { next } else { best })
}

/// Whether something ends before `start`: a mark, a menu word, a fused word.
fn is_boundary(page: &Page<'_>, line_start: usize, start: usize) -> bool {
    let Some(before) = start.checked_sub(1).filter(|&before| before >= line_start) else {
        return true;
    };
    let glued = page.token(start).is_some_and(|token| token.glued);
    if page.is_mark(before, BULLETS)
        || page.is_mark(before, &['/', ']', ')'])
        || page.is_mark(before, STOPS)
    {
        return true;
    }
    let menu_ends = (1..=3)
        .filter_map(|back| start.checked_sub(back))
        .filter(|&at| at >= line_start)
        .any(|at| {
            page.terms_at(at).any(|(found, term)| {
                found.at_end
                    && found.end as usize == start
                    && matches!(
                        term.class,
                        TermClass::Label {
                            form: LabelForm::Line | LabelForm::Anywhere,
                            ..
                        } | TermClass::Section
                            | TermClass::ShareService
                            | TermClass::Outlet
                    )
            })
        });
    menu_ends || glued && page.is_word(before) && starts_upper(page.shown(start))
}

/// The headline without what a title tag adds: `headline | outlet`.
pub(super) fn headline_tokens(
    page: &Page<'_>,
    piece: &Piece,
    repeats: &FxHashMap<&str, u32>,
) -> Tokens {
    let value = page.trim_bullets(piece.value.clone(), BULLETS);
    let value = without_menu(page, without_dates(page, piece, value));
    for idx in value.clone().rev() {
        let bar = page.is_mark(idx, &['|', '-', '–', '—', '«', '»', ':']) && idx > value.start + 2;
        if !bar {
            continue;
        }
        let (head, tail) = (value.start..idx, idx + 1..value.end);
        let names_outlet = page
            .term_end(tail.start, |class| {
                matches!(
                    class,
                    TermClass::Outlet | TermClass::OutletHead | TermClass::Agency
                )
            })
            .is_some_and(|end| end == tail.end || page.is_mark(idx, &['|']));
        let printed_without =
            repeats.contains_key(page.folded_slice(&head)) && page.word_count(&head) >= 3;
        if (names_outlet && !page.is_mark(idx, &['»', '«', ':']))
            || (printed_without && tail.len() <= 6)
        {
            return head;
        }
    }
    value
}

/// A headline without the date that is fused to it.
fn without_dates(page: &Page<'_>, piece: &Piece, mut value: Tokens) -> Tokens {
    for date in piece.dates.iter().filter(|date| date.anchor.is_none()) {
        // "The show in May 2022" is about that month.
        if date.value.day.is_none() || continues_sentence(page, date.tokens.start) {
            continue;
        }
        if date.tokens.end + 1 >= value.end && date.tokens.start > value.start + 2 {
            value.end = date.tokens.start;
            while value.end > value.start && page.is_mark(value.end - 1, &['(', '[', ',', '،']) {
                value.end -= 1;
            }
        } else if date.tokens.start <= value.start + 1 && date.tokens.end + 2 < value.end {
            value.start = date.tokens.end;
        }
    }
    page.trim_bullets(value, BULLETS)
}

/// A headline without the menu words fused in front of it.
fn without_menu(page: &Page<'_>, value: Tokens) -> Tokens {
    let mut start = value.start;
    let mut menu = false;
    // One menu word alone may be the headline's first.
    let mut items = 0;
    while start < value.end {
        let item = page.term_end(start, |class| {
            matches!(
                class,
                TermClass::Label {
                    role: LabelRole::Navigation,
                    form: LabelForm::Line | LabelForm::Anywhere
                }
            ) || (menu && class == TermClass::Section)
        });
        match item {
            Some(end) => {
                menu = true;
                items += 1;
                start = end;
            }
            None if menu && (page.is_mark(start, BULLETS) || page.is_mark(start, &['/', '«'])) => {
                items += 1;
                start += 1;
            }
            None => break,
        }
    }
    let rest = start..value.end;
    if items >= 2 && page.word_count(&rest) >= 4 {
        rest
    } else {
        value
    }
}
