//! [`Names`]: the names of an article's entities, to find them in words that no tagger read.

use rustc_hash::FxHashMap;

use super::folded_words;
use crate::article::{Article, MentionKind};
use crate::pipeline::tokens::{TokenView, Tokens};

/// Shorter names of one word stand for too much else.
const MIN_LETTERS: usize = 3;
/// Names with the same first word that are looked at.
const MAX_NAMESAKES: usize = 16;

/// Names by their first folded word, without article.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_first: FxHashMap<String, Vec<Name>>,
}

#[derive(Debug)]
struct Name {
    /// Folded words behind the first.
    rest: Vec<String>,
    entity: u32,
}

impl Names {
    pub(super) fn new(view: &TokenView<'_>, article: &Article) -> Self {
        let mut names = Self::default();
        for entity in &article.entities {
            let texts = entity
                .mentions
                .iter()
                .filter(|mention| mention.kind == MentionKind::Name)
                .map(|mention| mention.text.as_str());
            for text in std::iter::once(entity.name.as_str()).chain(texts) {
                names.add(view, text, entity.id);
            }
        }
        names
    }

    fn add(&mut self, view: &TokenView<'_>, text: &str, entity: u32) {
        let mut words = folded_words(view, text).into_iter();
        let Some(first) = words.next() else {
            return;
        };
        let rest: Vec<String> = words.collect();
        let short = rest.is_empty() && first.chars().nth(MIN_LETTERS - 1).is_none();
        let known = self
            .by_first
            .entry(view.packs.clitics.bare(&first).to_owned())
            .or_default();
        if !short && known.len() < MAX_NAMESAKES && !known.iter().any(|name| name.rest == rest) {
            known.push(Name { rest, entity });
        }
    }

    /// The entities named in `tokens`, left to right, the longest name at each place.
    pub(super) fn find(&self, view: &TokenView<'_>, tokens: &Tokens) -> Vec<(u32, Tokens)> {
        let mut found = Vec::new();
        let mut idx = tokens.start;
        while idx < tokens.end {
            match self.at(view, idx, tokens.end) {
                Some((entity, end)) => {
                    found.push((entity, idx..end));
                    idx = end;
                }
                None => idx += 1,
            }
        }
        found
    }

    /// The longest name that begins with token `idx`, behind its clitics or not.
    fn at(&self, view: &TokenView<'_>, idx: usize, end: usize) -> Option<(u32, usize)> {
        if !view.is_word(idx) {
            return None;
        }
        view.readings(idx).find_map(|first| {
            let known = self.by_first.get(view.packs.clitics.bare(&first))?;
            known
                .iter()
                .filter_map(|name| Some((name, follows(view, &name.rest, idx + 1, end)?)))
                .max_by_key(|(name, _)| name.rest.len())
                .map(|(name, end)| (name.entity, end))
        })
    }
}

/// One past the last token of `words`, when they follow from token `first` on; marks between
/// them do not count.
fn follows(view: &TokenView<'_>, words: &[String], first: usize, end: usize) -> Option<usize> {
    let mut idx = first;
    for word in words {
        while idx < end && !view.has_letters(idx) {
            idx += 1;
        }
        if idx >= end || view.folded(idx) != word {
            return None;
        }
        idx += 1;
    }
    Some(idx)
}
