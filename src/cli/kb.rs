//! `maqal kb`: builds the knowledge base, and shows what a name has there.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::fail;
use super::meter::Meter;
use crate::kb::build::{Built, Sources, main_base, odbl_base};
use crate::kb::wikidata::{Classes, DumpBuild, PART_LINES};
use crate::kb::{KbError, KnowledgeBase, load};
use crate::lang::LanguagePacks;

/// Build the knowledge base, or show what a name has there
#[derive(Debug, Args)]
pub(super) struct KbArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Compile the shipped files of kb/
    Build(BuildArgs),
    /// Print the entries that a name has, or the entry of an id
    Show(ShowArgs),
}

#[derive(Debug, Args)]
struct BuildArgs {
    /// Folder with the public lists
    #[arg(long, default_value = "../shared/data/gazetteers", value_name = "DIR")]
    gazetteers: PathBuf,
    /// File to write
    #[arg(long, default_value = "kb/maqal.kb", value_name = "FILE")]
    output: PathBuf,
    /// Do not write odbl.kb beside it: the data under the `ODbL`
    #[arg(long)]
    without_odbl: bool,
    /// Build from a Wikidata JSON dump instead (latest-all.json.gz)
    #[arg(long, value_name = "DUMP", requires = "output", conflicts_with_all = ["gazetteers", "without_odbl"])]
    wikidata: Option<PathBuf>,
    /// Languages of the names that are taken from the dump
    #[arg(
        long,
        value_name = "TAGS",
        value_delimiter = ',',
        default_value = "ar,en,fa"
    )]
    languages: Vec<String>,
    /// Classes whose entities are taken from the dump, instead of those of kb/classes.tsv
    #[arg(long, value_name = "FILE")]
    classes: Option<PathBuf>,
    /// Go on where an earlier build from the same dump was ended
    #[arg(long, requires = "wikidata")]
    resume: bool,
    /// Folder with the tables: `source_types.tsv` and `aliases.tsv`
    #[arg(long, default_value = "kb", value_name = "DIR")]
    tables: PathBuf,
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// A name in any language, or an id such as Q796
    name: String,
    /// Further entries: a compiled file, or a list of JSON lines; may be given again
    #[arg(long, value_name = "FILE")]
    kb: Vec<PathBuf>,
}

pub(super) fn run(args: &KbArgs) -> ExitCode {
    let packs = match LanguagePacks::embedded() {
        Ok(packs) => packs,
        Err(errors) => return fail(&errors),
    };
    let result = match &args.what {
        What::Build(args) => build(args, &packs),
        What::Show(args) => show(args, &packs),
    };
    match result {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}

fn build(args: &BuildArgs, packs: &LanguagePacks) -> Result<String, KbError> {
    if let Some(dump) = &args.wikidata {
        return build_from_dump(args, dump, packs);
    }
    let sources = Sources {
        gazetteers: &args.gazetteers,
        tables: &args.tables,
        fold: &packs.fold,
    };
    let main = main_base(&sources)?;
    let mut report = write(&args.output, &main)?;
    if !args.without_odbl {
        let kb = KnowledgeBase::from_bytes("maqal.kb", main.bytes)?;
        let odbl = odbl_base(&sources, &kb)?;
        report += &write(&args.output.with_file_name("odbl.kb"), &odbl)?;
    }
    Ok(report)
}

/// Writes a file, whole or not at all, and says what is in it.
fn build_from_dump(
    args: &BuildArgs,
    dump: &Path,
    packs: &LanguagePacks,
) -> Result<String, KbError> {
    let classes = match &args.classes {
        Some(path) => Classes::open(path)?,
        None => Classes::embedded()?,
    };
    let mut meter = Meter::new();
    let counts = DumpBuild {
        dump,
        output: &args.output,
        languages: &args.languages,
        classes: &classes,
        fold: &packs.fold,
        resume: args.resume,
        part_lines: PART_LINES,
        threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    }
    .run(&mut |progress| {
        meter.show(progress);
        ControlFlow::Continue(())
    });
    meter.end();
    let counts = counts?;
    Ok(format!(
        "{}: {} entries\n  left out: {} of other classes, {} without a name in {}, {} lines that cannot be read\n",
        args.output.display(),
        counts.kept,
        counts.other_class,
        counts.unnamed,
        args.languages.join(", "),
        counts.broken,
    ))
}

// Writing to a string cannot fail.
fn write(path: &Path, built: &Built) -> Result<String, KbError> {
    let wrap = |error| KbError::Write(path.to_path_buf(), error);
    let draft = path.with_extension("kb.part");
    std::fs::write(&draft, &built.bytes).map_err(wrap)?;
    std::fs::rename(&draft, path).map_err(wrap)?;
    let kb = KnowledgeBase::from_bytes(&path.display().to_string(), built.bytes.clone())?;
    let mut report = format!("{}: {} bytes\n", path.display(), built.bytes.len());
    for ((kind, subtype), count) in kb.census() {
        let _ = writeln!(report, "  {count:>7}  {kind} {subtype}");
    }
    for (note, count) in &built.notes {
        let _ = writeln!(report, "  {count:>7}  left out: {note}");
    }
    Ok(report)
}

fn show(args: &ShowArgs, packs: &LanguagePacks) -> Result<String, KbError> {
    let kb = load(&args.kb, &packs.fold)?;
    let mut entries: Vec<_> = kb
        .named(&packs.fold.fold(&args.name))
        .into_iter()
        .map(|candidate| (candidate.entry, candidate.alias))
        .collect();
    if entries.is_empty() {
        entries.extend(kb.by_id(&args.name).map(|entry| (entry, false)));
    }
    if entries.is_empty() {
        return Ok(format!("no entry is named {}\n", args.name));
    }
    let mut text = String::new();
    for (entry, alias) in entries {
        let view = kb.entry(entry);
        let country = view.country();
        let _ = writeln!(
            text,
            "{}  {} {}  {}  {}{}{}",
            view.id(),
            view.entity_type().name(),
            view.subtype(),
            country.map_or("--".into(), |code| String::from_utf8_lossy(&code)
                .into_owned()),
            view.popularity(),
            view.capital()
                .map_or(String::new(), |id| format!("  capital {id}")),
            if alias { "  (alias)" } else { "" },
        );
        for name in view.names() {
            let mark = if name.alias { "~" } else { " " };
            let _ = writeln!(text, "   {mark}{:<4} {}", name.language, name.text);
        }
    }
    Ok(text)
}
