//! Offices and roles of persons, by apposition.
//!
//! Before the name: «وزير الخارجية العراقي فؤاد حسين», «رئيس الوزراء العراقي، محمد شياع
//! السوداني». Behind it, between commas: «فؤاد حسين، وزير الخارجية العراقي،». Not: «التقى
//! الوزير أمس محمد», where other words stand between. A role opens with the name of an office;
//! its complement goes on to the name, over nouns, adjectives and names, but no verb and no mark.

use super::context::{Context, Tokens};
use super::linking::{is_complement, nationality};
use super::surface::surface;
use crate::article::{EntityType, Subtype, Tenure};
use crate::kb::link::Country;
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;
use crate::text::{Normalized, Span};

/// A role, before its place is known as an entity.
#[derive(Debug, Clone)]
pub(super) struct FoundRole {
    /// Its tokens.
    pub(super) tokens: Tokens,
    /// Where it stands, clitics left outside.
    pub(super) span: Span<Normalized>,
    /// Whether it is held.
    pub(super) tenure: Tenure,
    /// What holders of the office are.
    pub(super) subtype: Subtype,
    /// The country that an adjective of nationality in it names.
    pub(super) country: Option<Country>,
    /// Probability that it is this person's.
    pub(super) confidence: f32,
    /// The rule that found it.
    pub(super) rule: &'static str,
}

/// A mention of any type, as far as roles care.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// Its tokens.
    pub(super) tokens: Tokens,
    /// Its type.
    pub(super) entity_type: EntityType,
}

/// Words that a role has at most.
const MAX_WORDS: usize = 10;
/// Confidences, as measured on development text.
const DIRECT: f32 = 0.95;
const BEHIND_COMMA: f32 = 0.9;
const BEHIND_NAME: f32 = 0.85;
/// The same of an office of several, set by hand.
const SHARED: f32 = 0.75;
/// Persons that share an office at most.
const MAX_SHARERS: usize = 6;

/// One past the last token of a title or office that begins at token `idx`: «Dr.» with its mark.
pub(super) fn title_at(context: &Context<'_>, idx: usize) -> Option<usize> {
    let view = context.view;
    let ((), end) = view.term(idx, |class| {
        matches!(class, TermClass::Honorific | TermClass::Office(_)).then_some(())
    })?;
    let marked = view.shown(end) == "." && view.token(end).is_some_and(|token| token.glued);
    Some(end + usize::from(marked))
}

/// The roles of the person named at `person`, in the order of the text; `named` are all
/// mentions of the article in order.
pub(super) fn roles(
    context: &Context<'_>,
    zone: &Zone,
    named: &[Named],
    person: &Tokens,
) -> Vec<FoundRole> {
    let before = before(context, zone, named, person, false)
        .or_else(|| shared(context, zone, named, person));
    let behind = behind(context, zone, named, person);
    before.into_iter().chain(behind).collect()
}

fn before(
    context: &Context<'_>,
    zone: &Zone,
    named: &[Named],
    person: &Tokens,
    several: bool,
) -> Option<FoundRole> {
    let office_class = |class| match class {
        TermClass::OfficeOfSeveral(subtype) => several.then_some(subtype),
        class => self::office_class(class),
    };
    let mut end = person.start;
    while end > zone.tokens.start && is_honorific(context, end - 1) {
        end -= 1;
    }
    let honorific = end..person.start;
    let comma = end > zone.tokens.start && is_comma(context, end - 1);
    if comma {
        end -= 1;
    }
    let least = zone.tokens.start.max(end.saturating_sub(MAX_WORDS));
    let mut office: Option<(usize, Subtype)> = None;
    let mut idx = end;
    while idx > least {
        idx -= 1;
        if stops(context, named, idx, comma) {
            break;
        }
        let found = context
            .view
            .term(idx, office_class)
            .filter(|&(_, to)| to <= end);
        match (found, office) {
            (Some((subtype, _)), None) => office = Some((idx, subtype)),
            // A deputy's office holds that of whom he stands for: نائب رئيس الوزراء. Not طالب
            // رئيس الوزراء: what is no office is a verb here.
            (Some((subtype, to)), Some((first, _)))
                if to >= first && subtype != Subtype::Person =>
            {
                office = Some((idx, subtype));
            }
            (None, Some((first, subtype))) => {
                let tenure = context.view.term(idx, tenure_class);
                if tenure.is_some_and(|(_, to)| to == first) {
                    office = Some((idx, subtype));
                } else {
                    break;
                }
            }
            (Some(_), Some(_)) => break,
            (None, None) => {}
        }
    }
    if let Some((first, subtype)) = office {
        let confidence = if comma { BEHIND_COMMA } else { DIRECT };
        return found(context, first..end, subtype, confidence, "roles/before");
    }
    // A title alone: «الدكتور فلان».
    let (subtype, _) = context.view.term(honorific.start, office_class)?;
    if honorific.is_empty() || subtype == Subtype::Person {
        return None;
    }
    found(context, honorific, subtype, DIRECT, "roles/before")
}

/// The office of several persons before the first of them: «وزيرا الخارجية والدفاع سامر الخطيب
/// وليلى منصور».
fn shared(
    context: &Context<'_>,
    zone: &Zone,
    named: &[Named],
    person: &Tokens,
) -> Option<FoundRole> {
    let mut first = named.partition_point(|name| name.tokens.start < person.start);
    for _ in 0..MAX_SHARERS {
        let (Some(name), Some(before)) = (
            named.get(first),
            first.checked_sub(1).and_then(|idx| named.get(idx)),
        ) else {
            break;
        };
        if before.entity_type != EntityType::Person || !joined(context, before, name) {
            break;
        }
        first -= 1;
    }
    let leader = named.get(first)?;
    let next = named.get(first + 1)?;
    let several = next.entity_type == EntityType::Person && joined(context, leader, next);
    let role = several.then(|| before(context, zone, named, &leader.tokens, true))??;
    let opens = context.view.term(role.tokens.start, |class| match class {
        TermClass::OfficeOfSeveral(subtype) => Some(subtype),
        _ => None,
    });
    opens.map(|_| FoundRole {
        confidence: SHARED,
        rule: "roles/shared",
        ..role
    })
}

/// Whether a conjunction or a comma, and nothing else, stands between two names.
fn joined(context: &Context<'_>, name: &Named, next: &Named) -> bool {
    let between = name.tokens.end..next.tokens.start;
    match between.len() {
        0 => {
            let mut cuts = Vec::new();
            let folded = context.view.folded(next.tokens.start);
            context.view.cuts(folded, &mut cuts);
            cuts.iter().any(|cut| cut.conjunction)
        }
        1 => {
            is_comma(context, between.start)
                || context
                    .view
                    .term(between.start, |class| {
                        (class == TermClass::Conjunction).then_some(())
                    })
                    .is_some()
        }
        _ => false,
    }
}

fn behind(
    context: &Context<'_>,
    zone: &Zone,
    named: &[Named],
    person: &Tokens,
) -> Option<FoundRole> {
    let comma = person.end < zone.tokens.end && is_comma(context, person.end);
    let first = person.end + usize::from(comma);
    let (subtype, mut end) = context.view.term(first, office_class)?;
    let most = zone.tokens.end.min(first + MAX_WORDS);
    if end > most {
        return None;
    }
    while end < most && !stops(context, named, end, false) {
        end += 1;
    }
    // What leads up to another name is that one's role.
    let at = named.partition_point(|name| name.tokens.end <= end);
    let of_another = named.get(at).is_some_and(|name| {
        name.entity_type == EntityType::Person && name.tokens.start == end
            || name.tokens.start < end
    });
    let closed = end >= zone.tokens.end || !context.view.has_letters(end);
    if of_another || comma && !closed {
        return None;
    }
    found(context, first..end, subtype, BEHIND_NAME, "roles/after")
}

fn found(
    context: &Context<'_>,
    tokens: Tokens,
    subtype: Subtype,
    confidence: f32,
    rule: &'static str,
) -> Option<FoundRole> {
    // An office that begins with a letter that could be a particle is whole: والي, وكيل.
    let span = if opens_whole(context, tokens.start) {
        context.view.span(&tokens)
    } else {
        surface(context, &tokens, false)?.span
    };
    let tenure = tokens
        .clone()
        .find_map(|idx| context.view.term(idx, tenure_class))
        .map_or(Tenure::Current, |(tenure, _)| tenure);
    let country = tokens
        .clone()
        .filter(|&idx| !is_complement(context, idx))
        .find_map(|idx| context.view.term(idx, nationality)?.0);
    Some(FoundRole {
        tokens,
        span,
        tenure,
        subtype,
        country,
        confidence,
        rule,
    })
}

/// Whether the name of an office, or what stands before one, begins where token `idx` does.
fn opens_whole(context: &Context<'_>, idx: usize) -> bool {
    let opens = |class| office_class(class).is_some() || tenure_class(class).is_some();
    context
        .view
        .terms_at(idx)
        .any(|(found, term)| found.at_start && opens(term.class))
}

/// Whether a role cannot reach over token `idx`: a mark, a verb, a small word, a person. Before
/// a comma a small word may lead to a place: «السفيرة الأميركية في بغداد، آلينا».
fn stops(context: &Context<'_>, named: &[Named], idx: usize, comma: bool) -> bool {
    if !context.view.has_letters(idx) {
        return !is_quote(context, idx);
    }
    let at = named.partition_point(|name| name.tokens.end <= idx);
    let name = named.get(at).filter(|name| name.tokens.start <= idx);
    if name.is_some_and(|name| name.entity_type == EntityType::Person) {
        return true;
    }
    if name.is_some() {
        return false;
    }
    let leads = comma
        && named
            .get(at)
            .is_some_and(|name| name.tokens.start == idx + 1);
    let small = context.view.terms_at(idx).any(|(found, term)| {
        let whole = found.at_start && found.end as usize == idx + 1;
        whole
            && match term.class {
                TermClass::FunctionWord | TermClass::Conjunction => !leads,
                TermClass::ReportVerb | TermClass::Relative(_) | TermClass::Weekday(_) => true,
                _ => false,
            }
    });
    small && context.view.term(idx, office_class).is_none()
}

fn is_comma(context: &Context<'_>, idx: usize) -> bool {
    matches!(context.view.shown(idx), "،" | "," | "-" | "–")
}

fn is_quote(context: &Context<'_>, idx: usize) -> bool {
    matches!(context.view.shown(idx), "«" | "»" | "\"" | "“" | "”")
}

fn is_honorific(context: &Context<'_>, idx: usize) -> bool {
    context.view.is_one(idx, TermClass::Honorific)
}

fn office_class(class: TermClass) -> Option<Subtype> {
    match class {
        TermClass::Office(subtype) => Some(subtype),
        _ => None,
    }
}

fn tenure_class(class: TermClass) -> Option<Tenure> {
    match class {
        TermClass::Tenure(tenure) => Some(tenure),
        _ => None,
    }
}
