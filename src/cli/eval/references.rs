//! `maqal eval references`: chains and references.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::{fail, pipeline};
use crate::config::DataFiles;
use crate::eval::references::ReferenceScores;
use crate::eval::references::answer::Answer;
use crate::eval::references::gold::read;
use crate::pipeline::Hints;

#[derive(Debug, Args)]
pub(super) struct ReferencesArgs {
    /// Pages with their chains and references, as JSON lines (`docs/references.md`).
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: DataFiles,
    /// Print every chain and reference that is wrong or missing.
    #[arg(long)]
    errors: bool,
}

pub(super) fn run(args: &ReferencesArgs) -> ExitCode {
    let pipeline = match pipeline(&args.data) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let mut scores = ReferenceScores::default();
    for file in &args.files {
        match read(file) {
            Ok(pages) => {
                for page in &pages {
                    let article = pipeline.structure(&page.text, &Hints::default());
                    let answer = Answer::new(&page.text, &article);
                    scores.add(page, &answer, pipeline.packs());
                }
            }
            Err(error) => return fail(&error),
        }
    }
    print!("{}", scores.to_text());
    if args.errors {
        print!("\n{}", scores.errors);
    }
    ExitCode::SUCCESS
}
