//! Subcommands of the command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub mod eval;

/// Structures the raw text of scraped news articles.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures the pipeline.
    Eval(eval::EvalArgs),
}

/// Runs what the arguments ask for.
pub fn run() -> ExitCode {
    match Cli::parse().command {
        Command::Eval(args) => eval::run(&args),
    }
}
