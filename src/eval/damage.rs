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
            text.replace("لا", "\u{fefb}").replace("لأ", "\u{fef7}")
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
    text.chars()
        .map(|character| {
            let mut buffer = [0; 4];
            let bytes = character.encode_utf8(&mut buffer).bytes();
            bytes
                .map(|byte| {
                    if byte < 0x80 {
                        char::from(byte)
                    } else {
                        WINDOWS_1256
                            .chars()
                            .nth(usize::from(byte) - 0x80)
                            .unwrap_or('?')
                    }
                })
                .collect::<String>()
        })
        .collect()
}

/// The upper half of Windows-1256, from 0x80.
const WINDOWS_1256: &str = concat!(
    "€پ‚ƒ„…†‡ˆ‰ٹ‹Œچژڈ",
    "گ‘’“”•–—ک™ڑ›œ\u{200c}\u{200d}ں",
    "\u{a0}،¢£¤¥¦§¨©ھ«¬\u{ad}®¯",
    "°±²³´µ¶·¸¹؛»¼½¾؟",
    "ہءآأؤإئابةتثجحخد",
    "ذرزسشصض×طظعغـفقك",
    "àلâمنهوçèéêëىيîï",
    "\u{64b}\u{64c}\u{64d}\u{64e}ô\u{64f}\u{650}÷\u{651}ù\u{652}ûü\u{200e}\u{200f}ے",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_read_as_1256_looks_as_on_real_pages() {
        assert_eq!(WINDOWS_1256.chars().count(), 128);
        assert_eq!(mojibake_1256("العراق"), "ط§ظ„ط¹ط±ط§ظ‚");
    }
}
