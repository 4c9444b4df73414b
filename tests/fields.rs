//! Tables of shapes: datelines, bylines, sources, dates and tags on whole small pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

use std::sync::LazyLock;

use maqal::article::{Article, AuthorKind, BlockKind};
use maqal::pipeline::{Hints, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

const HEADLINE: &str = "وزير النقل يعلن بدء العمل في جسر المدينة";
const LEAD: &str =
    "قال وزير النقل إن العمل في جسر المدينة سيبدأ الشهر المقبل، وإن الكلفة بلغت مليون دولار.";
const MORE: &str =
    "وأضاف الوزير في كلمة أن العمل سينتهي قبل نهاية العام الجاري، وأن الجسر سيخفف الزحام.";

fn structure(text: &str) -> Article {
    PIPELINE.structure(text, &Hints::default())
}

/// A page with `line` between headline and lead.
fn with_line(line: &str) -> Article {
    structure(&format!("{HEADLINE}\n{line}\n{LEAD}\n{MORE}\n"))
}

fn with_opening(opening: &str) -> Article {
    structure(&format!("{HEADLINE}\n{opening}{LEAD}\n{MORE}\n"))
}

#[test]
fn datelines() {
    for (opening, place, agency) in [
        ("القاهرة (رويترز) - ", Some("القاهرة"), Some("رويترز")),
        (
            "دبي، الإمارات العربية المتحدة (CNN)-- ",
            Some("دبي"),
            Some("CNN"),
        ),
        ("بغداد / واع / ", Some("بغداد"), Some("واع")),
        (
            "الرياض 26 يناير 2024 (واس) -- ",
            Some("الرياض"),
            Some("واس"),
        ),
        ("عمّان — ", Some("عمّان"), None),
        ("(أ ف ب) – القاهرة: ", Some("القاهرة"), Some("أ ف ب")),
        ("بيروت (رويترز): ", Some("بيروت"), Some("رويترز")),
        ("دمشق-سانا ", Some("دمشق"), Some("سانا")),
        ("غزة (شبكة الأفق) - ", Some("غزة"), Some("شبكة الأفق")),
        ("واشنطن ـ ", Some("واشنطن"), None),
        ("أبوظبي في 12 مارس / وام / ", Some("أبوظبي"), Some("وام")),
        ("الكويت - 12 - 3 (كونا) -- ", Some("الكويت"), Some("كونا")),
        ("عمان 12 آذار (بترا)- ", Some("عمان"), Some("بترا")),
        ("(القاهرة) ", Some("القاهرة"), None),
        ("ريف دمشق - ", Some("ريف دمشق"), None),
        ("كفر الزهور (وفا) - ", Some("كفر الزهور"), Some("وفا")),
        ("", None, None),
        ("بغداد تستضيف القمة، وفي كلمة له ", None, None),
        ("مصر (الدولة المضيفة) تستعد للقمة، وفي كلمة له ", None, None),
    ] {
        let article = with_opening(opening);
        let dateline = article.dateline.as_ref();
        assert_eq!(
            dateline.map(|dateline| dateline.place.text.as_str()),
            place,
            "{opening}"
        );
        let found = dateline
            .and_then(|dateline| dateline.agency.as_ref())
            .map(|agency| agency.text.as_str());
        assert_eq!(found, agency, "{opening}");
        assert_eq!(article.headline.unwrap().text, HEADLINE, "{opening}");
    }
}

#[test]
fn bylines() {
    use AuthorKind::{Agency, Outlet, Person};
    type Expected<'e> = &'e [(&'e str, AuthorKind, Option<&'e str>)];
    let cases: &[(&str, Expected<'_>)] = &[
        (
            "سامر الخطيب (بيروت)",
            &[("سامر الخطيب", Person, Some("بيروت"))],
        ),
        (
            "بيروت - سامر الخطيب",
            &[("سامر الخطيب", Person, Some("بيروت"))],
        ),
        (
            "سامر الخطيب - بيروت",
            &[("سامر الخطيب", Person, Some("بيروت"))],
        ),
        ("كتب: سامر الخطيب", &[("سامر الخطيب", Person, None)]),
        ("بقلم| د. سامر الخطيب", &[("سامر الخطيب", Person, None)]),
        (
            "سامر الخطيب وعادل ناصر",
            &[("سامر الخطيب", Person, None), ("عادل ناصر", Person, None)],
        ),
        (
            "صنعاء: سامر الخطيب - الرياض: عادل ناصر",
            &[
                ("سامر الخطيب", Person, Some("صنعاء")),
                ("عادل ناصر", Person, Some("الرياض")),
            ],
        ),
        (
            "سامر الخطيب من الرياض",
            &[("سامر الخطيب", Person, Some("الرياض"))],
        ),
        ("واس - جدة", &[("واس", Agency, Some("جدة"))]),
        ("دبي - العربية.نت", &[("العربية.نت", Outlet, Some("دبي"))]),
        ("جسر فوق النهر شمال العاصمة", &[]),
        ("الوزير يتفقد أعمال الجسر", &[]),
    ];
    for (line, expected) in cases {
        let article = with_line(line);
        let found: Vec<_> = article
            .authors
            .iter()
            .map(|author| {
                (
                    author.name.text.as_str(),
                    author.kind,
                    author.place.as_ref().map(|place| place.text.as_str()),
                )
            })
            .collect();
        assert_eq!(found.as_slice(), *expected, "{line}");
    }
}

#[test]
fn a_particle_between_place_and_date_is_no_author() {
    let article = structure(
        "La mairie rouvre le pont de la rivière\nPar Aïcha Koné\nAbidjan, le 3 avril 2025\n\nLa mairie a rouvert jeudi le pont de la rivière, fermé depuis quatre ans pour des travaux.\n",
    );
    let names: Vec<&str> = article
        .authors
        .iter()
        .map(|author| author.name.text.as_str())
        .collect();
    assert_eq!(names, ["Aïcha Koné"]);
    assert_eq!(
        article.date_published.unwrap().value.to_string(),
        "2025-04-03"
    );
}

#[test]
fn dates_beside_the_headline() {
    for (line, value) in [
        ("تاريخ النشر: 26th, January 2024 GMT", Some("2024-01-26")),
        ("الأحد 26 نوفمبر 2023 00:18", Some("2023-11-26T00:18")),
        ("12/03/2023 - 14:05", Some("2023-03-12T14:05")),
        ("٢٠ رجب ١٤٤٥ هـ الموافق 1 فبراير 2024م", Some("2024-02-01")),
        (
            "2024-02-01T09:30:00+03:00",
            Some("2024-02-01T09:30:00+03:00"),
        ),
        ("24 نيسان / أبريل 2020 09:22 مساءً", Some("2020-04-24T21:22")),
        ("جسر فوق النهر شمال العاصمة", None),
    ] {
        let article = with_line(line);
        assert_eq!(
            article
                .date_published
                .map(|date| date.value.to_string())
                .as_deref(),
            value,
            "{line}"
        );
    }
}

#[test]
fn a_masthead_date_is_not_claimed() {
    let page = format!(
        "الجمعة 26 أبريل 2024\nالرئيسية\nسياسة\nاقتصاد\nرياضة\n{HEADLINE}\n{LEAD}\n{MORE}\n"
    );
    let article = structure(&page);
    assert_eq!(article.headline.unwrap().text, HEADLINE);
    assert_eq!(article.date_published, None);
}

#[test]
fn sources_and_tags_behind_the_body() {
    for (tail, source, keywords) in [
        ("المصدر: وكالة الأفق", Some("وكالة الأفق"), &[][..]),
        (
            "المصدر:\n(بيروت - وكالة الأفق)",
            Some("بيروت - وكالة الأفق"),
            &[],
        ),
        ("--(بترا)", Some("بترا"), &[]),
        (
            "كلمات دلالية: جسر المدينة، وزير النقل",
            None,
            &["جسر المدينة", "وزير النقل"],
        ),
        (
            "كلمات دلالية: وزير النقل جسر المدينة وزير النقل",
            None,
            &["وزير النقل", "جسر المدينة", "وزير النقل"],
        ),
        (
            "الوسوم: جسر المدينة | وزير النقل",
            None,
            &["جسر المدينة", "وزير النقل"],
        ),
        (
            "وأكد المصدر أن العمل سيبدأ في الشهر المقبل من دون تأخير.",
            None,
            &[],
        ),
    ] {
        let article = structure(&format!("{HEADLINE}\n{LEAD}\n{MORE}\n{tail}\n"));
        assert_eq!(
            article.source.map(|source| source.text).as_deref(),
            source,
            "{tail}"
        );
        let found: Vec<&str> = article
            .keywords
            .iter()
            .map(|keyword| keyword.text.as_str())
            .collect();
        assert_eq!(found, keywords, "{tail}");
    }
}

#[test]
fn a_related_box_is_no_embedded_article_and_the_other_way_round() {
    let boxed = structure(&format!(
        "{HEADLINE}\n{LEAD}\nاقرأ أيضا: البلدية تعلن مواعيد جمع النفايات في الأحياء\n{MORE}\n"
    ));
    assert!(boxed.embedded_articles.is_empty());
    assert_eq!(boxed.related_headlines.len(), 1);
    assert_eq!(boxed.paragraphs.len(), 2);

    let embedded = structure(&format!(
        "{HEADLINE}\n{LEAD}\n{MORE}\nالمصدر: وكالات\nإقرأ أيضاً:\nالبلدية تعلن مواعيد جمع النفايات في الأحياء\n\
         أعلنت البلدية اليوم مواعيد جمع النفايات في جميع الأحياء القديمة، وطلبت من السكان الالتزام بها خلال الأشهر المقبلة.\n\
         وقالت البلدية إن الجمع سيكون مساء كل يوم، وإن المخالفين سيدفعون غرامات مالية كبيرة.\n"
    ));
    assert_eq!(embedded.embedded_articles.len(), 1);
    assert_eq!(embedded.paragraphs.len(), 2);
    let inner = &embedded.embedded_articles[0];
    assert_eq!(
        inner.headline.as_ref().unwrap().text,
        "البلدية تعلن مواعيد جمع النفايات في الأحياء"
    );
    assert_eq!(inner.paragraphs.len(), 2);
    let block = embedded
        .blocks
        .iter()
        .find(|block| block.kind == BlockKind::EmbeddedArticle)
        .unwrap();
    assert_eq!(block.span, inner.span);
}

#[test]
fn what_is_no_article_makes_no_claims() {
    for page in [
        "الرئيسية\nسياسة\nاقتصاد\nرياضة\nاتصل بنا\n",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك.\nموافق\n",
        "الصفحة غير موجودة\n404\n",
        "",
        "\n\n \n",
    ] {
        let article = structure(page);
        assert_eq!(article.headline, None, "{page}");
        assert_eq!(article.date_published, None, "{page}");
        assert!(
            article.authors.is_empty() && article.paragraphs.is_empty(),
            "{page}"
        );
    }
}

#[test]
fn sections() {
    for (above, section) in [
        ("الرئيسية > سياسة", Some("سياسة")),
        ("الرئيسية » أخبار » سياسة", Some("سياسة")),
        ("الرئيسية » ملف الأسبوع", Some("ملف الأسبوع")),
        ("القسم: صحة وعلوم", Some("صحة وعلوم")),
        ("أنت هنا: الرئيسية » سياسة", Some("سياسة")),
        // A menu names sections; none of them is this page's.
        ("الرئيسية | سياسة | اقتصاد | رياضة | ثقافة", None),
        ("الرئيسيةسياسةاقتصادرياضة ثقافة وفنمنوعاتاتصل بنا", None),
        ("تقرير لم يقرأه أحد", None),
    ] {
        let article = structure(&format!(
            "{above}\n{HEADLINE}\n14 مارس 2024\n{LEAD}\n{MORE}\n"
        ));
        assert_eq!(
            article.section.map(|section| section.text).as_deref(),
            section,
            "{above}"
        );
        assert_eq!(article.headline.unwrap().text, HEADLINE, "{above}");
    }
}

#[test]
fn sources_without_a_colon() {
    for (line, source) in [
        ("المصدر - رويترز", Some("رويترز")),
        ("المصدر / نداء الجنوب", Some("نداء الجنوب")),
        ("المصدر رويترز", Some("رويترز")),
        (
            "نقلا عن صحيفة المستقبل العربي",
            Some("صحيفة المستقبل العربي"),
        ),
        ("ن.ش/ع.م (رويترز، أ ف ب)", Some("رويترز، أ ف ب")),
        ("المصدر الذي طلب ألا يذكر اسمه قال إن العمل تأخر.", None),
    ] {
        let article = structure(&format!("{HEADLINE}\n{LEAD}\n{MORE}\n{line}\n"));
        assert_eq!(
            article.source.map(|source| source.text).as_deref(),
            source,
            "{line}"
        );
    }
}

#[test]
fn lists_of_related_headlines() {
    const FIRST: &str = "البلدية تعلن مواعيد جمع النفايات في الأحياء";
    const SECOND: &str = "إقبال كبير على معرض الكتاب في يومه الأول";
    for list in [
        format!("اقرأ أيضا\n1- {FIRST}\n2- {SECOND}"),
        format!("أخبار ذات صلة\n{FIRST}\nمنذ 3 ساعات\n{SECOND}\nمنذ يومين"),
        format!("الأكثر قراءة\n{FIRST} الثلاثاء 12 مارس 2024 - 18:00 {SECOND}"),
        format!("(اقرأ أيضا: {FIRST})\n[اقرأ أيضاً.. {SECOND}]"),
        format!("مواضيع ذات صلة\nسياسة\n{FIRST}\nمحليات\n{SECOND}"),
        format!("السابق: {FIRST}\nالتالي: {SECOND}"),
        format!("قراءات لهذا المساء:\n{FIRST}\n{SECOND}"),
    ] {
        let article = structure(&format!("{HEADLINE}\n{LEAD}\n{MORE}\n{list}\n"));
        let found: Vec<&str> = article
            .related_headlines
            .iter()
            .map(|headline| headline.text.as_str())
            .collect();
        assert_eq!(found, [FIRST, SECOND], "{list}");
        assert_eq!(article.paragraphs.len(), 2, "{list}");
    }
    // What the story itself goes on with is no list.
    let article = structure(&format!(
        "{HEADLINE}\n{LEAD}\nوشملت الأعمال ما يلي:\nجسر المدينة وطريق النهر\n{MORE}\n"
    ));
    assert!(article.related_headlines.is_empty());
}

#[test]
fn the_line_below_the_headline() {
    let deck = structure(&format!(
        "{HEADLINE}\nالوزير أكد أن الكلفة مليون دولار وأن الجسر سيخفف الزحام هذا العام\nسامر الخطيب\n{LEAD}\n{MORE}\n"
    ));
    assert_eq!(deck.headline.unwrap().text, HEADLINE);
    assert!(deck.alternative_headline.is_some());
    let comment = structure(&format!(
        "{HEADLINE}\nسامر الخطيب\n{LEAD}\n{MORE}\nالتعليقات (3)\nأبو خالد - 30 نوفمبر 2019 10:15\nشكرا على الخبر\n"
    ));
    assert_eq!(comment.authors.len(), 1, "who comments is no author");
}

#[test]
fn the_address_tells_the_headline_from_its_deck() {
    let lines = [
        "Minister opens the new bridge over the river",
        "The bridge will carry thousands of cars over the river",
    ];
    let story = "The minister opened the new bridge over the river on Tuesday. The bridge will carry \
        thousands of cars every day, he said, and the river will be crossed in two minutes.\n\
        Works on the bridge took two years and were paid by the city. The old bridge stays open \
        for those who walk, and the minister promised that it would be repaired next year.\n";
    for (headline, url) in lines.iter().zip([
        "https://news.example/2024/minister-opens-the-new-bridge-over-the-river-1.77?ref=rss",
        "https://news.example/city/the-bridge-will-carry-thousands-of-cars-over-the-river.html",
    ]) {
        let hints = Hints {
            url: Some(url.to_owned()),
            ..Hints::default()
        };
        let article = PIPELINE.structure(
            &format!("{}\n5 March 2024\n{}\n{story}", lines[0], lines[1]),
            &hints,
        );
        assert_eq!(article.headline.unwrap().text, *headline, "{url}");
    }
}

#[test]
fn what_names_an_author_or_a_picture_is_no_headline() {
    const TITLE: &str = "أسابيع بطيئة طويلة على ضفة النهر";
    let story = "سار سامر الخطيب وليلى منصور على ضفة النهر ثلاثة أسابيع. نام سامر الخطيب في بيوت الصيادين، \
        ورسمت ليلى منصور كل من التقت به في بيروت وما حولها.\nوكتب سامر الخطيب ما قاله الصيادون عن النهر \
        وعن السيول، وعادت ليلى منصور إلى بيروت بعشرين لوحة.\n";
    for below in [
        "سامر الخطيب وليلى منصور (بيروت)",
        "سامر الخطيب وليلى منصور على ضفة النهر\nتصوير: نادية سالم",
    ] {
        let article = structure(&format!("{TITLE}\n{below}\n{story}"));
        assert_eq!(article.headline.unwrap().text, TITLE, "{below}");
    }
}

#[test]
fn a_page_on_one_line() {
    let article = structure(&format!(
        "{HEADLINE} 14 مارس 2024 سامر الخطيب (بيروت) {LEAD} {MORE} المصدر رويترز كلمات دلالية: وزير النقل"
    ));
    assert_eq!(article.headline.unwrap().text, HEADLINE);
    assert_eq!(
        article.date_published.unwrap().value.to_string(),
        "2024-03-14"
    );
    assert_eq!(article.authors[0].name.text, "سامر الخطيب");
    assert_eq!(article.source.unwrap().text, "رويترز");
    assert_eq!(article.keywords.len(), 1);
}
