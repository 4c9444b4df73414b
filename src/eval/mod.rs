//! Measuring: messy pages built from real articles, and scores of what the pipeline makes of them.
//!
//! [`corpus`] reads and cleans the articles, [`grammar`] the page templates of `eval/templates/`,
//! [`compose`] joins them to pages whose truth is known, [`score`] compares and [`report`] prints.
//! [`ner`] and [`linking`] score names and links against marked corpora, [`quantities`] and
//! [`times`] numbers, units and times against test suites of other readers, [`quotations`] what is
//! said and by whom, [`references`] chains and references.
//! Everything is seeded: the same seed, articles and templates give the same figures.

#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of characters and pages, far below the limits of the types"
)]

pub mod calibration;
pub mod compose;
pub mod conll;
pub mod corpus;
mod damage;
pub mod grammar;
pub mod json_lines;
pub mod keywords;
pub mod linking;
mod moment;
pub mod ner;
pub mod page;
pub mod pages;
pub mod quantities;
pub mod quotations;
pub mod random;
pub mod references;
pub mod report;
pub mod score;
pub mod times;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::pipeline::Pipeline;
use compose::Synthesiser;
use corpus::{Corpus, Part};
use grammar::Grammar;
use page::GoldPage;
use score::PageScore;

/// Why nothing could be measured.
#[derive(Debug)]
pub enum EvalError {
    /// The articles or pages are not there or cannot be read.
    Data(PathBuf, std::io::Error),
    /// The templates cannot be used.
    Templates(String),
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Self::Templates(reason) => write!(f, "cannot use the templates: {reason}"),
        }
    }
}

impl std::error::Error for EvalError {}

/// What pages are built from.
#[derive(Debug)]
pub struct Material {
    /// Templates.
    pub grammar: Grammar,
    /// Articles.
    pub corpus: Corpus,
}

impl Material {
    /// Reads templates below `templates` and articles below `data`.
    ///
    /// # Errors
    /// What is missing or damaged.
    pub fn read(templates: &Path, data: &Path, part: Part) -> Result<Self, EvalError> {
        let folders = [templates.join("common"), templates.join(part.folder())];
        let grammar = Grammar::read(&[&folders[0], &folders[1]])
            .map_err(|error| EvalError::Templates(error.to_string()))?;
        let missing = grammar.undefined(&compose::BUILTIN);
        if !missing.is_empty() {
            return Err(EvalError::Templates(format!(
                "nothing defines {}",
                missing.join(", ")
            )));
        }
        let mut not_names: Vec<String> = Vec::new();
        for list in ["places", "agencies", "outlets", "not_names", "sections"] {
            not_names.extend(
                grammar
                    .list(list)
                    .iter()
                    .flat_map(|text| text.split(' ').map(str::to_owned)),
            );
        }
        let words = corpus::Words {
            not_names: &not_names,
            title_noise: grammar.list("title_noise"),
            paragraph_noise: grammar.list("paragraph_noise"),
            byline_from: grammar.list("byline_from"),
        };
        let corpus = Corpus::read(data, part, &words)
            .map_err(|error| EvalError::Data(data.to_owned(), error))?;
        Ok(Self { grammar, corpus })
    }

    /// Says with which articles and templates a figure was measured.
    pub fn digest(&self) -> u64 {
        self.corpus.digest ^ self.grammar.digest
    }

    /// Page number `number` of the run `seed`.
    pub fn page(&self, seed: u64, number: usize) -> Option<GoldPage> {
        Synthesiser {
            grammar: &self.grammar,
            corpus: &self.corpus,
        }
        .page(seed, number)
    }

    /// Builds and scores `count` pages on all cores, in page order.
    pub fn run(&self, pipeline: &Pipeline, seed: u64, count: usize) -> Vec<(GoldPage, PageScore)> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let share = count.div_ceil(workers).max(1);
        std::thread::scope(|scope| {
            let handles: Vec<_> = (0..count)
                .step_by(share)
                .map(|first| {
                    scope.spawn(move || {
                        let numbers = first..(first + share).min(count);
                        numbers
                            .filter_map(|number| self.scored(pipeline, seed, number))
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            handles
                .into_iter()
                .flat_map(|handle| handle.join().unwrap_or_default())
                .collect()
        })
    }

    fn scored(
        &self,
        pipeline: &Pipeline,
        seed: u64,
        number: usize,
    ) -> Option<(GoldPage, PageScore)> {
        let page = self.page(seed, number)?;
        let article = pipeline.structure(&page.text, &page.hints);
        let score = score::score(&page, &article);
        Some((page, score))
    }
}
