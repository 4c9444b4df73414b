//! A knowledge base from a Wikidata dump: a small one, made up, with all that dumps have.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use maqal::article::EntityType;
use maqal::kb::wikidata::{Classes, Counts, DumpBuild, PART_LINES};
use maqal::kb::{KbError, KnowledgeBase};
use maqal::lang::LanguagePacks;
use serde_json::{Value, json};

static PACKS: LazyLock<LanguagePacks> = LazyLock::new(|| LanguagePacks::embedded().unwrap());

/// A statement; `rank` as dumps write it.
fn statement(value: &Value, rank: &str) -> Value {
    json!({"mainsnak": {"snaktype": "value", "property": "P0", "datavalue": {"value": value, "type": "x"}}, "type": "statement", "rank": rank, "qualifiers": {}, "references": [{"snaks": {}}]})
}

fn item(id: &str) -> Value {
    json!({"entity-type": "item", "numeric-id": id[1..].parse::<u32>().unwrap(), "id": id})
}

fn term(language: &str, value: &str) -> Value {
    json!({"language": language, "value": value})
}

/// An entity of one class with names in Arabic and English and so many linked pages.
fn entity(id: &str, class: &str, arabic: &str, english: &str, links: usize) -> Value {
    let sites: serde_json::Map<String, Value> = (0..links)
        .map(|site| (format!("s{site}wiki"), json!({"title": "x", "badges": []})))
        .collect();
    json!({
        "type": "item", "id": id, "lastrevid": 1,
        "labels": {"ar": term("ar", arabic), "en": term("en", english), "de": term("de", "x")},
        "descriptions": {"en": term("en", "something")},
        "aliases": {},
        "claims": {"P31": [statement(&item(class), "normal")], "P18": [statement(&json!("x.jpg"), "normal")]},
        "sitelinks": sites,
    })
}

/// The lines of the dump, brackets included. Ids, names and facts are made up.
fn dump() -> Vec<String> {
    let mut lines = vec!["[".to_owned()];
    let mut add = |value: &Value| lines.push(format!("{value},"));

    let mut country = entity("Q900001", "Q6256", "نورستان", "Nooristan", 9);
    country["claims"]["P297"] = json!([statement(&json!("QN"), "normal")]);
    country["claims"]["P17"] = json!([statement(&item("Q900001"), "normal")]);
    // Its city stands before it: countries are joined at the end.
    let mut city = entity(
        "Q900050",
        "Q515",
        "زهرة الوادي",
        "Wadi \"Bloom\" \\ Town",
        4,
    );
    city["claims"]["P17"] = json!([statement(&item("Q900001"), "normal")]);
    city["aliases"] =
        json!({"ar": [term("ar", "الزهرة"), term("ar", "  ")], "fr": [term("fr", "Fleur")]});
    add(&city);
    add(&country);

    // Deprecated ranks never count, a preferred one beats the others.
    let mut ranks = entity("Q900003", "Q5", "سلمى الرافعي", "Salma Rafii", 2);
    ranks["claims"]["P31"] = json!([
        statement(&item("Q515"), "deprecated"),
        statement(&item("Q11424"), "normal"),
        statement(&item("Q5"), "preferred"),
    ]);
    ranks["claims"]["P27"] = json!([statement(&item("Q900001"), "normal")]);
    add(&ranks);
    let mut deprecated = entity("Q900004", "Q5", "شبح", "Ghost", 1);
    deprecated["claims"]["P31"][0]["rank"] = json!("deprecated");
    add(&deprecated);
    // Of two classes, the first of the table.
    let mut two = entity(
        "Q900005",
        "Q43229",
        "وزارة النسيج",
        "Ministry of Weaving",
        3,
    );
    two["claims"]["P31"] = json!([
        statement(&item("Q43229"), "normal"),
        statement(&item("Q192350"), "normal")
    ]);
    add(&two);
    // Values without a value.
    let mut novalue = entity("Q900006", "Q515", "بلا بلد", "No Land", 0);
    novalue["claims"]["P17"] =
        json!([{"mainsnak": {"snaktype": "somevalue", "property": "P17"}, "rank": "normal"}]);
    add(&novalue);
    // What dumps write for nothing.
    let mut empty = entity("Q900007", "Q515", "قرية الفراغ", "Void", 0);
    empty["aliases"] = json!([]);
    empty["sitelinks"] = json!([]);
    add(&empty);
    add(
        &json!({"type": "item", "id": "Q900008", "labels": [], "aliases": [], "claims": [], "sitelinks": []}),
    );
    // No name in the languages asked for; then one for all languages.
    let mut foreign = entity("Q900009", "Q515", "x", "x", 0);
    foreign["labels"] = json!({"de": term("de", "Nirgendwo")});
    add(&foreign);
    let mut multi = entity("Q900010", "Q4830453", "x", "x", 6);
    multi["labels"] = json!({"mul": term("mul", "Zyxo Corp")});
    add(&multi);
    // A class that is not taken, a property, an old form of items.
    add(&entity("Q900011", "Q4167410", "توضيح", "Disambiguation", 0));
    add(
        &json!({"type": "property", "id": "P31", "labels": {"en": term("en", "instance of")}, "claims": {"P31": []}}),
    );
    let mut old = entity("Q900012", "Q515", "المدينة القديمة", "Old Form", 1);
    old["claims"]["P31"][0]["mainsnak"]["datavalue"]["value"] =
        json!({"entity-type": "item", "numeric-id": 515});
    add(&old);
    // The same entity again: the first counts.
    add(&entity("Q900012", "Q515", "نسخة ثانية", "Second", 1));
    for number in 0..60 {
        let id = format!("Q{}", 800_000 + (number * 37) % 60);
        add(&entity(
            &id,
            "Q5",
            &format!("شخص {}", number % 7),
            &format!("Person {number}"),
            number % 5,
        ));
    }
    // Escaped letters, as most dumps have them.
    let escaped: String = entity("Q900013", "Q5", "هدى", "Huda", 1)
        .to_string()
        .chars()
        .map(|c| {
            if c.is_ascii() {
                c.to_string()
            } else {
                format!("\\u{:04x}", u32::from(c))
            }
        })
        .collect();
    lines.push(format!("{escaped},"));
    // Broken lines.
    let cut = entity("Q900014", "Q515", "مقطوعة", "Cut", 1).to_string();
    lines.push(cut[..cut.len() / 2].to_owned());
    lines.push("not json,".to_owned());
    lines.push(String::new());
    lines.push("{\"type\":\"item\",\"id\":7,\"claims\":{\"P31\":[]}},".to_owned());
    lines.push("{\"type\":\"item\",\"id\":\"Qx\",\"claims\":{\"P31\":[]}},".to_owned());
    // The last entity has no comma.
    lines.push(entity("Q900015", "Q7278", "حزب الضفة الأخرى", "Far Bank Party", 8).to_string());
    lines.push("]".to_owned());
    lines
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes the dump in several gzip members, as some are.
fn write_dump(path: &Path) {
    let mut file = std::fs::File::create(path).unwrap();
    for lines in dump().chunks(33) {
        let mut member = GzEncoder::new(Vec::new(), Compression::fast());
        for line in lines {
            member.write_all(line.as_bytes()).unwrap();
            member.write_all(b"\n").unwrap();
        }
        file.write_all(&member.finish().unwrap()).unwrap();
    }
}

struct Setup {
    dump: PathBuf,
    output: PathBuf,
    languages: Vec<String>,
    classes: Classes,
}

impl Setup {
    fn new(folder: &Path, name: &str) -> Self {
        Self {
            dump: folder.join("dump.json.gz"),
            output: folder.join(name),
            languages: ["ar", "en"].map(str::to_owned).to_vec(),
            classes: Classes::embedded().unwrap(),
        }
    }

    fn build(&self, part_lines: u64) -> DumpBuild<'_> {
        DumpBuild {
            dump: &self.dump,
            output: &self.output,
            languages: &self.languages,
            classes: &self.classes,
            fold: &PACKS.fold,
            resume: false,
            part_lines,
            threads: 3,
        }
    }

    /// Runs until `lines` lines are read.
    fn run(&self, part_lines: u64, resume: bool, lines: u64) -> Result<Counts, KbError> {
        let build = DumpBuild {
            resume,
            ..self.build(part_lines)
        };
        build.run(&mut |progress| {
            assert!(progress.bytes <= progress.total_bytes);
            if !progress.skipping && progress.lines >= lines {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    }
}

#[test]
fn a_dump_becomes_a_base() {
    let folder = folder("dump-whole");
    let setup = Setup::new(&folder, "whole.kb");
    write_dump(&setup.dump);
    let counts = setup.run(PART_LINES, false, u64::MAX).unwrap();
    assert_eq!(
        counts,
        Counts {
            kept: 71,
            broken: 4,
            other_class: 4,
            unnamed: 1
        }
    );
    let kb = KnowledgeBase::open(&setup.output).unwrap();
    kb.check_fold(&PACKS.fold).unwrap();
    let view = |id: &str| kb.entry(kb.by_id(id).unwrap());

    let city = view("Q900050");
    assert_eq!(
        (city.entity_type(), city.subtype()),
        (EntityType::Location, "city")
    );
    assert_eq!(
        city.country(),
        Some(*b"QN"),
        "its country stands behind it in the dump"
    );
    assert_eq!(city.name("en"), Some("Wadi \"Bloom\" \\ Town"));
    assert_eq!(
        city.names()
            .filter(|name| name.alias)
            .map(|name| name.text)
            .collect::<Vec<_>>(),
        ["الزهرة"]
    );
    assert_eq!(city.popularity(), 4);
    assert_eq!(view("Q900001").country(), Some(*b"QN"));

    let person = view("Q900003");
    assert_eq!(
        person.entity_type(),
        EntityType::Person,
        "the preferred class"
    );
    assert_eq!(person.country(), Some(*b"QN"), "of citizenship");
    assert!(
        kb.by_id("Q900004").is_none(),
        "its only class is deprecated"
    );
    assert_eq!(
        view("Q900005").subtype(),
        "government body",
        "the special class"
    );
    assert_eq!(view("Q900006").country(), None);
    assert_eq!(view("Q900007").name("ar"), Some("قرية الفراغ"));
    assert!(kb.by_id("Q900009").is_none() && kb.by_id("Q900011").is_none());
    assert_eq!(view("Q900010").name("mul"), Some("Zyxo Corp"));
    assert_eq!(view("Q900012").name("ar"), Some("المدينة القديمة"));
    assert_eq!(view("Q900013").name("ar"), Some("هدى"));
    assert_eq!(view("Q900015").subtype(), "party");
    let namesakes = kb.named(&PACKS.fold.fold("شخص 3"));
    assert!(namesakes.len() > 5);
    let counts: Vec<u32> = namesakes
        .iter()
        .map(|found| kb.entry(found.entry).popularity())
        .collect();
    assert!(
        counts.is_sorted_by(|a, b| a >= b),
        "the most popular first: {counts:?}"
    );
    assert!(
        !folder.join("whole.kb.work").exists(),
        "the work folder is gone"
    );
}

#[test]
fn a_killed_build_goes_on_and_gives_the_same_bytes() {
    let folder = folder("dump-resume");
    let whole = Setup::new(&folder, "whole.kb");
    write_dump(&whole.dump);
    whole.run(10, false, u64::MAX).unwrap();
    let bytes = std::fs::read(&whole.output).unwrap();
    let other = Setup::new(&folder, "parts.kb");
    other.run(1_000, false, u64::MAX).unwrap();
    assert_eq!(
        std::fs::read(&other.output).unwrap(),
        bytes,
        "parts do not show"
    );

    for first in [1, 9, 10, 37, 70] {
        let killed = Setup::new(&folder, "killed.kb");
        let error = killed.run(10, false, first).unwrap_err();
        assert!(matches!(error, KbError::Stopped(_)), "{error}");
        assert!(!killed.output.exists(), "never half a file");
        let error = killed.run(10, true, first + 13).unwrap_err();
        assert!(error.to_string().contains("--resume"), "{error}");
        // What a kill in the middle of a write leaves.
        let work = folder.join("killed.kb.work");
        std::fs::write(work.join("part-00090.new"), b"{\"id\":").unwrap();
        std::fs::write(work.join("entries.section"), b"half").unwrap();
        killed.run(10, true, u64::MAX).unwrap();
        assert_eq!(
            std::fs::read(&killed.output).unwrap(),
            bytes,
            "killed at {first}"
        );
        assert!(!work.exists());
        std::fs::remove_file(&killed.output).unwrap();
    }
}

#[test]
fn a_build_of_something_else_is_not_gone_on_with() {
    let folder = folder("dump-other");
    let mut setup = Setup::new(&folder, "base.kb");
    write_dump(&setup.dump);
    setup.run(10, false, 40).unwrap_err();
    setup.languages.push("fa".to_owned());
    let error = setup.run(10, true, u64::MAX).unwrap_err().to_string();
    assert!(
        error.starts_with("cannot resume") && error.contains("other languages"),
        "{error}"
    );
    setup.languages.pop();
    // A part that changed since.
    let part = folder.join("base.kb.work/part-00001.jsonl");
    let mut bytes = std::fs::read(&part).unwrap();
    bytes[5] ^= 1;
    std::fs::write(&part, bytes).unwrap();
    let error = setup.run(10, true, u64::MAX).unwrap_err().to_string();
    assert!(error.contains("part 1 is damaged"), "{error}");
    setup.run(10, false, u64::MAX).unwrap();
}

#[test]
fn a_dump_that_is_cut_is_an_error() {
    let folder = folder("dump-cut");
    let setup = Setup::new(&folder, "base.kb");
    write_dump(&setup.dump);
    let bytes = std::fs::read(&setup.dump).unwrap();
    std::fs::write(&setup.dump, &bytes[..bytes.len() - 30]).unwrap();
    let error = setup.run(10, false, u64::MAX).unwrap_err().to_string();
    assert!(
        error.starts_with("cannot read ") && error.ends_with("dump.json.gz"),
        "{error}"
    );
    assert!(!setup.output.exists());
}

#[test]
fn plain_dumps_and_one_thread_give_the_same() {
    let folder = folder("dump-plain");
    let packed = Setup::new(&folder, "packed.kb");
    write_dump(&packed.dump);
    packed.run(PART_LINES, false, u64::MAX).unwrap();
    let mut plain = Setup::new(&folder, "plain.kb");
    plain.dump = folder.join("dump.json");
    std::fs::write(&plain.dump, dump().join("\n")).unwrap();
    let build = DumpBuild {
        threads: 1,
        ..plain.build(17)
    };
    build.run(&mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(
        std::fs::read(&plain.output).unwrap(),
        std::fs::read(&packed.output).unwrap()
    );
}

#[test]
fn the_command_builds_and_the_result_serves() {
    let folder = folder("dump-command");
    let setup = Setup::new(&folder, "own.kb");
    write_dump(&setup.dump);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_maqal"))
        .args([
            "kb",
            "build",
            "--languages",
            "ar,en",
            "--resume",
            "--wikidata",
        ])
        .args([&setup.dump, Path::new("--output"), &setup.output])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("MB/s"), "{said}");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_maqal"))
        .args(["kb", "show", "سلمى الرافعي", "--kb"])
        .arg(&setup.output)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("Q900003  PERSON"), "{said}");
}

#[test]
fn classes_say_what_is_wrong_where() {
    let header = "class\tlabel\ttype\tsubtype\tsource\n";
    for (rows, says) in [
        (
            "Q5\thuman\tPERSON\t-\n",
            "classes.tsv:2: line: expected five columns",
        ),
        (
            "5\thuman\tPERSON\t-\tx\n",
            "classes.tsv:2: class: expected an id such as Q5",
        ),
        (
            "Q5\thuman\tMAN\t-\tx\n",
            "classes.tsv:2: type: expected a type",
        ),
        (
            "Q5\ta\tPERSON\t-\tx\nQ5\tb\tGROUP\t-\tx\n",
            "classes.tsv:3: class: stands there twice",
        ),
    ] {
        let error = Classes::parse("classes.tsv", &format!("{header}{rows}")).unwrap_err();
        assert_eq!(error.to_string(), says);
    }
    assert!(Classes::parse("x", "class\n").is_err());
}
