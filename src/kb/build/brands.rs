//! Brands and banks of the name-suggestion-index.

use super::{Collected, SourceTypes, Sources, is_arabic, is_latin, read_text, typed};
use crate::kb::error::KbError;

pub(super) fn read(
    sources: &Sources<'_>,
    types: &SourceTypes,
    collected: &mut Collected,
) -> Result<(), KbError> {
    let path = sources.gazetteers.join("nsi/nsi_arabic_orgs.tsv");
    for line in read_text(&path)?.lines() {
        let mut cells = line.split('\t');
        let mut next = || cells.next().map(str::trim);
        let (Some(id), Some(name), Some(english), Some(arabic), Some(kind)) =
            (next(), next(), next(), next(), next())
        else {
            collected.note("nsi: row of another shape");
            continue;
        };
        // Without an id most are no names, but kinds of shops.
        if id.is_empty() {
            collected.note("nsi: no id");
            continue;
        }
        let Some(mut draft) = typed(types, "nsi", kind, id) else {
            collected.note("nsi: kind not taken");
            continue;
        };
        for name in arabic.split('|').filter(|name| is_arabic(name)) {
            // Which language an Arabic-script name is in, the source does not say.
            draft.name("und", name, false);
        }
        for name in [english, name] {
            if is_latin(name) {
                draft.name("en", name, false);
            }
        }
        collected.entries.add(draft);
    }
    Ok(())
}
