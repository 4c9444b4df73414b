//! Embeds the taggers of single languages, `models/<tag>/tagger.bin` with `vocabulary.bin`.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// Writes `taggers.rs`: `static FILES: &[(&str, &[u8], &[u8])]`, the tag, the tagger and the
/// words it was trained with.
pub(crate) fn embed() {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("models");
    println!("cargo::rerun-if-changed=models");
    println!("cargo::rerun-if-changed=build/taggers.rs");
    let mut folders: Vec<PathBuf> = fs::read_dir(&root)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("tagger.bin").is_file())
        .collect();
    folders.sort();
    let mut code = String::from("static FILES: &[(&str, &[u8], &[u8])] = &[\n");
    for folder in &folders {
        let tag = folder.file_name().unwrap_or_default().to_string_lossy();
        let [tagger, vocabulary] = ["tagger.bin", "vocabulary.bin"].map(|name| folder.join(name));
        println!("cargo::rerun-if-changed={}", tagger.display());
        println!("cargo::rerun-if-changed={}", vocabulary.display());
        let (tagger, vocabulary) = (tagger.to_string_lossy(), vocabulary.to_string_lossy());
        writeln!(
            code,
            "    ({tag:?}, include_bytes!({tagger:?}), include_bytes!({vocabulary:?})),"
        )
        .expect("writing to a string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join("taggers.rs");
    fs::write(out, code).expect("OUT_DIR is writable");
}
