//! [`LabelSet`]: the types that a head tells apart, as BIO labels.
//!
//! Label 0 is outside; type number k begins with label 2k+1 and goes on with 2k+2
//! (IOB2, Tjong Kim Sang and Veenstra, 1999).

use std::ops::Range;

/// The types of one head.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelSet {
    types: Vec<String>,
}

/// Tokens with one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSpan {
    /// The tokens.
    pub tokens: Range<usize>,
    /// Number of the type in its [`LabelSet`].
    pub kind: usize,
}

/// The label outside of all names.
const OUTSIDE: usize = 0;

impl LabelSet {
    /// A set of types.
    pub fn new(types: Vec<String>) -> Self {
        Self { types }
    }

    /// Names of the types.
    pub fn types(&self) -> &[String] {
        &self.types
    }

    /// Number of labels.
    pub fn len(&self) -> usize {
        2 * self.types.len() + 1
    }

    /// Whether there are no types.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// The label of an IOB2 tag (`B-LOC`, `I-LOC`, `O`); `None` for a type not in the set.
    pub fn label(&self, tag: &str) -> Option<usize> {
        if tag == "O" {
            return Some(OUTSIDE);
        }
        let (position, name) = tag.split_once('-')?;
        let kind = self.types.iter().position(|known| known == name)?;
        match position {
            "B" => Some(2 * kind + 1),
            "I" => Some(2 * kind + 2),
            _ => None,
        }
    }

    /// Whether `next` may follow `label`: a name goes on only where it began.
    pub const fn may_follow(label: usize, next: usize) -> bool {
        next == OUTSIDE || next % 2 == 1 || label == next || label + 1 == next
    }

    /// Whether a sentence may open with `label`.
    pub const fn may_open(label: usize) -> bool {
        label == OUTSIDE || label % 2 == 1
    }

    /// The names in a sequence of labels.
    pub fn spans(labels: &[usize]) -> Vec<LabelSpan> {
        let mut spans: Vec<LabelSpan> = Vec::new();
        for (idx, &label) in labels.iter().enumerate() {
            if label == OUTSIDE {
                continue;
            }
            let kind = (label - 1) / 2;
            match spans.last_mut() {
                Some(last) if label % 2 == 0 && last.tokens.end == idx && last.kind == kind => {
                    last.tokens.end = idx + 1;
                }
                _ => spans.push(LabelSpan {
                    tokens: idx..idx + 1,
                    kind,
                }),
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_tags_agree() {
        let set = LabelSet::new(vec!["PER".into(), "LOC".into()]);
        assert_eq!(set.len(), 5);
        assert_eq!(set.label("O"), Some(0));
        assert_eq!(set.label("B-LOC"), Some(3));
        assert_eq!(set.label("I-PER"), Some(2));
        assert_eq!(set.label("B-ORG"), None);
        assert_eq!(set.label("E-PER"), None);
    }

    #[test]
    fn names_go_on_only_where_they_began() {
        assert!(LabelSet::may_follow(1, 2));
        assert!(LabelSet::may_follow(2, 2));
        assert!(!LabelSet::may_follow(0, 2));
        assert!(!LabelSet::may_follow(3, 2));
        assert!(!LabelSet::may_open(4));
        let spans = LabelSet::spans(&[1, 2, 1, 0, 3, 4, 2]);
        let read: Vec<_> = spans.iter().map(|s| (s.tokens.clone(), s.kind)).collect();
        assert_eq!(
            read,
            [(0..2, 0), (2..3, 0), (4..6, 1), (6..7, 0)],
            "a stray inside label opens a name"
        );
    }
}
