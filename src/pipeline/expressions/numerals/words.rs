//! One number word, with what is written onto its front.

use crate::lang::{NumberWordKind, TermClass};
use crate::pipeline::tokens::{Clitic, TokenView};

/// What may be written onto the front of a number word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Front {
    /// Conjunction, preposition, article: the first word of a numeral.
    Any,
    /// A conjunction must be, an article may be: وعشرون, والعشرون.
    And,
    /// An article may be: behind a conjunction that stands alone.
    Bare,
    /// Nothing: the word belongs to the one before it.
    Nothing,
}

/// A number word.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberWord {
    /// What it does in a number.
    pub kind: NumberWordKind,
    /// Its value; for fractions the numerator, 0 where a number must stand before it.
    pub value: f64,
    /// For fractions the denominator, else 1.
    pub per: f64,
    /// One past its last token.
    pub end: usize,
    /// What is written onto its front.
    pub front: Clitic,
}

impl NumberWord {
    fn fits(&self, front: Front) -> bool {
        let Clitic {
            conjunction,
            preposition,
            particle,
            article,
            ..
        } = self.front;
        match front {
            Front::Any => !particle,
            Front::And => conjunction && !preposition && !particle,
            Front::Bare => !conjunction && !preposition && !particle,
            Front::Nothing => !conjunction && !preposition && !particle && !article,
        }
    }
}

/// The number word that begins with token `idx`, or inside it behind clitics, of a kind that
/// `accept` takes.
pub fn number_word(
    view: &TokenView<'_>,
    idx: usize,
    accept: impl Fn(NumberWordKind) -> bool,
) -> Option<NumberWord> {
    word(view, idx, Front::Any, accept)
}

/// The same with what may be written onto its front.
pub(super) fn word(
    view: &TokenView<'_>,
    idx: usize,
    front: Front,
    accept: impl Fn(NumberWordKind) -> bool,
) -> Option<NumberWord> {
    let read = |class| match class {
        TermClass::NumberWord { kind, value, per } if accept(kind) => Some((kind, value, per)),
        _ => None,
    };
    let found = view.terms_at(idx).find_map(|(found, term)| {
        let (kind, value, per) = read(term.class)?;
        let mut clitic = view.front(found)?;
        clitic.article |= article_inside(view, kind, &term.text);
        let word = number(kind, value, per, found.end as usize, clitic);
        word.fits(front).then_some(word)
    });
    found.or_else(|| {
        let (clitic, rest) = short_word(view, idx)?;
        let class = view.classes_of(rest).find_map(read);
        let (kind, value, per) = class?;
        let word = number(kind, value, per, idx + 1, clitic);
        word.fits(front).then_some(word)
    })
}

fn number(kind: NumberWordKind, value: u64, per: u16, end: usize, front: Clitic) -> NumberWord {
    #[allow(
        clippy::cast_precision_loss,
        reason = "number words are powers of ten and small numbers"
    )]
    let value = value as f64;
    NumberWord {
        kind,
        value,
        per: f64::from(per),
        end,
        front,
    }
}

/// Whether a term has an article of its own: ordinals that mean something else without it.
fn article_inside(view: &TokenView<'_>, kind: NumberWordKind, text: &str) -> bool {
    matches!(
        kind,
        NumberWordKind::Ordinal | NumberWordKind::OrdinalBeforeTen
    ) && view
        .packs
        .clitics
        .without_article(&view.packs.fold.fold(text))
        .is_some()
}

/// Letters of the words that are too short to be found inside a token.
const SHORT: usize = 2;

/// Whether token `idx` can be a number word too short to be found behind what is written onto it.
pub(super) fn may_be_short(view: &TokenView<'_>, idx: usize) -> bool {
    short_word(view, idx).is_some()
}

/// A word of two letters behind a conjunction or an article: وست, الست.
fn short_word<'c>(view: &TokenView<'c>, idx: usize) -> Option<(Clitic, &'c str)> {
    let folded = view.folded(idx);
    if folded.chars().nth(SHORT).is_none() || folded.chars().nth(SHORT + 4).is_some() {
        return None;
    }
    let mut attached = view.packs.attached_conjunctions.iter();
    let joined = attached.find_map(|word| folded.strip_prefix(word.as_str()));
    let rest = joined.unwrap_or(folded);
    let bare = view.packs.clitics.without_article(rest);
    let clitic = Clitic {
        conjunction: joined.is_some(),
        article: bare.is_some(),
        bytes: view.shown_bytes(idx, folded.len() - rest.len()),
        ..Clitic::default()
    };
    let rest = bare.unwrap_or(rest);
    (rest.chars().count() == SHORT && rest.len() < folded.len()).then_some((clitic, rest))
}

/// Where the next word of a number stands and what may be on its front, if `at` goes on with a
/// conjunction: «و عشرون» or «وعشرون».
pub(super) fn after_and(view: &TokenView<'_>, at: usize) -> (usize, Front) {
    let folded = view.folded(at);
    let alone = view
        .packs
        .attached_conjunctions
        .iter()
        .any(|word| word == folded);
    let alone = alone
        || view.terms_at(at).any(|(found, term)| {
            term.class == TermClass::Conjunction
                && found.at_start
                && found.end as usize == at + 1
                && view.is_placed(term.pack)
        });
    if alone {
        (at + 1, Front::Bare)
    } else {
        (at, Front::And)
    }
}
