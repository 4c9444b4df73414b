//! Public lists → the compiled files of `kb/`.
//!
//! The main file holds what may be shipped with credits only; what is under the `ODbL` goes into
//! a file of its own. Ids come from the sources alone.

mod brands;
mod odbl;
mod places;
mod table;
mod territories;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::error::KbError;
use super::format::Meta;
use super::key::{key, keys};
use super::lookup::KnowledgeBase;
use super::ordered::Ordered;
use crate::article::EntityType;
use crate::lang::FoldTable;
use table::{SourceTypes, read_aliases};

/// Where the sources lie, and what is read beside them.
#[derive(Debug)]
pub struct Sources<'s> {
    /// The folder with `wof/`, `rigour/`, `cldr/` …
    pub gazetteers: &'s Path,
    /// The folder with `source_types.tsv` and `aliases.tsv`.
    pub tables: &'s Path,
    /// The folding of the packs.
    pub fold: &'s FoldTable,
}

/// A compiled file and what became of its sources.
#[derive(Debug)]
pub struct Built {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Notes on what was left out: (what, how often), sorted.
    pub notes: BTreeMap<String, usize>,
}

/// What a source has in the way of entries, and notes on what was left out.
#[derive(Debug, Default)]
struct Collected {
    entries: Ordered,
    notes: BTreeMap<String, usize>,
}

impl Collected {
    fn note(&mut self, what: &str) {
        *self.notes.entry(what.to_owned()).or_default() += 1;
    }

    fn finish(self, fold: &FoldTable, meta: Meta) -> Result<Built, KbError> {
        let bytes = self
            .entries
            .write(fold, meta)
            .map_err(|error| KbError::Limit(error.to_string()))?;
        Ok(Built {
            bytes,
            notes: self.notes,
        })
    }
}

/// Compiles `maqal.kb`: places of Who's On First, territories of rigour with the names of CLDR,
/// brands of the name-suggestion-index.
///
/// # Errors
/// A source cannot be read.
pub fn main_base(sources: &Sources<'_>) -> Result<Built, KbError> {
    let types = SourceTypes::read(&sources.tables.join("source_types.tsv"))?;
    let mut collected = Collected::default();
    let places = places::read(sources, &types, &mut collected)?;
    territories::read(sources, &types, places, &mut collected)?;
    brands::read(sources, &types, &mut collected)?;
    add_aliases(sources, &mut collected)?;
    let meta = Meta {
        name: "maqal".to_owned(),
        licence: "CC0-1.0 AND MIT AND Unicode-3.0 AND BSD-3-Clause".to_owned(),
        popularity: "inhabitants".to_owned(),
        ..Meta::default()
    };
    collected.finish(sources.fold, meta)
}

/// Compiles `odbl.kb`: cities and countries of two databases under the `ODbL`. `main` is the
/// compiled main file: a country has the id there.
///
/// # Errors
/// A source cannot be read.
pub fn odbl_base(sources: &Sources<'_>, main: &KnowledgeBase) -> Result<Built, KbError> {
    let types = SourceTypes::read(&sources.tables.join("source_types.tsv"))?;
    let mut collected = Collected::default();
    odbl::read(sources, &types, main, &mut collected)?;
    add_aliases(sources, &mut collected)?;
    let meta = Meta {
        name: "odbl".to_owned(),
        licence: "ODbL-1.0".to_owned(),
        popularity: "inhabitants".to_owned(),
        ..Meta::default()
    };
    collected.finish(sources.fold, meta)
}

/// Adds the further names of `aliases.tsv`, by id or by the code of the country.
fn add_aliases(sources: &Sources<'_>, collected: &mut Collected) -> Result<(), KbError> {
    let aliases = read_aliases(&sources.tables.join("aliases.tsv"))?;
    for draft in collected.entries.values_mut() {
        let code = draft
            .country
            .map(|code| String::from_utf8_lossy(&code).into_owned());
        for alias in &aliases {
            let own = alias.id == draft.id
                || draft.subtype == "country" && Some(&alias.id) == code.as_ref();
            if own {
                draft.name(&alias.language, &alias.name, true);
            }
        }
    }
    Ok(())
}

/// An entry with the type and subtype that the tables give a kind of a source.
fn typed(types: &SourceTypes, source: &str, kind: &str, id: &str) -> Option<Draft> {
    let (entity_type, subtype): (EntityType, &str) = types.get(source, kind)?;
    Some(Draft::new(id, entity_type, subtype))
}

/// A whole file as text.
fn read_text(path: &Path) -> Result<String, KbError> {
    std::fs::read_to_string(path).map_err(|error| KbError::Read(path.to_path_buf(), error))
}

/// A whole file as JSON.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, KbError> {
    parse_json(path, 1, &read_text(path)?)
}

fn parse_json<T: serde::de::DeserializeOwned>(
    path: &Path,
    line: usize,
    text: &str,
) -> Result<T, KbError> {
    serde_json::from_str(text).map_err(|error| KbError::Line {
        file: path.display().to_string(),
        line: line + error.line().saturating_sub(1),
        field: "line".to_owned(),
        reason: error.to_string(),
    })
}

/// Files of a folder that end so, sorted.
fn files(folder: &Path, end: &str) -> Result<Vec<PathBuf>, KbError> {
    let wrap = |error| KbError::Read(folder.to_path_buf(), error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrap)? {
        let path = entry.map_err(wrap)?.path();
        if path.extension().is_some_and(|own| own == end) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a name is written in Arabic letters.
fn is_arabic(name: &str) -> bool {
    name.chars()
        .any(|letter| matches!(letter, '\u{620}'..='\u{6D3}'))
}

/// Whether a name is written in Latin letters.
fn is_latin(name: &str) -> bool {
    name.chars()
        .filter(|letter| letter.is_alphabetic())
        .all(|letter| {
            letter < '\u{250}' || matches!(letter, '\u{2B0}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}')
        })
}

/// Of the rows that claim one id, those that name one thing: all, when any two of them share a
/// name; the cluster of two thirds; or none. Rows of an id that is claimed for several things
/// cannot be trusted to have it.
fn agreeing<T>(fold: &FoldTable, rows: &[T], names: impl Fn(&T) -> Vec<String>) -> Vec<usize> {
    let keyed: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let mut all: Vec<String> = names(row)
                .iter()
                .flat_map(|name| keys(fold, name))
                .collect();
            all.sort();
            all
        })
        .collect();
    let mut best: Vec<usize> = Vec::new();
    for seed in &keyed {
        let cluster: Vec<usize> = keyed
            .iter()
            .enumerate()
            .filter(|(_, own)| own.iter().any(|name| seed.binary_search(name).is_ok()))
            .map(|(idx, _)| idx)
            .collect();
        if cluster.len() > best.len() {
            best = cluster;
        }
    }
    if best.len() * 3 >= rows.len() * 2 {
        best
    } else {
        Vec::new()
    }
}

/// The folded form of a name.
fn folded(fold: &FoldTable, name: &str) -> String {
    key(fold, name)
}
