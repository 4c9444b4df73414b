//! What the markup of a page says of its article, besides the visible text.

/// One statement of the markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataValue {
    /// What it states.
    pub property: MetadataProperty,
    /// As written, without white space around it and HTML entities in it.
    pub value: String,
    /// Which vocabulary states it.
    pub origin: MetadataOrigin,
    /// Its name there: `NewsArticle.headline`, `og:title`, `h1`.
    pub key: String,
}

/// What a page can state of its article; the names are those of schema.org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MetadataProperty {
    /// The headline.
    Headline,
    /// A second headline.
    AlternativeHeadline,
    /// What the article is about, in a sentence or two.
    Description,
    /// First publication.
    DatePublished,
    /// Last update.
    DateModified,
    /// Who wrote it; one statement for each.
    Author,
    /// The outlet.
    Publisher,
    /// The section of the outlet.
    Section,
    /// One tag.
    Keyword,
    /// Language as the page writes it.
    Language,
    /// The address that the page wants to be known by.
    Url,
}

/// Vocabularies in which pages state things, the most reliable first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MetadataOrigin {
    /// schema.org in a JSON-LD script.
    JsonLd,
    /// schema.org in `itemprop` attributes (HTML microdata).
    Microdata,
    /// Open Graph (`og:`, `article:`) and its kin.
    OpenGraph,
    /// `meta` elements with a name (Dublin Core and the customs of the trade).
    Meta,
    /// Elements of HTML itself: `title`, `time`, `html lang`, `link rel`.
    Html,
}
