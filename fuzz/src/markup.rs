//! Bytes of a page → visible text → article: every field lies where it says, a page is refused
//! only for its depth, and whoever asks again gets the same answer.

use super::invariants::{assert_article, assert_entities, assert_expressions};
use super::{PIPELINE, hints};
use maqal::markup::{self, MarkedPage, MarkupError};
use maqal::pipeline::Analyses;
use maqal::pipeline::interrupt::Interrupt;
use maqal::pipeline::normalize::normalize;

/// A page of fewer tags is not too deep: a tag opens its own element and few that it implies.
const FEW_TAGS: usize = 128;

/// The lines are the whole text, in order, and what is stated is said in words.
fn assert_page(page: &MarkedPage) {
    let mut end = 0;
    for line in page.outline.lines() {
        assert_eq!(line.span.start(), end, "{line:?}");
        assert!(!line.span.slice(&page.text).trim_ascii().is_empty());
        assert_eq!(page.outline.at(line.span.start()), Some(line));
        assert!(line.heading <= 6 && line.percent_linked <= 100, "{line:?}");
        end = line.span.end() + 1;
    }
    assert_eq!(end as usize, page.text.len(), "{:?}", page.text);
    assert_eq!(page.text.lines().count(), page.outline.lines().len());
    for value in &page.metadata {
        assert!(!value.value.trim().is_empty(), "{value:?}");
    }
}

/// One input.
pub fn run(data: &[u8]) {
    let html = markup::decode(data);
    let never = Interrupt::never();
    let read = markup::read(&html, &never);
    assert_eq!(read, markup::read(&html, &never), "read again");
    let page = match read {
        Ok(page) => page,
        Err(MarkupError::TooDeep) => {
            assert!(html.matches('<').count() >= FEW_TAGS, "{html:?}");
            return;
        }
        Err(MarkupError::Interrupted(_)) => panic!("nobody interrupts"),
    };
    assert_page(&page);
    let structure = || {
        PIPELINE
            .structure_watched(&page, &hints(), Analyses::default(), &never, ())
            .expect("nobody interrupts")
    };
    let article = structure();
    assert_article(&page.text, &normalize(&page.text).text, &article);
    assert_expressions(&article);
    assert_entities(&article);
    assert_eq!(article, structure(), "structured again");
}
