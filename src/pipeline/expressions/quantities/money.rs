//! Money: which country's dinar is meant.
//!
//! A name or code says it by itself («KWD», «دينار كويتي»). Else an adjective of nationality
//! behind the name («الجنيه المصري»), else the country that the article names most and whose
//! currency is called so; a bare dollar is that of the United States.

use crate::article::Unit;
use crate::lang::{NounForm, ShortName, TermClass};

use super::context::{Context, Country, nationality};

/// A currency.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Money {
    pub(super) unit: Unit,
    /// One past its last token.
    pub(super) end: usize,
    /// How many make up one of the unit.
    pub(super) parts: f64,
    pub(super) confidence: f32,
}

/// Confidences by what says which country's it is.
const NAMED: f32 = 0.97;
const BY_DEFAULT: f32 = 0.9;
const BY_CONTEXT: f32 = 0.8;
const UNKNOWN: f32 = 0.5;

/// The currency at token `at`.
pub(super) fn money(context: &Context<'_>, at: usize) -> Option<Money> {
    let (code, family, parts, end) = context.view.terms_at(at).find_map(|(found, term)| {
        let TermClass::Currency {
            code,
            family,
            parts,
            count: 0,
        } = term.class
        else {
            return None;
        };
        let front = context.view.front(found)?;
        let bare = !front.conjunction && !front.preposition;
        // A code of one letter is no word's first.
        let glued = context.glued(found.end as usize) && context.view.is_word(found.end as usize);
        (bare && !glued).then_some((code, family, parts, found.end as usize))
    })?;
    Some(resolved(context, (code, family), parts, end))
}

/// The currency of that code or family, with the adjective behind it.
pub(super) fn resolved(
    context: &Context<'_>,
    (code, family): (Option<ShortName>, ShortName),
    parts: u16,
    end: usize,
) -> Money {
    let adjective = adjective(context, end);
    let by_adjective = adjective.and_then(|(country, end)| {
        let named = of_country(context, family, country);
        let own = code.filter(|code| code.as_str().as_bytes().starts_with(&country));
        Some((named.or(own)?, end))
    });
    let money = |code: ShortName, end, confidence| Money {
        unit: Unit::Currency(code.as_str().to_owned()),
        end,
        parts: f64::from(parts),
        confidence,
    };
    if let Some((code, end)) = by_adjective {
        return money(code, end, NAMED);
    }
    if let Some(code) = code {
        let several = is_shared(context, family, code);
        return money(code, end, if several { BY_DEFAULT } else { NAMED });
    }
    let near = context
        .countries
        .iter()
        .find_map(|&country| of_country(context, family, country));
    match near {
        Some(code) => money(code, end, BY_CONTEXT),
        None => Money {
            unit: Unit::CountedNoun(family_word(context, end)),
            end,
            parts: 1.0,
            confidence: UNKNOWN,
        },
    }
}

/// The word of a currency whose country is not known.
fn family_word(context: &Context<'_>, end: usize) -> String {
    let last = end.saturating_sub(1);
    let folded = context.view.folded(last);
    let nouns = context.view.nouns();
    let stem = [NounForm::Plural, NounForm::Accusative]
        .into_iter()
        .find_map(|form| nouns.without_ending(folded, form).next())
        .map_or(folded, |(stem, _)| stem);
    nouns.of_plural(folded).unwrap_or(stem).to_owned()
}

/// Whether several currencies are called so.
fn is_shared(context: &Context<'_>, family: ShortName, code: ShortName) -> bool {
    let of_family = context
        .view
        .packs
        .currencies
        .iter()
        .filter(|(known, _)| *known == family);
    of_family.filter(|(_, other)| *other != code).count() > 0
}

/// The currency that is called so in a country: its code begins with that of the country.
fn of_country(context: &Context<'_>, family: ShortName, country: Country) -> Option<ShortName> {
    context
        .view
        .packs
        .currencies
        .iter()
        .find(|(known, code)| *known == family && code.as_str().as_bytes().starts_with(&country))
        .map(|&(_, code)| code)
}

/// The country that the word at token `at` names as an adjective, in the accusative too.
fn adjective(context: &Context<'_>, at: usize) -> Option<(Country, usize)> {
    if let Some(found) = context.view.term(at, nationality) {
        return Some(found);
    }
    let packs = context.view.packs;
    let folded = context.view.folded(at);
    context
        .view
        .nouns()
        .without_ending(folded, NounForm::Accusative)
        .find_map(|(stem, _)| packs.lexicon.classes_of(stem).find_map(nationality))
        .map(|country| (country, at + 1))
}
