//! Tables of repairs, round trips through wrong code pages, and sound text left alone.

use encoding_rs::{WINDOWS_1252, WINDOWS_1256};

use super::*;

fn shown(raw: &str) -> String {
    normalize(raw).text.as_str().to_owned()
}

fn kinds(raw: &str) -> Vec<DiagnosticKind> {
    let diagnostics = normalize(raw).diagnostics;
    diagnostics.iter().map(|found| found.kind).collect()
}

/// `text` in UTF-8, read in `page`; bytes that the set leaves open become C1 controls.
fn misread(text: &str, page: &'static encoding_rs::Encoding) -> String {
    let (decoded, _) = page.decode_without_bom_handling(text.as_bytes());
    decoded.into_owned()
}

#[test]
fn characters_as_shown() {
    let table = [
        ("", ""),
        ("أ\r\nب\rج\u{2028}د\u{85}", "أ\nب\nج\nد\n"),
        ("أ\u{A0}ب\u{202F}ج\td", "أ ب ج\td"),
        ("\u{FEFF}أ\u{200B}ب\u{200F}\u{AD}\u{0}\u{9F}", "أب"),
        ("می\u{200C}شود", "می\u{200C}شود"),
        ("العـــراق مُهِمّ ١٢٣ الخارجیة", "العـــراق مُهِمّ ١٢٣ الخارجیة"),
        ("\u{FEDB}\u{FE98}\u{FE8E}\u{FE8F}", "كتاب"),
        ("\u{FEFB}", "لا"),
        ("\u{FE70}", "\u{64B}"),
        (
            "\u{FDF2} \u{FDFA} \u{FDFB} \u{FD3E}\u{FD3F} \u{FDFC}",
            "الله \u{FDFA} \u{FDFB} \u{FD3E}\u{FD3F} \u{FDFC}",
        ),
        ("&quot;نعم&quot;&nbsp;قال", "\"نعم\" قال"),
        ("&#1575;&#x644;", "ال"),
        ("&amp;quot; &amp;amp;amp;lt;", "\" <"),
        ("&am\u{200B}p;lt;", "<"),
        ("&a&#109;p;", "&"),
        ("AT&T; a & b; &notmine; &;", "AT&T; a & b; &notmine; &;"),
        ("&shy;&zwnj;&#13;&#150;", "\u{200C}\n–"),
    ];
    for (raw, expected) in table {
        assert_eq!(shown(raw), expected, "{raw:?}");
        assert_eq!(shown(expected), expected, "{raw:?} twice");
    }
}

#[test]
fn repaired_characters_keep_their_source_range() {
    let raw = "x&amp;quot;y\r\nz";
    let text = normalize(raw).text;
    assert_eq!(text.as_str(), "x\"y\nz");
    assert_eq!(text.to_source(Span::new(1, 2)).slice(raw), "&amp;quot;");
    assert_eq!(text.to_source(Span::new(2, 3)).slice(raw), "y");
    assert_eq!(text.to_source(Span::new(3, 4)).slice(raw), "\r\n");

    let raw = "المصدر: ط§ظ„ط¹ط±ط§ظ‚&nbsp;اليوم";
    let text = normalize(raw).text;
    assert_eq!(text.as_str(), "المصدر: العراق اليوم");
    let word = text.as_str().find("العراق").unwrap();
    let span = Span::from_range(word..word + "العراق".len());
    assert_eq!(text.to_source(span).slice(raw), "ط§ظ„ط¹ط±ط§ظ‚");
    let space = Span::from_range(word + 12..word + 13);
    assert_eq!(text.to_source(space).slice(raw), "&nbsp;");
}

#[test]
fn wrongly_decoded_text() {
    let table = [
        ("ط§ظ„ط¹ط±ط§ظ‚", "العراق"),
        ("Ø§Ù„Ø¹Ø±Ø§Ù‚", "العراق"),
        ("Itâ€™s a cafÃ© in MÃ¼nchen", "It’s a café in München"),
        ("Ã‰cole Ã  Paris, Â«ouiÂ»", "École à Paris, «oui»"),
        // The soft hyphen of D8 AD was dropped on the way.
        ("ط§ظ„طھط§ظ„ظپ ط§ظ„طھطظپط¸", "التالف التحفظ"),
        // The bytes without a character were dropped.
        ("Ø§Ù„ØªØ\u{AD}Ø§Ù„Ù Ø§Ù„Ø¯ÙˆÙ„ÙŠ", "التحالف الدولي"),
    ];
    for (raw, expected) in table {
        assert_eq!(shown(raw), expected, "{raw:?}");
        assert_eq!(kinds(raw), [DiagnosticKind::MojibakeRepaired], "{raw:?}");
    }
    let twice = misread(&misread("وصل الوفد إلى بغداد", WINDOWS_1252), WINDOWS_1252);
    assert_eq!(shown(&twice), "وصل الوفد إلى بغداد");
}

#[test]
fn lost_characters_are_reported_once_a_stretch() {
    let raw = format!("أ\u{FFFD}ب\u{FFFD}\u{FFFD}{}\u{FFFD}", "س".repeat(200));
    assert_eq!(shown(&raw), raw);
    assert_eq!(kinds(&raw), [DiagnosticKind::EncodingDamaged; 2]);
}

/// Sentences of our own in the languages that share the letters and marks of the code pages.
const SOUND: &[&str] = &[
    "قال الوزير: «لن نتراجع»، وأضاف أن المشروع… سيبدأ غداً – بإذن الله – في «الموقع»؟ نعم؛ انقطع، ثم شرع: «ضغط»",
    "عکس\u{200C}های تازه از شروع\u{200C} مراسم؛ طپش قلب، عکاس چگونه ژرف «شجاع» گفت؟ موضوع\u{200C}ها",
    "ضلع «شجاع»؟ نوع، قطاع؟ دفاع… بلاغ» صراع“ مبلغ، نفط؟ فقط، وسط…",
    "وزیر اعظم نے کہا کہ ملک میں بڑے منصوبے شروع ہوں گے، ٹھیک ہے۔ عڈ طڑ غچ",
    "L’été dernier, à Évry, où l’on dîne « très bien », Noël coûte 30 € – ça va ? Œuvre, ÎLE, PÂQUES… À «»",
    "Die Straße in München heißt „Größe“, Öl für 5 £, ÄÖÜ“ sagte sie – Übung…",
    "São Paulo: a IRMÃ» disse “NÃO” – AMANHÃ… avó, à noite, órgãos; ÂNIMO º ª",
    "Türkiye'de İstanbul'a gitti; çığ, şöyle ÜÇ… «ĞÜŞ»",
    "Øresund, SØ– og Å… blåbær × 3² Ø» Å“",
    "5×“a” ÷ 2 – ± ¼ ½ µm ©2024 ® ™ £5 Â",
];

#[test]
fn sound_text_is_left_alone() {
    for text in SOUND {
        assert_eq!(&shown(text), text);
        assert!(kinds(text).is_empty(), "{text:?}");
    }
}

#[test]
fn sound_text_comes_back_from_both_code_pages() {
    for text in SOUND.iter().take(9) {
        for page in [WINDOWS_1256, WINDOWS_1252] {
            let raw = misread(text, page);
            let repaired = shown(&raw);
            let (agreed, total) = agreement(text, &repaired);
            assert!(
                agreed * 100 >= total * 97,
                "{}: {agreed} of {total}
{text}
{repaired}",
                page.name()
            );
        }
    }
}

/// Characters of the words of `expected` that stand in `found`, in order, and all of them.
fn agreement(expected: &str, found: &str) -> (usize, usize) {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (expected, found) = (words(expected), words(found));
    let total: usize = expected.iter().map(|word| word.chars().count()).sum();
    let mut rest = found.iter().peekable();
    let mut agreed = 0;
    for word in &expected {
        if let Some(skip) = rest.clone().take(8).position(|other| other == word) {
            agreed += word.chars().count();
            rest.nth(skip);
        }
    }
    (agreed, total)
}
