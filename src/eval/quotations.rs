//! Quotations of marked texts against those that the pipeline finds.
//!
//! In: texts with marked quotations (JSON lines, positions in code points). Each line of a text
//! is a paragraph, or the headline; the layout is not asked, so that nothing but the quotations
//! is measured. Out: precision, recall and F1 of what was said, exactly and by overlap, and of
//! what was found the share with the right kind, cue, speaker and medium.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use super::json_lines::{self, JsonLinesError};
use crate::article::{
    Article, Block, BlockKind, Evidence, LanguageGuess, Paragraph, Quotation, QuotationKind,
    Sentence, TextField, Words,
};
use crate::lang::FoldTable;
use crate::pipeline::entities::{Knowledge, find_entities};
use crate::pipeline::expressions::find_expressions;
use crate::pipeline::normalize::normalize;
use crate::pipeline::segment::{segment, sentences};
use crate::pipeline::tokens::TokenView;
use crate::pipeline::{Analyses, Hints};
use crate::text::{Source, Span};

/// Share of two stretches together that they must have in common to be the same statement.
const OVERLAP: f64 = 0.8;

/// A text with its quotations.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuotedText {
    /// Its name in the file.
    pub id: String,
    /// The construction that it is an example of.
    pub category: String,
    /// It is a headline.
    #[serde(default)]
    pub headline: bool,
    /// The text.
    pub text: String,
    /// What is said in it.
    pub annotations: Vec<Annotation>,
}

/// A marked quotation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// What was said, in pieces.
    pub content: Vec<Piece>,
    /// `direct`, `indirect` or `mixed`.
    pub kind: KindName,
    /// The word of saying.
    #[serde(default)]
    pub cue: Option<Piece>,
    /// Who speaks, as the sentence says it.
    #[serde(default)]
    pub speaker: Option<Piece>,
    /// Who that is: a name, or the description of the sentence before; where absent, nobody
    /// else than [`Self::speaker`] says.
    #[serde(default)]
    pub speaker_name: Option<String>,
    /// Where or how it was said.
    #[serde(default)]
    pub medium: Option<Piece>,
}

/// Words at their place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Their first code point.
    pub start: usize,
}

/// Names of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KindName {
    /// In marks.
    Direct,
    /// In the reporter's words.
    Indirect,
    /// Both.
    Mixed,
}

impl KindName {
    const fn kind(self) -> QuotationKind {
        match self {
            Self::Direct => QuotationKind::Direct,
            Self::Indirect => QuotationKind::Indirect,
            Self::Mixed => QuotationKind::Mixed,
        }
    }
}

/// Reads a file; empty lines are skipped.
///
/// # Errors
/// It cannot be read, or has a line that is none of this form.
pub fn read(path: &Path) -> Result<Vec<QuotedText>, JsonLinesError> {
    let texts = json_lines::read(path, parse)?;
    Ok(texts.into_iter().map(|(_, text)| text).collect())
}

fn parse(line: &str) -> Result<QuotedText, String> {
    let text: QuotedText = serde_json::from_str(line).map_err(|error| error.to_string())?;
    for annotation in &text.annotations {
        let one = [&annotation.cue, &annotation.speaker, &annotation.medium];
        let pieces = annotation.content.iter().chain(one.into_iter().flatten());
        for piece in pieces {
            if text.bytes(piece).is_none() {
                return Err(format!("`{}` is not at {}", piece.text, piece.start));
            }
        }
    }
    Ok(text)
}

impl QuotedText {
    /// Where a piece stands, in bytes.
    fn bytes(&self, piece: &Piece) -> Option<Range<usize>> {
        let ends = self.text.char_indices().map(|(at, _)| at);
        let start = ends.chain([self.text.len()]).nth(piece.start)?;
        let range = start..start + piece.text.len();
        (self.text.get(range.clone()) == Some(piece.text.as_str())).then_some(range)
    }
}

/// The article that `text` is, with the entities and quotations found in it.
pub fn article(text: &QuotedText, knowledge: Knowledge<'_>) -> Article {
    let normalized = normalize(&text.text).text;
    let segmentation = segment(&normalized, knowledge.packs, knowledge.vocabulary);
    let view = TokenView::new(&normalized, &segmentation, knowledge.packs);
    let mut article = Article {
        span: Span::from_range(0..text.text.len()),
        language: crate::lang::detect(&text.text).map(|(tag, confidence)| LanguageGuess {
            tag: tag.to_owned(),
            confidence,
        }),
        ..Article::default()
    };
    let mut start = 0;
    for line in normalized.as_str().split_inclusive('\n') {
        let span = Span::from_range(start..start + line.trim_end().len());
        start += line.len();
        let source = normalized.to_source(span);
        if text.headline {
            article.headline = Some(TextField {
                text: line.trim_end().to_owned(),
                span: source,
                confidence: 1.0,
                evidence: Evidence { rule: "given" },
            });
            continue;
        }
        let paragraph_idx = article.paragraphs.len();
        let found = sentences(&normalized, &segmentation, span, knowledge.packs);
        article.sentences.extend(found.iter().map(|&span| Sentence {
            span: normalized.to_source(span),
            paragraph_idx,
        }));
        article.paragraphs.push(Paragraph {
            text: line.trim_end().to_owned(),
            span: source,
            block_idx: article.blocks.len(),
        });
        article.blocks.push(Block {
            kind: BlockKind::Paragraph,
            span: source,
            language: None,
            confidence: 1.0,
            rule: "given",
        });
    }
    find_entities(&view, knowledge, &mut article);
    let analyses = Analyses {
        quotations: true,
        ..Analyses::NONE
    };
    find_expressions(&view, &Hints::default(), analyses, &mut (), &mut article);
    article
}

/// Counts of one category, or of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Marked quotations.
    pub gold: usize,
    /// Found ones.
    pub found: usize,
    /// Found with exactly these ends.
    pub exact: usize,
    /// Found with an overlap of at least 0.8.
    pub overlap: usize,
    /// Of the overlapping ones, with the right kind,
    pub kind: usize,
    /// cue,
    pub cue: usize,
    /// speaker (who it is),
    pub speaker: usize,
    /// words of the speaker, exactly,
    pub words: usize,
    /// medium.
    pub medium: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.exact += other.exact;
        self.overlap += other.overlap;
        self.kind += other.kind;
        self.cue += other.cue;
        self.speaker += other.speaker;
        self.words += other.words;
        self.medium += other.medium;
    }

    /// F1 of `right` statements.
    fn f1(self, right: usize) -> f64 {
        ratio(2 * right, self.gold + self.found)
    }

    /// F1 of statements with exactly their ends.
    pub fn span_f1(self) -> f64 {
        self.f1(self.exact)
    }

    /// Share of found statements whose speaker is right.
    pub fn speaker_given_span(self) -> f64 {
        ratio(self.speaker, self.overlap)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    part as f64 / whole as f64
}

/// What came of all texts.
#[derive(Debug, Default)]
pub struct QuotationScores {
    /// All together.
    pub all: Counts,
    categories: BTreeMap<String, Counts>,
    mistakes: Vec<String>,
}

impl QuotationScores {
    /// Scores `texts`.
    pub fn new(texts: &[QuotedText], knowledge: Knowledge<'_>) -> Self {
        let mut scores = Self::default();
        for text in texts {
            let article = article(text, knowledge);
            let counts = score(text, &article, &knowledge.packs.fold, &mut scores.mistakes);
            scores.all.add(counts);
            let category = scores.categories.entry(text.category.clone());
            category.or_default().add(counts);
        }
        scores
    }

    /// As a table; with `mistakes`, the mistakes before it.
    pub fn to_text(&self, mistakes: bool) -> String {
        let mut out = String::new();
        for mistake in self.mistakes.iter().filter(|_| mistakes) {
            out.push_str(mistake);
            out.push('\n');
        }
        let all = self.all;
        let _ = writeln!(
            out,
            "{} marked, {} found\nspans exact      P {:.3} R {:.3} F1 {:.3}\nspans overlap    P {:.3} R {:.3} F1 {:.3}\nof these: kind {:.3}, cue {:.3}, speaker {:.3}, speaker's words {:.3}, medium {:.3}\n",
            all.gold,
            all.found,
            ratio(all.exact, all.found),
            ratio(all.exact, all.gold),
            all.span_f1(),
            ratio(all.overlap, all.found),
            ratio(all.overlap, all.gold),
            all.f1(all.overlap),
            ratio(all.kind, all.overlap),
            ratio(all.cue, all.overlap),
            all.speaker_given_span(),
            ratio(all.words, all.overlap),
            ratio(all.medium, all.overlap),
        );
        let _ = writeln!(out, "{:<22} marked found exact overlap speaker", "category");
        for (category, counts) in &self.categories {
            let _ = writeln!(
                out,
                "{category:<22} {:>6} {:>5} {:>5} {:>7} {:>7}",
                counts.gold, counts.found, counts.exact, counts.overlap, counts.speaker
            );
        }
        out
    }
}

fn score(
    text: &QuotedText,
    article: &Article,
    fold: &FoldTable,
    mistakes: &mut Vec<String>,
) -> Counts {
    let mut counts = Counts {
        gold: text.annotations.len(),
        found: article.quotations.len(),
        ..Counts::default()
    };
    let mut taken = vec![false; article.quotations.len()];
    for annotation in &text.annotations {
        let gold: Vec<Range<usize>> = annotation
            .content
            .iter()
            .filter_map(|piece| text.bytes(piece))
            .collect();
        let best = article
            .quotations
            .iter()
            .enumerate()
            .filter(|(idx, _)| taken.get(*idx) == Some(&false))
            .map(|(idx, found)| (common(&gold, &spans(&found.content)), idx, found))
            .max_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(&left.1)));
        let Some((_, idx, found)) = best.filter(|best| best.0 >= OVERLAP) else {
            mistakes.push(format!(
                "{} missed: {}",
                text.id,
                shown_pieces(&annotation.content)
            ));
            continue;
        };
        if let Some(taken) = taken.get_mut(idx) {
            *taken = true;
        }
        counts.overlap += 1;
        let exact = spans(&found.content) == gold;
        counts.exact += usize::from(exact);
        let mut check = |right: bool, what: &str, expected: String, given: String| {
            if !right {
                mistakes.push(format!(
                    "{} {what}: expected {expected} | given {given}",
                    text.id
                ));
            }
            usize::from(right)
        };
        check(
            exact,
            "ends",
            shown_pieces(&annotation.content),
            shown(&found.content),
        );
        let kind = found.kind == annotation.kind.kind();
        let kinds = format!("{:?}", annotation.kind);
        counts.kind += check(kind, "kind", kinds, format!("{:?}", found.kind));
        counts.cue += check(
            same(text, annotation.cue.as_ref(), found.cue.as_ref()),
            "cue",
            shown_piece(annotation.cue.as_ref()),
            shown_words(found.cue.as_ref()),
        );
        let words = found
            .speaker
            .as_ref()
            .and_then(|speaker| speaker.words.as_ref());
        let given = format!("{} = {}", shown_words(words), entity_name(article, found));
        let expected = format!(
            "{} = {}",
            shown_piece(annotation.speaker.as_ref()),
            annotation.speaker_name.as_deref().unwrap_or("-")
        );
        counts.speaker += check(
            speaker_is_right(annotation, article, found, fold),
            "speaker",
            expected.clone(),
            given.clone(),
        );
        counts.words += check(
            same(text, annotation.speaker.as_ref(), words) || annotation.speaker.is_none(),
            "words",
            expected,
            given,
        );
        counts.medium += check(
            same(text, annotation.medium.as_ref(), found.medium.as_ref()),
            "medium",
            shown_piece(annotation.medium.as_ref()),
            shown_words(found.medium.as_ref()),
        );
    }
    for (found, _) in article
        .quotations
        .iter()
        .zip(&taken)
        .filter(|(_, taken)| !**taken)
    {
        mistakes.push(format!(
            "{} wrong: {} ({})",
            text.id,
            shown(&found.content),
            found.evidence.rule
        ));
    }
    counts
}

fn bytes(span: Span<Source>) -> Range<usize> {
    span.range()
}

fn spans(content: &[Words]) -> Vec<Range<usize>> {
    content.iter().map(|words| bytes(words.span)).collect()
}

/// Bytes that two have in common, of those that they have together.
fn common(left: &[Range<usize>], right: &[Range<usize>]) -> f64 {
    let len = |pieces: &[Range<usize>]| pieces.iter().map(ExactSizeIterator::len).sum::<usize>();
    let shared: usize = left
        .iter()
        .flat_map(|one| right.iter().map(move |other| (one, other)))
        .map(|(one, other)| {
            one.end
                .min(other.end)
                .saturating_sub(one.start.max(other.start))
        })
        .sum();
    ratio(
        shared,
        (len(left) + len(right)).saturating_sub(shared).max(1),
    )
}

fn same(text: &QuotedText, gold: Option<&Piece>, found: Option<&Words>) -> bool {
    gold.and_then(|piece| text.bytes(piece)) == found.map(|words| bytes(words.span))
}

/// Whether the one who speaks is who is marked: the entity has the name, or the words agree.
fn speaker_is_right(
    annotation: &Annotation,
    article: &Article,
    found: &Quotation,
    fold: &FoldTable,
) -> bool {
    let gold = annotation.speaker_name.as_deref();
    let gold = gold.or(annotation.speaker.as_ref().map(|piece| piece.text.as_str()));
    let Some((gold, speaker)) = gold.zip(found.speaker.as_ref()) else {
        return gold.is_none() && found.speaker.is_none();
    };
    let entity = speaker
        .entity
        .and_then(|id| article.entities.iter().find(|entity| entity.id == id));
    let named = entity.is_some_and(|entity| {
        let mentions = entity.mentions.iter().map(|mention| mention.text.as_str());
        mentions
            .chain([entity.name.as_str()])
            .any(|name| agree(name, gold, fold))
    });
    let described = speaker
        .words
        .as_ref()
        .is_some_and(|words| agree(&words.text, gold, fold));
    named || described && (entity.is_none() || annotation.speaker_name.is_none())
}

/// Whether all words of one are words of the other.
fn agree(left: &str, right: &str, fold: &FoldTable) -> bool {
    let words = |text: &str| -> Vec<String> {
        fold.fold(text)
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (left, right) = (words(left), words(right));
    let within = |some: &[String], all: &[String]| {
        !some.is_empty() && some.iter().all(|word| all.contains(word))
    };
    within(&left, &right) || within(&right, &left)
}

fn entity_name<'a>(article: &'a Article, found: &Quotation) -> &'a str {
    let id = found.speaker.as_ref().and_then(|speaker| speaker.entity);
    article
        .entities
        .iter()
        .find(|entity| Some(entity.id) == id)
        .map_or("-", |entity| entity.name.as_str())
}

fn shown(content: &[Words]) -> String {
    let texts: Vec<&str> = content.iter().map(|words| words.text.as_str()).collect();
    texts.join(" // ")
}

fn shown_pieces(content: &[Piece]) -> String {
    let texts: Vec<&str> = content.iter().map(|piece| piece.text.as_str()).collect();
    texts.join(" // ")
}

fn shown_piece(piece: Option<&Piece>) -> String {
    piece.map_or_else(|| "-".to_owned(), |piece| piece.text.clone())
}

fn shown_words(words: Option<&Words>) -> String {
    words.map_or_else(|| "-".to_owned(), |words| words.text.clone())
}
