use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::article::ReferenceKind::{Alias, Coreference, Keyword, KnowledgeBase, MediaSource};
use crate::article::{
    Article, CrossReference, MentionKind, ReferenceEnd, ReferenceKind, StoryRelation,
};
use crate::pipeline::{Hints, Pipeline};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// A page of our own: a headline, a body, a source, tags, another article.
const PAGE: &str = "وزيرة الري تفتتح محطة جديدة في طرابلس\n\n\
2024-03-05\n\n\
افتتحت وزيرة الري ليلى منصور، الثلاثاء، محطة لتنقية المياه في طرابلس، بحضور وفد من شركة النهر الأزرق.\n\n\
وقالت منصور إن العمل في المحطة استمر عامين كاملين. وأكدت الوزيرة أن مياه المحطة تصل إلى آلاف البيوت.\n\n\
وأعلنت منظمة الصحة العالمية (WHO) في بيان أنها تدعم المشروع، وقالت المنظمة إن مياه الشرب تحسنت كثيرا. \
وأوضحت صحيفة الجبل الأخضر أن الشركة ستوسع المحطة في العام المقبل.\n\n\
المصدر: صحيفة الجبل الأخضر\n\n\
الكلمات المفتاحية: طرابلس, ليلى منصور, مياه\n";

fn structure(page: &str) -> Article {
    PIPELINE.structure(page, &Hints::default())
}

/// One reference a line, for messages.
fn shown(article: &Article) -> String {
    let mut lines = String::new();
    for reference in &article.cross_references {
        writeln!(
            lines,
            "{:?} {} → {}",
            reference.kind,
            end(article, &reference.from),
            end(article, &reference.to)
        )
        .unwrap();
    }
    lines
}

fn end(article: &Article, end: &ReferenceEnd) -> String {
    match end {
        ReferenceEnd::Words(words) => words.text.clone(),
        ReferenceEnd::Entity(id) => {
            let entity = article.entities.iter().find(|entity| entity.id == *id);
            entity.map_or("?", |entity| &entity.name).to_owned()
        }
        ReferenceEnd::RelatedHeadline(idx) => article.related_headlines[*idx as usize].text.clone(),
        ReferenceEnd::EmbeddedArticle(idx) => format!("article {idx}"),
        ReferenceEnd::KnowledgeBase { base, id } => format!("{base}:{id}"),
    }
}

#[track_caller]
fn assert_reference(article: &Article, kind: ReferenceKind, from: &str, to: &str) {
    let fits = |reference: &&CrossReference| {
        reference.kind == kind
            && end(article, &reference.from) == from
            && end(article, &reference.to) == to
    };
    assert!(
        article.cross_references.iter().any(|one| fits(&one)),
        "{kind:?} {from} → {to} in\n{}",
        shown(article)
    );
}

#[test]
fn a_page_is_a_graph() {
    let article = structure(PAGE);
    for (kind, from, to) in [
        (Coreference, "منصور", "ليلى منصور"),
        (Coreference, "الوزيرة", "ليلى منصور"),
        (Coreference, "المنظمة", "منظمة الصحة العالمية"),
        (Alias, "WHO", "منظمة الصحة العالمية"),
        (Keyword, "طرابلس", "طرابلس"),
        (Keyword, "ليلى منصور", "ليلى منصور"),
        (MediaSource, "صحيفة الجبل الأخضر", "صحيفة الجبل الأخضر"),
    ] {
        assert_reference(&article, kind, from, to);
    }
    let linked = article
        .cross_references
        .iter()
        .filter(|reference| reference.kind == KnowledgeBase)
        .count();
    let ids: usize = article
        .entities
        .iter()
        .map(|entity| entity.knowledge_base_ids.len())
        .sum();
    assert_eq!(linked, ids);
    let water = article
        .cross_references
        .iter()
        .filter(|one| one.kind == Keyword && end(&article, &one.from) == "مياه");
    assert_eq!(
        water.count(),
        0,
        "a tag that names nothing:\n{}",
        shown(&article)
    );
}

/// (sentences, a noun that must not be drawn to any entity).
const NOT_AGAIN: &[(&str, &str)] = &[
    (
        "التقى وزير الري سامر الخطيب وزير النقل كريم العطار في بيروت. وقال الوزير إن الحوار مفيد.",
        "الوزير",
    ),
    (
        "زارت وزيرة الري ليلى منصور القاهرة. وقالت الوزيرة السابقة هدى العلي إن الزيارة مهمة.",
        "الوزيرة",
    ),
    (
        "قال الوزير في بيان مقتضب إن العمل مستمر، ثم وصل وزير الري سامر الخطيب إلى بيروت.",
        "الوزير",
    ),
];

#[test]
fn nouns_that_fit_two_or_go_on_are_left_alone() {
    for (sentences, noun) in NOT_AGAIN {
        let page = format!(
            "جلسة عادية في المدينة هذا الأسبوع\n\n{sentences}\n\nوانتهت الجلسة في المساء بعد نقاش طويل حول الخدمات.\n"
        );
        let article = structure(&page);
        let nominal = article
            .entities
            .iter()
            .flat_map(|entity| &entity.mentions)
            .find(|mention| mention.kind == MentionKind::Nominal && mention.text == *noun);
        assert!(
            nominal.is_none(),
            "{noun} in {sentences}:\n{}",
            shown(&article)
        );
    }
}

#[test]
fn other_articles_share_what_they_name() {
    let page = "وزيرة الري تفتتح محطة جديدة في طرابلس\n\n\
افتتحت وزيرة الري ليلى منصور محطة لتنقية المياه في طرابلس بحضور عدد كبير من سكان المدينة.\n\n\
وقالت منصور إن العمل في المحطة استمر عامين كاملين وإن المياه تصل اليوم إلى آلاف البيوت.\n\n\
أخبار ذات صلة\n\
انقطاع المياه عن أحياء في طرابلس\n\
معرض للكتاب يفتح أبوابه في مراكش\n";
    let article = structure(page);
    let related: Vec<(String, String)> = article
        .cross_references
        .iter()
        .filter(|reference| reference.kind == ReferenceKind::RelatedArticle)
        .map(|reference| {
            assert!(
                reference
                    .similarity
                    .is_some_and(|share| (0.0..=1.0).contains(&share))
            );
            (end(&article, &reference.from), end(&article, &reference.to))
        })
        .collect();
    assert_eq!(
        related,
        [(
            "انقطاع المياه عن أحياء في طرابلس".to_owned(),
            "طرابلس".to_owned()
        )],
        "{}",
        shown(&article)
    );
}

#[test]
fn references_lead_somewhere_and_stand_in_order() {
    let article = structure(PAGE);
    let ids: Vec<u32> = article.entities.iter().map(|entity| entity.id).collect();
    for reference in &article.cross_references {
        assert_ne!(reference.from, reference.to);
        for end in [&reference.from, &reference.to] {
            match end {
                ReferenceEnd::Entity(id) => assert!(ids.contains(id)),
                ReferenceEnd::Words(words) => {
                    assert_eq!(PAGE.get(words.span.range()), Some(words.text.as_str()));
                }
                ReferenceEnd::RelatedHeadline(idx) => {
                    assert!((*idx as usize) < article.related_headlines.len());
                }
                ReferenceEnd::EmbeddedArticle(idx) => {
                    assert!((*idx as usize) < article.embedded_articles.len());
                }
                ReferenceEnd::KnowledgeBase { id, .. } => assert!(!id.is_empty()),
            }
        }
    }
    assert!(article.cross_references.is_sorted_by_key(|one| one.kind));
}

/// A page around sentences: long enough to be an article.
fn around(sentences: &str) -> Article {
    structure(&format!(
        "جلسة عادية في المدينة هذا الأسبوع\n\nانطلقت الجلسة صباح أمس بحضور عدد كبير من السكان. {sentences}\n\nوشهدت الجلسة نقاشا طويلا حول الميزانية والخدمات، وسيستمر العمل في الأيام المقبلة حتى تنتهي المرحلة الأولى من المشروع.\n"
    ))
}

/// The words of the mentions of that kind, each with the name of its entity.
fn mentions(article: &Article, kind: MentionKind) -> Vec<(&str, &str)> {
    let entities = article.entities.iter();
    entities
        .flat_map(|entity| entity.mentions.iter().map(move |one| (one, &entity.name)))
        .filter(|(mention, _)| mention.kind == kind)
        .map(|(mention, name)| (mention.text.as_str(), name.as_str()))
        .collect()
}

/// (sentences, pronouns that are certain, with whom they stand for).
const PRONOUNS: &[(&str, &[(&str, &str)])] = &[
    (
        "وقال وزير الري سامر الخطيب إنه سيزور دمشق غدا.",
        &[("ه", "سامر الخطيب")],
    ),
    (
        "وأكدت ليلى منصور أنها وصلت إلى بيروت أمس.",
        &[("ها", "ليلى منصور")],
    ),
    // The verb is not hers.
    ("وقال سامر الخطيب إنها وصلت إلى بيروت أمس.", &[]),
    // Nobody that the article names says it.
    ("وقال شهود عيان في بيروت إنه وصل في المساء.", &[]),
];

#[test]
fn pronouns_stand_for_who_speaks() {
    for (sentences, expected) in PRONOUNS {
        let article = around(sentences);
        assert_eq!(
            mentions(&article, MentionKind::Pronoun),
            *expected,
            "{sentences}"
        );
    }
}

/// (sentences, nouns that are certain, with what they stand for).
const NOUNS: &[(&str, &[(&str, &str)])] = &[
    // Of two, the one named in this sentence or the one before.
    (
        "التقى وزير الري سامر الخطيب وفدا في بيروت. وتحدث الجميع عن الماء. ووصل وزير النقل كريم العطار إلى عمان. وغادر الوزير في المساء.",
        &[("الوزير", "كريم العطار")],
    ),
    // An adjective of nationality that is the entity's own.
    (
        "استقبل الرئيس البرازيلي كارلوس بيريرا الوفود في بيروت. وقال الرئيس البرازيلي إن العمل بدأ.",
        &[("الرئيس البرازيلي", "كارلوس بيريرا")],
    ),
    // What a role is held at.
    (
        "افتتحت منظمة الصحة العالمية مكتبا في بيروت. وقال مدير المنظمة سامر الخطيب إن العمل بدأ.",
        &[("المنظمة", "منظمة الصحة العالمية")],
    ),
    // A kind of place, where one such place is named.
    (
        "وصل سامر الخطيب إلى بيروت. وتشهد المدينة أمطارا غزيرة هذا العام.",
        &[("المدينة", "بيروت")],
    ),
];

#[test]
fn nouns_stand_for_what_is_near() {
    for (sentences, expected) in NOUNS {
        let article = around(sentences);
        let found = mentions(&article, MentionKind::Nominal);
        for one in *expected {
            assert!(found.contains(one), "{one:?} in {sentences}: {found:?}");
        }
    }
}

/// (sentences, capital, the state it stands for; none for the city itself).
const METONYMS: &[(&str, &str, Option<&str>)] = &[
    (
        "اقترحت إيران موعدا جديدا. ورحبت طهران بالرد الذي وصل أمس.",
        "طهران",
        Some("إيران"),
    ),
    (
        "تدعم فرنسا المشروع منذ عام. ويرى الخبراء أن باريس لا تريد التصعيد.",
        "باريس",
        Some("فرنسا"),
    ),
    (
        "تستضيف فرنسا المعرض هذا العام. وقال سامر الخطيب في باريس إن الإقبال كبير.",
        "باريس",
        None,
    ),
    // Verbs of saying of any time, and words that only a government has.
    (
        "تدعم فرنسا المشروع منذ عام. وتقول باريس إن القرار لا يشمل الموانئ.",
        "باريس",
        Some("فرنسا"),
    ),
    (
        "اقترحت إيران موعدا جديدا. ولم يتغير موقف طهران من الاقتراح.",
        "طهران",
        Some("إيران"),
    ),
    (
        "تدعم فرنسا المشروع منذ عام. ولم يصدر تعليق عن باريس الرسمية أمس.",
        "باريس",
        Some("فرنسا"),
    ),
    // What states have with each other, and what is done to them.
    (
        "زادت السعودية الإنتاج. ويرى الخبراء أن العلاقات مع الرياض جيدة.",
        "الرياض",
        Some("السعودية"),
    ),
    (
        "تبحث تركيا الملف. وتتواصل المحادثات بين بغداد وأنقرة منذ شهر.",
        "أنقرة",
        Some("تركيا"),
    ),
    (
        "اقترحت إيران موعدا جديدا. واتهم الوزير طهران بتأخير الرد.",
        "طهران",
        Some("إيران"),
    ),
    // A city as a place.
    (
        "زادت السعودية الإنتاج. وعقدت المحادثات في الرياض قبل شهر.",
        "الرياض",
        None,
    ),
    (
        "تستضيف فرنسا المعرض هذا العام. وشهدت باريس أمطارا غزيرة أمس.",
        "باريس",
        None,
    ),
    (
        "تبحث تركيا الملف. وتوقفت القطارات بين إسطنبول وأنقرة منذ شهر.",
        "أنقرة",
        None,
    ),
    // No state that the article names.
    ("ورحبت طهران بالرد الذي وصل أمس إلى الوفد.", "طهران", None),
];

#[test]
fn capitals_that_speak_stand_for_their_state() {
    for (sentences, capital, state) in METONYMS {
        let article = around(sentences);
        let found = article.cross_references.iter().find(|reference| {
            reference.evidence.rule == "references/metonymy"
                && end(&article, &reference.from) == *capital
        });
        let found = found.map(|reference| end(&article, &reference.to));
        assert_eq!(found.as_deref(), *state, "{sentences}\n{}", shown(&article));
    }
}

#[test]
fn a_seat_stands_for_its_body() {
    let article = around("جمد الاتحاد الأوروبي الأموال. واتهم الوزير بروكسل بالتسرع في القرار.");
    let found = article
        .cross_references
        .iter()
        .find(|reference| reference.evidence.rule == "references/metonymy");
    let found = found.map(|one| (end(&article, &one.from), end(&article, &one.to)));
    let expected = ("بروكسل".to_owned(), "الاتحاد الأوروبي".to_owned());
    assert_eq!(found, Some(expected), "{}", shown(&article));
}

/// (sentences, an event said again, the words that brought it up; none where that is not certain).
const EVENTS: &[(&str, &str, Option<&str>)] = &[
    (
        "بدأ الوفد زيارة رسمية إلى بغداد أمس. وتستمر الزيارة ثلاثة أيام.",
        "الزيارة",
        Some("زيارة"),
    ),
    (
        "دمر حريق كبير مخزنا للحبوب. ووصل رجال الإطفاء متأخرين. وامتد الحريق إلى منزلين.",
        "الحريق",
        Some("حريق"),
    ),
    // Two were brought up, neither near.
    (
        "دمر حريق كبير مخزنا للحبوب. ووقع حريق آخر في الميناء. ووصل رجال الإطفاء متأخرين. وامتد الحريق إلى منزلين.",
        "الحريق",
        None,
    ),
    // Another one, by what goes on from it.
    (
        "بدأ الوفد زيارة رسمية إلى بغداد أمس. وكانت الزيارة السابقة قبل عامين.",
        "الزيارة",
        None,
    ),
    // Part of the name of a body.
    (
        "تنافس في انتخابات هادئة خمسة مرشحين. وقال عضو لجنة الانتخابات إن النتائج قريبة.",
        "الانتخابات",
        None,
    ),
    // Nothing brought it up.
    ("ووصف الوزير الزيارة بأنها مفيدة للبلدين.", "الزيارة", None),
];

#[test]
fn events_are_spoken_of_again() {
    for (sentences, noun, first) in EVENTS {
        let article = around(sentences);
        let found = article.cross_references.iter().find(|reference| {
            reference.evidence.rule == "references/event" && end(&article, &reference.from) == *noun
        });
        let found = found.map(|reference| end(&article, &reference.to));
        assert_eq!(found.as_deref(), *first, "{sentences}\n{}", shown(&article));
    }
}

/// (headline of another article, how its story belongs to the page's).
const STORIES: &[(&str, Option<StoryRelation>)] = &[
    (
        "وزيرة الري تفتتح محطة لتنقية المياه في طرابلس",
        Some(StoryRelation::SameStory),
    ),
    (
        "تأجيل افتتاح محطة ثانية في طرابلس بسبب نقص التمويل الحكومي",
        Some(StoryRelation::FollowUp),
    ),
    (
        "إقبال كبير على معرض الزهور في طرابلس",
        Some(StoryRelation::Related),
    ),
    ("علماء يكتشفون كوكبا بعيدا", None),
];

#[test]
fn other_articles_tell_the_same_story_or_another() {
    for (headline, expected) in STORIES {
        let page = format!(
            "وزيرة الري تفتتح محطة جديدة في طرابلس\n\n\
             شهدت طرابلس افتتاح محطة لتنقية المياه بحضور وزيرة الري ليلى منصور وعدد كبير من سكان المدينة.\n\n\
             وقالت منصور إن العمل في المحطة استمر عامين كاملين وإن المياه تصل اليوم إلى آلاف البيوت.\n\n\
             أخبار ذات صلة\n{headline}\nالبلدية تعلن مواعيد جمع النفايات في الأحياء\n"
        );
        let article = structure(&page);
        let found = article
            .cross_references
            .iter()
            .find(|reference| end(&article, &reference.from) == *headline);
        let found = found.and_then(|reference| reference.story_relation);
        assert_eq!(found, *expected, "{headline}\n{}", shown(&article));
    }
}

#[test]
fn a_day_of_both_articles_is_shared() {
    let page = "وزيرة الري تفتتح محطة جديدة في طرابلس\n\n\
5 مارس 2024\n\n\
افتتحت وزيرة الري ليلى منصور محطة لتنقية المياه في طرابلس بحضور عدد كبير من سكان المدينة.\n\n\
وقالت منصور إن العمل في المحطة سيبدأ في 12 أبريل 2024 وإن المياه ستصل إلى آلاف البيوت في العام نفسه.\n\n\
اقرأ أيضا:\n\
طرابلس تستعد لموسم الأمطار\n\
تستعد بلدية طرابلس لموسم الأمطار بتنظيف القنوات في الأحياء القديمة، وقالت البلدية إن العمل ينتهي في 12 أبريل 2024.\n\n\
وأضافت البلدية أن العمال وصلوا إلى نصف الأحياء وأن السكان يشاركون في التنظيف منذ الأسبوع الماضي.\n";
    let article = structure(page);
    assert_eq!(article.embedded_articles.len(), 1, "{}", shown(&article));
    let days: Vec<&CrossReference> = article
        .cross_references
        .iter()
        .filter(|one| {
            one.kind == ReferenceKind::RelatedArticle && matches!(one.to, ReferenceEnd::Words(_))
        })
        .collect();
    let [day] = days.as_slice() else {
        panic!("{}", shown(&article))
    };
    assert_eq!(end(&article, &day.to), "12 أبريل 2024");
    assert_eq!(day.shared[0].text, "12 أبريل 2024");
    assert_ne!(Some(day.shared[0].span), span(&day.to));
}

fn span(end: &ReferenceEnd) -> Option<crate::text::Span<crate::text::Source>> {
    match end {
        ReferenceEnd::Words(words) => Some(words.span),
        _ => None,
    }
}

/// (sentences, who cites, who is cited).
const CITATIONS: &[(&str, Option<(&str, &str)>)] = &[
    (
        "ونقلت صحيفة النهار عن وكالة رويترز أن السفينة وصلت.",
        Some(("صحيفة النهار", "وكالة رويترز")),
    ),
    (
        "وذكرت صحيفة النهار نقلا عن وكالة رويترز أن السفينة وصلت.",
        Some(("صحيفة النهار", "وكالة رويترز")),
    ),
    ("ونقلت صحيفة النهار عن شهود أن السفينة وصلت.", None),
];

#[test]
fn who_cites_whom() {
    for (sentences, pair) in CITATIONS {
        let article = around(sentences);
        let found = article
            .cross_references
            .iter()
            .find(|reference| reference.evidence.rule == "references/citation");
        let found =
            found.map(|reference| (end(&article, &reference.from), end(&article, &reference.to)));
        let expected = pair.map(|(by, of)| (by.to_owned(), of.to_owned()));
        assert_eq!(found, expected, "{sentences}\n{}", shown(&article));
    }
}

/// A word of its own for each number.
fn name(mut number: usize) -> String {
    let letters = ['ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ر', 'ز', 'ش'];
    let mut word = String::from("مط");
    for _ in 0..5 {
        word.push(letters[number % 10]);
        number /= 10;
    }
    word
}

/// How long an article of so many names takes, each named twice.
fn time_of(n_names: usize) -> (std::time::Duration, usize) {
    use crate::article::{EntityType, Evidence, Mention, Sentence};
    use crate::pipeline::tokens::TokenView;
    use crate::text::{NormalizedText, Span};
    let mut text = String::new();
    let mut article = structure(PAGE);
    let like = article.entities[0].clone();
    article.sentences.clear();
    article.entities = (0..n_names)
        .zip(1..)
        .map(|(number, id)| crate::article::Entity {
            id,
            entity_type: EntityType::Organization,
            name: format!("وزارة {}", name(number)),
            mentions: Vec::new(),
            roles: Vec::new(),
            knowledge_base_ids: Vec::new(),
            ..like.clone()
        })
        .collect();
    for _ in 0..2 {
        for entity in &mut article.entities {
            let first = text.len();
            text.push_str("قالت ");
            let start = text.len();
            text.push_str(&entity.name);
            let span = Span::from_range(start..text.len());
            entity.mentions.push(Mention {
                text: entity.name.clone(),
                span,
                kind: MentionKind::Name,
                confidence: 0.9,
                evidence: Evidence {
                    rule: "entities/tagger",
                },
            });
            text.push_str(" إنها تعمل مع الوزارة. ");
            article.sentences.push(Sentence {
                span: Span::from_range(first..text.len()),
                paragraph_idx: 0,
            });
        }
    }
    let normalized = NormalizedText::verbatim(&text);
    let knowledge = PIPELINE.knowledge().unwrap();
    let segmentation =
        crate::pipeline::segment::segment(&normalized, knowledge.packs, knowledge.vocabulary);
    let view = TokenView::new(&normalized, &segmentation, knowledge.packs);
    let started = std::time::Instant::now();
    super::find_references(&view, &mut article);
    (started.elapsed(), article.cross_references.len())
}

#[test]
fn many_names_take_linear_time() {
    let (_, few) = time_of(500);
    let (time, many) = time_of(5000);
    assert!(many > 9 * few && few >= 500, "{few}, {many}");
    // Quadratic work on this much would take minutes without optimisation.
    assert!(time.as_secs() < 20, "{time:?}");
}
