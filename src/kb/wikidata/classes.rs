//! [`Classes`]: which classes of Wikidata are which type.

use std::collections::BTreeMap;
use std::path::Path;

use crate::article::EntityType;
use crate::kb::error::KbError;

/// `kb/classes.tsv`: values of P31 and what they are here.
#[derive(Debug, Clone)]
pub struct Classes {
    /// Number of a class → its line.
    by_id: BTreeMap<u32, usize>,
    rows: Vec<(EntityType, String)>,
    checksum: u32,
}

impl Classes {
    /// The table that the binary carries.
    ///
    /// # Errors
    /// A line is not as it should be.
    pub fn embedded() -> Result<Self, KbError> {
        Self::parse("kb/classes.tsv", include_str!("../../../kb/classes.tsv"))
    }

    /// The table in a file.
    ///
    /// # Errors
    /// It cannot be read, or a line is not as it should be.
    pub fn open(path: &Path) -> Result<Self, KbError> {
        let text =
            std::fs::read_to_string(path).map_err(|error| KbError::Read(path.into(), error))?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// The table in a text: columns class, label, type, subtype, source.
    ///
    /// # Errors
    /// A line is not as it should be.
    pub fn parse(file: &str, text: &str) -> Result<Self, KbError> {
        let mut classes = Self {
            by_id: BTreeMap::new(),
            rows: Vec::new(),
            checksum: crc32fast::hash(text.as_bytes()),
        };
        let mut header = true;
        for (idx, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let wrong = |field: &str, reason: &str| KbError::Line {
                file: file.to_owned(),
                line: idx + 1,
                field: field.to_owned(),
                reason: reason.to_owned(),
            };
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if std::mem::take(&mut header) {
                if cells != ["class", "label", "type", "subtype", "source"] {
                    return Err(wrong(
                        "line",
                        "expected columns class, label, type, subtype, source",
                    ));
                }
                continue;
            }
            let &[class, _, kind, subtype, _] = cells.as_slice() else {
                return Err(wrong("line", "expected five columns"));
            };
            let class = item(class).ok_or_else(|| wrong("class", "expected an id such as Q5"))?;
            let kind =
                EntityType::from_name(kind).ok_or_else(|| wrong("type", "expected a type"))?;
            if classes.by_id.insert(class, classes.rows.len()).is_some() {
                return Err(wrong("class", "stands there twice"));
            }
            let subtype = if subtype == "-" { "" } else { subtype };
            classes.rows.push((kind, subtype.to_owned()));
        }
        Ok(classes)
    }

    /// The first line that one of these classes has.
    pub(super) fn first(&self, classes: impl Iterator<Item = u32>) -> Option<usize> {
        classes
            .filter_map(|class| self.by_id.get(&class).copied())
            .min()
    }

    pub(super) fn row(&self, idx: usize) -> Option<&(EntityType, String)> {
        self.rows.get(idx)
    }

    pub(super) const fn checksum(&self) -> u32 {
        self.checksum
    }
}

/// The number of an item's id.
pub(super) fn item(id: &str) -> Option<u32> {
    id.strip_prefix('Q')?.parse().ok()
}
