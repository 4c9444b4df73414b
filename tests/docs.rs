//! What the documents say of files, fields, rules and flags is so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

#[path = "../examples/api_docs/render.rs"]
mod api_docs;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use maqal::article::{EntityType, Subtype};
use maqal::server::DESCRIPTORS;
use prost_reflect::DescriptorPool;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents that are there, with their text.
fn documents() -> BTreeMap<PathBuf, String> {
    let mut paths: Vec<PathBuf> = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "DESIGN.md",
        "CHANGELOG.md",
        "DATA_LICENSES.md",
        "lang/README.md",
    ]
    .iter()
    .map(|name| root().join(name))
    .filter(|path| path.exists())
    .collect();
    for folder in ["docs", "models", "kb"] {
        paths.extend(files_below(&root().join(folder), "md"));
    }
    paths
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

fn files_below(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, end));
        } else if path.extension().is_some_and(|own| own == end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The text outside fenced code, and the lines inside it.
fn split_fences(text: &str) -> (String, Vec<&str>) {
    let (mut prose, mut code, mut inside) = (String::new(), Vec::new(), false);
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside {
            code.push(line);
        } else {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    (prose, code)
}

/// What stands between single backquotes; a span may run over a line end.
fn code_spans(prose: &str) -> Vec<String> {
    prose
        .split("\n\n")
        .flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2))
        .map(|span| span.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// Targets of `[text](target)`.
fn links(prose: &str) -> Vec<&str> {
    prose
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect()
}

/// Anchors of the headings, as forges make them.
fn anchors(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

/// Whether something below the root has this path; `*` and `<…>` stand for any name.
fn exists(path: &str) -> bool {
    let mut places = vec![root().to_path_buf()];
    for step in path.split('/').filter(|step| !step.is_empty()) {
        let step = match (step.find('<'), step.find('>')) {
            (Some(open), Some(close)) if open < close => {
                format!("{}*{}", &step[..open], &step[close + 1..])
            }
            _ => step.to_owned(),
        };
        let mut next = Vec::new();
        for place in places {
            match step.split_once('*') {
                None => next.push(place.join(&step)),
                Some((before, after)) => next.extend(
                    fs::read_dir(&place)
                        .into_iter()
                        .flatten()
                        .filter_map(Result::ok)
                        .filter(|entry| {
                            let name = entry.file_name();
                            let name = name.to_string_lossy();
                            name.len() >= before.len() + after.len()
                                && name.starts_with(before)
                                && name.ends_with(after)
                        })
                        .map(|entry| entry.path()),
                ),
            }
        }
        places = next;
    }
    places.iter().any(|place| place.exists())
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    let mut seen = 0;
    for (file, text) in documents() {
        let (prose, _) = split_fences(&text);
        for link in links(&prose) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            seen += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() {
                file.clone()
            } else {
                file.parent().unwrap().join(path)
            };
            let there = target.exists()
                && (anchor.is_empty()
                    || anchors(&fs::read_to_string(&target).unwrap()).contains(anchor));
            if !there {
                broken.push(format!("{}: {link}", file.display()));
            }
        }
    }
    assert!(
        seen > 20,
        "only {seen} links: the reader of links is broken"
    );
    assert!(
        broken.is_empty(),
        "links lead nowhere:\n{}",
        broken.join("\n")
    );
}

#[test]
fn paths_that_the_documents_name_exist() {
    let tops: BTreeSet<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "target")
        .collect();
    let mut missing = Vec::new();
    let mut seen = 0;
    for (file, text) in documents() {
        let (prose, _) = split_fences(&text);
        for span in code_spans(&prose) {
            for word in span.split(' ') {
                let word = word.trim_matches(|c| matches!(c, ',' | ';' | ':' | '"'));
                let top = word.split('/').next().unwrap_or_default();
                if !word.contains('/') || !tops.contains(top) {
                    continue;
                }
                seen += 1;
                if !exists(word) {
                    missing.push(format!("{}: {word}", file.display()));
                }
            }
        }
    }
    assert!(
        seen > 20,
        "only {seen} paths: the reader of paths is broken"
    );
    assert!(missing.is_empty(), "no such files:\n{}", missing.join("\n"));
}

/// `## heading` → what stands in the first cells below it, in code.
fn tables(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut heading = String::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.trim().clone_into(&mut heading);
            tables.entry(heading.clone()).or_default();
        } else if let Some(cell) = line
            .strip_prefix("| `")
            .and_then(|rest| rest.split('`').next())
        {
            let new = tables
                .entry(heading.clone())
                .or_default()
                .insert(cell.to_owned());
            assert!(new, "{heading}: {cell} stands there twice");
        }
    }
    tables
}

#[test]
fn every_field_of_the_api_is_documented() {
    let documented = tables(&fs::read_to_string(root().join("docs/fields.md")).unwrap());
    let pool = DescriptorPool::decode(DESCRIPTORS).unwrap();
    let mut api: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for message in pool
        .all_messages()
        .filter(|message| message.package_name() == "maqal.v1")
    {
        let fields = message.fields().map(|field| field.name().to_owned());
        api.insert(message.name().to_owned(), fields.collect());
    }
    for values in pool.all_enums().filter(|e| e.package_name() == "maqal.v1") {
        let names = values.values().map(|value| value.name().to_owned());
        api.insert(values.name().to_owned(), names.collect());
    }
    assert!(api["StructuredArticle"].contains("embedded_articles"));
    assert!(api["BlockKind"].contains("BLOCK_KIND_PARAGRAPH"));
    let mut wrong = Vec::new();
    for (name, fields) in &api {
        match documented.get(name) {
            None => wrong.push(format!("{name} has no section")),
            Some(found) => {
                wrong.extend(
                    fields
                        .difference(found)
                        .map(|f| format!("{name}.{f} is missing")),
                );
                wrong.extend(
                    found
                        .difference(fields)
                        .map(|f| format!("{name}.{f} is no field")),
                );
            }
        }
    }
    wrong.extend(
        documented
            .keys()
            .filter(|name| !["Rules", "Subtypes"].contains(&name.as_str()))
            .filter(|name| !api.contains_key(*name))
            .map(|name| format!("{name} is no message")),
    );
    assert!(wrong.is_empty(), "docs/fields.md:\n{}", wrong.join("\n"));
}

#[test]
fn the_reference_of_the_api_is_written_from_its_comments() {
    let expected = api_docs::page(DESCRIPTORS).unwrap();
    for item in [
        "StructuringService",
        "CrossReferenceKind",
        "`max_content_bytes`",
    ] {
        assert!(expected.contains(item), "{item}");
    }
    let found = fs::read_to_string(root().join("docs/api.md")).unwrap();
    assert!(
        found == expected,
        "docs/api.md is of another API: run `cargo run --example api_docs`"
    );
}

#[test]
fn every_subtype_is_documented_with_its_types() {
    let text = fs::read_to_string(root().join("docs/fields.md")).unwrap();
    let documented = &tables(&text)["Subtypes"];
    let code: BTreeSet<String> = Subtype::ALL
        .iter()
        .map(|subtype| subtype.name().to_owned())
        .collect();
    assert_eq!(documented, &code, "docs/fields.md, section Subtypes");
    let section = text.split("\n## Subtypes\n").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let named: BTreeSet<&str> = section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.split(" | ").nth(1))
        .flat_map(|types| types.split('`').skip(1).step_by(2))
        .collect();
    assert_eq!(named, EntityType::ALL.map(EntityType::name).into());
}

/// String literals `"phenomenon/shape"` of the layout stage, tests and comments left out.
fn rules_of_the_code() -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    let stages = [
        "src/pipeline/layout",
        "src/pipeline/entities",
        "src/pipeline/expressions",
        "src/pipeline/references",
    ];
    let files = stages.map(|stage| files_below(&root().join(stage), "rs"));
    for file in files.into_iter().flatten() {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            rules.extend(
                line.split('"')
                    .skip(1)
                    .step_by(2)
                    .filter(|literal| {
                        literal.split_once('/').is_some_and(|(phenomenon, shape)| {
                            !phenomenon.is_empty()
                                && phenomenon.bytes().all(|b| b.is_ascii_lowercase())
                                && !shape.is_empty()
                                && shape.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                        })
                    })
                    .map(str::to_owned),
            );
        }
    }
    rules
}

#[test]
fn every_rule_is_documented() {
    let documented = tables(&fs::read_to_string(root().join("docs/fields.md")).unwrap());
    let documented = &documented["Rules"];
    let code = rules_of_the_code();
    assert!(code.contains("headline/above-body") && code.len() > 40);
    let missing: Vec<_> = code.difference(documented).collect();
    let gone: Vec<_> = documented.difference(&code).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "docs/fields.md, section Rules: add a line for {missing:?}, take out {gone:?}"
    );
    // What was measured of a rule that is gone would never be used.
    let table = fs::read_to_string(root().join("models/calibration.tsv")).unwrap();
    let stale: BTreeSet<&str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').nth(1))
        .filter(|rule| *rule != "*" && !code.contains(*rule))
        .collect();
    assert!(stale.is_empty(), "models/calibration.tsv knows {stale:?}");
}

/// Long flags that `maqal <args> --help` names.
fn flags_of(args: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_maqal"))
        .args(args)
        .arg("--help")
        .output()
        .unwrap();
    assert!(output.status.success(), "maqal {args:?} is no command");
    long_flags(std::str::from_utf8(&output.stdout).unwrap())
}

fn long_flags(text: &str) -> BTreeSet<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '`' | '[' | ']' | '(' | ')' | ','))
        .filter(|word| word.starts_with("--") && word.len() > 3)
        .map(|word| {
            let name = word.split('=').next().unwrap_or(word);
            name.trim_end_matches(|c: char| !c.is_alphanumeric())
                .to_owned()
        })
        .collect()
}

/// The part of a command line that the program itself reads: its words, from the subcommand on.
fn own_words(line: &str) -> Option<Vec<&str>> {
    let line = line.split(" #").next().unwrap_or(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let start = if words.starts_with(&["cargo", "run"]) {
        if words.contains(&"--example") {
            return None;
        }
        words.iter().position(|word| *word == "--")? + 1
    } else {
        words
            .iter()
            .position(|word| *word == "maqal" || word.ends_with("/maqal"))?
            + 1
    };
    let end = words[start..]
        .iter()
        .position(|word| matches!(*word, "|" | "&&" | ">" | "<" | ";" | "&" | "2>"))
        .map_or(words.len(), |at| start + at);
    Some(words[start..end].to_vec())
}

/// Flags that only a program with the feature `transformer` has.
const OF_FEATURES: [&str; 2] = ["--transformer", "--transformer-beside"];

#[test]
fn commands_that_the_documents_name_are_taken() {
    let commands: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("structure", &[][..]),
        ("serve", &[]),
        ("health", &[]),
        (
            "eval",
            &["layout", "pages", "calibration", "ner", "linking"],
        ),
        ("train", &["boundary", "tagger", "names"]),
        ("bulk", &[]),
    ]);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, text) in documents() {
        let (prose, code) = split_fences(&text);
        let spans = code_spans(&prose);
        for line in spans.iter().map(String::as_str).chain(code) {
            let Some(words) = own_words(line) else {
                continue;
            };
            let Some(&command) = words.first() else {
                continue;
            };
            let Some(inner) = commands.get(command) else {
                // Prose, a package's name, or a flag of the program itself.
                let known = ["--help", "--version"].contains(&command);
                if command.starts_with('-') && !known {
                    wrong.push(format!("{}: {line}", file.display()));
                }
                continue;
            };
            let mut path = vec![command];
            if let Some(second) = words.get(1).filter(|second| inner.contains(second)) {
                path.push(second);
            }
            seen += 1;
            let unknown: Vec<String> = long_flags(&words.join(" "))
                .difference(&flags_of(&path))
                .filter(|flag| {
                    cfg!(feature = "transformer") || !OF_FEATURES.contains(&flag.as_str())
                })
                .cloned()
                .collect();
            if !unknown.is_empty() {
                wrong.push(format!("{}: {unknown:?} in {line}", file.display()));
            }
        }
    }
    assert!(
        seen >= 5,
        "only {seen} commands: the reader of commands is broken"
    );
    assert!(
        wrong.is_empty(),
        "the program does not take:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn variables_that_the_documents_name_are_read() {
    let sources: String = files_below(&root().join("src"), "rs")
        .into_iter()
        .chain(files_below(&root().join("tests"), "rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for (file, text) in documents() {
        let names = text
            .split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
            .filter(|word| word.starts_with("MAQAL_") && word.len() > 6);
        for name in names {
            assert!(sources.contains(name), "{}: {name}", file.display());
        }
    }
}

/// Digits of a number, thousands marks left out.
fn number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[test]
fn every_model_has_a_card_that_fits() {
    let cards = fs::read_to_string(root().join("models/README.md")).unwrap();
    let folder = root().join("models");
    let listed = |folder: &Path| {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    let files = listed(&folder).flat_map(|path| {
        if path.is_dir() {
            listed(&path).collect()
        } else {
            vec![path]
        }
    });
    for path in files {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        if name == "README.md" {
            continue;
        }
        let card = cards
            .split("\n## ")
            .find(|card| {
                card.lines()
                    .next()
                    .is_some_and(|first| first.contains(&format!("`{name}`")))
            })
            .unwrap_or_else(|| panic!("models/README.md has no card for {name}"));
        for part in [
            "Holds", "Data", "Licence", "Rebuild", "Size", "Scores", "Limits",
        ] {
            assert!(card.contains(&format!("**{part}**")), "{name}: no {part}");
        }
        let size = card
            .lines()
            .filter(|line| line.contains("bytes"))
            .flat_map(|line| line.split(" bytes"))
            .filter_map(|before| before.rsplit(' ').next())
            .filter_map(number)
            .any(|size| size == path.metadata().unwrap().len());
        // The table of precisions changes with every calibration.
        assert!(
            size || name == "calibration.tsv",
            "{name} has another size than its card says"
        );
    }
}

#[test]
fn every_data_file_has_its_licence() {
    let text = fs::read_to_string(root().join("DATA_LICENSES.md")).unwrap();
    let patterns: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(|line| line.split(" | ").next())
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .collect();
    assert!(patterns.len() > 5, "{patterns:?}");
    for pattern in &patterns {
        assert!(exists(pattern), "DATA_LICENSES.md names {pattern}");
    }
    let matches = |path: &str| {
        patterns.iter().any(|pattern| {
            let (own, other): (Vec<_>, Vec<_>) =
                (path.split('/').collect(), pattern.split('/').collect());
            own.len() == other.len()
                && own.iter().zip(other).all(|(step, wanted)| {
                    wanted
                        .split_once('*')
                        .map_or(*step == wanted, |(before, after)| {
                            step.starts_with(before) && step.ends_with(after)
                        })
                })
        })
    };
    let mut files: Vec<PathBuf> = files_below(&root().join("lang"), "tsv");
    files.extend(files_below(&root().join("models"), "bin"));
    files.extend(files_below(&root().join("models"), "tsv"));
    assert!(files.len() > 30);
    for file in files {
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap();
        assert!(matches(path), "DATA_LICENSES.md says nothing of {path}");
    }
}
