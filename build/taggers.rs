//! Embeds the taggers of single languages, `models/<tag>/tagger.bin` with `vocabulary.bin`.

use std::fmt::Write as _;

use crate::files;

/// Writes `taggers.rs`: `static FILES: &[(&str, &[u8], &[u8])]`, the tag, the tagger and the
/// words it was trained with.
pub(crate) fn embed() {
    let mut code = String::from("static FILES: &[(&str, &[u8], &[u8])] = &[\n");
    for folder in files::entries(&files::folder("models", "taggers")) {
        let [tagger, vocabulary] = ["tagger.bin", "vocabulary.bin"].map(|name| folder.join(name));
        if !tagger.is_file() {
            continue;
        }
        println!("cargo::rerun-if-changed={}", tagger.display());
        println!("cargo::rerun-if-changed={}", vocabulary.display());
        let tag = folder.file_name().unwrap_or_default().to_string_lossy();
        let (tagger, vocabulary) = (tagger.to_string_lossy(), vocabulary.to_string_lossy());
        writeln!(
            code,
            "    ({tag:?}, include_bytes!({tagger:?}), include_bytes!({vocabulary:?})),"
        )
        .expect("writing to a string");
    }
    code.push_str("];\n");
    files::write("taggers.rs", &code);
}
