//! Names by their shape and by the words around them, where no tagger knows the language.
//!
//! In scripts with capitals a name is a stretch of words with one; the lists say what it names:
//! the noun that it holds («Banco Central»), the title before it, given names, places. In
//! scripts without, only what the lists know opens a name. What the lists say nothing of is a
//! name of an unknown kind, and in languages that write all nouns with capitals it is none.

mod kind;
mod stretch;
mod uncased;
mod words;

use rustc_hash::FxHashSet;

use super::context::{Context, Tokens};
use super::mention::Found;
use crate::article::EntityType;
use crate::pipeline::zones::{Zone, ZoneKind};
use crate::text::LetterCase;

use words::core;

/// The rule, in answers.
const RULE: &str = "entities/shape";

/// How sure a name is, by what tells its kind; set by hand.
const HEADED: f32 = 0.75;
const LISTED: f32 = 0.85;
const TITLED: f32 = 0.8;
const GIVEN: f32 = 0.8;
const ACRONYM: f32 = 0.55;
const LIKELY_PERSON: f32 = 0.5;
const UNKNOWN: f32 = 0.35;

/// Words that may stand between a noun and the name that it heads («Universidad de la
/// República»).
const MAX_LINKS: usize = 2;
/// Words of a person's name at most.
const MAX_PERSON: usize = 4;
/// In a headline with more than this share of capitals, capitals tell nothing.
const TITLE_CASE: f32 = 0.6;
/// A line of so few words can be a name and no more.
const SHORT: u16 = 4;

/// The names in `zones`, in order.
pub(super) fn find(context: &Context<'_>, zones: &[Zone]) -> Vec<Found> {
    let mut found = Vec::new();
    let small: FxHashSet<&str> = zones
        .iter()
        .flat_map(|zone| zone.tokens.clone())
        .filter(|&idx| LetterCase::of(context.view.shown(idx)) == LetterCase::Small)
        .map(|idx| context.view.folded(idx))
        .collect();
    let mut families: FxHashSet<String> = FxHashSet::default();
    // A family name may stand alone before the whole name does: in the headline.
    for last in [false, true] {
        for (number, zone) in zones.iter().enumerate() {
            if context.view.stops() {
                break;
            }
            let names = Shapes::new(context, zone, &small, &families).names();
            if last {
                found.extend(names.into_iter().filter_map(|name| {
                    let probability = name.probability;
                    Found::new(context, name.tokens, number, name.kind, probability, RULE)
                }));
                continue;
            }
            let persons = names
                .into_iter()
                .filter(|name| name.kind == EntityType::Person && name.tokens.len() > 1);
            families.extend(persons.map(|name| core(context, name.tokens.end - 1).to_owned()));
        }
    }
    found
}

/// A name as its shape tells it.
struct Shaped {
    tokens: Tokens,
    kind: EntityType,
    probability: f32,
}

/// A zone with what its letters tell.
struct Shapes<'z, 'c> {
    context: &'z Context<'c>,
    zone: &'z Zone,
    /// The script has capitals, and they mark names here.
    capitals: bool,
    /// Folded words that the article writes without a capital.
    small: &'z FxHashSet<&'c str>,
    /// Folded words with which names of persons end.
    families: &'z FxHashSet<String>,
}

impl<'z, 'c> Shapes<'z, 'c> {
    fn new(
        context: &'z Context<'c>,
        zone: &'z Zone,
        small_words: &'z FxHashSet<&'c str>,
        families: &'z FxHashSet<String>,
    ) -> Self {
        let words = zone.tokens.clone();
        let (mut small, mut capital) = (0_u16, 0_u16);
        for idx in words.filter(|&idx| context.view.is_word(idx)) {
            match LetterCase::of(context.view.shown(idx)) {
                LetterCase::Small => small += 1,
                LetterCase::Capital | LetterCase::Capitals => capital += 1,
                LetterCase::Uncased | LetterCase::NoLetters => {}
            }
        }
        let share = f32::from(capital) / f32::from((small + capital).max(1));
        let tags = zone.kind == ZoneKind::Keyword || zone.kind == ZoneKind::Credit;
        let short = small + capital <= SHORT;
        Self {
            context,
            zone,
            capitals: small + capital > 0 && (tags || short || share <= TITLE_CASE),
            small: small_words,
            families,
        }
    }

    fn names(&self) -> Vec<Shaped> {
        let mut names = Vec::new();
        let mut idx = self.zone.tokens.start;
        while idx < self.zone.tokens.end {
            let name = if self.capitals {
                self.capitalised(idx)
            } else {
                self.listed(idx)
            };
            match name {
                Some(name) => {
                    idx = name.tokens.end.max(idx + 1);
                    names.push(name);
                }
                None => idx += 1,
            }
        }
        names
    }
}
