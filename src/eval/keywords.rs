//! Tags as a news desk would set them: what headline and body call things, variants included.

use std::collections::BTreeMap;

use super::corpus::SourceArticle;
use super::grammar::Grammar;
use super::random::Random;

/// Tags for `article`, between two and nine, in the order of their weight.
pub(super) fn tags(article: &SourceArticle, grammar: &Grammar, random: &mut Random) -> Vec<String> {
    let stop = grammar.list("tag_stop_words");
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for text in std::iter::once(&article.title).chain(&article.paragraphs) {
        for clause in text.split(|c: char| {
            !(c.is_alphabetic() || c == ' ' || ('\u{64b}'..='\u{652}').contains(&c))
        }) {
            let words: Vec<&str> = clause.split_whitespace().collect();
            for length in 1..=4 {
                for window in words.windows(length) {
                    if is_phrase(window, stop) {
                        *counts.entry(window.join(" ")).or_insert(0) += 1;
                    }
                }
            }
        }
    }
    let mut ranked: Vec<(u32, String)> = counts
        .into_iter()
        .filter(|(text, count)| {
            *count >= 2 || (article.title.contains(text.as_str()) && text.contains(" ال"))
        })
        .map(|(text, count)| {
            let n_words = u32::try_from(text.split(' ').count()).unwrap_or(1);
            let in_title = if article.title.contains(&text) { 3 } else { 1 };
            (count * in_title * (1 + n_words.min(3)), text)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let wanted = random.between(2, 9);
    let mut chosen: Vec<String> = Vec::new();
    for (_, text) in ranked.into_iter().take(24) {
        // A longer name of the same thing is a usual tag; a crossing fragment is not.
        let crosses = chosen.iter().any(|other| crosses(other, &text));
        let repeats = chosen
            .iter()
            .filter(|other| other.contains(&text) || text.contains(other.as_str()))
            .count();
        if !crosses && repeats < 2 && (repeats == 0 || random.chance(45)) && random.chance(80) {
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

/// Whether the end of one is the start of the other, so that one of them is no phrase.
fn crosses(a: &str, b: &str) -> bool {
    let overlap = |x: &str, y: &str| {
        let (x, y): (Vec<&str>, Vec<&str>) = (x.split(' ').collect(), y.split(' ').collect());
        (1..x.len().min(y.len())).any(|n| x.get(x.len() - n..) == y.get(..n))
    };
    !a.contains(b) && !b.contains(a) && (overlap(a, b) || overlap(b, a))
}

fn is_phrase(words: &[&str], stop: &[String]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let is_stop = |word: &str| stop.iter().any(|other| other == word);
    let names_thing = |word: &str| word.chars().count() >= 3 && !is_stop(word);
    let is_attached = |word: &str| {
        ["لل", "بال", "كال", "فال", "وال", "ولل", "وب"]
            .iter()
            .any(|prefix| word.starts_with(prefix))
            || (word.starts_with('و') && !is_noun_with_waw(word))
    };
    let is_verb = first.starts_with('ي') || first.starts_with("ست") || first.starts_with("سي");
    // Nouns of one word pass only with the article or as they stand twice; more words need a
    // definite end, else they are cut out of a sentence.
    words
        .iter()
        .all(|word| names_thing(word) && !is_attached(word))
        && !is_verb
        && (words.len() == 1 || last.starts_with("ال"))
        && (words.len() > 1 || first.starts_with("ال") || first.chars().count() >= 4)
        && words
            .iter()
            .skip(1)
            .all(|word| word.starts_with("ال") || words.len() == 3)
        && (words.len() < 4)
}

fn is_noun_with_waw(word: &str) -> bool {
    [
        "وزارة",
        "وزير",
        "وكالة",
        "واشنطن",
        "وفد",
        "ولي",
        "ولاية",
        "وسائل",
        "وفاة",
    ]
    .contains(&word)
}
