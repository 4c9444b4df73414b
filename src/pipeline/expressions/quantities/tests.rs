//! Tables of quantities in news phrases: text → value, unit, casualty, words covered.

use std::sync::LazyLock;

use super::*;
use crate::lang::LanguagePacks;
use crate::pipeline::segment::segment;
use crate::text::NormalizedText;

static PACKS: LazyLock<LanguagePacks> =
    LazyLock::new(|| LanguagePacks::embedded().expect("the packs load"));

fn amount(amount: Amount) -> String {
    let bound = |bound: Option<f64>| bound.map_or(String::new(), |value| value.to_string());
    match amount {
        Amount::Value(value) => ((value * 1e6).round() / 1e6).to_string(),
        Amount::Range {
            minimum,
            maximum,
            minimum_exclusive,
            maximum_exclusive,
        } => format!(
            "{}{}..{}{}",
            if minimum_exclusive { "(" } else { "[" },
            bound(minimum),
            bound(maximum),
            if maximum_exclusive { ")" } else { "]" }
        ),
    }
}

/// `value unit casualty [words]` of every quantity, `; ` between them; `~` before approximate
/// ones, `#` before ordinals.
fn shown_with(text: &str, reading: Reading) -> String {
    let normalized = NormalizedText::verbatim(text);
    let segmentation = segment(&normalized, &PACKS, &crate::boundary::Vocabulary::default());
    let view = TokenView::new(&normalized, &segmentation, &PACKS);
    let all = 0..segmentation.tokens.len();
    let shown: Vec<String> = quantities_in(&view, &all, reading)
        .into_iter()
        .map(|found| {
            let mut out = String::new();
            if found.approximate {
                out.push('~');
            }
            if found.kind == QuantityKind::Ordinal {
                out.push('#');
            }
            out.push_str(&amount(found.amount));
            match &found.unit {
                None => {}
                Some(Unit::Currency(unit) | Unit::Measure(unit) | Unit::CountedNoun(unit)) => {
                    out.push(' ');
                    out.push_str(unit);
                }
            }
            if let Some(casualty) = found.casualty {
                out.push_str(&format!(" {casualty:?}"));
            }
            let source = &text[found.span.start() as usize..found.span.end() as usize];
            assert_eq!(source, found.text);
            if found.text != text {
                out.push_str(&format!(" [{}]", found.text));
            }
            out
        })
        .collect();
    shown.join("; ")
}

fn check(table: &[(&str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|&(text, expected)| {
            let found = shown_with(text, Reading::News);
            (found != expected).then(|| format!("{text}: {found}, expected {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn counted_nouns_agree_with_their_number() {
    check(&[
        ("نفذت القوات 150 هجوماً", "150 هجوم [150 هجوماً]"),
        ("شارك نحو 3 آلاف مقاتل", "~3000 مقاتل [نحو 3 آلاف مقاتل]"),
        ("حضر خمسة أشخاص", "5 شخص [خمسة أشخاص]"),
        ("دمرت 7 سيارات", "7 سيارة [7 سيارات]"),
        ("أغلقت اثنتا عشرة مدرسة", "12 مدرسة [اثنتا عشرة مدرسة]"),
        ("استقبلت المدينة ألفي لاجئ", "2000 لاجئ Displaced [ألفي لاجئ]"),
        ("أطلق 25 صاروخا على القاعدة", "25 صاروخ [25 صاروخا]"),
        ("وصل ١٢ نائباً", "12 نائب [١٢ نائباً]"),
        ("بلغ العدد 1.250 شخصاً", "1250 شخص [1.250 شخصاً]"),
        ("زار المتحف مئة ألف سائح", "100000 سائح [مئة ألف سائح]"),
        ("ثلاثة من الجنود", "3 جندي"),
        ("انتخب رئيس واحد", "1 رئيس [رئيس واحد]"),
        ("وبخمسة آلاف متطوع", "5000 متطوع [خمسة آلاف متطوع]"),
        ("أكثر من 40 دولة", "(40..] دولة"),
        ("70 محطة و65 لمراقبة", "70 محطة [70 محطة]; 65 [65]"),
        ("16 وأشرطة", "16 [16]"),
        ("عشرون قبة", "20 قبة"),
    ]);
}

#[test]
fn duals_hold_their_number() {
    check(&[
        ("أوقف شخصين في المطار", "2 شخص Detained [شخصين]"),
        ("احترقت سيارتان", "2 سيارة [سيارتان]"),
        ("على بعد كيلومترين من الحدود", "2 kilometer [كيلومترين]"),
        ("بمليوني دولار", "2000000 USD [مليوني دولار]"),
        ("بين الطرفين", ""),
    ]);
}

#[test]
fn money_by_name_adjective_and_sign() {
    check(&[
        ("بقيمة 3.5 مليون دولار", "3500000 USD [3.5 مليون دولار]"),
        ("20 ألف دينار كويتي", "20000 KWD"),
        ("خمسون جنيهاً مصرياً", "50 EGP"),
        ("مئة مليون دولار كندي", "100000000 CAD"),
        ("12 مليار ريال سعودي", "12000000000 SAR"),
        ("$15", "15 USD"),
        ("15$", "15 USD"),
        ("€ 2.5 مليون", "2500000 EUR"),
        ("500 ليرة لبنانية", "500 LBP"),
        ("عشرة دولارات و50 سنتاً", "10.5 USD"),
        ("3 جنيهات إسترلينية", "3 GBP"),
        ("مليارا يورو", "2000000000 EUR"),
        ("ما لا يقل عن مليوني دولار", "[2000000..] USD"),
        ("40 دينارا", "40 دينار"),
    ]);
}

#[test]
fn measures_and_percentages() {
    check(&[
        ("20 في المئة", "20 percent"),
        ("٢٠٪", "20 percent"),
        ("%20", "20 percent"),
        ("ارتفع بنسبة 3,5 بالمئة", "3.5 percent [3,5 بالمئة]"),
        (
            "مساحتها 300 كيلومتر مربع",
            "300 square-kilometer [300 كيلومتر مربع]",
        ),
        ("على عمق 10 كم", "10 kilometer [10 كم]"),
        ("مليون برميل يومياً", "1000000 barrel [مليون برميل]"),
        ("خمسة أطنان من القمح", "5 tonne [خمسة أطنان]"),
        ("500 ميغاواط", "500 megawatt"),
        ("45 درجة مئوية", "45 celsius"),
        ("نصف لتر", "0.5 liter"),
        ("لتر ونصف", "1.5 liter"),
        ("ثلاثون دونماً", "30 dunam"),
        ("120 كيلومترا في الساعة", "120 kilometer-per-hour"),
    ]);
}

#[test]
fn bounds_and_approximation() {
    check(&[
        ("نحو 20 شخصا", "~20 شخص"),
        ("قرابة مليون نازح", "~1000000 نازح Displaced"),
        ("ما يزيد على 200 لاعب", "(200..] لاعب"),
        ("لا يقل عن 30 شركة", "[30..] شركة"),
        ("30 شركة على الأقل", "[30..] شركة"),
        ("أقل من 10 كيلومترات", "[..10) kilometer"),
        ("ما لا يزيد عن 5 ملايين يورو", "[..5000000] EUR"),
        ("200 شخص أو أكثر", "[200..] شخص"),
        ("100 شخص تقريبا", "~100 شخص"),
        ("ولأكثر من 20 شركة", "(20..] شركة [أكثر من 20 شركة]"),
        ("أكثر من 10 وأقل من 20", "(10..20)"),
        (
            "غرامة تصل إلى مليون دولار",
            "[..1000000] USD [تصل إلى مليون دولار]",
        ),
        ("لتصل إلى 30 بالمئة", "30 percent [30 بالمئة]"),
    ]);
}

#[test]
fn ranges() {
    check(&[
        ("بين 10 و20 شخصاً", "[10..20] شخص"),
        ("ما بين ثلاثة وخمسة ملايين دولار", "[3000000..5000000] USD"),
        ("من 5 إلى 7 كيلومترات", "[5..7] kilometer"),
        ("10-15 شخصاً", "[10..15] شخص"),
        ("ثلاثة أو أربعة أشخاص", "[3..4] شخص"),
        ("من 20% إلى 25%", "[20..25] percent"),
        ("ارتفع من 13% إلى 23%", "13 percent [13%]; 23 percent [23%]"),
        (
            "تراجع 221 إلى 9080 نقطة",
            "221 [221]; 9080 نقطة [9080 نقطة]",
        ),
        ("3 إلى 5 أشخاص", "[3..5] شخص"),
        (
            "سرعتها 15 - 35 كم/ساعة",
            "[15..35] kilometer-per-hour [15 - 35 كم/ساعة]",
        ),
        (
            "بين مليون ومليوني نازح",
            "[1000000..2000000] نازح Displaced",
        ),
    ]);
}

#[test]
fn sizes_without_numbers() {
    check(&[
        ("سقط عشرات القتلى", "~[20..] قتيل Killed [عشرات القتلى]"),
        (
            "فر مئات الآلاف من المدنيين",
            "~[200000..] مدني [مئات الآلاف من المدنيين]",
        ),
        ("آلاف الأشخاص", "~[2000..] شخص"),
        ("بضعة أشخاص", "~[3..9] شخص"),
        ("ملايين الدولارات", "~[2000000..] USD"),
        ("إصابة العشرات", "~[20..] Injured [العشرات]"),
        ("مئات السنين", ""),
    ]);
}

#[test]
fn what_befell_people() {
    check(&[
        (
            "مقتل 12 شخصاً وإصابة 30",
            "12 شخص Killed [12 شخصاً]; 30 Injured [30]",
        ),
        ("قتل ثلاثة وأصيب خمسة", "3 Killed [ثلاثة]; 5 Injured [خمسة]"),
        ("استشهد 4 مدنيين في غارة", "4 مدني Killed [4 مدنيين]"),
        ("وصل 15 جريحاً إلى المستشفى", "15 جريح Injured [15 جريحاً]"),
        ("12 مدنياً قتلوا في القصف", "12 مدني Killed [12 مدنياً]"),
        ("اعتقال 20 متظاهراً", "20 متظاهر Detained [20 متظاهراً]"),
        (
            "نزوح أكثر من 5 آلاف عائلة",
            "(5000..] عائلة Displaced [أكثر من 5 آلاف عائلة]",
        ),
        ("فقدان 9 بحارة", "9 بحار Missing [9 بحارة]"),
        ("مقتل جنديين", "2 جندي Killed [جنديين]"),
        ("قتل في الهجوم نحو 40 شخصا", "~40 شخص Killed [نحو 40 شخصا]"),
        ("مقتل وإصابة 30 شخصا", "30 شخص [30 شخصا]"),
        ("ارتفع عدد القتلى إلى 50", "50 Killed [50]"),
        ("تدمير 12 دبابة", "12 دبابة [12 دبابة]"),
    ]);
}

#[test]
fn places_in_an_order() {
    check(&[
        ("الجولة الثالثة من المفاوضات", "#3 جولة [الجولة الثالثة]"),
        ("الفقرة العاشرة", "#10 فقرة"),
        ("ثاني دولة", "#2 دولة"),
        ("الدول الخمس", "5 دولة"),
        ("المؤتمر الحادي عشر", "#11 مؤتمر"),
        ("الطابق العشرين", "#20 طابق"),
        ("كانون الثاني", ""),
        ("فؤاد الأول", ""),
        ("اليوم الثالث", ""),
    ]);
}

#[test]
fn numbers_that_are_no_quantities() {
    check(&[
        ("في عام 2014", ""),
        ("منذ 1998", ""),
        ("موسم 2020-2021", ""),
        ("بين عامي 2014 و2017", ""),
        ("ثلاثة أيام", ""),
        ("20 عاماً", ""),
        ("فاز 3-1", ""),
        ("فاز بنتيجة 2 - 0", ""),
        ("كوفيد-19", ""),
        ("طائرة F16", ""),
        ("المادة 15 من الدستور", ""),
        ("القرار رقم 1701", ""),
        ("هاتف 009647712345678", ""),
        ("للاتصال: 07901-234-567", ""),
        ("الساعة 10:30", ""),
        ("26/1/2024", ""),
        ("الصفحة 12", ""),
        ("1- أعلن الوزير", ""),
        ("أحد المسؤولين", ""),
        ("نصف نهائي البطولة", ""),
        ("نصف ساعة", ""),
        ("سالف الذكر", ""),
        ("في 2019 قالت الوزارة", ""),
        ("شبكة 5G", ""),
        ("الرحلة 302", ""),
        ("بين 3 و5 أيام", ""),
        ("واحد من كبار المسؤولين", ""),
        ("ست الدار", ""),
        ("دور الـ16", ""),
        ("في سن 18", ""),
        ("%D9%84%D8", ""),
        ("رقم م/ 59", ""),
        ("(07,00 بتوقيت بغداد)", ""),
        ("نصف قرن", ""),
        ("في 2016 خصوصا", ""),
        ("القرن الحادي والعشرين", ""),
        ("أبان الكشف", ""),
    ]);
}

#[test]
fn hostile_pages_are_linear() {
    for text in [
        "12 ".repeat(10_000),
        "بين 10 و ".repeat(10_000),
        "من 3 إلى ".repeat(5_000),
        "نحو أكثر من ".repeat(5_000),
        "5-".repeat(10_000),
        "ألف ألف مليون ".repeat(5_000),
        "$ $ $ ".repeat(5_000),
    ] {
        shown_with(&text, Reading::News);
        shown_with(&text, Reading::Arithmetic);
    }
}

#[test]
fn zz_timing() {
    {
        let text =
            std::fs::read_to_string("/work/shared/articles/iraq-coalition-2024-01-26.ar.txt")
                .unwrap();
        let normalized = NormalizedText::verbatim(&text);
        let segmentation = segment(&normalized, &PACKS, &crate::boundary::Vocabulary::default());
        let view = TokenView::new(&normalized, &segmentation, &PACKS);
        let all = 0..segmentation.tokens.len();
        for _ in 0..3 {
            let start = std::time::Instant::now();
            let found = quantities_in(&view, &all, Reading::News).len();
            println!("real {} tokens, {found}: {:?}", all.len(), start.elapsed());
        }
        let start = std::time::Instant::now();
        let n = crate::pipeline::dates::find_dates(
            &segmentation,
            all.clone(),
            &PACKS,
            &crate::pipeline::Hints::default(),
        )
        .len();
        println!("dates {n} {:?}", start.elapsed());
    }
    for piece in [
        "12 ",
        "بين 10 و ",
        "من 3 إلى ",
        "نحو أكثر من ",
        "5-",
        "ألف ألف مليون ",
        "$ $ $ ",
        "مئة و ",
        "خمسة وعشرون ",
        "ارتفع من 3 إلى 5 ",
        "1/",
        "12،",
        "1 234 ",
    ] {
        for n in [5_000, 10_000, 20_000] {
            let text = piece.repeat(n);
            let normalized = NormalizedText::verbatim(&text);
            let segmentation =
                segment(&normalized, &PACKS, &crate::boundary::Vocabulary::default());
            let view = TokenView::new(&normalized, &segmentation, &PACKS);
            let all = 0..segmentation.tokens.len();
            let start = std::time::Instant::now();
            let found = quantities_in(&view, &all, Reading::News).len();
            println!("{piece} {n} {found} {:?}", start.elapsed());
        }
    }
}
