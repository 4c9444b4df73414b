//! An answer as linked data: a schema.org `NewsArticle` in JSON-LD 1.1.
//!
//! The context stands in the answer, so that no processor has to fetch one. Entities are blank
//! nodes, `_:entity-3`, that `about`, `mentions` and the speakers of quotations point at.

use serde_json::{Map, Value, json};

use crate::server::pb;

/// An entity with at least this share of the attention is what the article is about.
const ABOUT: f32 = 0.1;
/// Namespace of the entities of Wikidata.
const WIKIDATA: &str = "http://www.wikidata.org/entity/";

/// `article` with its context; `url` is the address of the page, when known.
pub(super) fn document(article: &pb::StructuredArticle, url: &str) -> Value {
    let mut node = news_article(article);
    if !url.is_empty() {
        node.insert("url".to_owned(), json!(url));
    }
    let mut document = Map::new();
    document.insert(
        "@context".to_owned(),
        json!({
            "@vocab": "https://schema.org/",
            "sameAs": { "@type": "@id" },
            "url": { "@type": "@id" },
        }),
    );
    document.extend(node);
    Value::Object(document)
}

fn news_article(article: &pb::StructuredArticle) -> Map<String, Value> {
    let mut node = Node::of("NewsArticle");
    node.text("identifier", &article.id);
    let language = article.language.as_ref().map(|language| &language.tag);
    node.text("inLanguage", language.map_or("", String::as_str));
    node.field("headline", article.headline.as_ref());
    node.field("alternativeHeadline", article.alternative_headline.as_ref());
    let date = |date: Option<&pb::DateField>| date.map_or(String::new(), |date| date.value.clone());
    node.text("datePublished", &date(article.date_published.as_ref()));
    node.text("dateModified", &date(article.date_modified.as_ref()));
    node.list("author", article.authors.iter().map(author));
    if let Some(place) = article.dateline.as_ref().and_then(|one| one.place.as_ref()) {
        node.text("dateline", &place.text);
        node.put("locationCreated", named("Place", &place.text));
    }
    if let Some(source) = &article.source {
        let publisher = named("Organization", &source.text);
        node.put("sourceOrganization", publisher.clone());
        node.put(
            "isBasedOn",
            json!({ "@type": "CreativeWork", "publisher": publisher }),
        );
    }
    node.field("articleSection", article.section.as_ref());
    node.list(
        "keywords",
        article.keywords.iter().map(|field| json!(field.text)),
    );
    let body: Vec<&str> = article
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.text.as_str())
        .collect();
    node.text("articleBody", &body.join("\n\n"));
    let (about, others): (Vec<_>, Vec<_>) = article
        .entities
        .iter()
        .partition(|entity| entity.salience >= ABOUT);
    node.list("about", about.into_iter().map(entity));
    let related = article.related_headlines.iter().zip(0..);
    let related = related.map(|(headline, idx)| {
        let mut node = Node::of("NewsArticle");
        node.field("headline", Some(headline));
        node.list("mentions", shared(article, idx));
        Value::Object(node.0)
    });
    node.list("mentions", others.into_iter().map(entity).chain(related));
    node.list("citation", article.quotations.iter().map(quotation));
    let embedded = article.embedded_articles.iter();
    node.list(
        "hasPart",
        embedded.map(|one| Value::Object(news_article(one))),
    );
    node.0
}

/// A node that leaves out what is not there.
struct Node(Map<String, Value>);

impl Node {
    fn of(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), json!(kind))]))
    }

    fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.put(name, json!(value));
        }
    }

    fn field(&mut self, name: &str, field: Option<&pb::TextField>) {
        self.text(name, field.map_or("", |field| field.text.as_str()));
    }

    fn list(&mut self, name: &str, values: impl Iterator<Item = Value>) {
        let values: Vec<Value> = values.collect();
        if !values.is_empty() {
            self.put(name, Value::Array(values));
        }
    }
}

fn named(kind: &str, name: &str) -> Value {
    json!({ "@type": kind, "name": name })
}

fn author(author: &pb::Author) -> Value {
    let kind = match author.kind() {
        pb::AuthorKind::Agency | pb::AuthorKind::Outlet => "Organization",
        pb::AuthorKind::Person | pb::AuthorKind::Unspecified => "Person",
    };
    let mut node = Node::of(kind);
    node.field("name", author.name.as_ref());
    node.field("jobTitle", author.role.as_ref());
    if let Some(place) = &author.place {
        node.put("workLocation", named("Place", &place.text));
    }
    Value::Object(node.0)
}

fn entity(entity: &pb::Entity) -> Value {
    let kind = match entity.r#type() {
        pb::EntityType::Person => "Person",
        pb::EntityType::Organization => "Organization",
        pb::EntityType::Location | pb::EntityType::Facility => "Place",
        pb::EntityType::Event => "Event",
        pb::EntityType::Product => "Product",
        pb::EntityType::Work => "CreativeWork",
        pb::EntityType::Group | pb::EntityType::Other | pb::EntityType::Unspecified => "Thing",
    };
    let mut node = Node::of(kind);
    node.put("@id", json!(entity_id(entity.id)));
    node.text("name", &entity.name);
    let mut others: Vec<&str> = entity
        .mentions
        .iter()
        .filter(|mention| mention.kind() == pb::MentionKind::Name)
        .map(|mention| mention.text.as_str())
        .chain([entity.transliteration.as_str()])
        .filter(|name| !name.is_empty() && *name != entity.name)
        .collect();
    others.sort_unstable();
    others.dedup();
    node.list("alternateName", others.into_iter().map(|name| json!(name)));
    node.list("jobTitle", entity.roles.iter().map(|role| json!(role.text)));
    if !entity.nationality.is_empty() {
        node.put(
            "nationality",
            json!({ "@type": "Country", "identifier": entity.nationality }),
        );
    }
    let wikidata = entity
        .knowledge_base_ids
        .iter()
        .filter(|known| known.base == "wikidata");
    node.list(
        "sameAs",
        wikidata.map(|known| json!(format!("{WIKIDATA}{}", known.id))),
    );
    Value::Object(node.0)
}

fn entity_id(id: u32) -> String {
    format!("_:entity-{id}")
}

/// The entities that the related headline of that index shares with the article.
fn shared(article: &pb::StructuredArticle, headline: u32) -> impl Iterator<Item = Value> {
    use pb::reference_end::End;
    fn end(end: Option<&pb::ReferenceEnd>) -> Option<&End> {
        end?.end.as_ref()
    }
    let from_it = move |one: &&pb::CrossReference| {
        end(one.from.as_ref()) == Some(&End::RelatedHeadlineIndex(headline))
    };
    let found = article.cross_references.iter().filter(from_it);
    found.filter_map(|one| match end(one.to.as_ref())? {
        End::EntityId(id) => Some(json!({ "@id": entity_id(*id) })),
        _ => None,
    })
}

fn quotation(quotation: &pb::Quotation) -> Value {
    let mut node = Node::of("Quotation");
    let pieces: Vec<&str> = quotation
        .content
        .iter()
        .map(|words| words.text.as_str())
        .collect();
    node.text("text", &pieces.join(" … "));
    if let Some(speaker) = &quotation.speaker {
        let speaker = match (speaker.entity_id, &speaker.words) {
            (Some(id), _) => Some(json!({ "@id": entity_id(id) })),
            (None, Some(words)) => Some(named("Thing", &words.text)),
            (None, None) => None,
        };
        if let Some(speaker) = speaker {
            node.put("spokenByCharacter", speaker);
        }
    }
    Value::Object(node.0)
}
