//! Names as a user's own transformer marks them, instead of the tagger or beside it.
//!
//! All zones of an article go through the model as one text, so that it sees what stands
//! around a sentence. What cannot be run falls back to the tagger: an answer is always given.

use super::context::Context;
use super::mention::Found;
use super::tag::entity_type;
use crate::pipeline::zones::Zone;
use crate::transformer::{Transformer, WordTag};

/// A user's model, and how it is used.
#[derive(Debug)]
pub struct Neural {
    /// The model.
    pub model: Transformer,
    /// The tagger fills in where the model marks nothing; otherwise it is not asked.
    pub beside: bool,
}

/// The names in `zones`, in order; `None` when the model cannot be run on them.
pub(super) fn tag(context: &Context<'_>, zones: &[Zone], neural: &Neural) -> Option<Vec<Found>> {
    let tokens: Vec<usize> = zones.iter().flat_map(|zone| zone.tokens.clone()).collect();
    let words: Vec<&str> = tokens.iter().map(|&idx| context.view.shown(idx)).collect();
    let tags = neural.model.tag(&words).ok()?;
    let mut mentions = Vec::new();
    let mut first = 0;
    for (zone_idx, zone) in zones.iter().enumerate() {
        let tags = tags.get(first..first + zone.tokens.len())?;
        first += zone.tokens.len();
        for name in names(neural.model.labels(), tags) {
            let tokens = zone.tokens.start + name.first..zone.tokens.start + name.end;
            let rule = "entities/transformer";
            mentions.extend(entity_type(&name.label).and_then(|kind| {
                Found::new(context, tokens, zone_idx, kind, name.probability, rule)
            }));
        }
    }
    Some(mentions)
}

/// A name in the tags of a sentence.
#[derive(Debug, Clone, PartialEq)]
struct Name {
    first: usize,
    end: usize,
    label: String,
    /// Of the least sure of its words.
    probability: f32,
}

/// Reads IOB2 as conlleval does: an inside tag that continues nothing opens a name.
fn names(labels: &[String], tags: &[WordTag]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (idx, tag) in tags.iter().enumerate() {
        let label = labels.get(tag.label).map_or("O", String::as_str);
        let Some((position, kind)) = label.split_once('-') else {
            continue;
        };
        let open = names
            .last_mut()
            .filter(|name| name.end == idx && name.label == kind && position != "B");
        if let Some(name) = open {
            name.end = idx + 1;
            name.probability = name.probability.min(tag.probability);
        } else {
            names.push(Name {
                first: idx,
                end: idx + 1,
                label: kind.to_owned(),
                probability: tag.probability,
            });
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_conlleval_reads_them() {
        let labels: Vec<String> = ["O", "B-PER", "I-PER", "I-LOC"].map(str::to_owned).into();
        let tags = [1, 2, 1, 0, 3, 3].map(|label| WordTag {
            label,
            probability: if label == 2 { 0.5 } else { 0.9 },
        });
        let found = names(&labels, &tags);
        let read: Vec<_> = found
            .iter()
            .map(|name| (name.first, name.end, name.label.as_str()))
            .collect();
        assert_eq!(read, [(0, 2, "PER"), (2, 3, "PER"), (4, 6, "LOC")]);
        assert!((found[0].probability - 0.5).abs() < 1e-6);
    }
}
