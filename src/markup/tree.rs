//! HTML → a tree, within bounds: trees that are too deep make parsers quadratic.

use dom_query::{Document, NodeRef};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

use super::MarkupError;
use crate::pipeline::interrupt::Interrupt;

/// Elements that may lie in each other. Real pages stay below 100; browsers stop at 512.
pub(super) const MAX_DEPTH: usize = 512;
/// Bytes parsed between two looks at the depth and the clock.
const CHUNK: usize = 8 * 1024;

/// Parses a page.
pub(super) fn parse(html: &str, interrupt: &Interrupt<'_>) -> Result<Document, MarkupError> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let (chunk, behind) = rest.split_at(rest.floor_char_boundary(CHUNK));
        parser.process(StrTendril::from_slice(chunk));
        rest = behind;
        interrupt.check()?;
        if depth(&parser.tokenizer.sink.sink) > MAX_DEPTH {
            return Err(MarkupError::TooDeep);
        }
    }
    Ok(parser.finish())
}

/// How deep the element lies that was opened last.
fn depth(document: &Document) -> usize {
    let mut depth = 0;
    let mut node = document.root().last_child();
    while let Some(inner) = node {
        depth += 1;
        node = inner.last_child();
    }
    depth
}

/// The next node in the order of the text that does not lie in `node`; `leave` is told of each
/// element that ends on the way.
pub(super) fn next_outside<'t>(
    node: NodeRef<'t>,
    mut leave: impl FnMut(&NodeRef<'t>),
) -> Option<NodeRef<'t>> {
    let mut node = node;
    loop {
        leave(&node);
        if let Some(next) = node.next_sibling() {
            return Some(next);
        }
        node = node.parent()?;
    }
}
