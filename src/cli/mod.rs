//! Subcommands of the command line: one file each.

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::boundary::Models;
use crate::config::DataFiles;
use crate::lang::LanguagePacks;
use crate::pipeline::{Pipeline, StartError};
use crate::tagger::Taggers;

mod answer;
mod bulk;
pub mod eval;
mod explain;
mod health;
mod json_ld;
mod kb;
mod meter;
mod pretty;
mod serve;
mod structure;
mod train;

/// Maqal takes the raw text of a scraped news article and returns it structured.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  maqal structure page.txt              the answer as ProtoJSON
  maqal structure --pretty page.txt     the same for people
  maqal structure --explain page.txt    what found each value, and what else was weighed
  maqal structure --jsonl pages.jsonl   one RawArticle a line in, one answer a line out
  maqal bulk pages/ articles.parquet    a folder of files in, one file out
  maqal serve                           gRPC on 127.0.0.1:50051"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the gRPC API.
    Serve(Box<serve::ServeArgs>),
    /// Structure a text, or many as JSON lines, without a server.
    Structure(structure::StructureArgs),
    /// Structure files of many articles, on all cores, resumable.
    Bulk(bulk::BulkArgs),
    /// Ask a running server for its health; exit code 0 means it serves.
    Health(health::HealthArgs),
    /// Measure the pipeline on synthesised and real pages.
    Eval(eval::EvalArgs),
    /// Build the weights in models/.
    Train(train::TrainArgs),
    /// Build the knowledge base, or show what a name has there.
    Kb(kb::KbArgs),
}

/// Runs what the arguments ask for.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Serve(args) => serve::run(&args),
        Command::Structure(args) => structure::run(&args),
        Command::Bulk(args) => bulk::run(&args),
        Command::Health(args) => health::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Kb(args) => kb::run(&args),
    }
}

/// The pipeline over the embedded packs, models and knowledge base, joined with or replaced by
/// the files of `data`; what is wrong with them is printed.
pub(crate) fn pipeline(data: &DataFiles) -> Result<Pipeline, ExitCode> {
    let start = || -> Result<Pipeline, StartError> {
        let packs = LanguagePacks::embedded()?;
        let kb = crate::kb::load(&data.kb, &packs.fold)?;
        let mut taggers = Taggers::embedded()?;
        if let Some(path) = &data.tagger {
            taggers = taggers.with_file(path)?;
        }
        let pipeline = Pipeline::new(packs, Models::embedded()?)
            .with_knowledge_base(Arc::new(kb))
            .with_taggers(Arc::new(taggers));
        #[cfg(feature = "transformer")]
        if let Some(folder) = &data.transformer {
            let neural = crate::pipeline::entities::Neural {
                model: crate::transformer::Transformer::open(folder)?,
                beside: data.transformer_beside,
            };
            return Ok(pipeline.with_neural(Arc::new(neural)));
        }
        Ok(pipeline)
    };
    start().map_err(|error| fail(&error))
}

/// Prints an error with its causes and gives the exit code for it.
#[allow(
    clippy::print_stderr,
    reason = "the command line speaks to people here"
)]
fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprint!("maqal: {error}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        eprint!(": {inner}");
        cause = inner.source();
    }
    eprintln!();
    ExitCode::FAILURE
}
