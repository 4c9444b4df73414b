use super::*;
use crate::article::{MetadataOrigin as Origin, MetadataProperty as Property};

fn page(html: &str) -> MarkedPage {
    read(html, &Interrupt::never()).unwrap()
}

fn lines(html: &str) -> Vec<String> {
    page(html).text.lines().map(str::to_owned).collect()
}

#[test]
fn lines_are_those_that_a_browser_sets_off() {
    for (html, expected) in [
        ("<p>one\n two</p><p>three", &["one two", "three"][..]),
        ("<div>a<div>b</div>c</div>", &["a", "b", "c"]),
        ("x<br>y", &["x", "y"]),
        ("<p><b>T</b>he end<sup>2</sup>", &["The end2"]),
        ("<p>to <a href=x>here</a>, and", &["to here, and"]),
        ("<a href=x>Home</a><a href=y>World</a>", &["Home", "World"]),
        ("<span>By</span><span>Ann</span>", &["By Ann"]),
        ("<span>A</span>nn, <b>B</b>en", &["Ann, Ben"]),
        ("a<img src=x>b", &["a b"]),
        ("<ul><li>a<li>b</ul>", &["a", "b"]),
        ("<pre>a\n  b</pre>", &["a", "b"]),
        ("<p>a &amp; b &lt;c&gt;", &["a & b <c>"]),
        ("<table><tr><td>a<td>b</table>", &["a", "b"]),
        (
            "<title>t</title><script>s</script><style>c</style><p>a",
            &["a"],
        ),
        (
            "<p hidden>no</p><p style='display: none'>no</p><p>yes",
            &["yes"],
        ),
        (
            "<p>yes<template><p>no</template><noscript>no</noscript>",
            &["yes"],
        ),
        ("", &[]),
    ] {
        assert_eq!(lines(html), expected, "{html}");
    }
}

#[test]
fn lines_know_where_they_stand() {
    let page = page(
        "<nav>menu</nav><h1>head</h1><p class=byline>who</p>\
         <figure><figcaption>what</figcaption></figure><p>see <a href=x>that</a></p>",
    );
    let marks: Vec<_> = page
        .outline
        .lines()
        .iter()
        .map(|line| (line.region, line.heading, line.purpose, line.percent_linked))
        .collect();
    assert_eq!(
        marks,
        [
            (Region::Navigation, 0, None, 0),
            (Region::Page, 1, None, 0),
            (Region::Page, 0, Some(Purpose::Author), 0),
            (Region::Caption, 0, None, 0),
            (Region::Page, 0, None, 50),
        ]
    );
    let third = page.outline.lines()[2];
    assert_eq!(page.outline.at(third.span.start()), Some(&third));
    assert_eq!(page.outline.at(third.span.end()), None, "a line end");
}

fn stated(html: &str) -> Vec<(Property, String, Origin, String)> {
    page(html)
        .metadata
        .into_iter()
        .map(|value| (value.property, value.value, value.origin, value.key))
        .collect()
}

#[test]
fn json_ld_speaks_of_the_page() {
    let html = r#"<script type="application/ld+json">{"@graph":[
        {"@type":"WebPage","name":"no"},
        {"@type":["NewsArticle"],"headline":"A &amp; B","datePublished":"2024-05-01T10:00:00+03:00",
         "author":[{"@id":"p1"},{"@type":"Person","name":"Ben Low"}],"keywords":"x, y",
         "publisher":{"name":"The Paper"}},
        {"@type":"Person","@id":"p1","name":"Ann High"}]}</script>"#;
    let said: Vec<_> = stated(html)
        .into_iter()
        .map(|(_, value, _, key)| (key, value))
        .collect();
    let expected = [
        ("NewsArticle.headline", "A & B"),
        ("NewsArticle.datePublished", "2024-05-01T10:00:00+03:00"),
        ("NewsArticle.author", "Ann High"),
        ("NewsArticle.author", "Ben Low"),
        ("NewsArticle.publisher", "The Paper"),
        ("NewsArticle.keywords", "x"),
        ("NewsArticle.keywords", "y"),
    ];
    let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(said, expected);
}

#[test]
fn broken_json_ld_is_read_or_left() {
    let broken = "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"a\nb\"};</script>";
    assert_eq!(stated(broken)[0].1, "a b");
    assert!(stated("<script type='application/ld+json'>{oops</script>").is_empty());
}

#[test]
fn other_vocabularies_speak_too() {
    let html = "<html lang=fr><head><title>T | Site</title>\
        <meta property=og:title content=T><meta name=author content='Ann High'>\
        <meta property=article:author content='https://social.example/ann'></head>\
        <body><span itemprop=author itemscope><b itemprop=name>Ann High</b></span>\
        <time itemprop=datePublished datetime=2024-05-01>May 1</time></body></html>";
    let said: Vec<_> = stated(html)
        .into_iter()
        .map(|(property, value, origin, _)| (property, value, origin))
        .collect();
    let expected = [
        (Property::Headline, "T", Origin::OpenGraph),
        (Property::Headline, "T | Site", Origin::Html),
        (Property::DatePublished, "2024-05-01", Origin::Microdata),
        (Property::DatePublished, "2024-05-01", Origin::Html),
        (Property::Author, "Ann High", Origin::Microdata),
        (Property::Author, "Ann High", Origin::Meta),
        (Property::Language, "fr", Origin::Html),
    ];
    let expected = expected.map(|(property, value, origin)| (property, value.to_owned(), origin));
    assert_eq!(said, expected);
}

#[test]
fn microdata_of_others_is_not_of_the_page() {
    let html = "<article itemscope itemtype=https://schema.org/NewsArticle>\
        <h1 itemprop=headline>H</h1><span itemprop=author>Ann High</span>\
        <figure itemscope itemtype=https://schema.org/ImageObject itemprop=image>\
        <i itemprop=author>Pix</i></figure></article>\
        <div itemscope itemtype=https://schema.org/NewsArticle><b itemprop=author>Ben Low</b></div>";
    let said: Vec<_> = stated(html)
        .into_iter()
        .map(|(_, value, ..)| value)
        .collect();
    assert_eq!(said, ["H", "Ann High"]);
}

#[test]
fn the_main_content_is_told_from_the_rest() {
    let p = "The council met on Tuesday, and after a long debate, it decided to repair \
        the old bridge, which had been closed for years, before the winter comes. ";
    let html = format!(
        "<body><div class=menu><a href=1>Home</a> <a href=2>Sport</a></div>\
         <div id=story><p>{p}</p><p>{p}{p}</p><p>{p}</p></div>\
         <div class=sidebar><a href=3>Other news of the day</a></div></body>",
    );
    let page = page(&html);
    assert!(page.outline.has_main());
    let main: Vec<bool> = page.outline.lines().iter().map(|line| line.main).collect();
    assert_eq!(main, [false, true, true, true, false], "{}", page.text);
}

/// Found by fuzzing: the search takes as long as the page has elements, times their depth.
#[test]
fn the_main_content_of_wide_and_deep_pages_is_not_searched() {
    let paragraph = "<p>The town council met on Monday, and it spoke of the old bridge.</p>";
    let page_in = |depth: usize| {
        let around = "<div>".repeat(depth);
        page(&format!("{around}{}", paragraph.repeat(2_500)))
    };
    assert!(page_in(3).outline.has_main());
    let deep = page_in(450);
    assert!(!deep.outline.has_main());
    assert_eq!(deep.outline.lines().len(), 2_500);
}

#[test]
fn hostile_pages_end() {
    let deep = "<div>".repeat(20_000);
    assert_eq!(read(&deep, &Interrupt::never()), Err(MarkupError::TooDeep));
    for html in [
        "<a>".repeat(5_000),
        "<p><b><i>".repeat(2_000),
        "<table>".repeat(300),
        "<".repeat(20_000),
        "<![CDATA[".repeat(5_000),
        "&".repeat(20_000),
    ] {
        let _ = read(&html, &Interrupt::never());
    }
    let stopped = || true;
    assert!(matches!(
        read("<p>a", &Interrupt::new(&stopped)),
        Err(MarkupError::Interrupted(_))
    ));
}
