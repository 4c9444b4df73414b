//! [`FutureVerbs`]: verbs whose first letters say that they look forward (سيعلن).

/// The first letters of verbs of the future, and those of other words that begin like them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FutureVerbs {
    opens: Vec<String>,
    excepted: Vec<String>,
}

/// Letters that stand behind the first ones at least.
const MIN_LETTERS: usize = 3;

impl FutureVerbs {
    pub(super) fn add(&mut self, letters: String, opens: bool) {
        if opens {
            self.opens.push(letters);
        } else {
            self.excepted.push(letters);
        }
    }

    /// Whether the folded `word` is a verb of the future.
    pub fn contains(&self, word: &str) -> bool {
        let opens = |letters: &String| {
            word.strip_prefix(letters.as_str())
                .is_some_and(|rest| rest.chars().nth(MIN_LETTERS - 1).is_some())
        };
        self.opens.iter().any(opens)
            && !self
                .excepted
                .iter()
                .any(|letters| word.starts_with(letters.as_str()))
    }
}
