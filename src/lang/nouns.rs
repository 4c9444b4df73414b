//! [`Nouns`]: the singular of nouns that stand behind numbers.

use rustc_hash::{FxHashMap, FxHashSet};

/// Letters that are left of a plural without its ending.
const MIN_STEM: usize = 3;

/// What an ending of a noun says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NounForm {
    /// More than two: ات, ين.
    Plural,
    /// Two: ان, ين.
    Dual,
    /// One, as the object of its number: the letter that carries the mark of the accusative.
    Accusative,
    /// An adjective derived from a noun.
    Adjective,
    /// Looks like the accusative and is rarely a noun: adverbs, verbs.
    Doubtful,
}

/// An ending, and what the singular has in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ending {
    /// Folded letters.
    pub(super) letters: String,
    /// Letters of the singular in standard spelling.
    pub(super) singular: String,
    /// What it says.
    pub(super) form: NounForm,
}

/// Plurals by list and by ending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nouns {
    /// Folded plural → singular in standard spelling.
    plurals: FxHashMap<String, String>,
    /// Folded singular → singular in standard spelling.
    singulars: FxHashMap<String, String>,
    /// Folded singulars of nouns of people.
    people: FxHashSet<String>,
    endings: Vec<Ending>,
}

impl Nouns {
    pub(super) fn add_plural(
        &mut self,
        plural: String,
        singular: &str,
        folded: String,
        people: bool,
    ) {
        self.plurals.insert(plural, singular.to_owned());
        if people {
            self.people.insert(folded.clone());
        }
        self.singulars.insert(folded, singular.to_owned());
    }

    pub(super) fn add_ending(&mut self, ending: Ending) {
        self.endings.push(ending);
    }

    /// The singular of a listed folded plural.
    pub fn of_plural(&self, folded: &str) -> Option<&str> {
        self.plurals.get(folded).map(String::as_str)
    }

    /// A listed folded singular in standard spelling.
    pub fn singular(&self, folded: &str) -> Option<&str> {
        self.singulars.get(folded).map(String::as_str)
    }

    /// Whether a folded singular is a listed noun of people.
    pub fn is_people(&self, folded: &str) -> bool {
        self.people.contains(folded)
    }

    /// Whether a word in standard spelling ends as singulars do whose plurals have an ending in
    /// place of it.
    pub fn is_singular_ending(&self, word: &str) -> bool {
        self.endings
            .iter()
            .any(|ending| !ending.singular.is_empty() && word.ends_with(ending.singular.as_str()))
    }

    /// Whether a folded word ends as adjectives do.
    pub fn is_adjective(&self, folded: &str) -> bool {
        self.without_ending(folded, NounForm::Adjective)
            .next()
            .is_some()
    }

    /// Whether a folded word ends as adverbs and verbs do that look like accusatives.
    pub fn is_doubtful(&self, folded: &str) -> bool {
        self.without_ending(folded, NounForm::Doubtful)
            .next()
            .is_some()
    }

    /// Ways of taking an ending of `form` off a word of the folded letters: letters that are
    /// left, and those of the singular in their place.
    pub fn without_ending<'n>(
        &'n self,
        folded: &'n str,
        form: NounForm,
    ) -> impl Iterator<Item = (&'n str, &'n str)> {
        self.endings
            .iter()
            .filter(move |ending| ending.form == form)
            .filter_map(|ending| {
                let stem = folded.strip_suffix(ending.letters.as_str())?;
                stem.chars()
                    .nth(1)
                    .is_some()
                    .then_some((stem, ending.singular.as_str()))
            })
    }

    /// The singular of a plural that no list has, by its ending, as shown: cars.
    pub fn singular_of(&self, word: &str) -> Option<String> {
        self.endings
            .iter()
            .filter(|ending| ending.form == NounForm::Plural)
            .filter_map(|ending| {
                let stem = word.strip_suffix(ending.letters.as_str())?;
                let long = stem.chars().nth(MIN_STEM - 1).is_some();
                long.then(|| (ending.letters.len(), format!("{stem}{}", ending.singular)))
            })
            .max_by_key(|&(letters, _)| letters)
            .map(|(_, singular)| singular)
    }

    /// Adds what `other` has.
    pub(super) fn extend(&mut self, other: Self) {
        self.plurals.extend(other.plurals);
        self.singulars.extend(other.singulars);
        self.people.extend(other.people);
        self.endings.extend(other.endings);
    }

    /// The singular of a folded dual, if it is listed and no plural looks the same.
    pub fn of_dual(&self, folded: &str, fold: impl Fn(&str) -> String) -> Option<&str> {
        if self.plurals.contains_key(folded) {
            return None;
        }
        self.without_ending(folded, NounForm::Dual)
            .filter(|(stem, _)| stem.chars().nth(2).is_some())
            .find_map(|(stem, singular)| self.singular(&format!("{stem}{}", fold(singular))))
    }
}
