//! What was said and by whom.
//!
//! Marks are paired and folded up ([`marks`], [`unit`]); each word is looked up once
//! ([`reader`]). From left to right through a sentence, a verb of saying, a credit or a quote
//! opens a statement ([`trigger`], [`content`], [`attribution`]); [`names`] tells quoted names
//! from speech; [`speaker`], [`phrase`] and [`history`] say who speaks, [`medium`] where.
//!
//! Always holds: the content of one quotation stands in none of another's; every window is
//! bounded.

mod attribution;
mod content;
mod context;
mod finder;
mod history;
mod marks;
mod medium;
mod names;
mod phrase;
mod reader;
mod speaker;
mod trigger;
mod unit;

use crate::article::{Article, Quotation};
use crate::pipeline::tokens::TokenView;

use context::Context;
use finder::Finder;
use reader::Reader;
use unit::units;

/// The quotations of `article`, in the order of the text.
pub(super) fn quotations(view: &TokenView<'_>, article: &Article) -> Vec<Quotation> {
    let units = units(view, article);
    let context = Context {
        reader: Reader::new(view, article, &units.tokens),
        quotes: units.quotes,
    };
    let mut finder = Finder::new(&context);
    for (number, unit) in units.units.iter().enumerate() {
        finder.read(unit, number);
    }
    finder.finish()
}
