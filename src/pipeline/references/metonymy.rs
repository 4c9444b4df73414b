//! Capitals that stand for their state: «رحبت طهران», «أن باريس تدعم», «العلاقات مع الرياض»; and
//! cities for the body that has its seat there: «اتهم بروكسل».
//!
//! The mention stays one of the city; that it means the state is a reference of its own. Only
//! where the words beside the name say so, and the article names the state or body too.

use rustc_hash::FxHashMap;

use super::mentioned::{Mentioned, Place, is_feminine_verb, is_report_verb};
use super::{from_words, reference_word, words_of};
use crate::article::{
    Article, CrossReference, EntityType, Mention, MentionKind, ReferenceEnd, ReferenceKind,
};
use crate::lang::{Dealing, GrammaticalNumber, ReferenceWord, SpeechForm, TermClass};
use crate::pipeline::tokens::TokenView;

/// Confidence of a capital that says something, and of one that opens a clause.
const SAYS: f32 = 0.85;
const OPENS: f32 = 0.7;
/// Confidence of one whose government the words beside it speak of, and of one that is the other
/// side or the object of what is done.
const GOVERNS: f32 = 0.8;
const DEALT_WITH: f32 = 0.75;
/// Words over which a noun leads to the preposition before a capital.
const MAX_BETWEEN: usize = 3;
/// Capitals in a row.
const MAX_ROW: usize = 4;
/// The base whose ids are codes of countries, and that of the ids of seats.
const ISO_3166: &str = "iso3166-1";
const WIKIDATA: &str = "wikidata";

pub(super) fn references(view: &TokenView<'_>, article: &Article) -> Vec<CrossReference> {
    let owners = owners(article);
    let mut found = Vec::new();
    if owners.is_empty() {
        return found;
    }
    let mentioned = Mentioned::new(view, article);
    let places = article.entities.iter();
    for city in places.filter(|entity| entity.entity_type == EntityType::Location) {
        for mention in &city.mentions {
            let Some(place) = name_of_city(view, &mentioned, mention) else {
                continue;
            };
            let owner = owner(view, &owners, place.start).filter(|&owner| owner != city.id);
            if let Some(owner) = owner
                && let Some(confidence) = stands_for_state(view, &mentioned, place)
            {
                found.push(from_words(
                    ReferenceKind::Alias,
                    words_of(mention),
                    ReferenceEnd::Entity(owner),
                    confidence * mention.confidence,
                    "references/metonymy",
                ));
            }
        }
    }
    found
}

/// The states and bodies of the article, by their codes and ids.
fn owners(article: &Article) -> FxHashMap<&str, u32> {
    let mut owners = FxHashMap::default();
    for entity in &article.entities {
        let ids = entity.knowledge_base_ids.iter();
        let body = entity.entity_type == EntityType::Organization;
        let ids = ids.filter(|id| id.base == ISO_3166 || body && id.base == WIKIDATA);
        for id in ids {
            owners.entry(id.id.as_str()).or_insert(entity.id);
        }
    }
    owners
}

/// Where a mention by name stands.
fn name_of_city(view: &TokenView<'_>, mentioned: &Mentioned, mention: &Mention) -> Option<Place> {
    if mention.kind != MentionKind::Name {
        return None;
    }
    let place = mentioned.at(view.token_at(mention.span.start())?)?;
    // A longer name that begins with the city's is not the city.
    (place.span == mention.span).then_some(place)
}

/// The state whose capital begins with token `idx`, else the body that sits there.
fn owner(view: &TokenView<'_>, owners: &FxHashMap<&str, u32>, idx: usize) -> Option<u32> {
    let capital = view.term(idx, |class| match class {
        TermClass::Capital(country) => Some(country),
        _ => None,
    });
    let state = capital.and_then(|(country, _)| {
        let code = std::str::from_utf8(&country).ok()?;
        owners.get(code).copied()
    });
    state.or_else(|| {
        let (id, _) = view.term(idx, |class| match class {
            TermClass::Seat(id) => Some(id),
            _ => None,
        })?;
        owners.get(id.as_str()).copied()
    })
}

/// How sure the words beside the name at `place` make it that a state is meant.
fn stands_for_state(view: &TokenView<'_>, mentioned: &Mentioned, place: Place) -> Option<f32> {
    acts(view, place)
        .or_else(|| governs(view, place))
        .or_else(|| is_dealt_with(view, mentioned, place))
}

/// «رحبت طهران», «تقول لندن», «أن باريس تدعم». A verb must be feminine, as cities are («سيزور
/// باريس» is a journey), and one that places are no subjects of («شهدت باريس»).
fn acts(view: &TokenView<'_>, place: Place) -> Option<f32> {
    let verb = place.start.checked_sub(1)?;
    if reference_word(view, verb) == Some(ReferenceWord::Clause) {
        return Some(OPENS);
    }
    let says = is_report_verb(view, verb) && is_feminine_verb(view, verb)
        || view.term(verb, feminine_speech).is_some();
    (says && dealing(view, verb) != Some(Dealing::PlaceVerb)).then_some(SAYS)
}

/// A verb of saying whose subject is one woman or one city.
fn feminine_speech(class: TermClass) -> Option<()> {
    let TermClass::SpeechVerb(verb) = class else {
        return None;
    };
    let subject = verb.subject?;
    let finite = matches!(verb.form, SpeechForm::Perfect | SpeechForm::Imperfect);
    (finite && subject.feminine && subject.number == GrammaticalNumber::Singular).then_some(())
}

/// «موقف طهران», «باماكو الرسمية».
fn governs(view: &TokenView<'_>, place: Place) -> Option<f32> {
    let before = place.start.checked_sub(1);
    let noun =
        before.is_some_and(|noun| dealing_and_article(view, noun) == Some((Dealing::Own, false)));
    let official = dealing(view, place.end) == Some(Dealing::Adjective);
    (noun || official).then_some(GOVERNS)
}

/// «العلاقات مع الرياض», «الخلاف بين بغداد وأنقرة», «اتهم الوزير طهران».
fn is_dealt_with(view: &TokenView<'_>, mentioned: &Mentioned, place: Place) -> Option<f32> {
    let mut first = place;
    for _ in 0..MAX_ROW {
        // «وأنقرة»: what stands before a conjunction is asked in its place.
        let joined = view.token(first.start)?.span;
        let joined = view.text.to_source(joined).start() < first.span.start();
        let before = mentioned.before(first.start).filter(|_| joined);
        let Some(before) = before.filter(|before| is_capital(view, before.start)) else {
            break;
        };
        first = before;
    }
    let before = first.start.checked_sub(1)?;
    let led = dealing(view, before) == Some(Dealing::Preposition)
        && (before.saturating_sub(MAX_BETWEEN)..before)
            .rev()
            .take_while(|&idx| view.has_letters(idx))
            .any(|idx| matches!(dealing(view, idx), Some(Dealing::Shared | Dealing::Own)));
    let object = || {
        let named = mentioned.before(first.start).map(|subject| subject.start);
        // «اتهم الوزير طهران»
        let common = || is_definite(view, before).then_some(before);
        let subject = named.or_else(common);
        let verb = subject.map_or(Some(before), |subject| subject.checked_sub(1));
        verb.is_some_and(|verb| {
            // Right behind a feminine verb the city is the subject.
            let acts = is_feminine_verb(view, verb) || view.term(verb, feminine_speech).is_some();
            dealing(view, verb) == Some(Dealing::Verb) && (subject.is_some() || !acts)
        })
    };
    (led || object()).then_some(DEALT_WITH)
}

/// Whether a word opens with an article, no clitic before it.
fn is_definite(view: &TokenView<'_>, idx: usize) -> bool {
    let article = view.packs.clitics.without_article(view.folded(idx));
    view.is_word(idx) && article.is_some()
}

fn is_capital(view: &TokenView<'_>, idx: usize) -> bool {
    let capital = view.term(idx, |class| {
        matches!(class, TermClass::Capital(_) | TermClass::Seat(_)).then_some(())
    });
    capital.is_some()
}

/// What a word beside a capital says of it.
fn dealing(view: &TokenView<'_>, idx: usize) -> Option<Dealing> {
    Some(dealing_and_article(view, idx)?.0)
}

/// The same, and whether it has an article.
fn dealing_and_article(view: &TokenView<'_>, idx: usize) -> Option<(Dealing, bool)> {
    view.terms_at(idx).find_map(|(found, term)| {
        let TermClass::Dealing(dealing) = term.class else {
            return None;
        };
        let whole = found.end as usize == idx + 1;
        Some((dealing, view.front(found)?.article)).filter(|_| whole)
    })
}
