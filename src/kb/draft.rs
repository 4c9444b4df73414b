//! [`Draft`]: an entry before it is compiled.

use std::collections::BTreeSet;

use super::key::key;
use crate::article::EntityType;
use crate::lang::FoldTable;

/// An entry before it is compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Stable id.
    pub id: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// Finer kind; empty when not known.
    pub subtype: String,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<[u8; 2]>,
    /// Inhabitants, linked pages or a user's figure; 0 when not known.
    pub popularity: u32,
    /// Id of a country's capital.
    pub capital: Option<String>,
    /// Its names.
    pub names: Vec<DraftName>,
}

/// A name of a [`Draft`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftName {
    /// Not the main name of its language.
    pub alias: bool,
    /// BCP 47 tag, or `und`.
    pub language: String,
    /// As the source writes it.
    pub text: String,
}

impl Draft {
    /// An entry without names.
    pub fn new(id: impl Into<String>, entity_type: EntityType, subtype: &str) -> Self {
        Self {
            id: id.into(),
            entity_type,
            subtype: subtype.to_owned(),
            country: None,
            popularity: 0,
            capital: None,
            names: Vec::new(),
        }
    }

    /// Adds a name; the first of a language that is no alias is its main name. Empty and
    /// overlong ones are passed over.
    pub fn name(&mut self, language: &str, text: &str, alias: bool) {
        let text = text.trim();
        if text.is_empty() || text.len() > 300 {
            return;
        }
        let alias = alias
            || self
                .names
                .iter()
                .any(|name| !name.alias && name.language == language);
        self.names.push(DraftName {
            alias,
            language: language.to_owned(),
            text: text.to_owned(),
        });
    }

    /// Takes over what `other`, the same thing in another source, says beyond this one.
    pub fn merge(&mut self, other: Self) {
        if self.subtype.is_empty() {
            self.subtype = other.subtype;
        }
        self.country = self.country.or(other.country);
        self.popularity = self.popularity.max(other.popularity);
        self.capital = self.capital.take().or(other.capital);
        for name in other.names {
            self.name(&name.language, &name.text, name.alias);
        }
    }

    /// Puts the names in the order of the file and drops aliases that are spelt as another name
    /// once both are folded.
    pub(super) fn tidy(&mut self, fold: &FoldTable) {
        self.names.sort();
        let mut seen = BTreeSet::new();
        self.names.retain(|name| {
            let new = seen.insert(key(fold, &name.text));
            new || !name.alias
        });
    }
}
