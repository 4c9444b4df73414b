//! Dates in any form that a news page prints around an article.
//!
//! In: tokens with the terms of the packs. Out: [`DateMatch`]es. One file per phenomenon:
//! `atom` (what rules see), `numeric`, `written`, `clock`, `relative` (the shapes),
//! `expression` (what stands together), `twin` and `calendar` (days in several calendars),
//! `resolve` (which reading holds). The stage of [`times`](super::expressions) in running text reads
//! the same atoms with the same shapes. No month or weekday is named here: words are data.

pub(super) mod atom;
pub(super) mod calendar;
pub(super) mod clock;
mod expression;
pub(super) mod numeric;
pub(super) mod parts;
mod relative;
mod resolve;
#[cfg(test)]
mod tests;
pub(super) mod twin;
pub(super) mod written;

use std::ops::Range;

use crate::article::{Calendar, DateAnchor, DateValue};
use crate::lang::LanguagePacks;
use crate::pipeline::Hints;
use crate::pipeline::segment::{Segmentation, TokenKind};

use atom::{Atom, Cursor, Kind, atoms};
use expression::expression;
use relative::{Anchor, relative};
use resolve::{PageCustoms, resolve};

/// A date expression found in the tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct DateMatch {
    /// Tokens it covers.
    pub tokens: Range<usize>,
    /// Its value.
    pub value: DateValue,
    /// The calendar it is written in (the Gregorian one where both are printed).
    pub calendar: Calendar,
    /// Set when it was inferred.
    pub anchor: Option<DateAnchor>,
    /// Whether weekday and twin agree with the date; `None` when neither is printed.
    pub consistent: Option<bool>,
    /// The shape that matched, as `date/shape`.
    pub rule: &'static str,
}

/// Finds date expressions in `tokens`, left to right, longest first, not overlapping.
/// One expression holds weekday, day, month, year, clock time, zone and a twin in another
/// calendar when they stand together.
///
/// Relative dates need [`Hints::retrieved_at`]; without it they have no value and no match.
pub fn find_dates(
    segmentation: &Segmentation,
    tokens: Range<usize>,
    packs: &LanguagePacks,
    hints: &Hints,
) -> Vec<DateMatch> {
    let mut matches = Vec::new();
    let anchor = hints.retrieved_at.map(|retrieved_at| Anchor {
        retrieved_at,
        utc_offset_minutes: hints.utc_offset_minutes.unwrap_or(0),
    });
    let has_digits = segmentation
        .tokens
        .get(tokens.start..tokens.end.min(segmentation.tokens.len()))
        .is_some_and(|tokens| tokens.iter().any(|token| token.kind == TokenKind::Number));
    // Every date has digits; only relative ones do without.
    if !has_digits && anchor.is_none() {
        return matches;
    }
    let customs = Customs::new(segmentation, &tokens, packs, hints);
    let atoms = atoms(segmentation, tokens, packs);
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let mut cursor = Cursor::new(&atoms, at);
        let found = if can_start(atom) {
            read(&mut cursor, &customs, anchor)
        } else {
            None
        };
        let last = atoms
            .get(cursor.at.wrapping_sub(1))
            .filter(|_| cursor.at > at);
        match (found, last) {
            (Some(found), Some(last)) => {
                matches.push(DateMatch {
                    tokens: atom.first..last.end,
                    ..found
                });
                at = cursor.at;
            }
            // What reads as a date but has no evidence is not read again from its middle.
            _ => at = cursor.at.max(at + 1),
        }
    }
    matches
}

fn can_start(atom: &Atom) -> bool {
    matches!(atom.kind, Kind::Number { .. } | Kind::Word(_))
}

/// Reads the date at `cursor`; its tokens are left to the caller.
fn read(
    cursor: &mut Cursor<'_>,
    customs: &Customs<'_>,
    anchor: Option<Anchor>,
) -> Option<DateMatch> {
    if let Some(found) = expression(cursor) {
        let resolved = resolve(&found, customs)?;
        return Some(DateMatch {
            tokens: 0..0,
            value: resolved.value,
            calendar: resolved.calendar,
            anchor: None,
            consistent: resolved.consistent,
            rule: resolved.rule,
        });
    }
    let mut ahead = *cursor;
    let (value, rule) = relative(&mut ahead, anchor?)?;
    // "Today, 26 January 2024": the date itself follows.
    let mut next = ahead;
    next.mark(&[',', '-', '|', '(']);
    if rule == "date/day-word" && expression(&mut next).is_some() {
        return None;
    }
    *cursor = ahead;
    Some(DateMatch {
        tokens: 0..0,
        value,
        calendar: Calendar::Gregorian,
        anchor: Some(DateAnchor::RetrievedAt),
        consistent: None,
        rule,
    })
}

/// How this page writes dates, from the client's hint and the words of the page.
struct Customs<'a> {
    segmentation: &'a Segmentation,
    near: Range<usize>,
    packs: &'a LanguagePacks,
    hints: &'a Hints,
}

/// Terms looked at on each side of a date for the language of the page.
const CONTEXT_TERMS: usize = 64;

impl<'a> Customs<'a> {
    fn new(
        segmentation: &'a Segmentation,
        near: &Range<usize>,
        packs: &'a LanguagePacks,
        hints: &'a Hints,
    ) -> Self {
        Self {
            segmentation,
            near: near.clone(),
            packs,
            hints,
        }
    }

    /// The pack of the client's language tag, as a bit.
    fn hinted_pack(&self) -> Option<u64> {
        let language = self.hints.language.as_deref()?.split(['-', '_']).next()?;
        let idx = self
            .packs
            .tags
            .iter()
            .position(|tag| tag.eq_ignore_ascii_case(language))?;
        Some(bit(u8::try_from(idx).ok()?))
    }
}

fn bit(pack: u8) -> u64 {
    1u64.checked_shl(pack.into()).unwrap_or(0)
}

impl PageCustoms for Customs<'_> {
    /// The United States write month first, whatever the language.
    fn month_first(&self) -> bool {
        let language = self.hints.language.as_deref().unwrap_or_default();
        language
            .split(['-', '_'])
            .skip(1)
            .any(|subtag| subtag.eq_ignore_ascii_case("us"))
    }

    fn jalali_digits(&self, packs: u64) -> bool {
        let jalali = self.packs.jalali_packs;
        if jalali & packs != 0 {
            return true;
        }
        if let Some(hinted) = self.hinted_pack() {
            return jalali & hinted != 0;
        }
        // The packs of the nearest terms: most of them must write Jalali dates.
        let terms = &self.segmentation.terms;
        let middle = terms.partition_point(|term| (term.first as usize) < self.near.start);
        let from = middle.saturating_sub(CONTEXT_TERMS);
        let near = terms
            .get(from..(middle + CONTEXT_TERMS).min(terms.len()))
            .unwrap_or_default();
        let (mut n_jalali, mut n_other) = (0, 0);
        for found in near.iter().filter(|found| found.at_start && found.at_end) {
            match self.packs.lexicon.term(found.term) {
                Some(term) if bit(term.pack) & jalali != 0 => n_jalali += 1,
                Some(_) => n_other += 1,
                None => {}
            }
        }
        n_jalali > n_other
    }
}
