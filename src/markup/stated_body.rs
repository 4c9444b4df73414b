//! The body that the page states (`articleBody` of schema.org) against the lines that it shows.

use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash as _, Hasher as _};

use super::visible::Visible;

/// Words that stand together are compared in groups of so many.
const GROUP: usize = 5;
/// Of a hundred groups of a line so many must be stated.
const STATED: usize = 60;
/// A statement that covers less than so many of a hundred words of the main content is an excerpt: it
/// does not say what is no text.
const COVERED: usize = 60;

/// Corrects which lines are main: what is stated is, and where nearly all of them are stated, what
/// is not stated is not.
pub(super) fn correct(visible: &mut Visible, stated: &str) {
    let groups: FxHashSet<u64> = groups(stated).collect();
    if groups.is_empty() {
        return;
    }
    let shares: Vec<Option<(bool, usize)>> = visible
        .lines
        .iter()
        .map(|line| {
            let text = line.span.slice(&visible.text);
            let (mut known, mut all) = (0, 0);
            for group in self::groups(text) {
                all += 1;
                known += usize::from(groups.contains(&group));
            }
            (all > 0).then_some((known * 100 >= all * STATED, all))
        })
        .collect();
    let main = || {
        visible
            .lines
            .iter()
            .zip(&shares)
            .filter(|(line, _)| line.main)
    };
    let all: usize = main()
        .filter_map(|(_, share)| Some(share.as_ref()?.1))
        .sum();
    let covered: usize = main()
        .filter_map(|(_, share)| share.filter(|(stated, _)| *stated))
        .map(|(_, words)| words)
        .sum();
    let whole = covered * 100 >= all * COVERED;
    for (line, share) in visible.lines.iter_mut().zip(shares) {
        match share {
            Some((true, _)) => line.main = true,
            Some((false, _)) if whole => line.main = false,
            _ => {}
        }
    }
}

/// Hashes of the groups of words that stand together in `text`; a letter of a script that has no
/// spaces counts as a word.
fn groups(text: &str) -> impl Iterator<Item = u64> {
    let words: Vec<u64> = words(text).collect();
    (GROUP..=words.len()).map(move |end| {
        let mut hasher = FxHasher::default();
        words.get(end - GROUP..end).hash(&mut hasher);
        hasher.finish()
    })
}

fn words(text: &str) -> impl Iterator<Item = u64> {
    let ideograph =
        |letter: char| matches!(letter, '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}');
    let mut hasher: Option<FxHasher> = None;
    let mut words = Vec::new();
    for letter in text.chars() {
        if ideograph(letter) || !letter.is_alphanumeric() {
            words.extend(hasher.take().map(|hasher| hasher.finish()));
        }
        if ideograph(letter) {
            words.push(u64::from(u32::from(letter)));
        } else if letter.is_alphanumeric() {
            letter.hash(hasher.get_or_insert_with(FxHasher::default));
        }
    }
    words.extend(hasher.map(|hasher| hasher.finish()));
    words.into_iter()
}
