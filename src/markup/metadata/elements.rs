//! schema.org microdata (`itemprop`), and what HTML's own elements state.

use dom_query::{Document, NodeRef};

use super::Found;
use crate::article::{MetadataOrigin as Origin, MetadataProperty as Property};

const ITEM_PROPERTIES: &[(&str, Property)] = &[
    ("headline", Property::Headline),
    ("alternativeHeadline", Property::AlternativeHeadline),
    ("datePublished", Property::DatePublished),
    ("dateModified", Property::DateModified),
    ("author", Property::Author),
    ("creator", Property::Author),
    ("articleSection", Property::Section),
    ("keywords", Property::Keyword),
    ("inLanguage", Property::Language),
];

pub(super) fn read_microdata(document: &Document, found: &mut Found) {
    for item in document.select("[itemprop]").nodes() {
        let Some(names) = item.attr("itemprop") else {
            continue;
        };
        for name in names.split_whitespace() {
            let known = ITEM_PROPERTIES.iter().find(|(known, _)| *known == name);
            let Some(&(_, property)) = known else {
                continue;
            };
            // The first speaks for the page; authors and tags may be several.
            let many = matches!(property, Property::Author | Property::Keyword);
            let known = |value: &crate::article::MetadataValue| {
                value.property == property && value.origin == Origin::Microdata
            };
            if !many && found.0.values.iter().any(known) {
                continue;
            }
            let value = value_of(item);
            if property == Property::Keyword {
                found.add_keywords(Origin::Microdata, name, &value);
            } else {
                found.add(property, Origin::Microdata, name, &value);
            }
        }
    }
}

/// The value of an item (HTML standard, 5.2.4); of a nested item, its name.
fn value_of(item: &NodeRef<'_>) -> String {
    for attribute in ["content", "datetime"] {
        if let Some(value) = item.attr(attribute) {
            return value.to_string();
        }
    }
    if item.has_attr("itemscope") {
        let named = item
            .descendants_it()
            .find(|inner| inner.attr("itemprop").is_some_and(|name| &*name == "name"));
        return named.map_or_else(String::new, |named| {
            named
                .attr("content")
                .map_or_else(|| named.text().to_string(), |content| content.to_string())
        });
    }
    item.text().to_string()
}

pub(super) fn read_html(document: &Document, found: &mut Found) {
    for title in document.select("head title").nodes().iter().take(1) {
        found.add(Property::Headline, Origin::Html, "title", &title.text());
    }
    for root in document.select("html[lang]").nodes().iter().take(1) {
        if let Some(tag) = root.attr("lang") {
            found.add(Property::Language, Origin::Html, "html lang", &tag);
        }
    }
    for link in document
        .select("link[rel=canonical]")
        .nodes()
        .iter()
        .take(1)
    {
        if let Some(address) = link.attr("href") {
            found.add(Property::Url, Origin::Html, "link canonical", &address);
        }
    }
    for time in document
        .select("time[pubdate], time[datetime]")
        .nodes()
        .iter()
        .take(1)
    {
        if let Some(value) = time.attr("datetime") {
            found.add(Property::DatePublished, Origin::Html, "time", &value);
        }
    }
    for author in document.select("a[rel=author]").nodes().iter().take(4) {
        found.add(Property::Author, Origin::Html, "rel author", &author.text());
    }
    for tag in document.select("a[rel=tag]").nodes().iter().take(32) {
        found.add(Property::Keyword, Origin::Html, "rel tag", &tag.text());
    }
}
