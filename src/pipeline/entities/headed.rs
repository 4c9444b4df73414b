//! Names, whole: those of bodies with the noun that says what they are before them and the adjective of
//! nationality behind them.
//!
//! The tagger marks «تويوتا» in «شركة تويوتا» and «وزارة الصحة» in «وزارة الصحة العراقية»; names
//! that it passes over stand between such a noun and such an adjective too: «نقابة المهندسين
//! اللبنانيين», «الجامعة الأردنية».

use super::context::{Context, Tokens};
use super::kinds::noun_at;
use super::mention::{Found, is_taken};
use super::nested::is_relative_adjective;
use crate::article::{EntityType, Subtype};
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;

/// How sure a name is that only its head and its adjective tell.
const HEADED: f32 = 0.75;
/// Words between head and adjective.
const MAX_BETWEEN: usize = 2;

/// Widens the names of persons in `mentions`, and those of `bodies`, if asked to: corpora mark
/// «تويوتا» alone.
pub(super) fn widen(context: &Context<'_>, zones: &[Zone], bodies: bool, mentions: &mut [Found]) {
    for idx in 0..mentions.len() {
        let Some(found) = mentions.get(idx) else {
            break;
        };
        let person = found.entity_type == EntityType::Person;
        let body = bodies && found.entity_type == EntityType::Organization;
        if !person && !body || found.nested {
            continue;
        }
        let Some(zone) = zones.get(found.zone) else {
            continue;
        };
        let before = idx.checked_sub(1).and_then(|idx| mentions.get(idx));
        let least = before
            .map_or(0, |before| before.tokens.end)
            .max(zone.tokens.start);
        let next = mentions.get(idx + 1);
        let most = next
            .map_or(usize::MAX, |next| next.tokens.start)
            .min(zone.tokens.end);
        let name = &found.tokens;
        let tokens = if person {
            given_name_before(context, name, least).unwrap_or(name.start)..name.end
        } else {
            let start = head_before(context, name, least).unwrap_or(name.start);
            let end = adjective_behind(context, &(start..name.end), most);
            start..end.unwrap_or(name.end)
        };
        if tokens == found.tokens {
            continue;
        }
        let wide = Found::new(
            context,
            tokens,
            found.zone,
            found.entity_type,
            found.probability,
            found.rule,
        );
        if let Some(wide) = wide {
            let kinds = found.kinds.clone();
            if let Some(own) = mentions.get_mut(idx) {
                *own = Found { kinds, ..wide };
            }
        }
    }
}

/// Adds names between a head and an adjective, and titles of works in quotes, that no mention
/// touches.
pub(super) fn add(context: &Context<'_>, zones: &[Zone], mentions: &mut Vec<Found>) {
    let mut fresh = Vec::new();
    for (number, zone) in zones.iter().enumerate() {
        let mut idx = zone.tokens.start;
        while idx < zone.tokens.end {
            let body = headed(context, zone, idx).filter(|tokens| {
                // A noun of a people at its end is part of the name: «المهندسين اللبنانيين».
                !is_taken(mentions, &(tokens.start..tokens.end - 1))
                    || is_overrun(context, mentions, tokens)
            });
            let work = || quoted_work(context, zone, idx);
            let found = body
                .map(|tokens| (EntityType::Organization, tokens, "entities/headed"))
                .or_else(|| work().map(|(kind, tokens)| (kind, tokens, "entities/quoted")));
            let Some((entity_type, tokens, rule)) = found else {
                idx += 1;
                continue;
            };
            idx = tokens.end;
            fresh.extend(Found::new(
                context,
                tokens,
                number,
                entity_type,
                HEADED,
                rule,
            ));
        }
    }
    if !fresh.is_empty() {
        mentions.retain(|found| !is_taken(&fresh, &found.tokens));
        mentions.extend(fresh);
        mentions.sort_by_key(|found| found.tokens.start);
    }
}

/// Whether a mention goes on from the same name over a word behind a preposition: «منظمة الصحة
/// العالمية بالخطوة».
fn is_overrun(context: &Context<'_>, mentions: &[Found], name: &Tokens) -> bool {
    let at = mentions.partition_point(|found| found.tokens.start < name.start);
    let mut cuts = Vec::new();
    let next = context.view.folded(name.end);
    context.knowledge.packs.clitics.cuts(next, &mut cuts);
    let loose =
        cuts.iter().any(|cut| cut.preposition) && cuts.iter().all(|cut| cut.restore.is_empty());
    mentions.get(at).is_some_and(|found| {
        found.tokens.start == name.start && found.tokens.end == name.end + 1 && loose
    })
}

/// The title in quotes right behind a noun for a kind of work: «فيلم «رسائل الملح»».
fn quoted_work(context: &Context<'_>, zone: &Zone, idx: usize) -> Option<(EntityType, Tokens)> {
    let (entity_type, open) = context.view.term(idx, |class| match class {
        TermClass::EntityHead { entity_type, .. } => Some(entity_type),
        _ => None,
    })?;
    let quote = matches!(context.view.shown(open), "«" | "\"" | "“");
    if entity_type != EntityType::Work || !quote {
        return None;
    }
    let first = open + 1;
    let most = zone.tokens.end.min(first + MAX_TITLE + 1);
    let close = (first..most).find(|&at| matches!(context.view.shown(at), "»" | "\"" | "”"))?;
    let words = first..close;
    let plain = words.clone().all(|at| context.view.has_letters(at));
    (plain && !words.is_empty()).then_some((entity_type, words))
}

/// Words of a title.
const MAX_TITLE: usize = 6;

/// The name that begins with the head at `idx`: without article before one or two nouns with
/// articles and an adjective of relation, or with its article and an adjective of nationality.
fn headed(context: &Context<'_>, zone: &Zone, idx: usize) -> Option<Tokens> {
    let (subtype, end) = head(context, idx)?;
    let definite = has_article(context, idx);
    let most = zone.tokens.end.min(end + MAX_BETWEEN + 1);
    let adjective = (end..most)
        .find(|&at| is_nationality(context, at))
        .or_else(|| (end + 1..most).find(|&at| !definite && is_relative_adjective(context, at)))?;
    let between = end..adjective;
    let nouns = between
        .clone()
        .all(|at| context.view.is_word(at) && has_article(context, at) && !has_clitic(context, at));
    let whole = if definite {
        // «الشركة الأميركية» only says which: «الجامعة الأردنية» is a name.
        between.len() < MAX_BETWEEN && is_official(subtype)
    } else {
        !between.is_empty()
    };
    (nouns && whole).then_some(idx..adjective + 1)
}

/// A given name right before a family name that stands alone: «رامي حداد».
fn given_name_before(context: &Context<'_>, name: &Tokens, least: usize) -> Option<usize> {
    let names = &context.knowledge.packs.names;
    let first = name.start.checked_sub(1).filter(|&first| first >= least)?;
    let given = name.len() == 1
        && context.view.is_word(first)
        && names.person_strength(context.view.folded(first)) >= KNOWN_NAME
        && !has_article(context, first)
        && !names.is_common(context.view.shown(first));
    given.then_some(first)
}

/// Strength of words that are names before all else.
const KNOWN_NAME: u8 = 2;

/// The head right before a name, when it has no article and the name none of its own.
fn head_before(context: &Context<'_>, name: &Tokens, least: usize) -> Option<usize> {
    if head(context, name.start).is_some() {
        return None;
    }
    let first = name.start.checked_sub(1).filter(|&first| first >= least)?;
    let (_, end) = head(context, first)?;
    (end == name.start && !has_article(context, first)).then_some(first)
}

/// One past the adjective of nationality behind the name of a body of state.
fn adjective_behind(context: &Context<'_>, name: &Tokens, most: usize) -> Option<usize> {
    let (subtype, end) = head(context, name.start)?;
    let common = (end..name.end).all(|at| has_article(context, at));
    let free = name.end < most && is_nationality(context, name.end);
    (free && common && is_official(subtype)).then_some(name.end + 1)
}

/// Whether there is one such body in a country.
const fn is_official(subtype: Subtype) -> bool {
    matches!(
        subtype,
        Subtype::Government | Subtype::Military | Subtype::Police | Subtype::Educational
    )
}

/// What a name of a body is also called: without an adjective of nationality at its end, without
/// the head. The head of a body of state does not fall from one word: «الصحة» is no ministry.
pub(super) fn short_forms<'w>(
    context: &Context<'_>,
    name: &Tokens,
    words: &'w [String],
) -> Vec<&'w [String]> {
    let mut forms = Vec::new();
    let Some((subtype, end)) = head(context, name.start) else {
        return forms;
    };
    let n_words = words.len();
    if n_words > 2 && is_nationality(context, name.end - 1) {
        forms.extend(words.get(..n_words - 1));
    }
    let rest = words.get(end - name.start..).unwrap_or_default();
    if rest.len() > 1 || rest.len() == 1 && !is_official(subtype) {
        forms.push(rest);
    }
    forms
}

/// A noun for a kind of body that begins with token `idx`.
fn head(context: &Context<'_>, idx: usize) -> Option<(Subtype, usize)> {
    let body = |entity_type| entity_type == EntityType::Organization;
    noun_at(context, idx, body).map(|((_, subtype), end)| (subtype, end))
}

fn is_nationality(context: &Context<'_>, idx: usize) -> bool {
    let found = context.view.term(idx, |class| {
        matches!(class, TermClass::Nationality { .. }).then_some(())
    });
    found.is_some_and(|((), end)| end == idx + 1)
        && has_article(context, idx)
        && !has_clitic(context, idx)
}

/// Whether the word has an article, behind its clitics or not.
fn has_article(context: &Context<'_>, idx: usize) -> bool {
    let folded = context.view.folded(idx);
    let clitics = &context.knowledge.packs.clitics;
    let mut cuts = Vec::new();
    clitics.cuts(folded, &mut cuts);
    let behind = |cut: &crate::lang::Cut<'_>| clitics.without_article(&cut.apply(folded)).is_some();
    clitics.without_article(folded).is_some() || cuts.iter().any(behind)
}

/// Whether something stands before the article.
fn has_clitic(context: &Context<'_>, idx: usize) -> bool {
    let clitics = &context.knowledge.packs.clitics;
    clitics.without_article(context.view.folded(idx)).is_none()
}
