//! `maqal eval`: how good the pipeline is, measured.

mod linking;
mod ner;
mod quantities;
mod quotations;
mod references;
mod times;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};

use crate::eval::corpus::Part;
use crate::eval::pages::{self, Rendering};
use crate::eval::report::{self, Report};
use crate::eval::{EvalError, Material, calibration};
use crate::pipeline::Pipeline;
use crate::pipeline::calibration::Calibration;

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
    /// Real pages of extractors' test suites.
    Pages(PagesArgs),
    /// Observed precision of every rule on the development part.
    Calibration(CalibrationArgs),
    /// Names against those that a corpus marks.
    Ner(ner::NerArgs),
    /// Links of marked names against the entries that they mean.
    Linking(linking::LinkingArgs),
    /// Numbers, money and measures against test suites of other readers.
    Quantities(quantities::QuantitiesArgs),
    /// Times against public test suites.
    Times(times::TimesArgs),
    /// What is said and by whom, against marked quotations.
    Quotations(quotations::QuotationArgs),
    /// Chains and references against those that pages of our own mark.
    References(references::ReferencesArgs),
}

#[derive(Debug, Args)]
struct PagesArgs {
    /// The pages, as JSON lines, plain or compressed (`.zst`).
    file: PathBuf,
    /// Which rendering is structured.
    #[arg(long, default_value = "block")]
    rendering: RenderingName,
    /// Leave out the addresses of the pages.
    #[arg(long)]
    no_address: bool,
    /// Score fields only where their true value stands in the text.
    #[arg(long)]
    visible: bool,
    /// Score pages of these languages only.
    #[arg(long, num_args = 1..)]
    lang: Vec<String>,
    /// Write one prediction a line.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RenderingName {
    /// One line per block element.
    Block,
    /// Links, captions and list items fuse.
    Flat,
    /// The cruder dump of the smallest element with headline and body.
    #[value(name = "main_flat")]
    MainFlat,
    /// The page itself, of those that have it.
    Html,
}

#[derive(Debug, Args)]
struct CalibrationArgs {
    /// Write the table here instead of printing it.
    #[arg(long)]
    write: Option<PathBuf>,
    /// How many pages.
    #[arg(long, default_value_t = 4_000)]
    pages: usize,
    /// Seed of the run: not the one that is tuned on.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Folder with `data/text/*.jsonl.zst`.
    #[arg(long, env = "MAQAL_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// Folder with the page templates.
    #[arg(long, default_value = "eval/templates")]
    templates: PathBuf,
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
    let result = match &args.what {
        What::Layout(args) => layout_scores(args),
        What::Pages(args) => page_scores(args),
        What::Calibration(args) => calibration_table(args),
        What::Ner(args) => return ner::run(args),
        What::Linking(args) => return linking::run(args),
        What::Quantities(args) => return quantities::run(args),
        What::Times(args) => return times::run(args),
        What::Quotations(args) => return quotations::run(args),
        What::References(args) => return references::run(args),
    };
    match result {
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
    let pipeline = pipeline()?;
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
        material.digest(),
        corpus.persons.len(),
        report.to_text(),
    ))
}

fn pipeline() -> Result<Pipeline, EvalError> {
    Pipeline::embedded().map_err(|error| EvalError::Templates(error.to_string()))
}

fn page_scores(args: &PagesArgs) -> Result<String, EvalError> {
    let rendering = match args.rendering {
        RenderingName::Block => Rendering::Block,
        RenderingName::Flat => Rendering::Flat,
        RenderingName::MainFlat => Rendering::MainFlat,
        RenderingName::Html => Rendering::Html,
    };
    pages::run(
        &pipeline()?,
        &args.file,
        pages::Input {
            rendering,
            address: !args.no_address,
        },
        args.visible,
        &args.lang,
        args.out.as_deref(),
    )
    .map_err(|error| EvalError::Data(args.file.clone(), error))
}

fn calibration_table(args: &CalibrationArgs) -> Result<String, EvalError> {
    let material = Material::read(
        &args.templates,
        &args.shared.join("data/text"),
        Part::Calibration,
    )?;
    let pipeline = pipeline()?.with_calibration(Calibration::default());
    let scored = material.run(&pipeline, args.seed, args.pages);
    let observations: Vec<_> = scored
        .into_iter()
        .flat_map(|(_, score)| score.observations)
        .collect();
    let table = calibration::table(&observations);
    match &args.write {
        Some(path) => std::fs::write(path, table)
            .map_err(|error| EvalError::Data(path.clone(), error))
            .map(|()| String::new()),
        None => Ok(table),
    }
}
