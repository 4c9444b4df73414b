//! Domain → wire. Dull and exhaustive: a new field of the domain does not compile until it is here.

mod entity;
mod explanation;
mod expression;
mod reference;

use super::from_proto::Options;
use super::pb;
use super::telemetry::Lap;
use crate::article as domain;
use crate::pipeline::Input;
use crate::text::{PositionIndex, Source, Span};

/// The wire form of `article`, read from `input` in `laps`, pruned by the options' mask; the
/// client of a page gets its `visible_text` back.
pub fn article(
    article: domain::Article,
    id: String,
    input: Input<'_>,
    options: &Options,
    laps: &[Lap],
) -> pb::StructuredArticle {
    let writer = Writer {
        positions: PositionIndex::new(input.text(), options.encoding),
        sentences: options.sentences,
        explain: options.analyses.explain,
    };
    let mut wire = writer.article(article);
    wire.id = id;
    if let Input::Page(page) = input {
        wire.visible_text.clone_from(&page.text);
    }
    if let Some(explanation) = &mut wire.explanation {
        explanation.stages = explanation::stages(laps);
    }
    options.mask.prune(&mut wire);
    wire
}

struct Writer<'c> {
    positions: PositionIndex<'c>,
    sentences: bool,
    explain: bool,
}

impl Writer<'_> {
    fn article(&self, article: domain::Article) -> pb::StructuredArticle {
        let domain::Article {
            span,
            language,
            headline,
            alternative_headline,
            date_published,
            date_modified,
            authors,
            dateline,
            source,
            section,
            keywords,
            related_headlines,
            blocks,
            paragraphs,
            sentences,
            entities,
            times,
            quantities,
            quotations,
            cross_references,
            embedded_articles,
            metadata,
            diagnostics,
            considered,
        } = article;
        let texts = |fields: Vec<domain::TextField>| {
            fields.into_iter().map(|field| self.text(field)).collect()
        };
        pb::StructuredArticle {
            id: String::new(),
            span: Some(self.span(span)),
            language: language
                .map(|domain::LanguageGuess { tag, confidence }| pb::Language { tag, confidence }),
            headline: headline.map(|field| self.text(field)),
            alternative_headline: alternative_headline.map(|field| self.text(field)),
            date_published: date_published.map(|date| self.date(date)),
            date_modified: date_modified.map(|date| self.date(date)),
            authors: authors
                .into_iter()
                .map(|author| self.author(author))
                .collect(),
            dateline: dateline.map(|dateline| self.dateline(dateline)),
            source: source.map(|field| self.text(field)),
            section: section.map(|field| self.text(field)),
            keywords: texts(keywords),
            related_headlines: texts(related_headlines),
            blocks: blocks.into_iter().map(|block| self.block(block)).collect(),
            paragraphs: paragraphs
                .into_iter()
                .map(|paragraph| self.paragraph(paragraph))
                .collect(),
            sentences: if self.sentences {
                sentences
                    .into_iter()
                    .map(|sentence| self.sentence(sentence))
                    .collect()
            } else {
                Vec::new()
            },
            embedded_articles: embedded_articles
                .into_iter()
                .map(|article| self.article(article))
                .collect(),
            visible_text: String::new(),
            metadata: metadata.into_iter().map(metadata_value).collect(),
            warnings: diagnostics
                .into_iter()
                .map(|diagnostic| self.warning(diagnostic))
                .collect(),
            entities: entities
                .into_iter()
                .map(|entity| self.entity(entity))
                .collect(),
            times: times.into_iter().map(|time| self.time(time)).collect(),
            quantities: quantities
                .into_iter()
                .map(|quantity| self.quantity(quantity))
                .collect(),
            quotations: quotations
                .into_iter()
                .map(|quotation| self.quotation(quotation))
                .collect(),
            cross_references: cross_references
                .into_iter()
                .map(|reference| self.reference(reference))
                .collect(),
            explanation: self.explain.then(|| self.explanation(considered)),
        }
    }

    fn span(&self, span: Span<Source>) -> pb::Span {
        let (start, end) = self.positions.convert_span(span);
        pb::Span { start, end }
    }

    /// Where a field stands, if it stands in the text.
    fn place(&self, span: Span<Source>) -> Option<pb::Span> {
        (!span.is_empty()).then(|| self.span(span))
    }

    fn text(&self, field: domain::TextField) -> pb::TextField {
        let domain::TextField {
            text,
            span,
            confidence,
            evidence,
        } = field;
        pb::TextField {
            text,
            span: self.place(span),
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    fn date(&self, date: domain::DateField) -> pb::DateField {
        let domain::DateField {
            value,
            text,
            calendar,
            anchor,
            span,
            confidence,
            evidence,
        } = date;
        let anchor = match anchor {
            None => pb::DateAnchor::Unspecified,
            Some(domain::DateAnchor::RetrievedAt) => pb::DateAnchor::RetrievedAt,
        };
        pb::DateField {
            value: value.to_string(),
            text,
            calendar: self::calendar(calendar).into(),
            anchor: anchor.into(),
            span: self.place(span),
            confidence,
            evidence: Some(self::evidence(evidence)),
        }
    }

    fn author(&self, author: domain::Author) -> pb::Author {
        let domain::Author {
            name,
            kind,
            place,
            role,
        } = author;
        let kind = match kind {
            domain::AuthorKind::Person => pb::AuthorKind::Person,
            domain::AuthorKind::Agency => pb::AuthorKind::Agency,
            domain::AuthorKind::Outlet => pb::AuthorKind::Outlet,
        };
        pb::Author {
            name: Some(self.text(name)),
            kind: kind.into(),
            place: place.map(|field| self.text(field)),
            role: role.map(|field| self.text(field)),
        }
    }

    fn dateline(&self, dateline: domain::Dateline) -> pb::Dateline {
        let domain::Dateline {
            place,
            agency,
            span,
        } = dateline;
        pb::Dateline {
            place: Some(self.text(place)),
            agency: agency.map(|field| self.text(field)),
            span: Some(self.span(span)),
        }
    }

    fn block(&self, block: domain::Block) -> pb::Block {
        let domain::Block {
            kind,
            span,
            language,
            confidence,
            rule,
        } = block;
        pb::Block {
            kind: block_kind(kind).into(),
            span: Some(self.span(span)),
            language: language.unwrap_or_default(),
            confidence,
            evidence: Some(evidence(domain::Evidence { rule })),
        }
    }

    fn paragraph(&self, paragraph: domain::Paragraph) -> pb::Paragraph {
        let domain::Paragraph {
            text,
            span,
            block_idx,
        } = paragraph;
        pb::Paragraph {
            text,
            span: Some(self.span(span)),
            block_index: index(block_idx),
        }
    }

    fn sentence(&self, sentence: domain::Sentence) -> pb::Sentence {
        let domain::Sentence {
            span,
            paragraph_idx,
        } = sentence;
        pb::Sentence {
            span: Some(self.span(span)),
            paragraph_index: index(paragraph_idx),
        }
    }

    fn warning(&self, diagnostic: domain::Diagnostic) -> pb::Warning {
        let domain::Diagnostic {
            kind,
            message,
            span,
        } = diagnostic;
        let kind = match kind {
            domain::DiagnosticKind::MojibakeRepaired => pb::WarningKind::MojibakeRepaired,
            domain::DiagnosticKind::EncodingDamaged => pb::WarningKind::EncodingDamaged,
            domain::DiagnosticKind::EntitiesDecoded => pb::WarningKind::EntitiesDecoded,
            domain::DiagnosticKind::AmbiguousDate => pb::WarningKind::AmbiguousDate,
            domain::DiagnosticKind::AmbiguousHeadline => pb::WarningKind::AmbiguousHeadline,
            domain::DiagnosticKind::NotAnArticle => pb::WarningKind::NotAnArticle,
            domain::DiagnosticKind::MetadataDisagrees => pb::WarningKind::MetadataDisagrees,
        };
        pb::Warning {
            kind: kind.into(),
            message,
            span: Some(self.span(span)),
        }
    }
}

fn metadata_value(value: domain::MetadataValue) -> pb::MetadataValue {
    let domain::MetadataValue {
        property,
        value,
        origin,
        key,
    } = value;
    let property = match property {
        domain::MetadataProperty::Headline => pb::MetadataProperty::Headline,
        domain::MetadataProperty::AlternativeHeadline => pb::MetadataProperty::AlternativeHeadline,
        domain::MetadataProperty::Description => pb::MetadataProperty::Description,
        domain::MetadataProperty::DatePublished => pb::MetadataProperty::DatePublished,
        domain::MetadataProperty::DateModified => pb::MetadataProperty::DateModified,
        domain::MetadataProperty::Author => pb::MetadataProperty::Author,
        domain::MetadataProperty::Publisher => pb::MetadataProperty::Publisher,
        domain::MetadataProperty::Section => pb::MetadataProperty::Section,
        domain::MetadataProperty::Keyword => pb::MetadataProperty::Keyword,
        domain::MetadataProperty::Language => pb::MetadataProperty::Language,
        domain::MetadataProperty::Url => pb::MetadataProperty::Url,
    };
    let origin = match origin {
        domain::MetadataOrigin::JsonLd => pb::MetadataOrigin::JsonLd,
        domain::MetadataOrigin::Microdata => pb::MetadataOrigin::Microdata,
        domain::MetadataOrigin::OpenGraph => pb::MetadataOrigin::OpenGraph,
        domain::MetadataOrigin::Meta => pb::MetadataOrigin::Meta,
        domain::MetadataOrigin::Html => pb::MetadataOrigin::Html,
    };
    pb::MetadataValue {
        property: property.into(),
        value,
        origin: origin.into(),
        key,
    }
}

fn evidence(evidence: domain::Evidence) -> pb::Evidence {
    let domain::Evidence { rule } = evidence;
    pb::Evidence {
        rule: rule.to_owned(),
    }
}

fn index(idx: usize) -> u32 {
    u32::try_from(idx).unwrap_or(u32::MAX)
}

fn block_kind(kind: domain::BlockKind) -> pb::BlockKind {
    match kind {
        domain::BlockKind::Headline => pb::BlockKind::Headline,
        domain::BlockKind::AlternativeHeadline => pb::BlockKind::AlternativeHeadline,
        domain::BlockKind::Date => pb::BlockKind::Date,
        domain::BlockKind::Byline => pb::BlockKind::Byline,
        domain::BlockKind::Dateline => pb::BlockKind::Dateline,
        domain::BlockKind::Section => pb::BlockKind::Section,
        domain::BlockKind::Paragraph => pb::BlockKind::Paragraph,
        domain::BlockKind::Subheading => pb::BlockKind::Subheading,
        domain::BlockKind::Question => pb::BlockKind::Question,
        domain::BlockKind::Answer => pb::BlockKind::Answer,
        domain::BlockKind::Caption => pb::BlockKind::Caption,
        domain::BlockKind::RelatedHeadline => pb::BlockKind::RelatedHeadline,
        domain::BlockKind::Source => pb::BlockKind::Source,
        domain::BlockKind::Keywords => pb::BlockKind::Keywords,
        domain::BlockKind::Label => pb::BlockKind::Label,
        domain::BlockKind::Navigation => pb::BlockKind::Navigation,
        domain::BlockKind::Share => pb::BlockKind::Share,
        domain::BlockKind::Comment => pb::BlockKind::Comment,
        domain::BlockKind::Copyright => pb::BlockKind::Copyright,
        domain::BlockKind::Advertisement => pb::BlockKind::Advertisement,
        domain::BlockKind::EmbeddedArticle => pb::BlockKind::EmbeddedArticle,
        domain::BlockKind::Other => pb::BlockKind::Other,
    }
}

const fn calendar(calendar: domain::Calendar) -> pb::Calendar {
    match calendar {
        domain::Calendar::Gregorian => pb::Calendar::Gregorian,
        domain::Calendar::Hijri => pb::Calendar::Hijri,
        domain::Calendar::Jalali => pb::Calendar::Jalali,
    }
}
