//! Whole answers to messy pages, reviewed: `tests/snapshots/*.md`.
//!
//! A case says what it shows, then gives the page and the answer, one fact a line.
//! A mismatch fails and writes nothing; `UPDATE_EXPECT=1 cargo test --test snapshots` writes
//! the answers, and the diff is reviewed. Confidences are left out: every calibration moves them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use maqal::article::{
    Amount, Article, Author, CrossReference, DateField, Entity, MentionKind, Quantity, Quotation,
    ReferenceEnd, TextField, TimeExpression,
};
use maqal::pipeline::{Hints, Pipeline};
use maqal::text::{Source, Span};

const PAGE: &str = "```text\n";
const ANSWER: &str = "```expect\n";
const END: &str = "```\n";
/// Characters shown of a long text: its two ends say where it was cut.
const HEAD: usize = 44;
const TAIL: usize = 24;

/// One case, cut at its fences.
struct Case<'f> {
    /// All that stands before the answer.
    before: &'f str,
    page: &'f str,
    answer: &'f str,
}

fn parse(file: &str) -> Case<'_> {
    let page_at = file.find(PAGE).expect("no ```text") + PAGE.len();
    let page_end = page_at
        + file[page_at..]
            .find("\n```\n")
            .expect("the page has no end")
        + 1;
    let answer_at = page_end + file[page_end..].find(ANSWER).expect("no ```expect") + ANSWER.len();
    let answer = file[answer_at..]
        .strip_suffix(END)
        .expect("the answer does not close the file");
    Case {
        before: &file[..answer_at],
        page: &file[page_at..page_end],
        answer,
    }
}

/// Everything that an answer says but its confidences: ASCII first, values last.
fn render(article: &Article, raw: &str) -> String {
    let mut out = String::new();
    Printer {
        raw,
        indent: 0,
        out: &mut out,
    }
    .article(article);
    out
}

struct Printer<'p> {
    raw: &'p str,
    indent: usize,
    out: &'p mut String,
}

impl Printer<'_> {
    fn fact(&mut self, name: &str, note: &str, value: &str) {
        let head = format!("{:indent$}{name}", "", indent = self.indent);
        let shown = shorten(&value.replace('\n', "⏎").replace('\t', "⇥"));
        let line = format!("{head:<22} {note:<34} «{shown}»");
        writeln!(self.out, "{line}").unwrap();
    }

    fn field(&mut self, name: &str, extra: &str, field: Option<&TextField>) {
        if let Some(field) = field {
            let note = format!("{} {}{extra}", at(field.span), field.evidence.rule);
            self.fact(name, &note, &field.text);
        }
    }

    fn date(&mut self, name: &str, date: Option<&DateField>) {
        if let Some(date) = date {
            let anchor = date.anchor.map_or(String::new(), |a| format!(" {a:?}"));
            let note = format!(
                "{} {} {} {:?}{anchor}",
                date.value,
                at(date.span),
                date.evidence.rule,
                date.calendar
            );
            self.fact(name, &note, &date.text);
        }
    }

    fn author(&mut self, author: &Author) {
        let kind = format!(" {:?}", author.kind);
        self.field("author", &kind, Some(&author.name));
        self.indent += 2;
        self.field("place", "", author.place.as_ref());
        self.field("role", "", author.role.as_ref());
        self.indent -= 2;
    }

    /// One line, then one for each role.
    fn entity(&mut self, entity: &Entity) {
        // Named one by one, but for what moves with the weights.
        let Entity {
            id,
            entity_type,
            subtype,
            name,
            transliteration,
            roles,
            nationality,
            mentions,
            salience: _,
            knowledge_base_ids,
            knowledge_base_candidates: _,
            confidence: _,
        } = entity;
        let mut note = format!("{id} {}", entity_type.name());
        if let Some(subtype) = subtype {
            write!(note, "/{subtype}").unwrap();
        }
        if let Some(nationality) = nationality {
            write!(note, " of {nationality}").unwrap();
        }
        for known in knowledge_base_ids {
            write!(note, " {}:{}", known.base, known.id).unwrap();
        }
        if let Some(latin) = transliteration {
            write!(note, " {latin}").unwrap();
        }
        write!(note, " {}x", mentions.len()).unwrap();
        // What many mentions share stands once.
        let mut last = (MentionKind::Name, "");
        for mention in mentions {
            let this = (mention.kind, mention.evidence.rule);
            if this != last {
                write!(note, " {:?} {}", this.0, this.1).unwrap();
                last = this;
            }
            write!(note, " {}", at(mention.span)).unwrap();
        }
        self.fact("entity", &note, name);
        self.indent += 2;
        for role in roles {
            let held_at = role.held_at.map_or(String::new(), |id| format!(" at {id}"));
            let rule = role.evidence.rule;
            let note = format!("{} {rule} {:?}{held_at}", at(role.span), role.tenure);
            self.fact("role", &note, &role.text);
        }
        self.indent -= 2;
    }

    fn time(&mut self, time: &TimeExpression) {
        let mut note = format!("{} {:?} {}", at(time.span), time.time_type, time.value);
        if let Some(modifier) = time.modifier {
            write!(note, " {modifier:?}").unwrap();
        }
        if let (Some(begin), Some(end)) = (&time.begin, &time.end) {
            write!(note, " [{begin}, {end})").unwrap();
        }
        if let Some(anchor) = &time.anchor {
            write!(note, " from {:?} {}", anchor.kind, anchor.value).unwrap();
        }
        write!(note, " {:?} {}", time.calendar, time.evidence.rule).unwrap();
        self.fact("time", &note, &time.text);
    }

    fn quantity(&mut self, quantity: &Quantity) {
        let amount = match quantity.amount {
            Amount::Value(value) => value.to_string(),
            range @ Amount::Range { .. } => format!("{range:?}"),
        };
        let mut note = format!("{} {:?} {amount}", at(quantity.span), quantity.kind);
        if quantity.approximate {
            note.push_str(" approximate");
        }
        if let Some(unit) = &quantity.unit {
            write!(note, " {unit:?}").unwrap();
        }
        if let Some(casualty) = quantity.casualty {
            write!(note, " {casualty:?}").unwrap();
        }
        write!(note, " {}", quantity.evidence.rule).unwrap();
        self.fact("quantity", &note, &quantity.text);
    }

    fn quotation(&mut self, quotation: &Quotation) {
        let rule = quotation.evidence.rule;
        self.fact("quotation", &format!("{:?} {rule}", quotation.kind), "");
        self.indent += 2;
        for words in &quotation.content {
            self.fact("content", &at(words.span), &words.text);
        }
        if let Some(cue) = &quotation.cue {
            self.fact("cue", &at(cue.span), &cue.text);
        }
        if let Some(speaker) = &quotation.speaker {
            let entity = speaker
                .entity
                .map_or(String::new(), |id| format!("entity {id} "));
            let note = format!("{entity}{}", speaker.evidence.rule);
            let text = speaker.words.as_ref().map_or("", |words| &words.text);
            self.fact("speaker", &note, text);
        }
        if let Some(medium) = &quotation.medium {
            self.fact("medium", &at(medium.span), &medium.text);
        }
        self.indent -= 2;
    }

    fn reference(&mut self, reference: &CrossReference) {
        let end = |end: &ReferenceEnd| match end {
            ReferenceEnd::Words(words) => format!("{} {}", at(words.span), words.text),
            ReferenceEnd::Entity(id) => format!("entity {id}"),
            ReferenceEnd::RelatedHeadline(idx) => format!("related {idx}"),
            ReferenceEnd::EmbeddedArticle(idx) => format!("embedded {idx}"),
            ReferenceEnd::KnowledgeBase { base, id } => format!("{base}:{id}"),
        };
        let mut note = format!("{:?} {}", reference.kind, reference.evidence.rule);
        if let Some(similarity) = reference.similarity {
            write!(note, " {similarity:.2}").unwrap();
        }
        for words in &reference.shared {
            write!(note, " by {} {}", at(words.span), words.text).unwrap();
        }
        let ends = format!("{} → {}", end(&reference.from), end(&reference.to));
        self.fact("reference", &note, &ends);
    }

    fn article(&mut self, article: &Article) {
        // Named one by one: a new field must be shown here too.
        let Article {
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
            // Texts have none.
            metadata: _,
            embedded_articles,
            diagnostics,
            // What was not taken is no part of the answer.
            considered: _,
        } = article;
        let language = language.as_ref().map_or("", |language| &language.tag);
        self.fact("article", &at(*span), language);
        self.field("headline", "", headline.as_ref());
        self.field("alternative", "", alternative_headline.as_ref());
        self.date("published", date_published.as_ref());
        self.date("modified", date_modified.as_ref());
        for author in authors {
            self.author(author);
        }
        if let Some(dateline) = dateline {
            let whole = &self.raw[dateline.span.range()];
            self.fact("dateline", &at(dateline.span), whole);
            self.indent += 2;
            self.field("place", "", Some(&dateline.place));
            self.field("agency", "", dateline.agency.as_ref());
            self.indent -= 2;
        }
        self.field("source", "", source.as_ref());
        self.field("section", "", section.as_ref());
        for keyword in keywords {
            self.field("keyword", "", Some(keyword));
        }
        for related in related_headlines {
            self.field("related", "", Some(related));
        }
        for entity in entities {
            self.entity(entity);
        }
        for time in times {
            self.time(time);
        }
        for quantity in quantities {
            self.quantity(quantity);
        }
        for quotation in quotations {
            self.quotation(quotation);
        }
        for reference in cross_references {
            self.reference(reference);
        }
        for diagnostic in diagnostics {
            let note = format!("{} {:?}", at(diagnostic.span), diagnostic.kind);
            self.fact("warning", &note, &diagnostic.message);
        }
        for block in blocks {
            let text = &self.raw[block.span.range()];
            let language = block.language.as_deref().unwrap_or_default();
            let note = format!("{} {} {language}", at(block.span), block.rule);
            self.fact(&format!(". {:?}", block.kind), note.trim_end(), text);
        }
        for paragraph in paragraphs {
            let note = format!("{} block {}", at(paragraph.span), paragraph.block_idx);
            self.fact("paragraph", &note, &paragraph.text);
        }
        for sentence in sentences {
            let text = &self.raw[sentence.span.range()];
            let note = format!("{} paragraph {}", at(sentence.span), sentence.paragraph_idx);
            self.fact("sentence", &note, text);
        }
        for embedded in embedded_articles {
            self.fact("embedded", &at(embedded.span), "");
            self.indent += 2;
            self.article(embedded);
            self.indent -= 2;
        }
    }
}

fn at(span: Span<Source>) -> String {
    format!("{}..{}", span.start(), span.end())
}

fn shorten(text: &str) -> String {
    let count = text.chars().count();
    if count <= HEAD + TAIL + 3 {
        return text.to_owned();
    }
    let head: String = text.chars().take(HEAD).collect();
    let tail: String = text.chars().skip(count - TAIL).collect();
    format!("{head} … {tail}")
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    cases.sort();
    cases
}

/// The first line that differs, with what was expected.
fn first_difference(expected: &str, found: &str) -> String {
    let (mut left, mut right) = (expected.lines(), found.lines());
    for number in 1.. {
        let pair = (left.next(), right.next());
        if pair.0 != pair.1 || pair == (None, None) {
            let show = |line: Option<&str>| line.unwrap_or("(no more lines)").to_owned();
            let (old, new) = (show(pair.0), show(pair.1));
            return format!("line {number}\n  expected {old}\n  found    {new}");
        }
    }
    String::new()
}

#[test]
fn answers_are_as_reviewed() {
    let pipeline = Pipeline::embedded().unwrap();
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    let paths = cases();
    assert!(paths.len() >= 12, "cases are missing: {paths:?}");
    let mut wrong = Vec::new();
    for path in paths {
        let file = fs::read_to_string(&path).unwrap();
        let case = parse(&file);
        let article = pipeline.structure(case.page, &Hints::default());
        let found = render(&article, case.page);
        if found == case.answer {
            continue;
        }
        if update {
            fs::write(&path, format!("{}{found}{END}", case.before)).unwrap();
        } else {
            let difference = first_difference(case.answer, &found);
            wrong.push(format!("{}: {difference}", path.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "answers differ; if the new ones are right, run with UPDATE_EXPECT=1 and review the diff\n{}",
        wrong.join("\n")
    );
}
