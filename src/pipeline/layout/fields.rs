//! Fields in the making, and the choices between candidates for one field.

use super::page::{Page, Tokens};
use super::piece::{BULLETS, QUOTES};
use crate::article::{
    Author, AuthorKind, Considered, DateField, Dateline, Diagnostic, DiagnosticKind, Evidence,
    Subject, TextField,
};
use crate::lang::LabelRole;
use crate::pipeline::dates::DateMatch;

/// Everything read so far for one article.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) headline: Option<TextField>,
    pub(super) headline_tokens: Option<Tokens>,
    pub(super) alternative_headline: Option<TextField>,
    pub(super) date_candidates: Vec<DateCandidate>,
    pub(super) authors: Vec<Author>,
    /// How many of them stand above the headline without a word that announces them.
    pub(super) authors_above: usize,
    /// Authors named where the lead opens; they count when no byline stands elsewhere.
    pub(super) lead_authors: Vec<Author>,
    pub(super) dateline: Option<Dateline>,
    pub(super) source: Option<TextField>,
    /// An agency that opens the lead without a place: `(CNN)--`.
    pub(super) lead_credit: Option<TextField>,
    pub(super) section: Option<TextField>,
    pub(super) keywords: Vec<TextField>,
    pub(super) related: Vec<TextField>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Readings that were weighed against each other.
    pub(super) considered: Vec<Considered>,
    /// A label that stands alone and waits for the next line: its role and piece.
    pub(super) pending: Option<(LabelRole, usize)>,
    /// No body was found: nothing may be claimed.
    pub(super) not_an_article: bool,
}

/// Where a date stands, best place last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DateZone {
    Masthead,
    Body,
    Tail,
    AboveHeadline,
    BelowHeadline,
}

/// A date that may be the article's.
#[derive(Debug, Clone)]
pub(super) struct DateCandidate {
    pub(super) date: DateMatch,
    /// The label that announced it.
    pub(super) label: Option<LabelRole>,
    pub(super) zone: DateZone,
    pub(super) piece_idx: usize,
    /// Pieces between it and the headline.
    pub(super) distance: usize,
    /// The line holds little else.
    pub(super) alone: bool,
    /// The address of the page names the same day.
    pub(super) in_address: bool,
}

/// What it is worth that the address names the same day.
const ADDRESS_GAIN: f32 = 2.5;

impl DateCandidate {
    fn score(&self) -> f32 {
        let mut score = match self.zone {
            DateZone::Masthead => -1.0,
            DateZone::Body => 0.2,
            DateZone::Tail => 0.5,
            DateZone::AboveHeadline => 1.5,
            DateZone::BelowHeadline => 2.0,
        };
        if self.label.is_some() {
            score += match self.zone {
                DateZone::Masthead | DateZone::AboveHeadline | DateZone::BelowHeadline => 3.0,
                // A labelled date further down may be that of another article.
                DateZone::Body => 1.0,
                DateZone::Tail => 1.6,
            };
        }
        if self.alone {
            score += 0.5;
        }
        if self.in_address {
            score += ADDRESS_GAIN;
        }
        if self.date.value.time.is_some() {
            score += 0.2;
        }
        if self.date.value.day.is_none() {
            score -= 1.0;
        }
        #[allow(clippy::cast_precision_loss, reason = "small counts")]
        let distance = self.distance.min(50) as f32;
        score - 0.02 * distance
    }

    fn rule(&self) -> &'static str {
        match (self.label.is_some(), self.zone) {
            (true, DateZone::Tail | DateZone::Body) => "date/labelled-behind",
            (true, _) => "date/labelled",
            (false, DateZone::Masthead) => "date/masthead",
            (false, DateZone::Body) => "date/in-body",
            (false, DateZone::Tail) => "date/behind",
            (false, DateZone::AboveHeadline) => "date/above-headline",
            (false, DateZone::BelowHeadline) => "date/below-headline",
        }
    }

    fn field(&self, page: &Page<'_>, confidence: f32) -> DateField {
        DateField {
            value: self.date.value,
            text: page.slice(&self.date.tokens).to_owned(),
            calendar: self.date.calendar,
            anchor: self.date.anchor,
            span: page.source_span(&self.date.tokens),
            confidence,
            evidence: Evidence { rule: self.rule() },
        }
    }
}

/// The dates of publication and modification among the candidates.
pub(super) fn choose_dates(
    page: &Page<'_>,
    draft: &mut Draft,
) -> (Option<DateField>, Option<DateField>) {
    let modified_label =
        |candidate: &&DateCandidate| candidate.label == Some(LabelRole::DateModified);
    let best = |candidates: &mut dyn Iterator<Item = &DateCandidate>| -> Option<DateCandidate> {
        candidates
            .filter(|candidate| candidate.score() > 0.0)
            .reduce(|best, next| {
                if next.score() > best.score() {
                    next
                } else {
                    best
                }
            })
            .cloned()
    };
    let published = best(
        &mut draft
            .date_candidates
            .iter()
            .filter(|candidate| !modified_label(candidate)),
    );
    let modified = best(&mut draft.date_candidates.iter().filter(modified_label));
    if let Some(published) = &published {
        let rival = draft.date_candidates.iter().find(|other| {
            !modified_label(other)
                && published.score() - other.score() < 0.4
                && (
                    other.date.value.year,
                    other.date.value.month,
                    other.date.value.day,
                ) != (
                    published.date.value.year,
                    published.date.value.month,
                    published.date.value.day,
                )
        });
        if let Some(rival) = rival {
            draft.diagnostics.push(Diagnostic {
                kind: DiagnosticKind::AmbiguousDate,
                message: format!(
                    "{} and {} could both be the date of publication",
                    published.date.value, rival.date.value
                ),
                span: page.source_span(&rival.date.tokens),
            });
        }
    }
    let explained = [
        (Subject::DatePublished, &published),
        (Subject::DateModified, &modified),
    ];
    for (subject, taken) in explained.into_iter().filter(|_| page.explain) {
        let of_subject = draft
            .date_candidates
            .iter()
            .filter(|candidate| modified_label(candidate) == (subject == Subject::DateModified));
        let readings = of_subject.map(|candidate| Considered {
            subject,
            value: candidate.date.value.to_string(),
            span: page.source_span(&candidate.date.tokens),
            rule: Some(candidate.rule()),
            score: candidate.score(),
            taken: taken
                .as_ref()
                .is_some_and(|taken| taken.date.tokens == candidate.date.tokens),
        });
        draft
            .considered
            .extend(Considered::best(readings.collect()));
    }
    // An update alone still dates the article from above: it is no date of publication.
    (
        published.map(|candidate| candidate.field(page, candidate.score())),
        modified.map(|candidate| candidate.field(page, candidate.score())),
    )
}

/// Drops brackets, quotes and bullets around a value.
pub(super) fn trim_value(page: &Page<'_>, value: &Tokens) -> Tokens {
    page.trim(value.clone(), |idx| {
        page.is_mark(idx, BULLETS)
            || page.is_mark(idx, QUOTES)
            || page.is_mark(idx, &['(', ')', '[', ']', ':', '.', ',', '،', '/', '\\'])
    })
}

/// Drops authors that are printed again.
pub(super) fn distinct_authors(authors: Vec<Author>) -> Vec<Author> {
    let mut kept: Vec<Author> = Vec::new();
    for author in authors {
        match kept
            .iter_mut()
            .find(|other| other.name.text == author.name.text)
        {
            Some(other) => {
                if other.place.is_none() {
                    other.place = author.place;
                }
            }
            None => kept.push(author),
        }
    }
    // A desk or agency printed beside persons stays; order is the page's.
    kept.sort_by_key(|author| author.name.span);
    kept
}

/// Whether any author is a person or an agency: not just the outlet itself.
pub(super) fn names_reporter(authors: &[Author]) -> bool {
    authors
        .iter()
        .any(|author| author.kind != AuthorKind::Outlet)
}

/// Whether any author is a person.
pub(super) fn names_person(authors: &[Author]) -> bool {
    authors
        .iter()
        .any(|author| author.kind == AuthorKind::Person)
}
