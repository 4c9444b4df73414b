//! Tables of numerals: text → value, kind, words covered.

use std::sync::LazyLock;

use super::*;
use crate::lang::LanguagePacks;
use crate::pipeline::segment::segment;
use crate::text::NormalizedText;

static PACKS: LazyLock<LanguagePacks> =
    LazyLock::new(|| LanguagePacks::embedded().expect("the packs load"));

/// `value` of every numeral, `; ` between them; `#` before ordinals, `~` before fractions, the
/// words in brackets when they are not the whole text.
fn shown(text: &str) -> String {
    let normalized = NormalizedText::verbatim(text);
    let segmentation = segment(&normalized, &PACKS, &crate::boundary::Vocabulary::default());
    let view = TokenView::new(&normalized, &segmentation, &PACKS);
    let mut out = Vec::new();
    let mut idx = 0;
    while idx < segmentation.tokens.len() {
        let Some(found) = numeral_at(&view, idx) else {
            idx += 1;
            continue;
        };
        let mark = match found.kind {
            NumeralKind::Cardinal => "",
            NumeralKind::Ordinal => "#",
            NumeralKind::Fraction => "~",
        };
        let words = view.span(&found.tokens).slice(text);
        let value = (found.value * 1e6).round() / 1e6;
        out.push(if words == text {
            format!("{mark}{value}")
        } else {
            format!("{mark}{value} [{words}]")
        });
        idx = found.tokens.end;
    }
    out.join("; ")
}

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|&(text, expected)| {
            let found = shown(text);
            (found != expected).then(|| format!("{text}: {found}, expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn digits_in_all_scripts_and_conventions() {
    check(&[
        ("٢٥", "25"),
        ("۲۵", "25"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("٣٫٥", "3.5"),
        ("١٢٬٥٠٠", "12500"),
        ("12 000", "12000"),
        ("1 250 000", "1250000"),
        ("3,5", "3.5"),
        ("12,500", "12500"),
        ("0,125", "0.125"),
        ("1.500", "1500"),
        ("2.345", "2.345"),
        ("1.234.567", "1234567"),
        ("-7", "-7"),
        ("-٣٫٢", "-3.2"),
        ("3/4", "0.75"),
        ("½", "0.5"),
        ("2 1/2", "2.5"),
        ("3½", "3.5"),
        (".25", "0.25"),
        ("5/12/2021", "5 [5]; 12 [12]; 2021 [2021]"),
        ("٠٫٧", "0.7"),
        ("5ر2", "2.5"),
        ("25ر3 مليار", "3250000000"),
    ]);
}

#[test]
fn ones_teens_and_tens() {
    check(&[
        ("صفر", "0"),
        ("ثمانٍ", "8"),
        ("أحد عشر", "11"),
        ("إحدى عشرة", "11"),
        ("اثنتي عشرة", "12"),
        ("تسعة عشر", "19"),
        ("خمسة وعشرون", "25"),
        ("ست و ثمانين", "86"),
        ("تلاتة وستين", "63"),
        ("خمستاشر", "15"),
        ("أحد", ""),
        ("الأحد", ""),
        ("اثنا", ""),
    ]);
}

#[test]
fn hundreds_and_thousands() {
    check(&[
        ("مئة", "100"),
        ("مائتان", "200"),
        ("مئتي", "200"),
        ("خمسمئة", "500"),
        ("خمسمية", "500"),
        ("خمس مئة", "500"),
        ("ثلاث مائة وأربعون", "340"),
        ("مئة وثلاثة وعشرون", "123"),
        ("مئة وست", "106"),
        ("ألفان", "2000"),
        ("ثلاثة آلاف وخمسمئة", "3500"),
        ("مئة وثلاثة وعشرين ألفاً", "123000"),
        ("أحد عشر ألفا", "11000"),
        ("ألف ومئتان وخمسة عشر", "1215"),
        ("سبعة آلاف وستة", "7006"),
        ("متين تلاتة وستين", "263"),
    ]);
}

#[test]
fn millions_with_digits_and_words() {
    check(&[
        ("3.5 مليون", "3500000"),
        ("٣٫٥ ملايين", "3500000"),
        ("مليونان ونصف المليون", "2500000"),
        ("مليوناً ومئتي ألف", "1200000"),
        ("ملياران وثلاثمئة مليون", "2300000000"),
        ("ثلاثة ملايين ونصف", "3500000"),
        ("مليون ومئة ألف وخمسين", "1100050"),
        ("3 آلاف و500", "3500"),
        ("تريليون", "1000000000000"),
        ("مئة ألف مليار", "100000000000000"),
        ("مليون إلا ربعا", "750000"),
        ("20 ألفا و300", "20300"),
        ("3 فاصلة 5 ملايين", "3500000"),
        ("ألفا جندي", "2000 [ألفا]"),
        ("ألفاً في", "1000 [ألفاً]"),
        ("ألفا و300", "1300"),
    ]);
}

#[test]
fn two_numbers_stay_two() {
    check(&[
        (
            "ثلاثة ملايين وخمسة ملايين",
            "3000000 [ثلاثة ملايين]; 5000000 [وخمسة ملايين]",
        ),
        ("مئة ومئتين", "100 [مئة]; 200 [ومئتين]"),
        ("عشرين وثلاثين", "20 [عشرين]; 30 [وثلاثين]"),
        ("عشرة وخمسة عشر", "10 [عشرة]; 15 [وخمسة عشر]"),
        ("مئة وألف", "100 [مئة]; 1000 [وألف]"),
        ("ألف و1500", "1000 [ألف]; 1500 [1500]"),
    ]);
}

#[test]
fn parts_of_one() {
    check(&[
        ("نصف", "~0.5"),
        ("ثلثي", "~0.666667"),
        ("ثلاثة أرباع", "~0.75"),
        ("5 أثمان", "~0.625"),
        ("نصف مليون", "500000"),
        ("ثلاثة أرباع المليون", "750000"),
        ("واحد ونصف", "1.5"),
        ("مئة وثلاثة أرباع", "100.75"),
        ("خمس السكان", "~0.2 [خمس]"),
        ("خمس دول", "5 [خمس]"),
        ("ثمن", ""),
    ]);
}

#[test]
fn places_in_an_order() {
    check(&[
        ("الأول", "#1"),
        ("الثانية", "#2"),
        ("ثالث", "#3"),
        ("العاشرة", "#10"),
        ("الحادي عشر", "#11"),
        ("الثانية عشرة", "#12"),
        ("الخامس والعشرون", "#25"),
        ("الحادية و الثلاثين", "#31"),
        ("السؤال العشرون", "20 [العشرون]"),
        ("ثانية", ""),
    ]);
}

#[test]
fn clitics_before_numbers() {
    check(&[
        ("وعشرون", "20"),
        ("بثلاثة", "3"),
        ("وبألفين", "2000"),
        ("الستة", "6"),
        ("الست", "6"),
        ("للثلاثة", "3"),
        ("سالف", ""),
    ]);
}

#[test]
fn signs_in_words() {
    check(&[
        ("سالب خمسة", "-5"),
        ("ناقص 3,5", "-3.5"),
        ("كورونا-5", "5 [5]"),
    ]);
}

#[test]
fn a_page_of_numbers_is_linear() {
    let text = "ألف و ".repeat(5_000) + &"12 ".repeat(10_000) + &"خمسة وعشرون مليون ".repeat(2_000);
    assert!(!shown(&text).is_empty());
}
