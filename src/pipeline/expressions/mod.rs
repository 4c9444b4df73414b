//! Times, quantities and quotations of an article, over the same tokens as everything else.
//!
//! [`numerals`] reads numbers in digits and words, for [`quantities`] and [`times`] alike;
//! [`quotations`] finds what was said and by whom, with the entities found before.
//!
//! Always holds: expressions of one kind stand in the order of the text, and times and
//! quantities do not overlap their own kind.

pub mod numerals;
pub mod quantities;
mod quotations;
pub mod times;

use crate::article::Article;
use crate::lang::detect;
use crate::pipeline::tokens::TokenView;
use crate::pipeline::watch::{Stage, Watch};
use crate::pipeline::zones::zones;
use crate::pipeline::{Analyses, Hints};

/// Confidence from which an article is read in its language alone.
const SURE: f32 = 0.6;

/// Fills times, quantities and quotations of `article` and of the articles embedded in it, as
/// far as `analyses` asks for them. The entities must be there first.
pub fn find_expressions(
    view: &TokenView<'_>,
    hints: &Hints,
    analyses: Analyses,
    watch: &mut impl Watch,
    article: &mut Article,
) {
    let zones = zones(view, article);
    let language = article.language.as_ref();
    let language = language.filter(|guess| guess.confidence >= SURE);
    let view = &view.in_language(language.map(|guess| guess.tag.as_str()));
    if analyses.times {
        article.times = watch.during(Stage::Times, || times::times(view, &zones, hints, article));
    }
    if analyses.quantities {
        // What is a time is no quantity: times come first.
        article.quantities = watch.during(Stage::Quantities, || {
            quantities::quantities(view, &zones, article)
        });
    }
    if analyses.quotations {
        article.quotations =
            watch.during(Stage::Quotations, || quotations::quotations(view, article));
    }
    for embedded in &mut article.embedded_articles {
        find_expressions(view, hints, analyses, watch, embedded);
    }
}

/// The language of a short text, where the client or its letters tell it.
pub(super) fn language(view: &TokenView<'_>, hints: &Hints) -> Option<String> {
    let detected = || {
        detect(view.text.as_str())
            .filter(|&(_, confidence)| confidence >= SURE)
            .map(|(tag, _)| tag.to_owned())
    };
    hints.language.clone().or_else(detected)
}
