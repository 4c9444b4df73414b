//! [`Ordered`]: entries of several sources, merged by id and sorted.

use std::collections::BTreeMap;
use std::io;

use super::draft::Draft;
use super::format::{IdKey, Meta};
use super::write::KbWriter;
use crate::lang::FoldTable;

/// Entries in the order of the file; those with the same id are one.
#[derive(Debug, Default)]
pub(super) struct Ordered(BTreeMap<IdKey<'static>, Draft>);

impl Ordered {
    /// Adds an entry, or what it says beyond the one that has its id.
    pub(super) fn add(&mut self, draft: Draft) {
        let key = IdKey::new(&draft.id).into_owned();
        match self.0.get_mut(&key) {
            Some(known) => known.merge(draft),
            None => {
                self.0.insert(key, draft);
            }
        }
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Draft> {
        self.0.values_mut()
    }

    /// The bytes of a compiled file.
    pub(super) fn write(self, fold: &FoldTable, meta: Meta) -> io::Result<Vec<u8>> {
        let mut writer = KbWriter::new(fold, None, meta)?;
        for draft in self.0.into_values() {
            writer.push(draft)?;
        }
        writer.into_bytes()
    }
}
