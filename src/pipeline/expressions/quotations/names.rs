//! Quotation marks that hold no speech: names, titles, single words.
//!
//! «تنظيم «داعش»», «صحيفة «الاتحاد»», «فيلم «ليل طويل»»: a few words behind a noun that opens
//! names, on a name, or behind a preposition written together with the mark. Not behind a colon.

use super::context::{Context, NAME_WORDS};
use super::unit::{Element, Unit};
use crate::lang::ClauseRole;

/// A title behind a noun that announces one is this long at most.
const TITLE_WORDS: usize = 10;

/// Whether the quote at `at` holds a name or title.
pub(super) fn is_name(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    let Some(quote) = unit.quote(at) else {
        return false;
    };
    let view = context.reader.view;
    let colon = at
        .checked_sub(1)
        .is_some_and(|before| unit.mark(view, before) == Some(":"));
    let n_words = context.quoted_words(quote, TITLE_WORDS + 1);
    if colon || n_words > TITLE_WORDS {
        return false;
    }
    if announced(context, unit, at, n_words) {
        return true;
    }
    n_words <= NAME_WORDS && (is_glued(context, unit, at) || names_something(context, quote))
}

/// Whether a noun that opens names or titles stands before: «فيلم», «صحيفة محلية», «ما يسمى».
fn announced(context: &Context<'_>, unit: &Unit, at: usize, n_words: usize) -> bool {
    let opens = |place: usize, until: usize| {
        let word = context.word(unit, place);
        let head = word.head.is_some_and(|end| unit.position(end) == until);
        let names =
            word.role() == Some(ClauseRole::Names) && context.past_role(unit, place) == until;
        head || names
    };
    // The noun may have several words, and an adjective behind it.
    let direct = (1..=3).any(|back| at.checked_sub(back).is_some_and(|place| opens(place, at)));
    if direct {
        return true;
    }
    let adjective = at.checked_sub(1).is_some_and(|place| {
        let word = context.word(unit, place);
        unit.word(place).is_some() && word.speech.is_none() && word.clause.is_none()
    });
    let far = at >= 2
        && (2..=3).any(|back| {
            at.checked_sub(back)
                .is_some_and(|place| opens(place, at - 1))
        });
    adjective && far && n_words <= NAME_WORDS
}

/// Whether a particle is written together with the opening mark: «لـ«الاتحاد»».
fn is_glued(context: &Context<'_>, unit: &Unit, at: usize) -> bool {
    let view = context.reader.view;
    let Some(Element::Word(token)) = at.checked_sub(1).and_then(|at| unit.elements.get(at)) else {
        return false;
    };
    let short = view.folded(*token).chars().count() <= 2;
    let glued = view.token(token + 1).is_some_and(|token| token.glued);
    short && glued
}

/// Whether names cover half of the words in the quote, or one reaches over the mark.
fn names_something(context: &Context<'_>, quote: usize) -> bool {
    let Some(piece) = context
        .quotes
        .get(quote)
        .and_then(|quote| quote.pieces.first())
    else {
        return false;
    };
    let reader = &context.reader;
    let (mut named, mut all) = (0, 0);
    for idx in piece.clone() {
        if !reader.view.has_letters(idx) {
            continue;
        }
        all += 1;
        named += usize::from(reader.word(idx).mention.is_some());
    }
    named > 0 && named * 2 >= all
}
