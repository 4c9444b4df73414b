//! What is asked of the answers, and one text made one: for single texts, lines and files alike.

use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::{Args, ValueEnum};

use crate::pipeline::Pipeline;
use crate::pipeline::interrupt::Interrupt;
use crate::server::answer_to;
use crate::server::from_proto;
use crate::server::pb;
use crate::server::status::CallError;
use crate::server::telemetry::Stopwatch;

/// Texts from a file have no other limit than this machine's memory, and offsets of 32 bits.
const MAX_CONTENT_BYTES: usize = u32::MAX as usize / 2;

/// What the answers should hold.
#[derive(Debug, Clone, Args)]
pub(super) struct AnswerArgs {
    /// Analyses to run, for example `layout,entities`; nothing means all
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    analyses: Vec<AnalysisName>,
    /// Unit of offsets
    #[arg(long, default_value = "utf8", value_name = "UNIT")]
    offset_encoding: Encoding,
    /// Fields to return, for example `headline.text,blocks`
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    read_mask: Vec<String>,
}

/// Form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    Json,
    JsonLd,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Encoding {
    Utf8,
    Utf16,
    CodePoints,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AnalysisName {
    Layout,
    Sentences,
    Entities,
    Times,
    Quantities,
    Quotations,
    CrossReferences,
}

impl AnswerArgs {
    /// The same on the wire.
    pub(super) fn options(&self) -> pb::StructureOptions {
        let encoding = match self.offset_encoding {
            Encoding::Utf8 => pb::OffsetEncoding::Utf8,
            Encoding::Utf16 => pb::OffsetEncoding::Utf16,
            Encoding::CodePoints => pb::OffsetEncoding::CodePoints,
        };
        let analysis = |name: &AnalysisName| -> i32 {
            match name {
                AnalysisName::Layout => pb::Analysis::Layout,
                AnalysisName::Sentences => pb::Analysis::Sentences,
                AnalysisName::Entities => pb::Analysis::Entities,
                AnalysisName::Times => pb::Analysis::Times,
                AnalysisName::Quantities => pb::Analysis::Quantities,
                AnalysisName::Quotations => pb::Analysis::Quotations,
                AnalysisName::CrossReferences => pb::Analysis::CrossReferences,
            }
            .into()
        };
        let paths = self.read_mask.clone();
        pb::StructureOptions {
            analyses: self.analyses.iter().map(analysis).collect(),
            offset_encoding: encoding.into(),
            read_mask: (!paths.is_empty()).then_some(pbjson_types::FieldMask { paths }),
            explain: false,
            knowledge_base_candidates: 0,
        }
    }
}

/// Checks options alone: every article of a run has the same.
///
/// # Errors
/// [`CallError::InvalidField`].
pub(super) fn check(options: &pb::StructureOptions) -> Result<(), CallError> {
    let any = pb::RawArticle {
        content: ".".to_owned(),
        ..pb::RawArticle::default()
    };
    from_proto::job(Some(any), Some(options.clone()), MAX_CONTENT_BYTES).map(drop)
}

/// Checks one article and structures it; a defect fails that article alone.
///
/// # Errors
/// What is wrong with the article or the options.
pub(super) fn structure(
    pipeline: &Pipeline,
    article: pb::RawArticle,
    options: &pb::StructureOptions,
) -> Result<pb::StructuredArticle, CallError> {
    let job = from_proto::job(Some(article), Some(options.clone()), MAX_CONTENT_BYTES)?;
    catch_unwind(AssertUnwindSafe(|| {
        let mut stopwatch = Stopwatch::default();
        answer_to(job, pipeline, &Interrupt::never(), &mut stopwatch)
    }))
    // What happened is on standard error by now.
    .unwrap_or_else(|_| {
        Err(CallError::Internal {
            id: "in the analysis".to_owned(),
        })
    })
}

/// Reads one line as a `RawArticle`.
///
/// # Errors
/// The line is none.
pub(super) fn raw_article(line: &[u8]) -> Result<pb::RawArticle, CallError> {
    serde_json::from_slice(line).map_err(|error| {
        CallError::field(
            "article",
            format!("expected a RawArticle as ProtoJSON: {error}"),
        )
    })
}

/// A time on the wire.
pub(super) fn timestamp(time: jiff::Timestamp) -> pbjson_types::Timestamp {
    pbjson_types::Timestamp {
        seconds: time.as_second(),
        nanos: time.subsec_nanosecond(),
    }
}
