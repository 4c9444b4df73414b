//! Tags as a news desk would set them: what headline and body call things, variants included.

use std::collections::BTreeMap;

use super::corpus::{Corpus, SourceArticle};
use super::grammar::Grammar;
use super::random::Random;

/// What decides whether words are a tag.
struct Judge<'j> {
    grammar: &'j Grammar,
    corpus: &'j Corpus,
}

/// Tags for `article`, up to ten, in the order of their weight or, on some pages, shuffled.
pub fn tags(
    article: &SourceArticle,
    grammar: &Grammar,
    corpus: &Corpus,
    random: &mut Random,
) -> Vec<String> {
    let judge = Judge { grammar, corpus };
    let mut ranked: Vec<(u32, String)> = candidates(article, &judge)
        .into_iter()
        .map(|(text, count)| {
            let n_words = u32::try_from(text.split(' ').count()).unwrap_or(1);
            let in_title = if article.title.contains(&text) { 3 } else { 1 };
            (count * in_title * n_words.min(2), text)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let wanted = random.between(3, 10);
    let mut chosen: Vec<String> = Vec::new();
    for (_, text) in ranked {
        // A longer name of the same thing is a usual tag; a crossing fragment is not.
        let is_crossing = chosen.iter().any(|other| crosses(other, &text));
        let variants = chosen
            .iter()
            .filter(|other| other.contains(&text) || text.contains(other.as_str()))
            .count();
        if !is_crossing && variants < 3 && (variants == 0 || random.chance(60)) && random.chance(85)
        {
            chosen.push(text);
        }
        if chosen.len() == wanted {
            break;
        }
    }
    if random.chance(40) {
        for i in (1..chosen.len()).rev() {
            chosen.swap(i, random.below(i + 1));
        }
    }
    chosen
}

fn candidates(article: &SourceArticle, judge: &Judge<'_>) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for text in std::iter::once(&article.title).chain(&article.paragraphs) {
        for clause in text.split(|c: char| {
            !(c.is_alphabetic() || c == ' ' || ('\u{64b}'..='\u{652}').contains(&c))
        }) {
            let words: Vec<&str> = clause.split_whitespace().collect();
            for length in 1..=3 {
                for (at, window) in words.windows(length).enumerate() {
                    if judge.is_phrase(window, at == 0) {
                        *counts.entry(window.join(" ")).or_insert(0) += 1;
                    }
                }
            }
        }
    }
    let is_name = |text: &str| judge.is_place(text);
    counts.retain(|text, count| {
        let in_title = article.title.contains(text.as_str());
        *count >= 3
            || (*count >= 2 && text.contains(' '))
            || (in_title && (judge.ends_definite(text) || is_name(text)))
    });
    counts
}

/// Whether the end of one is the start of the other, so that one of them is no phrase.
fn crosses(a: &str, b: &str) -> bool {
    let overlap = |x: &str, y: &str| {
        let (x, y): (Vec<&str>, Vec<&str>) = (x.split(' ').collect(), y.split(' ').collect());
        (1..x.len().min(y.len())).any(|n| x.get(x.len() - n..) == y.get(..n))
    };
    !a.contains(b) && !b.contains(a) && (overlap(a, b) || overlap(b, a))
}

impl Judge<'_> {
    fn is_place(&self, word: &str) -> bool {
        ["countries", "places"]
            .iter()
            .any(|list| self.grammar.list(list).iter().any(|place| place == word))
    }

    fn documents(&self, word: &str) -> u32 {
        self.corpus
            .document_counts
            .get(word)
            .copied()
            .unwrap_or_default()
    }

    /// A conjunction or preposition is attached: without it the word is known better.
    fn has_clitic(&self, word: &str) -> bool {
        let holds = |list: &str, letter: char| {
            self.grammar
                .list(list)
                .iter()
                .any(|text| text.starts_with(letter))
        };
        let mut rest = word.chars();
        let first = rest.next().unwrap_or(' ');
        let rest = rest.as_str();
        let second = rest.chars().next().unwrap_or(' ');
        holds("attached_letters", first)
            && (self.documents(rest) > self.documents(word)
                || (first == second
                    && holds("fused_article", first)
                    && self.grammar.list("articles").iter().any(|article| {
                        let stem = rest.get(second.len_utf8()..).unwrap_or_default();
                        self.documents(&format!("{article}{stem}")) > 0
                    }))
                || (self.is_definite_word(rest) && rest.chars().count() > 4))
    }

    fn is_definite_word(&self, word: &str) -> bool {
        self.grammar
            .list("articles")
            .iter()
            .any(|article| word.starts_with(article.as_str()))
    }

    /// A word behind the first has the article.
    fn ends_definite(&self, text: &str) -> bool {
        text.split(' ')
            .skip(1)
            .any(|word| self.is_definite_word(word))
    }

    fn is_phrase(&self, words: &[&str], opens_clause: bool) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        let stop = self.grammar.list("tag_stop_words");
        let names_thing =
            |word: &str| word.chars().count() >= 3 && !stop.iter().any(|other| other == word);
        let is_definite = |word: &str| self.is_definite_word(word) && word.chars().count() > 3;
        let any = |list: &str, fits: &dyn Fn(&str) -> bool| {
            self.grammar.list(list).iter().any(|text| fits(text))
        };
        let has_suffix = |word: &str| any("word_endings", &|ending| word.ends_with(ending));
        // A clause opens with its verb, unless its first word has the article.
        let may_be_verb = !is_definite(first)
            && (opens_clause || any("verb_openings", &|opening| first.starts_with(opening)));
        if !words.iter().all(|word| names_thing(word)) {
            return false;
        }
        match words.len() {
            // One word: a place, or something so rare that it is a name.
            1 => {
                let is_rare = self.documents(first) * 60
                    < u32::try_from(self.corpus.articles.len()).unwrap_or(u32::MAX);
                self.is_place(first)
                    || (is_rare && is_definite(first))
                    || (is_rare && !may_be_verb && !has_suffix(first) && !self.has_clitic(first))
            }
            2 => {
                !may_be_verb
                    && !self.has_clitic(first)
                    && !self.has_clitic(last)
                    && (is_definite(last) || (!is_definite(first) && !has_suffix(last)))
            }
            _ => {
                !may_be_verb
                    && !self.has_clitic(first)
                    && words.iter().skip(1).all(|word| is_definite(word))
            }
        }
    }
}
