//! `maqal eval linking`: links of marked names.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::fail;
use crate::eval::linking::{LinkingScores, read};
use crate::lang::LanguagePacks;

#[derive(Debug, Args)]
pub(super) struct LinkingArgs {
    /// Texts with marked names, as JSON lines: `{"text": …, "mentions": [{"start", "end", "id"}]}`,
    /// counted in code points; `type` may be given.
    file: PathBuf,
    /// Do not tell the linker the types that the file gives.
    #[arg(long)]
    untyped: bool,
    /// Further entries: a compiled file, or a list of JSON lines; may be given again.
    #[arg(long, value_name = "FILE")]
    kb: Vec<PathBuf>,
}

pub(super) fn run(args: &LinkingArgs) -> ExitCode {
    let packs = match LanguagePacks::embedded() {
        Ok(packs) => packs,
        Err(errors) => return fail(&errors),
    };
    let kb = match crate::kb::load(&args.kb, &packs.fold) {
        Ok(kb) => kb,
        Err(error) => return fail(&error),
    };
    match read(&args.file) {
        Ok(texts) => {
            let scores = LinkingScores::new(&texts, &kb, &packs, !args.untyped);
            print!("{}", scores.to_text());
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}
