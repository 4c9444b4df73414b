//! `maqal eval quantities`: numbers, money and measures.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::fail;
use crate::eval::quantities::{Suite, score};
use crate::lang::LanguagePacks;

#[derive(Debug, Args)]
pub(super) struct QuantitiesArgs {
    /// Cases of Recognizers-Text (`NumberModel.json`, `OrdinalModel.json`, `PercentModel.json`,
    /// `NumberRangeModel.json`) or of duckling (`<dimension>/<language>/Corpus.hs`).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print what went wrong, a line each.
    #[arg(long)]
    errors: bool,
}

pub(super) fn run(args: &QuantitiesArgs) -> ExitCode {
    let packs = match LanguagePacks::embedded() {
        Ok(packs) => packs,
        Err(errors) => return fail(&errors),
    };
    for file in &args.files {
        let suite = match Suite::read(file) {
            Ok(suite) => suite,
            Err(error) => {
                eprintln!("{}", file.display());
                return fail(&error);
            }
        };
        let scored = score(&suite, &packs);
        println!(
            "{:.3}  {}/{}  {}",
            scored.share(),
            scored.right,
            scored.total,
            file.display()
        );
        if args.errors {
            for mistake in &scored.mistakes {
                println!("  {mistake}");
            }
        }
    }
    ExitCode::SUCCESS
}
