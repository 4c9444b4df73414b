//! Events without a name of their own that are spoken of again: «زيارة رسمية إلى بغداد … الزيارة».
//!
//! They are no entities: what is linked are the words that say again to those that brought the
//! event up. A noun without an article brings one up, the same noun with an article alone says
//! it again. Where several were brought up, only the last one of this sentence or the one before.

use rustc_hash::FxHashMap;

use super::{Named, again};
use crate::article::{Article, CrossReference, ReferenceEnd, ReferenceKind, Words};
use crate::lang::TermClass;
use crate::pipeline::references::{from_words, words_in};
use crate::pipeline::tokens::TokenView;
use crate::text::{Normalized, Source, Span};

/// Confidence where one event of the kind was brought up, and where several were.
const ONLY: f32 = 0.8;
const LAST: f32 = 0.7;
/// Sentences back in which the last of several is looked for.
const NEAR_SENTENCES: usize = 1;

/// The event of a kind that is spoken of.
struct Current {
    words: Words,
    /// Number of the sentence that brought it up.
    sentence: usize,
    /// The kind was brought up once only.
    only: bool,
    /// It was said again: the next time needs no sentence near.
    settled: bool,
}

pub(in crate::pipeline::references) fn references(
    view: &TokenView<'_>,
    article: &Article,
) -> Vec<CrossReference> {
    let named = Named::new(view, article);
    let mut current: FxHashMap<String, Current> = FxHashMap::default();
    let mut found = Vec::new();
    let headline = article.headline.iter().map(|field| field.span);
    // The lead tells again what the headline says.
    let lead = usize::from(article.headline.is_some());
    let sentences = article.sentences.iter().map(|sentence| sentence.span);
    let spans: Vec<Span<Source>> = headline.chain(sentences).collect();
    for (number, span) in spans.into_iter().enumerate() {
        for idx in view.tokens_of(span) {
            let Some((span, definite)) = event(view, idx) else {
                continue;
            };
            if named.overlaps(view.text.to_source(span)) {
                continue;
            }
            if !definite {
                let words = words_in(view, span);
                let noun = view.packs.fold.fold(&words.text);
                let only = current
                    .get(&noun)
                    .is_none_or(|known| known.only && known.sentence < lead && number == lead);
                current.insert(
                    noun,
                    Current {
                        words,
                        sentence: number,
                        only,
                        settled: false,
                    },
                );
                continue;
            }
            let again = again(view, &named, idx).filter(|again| again.country.is_none());
            let Some(again) = again.filter(|_| !completes_head(view, idx)) else {
                continue;
            };
            let Some(event) = current.get_mut(again.noun.as_str()) else {
                continue;
            };
            if event.only || event.settled || number - event.sentence <= NEAR_SENTENCES {
                event.settled = true;
                found.push(from_words(
                    ReferenceKind::Coreference,
                    words_in(view, again.span),
                    ReferenceEnd::Words(event.words.clone()),
                    if event.only { ONLY } else { LAST },
                    "references/event",
                ));
            }
        }
    }
    found
}

/// Whether a noun for a body or office opens right before token `idx`: «لجنة الانتخابات».
fn completes_head(view: &TokenView<'_>, idx: usize) -> bool {
    let Some(before) = idx.checked_sub(1) else {
        return false;
    };
    view.terms_at(before).any(|(found, term)| {
        let head = matches!(
            term.class,
            TermClass::EntityHead { .. } | TermClass::Office(_)
        );
        let definite = || view.front(found).is_none_or(|front| front.article);
        head && found.end as usize == idx && !definite()
    })
}

/// The noun for an event that is token `idx`, clitics left outside, and whether it has an article.
pub(in crate::pipeline::references) fn event(
    view: &TokenView<'_>,
    idx: usize,
) -> Option<(Span<Normalized>, bool)> {
    let token = view.token(idx).filter(|_| view.is_word(idx))?;
    let (found, _) = view.terms_at(idx).find(|(found, term)| {
        term.class == TermClass::EventNoun && found.end as usize == idx + 1
    })?;
    let front = view.front(found)?;
    if front.particle {
        return None;
    }
    let start = token.span.start() + front.bytes;
    Some((Span::new(start, token.span.end()), front.article))
}
