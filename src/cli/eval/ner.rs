//! `maqal eval ner`: names against those that a corpus marks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use serde_json::Value;

use crate::cli::{fail, pipeline};
use crate::config::DataFiles;
use crate::eval::conll::{ConllError, OpenColumns, TaggedSentence, read_strict};
use crate::eval::ner::{Extent, Found, Gold, Name, NameType, Scores, Seen, Sentence, TypeMap};
use crate::pipeline::Pipeline;
use crate::pipeline::entities::Knowledge;
use crate::pipeline::entities::words::{WordName, names_of_words};
use crate::tagger::Taggers;

#[derive(Debug, Args)]
pub(super) struct NerArgs {
    /// `CoNLL` files: a token and its IOB tag a line, a blank line between sentences.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    data: DataFiles,
    /// Column of the token, from 0 [default: the first].
    #[arg(long, value_name = "N")]
    word_column: Option<usize>,
    /// Column of the tag, from 0 [default: the last of each line].
    #[arg(long, value_name = "N")]
    tag_column: Option<usize>,
    /// Score names of the files' type GOLD as TYPE (PERS, LOC, ORG, MISC), or not at all (`-`);
    /// may be given again. PER, GPE and MIS are read as PERS, LOC and MISC.
    #[arg(long, value_name = "GOLD=TYPE", value_parser = mapping)]
    map: Vec<(String, Option<NameType>)>,
    /// Language of the files (BCP 47).
    #[arg(long, value_name = "LANG", default_value = "ar")]
    lang: String,
    /// Find names by lists and shapes alone, as in languages without a tagger.
    #[arg(long, conflicts_with = "tagger")]
    no_tagger: bool,
    /// Leave out this share of each file at its front.
    #[arg(long, value_name = "PERCENT", default_value_t = 0, value_parser = percent())]
    from: u8,
    /// Leave out what stands behind this share of each file.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = percent())]
    to: u8,
    /// Score names apart that this `CoNLL` file never shows; columns as above.
    #[arg(long, value_name = "FILE")]
    seen: Option<PathBuf>,
    /// Only this share of the `--seen` file was trained on.
    #[arg(long, value_name = "PERCENT", default_value_t = 100, requires = "seen", value_parser = percent())]
    seen_to: u8,
    /// Print the N commonest mistakes of each kind, with their words.
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print what confidences are worth, bin by bin.
    #[arg(long)]
    calibration: bool,
    /// Print all as one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, thiserror::Error)]
enum NerError {
    #[error(transparent)]
    Conll(#[from] ConllError),
    #[error("{}: unknown type {kind}; say what it is: --map {kind}=TYPE or --map {kind}=-", file.display())]
    Type { file: PathBuf, kind: String },
    #[error("{}: no sentences from {from} to {to} percent", file.display())]
    Share { file: PathBuf, from: u8, to: u8 },
    #[error("expected PERS, LOC, ORG or MISC from the tagger, found {0}")]
    Label(String),
}

fn percent() -> clap::builder::RangedI64ValueParser<u8> {
    clap::value_parser!(u8).range(0..=100)
}

fn mapping(text: &str) -> Result<(String, Option<NameType>), String> {
    let (gold, kind) = text.split_once('=').ok_or("expected GOLD=TYPE")?;
    match NameType::from_name(kind) {
        Some(kind) => Ok((gold.to_owned(), Some(kind))),
        None if kind == "-" => Ok((gold.to_owned(), None)),
        None => Err(format!("expected PERS, LOC, ORG, MISC or -, found {kind}")),
    }
}

pub(super) fn run(args: &NerArgs) -> ExitCode {
    let pipeline = match pipeline(&args.data) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    match measure(args, &pipeline) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}

fn measure(args: &NerArgs, pipeline: &Pipeline) -> Result<String, NerError> {
    let (words, gold) = marked(args)?;
    let seen = args
        .seen
        .as_ref()
        .map(|path| seen(args, path))
        .transpose()?;
    let start = Instant::now();
    let none = Taggers::default();
    let names = pipeline
        .knowledge()
        .map(|knowledge| {
            let taggers = if args.no_tagger {
                &none
            } else {
                knowledge.taggers
            };
            let knowledge = Knowledge {
                taggers,
                ..knowledge
            };
            names_of_words(&words, &args.lang, knowledge)
        })
        .unwrap_or_default();
    let time = start.elapsed();
    let sentences = words
        .into_iter()
        .zip(gold)
        .zip(names)
        .map(|((words, gold), names)| {
            Ok(Sentence {
                words,
                gold,
                found: names.into_iter().map(found).collect::<Result<_, _>>()?,
            })
        })
        .collect::<Result<Vec<_>, NerError>>()?;
    let scores = Scores::new(&sentences, seen.as_ref());
    let extent = Extent {
        unseen: seen.is_some(),
        n_mistakes: args.errors,
        bins: args.calibration,
    };
    #[allow(
        clippy::cast_precision_loss,
        reason = "counts of words, far below the limit"
    )]
    let speed = scores.n_words as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE);
    if args.json {
        let mut object = scores.to_json(extent);
        object.insert("tokens_per_second".to_owned(), speed.into());
        return Ok(format!("{:#}\n", Value::Object(object)));
    }
    Ok(format!(
        "{} sentences, {} words\n\n{}\n{speed:.0} tokens per second on one thread\n",
        scores.n_sentences,
        scores.n_words,
        scores.to_text(extent),
    ))
}

fn read(args: &NerArgs, path: &Path) -> Result<Vec<TaggedSentence>, NerError> {
    let columns = OpenColumns {
        word: args.word_column,
        tag: args.tag_column,
    };
    Ok(read_strict(path, columns)?)
}

/// The share of `sentences` between two percentages.
fn share(sentences: Vec<TaggedSentence>, from: u8, to: u8) -> impl Iterator<Item = TaggedSentence> {
    let at = |percent: u8| sentences.len() * usize::from(percent) / 100;
    let (first, end) = (at(from), at(to));
    sentences.into_iter().take(end).skip(first)
}

/// The words of the sentences of all files, and what is marked in them.
fn marked(args: &NerArgs) -> Result<(Vec<Vec<String>>, Vec<Gold>), NerError> {
    let mut types = TypeMap::default();
    for (gold, kind) in &args.map {
        types.set(gold, *kind);
    }
    let (mut words, mut marks) = (Vec::new(), Vec::new());
    for file in &args.files {
        let before = words.len();
        for sentence in share(read(args, file)?, args.from, args.to) {
            let gold = types.gold(&sentence.tags).map_err(|kind| NerError::Type {
                file: file.clone(),
                kind,
            })?;
            words.push(sentence.words);
            marks.push(gold);
        }
        if words.len() == before {
            return Err(NerError::Share {
                file: file.clone(),
                from: args.from,
                to: args.to,
            });
        }
    }
    Ok((words, marks))
}

fn seen(args: &NerArgs, path: &Path) -> Result<Seen, NerError> {
    let mut seen = Seen::default();
    for sentence in share(read(args, path)?, 0, args.seen_to) {
        seen.add(&sentence.words, &sentence.tags);
    }
    Ok(seen)
}

fn found(name: WordName) -> Result<Found, NerError> {
    let kind = NameType::from_name(&name.label).ok_or(NerError::Label(name.label))?;
    Ok(Found {
        name: Name {
            words: name.words,
            kind,
        },
        confidence: name.confidence,
    })
}
