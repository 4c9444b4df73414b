//! What was said and by whom.
//!
//! Marks are paired and folded up ([`marks`], [`unit`]); each word is looked up once
//! ([`reader`], [`word`]). From left to right through a sentence ([`finder`]), a verb of saying
//! ([`verbs`]), a quote ([`marked`]) or a credit ([`credits`], [`attribution`]) opens a
//! statement; [`trigger`] says with what, [`content`] up to where, [`names`] tells quoted names
//! from speech. [`speaker`], [`phrase`], [`plain`] and [`history`] say who speaks, [`medium`] where.
//!
//! Always holds: the content of one quotation stands in none of another's; every window is
//! bounded.

mod attribution;
mod content;
mod context;
mod credits;
mod finder;
mod history;
mod marked;
mod marks;
mod medium;
mod names;
mod phrase;
mod plain;
mod reader;
mod speaker;
mod trigger;
mod unit;
mod verbs;
mod word;

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
    for (number, unit) in units.all.iter().enumerate() {
        if view.stops() {
            break;
        }
        finder.read(unit, number);
    }
    finder.finish()
}
