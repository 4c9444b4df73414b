//! Runs the tagger over the zones of an article.

use std::ops::Range;

use super::context::Context;
use super::mention::{Found, merge};
use super::roles::title_at;
use super::shapes;
use super::surface::cut;
use crate::article::EntityType;
use crate::lang::TermClass;
use crate::pipeline::zones::Zone;
use crate::tagger::encoder::WordSums;
use crate::tagger::features::{Extractor, TokenRows};
use crate::tagger::{Head, Tagged, Tagger};
use crate::text::LetterCase;

/// Tokens that are encoded at once: what the processor's caches hold.
const BATCH: usize = 512;

/// How labels begin that corpora and published models use, and what they mean: `PERS` or
/// `PER`, `MISC` or `MIS`.
const TYPES: [(&str, EntityType); 9] = [
    ("PER", EntityType::Person),
    ("LOC", EntityType::Location),
    ("ORG", EntityType::Organization),
    ("GROUP", EntityType::Group),
    ("MIS", EntityType::Other),
    ("GPE", EntityType::Location),
    ("FAC", EntityType::Facility),
    ("EVENT", EntityType::Event),
    ("NORP", EntityType::Group),
];

/// Name of the head of names, of that of peoples, and of the classifier of finer kinds.
const NAMES: &str = "names";
const GROUPS: &str = "groups";
pub(super) const KINDS: &str = "subtypes";

/// The type that a label of a corpus or model means.
pub(super) fn entity_type(label: &str) -> Option<EntityType> {
    let known = TYPES.iter().find(|(front, _)| label.starts_with(front));
    known.map(|&(_, entity_type)| entity_type)
}

/// The names in `zones`, in order.
pub(super) fn tag(context: &Context<'_>, zones: &[Zone]) -> Vec<Found> {
    #[cfg(feature = "transformer")]
    if let Some(neural) = context.knowledge.neural
        && let Some(mut mentions) = super::neural::tag(context, zones, neural)
    {
        if neural.beside {
            merge(&mut mentions, tag_zones(context, zones));
        }
        return mentions;
    }
    tag_zones(context, zones)
}

fn tag_zones(context: &Context<'_>, zones: &[Zone]) -> Vec<Found> {
    let Some(known) = context.reader else {
        return shapes::find(context, zones);
    };
    let mut mentions = Vec::new();
    let mut reader = Batches {
        context,
        tagger: &known.tagger,
        extractor: Extractor::new(
            context.view.text,
            context.view.segmentation,
            context.knowledge.packs,
            known
                .frequencies
                .as_ref()
                .unwrap_or(context.knowledge.vocabulary),
        )
        .reading(context.view.readers()),
        rows: TokenRows::default(),
        sums: WordSums::default(),
    };
    let mut first = 0;
    while first < zones.len() && !context.view.stops() {
        let mut n_tokens = 0;
        let n_zones = zones
            .iter()
            .skip(first)
            .take_while(|zone| {
                let open = n_tokens < BATCH;
                n_tokens += zone.tokens.len();
                open
            })
            .count()
            .max(1);
        let batch = zones.get(first..first + n_zones).unwrap_or_default();
        reader.tag_batch(batch, first, &mut mentions);
        first += n_zones;
    }
    mentions
}

/// What is read once for all batches.
struct Batches<'r, 'c> {
    context: &'r Context<'c>,
    tagger: &'c Tagger,
    extractor: Extractor<'c>,
    rows: TokenRows<'c>,
    sums: WordSums,
}

impl Batches<'_, '_> {
    fn tag_batch(&mut self, zones: &[Zone], first: usize, mentions: &mut Vec<Found>) {
        let context = self.context;
        let tagger = self.tagger;
        self.rows.clear_tokens();
        let mut sentences: Vec<Range<usize>> = Vec::with_capacity(zones.len());
        for zone in zones {
            let start = self.rows.len();
            self.extractor.add(zone.tokens.clone(), &mut self.rows);
            sentences.push(start..self.rows.len());
        }
        let encoded = tagger.encode(&self.rows, &mut self.sums, &sentences);
        let classifier = tagger.classifier(KINDS);
        let read = |head: &str| -> Vec<Vec<Found>> {
            let mut lists: Vec<Vec<Found>> = Vec::with_capacity(zones.len());
            for ((idx, zone), (head, names)) in
                zones.iter().enumerate().zip(tagger.names(head, &encoded))
            {
                let mentions = names.into_iter().filter_map(|tagged| {
                    let mut mention = mention(context, head, &tagged, zone, first + idx)?;
                    if let Some(classifier) = classifier {
                        mention.kinds = classifier.probabilities(&encoded, idx, tagged.tokens);
                    }
                    Some(mention)
                });
                lists.push(mentions.collect());
            }
            lists
        };
        let mut peoples = read(GROUPS).into_iter();
        for (zone, found) in zones.iter().zip(read(NAMES)) {
            let mut found: Vec<Found> = found
                .into_iter()
                .flat_map(|name| one_by_one(context, zone, name))
                .collect();
            for name in &mut found {
                extend_to_family_name(context, zone, name);
            }
            let mut found: Vec<Found> = found
                .into_iter()
                .filter_map(|name| match tagger.head(GROUPS) {
                    Some(_) => Some(name),
                    None => by_nationality(context, name),
                })
                .map(|name| without_title(context, name))
                .collect();
            merge(&mut found, peoples.next().unwrap_or_default());
            mentions.append(&mut found);
        }
    }
}

/// A name without the titles and offices that it opens with, in scripts with capitals: some
/// corpora mark them too.
fn without_title(context: &Context<'_>, name: Found) -> Found {
    let cased = LetterCase::of(context.view.shown(name.tokens.start)).is_capital();
    if name.entity_type != EntityType::Person || !cased {
        return name;
    }
    let mut start = name.tokens.start;
    while let Some(end) = title_at(context, start).filter(|&end| end < name.tokens.end) {
        start = end;
    }
    if start == name.tokens.start {
        return name;
    }
    let bare = Found::new(
        context,
        start..name.tokens.end,
        name.zone,
        name.entity_type,
        name.probability,
        name.rule,
    );
    match bare {
        Some(bare) => Found {
            kinds: name.kinds,
            ..bare
        },
        None => name,
    }
}

/// What the lists say of a name that is a word of nationality: a people, or an adjective, which
/// names nothing.
fn by_nationality(context: &Context<'_>, name: Found) -> Option<Found> {
    let word = context.view.term(name.tokens.start, |class| match class {
        TermClass::Nationality { people, .. } => Some(people),
        TermClass::Group { .. } => Some(true),
        _ => None,
    });
    match word {
        Some((people, end)) if end == name.tokens.end => people.then_some(Found {
            entity_type: EntityType::Group,
            ..name
        }),
        _ => Some(name),
    }
}

/// The persons in a name that the tagger drew together over a conjunction («سالم بن بريك ومانع
/// بن يمين»); a name that ends with a particle goes on over the next word.
fn one_by_one(context: &Context<'_>, zone: &Zone, name: Found) -> Vec<Found> {
    if name.entity_type != EntityType::Person {
        return vec![name];
    }
    let mut tokens = name.tokens.clone();
    let next = tokens.end;
    let particle = context.view.is_one(next - 1, TermClass::NameParticle);
    if particle && next < zone.tokens.end && context.view.is_word(next) {
        tokens.end += 1;
    }
    // A first name alone before the conjunction would be a guess.
    let joined = |idx: &usize| {
        cut(context, *idx).is_some_and(|cut| cut.conjunction && !cut.preposition)
            && idx - tokens.start > 1
    };
    let mut starts: Vec<usize> = vec![tokens.start];
    starts.extend(tokens.clone().skip(2).filter(joined));
    if starts.len() == 1 && tokens == name.tokens {
        return vec![name];
    }
    let ends = starts.iter().copied().skip(1).chain([tokens.end]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&start, end)| {
            let found = Found::new(
                context,
                start..end,
                name.zone,
                name.entity_type,
                name.probability,
                name.rule,
            )?;
            Some(Found {
                kinds: name.kinds.clone(),
                ..found
            })
        })
        .collect()
}

/// A person of several names goes on over an adjective of nationality with an article behind
/// them: it is a family name (محمد شياع السوداني), which the tagger takes for an adjective.
fn extend_to_family_name(context: &Context<'_>, zone: &Zone, name: &mut Found) {
    let next = name.tokens.end;
    if name.entity_type != EntityType::Person
        || name.surface.words.len() < 2
        || next >= zone.tokens.end
        || context.view.token(next).is_none_or(|token| token.glued)
    {
        return;
    }
    let packs = context.knowledge.packs;
    let has_article = packs
        .clitics
        .without_article(context.view.folded(next))
        .is_some();
    let adjective = context.view.term(next, |class| match class {
        TermClass::Nationality { people: false, .. } => Some(()),
        _ => None,
    });
    if has_article
        && adjective.is_some_and(|((), end)| end == next + 1)
        && let Some(longer) = Found::new(
            context,
            name.tokens.start..next + 1,
            name.zone,
            name.entity_type,
            name.probability,
            name.rule,
        )
    {
        *name = Found {
            kinds: std::mem::take(&mut name.kinds),
            ..longer
        };
    }
}

fn mention(
    context: &Context<'_>,
    head: &Head,
    tagged: &Tagged,
    zone: &Zone,
    zone_idx: usize,
) -> Option<Found> {
    let entity_type = entity_type(head.labels.types().get(tagged.kind)?)?;
    let tokens = tagged.tokens.start + zone.tokens.start..tagged.tokens.end + zone.tokens.start;
    let probability = tagged.probability;
    Found::new(
        context,
        tokens,
        zone_idx,
        entity_type,
        probability,
        "entities/tagger",
    )
}
