//! Bylines: who wrote it, where, for whom.
//!
//! In: the tokens of one short line (or of a label's value). Out: authors, if the line
//! is made of names, places, agencies, outlets and roles and of nothing else.
//!
//! `صنعاء: عرفات مدابش - الرياض: ناصر الحقباني` is two persons in two places;
//! `هدى جاسم (بغداد)` one; `واشنطن - رويترز` an agency. Not a byline:
//! `بغداد تستضيف القمة - رويترز`, because a verb is no part of a name.

use super::page::{Page, Tokens};
use super::piece::{BULLETS, QUOTES};
use crate::article::{Author, AuthorKind};
use crate::lang::TermClass;
use crate::pipeline::segment::TokenKind;

/// Most words in one name.
const MAX_NAME_WORDS: usize = 6;
/// Most tokens of a byline.
const MAX_BYLINE_TOKENS: usize = 48;

/// What a part of a byline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemKind {
    Place,
    Agency,
    Outlet,
    /// The name of a place and of an outlet.
    PlaceOrOutlet,
    Role,
    /// "by", "wrote": announces an author and is none of it.
    Marker,
    /// Words of which at least this share (in percent) are known in personal names.
    Name(u8),
}

/// How a part is set off from the part before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Start,
    /// Dash, colon, slash, bar.
    Bar,
    /// Comma or "and".
    List,
    /// In brackets.
    Bracket,
    /// "from".
    From,
}

#[derive(Debug, Clone)]
struct Item {
    kind: ItemKind,
    join: Join,
    tokens: Tokens,
    /// Bytes of the first token that belong to a conjunction.
    skip: usize,
}

/// A byline that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Byline {
    pub(super) authors: Vec<Author>,
    /// How much of it is known names, places and agencies, 0 to 1.
    pub(super) score: f32,
    /// One past its last token.
    pub(super) end: usize,
    /// A word said that the author follows.
    pub(super) marked: bool,
}

/// Whether an unlabelled line reads as a byline.
pub(super) fn is_byline(page: &Page<'_>, tokens: &Tokens) -> bool {
    byline(page, tokens, false, "byline/line").is_some()
}

/// Reads all of `tokens` as a byline. `labelled` lowers the bar: a label announced it.
pub(super) fn byline(
    page: &Page<'_>,
    tokens: &Tokens,
    labelled: bool,
    rule: &'static str,
) -> Option<Byline> {
    let tokens = page.trim(tokens.clone(), |idx| {
        page.kind(idx) == Some(TokenKind::Newline)
            || page.is_mark(idx, BULLETS)
            || page.is_mark(idx, &[':', '.', ',', '،', '/', '\\', 'ـ', '_'])
    });
    if tokens.is_empty() || tokens.len() > MAX_BYLINE_TOKENS {
        return None;
    }
    let mut items = items(page, &tokens)?;
    settle(&mut items);
    let score = score(&items, page);
    let needed = if labelled { 0.0 } else { 0.55 };
    if score < needed
        || items.iter().all(|item| {
            matches!(
                item.kind,
                ItemKind::Place | ItemKind::Role | ItemKind::Marker
            )
        })
    {
        return None;
    }
    let authors = assemble(page, &items, rule, score);
    (!authors.is_empty()).then_some(Byline {
        authors,
        score,
        end: tokens.end,
        marked: labelled || items.iter().any(|item| item.kind == ItemKind::Marker),
    })
}

fn is_bar(page: &Page<'_>, idx: usize) -> bool {
    page.is_mark(
        idx,
        &[
            '-', '–', '—', '―', 'ـ', ':', '|', '/', '\\', '_', '•', '·', '*', '،', ',', ';', '؛',
            '+', '&', '؍',
        ],
    ) || page.shown(idx).chars().all(|mark| mark == '\u{0640}')
}

/// A hyphen inside a name in Latin letters: `Wilson-Smith`.
fn is_hyphen(page: &Page<'_>, idx: usize) -> bool {
    let glued = |at: usize| page.token(at).is_some_and(|token| token.glued);
    let latin = |at: Option<usize>| {
        at.is_some_and(|at| {
            page.shown(at)
                .chars()
                .next()
                .is_some_and(|letter| letter.is_alphabetic() && letter < '\u{250}')
        })
    };
    page.is_mark(idx, &['-'])
        && glued(idx)
        && glued(idx + 1)
        && latin(idx.checked_sub(1))
        && latin(Some(idx + 1))
}

/// Splits at separators and names each part; `None` when a part fits nothing.
fn items(page: &Page<'_>, tokens: &Tokens) -> Option<Vec<Item>> {
    let mut items = Vec::new();
    let mut idx = tokens.start;
    let mut join = Join::Start;
    let mut start = idx;
    let mut depth = 0_usize;
    while idx <= tokens.end {
        let at_end = idx == tokens.end;
        let boundary = if at_end {
            Some(Join::Start)
        } else if page.is_mark(idx, &['(', '[']) {
            depth += 1;
            Some(Join::Bracket)
        } else if page.is_mark(idx, &[')', ']']) {
            depth = depth.saturating_sub(1);
            Some(Join::Bar)
        } else if is_bar(page, idx) && !is_hyphen(page, idx) {
            Some(if page.is_mark(idx, &['،', ',', ';', '؛', '+', '&']) {
                Join::List
            } else {
                Join::Bar
            })
        } else if page.is_mark(idx, QUOTES) {
            None
        } else if idx > start
            && page
                .terms_at(idx)
                .any(|(found, term)| found.at_end && term.class == TermClass::FromPlace)
        {
            Some(Join::From)
        } else {
            None
        };
        if let Some(next_join) = boundary {
            let part = page.trim(start..idx, |idx| page.is_mark(idx, QUOTES));
            if part.is_empty() {
                if next_join != Join::Start
                    && (join == Join::Start || join == Join::Bar || next_join == Join::Bracket)
                {
                    join = next_join;
                }
            } else {
                let parts = if !items.is_empty() && ends_in_role(page, &part) {
                    vec![(ItemKind::Role, part, 0)]
                } else {
                    classify(
                        page,
                        &part,
                        !items.is_empty() && behind_bracket(page, part.start),
                    )?
                };
                for (position, (kind, tokens, skip)) in parts.into_iter().enumerate() {
                    items.push(Item {
                        kind,
                        join: if position == 0 { join } else { Join::List },
                        tokens,
                        skip,
                    });
                }
                join = next_join;
            }
            start = idx + 1;
        }
        if items.len() > 12 {
            return None;
        }
        idx += 1;
    }
    let _ = depth;
    (!items.is_empty()).then_some(items)
}

/// Names one part; a part of several known items without separators gives several.
fn classify(
    page: &Page<'_>,
    part: &Tokens,
    goes_on: bool,
) -> Option<Vec<(ItemKind, Tokens, usize)>> {
    if let Some(kind) = whole_term(page, part) {
        return Some(vec![(kind, part.clone(), 0)]);
    }
    // An outlet is often named by its kind: "صحيفة X", "وكالة X".
    if page
        .term_end(part.start, |class| class == TermClass::OutletHead)
        .is_some()
        && part.len() <= 6
    {
        return Some(vec![(ItemKind::Outlet, part.clone(), 0)]);
    }
    // A leading role or title: "مراسل الجزيرة محمد …", "د. أحمد …"; "from" before a name.
    let mut rest = part.clone();
    if rest.len() >= 3
        && let Some(end) = page.term_end(rest.start, |class| class == TermClass::FromPlace)
        && page.name_strength(end) >= 2
    {
        rest.start = end;
    }
    let mut found = Vec::new();
    while let Some((end, kind)) = role_at(page, rest.start) {
        if end > rest.end {
            break;
        }
        found.push((kind, rest.start..end, 0));
        rest.start = end;
        while rest.start < rest.end && page.is_mark(rest.start, &[':', '.', '-', '/', '|']) {
            rest.start += 1;
        }
        if rest.is_empty() {
            return Some(found);
        }
    }
    rest = skip_honorifics(page, rest);
    if let Some(kind) = (!found.is_empty())
        .then(|| whole_term(page, &rest))
        .flatten()
    {
        found.push((kind, rest, 0));
        return Some(found);
    }
    // "A (x) وB (y)": the conjunction stands on the second name.
    let attached = if goes_on && rest.start == part.start {
        attached_conjunction(page, rest.start).unwrap_or(0)
    } else {
        0
    };
    for (position, (name, skip)) in split_and(page, &rest).into_iter().enumerate() {
        let skip = if position == 0 { attached } else { skip };
        let name = if skip == 0 {
            skip_honorifics(page, name)
        } else {
            name
        };
        let kind = match whole_term(page, &name) {
            Some(kind) => kind,
            None => name_kind(page, &name, skip)?,
        };
        found.push((kind, name, skip));
    }
    (!found.is_empty()).then_some(found)
}

fn behind_bracket(page: &Page<'_>, idx: usize) -> bool {
    idx.checked_sub(1)
        .is_some_and(|before| page.is_mark(before, &[')', ']', '،', ',']))
}

/// A role or marker that stands at `idx`, the longer one first.
fn role_at(page: &Page<'_>, idx: usize) -> Option<(usize, ItemKind)> {
    page.terms_at(idx)
        .filter(|(found, _)| found.at_end)
        .find_map(|(found, term)| match term.class {
            TermClass::BylineRole => Some((found.end as usize, ItemKind::Role)),
            TermClass::BylineMarker => Some((found.end as usize, ItemKind::Marker)),
            _ => None,
        })
}

/// "City Correspondent": words that end in a role, behind a name.
fn ends_in_role(page: &Page<'_>, part: &Tokens) -> bool {
    part.len() <= 5
        && (part.start..part.end).any(|idx| {
            role_at(page, idx).is_some_and(|(end, kind)| end == part.end && kind == ItemKind::Role)
        })
        && part.clone().all(|idx| page.is_word(idx))
}

/// The kind of a part that one term of the packs covers.
fn whole_term(page: &Page<'_>, part: &Tokens) -> Option<ItemKind> {
    let kinds = page
        .terms_at(part.start)
        .filter(|(found, _)| found.at_end && found.end as usize == part.end)
        .filter_map(|(_, term)| match term.class {
            TermClass::Agency => Some(ItemKind::Agency),
            TermClass::Outlet => Some(ItemKind::Outlet),
            TermClass::Place => Some(ItemKind::Place),
            TermClass::BylineRole | TermClass::Section => Some(ItemKind::Role),
            TermClass::BylineMarker => Some(ItemKind::Marker),
            _ => None,
        });
    let mut found = None;
    for kind in kinds {
        found = Some(match (found, kind) {
            (None, kind) => kind,
            (Some(ItemKind::Outlet), ItemKind::Place)
            | (Some(ItemKind::Place), ItemKind::Outlet) => ItemKind::PlaceOrOutlet,
            (Some(ItemKind::Agency), _) | (_, ItemKind::Agency) => ItemKind::Agency,
            (Some(ItemKind::Role), kind) => kind,
            (Some(found), _) => found,
        });
    }
    found
}

/// A name of both a place and an outlet ("القدس") is the place beside an author, else the outlet.
fn settle(items: &mut [Item]) {
    let other = items.iter().any(|item| {
        matches!(
            item.kind,
            ItemKind::Agency | ItemKind::Outlet | ItemKind::Name(_)
        )
    });
    for item in items {
        if item.kind == ItemKind::PlaceOrOutlet {
            item.kind = if other {
                ItemKind::Place
            } else {
                ItemKind::Outlet
            };
        }
    }
}

/// Drops titles before a name.
pub(super) fn skip_honorifics(page: &Page<'_>, mut name: Tokens) -> Tokens {
    while let Some(end) = page.term_end(name.start, |class| class == TermClass::Honorific) {
        let mut end = end;
        while end < name.end && page.is_mark(end, &['.', '/', ':']) {
            end += 1;
        }
        if end >= name.end {
            break;
        }
        name.start = end;
    }
    name
}

/// Splits "A and B", and "A وB" where the conjunction is written together with the name:
/// each name with the bytes of its first token that do not belong to it.
fn split_and(page: &Page<'_>, part: &Tokens) -> Vec<(Tokens, usize)> {
    let mut names = Vec::new();
    let (mut start, mut skip) = (part.start, 0);
    for idx in part.clone() {
        let whole = idx > start
            && idx + 1 < part.end
            && page.terms_at(idx).any(|(found, term)| {
                found.at_end
                    && found.end as usize == idx + 1
                    && term.class == TermClass::Conjunction
            });
        let attached = if idx >= start + 2 && part.end - idx >= 2 {
            attached_conjunction(page, idx)
        } else {
            None
        };
        if (whole && idx - start >= 2) || attached.is_some() {
            names.push((start..idx, skip));
            start = idx + usize::from(whole);
            skip = attached.filter(|_| !whole).unwrap_or(0);
        }
    }
    if start < part.end {
        names.push((start..part.end, skip));
    }
    names
}

/// Length of the conjunction that the word carries, where the rest of it is a known name.
fn attached_conjunction(page: &Page<'_>, idx: usize) -> Option<usize> {
    let word = page.folded(idx);
    let known = |word: &str| page.packs.names.person_strength(word) >= 2;
    let conjunction = page
        .packs
        .attached_conjunctions
        .iter()
        .find(|conjunction| {
            word.strip_prefix(conjunction.as_str()).is_some_and(known) && !known(word)
        })?;
    page.shown(idx)
        .starts_with(conjunction.as_str())
        .then_some(conjunction.len())
}

/// Whether `name` can be a personal name, and how sure.
fn name_kind(page: &Page<'_>, name: &Tokens, skip: usize) -> Option<ItemKind> {
    let mut words = 0_usize;
    let mut weight = 0_usize;
    let mut particles = 0_usize;
    let first = name.start;
    let mut given = false;
    for idx in name.clone() {
        match page.kind(idx)? {
            TokenKind::Word => {
                words += 1;
                let particle = page
                    .term_end(idx, |class| class == TermClass::NameParticle)
                    .is_some();
                if particle {
                    particles += 1;
                    weight += 100;
                } else {
                    let strength = match page.folded(idx).get(skip..) {
                        Some(rest) if idx == first && skip > 0 => {
                            page.packs.names.person_strength(rest)
                        }
                        _ => page.name_strength(idx),
                    };
                    weight += match strength {
                        // "Market" is written large in a menu and is no name.
                        0 if starts_upper(page.shown(idx))
                            && page.packs.names.is_common(page.folded(idx)) =>
                        {
                            0
                        }
                        0 if starts_upper(page.shown(idx)) && given => 60,
                        0 if starts_upper(page.shown(idx)) => 40,
                        // A family name that no list has, behind a given name.
                        0 if given
                            && idx > first
                            && !page.packs.names.is_common(page.shown(idx)) =>
                        {
                            50
                        }
                        0 => 0,
                        1 => 45,
                        2 => 85,
                        _ => 100,
                    };
                    given |= idx == first && strength >= 2;
                }
            }
            // Initials: "J. K.", "أ. ف. ب".
            TokenKind::Punctuation if page.is_mark(idx, &['.', '-', '\'', '’', '`']) => {}
            TokenKind::Punctuation | TokenKind::Symbol | TokenKind::Number | TokenKind::Newline => {
                return None;
            }
        }
    }
    // Particles alone name nobody: «Abidjan, le 3 avril».
    if words == particles || words.saturating_sub(particles) > MAX_NAME_WORDS {
        return None;
    }
    Some(ItemKind::Name(u8::try_from(weight / words).unwrap_or(100)))
}

pub(super) fn starts_upper(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Average certainty over the words of all parts.
fn score(items: &[Item], page: &Page<'_>) -> f32 {
    let (mut weight, mut words) = (0.0_f32, 0.0_f32);
    for item in items {
        #[allow(clippy::cast_precision_loss, reason = "a handful of words")]
        let n = page.word_count(&item.tokens).max(1) as f32;
        words += n;
        weight += n * match item.kind {
            ItemKind::Place | ItemKind::Agency | ItemKind::Outlet | ItemKind::PlaceOrOutlet => 1.0,
            ItemKind::Role | ItemKind::Marker => 0.9,
            // A single unknown word is rarely a whole name.
            ItemKind::Name(share) => {
                let share = f32::from(share) / 100.0;
                if n < 2.0 && items.len() == 1 {
                    share * 0.5
                } else {
                    share
                }
            }
        };
    }
    if words == 0.0 { 0.0 } else { weight / words }
}

/// Joins names with the places and roles printed beside them.
fn assemble(page: &Page<'_>, items: &[Item], rule: &'static str, score: f32) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    let mut pending_role: Option<&Item> = None;
    let place_first = items
        .first()
        .is_some_and(|item| item.kind == ItemKind::Place);
    let mut place: Option<&Item> = None;
    for item in items {
        match item.kind {
            ItemKind::Marker => {}
            ItemKind::Role => pending_role = Some(item),
            ItemKind::Place => {
                let takes = matches!(item.join, Join::Bracket | Join::From) || !place_first;
                let field = page.field(&item.tokens, rule, score);
                match authors.last_mut().filter(|_| takes) {
                    // "A, B (place)": the place goes to every author still without one.
                    Some(_) => {
                        for author in authors
                            .iter_mut()
                            .rev()
                            .take_while(|author| author.place.is_none())
                        {
                            author.place = Some(field.clone());
                        }
                    }
                    None => place = Some(item),
                }
            }
            ItemKind::Agency | ItemKind::Outlet | ItemKind::PlaceOrOutlet | ItemKind::Name(_) => {
                let kind = match item.kind {
                    ItemKind::Agency => AuthorKind::Agency,
                    ItemKind::Outlet | ItemKind::PlaceOrOutlet => AuthorKind::Outlet,
                    _ => AuthorKind::Person,
                };
                authors.push(Author {
                    name: page.field_from(&item.tokens, item.skip, rule, score),
                    kind,
                    place: place.map(|item| page.field(&item.tokens, rule, score)),
                    role: pending_role
                        .take()
                        .map(|item| page.field(&item.tokens, rule, score)),
                });
            }
        }
    }
    // A role printed behind the name belongs to it.
    if let (Some(item), Some(author)) = (pending_role, authors.last_mut()) {
        author
            .role
            .get_or_insert_with(|| page.field(&item.tokens, rule, score));
    }
    authors
}
