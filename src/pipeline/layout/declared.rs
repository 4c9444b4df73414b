//! Fields of the article from what the markup states, beside what the text says.
//!
//! A statement that the text repeats is taken where it is printed. One that the text does not
//! repeat has no place: its span is empty. Where both speak and disagree, the answer says so,
//! and both stay: one in the field, all statements in [`Article::metadata`].

use rustc_hash::FxHashSet;

use super::address::f1;
use super::byline::byline;
use super::fields::names_person;
use super::page::{Page, Tokens};
use crate::article::{
    Article, Author, AuthorKind, Calendar, DateField, DateValue, Diagnostic, DiagnosticKind,
    Evidence, MetadataOrigin, MetadataProperty as Property, MetadataValue, TextField,
};
use crate::lang::TermClass;
use crate::markup::{self, Line};
use crate::pipeline::dates::find_dates;
use crate::pipeline::normalize::normalize;
use crate::pipeline::segment::{TokenKind, segment};
use crate::text::{Source, Span};

/// Tokens of one name.
const MAX_NAME_TOKENS: usize = 6;
/// Most tags of a page that are taken.
const MAX_KEYWORDS: usize = 64;
/// Shares of values that hold, by the rule that took them, on the pages of docs/html.md; of sections
/// and sources no truth is known there.
const STATED: &[(&str, f32)] = &[
    ("byline/metadata", 0.66),
    ("date/metadata", 0.96),
    ("headline/metadata", 0.75),
    ("keywords/metadata", 0.61),
    ("section/metadata", 0.5),
    ("source/metadata", 0.5),
];
/// Printed lines that agree less with what the markup states are other lines.
const LEAST_AGREEMENT: f32 = 0.35;
/// Words that may stand around a headline in a `title` element.
const TITLE_SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " » ", " : ", " · ", " :: "];

/// Joins the statements of the page with the fields that were read from its text.
pub(super) fn declare(page: &Page<'_>, metadata: &[MetadataValue], article: &mut Article) {
    let statements = Statements {
        page,
        metadata,
        nowhere: Span::new(article.span.start(), article.span.start()),
    };
    statements.headline(article);
    statements.dates(article);
    statements.authors(article);
    statements.keywords(article);
    statements.others(article);
    article.metadata = metadata.to_vec();
}

/// The wordings of the headline that the page states, the most reliable first.
pub(super) fn headlines(metadata: &[MetadataValue]) -> Vec<String> {
    let mut found = Vec::new();
    for value in of(metadata, Property::Headline) {
        if value.origin == MetadataOrigin::Html {
            found.push(without_site(&value.value, &found).to_owned());
        } else {
            found.push(value.value.clone());
        }
    }
    found
}

fn of(metadata: &[MetadataValue], property: Property) -> impl Iterator<Item = &MetadataValue> {
    metadata
        .iter()
        .filter(move |value| value.property == property)
}

/// A title without the name of the site behind it (or before it).
fn without_site<'t>(title: &'t str, known: &[String]) -> &'t str {
    let parts = TITLE_SEPARATORS
        .iter()
        .filter_map(|separator| title.rsplit_once(separator))
        .flat_map(|(before, behind)| [before, behind]);
    parts
        .clone()
        .find(|part| known.iter().any(|known| known == part))
        .or_else(|| parts.max_by_key(|part| part.len()))
        .unwrap_or(title)
}

struct Statements<'s, 'p> {
    page: &'s Page<'p>,
    metadata: &'s [MetadataValue],
    nowhere: Span<Source>,
}

impl Statements<'_, '_> {
    fn of(&self, property: Property) -> impl Iterator<Item = &MetadataValue> {
        of(self.metadata, property)
    }

    /// Text that is read as the page's own is: a name, a date.
    fn read<T>(&self, text: &str, read: impl FnOnce(&Page<'_>) -> T) -> T {
        let Page {
            packs,
            models,
            hints,
            ..
        } = *self.page;
        let input = normalize(text);
        let segmentation = segment(&input.text, packs, &models.vocabulary);
        read(&Page::new(&input, &segmentation, packs, models, hints))
    }

    fn field(&self, text: &str, rule: &'static str) -> TextField {
        if let Some(tokens) = self.printed(text) {
            return self.page.field(&tokens, rule, confidence(rule));
        }
        TextField {
            text: text.to_owned(),
            span: self.nowhere,
            confidence: confidence(rule),
            evidence: Evidence { rule },
        }
    }

    /// Where the page prints `text` first, letters folded.
    fn printed(&self, text: &str) -> Option<Tokens> {
        let wanted: Vec<String> = self.read(text, |own| {
            (0..own.seg.tokens.len())
                .map(|idx| own.folded(idx).to_owned())
                .collect()
        });
        let first = wanted.first()?;
        let page = self.page;
        let last = page.seg.tokens.len().checked_sub(wanted.len())?;
        let at = (0..=last).find(|&at| {
            page.folded(at) == first
                && wanted
                    .iter()
                    .enumerate()
                    .all(|(idx, word)| page.folded(at + idx) == word)
        })?;
        Some(at..at + wanted.len())
    }

    fn folded(&self, text: &str) -> String {
        self.read(text, |own| {
            let is_word =
                |idx: &usize| matches!(own.kind(*idx), Some(TokenKind::Word | TokenKind::Number));
            let words = (0..own.seg.tokens.len()).filter(is_word);
            words
                .map(|idx| own.folded(idx))
                .collect::<Vec<_>>()
                .join(" ")
        })
    }

    fn headline(&self, article: &mut Article) {
        let stated = headlines(self.metadata);
        let Some(best) = stated.first() else {
            return;
        };
        let Some(printed) = &article.headline else {
            article.headline = Some(self.field(best, "headline/metadata"));
            return;
        };
        let own = self.folded(&printed.text);
        let folded: Vec<String> = stated.iter().map(|title| self.folded(title)).collect();
        if folded
            .iter()
            .any(|title| *title == own || title.contains(&own) || own.contains(title.as_str()))
        {
            return;
        }
        let agreement = |title: &String| shared_words(&own, title);
        let most = folded.iter().map(agreement).fold(0.0, f32::max);
        let span = printed.span;
        if most < LEAST_AGREEMENT && !self.is_heading(span) {
            article.headline = Some(self.field(best, "headline/metadata"));
        } else {
            let message = format!("the markup states another headline: {best}");
            disagree(article, span, message);
        }
    }

    /// Whether the markup makes a first heading of the line at `span`.
    fn is_heading(&self, span: Span<Source>) -> bool {
        let line = self.page.outline.at(span.start());
        line.is_some_and(Line::is_title)
    }

    fn date(&self, property: Property) -> Option<(DateValue, Calendar, &MetadataValue)> {
        self.of(property).find_map(|value| {
            let date = self.read(&value.value, |own| {
                let tokens = 0..own.seg.tokens.len();
                find_dates(own.seg, tokens, own.packs, own.hints)
                    .into_iter()
                    .find(|date| date.anchor.is_none() && date.value.day.is_some())
            })?;
            Some((date.value, date.calendar, value))
        })
    }

    fn dates(&self, article: &mut Article) {
        for (property, name) in [
            (Property::DatePublished, "date of publication"),
            (Property::DateModified, "date of modification"),
        ] {
            let Some((value, calendar, stated)) = self.date(property) else {
                continue;
            };
            let printed = if property == Property::DatePublished {
                article.date_published.take()
            } else {
                article.date_modified.take()
            };
            let day = |value: &DateValue| (value.year, value.month, value.day);
            let agrees = printed
                .as_ref()
                .is_none_or(|printed| day(&printed.value) == day(&value));
            if let Some(printed) = printed.as_ref().filter(|_| !agrees) {
                let message = format!("the markup states another {name} than {}", printed.value);
                disagree(article, printed.span, message);
            }
            let field = match printed.filter(|_| agrees) {
                // The page prints the same day, with as much of the clock.
                Some(printed) if printed.value.time.is_some() || value.time.is_none() => printed,
                printed => {
                    let (text, span) = printed.map_or_else(
                        || (stated.value.clone(), self.nowhere),
                        |printed| (printed.text, printed.span),
                    );
                    DateField {
                        value,
                        text,
                        calendar,
                        anchor: None,
                        span,
                        confidence: confidence("date/metadata"),
                        evidence: Evidence {
                            rule: "date/metadata",
                        },
                    }
                }
            };
            if property == Property::DatePublished {
                article.date_published = Some(field);
            } else {
                article.date_modified = Some(field);
            }
        }
    }

    fn authors(&self, article: &mut Article) {
        let origin = self.of(Property::Author).next().map(|value| value.origin);
        let mut stated: Vec<Author> = Vec::new();
        for value in self
            .of(Property::Author)
            .filter(|value| Some(value.origin) == origin)
        {
            let (mut authors, whole) = self.read(&value.value, |own| {
                let tokens = 0..own.seg.tokens.len();
                let read = byline(own, &tokens, true, "byline/metadata");
                let authors = read.map(|byline| byline.authors).unwrap_or_default();
                (authors, is_one_name(own))
            });
            if let [one] = authors.as_mut_slice()
                && whole
            {
                one.name.text.clone_from(&value.value);
            }
            if value.key.ends_with(markup::ORGANIZATION) {
                for author in &mut authors {
                    if author.kind == AuthorKind::Person {
                        author.kind = AuthorKind::Outlet;
                    }
                }
            }
            for author in authors {
                let field = |field: &TextField| self.field(&field.text, "byline/metadata");
                let author = Author {
                    name: field(&author.name),
                    kind: author.kind,
                    place: None,
                    role: None,
                };
                if !stated
                    .iter()
                    .any(|known| known.name.text == author.name.text)
                {
                    stated.push(author);
                }
            }
        }
        if stated.is_empty() || (names_person(&article.authors) && !names_person(&stated)) {
            return;
        }
        let printed: Vec<(String, Author)> = std::mem::take(&mut article.authors)
            .into_iter()
            .map(|author| (self.folded(&author.name.text), author))
            .collect();
        for author in &mut stated {
            let own = self.folded(&author.name.text);
            if let Some((_, known)) = printed.iter().find(|(name, _)| *name == own) {
                *author = known.clone();
            }
        }
        article.authors = stated;
    }

    fn keywords(&self, article: &mut Article) {
        if !article.keywords.is_empty() {
            return;
        }
        let origin = self.of(Property::Keyword).next().map(|value| value.origin);
        let stated = self
            .of(Property::Keyword)
            .filter(|value| Some(value.origin) == origin);
        article.keywords = stated
            .take(MAX_KEYWORDS)
            .map(|value| self.field(&value.value, "keywords/metadata"))
            .collect();
    }

    fn others(&self, article: &mut Article) {
        if article.section.is_none() {
            article.section = self
                .of(Property::Section)
                .next()
                .map(|value| self.field(&value.value, "section/metadata"));
        }
        if article.source.is_none() {
            article.source = self
                .of(Property::Publisher)
                .next()
                .map(|value| self.field(&value.value, "source/metadata"));
        }
    }
}

/// Says that the markup states something else than the text.
fn disagree(article: &mut Article, span: Span<Source>, message: String) {
    article.diagnostics.push(Diagnostic {
        kind: DiagnosticKind::MetadataDisagrees,
        message,
        span,
    });
}

/// Whether a statement is the name of one author and nothing else.
fn is_one_name(own: &Page<'_>) -> bool {
    let announced = own
        .terms_at(0)
        .any(|(_, term)| term.class == TermClass::BylineMarker);
    !announced
        && own.seg.tokens.len() <= MAX_NAME_TOKENS
        && !own
            .text()
            .contains([',', '/', ';', '|', '&', ':', '،', '('])
}

fn confidence(rule: &str) -> f32 {
    let known = STATED.iter().find(|(known, _)| *known == rule);
    known.map_or(0.5, |(_, share)| *share)
}

/// How many words two texts share: F1 over their sets of words.
fn shared_words(a: &str, b: &str) -> f32 {
    let words = |text: &str| -> FxHashSet<String> { text.split(' ').map(str::to_owned).collect() };
    f1(&words(a), &words(b))
}
