//! The main content of a page, by the algorithm of Firefox's reader view.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashSet;

use super::visible::MARKS;

/// Pages of more elements are not searched: lines alone must tell.
const MAX_ELEMENTS: usize = 50_000;

/// The marks of the texts that are left when all but the main content is taken away; none for a
/// page without: its lines alone must tell.
pub(super) fn find(document: Document) -> FxHashSet<char> {
    let config = Config {
        max_elements_to_parse: MAX_ELEMENTS,
        disable_json_ld: true,
        ..Config::default()
    };
    let content = Readability::with_document(document, None, Some(config))
        .and_then(|mut reader| reader.parse())
        .map(|article| article.content);
    content.map_or_else(
        |_| FxHashSet::default(),
        |content| {
            content
                .chars()
                .filter(|letter| MARKS.contains(letter))
                .collect()
        },
    )
}
