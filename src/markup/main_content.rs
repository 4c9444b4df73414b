//! The main content of a page, by the algorithm of Firefox's reader view.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use rustc_hash::FxHashSet;

use super::tree::next_outside;
use super::visible::MARKS;

/// Pages of more elements are not searched: lines alone must tell.
const MAX_ELEMENTS: usize = 50_000;
/// Nor are those whose elements lie deeper, all depths added up: the search asks each element for
/// all that lie in it, and nothing interrupts it.
const MAX_DEPTHS: usize = 1_000_000;

/// The marks of the texts that are left when all but the main content is taken away; none for a
/// page without: its lines alone must tell.
pub(super) fn find(document: Document) -> FxHashSet<char> {
    if !is_searchable(&document) {
        return FxHashSet::default();
    }
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

/// Whether the search ends soon.
fn is_searchable(document: &Document) -> bool {
    let (mut depth, mut depths) = (0_usize, 0_usize);
    let mut next = Some(document.root());
    while let Some(node) = next {
        if node.is_element() {
            depths += depth;
            if depths > MAX_DEPTHS {
                return false;
            }
        }
        next = node.first_child();
        depth += 1;
        if next.is_none() {
            next = next_outside(node, |_| depth -= 1);
        }
    }
    true
}
