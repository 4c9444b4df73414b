//! Wire → domain. Whatever a client can send wrong is found here, with the field's name.

use super::mask::Mask;
use super::pb;
use super::status::CallError;
use crate::pipeline::{Analyses, Hints};
use crate::text::OffsetEncoding;

/// A checked request.
#[derive(Debug, Clone)]
pub struct Job {
    /// The client's own id.
    pub id: String,
    /// The article.
    pub content: Content,
    /// What the client says about it.
    pub hints: Hints,
    /// What to return.
    pub options: Options,
}

/// An article as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Raw text.
    Text(String),
    /// A whole page as served.
    Html(String),
}

/// Checked options.
#[derive(Debug, Clone)]
pub struct Options {
    /// Unit of offsets.
    pub encoding: OffsetEncoding,
    /// Sentences are wanted.
    pub sentences: bool,
    /// What the pipeline is asked for. Sentences are a by-product of the layout: only the answer
    /// leaves them out.
    pub analyses: Analyses,
    /// Fields to return.
    pub mask: Mask,
}

/// Longest id, address or tag that is taken, in bytes.
const MAX_SHORT_FIELD: usize = 8 * 1024;

/// Most entries of the knowledge base that are listed for one entity.
pub const MAX_CANDIDATES: u32 = 20;

/// Checks one article with its options against the limit on content.
///
/// # Errors
/// [`CallError::InvalidField`] or [`CallError::ContentTooLong`].
pub fn job(
    article: Option<pb::RawArticle>,
    options: Option<pb::StructureOptions>,
    max_content_bytes: usize,
) -> Result<Job, CallError> {
    let article =
        article.ok_or_else(|| CallError::field("article", "expected an article, found none"))?;
    let pb::RawArticle {
        content,
        id,
        url,
        language,
        retrieved_at,
        time_zone,
        html,
    } = article;
    let bytes = content.len() + html.len();
    let content = match (content.is_empty(), html.is_empty()) {
        (false, true) => Content::Text(content),
        (true, false) => Content::Html(html),
        (true, true) => {
            return Err(CallError::field(
                "article.content",
                "expected text (or a page in `html`), found none",
            ));
        }
        (false, false) => {
            return Err(CallError::field(
                "article.html",
                "expected a page or a text in `content`, found both",
            ));
        }
    };
    if bytes > max_content_bytes {
        return Err(CallError::ContentTooLong {
            bytes,
            limit: max_content_bytes,
        });
    }
    for (field, value) in [
        ("article.id", &id),
        ("article.url", &url),
        ("article.language", &language),
    ] {
        if value.len() > MAX_SHORT_FIELD {
            return Err(CallError::field(
                field,
                format!(
                    "expected at most {MAX_SHORT_FIELD} bytes, found {}",
                    value.len()
                ),
            ));
        }
    }
    let retrieved_at = retrieved_at.map(instant).transpose()?;
    let utc_offset_minutes = offset(&time_zone, retrieved_at)?;
    let hints = Hints {
        url: (!url.is_empty()).then_some(url),
        language: language_tag(&language)?,
        retrieved_at,
        utc_offset_minutes,
    };
    Ok(Job {
        id,
        content,
        hints,
        options: self::options(options)?,
    })
}

/// A BCP 47 tag, checked for form only: any language may be claimed.
fn language_tag(tag: &str) -> Result<Option<String>, CallError> {
    if tag.is_empty() {
        return Ok(None);
    }
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    let primary_ok =
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest_ok = parts.all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if primary_ok && rest_ok {
        Ok(Some(tag.to_ascii_lowercase()))
    } else {
        Err(CallError::field(
            "article.language",
            format!("expected a BCP 47 tag such as `ar`, found `{tag}`"),
        ))
    }
}

fn instant(timestamp: pbjson_types::Timestamp) -> Result<i64, CallError> {
    let pbjson_types::Timestamp { seconds, nanos } = timestamp;
    let in_range = jiff::Timestamp::new(seconds, nanos).is_ok();
    if in_range && nanos >= 0 {
        Ok(seconds)
    } else {
        Err(CallError::field(
            "article.retrieved_at",
            "expected a time between the years 1 and 9999",
        ))
    }
}

/// Minutes east of UTC of `time_zone` at the time of retrieval.
fn offset(time_zone: &str, retrieved_at: Option<i64>) -> Result<Option<i16>, CallError> {
    if time_zone.is_empty() {
        return Ok(None);
    }
    let zone = jiff::tz::TimeZone::get(time_zone).map_err(|_| {
        CallError::field(
            "article.time_zone",
            format!("expected an IANA time zone such as `Asia/Baghdad`, found `{time_zone}`"),
        )
    })?;
    let at = jiff::Timestamp::from_second(retrieved_at.unwrap_or_default()).unwrap_or_default();
    Ok(i16::try_from(zone.to_offset(at).seconds() / 60).ok())
}

/// Checks options; none means all.
fn options(options: Option<pb::StructureOptions>) -> Result<Options, CallError> {
    let pb::StructureOptions {
        analyses,
        offset_encoding,
        read_mask,
        explain,
        knowledge_base_candidates,
    } = options.unwrap_or_default();
    let encoding = match pb::OffsetEncoding::try_from(offset_encoding) {
        Ok(pb::OffsetEncoding::Unspecified | pb::OffsetEncoding::Utf8) => OffsetEncoding::Utf8,
        Ok(pb::OffsetEncoding::Utf16) => OffsetEncoding::Utf16,
        Ok(pb::OffsetEncoding::CodePoints) => OffsetEncoding::CodePoints,
        Err(_) => {
            return Err(CallError::field(
                "options.offset_encoding",
                format!("expected an OffsetEncoding, found {offset_encoding}"),
            ));
        }
    };
    let all = analyses.is_empty();
    let mut sentences = all;
    let mut wanted = if all {
        Analyses::default()
    } else {
        Analyses::NONE
    };
    for (idx, analysis) in analyses.iter().enumerate() {
        match pb::Analysis::try_from(*analysis) {
            Ok(pb::Analysis::Layout) => {}
            Ok(pb::Analysis::Sentences) => sentences = true,
            Ok(pb::Analysis::Entities) => wanted.entities = true,
            Ok(pb::Analysis::Times) => wanted.times = true,
            Ok(pb::Analysis::Quantities) => wanted.quantities = true,
            Ok(pb::Analysis::Quotations) => wanted.quotations = true,
            Ok(pb::Analysis::CrossReferences) => wanted.cross_references = true,
            Ok(pb::Analysis::Unspecified) | Err(_) => {
                return Err(CallError::field(
                    format!("options.analyses[{idx}]"),
                    format!("expected an Analysis, found {analysis}"),
                ));
            }
        }
    }
    if knowledge_base_candidates > MAX_CANDIDATES {
        return Err(CallError::field(
            "options.knowledge_base_candidates",
            format!("expected at most {MAX_CANDIDATES}, found {knowledge_base_candidates}"),
        ));
    }
    wanted.candidates = knowledge_base_candidates as usize;
    wanted.explain = explain;
    let paths = read_mask.map(|mask| mask.paths).unwrap_or_default();
    let mask = Mask::new(&paths).map_err(|path| {
        CallError::field(
            "options.read_mask",
            format!("expected a field of StructuredArticle, found `{path}`"),
        )
    })?;
    Ok(Options {
        encoding,
        sentences,
        analyses: wanted,
        mask,
    })
}
