//! Who may use what: the directions that ARCHITECTURE.md states, read from the sources.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop at the first surprise"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the test reads the sources of the repository"
)]

use std::path::Path;

/// A module and the words that its code must not hold.
struct Layer {
    folder: &'static str,
    forbidden: &'static [&'static str],
}

const OUTSIDE: &[&str] = &[
    "tonic",
    "prost",
    "tokio",
    "tower",
    "std::fs",
    "std::env",
    "std::net",
    "SystemTime",
    "Instant::now",
    "println!",
    "crate::server",
    "crate::cli",
    "crate::eval",
    "crate::train",
];

const LAYERS: &[Layer] = &[
    Layer {
        folder: "text",
        forbidden: &[
            "crate::article",
            "crate::lang",
            "crate::pipeline",
            "crate::boundary",
        ],
    },
    Layer {
        folder: "article",
        forbidden: &["crate::lang", "crate::pipeline", "crate::boundary", "serde"],
    },
    Layer {
        folder: "lang",
        forbidden: &["crate::pipeline", "crate::boundary"],
    },
    Layer {
        folder: "text",
        forbidden: OUTSIDE,
    },
    Layer {
        folder: "article",
        forbidden: OUTSIDE,
    },
    Layer {
        folder: "lang",
        forbidden: OUTSIDE,
    },
    Layer {
        folder: "markup",
        forbidden: OUTSIDE,
    },
    Layer {
        folder: "boundary",
        forbidden: OUTSIDE,
    },
    Layer {
        folder: "pipeline",
        forbidden: OUTSIDE,
    },
    // It reads files, but knows neither stages nor wire nor clock.
    Layer {
        folder: "kb",
        forbidden: &[
            "tonic",
            "prost",
            "tokio",
            "tower",
            "std::env",
            "std::net",
            "SystemTime",
            "Instant::now",
            "crate::pipeline",
            "crate::boundary",
            "crate::server",
            "crate::cli",
            "crate::eval",
            "crate::train",
        ],
    },
    // It reads files, and nothing else of ours.
    Layer {
        folder: "transformer",
        forbidden: &[
            "tonic",
            "prost",
            "tokio",
            "tower",
            "std::env",
            "std::net",
            "SystemTime",
            "Instant::now",
            "println!",
            "crate::article",
            "crate::boundary",
            "crate::cli",
            "crate::config",
            "crate::eval",
            "crate::kb",
            "crate::lang",
            "crate::pipeline",
            "crate::server",
            "crate::tagger",
            "crate::text",
            "crate::train",
        ],
    },
    // It reads and writes files, and knows neither articles nor wire.
    Layer {
        folder: "bulk",
        forbidden: &[
            "tonic",
            "prost",
            "tokio",
            "tower",
            "std::env",
            "std::net",
            "SystemTime",
            "Instant::now",
            "println!",
            "crate::article",
            "crate::boundary",
            "crate::cli",
            "crate::config",
            "crate::eval",
            "crate::kb",
            "crate::lang",
            "crate::pipeline",
            "crate::server",
            "crate::tagger",
            "crate::text",
            "crate::train",
        ],
    },
    Layer {
        folder: "eval",
        forbidden: &[
            "tonic",
            "prost",
            "tokio",
            "tower",
            "crate::server",
            "crate::cli",
        ],
    },
    Layer {
        folder: "train",
        forbidden: &[
            "tonic",
            "prost",
            "tokio",
            "tower",
            "crate::server",
            "crate::cli",
        ],
    },
    // The edge asks the pipeline; it reads no lexicon.
    Layer {
        folder: "server",
        forbidden: &[
            "lang::Lexicon",
            "TermClass",
            "crate::cli",
            "crate::eval",
            "crate::train",
        ],
    },
];

/// Code without comments, and without the tests at its end.
fn code(source: &str) -> String {
    let shipped = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    shipped
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs") && !path.ends_with("tests.rs") {
            let content = std::fs::read_to_string(&path).unwrap();
            found.push((path.to_string_lossy().into_owned(), code(&content)));
        }
    }
    found.sort();
    found
}

fn src() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Whether `code` names `word`, not as part of a longer name.
fn names(code: &str, word: &str) -> bool {
    let part = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    };
    code.match_indices(word).any(|(at, _)| {
        !part(code[..at].chars().next_back()) && !part(code[at + word.len()..].chars().next())
    })
}

/// Runs of Arabic letters in string literals: words of a language.
fn words(code: &str) -> Vec<String> {
    let arabic = |letter: char| ('\u{621}'..='\u{64A}').contains(&letter) && letter != '\u{640}';
    let mut found = Vec::new();
    let mut run = String::new();
    for letter in code.chars().chain([' ']) {
        if arabic(letter) {
            run.push(letter);
        } else {
            if run.chars().count() >= 2 {
                found.push(run.clone());
            }
            run.clear();
        }
    }
    found
}

#[test]
fn layers_look_one_way() {
    let mut wrong = Vec::new();
    for layer in LAYERS {
        for (path, code) in sources(&src().join(layer.folder)) {
            for word in layer.forbidden.iter().filter(|word| names(&code, word)) {
                wrong.push(format!("{path} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_code_holds_words_of_a_language() {
    let mut wrong = Vec::new();
    for (path, code) in sources(&src()) {
        for word in words(&code) {
            wrong.push(format!("{path} holds {word}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_checks_can_fail() {
    assert!(names("use tonic::Status;", "tonic"));
    assert!(!names("let histonic = 1; // tonic", "stonic"));
    assert!(names(&code("use std::fs;\n"), "std::fs"));
    assert!(!names(&code("    // std::fs is elsewhere\n"), "std::fs"));
    assert_eq!(words("[\"المصدر\", \"،\", 'ي']"), ["المصدر"]);
    let tested = "fn f() {}\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
    assert!(!names(&code(tested), "std::fs"));
    assert!(sources(&src()).len() > 40, "the sources were found");
}
