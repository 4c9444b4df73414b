//! `maqal structure`: the pipeline without a server.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use clap::Args;
use tonic::Status;

use super::answer::{self, AnswerArgs, Form};
use super::{explain, fail, json_ld, pipeline, pretty};
use crate::bulk::{self, BulkError, Checkpoint, Columns, Format, Input, Record, Rows};
use crate::config::DataFiles;
use crate::markup;
use crate::pipeline::Pipeline;
use crate::server::json;
use crate::server::pb;
use crate::server::status::{CallError, to_rpc_status};

/// Structure a text, or many as JSON lines, without a server
///
/// Prints the response as canonical `ProtoJSON` and nothing else. With --jsonl, reads one
/// `RawArticle` (`ProtoJSON`) a line and writes one line each, in order: {"article": …} or
/// {"error": …}.
#[derive(Debug, Args)]
pub(super) struct StructureArgs {
    /// The text to read; `-` or nothing means standard input
    file: Option<PathBuf>,
    /// Read and write JSON lines
    // Each line says of itself what the other flags say of one text.
    #[arg(long, conflicts_with_all = ["pretty", "id", "url", "language", "retrieved_at", "time_zone"])]
    jsonl: bool,
    /// The file is a web page in HTML, in the encoding that it names
    // Each line of JSON says it by its field.
    #[arg(long, conflicts_with = "jsonl")]
    html: bool,
    /// Print for people: coloured on a terminal, right-to-left text readable
    // It cuts the text itself, by bytes.
    #[arg(long, conflicts_with = "offset_encoding")]
    pretty: bool,
    /// Print for people what found each value, what else was weighed for it, and what each stage took
    // All of it, cut by bytes.
    #[arg(long, conflicts_with_all = ["jsonl", "pretty", "format", "offset_encoding", "read_mask"])]
    explain: bool,
    /// Form of the answer: canonical `ProtoJSON`, or a schema.org `NewsArticle` as JSON-LD
    // A view for people is neither.
    #[arg(
        long,
        default_value = "json",
        value_name = "FORM",
        conflicts_with = "pretty"
    )]
    format: Form,
    /// The article's id, echoed
    #[arg(long, default_value = "")]
    id: String,
    /// Address of the page
    #[arg(long, default_value = "")]
    url: String,
    /// Language of the text (BCP 47), when known
    #[arg(long, default_value = "")]
    language: String,
    /// When the page was fetched (RFC 3339): what "3 hours ago" counts from
    #[arg(long, value_name = "TIME", value_parser = rfc3339)]
    retrieved_at: Option<jiff::Timestamp>,
    /// Time zone in which that time is read (IANA name)
    #[arg(long, default_value = "", value_name = "ZONE")]
    time_zone: String,
    #[command(flatten)]
    answer: AnswerArgs,
    /// Entries of the knowledge base to list for each entity, certain or not
    #[arg(long, default_value_t = 0, value_name = "N")]
    knowledge_base_candidates: u32,
    #[command(flatten)]
    data: DataFiles,
}

#[derive(Debug, thiserror::Error)]
enum StructureError {
    #[error("cannot read {path}")]
    Read {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path} is not UTF-8: byte {at} is invalid")]
    NotUtf8 { path: String, at: usize },
    #[error("cannot write the answer")]
    Write(#[source] io::Error),
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Lines(#[from] BulkError),
    #[error("the answer could not be written as JSON")]
    Json(#[from] serde_json::Error),
}

pub(super) fn run(args: &StructureArgs) -> ExitCode {
    let pipeline = match pipeline(&args.data) {
        Ok(pipeline) => pipeline,
        Err(code) => return code,
    };
    let result = if args.jsonl {
        lines(args, &pipeline)
    } else {
        one(args, &pipeline)
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads us has had enough.
        Err(StructureError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => fail(&error),
    }
}

/// Reads the value of `--retrieved-at`.
fn rfc3339(value: &str) -> Result<jiff::Timestamp, &'static str> {
    value
        .parse()
        .map_err(|_| "expected an RFC 3339 time such as 2024-01-26T12:00:00Z")
}

impl StructureArgs {
    fn article(&self, text: String) -> pb::RawArticle {
        let (content, html) = if self.html {
            (String::new(), text)
        } else {
            (text, String::new())
        };
        pb::RawArticle {
            content,
            html,
            id: self.id.clone(),
            url: self.url.clone(),
            language: self.language.clone(),
            retrieved_at: self.retrieved_at.map(answer::timestamp),
            time_zone: self.time_zone.clone(),
        }
    }
}

/// One text.
fn one(args: &StructureArgs, pipeline: &Pipeline) -> Result<(), StructureError> {
    let content = read_text(args.file.as_deref(), args.html)?;
    let mut shown = if args.pretty || args.explain {
        content.clone()
    } else {
        String::new()
    };
    let options = pb::StructureOptions {
        explain: args.explain,
        knowledge_base_candidates: args.knowledge_base_candidates,
        ..args.answer.options()
    };
    let article = answer::structure(pipeline, args.article(content), &options)?;
    if args.html {
        shown.clone_from(&article.visible_text);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    if args.pretty {
        let colour = io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        pretty::write(&mut out, &article, &shown, colour).map_err(StructureError::Write)?;
    } else if args.explain {
        explain::write(&mut out, &article, &shown).map_err(StructureError::Write)?;
    } else if args.format == Form::JsonLd {
        let document = json_ld::document(&article, &args.url);
        serde_json::to_writer_pretty(&mut out, &document)?;
        writeln!(out).map_err(StructureError::Write)?;
    } else {
        let response = pb::StructureArticleResponse {
            article: Some(article),
        };
        serde_json::to_writer_pretty(&mut out, &response)?;
        writeln!(out).map_err(StructureError::Write)?;
    }
    out.flush().map_err(StructureError::Write)
}

fn read_text(file: Option<&Path>, html: bool) -> Result<String, StructureError> {
    let path = file.filter(|path| path.as_os_str() != "-");
    let shown = path.map_or("standard input".to_owned(), |path| {
        path.display().to_string()
    });
    let read = |source| StructureError::Read {
        path: shown.clone(),
        source,
    };
    let mut bytes = Vec::new();
    match path {
        Some(path) => File::open(path)
            .map_err(read)?
            .read_to_end(&mut bytes)
            .map_err(read)?,
        None => io::stdin().lock().read_to_end(&mut bytes).map_err(read)?,
    };
    if html {
        return Ok(markup::decode(&bytes));
    }
    String::from_utf8(bytes).map_err(|error| StructureError::NotUtf8 {
        path: shown,
        at: error.utf8_error().valid_up_to(),
    })
}

/// Many texts: read on one thread, structured on as many as there are cores, written in order.
fn lines(args: &StructureArgs, pipeline: &Pipeline) -> Result<(), StructureError> {
    let path = args.file.as_deref().unwrap_or(Path::new("-"));
    let format = Format::of(path).filter(|format| *format != Format::Parquet);
    let input = Input::new(path, Some(format.unwrap_or(Format::Jsonl)))?;
    let columns = Columns {
        names: Vec::new(),
        required: Vec::new(),
    };
    let mut rows = Rows::new(vec![input], columns, &Checkpoint::default())?;
    let options = args.answer.options();
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout());
    bulk::pool::in_order(
        thread::available_parallelism().map_or(1, std::num::NonZero::get),
        || rows.next_batch().map_err(StructureError::from),
        |row| answer_to(pipeline, row.record, &options, args.format),
        |answers| {
            let write = || match answers {
                Some(answers) => answers
                    .iter()
                    .try_for_each(|answer| writeln!(out, "{answer}")),
                // Whoever waits for each answer before the next question gets it.
                None => out.flush(),
            };
            write().map_err(StructureError::Write)
        },
    )?;
    out.flush().map_err(StructureError::Write)
}

/// The answer to one line.
fn answer_to(
    pipeline: &Pipeline,
    record: Record,
    options: &pb::StructureOptions,
    format: Form,
) -> String {
    let article = match record {
        Record::Line(line) => answer::raw_article(&line),
        Record::Unreadable(reason) => Err(CallError::field("article", reason)),
        Record::Cells(_) => Err(CallError::field("article", "expected a line, found cells")),
    };
    let result = article.and_then(|article| {
        let url = article.url.clone();
        Ok((answer::structure(pipeline, article, options)?, url))
    });
    match result {
        Ok((article, url)) if format == Form::JsonLd => {
            serde_json::json!({ "article": json_ld::document(&article, &url) }).to_string()
        }
        Ok((article, _)) => {
            let response = pb::StructureArticleResponse {
                article: Some(article),
            };
            serde_json::to_string(&response)
                .unwrap_or_else(|error| error_line(&CallError::field("article", error.to_string())))
        }
        Err(error) => error_line(&error),
    }
}

/// `{"error": …}`: a google.rpc.Status as `ProtoJSON`.
fn error_line(error: &CallError) -> String {
    let status = to_rpc_status(&Status::from(error.clone()));
    serde_json::json!({ "error": json::status(&status) }).to_string()
}
