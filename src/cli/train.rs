//! `maqal train`: builds the weights in `models/`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::fail;
use crate::boundary::{Models, ModelsError};
use crate::eval::corpus::Part;
use crate::eval::{EvalError, Material};
use crate::lang::LanguagePacks;
use crate::tagger::{Tagger, TaggerFileError};
use crate::train::boundary;
use crate::train::tagger::{self, CourseError, Recipe, Trained};

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
    /// The model that finds Arabic names: tagger.bin
    Tagger(TaggerArgs),
    /// The model that finds names of a language that has labelled corpora alone: tagger.bin and
    /// vocabulary.bin below models/LANG/
    Names(NamesArgs),
}

#[derive(Debug, Args)]
struct TaggerArgs {
    /// Folder with the labelled corpora (anercorp/, newsfane/, aqmar/, persian/)
    #[arg(long, default_value = "../shared/data/ner")]
    labelled: PathBuf,
    /// Folder with the articles (`*.jsonl.zst`)
    #[arg(long, default_value = "../shared/data/text")]
    corpus: PathBuf,
    /// Folder with the word lists that articles are cleaned by
    #[arg(long, default_value = "eval/templates")]
    templates: PathBuf,
    /// File to write
    #[arg(long, default_value = "models/tagger.bin")]
    out: PathBuf,
    /// Share of the main corpus, in percent, held out at its end and scored
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=50))]
    held_out: u8,
    /// File for the model that never saw what is held out: the one to measure
    #[arg(long, default_value = "models/tagger-scored.bin")]
    scored: PathBuf,
    /// Folder where pre-trained encoders are kept, and found again by a later run
    #[arg(long)]
    work: Option<PathBuf>,
    /// Do the last step again: --out and --scored are read, tuned and written
    #[arg(long)]
    again: bool,
    /// Number of teachers; 0 trains the shipped encoder on the labelled corpora alone
    #[arg(long, default_value_t = 3)]
    teachers: u8,
    /// Passes of every encoder over plain text, instead of those of the recipe
    #[arg(long)]
    passes: Option<u8>,
}

#[derive(Debug, Args)]
struct NamesArgs {
    /// BCP 47 tag of the language: en, fa
    #[arg(value_name = "LANG")]
    language: String,
    /// Folder with the labelled corpora (english/, persian/)
    #[arg(long, default_value = "../shared/data/ner")]
    labelled: PathBuf,
    /// Folder in which the folder LANG is written
    #[arg(long, default_value = "models")]
    out: PathBuf,
    /// Share of corpora without a part for it, in percent, held out at their end and scored
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=50))]
    held_out: u8,
    /// File for the model that never saw what is held out: the one to measure
    #[arg(long)]
    scored: Option<PathBuf>,
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
    #[error("a corpus cannot be read: {0}")]
    Labelled(#[source] std::io::Error),
    #[error(transparent)]
    Course(#[from] CourseError),
    #[error(transparent)]
    Models(ModelsError),
    #[error(transparent)]
    Tagger(#[from] TaggerFileError),
    #[error("cannot write {0}")]
    Write(PathBuf, #[source] std::io::Error),
}

pub(super) fn run(args: &TrainArgs) -> ExitCode {
    let packs = match LanguagePacks::embedded() {
        Ok(packs) => packs,
        Err(errors) => return fail(&errors),
    };
    let result = match &args.what {
        What::Boundary(args) => train_boundary(args, &packs),
        What::Tagger(args) => train_tagger(args, &packs),
        What::Names(args) => train_names(args, &packs),
    };
    match result {
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
        write(&args.out.join(name), &bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), TrainError> {
    std::fs::write(path, bytes).map_err(|error| TrainError::Write(path.to_owned(), error))
}

fn train_names(args: &NamesArgs, packs: &LanguagePacks) -> Result<(), TrainError> {
    let start = std::time::Instant::now();
    let mut progress = |line: &str| eprintln!("{:>6} s  {line}", start.elapsed().as_secs());
    let vocabulary = Models::embedded().map_err(TrainError::Models)?.vocabulary;
    let (trained, frequencies) = tagger::train_labelled(
        &args.labelled,
        &args.language,
        packs,
        &vocabulary,
        args.held_out.into(),
        &mut progress,
    )?;
    let folder = args.out.join(&args.language);
    std::fs::create_dir_all(&folder).map_err(|error| TrainError::Write(folder.clone(), error))?;
    write(&folder.join("tagger.bin"), &trained.shipped.to_bytes())?;
    write(&folder.join("vocabulary.bin"), &frequencies.to_bytes())?;
    if let Some(path) = &args.scored {
        write(path, &trained.scored.to_bytes())?;
    }
    Ok(())
}

fn train_tagger(args: &TaggerArgs, packs: &LanguagePacks) -> Result<(), TrainError> {
    let mut recipe = Recipe {
        n_teachers: args.teachers.into(),
        held_out: args.held_out.into(),
        work: args.work.clone(),
        ..Recipe::default()
    };
    if let Some(passes) = args.passes {
        recipe.teacher.passes = passes.into();
        recipe.pupil.passes = passes.into();
    }
    let start = std::time::Instant::now();
    let mut progress = |line: &str| eprintln!("{:>6} s  {line}", start.elapsed().as_secs());
    let vocabulary = Models::embedded().map_err(TrainError::Models)?.vocabulary;
    let trained = if args.again {
        Trained {
            scored: Tagger::open(&args.scored)?,
            shipped: Tagger::open(&args.out)?,
        }
    } else {
        let material = Material::read(&args.templates, &args.corpus, Part::Plain)
            .map_err(TrainError::Material)?;
        let articles = &material.corpus.articles;
        tagger::train(
            &args.labelled,
            articles,
            packs,
            &vocabulary,
            &recipe,
            &mut progress,
        )
        .map_err(TrainError::Labelled)?
    };
    let polished = tagger::polish(
        &args.labelled,
        packs,
        &vocabulary,
        &trained,
        recipe.held_out,
        &mut progress,
    )
    .map_err(TrainError::Labelled)?;
    for (path, tagger) in [
        (&args.scored, polished.scored),
        (&args.out, polished.shipped),
    ] {
        write(path, &tagger.to_bytes())?;
    }
    Ok(())
}
