//! Places of Who's On First: countries, regions, counties, localities, neighbourhoods.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{
    Collected, SourceTypes, Sources, agreeing, files, folded, is_arabic, parse_json, read_text,
    typed,
};
use crate::kb::draft::Draft;
use crate::kb::error::KbError;
use crate::kb::user_list::country_code;
use crate::lang::FoldTable;

/// One place as the source has it.
#[derive(Debug, Deserialize)]
struct Place {
    wof: u64,
    placetype: String,
    country: String,
    name: String,
    wd: String,
    pop: Option<f64>,
    ar: Vec<String>,
    ar_var: Vec<String>,
    fa: Vec<String>,
    ku: Vec<String>,
    en: Vec<String>,
    en_var: Vec<String>,
}

/// What the territories need to know of the places.
#[derive(Debug, Default)]
pub(super) struct PlaceNames {
    /// Names of each country, by its code: they join the territory of that code.
    pub countries: BTreeMap<[u8; 2], Draft>,
    /// Folded names of regions and large cities: no names of countries.
    pub known: BTreeSet<String>,
}

/// A place without Arabic name and id is kept from this number of inhabitants on.
const LARGE: u32 = 1_000;
/// From this number of inhabitants on, a city's name is not believed to be a country's too.
const KNOWN: u32 = 100_000;

pub(super) fn read(
    sources: &Sources<'_>,
    types: &SourceTypes,
    collected: &mut Collected,
) -> Result<PlaceNames, KbError> {
    let mut rows = Vec::new();
    for path in files(&sources.gazetteers.join("wof"), "jsonl")? {
        for (idx, line) in read_text(&path)?.lines().enumerate() {
            rows.push(parse_json::<Place>(&path, idx + 1, line)?);
        }
    }
    let trusted = trusted_ids(sources.fold, &rows, collected);
    let mut names = PlaceNames::default();
    for place in &rows {
        let id = if trusted.contains(&place.wof) {
            place.wd.clone()
        } else {
            format!("wof:{}", place.wof)
        };
        let Some(mut draft) = typed(types, "wof", &place.placetype, &id) else {
            collected.note("wof: kind not taken");
            continue;
        };
        fill(&mut draft, place);
        if place.placetype == "country" {
            if let Some(code) = draft.country {
                names.countries.insert(code, draft);
            }
            continue;
        }
        if draft.popularity >= KNOWN || matches!(draft.subtype.as_str(), "region") {
            names.known.extend(
                draft
                    .names
                    .iter()
                    .map(|name| folded(sources.fold, &name.text)),
            );
        }
        let in_arabic = draft.names.iter().any(|name| is_arabic(&name.text));
        if in_arabic || trusted.contains(&place.wof) || draft.popularity >= LARGE {
            collected.entries.add(draft);
        } else {
            collected.note("wof: no Arabic name, no Wikidata id, fewer than 1,000 inhabitants");
        }
    }
    Ok(names)
}

/// The places that may have the Wikidata id they claim.
fn trusted_ids(fold: &FoldTable, rows: &[Place], collected: &mut Collected) -> BTreeSet<u64> {
    let mut claims: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
    for place in rows.iter().filter(|place| !place.wd.is_empty()) {
        claims.entry(&place.wd).or_default().push(place);
    }
    let mut trusted = BTreeSet::new();
    for places in claims.values_mut() {
        // The larger kind first: its type and main names are those of the entry.
        let one = agreeing(fold, places, |place| {
            let mut names = vec![place.name.clone()];
            names.extend(place.ar.iter().chain(&place.en).cloned());
            names
        });
        for (idx, place) in places.iter().enumerate() {
            if one.contains(&idx) {
                trusted.insert(place.wof);
            } else {
                collected.note("wof: Wikidata id claimed for places of different names, not taken");
            }
        }
    }
    trusted
}

fn fill(draft: &mut Draft, place: &Place) {
    draft.country = country_code(&place.country);
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float-to-int cast saturates"
    )]
    let inhabitants = place.pop.unwrap_or_default() as u32;
    draft.popularity = inhabitants;
    for (list, alias) in [(&place.ar, false), (&place.ar_var, true)] {
        for name in list {
            if is_arabic(name) {
                draft.name("ar", name, alias);
            } else {
                draft.name("und", name, true);
            }
        }
    }
    place
        .fa
        .iter()
        .for_each(|name| draft.name("fa", name, false));
    for name in &place.ku {
        draft.name(if is_arabic(name) { "ckb" } else { "ku" }, name, false);
    }
    place
        .en
        .iter()
        .for_each(|name| draft.name("en", name, false));
    // A sentence is no name: other records' remarks stand there too.
    for name in place
        .en_var
        .iter()
        .filter(|name| name.split(' ').count() <= 4)
    {
        draft.name("en", name, true);
    }
    if is_arabic(&place.name) {
        draft.name("ar", &place.name, true);
    } else {
        draft.name("und", &place.name, true);
    }
}
