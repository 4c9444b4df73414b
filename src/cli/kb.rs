//! `maqal kb`: builds the knowledge base, and shows what a name has there.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::fail;
use crate::kb::build::{Built, Sources, main_base, odbl_base};
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
