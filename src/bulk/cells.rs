//! Cells of a row: the values of named columns, from a JSON object.

use serde_json::Value;

use super::Columns;

/// A column: the first of these names that a row has.
pub type Names = Vec<String>;

/// The values of `columns` in one JSON object; others are passed over.
///
/// Numbers and booleans are taken as they are written; an absent or null value is `None`.
///
/// # Errors
/// The line is no object, or the value of a required column is a list or an object.
pub fn from_json(line: &[u8], columns: &Columns) -> Result<Vec<Option<String>>, String> {
    let row: serde_json::Map<String, Value> =
        serde_json::from_slice(line).map_err(|error| format!("expected a JSON object: {error}"))?;
    let cell = |(idx, names): (usize, &Names)| {
        let found = names
            .iter()
            .find_map(|name| row.get(name).map(|value| (name, value)));
        let other = |name: &str, kind: &str| {
            columns.not_text(idx, &format!("expected text in `{name}`, found {kind}"))
        };
        match found {
            None | Some((_, Value::Null)) => Ok(None),
            Some((_, Value::String(text))) => Ok(Some(text.clone())),
            Some((_, value @ (Value::Number(_) | Value::Bool(_)))) => Ok(Some(value.to_string())),
            Some((name, Value::Array(_))) => other(name, "a list"),
            Some((name, Value::Object(_))) => other(name, "an object"),
        }
    };
    columns.names.iter().enumerate().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picks_columns_by_their_first_name() {
        let columns = Columns {
            names: vec![
                vec!["content".to_owned(), "text".to_owned()],
                vec!["id".to_owned()],
                vec!["url".to_owned()],
            ],
            required: vec![0],
        };
        let line = br#"{"id": 7, "text": "words", "url": null, "tags": ["x"]}"#;
        assert_eq!(
            from_json(line, &columns),
            Ok(vec![Some("words".to_owned()), Some("7".to_owned()), None])
        );
        assert!(from_json(br#"{"text": ["words"]}"#, &columns).is_err());
        let odd = br#"{"text": "words", "id": {"oid": 1}}"#;
        let found = from_json(odd, &columns).unwrap();
        assert_eq!(found, [Some("words".to_owned()), None, None]);
        assert!(from_json(b"[1]", &columns).is_err());
    }
}
