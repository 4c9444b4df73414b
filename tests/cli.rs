//! The command line, run as a process.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::{Duration, Instant};

use maqal::boundary::Models;
use maqal::lang::LanguagePacks;
use maqal::pipeline::segment::segment;
use maqal::tagger::crf::Transitions;
use maqal::tagger::encoder::{Embedding, Encoder};
use maqal::tagger::features::{Extractor, N_BUCKETS};
use maqal::tagger::{Head, LabelSet, Reliability, Tagger};
use maqal::text::NormalizedText;
use ndarray::{Array1, Array2};
use serde_json::{Value, json};

const PAGE: &str = "بلدية المدينة تفتتح حديقة عامة جديدة\nتاريخ النشر: 5th, March 2024 GMT\nسامر الخطيب (بيروت)\n\
    افتتحت بلدية المدينة، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة 🌳، بعد عامين من الأعمال.\n\
    وقال رئيس البلدية في كلمة خلال الحفل إن الحديقة تضم ملاعب للأطفال ومكتبة صغيرة.\nالمصدر: وكالات\n";

/// The program, with nothing of this environment that would steer it.
fn maqal<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maqal"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MAQAL_") {
            command.env_remove(name);
        }
    }
    for name in [
        "NO_COLOR",
        "RUST_LOG",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_SERVICE_NAME",
    ] {
        command.env_remove(name);
    }
    command.args(args);
    command
}

/// Runs the program to its end with `input` on standard input.
fn run<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>, input: &[u8]) -> Output {
    feed(&mut maqal(args), input)
}

fn feed(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // From a thread of its own: a full pipe must not stop both sides.
    // A program that refuses its arguments closes the pipe unread.
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A file that goes away with the test.
struct TempFile(PathBuf);

impl TempFile {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("maqal-cli-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What the blocks of an answer cut the input into, in order.
fn blocks<'p>(article: &Value, cut: impl Fn(usize, usize) -> &'p str) -> Vec<&'p str> {
    let at = |value: &Value| usize::try_from(value.as_u64().unwrap_or(0)).unwrap();
    let blocks = article["blocks"].as_array().unwrap();
    let spans: Vec<(usize, usize)> = blocks
        .iter()
        .map(|block| (at(&block["span"]["start"]), at(&block["span"]["end"])))
        .collect();
    for (left, right) in spans.iter().zip(spans.iter().skip(1)) {
        assert_eq!(left.1, right.0, "blocks have a gap or overlap");
    }
    spans
        .into_iter()
        .map(|(start, end)| cut(start, end))
        .collect()
}

fn article(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    // Refuses anything before or behind the one value.
    let mut answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    answer["article"].take()
}

#[test]
fn a_file_and_standard_input_give_the_same_answer() {
    let file = TempFile::new("page.txt", PAGE.as_bytes());
    let from_file = run(["structure", file.path()], b"");
    let dash = run(["structure", "-"], PAGE.as_bytes());
    let nothing = run(["structure"], PAGE.as_bytes());
    assert_eq!(text(&from_file.stdout), text(&dash.stdout));
    assert_eq!(text(&from_file.stdout), text(&nothing.stdout));
    assert_eq!(text(&from_file.stderr), "");

    let article = article(&from_file);
    assert_eq!(
        article["headline"]["text"],
        "بلدية المدينة تفتتح حديقة عامة جديدة"
    );
    assert_eq!(article["datePublished"]["value"], "2024-03-05");
    assert_eq!(article["authors"][0]["name"]["text"], "سامر الخطيب");
    let parts = blocks(&article, |start, end| &PAGE[start..end]);
    assert!(parts.len() >= 5, "{parts:?}");
    assert_eq!(parts.concat(), PAGE);
}

#[test]
fn the_input_is_rebuilt_in_each_unit_of_offsets() {
    for unit in ["utf8", "utf16", "code-points"] {
        let output = run(
            ["structure", "--offset-encoding", unit, "-"],
            PAGE.as_bytes(),
        );
        let article = article(&output);
        // Where a count of units begins in bytes.
        let byte = |wanted: usize| {
            let mut count = 0;
            for (at, c) in PAGE.char_indices() {
                if count >= wanted {
                    return at;
                }
                count += match unit {
                    "utf8" => c.len_utf8(),
                    "utf16" => c.len_utf16(),
                    _ => 1,
                };
            }
            PAGE.len()
        };
        let parts = blocks(&article, |start, end| &PAGE[byte(start)..byte(end)]);
        assert_eq!(parts.concat(), PAGE, "{unit}");
        // Offsets of another unit would miss this last of all words.
        assert_eq!(*parts.last().unwrap(), "وكالات\n", "{unit}");
    }
}

#[test]
fn what_is_told_on_the_command_line_reaches_the_answer() {
    let relative = PAGE.replace("5th, March 2024 GMT", "منذ يومين");
    let output = run(
        [
            "structure",
            "--id",
            "a-17",
            "--url",
            "https://example.org/a",
            "--language",
            "ar",
            "--retrieved-at",
            "2024-03-07T22:30:00Z",
            "--time-zone",
            "Asia/Baghdad",
            "-",
        ],
        relative.as_bytes(),
    );
    let whole = article(&output);
    assert_eq!(whole["id"], "a-17");
    assert_eq!(whole["language"]["tag"], "ar");
    // In Baghdad the page was fetched on the 8th.
    assert_eq!(whole["datePublished"]["value"], "2024-03-06");

    let output = run(
        ["structure", "--read-mask", "headline.text,source", "-"],
        PAGE.as_bytes(),
    );
    let pruned = article(&output);
    let fields: BTreeSet<&String> = pruned.as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        BTreeSet::from([&"headline".into(), &"source".into()])
    );
    assert_eq!(pruned["headline"].as_object().unwrap().len(), 1);
}

#[test]
fn json_lines_keep_their_order_and_a_bad_line_fails_alone() {
    // More lines than all workers take at once, so that they come back out of turn if they can.
    let count = 700;
    let bad = |number: usize| number % 97 == 5;
    let input: String = (0..count)
        .map(|number| match number {
            _ if bad(number) && number % 2 == 0 => "{\"content\": \n".to_owned(),
            _ if bad(number) => format!("{}\n", json!({ "id": number.to_string() })),
            _ => {
                // Lengths differ, so that workers are done at different times.
                let content = PAGE.repeat(1 + number % 7);
                format!(
                    "{}\n",
                    json!({ "id": number.to_string(), "content": content })
                )
            }
        })
        .collect();
    let file = TempFile::new("pages.jsonl", input.as_bytes());
    let output = run(["structure", "--jsonl", file.path()], b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(
        text(&run(["structure", "--jsonl", "-"], input.as_bytes()).stdout),
        text(&output.stdout)
    );
    let answers: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), count);
    for (number, answer) in answers.iter().enumerate() {
        assert_eq!(answer.as_object().unwrap().len(), 1, "{answer}");
        if bad(number) {
            let error = &answer["error"];
            assert_eq!(error["code"], 3, "{number}: {answer}");
            let field = &error["details"][0]["fieldViolations"][0]["field"];
            assert!(field.as_str().unwrap().starts_with("article"), "{answer}");
        } else {
            assert_eq!(answer["article"]["id"], number.to_string());
            let content = PAGE.repeat(1 + number % 7);
            let parts = blocks(&answer["article"], |start, end| &content[start..end]);
            assert_eq!(parts.concat(), content);
        }
    }
}

/// A program that waits for each answer before it asks again is not left waiting.
#[test]
fn json_lines_answer_one_by_one() {
    let mut child = maqal(["structure", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for id in ["first", "second", "third"] {
        writeln!(input, "{}", json!({"id": id, "content": "نص قصير"})).unwrap();
        input.flush().unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["article"]["id"], id);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn json_lines_skip_empty_lines_and_need_no_last_line_end() {
    let line = json!({ "id": "1", "content": PAGE }).to_string();
    let input = format!("\n{line}\r\n  \n{line}");
    let output = run(["structure", "--jsonl"], input.as_bytes());
    assert_eq!(text(&output.stdout).lines().count(), 2);
    assert!(run(["structure", "--jsonl"], b"").stdout.is_empty());
}

#[test]
fn a_line_that_is_no_text_fails_alone() {
    let good = json!({ "content": PAGE }).to_string();
    let mut input = format!("{good}\n").into_bytes();
    input.extend(b"{\"content\":\"\xd9\"}\n");
    input.extend(b"null\n[]\n{\"content\":\"x\",\"no_such_field\":1}\n");
    input.extend(good.as_bytes());
    let output = run(["structure", "--jsonl"], &input);
    assert!(output.status.success());
    let kinds: Vec<bool> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|answer| answer["error"].is_object())
        .collect();
    assert_eq!(kinds, [false, true, true, true, true, false]);
}

#[test]
fn one_line_of_json_lines_equals_the_answer_to_one_text() {
    let line = format!("{}\n", json!({ "content": PAGE }));
    let output = run(["structure", "--jsonl"], line.as_bytes());
    let one: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        one["article"],
        article(&run(["structure"], PAGE.as_bytes()))
    );
}

#[test]
fn linked_data_is_a_news_article_of_schema_org() {
    let output = run(
        [
            "structure",
            "--format",
            "json-ld",
            "--url",
            "https://example.org/a",
        ],
        PAGE.as_bytes(),
    );
    let node: Value = serde_json::from_slice(&output.stdout).unwrap();
    let plain = article(&run(["structure"], PAGE.as_bytes()));
    assert_eq!(node["@context"]["@vocab"], "https://schema.org/");
    assert_eq!(node["@type"], "NewsArticle");
    assert_eq!(node["url"], "https://example.org/a");
    assert_eq!(node["headline"], plain["headline"]["text"]);
    assert_eq!(node["datePublished"], plain["datePublished"]["value"]);
    // Every entity is a node, once, and no other node has its name.
    let nodes: Vec<&Value> = ["about", "mentions"]
        .iter()
        .filter_map(|list| node[*list].as_array())
        .flatten()
        .collect();
    let entities = plain["entities"].as_array().unwrap();
    assert!(!entities.is_empty());
    for entity in entities {
        let id = format!("_:entity-{}", entity["id"]);
        let own: Vec<_> = nodes.iter().filter(|node| node["@id"] == *id).collect();
        assert_eq!(own.len(), 1, "{id}");
        assert_eq!(own[0]["name"], entity["name"]);
    }
    let line = format!(
        "{}\n",
        json!({ "content": PAGE, "url": "https://example.org/a" })
    );
    let output = run(
        ["structure", "--jsonl", "--format", "json-ld"],
        line.as_bytes(),
    );
    let one: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(one["article"], node);
}

#[test]
fn the_view_for_people_has_no_colours_when_nobody_looks() {
    for colour in [None, Some("1")] {
        let mut command = maqal(["structure", "--pretty", "-"]);
        if let Some(value) = colour {
            command.env("NO_COLOR", value);
        }
        let output = feed(&mut command, PAGE.as_bytes());
        let shown = text(&output.stdout);
        assert!(output.status.success());
        assert!(!shown.contains('\u{1b}'), "{shown}");
        for fact in [
            "headline",
            "بلدية المدينة تفتتح حديقة عامة جديدة",
            "published",
            "2024-03-05",
            "سامر الخطيب",
            "وكالات",
            "paragraph",
        ] {
            assert!(shown.contains(fact), "{fact} is missing in\n{shown}");
        }
        // Right-to-left values are isolated, so that labels keep their places.
        let isolates = shown.matches('\u{2068}').count();
        assert!(isolates > 8 && isolates == shown.matches('\u{2069}').count());
    }
}

/// The view as a terminal gets it; `None` where no `script` gives one.
#[cfg(target_os = "linux")]
fn on_a_terminal(no_color: Option<&str>) -> Option<String> {
    let file = TempFile::new(no_color.unwrap_or("unset"), PAGE.as_bytes());
    let line = format!(
        "{} structure --pretty {}",
        env!("CARGO_BIN_EXE_maqal"),
        file.path()
    );
    let mut command = Command::new("script");
    command.args(["-q", "-e", "-c", &line, "/dev/null"]);
    match no_color {
        Some(value) => command.env("NO_COLOR", value),
        None => command.env_remove("NO_COLOR"),
    };
    let output = command.stdin(Stdio::null()).output().ok()?;
    assert!(output.status.success(), "{}", text(&output.stderr));
    Some(text(&output.stdout).to_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn the_view_for_people_has_colours_on_a_terminal_unless_told_otherwise() {
    let Some(shown) = on_a_terminal(None) else {
        eprintln!("skipped: `script` is not here to give a terminal");
        return;
    };
    assert!(shown.contains("\u{1b}["), "{shown}");
    // By no-color.org an empty value says nothing.
    assert!(on_a_terminal(Some("")).unwrap().contains("\u{1b}["));
    let plain = on_a_terminal(Some("1")).unwrap();
    assert!(!plain.contains('\u{1b}') && plain.contains("headline"));
}

#[test]
fn bad_input_is_said_on_standard_error_only() {
    let dir = std::env::temp_dir();
    let missing = dir.join("maqal-no-such-file.txt");
    for (args, input, word) in [
        (
            vec!["structure", missing.to_str().unwrap()],
            &b""[..],
            "maqal-no-such-file.txt",
        ),
        (
            vec!["structure", "--jsonl", missing.to_str().unwrap()],
            b"",
            "maqal-no-such-file.txt",
        ),
        (vec!["structure", "-"], b"\xd9", "UTF-8"),
        (vec!["structure", "-"], b"", "content"),
        (
            vec!["structure", "--read-mask", "no_such_field", "-"],
            b"x",
            "no_such_field",
        ),
        (
            vec!["structure", "--time-zone", "Mars/Olympus", "-"],
            b"x",
            "time_zone",
        ),
    ] {
        let output = run(&args, input);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert_eq!(text(&output.stdout), "", "{args:?}");
        let said = text(&output.stderr);
        assert!(said.contains(word), "{args:?} says {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn flags_that_cannot_be_taken_exit_with_2() {
    for args in [
        &["structure", "--no-such-flag"][..],
        &["structure", "--offset-encoding", "utf7"],
        &["structure", "--jsonl", "--pretty"],
        &["structure", "--pretty", "--offset-encoding", "utf16"],
        &["structure", "--pretty", "--format", "json-ld"],
        &["structure", "--format", "xml"],
        &["structure", "--jsonl", "--id", "x"],
        &["structure", "--jsonl", "--language", "ar"],
        &[
            "structure",
            "--jsonl",
            "--retrieved-at",
            "2024-03-07T22:30:00Z",
        ],
        &["structure", "--jsonl", "--time-zone", "Asia/Baghdad"],
        &["structure", "--retrieved-at", "yesterday"],
        &["structure", "a", "b"],
        &["serve", "--listen", "here"],
        &["serve", "--max-content-bytes", "0"],
        &["serve", "--log-format", "xml"],
        &["health", "--timeout-ms", "soon"],
        &["no-such-command"],
        &[],
    ] {
        let output = run(args, b"");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(text(&output.stdout), "", "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?} says nothing");
    }
}

#[test]
fn the_environment_is_checked_as_flags_are() {
    let output = feed(maqal(["serve"]).env("MAQAL_DRAIN_SECONDS", "long"), b"");
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("drain") && said.contains("long"), "{said}");
}

#[test]
fn a_page_as_html_in_the_encoding_that_it_names() {
    let page =
        include_str!("fixtures/page.html").replace("charset=\"utf-8\"", "charset=\"windows-1256\"");
    let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(&page);
    let output = run(["structure", "--html", "-"], &bytes);
    let article = article(&output);
    let headline = &article["headline"];
    assert_eq!(headline["text"], "بلدية المدينة تفتتح مكتبة على ضفة النهر");
    let visible = article["visibleText"].as_str().unwrap();
    let at = |name: &str| usize::try_from(headline["span"][name].as_u64().unwrap()).unwrap();
    assert_eq!(
        visible[at("start")..at("end")],
        *headline["text"].as_str().unwrap()
    );
    let shown = run(["structure", "--html", "--pretty", "-"], &bytes);
    assert!(text(&shown.stdout).contains("سامر الخطيب"));
}

#[test]
fn a_column_of_pages() {
    let row = serde_json::json!({ "id": "p-1", "page": include_str!("fixtures/page.html") });
    let from = TempFile::new("pages.jsonl", format!("{row}\n").as_bytes());
    let to = TempFile::new("articles.jsonl", b"");
    let arguments = [
        "bulk",
        "--overwrite",
        "--html-column",
        "page",
        from.path(),
        to.path(),
    ];
    let output = run(arguments, b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = std::fs::read_to_string(to.path()).unwrap();
    let line: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(line["id"], "p-1");
    assert_eq!(line["datePublished"]["value"], "2024-03-05T09:30:00+03:00");
}

#[test]
fn help_names_every_flag() {
    for (command, flags) in [
        (
            "structure",
            "jsonl pretty explain format html id url language retrieved-at time-zone analyses offset-encoding read-mask \
             knowledge-base-candidates kb tagger",
        ),
        (
            "bulk",
            "from to format content-column id-column url-column language-column \
             retrieved-at-column time-zone-column html-column analyses offset-encoding read-mask workers \
             commit-rows overwrite restart kb tagger",
        ),
        (
            "serve",
            "listen max-content-bytes max-concurrent max-queued max-call-seconds drain-seconds \
             no-reflection log-format kb tagger max-connections max-connections-per-peer \
             max-streams max-header-bytes handshake-seconds idle-seconds keepalive-seconds \
             body-seconds answer-seconds max-queue-wait-ms max-queued-bytes max-batch max-stream-articles \
             stream-idle-seconds drain-delay-seconds tls-certificate tls-key tls-client-ca \
             allow-plaintext api-keys jwks jwt-issuer jwt-audience trusted-proxies cors-origins \
             health-listen allow-explain metrics-listen otlp-endpoint otlp-service-name \
             otlp-certificate otlp-client-certificate otlp-client-key pressed-queue-wait-ms",
        ),
        ("health", "listen health-listen timeout-ms"),
    ] {
        let output = run([command, "--help"], b"");
        assert!(output.status.success());
        let help = text(&output.stdout);
        let shown: BTreeSet<&str> = help
            .lines()
            .filter_map(|line| {
                line.trim_start()
                    .strip_prefix("-h, ")
                    .or(Some(line.trim_start()))
            })
            .filter_map(|line| line.strip_prefix("--"))
            .filter_map(|line| line.split([' ', '=']).next())
            .filter(|flag| *flag != "help")
            .collect();
        let named: BTreeSet<&str> = flags.split_whitespace().collect();
        assert_eq!(
            shown, named,
            "{command}: this list or the program is behind"
        );
        if command == "serve" {
            for flag in flags.split_whitespace() {
                let variable = match flag {
                    // OpenTelemetry has names for them.
                    "otlp-endpoint" => "OTEL_EXPORTER_OTLP_ENDPOINT".to_owned(),
                    "otlp-service-name" => "OTEL_SERVICE_NAME".to_owned(),
                    flag if flag.starts_with("otlp-") => {
                        let name = flag.replace('-', "_").to_uppercase();
                        format!("OTEL_EXPORTER_{name}")
                    }
                    _ => format!("MAQAL_{}", flag.replace('-', "_").to_uppercase()),
                };
                assert!(help.contains(&variable), "{variable} is not named");
            }
        }
    }
    let output = run(["--help"], b"");
    let help = text(&output.stdout);
    for command in ["serve", "structure", "bulk", "health", "eval", "train"] {
        let own = format!("\n  {command} ");
        assert!(help.contains(&own), "{command} is missing in\n{help}");
    }
    let version = run(["--version"], b"");
    assert_eq!(
        text(&version.stdout).trim(),
        concat!("maqal ", env!("CARGO_PKG_VERSION"))
    );
}

/// Weights of a tagger that takes the last of `words`, and nothing else, for the name of a place.
fn tagger_of_the_last(words: &[&str]) -> Vec<u8> {
    let packs = LanguagePacks::embedded().unwrap();
    let vocabulary = Models::embedded().unwrap().vocabulary;
    let text = NormalizedText::verbatim(&words.join(" "));
    let tokens = segment(&text, &packs, &vocabulary);
    assert_eq!(tokens.tokens.len(), words.len());
    let rows = Extractor::new(&text, &tokens, &packs, &vocabulary).rows(0..words.len());
    let last = words.len() - 1;
    let mut weights = vec![0.0; N_BUCKETS];
    for &feature in rows.row(last) {
        if !(0..last).any(|idx| rows.row(idx).contains(&feature)) {
            weights[feature as usize] = 1.0;
        }
    }
    let labels = LabelSet::new(vec!["LOC".to_owned()]);
    let tagger = Tagger::new(
        vec!["ar".to_owned()],
        Embedding::quantize(&weights, 1, 1.0, 0),
        Encoder {
            bias: Array1::zeros(1),
            layers: Vec::new(),
        },
        vec![Head {
            name: "names".to_owned(),
            weights: Array2::from_shape_vec((1, 3), vec![0.0, 10.0, 0.0]).unwrap(),
            bias: Array1::from_vec(vec![5.0, 0.0, -9.0]),
            transitions: Transitions {
                n_labels: labels.len(),
                between: vec![0.0; 9],
                opening: vec![0.0; 3],
            },
            labels,
            reliability: Reliability::default(),
        }],
        Vec::new(),
    );
    tagger.to_bytes()
}

#[test]
fn names_are_measured_without_a_tagger() {
    let french = TempFile::new(
        "french.txt",
        "Hier O\nle O\nprésident O\nKarim B-PER\nBenali I-PER\na O\nparlé O\n".as_bytes(),
    );
    let arabic = TempFile::new(
        "arabic.txt",
        "أعلن O\nسامر B-PER\nالخوري I-PER\nالنتيجة O\n".as_bytes(),
    );
    let right = |corpus: &TempFile, more: &[&str]| {
        let base = ["eval", "ner", corpus.path(), "--json"];
        let output = run(base.iter().chain(more), b"");
        assert!(output.status.success(), "{}", text(&output.stderr));
        let scores: Value = serde_json::from_slice(&output.stdout).unwrap();
        scores["micro"]["right"].clone()
    };
    assert_eq!(right(&french, &["--lang", "fr"]), 1);
    assert_eq!(right(&french, &["--lang", "fr", "--no-tagger"]), 1);
    assert_eq!(right(&arabic, &["--lang", "ar"]), 1);
    assert_eq!(right(&arabic, &["--lang", "ar", "--no-tagger"]), 0);
    let both = [
        "eval",
        "ner",
        arabic.path(),
        "--no-tagger",
        "--tagger",
        arabic.path(),
    ];
    assert_eq!(run(both.iter(), b"").status.code(), Some(2));
}

#[test]
fn names_are_measured_against_a_corpus() {
    let model = TempFile::new(
        "tagger.bin",
        &tagger_of_the_last(&["زار", "الوزير", "بغداد"]),
    );
    let corpus = TempFile::new(
        "names.txt",
        "زار O\nالوزير I-PER\nبغداد I-GPE\n\nزار O\nبغداد O\n\nبغداد B-DATE\nالوزير O\n".as_bytes(),
    );
    let base = ["eval", "ner", corpus.path(), "--tagger", model.path()];
    let with = |more: &[&str]| run(base.iter().chain(more), b"");
    let output = with(&[
        "--map",
        "DATE=-",
        "--json",
        "--errors",
        "5",
        "--calibration",
    ]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let scores: Value = serde_json::from_slice(&output.stdout).unwrap();
    let micro = &scores["micro"];
    assert_eq!(
        [&micro["right"], &micro["found"], &micro["gold"]],
        [&json!(1), &json!(2), &json!(2)]
    );
    assert_eq!(scores["sentences"], 3);
    assert_eq!(scores["words"], 7);
    assert_eq!(scores["unscored"], 1, "it stands on a dropped name");
    assert_eq!(scores["confusion"]["PERS"]["missed"], 1);
    assert_eq!(scores["confusion"]["spurious"]["LOC"], 1);
    assert_eq!(
        scores["errors"]["missed"]["commonest"][0]["gold"],
        "PERS الوزير"
    );
    assert_eq!(scores["calibration"].as_array().unwrap().len(), 2);
    assert!(scores["tokens_per_second"].as_f64().unwrap() > 0.0);

    // The first of three sentences, for people; nothing of it is new to its own file.
    let seen = ["--to", "34", "--seen", corpus.path(), "--errors", "1"];
    let output = with(&[&["--map", "DATE=-"][..], &seen].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    assert!(shown.contains("1 sentences, 3 words"), "{shown}");
    assert!(shown.contains("PERS الوزير → nothing"), "{shown}");
    let unseen = shown
        .lines()
        .find(|line| line.starts_with("words never seen"));
    assert!(unseen.unwrap().trim_end().ends_with(" 0"), "{shown}");

    let empty = TempFile::new("empty.txt", b"\n\n");
    let column = ["--tag-column", "0", "--word-column", "1"];
    for (args, said) in [
        (base.to_vec(), "unknown type DATE"),
        ([&base[..], &column].concat(), "line 1: expected an IOB tag"),
        (
            vec!["eval", "ner", empty.path(), "--tagger", model.path()],
            empty.path(),
        ),
        (
            vec!["eval", "ner", "no-such-file", "--tagger", model.path()],
            "cannot read no-such-file",
        ),
        (
            vec![
                "eval",
                "ner",
                corpus.path(),
                "--tagger",
                corpus.path(),
                "--map",
                "DATE=-",
            ],
            "expected a tagger file",
        ),
    ] {
        let output = run(&args, b"");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert_eq!(text(&output.stdout), "", "{args:?}");
        assert!(
            text(&output.stderr).contains(said),
            "{}",
            text(&output.stderr)
        );
    }
    let output = with(&["--map", "DATE=TIME"]);
    assert_eq!(output.status.code(), Some(2), "no such type");
}

#[test]
fn links_are_measured_against_marked_names() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/eval/linking/places.jsonl");
    let output = run(["eval", "linking", path], b"");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    assert!(shown.contains("precision"), "{shown}");
    assert!(!shown.contains("not in the base"), "{shown}");
    let broken = TempFile::new("links.jsonl", b"{\"text\": \"a\", \"mentions\": []}\n{}\n");
    let empty = TempFile::new("links-empty.jsonl", b"\n");
    for (file, said) in [
        ("no-such-file", "cannot read no-such-file"),
        (broken.path(), "line 2: "),
        (empty.path(), "has no sentences"),
    ] {
        let output = run(["eval", "linking", file], b"");
        assert_eq!(output.status.code(), Some(1), "{file}");
        let error = text(&output.stderr);
        assert!(error.contains(said) && error.contains(file), "{error}");
    }
}

/// A running server, killed if the test fails.
struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
    address: String,
}

impl Server {
    /// Starts on a free port and waits for the line that tells it.
    fn start() -> Self {
        let mut child = maqal(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let entry: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(entry["message"], "serving", "{line}");
        let address = entry["address"].as_str().unwrap().to_owned();
        assert!(!address.ends_with(":0"), "the log gives the port asked for");
        Self {
            child,
            log,
            address,
        }
    }

    #[cfg(unix)]
    fn terminate(&self) {
        let sent = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for the end: exit code, rest of the log, standard output.
    fn end(mut self) -> (Option<i32>, String, String) {
        let late = Instant::now() + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < late, "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        };
        let (mut log, mut out) = (String::new(), String::new());
        self.log.read_to_string(&mut log).unwrap();
        let mut stdout = self.child.stdout.take().unwrap();
        stdout.read_to_string(&mut out).unwrap();
        (status.code(), log, out)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn health_asks_a_server() {
    let server = Server::start();
    let address = server.address.clone();
    let ask = |address: &str| run(["health", "--listen", address, "--timeout-ms", "5000"], b"");
    let asked = ask(&address);
    assert_eq!(asked.status.code(), Some(0), "{}", text(&asked.stderr));
    assert_eq!(text(&asked.stdout), "");
    // As the server itself would be told.
    let asked = feed(maqal(["health"]).env("MAQAL_LISTEN", &address), b"");
    assert_eq!(asked.status.code(), Some(0), "{}", text(&asked.stderr));

    drop(server);
    let asked = ask(&address);
    assert_eq!(asked.status.code(), Some(1));
    assert!(text(&asked.stderr).starts_with("maqal: "));
}

#[test]
fn health_gives_up_on_a_port_that_never_answers() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap().to_string();
    let begun = Instant::now();
    let asked = run(["health", "--listen", &address, "--timeout-ms", "200"], b"");
    assert_eq!(asked.status.code(), Some(1));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_taken_address_is_an_error() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(["serve", "--listen", &address], b"");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains(&address));
}

#[cfg(unix)]
#[test]
fn a_termination_lets_open_calls_end_and_exits_with_0() {
    use maqal::server::pb;
    use maqal::server::pb::structuring_service_client::StructuringServiceClient;
    use tokio_stream::wrappers::ReceiverStream;

    let request = || pb::StructureArticlesRequest {
        article: Some(pb::RawArticle {
            content: PAGE.to_owned(),
            ..Default::default()
        }),
        options: None,
    };
    let server = Server::start();
    let address = format!("http://{}", server.address);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut client = StructuringServiceClient::connect(address.clone())
            .await
            .unwrap();
        let (send, requests) = tokio::sync::mpsc::channel(1);
        send.send(request()).await.unwrap();
        let mut answers = client
            .structure_articles(ReceiverStream::new(requests))
            .await
            .unwrap()
            .into_inner();
        assert!(answers.message().await.unwrap().unwrap().result.is_some());

        server.terminate();
        // The call is open, so it goes on, while newcomers are turned away.
        let late = Instant::now() + Duration::from_secs(10);
        while StructuringServiceClient::connect(address.clone())
            .await
            .is_ok()
        {
            assert!(Instant::now() < late, "still takes connections");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        send.send(request()).await.unwrap();
        assert!(answers.message().await.unwrap().unwrap().result.is_some());
        drop(send);
        assert!(answers.message().await.unwrap().is_none());
    });
    let (code, log, out) = server.end();
    assert_eq!(code, Some(0), "{log}");
    assert_eq!(out, "", "the service writes to its log only");
    assert!(log.lines().last().unwrap().contains("\"stopped\""), "{log}");
    // Logs never hold text of an article.
    assert!(!log.contains("حديقة"), "{log}");
}

#[test]
fn the_real_input_is_structured() {
    let shared = std::env::var_os("MAQAL_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let path = shared.join("articles/iraq-coalition-2024-01-26.ar.txt");
    let Ok(raw) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not here", path.display());
        return;
    };
    let article = article(&run([OsStr::new("structure"), path.as_os_str()], b""));
    assert_eq!(
        article["headline"]["text"].as_str(),
        raw.lines().next(),
        "headline"
    );
    let parts = blocks(&article, |start, end| &raw[start..end]);
    assert_eq!(parts.concat(), raw);
}

/// A page with two dates below its headline, and a place that two countries have.
const WEIGHED: &str = "البلدية تفتتح حديقة عامة جديدة في طرابلس\nنشر في 5 مارس 2024\n7 مارس 2024\n\
    افتتحت بلدية طرابلس، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة بعد عامين من الأعمال.\n\
    وقال رئيس البلدية في كلمة خلال الحفل إن الحديقة تضم ملاعب للأطفال ومكتبة صغيرة.\n";

#[test]
fn an_explanation_says_what_found_each_value_and_what_was_weighed() {
    let output = run(["structure", "--explain"], WEIGHED.as_bytes());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    let lines: Vec<Vec<&str>> = shown
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let line = |first: &str| {
        let found = lines.iter().find(|line| line.first() == Some(&first));
        found.unwrap_or_else(|| panic!("no {first} in\n{shown}"))
    };
    assert_eq!(line("headline")[2], "headline/above-body");
    let date = line("date_published");
    assert_eq!(date[2], "date/labelled");
    let (start, end) = date[3].split_once("..").unwrap();
    let read = &WEIGHED[start.parse().unwrap()..end.parse().unwrap()];
    assert_eq!(read, "5 مارس 2024");
    assert!(line("blocks[0]").contains(&"headline/above-body"));
    assert!(line("entities[0].mentions[0]").len() > 4);
    // The other date lost, with its score.
    let weighed = lines
        .iter()
        .position(|line| *line == ["weighed", "for", "date_published"])
        .unwrap_or_else(|| panic!("{shown}"));
    let (taken, left) = (&lines[weighed + 1], &lines[weighed + 2]);
    assert_eq!((taken[0], taken[2]), ("taken", "date/labelled"));
    assert_eq!((left[0], left[2]), ("left", "date/below-headline"));
    assert!(left[4].contains("2024-03-07"), "{left:?}");
    assert!(taken[1].parse::<f32>().unwrap() > left[1].parse().unwrap());
    // Two places have the name.
    let places: Vec<&Vec<&str>> = lines
        .iter()
        .skip_while(|line| !line.contains(&"entities.knowledge_base_ids"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect();
    assert!(places.len() >= 2, "{shown}");
    for stage in [
        "normalize",
        "segment",
        "layout",
        "entities",
        "times",
        "quantities",
        "quotations",
        "cross_references",
        "all",
    ] {
        assert!(line(stage)[1].parse::<f64>().is_ok(), "{stage}");
    }
}

#[test]
fn an_explanation_is_no_form_of_another_answer() {
    for other in ["--pretty", "--jsonl", "--format=json-ld", "--read-mask=id"] {
        let output = run(["structure", "--explain", other], WEIGHED.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{other}");
    }
}
