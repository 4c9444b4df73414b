//! Tab-separated lists: a header line that names the columns, `#` comments.

use super::error::{PackError, PackErrorKind};

/// A list with named columns.
pub(super) struct Table<'t> {
    file: &'t str,
    columns: Vec<&'t str>,
    rows: Vec<(usize, &'t str)>,
}

/// One row of a list.
pub(super) struct Row<'r> {
    file: &'r str,
    line: usize,
    columns: &'r [&'r str],
    values: &'r str,
}

impl<'t> Table<'t> {
    pub(super) fn parse(file: &'t str, content: &'t str) -> Self {
        let mut lines = content
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let columns = lines
            .next()
            .map_or(Vec::new(), |(_, header)| header.split('\t').collect());
        let rows = lines.map(|(idx, line)| (idx + 1, line)).collect();
        Self {
            file,
            columns,
            rows,
        }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, values)| Row {
            file: self.file,
            line: *line,
            columns: &self.columns,
            values,
        })
    }

    /// Whether the header has every one of `wanted`.
    pub(super) fn require(&self, wanted: &[&'static str]) -> Result<(), PackError> {
        match wanted.iter().find(|column| !self.columns.contains(column)) {
            None => Ok(()),
            Some(column) => Err(PackError {
                file: self.file.to_owned(),
                line: 1,
                kind: PackErrorKind::MissingColumn(column),
            }),
        }
    }
}

impl<'r> Row<'r> {
    /// The value in `column`, trimmed; empty when the row is short.
    pub(super) fn get(&self, column: &str) -> &'r str {
        self.columns
            .iter()
            .position(|name| *name == column)
            .and_then(|idx| self.values.split('\t').nth(idx))
            .map_or("", |value| value.trim())
    }

    pub(super) fn need(&self, column: &'static str) -> Result<&'r str, PackError> {
        match self.get(column) {
            "" => Err(self.error(PackErrorKind::MissingValue(column))),
            value => Ok(value),
        }
    }

    pub(super) fn parse<T>(
        &self,
        column: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PackError> {
        let value = self.need(column)?;
        read(value).ok_or_else(|| {
            self.error(PackErrorKind::UnknownValue {
                what: column,
                value: value.to_owned(),
            })
        })
    }

    fn error(&self, kind: PackErrorKind) -> PackError {
        PackError {
            file: self.file.to_owned(),
            line: self.line,
            kind,
        }
    }
}
