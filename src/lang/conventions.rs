//! [`Conventions`]: how a language is written (`pack.toml`), and with which packs running text
//! in a language is read.
//!
//! All packs are one vocabulary for what pages print around their articles. In running text a
//! word means what its own language means by it: «last», "die" and "sur" are words of several.

use serde::Deserialize;

use super::error::{PackError, PackErrorKind};

/// Packs, one bit each, by their place among the tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PackSet(u64);

impl PackSet {
    /// Every pack.
    pub const ALL: Self = Self(u64::MAX);
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether the pack at `place` among the tags is one of them.
    pub const fn contains(self, place: u8) -> bool {
        place < 64 && self.0 >> place & 1 == 1
    }

    /// The same and the pack at `place`.
    #[must_use]
    pub const fn with(self, place: u8) -> Self {
        if place < 64 {
            Self(self.0 | 1 << place)
        } else {
            self
        }
    }

    /// Packs that are in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether there are none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl Default for PackSet {
    fn default() -> Self {
        Self::NONE
    }
}

/// What `pack.toml` says of how a language is written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a line of the file")]
pub struct Conventions {
    #[serde(default)]
    script: String,
    /// The mark before decimals; where it is not said, the shape of a number decides.
    #[serde(default)]
    pub(super) decimal: Option<char>,
    /// Text in its script is read with it where its language cannot be told, and where it
    /// stands in an article in another script.
    #[serde(default)]
    script_default: bool,
    /// The month is written before the day: May 3.
    #[serde(default)]
    month_first: bool,
    /// All nouns are written with a capital.
    #[serde(default)]
    pub capital_nouns: bool,
    /// The noun that heads a name is written without a capital: ministerio de Defensa.
    #[serde(default)]
    pub small_heads: bool,
    /// Nouns of peoples have a capital, also where adjectives have none: les Russes.
    #[serde(default)]
    pub capital_peoples: bool,
    /// The noun that says what a body is opens its name, and adjectives of nationality close it:
    /// وزارة الصحة العراقية.
    #[serde(default)]
    pub heads_first: bool,
    /// What words are written onto the front of names with an apostrophe: d', dell'.
    #[serde(default)]
    pub elided: Vec<String>,
    /// What is written onto the end of names with an apostrophe: 's.
    #[serde(default)]
    pub possessive: Vec<String>,
}

/// Those of a language that has no pack.
static UNKNOWN: Conventions = Conventions {
    script: String::new(),
    decimal: None,
    script_default: false,
    month_first: false,
    capital_nouns: false,
    small_heads: false,
    capital_peoples: false,
    heads_first: false,
    elided: Vec::new(),
    possessive: Vec::new(),
};

impl Conventions {
    pub(super) fn read(path: &str, content: &str) -> Result<Self, PackError> {
        let mut read: Self = toml::from_str(content).map_err(|error| PackError {
            file: path.to_owned(),
            line: 0,
            kind: PackErrorKind::UnknownValue {
                what: "setting",
                value: error.message().to_owned(),
            },
        })?;
        // Typeset text has another apostrophe.
        for list in [&mut read.elided, &mut read.possessive] {
            let curved: Vec<String> = list.iter().map(|word| word.replace('\'', "’")).collect();
            list.extend(curved);
        }
        Ok(read)
    }
}

/// What all packs say, by their place among the tags.
#[derive(Debug, Default)]
pub(super) struct AllConventions {
    pub(super) packs: Vec<Option<Conventions>>,
}

impl AllConventions {
    /// Those of the pack at `own`; of no pack, that nothing is written in a way of its own.
    pub(super) fn of(&self, own: Option<u8>) -> &Conventions {
        own.and_then(|own| self.packs.get(usize::from(own))?.as_ref())
            .unwrap_or(&UNKNOWN)
    }

    /// The packs that text in the language of the pack at `own` is read with: that one, and
    /// the default of every other script; all defaults where no language is known.
    pub(super) fn readers(&self, own: Option<u8>) -> PackSet {
        let pack = |place: u8| self.packs.get(usize::from(place))?.as_ref();
        let own_script = own.and_then(pack).map(|pack| pack.script.as_str());
        let places = (0..).take(self.packs.len());
        let defaults = places.filter(|&place| {
            pack(place)
                .is_some_and(|pack| pack.script_default && Some(pack.script.as_str()) != own_script)
        });
        let set = defaults.fold(PackSet::NONE, PackSet::with);
        own.map_or(set, |own| set.with(own))
    }

    /// Packs that write the month before the day.
    pub(super) fn month_first(&self) -> PackSet {
        (0..)
            .zip(&self.packs)
            .filter(|(_, pack)| pack.as_ref().is_some_and(|pack| pack.month_first))
            .fold(PackSet::NONE, |packs, (place, _)| packs.with(place))
    }

    /// The mark before decimals in the language of the pack at `own`.
    pub(super) fn decimal(&self, own: u8) -> Option<char> {
        self.packs.get(usize::from(own))?.as_ref()?.decimal
    }
}

#[cfg(test)]
mod tests {
    use crate::lang::LanguagePacks;

    #[test]
    fn text_is_read_with_its_pack_and_the_defaults_of_other_scripts() {
        let packs = LanguagePacks::embedded().unwrap();
        let read = |tag: Option<&str>| -> Vec<&str> {
            let set = packs.readers(tag);
            let place = |tag: &String| packs.tags.iter().position(|known| known == tag).unwrap();
            let tags = packs.tags.iter();
            tags.filter(|tag| set.contains(u8::try_from(place(tag)).unwrap()))
                .map(String::as_str)
                .collect()
        };
        assert_eq!(read(Some("ar")), ["ar", "en", "he", "ru"]);
        assert_eq!(read(Some("fr-CA")), ["ar", "fr", "he", "ru"]);
        assert_eq!(read(None), ["ar", "en", "he", "ru"]);
        // A language without a pack is read with none: its words are others'.
        assert_eq!(read(Some("sv")), Vec::<&str>::new());
    }
}
