//! The view for people: one fact a line, what it is first in ASCII, the value last.
//!
//! Values stand between isolates (U+2068 … U+2069), so that right-to-left text neither
//! moves the labels nor is torn apart by them.

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
    };
    view.article(article)
}

struct View<'v, W> {
    out: &'v mut W,
    colour: bool,
    content: &'v str,
    indent: usize,
}

impl<W: Write> View<'_, W> {
    fn fact(&mut self, name: &str, note: &str, value: &str) -> io::Result<()> {
        let (bold, dim, off) = if self.colour {
            ("\x1b[1;36m", "\x1b[2m", "\x1b[0m")
        } else {
            ("", "", "")
        };
        let indent = " ".repeat(self.indent);
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(
            self.out,
            "{indent}{bold}{name:<12}{off} {dim}{note:<34}{off} {ISOLATE}{value}{POP}"
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

    /// `0.93 person/politician 2x of IQ Q1`: probability, type, mentions, nationality and
    /// identifiers, then the name with its roles.
    fn entity(&mut self, entity: &pb::Entity) -> io::Result<()> {
        let mut kind = entity
            .r#type()
            .as_str_name()
            .trim_start_matches("ENTITY_TYPE_")
            .to_lowercase();
        if !entity.subtype.is_empty() {
            kind = format!("{kind}/{}", entity.subtype);
        }
        let n_mentions = entity.mentions.len();
        let mut note = format!("{:.2} {kind} {n_mentions}x", entity.confidence);
        if !entity.nationality.is_empty() {
            note = format!("{note} of {}", entity.nationality);
        }
        for known in &entity.knowledge_base_ids {
            note = format!("{note} {}", known.id);
        }
        let roles: Vec<&str> = entity.roles.iter().map(|role| role.text.as_str()).collect();
        let mut value = entity.name.clone();
        if !roles.is_empty() {
            value = format!("{value} ({})", roles.join("; "));
        }
        self.fact("entity", &note, &value)
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
            let kind = block
                .kind()
                .as_str_name()
                .trim_start_matches("BLOCK_KIND_")
                .to_lowercase();
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(entity: pb::Entity) -> String {
        let article = pb::StructuredArticle {
            entities: vec![entity],
            ..Default::default()
        };
        let mut out = Vec::new();
        write(&mut out, &article, "", false).unwrap();
        String::from_utf8(out).unwrap().trim_end().to_owned()
    }

    #[test]
    fn an_entity_is_one_line() {
        let role = |text: &str| pb::Role {
            text: text.to_owned(),
            ..Default::default()
        };
        let known = |base: &str, id: &str| pb::KnowledgeBaseId {
            base: base.to_owned(),
            id: id.to_owned(),
            confidence: 0.9,
        };
        let person = pb::Entity {
            r#type: pb::EntityType::Person.into(),
            subtype: "politician".to_owned(),
            name: "ليلى منصور".to_owned(),
            roles: vec![role("رئيسة البلدية"), role("نائبة سابقة")],
            nationality: "IQ".to_owned(),
            mentions: vec![pb::Mention::default(); 2],
            confidence: 0.934,
            ..Default::default()
        };
        assert_eq!(
            line(person),
            "entity       0.93 person/politician 2x of IQ    \
             \u{2068}ليلى منصور (رئيسة البلدية; نائبة سابقة)\u{2069}"
        );
        let place = pb::Entity {
            r#type: pb::EntityType::Location.into(),
            name: "المرج".to_owned(),
            mentions: vec![pb::Mention::default()],
            knowledge_base_ids: vec![known("wikidata", "Q1"), known("iso3166-1", "XM")],
            confidence: 0.5,
            ..Default::default()
        };
        assert_eq!(
            line(place),
            "entity       0.50 location 1x Q1 XM             \u{2068}المرج\u{2069}"
        );
    }
}
