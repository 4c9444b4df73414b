//! `maqal bulk`, run as a process: every form, every kind of row, killed and continued.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use maqal::bulk::{Checkpoint, Format};
use serde_json::{Value, json};

const PAGE: &str = "بلدية المدينة تفتتح حديقة عامة جديدة\nتاريخ النشر: 5th, March 2024 GMT\nسامر الخطيب (بيروت)\n\
    افتتحت بلدية المدينة، صباح الثلاثاء، حديقة عامة جديدة وسط الأحياء القديمة، بعد عامين من الأعمال.\n\
    المصدر: وكالات\n";

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("maqal-bulk-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn with(&self, name: &str, content: &[u8]) -> String {
        let path = self.file(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn maqal<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maqal"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MAQAL_") {
            command.env_remove(name);
        }
    }
    command.arg("bulk").args(args).stdin(Stdio::null());
    command
}

fn bulk(args: &[&str]) -> Output {
    maqal(args).output().unwrap()
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn done(args: &[&str], code: i32) {
    let output = bulk(args);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args:?}: {}",
        said(&output)
    );
}

fn page(number: usize) -> String {
    PAGE.replace("القديمة", &format!("القديمة رقم {number}"))
}

/// Lines of which some are bad; blank ones count and say nothing.
fn lines(count: usize) -> String {
    (0..count)
        .map(|number| match number % 17 {
            5 => "{\"content\": \n".to_owned(),
            9 => format!("{}\n", json!({ "id": number.to_string() })),
            13 => "\n".to_owned(),
            _ => format!(
                "{}\n",
                json!({ "id": number.to_string(), "content": page(number) })
            ),
        })
        .collect()
}

fn unpacked(path: &str) -> String {
    let bytes = fs::read(path).unwrap();
    let mut text = String::new();
    if Format::of(Path::new(path)) == Some(Format::JsonlGz) {
        let mut decoder = flate2::read::MultiGzDecoder::new(&bytes[..]);
        decoder.read_to_string(&mut text).unwrap();
    } else if Format::of(Path::new(path)) == Some(Format::JsonlZst) {
        let mut decoder = zstd::stream::read::Decoder::new(&bytes[..]).unwrap();
        decoder.read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text
}

fn values(path: &str) -> Vec<Value> {
    let text = unpacked(path);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Many commits in a short run, by two workers.
const SMALL_COMMITS: [&str; 6] = [
    "--analyses",
    "layout",
    "--commit-rows",
    "10",
    "--workers",
    "2",
];

#[test]
fn every_row_has_an_answer_or_an_error() {
    let folder = Folder::new("rows");
    let input = folder.with("in.jsonl", lines(60).as_bytes());
    let output = folder.file("out.jsonl");
    done(&[&input, &output], 3);
    let (articles, errors) = (values(&output), values(&format!("{output}.errors.jsonl")));
    let good = |number: &usize| !matches!(number % 17, 5 | 9 | 13);
    let ids: Vec<usize> = articles
        .iter()
        .map(|article| article["id"].as_str().unwrap().parse().unwrap())
        .collect();
    assert_eq!(ids, (0..60).filter(good).collect::<Vec<_>>());
    for article in &articles {
        assert_eq!(
            article["headline"]["text"],
            "بلدية المدينة تفتتح حديقة عامة جديدة"
        );
        assert_eq!(article["datePublished"]["value"], "2024-03-05");
    }
    let bad: Vec<usize> = (0..60)
        .filter(|number| matches!(number % 17, 5 | 9))
        .collect();
    assert_eq!(errors.len(), bad.len());
    for (error, number) in errors.iter().zip(bad) {
        assert_eq!(error["row"], number + 1);
        assert_eq!(error["file"], input.as_str());
        let reason = error["reason"].as_str().unwrap();
        if number % 17 == 9 {
            assert_eq!(error["id"], number.to_string());
            assert!(reason.contains("article.content"), "{reason}");
        } else {
            assert!(reason.contains("RawArticle"), "{reason}");
        }
    }
    assert_eq!(
        folder.names(),
        ["in.jsonl", "out.jsonl", "out.jsonl.errors.jsonl"]
    );
}

#[test]
fn forms_differ_and_answers_do_not() {
    let folder = Folder::new("forms");
    let input = folder.with("in.jsonl", lines(40).as_bytes());
    let plain = folder.file("out.jsonl");
    done(&[&input, &plain], 3);
    for end in ["gz", "zst"] {
        let packed = folder.file(&format!("out.jsonl.{end}"));
        done(&[&input, &packed, "--commit-rows", "7"], 3);
        assert_eq!(unpacked(&packed), unpacked(&plain), "{end}");
        // What is written can be read: answers are objects with an id and no content.
        let again = folder.file(&format!("again-{end}.jsonl"));
        done(
            &[
                &packed,
                &again,
                "--id-column",
                "id",
                "--content-column",
                "id",
            ],
            0,
        );
        assert_eq!(values(&again).len(), values(&plain).len());
    }
    // The same answers as one by one.
    let first = lines(1);
    let line: Value = serde_json::from_str(&first).unwrap();
    let text = folder.with("page.txt", line["content"].as_str().unwrap().as_bytes());
    let one = Command::new(env!("CARGO_BIN_EXE_maqal"))
        .args(["structure", "--id", "0", &text])
        .output()
        .unwrap();
    let one: Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!(one["article"], values(&plain)[0]);
}

#[test]
fn folders_patterns_and_pipes() {
    let folder = Folder::new("inputs");
    fs::create_dir(folder.file("in")).unwrap();
    let all = lines(30);
    let (first, second) = all.split_at(all.match_indices('\n').nth(11).unwrap().0 + 1);
    folder.with("in/a.jsonl", first.as_bytes());
    folder.with("in/b.ndjson", second.as_bytes());
    folder.with("in/notes.txt", b"no rows");
    let whole = folder.with("whole.jsonl", all.as_bytes());
    let expected = folder.file("expected.jsonl");
    done(&[&whole, &expected], 3);
    for (name, inputs) in [
        ("folder", vec![folder.file("in")]),
        ("pattern", vec![folder.file("in/*.*json*")]),
        (
            "files",
            vec![folder.file("in/a.jsonl"), folder.file("in/b.ndjson")],
        ),
    ] {
        let output = folder.file(&format!("{name}.jsonl"));
        let mut args: Vec<&str> = inputs.iter().map(String::as_str).collect();
        args.push(&output);
        done(&args, 3);
        assert_eq!(unpacked(&output), unpacked(&expected), "{name}");
    }
    let mut child = maqal(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(all.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(
        String::from_utf8(output.stdout.clone()).unwrap(),
        unpacked(&expected)
    );
    assert!(said(&output).contains("\"row\":6,"), "{}", said(&output));
}

#[test]
fn plain_objects_are_read_by_column() {
    let folder = Folder::new("columns");
    let rows = [
        json!({ "body": page(1), "nr": 17, "tags": ["x"], "seen": "2024-03-07T22:30:00Z" }),
        json!({ "body": page(2), "nr": null }),
        json!({ "body": [page(3)], "nr": 18 }),
        json!({ "nr": 19 }),
        json!({ "body": page(4), "nr": 20, "seen": "yesterday" }),
    ];
    let text = rows.map(|row| row.to_string()).join("\n");
    let input = folder.with("in.jsonl", text.as_bytes());
    let output = folder.file("out.jsonl");
    let columns = [
        "--content-column",
        "body",
        "--id-column",
        "nr",
        "--retrieved-at-column",
        "seen",
    ];
    let mut args = vec![
        input.as_str(),
        output.as_str(),
        "--read-mask",
        "id,headline.text",
    ];
    args.extend(columns);
    done(&args, 3);
    let articles = values(&output);
    assert_eq!(articles.len(), 2);
    assert_eq!(
        articles[0],
        json!({ "id": "17", "headline": { "text": "بلدية المدينة تفتتح حديقة عامة جديدة" } })
    );
    let errors = values(&format!("{output}.errors.jsonl"));
    let rows: Vec<u64> = errors
        .iter()
        .map(|error| error["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [3, 4, 5]);
    assert!(errors[0]["reason"].as_str().unwrap().contains("`body`"));
    assert!(errors[2]["reason"].as_str().unwrap().contains("yesterday"));
}

#[test]
fn what_cannot_run_says_so() {
    let folder = Folder::new("refused");
    let input = folder.with("in.jsonl", lines(3).as_bytes());
    let odd = folder.with("in.txt", lines(3).as_bytes());
    let output = folder.file("out.jsonl");
    done(&[&odd, &output], 2);
    done(&[&input, &folder.file("out.txt")], 2);
    done(&[&input, "-", "--to", "parquet"], 2);
    done(
        &[&input, &folder.file("out.parquet"), "--format", "json-ld"],
        2,
    );
    done(&[&input, &output, "--read-mask", "no_such_field"], 2);
    done(&[&input, &output, "--commit-rows", "0"], 2);
    done(&[&input], 2);
    done(&[&folder.file("missing.jsonl"), &output], 1);
    assert!(!Path::new(&output).exists());
    // A form that is named is taken.
    done(&[&odd, &output, "--from", "jsonl"], 0);
    // Nothing is replaced unasked.
    done(&[&input, &output], 1);
    done(&[&input, &output, "--overwrite"], 0);
    // A packed file that is torn stops the run, and what it gave is not lost.
    let packed = folder.file("packed.jsonl.gz");
    done(&[&input, &packed], 0);
    let bytes = fs::read(&packed).unwrap();
    let torn = folder.with("torn.jsonl.gz", &bytes[..bytes.len() - 9]);
    let never = folder.file("never.jsonl");
    done(&[&torn, &never, "--content-column", "id"], 1);
    assert!(!Path::new(&never).exists());
}

/// Kills the command each time it has gone on, until it has been killed often; then lets it end.
fn killed_and_continued(args: &[&str], output: &str, kills: usize) -> Option<i32> {
    let checkpoint = PathBuf::from(format!("{output}.work/checkpoint.json"));
    let rows = || {
        let found = Checkpoint::read(&checkpoint).ok().flatten();
        found.map_or(0, |found| found.good + found.failed)
    };
    for kill in 0..kills {
        let before = rows();
        let mut child = maqal(args).stderr(Stdio::null()).spawn().unwrap();
        while rows() == before {
            assert!(
                child.try_wait().unwrap().is_none(),
                "ended before kill {kill}"
            );
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            checkpoint.exists() && !Path::new(output).exists(),
            "kill {kill} came too late"
        );
    }
    bulk(args).status.code()
}

/// Enough rows that a run goes on for long after each commit.
fn many(folder: &Folder) -> String {
    folder.with("in.jsonl", lines(400).as_bytes())
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let folder = Folder::new("killed");
    let plain = many(&folder);
    let packed = folder.file("in.jsonl.zst");
    fs::write(&packed, zstd::encode_all(lines(400).as_bytes(), 1).unwrap()).unwrap();
    for (input, end) in [
        (&plain, "jsonl"),
        (&packed, "jsonl.gz"),
        (&plain, "jsonl.zst"),
    ] {
        let whole = folder.file(&format!("whole.{end}"));
        let mut args = vec![input.as_str(), whole.as_str()];
        args.extend(SMALL_COMMITS);
        done(&args, 3);
        let torn = folder.file(&format!("torn.{end}"));
        let mut args = vec![input.as_str(), torn.as_str()];
        args.extend(SMALL_COMMITS);
        assert_eq!(killed_and_continued(&args, &torn, 3), Some(3));
        assert_eq!(fs::read(&torn).unwrap(), fs::read(&whole).unwrap(), "{end}");
        let errors = |path: &str| fs::read(format!("{path}.errors.jsonl")).unwrap();
        assert_eq!(errors(&torn), errors(&whole), "{end}");
    }
}

#[test]
fn a_run_over_other_input_is_not_continued() {
    let folder = Folder::new("changed");
    let input = many(&folder);
    let output = folder.file("out.jsonl");
    let args = [
        input.as_str(),
        output.as_str(),
        "--analyses",
        "layout",
        "--commit-rows",
        "10",
    ];
    let mut child = maqal(args).stderr(Stdio::null()).spawn().unwrap();
    let checkpoint = folder.0.join("out.jsonl.work/checkpoint.json");
    while !checkpoint.exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut changed = args.to_vec();
    changed[3] = "sentences";
    let refused = bulk(&changed);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("--restart"), "{}", said(&refused));
    folder.with("in.jsonl", lines(20).as_bytes());
    assert_eq!(bulk(&args).status.code(), Some(1));
    let mut anew = args.to_vec();
    anew.push("--restart");
    done(&anew, 3);
    assert_eq!(values(&output).len(), 20 - 3);
}

/// Two at once would spoil the file.
#[test]
fn one_run_at_a_time_writes_a_file() {
    let folder = Folder::new("locked");
    let input = folder.with("in.jsonl", lines(3).as_bytes());
    let output = folder.file("out.jsonl");
    // It waits for its input.
    let mut first = maqal(["-", &output])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.0.join("out.jsonl.work/errors.jsonl").exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let second = bulk(&[&input, &output]);
    assert_eq!(second.status.code(), Some(1));
    assert!(said(&second).contains("another run"), "{}", said(&second));
    first.kill().unwrap();
    first.wait().unwrap();
    done(&[&input, &output], 0);
}

#[cfg(feature = "parquet")]
mod parquet {
    use std::fs::File;
    use std::sync::Arc;

    use ::parquet::arrow::ArrowWriter;
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Float32Type, Int64Type, UInt32Type};
    use arrow_array::{
        Array, ArrayRef, BinaryArray, Int32Array, LargeStringArray, RecordBatch, StringArray,
        TimestampMillisecondArray,
    };

    use super::*;

    fn rows(path: &str) -> (Vec<RecordBatch>, usize) {
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
        let groups = builder.metadata().num_row_groups();
        (
            builder.build().unwrap().map(Result::unwrap).collect(),
            groups,
        )
    }

    fn texts(batches: &[RecordBatch], name: &str) -> Vec<Option<String>> {
        batches
            .iter()
            .flat_map(|batch| {
                let column = batch.column_by_name(name).unwrap().as_string::<i32>();
                column
                    .iter()
                    .map(|value| value.map(str::to_owned))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    fn write(path: &str, columns: Vec<(&str, ArrayRef)>) {
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer =
            ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    #[test]
    fn a_table_holds_the_fields_and_the_whole_answer() {
        let folder = Folder::new("table");
        let input = folder.with("in.jsonl", lines(40).as_bytes());
        let plain = folder.file("out.jsonl");
        done(&[&input, &plain], 3);
        let table = folder.file("out.parquet");
        done(&[&input, &table, "--commit-rows", "16"], 3);
        let (batches, groups) = rows(&table);
        assert_eq!(groups, 3, "one for each commit");
        let whole: Vec<String> = texts(&batches, "article")
            .into_iter()
            .map(Option::unwrap)
            .collect();
        assert_eq!(whole.join("\n") + "\n", unpacked(&plain));
        let articles = values(&plain);
        let ids: Vec<_> = articles
            .iter()
            .map(|article| article["id"].as_str().map(str::to_owned))
            .collect();
        assert_eq!(texts(&batches, "id"), ids);
        assert!(
            texts(&batches, "date_published")
                .iter()
                .all(|date| date.as_deref() == Some("2024-03-05"))
        );
        assert!(texts(&batches, "section").iter().all(Option::is_none));
        let first = &batches[0];
        let row = first
            .column_by_name("row")
            .unwrap()
            .as_primitive::<Int64Type>();
        assert_eq!(row.value(0), 1);
        let authors = first
            .column_by_name("authors")
            .unwrap()
            .as_list::<i32>()
            .value(0);
        assert_eq!(authors.as_string::<i32>().value(0), "سامر الخطيب");
        let entities = first
            .column_by_name("entities")
            .unwrap()
            .as_list::<i32>()
            .value(0);
        let entities = entities.as_struct();
        let expected = articles[0]["entities"].as_array().unwrap();
        assert_eq!(entities.len(), expected.len());
        assert!(!expected.is_empty());
        for (idx, entity) in expected.iter().enumerate() {
            let text = |name: &str| {
                let column = entities.column_by_name(name).unwrap().as_string::<i32>();
                (!column.is_null(idx)).then(|| column.value(idx).to_owned())
            };
            assert_eq!(text("name").unwrap(), entity["name"].as_str().unwrap());
            assert_eq!(
                format!("ENTITY_TYPE_{}", text("type").unwrap()),
                entity["type"].as_str().unwrap()
            );
            let id = entities
                .column_by_name("id")
                .unwrap()
                .as_primitive::<UInt32Type>();
            assert_eq!(u64::from(id.value(idx)), entity["id"].as_u64().unwrap());
            let salience = entities
                .column_by_name("salience")
                .unwrap()
                .as_primitive::<Float32Type>();
            assert!(
                (f64::from(salience.value(idx)) - entity["salience"].as_f64().unwrap()).abs()
                    < 1e-6
            );
        }
    }

    #[test]
    fn columns_of_many_types_are_read() {
        let folder = Folder::new("types");
        let input = folder.file("in.parquet");
        let pages: Vec<String> = (0..3).map(page).collect();
        write(
            &input,
            vec![
                (
                    "text",
                    Arc::new(LargeStringArray::from(vec![
                        Some(pages[0].as_str()),
                        None,
                        Some(&pages[2]),
                    ])),
                ),
                ("nr", Arc::new(Int32Array::from(vec![7, 8, 9]))),
                (
                    "seen",
                    Arc::new(TimestampMillisecondArray::from(vec![
                        Some(1_709_850_600_000),
                        None,
                        Some(i64::MAX),
                    ])),
                ),
                (
                    "url",
                    Arc::new(StringArray::from(vec!["https://example.org/a", "b", "c"])),
                ),
            ],
        );
        let output = folder.file("out.jsonl");
        let args = [
            &input,
            &output,
            "--id-column",
            "nr",
            "--retrieved-at-column",
            "seen",
            "--format",
            "json-ld",
        ];
        done(&args.map(|arg| arg as &str), 3);
        let found = values(&output);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["url"], "https://example.org/a");
        let errors = values(&format!("{output}.errors.jsonl"));
        assert_eq!(
            (&errors[0]["row"], &errors[0]["id"]),
            (&json!(2), &json!("8"))
        );
        assert!(
            errors[1]["reason"].as_str().unwrap().contains("`seen`"),
            "{}",
            errors[1]
        );

        let bytes = folder.file("bytes.parquet");
        write(
            &bytes,
            vec![(
                "content",
                Arc::new(BinaryArray::from(vec![pages[1].as_bytes(), b"\xd9"])),
            )],
        );
        let output = folder.file("bytes.jsonl");
        done(&[&bytes, &output], 3);
        assert_eq!(values(&output).len(), 1);

        // A column that is named must be there.
        done(
            &[&bytes, &folder.file("no.jsonl"), "--content-column", "body"],
            1,
        );
    }

    #[test]
    fn a_killed_table_goes_on_to_the_same_bytes() {
        let folder = Folder::new("killed-table");
        let input = folder.file("in.parquet");
        let pages: Vec<String> = (0..400).map(page).collect();
        write(
            &input,
            vec![("content", Arc::new(StringArray::from(pages)))],
        );
        let whole = folder.file("whole.parquet");
        let mut args = vec![input.as_str(), whole.as_str()];
        args.extend(SMALL_COMMITS);
        done(&args, 0);
        let torn = folder.file("torn.parquet");
        let mut args = vec![input.as_str(), torn.as_str()];
        args.extend(SMALL_COMMITS);
        assert_eq!(killed_and_continued(&args, &torn, 3), Some(0));
        assert_eq!(fs::read(&torn).unwrap(), fs::read(&whole).unwrap());
        assert_eq!(rows(&torn).1, 40);
    }
}
