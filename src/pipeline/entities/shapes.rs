//! Names by their shape and by the words around them, where no tagger knows the language.
//!
//! In scripts with capitals a name is a stretch of words with one; the lists say what it names:
//! the noun that it holds («Banco Central»), the title before it, given names, places. In
//! scripts without, only what the lists know opens a name. What the lists say nothing of is a
//! name of an unknown kind, and in languages that write all nouns with capitals it is none.

use rustc_hash::FxHashSet;

use super::context::{Context, Tokens};
use super::mention::Found;
use super::surface::written_on;
use crate::article::{EntityType, Subtype};
use crate::lang::{DateWord, TermClass};
use crate::pipeline::zones::{Zone, ZoneKind};

/// The rule, in answers.
const RULE: &str = "entities/shape";

/// How sure a name is, by what tells its kind; measured on English, where the truth is known.
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
        .filter(|&idx| case(context.view.shown(idx)) == Case::Small)
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
    small_heads: bool,
    capital_nouns: bool,
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
            match case(context.view.shown(idx)) {
                Case::Small => small += 1,
                Case::Capital | Case::Capitals => capital += 1,
                Case::None => {}
            }
        }
        let share = f32::from(capital) / f32::from((small + capital).max(1));
        let tags = zone.kind == ZoneKind::Keyword || zone.kind == ZoneKind::Credit;
        let short = small + capital <= SHORT;
        Self {
            context,
            zone,
            capitals: small + capital > 0 && (tags || short || share <= TITLE_CASE),
            small_heads: context.knowledge.packs.has_small_heads(context.language),
            capital_nouns: context.knowledge.packs.has_capital_nouns(context.language),
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

    /// A name in capitals that begins with token `idx`, or with the noun there that heads it.
    fn capitalised(&self, idx: usize) -> Option<Shaped> {
        let view = self.context.view;
        if !view.is_word(idx) {
            return None;
        }
        // «ministerio de Defensa»: the noun has no capital, its name has.
        if self.small_heads
            && let Some((kind, end)) = self.head(idx)
            && let Some(tokens) = self
                .listed_whole(idx, end)
                .or_else(|| self.behind_head(idx, end))
        {
            return Some(Shaped {
                tokens,
                kind,
                probability: HEADED,
            });
        }
        if !self.is_capital(idx) || self.opens_no_name(idx) {
            return None;
        }
        let mut tokens = idx..self.stretch(idx);
        if let Some(end) = self.end_of_first(&tokens) {
            tokens.end = end;
        }
        tokens.start = self.start_of_name(&tokens);
        // A title before a name is none of it.
        let mut titled = self.is_titled(tokens.start);
        while let Some(end) = self.title(tokens.start).filter(|&end| end < tokens.end) {
            tokens.start = end;
            titled = true;
        }
        // «Vertreter von Siemens» is no title before a name.
        while tokens.len() > 1 && !self.is_capital(tokens.start) {
            tokens.start += 1;
            titled = false;
        }
        self.kind(&tokens, titled)
            .map(|(kind, probability)| Shaped {
                tokens,
                kind,
                probability,
            })
    }

    /// One past the last token of the stretch of capitals from `idx` on.
    fn stretch(&self, idx: usize) -> usize {
        let view = self.context.view;
        let mut end = idx + 1;
        loop {
            let mut next = end;
            // Marks inside a word: hyphens, apostrophes.
            while next < self.zone.tokens.end
                && !view.is_word(next)
                && self.is_glued(next)
                && self.is_glued(next + 1)
                && joins(view.shown(next))
            {
                next += 1;
            }
            // Particles of names, where a capital follows: «Ursula von der Leyen»; behind a noun
            // «Ministry of the Interior» too.
            let headed = (idx..end).any(|idx| self.head(idx).is_some());
            next = self.links(next, headed).0;
            if self.ends_name(end - 1) {
                return end;
            }
            if next >= self.zone.tokens.end
                || !view.is_word(next)
                || !self.is_capital(next)
                || view.is_one(next, TermClass::FunctionWord)
                || self.is_date(next)
            {
                return end;
            }
            end = next + 1;
        }
    }

    /// The tokens of a noun that the lists have with what it is for: «ministero della Salute».
    fn listed_whole(&self, first: usize, end: usize) -> Option<Tokens> {
        (first + 1..end)
            .any(|idx| self.is_capital(idx))
            .then_some(first..end)
    }

    /// The tokens of a name whose noun is the tokens from `first` to `end`.
    fn behind_head(&self, first: usize, end: usize) -> Option<Tokens> {
        let view = self.context.view;
        let (next, links) = self.links(end, true);
        let named = next < self.zone.tokens.end && view.is_word(next) && self.is_capital(next);
        let person = self.title(next).is_some() || self.strength(next) > 1;
        (named && !(links == 0 && person)).then(|| first..self.stretch(next))
    }

    /// One past the particles from `next` on, and how many they are; «d'Abidjan», «al-Sadr».
    fn links(&self, mut next: usize, headed: bool) -> (usize, usize) {
        let view = self.context.view;
        let mut links = 0;
        while links < MAX_LINKS
            && next < self.zone.tokens.end
            && case(view.shown(next)) == Case::Small
            && (view.is_one(next, TermClass::NameParticle)
                || headed && view.is_one(next, TermClass::DateWord(DateWord::Of)))
        {
            next += 1;
            links += 1;
            while self.is_glued(next) && !view.is_word(next) && joins(view.shown(next)) {
                next += 1;
            }
        }
        (next, links)
    }

    /// Where the first of several names ends that no small word parts, or that a particle leads
    /// from one to the other.
    fn end_of_first(&self, tokens: &Tokens) -> Option<usize> {
        let first = tokens.start;
        // «Michael Kretschmer der Sächsischen Zeitung», «Giorgia Meloni da Donald Trump»
        if let Some(small) = tokens.clone().find(|&idx| self.is_small_word(idx)) {
            let behind = (small..tokens.end).find(|&idx| self.is_capital(idx))?;
            let other = (small..tokens.end).any(|idx| self.head(idx).is_some())
                || self.is_person(&(behind..tokens.end));
            let opens = (first..small).any(|idx| self.head(idx).is_some());
            return (other && !opens && self.is_person(&(first..small))).then_some(small);
        }
        // «Florida Marco Rubio»
        let place = self.context.view.term(first, |class| {
            matches!(class, TermClass::Place | TermClass::Capital(_)).then_some(())
        });
        if let Some(((), end)) = place
            && self.strength(first) < 2
            && self.is_person(&(end..tokens.end))
        {
            return Some(end);
        }
        // «ОАСК Павла Вовка»
        let capitals = |idx: usize| case(self.context.view.shown(idx)) == Case::Capitals;
        let acronym = capitals(first) && !(first + 1..tokens.end).any(capitals);
        (acronym && self.is_person(&(first + 1..tokens.end))).then_some(first + 1)
    }

    /// Two words or more, of which the first is one of personal names.
    fn is_person(&self, tokens: &Tokens) -> bool {
        tokens.len() > 1 && self.strength(tokens.start) > 0
    }

    /// Where a name begins in a stretch of capitals.
    fn start_of_name(&self, tokens: &Tokens) -> usize {
        let first = tokens.start;
        // «Beginn der Pandemie»: nouns before the one that heads a name are none of it where all
        // nouns have capitals.
        let head = tokens.clone().find(|&idx| self.head(idx).is_some());
        if self.capital_nouns
            && let Some(head) = head
            && let Some(small) = (first..head).rev().find(|&idx| self.is_small_word(idx))
        {
            return small + 1;
        }
        // «Например Игорь Качур»: the word that opens the sentence.
        let known = head == Some(first) || self.strength(first) > 0 || self.title(first).is_some();
        let rest = first + 1..tokens.end;
        let opens = self.opens_sentence(first) && !known && self.is_person(&rest);
        if opens || !rest.is_empty() && self.is_small(first) && self.opens_sentence(first) {
            return first + 1;
        }
        first
    }

    /// Whether a word says of what an office or body is: «ministre de la Justice».
    fn is_field(&self, idx: usize) -> bool {
        let view = self.context.view;
        let least = self.zone.tokens.start.max(idx.saturating_sub(MAX_LINKS));
        let first = (least..idx)
            .rev()
            .take_while(|&before| view.is_one(before, TermClass::NameParticle))
            .last();
        let from = self.zone.tokens.start.max(idx.saturating_sub(5));
        let inside = || (from..idx).any(|start| self.title(start).is_some_and(|end| end > idx));
        first.is_some_and(|first| self.is_titled(first) || inside())
    }

    fn is_small_word(&self, idx: usize) -> bool {
        let view = self.context.view;
        view.is_word(idx) && !self.is_capital(idx)
    }

    /// Whether a name can go on behind token `idx`: not where a possessive ends it.
    fn ends_name(&self, idx: usize) -> bool {
        written_on(self.context, idx).1 > 0
    }

    /// What a name in capitals names, and how sure that is.
    fn kind(&self, tokens: &Tokens, titled: bool) -> Option<(EntityType, f32)> {
        let view = self.context.view;
        let n_words = tokens.clone().filter(|&idx| view.is_word(idx)).count();
        if n_words == 0 {
            return None;
        }
        if let Some(listed) = self.whole(tokens) {
            return Some((listed, LISTED));
        }
        if n_words == 1 && self.families.contains(core(self.context, tokens.start)) {
            return Some((EntityType::Person, GIVEN));
        }
        // Where the noun has no capital it stands first.
        let last = if self.small_heads {
            tokens.start + 1
        } else {
            tokens.end
        };
        let heads = (tokens.start..last).filter_map(|idx| self.head(idx));
        if let Some((kind, _)) = heads.last() {
            return (n_words > 1).then_some((kind, HEADED));
        }
        let opens = self.opens_sentence(tokens.start);
        if titled && n_words <= MAX_PERSON {
            return Some((EntityType::Person, TITLED));
        }
        let strengths = tokens.clone().filter(|&idx| view.is_word(idx));
        let strengths: Vec<u8> = strengths.map(|idx| self.strength(idx)).collect();
        let first = strengths.first().copied().unwrap_or_default();
        let known = strengths.iter().filter(|&&strength| strength > 0).count();
        let alone =
            n_words == 1 && first > 1 && !self.capital_nouns && !self.is_small(tokens.start);
        if n_words > 1 && n_words <= MAX_PERSON && first > 0 && known > 1 || alone {
            return Some((EntityType::Person, GIVEN));
        }
        let capitals = case(view.shown(tokens.start)) == Case::Capitals;
        if n_words == 1 && capitals && view.shown(tokens.start).chars().count() <= 6 {
            return Some((EntityType::Organization, ACRONYM));
        }
        if self.capital_nouns {
            return None;
        }
        if n_words == 1 && (opens || self.is_small(tokens.start) || self.is_field(tokens.start)) {
            return None;
        }
        if tokens.clone().all(|idx| self.describes(idx)) {
            return None;
        }
        if n_words > 1 && n_words < MAX_PERSON && known > 0 {
            return Some((EntityType::Person, LIKELY_PERSON));
        }
        Some((EntityType::Other, UNKNOWN))
    }

    /// What all tokens together are in the lists or in the base.
    fn whole(&self, tokens: &Tokens) -> Option<EntityType> {
        let view = self.context.view;
        let words: Vec<&str> = tokens.clone().map(|idx| core(self.context, idx)).collect();
        let name = words.join(" ");
        let listed = view.classes_of(&name).find_map(|class| match class {
            TermClass::Place | TermClass::Capital(_) => Some(EntityType::Location),
            TermClass::KnownName { entity_type, .. } => Some(entity_type),
            TermClass::Agency | TermClass::Outlet => Some(EntityType::Organization),
            TermClass::Nationality { people: true, .. } | TermClass::Group { .. } => {
                Some(EntityType::Group)
            }
            _ => None,
        });
        if listed.is_some() {
            return listed;
        }
        if tokens.len() == 1 && (self.strength(tokens.start) > 1 || self.is_small(tokens.start)) {
            return None;
        }
        let kb = self.context.knowledge.kb;
        let entries = kb.named(&name).into_iter();
        entries
            .filter(|known| kb.entry(known.entry).popularity() >= LARGE || words.len() > 1)
            .map(|known| kb.entry(known.entry).entity_type())
            .next()
    }

    /// A name in a script without capitals, or where they tell nothing.
    fn listed(&self, idx: usize) -> Option<Shaped> {
        let view = self.context.view;
        if !view.is_word(idx) || case(view.shown(idx)) == Case::Small {
            return None;
        }
        let place = view.term(idx, |class| {
            matches!(class, TermClass::Place | TermClass::Capital(_))
                .then_some(EntityType::Location)
        });
        if let Some((kind, end)) = place
            && self.strength(idx) < 2
        {
            return Some(Shaped {
                tokens: idx..end,
                kind,
                probability: LISTED,
            });
        }
        if let Some((kind, end)) = self.head(idx) {
            // «وزارت خارجه»: the word behind the noun, and what only a name is made of.
            let mut last = end;
            while last < self.zone.tokens.end && view.is_word(last) && self.belongs(last) {
                last += 1;
            }
            // «وزارت خارجہ» stands in the lists as it is.
            if last > end || end > idx + 1 && self.is_government(idx, end) {
                return Some(Shaped {
                    tokens: idx..last,
                    kind,
                    probability: HEADED,
                });
            }
            return None;
        }
        let titled = self.is_titled(idx);
        let person = |idx: usize| {
            view.is_word(idx)
                && (self.strength(idx) > 0 || view.is_one(idx, TermClass::NameParticle))
                && !view.is_one(idx, TermClass::FunctionWord)
        };
        if !(person(idx) && (titled || self.strength(idx) > 2)) {
            return None;
        }
        let mut end = idx + 1;
        while end < self.zone.tokens.end && end - idx < MAX_PERSON && person(end) {
            end += 1;
        }
        (titled || end > idx + 1).then_some(Shaped {
            tokens: idx..end,
            kind: EntityType::Person,
            probability: if titled { TITLED } else { GIVEN },
        })
    }

    /// Whether a word behind a noun belongs to the name that the noun opens.
    fn belongs(&self, idx: usize) -> bool {
        let term = self.context.view.term(idx, |class| {
            matches!(
                class,
                TermClass::Place
                    | TermClass::Capital(_)
                    | TermClass::Nationality { people: false, .. }
                    | TermClass::BodyField
                    | TermClass::EntityHead { .. }
            )
            .then_some(())
        });
        term.is_some()
    }

    fn is_government(&self, idx: usize, end: usize) -> bool {
        let whole = self.context.view.term(idx, |class| {
            let government = TermClass::EntityHead {
                entity_type: EntityType::Organization,
                subtype: Subtype::Government,
            };
            (class == government).then_some(())
        });
        whole.is_some_and(|((), last)| last == end)
    }

    /// The noun there that heads names, and one past its last token.
    fn head(&self, idx: usize) -> Option<(EntityType, usize)> {
        let heads = |class| match class {
            TermClass::EntityHead { entity_type, .. } => Some(entity_type),
            TermClass::OutletHead => Some(EntityType::Organization),
            _ => None,
        };
        let view = self.context.view;
        view.term(idx, heads).or_else(|| {
            // «l'université»
            let (front, _) = written_on(self.context, idx);
            let mut classes = view.classes_of(core(self.context, idx));
            Some((classes.find_map(heads).filter(|_| front > 0)?, idx + 1))
        })
    }

    /// One past the last token of a title or office that begins at `idx`.
    fn title(&self, idx: usize) -> Option<usize> {
        let view = self.context.view;
        let (_, mut end) = view.term(idx, |class| {
            matches!(class, TermClass::Honorific | TermClass::Office(_)).then_some(())
        })?;
        // «Dr.»
        if view.shown(end) == "." && self.is_glued(end) {
            end += 1;
        }
        Some(end)
    }

    /// Whether a title stands right before token `idx`.
    fn is_titled(&self, idx: usize) -> bool {
        let from = self.zone.tokens.start.max(idx.saturating_sub(5));
        (from..idx).any(|start| self.title(start) == Some(idx))
    }

    /// Whether a word opens a sentence or stands alone in its case for another reason.
    fn opens_sentence(&self, idx: usize) -> bool {
        let before = idx.checked_sub(1);
        before.is_none_or(|before| before < self.zone.tokens.start)
            || before.is_some_and(|before| opens_speech(self.context.view.shown(before)))
    }

    /// Small words, days and months that have a capital without naming anything.
    fn opens_no_name(&self, idx: usize) -> bool {
        let view = self.context.view;
        let speech = || {
            view.term(idx, |class| {
                matches!(class, TermClass::Attribution(_) | TermClass::SpeechVerb(_)).then_some(())
            })
        };
        view.is_one(idx, TermClass::FunctionWord)
            || self.is_date(idx)
            || self.opens_sentence(idx) && speech().is_some()
            || self.opens_sentence(idx)
                && self
                    .context
                    .knowledge
                    .packs
                    .names
                    .is_common(view.shown(idx))
    }

    /// Whether the article writes the word without a capital too.
    fn is_small(&self, idx: usize) -> bool {
        self.small.contains(self.context.view.folded(idx))
    }

    /// Whether a word is an adjective of nationality.
    fn describes(&self, idx: usize) -> bool {
        let adjective = self.context.view.term(idx, |class| {
            matches!(class, TermClass::Nationality { people: false, .. }).then_some(())
        });
        adjective.is_some()
    }

    fn is_date(&self, idx: usize) -> bool {
        let date = self.context.view.term(idx, |class| {
            matches!(class, TermClass::Month { .. } | TermClass::Weekday(_)).then_some(())
        });
        date.is_some()
    }

    fn is_capital(&self, idx: usize) -> bool {
        let (front, _) = written_on(self.context, idx);
        let shown = self.context.view.shown(idx);
        let front = self.context.view.shown_bytes(idx, front) as usize;
        matches!(
            case(shown.get(front..).unwrap_or(shown)),
            Case::Capital | Case::Capitals
        )
    }

    fn is_glued(&self, idx: usize) -> bool {
        self.context
            .view
            .token(idx)
            .is_some_and(|token| token.glued)
    }

    /// How surely a word is one of personal names.
    fn strength(&self, idx: usize) -> u8 {
        let names = &self.context.knowledge.packs.names;
        names.person_strength(core(self.context, idx))
    }
}

/// Inhabitants of a place that a single word is taken for.
const LARGE: u32 = 100_000;

/// The folded word without what is written onto it with an apostrophe.
fn core<'c>(context: &Context<'c>, idx: usize) -> &'c str {
    let folded = context.view.folded(idx);
    let (front, back) = written_on(context, idx);
    folded
        .get(front..folded.len() - back)
        .filter(|core| !core.is_empty())
        .unwrap_or(folded)
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Small,
    Capital,
    /// Two letters or more, all large.
    Capitals,
    /// The script has no case.
    None,
}

fn case(word: &str) -> Case {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    match letters.next() {
        Some(first) if first.is_uppercase() => {
            let mut rest = letters.peekable();
            if rest.peek().is_some() && rest.all(char::is_uppercase) {
                Case::Capitals
            } else {
                Case::Capital
            }
        }
        Some(first) if first.is_lowercase() => Case::Small,
        _ => Case::None,
    }
}

/// Marks that stand inside names.
fn joins(mark: &str) -> bool {
    matches!(mark, "-" | "‐" | "'" | "’" | "." | "&")
}

/// Marks behind which a sentence may open.
fn opens_speech(mark: &str) -> bool {
    matches!(
        mark,
        "\"" | "“" | "«" | "„" | "‘" | ":" | "–" | "—" | "¿" | "¡"
    )
}
