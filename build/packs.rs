//! Embeds every file of `lang/`: a sorted table of (path, content).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::files;

/// Files of a pack that are read at run time.
const EXTENSIONS: [&str; 2] = ["tsv", "toml"];

/// Writes `packs.rs`: `static FILES: &[(&str, &str)]`, paths relative to `lang/`.
pub(crate) fn embed() {
    let root = files::folder("lang", "packs");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found.sort();
    let mut code = String::from("static FILES: &[(&str, &str)] = &[\n");
    for file in &found {
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
    files::write("packs.rs", &code);
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in files::entries(folder) {
        if path.is_dir() {
            collect(&path, found);
        } else if path
            .extension()
            .is_some_and(|ext| EXTENSIONS.iter().any(|wanted| ext == *wanted))
        {
            found.push(path);
        }
    }
}
