//! Decided pieces → blocks that partition the article, paragraphs, sentences, fields.

use std::ops::Range;

use super::fields::{Draft, choose_dates, distinct_authors, names_person};
use super::page::{Page, Tokens};
use super::piece::{Part, Piece};
use crate::article::{
    Article, Block, BlockKind, Diagnostic, DiagnosticKind, LanguageGuess, Paragraph, Sentence,
};
use crate::lang::detect;
use crate::pipeline::segment::sentences;
use crate::text::{Source, Span};

/// Builds the article that `pieces` were decided to be.
pub(super) fn assemble(
    page: &Page<'_>,
    pieces: &[Piece],
    embedded: &[Range<usize>],
    mut draft: Draft,
    span: Span<Source>,
) -> Article {
    let parts = parts(pieces, embedded);
    let mut article = Article {
        span,
        ..Article::default()
    };
    add_blocks(page, &parts, &mut article);
    if draft.not_an_article {
        if !span.is_empty() {
            article.diagnostics.push(Diagnostic {
                kind: DiagnosticKind::NotAnArticle,
                message: "no body of an article was found".to_owned(),
                span,
            });
        }
        return article;
    }
    add_paragraphs(page, &parts, &mut article);
    let (published, modified) = choose_dates(page, &mut draft);
    article.date_published = published;
    article.date_modified = modified;
    article.headline = draft.headline;
    article.alternative_headline = draft.alternative_headline;
    if !names_person(&draft.authors) {
        draft.authors.extend(draft.lead_authors);
    }
    article.authors = distinct_authors(draft.authors);
    article.dateline = draft.dateline;
    article.source = draft.source;
    article.section = draft.section;
    article.keywords = draft.keywords;
    article.related_headlines = draft.related;
    article
        .related_headlines
        .sort_by_key(|headline| headline.span);
    article.diagnostics = draft.diagnostics;
    article.considered = draft.considered;
    article.language = language(&article);
    add_block_languages(page, &parts, &mut article);
    article
}

/// The parts of all pieces in order; an embedded article is one part.
fn parts(pieces: &[Piece], embedded: &[Range<usize>]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut inner = embedded.iter().peekable();
    let mut idx = 0;
    while let Some(piece) = pieces.get(idx) {
        if let Some(range) = inner.next_if(|range| range.start == idx) {
            let end = pieces
                .get(range.end.saturating_sub(1))
                .map_or(piece.tokens.end, |last| last.tokens.end);
            let label_end = piece.value.start;
            if piece.label.is_some() && label_end > piece.tokens.start {
                parts.push(part(
                    piece.tokens.start..label_end,
                    BlockKind::Label,
                    "label/related",
                ));
            }
            parts.push(part(
                label_end.max(piece.tokens.start)..end,
                BlockKind::EmbeddedArticle,
                "embedded/behind-label",
            ));
            idx = range.end;
            continue;
        }
        if piece.parts.is_empty() {
            parts.push(part(
                piece.tokens.clone(),
                BlockKind::Other,
                "other/undecided",
            ));
        } else {
            parts.extend(
                piece
                    .parts
                    .iter()
                    .filter(|part| !part.tokens.is_empty())
                    .cloned(),
            );
        }
        idx += 1;
    }
    parts
}

fn part(tokens: Tokens, kind: BlockKind, rule: &'static str) -> Part {
    Part {
        tokens,
        kind,
        rule,
        confidence: 0.5,
    }
}

/// Blocks from parts: each reaches to where the next starts.
fn add_blocks(page: &Page<'_>, parts: &[Part], article: &mut Article) {
    if parts.is_empty() {
        if !article.span.is_empty() {
            article.blocks.push(Block {
                kind: BlockKind::Other,
                span: article.span,
                language: None,
                confidence: 1.0,
                rule: "other/no-text",
            });
        }
        return;
    }
    let starts: Vec<u32> = parts
        .iter()
        .enumerate()
        .map(|(idx, part)| {
            if idx == 0 {
                article.span.start()
            } else {
                page.input
                    .text
                    .source_offset(page.span(&part.tokens).start())
            }
        })
        .collect();
    for (idx, part) in parts.iter().enumerate() {
        let start = starts.get(idx).copied().unwrap_or_default();
        let end = starts.get(idx + 1).copied().unwrap_or(article.span.end());
        article.blocks.push(Block {
            kind: part.kind,
            span: Span::new(start, end),
            language: None,
            confidence: part.confidence,
            rule: part.rule,
        });
    }
}

/// The body: every block that is running text of the article itself.
fn add_paragraphs(page: &Page<'_>, parts: &[Part], article: &mut Article) {
    for (block_idx, part) in parts.iter().enumerate() {
        if !matches!(
            part.kind,
            BlockKind::Paragraph | BlockKind::Subheading | BlockKind::Question | BlockKind::Answer
        ) {
            continue;
        }
        let tokens = page.trim_newlines(part.tokens.clone());
        let span = page.span(&tokens);
        if span.is_empty() {
            continue;
        }
        let paragraph_idx = article.paragraphs.len();
        article.paragraphs.push(Paragraph {
            text: page.slice(&tokens).to_owned(),
            span: page.input.text.to_source(span),
            block_idx,
        });
        for sentence in sentences(&page.input.text, page.seg, span, page.packs) {
            article.sentences.push(Sentence {
                span: page.input.text.to_source(sentence),
                paragraph_idx,
            });
        }
    }
}

/// Paragraphs that the language is told from.
const LANGUAGE_PARAGRAPHS: usize = 4;
/// Blocks with fewer letters have no language of their own.
const MIN_BLOCK_LETTERS: usize = 4;

/// The language of the body; without a body, of the headline.
fn language(article: &Article) -> Option<LanguageGuess> {
    let mut sample = String::new();
    for paragraph in article.paragraphs.iter().take(LANGUAGE_PARAGRAPHS) {
        sample.push_str(&paragraph.text);
        sample.push('\n');
    }
    if sample.is_empty() {
        sample.push_str(article.headline.as_ref()?.text.as_str());
    }
    let (tag, confidence) = detect(&sample)?;
    Some(LanguageGuess {
        tag: tag.to_owned(),
        confidence,
    })
}

/// Names the language of blocks that are written in another script than the body, or in
/// letters that its language does not have.
fn add_block_languages(page: &Page<'_>, parts: &[Part], article: &mut Article) {
    let Some(main) = article
        .language
        .as_ref()
        .map(|language| language.tag.clone())
    else {
        return;
    };
    for (block, part) in article.blocks.iter_mut().zip(parts) {
        if matches!(
            part.kind,
            BlockKind::Paragraph
                | BlockKind::Answer
                | BlockKind::Question
                | BlockKind::EmbeddedArticle
        ) {
            continue;
        }
        let text = page.slice(&part.tokens);
        if text
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .take(MIN_BLOCK_LETTERS)
            .count()
            < MIN_BLOCK_LETTERS
        {
            continue;
        }
        let own = article
            .headline
            .as_ref()
            .or(article.source.as_ref())
            .map_or("", |field| field.text.as_str());
        if script(text) != script(own) {
            block.language = detect(text)
                .map(|(tag, _)| tag.to_owned())
                .filter(|tag| *tag != main);
        }
    }
}

/// What most letters of a short text are: Latin, Arabic, Hebrew, Cyrillic or something else.
fn script(text: &str) -> u8 {
    let mut counts = [0_u32; 5];
    for letter in text
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .take(200)
    {
        let idx = match letter {
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => 0,
            '\u{600}'..='\u{8FF}' => 1,
            '\u{590}'..='\u{5FF}' => 2,
            '\u{400}'..='\u{52F}' => 3,
            _ => 4,
        };
        if let Some(count) = counts.get_mut(idx) {
            *count += 1;
        }
    }
    let most = counts
        .iter()
        .enumerate()
        .max_by_key(|&(idx, count)| (*count, usize::MAX - idx));
    most.and_then(|(idx, _)| u8::try_from(idx).ok())
        .unwrap_or_default()
}
