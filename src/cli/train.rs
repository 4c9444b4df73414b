//! `maqal train`: builds the weights in `models/`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::fail;
use crate::eval::corpus::Part;
use crate::eval::{EvalError, Material};
use crate::lang::LanguagePacks;
use crate::train::boundary;

/// Build the weights in models/ from corpora; the same inputs give the same bytes
#[derive(Debug, Args)]
pub(super) struct TrainArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The models that cut fused text: boundary.bin, tags.bin, cohesion.bin, vocabulary.bin
    Boundary(BoundaryArgs),
}

#[derive(Debug, Args)]
struct BoundaryArgs {
    /// Folder with the articles (`*.jsonl.zst`)
    #[arg(long, default_value = "../shared/data/text")]
    corpus: PathBuf,
    /// Folder with the word lists that tags are cut by
    #[arg(long, default_value = "eval/templates")]
    templates: PathBuf,
    /// Folder to write to
    #[arg(long, default_value = "models")]
    out: PathBuf,
}

#[derive(Debug, thiserror::Error)]
enum TrainError {
    #[error("the material cannot be read: {0}")]
    Material(EvalError),
    #[error("cannot write {0}")]
    Write(PathBuf, #[source] std::io::Error),
}

pub(super) fn run(args: &TrainArgs) -> ExitCode {
    let What::Boundary(args) = &args.what;
    let packs = match LanguagePacks::embedded() {
        Ok(packs) => packs,
        Err(errors) => return fail(&errors),
    };
    match train_boundary(args, &packs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn train_boundary(args: &BoundaryArgs, packs: &LanguagePacks) -> Result<(), TrainError> {
    let material =
        Material::read(&args.templates, &args.corpus, Part::Train).map_err(TrainError::Material)?;
    let trained = boundary::train(&material.corpus, &material.grammar, packs);
    for (name, bytes) in [
        ("boundary.bin", trained.boundary.to_bytes()),
        ("tags.bin", trained.tags.to_bytes()),
        ("cohesion.bin", trained.cohesion.to_bytes()),
        ("vocabulary.bin", trained.vocabulary.to_bytes()),
    ] {
        let path = args.out.join(name);
        std::fs::write(&path, bytes).map_err(|error| TrainError::Write(path, error))?;
    }
    Ok(())
}
