//! Cities and countries of two databases under the `ODbL`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    Collected, SourceTypes, Sources, agreeing, folded, is_arabic, is_latin, read_json, read_text,
    typed,
};
use crate::article::EntityType;
use crate::kb::draft::Draft;
use crate::kb::error::KbError;
use crate::kb::lookup::KnowledgeBase;
use crate::kb::user_list::country_code;

/// Languages of the translations that are taken: as CLDR names them, as the second source does.
const LANGUAGES: [(&str, &str); 8] = [
    ("ar", "ara"),
    ("fa", "per"),
    ("en", ""),
    ("es", "spa"),
    ("fr", "fra"),
    ("ru", "rus"),
    ("tr", "tur"),
    ("ur", "urd"),
];

pub(super) fn read(
    sources: &Sources<'_>,
    types: &SourceTypes,
    main: &KnowledgeBase,
    collected: &mut Collected,
) -> Result<(), KbError> {
    let cities = cities(sources, types, collected)?;
    let mut countries = countries(sources, main)?;
    facts(sources, &cities, &mut countries)?;
    for draft in countries.into_values() {
        collected.entries.add(draft);
    }
    for draft in cities {
        collected.entries.add(draft);
    }
    Ok(())
}

/// One row of the cities.
struct City<'t> {
    country: &'t str,
    kind: &'t str,
    id: &'t str,
    /// English, Arabic, native, Persian.
    names: [&'t str; 4],
    inhabitants: u32,
}

impl City<'_> {
    /// A large seat of a government: such a row has an id of its own also where others of its
    /// country share one.
    fn is_seat(&self) -> bool {
        matches!(self.kind, "capital" | "adm1") && self.inhabitants >= 200_000
    }
}

/// The rows of one id that are the place it is the id of, the largest first: those that agree
/// in name, or a seat of ten times as many people as any other row.
fn same_place(sources: &Sources<'_>, rows: &[City<'_>]) -> Vec<usize> {
    let one = agreeing(sources.fold, rows, |row| {
        row.names
            .iter()
            .take(2)
            .map(|name| (*name).to_owned())
            .collect()
    });
    match rows {
        [first, second, ..]
            if one.is_empty()
                && first.is_seat()
                && first.inhabitants / 10 >= second.inhabitants =>
        {
            vec![0]
        }
        _ => one,
    }
}

/// Countries in which more than a third of the rows share their id with a row of another name:
/// there the source repeats the id of a region for its places.
fn damaged_countries<'t>(claims: &BTreeMap<&str, Vec<City<'t>>>) -> BTreeSet<&'t str> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for rows in claims.values() {
        let names: BTreeSet<&str> = rows.iter().map(|row| row.names[0]).collect();
        for row in rows {
            let (all, shared) = counts.entry(row.country).or_default();
            *all += 1;
            *shared += usize::from(names.len() > 1);
        }
    }
    counts
        .into_iter()
        .filter(|(_, (all, shared))| shared * 3 > *all)
        .map(|(country, _)| country)
        .collect()
}

fn cities(
    sources: &Sources<'_>,
    types: &SourceTypes,
    collected: &mut Collected,
) -> Result<Vec<Draft>, KbError> {
    let path = sources.gazetteers.join("dr5hn/dr5hn_cities_ar.tsv");
    let text = read_text(&path)?;
    let mut claims: BTreeMap<&str, Vec<City<'_>>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[
            country,
            kind,
            id,
            name,
            arabic,
            native,
            persian,
            inhabitants,
        ] = cells.as_slice()
        else {
            collected.note("dr5hn: row of another shape");
            continue;
        };
        if id.is_empty() {
            collected.note("dr5hn: no id");
            continue;
        }
        claims.entry(id).or_default().push(City {
            country,
            kind,
            id,
            names: [name, arabic, native, persian],
            inhabitants: inhabitants.parse().unwrap_or_default(),
        });
    }
    let damaged = damaged_countries(&claims);
    let mut drafts = Vec::new();
    for rows in claims.values_mut() {
        rows.sort_by_key(|row| std::cmp::Reverse(row.inhabitants));
        let one = same_place(sources, rows);
        let Some(row) = one.first().and_then(|idx| rows.get(*idx)) else {
            collected.note("dr5hn: id claimed for places of different names, not taken");
            continue;
        };
        if damaged.contains(row.country) && !row.is_seat() {
            collected.note("dr5hn: ids of its country are not those of its places, not taken");
            continue;
        }
        let Some(mut draft) = typed(types, "dr5hn", row.kind, row.id) else {
            collected.note("dr5hn: kind not taken");
            continue;
        };
        draft.country = country_code(row.country);
        draft.popularity = row.inhabitants;
        for row in one.iter().filter_map(|idx| rows.get(*idx)) {
            let [name, arabic, native, persian] = row.names;
            draft.name("en", name, false);
            if is_arabic(arabic) {
                draft.name("ar", arabic, false);
            }
            if is_arabic(persian) {
                draft.name("fa", persian, false);
            }
            if is_arabic(native) || is_latin(native) {
                draft.name("und", native, true);
            }
        }
        drafts.push(draft);
    }
    Ok(drafts)
}

/// Countries of the first source, by ISO code. Where the main file has the country, its id
/// counts: what is one country there must not be two here.
fn countries(
    sources: &Sources<'_>,
    main: &KnowledgeBase,
) -> Result<BTreeMap<[u8; 2], Draft>, KbError> {
    let ids: BTreeMap<[u8; 2], String> = main
        .entries()
        .map(|entry| main.entry(entry))
        .filter(|view| matches!(view.subtype(), "country" | "territory"))
        .filter_map(|view| Some((view.country()?, view.id().into_owned())))
        .collect();
    let rows: Vec<Value> = read_json(&sources.gazetteers.join("dr5hn/countries.json"))?;
    let mut countries = BTreeMap::new();
    for row in &rows {
        let text = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default();
        let (Some(code), own) = (country_code(text("iso2")), text("wikiDataId")) else {
            continue;
        };
        let id = ids.get(&code).map_or(own, String::as_str);
        if id.is_empty() {
            continue;
        }
        let mut draft = Draft::new(id, EntityType::Location, "country");
        draft.country = Some(code);
        draft.popularity = row
            .get("population")
            .and_then(Value::as_u64)
            .and_then(|inhabitants| u32::try_from(inhabitants).ok())
            .unwrap_or_default();
        draft.name("en", text("name"), false);
        for (language, _) in LANGUAGES {
            let name = row.pointer(&format!("/translations/{language}"));
            draft.name(
                language,
                name.and_then(Value::as_str).unwrap_or_default(),
                false,
            );
        }
        countries.insert(code, draft);
    }
    Ok(countries)
}

/// Names and capitals of the second source.
fn facts(
    sources: &Sources<'_>,
    cities: &[Draft],
    countries: &mut BTreeMap<[u8; 2], Draft>,
) -> Result<(), KbError> {
    let fold = sources.fold;
    let rows: Vec<Value> = read_json(&sources.gazetteers.join("mledoze/countries-unescaped.json"))?;
    for row in &rows {
        let code = row
            .get("cca2")
            .and_then(Value::as_str)
            .and_then(country_code);
        let Some((code, draft)) = code.and_then(|code| Some((code, countries.get_mut(&code)?)))
        else {
            continue;
        };
        for form in ["common", "official"] {
            for (language, own) in LANGUAGES {
                let pointer = match own {
                    "" => format!("/name/{form}"),
                    own => format!("/translations/{own}/{form}"),
                };
                let name = row.pointer(&pointer).and_then(Value::as_str);
                draft.name(language, name.unwrap_or_default(), form == "official");
            }
        }
        let Some(capital) = row.pointer("/capital/0").and_then(Value::as_str) else {
            continue;
        };
        let capital = folded(fold, capital);
        draft.capital = cities
            .iter()
            .filter(|city| city.country == Some(code))
            .filter(|city| {
                city.names
                    .iter()
                    .any(|name| name.language == "en" && folded(fold, &name.text) == capital)
            })
            .max_by_key(|city| city.popularity)
            .map(|city| city.id.clone());
    }
    Ok(())
}
