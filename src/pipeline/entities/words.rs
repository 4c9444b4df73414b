//! Names in words that a file separates: what published test sets are scored with.

use std::ops::Range;

use super::chain::chains;
use super::context::Context;
use super::{Knowledge, tag};
use crate::article::EntityType;
use crate::boundary::Vocabulary;
use crate::lang::LanguagePacks;
use crate::pipeline::segment::{Segmentation, TokenKind, segment};
use crate::pipeline::tokens::TokenView;
use crate::pipeline::zones::{Zone, ZoneKind};
use crate::text::NormalizedText;

/// A name on words of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct WordName {
    /// Its words.
    pub words: Range<usize>,
    /// `PERS`, `LOC`, `ORG` or `MISC`, as `ANERcorp` says.
    pub label: String,
    /// Probability of exactly these words with this label.
    pub confidence: f32,
}

/// Sentences that are read as one article: such files keep articles together, but do not say
/// where one ends.
const ARTICLE: usize = 16;

/// The names of each sentence, all in `language` (BCP 47).
pub fn names_of_words(
    sentences: &[Vec<String>],
    language: &str,
    knowledge: Knowledge<'_>,
) -> Vec<Vec<WordName>> {
    sentences
        .chunks(ARTICLE)
        .flat_map(|article| names_of_article(article, language, knowledge))
        .collect()
}

fn names_of_article(
    sentences: &[Vec<String>],
    language: &str,
    knowledge: Knowledge<'_>,
) -> Vec<Vec<WordName>> {
    let words: Vec<&[String]> = sentences.iter().map(Vec::as_slice).collect();
    let (text, tokens) = tokenize(&words, knowledge.packs, knowledge.vocabulary);
    let view = TokenView::new(&text, &tokens.segmentation, knowledge.packs);
    let view = view.in_language(Some(language));
    let context = Context::new(&view, knowledge, Some(language));
    let zones: Vec<Zone> = tokens
        .sentences
        .iter()
        .map(|tokens| Zone {
            tokens: tokens.clone(),
            weight: 1.0,
            kind: ZoneKind::Sentence,
        })
        .collect();
    let mentions = tag::tag(&context, &zones);
    let mut names: Vec<Vec<WordName>> = vec![Vec::new(); sentences.len()];
    // Corpora mark bodies without the noun that says what they are.
    for chain in chains(&context, &zones, false, mentions) {
        let label = match chain.entity_type {
            EntityType::Person => "PERS",
            EntityType::Location => "LOC",
            EntityType::Organization => "ORG",
            EntityType::Other => "MISC",
            _ => continue,
        };
        for found in &chain.mentions {
            let word = |token: usize| tokens.words.get(token).copied().unwrap_or_default();
            let last = found.tokens.end.saturating_sub(1);
            if let Some(names) = names.get_mut(found.zone) {
                names.push(WordName {
                    words: word(found.tokens.start)..word(last) + 1,
                    label: label.to_owned(),
                    confidence: found.probability,
                });
            }
        }
    }
    for names in &mut names {
        names.sort_by_key(|name| name.words.start);
        // Two names in one written word are one to such files.
        names.dedup_by(|next, name| next.words.start < name.words.end);
    }
    names
}

/// Tokens of words.
#[derive(Debug, Default)]
pub(crate) struct WordTokens {
    /// The tokens.
    pub(crate) segmentation: Segmentation,
    /// Word of each token, counted in its sentence.
    pub(crate) words: Vec<usize>,
    /// Whether the token is the first of its word.
    pub(crate) opens: Vec<bool>,
    /// Tokens of each sentence.
    pub(crate) sentences: Vec<Range<usize>>,
}

/// Tokenises `sentences`, one a line, one space between two words.
pub(crate) fn tokenize(
    sentences: &[&[String]],
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
) -> (NormalizedText, WordTokens) {
    let lines: Vec<String> = sentences.iter().map(|words| words.join(" ")).collect();
    let text = NormalizedText::verbatim(&lines.join("\n"));
    let segmentation = segment(&text, packs, vocabulary);
    let mut tokens = WordTokens::default();
    let mut rest = segmentation.tokens.iter().enumerate().peekable();
    let mut end = 0;
    for (words, line) in sentences.iter().zip(&lines) {
        let mut ends = Vec::with_capacity(words.len());
        let line_end = end + line.len();
        for word in *words {
            end += word.len() + 1;
            ends.push(end);
        }
        end = line_end + 1;
        let first = tokens.words.len();
        let mut last = None;
        while let Some((_, token)) =
            rest.next_if(|(_, token)| (token.span.start() as usize) < line_end)
        {
            let word = ends.partition_point(|&end| end <= token.span.start() as usize);
            tokens.opens.push(last.replace(word) != Some(word));
            tokens.words.push(word);
        }
        tokens.sentences.push(first..tokens.words.len());
        if rest
            .next_if(|(_, token)| token.kind == TokenKind::Newline)
            .is_some()
        {
            tokens.opens.push(true);
            tokens.words.push(0);
        }
    }
    tokens.segmentation = segmentation;
    (text, tokens)
}
