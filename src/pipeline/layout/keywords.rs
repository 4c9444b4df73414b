//! Keywords: tags, with separators or without.

use super::fused::split_at;
use super::page::{Page, Tokens};
use crate::boundary::{PhraseIndex, split_tags};
use crate::lang::TermClass;

/// Marks that separate tags.
const SEPARATORS: &[char] = &[',', '،', ';', '؛', '|', '•', '·', '#', '*', '●', '▪'];
/// Marks that separate tags only with spaces around them.
const LOOSE_SEPARATORS: &[char] = &['-', '–', '—', '/', '\\', '»', '›'];

/// A part without separators longer than this holds several tags.
const MAX_TAG_WORDS: usize = 6;

/// Splits the value of a keyword label. `story` is what the article's own words stand in.
pub(super) fn split_keywords(page: &Page<'_>, value: &Tokens, story: &[Tokens]) -> Vec<Tokens> {
    let separates = |idx: usize| {
        page.is_mark(idx, SEPARATORS)
            || (page.is_mark(idx, LOOSE_SEPARATORS)
                && page.token(idx).is_some_and(|token| !token.glued)
                && page.token(idx + 1).is_some_and(|token| !token.glued))
    };
    let parts = split_at(page, value, separates);
    let alone = parts.len() == 1;
    parts
        .into_iter()
        .flat_map(|part| {
            let words = page.word_count(&part);
            if (alone && words >= 2) || words > MAX_TAG_WORDS {
                unseparated(page, &part, story)
            } else {
                vec![part]
            }
        })
        .map(|part| {
            page.trim(part, |idx| {
                page.is_mark(idx, &['.', ':', '"', '«', '»', '“', '”'])
            })
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// Splits tags that only spaces, or nothing, set apart.
fn unseparated(page: &Page<'_>, part: &Tokens, story: &[Tokens]) -> Vec<Tokens> {
    let mut phrases = PhraseIndex::of_words(page.seg, part.clone());
    for tokens in story {
        phrases.add(page.seg, tokens.clone());
    }
    let is_function_word = |idx: usize| {
        page.terms_at(idx).any(|(found, term)| {
            found.at_end && found.end as usize == idx + 1 && term.class == TermClass::FunctionWord
        })
    };
    split_tags(
        page.models,
        page.text(),
        page.seg,
        part.clone(),
        &phrases,
        is_function_word,
    )
    .headlines
}
