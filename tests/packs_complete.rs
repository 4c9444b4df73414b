//! What a pack must know before pages in its language can be read: checked for every pack, and
//! shown to fail where something is missing. `docs/adding-a-language.md` says it in words.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests stop at the first surprise and read the files of the repository"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files that every pack has.
const FILES: [&str; 27] = [
    "pack.toml",
    "sources.toml",
    "labels.tsv",
    "months.tsv",
    "weekdays.tsv",
    "relative.tsv",
    "time_units.tsv",
    "numerals.tsv",
    "number_words.tsv",
    "date_words.tsv",
    "measures.tsv",
    "currencies.tsv",
    "time_words.tsv",
    "times_of_day.tsv",
    "seasons.tsv",
    "frequencies.tsv",
    "quantity_words.tsv",
    "plurals.tsv",
    "casualties.tsv",
    "function_words.tsv",
    "interview.tsv",
    "lexicon/agencies.tsv",
    "lexicon/byline_roles.tsv",
    "lexicon/sections.tsv",
    "lexicon/speech_verbs.tsv",
    "lexicon/clause_words.tsv",
    "lexicon/speaker_nouns.tsv",
];

/// Columns, and values that must stand in them at least once.
const VALUES: [(&str, usize, &[&str]); 12] = [
    (
        "labels.tsv",
        1,
        &[
            "date_published",
            "date_modified",
            "author",
            "source",
            "keywords",
            "section",
            "caption",
            "caption_credit",
            "related",
            "read_more",
            "share",
            "comments",
            "copyright",
            "follow",
            "advertisement",
            "navigation",
        ],
    ),
    ("weekdays.tsv", 1, &["1", "2", "3", "4", "5", "6", "7"]),
    (
        "time_units.tsv",
        1,
        &["minute", "hour", "day", "week", "month", "year"],
    ),
    ("relative.tsv", 1, &["0", "-1"]),
    (
        "time_words.tsv",
        1,
        &["last", "next", "every", "few", "approx", "until"],
    ),
    (
        "times_of_day.tsv",
        1,
        &["morning", "noon", "afternoon", "night"],
    ),
    ("seasons.tsv", 1, &["spring", "summer", "autumn", "winter"]),
    (
        "number_words.tsv",
        1,
        &["cardinal", "ordinal", "multiplier"],
    ),
    ("quantity_words.tsv", 1, &["about", "at_least", "label"]),
    ("plurals.tsv", 2, &["people", "things"]),
    ("casualties.tsv", 1, &["killed", "injured", "detained"]),
    (
        "lexicon/clause_words.tsv",
        1,
        &["that", "within", "negation", "joins", "adverb"],
    ),
];

/// What `pack` lacks.
fn missing(pack: &BTreeMap<String, String>) -> Vec<String> {
    let mut missing: Vec<String> = FILES
        .iter()
        .filter(|file| !pack.contains_key(**file))
        .map(|file| format!("no {file}"))
        .collect();
    let column = |file: &str, column: usize| -> BTreeSet<&str> {
        pack.get(file).map_or(BTreeSet::new(), |content| {
            content
                .lines()
                .filter(|line| !line.starts_with('#'))
                .skip(1)
                .filter_map(|line| line.split('\t').nth(column))
                .collect()
        })
    };
    for (file, at, wanted) in VALUES {
        let held = column(file, at);
        missing.extend(
            wanted
                .iter()
                .filter(|value| !held.contains(**value))
                .map(|value| format!("no `{value}` in {file}")),
        );
    }
    let months: BTreeSet<String> = pack.get("months.tsv").map_or(BTreeSet::new(), |content| {
        content
            .lines()
            .filter_map(|line| {
                let columns: Vec<&str> = line.split('\t').collect();
                (columns.get(1) == Some(&"gregorian")).then(|| columns[2].to_owned())
            })
            .collect()
    });
    missing.extend(
        (1..=12)
            .map(|month| month.to_string())
            .filter(|month| !months.contains(month))
            .map(|month| format!("no Gregorian month {month}")),
    );
    let relative = column("relative.tsv", 1);
    if !["before", "after"]
        .iter()
        .any(|side| relative.contains(side))
    {
        missing.push("no word for `ago` in relative.tsv".to_owned());
    }
    missing
}

fn read(folder: &Path) -> BTreeMap<String, String> {
    ["", "lexicon/"]
        .iter()
        .flat_map(|prefix| {
            std::fs::read_dir(folder.join(prefix))
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.is_file())
                .map(move |path| {
                    let name = path.file_name().unwrap().to_string_lossy().into_owned();
                    (
                        format!("{prefix}{name}"),
                        std::fs::read_to_string(path).unwrap(),
                    )
                })
        })
        .collect()
}

#[test]
fn every_pack_knows_what_pages_print() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang");
    let mut n_packs = 0;
    let mut lacking = Vec::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        n_packs += 1;
        let tag = folder.file_name().unwrap().to_string_lossy().into_owned();
        lacking.extend(
            missing(&read(&folder))
                .into_iter()
                .map(|what| format!("lang/{tag}: {what}")),
        );
    }
    assert!(n_packs >= 14, "{n_packs} packs");
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn what_lacks_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang/en");
    let whole = read(&root);
    assert_eq!(missing(&whole), Vec::<String>::new());
    let without = |file: &str, part: &str| {
        let mut pack = whole.clone();
        let content: String = pack[file]
            .lines()
            .filter(|line| !line.contains(part))
            .flat_map(|line| [line, "\n"])
            .collect();
        pack.insert(file.to_owned(), content);
        missing(&pack)
    };
    assert_eq!(
        without("months.tsv", "gregorian\t5"),
        ["no Gregorian month 5"]
    );
    assert_eq!(
        without("labels.tsv", "\tkeywords\t"),
        ["no `keywords` in labels.tsv"]
    );
    assert_eq!(
        without("relative.tsv", "ago"),
        ["no word for `ago` in relative.tsv"]
    );
    let mut pack = whole;
    pack.remove("lexicon/agencies.tsv");
    assert_eq!(missing(&pack), ["no lexicon/agencies.tsv"]);
}
