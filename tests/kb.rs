//! The knowledge base: what is compiled is found again, and what is damaged is refused.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use maqal::article::EntityType;
use maqal::kb::build::{Sources, main_base, odbl_base};
use maqal::kb::{
    Draft, KbError, KbFault, KbWriter, KnowledgeBase, Meta, UserList, fold_fingerprint, load,
};
use maqal::lang::{FoldTable, LanguagePacks};
use proptest::prelude::*;

static PACKS: LazyLock<LanguagePacks> = LazyLock::new(|| LanguagePacks::embedded().unwrap());
static KB: LazyLock<KnowledgeBase> = LazyLock::new(|| KnowledgeBase::embedded().unwrap());

fn draft(id: &str, kind: EntityType, popularity: u32, names: &[(&str, &str, bool)]) -> Draft {
    let mut draft = Draft::new(
        id,
        kind,
        if kind == EntityType::Location {
            "city"
        } else {
            ""
        },
    );
    draft.popularity = popularity;
    for (language, name, alias) in names {
        draft.name(language, name, *alias);
    }
    draft
}

fn compile(drafts: Vec<Draft>) -> Vec<u8> {
    let meta = Meta {
        name: "test".to_owned(),
        ..Meta::default()
    };
    let mut writer = KbWriter::new(&PACKS.fold, None, meta).unwrap();
    for draft in drafts {
        writer.push(draft).unwrap();
    }
    writer.into_bytes().unwrap()
}

fn small() -> Vec<u8> {
    let place = EntityType::Location;
    let mut first = draft(
        "Q1",
        place,
        9_000,
        &[("ar", "الواحة", false), ("en", "Al-Waha", false)],
    );
    first.country = Some(*b"IQ");
    first.capital = Some("Q7".to_owned());
    compile(vec![
        first,
        draft(
            "Q7",
            place,
            500,
            &[("ar", "الواحة الجديدة", false), ("fa", "واحه نو", false)],
        ),
        draft(
            "wof:3",
            place,
            20,
            &[("ar", "الواحة", false), ("ar", "واحة أم السرو", true)],
        ),
        draft(
            "x:ليلى",
            EntityType::Person,
            3,
            &[
                ("ar", "ليلى عبد السلام", false),
                ("en", "Sana'a Córdoba", true),
            ],
        ),
    ])
}

fn open(bytes: Vec<u8>) -> Result<KnowledgeBase, KbError> {
    KnowledgeBase::from_bytes("small.kb", bytes)
}

/// (words, ids) of all names at the front of a text.
fn found(kb: &KnowledgeBase, text: &str) -> Vec<(usize, Vec<String>)> {
    let folded = PACKS.fold.fold(text);
    kb.find(folded.split(' '))
        .into_iter()
        .map(|matched| {
            let ids = matched
                .entries
                .iter()
                .map(|candidate| kb.entry(candidate.entry).id().into_owned());
            (matched.n_words, ids.collect())
        })
        .collect()
}

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| (*id).to_owned()).collect()
}

#[test]
fn names_are_found_from_their_first_word() {
    let kb = open(small()).unwrap();
    assert_eq!(
        found(&kb, "الواحة الجديدة أمس"),
        [(1, ids(&["Q1", "wof:3"])), (2, ids(&["Q7"]))],
        "the most popular first, shorter names first"
    );
    assert_eq!(
        found(&kb, "الواحه")[0].1,
        ids(&["Q1", "wof:3"]),
        "folded as text is"
    );
    assert_eq!(
        found(&kb, "Al - Waha"),
        [(3, ids(&["Q1"]))],
        "joined by a hyphen that stands alone"
    );
    assert_eq!(found(&kb, "sanaa cordoba"), [(2, ids(&["x:ليلى"]))]);
    assert_eq!(found(&kb, "sana a cordoba"), [(3, ids(&["x:ليلى"]))]);
    assert!(found(&kb, "الواح").is_empty(), "no part of a word");
    assert!(found(&kb, "").is_empty());
    assert!(found(&kb, ". الواحة").is_empty());
    assert_eq!(
        found(&kb, "الواحة . الجديدة").len(),
        1,
        "no name runs over a full stop"
    );
}

#[test]
fn entries_say_what_was_compiled() {
    let kb = open(small()).unwrap();
    let view = kb.entry(kb.by_id("Q1").unwrap());
    assert_eq!(view.id(), "Q1");
    assert_eq!(view.wikidata().as_deref(), Some("Q1"));
    assert_eq!(view.entity_type(), EntityType::Location);
    assert_eq!((view.subtype(), view.popularity()), ("city", 9_000));
    assert_eq!((view.name("en"), view.name("fr")), (Some("Al-Waha"), None));
    assert_eq!(
        (view.country(), view.capital().as_deref()),
        (Some(*b"IQ"), Some("Q7"))
    );
    let person = kb.entry(kb.by_id("x:ليلى").unwrap());
    assert_eq!(person.wikidata(), None);
    assert_eq!(person.entity_type(), EntityType::Person);
    assert_eq!(person.name("en"), None, "an alias is no main name");
    assert_eq!(person.names().count(), 2);
    assert!(kb.by_id("Q2").is_none());
    assert_eq!(kb.entries().count(), 4);
}

#[test]
fn every_single_damage_is_refused() {
    let bytes = small();
    for at in 0..bytes.len() {
        for bit in [0x01, 0x80] {
            let mut damaged = bytes.clone();
            damaged[at] ^= bit;
            assert!(open(damaged).is_err(), "byte {at}");
        }
        assert!(open(bytes[..at].to_vec()).is_err(), "cut at {at}");
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(open(longer).is_err());
}

/// A file with a sound checksum whatever is in it.
fn seal(bytes: &mut [u8]) {
    let checksum = crc32fast::hash(&bytes[20..]);
    bytes[16..20].copy_from_slice(&checksum.to_le_bytes());
}

proptest! {
    #[test]
    fn damage_never_panics(at in 0_usize..4096, value: u8, len in 0_usize..4096) {
        let mut bytes = small();
        let at = at % bytes.len();
        let changed = bytes[at] != value;
        bytes[at] = value;
        prop_assert_eq!(open(bytes.clone()).is_err(), changed);
        bytes.truncate(len % bytes.len());
        prop_assert!(open(bytes).is_err());
    }

    #[test]
    fn junk_is_refused(bytes: Vec<u8>) {
        prop_assert!(open(bytes).is_err());
    }

    /// A wrong section table with a right checksum: refused, or read without a panic.
    #[test]
    fn sealed_tables_never_panic(at in 24_usize..112, value: u8) {
        let mut bytes = small();
        bytes[at] = value;
        seal(&mut bytes);
        // The tables of the map itself are the crate's own; its offsets are left alone.
        if (80..96).contains(&at) {
            return Ok(());
        }
        if let Ok(kb) = open(bytes) {
            for entry in kb.entries().take(10) {
                let view = kb.entry(entry);
                let _ = (view.id(), view.subtype(), view.names().count(), view.country());
            }
            let _ = kb.find(["الواحه", "الجديده"].into_iter());
        }
    }

    /// Whatever is looked up, the names found are at the front of it.
    #[test]
    fn lookup_is_total(text in "[\\PC]{0,40}") {
        let folded = PACKS.fold.fold(&text);
        let words: Vec<&str> = folded.split(' ').collect();
        for matched in KB.find(words.iter().copied()) {
            prop_assert!(matched.n_words <= words.len());
            prop_assert!(!matched.entries.is_empty());
        }
    }
}

#[test]
fn errors_name_the_file_the_fault_and_the_command() {
    let mut version = small();
    version[4] = 9;
    let mut magic = small();
    magic[0] = b'X';
    let mut checksum = small();
    checksum[200] ^= 4;
    let short = small()[..300].to_vec();
    for (bytes, part) in [
        (version, "expected version 1, found version 9"),
        (magic, "expected a knowledge base (`MQKB`)"),
        (checksum, "its checksum does not fit its content"),
        (short, "bytes, found 300"),
    ] {
        let error = open(bytes).unwrap_err().to_string();
        assert!(error.starts_with("knowledge base small.kb: "), "{error}");
        assert!(error.contains(part), "{error}");
        assert!(
            error.ends_with("rebuild it with `maqal kb build`"),
            "{error}"
        );
    }
}

#[test]
fn another_folding_is_refused() {
    let kb = open(small()).unwrap();
    kb.check_fold(&PACKS.fold).unwrap();
    let error = kb.check_fold(&FoldTable::default()).unwrap_err();
    assert!(
        matches!(
            error,
            KbError::File {
                fault: KbFault::Fold,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn the_order_of_entries_is_kept() {
    let mut writer = KbWriter::new(&PACKS.fold, None, Meta::default()).unwrap();
    let entry = |id| draft(id, EntityType::Other, 0, &[("ar", "شيء", false)]);
    writer.push(entry("Q10")).unwrap();
    assert!(writer.push(entry("Q9")).is_err());
    assert!(writer.push(entry("Q10")).is_err());
}

#[test]
fn parts_with_one_id_are_one_entry() {
    let extra = draft(
        "Q1",
        EntityType::Location,
        70_000,
        &[("tr", "Vaha", false), ("ar", "واحة النخيل", true)],
    );
    let other = draft("Q9", EntityType::Location, 1, &[("ar", "الواحة", false)]);
    let kb = open(small())
        .unwrap()
        .join_base(open(compile(vec![extra, other])).unwrap())
        .unwrap();
    assert_eq!(kb.entries().count(), 5);
    let first = kb.by_id("Q1").unwrap();
    assert_eq!(found(&kb, "الواحة"), [(1, ids(&["Q1", "wof:3", "Q9"]))]);
    assert_eq!(found(&kb, "واحة النخيل"), [(2, ids(&["Q1"]))]);
    let view = kb.entry(first);
    assert_eq!(
        (view.name("ar"), view.name("tr")),
        (Some("الواحة"), Some("Vaha"))
    );
    assert_eq!(view.popularity(), 70_000);
    assert_eq!(view.country(), Some(*b"IQ"));
}

const LIST: &str = "\
{\"id\": \"x:1\", \"type\": \"PERSON\", \"subtype\": \"poet\", \"names\": {\"ar\": [\"سناء الراوي\", \"أم يزن\"], \"en\": [\"Sanaa al-Rawi\"]}, \"country\": \"iq\", \"popularity\": 3}

{\"id\": \"Q796\", \"type\": \"LOCATION\", \"names\": {\"ar\": [\"بلاد ما بين النهرين\"]}}
";

#[test]
fn a_users_list_joins() {
    let list = UserList::parse("own.jsonl", LIST, &PACKS.fold).unwrap();
    let kb = KnowledgeBase::embedded().unwrap().join(list).unwrap();
    assert_eq!(found(&kb, "أم يزن"), [(2, ids(&["x:1"]))]);
    let view = kb.entry(kb.by_id("x:1").unwrap());
    assert_eq!(
        (view.entity_type(), view.subtype()),
        (EntityType::Person, "poet")
    );
    assert_eq!((view.country(), view.popularity()), (Some(*b"IQ"), 3));
    assert_eq!(view.name("ar"), Some("سناء الراوي"));
    let iraq = kb.entry(kb.by_id("Q796").unwrap());
    assert_eq!(
        (iraq.name("en"), iraq.subtype()),
        (Some("Iraq"), "country"),
        "the known entry, with one name more"
    );
    assert_eq!(
        found(&kb, "بلاد ما بين النهرين").last().unwrap(),
        &(4, ids(&["Q796"]))
    );
}

#[test]
fn a_users_list_says_what_is_wrong_where() {
    let good = "{\"id\":\"a\",\"type\":\"PERSON\",\"names\":{\"ar\":[\"ا ب\"]}}";
    for (line, field, reason) in [
        ("{", "line", "expected a JSON object"),
        ("[1]", "line", "expected a JSON object"),
        (
            "{\"type\":\"PERSON\",\"names\":{\"ar\":[\"x\"]}}",
            "id",
            "expected a text",
        ),
        (
            "{\"id\":1,\"type\":\"PERSON\",\"names\":{\"ar\":[\"x\"]}}",
            "id",
            "found 1",
        ),
        (
            "{\"id\":\"a\",\"type\":\"PERSON\",\"names\":{\"ar\":[\"x\"]}}",
            "id",
            "stands in line 1 too",
        ),
        (
            "{\"id\":\"b\",\"type\":\"HUMAN\",\"names\":{\"ar\":[\"x\"]}}",
            "type",
            "expected one of PERSON,",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"names\":[]}",
            "names",
            "expected lists of names by language",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"names\":{}}",
            "names",
            "expected at least one name",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"names\":{\"ar\":\"x\"}}",
            "names.ar",
            "expected a list",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"names\":{\"ar\":[\"\"]}}",
            "names.ar",
            "expected a name",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"names\":{\"ar\":[\"x\"]},\"country\":\"IRQ\"}",
            "country",
            "found `IRQ`",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"names\":{\"ar\":[\"x\"]},\"popularity\":-1}",
            "popularity",
            "found -1",
        ),
        (
            "{\"id\":\"b\",\"type\":\"PERSON\",\"name\":{\"ar\":[\"x\"]}}",
            "name",
            "expected one of id, type",
        ),
    ] {
        let error = UserList::parse("own.jsonl", &format!("{good}\n{line}\n"), &PACKS.fold)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with(&format!("own.jsonl:2: {field}: ")),
            "{error}"
        );
        assert!(error.contains(reason), "{error}");
    }
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn files_of_both_kinds_are_loaded() {
    let folder = folder("kb-load");
    let (list, compiled, broken) = (
        folder.join("own.jsonl"),
        folder.join("own.kb"),
        folder.join("bad.kb"),
    );
    std::fs::write(&list, LIST).unwrap();
    std::fs::write(&compiled, small()).unwrap();
    std::fs::write(&broken, b"MQK").unwrap();
    let kb = load(&[list, compiled], &PACKS.fold).unwrap();
    assert!(
        kb.by_id("x:1").is_some() && kb.by_id("x:ليلى").is_some() && kb.by_id("Q796").is_some()
    );
    let error = load(&[broken], &PACKS.fold).unwrap_err().to_string();
    assert!(error.contains("bad.kb: expected"), "{error}");
    let error = load(&[folder.join("none.kb")], &PACKS.fold)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot read ") && error.ends_with("none.kb"),
        "{error}"
    );
}

#[test]
fn the_shipped_base_fits_the_packs() {
    KB.check_fold(&PACKS.fold)
        .expect("lang/*/fold.tsv changed: run `maqal kb build` again");
    assert_ne!(fold_fingerprint(&PACKS.fold), 0);
    let bytes: u64 = std::fs::read_dir("kb")
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "kb"))
        .map(|entry| entry.metadata().unwrap().len())
        .sum();
    assert!(bytes < 12 << 20, "{bytes}");
}

#[test]
fn countries_have_codes_names_and_ids() {
    for (id, code, arabic, english, persian) in [
        ("Q796", b"IQ", "العراق", "Iraq", "عراق"),
        ("Q858", b"SY", "سوريا", "Syria", "سوریه"),
        ("Q822", b"LB", "لبنان", "Lebanon", "لبنان"),
        ("Q219060", b"PS", "فلسطين", "Palestine", "فلسطین"),
        (
            "Q30",
            b"US",
            "الولايات المتحدة",
            "United States",
            "ایالات متحده",
        ),
    ] {
        let view = KB.entry(KB.by_id(id).unwrap());
        assert_eq!(
            (view.country(), view.subtype()),
            (Some(*code), "country"),
            "{id}"
        );
        assert_eq!(view.name("ar"), Some(arabic));
        assert_eq!(view.name("en"), Some(english));
        assert_eq!(view.name("fa"), Some(persian));
    }
    // No adjective and no city is a country's name.
    for word in ["لبناني", "إيراني", "بيروت", "Lebanese"] {
        for candidate in KB.named(&PACKS.fold.fold(word)) {
            assert_ne!(KB.entry(candidate.entry).subtype(), "country", "{word}");
        }
    }
}

#[test]
fn nothing_of_a_source_without_licence_is_inside() {
    // All persons and parties with ids come from such a source.
    assert!(!KB.census().keys().any(|(kind, _)| *kind == "PERSON"));
    let licences: Vec<&str> = KB.parts().map(|(meta, _)| meta.licence.as_str()).collect();
    assert_eq!(
        licences[0],
        "CC0-1.0 AND MIT AND Unicode-3.0 AND BSD-3-Clause"
    );
    assert!(licences[1..].iter().all(|licence| *licence == "ODbL-1.0"));
}

#[test]
fn the_shipped_files_are_what_the_sources_give() {
    let shared = std::env::var_os("MAQAL_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let gazetteers = shared.join("data/gazetteers");
    if !gazetteers.exists() {
        eprintln!("skipped: cannot read {}", gazetteers.display());
        return;
    }
    let sources = Sources {
        gazetteers: &gazetteers,
        tables: Path::new("kb"),
        fold: &PACKS.fold,
    };
    let main = main_base(&sources).unwrap();
    let same =
        |name: &str, bytes: &[u8]| std::fs::read(Path::new("kb").join(name)).unwrap() == bytes;
    assert!(same("maqal.kb", &main.bytes), "run `maqal kb build`");
    let kb = KnowledgeBase::from_bytes("maqal.kb", main.bytes).unwrap();
    let odbl = odbl_base(&sources, &kb).unwrap();
    if Path::new("kb/odbl.kb").exists() {
        assert!(same("odbl.kb", &odbl.bytes), "run `maqal kb build`");
    }
}

#[test]
fn a_bad_file_ends_the_start() {
    let folder = folder("kb-start");
    let (list, damaged) = (folder.join("own.jsonl"), folder.join("own.kb"));
    std::fs::write(&list, "{\"id\": \"a\", \"type\": \"CITY\"}\n").unwrap();
    let mut bytes = small();
    bytes[400] ^= 1;
    std::fs::write(&damaged, bytes).unwrap();
    for (file, says) in [
        (&list, "own.jsonl:1: type: expected one of PERSON"),
        (
            &damaged,
            "own.kb: its checksum does not fit its content; rebuild it with `maqal kb build`",
        ),
    ] {
        for command in ["structure", "serve"] {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_maqal"))
                .arg(command)
                .args(["--kb".as_ref(), file.as_os_str()])
                .stdin(std::process::Stdio::null())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{command}: {said}");
            assert!(said.contains(says), "{command}: {said}");
            assert!(output.stdout.is_empty());
        }
    }
}

#[test]
fn a_name_can_be_shown() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_maqal"))
        .args(["kb", "show", "بغداد"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success());
    assert!(said.lines().next().unwrap().contains("LOCATION"), "{said}");
    assert!(said.contains("Baghdad"));
}
