//! Quotations, rule by rule: own sentences and what is found in them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use maqal::article::{Article, Quotation, QuotationKind, Words};
use maqal::eval::quotations::{QuotedText, article};
use maqal::pipeline::Pipeline;

fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::embedded().unwrap())
}

fn read(text: &str, headline: bool) -> Article {
    let text = QuotedText {
        id: String::new(),
        category: String::new(),
        headline,
        text: text.to_owned(),
        annotations: Vec::new(),
    };
    article(&text, pipeline().knowledge().unwrap())
}

fn words(words: Option<&Words>) -> &str {
    words.map_or("-", |words| words.text.as_str())
}

/// Kind, content, cue, speaker's words and name, medium: `D سنعود // غدا | قال | الوزير = - | -`.
fn shown(article: &Article, quotation: &Quotation) -> String {
    let kind = match quotation.kind {
        QuotationKind::Direct => 'D',
        QuotationKind::Indirect => 'I',
        QuotationKind::Mixed => 'M',
    };
    let content: Vec<&str> = quotation
        .content
        .iter()
        .map(|piece| piece.text.as_str())
        .collect();
    let speaker = quotation.speaker.as_ref();
    let entity = speaker.and_then(|speaker| speaker.entity);
    let named = article
        .entities
        .iter()
        .find(|known| Some(known.id) == entity);
    format!(
        "{kind} {} | {} | {} = {} | {}",
        content.join(" // "),
        words(quotation.cue.as_ref()),
        words(speaker.and_then(|speaker| speaker.words.as_ref())),
        named.map_or("-", |entity| entity.name.as_str()),
        words(quotation.medium.as_ref()),
    )
}

/// Checks a table of (rule, text, quotations); a text that begins with `#` is a headline.
fn check(rule: &str, table: &[(&str, &[&str])]) {
    let mut defects = Vec::new();
    for (text, expected) in table {
        let headline = text.starts_with('#');
        let found = read(text.trim_start_matches('#'), headline);
        let given: Vec<String> = found
            .quotations
            .iter()
            .map(|one| shown(&found, one))
            .collect();
        if given != *expected {
            defects.push(format!(
                "{text}\n  expected {expected:#?}\n  found {given:#?}"
            ));
        }
        let by_rule = found.quotations.iter().any(|one| {
            let speaker = one.speaker.as_ref().map(|speaker| speaker.evidence.rule);
            one.evidence.rule == rule || speaker == Some(rule)
        });
        if !(rule.is_empty() || by_rule) {
            defects.push(format!("{text}\n  nothing by {rule}"));
        }
    }
    assert!(defects.is_empty(), "{}", defects.join("\n"));
}

#[test]
fn marks_behind_a_verb() {
    check(
        "quotations/behind-verb",
        &[
            (
                "وقالت رئيسة البلدية: «أعيد فتح الطريق».",
                &["D أعيد فتح الطريق | قالت | رئيسة البلدية = - | -"],
            ),
            (
                "أضاف المدرب \"نريد النقاط الثلاث\".",
                &["D نريد النقاط الثلاث | أضاف | المدرب = - | -"],
            ),
            (
                "كتب الشاعر في منشور: ‘وداعاً أيها البحر’.",
                &["D وداعاً أيها البحر | كتب | الشاعر = - | منشور"],
            ),
            (
                "ودعا المحافظ السكان إلى «البقاء في المنازل حتى انتهاء العاصفة».",
                &["D البقاء في المنازل حتى انتهاء العاصفة | دعا | المحافظ = - | -"],
            ),
            (
                "قال الحارس: «كنت نائماً»، و«لم أسمع شيئاً».",
                &["D كنت نائماً // لم أسمع شيئاً | قال | الحارس = - | -"],
            ),
            (
                "قال القائد: »لن نتراجع«.",
                &["D لن نتراجع | قال | القائد = - | -"],
            ),
        ],
    );
}

#[test]
fn marks_before_a_verb_or_around_it() {
    check(
        "quotations/before-verb",
        &[
            (
                "«لم ننم منذ يومين»، تقول الممرضة.",
                &["D لم ننم منذ يومين | تقول | الممرضة = - | -"],
            ),
            (
                "«سنفوز»، هكذا قال المدرب قبل اللقاء.",
                &["D سنفوز | قال | المدرب = - | -"],
            ),
        ],
    );
    check(
        "quotations/around-verb",
        &[(
            "«الماء ملوث»، قال الطبيب، «ولا يصلح للشرب».",
            &["D الماء ملوث // ولا يصلح للشرب | قال | الطبيب = - | -"],
        )],
    );
}

#[test]
fn marks_over_sentences_and_paragraphs() {
    check(
        "quotations/behind-verb",
        &[
            (
                "قال المزارع: «هرب الجميع. لم يبق أحد. كان الظلام شديداً».",
                &["D هرب الجميع. لم يبق أحد. كان الظلام شديداً | قال | المزارع = - | -"],
            ),
            (
                "قال المختار: «بنينا هذا السد بأيدينا.\n«واليوم نراه ينهار أمام أعيننا».",
                &[
                    "D بنينا هذا السد بأيدينا. // واليوم نراه ينهار أمام أعيننا | قال | المختار = - | -",
                ],
            ),
            (
                "قال الطبيب: «البحر كريم.\nوقد يغضب أحياناً». ثم صمت.",
                &["D البحر كريم. // وقد يغضب أحياناً | قال | الطبيب = - | -"],
            ),
            (
                "قال المدير: «نعتذر عن التأخير.\nوعادت القطارات إلى العمل.",
                &["D نعتذر عن التأخير. | قال | المدير = - | -"],
            ),
            (
                "قال الكاتب: «نادى القائد \"إلى الأمام\" فركض الجنود».",
                &["D نادى القائد \"إلى الأمام\" فركض الجنود | قال | الكاتب = - | -"],
            ),
        ],
    );
    check(
        "quotations/continued",
        &[(
            "قال الكاتب: «أكتب لأعيش».\n«الكلمة عندي أغلى من الذهب».",
            &[
                "D أكتب لأعيش | قال | الكاتب = - | -",
                "D الكلمة عندي أغلى من الذهب | - | الكاتب = - | -",
            ],
        )],
    );
    check(
        "quotations/alone",
        &[(
            "«نحن هنا منذ مئة عام ولن نرحل أبداً».",
            &["D نحن هنا منذ مئة عام ولن نرحل أبداً | - | - = - | -"],
        )],
    );
}

#[test]
fn clauses_behind_a_verb() {
    check(
        "quotations/clause",
        &[
            (
                "أعلنت الوزارة أن الدراسة ستستأنف الأحد.",
                &["I الدراسة ستستأنف الأحد | أعلنت | الوزارة = - | -"],
            ),
            (
                "أقر المتهم بأنه أشعل الحريق.",
                &["I أنه أشعل الحريق | أقر | المتهم = - | -"],
            ),
            (
                "حذر خبراء من أن السد مهدد بالانهيار.",
                &["I السد مهدد بالانهيار | حذر | خبراء = - | -"],
            ),
            (
                "قال الطبيب إن حالة المصاب «مستقرة تماماً» وإنه سيغادر غداً.",
                &["M حالة المصاب «مستقرة تماماً» وإنه سيغادر غداً | قال | الطبيب = - | -"],
            ),
            (
                "قال الناطق إن «المفاوضات وصلت إلى طريق مسدود»، من دون أن يوضح السبب.",
                &["D المفاوضات وصلت إلى طريق مسدود | قال | الناطق = - | -"],
            ),
            (
                "قال مصدر، طلب عدم ذكر اسمه، إن القافلة وصلت.",
                &["I القافلة وصلت | قال | مصدر = - | -"],
            ),
            (
                "وجاء في بيان شركة الكهرباء أن الأعطال أصلحت.",
                &["I الأعطال أصلحت | جاء | شركة الكهرباء = - | بيان"],
            ),
            (
                "ونقلت الإذاعة عن ضابط كبير أن المعبر أغلق.",
                &["I المعبر أغلق | نقلت | ضابط كبير = - | -"],
            ),
            (
                "وقيل إن الكنز غرق مع السفينة.",
                &["I الكنز غرق مع السفينة | قيل | - = - | -"],
            ),
            (
                "أكدت «فرقة الأمل» أنها ستعود إلى المسرح.",
                &["I أنها ستعود إلى المسرح | أكدت | «فرقة الأمل» = - | -"],
            ),
        ],
    );
}

#[test]
fn statements_end_where_others_begin() {
    check(
        "",
        &[
            (
                "قال السفير إن الأزمة انتهت، وأضاف أن الحدود ستفتح.",
                &[
                    "I الأزمة انتهت | قال | السفير = - | -",
                    "I الحدود ستفتح | أضاف | السفير = - | -",
                ],
            ),
            (
                "أكدت الشركة أن الرحلات منتظمة، مشيرة إلى أن الأسعار لن ترتفع.",
                &[
                    "I الرحلات منتظمة | أكدت | الشركة = - | -",
                    "I الأسعار لن ترتفع | مشيرة | الشركة = - | -",
                ],
            ),
            (
                "قال الجيش إن الهدنة صامدة، فيما أكد سكان أن القصف لم يتوقف.",
                &[
                    "I الهدنة صامدة | قال | الجيش = - | -",
                    "I القصف لم يتوقف | أكد | سكان = - | -",
                ],
            ),
            (
                "أعلن الاتحاد أن البطولة تأجلت، وذلك خلال مؤتمر صحفي.",
                &["I البطولة تأجلت | أعلن | الاتحاد = - | مؤتمر صحفي"],
            ),
            (
                "قال الرئيس إن بلاده قوية، معرباً عن ثقته بالشعب.",
                &["I بلاده قوية | قال | الرئيس = - | -"],
            ),
            (
                "قال المتحدث إن العملية نجحت، بحسب وكالة الأنباء.",
                &["I العملية نجحت | قال | المتحدث = - | -"],
            ),
        ],
    );
}

#[test]
fn colons_without_marks() {
    check(
        "quotations/colon",
        &[(
            "وقال المهندس: نحتاج إلى شهر لإصلاح الجسر.",
            &["I نحتاج إلى شهر لإصلاح الجسر | قال | المهندس = - | -"],
        )],
    );
    check(
        "quotations/headline",
        &[
            (
                "#وزير الطاقة: لا انقطاع للكهرباء هذا الصيف",
                &["I لا انقطاع للكهرباء هذا الصيف | - | وزير الطاقة = - | -"],
            ),
            (
                "المدرب: «اللقب لنا».",
                &["D اللقب لنا | - | المدرب = - | -"],
            ),
        ],
    );
}

#[test]
fn credits() {
    check(
        "quotations/credit",
        &[
            (
                "انخفض منسوب النهر متراً واحداً، بحسب مسؤولين محليين.",
                &["I انخفض منسوب النهر متراً واحداً | بحسب | مسؤولين محليين = - | -"],
            ),
            (
                "ووفقاً لمصدر أمني، فإن المهاجم قتل.",
                &["I المهاجم قتل | وفقاً | مصدر أمني = - | -"],
            ),
            (
                "وصلت الدفعة الأولى من اللقاح، كما أعلن مدير المستشفى.",
                &["I وصلت الدفعة الأولى من اللقاح | أعلن | مدير المستشفى = - | -"],
            ),
            (
                "«عاد التيار إلى جميع الأحياء»، وفق شركة الكهرباء.",
                &["D عاد التيار إلى جميع الأحياء | وفق | شركة الكهرباء = - | -"],
            ),
            (
                "غرق ثلاثة أشخاص في البحيرة، بحسب بيان للشرطة.",
                &["I غرق ثلاثة أشخاص في البحيرة | بحسب | شرطة = - | بيان"],
            ),
        ],
    );
    check(
        "speakers/credited",
        &[(
            "وبحسب شهود، اقتحم اللصوص المتجر ليلاً.",
            &["I اقتحم اللصوص المتجر ليلاً | بحسب | شهود = - | -"],
        )],
    );
}

#[test]
fn no_speech() {
    let texts = [
        "هاجم مسلحون من تنظيم «الراية» القرية.",
        "يعرض فيلم «بيت من طين» غداً.",
        "قرأت في صحيفة «المنارة» خبراً قديماً.",
        "ينتقد ما يسمى «التيار الجديد» كل شيء.",
        "يجب أن نعود قبل الليل.",
        "غادر الوفد بعد أن وقع الاتفاق.",
        "ويذكر أن القلعة بنيت قبل ألف عام.",
        "تجدر الإشارة إلى أن الدخول مجاني.",
        "أضاف اللاعب هدفاً ثانياً.",
        "أشار الحكم إلى نقطة الجزاء.",
        "توزع الجوائز حسب الترتيب.",
        "ولم يذكر المصدر أن أحداً أصيب.",
        "أعلنت اللجنة أسماء الفائزين: سعيد وخالد ومنى.",
        "#عاجل: انهيار مبنى من خمسة طوابق",
        "#كأس العالم: مواجهة مثيرة في النهائي",
        "ضبط المفتشون أدوية «مغشوشة» في السوق.",
        "نفذت العملية على أن تستأنف غداً.",
        "أعربت الوزارة عن أسفها بعد أن اقتحم محتجون المقر.",
        "تصر الشركة على تتبع الزوار حتى وإن رفضوا.",
        "رفعوا لافتات في الساحة.",
    ];
    let table: Vec<(&str, &[&str])> = texts.iter().map(|&text| (text, &[] as &[&str])).collect();
    check("", &table);
}

#[test]
fn speakers_beside_the_verb() {
    check(
        "speakers/behind-verb",
        &[
            (
                "قال للصحفيين أمس وزير النقل كمال الراشد إن الطريق جاهز.",
                &["I الطريق جاهز | قال | وزير النقل كمال الراشد = كمال الراشد | -"],
            ),
            (
                "صرح متحدث باسم الحملة بأن المرشح سينسحب.",
                &["I المرشح سينسحب | صرح | متحدث باسم الحملة = - | -"],
            ),
            (
                "وأضاف في مقابلة مع قناة محلية عمدة المدينة أن المترو تأخر.",
                &["I المترو تأخر | أضاف | عمدة المدينة = - | مقابلة"],
            ),
            (
                "أكد المدير العام للمتحف أحمد الشامي أن اللوحة سرقت.",
                &["I اللوحة سرقت | أكد | المدير العام للمتحف أحمد الشامي = أحمد الشامي | -"],
            ),
        ],
    );
    check(
        "speakers/before-verb",
        &[
            (
                "رئيس النادي يؤكد أن المدرب باق.",
                &["I المدرب باق | يؤكد | رئيس النادي = - | -"],
            ),
            (
                "ونقل الموقع عن محام قوله إن القضية أغلقت.",
                &["I القضية أغلقت | قوله | محام = - | -"],
            ),
        ],
    );
    check(
        "speakers/colon",
        &[(
            "#خبراء: الأسعار ستواصل الارتفاع",
            &["I الأسعار ستواصل الارتفاع | - | خبراء = - | -"],
        )],
    );
}

#[test]
fn speakers_from_before() {
    check(
        "speakers/same",
        &[
            (
                "قال الوزير إن العمل بدأ. وأضاف أن التمويل متوفر.",
                &[
                    "I العمل بدأ | قال | الوزير = - | -",
                    "I التمويل متوفر | أضاف | الوزير = - | -",
                ],
            ),
            (
                "قالت النائبة سلوى كريم إن الجلسة تأجلت. وأوضحت أنها لم تبلغ بذلك.",
                &[
                    "I الجلسة تأجلت | قالت | النائبة سلوى كريم = سلوى كريم | -",
                    "I أنها لم تبلغ بذلك | أوضحت | - = سلوى كريم | -",
                ],
            ),
        ],
    );
    check(
        "speakers/subject",
        &[(
            "رفض الناطق التهم، مؤكداً أن التحقيق مستمر.",
            &["I التحقيق مستمر | مؤكداً | الناطق = - | -"],
        )],
    );
}

#[test]
fn titles_stand_for_who_has_them() {
    check(
        "",
        &[(
            "زار وزير الصحة ماجد الحسن المستشفى. وقال الوزير إن الأدوية متوفرة.",
            &["I الأدوية متوفرة | قال | الوزير = ماجد الحسن | -"],
        )],
    );
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    let words = "قال الوزير إن ";
    let texts = [
        "«".repeat(10_000),
        "\" ".repeat(10_000),
        "« ".repeat(10_000),
        "« نعم ".repeat(10_000),
        "قال: «نعم ".repeat(5_000),
        "قال: \"نعم\n".repeat(5_000),
        format!("قال: {}نعم{}.", "« ".repeat(1_000), " »".repeat(1_000)),
        "«نعم» ".repeat(10_000),
        words.repeat(5_000),
        "بحسب الوزير، ".repeat(5_000),
        "قال ".repeat(20_000),
        "أن ".repeat(20_000),
        "، ".repeat(20_000),
        "قال الوزير، ".repeat(5_000),
        "»\n«".repeat(5_000),
        "‘’“”„“\"'«»".repeat(2_000),
    ];
    for text in &texts {
        let start = Instant::now();
        let found = read(text, false);
        for quotation in &found.quotations {
            let all = quotation
                .content
                .iter()
                .chain(&quotation.cue)
                .chain(&quotation.medium);
            for piece in all {
                assert!(found.span.contains(piece.span));
                assert_eq!(piece.span.slice(text), piece.text);
            }
        }
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "{} took {:?}",
            &text.chars().take(20).collect::<String>(),
            start.elapsed()
        );
    }
}

#[test]
fn twice_the_text_takes_about_twice_as_long() {
    let time = |text: &str| {
        let start = Instant::now();
        read(text, false);
        start.elapsed()
    };
    for unit in [
        "قال الوزير إن «نعم» ",
        "« قال ",
        "قال: «نعم. ",
        "بحسب الوزير، قال «نعم» أن ",
    ] {
        let once = time(&unit.repeat(2_000)).max(Duration::from_millis(20));
        let twice = time(&unit.repeat(8_000));
        assert!(
            twice < once * 12,
            "{unit}: {once:?}, four times as much {twice:?}"
        );
    }
}

#[test]
fn the_same_text_gives_the_same_quotations() {
    let text =
        "قال الوزير: «نعم». وأضاف أن الطريق مفتوح، بحسب بيان للشرطة.\n«ليل طويل»، قالت سلمى.";
    assert_eq!(read(text, false).quotations, read(text, false).quotations);
}

/// What the rules were developed on, and what they were not: neither may fall.
#[test]
fn figures_stand() {
    use maqal::eval::quotations::{QuotationScores, read as read_file};
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("eval/quotations");
    for (file, span, speaker) in [
        ("development.jsonl", 0.97, 0.93),
        ("heldout.jsonl", 0.9, 0.85),
    ] {
        let texts = read_file(&root.join(file)).unwrap();
        let all = QuotationScores::new(&texts, pipeline().knowledge().unwrap()).all;
        assert!(all.span_f1() >= span, "{file}: spans {}", all.span_f1());
        assert!(
            all.speaker_given_span() >= speaker,
            "{file}: speakers {}",
            all.speaker_given_span()
        );
    }
}
