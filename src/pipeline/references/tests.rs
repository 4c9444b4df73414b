use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::article::ReferenceKind::{Alias, Coreference, Keyword, KnowledgeBase, MediaSource};
use crate::article::{Article, CrossReference, MentionKind, ReferenceEnd, ReferenceKind};
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
