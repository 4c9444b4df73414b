//! Embeds every compiled file of `kb/`: a table of (name, bytes), the main one first.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// The file whose entries others add to.
const MAIN: &str = "maqal.kb";

/// Writes `kb.rs`: `static PARTS: &[(&str, &[u8])]`. A missing file is left out: a base without
/// the `ODbL` part is whole, and `maqal kb build` must run before there is any.
pub(crate) fn embed() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("kb");
    println!("cargo::rerun-if-changed=kb");
    println!("cargo::rerun-if-changed=build/kb.rs");
    let mut files: Vec<PathBuf> = fs::read_dir(&root)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "kb"))
        .collect();
    files.sort_by_key(|path| (!path.ends_with(MAIN), path.clone()));
    let mut code = String::from("pub(super) static PARTS: &[(&str, &[u8])] = &[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let path = file.to_string_lossy();
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),").expect("writing to a string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join("kb.rs");
    fs::write(out, code).expect("OUT_DIR is writable");
}
