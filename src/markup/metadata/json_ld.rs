//! schema.org in `<script type="application/ld+json">`.

use dom_query::Document;
use serde_json::{Map, Value};

use super::Found;
use crate::article::{MetadataOrigin, MetadataProperty as Property};

/// Objects looked at in one page.
const MAX_OBJECTS: usize = 2000;

/// Endings of the types of articles (`NewsArticle`, `BlogPosting`, `ReportageNewsArticle`).
const ARTICLES: &[&str] = &["Article", "Posting", "Report", "Review"];

pub(super) fn read(document: &Document, found: &mut Found) {
    let scripts = document.select("script[type]");
    let mut roots = Vec::new();
    for script in scripts.nodes() {
        let is_json_ld = script.attr("type").is_some_and(|kind| {
            let kind = kind.trim();
            kind.get(..19)
                .is_some_and(|start| start.eq_ignore_ascii_case("application/ld+json"))
        });
        if is_json_ld {
            roots.extend(parse(&script.text()));
        }
    }
    let objects = objects(&roots);
    let articles: Vec<_> = objects
        .iter()
        .filter(|object| is_article(object))
        .copied()
        .collect();
    // The first article is the page's own; others are those of lists and comments.
    let Some(article) = articles
        .iter()
        .find(|article| article.contains_key("headline"))
        .or(articles.first())
    else {
        return;
    };
    read_article(article, &objects, found);
}

/// The JSON of a script, also where it is slightly broken as many pages have it.
fn parse(script: &str) -> Option<Value> {
    let json = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(json).ok().or_else(|| {
        // Line ends inside of strings.
        let clean: String = json
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        serde_json::from_str(&clean).ok()
    })
}

/// All objects in the order of the page.
fn objects(roots: &[Value]) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(object) if found.len() < MAX_OBJECTS => {
                found.push(object);
                open.extend(object.values());
            }
            _ => {}
        }
    }
    found
}

fn is_article(object: &Map<String, Value>) -> bool {
    let named = |value: &Value| {
        value
            .as_str()
            .is_some_and(|name| ARTICLES.iter().any(|ending| name.ends_with(ending)))
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(name) => named(name),
        None => false,
    }
}

fn read_article(article: &Map<String, Value>, objects: &[&Map<String, Value>], found: &mut Found) {
    const ORIGIN: MetadataOrigin = MetadataOrigin::JsonLd;
    let kind = match article.get("@type") {
        Some(Value::Array(types)) => types.first().and_then(Value::as_str),
        kind => kind.and_then(Value::as_str),
    };
    let key = |name: &str| format!("{}.{name}", kind.unwrap_or("Article"));
    for (property, names) in [
        (Property::Headline, &["headline", "name"][..]),
        (Property::AlternativeHeadline, &["alternativeHeadline"]),
        (Property::Description, &["description"]),
        (Property::DatePublished, &["datePublished", "dateCreated"]),
        (Property::DateModified, &["dateModified"]),
        (Property::Language, &["inLanguage"]),
        (Property::Url, &["url"]),
    ] {
        let said = names
            .iter()
            .find_map(|name| Some((name, article.get(*name)?)));
        if let Some((name, value)) = said {
            for text in texts(value, objects, 0) {
                found.add(property, ORIGIN, key(name), &text);
            }
        }
    }
    let body = article.get("articleBody").and_then(Value::as_str);
    found.0.body = body.map(|body| htmlize::unescape(body).into_owned());
    for (property, name) in [
        (Property::Author, "author"),
        (Property::Author, "creator"),
        (Property::Publisher, "publisher"),
        (Property::Section, "articleSection"),
    ] {
        let known = found
            .0
            .values
            .iter()
            .any(|value| value.property == property);
        if let Some(value) = article.get(name).filter(|_| !known) {
            for text in texts(value, objects, 0) {
                found.add(property, ORIGIN, key(name), &text);
            }
        }
    }
    if let Some(value) = article.get("keywords") {
        for text in texts(value, objects, 0) {
            found.add_keywords(ORIGIN, &key("keywords"), &text);
        }
    }
}

/// The texts that a value is or names: itself, the `name` of an object, of the object that an
/// `@id` points to, or of each of a list.
fn texts(value: &Value, objects: &[&Map<String, Value>], depth: u8) -> Vec<String> {
    if depth > 2 {
        return Vec::new();
    }
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .flat_map(|item| texts(item, objects, depth + 1))
            .collect(),
        Value::Object(object) => {
            let name = object.get("name").or_else(|| {
                let id = object.get("@id")?;
                objects
                    .iter()
                    .find(|other| other.get("@id") == Some(id) && other.contains_key("name"))?
                    .get("name")
            });
            name.map_or_else(Vec::new, |name| texts(name, objects, depth + 1))
        }
        _ => Vec::new(),
    }
}
