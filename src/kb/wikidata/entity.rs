//! One line of a dump → what is kept of the entity.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::classes::{Classes, item};
use crate::article::EntityType;
use crate::kb::draft::Draft;
use crate::kb::user_list::country_code;

/// What became of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    /// A bracket of the array around the entities, or nothing.
    Frame,
    /// No entity that can be read.
    Broken,
    /// A property or a lexeme, or an item of a class that is not taken.
    OtherClass,
    /// No name in the languages that are taken.
    Unnamed,
    /// An entity of the base.
    Kept(Box<Kept>),
}

/// What is kept of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Number of its id.
    pub id: u32,
    /// Line of its class.
    pub class: usize,
    /// Number of its country's id.
    pub country: Option<u32>,
    /// Its own ISO 3166-1 code.
    pub code: Option<String>,
    /// Linked pages.
    pub links: u32,
    /// (language, alias, text).
    pub names: Vec<(String, bool, String)>,
}

impl Kept {
    /// The entry; `countries` has the codes of countries by the number of their id.
    pub(super) fn into_draft(self, classes: &Classes, countries: &BTreeMap<u32, String>) -> Draft {
        let fallback = (EntityType::Other, String::new());
        let (kind, subtype) = classes.row(self.class).unwrap_or(&fallback);
        let mut draft = Draft::new(format!("Q{}", self.id), *kind, subtype);
        draft.country = self
            .code
            .as_ref()
            .or_else(|| countries.get(&self.country?))
            .and_then(|code| country_code(code));
        draft.popularity = self.links;
        for (language, alias, text) in &self.names {
            draft.name(language, text, *alias);
        }
        draft
    }
}

#[derive(Deserialize)]
struct Entity {
    #[serde(default, rename = "type")]
    kind: String,
    id: String,
    #[serde(default)]
    labels: Lenient<Term>,
    #[serde(default)]
    aliases: Lenient<Vec<Term>>,
    #[serde(default)]
    claims: Claims,
    #[serde(default)]
    sitelinks: Count,
}

#[derive(Deserialize)]
struct Term {
    value: String,
}

#[derive(Deserialize)]
struct Statement {
    mainsnak: Snak,
    #[serde(default)]
    rank: String,
}

#[derive(Deserialize)]
struct Snak {
    #[serde(default)]
    datavalue: Option<DataValue>,
}

#[derive(Deserialize)]
struct DataValue {
    value: serde_json::Value,
}

/// A map; an empty one is written `[]` in dumps.
struct Lenient<T>(BTreeMap<String, T>);

impl<T> Default for Lenient<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut map = Self::default();
        deserializer.deserialize_any(Entries::new(|key, value| {
            map.0.insert(key, value);
        }))?;
        Ok(map)
    }
}

/// The statements that are read; of others, not even their form.
#[derive(Default)]
struct Claims {
    class: Vec<Statement>,
    country: Vec<Statement>,
    citizenship: Vec<Statement>,
    code: Vec<Statement>,
}

impl<'de> Deserialize<'de> for Claims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ClaimsVisitor)
    }
}

struct ClaimsVisitor;

impl<'de> Visitor<'de> for ClaimsVisitor {
    type Value = Claims;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map or an empty list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Claims, A::Error> {
        let mut claims = Claims::default();
        while let Some(property) = access.next_key::<String>()? {
            let list = match property.as_str() {
                "P31" => &mut claims.class,
                "P17" => &mut claims.country,
                "P27" => &mut claims.citizenship,
                "P297" => &mut claims.code,
                _ => {
                    access.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *list = access.next_value()?;
        }
        Ok(claims)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Claims, A::Error> {
        while access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Claims::default())
    }
}

/// How many entries a map has.
#[derive(Default)]
struct Count(u32);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut count = Self(0);
        deserializer.deserialize_any(Entries::new(|_, _: IgnoredAny| count.0 += 1))?;
        Ok(count)
    }
}

/// Passes the entries of a map; an empty one is written `[]` in dumps.
struct Entries<T, F>(F, PhantomData<T>);

impl<T, F: FnMut(String, T)> Entries<T, F> {
    const fn new(pass: F) -> Self {
        Self(pass, PhantomData)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(String, T)> Visitor<'de> for Entries<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map or an empty list")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<(), A::Error> {
        while let Some((key, value)) = access.next_entry()? {
            (self.0)(key, value);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while access.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// Values that statements hold: those of preferred rank, or else of normal rank; deprecated ones
/// never, nor those without a value.
fn best(statements: &[Statement]) -> impl Iterator<Item = &serde_json::Value> {
    let preferred = statements
        .iter()
        .any(|statement| statement.rank == "preferred" && statement.mainsnak.datavalue.is_some());
    statements
        .iter()
        .filter(move |statement| match statement.rank.as_str() {
            "preferred" => true,
            "deprecated" => false,
            _ => !preferred,
        })
        .filter_map(|statement| statement.mainsnak.datavalue.as_ref())
        .map(|data| &data.value)
}

/// Numbers of the items that statements point to.
fn items(statements: &[Statement]) -> impl Iterator<Item = u32> {
    best(statements).filter_map(|value| {
        value
            .get("id")
            .and_then(serde_json::Value::as_str)
            .and_then(item)
            .or_else(|| value.get("numeric-id")?.as_u64()?.try_into().ok())
    })
}

/// Reads one line.
pub(super) fn read_entity(line: &[u8], languages: &[String], classes: &Classes) -> Outcome {
    let line = line.trim_ascii();
    let line = line.strip_suffix(b",").unwrap_or(line).trim_ascii();
    if matches!(line, b"" | b"[" | b"]") {
        return Outcome::Frame;
    }
    // Most of the time goes into parsing: what can be of no class is not parsed.
    if memchr::memmem::find(line, b"\"P31\"").is_none() && line.ends_with(b"}") {
        return Outcome::OtherClass;
    }
    let Ok(entity) = serde_json::from_slice::<Entity>(line) else {
        return Outcome::Broken;
    };
    if !matches!(entity.kind.as_str(), "item" | "") {
        return Outcome::OtherClass;
    }
    let Some(id) = item(&entity.id) else {
        return Outcome::Broken;
    };
    let Some(class) = classes.first(items(&entity.claims.class)) else {
        return Outcome::OtherClass;
    };
    let mut names = Vec::new();
    for language in languages.iter().map(String::as_str).chain(["mul"]) {
        if let Some(label) = entity.labels.0.get(language) {
            names.push((language.to_owned(), false, label.value.clone()));
        }
        for alias in entity.aliases.0.get(language).into_iter().flatten() {
            names.push((language.to_owned(), true, alias.value.clone()));
        }
    }
    names.retain(|(_, _, text)| !text.trim().is_empty());
    if names.is_empty() {
        return Outcome::Unnamed;
    }
    let country = items(&entity.claims.country).next();
    Outcome::Kept(Box::new(Kept {
        id,
        class,
        country: country.or_else(|| items(&entity.claims.citizenship).next()),
        code: best(&entity.claims.code)
            .filter_map(serde_json::Value::as_str)
            .find(|code| country_code(code).is_some())
            .map(str::to_owned),
        links: entity.sitelinks.0,
        names,
    }))
}
