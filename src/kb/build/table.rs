//! The tables of `kb/`: which kinds of a source are which type, and further names.

use std::path::Path;

use super::read_text;
use crate::article::EntityType;
use crate::kb::error::KbError;

/// `source_types.tsv`.
#[derive(Debug)]
pub(super) struct SourceTypes(Vec<(String, String, Option<EntityType>, String)>);

impl SourceTypes {
    pub(super) fn read(path: &Path) -> Result<Self, KbError> {
        let mut rows = Vec::new();
        for (line, values) in rows_of(path, &read_text(path)?, "source")? {
            let [source, key, kind, ..] = values.as_slice() else {
                return Err(wrong(path, line, "type", "expected a value"));
            };
            let entity_type = match kind.as_str() {
                "-" => None,
                name => Some(
                    EntityType::from_name(name)
                        .ok_or_else(|| wrong(path, line, "type", "expected a type or `-`"))?,
                ),
            };
            let subtype = values.get(3).cloned().unwrap_or_default();
            rows.push((source.clone(), key.clone(), entity_type, subtype));
        }
        Ok(Self(rows))
    }

    /// Type and subtype of a kind of a source; `None` when it is not taken.
    pub(super) fn get(&self, source: &str, kind: &str) -> Option<(EntityType, &str)> {
        self.0
            .iter()
            .find(|(of, key, ..)| {
                of == source
                    && match key.strip_suffix('*') {
                        Some(front) => kind.starts_with(front),
                        None => kind == key,
                    }
            })
            .and_then(|(.., entity_type, subtype)| Some(((*entity_type)?, subtype.as_str())))
    }
}

/// A further name of an entry.
#[derive(Debug)]
pub(super) struct Alias {
    /// An id, or the ISO code of a country.
    pub id: String,
    pub language: String,
    pub name: String,
}

/// `aliases.tsv`.
pub(super) fn read_aliases(path: &Path) -> Result<Vec<Alias>, KbError> {
    let mut aliases = Vec::new();
    for (line, values) in rows_of(path, &read_text(path)?, "id")? {
        let [id, language, name, ..] = values.as_slice() else {
            return Err(wrong(path, line, "name", "expected a value"));
        };
        aliases.push(Alias {
            id: id.clone(),
            language: language.clone(),
            name: name.clone(),
        });
    }
    Ok(aliases)
}

/// Rows of a tab-separated table, with their lines; its header begins with `first`.
fn rows_of(path: &Path, text: &str, first: &str) -> Result<Vec<(usize, Vec<String>)>, KbError> {
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    match lines.next() {
        Some((_, header)) if header.split('\t').next() == Some(first) => {}
        _ => {
            return Err(wrong(
                path,
                1,
                first,
                "expected a header with this column first",
            ));
        }
    }
    Ok(lines
        .map(|(idx, line)| {
            (
                idx + 1,
                line.split('\t')
                    .map(|cell| cell.trim().to_owned())
                    .collect(),
            )
        })
        .collect())
}

fn wrong(path: &Path, line: usize, field: &str, reason: &str) -> KbError {
    KbError::Line {
        file: path.display().to_string(),
        line,
        field: field.to_owned(),
        reason: reason.to_owned(),
    }
}
