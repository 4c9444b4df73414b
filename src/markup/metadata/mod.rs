//! What a page states of its article: one file for each vocabulary.

mod elements;
mod json_ld;
mod meta_tags;

use dom_query::Document;

use crate::article::{MetadataOrigin, MetadataProperty, MetadataValue};

/// Longest value that is kept, in bytes; a description is longer in no page that was seen.
const MAX_VALUE: usize = 4096;
/// Most statements that are kept.
const MAX_STATEMENTS: usize = 256;

/// What a page states.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// By property, then by origin, then in the order of the page; nothing twice.
    pub(super) values: Vec<MetadataValue>,
    /// The whole text of the article, or the beginning of it.
    pub(super) body: Option<String>,
}

/// Reads all of it.
pub(super) fn read(document: &Document) -> Stated {
    let mut found = Found::default();
    json_ld::read(document, &mut found);
    elements::read_microdata(document, &mut found);
    meta_tags::read(document, &mut found);
    elements::read_html(document, &mut found);
    let mut stated = found.0;
    stated
        .values
        .sort_by_key(|value| (value.property, value.origin));
    stated
}

#[derive(Debug, Default)]
struct Found(Stated);

impl Found {
    fn add(
        &mut self,
        property: MetadataProperty,
        origin: MetadataOrigin,
        key: impl Into<String>,
        value: &str,
    ) {
        let value = htmlize::unescape(value);
        let value: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = |other: &MetadataValue| {
            (other.property, other.origin) == (property, origin) && other.value == value
        };
        if value.is_empty()
            || value.len() > MAX_VALUE
            || self.0.values.len() >= MAX_STATEMENTS
            || self.0.values.iter().any(known)
        {
            return;
        }
        self.0.values.push(MetadataValue {
            property,
            value,
            origin,
            key: key.into(),
        });
    }

    /// Tags, written with commas between.
    fn add_keywords(&mut self, origin: MetadataOrigin, key: &str, value: &str) {
        for keyword in value.split([',', '،', ';', '؛']) {
            self.add(MetadataProperty::Keyword, origin, key, keyword);
        }
    }
}
