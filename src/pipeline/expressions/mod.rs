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
use crate::pipeline::tokens::TokenView;
use crate::pipeline::watch::{Stage, Watch};
use crate::pipeline::zones::zones;
use crate::pipeline::{Analyses, Hints};

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
