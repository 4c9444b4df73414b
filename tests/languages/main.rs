//! Times, quantities, quotations and names in every language that has a pack, by tables:
//! `times.tsv`, `quantities.tsv`, `quotations.tsv`, `names.tsv`. Every sentence was written for this project. Times are
//! counted from Friday, 26 January 2024.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use maqal::article::{Amount, Article, Entity, Quantity, Quotation, TimeExpression, Unit};
use maqal::pipeline::expressions::times::Reading;
use maqal::pipeline::{Hints, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// Midnight of 26 January 2024, UTC.
const FRIDAY: i64 = 1_706_227_200;

/// Language, sentence, what is expected.
fn rows(table: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    table.lines().skip(1).map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        (columns[0], columns[1], columns[2])
    })
}

fn hints(language: &str) -> Hints {
    Hints {
        language: Some(language.to_owned()),
        retrieved_at: Some(FRIDAY),
        ..Hints::default()
    }
}

/// All that is found, `; ` between; `-` where nothing is.
fn joined(found: &[String]) -> String {
    if found.is_empty() {
        "-".to_owned()
    } else {
        found.join("; ")
    }
}

fn check(table: &str, read: impl Fn(&str, &str) -> Vec<String>) {
    let mut wrong = String::new();
    let mut languages = BTreeSet::new();
    for (language, sentence, expected) in rows(table) {
        languages.insert(language);
        let found = joined(&read(language, sentence));
        if found != expected {
            let _ = write!(
                wrong,
                "{language} {sentence}\n  found    {found}\n  expected {expected}\n"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(languages.len(), 13, "{languages:?}");
}

fn time(time: &TimeExpression) -> String {
    let modifier = time
        .modifier
        .map_or(String::new(), |modifier| format!(" {modifier:?}"));
    format!("{} = {}{modifier}", time.text, time.value)
}

fn quantity(found: &Quantity) -> String {
    let bound = |bound: Option<f64>| bound.map_or(String::new(), |value| value.to_string());
    let mut shown = format!("{} = ", found.text);
    if found.approximate {
        shown.push('~');
    }
    match found.amount {
        Amount::Value(value) => {
            let _ = write!(shown, "{value}");
        }
        Amount::Range {
            minimum, maximum, ..
        } => {
            let _ = write!(shown, "{}..{}", bound(minimum), bound(maximum));
        }
    }
    if let Some(Unit::Currency(unit) | Unit::Measure(unit) | Unit::CountedNoun(unit)) = &found.unit
    {
        let _ = write!(shown, " {unit}");
    }
    if let Some(casualty) = found.casualty {
        let _ = write!(shown, " {casualty:?}");
    }
    shown
}

/// A quotation; its speaker in the words beside it, else by the name of the entity.
fn quotation(found: &Quotation, article: &Article) -> String {
    let words = |words: &maqal::article::Words| words.text.clone();
    let content: Vec<String> = found.content.iter().map(words).collect();
    let cue = found.cue.as_ref().map_or("-".to_owned(), words);
    let speaker = found.speaker.as_ref();
    let speaker = speaker.and_then(|speaker| {
        let named = |id| article.entities.iter().find(|entity| entity.id == id);
        let entity = || Some(named(speaker.entity?)?.name.clone());
        speaker.words.as_ref().map(words).or_else(entity)
    });
    let speaker = speaker.unwrap_or("-".to_owned());
    format!(
        "{:?} | {cue} | {speaker} | {}",
        found.kind,
        content.join(" … ")
    )
}

#[test]
fn times_of_every_language() {
    check(include_str!("times.tsv"), |language, sentence| {
        let found = PIPELINE.times(sentence, &hints(language), Reading::News);
        for time in &found {
            let span = time.span.start() as usize..time.span.end() as usize;
            assert_eq!(&sentence[span], time.text, "{sentence}");
        }
        found.iter().map(time).collect()
    });
}

#[test]
fn quantities_of_every_language() {
    check(include_str!("quantities.tsv"), |language, sentence| {
        let found = PIPELINE.quantities(sentence, &hints(language));
        found.iter().map(quantity).collect()
    });
}

/// The rows of one language are the lines of one page: headline, lead, statements.
#[test]
fn quotations_of_every_language() {
    let mut pages: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (language, line, expected) in rows(include_str!("quotations.tsv")) {
        pages.entry(language).or_default().push((line, expected));
    }
    assert_eq!(pages.len(), 13);
    for (language, lines) in pages {
        let text: Vec<&str> = lines.iter().map(|&(line, _)| line).collect();
        let text = text.join("\n");
        let article = PIPELINE.structure(&text, &Hints::default());
        assert_eq!(
            article.language.as_ref().map(|guess| guess.tag.as_str()),
            Some(language)
        );
        let found: Vec<String> = article
            .quotations
            .iter()
            .map(|found| quotation(found, &article))
            .collect();
        let expected: Vec<&str> = lines
            .iter()
            .map(|&(_, expected)| expected)
            .filter(|&expected| expected != "-")
            .collect();
        assert_eq!(found, expected, "{language}");
    }
}

#[test]
fn words_mean_what_their_own_language_means() {
    let times = |language: &str, text: &str| -> Vec<String> {
        let found = PIPELINE.times(text, &hints(language), Reading::News);
        found.iter().map(time).collect()
    };
    // "Morgen" is tomorrow in German alone, «bin» a thousand in Turkish alone.
    assert_eq!(times("de", "Er kommt morgen."), ["morgen = 2024-01-27"]);
    assert_eq!(times("en", "Mr Morgen met Mr Heute."), Vec::<String>::new());
    let quantities = |language: &str, text: &str| -> Vec<String> {
        let found = PIPELINE.quantities(text, &hints(language));
        found.iter().map(quantity).collect()
    };
    assert_eq!(
        quantities("tr", "Stadyuma 5 bin kişi geldi."),
        ["5 bin kişi = 5000 kişi"]
    );
    assert_eq!(
        quantities("de", "Das kostet 2 Billionen Euro."),
        ["2 Billionen Euro = 2000000000000 EUR"]
    );
    assert_eq!(
        quantities("en", "It costs 2 billion euros."),
        ["2 billion euros = 2000000000 EUR"]
    );
    // The mark before decimals is that of the language.
    assert_eq!(
        quantities("de", "Es sind 1.234 Kilometer."),
        ["1.234 Kilometer = 1234 kilometer"]
    );
    assert_eq!(
        quantities("en", "It is 1.234 kilometers."),
        ["1.234 kilometers = 1.234 kilometer"]
    );
    // A language without a pack is read with none.
    assert_eq!(times("sv", "Han kom i mars."), Vec::<String>::new());
}

#[test]
fn names_in_every_language() {
    check(include_str!("names.tsv"), |language, text| {
        let article = PIPELINE.structure(text, &hints(language));
        let name = |entity: &Entity| {
            let times = match entity.mentions.len() {
                1 => String::new(),
                n => format!(" x{n}"),
            };
            format!("{:?} {}{times}", entity.entity_type, entity.name)
        };
        article.entities.iter().map(name).collect()
    });
}
