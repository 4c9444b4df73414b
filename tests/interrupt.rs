//! Work on an answer that nobody wants any more ends soon, wherever it is.

#![allow(clippy::unwrap_used, reason = "stops at the first surprise")]

use std::fmt::Write as _;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use maqal::pipeline::interrupt::{Interrupt, Interrupted};
use maqal::pipeline::{Analyses, Hints, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// A page whose body has `n` paragraphs.
fn page(n: usize) -> String {
    let mut page = "بلدية المدينة تفتتح حديقة عامة جديدة\n5 مارس 2024\n".to_owned();
    for number in 0..n {
        let _ = writeln!(
            page,
            "وقال رئيس البلدية سامر الخطيب في بيروت يوم الثلاثاء إن الحديقة رقم {number} تضم 25 ملعباً للأطفال ومكتبة صغيرة في وسط المدينة القديمة."
        );
    }
    page
}

/// How often the work asked whether to go on, when it is stopped at that question.
fn asked(text: &str, stop_at: usize) -> (usize, Result<(), Interrupted>) {
    let count = AtomicUsize::new(0);
    let unwanted = || count.fetch_add(1, Ordering::Relaxed) + 1 >= stop_at;
    let answer = PIPELINE.structure_while(
        text,
        &Hints::default(),
        Analyses::default(),
        &Interrupt::new(&unwanted),
    );
    (count.into_inner(), answer.map(drop))
}

#[test]
fn a_long_text_asks_often_and_stops_at_any_question() {
    let text = page(40);
    let (questions, answer) = asked(&text, usize::MAX);
    assert_eq!(answer, Ok(()));
    assert!(questions > 40, "asked {questions} times");
    let (few, _) = asked(&page(4), usize::MAX);
    assert!(questions > 4 * few, "{questions} and {few}");
    // Each stage is stopped somewhere; after the no, nobody is asked again.
    for stop_at in (1..=questions).step_by(questions / 12) {
        assert_eq!(asked(&text, stop_at), (stop_at, Err(Interrupted)));
    }
}

#[test]
fn a_text_that_may_go_on_is_answered_as_ever() {
    let text = page(5);
    let answer = PIPELINE
        .structure_while(
            &text,
            &Hints::default(),
            Analyses::default(),
            &Interrupt::never(),
        )
        .unwrap();
    assert_eq!(answer, PIPELINE.structure(&text, &Hints::default()));
}
