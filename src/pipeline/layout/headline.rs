//! The headline: the line above the body that speaks of what the body speaks of.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::address::AddressWords;
use super::byline::{byline, starts_upper};
use super::front::at_line_start;
use super::overlap::ContentKeys;
use super::page::{Page, Tokens};
use super::piece::{BULLETS, Piece, STOPS};
use crate::article::{Considered, Subject};
use crate::lang::{LabelForm, LabelRole, TermClass};
use crate::pipeline::dates::find_dates;

/// A line of its own above the body.
const ABOVE_BODY: &str = "headline/above-body";
/// The end of a line that begins with words of a menu.
const BEHIND_MENU: &str = "headline/behind-menu";
/// Headlines have at most this many words.
const MAX_WORDS: usize = 32;
/// What full agreement with the words of the address is worth.
const ADDRESS_WEIGHT: f32 = 3.0;
/// What full agreement with a headline that the markup states is worth.
const TITLE_WEIGHT: f32 = 5.0;
/// A first heading, and one below it.
const HEADING_GAINS: [f32; 2] = [2.0, 0.5];
/// A line that names an author.
const BYLINE_LOSS: f32 = 1.5;
/// A line above a credit: the text of a picture.
const CAPTION_LOSS: f32 = 1.0;
/// Pieces before the body that are looked at.
const WINDOW: usize = 60;

/// A chosen headline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub(super) piece_idx: usize,
    pub(super) tokens: Tokens,
    pub(super) rule: &'static str,
    /// Raw score; the higher the better.
    pub(super) score: f32,
    /// Another candidate came close.
    pub(super) ambiguous: bool,
}

/// Chooses among the pieces before `body`; what is weighed joins `weighed`, with the piece it
/// stands in.
pub(super) fn find_headline(
    page: &Page<'_>,
    pieces: &[Piece],
    body: &Range<usize>,
    keys: &ContentKeys,
    weighed: &mut Vec<(usize, Considered)>,
) -> Option<Choice> {
    let counts = opening_words(pieces, body, keys);
    let first = if page.outline.has_main() {
        0
    } else {
        body.start.saturating_sub(WINDOW)
    };
    let repeats = repeated_lines(page, pieces);
    let address = AddressWords::of(page.hints.url.as_deref());
    let mut related_until = None;
    let mut scored: Vec<(f32, usize)> = Vec::new();
    let mut fused: Vec<(f32, usize, Tokens)> = Vec::new();
    for idx in first..body.start {
        let Some(piece) = pieces.get(idx) else { break };
        // Furniture by its markup.
        if piece.said_prose.is_some() && piece.is_decided() {
            continue;
        }
        if matches!(piece.label_role(), Some(LabelRole::Related)) {
            related_until = Some(idx);
        }
        if let Some((tokens, share)) = suffix(page, piece, &counts, keys) {
            let distance = u8::try_from(body.start - idx).map_or(60.0, f32::from);
            fused.push((0.3 + 3.5 * share - (0.06 * distance).min(1.5), idx, tokens));
        }
        let Some(mut score) = local_score(page, piece) else {
            continue;
        };
        score += 3.5 * keys.smoothed_share(&piece.value, &counts);
        score += repeat_score(page, pieces, idx, &repeats);
        score += ADDRESS_WEIGHT * address.agreement(page, &piece.value).unwrap_or_default();
        score += TITLE_WEIGHT * stated_agreement(page, &piece.value);
        score += usize::from(piece.heading)
            .checked_sub(1)
            .and_then(|level| HEADING_GAINS.get(level))
            .unwrap_or(&0.0);
        if related_until.is_some() {
            score -= 2.0;
        }
        let candidate = |idx: usize| {
            pieces
                .get(idx)
                .is_some_and(|piece| local_score(page, piece).is_some())
        };
        if idx == 0 || !candidate(idx - 1) {
            score += 0.35;
        }
        score += neighbour_score(pieces, idx, body.start);
        #[allow(clippy::cast_precision_loss, reason = "at most WINDOW")]
        let distance = (body.start - idx) as f32;
        score -= (0.06 * distance).min(1.5);
        scored.push((score, idx));
    }
    note_weighed(page, pieces, &scored, &fused, weighed);
    let whole = scored
        .iter()
        .rev()
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .filter(|(score, _)| {
            *score
                > if scored.len() == 1 {
                    LEAST_ALONE
                } else {
                    LEAST
                }
        });
    let best_fused = fused.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((score, piece_idx, tokens)) = best_fused.filter(|(score, _, _)| {
        *score > whole.map_or(FUSED_LEAST, |(whole, _)| *whole + FUSED_MARGIN)
    }) {
        return Some(Choice {
            piece_idx,
            tokens,
            rule: BEHIND_MENU,
            score,
            ambiguous: false,
        });
    }
    let &(score, piece_idx) = whole?;
    // Where the text runs on in a line, the headline may stand in that line: what stands above
    // must speak of the story.
    let runs_on = pieces
        .get(body.start)
        .is_some_and(|text| !at_line_start(page, text));
    if runs_on && is_foreign(page, pieces.get(piece_idx)?, &counts, keys) {
        return None;
    }
    let ambiguous = scored.iter().any(|&(other, idx)| {
        idx != piece_idx
            && score - other < 0.3
            && pieces
                .get(idx)
                .zip(pieces.get(piece_idx))
                .is_some_and(|(a, b)| page.folded_slice(&a.value) != page.folded_slice(&b.value))
    });
    let piece_idx = above_deck(page, pieces, piece_idx, &counts, keys).unwrap_or(piece_idx);
    // A headline that is printed twice is claimed where it is printed first.
    let chosen = pieces.get(piece_idx)?;
    let same = scored.iter().map(|&(_, idx)| idx).find(|&idx| {
        pieces.get(idx).is_some_and(|piece| {
            page.folded_slice(&piece.value) == page.folded_slice(&chosen.value)
                && piece_idx.checked_sub(idx).is_some_and(|gap| gap <= 12)
        })
    });
    let piece_idx = same.unwrap_or(piece_idx);
    let tokens = headline_tokens(page, pieces.get(piece_idx)?, &repeats);
    Some(Choice {
        piece_idx,
        tokens,
        rule: ABOVE_BODY,
        score,
        ambiguous,
    })
}

/// How far a line is one of the headlines that the markup states, 0 to 1.
fn stated_agreement(page: &Page<'_>, tokens: &Tokens) -> f32 {
    let agreements = page.titles.iter();
    agreements
        .filter_map(|title| title.agreement(page, tokens))
        .fold(0.0, f32::max)
}

/// Notes the candidates with their scores, where they are asked for.
fn note_weighed(
    page: &Page<'_>,
    pieces: &[Piece],
    scored: &[(f32, usize)],
    fused: &[(f32, usize, Tokens)],
    weighed: &mut Vec<(usize, Considered)>,
) {
    if !page.explain {
        return;
    }
    let mut note = |piece_idx, tokens: &Tokens, rule, score| {
        let reading = Considered {
            subject: Subject::Headline,
            value: page.slice(tokens).to_owned(),
            span: page.source_span(tokens),
            rule: Some(rule),
            score,
            taken: false,
        };
        weighed.push((piece_idx, reading));
    };
    for (score, idx) in scored {
        if let Some(piece) = pieces.get(*idx) {
            note(*idx, &piece.value, ABOVE_BODY, *score);
        }
    }
    for (score, idx, tokens) in fused {
        note(*idx, tokens, BEHIND_MENU, *score);
    }
}

/// The line above the best candidate, where it speaks of the story too and is as long: the
/// best candidate is its deck. A kicker is shorter.
fn above_deck(
    page: &Page<'_>,
    pieces: &[Piece],
    piece_idx: usize,
    counts: &FxHashMap<u32, u32>,
    keys: &ContentKeys,
) -> Option<usize> {
    let above = piece_idx.checked_sub(1)?;
    let (upper, lower) = (pieces.get(above)?, pieces.get(piece_idx)?);
    let share = |piece: &Piece| keys.smoothed_share(&piece.value, counts);
    let fits = local_score(page, upper).is_some_and(|score| score >= 0.5)
        && upper.n_words * 3 >= lower.n_words * 2
        && share(upper) >= 0.3
        && share(upper) * 2.0 >= share(lower)
        && page.folded_slice(&upper.value) != page.folded_slice(&lower.value);
    fits.then_some(above)
}

/// Share of words that a headline above a fused line has in common with it.
const LEAST_SHARE: f32 = 0.2;
/// A line that is printed elsewhere too is the headline; right behind each other stand picture
/// text and caption, mostly.
fn repeat_score(
    page: &Page<'_>,
    pieces: &[Piece],
    idx: usize,
    repeats: &FxHashMap<&str, u32>,
) -> f32 {
    let Some(piece) = pieces.get(idx) else {
        return 0.0;
    };
    let text = page.folded_slice(&piece.value);
    if repeats.get(text).is_none_or(|&n| n < 2) {
        return 0.0;
    }
    let doubled = [idx.wrapping_sub(1), idx + 1].iter().any(|&other| {
        pieces
            .get(other)
            .is_some_and(|other| page.folded_slice(&other.value) == text)
    });
    if doubled { -1.0 } else { 1.0 }
}

/// Content words of the first paragraphs.
fn opening_words(pieces: &[Piece], body: &Range<usize>, keys: &ContentKeys) -> FxHashMap<u32, u32> {
    let mut counts = FxHashMap::default();
    let mut words = 0;
    for piece in pieces.get(body.clone()).unwrap_or_default() {
        keys.count_into(&piece.value, &mut counts);
        words += piece.n_words;
        if words > OPENING_WORDS {
            break;
        }
    }
    counts
}

/// Words of the story that a headline is compared with.
const OPENING_WORDS: usize = 400;

/// Whether a line speaks of other things than the story, or names who wrote it.
fn is_foreign(
    page: &Page<'_>,
    piece: &Piece,
    counts: &FxHashMap<u32, u32>,
    keys: &ContentKeys,
) -> bool {
    keys.smoothed_share(&piece.value, counts) < LEAST_SHARE
        || byline(page, &piece.value, false, "byline/line").is_some()
}

/// The same where no other line can be the headline.
const LEAST_ALONE: f32 = -1.0;
/// A headline must score more than this.
const LEAST: f32 = 0.2;
/// A headline fused behind menu words must score this much.
const FUSED_LEAST: f32 = 1.2;
/// And this much more than a line that is a headline as it stands.
const FUSED_MARGIN: f32 = 0.9;
/// Tokens at the end of a line in which such a headline is looked for.
const FUSED_WINDOW: usize = 48;

/// The headline at the end of a line that begins with menu words: the stretch up to the line's
/// end that shares most words with the body, cut where something ends.
fn suffix(
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

/// Share of words with the story that a headline fused behind a menu must have.
const LEAST_OWN: f32 = 0.25;
/// Tokens at the end of a line in which a date may stand behind such a headline.
const DATE_WINDOW: usize = 40;

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
            let boundary = boundary_strength(page, value.start, start);
            if !(4..=MAX_WORDS).contains(&words) || boundary == 0.0 {
                return None;
            }
            // What stands before must not speak of the story.
            let before = value.start.max(start.saturating_sub(6))..start;
            let own = keys.smoothed_share(&tokens, counts);
            let foreign = keys.share(&before, counts);
            let gain = keys.gain(&tokens, counts) + boundary - foreign;
            (own > LEAST_OWN && foreign < own).then_some((tokens, own, gain))
        })
        .reduce(|best, next| if next.2 > best.2 { next } else { best })
}

/// How clearly something ends before `start`: a mark, a menu word, a change of case.
fn boundary_strength(page: &Page<'_>, line_start: usize, start: usize) -> f32 {
    let Some(before) = start.checked_sub(1).filter(|&before| before >= line_start) else {
        return 1.0;
    };
    let glued = page.token(start).is_some_and(|token| token.glued);
    if page.is_mark(before, BULLETS)
        || page.is_mark(before, &['/', ']', ')'])
        || page.is_mark(before, STOPS)
    {
        return 1.0;
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
    let upper = starts_upper(page.shown(start));
    match (menu_ends, glued && page.is_word(before), upper) {
        (true, _, _) | (_, true, true) => 1.0,
        (_, _, true) => 0.3,
        _ => 0.0,
    }
}

/// How often each short line is printed on the page.
pub(super) fn repeated_lines<'p>(page: &Page<'p>, pieces: &[Piece]) -> FxHashMap<&'p str, u32> {
    let mut counts = FxHashMap::default();
    for piece in pieces
        .iter()
        .filter(|piece| (3..=MAX_WORDS).contains(&piece.n_words))
    {
        *counts.entry(page.folded_slice(&piece.value)).or_default() += 1;
    }
    counts
}

/// The headline without what a title tag adds: `headline | outlet`.
fn headline_tokens(page: &Page<'_>, piece: &Piece, repeats: &FxHashMap<&str, u32>) -> Tokens {
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
        if date.tokens.end + 1 >= value.end && date.tokens.start > value.start + 2 {
            value.end = date.tokens.start;
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

/// What speaks for and against a piece by itself; `None` when it cannot be a headline.
fn local_score(page: &Page<'_>, piece: &Piece) -> Option<f32> {
    let role_ok = piece.label_role().is_none();
    if !role_ok
        || is_menu(page, piece)
        || piece.is_date_line()
        || piece.n_words < 2
        || piece.n_words > MAX_WORDS
    {
        return None;
    }
    let whole_term = page.terms_at(piece.value.start).any(|(found, term)| {
        found.at_end
            && found.end as usize >= piece.value.end
            && matches!(
                term.class,
                TermClass::Section
                    | TermClass::Outlet
                    | TermClass::Agency
                    | TermClass::Place
                    | TermClass::ShareService
            )
    });
    if whole_term {
        return None;
    }
    let mut score = match piece.n_words {
        2..=3 => -0.6,
        5..=20 => 0.5,
        _ => 0.0,
    };
    if piece.ends_with_stop && !page.is_mark(piece.value.end - 1, &['?', '؟', '!', '…']) {
        score -= 1.0;
    }
    if piece.n_stops >= 2 {
        score -= 0.5;
    }
    if !piece.dates.is_empty() {
        score -= 0.6;
    }
    if byline(page, &piece.value, false, "byline/line").is_some() {
        score -= BYLINE_LOSS;
    }
    Some(score)
}

/// Items that make a menu.
pub(super) const MENU_ITEMS: usize = 3;

/// Letters of a menu word that is looked for inside a fused one.
pub(super) const INNER_LETTERS: u32 = 6;

/// Whether menu words and names of sections make up most of the line, fused or not.
pub(super) fn is_menu(page: &Page<'_>, piece: &Piece) -> bool {
    if piece.label.as_ref().is_some_and(|label| label.closed) || piece.is_prose() {
        return false;
    }
    let (mut items, mut covered, mut at, mut bytes) = (0, 0, 0, 0);
    for idx in piece.tokens.clone() {
        if page.is_word(idx) {
            bytes += page.token(idx).map_or(0, |token| token.span.len());
        }
        let found = page
            .terms_at(idx)
            .chain(page.inner_terms(idx))
            .filter(|(found, term)| {
                // Short words stand inside others by chance.
                let whole = found.at_start && found.at_end;
                is_menu_item(term.class)
                    && found.span.start() >= at
                    && found.end as usize <= piece.tokens.end
                    && (whole || found.span.len() > INNER_LETTERS)
            })
            .map(|(found, _)| found.span);
        let mut spans: Vec<_> = found.collect();
        spans.sort_by_key(|span| (span.start(), u32::MAX - span.len()));
        for span in spans {
            if span.start() >= at {
                items += 1;
                covered += span.len();
                at = span.end();
            }
        }
    }
    items >= MENU_ITEMS && covered * 4 >= bytes * 3
}

pub(super) fn is_menu_item(class: TermClass) -> bool {
    matches!(
        class,
        TermClass::Section
            | TermClass::Label {
                role: LabelRole::Navigation,
                form: LabelForm::Line | LabelForm::Anywhere
            }
    )
}

/// A headline stands alone above date, byline or body; a menu line stands among menu lines.
fn neighbour_score(pieces: &[Piece], idx: usize, body_start: usize) -> f32 {
    let mut score = 0.0;
    for next in idx + 1..body_start.min(idx + 4) {
        let Some(piece) = pieces.get(next) else { break };
        if matches!(
            piece.label_role(),
            Some(LabelRole::DatePublished | LabelRole::DateModified | LabelRole::Author)
        ) || piece.is_date_line()
        {
            score += 0.8;
            break;
        }
    }
    if idx + 1 == body_start {
        score += 0.2;
    }
    let short = |idx: usize| {
        pieces.get(idx).is_some_and(|piece| {
            piece.label.is_none()
                && piece.n_words <= 3
                && piece.dates.is_empty()
                && !piece.is_prose()
        })
    };
    let menu = (1..=3).filter(|offset| short(idx + offset)).count();
    if menu == 3 && pieces.get(idx).is_some_and(|piece| piece.n_words <= 4) {
        score -= 1.0;
    }
    let credit = |idx: usize| {
        pieces
            .get(idx)
            .is_some_and(|piece| matches!(piece.label_role(), Some(LabelRole::CaptionCredit)))
    };
    if credit(idx + 1) {
        score -= CAPTION_LOSS;
    }
    score
}
