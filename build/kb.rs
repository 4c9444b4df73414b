//! Embeds every compiled file of `kb/`: a table of (name, bytes), the main one first.

use std::fmt::Write as _;

use crate::files;

/// The file whose entries others add to.
const MAIN: &str = "maqal.kb";

/// Writes `kb.rs`: `static PARTS: &[(&str, &[u8])]`. A missing file is left out: a base without
/// the `ODbL` part is whole, and `maqal kb build` must run before there is any.
pub(crate) fn embed() {
    let mut parts = files::entries(&files::folder("kb", "kb"));
    parts.retain(|path| path.extension().is_some_and(|end| end == "kb"));
    parts.sort_by_key(|path| !path.ends_with(MAIN));
    let mut code = String::from("pub(super) static PARTS: &[(&str, &[u8])] = &[\n");
    for file in &parts {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let path = file.to_string_lossy();
        writeln!(code, "    ({name:?}, include_bytes!({path:?})),").expect("writing to a string");
    }
    code.push_str("];\n");
    files::write("kb.rs", &code);
}
