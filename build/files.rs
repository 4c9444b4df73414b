//! What the steps share: folders of the repository, and code written to `OUT_DIR`.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// A folder of the repository; a change in it, or of the step that reads it, runs the build again.
pub(crate) fn folder(name: &str, step: &str) -> PathBuf {
    println!("cargo::rerun-if-changed={name}");
    println!("cargo::rerun-if-changed=build/files.rs");
    println!("cargo::rerun-if-changed=build/{step}.rs");
    PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join(name)
}

/// What stands in a folder, sorted; nothing where there is none.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    entries
}

/// Writes generated code.
pub(crate) fn write(name: &str, code: &str) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join(name);
    fs::write(out, code).expect("OUT_DIR is writable");
}
