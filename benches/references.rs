//! Entities and cross-references of names that are marked already: an article with so many names,
//! each there twice, and a real page if `MAQAL_BENCH_PAGE` names one.
//!
//! `cargo bench --bench references`. Read the figures as ratios: twice the names should take twice
//! the time.

#![allow(clippy::unwrap_used, reason = "stops at the first surprise")]

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use maqal::article::{Article, EntityType, MentionKind, Sentence};
use maqal::pipeline::entities::{MarkedName, resolve_names};
use maqal::pipeline::references::find_references;
use maqal::pipeline::segment::{Segmentation, segment};
use maqal::pipeline::tokens::TokenView;
use maqal::pipeline::{Hints, Pipeline};
use maqal::text::{NormalizedText, Span};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// Names, each there twice.
const NAMES: [usize; 3] = [1250, 2500, 5000];

fn main() {
    LazyLock::force(&PIPELINE);
    divan::main();
}

/// A page with its names.
struct Page {
    text: NormalizedText,
    segmentation: Segmentation,
    names: Vec<MarkedName>,
    article: Article,
}

impl Page {
    fn new(text: &str, article: Article, names: Vec<MarkedName>) -> Self {
        let text = NormalizedText::verbatim(text);
        let knowledge = PIPELINE.knowledge().unwrap();
        let segmentation = segment(&text, knowledge.packs, knowledge.vocabulary);
        Self {
            text,
            segmentation,
            names,
            article,
        }
    }

    fn view(&self) -> TokenView<'_> {
        TokenView::new(&self.text, &self.segmentation, PIPELINE.packs())
    }

    fn entities(&self, view: &TokenView<'_>, mut article: Article) -> Article {
        let knowledge = PIPELINE.knowledge().unwrap();
        resolve_names(view, knowledge, &self.names, &mut article);
        article
    }
}

/// A word of its own for each number.
fn word(mut number: usize) -> String {
    let letters = ['ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ر', 'ز', 'ش'];
    let mut word = String::from("مط");
    for _ in 0..5 {
        word.extend(letters.get(number % 10));
        number /= 10;
    }
    word
}

/// Persons, ministries and places by turns, each twice: by the whole name, and persons by their
/// family name the second time.
fn made(n_names: usize) -> Page {
    let mut article =
        PIPELINE.structure("قالت الوزارة إن العمل مستمر في المدينة.", &Hints::default());
    let mut text = String::new();
    let mut names = Vec::new();
    for again in [false, true] {
        for number in 0..n_names {
            let first = text.len();
            text.push_str("قالت ");
            let (entity_type, name) = match number % 3 {
                0 if again => (EntityType::Person, word(number)),
                0 => (
                    EntityType::Person,
                    format!("{} {}", word(number + 7), word(number)),
                ),
                1 => (EntityType::Organization, format!("وزارة {}", word(number))),
                _ => (EntityType::Location, word(number)),
            };
            let start = text.len();
            text.push_str(&name);
            names.push(MarkedName {
                span: Span::from_range(start..text.len()),
                entity_type,
                probability: 0.9,
            });
            text.push_str(" إنها تعمل مع الوزارة. ");
            article.sentences.push(Sentence {
                span: Span::from_range(first..text.len()),
                paragraph_idx: 0,
            });
        }
    }
    article
        .sentences
        .drain(..article.sentences.len() - 2 * n_names);
    Page::new(&text, article, names)
}

/// The page that the environment names, with the names that the pipeline finds in it.
fn real() -> Option<Page> {
    let text = std::fs::read_to_string(std::env::var_os("MAQAL_BENCH_PAGE")?).unwrap();
    let article = PIPELINE.structure(&text, &Hints::default());
    let mut names: Vec<MarkedName> = article
        .entities
        .iter()
        .flat_map(|entity| {
            let names = entity.mentions.iter();
            let names = names.filter(|mention| mention.kind == MentionKind::Name);
            names.map(|mention| MarkedName {
                span: mention.span,
                entity_type: entity.entity_type,
                probability: mention.confidence,
            })
        })
        .collect();
    names.sort_by_key(|name| name.span);
    Some(Page::new(&text, article, names))
}

#[divan::bench(args = NAMES)]
fn entities(bencher: Bencher<'_, '_>, n_names: usize) {
    let page = made(n_names);
    let view = page.view();
    bencher
        .counter(ItemsCount::new(2 * n_names))
        .with_inputs(|| page.article.clone())
        .bench_values(|article| page.entities(&view, article));
}

#[divan::bench(args = NAMES)]
fn references(bencher: Bencher<'_, '_>, n_names: usize) {
    let page = made(n_names);
    let view = page.view();
    let article = page.entities(&view, page.article.clone());
    bencher
        .counter(ItemsCount::new(2 * n_names))
        .with_inputs(|| article.clone())
        .bench_refs(|article| find_references(&view, article));
}

#[divan::bench]
fn real_page_entities(bencher: Bencher<'_, '_>) {
    let Some(page) = real() else { return };
    let view = page.view();
    bencher
        .with_inputs(|| page.article.clone())
        .bench_values(|article| page.entities(&view, article));
}

#[divan::bench]
fn real_page_references(bencher: Bencher<'_, '_>) {
    let Some(page) = real() else { return };
    let view = page.view();
    bencher
        .with_inputs(|| page.article.clone())
        .bench_refs(|article| find_references(&view, article));
}
