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
    Role,
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
}

/// A byline that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Byline {
    pub(super) authors: Vec<Author>,
    /// How much of it is known names, places and agencies, 0 to 1.
    pub(super) score: f32,
    /// One past its last token.
    pub(super) end: usize,
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
    let items = items(page, &tokens)?;
    let score = score(&items, page);
    let needed = if labelled { 0.0 } else { 0.55 };
    if score < needed
        || items
            .iter()
            .all(|item| matches!(item.kind, ItemKind::Place | ItemKind::Role))
    {
        return None;
    }
    let authors = assemble(page, &items, rule, score);
    (!authors.is_empty()).then_some(Byline {
        authors,
        score,
        end: tokens.end,
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
        } else if is_bar(page, idx) {
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
                for (position, (kind, tokens)) in classify(page, &part)?.into_iter().enumerate() {
                    items.push(Item {
                        kind,
                        join: if position == 0 { join } else { Join::List },
                        tokens,
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
fn classify(page: &Page<'_>, part: &Tokens) -> Option<Vec<(ItemKind, Tokens)>> {
    if let Some(kind) = whole_term(page, part) {
        return Some(vec![(kind, part.clone())]);
    }
    // An outlet is often named by its kind: "صحيفة X", "وكالة X".
    if page
        .term_end(part.start, |class| class == TermClass::OutletHead)
        .is_some()
        && part.len() <= 6
    {
        return Some(vec![(ItemKind::Outlet, part.clone())]);
    }
    // A leading role or title: "مراسل الجزيرة محمد …", "د. أحمد …".
    let mut rest = part.clone();
    let mut found = Vec::new();
    while let Some(end) = page.term_end(rest.start, |class| class == TermClass::BylineRole) {
        if end > rest.end {
            break;
        }
        found.push((ItemKind::Role, rest.start..end));
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
        found.push((kind, rest));
        return Some(found);
    }
    let names = split_and(page, &rest);
    for name in names {
        let name = skip_honorifics(page, name);
        let kind = match whole_term(page, &name) {
            Some(kind) => kind,
            None => name_kind(page, &name)?,
        };
        found.push((kind, name));
    }
    (!found.is_empty()).then_some(found)
}

/// The kind of a part that one term of the packs covers.
fn whole_term(page: &Page<'_>, part: &Tokens) -> Option<ItemKind> {
    page.terms_at(part.start)
        .filter(|(found, _)| found.at_end && found.end as usize == part.end)
        .filter_map(|(_, term)| match term.class {
            TermClass::Agency => Some((0, ItemKind::Agency)),
            TermClass::Outlet => Some((1, ItemKind::Outlet)),
            TermClass::Place => Some((2, ItemKind::Place)),
            TermClass::BylineRole | TermClass::Section => Some((3, ItemKind::Role)),
            _ => None,
        })
        .min_by_key(|(order, _)| *order)
        .map(|(_, kind)| kind)
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

/// Splits "A وB" and "A and B" where both sides are long enough to be names.
fn split_and(page: &Page<'_>, part: &Tokens) -> Vec<Tokens> {
    let mut names = Vec::new();
    let mut start = part.start;
    for idx in part.clone() {
        let joins = idx > start
            && idx + 1 < part.end
            && page.terms_at(idx).any(|(found, term)| {
                found.at_end
                    && found.end as usize == idx + 1
                    && term.class == TermClass::Conjunction
            });
        if joins && idx - start >= 2 {
            names.push(start..idx);
            start = idx + 1;
        }
    }
    if start < part.end {
        names.push(start..part.end);
    }
    names
}

/// Whether `name` can be a personal name, and how sure.
fn name_kind(page: &Page<'_>, name: &Tokens) -> Option<ItemKind> {
    let mut words = 0_usize;
    let mut weight = 0_usize;
    let mut particles = 0_usize;
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
                    weight += match page.packs.names.person_strength(page.folded(idx)) {
                        0 if starts_upper(page.shown(idx)) => 60,
                        0 => 0,
                        1 => 45,
                        2 => 85,
                        _ => 100,
                    };
                }
            }
            // Initials: "J. K.", "أ. ف. ب".
            TokenKind::Punctuation if page.is_mark(idx, &['.', '-', '\'', '’', '`']) => {}
            TokenKind::Punctuation | TokenKind::Symbol | TokenKind::Number | TokenKind::Newline => {
                return None;
            }
        }
    }
    if words == 0 || words.saturating_sub(particles) > MAX_NAME_WORDS {
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
            ItemKind::Place | ItemKind::Agency | ItemKind::Outlet => 1.0,
            ItemKind::Role => 0.9,
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
    let mut role: Option<&Item> = None;
    let place_first = items
        .first()
        .is_some_and(|item| item.kind == ItemKind::Place);
    let mut place: Option<&Item> = None;
    for item in items {
        match item.kind {
            ItemKind::Role => role = Some(item),
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
            ItemKind::Agency | ItemKind::Outlet | ItemKind::Name(_) => {
                let kind = match item.kind {
                    ItemKind::Agency => AuthorKind::Agency,
                    ItemKind::Outlet => AuthorKind::Outlet,
                    _ => AuthorKind::Person,
                };
                authors.push(Author {
                    name: page.field(&item.tokens, rule, score),
                    kind,
                    place: place.map(|item| page.field(&item.tokens, rule, score)),
                    role: role
                        .take()
                        .map(|item| page.field(&item.tokens, rule, score)),
                });
            }
        }
    }
    // A role printed behind the name belongs to it.
    if let (Some(item), Some(author)) = (role, authors.last_mut()) {
        author
            .role
            .get_or_insert_with(|| page.field(&item.tokens, rule, score));
    }
    authors
}
