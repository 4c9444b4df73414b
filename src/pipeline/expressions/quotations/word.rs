//! [`Word`]: what a token can be in reported speech.

use crate::lang::{
    Agreement, AttributionTakes, ClauseRole, Cut, MediumPart, QuantityRole, SpeechVerb, TermClass,
    TimeWord,
};
use crate::pipeline::tokens::TokenView;

/// A term, with where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<T> {
    /// What it means.
    pub(super) what: T,
    /// Its first byte, clitics left outside.
    pub(super) start: u32,
    /// One past its last token.
    pub(super) end: usize,
}

/// What one token can be.
#[derive(Debug, Clone, Copy, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each says something else of the word"
)]
pub(super) struct Word {
    pub(super) speech: Option<Hit<SpeechVerb>>,
    pub(super) clause: Option<Hit<(ClauseRole, bool)>>,
    pub(super) attribution: Option<Hit<AttributionTakes>>,
    pub(super) medium: Option<Hit<MediumPart>>,
    pub(super) noun: Option<Hit<Option<Agreement>>>,
    pub(super) office: Option<Hit<()>>,
    /// A common noun that opens names: one past its last token.
    pub(super) head: Option<usize>,
    /// A point in time: one past its last token.
    pub(super) time: Option<usize>,
    /// It opens the name of an outlet, behind clitics or not.
    pub(super) outlet: bool,
    pub(super) function: bool,
    /// A particle alone, as before a mark: «لـ«الاتحاد»».
    pub(super) particle: bool,
    /// The preposition at its front took a letter of the article: «للوزارة».
    pub(super) dropped: bool,
    /// It says of what nation or in which tenure.
    pub(super) describes: bool,
    /// A preposition is written together with it.
    pub(super) governed: bool,
    /// A conjunction is written together with it.
    pub(super) joined: bool,
    /// The name that covers it, counted in [`Reader::mentions`].
    pub(super) mention: Option<usize>,
    /// "That" is written with other letters than the list has: «إن», which is "if" too.
    pub(super) variant: bool,
    /// It joins the words of a phrase: of.
    pub(super) of: bool,
    /// A definite article by itself.
    pub(super) article: bool,
    /// It begins with a capital.
    pub(super) capital: bool,
    /// Its script has capitals.
    pub(super) cased: bool,
}

impl Word {
    /// What it does as a small word.
    pub(super) fn role(&self) -> Option<ClauseRole> {
        self.clause.map(|hit| hit.what.0)
    }
}

/// What a token is that no list knows.
pub(super) const NOTHING: Word = Word {
    speech: None,
    clause: None,
    attribution: None,
    medium: None,
    noun: None,
    office: None,
    head: None,
    time: None,
    outlet: false,
    function: false,
    particle: false,
    dropped: false,
    describes: false,
    governed: false,
    joined: false,
    mention: None,
    variant: false,
    of: false,
    article: false,
    capital: false,
    cased: false,
};

/// What token `idx` can be; `cuts` is a buffer.
pub(super) fn read<'c>(view: &TokenView<'c>, idx: usize, cuts: &mut Vec<Cut<'c>>) -> Word {
    let mut word = NOTHING;
    let mut fronts: Option<bool> = None;
    for (found, term) in view.terms_at(idx) {
        let end = found.end as usize;
        let mut start = found.span.start();
        let cut = if found.at_start {
            None
        } else {
            match front(view, idx, start, true, cuts) {
                Some(cut) => Some(cut),
                None => continue,
            }
        };
        let bare = cut.is_none_or(|cut| cut.article.is_none());
        if let Some(cut) = cut.filter(|cut| cut.article == Some(Article::Whole)) {
            start = article_start(view, idx, start, cut.bytes);
        }
        let joined = cut.is_some_and(|cut| cut.conjunction);
        let governed = cut.is_some_and(|cut| cut.preposition);
        match term.class {
            // A preposition makes a finite verb a purpose: «ليقول».
            TermClass::SpeechVerb(what)
                if bare && !(governed && what.form.is_finite()) && word.speech.is_none() =>
            {
                word.speech = Some(Hit { what, start, end });
                word.joined |= joined;
            }
            // Conjunctions may stand before these words, prepositions not: «لأنها».
            TermClass::ClauseWord { role, particle }
                if bare && (!governed || role == ClauseRole::Names) && word.clause.is_none() =>
            {
                word.variant = role == ClauseRole::That && is_variant(view, idx, &term.text);
                word.clause = Some(Hit {
                    what: (role, particle),
                    start,
                    end,
                });
            }
            TermClass::Attribution(what) if bare && word.attribution.is_none() => {
                word.attribution = Some(Hit { what, start, end });
            }
            TermClass::StatementMedium(what) if word.medium.is_none() => {
                word.medium = Some(Hit { what, start, end });
                word.governed |= governed;
            }
            TermClass::SpeakerNoun(what) => {
                if word.noun.is_none() {
                    word.noun = Some(Hit { what, start, end });
                }
                fronts = Some(fronts.unwrap_or(true) && governed);
                word.joined |= joined;
            }
            TermClass::Office(_) => {
                if word.office.is_none() {
                    word.office = Some(Hit {
                        what: (),
                        start,
                        end,
                    });
                }
                fronts = Some(fronts.unwrap_or(true) && governed);
                word.joined |= joined;
            }
            TermClass::OutletHead | TermClass::EntityHead { .. } => {
                word.outlet |= term.class == TermClass::OutletHead;
                if bare {
                    word.head = word.head.max(Some(end));
                }
                fronts = Some(fronts.unwrap_or(true) && governed);
            }
            TermClass::Relative(_) | TermClass::Weekday(_) | TermClass::DayPart(_) => {
                word.time = word.time.max(Some(end));
            }
            TermClass::Nationality { .. } | TermClass::Tenure(_) => word.describes = true,
            TermClass::FunctionWord if found.at_start => word.function = true,
            TermClass::DayWord(_) => word.time = word.time.max(Some(end)),
            TermClass::QuantityWord(QuantityRole::Of) if end == idx + 1 => word.of = true,
            TermClass::TimeWord {
                word: TimeWord::Article,
                ..
            } if end == idx + 1 => word.article = true,
            _ => {}
        }
    }
    word.governed |= fronts == Some(true);
    word.dropped = opens_with_dropped_letters(view, idx, cuts);
    word.governed |= word.dropped;
    word.particle = !view.in_placed_language()
        && view.is_word(idx)
        && view.folded(idx).chars().nth(1).is_none();
    let first = view.shown(idx).chars().next();
    word.capital = first.is_some_and(char::is_uppercase);
    word.cased =
        word.capital || first.is_some_and(|first| first.is_lowercase() || first.is_numeric());
    word
}

/// Letters at the front of "that" that are compared: a particle and the first of its own.
const VARIANT_LETTERS: usize = 2;

/// Whether token `idx` begins with other letters than `term`, which folding made the same.
fn is_variant(view: &TokenView<'_>, idx: usize, term: &str) -> bool {
    let letters = view
        .shown(idx)
        .chars()
        .zip(term.chars())
        .zip(view.folded(idx).chars());
    let mut front = letters.take(VARIANT_LETTERS);
    front.any(|((shown, term), folded)| shown != term && shown != folded)
}

/// Whether a preposition at the front swallowed a letter of the article: «للصحفيين».
fn opens_with_dropped_letters<'c>(
    view: &TokenView<'c>,
    idx: usize,
    cuts: &mut Vec<Cut<'c>>,
) -> bool {
    if !view.is_word(idx) {
        return false;
    }
    view.packs.clitics.cuts(view.folded(idx), cuts);
    cuts.iter().any(|cut| !cut.restore.is_empty())
}

/// Where the article before byte `start` of token `idx` begins, behind the clitics in so many
/// folded bytes.
fn article_start(view: &TokenView<'_>, idx: usize, start: u32, folded_bytes: usize) -> u32 {
    let Some(token) = view.token(idx) else {
        return start;
    };
    let mut folded = String::new();
    for (at, letter) in token.span.slice(view.text.as_str()).char_indices() {
        if folded.len() >= folded_bytes {
            return token.span.start() + u32::try_from(at).unwrap_or_default();
        }
        view.packs
            .fold
            .fold_into(letter.encode_utf8(&mut [0; 4]), &mut folded);
    }
    start
}

/// A definite article at the front of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Article {
    /// As it is.
    Whole,
    /// A preposition took a letter of it: «للوزارة».
    Dropped,
}

/// What stands at the front of a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Front {
    /// Folded bytes of clitics before an article.
    pub(super) bytes: usize,
    pub(super) conjunction: bool,
    pub(super) preposition: bool,
    pub(super) article: Option<Article>,
}

/// What stands in token `idx` before byte `start`; `None` where it is no clitic. An article
/// counts as one if `article` says so.
pub(super) fn front<'c>(
    view: &TokenView<'c>,
    idx: usize,
    start: u32,
    article: bool,
    cuts: &mut Vec<Cut<'c>>,
) -> Option<Front> {
    let token = view.token(idx)?;
    let len = start
        .checked_sub(token.span.start())
        .filter(|&len| len > 0)?;
    let shown = token.span.slice(view.text.as_str()).get(..len as usize)?;
    let front = view.packs.fold.fold(shown);
    let folded = view.folded(idx);
    let clitics = &view.packs.clitics;
    let article_len = |word: &str| {
        let bare = clitics.without_article(word).filter(|_| article)?;
        Some(word.len() - bare.len())
    };
    if article_len(folded) == Some(front.len()) {
        return Some(Front {
            bytes: 0,
            conjunction: false,
            preposition: false,
            article: Some(Article::Whole),
        });
    }
    clitics.cuts(folded, cuts);
    cuts.iter().find_map(|cut| {
        let whole = cut.apply(folded);
        let with_article = article_len(&whole)
            .is_some_and(|len| cut.bytes + len == front.len() + cut.restore.len());
        (cut.bytes == front.len() || with_article).then_some(Front {
            bytes: cut.bytes,
            conjunction: cut.conjunction,
            preposition: cut.preposition && !cut.particle,
            article: with_article.then_some(if cut.restore.is_empty() {
                Article::Whole
            } else {
                Article::Dropped
            }),
        })
    })
}
