//! Tables of date expressions: input → value, calendar, words covered.

use std::sync::LazyLock;

use super::*;
use crate::pipeline::segment::segment;
use crate::text::NormalizedText;

static PACKS: LazyLock<LanguagePacks> =
    LazyLock::new(|| LanguagePacks::embedded().expect("the packs load"));

/// 2024-03-10T12:30:00Z, a Sunday.
const RETRIEVED_AT: i64 = 1_710_073_800;

fn find(text: &str, hints: &Hints) -> Vec<(DateMatch, String)> {
    find_with(&PACKS, text, hints)
}

fn find_with(packs: &LanguagePacks, text: &str, hints: &Hints) -> Vec<(DateMatch, String)> {
    let text = NormalizedText::verbatim(text);
    let segmentation = segment(&text, packs, &crate::boundary::Vocabulary::default());
    let n_tokens = segmentation.tokens.len();
    find_dates(&segmentation, 0..n_tokens, packs, hints)
        .into_iter()
        .map(|found| {
            let start = segmentation.tokens[found.tokens.start].span.start() as usize;
            let end = segmentation.tokens[found.tokens.end - 1].span.end() as usize;
            (found, text.as_str().get(start..end).unwrap().to_owned())
        })
        .collect()
}

/// `value calendar [words]` for every match, `; ` between them. The words are left out when
/// they are the whole text, the calendar when it is the Gregorian one. `!` marks parts that
/// contradict each other.
fn shown(packs: &LanguagePacks, text: &str, hints: &Hints) -> String {
    let mut out = Vec::new();
    for (found, words) in find_with(packs, text, hints) {
        let mut one = found.value.to_string();
        match found.calendar {
            Calendar::Gregorian => {}
            Calendar::Hijri => one.push_str(" H"),
            Calendar::Jalali => one.push_str(" J"),
        }
        if found.consistent == Some(false) {
            one.push('!');
        }
        if words != text {
            one = format!("{one} [{words}]");
        }
        out.push(one);
    }
    out.join("; ")
}

fn check(table: &[(&str, &str)], hints: &Hints) {
    check_with(&PACKS, table, hints);
}

fn check_with(packs: &LanguagePacks, table: &[(&str, &str)], hints: &Hints) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(text, expected)| (text, expected, shown(packs, text, hints)))
        .filter(|(_, expected, shown)| *expected != shown)
        .map(|(text, expected, shown)| {
            format!("{text:?}\n  expected {expected}\n  found    {shown}")
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} wrong\n{}",
        wrong.len(),
        table.len(),
        wrong.join("\n")
    );
}

#[test]
fn numeric_dates() {
    check(
        &[
            ("12/03/2023 - 14:05", "2023-03-12T14:05"),
            ("12/03/2023", "2023-03-12"),
            ("03/25/2023", "2023-03-25"),
            ("2020/12/25 - 1:59 صباحًا", "2020-12-25T01:59"),
            ("2026-01-08 | 12:42", "2026-01-08T12:42"),
            ("6-08-2023, 09:47", "2023-08-06T09:47"),
            ("٠٢:٠٠ الثلاثاء ١ / ١٢ / ٢٠٢٠", "2020-12-01T02:00"),
            ("GMT 17:27 17.03.2020", "2020-03-17T17:27Z"),
            ("1/12/2023مقاطع", "2023-12-01 [1/12/2023]"),
            ("1.12.2023", "2023-12-01"),
            ("1-12-2023.", "2023-12-01 [1-12-2023]"),
            ("31/12/1999 م", "1999-12-31"),
            ("٢٠٢٠/١٢/٢٥", "2020-12-25"),
            ("۲۰۲۰/۱۲/۲۵", "2020-12-25"),
            ("2020-12-25-1:59", "2020-12-25T01:59"),
            ("(12/03/2023)", "2023-03-12 [12/03/2023]"),
            ("12‏/03‏/2023", "2023-03-12"),
            ("12–03–2023", "2023-03-12"),
            ("12/03/23 14:05", "2023-03-12T14:05"),
            ("الأحد 12/3/23", "2023-03-12"),
            ("الأحد 03/12/2023", "2023-12-03"),
            ("الأحد 03/05/2024", "2024-05-03!"),
            // Nothing says that these are dates.
            ("12/03/23", ""),
            ("31/02/2023", ""),
            ("32/13/2023", ""),
            ("12/03/1845", ""),
            ("12/03/2345", ""),
            ("12/03-2023", ""),
            ("1445/7/20", ""),
        ][..],
        &Hints::default(),
    );
}

#[test]
fn iso_and_mail_dates() {
    check(
        &[
            ("2024-02-01T09:30:00+03:00", "2024-02-01T09:30:00+03:00"),
            ("2024-02-01T09:30:00Z", "2024-02-01T09:30:00Z"),
            ("2024-02-01T09:30Z", "2024-02-01T09:30Z"),
            ("2024-02-01T09:30:00.123Z", "2024-02-01T09:30:00Z"),
            ("2024-02-01T09:30:00-0500", "2024-02-01T09:30:00-05:00"),
            ("2024-02-01 09:30:00 +0300", "2024-02-01T09:30:00+03:00"),
            ("2024-02-01", "2024-02-01"),
            ("2017-01-22T185600", "2017-01-22T18:56:00"),
            ("2017-01-22T1856Z", "2017-01-22T18:56Z"),
            ("2017-01-22T185", "2017-01-22 [2017-01-22]"),
            ("Sun, 18 Feb 2018 17:21:49 GMT", "2018-02-18T17:21:49Z"),
            (
                "Sun, 18 Feb 2018 17:21:49 +0200",
                "2018-02-18T17:21:49+02:00",
            ),
            (
                "2020-04-10 | 03:16 2020-04-10T03:16:14+00:00",
                "2020-04-10T03:16:14Z",
            ),
            ("2024-13-01", ""),
            ("2024-02-30", ""),
            ("2024-02-01T25:30:00Z", "2024-02-01 [2024-02-01]"),
        ][..],
        &Hints::default(),
    );
}

#[test]
fn written_arabic_dates() {
    check(
        &[
            ("الأحد 26 نوفمبر 2011 00:18", "2011-11-26T00:18!"),
            ("السبت 26 نوفمبر 2011 00:18", "2011-11-26T00:18"),
            ("24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24T21:22"),
            ("31 تموز/يوليو 2019", "2019-07-31"),
            ("23 سبتمبر/ أيلول 2021", "2021-09-23"),
            ("5 أبريل (نيسان) 2018", "2018-04-05"),
            ("12 أفريل 2017", "2017-04-12"),
            ("3 جانفي 2016", "2016-01-03"),
            ("9 غشت 2022", "2022-08-09"),
            ("9 أوت 2022", "2022-08-09"),
            ("ديسمبر 25, 2020", "2020-12-25"),
            ("ديسمبر 25، 2020 | 3:05 م", "2020-12-25T15:05"),
            ("يناير 2024", "2024-01"),
            ("في 26 يناير 2024 قال", "2024-01-26 [26 يناير 2024]"),
            ("الأول من ديسمبر 2023", "2023-12-01"),
            ("1 من ديسمبر عام 2023", "2023-12-01"),
            ("تاريخ النشر: 26 يناير 2024", "2024-01-26 [26 يناير 2024]"),
            ("26 يناير2024", "2024-01-26"),
            ("26يناير 2024", "2024-01-26"),
            ("26-يناير-2024", "2024-01-26"),
            ("الخميس، ٢٥ يناير ٢٠٢٤ - الساعة ٩:٣٠ ص", "2024-01-25T09:30"),
            ("26 يناير 2024 الساعة 9 مساءً", "2024-01-26T21:00"),
            ("26 يناير 2024 12:30 ص", "2024-01-26T00:30"),
            ("26 يناير 2024 12:30 م", "2024-01-26T12:30"),
            ("26 يناير 2024 10:15 بتوقيت غرينتش", "2024-01-26T10:15Z"),
            (
                "26 يناير 2024 10:15 (مكة المكرمة)",
                "2024-01-26T10:15+03:00",
            ),
            // No year, or no such day.
            ("26 يناير", ""),
            ("30 فبراير 2024", ""),
            ("26 يناير 10:30", ""),
        ][..],
        &Hints::default(),
    );
}

#[test]
fn written_english_dates() {
    check(
        &[
            ("26th, January 2024 GMT", "2024-01-26"),
            ("1st, December 2023 GMT", "2023-12-01"),
            ("November 9, 2020", "2020-11-09"),
            ("Nov. 9, 2020", "2020-11-09"),
            ("9 November 2020, 3:05 p.m.", "2020-11-09T15:05"),
            ("Monday, November 9, 2020 3:05 PM", "2020-11-09T15:05"),
            ("Tuesday, November 9, 2020 3:05 PM", "2020-11-09T15:05!"),
            ("the 3rd of May 2019", "2019-05-03 [3rd of May 2019]"),
            ("Published: 26-Jan-2024", "2024-01-26 [26-Jan-2024]"),
            ("Jan 26 2024 at 9am", "2024-01-26T09:00"),
            ("Jan 26, 2024 10:00 GMT+3", "2024-01-26T10:00+03:00"),
            ("Jan 26, 2024 10:00 UTC+03:30", "2024-01-26T10:00+03:30"),
            ("March 2021", "2021-03"),
            ("Friday 26 Jan 24", "2024-01-26"),
            ("26 Jan 24", ""),
            ("May 25 people", ""),
        ][..],
        &Hints::default(),
    );
}

#[test]
fn hijri_dates_and_twins() {
    check(
        &[
            ("٢٠ رجب ١٤٤٥ هـ الموافق 1 فبراير 2024م", "2024-02-01"),
            ("٢٠ رجب ١٤٤٥ هـ", "2024-02-01 H"),
            ("20 رجب 1445", "2024-02-01 H"),
            ("1 محرم 1446 هـ", "2024-07-07 H"),
            ("20/7/1445 هـ", "2024-02-01 H"),
            ("1445/7/20هـ", "2024-02-01 H"),
            (
                "الخميس 7/3/1429 هـ - الموافق 13/3/2008 م (آخر تحديث) الساعة 16:25 (مكة المكرمة)، 13:25 (غرينتش)",
                "2008-03-13T16:25+03:00",
            ),
            (
                "الإثنين 22 ديسمبر 2025 06:10 مـ 2 رجب 1447 هـ",
                "2025-12-22T18:10",
            ),
            ("1 فبراير 2024 - 20 رجب 1445", "2024-02-01"),
            ("1 فبراير 2024 الموافق 9 رجب 1445", "2024-02-01!"),
            ("1445/07/20 - 2024/02/01", "2024-02-01"),
            ("الجمعة الموافق 18/8/1436", "2015-06-05 H"),
            ("السبت الموافق 18/8/1436", ""),
            ("4 - 7 - 1432هـ", "2011-06-06 H"),
            ("رجب 1445", ""),
            ("31 رجب 1445", ""),
            ("20 رجب 1845", ""),
        ][..],
        &Hints::default(),
    );
}

#[test]
fn prose_without_dates() {
    check(
        &[
            ("فاز الفريق 3-1 في المباراة", ""),
            ("192.168.1.2020", ""),
            ("هاتف 12-03-2023-445", ""),
            ("1/2 من السكان", ""),
            ("3/4/5", ""),
            ("2.5.1", ""),
            ("+966 12/03/2023", "2023-03-12 [12/03/2023]"),
            ("example.com/2024/01/26/title", ""),
            ("14:05", ""),
            ("الثلاثاء", ""),
            ("بين عامي 2014 و2017", ""),
            ("نحو 150 هجوماً", ""),
            ("12/03/2023%", "2023-03-12 [12/03/2023]"),
            ("", ""),
            ("////", ""),
            ("1/1/1/1/2020", ""),
        ][..],
        &Hints::default(),
    );
}

#[test]
fn relative_dates_count_from_the_retrieval() {
    let table = [
        ("منذ 3 ساعات", "2024-03-10"),
        ("منذ ساعتين", "2024-03-10"),
        ("منذ 13 ساعة", "2024-03-09"),
        ("قبل 12 دقيقة", "2024-03-10T12:18Z"),
        ("قبل دقيقتين", "2024-03-10T12:28Z"),
        ("منذ ثلاثة أيام", "2024-03-07"),
        ("منذ أسبوع", "2024-03-03"),
        ("منذ 3 أشهر", "2023-12"),
        ("منذ عامين", "2022"),
        ("3 hours ago", "2024-03-10"),
        ("2 days ago", "2024-03-08"),
        ("أمس", "2024-03-09"),
        ("اليوم, 09:27", "2024-03-10T09:27"),
        (
            "اليوم الجمعة 26 يناير 2024",
            "2024-01-26 [الجمعة 26 يناير 2024]",
        ),
        ("just now", "2024-03-10T12:30Z"),
        ("3 ساعات", ""),
        ("hours ago in 3", "2024-03-10 [hours ago]"),
    ];
    let hints = Hints {
        retrieved_at: Some(RETRIEVED_AT),
        ..Hints::default()
    };
    check(&table, &hints);
    for (text, _) in table.iter().filter(|(text, _)| !text.contains("2024")) {
        assert_eq!(
            shown(&PACKS, text, &Hints::default()),
            "",
            "{text:?} without an anchor"
        );
    }
    for (found, _) in find("منذ 3 ساعات", &hints) {
        assert_eq!(found.anchor, Some(DateAnchor::RetrievedAt));
    }
}

/// A few words of more languages, enough for the shapes that only they print.
fn more_languages() -> LanguagePacks {
    let months = |rows: &[(&str, &str, u8)]| {
        rows.iter()
            .fold("term\tcalendar\tnumber".to_owned(), |list, row| {
                format!("{list}\n{}\t{}\t{}", row.0, row.1, row.2)
            })
    };
    let fa = months(&[
        ("بهمن", "jalali", 11),
        ("تیر", "jalali", 4),
        ("اردیبهشت", "jalali", 2),
    ]);
    let tr = months(&[("Mart", "gregorian", 3), ("Ocak", "gregorian", 1)]);
    let de = months(&[("März", "gregorian", 3), ("Dezember", "gregorian", 12)]);
    let es = months(&[("marzo", "gregorian", 3)]);
    let fr = months(&[("août", "gregorian", 8), ("mars", "gregorian", 3)]);
    let he = months(&[("ינואר", "gregorian", 1), ("בינואר", "gregorian", 1)]);
    let files: Vec<(&str, &str)> = vec![
        ("de/date_words.tsv", "term\trole\num\tat\nUhr\thour"),
        ("de/months.tsv", &de),
        ("de/weekdays.tsv", "term\tnumber\nDienstag\t2"),
        (
            "es/date_words.tsv",
            "term\trole\nde\tof\ndel\tof\na las\tat",
        ),
        ("es/months.tsv", &es),
        ("fa/date_words.tsv", "term\trole\nساعت\tat"),
        ("fa/day_parts.tsv", "term\tpart\nب.ظ\tpm"),
        ("fa/months.tsv", &fa),
        ("fa/weekdays.tsv", "term\tnumber\nسه شنبه\t2\nشنبه\t6"),
        (
            "fr/date_words.tsv",
            "term\trole\ner\tordinal\nà\tat\nh\thour",
        ),
        ("fr/months.tsv", &fr),
        ("he/months.tsv", &he),
        ("tr/months.tsv", &tr),
    ];
    LanguagePacks::from_files(&files).expect("the lists load")
}

#[test]
fn dates_of_more_languages() {
    let packs = more_languages();
    check_with(
        &packs,
        &[
            ("۲۹ بهمن ۱۳۹۸ - ۰۶:۵۵", "2020-02-18T06:55 J"),
            ("2 تیر 1399 - 12:09:08 ب.ظ", "2020-06-22T12:09:08 J"),
            (
                "سه شنبه، 25 اردیبهشت 1403 ساعت 11:452024-05-14",
                "2024-05-14T11:45",
            ),
            ("شنبه 1403/02/22", "2024-05-11 J"),
            ("1403 اردیبهشت 25", "2024-05-14 J"),
            ("1403/13/22", ""),
            ("12 Mart 2024, 14:05", "2024-03-12T14:05"),
            ("12 Mart 2024 - 14.05", "2024-03-12 [12 Mart 2024]"),
            ("12. März 2024", "2024-03-12"),
            ("Dienstag, 12. März 2024 um 14.05 Uhr", "2024-03-12T14:05"),
            ("Dienstag, 12. März 2024, 14 Uhr", "2024-03-12T14:00"),
            ("12.03.2024, 14:05 Uhr", "2024-03-12T14:05"),
            ("12 de marzo de 2024", "2024-03-12"),
            ("12 de marzo del 2024 a las 9:05", "2024-03-12T09:05"),
            ("marzo de 2024", "2024-03"),
            ("1er août 2023 à 14h30", "2023-08-01T14:30"),
            ("1er août 2023 à 14h", "2023-08-01T14:00"),
            ("12 mars 2024", "2024-03-12"),
            ("12 בינואר 2024, 14:05", "2024-01-12T14:05"),
            ("mars 25", ""),
            ("12 Dezember", ""),
        ],
        &Hints::default(),
    );
}

#[test]
fn client_hints_decide_what_digits_cannot() {
    let packs = more_languages();
    let hint = |language: &str| Hints {
        language: Some(language.to_owned()),
        ..Hints::default()
    };
    check_with(&packs, &[("03/12/2023", "2023-03-12")], &hint("en-US"));
    check_with(&packs, &[("03/12/2023", "2023-12-03")], &hint("en-GB"));
    check_with(&packs, &[("1403/02/22", "2024-05-11 J")], &hint("fa-IR"));
    check_with(&packs, &[("1403/02/22", "")], &hint("de"));
}

#[test]
fn hostile_input_takes_linear_time() {
    for piece in [
        "1",
        "/",
        "1/",
        "1-1-",
        "12/03/20",
        "GMT ",
        "(",
        "26 يناير ",
        "14:05 ",
        "1400/1/1 ",
    ] {
        let mut found = 0;
        for n in [1000, 100_000] {
            let text = piece.repeat(n);
            let started = std::time::Instant::now();
            found += find(
                &text,
                &Hints {
                    retrieved_at: Some(RETRIEVED_AT),
                    ..Hints::default()
                },
            )
            .len();
            // Quadratic work on this much would take hours.
            assert!(started.elapsed().as_secs() < 30, "{piece:?} x {n}");
        }
        assert_eq!(found, 0, "{piece:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_gives_ordered_valid_dates(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "26", "1", "12", "2024", "1445", "99", "0", "/", "-", ".", ":", ",", " ", "\n", "(", ")",
                "يناير", "رجب", "هـ", "م", "الموافق", "الأحد", "GMT", "T", "Z", "+", "03:00",
                "منذ", "ساعات", "أمس", "th", "January", "2024-02-30", "14:05", "pm", "\u{200F}", "قال",
            ]),
            0..24,
        )
    ) {
        let hints = Hints { retrieved_at: Some(RETRIEVED_AT), ..Hints::default() };
        let text = pieces.concat();
        let mut end = 0;
        for (found, _) in find(&text, &hints) {
            let DateValue { year, month, day, time } = found.value;
            proptest::prop_assert!(DateValue::new(year, month, day, time).is_some(), "{}", found.value);
            proptest::prop_assert!(found.tokens.start >= end && found.tokens.start < found.tokens.end);
            end = found.tokens.end;
        }
    }
}
