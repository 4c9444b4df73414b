//! [`UserList`]: names that only a user knows, as JSON lines.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::draft::Draft;
use super::error::KbError;
use super::format::Meta;
use super::lookup::KnowledgeBase;
use super::ordered::Ordered;
use crate::article::EntityType;
use crate::lang::FoldTable;

/// Entries of a user's own list, one JSON object a line:
/// `{"id": "x:1", "type": "PERSON", "subtype": "…", "names": {"ar": ["…"]}, "country": "IQ", "popularity": 3}`.
///
/// `id`, `type` and `names` are needed; the first name of a language is its main one.
#[derive(Debug)]
pub struct UserList {
    name: String,
    bytes: Vec<u8>,
}

/// What can stand in a line.
const FIELDS: [&str; 6] = ["id", "type", "subtype", "names", "country", "popularity"];

impl UserList {
    /// The list in a file, folded as text is.
    ///
    /// # Errors
    /// The file cannot be read, or a line is not as it should be.
    pub fn open(path: &Path, fold: &FoldTable) -> Result<Self, KbError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| KbError::Read(path.into(), error))?;
        Self::parse(&path.display().to_string(), &text, fold)
    }

    /// The list in a text; `file` names it in errors.
    ///
    /// # Errors
    /// A line is not as it should be.
    pub fn parse(file: &str, text: &str, fold: &FoldTable) -> Result<Self, KbError> {
        let mut entries = Ordered::default();
        let mut lines = BTreeMap::new();
        for (idx, line) in text.lines().enumerate() {
            let line = line.trim_start_matches('\u{FEFF}').trim();
            if line.is_empty() {
                continue;
            }
            let wrap = |(field, reason): (String, String)| KbError::Line {
                file: file.to_owned(),
                line: idx + 1,
                field,
                reason,
            };
            let draft = read_line(line).map_err(wrap)?;
            if let Some(first) = lines.insert(draft.id.clone(), idx + 1) {
                let reason = format!("`{}` stands in line {first} too", draft.id);
                return Err(wrap(("id".to_owned(), reason)));
            }
            entries.add(draft);
        }
        let meta = Meta {
            name: file.to_owned(),
            popularity: "the list's own figure".to_owned(),
            ..Meta::default()
        };
        let bytes = entries
            .write(fold, meta)
            .map_err(|error| KbError::Limit(format!("{file}: {error}")))?;
        Ok(Self {
            name: file.to_owned(),
            bytes,
        })
    }

    pub(super) fn into_base(self) -> Result<KnowledgeBase, KbError> {
        KnowledgeBase::from_bytes(&self.name, self.bytes)
    }
}

/// One line → an entry, or the field that is wrong and why.
fn read_line(line: &str) -> Result<Draft, (String, String)> {
    let wrong = |field: &str, reason: String| (field.to_owned(), reason);
    let value: Value = serde_json::from_str(line)
        .map_err(|error| wrong("line", format!("expected a JSON object: {error}")))?;
    let Value::Object(object) = value else {
        return Err(wrong("line", "expected a JSON object".to_owned()));
    };
    if let Some(field) = object.keys().find(|key| !FIELDS.contains(&key.as_str())) {
        return Err(wrong(
            field,
            format!("expected one of {}", FIELDS.join(", ")),
        ));
    }
    let text = |field: &str| match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.trim())),
        Some(other) => Err(wrong(field, format!("expected a text, found {other}"))),
    };
    let id = text("id")?.ok_or_else(|| wrong("id", "expected a text".to_owned()))?;
    let kind = text("type")?.ok_or_else(|| wrong("type", "expected a text".to_owned()))?;
    let kind = EntityType::from_name(kind).ok_or_else(|| {
        let names = EntityType::ALL.map(EntityType::name).join(", ");
        wrong("type", format!("expected one of {names}, found `{kind}`"))
    })?;
    let mut draft = Draft::new(id, kind, text("subtype")?.unwrap_or_default());
    draft.country = match text("country")? {
        None => None,
        Some(code) => Some(country_code(code).ok_or_else(|| {
            wrong(
                "country",
                format!("expected two letters of ISO 3166-1, found `{code}`"),
            )
        })?),
    };
    draft.popularity = match object.get("popularity") {
        None | Some(Value::Null) => 0,
        Some(value) => value
            .as_u64()
            .and_then(|value| u32::try_from(value).ok())
            .ok_or_else(|| {
                wrong(
                    "popularity",
                    format!("expected a whole number from 0 to 4294967295, found {value}"),
                )
            })?,
    };
    let Some(Value::Object(names)) = object.get("names") else {
        return Err(wrong(
            "names",
            "expected lists of names by language".to_owned(),
        ));
    };
    for (language, list) in names {
        let field = format!("names.{language}");
        let Value::Array(list) = list else {
            return Err(wrong(&field, "expected a list of names".to_owned()));
        };
        for name in list {
            match name {
                Value::String(name) if !name.trim().is_empty() => draft.name(language, name, false),
                other => return Err(wrong(&field, format!("expected a name, found {other}"))),
            }
        }
    }
    if draft.names.is_empty() {
        return Err(wrong("names", "expected at least one name".to_owned()));
    }
    Ok(draft)
}

/// Two ASCII letters, upper case.
pub(super) fn country_code(code: &str) -> Option<[u8; 2]> {
    <[u8; 2]>::try_from(code.as_bytes())
        .ok()
        .filter(|code| code.iter().all(u8::is_ascii_alphabetic))
        .map(|code| code.map(|letter| letter.to_ascii_uppercase()))
}
