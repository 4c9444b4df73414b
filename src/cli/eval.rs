//! `maqal eval`: how good the pipeline is, measured.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use crate::eval::corpus::Part;
use crate::eval::report::{self, Report};
use crate::eval::{EvalError, Material};
use crate::lang::LanguagePacks;
use crate::pipeline::Pipeline;

/// Measures the pipeline.
#[derive(Debug, Args)]
pub struct EvalArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Messy pages synthesised from real articles: every field, block kinds, calibration.
    Layout(LayoutArgs),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PartName {
    /// Templates and articles to tune on.
    Dev,
    /// Templates and articles never tuned on.
    Test,
}

#[derive(Debug, Args)]
struct LayoutArgs {
    /// Which templates and articles.
    #[arg(long, default_value = "dev")]
    part: PartName,
    /// How many pages.
    #[arg(long, default_value_t = 2_000)]
    pages: usize,
    /// Seed of the run.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder with `data/text/*.jsonl.zst`.
    #[arg(long, env = "MAQAL_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// Folder with the page templates.
    #[arg(long, default_value = "eval/templates")]
    templates: PathBuf,
    /// Print this many failing pages of each field.
    #[arg(long, default_value_t = 0)]
    failures: usize,
    /// Print failures of this field only.
    #[arg(long)]
    field: Option<String>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// Print page number N and its truth, and stop.
    #[arg(long, value_name = "N")]
    show: Option<usize>,
}

/// Runs it; fails where the templates or packs cannot be used, skips where the data is absent.
pub fn run(args: &EvalArgs) -> ExitCode {
    let What::Layout(layout) = &args.what;
    match layout_scores(layout) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(EvalError::Data(path, error)) => {
            eprintln!("skipped: cannot read {}: {error}", path.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn layout_scores(args: &LayoutArgs) -> Result<String, EvalError> {
    let part = match args.part {
        PartName::Dev => Part::Dev,
        PartName::Test => Part::Test,
    };
    let material = Material::read(&args.templates, &args.shared.join("data/text"), part)?;
    if let Some(number) = args.show {
        let page = material.page(args.seed, number).unwrap_or_default();
        return Ok(format!(
            "{}\n\n{:#?}\n{:?} {}\n",
            page.text, page.gold, page.damage, page.layout
        ));
    }
    let packs =
        LanguagePacks::embedded().map_err(|error| EvalError::Templates(error.to_string()))?;
    let pipeline = Pipeline::new(packs);
    let scored = material.run(&pipeline, args.seed, args.pages);
    let report = Report::new(&scored);
    if args.json {
        return Ok(format!("{:#}\n", report.to_json()));
    }
    let failures = report::failures(&scored, args.failures, args.field.as_deref());
    let corpus = &material.corpus;
    Ok(format!(
        "{} pages, seed {}, {} articles (digest {:016x}), {} names\n\n{}{failures}",
        scored.len(),
        args.seed,
        corpus.articles.len(),
        corpus.digest,
        corpus.persons.len(),
        report.to_text(),
    ))
}
