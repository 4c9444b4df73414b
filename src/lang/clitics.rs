//! [`Clitics`]: particles that are written together with the word behind them.

/// What a clitic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CliticKind {
    /// Joins words: و, ف.
    Conjunction,
    /// Governs the word: ب, ل, ك.
    Preposition,
    /// Any other particle.
    Particle,
    /// The definite article: it belongs to the name.
    Article,
}

/// One clitic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clitic {
    /// Folded letters at the front of the word.
    pub letters: String,
    /// What it is.
    pub kind: CliticKind,
    /// Folded letters of the word behind it that writing dropped: `لل` is `ل` and `ال`. With
    /// them, only the first letter of [`Self::letters`] is the clitic.
    pub restore: String,
}

/// The clitics of all packs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clitics {
    all: Vec<Clitic>,
}

/// One way of taking clitics off a folded word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut<'c> {
    /// Bytes of the folded word that are clitics.
    pub bytes: usize,
    /// What stands before the rest to make it a word.
    pub restore: &'c str,
    /// A conjunction is cut.
    pub conjunction: bool,
    /// A preposition or other particle is cut.
    pub preposition: bool,
    /// What is cut stands before verbs, not before names.
    pub particle: bool,
}

impl Cut<'_> {
    /// The folded `word` without these clitics.
    pub fn apply(&self, word: &str) -> String {
        format!(
            "{}{}",
            self.restore,
            word.get(self.bytes..).unwrap_or_default()
        )
    }
}

/// Letters that must be left of a word.
const MIN_LETTERS: usize = 3;

impl Clitics {
    pub(super) fn add(&mut self, clitic: Clitic) {
        self.all.push(clitic);
    }

    /// All ways of taking clitics off the folded `word`, short ones first; the word as it
    /// stands is not among them.
    pub fn cuts<'c>(&'c self, word: &str, cuts: &mut Vec<Cut<'c>>) {
        cuts.clear();
        self.prepositions(word, 0, cuts);
        for clitic in &self.all {
            if clitic.kind == CliticKind::Conjunction
                && let Some(rest) = word.strip_prefix(clitic.letters.as_str())
                && long_enough(rest)
            {
                let bytes = word.len() - rest.len();
                cuts.push(Cut {
                    bytes,
                    restore: "",
                    conjunction: true,
                    preposition: false,
                    particle: false,
                });
                self.prepositions(rest, bytes, cuts);
            }
        }
    }

    fn prepositions<'c>(&'c self, word: &str, before: usize, cuts: &mut Vec<Cut<'c>>) {
        for clitic in &self.all {
            if !matches!(clitic.kind, CliticKind::Preposition | CliticKind::Particle) {
                continue;
            }
            let Some(mut rest) = word.strip_prefix(clitic.letters.as_str()) else {
                continue;
            };
            if !clitic.restore.is_empty() {
                let first = word.chars().next().map_or(0, char::len_utf8);
                rest = word.get(first..).unwrap_or_default();
            }
            if long_enough(rest) {
                cuts.push(Cut {
                    bytes: before + word.len() - rest.len(),
                    restore: &clitic.restore,
                    conjunction: before > 0,
                    preposition: true,
                    particle: clitic.kind == CliticKind::Particle,
                });
            }
        }
    }

    /// Whether a conjunction or preposition begins with that folded letter.
    pub fn may_open(&self, first: char) -> bool {
        self.all.iter().any(|clitic| {
            matches!(
                clitic.kind,
                CliticKind::Conjunction | CliticKind::Preposition
            ) && clitic.letters.starts_with(first)
        })
    }

    /// The folded `word`, without its definite article if it has one.
    pub fn bare<'w>(&self, word: &'w str) -> &'w str {
        self.without_article(word).unwrap_or(word)
    }

    /// The folded `word` without its definite article.
    pub fn without_article<'w>(&self, word: &'w str) -> Option<&'w str> {
        self.all
            .iter()
            .filter(|clitic| clitic.kind == CliticKind::Article)
            .find_map(|clitic| word.strip_prefix(clitic.letters.as_str()))
            .filter(|rest| rest.chars().nth(1).is_some())
    }
}

fn long_enough(rest: &str) -> bool {
    rest.chars().nth(MIN_LETTERS - 1).is_some()
}

#[cfg(test)]
mod tests {
    use crate::lang::LanguagePacks;

    #[test]
    fn cuts_are_all_the_readings_of_a_word() {
        let packs = LanguagePacks::embedded().unwrap();
        let table: &[(&str, &[&str])] = &[
            ("والعراق", &["العراق"]),
            ("للعراق", &["لعراق", "العراق"]),
            ("وللعراق", &["للعراق", "لعراق", "العراق"]),
            ("ببغداد", &["بغداد"]),
            ("وليد", &["ليد"]),
            ("ولد", &[]),
        ];
        for (word, expected) in table {
            let folded = packs.fold.fold(word);
            let mut cuts = Vec::new();
            packs.clitics.cuts(&folded, &mut cuts);
            let found: Vec<String> = cuts.iter().map(|cut| cut.apply(&folded)).collect();
            let expected: Vec<String> = expected.iter().map(|word| packs.fold.fold(word)).collect();
            assert_eq!(found, expected, "{word}");
        }
    }
}
