//! Read masks: which fields of a [`StructuredArticle`](super::pb::StructuredArticle) to return.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use prost_reflect::{DescriptorPool, DynamicMessage, Kind, MessageDescriptor, Value};

use super::{DESCRIPTORS, pb};

const MESSAGE: &str = "maqal.v1.StructuredArticle";

/// A checked field mask (AIP-161); empty or `*` keeps everything.
///
/// A path through a repeated field applies to each of its elements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mask {
    root: Node,
}

/// Fields to keep below a message; a node without children keeps all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Node {
    children: BTreeMap<String, Node>,
    /// A shorter path keeps all of it.
    whole: bool,
}

fn descriptor() -> Option<&'static MessageDescriptor> {
    static DESCRIPTOR: OnceLock<Option<MessageDescriptor>> = OnceLock::new();
    DESCRIPTOR
        .get_or_init(|| {
            DescriptorPool::decode(DESCRIPTORS)
                .ok()?
                .get_message_by_name(MESSAGE)
        })
        .as_ref()
}

impl Mask {
    /// Checks `paths`.
    ///
    /// # Errors
    /// The first path that names no field.
    pub fn new(paths: &[String]) -> Result<Self, String> {
        let mut root = Node::default();
        for path in paths {
            if path == "*" {
                return Ok(Self::default());
            }
            root.insert(path).ok_or_else(|| path.clone())?;
        }
        Ok(Self { root })
    }

    /// Clears every field of `article` that the mask does not name.
    pub fn prune(&self, article: &mut pb::StructuredArticle) {
        let Some(descriptor) = descriptor().filter(|_| !self.root.children.is_empty()) else {
            return;
        };
        let mut message = DynamicMessage::new(descriptor.clone());
        if message.transcode_from(article).is_ok() {
            self.root.prune(&mut message);
            if let Ok(pruned) = message.transcode_to() {
                *article = pruned;
            }
        }
    }
}

impl Node {
    fn insert(&mut self, path: &str) -> Option<()> {
        let mut message = descriptor().cloned();
        let mut node = self;
        for name in path.split('.') {
            let field = message.as_ref()?.get_field_by_name(name)?;
            message = match field.kind() {
                Kind::Message(inner) => Some(inner),
                _ => None,
            };
            node = node.children.entry(name.to_owned()).or_default();
        }
        node.whole = true;
        Some(())
    }

    fn prune(&self, message: &mut DynamicMessage) {
        let set: Vec<_> = message.fields().map(|(field, _)| field).collect();
        for field in set {
            match self.children.get(field.name()) {
                None => message.clear_field(&field),
                Some(node) if node.whole => {}
                Some(node) => match message.get_field_mut(&field) {
                    Value::Message(inner) => node.prune(inner),
                    Value::List(list) => list.iter_mut().for_each(|value| {
                        if let Value::Message(inner) = value {
                            node.prune(inner);
                        }
                    }),
                    _ => {}
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article() -> pb::StructuredArticle {
        let text = |text: &str| pb::TextField {
            text: text.to_owned(),
            confidence: 0.5,
            ..Default::default()
        };
        pb::StructuredArticle {
            id: "a".to_owned(),
            headline: Some(text("h")),
            keywords: vec![text("k"), text("l")],
            blocks: vec![pb::Block::default()],
            ..Default::default()
        }
    }

    fn pruned(paths: &[&str]) -> pb::StructuredArticle {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let mut article = article();
        Mask::new(&paths).unwrap().prune(&mut article);
        article
    }

    #[test]
    fn keeps_what_is_named() {
        assert_eq!(pruned(&[]), article());
        assert_eq!(pruned(&["*"]), article());
        let some = pruned(&["headline.text", "keywords.text", "id"]);
        assert_eq!(some.id, "a");
        assert_eq!(
            some.headline,
            Some(pb::TextField {
                text: "h".to_owned(),
                ..Default::default()
            })
        );
        assert_eq!(some.keywords.len(), 2);
        assert!(
            some.keywords
                .iter()
                .all(|keyword| keyword.confidence == 0.0)
        );
        assert!(some.blocks.is_empty());
        assert_eq!(
            pruned(&["headline", "headline.text"]).headline,
            article().headline
        );
    }

    #[test]
    fn refuses_unknown_paths() {
        for path in ["", "title", "headline.words", "id.x", "blocks..kind"] {
            assert_eq!(Mask::new(&[path.to_owned()]), Err(path.to_owned()));
        }
    }
}
