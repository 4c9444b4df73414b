//! Embeds every file of `lang/`: a sorted table of (path, content).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Files of a pack that are read at run time.
const EXTENSIONS: [&str; 2] = ["tsv", "toml"];

/// Writes `packs.rs`: `static FILES: &[(&str, &str)]`, paths relative to `lang/`.
pub(crate) fn embed() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("lang");
    println!("cargo::rerun-if-changed=lang");
    println!("cargo::rerun-if-changed=build/packs.rs");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut code = String::from("static FILES: &[(&str, &str)] = &[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file
            .strip_prefix(&root)
            .expect("below lang/")
            .to_string_lossy()
            .replace('\\', "/");
        let path = file.to_string_lossy();
        writeln!(code, "    ({name:?}, include_str!({path:?})),").expect("writing to a string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join("packs.rs");
    fs::write(out, code).expect("OUT_DIR is writable");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|ext| EXTENSIONS.iter().any(|wanted| ext == *wanted))
        {
            files.push(path);
        }
    }
}
