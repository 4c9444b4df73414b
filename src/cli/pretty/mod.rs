//! The view for people: one fact a line, what it is first in ASCII, the value last.
//!
//! Values stand between isolates (U+2068 … U+2069), so that right-to-left text neither
//! moves the labels nor is torn apart by them.

mod found;

pub(super) use found::plain;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::server::pb;

const ISOLATE: char = '\u{2068}';
const POP: char = '\u{2069}';
/// Characters of a block that are shown.
const BLOCK_PREVIEW: usize = 90;

/// Writes `article`, whose offsets count UTF-8 bytes of `content`.
pub(super) fn write(
    out: &mut impl Write,
    article: &pb::StructuredArticle,
    content: &str,
    colour: bool,
) -> io::Result<()> {
    let mut view = View {
        out,
        colour,
        content,
        indent: 0,
        names: BTreeMap::new(),
    };
    view.learn_names(article);
    view.article(article)
}

/// A value that neither moves what stands around it nor is torn apart by it.
pub(super) fn isolated(value: &str) -> String {
    format!("{ISOLATE}{value}{POP}")
}

struct View<'v, W> {
    out: &'v mut W,
    colour: bool,
    content: &'v str,
    indent: usize,
    /// Names of the entities of the answer.
    names: BTreeMap<u32, String>,
}

impl<W: Write> View<'_, W> {
    fn learn_names(&mut self, article: &pb::StructuredArticle) {
        let names = article.entities.iter();
        self.names
            .extend(names.map(|entity| (entity.id, entity.name.clone())));
        for embedded in &article.embedded_articles {
            self.learn_names(embedded);
        }
    }

    fn fact(&mut self, name: &str, note: &str, value: &str) -> io::Result<()> {
        let (bold, dim, off) = if self.colour {
            ("\x1b[1;36m", "\x1b[2m", "\x1b[0m")
        } else {
            ("", "", "")
        };
        let indent = " ".repeat(self.indent);
        let value = isolated(&value.split_whitespace().collect::<Vec<_>>().join(" "));
        writeln!(
            self.out,
            "{indent}{bold}{name:<12}{off} {dim}{note:<34}{off} {value}"
        )
    }

    fn field(&mut self, name: &str, field: Option<&pb::TextField>) -> io::Result<()> {
        let Some(field) = field else { return Ok(()) };
        let rule = field
            .evidence
            .as_ref()
            .map_or("", |evidence| evidence.rule.as_str());
        self.fact(
            name,
            &format!("{:.2} {rule}", field.confidence),
            &field.text,
        )
    }

    fn article(&mut self, article: &pb::StructuredArticle) -> io::Result<()> {
        if let Some(language) = &article.language {
            self.fact(
                "language",
                &format!("{:.2}", language.confidence),
                &language.tag,
            )?;
        }
        self.field("headline", article.headline.as_ref())?;
        self.field("alternative", article.alternative_headline.as_ref())?;
        for (name, date) in [
            ("published", &article.date_published),
            ("modified", &article.date_modified),
        ] {
            if let Some(date) = date {
                let rule = date
                    .evidence
                    .as_ref()
                    .map_or("", |evidence| evidence.rule.as_str());
                self.fact(name, &format!("{:.2} {rule}", date.confidence), &date.value)?;
            }
        }
        for author in &article.authors {
            let kind = match author.kind() {
                pb::AuthorKind::Person | pb::AuthorKind::Unspecified => "person",
                pb::AuthorKind::Agency => "agency",
                pb::AuthorKind::Outlet => "outlet",
            };
            let name = author.name.clone().unwrap_or_default();
            let mut value = name.text;
            if let Some(place) = &author.place {
                value = format!("{value} ({})", place.text);
            }
            self.fact("author", &format!("{:.2} {kind}", name.confidence), &value)?;
        }
        if let Some(dateline) = &article.dateline {
            self.field("dateline", dateline.place.as_ref())?;
            self.field("  agency", dateline.agency.as_ref())?;
        }
        self.field("source", article.source.as_ref())?;
        self.field("section", article.section.as_ref())?;
        for keyword in &article.keywords {
            self.field("keyword", Some(keyword))?;
        }
        for related in &article.related_headlines {
            self.field("related", Some(related))?;
        }
        for entity in &article.entities {
            self.entity(entity)?;
        }
        for time in &article.times {
            self.time(time)?;
        }
        for quantity in &article.quantities {
            self.quantity(quantity)?;
        }
        for quotation in &article.quotations {
            self.quotation(quotation)?;
        }
        for reference in &article.cross_references {
            self.reference(article, reference)?;
        }
        for warning in &article.warnings {
            self.fact(
                "warning",
                warning
                    .kind()
                    .as_str_name()
                    .trim_start_matches("WARNING_KIND_"),
                &warning.message,
            )?;
        }
        writeln!(self.out)?;
        let mut embedded = article.embedded_articles.iter();
        for block in &article.blocks {
            let span = block.span.unwrap_or_default();
            let text = self
                .content
                .get(span.start as usize..span.end as usize)
                .unwrap_or_default();
            let kind = found::plain(block.kind().as_str_name(), "BLOCK_KIND_");
            let note = format!("{}..{}", span.start, span.end);
            let mut shown: String = text.trim().chars().take(BLOCK_PREVIEW).collect();
            if shown.len() < text.trim().len() {
                shown.push('…');
            }
            self.fact(&kind, &note, &shown)?;
            if block.kind() == pb::BlockKind::EmbeddedArticle
                && let Some(inner) = embedded.next()
            {
                self.indent += 4;
                self.article(inner)?;
                self.indent -= 4;
            }
        }
        Ok(())
    }
}
