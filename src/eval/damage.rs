//! What befalls a text between the page and us: wrong decoding, entities, odd characters.

use std::collections::BTreeSet;

use super::page::Runs;
use super::random::Random;
use crate::article::BlockKind;

/// Damages some pages; says what was done.
pub(super) fn damage(runs: &mut Runs, random: &mut Random) -> BTreeSet<&'static str> {
    let mut done = BTreeSet::new();
    if random.chance(5) {
        done.insert("no-break space");
        each(runs, |_, text| {
            let mut out = String::with_capacity(text.len());
            for character in text.chars() {
                out.push(if character == ' ' && random.chance(12) {
                    '\u{a0}'
                } else {
                    character
                });
            }
            out
        });
    }
    if random.chance(4) {
        done.insert("zero width");
        each(runs, |_, text| {
            let mut out = String::with_capacity(text.len());
            for character in text.chars() {
                out.push(character);
                if character == ' ' && random.chance(8) {
                    out.extend(random.pick(&['\u{200f}', '\u{200b}', '\u{202b}']));
                }
            }
            out
        });
    }
    if random.chance(4) {
        done.insert("entities");
        each(runs, |_, text| {
            text.replace('"', "&quot;")
                .replace('«', "&laquo;")
                .replace('»', "&raquo;")
                .replace("  ", "&nbsp; ")
        });
    }
    if random.chance(2) {
        done.insert("presentation forms");
        each(runs, |_, text| {
            // Lam with alef, plain and with hamza, as one glyph each.
            text.replace("\u{644}\u{627}", "\u{fefb}")
                .replace("\u{644}\u{623}", "\u{fef7}")
        });
    }
    if random.chance(6) {
        done.insert("crlf");
        each(runs, |_, text| text.replace('\n', "\r\n"));
    }
    match random.below(100) {
        0..=2 => {
            done.insert("mojibake page");
            each(runs, |_, text| mojibake_1256(text));
        }
        3..=5 => {
            done.insert("mojibake body");
            each(runs, |kind, text| {
                if kind == Some(BlockKind::Paragraph) {
                    mojibake_1256(text)
                } else {
                    text.to_owned()
                }
            });
        }
        _ => {}
    }
    done
}

fn each(runs: &mut Runs, mut change: impl FnMut(Option<BlockKind>, &str) -> String) {
    for (text, kind) in &mut runs.runs {
        *text = change(*kind, text);
    }
}

/// UTF-8 bytes read as Windows-1256.
fn mojibake_1256(text: &str) -> String {
    encoding_rs::WINDOWS_1256
        .decode_without_bom_handling(text.as_bytes())
        .0
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_read_as_1256_looks_as_on_real_pages() {
        assert_eq!(mojibake_1256("العراق"), "ط§ظ„ط¹ط±ط§ظ‚");
    }
}
