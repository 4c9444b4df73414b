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

/// The same page with the address that it has.
fn at(url: &str, text: &str) -> Article {
    let hints = Hints {
        url: Some(url.to_owned()),
        ..Hints::default()
    };
    PIPELINE.structure(text, &hints)
}

fn headline(article: &Article) -> &str {
    let headline = article.headline.as_ref();
    headline.map_or("", |headline| headline.text.as_str())
}

fn blocks_of(text: &str, article: &Article, kind: BlockKind) -> Vec<String> {
    let blocks = article.blocks.iter().filter(|block| block.kind == kind);
    blocks
        .map(|block| block.span.slice(text).trim().to_owned())
        .collect()
}

const STORY: [&str; 4] = [
    "The harbour council agreed on Monday to close the old ferry pier for two years, because its \
     pillars are rotten and the repair would cost more than a new pier of steel.",
    "The ferry company said that its boats would land at the northern quay until then, and that \
     the timetable of the ferry would stay as it is for all passengers of the islands.",
    "Fishermen of the harbour had asked the council to keep half of the pier open for their boats, \
     but engineers told the council that the pillars could not carry the cranes any longer.",
    "Work on the new pier begins in spring, the council said, and the harbour will pay a third of \
     the steel itself; the rest comes from the ferry company and from the islands.",
];

#[test]
fn the_address_finds_the_headline_below_notices() {
    let notice = "We use cookies on this site, and those of others, so that what you see fits you; \
                  you may say no, and everything but the films will work as before.";
    let title = "Harbour council closes the rotten ferry pier";
    let text = format!("Sign in\n{notice}\nMenu\n{title}\n{}\n", STORY.join("\n"));
    let article = at(
        "https://harbour.example/news/harbour-council-closes-rotten-ferry-pier-4711",
        &text,
    );
    assert_eq!(headline(&article), title);
    let paragraphs = blocks_of(&text, &article, BlockKind::Paragraph);
    assert_eq!(paragraphs, STORY);
}

#[test]
fn two_words_of_an_address_tell_a_short_headline_from_its_deck() {
    let deck = "Council closes the harbour pier of the ferry for two years";
    let text = format!("Rotten pillars\n{deck}\n{}\n", STORY.join("\n"));
    let article = at("https://harbour.example/news/rotten-pillars", &text);
    assert_eq!(headline(&article), "Rotten pillars");
    let deck_first = at("https://harbour.example/news/4711", &text);
    assert_eq!(headline(&deck_first), deck);
}

#[test]
fn a_headline_may_end_like_a_sentence() {
    for title in [
        "Who pays for the new ferry pier?",
        "من يدفع ثمن جسر المدينة الجديد؟",
    ] {
        let story = if title.is_ascii() {
            STORY.join("\n")
        } else {
            format!("{LEAD}\n{MORE}")
        };
        let text = format!("{title}\n{story}\n");
        assert_eq!(headline(&structure(&text)), title);
    }
}

#[test]
fn a_headline_is_told_from_the_path_or_kicker_before_it() {
    let title = "Council closes the rotten ferry pier";
    for before in ["Home » News » Harbour » ", "News > Islands > "] {
        let text = format!("{before}{title}\n{title}\n{}\n", STORY.join("\n"));
        assert_eq!(headline(&structure(&text)), title, "{before}");
        let named = at(
            "https://harbour.example/council-closes-the-rotten-ferry-pier",
            &text,
        );
        assert_eq!(headline(&named), title, "{before}");
    }
    let kicker = format!("Harbour news: {title}\n{title}\n{}\n", STORY.join("\n"));
    let named = at(
        "https://harbour.example/council-closes-the-rotten-ferry-pier",
        &kicker,
    );
    assert_eq!(headline(&named), title);
}

#[test]
fn a_month_that_the_headline_speaks_of_stays_in_it() {
    for title in [
        "Council closes the ferry pier of the harbour in May 2026",
        "Harbour council plans new ferry pier for March of 2027",
    ] {
        let text = format!("{title}\n{}\n", STORY.join("\n"));
        assert_eq!(headline(&structure(&text)), title);
    }
    let dated = format!(
        "Council closes the rotten ferry pier 12 May 2026\n{}\n",
        STORY.join("\n")
    );
    assert_eq!(
        headline(&structure(&dated)),
        "Council closes the rotten ferry pier"
    );
}

#[test]
fn teasers_behind_the_story_are_none_of_it() {
    let teasers = "Sugar prices fall again\nTraders in the south sold twice as much cane as in the \
                   year before, and warehouses are full.\nMusic school opens its doors\nChildren under ten \
                   learn for nothing, says the teacher who founded it.\nSnow on all the passes\nDrivers \
                   need chains until further notice, police warn.";
    let text = format!(
        "Council closes the rotten ferry pier\n{}\n{teasers}\n",
        STORY.join("\n")
    );
    let article = structure(&text);
    assert_eq!(blocks_of(&text, &article, BlockKind::Paragraph), STORY);
}

#[test]
fn paragraphs_that_stand_alone_in_a_story_stay_in_it() {
    let items = [
        "The ferry to the islands leaves later in the evening, so that fishermen reach it.",
        "Bread is baked on board by a cook who learned it in the harbour school.",
        "A room for bicycles was built where the old cranes had stood for decades.",
        "Tickets are sold by the captain himself, who knows most passengers by name.",
    ];
    for between in [
        ["10:05", "10:40", "11:15", "12:30"],
        [
            "When does the last boat leave?",
            "What do passengers eat on board?",
            "Where do the bicycles go now?",
            "Who sells the tickets these days?",
        ],
        ["* * *", "* * *", "* * *", "* * *"],
        [
            "Later boats",
            "Fresh bread",
            "Bicycle rooms",
            "Tickets on board",
        ],
        [
            "Read also:\nSugar prices fall in the south again",
            "Read also:\nMusic school opens its doors to all",
            "Read also:\nSnow closes all the passes in the east",
            "Read also:\nTwo horses win the great race of spring",
        ],
    ] {
        let parts: Vec<String> = between
            .iter()
            .zip(items)
            .map(|(line, item)| format!("{line}\n{item}"))
            .collect();
        let text = format!(
            "Council closes the rotten ferry pier\n{}\n{}\nThe council meets again in autumn to \
             look at what the ferry has earned until then.\n",
            STORY.join("\n"),
            parts.join("\n")
        );
        let paragraphs = blocks_of(&text, &structure(&text), BlockKind::Paragraph);
        for item in items {
            assert!(
                paragraphs.iter().any(|found| found == item),
                "{item} {between:?}"
            );
        }
    }
}

#[test]
fn a_subheading_that_the_address_names_is_no_headline() {
    let title = "Treasury chief quits in a blow to the prime minister";
    let sub = "Rotten ferry pier closes: how it happened";
    let text = format!(
        "{title}\nBy Karim Benali\n{}\n{}\n{sub}\n{}\n{}\n",
        STORY[0], STORY[1], STORY[2], STORY[3]
    );
    let article = at(
        "https://harbour.example/news/rotten-ferry-pier-closes",
        &text,
    );
    assert_eq!(headline(&article), title);
}

#[test]
fn a_credit_at_its_end_makes_a_line_a_caption() {
    let [first, second, third, fourth] = STORY;
    for (caption, credit) in [
        ("The old pier in the evening ", "(Photo: Reuters)"),
        ("Boats at the northern quay ", "[Image: Harbour Press/AP]"),
        ("The pier of the islands. ", "© Harbour Press"),
    ] {
        let text = format!(
            "Council closes the rotten ferry pier\n{first}\n{second}\n{caption}{credit}\n{third}\n\
             {fourth}\n"
        );
        let article = structure(&text);
        let captions = blocks_of(&text, &article, BlockKind::Caption);
        assert!(
            captions
                .iter()
                .any(|found| found.starts_with(caption.trim())),
            "{captions:?}"
        );
        let paragraphs = blocks_of(&text, &article, BlockKind::Paragraph);
        assert_eq!(paragraphs, STORY, "{caption}");
    }
    // What a sentence has in brackets is no credit, nor are the rights in the page.
    for rights in [
        "All rights reserved © Harbour Post",
        "Harbour Post © Print House 2026",
    ] {
        let text = format!("Council closes the rotten ferry pier\n{first}\n{second}\n{rights}\n");
        let article = structure(&text);
        assert!(
            blocks_of(&text, &article, BlockKind::Caption).is_empty(),
            "{rights}"
        );
    }
    let text = format!(
        "Council closes the rotten ferry pier\n{first}\n{second} (Photos of it are old.)\n{third}\n"
    );
    let article = structure(&text);
    assert!(blocks_of(&text, &article, BlockKind::Caption).is_empty());
}

#[test]
fn the_address_tells_which_date_is_the_articles() {
    let text = format!(
        "Harbour Post\nHome\nIslands\nCouncil closes the rotten ferry pier\n3 May 2026\n{}\n12 May 2026\n",
        STORY.join("\n")
    );
    for (url, day) in [
        (
            "https://harbour.example/2026/05/12/ferry-pier",
            "2026-05-12",
        ),
        (
            "https://harbour.example/2026-05-03/ferry-pier",
            "2026-05-03",
        ),
        ("https://harbour.example/ferry-pier", "2026-05-03"),
    ] {
        let published = at(url, &text).date_published.unwrap();
        assert_eq!(published.value.to_string(), day, "{url}");
    }
}

#[test]
fn dates_that_others_stand_beside() {
    let title = "Council closes the rotten ferry pier";
    let menu = "Harbour Post\nHome\nIslands\nFishing\nWeather\nTides\nJobs\nPrint";
    let story = STORY.join("\n");
    for page in [
        // Menus, the date of the article, what else the page prints above its headline.
        format!("{menu}\n12 May 2026\nNews\nShare\nPrint\nListen\n{title}\n{story}\n"),
        format!("{title}\n12 May 2026 · Harbour and islands · 4 replies so far\n{story}\n"),
        format!("{title}\nBy Karim Benali | 12 May 2026\n{story}\n"),
    ] {
        let article = structure(&page);
        let published = article.date_published.map(|date| date.value.to_string());
        assert_eq!(published.as_deref(), Some("2026-05-12"), "{page}");
    }
    // The page's own date stands above its menus.
    let article = structure(&format!("12 May 2026\n{menu}\n{title}\n{story}\n"));
    assert_eq!(article.date_published, None);
}
