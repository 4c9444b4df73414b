//! Datelines: what opens the first paragraph before the story does.
//!
//! `القاهرة (رويترز) - `, `دبي، الإمارات العربية المتحدة (CNN)-- `, `بغداد/ واع/ `,
//! `الرياض - علي القحطاني - `. Not a dateline: `بغداد تستضيف القمة - ` (a verb stands in it).

use super::byline::skip_honorifics;
use super::page::{Page, Tokens};
use super::piece::{BULLETS, QUOTES};
use crate::article::{Author, AuthorKind, Dateline};
use crate::lang::TermClass;
use crate::pipeline::dates::find_dates;
use crate::pipeline::segment::TokenKind;

/// Datelines are shorter than this many tokens.
const MAX_TOKENS: usize = 32;
/// Marks that end a dateline only before a verb of reporting.
const SOFT_MARKS: &[char] = &['.', '…', '،', ',', '•', '·', '»', '›', '>', '■', '▪', '★'];
const DASHES: &[char] = &['-', '–', '—', '―', 'ـ', '/', '\\', '|', '*'];

/// What opens a lead.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) dateline: Option<Dateline>,
    pub(super) authors: Vec<Author>,
    /// The agency or outlet it credits, where no place stands with it.
    pub(super) credit: Option<Tokens>,
    /// All of it, with its last dash.
    pub(super) tokens: Tokens,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Place,
    Agency,
    Outlet,
    /// Words where an agency stands, that no list has.
    Unlisted,
    Name,
    Date,
}

/// Reads the opening of the paragraph `paragraph`.
pub(super) fn opening(page: &Page<'_>, paragraph: &Tokens) -> Option<Opening> {
    let limit = paragraph.end.min(paragraph.start + MAX_TOKENS);
    let mut idx = paragraph.start;
    while idx < limit && (page.is_mark(idx, BULLETS) || page.is_mark(idx, &['/', '\\'])) {
        idx += 1;
    }
    let mut items: Vec<(Kind, Tokens)> = Vec::new();
    let mut end = None;
    while idx < limit {
        let mut opened = false;
        while idx < limit && (page.is_mark(idx, QUOTES) || page.is_mark(idx, &['(', '[', '،', ',']))
        {
            opened |= !page.is_mark(idx, &['،', ',']);
            idx += 1;
        }
        // "أبوظبي في 12 مارس / وام /": a small word before the date.
        if items.last().is_some_and(|(kind, _)| *kind == Kind::Place)
            && page
                .term_end(idx, |class| {
                    matches!(class, TermClass::FunctionWord | TermClass::DateWord(_))
                })
                .is_some_and(|next| next < limit && day_and_month(page, next, limit).is_some())
        {
            idx += 1;
        }
        let found = item(page, idx, limit, items.is_empty())
            .or_else(|| unlisted_place(page, idx, limit, items.is_empty()))
            .or_else(|| unknown_agency(page, idx, limit, opened, &items));
        let Some((kind, tokens)) = found else { break };
        idx = tokens.end;
        match items.last_mut() {
            // "القدس الشرقية": two names of places in a row are one.
            Some((Kind::Place, last)) if kind == Kind::Place && last.end == tokens.start => {
                last.end = tokens.end;
            }
            _ => items.push((kind, tokens)),
        }
        idx = and_place(page, idx, limit).unwrap_or(idx);
        // "(أ. ف. ب.)": the last dot belongs to the initials.
        if page.is_mark(idx, &['.']) && page.is_mark(idx + 1, &[')', ']']) {
            idx += 1;
        }
        let mut closed = false;
        let mut dashes = 0;
        while idx < limit {
            if page.is_mark(idx, &[')', ']']) || page.is_mark(idx, QUOTES) {
                closed |= page.is_mark(idx, &[')', ']']);
            } else if page.is_mark(idx, DASHES)
                || page.is_mark(idx, &[':'])
                || page.shown(idx).chars().all(|mark| mark == '\u{0640}')
            {
                dashes += 1;
            } else {
                break;
            }
            idx += 1;
        }
        // A bracket alone closes a dateline only behind an agency: "بغداد (رويترز) قال".
        let agency = matches!(kind, Kind::Agency | Kind::Outlet);
        // "دمشق-سانا قال": the verb shows that the dateline is over.
        let verb = agency
            && items.len() > 1
            && page
                .term_end(idx, |class| class == TermClass::ReportVerb)
                .is_some();
        if dashes > 0 || verb || (closed && agency && items.len() > 1) {
            end = Some((idx, items.len()));
            continue;
        }
        let mut behind = idx;
        while behind < limit && page.is_mark(behind, SOFT_MARKS) {
            behind += 1;
        }
        // "مصر (الدولة المضيفة) تستعد": unlisted words in brackets explain the place.
        if (closed && kind != Kind::Unlisted || behind > idx)
            && page
                .term_end(behind, |class| class == TermClass::ReportVerb)
                .is_some()
        {
            end = Some((behind, items.len()));
        }
    }
    let (end, n_items) = end?;
    items.truncate(n_items);
    if end >= paragraph.end {
        return None;
    }
    build(page, &items, paragraph.start..end)
}

/// One part of a dateline at `idx`.
fn item(page: &Page<'_>, idx: usize, limit: usize, first: bool) -> Option<(Kind, Tokens)> {
    let term = page
        .terms_at(idx)
        .filter(|(found, _)| found.at_end && found.end as usize <= limit)
        .filter_map(|(found, term)| {
            let kind = match term.class {
                TermClass::Agency => Kind::Agency,
                TermClass::Outlet => Kind::Outlet,
                TermClass::Place => Kind::Place,
                _ => return None,
            };
            Some((found.end as usize, kind))
        })
        .max_by_key(|&(end, kind)| (end, kind == Kind::Agency, kind == Kind::Place));
    if let Some((end, kind)) = term {
        return Some((kind, idx..end));
    }
    if let Some(head) = page.term_end(idx, |class| class == TermClass::PlaceHead)
        && let Some(end) = page.term_end(head, |class| class == TermClass::Place)
        && end <= limit
    {
        return Some((Kind::Place, idx..end));
    }
    if page.kind(idx) == Some(TokenKind::Number)
        || page
            .terms_at(idx)
            .any(|(_, term)| matches!(term.class, TermClass::Month { .. } | TermClass::Weekday(_)))
    {
        let dates = find_dates(page.seg, idx..limit, page.packs, page.hints);
        return dates
            .first()
            .filter(|date| date.tokens.start == idx)
            .map(|date| date.tokens.clone())
            .or_else(|| {
                if first {
                    None
                } else {
                    day_and_month(page, idx, limit)
                }
            })
            .map(|tokens| (Kind::Date, tokens));
    }
    if first {
        return None;
    }
    name(page, idx, limit).map(|tokens| (Kind::Name, tokens))
}

/// Most words of a place that no list has.
const MAX_PLACE_WORDS: usize = 3;

/// A place that no list has, at the very start: an agency in brackets follows, or a dash and a
/// verb of reporting.
fn unlisted_place(
    page: &Page<'_>,
    idx: usize,
    limit: usize,
    first: bool,
) -> Option<(Kind, Tokens)> {
    let end = (idx..limit).find(|&at| !page.is_word(at))?;
    let words = end - idx;
    if !first || !(1..=MAX_PLACE_WORDS).contains(&words) {
        return None;
    }
    let sentence = (idx..end).any(|at| {
        page.term_end(at, |class| {
            matches!(class, TermClass::ReportVerb | TermClass::FunctionWord)
        })
        .is_some()
    });
    let agency = page.is_mark(end, &['('])
        && page
            .term_end(end + 1, |class| class == TermClass::Agency)
            .is_some_and(|close| page.is_mark(close, &[')']));
    let verb = page.is_mark(end, &['-', '–', '—'])
        && !page.token(end).is_some_and(|dash| dash.glued)
        && page
            .term_end(end + 1, |class| class == TermClass::ReportVerb)
            .is_some();
    (!sentence && (agency || verb)).then_some((Kind::Place, idx..end))
}

/// End of a second place that a conjunction joins to the first: "بيروت ودمشق".
fn and_place(page: &Page<'_>, idx: usize, limit: usize) -> Option<usize> {
    let word = page.folded(idx);
    let joined = page
        .packs
        .attached_conjunctions
        .iter()
        .any(|conjunction| word.starts_with(conjunction.as_str()));
    page.inner_terms(idx)
        .filter(|(found, term)| {
            joined && found.at_end && term.class == TermClass::Place && found.end as usize <= limit
        })
        .map(|(found, _)| found.end as usize)
        .max()
        .filter(|&end| {
            page.is_mark(end, DASHES) || page.is_mark(end, &[':', '(']) || page.is_mark(end, QUOTES)
        })
}

/// A day with its month and no year, which is no date yet: `12 آذار`, `12 - 3`.
fn day_and_month(page: &Page<'_>, idx: usize, limit: usize) -> Option<Tokens> {
    let number = |at: usize, most: u32| {
        page.kind(at) == Some(TokenKind::Number)
            && page
                .folded(at)
                .parse::<u32>()
                .is_ok_and(|value| (1..=most).contains(&value))
    };
    if !number(idx, 31) {
        return None;
    }
    let month = |at: usize| page.term_end(at, |class| matches!(class, TermClass::Month { .. }));
    let mut end = match month(idx + 1) {
        Some(end) => end,
        None if page.is_mark(idx + 1, &['-', '/']) && number(idx + 2, 12) => idx + 3,
        None => return None,
    };
    if page.is_mark(end, &['/'])
        && let Some(twin) = month(end + 1)
    {
        end = twin;
    }
    (end <= limit).then_some(idx..end)
}

/// Most words of an agency's name that no list has.
const MAX_AGENCY_WORDS: usize = 4;

/// Behind a place, a few words in brackets or quotes, or between slashes, name an agency.
fn unknown_agency(
    page: &Page<'_>,
    idx: usize,
    limit: usize,
    opened: bool,
    items: &[(Kind, Tokens)],
) -> Option<(Kind, Tokens)> {
    if !items
        .last()
        .is_some_and(|(kind, _)| matches!(kind, Kind::Place | Kind::Date))
    {
        return None;
    }
    let end = (idx..limit).find(|&idx| !page.is_word(idx) && !page.is_mark(idx, &['.']))?;
    let closes = if opened {
        page.is_mark(end, &[')', ']']) || page.is_mark(end, QUOTES)
    } else {
        page.is_mark(end, &['/', '\\'])
    };
    let words = page.word_count(&(idx..end));
    (closes && (1..=MAX_AGENCY_WORDS).contains(&words)).then_some((Kind::Unlisted, idx..end))
}

/// A personal name that reaches to the next dash or colon.
fn name(page: &Page<'_>, idx: usize, limit: usize) -> Option<Tokens> {
    let end = (idx..limit).find(|&idx| !page.is_word(idx) && !page.is_mark(idx, &['.']))?;
    let name = skip_honorifics(page, idx..end);
    let words = page.word_count(&name);
    let known = name
        .clone()
        .filter(|&idx| {
            page.name_strength(idx) >= 2
                || page
                    .term_end(idx, |class| class == TermClass::NameParticle)
                    .is_some()
        })
        .count();
    ((2..=5).contains(&words) && known * 10 >= words * 6).then_some(name)
}

fn build(page: &Page<'_>, items: &[(Kind, Tokens)], tokens: Tokens) -> Option<Opening> {
    const RULE: &str = "dateline/lead";
    const CONFIDENCE: f32 = 0.95;
    let find = |wanted: Kind| {
        items
            .iter()
            .find(|(kind, _)| *kind == wanted)
            .map(|(_, tokens)| tokens)
    };
    let place = find(Kind::Place);
    let agency = find(Kind::Agency)
        .or_else(|| find(Kind::Outlet))
        .or_else(|| find(Kind::Unlisted));
    if place.is_none() && agency.is_none() {
        return None;
    }
    let dateline = place.map(|place| Dateline {
        place: page.field(place, RULE, CONFIDENCE),
        agency: agency.map(|agency| page.field(agency, RULE, CONFIDENCE)),
        span: page.source_span(&tokens),
    });
    let authors = items
        .iter()
        .filter(|(kind, _)| *kind == Kind::Name)
        .map(|(_, tokens)| Author {
            name: page.field(tokens, "byline/lead", 0.9),
            kind: AuthorKind::Person,
            place: place.map(|place| page.field(place, "byline/lead", 0.9)),
            role: None,
        })
        .collect();
    let credit = if dateline.is_none() {
        agency.cloned()
    } else {
        None
    };
    Some(Opening {
        dateline,
        authors,
        credit,
        tokens,
    })
}
