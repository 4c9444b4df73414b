//! Names, whole: those of bodies with the noun that says what they are before them and the adjective of
//! nationality behind them.
//!
//! The tagger marks «تويوتا» in «شركة تويوتا» and «وزارة الصحة» in «وزارة الصحة العراقية»; names
//! that it passes over stand between such a noun and such an adjective too: «نقابة المهندسين
//! اللبنانيين», «الجامعة الأردنية».

use rustc_hash::FxHashSet;

use super::context::{Context, Tokens};
use super::kinds::noun_at;
use super::mention::{Found, is_taken};
use super::nested::is_relative_adjective;
use crate::article::{EntityType, Subtype};
use crate::lang::TermClass;
use crate::pipeline::tokens::Clitic;
use crate::pipeline::zones::Zone;

/// How sure a name is that only its head and its adjective tell.
const HEADED: f32 = 0.75;
/// Words between head and adjective.
const MAX_BETWEEN: usize = 2;

/// Widens the names of persons in `mentions`, and those of `bodies`, if asked to: corpora mark
/// «تويوتا» alone.
pub(super) fn widen(context: &Context<'_>, zones: &[Zone], bodies: bool, mentions: &mut [Found]) {
    if !context.conventions.heads_first {
        return;
    }
    let spoken = speakers(context, zones);
    for idx in 0..mentions.len() {
        let Some(found) = mentions.get(idx) else {
            break;
        };
        let person = found.entity_type == EntityType::Person;
        let place = bodies && found.entity_type == EntityType::Location;
        let body = bodies && found.entity_type == EntityType::Organization;
        if !person && !body && !place || found.nested {
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
        let tokens = if place {
            region_before(context, found, least).unwrap_or(name.start)..name.end
        } else if person {
            let start = given_name_before(context, name, least).unwrap_or(name.start);
            let end = family_name_behind(context, &spoken, name, most);
            start..end.unwrap_or(name.end)
        } else {
            let start = head_before(context, name, least).unwrap_or(name.start);
            let end = adjective_behind(context, &(start..name.end), most);
            let end = end.unwrap_or_else(|| without_adjective(context, &(start..name.end)));
            start..field_behind(context, start, end, most).unwrap_or(end)
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
    if !context.conventions.heads_first {
        return;
    }
    let mut fresh = Vec::new();
    for (number, zone) in zones.iter().enumerate() {
        let mut idx = zone.tokens.start;
        while idx < zone.tokens.end {
            let body = headed(context, zone, idx).or_else(|| observed(context, zone, idx));
            let body = body.filter(|tokens| {
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
    context.view.cuts(next, &mut cuts);
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

/// The body that no list has a head for: «المرصد السوري لحقوق الإنسان».
fn observed(context: &Context<'_>, zone: &Zone, idx: usize) -> Option<Tokens> {
    let end = idx + 1;
    let means_more = context.view.terms_at(idx).any(|(found, term)| {
        found.end as usize == end
            && matches!(
                term.class,
                TermClass::Office(_) | TermClass::Nationality { .. }
            )
    });
    let noun = context.view.is_word(idx) && has_article(context, idx) && !means_more;
    if !noun || end >= zone.tokens.end || !is_nationality(context, end) {
        return None;
    }
    let field = field(context, end + 1, |front| front.preposition)?;
    (field <= zone.tokens.end).then_some(idx..field)
}

/// The name that begins with the head at `idx`: without article before one or two nouns with
/// articles and an adjective of relation, or with its article and an adjective of nationality.
fn headed(context: &Context<'_>, zone: &Zone, idx: usize) -> Option<Tokens> {
    let (subtype, end) = head(context, idx)?;
    let definite = has_article(context, idx);
    // «الاتحاد الجهوي للشغل»
    if definite
        && end < zone.tokens.end
        && is_relative_adjective(context, end)
        && let Some(end) = field_behind(context, idx, end + 1, zone.tokens.end)
    {
        return Some(idx..end);
    }
    let most = zone.tokens.end.min(end + MAX_BETWEEN + 1);
    let adjective = (end..most)
        .find(|&at| is_nationality(context, at))
        .or_else(|| (end + 1..most).find(|&at| !definite && is_relative_adjective(context, at)))?;
    let between = end..adjective;
    let nouns = between
        .clone()
        .all(|at| context.view.is_word(at) && has_article(context, at) && !has_clitic(context, at));
    let whole = if definite {
        // «الشركة الأميركية» only says which: «الجامعة الأردنية» and «النادي الثقافي العربي» are
        // names.
        let titled = between.len() == 1
            && is_relative_adjective(context, between.start)
            && !is_nationality(context, between.start);
        between.len() < MAX_BETWEEN && is_official(subtype) || titled
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

/// The word of direction before a name with which it is another region of the base: «غرب أفريقيا».
fn region_before(context: &Context<'_>, name: &Found, least: usize) -> Option<usize> {
    let first = name
        .tokens
        .start
        .checked_sub(1)
        .filter(|&first| first >= least)?;
    let head = context.view.terms_at(first).any(|(found, term)| {
        found.at_start && found.end as usize == first + 1 && term.class == TermClass::PlaceHead
    });
    let kb = context.knowledge.kb;
    let whole = || format!("{} {}", context.view.folded(first), name.surface.key());
    let region = head && {
        let mut known = kb.named(&whole()).into_iter();
        known.any(|one| kb.entry(one.entry).subtype() == "world region")
    };
    region.then_some(first)
}

/// Strength of words that are names before all else.
const KNOWN_NAME: u8 = 2;

/// The words right behind a verb of saying.
fn speakers<'c>(context: &Context<'c>, zones: &[Zone]) -> FxHashSet<&'c str> {
    let tokens = zones.iter().flat_map(|zone| zone.tokens.clone().skip(1));
    let words = tokens.filter(|&idx| {
        let verb = context.view.term(idx - 1, |class| {
            matches!(class, TermClass::ReportVerb | TermClass::SpeechVerb(_)).then_some(())
        });
        context.view.is_word(idx) && verb.is_some_and(|((), end)| end == idx)
    });
    words.map(|idx| context.view.folded(idx)).collect()
}

/// One past the family name behind a given name that stands alone, when the article lets the
/// family name alone speak elsewhere: «سمية عودة … وأضافت عودة».
fn family_name_behind(
    context: &Context<'_>,
    spoken: &FxHashSet<&str>,
    name: &Tokens,
    most: usize,
) -> Option<usize> {
    let names = &context.knowledge.packs.names;
    let next = name.end;
    let folded = context.view.folded(next);
    let alone = name.len() == 1
        && names.person_strength(context.view.folded(name.start)) >= KNOWN_NAME
        && !has_article(context, name.start);
    let means_more = context.view.terms_at(next).any(|(found, term)| {
        found.at_start
            && matches!(
                term.class,
                TermClass::FunctionWord
                    | TermClass::Office(_)
                    | TermClass::EntityHead { .. }
                    | TermClass::ReferenceWord(_)
                    | TermClass::ReportVerb
                    | TermClass::SpeechVerb(_)
                    | TermClass::Honorific
                    | TermClass::Relative(_)
            )
    });
    let family = next < most
        && context.view.is_word(next)
        && context.view.token(next).is_some_and(|token| !token.glued)
        && spoken.contains(folded)
        && names.person_strength(folded) > 0;
    (alone && family && !means_more).then_some(next + 1)
}

/// One past a name without the adjective of nationality that only describes it: «شركة بي بي
/// البريطانية». It belongs to names that are common nouns («الاتحاد الكيني») and of the state.
fn without_adjective(context: &Context<'_>, name: &Tokens) -> usize {
    let last = name.end - 1;
    let describes = head(context, name.start).is_some_and(|(subtype, end)| {
        let mut between = end..last;
        !is_official(subtype)
            && !has_article(context, name.start)
            && !between.is_empty()
            && between.all(|at| context.view.is_word(at) && !has_article(context, at))
            && is_nationality(context, last)
    });
    if describes { last } else { name.end }
}

/// One past what a body that begins with token `start` is for, behind `end`: «المرصد السوري لحقوق
/// الإنسان», «وكالة السودان للأنباء», «هيئة البحرين للسياحة والمعارض».
pub(super) fn field_behind(
    context: &Context<'_>,
    start: usize,
    end: usize,
    most: usize,
) -> Option<usize> {
    head(context, start).filter(|&(_, head_end)| head_end < end)?;
    let mut end = field(context, end, |front| front.preposition)?;
    if end < most && is_relative_adjective(context, end) && has_article(context, end - 1) {
        end += 1;
    }
    if let Some(joined) = field(context, end, |front| {
        front.conjunction && !front.preposition
    }) {
        end = joined;
    }
    (end <= most).then_some(end)
}

/// One past the field of a body that begins in token `idx` behind such a front.
fn field(context: &Context<'_>, idx: usize, wanted: impl Fn(Clitic) -> bool) -> Option<usize> {
    let folded = context.view.folded(idx);
    context.view.terms_at(idx).find_map(|(found, term)| {
        let front = context.view.front(found)?;
        // An article hides the clitics before it.
        let mut cuts = Vec::new();
        context.view.cuts(folded, &mut cuts);
        let article = || {
            let mut cuts = cuts.iter();
            cuts.any(|cut| {
                wanted(Clitic {
                    conjunction: cut.conjunction,
                    preposition: cut.preposition,
                    ..front
                })
            })
        };
        let field = term.class == TermClass::BodyField && found.first as usize == idx;
        (field && (wanted(front) || front.article && article())).then_some(found.end as usize)
    })
}

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
    // «البنك المركزي المصري»: «الشركة المصرية» only says which.
    let titled = has_article(context, name.start)
        && end < name.end
        && is_relative_adjective(context, name.end - 1)
        && !is_nationality(context, name.end - 1);
    (free && common && (is_official(subtype) || titled)).then_some(name.end + 1)
}

/// Whether there is one such body in a country.
const fn is_official(subtype: Subtype) -> bool {
    matches!(
        subtype,
        Subtype::Government | Subtype::Military | Subtype::Police | Subtype::Educational
    )
}

/// Whether such bodies are called by their own word alone: «تويوتا», but not «المهندسين» for their
/// union.
const fn is_trade(subtype: Subtype) -> bool {
    matches!(
        subtype,
        Subtype::Company | Subtype::Media | Subtype::Sports | Subtype::Party | Subtype::ArmedGroup
    )
}

/// What a name of a body is also called: without an adjective of nationality at its end, without
/// the head. The head of a body of state does not fall from one word: «الصحة» is no ministry.
pub(super) fn short_forms<'w>(
    context: &Context<'_>,
    name: &Tokens,
    words: &'w [String],
) -> Vec<&'w [String]> {
    if !context.conventions.heads_first {
        return Vec::new();
    }
    let mut forms = Vec::new();
    let Some((subtype, end)) = head(context, name.start) else {
        return forms;
    };
    let n_words = words.len();
    if n_words > 2 && is_nationality(context, name.end - 1) {
        forms.extend(words.get(..n_words - 1));
    }
    let rest = words.get(end - name.start..).unwrap_or_default();
    if rest.len() > 1 || rest.len() == 1 && is_trade(subtype) {
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
