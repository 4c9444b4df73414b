//! `maqal structure`: the pipeline without a server.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use clap::{Args, ValueEnum};
use tonic::Status;

use super::{explain, fail, json_ld, pipeline, pretty};
use crate::config::DataFiles;
use crate::pipeline::Pipeline;
use crate::pipeline::interrupt::Interrupt;
use crate::server::from_proto::{self, Job};
use crate::server::json;
use crate::server::pb;
use crate::server::status::{CallError, to_rpc_status};
use crate::server::telemetry::Stopwatch;
use crate::server::to_proto;

/// Texts from a file have no other limit than this machine's memory, and offsets of 32 bits.
const MAX_CONTENT_BYTES: usize = u32::MAX as usize / 2;
/// Lines given to a worker at once.
const BATCH: usize = 32;

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
    format: Format,
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
    /// Unit of offsets
    #[arg(long, default_value = "utf8", value_name = "UNIT")]
    offset_encoding: Encoding,
    /// Fields to return, for example `headline.text,blocks`
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    read_mask: Vec<String>,
    #[command(flatten)]
    data: DataFiles,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    JsonLd,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Encoding {
    Utf8,
    Utf16,
    CodePoints,
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
    fn options(&self) -> pb::StructureOptions {
        let encoding = match self.offset_encoding {
            Encoding::Utf8 => pb::OffsetEncoding::Utf8,
            Encoding::Utf16 => pb::OffsetEncoding::Utf16,
            Encoding::CodePoints => pb::OffsetEncoding::CodePoints,
        };
        let paths = self.read_mask.clone();
        pb::StructureOptions {
            analyses: Vec::new(),
            offset_encoding: encoding.into(),
            read_mask: (!paths.is_empty()).then_some(pbjson_types::FieldMask { paths }),
            explain: self.explain,
        }
    }

    fn article(&self, content: String) -> pb::RawArticle {
        let retrieved_at = self.retrieved_at.map(|time| pbjson_types::Timestamp {
            seconds: time.as_second(),
            nanos: time.subsec_nanosecond(),
        });
        pb::RawArticle {
            content,
            id: self.id.clone(),
            url: self.url.clone(),
            language: self.language.clone(),
            retrieved_at,
            time_zone: self.time_zone.clone(),
        }
    }
}

fn structure(pipeline: &Pipeline, job: Job) -> pb::StructuredArticle {
    let Job {
        id,
        content,
        hints,
        options,
    } = job;
    let mut stopwatch = Stopwatch::default();
    let never = Interrupt::never();
    let article = pipeline
        .structure_watched(&content, &hints, options.analyses, &never, &mut stopwatch)
        .unwrap_or_default();
    to_proto::article(article, id, &content, &options, stopwatch.laps())
}

/// One text.
fn one(args: &StructureArgs, pipeline: &Pipeline) -> Result<(), StructureError> {
    let content = read_text(args.file.as_deref())?;
    let job = from_proto::job(
        Some(args.article(content)),
        Some(args.options()),
        MAX_CONTENT_BYTES,
    )?;
    let content = if args.pretty || args.explain {
        job.content.clone()
    } else {
        String::new()
    };
    let article = structure(pipeline, job);
    let mut out = BufWriter::new(io::stdout().lock());
    if args.pretty {
        let colour = io::stdout().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        pretty::write(&mut out, &article, &content, colour).map_err(StructureError::Write)?;
    } else if args.explain {
        explain::write(&mut out, &article, &content).map_err(StructureError::Write)?;
    } else if args.format == Format::JsonLd {
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

fn read_text(file: Option<&Path>) -> Result<String, StructureError> {
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
    String::from_utf8(bytes).map_err(|error| StructureError::NotUtf8 {
        path: shown,
        at: error.utf8_error().valid_up_to(),
    })
}

/// Writes the answers of the workers: batches went round them, so answers come back the same way.
fn write_in_turn(done: &[mpsc::Receiver<Vec<String>>]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout());
    for get_done in done.iter().cycle() {
        let answers = match get_done.try_recv() {
            Ok(answers) => answers,
            Err(mpsc::TryRecvError::Disconnected) => break,
            Err(mpsc::TryRecvError::Empty) => {
                // Whoever waits for each answer before the next question gets it.
                out.flush()?;
                let Ok(answers) = get_done.recv() else {
                    break;
                };
                answers
            }
        };
        for answer in answers {
            out.write_all(answer.as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}

/// Many texts: read by this thread, structured by as many as there are cores, written in order.
fn lines(args: &StructureArgs, pipeline: &Pipeline) -> Result<(), StructureError> {
    let path = args.file.as_deref().filter(|path| path.as_os_str() != "-");
    let shown = path.map_or("standard input".to_owned(), |path| {
        path.display().to_string()
    });
    let source: Box<dyn Read> = match path {
        Some(path) => {
            let file = File::open(path).map_err(|source| StructureError::Read {
                path: shown.clone(),
                source,
            })?;
            Box::new(file)
        }
        None => Box::new(io::stdin()),
    };
    let mut input = BufReader::with_capacity(1 << 20, source);
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let options = args.options();
    thread::scope(|scope| {
        let mut work = Vec::new();
        let mut done = Vec::new();
        for _ in 0..workers {
            // Two batches wait for each worker: memory stays bounded whatever the input.
            let (send_work, get_work) = mpsc::sync_channel::<Vec<Vec<u8>>>(2);
            let (send_done, get_done) = mpsc::sync_channel::<Vec<String>>(2);
            let options = &options;
            scope.spawn(move || {
                for batch in get_work {
                    let answers = batch
                        .iter()
                        .map(|line| answer(pipeline, line, options, args.format))
                        .collect();
                    if send_done.send(answers).is_err() {
                        return;
                    }
                }
            });
            work.push(send_work);
            done.push(get_done);
        }
        let writer = scope.spawn(move || write_in_turn(&done));
        let mut turn = 0;
        let mut batch = Vec::new();
        let read = loop {
            let mut line = Vec::new();
            match input.read_until(b'\n', &mut line) {
                Ok(0) => break Ok(()),
                Ok(_) => {
                    if !line.iter().all(u8::is_ascii_whitespace) {
                        batch.push(line);
                    }
                    // A caller that sends no more for now waits for what it has sent.
                    let waits = input.buffer().is_empty() && !batch.is_empty();
                    if batch.len() >= BATCH || waits {
                        let full = std::mem::take(&mut batch);
                        if work
                            .get(turn % workers)
                            .is_none_or(|worker| worker.send(full).is_err())
                        {
                            break Ok(());
                        }
                        turn += 1;
                    }
                }
                Err(source) => {
                    break Err(StructureError::Read {
                        path: shown.clone(),
                        source,
                    });
                }
            }
        };
        if let Some(worker) = work.get(turn % workers).filter(|_| !batch.is_empty()) {
            // A closed channel means the writer stopped; it says why.
            let _ = worker.send(batch);
        }
        drop(work);
        let written = writer
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the writer ended early")));
        written.map_err(StructureError::Write)?;
        read
    })
}

/// The answer to one line.
fn answer(
    pipeline: &Pipeline,
    line: &[u8],
    options: &pb::StructureOptions,
    format: Format,
) -> String {
    let article = serde_json::from_slice::<pb::RawArticle>(line).map_err(|error| {
        CallError::field(
            "article",
            format!("expected a RawArticle as ProtoJSON: {error}"),
        )
    });
    let result = article.and_then(|article| {
        let url = article.url.clone();
        let job = from_proto::job(Some(article), Some(options.clone()), MAX_CONTENT_BYTES)?;
        Ok((structure(pipeline, job), url))
    });
    match result {
        Ok((article, url)) if format == Format::JsonLd => {
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
