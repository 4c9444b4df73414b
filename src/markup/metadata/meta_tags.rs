//! `<meta>` elements: Open Graph, Dublin Core, and the names that sites agree on.

use dom_query::Document;

use super::Found;
use crate::article::{MetadataOrigin as Origin, MetadataProperty as Property};

/// Names, folded to lower case, and what they state.
const NAMES: &[(&str, Property, Origin)] = &[
    ("og:title", Property::Headline, Origin::OpenGraph),
    ("og:description", Property::Description, Origin::OpenGraph),
    ("og:site_name", Property::Publisher, Origin::OpenGraph),
    ("og:locale", Property::Language, Origin::OpenGraph),
    ("og:url", Property::Url, Origin::OpenGraph),
    (
        "article:published_time",
        Property::DatePublished,
        Origin::OpenGraph,
    ),
    (
        "og:article:published_time",
        Property::DatePublished,
        Origin::OpenGraph,
    ),
    (
        "og:published_time",
        Property::DatePublished,
        Origin::OpenGraph,
    ),
    (
        "article:published",
        Property::DatePublished,
        Origin::OpenGraph,
    ),
    (
        "article:modified_time",
        Property::DateModified,
        Origin::OpenGraph,
    ),
    ("og:updated_time", Property::DateModified, Origin::OpenGraph),
    (
        "article:modified",
        Property::DateModified,
        Origin::OpenGraph,
    ),
    ("article:author", Property::Author, Origin::OpenGraph),
    ("og:article:author", Property::Author, Origin::OpenGraph),
    ("article:section", Property::Section, Origin::OpenGraph),
    ("article:tag", Property::Keyword, Origin::OpenGraph),
    ("twitter:title", Property::Headline, Origin::Meta),
    ("twitter:description", Property::Description, Origin::Meta),
    ("title", Property::Headline, Origin::Meta),
    ("dc.title", Property::Headline, Origin::Meta),
    ("dcterms.title", Property::Headline, Origin::Meta),
    ("parsely-title", Property::Headline, Origin::Meta),
    ("sailthru.title", Property::Headline, Origin::Meta),
    ("citation_title", Property::Headline, Origin::Meta),
    ("hdl", Property::Headline, Origin::Meta),
    ("description", Property::Description, Origin::Meta),
    ("dc.description", Property::Description, Origin::Meta),
    ("author", Property::Author, Origin::Meta),
    ("authors", Property::Author, Origin::Meta),
    ("byl", Property::Author, Origin::Meta),
    ("byline", Property::Author, Origin::Meta),
    ("dc.creator", Property::Author, Origin::Meta),
    ("dcterms.creator", Property::Author, Origin::Meta),
    ("parsely-author", Property::Author, Origin::Meta),
    ("sailthru.author", Property::Author, Origin::Meta),
    ("citation_author", Property::Author, Origin::Meta),
    ("date", Property::DatePublished, Origin::Meta),
    ("pubdate", Property::DatePublished, Origin::Meta),
    ("publishdate", Property::DatePublished, Origin::Meta),
    ("publish-date", Property::DatePublished, Origin::Meta),
    ("publish_date", Property::DatePublished, Origin::Meta),
    ("publication_date", Property::DatePublished, Origin::Meta),
    (
        "originalpublicationdate",
        Property::DatePublished,
        Origin::Meta,
    ),
    ("dc.date", Property::DatePublished, Origin::Meta),
    ("dc.date.issued", Property::DatePublished, Origin::Meta),
    ("dc.date.created", Property::DatePublished, Origin::Meta),
    ("dcterms.created", Property::DatePublished, Origin::Meta),
    ("dcterms.date", Property::DatePublished, Origin::Meta),
    ("parsely-pub-date", Property::DatePublished, Origin::Meta),
    ("sailthru.date", Property::DatePublished, Origin::Meta),
    (
        "cxenseparse:recs:publishtime",
        Property::DatePublished,
        Origin::Meta,
    ),
    ("ptime", Property::DatePublished, Origin::Meta),
    ("pdate", Property::DatePublished, Origin::Meta),
    ("last-modified", Property::DateModified, Origin::Meta),
    ("lastmod", Property::DateModified, Origin::Meta),
    ("dcterms.modified", Property::DateModified, Origin::Meta),
    ("utime", Property::DateModified, Origin::Meta),
    ("parsely-section", Property::Section, Origin::Meta),
    ("section", Property::Section, Origin::Meta),
    ("application-name", Property::Publisher, Origin::Meta),
    ("dc.publisher", Property::Publisher, Origin::Meta),
    ("copyright", Property::Publisher, Origin::Meta),
    ("keywords", Property::Keyword, Origin::Meta),
    ("news_keywords", Property::Keyword, Origin::Meta),
    ("parsely-tags", Property::Keyword, Origin::Meta),
    ("sailthru.tags", Property::Keyword, Origin::Meta),
    ("content-language", Property::Language, Origin::Meta),
];

pub(super) fn read(document: &Document, found: &mut Found) {
    for tag in document.select("meta[content]").nodes() {
        let Some(content) = tag.attr("content") else {
            continue;
        };
        let names = ["property", "name", "http-equiv"]
            .iter()
            .filter_map(|attribute| tag.attr(attribute));
        for name in names {
            let folded = name.trim().to_lowercase();
            let folded = folded.replace("dc:", "dc.");
            let known = NAMES.iter().find(|(known, ..)| *known == folded);
            let Some(&(_, property, origin)) = known else {
                continue;
            };
            // A profile is no name.
            if property == Property::Author && content.contains("://") {
                continue;
            }
            if property == Property::Keyword && folded != "article:tag" {
                found.add_keywords(origin, &folded, &content);
            } else {
                found.add(property, origin, folded, &content);
            }
        }
    }
}
