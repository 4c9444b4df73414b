//! The pack linter: what can be wrong with the data in `lang/`, checked for every pack. Each
//! check is a defect that a real project shipped; each is shown to fail on a small broken pack.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_push_string,
    reason = "tests stop at the first surprise"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "the linter reads the files of the repository"
)]

use std::collections::BTreeMap;
use std::path::Path;

use maqal::lang::{FoldTable, LanguagePacks};
use maqal::pipeline::{Hints, Pipeline};

/// A pack as files: path below its folder, and content.
type Pack = BTreeMap<String, String>;

/// Files that hold no terms.
const NO_TERMS: [&str; 9] = [
    "pack.toml",
    "sources.toml",
    "fold.tsv",
    "foreign_letters.tsv",
    "final_letters.tsv",
    "definite_articles.tsv",
    "nisba_endings.tsv",
    "noun_endings.tsv",
    "romanization.tsv",
];
/// Lists whose column `latin` holds Latin letters, and only such.
const LATIN: [&str; 4] = [
    "definite_articles.tsv",
    "romanization.tsv",
    "romanization_terms.tsv",
    "romanized_names.tsv",
];
/// Files that scripts build: sorted by the script, with its own first comment line.
const BUILT: [&str; 1] = ["lexicon/person_names.tsv"];
/// Lists of which one term cannot be two.
const CONTRADICTIONS: [(&str, &str); 4] = [
    ("lexicon/agencies.tsv", "lexicon/outlets.tsv"),
    ("months.tsv", "weekdays.tsv"),
    ("lexicon/byline_roles.tsv", "lexicon/byline_markers.tsv"),
    ("function_words.tsv", "lexicon/report_verbs.tsv"),
];
/// Standard spellings that a reader of the language writes; variants come from folding.
const STANDARD: [(&str, &str, &[&str]); 2] = [
    (
        "ar",
        "months.tsv",
        &[
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
            "كانون الثاني",
            "شباط",
            "آذار",
            "نيسان",
            "أيار",
            "حزيران",
            "تموز",
            "آب",
            "أيلول",
            "تشرين الأول",
            "تشرين الثاني",
            "كانون الأول",
            "رمضان",
            "شوال",
            "رجب",
            "شعبان",
        ],
    ),
    (
        "ar",
        "weekdays.tsv",
        &[
            "الأحد",
            "الاثنين",
            "الثلاثاء",
            "الأربعاء",
            "الخميس",
            "الجمعة",
            "السبت",
        ],
    ),
];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read_pack(folder: &Path) -> Pack {
    fn collect(folder: &Path, root: &Path, pack: &mut Pack) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, pack);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                pack.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut pack = Pack::new();
    collect(folder, folder, &mut pack);
    pack
}

fn packs() -> BTreeMap<String, Pack> {
    std::fs::read_dir(repository().join("lang"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| {
            let tag = path.file_name().unwrap().to_string_lossy().into_owned();
            (tag, read_pack(&path))
        })
        .collect()
}

/// Rows without header and comments, with their line numbers.
fn rows(content: &str) -> Vec<(usize, Vec<&str>)> {
    content
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .skip(1)
        .map(|(idx, line)| (idx + 1, line.split('\t').collect()))
        .collect()
}

fn is_presentation_form(letter: char) -> bool {
    ('\u{FB50}'..='\u{FDFF}').contains(&letter) || ('\u{FE70}'..='\u{FEFC}').contains(&letter)
}

/// Every defect of the pack `tag`, as `file:line: what`.
fn lint(tag: &str, pack: &Pack, fold: &FoldTable) -> Vec<String> {
    let mut defects = Vec::new();
    let manifest: toml::Table = pack
        .get("pack.toml")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    for key in ["tag", "name", "version", "script", "direction", "alphabet"] {
        if !manifest.get(key).is_some_and(toml::Value::is_str) {
            defects.push(format!("pack.toml:0: no `{key}`"));
        }
    }
    if manifest.get("tag").and_then(toml::Value::as_str) != Some(tag) {
        defects.push(format!("pack.toml:0: `tag` is not `{tag}`"));
    }
    let text = |key: &str| {
        manifest
            .get(key)
            .and_then(toml::Value::as_str)
            .unwrap_or("")
    };
    let (alphabet, script) = (text("alphabet"), text("script"));
    lint_sources(pack, &mut defects);
    for (file, content) in pack {
        if content.starts_with('\u{FEFF}') {
            defects.push(format!("{file}:1: byte order mark"));
        }
        if !content.ends_with('\n') || content.ends_with("\n\n") {
            defects.push(format!("{file}:0: must end with one line end"));
        }
        if !file.ends_with(".tsv") {
            continue;
        }
        lint_lines(file, content, &mut defects);
        if LATIN.contains(&file.as_str()) {
            lint_latin(file, content, &mut defects);
        }
        if NO_TERMS.contains(&file.as_str()) {
            continue;
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (line, columns) in rows(content) {
            let term = columns[0];
            if BUILT.contains(&file.as_str()) {
                if term.chars().any(is_presentation_form) {
                    defects.push(format!("{file}:{line}: presentation form in `{term}`"));
                }
                continue;
            }
            for letter in term.chars().filter(|letter| letter.is_alphabetic()) {
                let own = alphabet.contains(letter)
                    || letter.to_lowercase().any(|l| alphabet.contains(l));
                if is_presentation_form(letter) {
                    defects.push(format!("{file}:{line}: presentation form in `{term}`"));
                } else if !(own || script == "Arab" && letter.is_ascii()) {
                    defects.push(format!(
                        "{file}:{line}: `{letter}` is no letter of {tag} in `{term}`"
                    ));
                }
            }
            // A foreign name beside own letters is a name; alone it belongs to another pack.
            let latin = term.chars().any(|letter| letter.is_ascii_alphabetic());
            let own = term
                .chars()
                .any(|letter| letter.is_alphabetic() && !letter.is_ascii());
            if script == "Arab" && latin && !own {
                defects.push(format!("{file}:{line}: Latin letters only in `{term}`"));
            }
            if let Some(first) = seen.insert(fold.fold(term), line) {
                defects.push(format!(
                    "{file}:{line}: `{term}` folds as line {first} does"
                ));
            }
        }
    }
    lint_contradictions(pack, fold, &mut defects);
    for (_, file, terms) in STANDARD.iter().filter(|(of, _, _)| *of == tag) {
        let held: Vec<&str> = pack.get(*file).map_or(Vec::new(), |content| {
            rows(content)
                .into_iter()
                .map(|(_, columns)| columns[0])
                .collect()
        });
        for term in terms.iter().filter(|term| !held.contains(term)) {
            defects.push(format!("{file}:0: standard spelling `{term}` is missing"));
        }
    }
    defects
}

/// Sorted, trimmed lines.
fn lint_lines(file: &str, content: &str, defects: &mut Vec<String>) {
    let mut last = "";
    for (idx, line) in content.lines().enumerate() {
        if line.trim_end() != line || line.split('\t').any(|value| value.trim() != value) {
            defects.push(format!("{file}:{}: white space around a value", idx + 1));
        }
    }
    for (line, columns) in rows(content) {
        if columns[0] < last && !NO_TERMS.contains(&file) {
            defects.push(format!("{file}:{line}: `{}` is out of order", columns[0]));
        }
        last = columns[0];
    }
}

/// Latin letters in the column `latin`, and in no other.
fn lint_latin(file: &str, content: &str, defects: &mut Vec<String>) {
    let header = content.lines().find(|line| !line.starts_with('#'));
    let Some(latin) = header.and_then(|line| line.split('\t').position(|name| name == "latin"))
    else {
        defects.push(format!("{file}:1: no column `latin`"));
        return;
    };
    for (line, columns) in rows(content) {
        for (idx, value) in columns.iter().enumerate() {
            let letters = |letter: char| letter.is_ascii_alphabetic();
            let right = if idx == latin {
                value
                    .chars()
                    .all(|letter| letters(letter) || " -'".contains(letter))
            } else {
                !value.chars().any(letters)
            };
            if !right {
                defects.push(format!("{file}:{line}: `{value}` is in the wrong script"));
            }
        }
    }
}

/// Each file has an origin and a licence, and each entry a file.
fn lint_sources(pack: &Pack, defects: &mut Vec<String>) {
    let sources: toml::Table = pack
        .get("sources.toml")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    for file in pack.keys().filter(|file| file.ends_with(".tsv")) {
        let named = sources.get(file).and_then(toml::Value::as_table);
        for key in ["origin", "licence"] {
            if !named.is_some_and(|entry| {
                entry
                    .get(key)
                    .and_then(toml::Value::as_str)
                    .is_some_and(|text| text.len() >= 3)
            }) {
                defects.push(format!("sources.toml:0: no {key} of `{file}`"));
            }
        }
    }
    for file in sources.keys().filter(|file| !pack.contains_key(*file)) {
        defects.push(format!("sources.toml:0: no file `{file}`"));
    }
}

/// One term in two lists that exclude each other.
fn lint_contradictions(pack: &Pack, fold: &FoldTable, defects: &mut Vec<String>) {
    let terms = |file: &str| -> BTreeMap<String, usize> {
        pack.get(file).map_or(BTreeMap::new(), |content| {
            rows(content)
                .into_iter()
                .map(|(line, columns)| (fold.fold(columns[0]), line))
                .collect()
        })
    };
    for (left, right) in CONTRADICTIONS {
        let others = terms(right);
        for (term, line) in terms(left) {
            if let Some(other) = others.get(&term) {
                defects.push(format!(
                    "{left}:{line}: `{term}` stands in {right}:{other} too"
                ));
            }
        }
    }
}

#[test]
fn every_pack_is_clean() {
    let fold = LanguagePacks::embedded().unwrap().fold;
    let packs = packs();
    assert!(packs.contains_key("ar") && packs.contains_key("en"));
    let defects: Vec<String> = packs
        .iter()
        .flat_map(|(tag, pack)| {
            lint(tag, pack, &fold)
                .into_iter()
                .map(move |defect| format!("lang/{tag}/{defect}"))
        })
        .collect();
    assert!(
        defects.is_empty(),
        "{} defects:\n{}",
        defects.len(),
        defects.join("\n")
    );
}

/// The smallest pack without a defect.
fn small() -> Pack {
    [
        (
            "pack.toml",
            "tag = \"zz\"\nname = \"Test\"\nversion = \"0.1.0\"\nscript = \"Arab\"\ndirection = \"rtl\"\nalphabet = \"ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآءئؤةى\"\n",
        ),
        (
            "sources.toml",
            "[\"labels.tsv\"]\norigin = \"composed\"\nlicence = \"Apache-2.0\"\n",
        ),
        ("labels.tsv", "term\trole\tform\nالمصدر\tsource\tcolon\nكتب\tauthor\tcolon\n"),
    ]
    .into_iter()
    .map(|(file, content)| (file.to_owned(), content.to_owned()))
    .collect()
}

#[test]
fn every_check_can_fail() {
    let fold = LanguagePacks::embedded().unwrap().fold;
    assert_eq!(lint("zz", &small(), &fold), Vec::<String>::new());
    let labels = "term\trole\tform\n";
    let with = |file: &str, content: String| {
        let mut pack = small();
        pack.insert(file.to_owned(), content);
        if file.ends_with(".tsv") && file != "labels.tsv" {
            pack.entry("sources.toml".to_owned())
                .or_default()
                .push_str(&format!(
                    "[\"{file}\"]\norigin = \"composed\"\nlicence = \"Apache-2.0\"\n"
                ));
        }
        pack
    };
    let cases = [
        ("byte order mark", with("labels.tsv", format!("\u{FEFF}{labels}كتب\tauthor\tcolon\n"))),
        ("one line end", with("labels.tsv", format!("{labels}كتب\tauthor\tcolon"))),
        ("presentation form", with("labels.tsv", format!("{labels}\u{FECB}شرة\tauthor\tcolon\n"))),
        ("is no letter", with("labels.tsv", format!("{labels}تشر\u{06CC}ن\tauthor\tcolon\n"))),
        ("Latin letters only", with("labels.tsv", format!("{labels}morning\tauthor\tcolon\n"))),
        ("folds as line", with("labels.tsv", format!("{labels}أخبار\trelated\tline\nاخبار\trelated\tline\n"))),
        ("out of order", with("labels.tsv", format!("{labels}كتب\tauthor\tcolon\nالمصدر\tsource\tcolon\n"))),
        ("white space", with("labels.tsv", format!("{labels}كتب \tauthor\tcolon\n"))),
        ("no origin of", {
            let mut pack = small();
            pack.insert("weekdays.tsv".to_owned(), "term\tnumber\n".to_owned());
            pack
        }),
        ("no file", with("sources.toml", "[\"labels.tsv\"]\norigin = \"composed\"\nlicence = \"Apache-2.0\"\n[\"gone.tsv\"]\n".to_owned())),
        ("no `alphabet`", with("pack.toml", "tag = \"zz\"\n".to_owned())),
        ("`tag` is not", with("pack.toml", "tag = \"yy\"\n".to_owned())),
        ("no column `latin`", with("romanization_terms.tsv", "term\tspelling\nبن\tbin\n".to_owned())),
        ("wrong script", with("romanization_terms.tsv", "term\tlatin\nبن\tبن\n".to_owned())),
        ("wrong script", with("romanization.tsv", "letter\tbefore\tafter\tlatin\nب\tb\t-\tb\n".to_owned())),
        ("stands in", {
            let mut pack = with("months.tsv", "term\tcalendar\tnumber\nسبت\tgregorian\t1\n".to_owned());
            pack.insert("weekdays.tsv".to_owned(), "term\tnumber\nسبت\t6\n".to_owned());
            pack
        }),
    ];
    for (expected, pack) in cases {
        let defects = lint("zz", &pack, &fold);
        assert!(
            defects.iter().any(|defect| defect.contains(expected)),
            "expected `{expected}`, found {defects:?}"
        );
    }
    let bare = lint("ar", &small(), &fold);
    assert!(
        bare.iter()
            .any(|defect| defect.contains("standard spelling `أبريل`")),
        "{bare:?}"
    );
}

/// A folder of data is a language: no line of code names it.
#[test]
fn a_folder_is_a_language() {
    let pack = read_pack(&repository().join("tests/fixtures/xx"));
    let files: Vec<(String, String)> = pack
        .into_iter()
        .map(|(file, content)| (format!("xx/{file}"), content))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(file, content)| (file.as_str(), content.as_str()))
        .collect();
    let packs = LanguagePacks::from_files(&files).unwrap();
    assert_eq!(packs.tags, ["xx"]);
    let pipeline = Pipeline::new(packs, maqal::boundary::Models::embedded().unwrap());
    let page = "Ponta nova abrita sor la rivo\n\
                Publikato: 5 marzaro 2024\n\
                Verkita de: Lina Ferro\n\
                La nova ponta sor la rivo estis abrita en la mateno, kaj multa homo venis por vidi la ponta, diris la urbestro.\n\
                La urbestro diris ke la ponta kostis du miliona, kaj ke la laboro dauris tri jaro sen halto.\n\
                Fonto: Gazeto de la Urbo\n\
                Legu ankau\n\
                Muzeo montras malnova bildo\n";
    let article = pipeline.structure(page, &Hints::default());
    assert_eq!(
        article.headline.unwrap().text,
        "Ponta nova abrita sor la rivo"
    );
    assert_eq!(
        article.date_published.unwrap().value.to_string(),
        "2024-03-05"
    );
    assert_eq!(article.source.unwrap().text, "Gazeto de la Urbo");
    assert_eq!(
        article
            .authors
            .iter()
            .map(|author| author.name.text.as_str())
            .collect::<Vec<_>>(),
        ["Lina Ferro"]
    );
    assert_eq!(
        article
            .related_headlines
            .iter()
            .map(|headline| headline.text.as_str())
            .collect::<Vec<_>>(),
        ["Muzeo montras malnova bildo"]
    );
}
