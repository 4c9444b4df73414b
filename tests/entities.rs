//! Tables of entities: how names are cut, drawn together, typed, linked, and which offices
//! they hold. Every sentence was written for this project; the persons do not exist.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop at the first surprise"
)]

use std::sync::{Arc, LazyLock};

use maqal::article::{Article, Entity, EntityType, Tenure};
use maqal::kb::{KnowledgeBase, UserList};
use maqal::lang::LanguagePacks;
use maqal::pipeline::{Analyses, Hints, Pipeline};
use maqal::tagger::{Tagger, TaggerFileError, Taggers};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// A page around one sentence: long enough to be an article.
fn page(sentence: &str) -> String {
    format!(
        "جلسة عادية في المدينة هذا الأسبوع\n\n{sentence}\n\nوشهدت الجلسة نقاشا طويلا حول الميزانية \
         والخدمات، وقال الحاضرون إن العمل سيستمر في الأيام المقبلة حتى تنتهي المرحلة الأولى من المشروع.\n"
    )
}

fn structure(sentence: &str) -> Article {
    PIPELINE.structure(&page(sentence), &Hints::default())
}

fn named<'a>(article: &'a Article, name: &str) -> Option<&'a Entity> {
    article.entities.iter().find(|entity| entity.name == name)
}

/// What was found, one entity a line, for messages.
fn shown(article: &Article) -> String {
    let line = |entity: &Entity| {
        let mentions: Vec<&str> = entity.mentions.iter().map(|m| m.text.as_str()).collect();
        let roles: Vec<&str> = entity.roles.iter().map(|role| role.text.as_str()).collect();
        let (kind, subtype) = (entity.entity_type, &entity.subtype);
        format!(
            "{} {kind:?} {subtype:?} {mentions:?} {roles:?}",
            entity.name
        )
    };
    let lines: Vec<String> = article.entities.iter().map(line).collect();
    lines.join("\n")
}

/// (sentence, name of an entity in it, its type).
const TYPES: &[(&str, &str, EntityType)] = &[
    (
        "وصل وزير الزراعة سامر الخطيب إلى بيروت صباح الثلاثاء.",
        "سامر الخطيب",
        EntityType::Person,
    ),
    (
        "وصل وزير الزراعة سامر الخطيب إلى بيروت صباح الثلاثاء.",
        "بيروت",
        EntityType::Location,
    ),
    (
        "أعلنت وزارة الصحة في بيان أن الوضع مستقر في دمشق.",
        "دمشق",
        EntityType::Location,
    ),
    (
        "وقالت منظمة الصحة العالمية إن اللقاح متوفر في القاهرة.",
        "منظمة الصحة العالمية",
        EntityType::Organization,
    ),
    (
        "وقال الكاتب عبد الله المنصوري إن الرواية صدرت في تونس.",
        "عبد الله المنصوري",
        EntityType::Person,
    ),
    (
        "التقى الرئيس التركي رجب طيب أردوغان وفدا من الكويت.",
        "رجب طيب أردوغان",
        EntityType::Person,
    ),
    (
        "وذكرت وكالة رويترز أن السفينة وصلت إلى الإسكندرية.",
        "الإسكندرية",
        EntityType::Location,
    ),
];

#[test]
fn types_of_names() {
    for (sentence, name, entity_type) in TYPES {
        let article = structure(sentence);
        let found = named(&article, name)
            .unwrap_or_else(|| panic!("{name} in {sentence}: found\n{}", shown(&article)));
        assert_eq!(found.entity_type, *entity_type, "{name} in {sentence}");
    }
}

/// (sentence, the mention with nothing attached).
const CLITICS: &[(&str, &str)] = &[
    ("تراجع الدينار في العراق وسوريا خلال الأسبوع الماضي.", "سوريا"),
    (
        "سافر الوفد من عمان للقاهرة ثم عاد إلى دبي يوم الجمعة.",
        "لقاهرة",
    ),
    (
        "وقعت الشركة عقودا جديدة بالرياض وجدة والدمام أمس.",
        "الرياض",
    ),
    ("نفى المتحدث أن تكون لإيران علاقة بالحادث في البصرة.", "إيران"),
    (
        "واشنطن تعلن برنامجا جديدا للتعاون مع لبنان والأردن.",
        "واشنطن",
    ),
    (
        "واشنطن تعلن برنامجا جديدا للتعاون مع لبنان والأردن.",
        "لبنان",
    ),
];

#[test]
fn attached_particles_stay_outside() {
    for (sentence, mention) in CLITICS {
        let article = structure(sentence);
        let mut texts = article.entities.iter().flat_map(|entity| &entity.mentions);
        assert!(
            texts.any(|found| found.text == *mention),
            "{mention} in {sentence}: found\n{}",
            shown(&article)
        );
    }
}

#[test]
fn letters_that_writing_drops_are_in_the_name() {
    let article = structure("سافر الوفد من عمان للقاهرة ثم عاد إلى دبي يوم الجمعة.");
    assert!(named(&article, "القاهرة").is_some(), "{}", shown(&article));
}

/// (sentence, person, role, held at, nationality, tenure).
type RoleCase = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<&'static str>,
    Tenure,
);

const ROLES: &[RoleCase] = &[
    (
        "وقال وزير الخارجية الأردني سامر الخطيب إن الحوار مستمر مع دول الجوار.",
        "سامر الخطيب",
        "وزير الخارجية الأردني",
        None,
        Some("JO"),
        Tenure::Current,
    ),
    (
        "واستقبل رئيس الوزراء اللبناني، كريم العطار، وفدا من رجال الأعمال في بيروت.",
        "كريم العطار",
        "رئيس الوزراء اللبناني",
        None,
        Some("LB"),
        Tenure::Current,
    ),
    (
        "من جانبه طالب رئيس حكومة تصريف الأعمال كريم العطار المجلس بالتدخل قبل نهاية الشهر.",
        "كريم العطار",
        "رئيس حكومة تصريف الأعمال",
        None,
        None,
        Tenure::Acting,
    ),
    (
        "وحضر الجلسة نائب رئيس البرلمان حازم البياتي وعدد من النواب.",
        "حازم البياتي",
        "نائب رئيس البرلمان",
        None,
        None,
        Tenure::Deputy,
    ),
    (
        "وأكد حازم البياتي، الأمين العام لجامعة الدول العربية، أن القمة ستعقد في موعدها.",
        "حازم البياتي",
        "الأمين العام لجامعة الدول العربية",
        Some("جامعة الدول العربية"),
        None,
        Tenure::Current,
    ),
];

#[test]
fn offices_keep_letters_that_could_be_particles() {
    for (sentence, role) in [
        (
            "وزار والي الخرطوم السابق عثمان الفاضل المكان ودعا الحكومة إلى دعم التجار.",
            "والي الخرطوم السابق",
        ),
        (
            "وقدمت الهدية لرئيس البلدية حازم البياتي في نهاية الحفل الكبير.",
            "رئيس البلدية",
        ),
    ] {
        let article = structure(sentence);
        let mut roles = article.entities.iter().flat_map(|entity| &entity.roles);
        assert!(
            roles.any(|found| found.text == role),
            "{role} in {sentence}: {}",
            shown(&article)
        );
    }
}

#[test]
fn roles_stand_beside_names() {
    for (sentence, person, role, held_at, nationality, tenure) in ROLES {
        let article = structure(sentence);
        let all = shown(&article);
        let entity =
            named(&article, person).unwrap_or_else(|| panic!("{person} in {sentence}: {all}"));
        let found = entity.roles.iter().find(|found| found.text == *role);
        let found = found.unwrap_or_else(|| panic!("{role} in {sentence}: {all}"));
        assert_eq!(found.tenure, *tenure, "{sentence}");
        assert_eq!(entity.nationality.as_deref(), *nationality, "{sentence}");
        if let Some(place) = held_at {
            let id = named(&article, place).map(|entity| entity.id);
            assert!(
                id.is_some() && found.held_at == id,
                "{place} in {sentence}: {all}"
            );
        }
    }
}

/// (sentence, the longer name, its type, the place inside it).
const NESTED: &[(&str, &str, EntityType, &str)] = &[
    (
        "وقالت شرطة الأنبار إن الطريق مفتوح أمام السيارات.",
        "شرطة الأنبار",
        EntityType::Organization,
        "الأنبار",
    ),
    (
        "وهبطت الطائرة في مطار بيروت الدولي بعد تأخير طويل.",
        "مطار بيروت الدولي",
        EntityType::Facility,
        "بيروت",
    ),
    (
        "ودرست سعاد الحلبي الطب في جامعة دمشق ثم عادت إلى قريتها.",
        "جامعة دمشق",
        EntityType::Organization,
        "دمشق",
    ),
];

#[test]
fn names_inside_names_are_both_there() {
    for (sentence, long, entity_type, place) in NESTED {
        let article = structure(sentence);
        let all = shown(&article);
        let found = named(&article, long).unwrap_or_else(|| panic!("{long} in {sentence}: {all}"));
        assert_eq!(found.entity_type, *entity_type, "{long}");
        let inside = named(&article, place);
        let inside = inside.unwrap_or_else(|| panic!("{place} in {sentence}: {all}"));
        assert_eq!(inside.entity_type, EntityType::Location, "{place}");
        let outer = found.mentions[0].span;
        let held = inside.mentions.iter().any(|mention| {
            outer.start() <= mention.span.start() && mention.span.end() <= outer.end()
        });
        assert!(held, "{place} in {sentence}: {all}");
    }
}

#[test]
fn persons_joined_by_a_conjunction_are_two() {
    let article = structure(
        "ووقع الاتفاق وزيرا المالية والطاقة، سالم بن بريك ومانع بن يمين، في مدينة عدن يوم السبت.",
    );
    let all = shown(&article);
    for person in ["سالم بن بريك", "مانع بن يمين"] {
        let entity = named(&article, person).unwrap_or_else(|| panic!("{person}: {all}"));
        assert_eq!(entity.nationality, None, "finance is no country: {all}");
        assert_eq!(entity.roles.len(), 1, "{person}: {all}");
    }
}

#[test]
fn an_office_of_several_is_each_ones() {
    let article = structure(
        "واجتمع وزيرا الخارجية والدفاع سامر الخطيب وكريم العطار مع الوفد في بيروت يوم الأحد.",
    );
    for person in ["سامر الخطيب", "كريم العطار"] {
        let all = shown(&article);
        let entity = named(&article, person).unwrap_or_else(|| panic!("{person}: {all}"));
        let roles: Vec<&str> = entity.roles.iter().map(|role| role.text.as_str()).collect();
        assert_eq!(roles, ["وزيرا الخارجية والدفاع"], "{person}: {all}");
    }
    let article =
        structure("واستقبل رئيس البلدية سامر الخطيب وكريم العطار في مكتبه يوم الأحد ثم ودعهما.");
    let second = named(&article, "كريم العطار");
    let roles = second.map(|entity| entity.roles.len());
    assert_eq!(roles, Some(0), "an office of one: {}", shown(&article));
}

/// What looks like a role of the person and is none.
const NO_ROLES: &[(&str, &str)] = &[
    (
        "وقال الوزير في بيروت أمس إن سامر الخطيب سيحضر الاجتماع.",
        "سامر الخطيب",
    ),
    (
        "وغادر الوفد المرافق للرئيس: وقال سامر الخطيب إن الاجتماع انتهى مساء في عمان.",
        "سامر الخطيب",
    ),
];

#[test]
fn no_role_reaches_over_verbs_and_marks() {
    for (sentence, person) in NO_ROLES {
        let article = structure(sentence);
        let all = shown(&article);
        let entity = named(&article, person);
        let entity = entity.unwrap_or_else(|| panic!("{person} in {sentence}: {all}"));
        assert!(entity.roles.is_empty(), "{sentence}: {all}");
    }
}

#[test]
fn an_outlet_is_one_with_and_without_its_kind() {
    let sentence = "وقال مصدر في السوق لـ«الأهرام» إن الأسعار تراجعت قليلا خلال الشهر.";
    let page = format!("{}\nالمصدر: صحيفة الأهرام\n", page(sentence));
    let article = PIPELINE.structure(&page, &Hints::default());
    let all = shown(&article);
    let outlet = named(&article, "صحيفة الأهرام").unwrap_or_else(|| panic!("{all}"));
    assert_eq!(outlet.mentions.len(), 2, "{all}");
    assert!(named(&article, "الأهرام").is_none(), "{all}");
}

#[test]
fn short_names_belong_to_long_ones() {
    let page = "كريم العطار يفتتح مكتبة عامة في حلب\n\n\
        افتتح الباحث كريم العطار مكتبة عامة في حلب يوم الأحد، وسط حضور كبير من الطلاب.\n\n\
        وقال العطار إن المكتبة تضم آلاف الكتب، وأضاف أن العمل استمر عامين كاملين.\n";
    let article = PIPELINE.structure(page, &Hints::default());
    let person = named(&article, "كريم العطار").unwrap_or_else(|| panic!("{}", shown(&article)));
    let texts: Vec<&str> = person.mentions.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["كريم العطار", "كريم العطار", "العطار"]);
    let place = named(&article, "حلب").unwrap();
    assert_eq!(place.mentions.len(), 2);
    assert!(
        place
            .knowledge_base_ids
            .iter()
            .any(|id| id.base == "wikidata"),
        "{:?}",
        place.knowledge_base_ids
    );
    let all: f32 = article.entities.iter().map(|entity| entity.salience).sum();
    assert!((all - 1.0).abs() < 1e-4, "salience is a share: {all}");
    assert!(person.salience > place.salience);
}

#[test]
fn embedded_articles_have_entities_of_their_own() {
    let text = "كريم العطار يفتتح مكتبة عامة في حلب\nالاثنين 6 يونيو 2022\n\
        افتتح الباحث كريم العطار مكتبة عامة في حلب يوم الأحد، وسط حضور كبير من الطلاب.\n\
        وقال إن المكتبة تضم آلاف الكتب، وأضاف أن العمل استمر عامين كاملين.\n\
        اقرأ أيضا\n\
        منتخب السباحة يعود بست ميداليات من وهران\nالسبت 4 يونيو 2022\n\
        عاد منتخب السباحة إلى العاصمة حاملا ست ميداليات من البطولة التي أقيمت في وهران، بينها ذهبيتان.\n\
        وأشاد المدرب باللاعبين الناشئين الذين شاركوا للمرة الأولى، وقال إن المعسكر المقبل سيقام في تونس.\n";
    let article = PIPELINE.structure(text, &Hints::default());
    let [embedded] = article.embedded_articles.as_slice() else {
        panic!("{} embedded articles", article.embedded_articles.len());
    };
    let outer = named(&article, "حلب").unwrap_or_else(|| panic!("{}", shown(&article)));
    let inner = named(embedded, "وهران").unwrap_or_else(|| panic!("{}", shown(embedded)));
    assert!(named(&article, "وهران").is_none() && named(embedded, "حلب").is_none());
    assert!(outer.id < inner.id, "ids count on in the embedded article");
}

#[test]
fn entities_that_nobody_asks_for_are_not_found() {
    let text = include_str!("../examples/article.txt");
    let article = PIPELINE.structure(text, &Hints::default());
    assert!(
        named(&article, "ليلى منصور").is_some(),
        "{}",
        shown(&article)
    );
    let without = PIPELINE.structure_with(text, &Hints::default(), Analyses::NONE);
    assert!(without.entities.is_empty());
}

#[test]
fn a_users_names_are_found() {
    let packs = LanguagePacks::embedded().unwrap();
    let list = r#"{"id": "mine:7", "type": "PRODUCT", "subtype": "software", "names": {"ar": ["بوصلة النسيم"]}}"#;
    let list = UserList::parse("list.jsonl", list, &packs.fold).unwrap();
    let kb = KnowledgeBase::embedded().unwrap().join(list).unwrap();
    let pipeline = Pipeline::new(packs, maqal::boundary::Models::embedded().unwrap())
        .with_knowledge_base(Arc::new(kb))
        .with_taggers(Arc::new(Taggers::embedded().unwrap()));
    let text = page("أطلقت الشركة برنامج بوصلة النسيم وبوصلة النسيم متوفرة الآن للهواتف.");
    let article = pipeline.structure(&text, &Hints::default());
    let found = named(&article, "بوصلة النسيم").unwrap_or_else(|| panic!("{}", shown(&article)));
    assert_eq!(found.entity_type, EntityType::Product);
    assert_eq!(found.mentions.len(), 2, "also behind a conjunction");
    let ids: Vec<(&str, &str)> = found
        .knowledge_base_ids
        .iter()
        .map(|id| (id.base.as_str(), id.id.as_str()))
        .collect();
    assert_eq!(ids, [("mine", "7")]);
}

#[test]
fn a_damaged_tagger_says_so() {
    let folder = std::env::temp_dir().join(format!("maqal-tagger-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tagger.bin");
    let whole = Tagger::embedded().unwrap().to_bytes();
    let mut flipped = whole.clone();
    *flipped.last_mut().unwrap() ^= 1;
    let mut newer = whole.clone();
    newer[4] = 200;
    let cases: [(&[u8], &str); 4] = [
        (&flipped, "checksum"),
        (&newer, "version"),
        (&whole[..whole.len() / 2], "checksum"),
        (b"GIF89a", "MQTG"),
    ];
    for (bytes, reason) in cases {
        std::fs::write(&path, bytes).unwrap();
        let error = Tagger::open(&path).unwrap_err();
        assert!(matches!(error, TaggerFileError::File { .. }));
        let message = error.to_string();
        assert!(message.contains(reason), "{message}");
        assert!(message.contains("tagger.bin") && message.contains("maqal train tagger"));
    }
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(Tagger::open(&path).unwrap(), Tagger::embedded().unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
    let missing = Tagger::open(&path).unwrap_err();
    assert!(missing.to_string().contains("tagger.bin"));
}

#[test]
fn a_tagger_of_the_users_reads_its_languages_with_the_words_beside_it() {
    let folder = std::env::temp_dir().join(format!("maqal-reader-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("tagger.bin");
    let beside = folder.join("vocabulary.bin");
    let embedded = Taggers::embedded().unwrap();
    let english = embedded.of("en").unwrap();
    assert!(english.frequencies.is_some());
    assert!(embedded.of("xx").is_none());
    let n_readers = embedded.readers().len();
    std::fs::write(&path, english.tagger.to_bytes()).unwrap();
    let joined = embedded.with_file(&path).unwrap();
    assert_eq!(
        joined.readers().len(),
        n_readers,
        "in place of the one of English"
    );
    assert!(joined.of("en").unwrap().frequencies.is_none());
    let words = [("harbour", 4), ("council", 9)];
    std::fs::write(
        &beside,
        maqal::boundary::Vocabulary::new(words.into_iter()).to_bytes(),
    )
    .unwrap();
    let joined = joined.with_file(&path).unwrap();
    let frequencies = joined.of("en").unwrap().frequencies.as_ref().unwrap();
    assert_eq!(frequencies.frequency("council"), Some(3));
    std::fs::write(&beside, b"GIF89a").unwrap();
    let error = joined.with_file(&path).unwrap_err();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(
        matches!(error, TaggerFileError::Vocabulary { .. }),
        "{error}"
    );
    assert!(error.to_string().contains("vocabulary.bin"), "{error}");
}

/// (sentence, mentions of one entity).
const ONE_THING: &[(&str, &[&str])] = &[
    // The head and the adjective belong to the name of a body.
    (
        "أعلنت نقابة المهندسين اللبنانيين موعد الانتخابات في بيروت.",
        &["نقابة المهندسين اللبنانيين"],
    ),
    // Another name in a bracket.
    (
        "قالت منظمة الصحة العالمية (ص ع) إن اللقاح متوفر في القاهرة.",
        &["منظمة الصحة العالمية", "ص ع"],
    ),
    // Another name by words that say so.
    (
        "ووصل سامر الخطيب الملقب بـ«أبو النور» إلى بيروت، ثم غادر أبو النور في المساء.",
        &["سامر الخطيب", "أبو النور"],
    ),
    // The head left out.
    (
        "نشرت وكالة رويترز صورا من بيروت، وقالت رويترز إن العمل مستمر.",
        &["وكالة رويترز", "رويترز"],
    ),
    // The adjective left out.
    (
        "ترى نقابة المهندسين اللبنانيين أن العمل بطيء، وتقول نقابة المهندسين إن الحل قريب.",
        &["نقابة المهندسين اللبنانيين", "نقابة المهندسين"],
    ),
    // A title in quotes.
    (
        "عرض المخرج فيلم «رسائل البحر البعيد» في بيروت أمس.",
        &["رسائل البحر البعيد"],
    ),
    // Two spellings of a foreign name.
    (
        "افتتحت شركة إنترغلوب فرعا في دبي، وتعمل شركة إنترجلوب في النقل.",
        &["شركة إنترغلوب", "شركة إنترجلوب"],
    ),
];

#[test]
fn one_thing_under_several_names() {
    for (sentence, mentions) in ONE_THING {
        let article = structure(sentence);
        let one = article.entities.iter().any(|entity| {
            let has = |text: &&str| entity.mentions.iter().any(|one| one.text == **text);
            mentions.iter().all(has)
        });
        assert!(one, "{mentions:?} in {sentence}:\n{}", shown(&article));
    }
}

/// (page, a name that only its other places or its tag tell, the name of its entity).
const TOLD_ELSEWHERE: &[(&str, &str, &str)] = &[
    // A body named after a place, with initials in a bracket.
    (
        "قالت قوات سوريا الديمقراطية (قسد) إن العمل مستمر. ورحبت قسد بالخطوة.",
        "قسد",
        "قوات سوريا الديمقراطية",
    ),
    // A frequent brand behind its head.
    (
        "افتتحت شركة تويوتا مصنعا قرب النهر. وتخطط تويوتا لمصنع آخر.",
        "تويوتا",
        "شركة تويوتا",
    ),
    // A letter that looks like a clitic.
    (
        "التقى الوفد المدير دانيال كروس في بيروت. وقال كروس إن اللقاء مفيد.",
        "كروس",
        "دانيال كروس",
    ),
    // A family name that is a common word.
    (
        "رحبت الوزيرة سمية عودة بالخطوة. وأضافت عودة أنها سعيدة بالنتائج.",
        "سمية عودة",
        "سمية عودة",
    ),
    // A body by what it is for.
    (
        "ذكر المرصد السوري لحقوق الإنسان أن الطريق مغلق منذ الصباح.",
        "المرصد السوري لحقوق الإنسان",
        "المرصد السوري لحقوق الإنسان",
    ),
    (
        "وقع الاتحاد الكيني لألعاب القوى العقد صباح الثلاثاء.",
        "الاتحاد الكيني لألعاب القوى",
        "الاتحاد الكيني لألعاب القوى",
    ),
];

#[test]
fn names_are_told_by_what_stands_around_them() {
    for (sentences, words, name) in TOLD_ELSEWHERE {
        let article = structure(sentences);
        let entity = named(&article, name);
        let mentions = entity.map(|entity| &entity.mentions);
        let found = mentions.is_some_and(|all| all.iter().any(|one| one.text == *words));
        assert!(
            found,
            "{words} of {name} in {sentences}:\n{}",
            shown(&article)
        );
    }
}

#[test]
fn tags_tell_full_names() {
    let page = "جلسة عادية في المدينة هذا الأسبوع\n\n\
        قالت ألفة الماجري، الكاتبة العامة للنقابة، إن الحوار مستمر. وأضافت الماجري أن الجلسة مفيدة للجميع.\n\n\
        وشهدت الجلسة نقاشا طويلا حول الميزانية والخدمات حتى ساعة متأخرة من الليل.\n\n\
        الوسوم: ألفة الماجري، حوار، ميزانية\n";
    let article = PIPELINE.structure(page, &Hints::default());
    let person = named(&article, "ألفة الماجري");
    let count = person.map_or(0, |entity| entity.mentions.len());
    assert!(count >= 3, "{}", shown(&article));
}

#[test]
fn names_of_the_texts_language_come_first() {
    // The city's name is the Persian name of the country.
    let article = structure("افتتح الوزير معرضا في مراكش. ويشارك المغرب بعشرين شركة.");
    let ids = |name| named(&article, name).map(|entity| entity.knowledge_base_ids[0].id.as_str());
    assert_eq!(ids("مراكش"), Some("Q101625"), "{}", shown(&article));
    assert_eq!(ids("المغرب"), Some("Q1028"), "{}", shown(&article));
}
