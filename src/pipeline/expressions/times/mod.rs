//! Times that the text speaks of, normalised (TIMEX3, ISO 8601).
//!
//! In: the zones of an article as atoms of [`dates`](crate::pipeline::dates), the same that read its date of
//! publication. [`expression`] joins components («مساء», «الأحد», «الماضي») to one [`given`] time, [`range`],
//! [`duration`] and [`set`] build on it, and [`resolve`] counts from the anchor.
//!
//! Always holds: times stand in the order of the text and do not overlap; each rule looks at a
//! bounded number of atoms.

mod anchor;
mod clause;
mod clock;
mod date;
mod day_word;
mod duration;
mod ends;
mod expression;
mod find;
mod given;
mod holiday;
mod long;
mod month;
mod numeric;
mod offset;
mod opening;
mod part;
mod period;
mod range;
mod resolve;
mod set;
mod twin;
mod weekday;
mod words;

use crate::article::{Article, Evidence, TimeExpression};
use crate::pipeline::Hints;
use crate::pipeline::dates::atom::prose_atoms;
use crate::pipeline::tokens::{TokenView, Tokens};
use crate::pipeline::zones::{Zone, ZoneKind};
use crate::text::{Normalized, Span};

use anchor::{Anchored, anchor, anchor_in_text};
use clause::Clauses;
use find::{Found, What, find};
use given::Side;
use resolve::Resolver;

/// How times are read that lie as well before as behind the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Reading {
    /// As in news: a bare weekday or date is the last one, unless its clause looks forward; a
    /// number is a time only where words say so.
    #[default]
    News,
    /// As in what is said to a calendar: they lie ahead, lengths are counted to the minute, and a number
    /// behind a preposition is a day or an hour.
    Appointments,
}

/// The times in `zones`, in the order of the text.
pub(super) fn times(
    view: &TokenView<'_>,
    zones: &[Zone],
    hints: &Hints,
    article: &Article,
) -> Vec<TimeExpression> {
    let read: Vec<Tokens> = zones
        .iter()
        .filter(|zone| {
            matches!(
                zone.kind,
                ZoneKind::Headline | ZoneKind::Sentence | ZoneKind::Caption
            )
        })
        .map(|zone| zone.tokens.clone())
        .collect();
    times_in(view, &read, anchor(hints, article), Reading::News)
}

/// The times in the whole of a text that is no page, counted from [`Hints::retrieved_at`].
pub fn times_of_text(view: &TokenView<'_>, hints: &Hints, reading: Reading) -> Vec<TimeExpression> {
    let all = 0..view.segmentation.tokens.len();
    let view = &view.in_language(super::language(view, hints).as_deref());
    times_in(view, &[all], anchor::retrieved(hints), reading)
}

fn times_in(
    view: &TokenView<'_>,
    zones: &[Tokens],
    anchored: Option<Anchored>,
    reading: Reading,
) -> Vec<TimeExpression> {
    let found: Vec<(usize, Found)> = zones
        .iter()
        .enumerate()
        .take_while(|_| !view.stops())
        .flat_map(|(idx, zone)| {
            let atoms = prose_atoms(view, zone.clone());
            let found = find(&atoms, reading);
            found.into_iter().map(move |found| (idx, found))
        })
        .collect();
    let anchored = anchored.or_else(|| anchor_in_text(found.iter().map(|(_, found)| found)));
    let clauses: Vec<Clauses> = zones.iter().map(|zone| Clauses::new(view, zone)).collect();
    let mut times = Vec::with_capacity(found.len());
    let mut named: Option<(usize, Anchored)> = None;
    for (zone, found) in &found {
        let forward = match found.look {
            Some(side) => side == Side::Next,
            None => clauses
                .get(*zone)
                .is_some_and(|clauses| clauses.looks_forward(found.tokens.start)),
        };
        let from_text = reading == Reading::News && !forward && found.follows();
        let anchored = if from_text {
            named
                .as_ref()
                .filter(|(named_in, _)| zone - named_in <= found.reach())
                .map(|(_, anchored)| anchored)
        } else {
            anchored.as_ref()
        };
        let since = found.look == Some(Side::Last) && matches!(found.what, What::One(_));
        let resolver = Resolver {
            anchor: anchored.map(|anchored| anchored.anchor).unwrap_or_default(),
            forward,
            near: match found.look {
                Some(Side::Last) => false,
                Some(_) => true,
                None => !forward,
            },
            reading: if since { Reading::News } else { reading },
        };
        let Some(time) = time(view, found, &resolver, anchored) else {
            continue;
        };
        if let What::One(given) = &found.what
            && given.has_day()
            && let Some(anchored) = anchor::named(time.begin.as_deref())
        {
            named = Some((*zone, anchored));
        }
        times.push(time);
    }
    times
}

/// The time that was found, resolved; `None` where the calendar has no such time, and where no time
/// passes in it.
fn time(
    view: &TokenView<'_>,
    found: &Found,
    resolver: &Resolver,
    anchored: Option<&Anchored>,
) -> Option<TimeExpression> {
    let counted = match &found.what {
        What::One(given) => resolver.resolve(given),
        What::Range(ends) => resolver.range(ends),
        What::Again(again) => Some(Resolver::set(again)),
        What::Length(length, offset) => resolver.length(length, *offset, found.modifier),
        What::Beside(length, sign, given) => resolver.beside(length, *sign, given),
        What::Reference(reference) => Some(resolve::Resolved::reference(reference)),
    }?;
    // «الأيام 0 المقبلة», and a range from a moment to itself.
    let holds_nothing =
        matches!((&counted.begin, &counted.end), (Some(begin), Some(end)) if begin >= end);
    if holds_nothing {
        return None;
    }
    let whole = view.span(&found.tokens);
    let span: Span<Normalized> = Span::new(whole.start() + u32::from(found.front), whole.end());
    Some(TimeExpression {
        text: span.slice(view.text.as_str()).to_owned(),
        span: view.text.to_source(span),
        time_type: counted.time_type,
        value: counted.value,
        modifier: counted.modifier.or(found.modifier),
        begin: counted.begin,
        end: counted.end,
        anchor: anchored
            .filter(|_| counted.anchored)
            .map(|anchored| anchored.said.clone()),
        calendar: counted.calendar,
        confidence: confidence(found.rule, counted.anchored),
        evidence: Evidence { rule: found.rule },
    })
}

/// How sure a rule is, set by hand: no news with marked times is at hand to measure it on.
fn confidence(rule: &str, anchored: bool) -> f32 {
    let sure: f32 = match rule {
        "times/date" | "times/numeric" | "times/year" => 0.95,
        "times/length" | "times/set" | "times/range" | "times/month" | "times/day-word" => 0.9,
        "times/part-of-day" | "times/reference" | "times/day-of-month" => 0.8,
        _ => 0.85,
    };
    if anchored { sure - 0.05 } else { sure }
}
