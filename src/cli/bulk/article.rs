//! [`Articles`]: a row made a raw article, and that one structured.

use clap::Args;

use crate::bulk::cells;
use crate::bulk::{Columns, Failure, Input, Record, Row, Work};
use crate::cli::answer::{self, Form};
use crate::cli::json_ld;
use crate::pipeline::Pipeline;
use crate::server::pb;
use crate::server::status::CallError;

/// Names of columns that hold the parts of a raw article. With any of them, JSON lines are read as
/// plain objects whose other members are passed over; Parquet always is.
#[derive(Debug, Clone, Args)]
#[allow(clippy::struct_field_names, reason = "the names of the flags")]
#[command(next_help_heading = "Columns of the input")]
pub(super) struct ColumnArgs {
    /// Column of the text; without it `content`, else `text`
    #[arg(long, value_name = "NAME")]
    content_column: Option<String>,
    /// Column of the id; without it `id`, if there is one
    #[arg(long, value_name = "NAME")]
    id_column: Option<String>,
    /// Column of the address; without it `url`, if there is one
    #[arg(long, value_name = "NAME")]
    url_column: Option<String>,
    /// Column of the language (BCP 47); without it `language`, if there is one
    #[arg(long, value_name = "NAME")]
    language_column: Option<String>,
    /// Column of the time of retrieval (RFC 3339, or a timestamp of Parquet); without it
    /// `retrieved_at`, if there is one
    #[arg(long, value_name = "NAME")]
    retrieved_at_column: Option<String>,
    /// Column of the time zone (IANA name); without it `time_zone`, if there is one
    #[arg(long, value_name = "NAME")]
    time_zone_column: Option<String>,
    /// Column of whole pages in HTML, read instead of texts
    #[arg(long, value_name = "NAME", conflicts_with = "content_column")]
    html_column: Option<String>,
}

impl ColumnArgs {
    fn all(&self) -> [(Option<&str>, &'static [&'static str]); 7] {
        let text: &[_] = if self.html_column.is_some() {
            &[]
        } else {
            &["content", "text"]
        };
        [
            (self.content_column.as_deref(), text),
            (self.id_column.as_deref(), &["id"]),
            (self.url_column.as_deref(), &["url"]),
            (self.language_column.as_deref(), &["language"]),
            (self.retrieved_at_column.as_deref(), &["retrieved_at"]),
            (self.time_zone_column.as_deref(), &["time_zone"]),
            (self.html_column.as_deref(), &[]),
        ]
    }

    /// The columns, when any is named.
    pub(super) fn given(&self) -> Option<Columns> {
        let named = self.all().iter().any(|(name, _)| name.is_some());
        named.then(|| self.columns())
    }

    /// The columns, in the order of [`raw_article`]; those that are named must be there.
    pub(super) fn columns(&self) -> Columns {
        let mut columns = Columns {
            names: Vec::new(),
            required: Vec::new(),
        };
        if self.html_column.is_none() {
            columns.required.push(0);
        }
        for (idx, (name, usual)) in self.all().into_iter().enumerate() {
            if name.is_some() && idx > 0 {
                columns.required.push(idx);
            }
            columns.names.push(name.map_or_else(
                || usual.iter().map(|name| (*name).to_owned()).collect(),
                |name| vec![name.to_owned()],
            ));
        }
        columns
    }
}

/// What makes rows articles.
pub(super) struct Articles<'a> {
    pub(super) pipeline: &'a Pipeline,
    pub(super) options: &'a pb::StructureOptions,
    pub(super) form: Form,
    /// Columns of lines that are plain objects.
    pub(super) by_column: Option<Columns>,
    #[cfg_attr(
        not(feature = "parquet"),
        allow(dead_code, reason = "only a table names the input of a row")
    )]
    pub(super) inputs: &'a [Input],
}

/// An article and what its row says of it.
pub(super) struct Structured {
    pub(super) article: pb::StructuredArticle,
    pub(super) url: String,
}

impl Articles<'_> {
    pub(super) fn structure(&self, record: Record) -> Result<Structured, Failure> {
        let raw = self.raw(record).map_err(|error| Failure {
            id: String::new(),
            reason: error.to_string(),
        })?;
        let (id, url) = (raw.id.clone(), raw.url.clone());
        let article =
            answer::structure(self.pipeline, raw, self.options).map_err(|error| Failure {
                id,
                reason: error.to_string(),
            })?;
        Ok(Structured { article, url })
    }

    fn raw(&self, record: Record) -> Result<pb::RawArticle, CallError> {
        let bad = |reason| CallError::field("article", reason);
        match (record, &self.by_column) {
            (Record::Line(line), None) => answer::raw_article(&line),
            (Record::Line(line), Some(columns)) => {
                raw_article(cells::from_json(&line, columns).map_err(bad)?)
            }
            (Record::Cells(cells), _) => raw_article(cells),
            (Record::Unreadable(reason), _) => Err(bad(reason)),
        }
    }
}

/// A raw article of the cells that [`ColumnArgs::columns`] asks for.
fn raw_article(cells: Vec<Option<String>>) -> Result<pb::RawArticle, CallError> {
    let mut cells = cells.into_iter().map(Option::unwrap_or_default);
    let mut next = || cells.next().unwrap_or_default();
    let (content, id, url, language) = (next(), next(), next(), next());
    let (retrieved_at, time_zone, html) = (next(), next(), next());
    let retrieved_at = if retrieved_at.is_empty() {
        None
    } else {
        let time: jiff::Timestamp = retrieved_at.parse().map_err(|_| {
            CallError::field(
                "article.retrieved_at",
                format!("expected an RFC 3339 time, found `{retrieved_at}`"),
            )
        })?;
        Some(answer::timestamp(time))
    };
    Ok(pb::RawArticle {
        content,
        id,
        url,
        language,
        retrieved_at,
        time_zone,
        html,
    })
}

impl Work for Articles<'_> {
    type Result = String;

    fn work(&self, row: Row) -> Result<String, Failure> {
        let Structured { article, url } = self.structure(row.record)?;
        let line = match self.form {
            Form::Json => serde_json::to_string(&article),
            Form::JsonLd => serde_json::to_string(&json_ld::document(&article, &url)),
        };
        line.map_err(|error| Failure {
            id: article.id,
            reason: error.to_string(),
        })
    }
}
