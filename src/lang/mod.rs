//! Language packs: the only code that reads `lang/`.
//!
//! In: the data files of every pack, embedded at build time. Out: one [`LanguagePacks`]
//! with a [`FoldTable`] (one door: applied alike to text and to every term), a [`Lexicon`]
//! that finds all terms of all packs in one pass, [`NameSets`], and names in Latin letters
//! ([`LanguagePacks::romanize`]). No phenomenon is decided here.

mod clitics;
mod conventions;
mod detect;
mod error;
mod fold;
mod future;
mod lexicon;
mod load;
mod names;
mod nouns;
mod romanize;
mod speech;
mod terms;
mod tsv;

pub use clitics::{Clitic, CliticKind, Clitics, Cut};
pub use conventions::{Conventions, PackSet};
pub use detect::detect;
pub use error::{PackError, PackErrorKind, PackErrors};
pub use fold::FoldTable;
pub use future::FutureVerbs;
pub use lexicon::{Lexicon, TermHit};
pub use names::NameSets;
pub use nouns::{NounForm, Nouns};
pub use speech::{
    Agreement, AttributionTakes, ClauseRole, GrammaticalNumber, MediumPart, SpeechForm,
    SpeechSense, SpeechVerb,
};
pub use terms::{
    DateWord, DayPart, Dealing, Era, Holiday, HolidayRule, LabelForm, LabelRole, NumberWordKind,
    QuantityRole, ReferenceWord, RelativeSide, Season, ShortName, Term, TermClass, TermId,
    TimeOfDay, TimeUnit, TimeWord, WordPlace,
};

/// What names of places are made with, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceWords {
    /// Words before a name that say what kind of place it is, with the kind
    /// (`place_types.tsv`): مدينة, city.
    pub types: Vec<(String, String)>,
    /// Articles written together with a name (`definite_articles.tsv`): ال.
    pub articles: Vec<String>,
    /// Endings of adjectives of nationality, and what a country's name has in their place
    /// (`nisba_endings.tsv`): ي, nothing.
    pub nisba_endings: Vec<(String, String)>,
}

/// All packs, loaded and ready to match.
#[derive(Debug, Default)]
pub struct LanguagePacks {
    /// Tags of the packs, sorted.
    pub tags: Vec<String>,
    /// The folding of matching.
    pub fold: FoldTable,
    /// Letters by which spellings of one foreign name differ (`foreign_letters.tsv`), over folded
    /// text: سامسونج, سامسونغ.
    pub foreign_letters: FoldTable,
    /// All multi-word and single-word terms.
    pub lexicon: Lexicon,
    /// Packs that write dates of the Persian calendar, one bit each.
    pub jalali_packs: u64,
    /// Letters that only end words (`final_letters.tsv`): a letter behind one begins another word.
    pub final_letters: Vec<char>,
    /// Particles written together with the name behind them that join names (`attached_conjunctions.tsv`),
    /// folded: و.
    pub attached_conjunctions: Vec<String>,
    /// What names of places are made with.
    pub places: PlaceWords,
    /// Particles written together with the word behind them (`clitics.tsv`).
    pub clitics: Clitics,
    /// First letters of verbs that look forward (`future_verbs.tsv`).
    pub future_verbs: FutureVerbs,
    /// Large sets of single words of personal names.
    pub names: NameSets,
    /// Nouns behind numbers (`plurals.tsv`, `noun_endings.tsv`).
    pub nouns: Nouns,
    own_nouns: Vec<Nouns>,
    /// What the currencies of several countries are called together, with their codes, sorted.
    pub currencies: Vec<(ShortName, ShortName)>,
    /// Packs whose time words say where they stand (`time_words.tsv`, column `place`): no article
    /// is asked for at their words.
    pub placed_packs: PackSet,
    /// Packs that write the month before the day (`pack.toml`).
    pub month_first_packs: PackSet,
    /// Packs with particles that are written onto words (`clitics.tsv`).
    pub clitic_packs: PackSet,
    conventions: conventions::AllConventions,
    romanizer: romanize::Romanizer,
}

/// The files of `lang/`, as (path below `lang/`, content).
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));

    pub(super) fn files() -> &'static [(&'static str, &'static str)] {
        FILES
    }
}

impl LanguagePacks {
    /// The packs that the binary carries.
    ///
    /// # Errors
    /// Every line of every file that cannot be understood.
    pub fn embedded() -> Result<Self, PackErrors> {
        Self::from_files(embedded::files())
    }

    /// Those of these languages (BCP 47) alone; what the others cost is measured with it.
    ///
    /// # Errors
    /// As [`Self::embedded`].
    pub fn embedded_of(tags: &[&str]) -> Result<Self, PackErrors> {
        let files: Vec<(&str, &str)> = embedded::files()
            .iter()
            .filter(|(path, _)| {
                path.split_once('/')
                    .is_none_or(|(tag, _)| tags.contains(&tag))
            })
            .copied()
            .collect();
        Self::from_files(&files)
    }

    /// Packs from (path, content) pairs; a path is `<tag>/<file>`.
    ///
    /// # Errors
    /// Every line of every file that cannot be understood.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, PackErrors> {
        load::load(files)
    }

    /// The packs that running text in a language (BCP 47) is read with; in none, where the
    /// language is not known, with the default of each script. A language without a pack is read
    /// with none.
    pub fn readers(&self, language: Option<&str>) -> PackSet {
        match language {
            None => self.conventions.readers(None),
            Some(tag) => match self.place(tag) {
                Some(own) => self.conventions.readers(Some(own)),
                None => PackSet::NONE,
            },
        }
    }

    /// Whether a language (BCP 47) writes particles onto words, as its pack lists them.
    pub fn has_clitics(&self, language: &str) -> bool {
        self.place(language)
            .is_some_and(|place| self.clitic_packs.contains(place))
    }

    /// How a language (BCP 47) is written, as its pack says.
    pub fn conventions(&self, language: Option<&str>) -> &Conventions {
        self.conventions
            .of(language.and_then(|tag| self.place(tag)))
    }

    /// The mark before decimals in a language (BCP 47), where its pack says it.
    pub fn decimal(&self, language: &str) -> Option<char> {
        self.conventions.decimal(self.place(language)?)
    }

    /// Nouns behind numbers in a language (BCP 47): its own, where its lists say where words
    /// stand, else those of all other packs.
    pub fn nouns_of(&self, language: Option<&str>) -> &Nouns {
        language
            .and_then(|tag| self.place(tag))
            .filter(|&own| self.placed_packs.contains(own))
            .and_then(|own| self.own_nouns.get(usize::from(own)))
            .unwrap_or(&self.nouns)
    }

    /// Whether time words of a language (BCP 47) say where they stand.
    pub fn is_placed(&self, language: &str) -> bool {
        self.place(language)
            .is_some_and(|own| self.placed_packs.contains(own))
    }

    /// The place of the pack of a language among the tags.
    fn place(&self, language: &str) -> Option<u8> {
        let primary = language.split('-').next()?;
        let place = self.tags.iter().position(|known| known == primary)?;
        u8::try_from(place).ok()
    }

    /// `name` in Latin letters, as English-language news prints it; `None` where no letter of it
    /// is of a script that a pack romanises. Other words, digits and punctuation stay. Linear in
    /// the length of `name`.
    pub fn romanize(&self, name: &str) -> Option<String> {
        self.romanizer.romanize(name, &self.fold)
    }
}
