//! `maqal eval quotations`: what is said and by whom.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::{fail, pipeline};
use crate::config::DataFiles;
use crate::eval::quotations::{QuotationScores, read};

#[derive(Debug, Args)]
pub(super) struct QuotationArgs {
    /// Texts with marked quotations, as JSON lines, positions in code points (`docs/quotations.md`).
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: DataFiles,
    /// Print every mistake.
    #[arg(long)]
    errors: bool,
}

pub(super) fn run(args: &QuotationArgs) -> ExitCode {
    let pipeline = match pipeline(&args.data) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let mut texts = Vec::new();
    for file in &args.files {
        match read(file) {
            Ok(found) => texts.extend(found),
            Err(error) => return fail(&error),
        }
    }
    if let Some(knowledge) = pipeline.knowledge() {
        let scores = QuotationScores::new(&texts, knowledge);
        print!("{}", scores.to_text(args.errors));
    }
    ExitCode::SUCCESS
}
