//! `maqal bulk`: files of raw articles in, one file of structured articles out.

mod article;
mod progress;
#[cfg(feature = "parquet")]
mod table;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use clap::{Args, ValueEnum};

use self::article::{Articles, ColumnArgs};
use self::progress::Meter;
use super::answer::{self, AnswerArgs, Form};
use super::{fail, pipeline};
use crate::bulk::input::is_pipe;
use crate::bulk::lines_out::{LineSink, Packing};
use crate::bulk::run::WHOLE;
use crate::bulk::{self, BulkError, Format, Input, Outcome, Plan};
use crate::config::DataFiles;

/// Some rows failed, all others are done.
const SOME_FAILED: u8 = 3;
/// What was asked for cannot be asked for.
const USAGE: u8 = 2;
/// Rows between two commits, when nothing else is said.
const COMMIT_ROWS: u64 = 1000;
/// The same for Parquet, where they make a row group.
const GROUP_ROWS: u64 = 10_000;

/// Structure files of many articles, on all cores, resumable
///
/// Reads JSON lines (`RawArticle` as `ProtoJSON`, or any objects with --content-column and its
/// like), plain or packed with gzip or zstd, and Parquet; writes the same forms, in the order of
/// the input. After a kill the same command goes on. Rows that fail stand in
/// `OUT.errors.jsonl`. Exit code: 0 all rows are done, 3 some rows failed, 1 the run stopped,
/// 2 the command is wrong.
#[derive(Debug, Args)]
pub(super) struct BulkArgs {
    /// Files, folders or quoted patterns; `-` means standard input
    #[arg(required = true, num_args = 1.., value_name = "IN")]
    inputs: Vec<PathBuf>,
    /// The file to write; `-` means standard output, with errors on standard error
    #[arg(required = true, value_name = "OUT")]
    output: PathBuf,
    /// Form of the input; without it the ending of each name says it
    #[arg(long, value_name = "FORM")]
    from: Option<FileForm>,
    /// Form of the output; without it the ending of its name says it
    #[arg(long, value_name = "FORM")]
    to: Option<FileForm>,
    /// Form of each answer: canonical `ProtoJSON`, or a schema.org `NewsArticle` as JSON-LD
    #[arg(long, default_value = "json", value_name = "FORM")]
    format: Form,
    #[command(flatten)]
    answer: AnswerArgs,
    /// Threads at work; 0 means one for each core
    #[arg(long, default_value_t = 0, value_name = "N")]
    workers: usize,
    /// Rows between two commits; in Parquet, rows of a row group. Default 1000, for Parquet 10000
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u64).range(1..))]
    commit_rows: Option<u64>,
    /// Replace what is there
    #[arg(long)]
    overwrite: bool,
    /// Forget what an earlier run left
    #[arg(long)]
    restart: bool,
    #[command(flatten)]
    data: DataFiles,
    // Last: its heading holds for all that follow.
    #[command(flatten)]
    columns: ColumnArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FileForm {
    Jsonl,
    #[value(name = "jsonl.gz")]
    JsonlGz,
    #[value(name = "jsonl.zst")]
    JsonlZst,
    Parquet,
}

impl From<FileForm> for Format {
    fn from(form: FileForm) -> Self {
        match form {
            FileForm::Jsonl => Self::Jsonl,
            FileForm::JsonlGz => Self::JsonlGz,
            FileForm::JsonlZst => Self::JsonlZst,
            FileForm::Parquet => Self::Parquet,
        }
    }
}

pub(super) fn run(args: &BulkArgs) -> ExitCode {
    let (plan, format) = match plan(args) {
        Ok(planned) => planned,
        Err(error @ (BulkError::UnknownForm(_) | BulkError::ParquetPipe)) => {
            fail(&error);
            return ExitCode::from(USAGE);
        }
        Err(error) => return fail(&error),
    };
    let options = args.answer.options();
    if let Err(error) = answer::check(&options) {
        fail(&error);
        return ExitCode::from(USAGE);
    }
    if format == Format::Parquet && args.format != Form::Json {
        fail(&io::Error::other(
            "a Parquet file holds ProtoJSON: expected --format json",
        ));
        return ExitCode::from(USAGE);
    }
    let pipeline = match pipeline(&args.data) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let articles = Articles {
        pipeline: &pipeline,
        options: &options,
        form: args.format,
        by_column: args.columns.given(),
        inputs: &plan.inputs,
    };
    let meter = Meter::new();
    let result = work(&plan, format, &articles, &meter);
    meter.end();
    match result {
        Ok(outcome) => {
            meter.say(outcome, &plan);
            if outcome.failed > 0 {
                ExitCode::from(SOME_FAILED)
            } else {
                ExitCode::SUCCESS
            }
        }
        // Whoever reads us has had enough.
        Err(BulkError::Write { path, source })
            if is_pipe(&path) && source.kind() == io::ErrorKind::BrokenPipe =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}

fn plan(args: &BulkArgs) -> Result<(Plan, Format), BulkError> {
    let output = Input::new(&args.output, args.to.map(Format::from))?;
    let inputs = Input::all(&args.inputs, args.from.map(Format::from))?;
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let rows = match output.format {
        Format::Parquet => GROUP_ROWS,
        Format::Jsonl | Format::JsonlGz | Format::JsonlZst => COMMIT_ROWS,
    };
    let plan = Plan {
        inputs,
        output: output.path,
        columns: args.columns.columns(),
        workers: if args.workers == 0 {
            cores
        } else {
            args.workers
        },
        commit_rows: args.commit_rows.unwrap_or(rows),
        options: format!(
            "{:?} {:?} {:?} {:?} {:?}",
            output.format, args.format, args.columns, args.answer, args.data
        ),
        overwrite: args.overwrite,
        restart: args.restart,
    };
    Ok((plan, output.format))
}

fn work(
    plan: &Plan,
    format: Format,
    articles: &Articles,
    meter: &Meter,
) -> Result<Outcome, BulkError> {
    let packing = match format {
        Format::Jsonl => Packing::Plain,
        Format::JsonlGz => Packing::Gzip,
        Format::JsonlZst => Packing::Zstd,
        #[cfg(feature = "parquet")]
        Format::Parquet => {
            return bulk::run(
                plan,
                &table::Tables(articles),
                table::TableSink::open,
                |progress| {
                    meter.show(progress);
                },
            );
        }
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(BulkError::NoParquet(plan.output.clone())),
    };
    let show = |progress| meter.show(progress);
    if is_pipe(&plan.output) {
        return bulk::stream(plan, articles, packing, show);
    }
    let open = |folder: &Path, length| LineSink::open(&folder.join(WHOLE), packing, length);
    bulk::run(plan, articles, open, show)
}
