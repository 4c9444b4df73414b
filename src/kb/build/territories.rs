//! Countries, territories and their regions: ids of rigour, names of CLDR.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::places::PlaceNames;
use super::{
    Collected, SourceTypes, Sources, folded, is_arabic, is_latin, parse_json, read_json, read_text,
    typed,
};
use crate::kb::error::KbError;
use crate::kb::user_list::country_code;
use crate::lang::FoldTable;

/// Languages whose names of territories are taken; the first that has one names it.
const LANGUAGES: [&str; 10] = ["ar", "ckb", "en", "es", "fa", "fr", "he", "ru", "tr", "ur"];

/// One territory as rigour has it.
#[derive(Debug, Deserialize)]
struct Territory {
    code: String,
    qid: String,
    name: String,
    full_name: String,
    #[serde(default)]
    alpha3: String,
    is_country: bool,
    #[serde(default)]
    is_historical: Option<bool>,
    #[serde(default)]
    parent: Option<String>,
    names_strong: Vec<String>,
    names_weak: Vec<String>,
}

impl Territory {
    /// Its kind in `source_types.tsv`. A code of its own, of two letters and without a parent,
    /// makes a country: which states are recognised by whom is not decided here.
    fn kind(&self) -> &'static str {
        if self.is_historical == Some(true) {
            "historical"
        } else if self.code.contains('-') {
            "region"
        } else if self.is_country || self.parent.is_none() && self.alpha3.len() == 3 {
            "country"
        } else {
            "territory"
        }
    }
}

pub(super) fn read(
    sources: &Sources<'_>,
    types: &SourceTypes,
    mut places: PlaceNames,
    collected: &mut Collected,
) -> Result<(), KbError> {
    let not_names = not_names(sources, &places)?;
    let cldr = cldr_names(sources)?;
    let regions = region_names(sources)?;
    let path = sources.gazetteers.join("rigour/territories.jsonl");
    let mut seen = BTreeSet::new();
    for (idx, line) in read_text(&path)?.lines().enumerate() {
        let territory: Territory = parse_json(&path, idx + 1, line)?;
        let kind = format!("code:{}", territory.code);
        let found = typed(types, "rigour", &kind, &territory.qid).or_else(|| {
            match territory.code.as_str() {
                // Listed as not taken.
                "ip" | "zz" => None,
                _ => typed(types, "rigour", territory.kind(), &territory.qid),
            }
        });
        let Some(mut draft) = found else {
            collected.note("rigour: kind not taken");
            continue;
        };
        let code = territory.code.to_uppercase();
        let iso = code.get(..2).and_then(country_code);
        draft.country = iso.filter(|_| draft.subtype != "international organization");
        if let Some(names) = cldr.get(&code) {
            for (language, name, alias) in names {
                draft.name(language, name, *alias);
            }
            seen.insert(code.clone());
        }
        draft.name("en", &territory.name, false);
        draft.name("en", &territory.full_name, true);
        if territory.kind() == "region"
            && let Some(name) = regions.get(&territory.name.to_lowercase())
        {
            draft.name("ar", name, false);
        }
        for (name, strong) in territory
            .names_strong
            .iter()
            .map(|name| (name, true))
            .chain(territory.names_weak.iter().map(|name| (name, false)))
        {
            // The weak names are those of every language; what is read here is written so.
            let wanted = is_arabic(name) || strong && is_latin(name) && name.chars().count() > 3;
            if wanted && !not_names.contains(&folded(sources.fold, name)) {
                draft.name("und", name, true);
            }
        }
        if draft.subtype == "country"
            && let Some(own) = iso.and_then(|code| places.countries.remove(&code))
        {
            let mut own = own;
            own.names
                .retain(|name| !not_names.contains(&folded(sources.fold, &name.text)));
            draft.merge(own);
        }
        collected.entries.add(draft);
    }
    for (code, names) in cldr.iter().filter(|(code, _)| !seen.contains(*code)) {
        let Some(mut draft) = typed(types, "cldr", "region", &format!("cldr:{code}")) else {
            continue;
        };
        for (language, name, alias) in names {
            draft.name(language, name, *alias);
        }
        collected.entries.add(draft);
    }
    Ok(())
}

/// (language, name, alias) of each territory.
type Names = BTreeMap<String, Vec<(String, String, bool)>>;

fn cldr_names(sources: &Sources<'_>) -> Result<Names, KbError> {
    let mut names = Names::new();
    for language in LANGUAGES {
        let path = sources
            .gazetteers
            .join(format!("cldr/{language}/territories.json"));
        let json: Value = read_json(&path)?;
        let pointer = format!("/main/{language}/localeDisplayNames/territories");
        let Some(Value::Object(territories)) = json.pointer(&pointer) else {
            continue;
        };
        let short = |code: &str| {
            let name = territories.get(&format!("{code}-alt-short"))?.as_str()?;
            // `US` is an abbreviation, not a short name.
            (name.chars().count() > 3).then_some(name)
        };
        for (key, name) in territories {
            let (code, form) = key.split_once("-alt-").unwrap_or((key, ""));
            let Some(name) = name
                .as_str()
                .filter(|_| code != "ZZ" && !code.starts_with('X'))
            else {
                continue;
            };
            let list = names.entry(code.to_owned()).or_default();
            let alias = match form {
                "" => short(code).is_some(),
                "short" => short(code).is_none(),
                _ => true,
            };
            list.push((language.to_owned(), name.to_owned(), alias));
        }
    }
    for list in names.values_mut() {
        list.sort_by(|a, b| (a.2, &a.0).cmp(&(b.2, &b.0)));
    }
    // Kosovo is the one user-assigned code that the lists share.
    Ok(names)
}

/// Arabic names of regions of countries, by their English name in lower case.
fn region_names(sources: &Sources<'_>) -> Result<BTreeMap<String, String>, KbError> {
    let folder = sources.gazetteers.join("arwikicats/ArWikiCats/jsons");
    read_json(&folder.join("geography/P17_PP.json"))
}

/// Folded words that lists of territories hold, but that name people of a country or a city in
/// it: adjectives of nationality and names of cities.
fn not_names(sources: &Sources<'_>, places: &PlaceNames) -> Result<BTreeSet<String>, KbError> {
    let folder = sources.gazetteers.join("arwikicats/ArWikiCats/jsons");
    let fold: &FoldTable = sources.fold;
    let mut words = places.known.clone();
    let nationalities: BTreeMap<String, Value> =
        read_json(&folder.join("nationalities/nationalities_data.json"))?;
    for (english, forms) in &nationalities {
        words.insert(folded(fold, english));
        for (_, form) in forms.as_object().into_iter().flatten().filter(|(key, _)| {
            matches!(
                key.as_str(),
                "male" | "males" | "female" | "females" | "the_male" | "the_female"
            )
        }) {
            words.extend(form.as_str().map(|form| folded(fold, form)));
        }
    }
    let cities: BTreeMap<String, Value> = read_json(&folder.join("cities/cities_full.json"))?;
    for (english, arabic) in &cities {
        words.insert(folded(fold, english));
        words.extend(arabic.as_str().map(|name| folded(fold, name)));
    }
    Ok(words)
}
