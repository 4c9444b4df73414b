//! `maqal eval times`: times against public test suites.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::fail;
use crate::eval::times::{Scores, Suite};
use crate::pipeline::Pipeline;
use crate::pipeline::expressions::times::Reading;

#[derive(Debug, Args)]
pub(super) struct TimesArgs {
    /// Specs of Recognizers-Text (JSON) and corpora of Duckling (Haskell).
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print each failing case with what was found.
    #[arg(long)]
    errors: bool,
    /// Read the cases as news are read, not as what is said to a calendar.
    #[arg(long)]
    news: bool,
}

pub(super) fn run(args: &TimesArgs) -> ExitCode {
    let pipeline = match Pipeline::embedded() {
        Ok(pipeline) => pipeline,
        Err(error) => return fail(&error),
    };
    let reading = if args.news {
        Reading::News
    } else {
        Reading::Appointments
    };
    let (mut right, mut total) = (0, 0);
    for path in &args.files {
        let suite = match Suite::read(path) {
            Ok(suite) => suite,
            Err(error) => {
                eprintln!("error: cannot read {}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        };
        let scores = Scores::new(&suite, &pipeline, reading);
        right += scores.right;
        total += scores.total;
        print!("{}", scores.to_text(args.errors));
    }
    println!(
        "{:<32} {right:>4}/{total:<4} {:.3}",
        "all",
        f64::from(u32::try_from(right).unwrap_or(0))
            / f64::from(u32::try_from(total.max(1)).unwrap_or(1))
    );
    ExitCode::SUCCESS
}
