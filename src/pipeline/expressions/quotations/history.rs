//! Who spoke before, and which title names whom.

use std::collections::BTreeMap;

use super::context::Context;
use super::phrase::Phrase;
use super::unit::Unit;
use crate::article::{EntityType, Words};
use crate::lang::Agreement;

/// Speakers that are remembered.
const MAX_KNOWN: usize = 4;
/// Units after which nobody is remembered.
const MAX_DISTANCE: usize = 8;
/// Namesakes of a title that are looked at.
const MAX_NAMESAKES: usize = 8;

/// One who spoke or was spoken of.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) words: Option<Words>,
    pub(super) entity: Option<u32>,
    pub(super) agreement: Option<Agreement>,
    /// The unit in which.
    pub(super) unit: usize,
}

/// A title or name that a noun can stand for.
#[derive(Debug)]
struct Title {
    /// Where it stands in the raw input.
    start: u32,
    entity: u32,
    /// Folded words without articles.
    words: Vec<String>,
}

/// What the units before said.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Those who spoke, the last one last.
    known: Vec<Known>,
    /// The subject of the last unit in which nobody spoke.
    topic: Option<Known>,
    /// By their first word, in the order of the text.
    titles: BTreeMap<String, Vec<Title>>,
}

impl History {
    /// The titles of an article.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut titles: BTreeMap<String, Vec<Title>> = BTreeMap::new();
        let mut add = |text: &str, start: u32, entity: u32| {
            let words = bare_words(context, text);
            if let Some(first) = words.first() {
                titles.entry(first.clone()).or_default().push(Title {
                    start,
                    entity,
                    words,
                });
            }
        };
        for entity in &context.reader.article.entities {
            for role in &entity.roles {
                add(&role.text, role.span.start(), entity.id);
            }
            if matches!(
                entity.entity_type,
                EntityType::Organization | EntityType::Facility
            ) {
                for mention in &entity.mentions {
                    add(&mention.text, mention.span.start(), entity.id);
                }
            }
        }
        for namesakes in titles.values_mut() {
            namesakes.sort_by_key(|title| (title.start, title.entity));
        }
        Self {
            titles,
            ..Self::default()
        }
    }

    /// Remembers who spoke.
    pub(super) fn spoke(&mut self, known: Known) {
        if self.known.len() >= MAX_KNOWN {
            self.known.remove(0);
        }
        self.known.push(known);
    }

    /// Remembers what a unit without speech was about.
    pub(super) fn told(&mut self, known: Option<Known>) {
        if known.is_some() {
            self.topic = known;
        }
    }

    /// Who goes on speaking in `unit` with a verb of that gender, if its subject is left out:
    /// the last speaker, or, if `anew`, the subject of a sentence behind him.
    pub(super) fn last(&self, unit: usize, verb: Option<Agreement>, anew: bool) -> Option<&Known> {
        let near = |known: &&Known| {
            unit.saturating_sub(known.unit) <= MAX_DISTANCE && agree(known.agreement, verb)
        };
        let speaker = self.known.iter().rev().find(near);
        let topic = self.topic.as_ref().filter(near);
        match (speaker, topic) {
            (Some(speaker), Some(topic)) if anew && topic.unit > speaker.unit => Some(topic),
            (Some(speaker), _) => Some(speaker),
            (None, topic) => topic.filter(|topic| unit - topic.unit <= 2),
        }
    }

    /// The entity that a phrase names or stands for.
    pub(super) fn entity(
        &self,
        context: &Context<'_>,
        unit: &Unit,
        phrase: &Phrase,
    ) -> Option<u32> {
        let reader = &context.reader;
        let tokens = unit.tokens(phrase.first, phrase.end);
        let person = tokens.clone().find_map(|idx| {
            let named = reader.mentions.get(reader.word(idx).mention?)?;
            (named.entity_type == EntityType::Person).then_some(named.entity)
        });
        if person.is_some() {
            return person;
        }
        let office = reader.word(tokens.start).office.is_some();
        let named = reader.name_at(tokens.start).or_else(|| {
            let opens = reader.word(tokens.start).head? == tokens.start + 1;
            let next = tokens.start + 1;
            let quoted = usize::from(!reader.view.has_letters(next));
            reader.name_at(next + quoted).filter(|_| opens)
        });
        if let Some(named) = named.filter(|named| named.speaks() && !office) {
            return Some(named.entity);
        }
        self.titled(context, phrase)
    }

    /// Who was last given the title that the phrase is: «الوزير» behind «وزير النقل فلان».
    fn titled(&self, context: &Context<'_>, phrase: &Phrase) -> Option<u32> {
        let text = context.reader.view.text;
        let shown = phrase.span.slice(text.as_str());
        let words = bare_words(context, shown);
        let packs = context.reader.view.packs;
        let definite = shown.split_whitespace().any(|word| {
            let folded = packs.fold.fold(word);
            packs.clitics.without_article(&folded).is_some()
        });
        if !definite {
            return None;
        }
        let start = text.to_source(phrase.span).start();
        let namesakes = self.titles.get(words.first()?)?;
        let before = namesakes.partition_point(|title| title.start < start);
        let mut last = namesakes.get(..before)?.iter().rev().take(MAX_NAMESAKES);
        last.find(|title| words.iter().all(|word| title.words.contains(word)))
            .map(|title| title.entity)
    }
}

/// Folded words without their articles.
fn bare_words(context: &Context<'_>, text: &str) -> Vec<String> {
    let packs = context.reader.view.packs;
    text.split_whitespace()
        .map(|word| packs.clitics.bare(&packs.fold.fold(word)).to_owned())
        .collect()
}

/// Whether two can be the same by their gender.
fn agree(known: Option<Agreement>, verb: Option<Agreement>) -> bool {
    match (known, verb) {
        (Some(known), Some(verb)) => known.feminine == verb.feminine,
        _ => true,
    }
}
