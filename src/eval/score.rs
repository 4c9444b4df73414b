//! One answer against the truth about its page.

use std::collections::BTreeMap;

use super::corpus::fold_space;
use super::page::{GoldArticle, GoldPage, kind_name};
use crate::article::{Article, AuthorKind, BlockKind, TextField};

/// What is scored, in the order of the report.
pub const FIELDS: [&str; 16] = [
    "headline",
    "alternative",
    "date",
    "modified",
    "authors",
    "author place",
    "dateline",
    "source",
    "section",
    "keywords",
    "keywords unseparated",
    "related",
    "body",
    "embedded headline",
    "embedded body",
    "no article",
];

/// One field of one page.
#[derive(Debug, Clone, Default)]
pub struct FieldScore {
    /// One of [`FIELDS`].
    pub field: &'static str,
    /// Values that hold (characters, for the body).
    pub right: usize,
    /// Values claimed.
    pub claimed: usize,
    /// Values that are true.
    pub expected: usize,
    /// Whether everything is right (for the body: F1 of at least 0.98).
    pub exact: bool,
    /// Truth and answer, for people.
    pub shown: (String, String),
}

/// One claim and whether it held.
#[derive(Debug, Clone, Copy)]
pub struct Observation {
    /// The field, or `block/<kind>`.
    pub field: &'static str,
    /// The rule that claimed.
    pub rule: &'static str,
    /// What it claimed.
    pub confidence: f32,
    /// Whether it held.
    pub holds: bool,
}

/// Everything about one page.
#[derive(Debug, Clone, Default)]
pub struct PageScore {
    /// Fields that the page or the answer has.
    pub fields: Vec<FieldScore>,
    /// (true kind, answered kind) → characters, white space left out.
    pub confusion: BTreeMap<(&'static str, &'static str), usize>,
    /// Claims with confidences.
    pub observations: Vec<Observation>,
    /// F1 of the words of the body's text.
    pub body_words: f64,
    /// Whether every field is right.
    pub all_right: bool,
}

/// F1 of counts; 1 where there is nothing to find and nothing found.
pub fn f1(right: usize, claimed: usize, expected: usize) -> f64 {
    if claimed + expected == 0 {
        1.0
    } else {
        2.0 * right as f64 / (claimed + expected) as f64
    }
}

/// Scores `article`, the answer to `page`.
pub fn score(page: &GoldPage, article: &Article) -> PageScore {
    let mut score = PageScore::default();
    let gold = &page.gold;
    if !page.is_article {
        let claims = claims(article);
        score.fields.push(FieldScore {
            field: "no article",
            right: usize::from(claims.is_empty()),
            claimed: 1,
            expected: 1,
            exact: claims.is_empty(),
            shown: (String::new(), claims.join(" | ")),
        });
        score.all_right = claims.is_empty();
        return score;
    }
    single(
        &mut score,
        "headline",
        gold.headline.as_deref(),
        article.headline.as_ref(),
    );
    single(
        &mut score,
        "alternative",
        gold.alternative_headline.as_deref(),
        article.alternative_headline.as_ref(),
    );
    dates(&mut score, gold, article);
    authors(&mut score, gold, article);
    single(
        &mut score,
        "dateline",
        gold.dateline.as_deref(),
        article.dateline.as_ref().map(|dateline| &dateline.place),
    );
    single(
        &mut score,
        "source",
        gold.source.as_deref(),
        article.source.as_ref(),
    );
    single(
        &mut score,
        "section",
        gold.section.as_deref(),
        article.section.as_ref(),
    );
    let keywords = if gold.keywords.is_empty() || gold.keywords_separated {
        "keywords"
    } else {
        "keywords unseparated"
    };
    many(&mut score, keywords, &gold.keywords, &article.keywords);
    many(
        &mut score,
        "related",
        &gold.related_headlines,
        &article.related_headlines,
    );
    blocks(&mut score, page, article);
    body_text(&mut score, gold, article);
    embedded(&mut score, gold, article);
    score.all_right = score.fields.iter().all(|field| field.exact);
    score
}

fn claims(article: &Article) -> Vec<String> {
    let texts = article
        .headline
        .iter()
        .chain(&article.source)
        .chain(&article.section)
        .chain(&article.keywords);
    let mut claims: Vec<String> = texts.map(|field| field.text.clone()).collect();
    claims.extend(
        article
            .date_published
            .iter()
            .map(|date| date.value.to_string()),
    );
    claims.extend(
        article
            .authors
            .iter()
            .map(|author| author.name.text.clone()),
    );
    claims.extend(
        article
            .dateline
            .iter()
            .map(|dateline| dateline.place.text.clone()),
    );
    claims.extend(
        article
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.text.chars().take(40).collect()),
    );
    claims
}

/// White space folded, invisible characters dropped, `#` and `_` of tags undone.
fn fold(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(
            |c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}' | '#'),
        )
        .map(|c| if c == '_' { ' ' } else { c })
        .collect();
    fold_space(&visible)
}

fn single(score: &mut PageScore, field: &'static str, gold: Option<&str>, got: Option<&TextField>) {
    let holds = matches!((gold, got), (Some(gold), Some(got)) if fold(gold) == fold(&got.text));
    if let Some(got) = got {
        observe(score, field, got, holds);
    }
    value(
        score,
        field,
        gold.map(fold),
        got.map(|got| fold(&got.text)),
        holds,
    );
}

fn value(
    score: &mut PageScore,
    field: &'static str,
    gold: Option<String>,
    got: Option<String>,
    holds: bool,
) {
    score.fields.push(FieldScore {
        field,
        right: usize::from(holds),
        claimed: usize::from(got.is_some()),
        expected: usize::from(gold.is_some()),
        exact: holds || (gold.is_none() && got.is_none()),
        shown: (gold.unwrap_or_default(), got.unwrap_or_default()),
    });
}

fn observe(score: &mut PageScore, field: &'static str, got: &TextField, holds: bool) {
    let (rule, confidence) = (got.evidence.rule, got.confidence);
    score.observations.push(Observation {
        field,
        rule,
        confidence,
        holds,
    });
}

fn dates(score: &mut PageScore, gold: &GoldArticle, article: &Article) {
    let pairs = [
        (
            "date",
            &gold.date_published,
            &article.date_published,
            gold.date_by_day,
        ),
        (
            "modified",
            &gold.date_modified,
            &article.date_modified,
            false,
        ),
    ];
    for (field, gold, got, by_day) in pairs {
        let length = if by_day { 10 } else { usize::MAX };
        let cut = |text: &str| text.chars().take(length).collect::<String>();
        let shown = got.as_ref().map(|date| date.value.to_string());
        let holds = matches!((gold, &shown), (Some(gold), Some(got)) if cut(gold) == cut(got));
        if let Some(date) = got {
            let (rule, confidence) = (date.evidence.rule, date.confidence);
            score.observations.push(Observation {
                field,
                rule,
                confidence,
                holds,
            });
        }
        value(score, field, gold.clone(), shown, holds);
    }
}

const fn kind_mark(kind: AuthorKind) -> &'static str {
    match kind {
        AuthorKind::Person => "person",
        AuthorKind::Agency => "agency",
        AuthorKind::Outlet => "outlet",
    }
}

fn authors(score: &mut PageScore, gold: &GoldArticle, article: &Article) {
    let expected: Vec<String> = gold
        .authors
        .iter()
        .map(|author| format!("{} ({})", fold(&author.name), kind_mark(author.kind)))
        .collect();
    let got: Vec<String> = article
        .authors
        .iter()
        .map(|author| format!("{} ({})", fold(&author.name.text), kind_mark(author.kind)))
        .collect();
    let held = list(score, "authors", &expected, &got);
    for (author, holds) in article.authors.iter().zip(held) {
        observe(score, "authors", &author.name, holds);
    }
    let place = |name: &str, place: Option<&str>| {
        place.map(|place| format!("{} @ {}", fold(name), fold(place)))
    };
    let expected: Vec<String> = gold
        .authors
        .iter()
        .filter_map(|author| place(&author.name, author.place.as_deref()))
        .collect();
    let got: Vec<String> = article
        .authors
        .iter()
        .filter_map(|author| {
            place(
                &author.name.text,
                author.place.as_ref().map(|place| place.text.as_str()),
            )
        })
        .collect();
    list(score, "author place", &expected, &got);
}

fn many(score: &mut PageScore, field: &'static str, gold: &[String], got: &[TextField]) {
    let expected: Vec<String> = gold.iter().map(|text| fold(text)).collect();
    let texts: Vec<String> = got.iter().map(|field| fold(&field.text)).collect();
    let held = list(score, field, &expected, &texts);
    // Whether tags are separated is the page's truth; the pipeline claims tags.
    let claimed = if field == "keywords unseparated" {
        "keywords"
    } else {
        field
    };
    for (value, holds) in got.iter().zip(held) {
        observe(score, claimed, value, holds);
    }
}

/// Compares two lists as multisets; says for each answer whether it holds.
fn list(
    score: &mut PageScore,
    field: &'static str,
    expected: &[String],
    got: &[String],
) -> Vec<bool> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for value in expected {
        *left.entry(value).or_default() += 1;
    }
    let held: Vec<bool> = got
        .iter()
        .map(|value| match left.get_mut(value.as_str()) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        })
        .collect();
    let right = held.iter().filter(|holds| **holds).count();
    score.fields.push(FieldScore {
        field,
        right,
        claimed: got.len(),
        expected: expected.len(),
        exact: right == got.len() && right == expected.len(),
        shown: (expected.join(" | "), got.join(" | ")),
    });
    held
}

const fn is_body(kind: BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Paragraph | BlockKind::Subheading | BlockKind::Question | BlockKind::Answer
    )
}

/// Characters: kinds against kinds, and body against body.
fn blocks(score: &mut PageScore, page: &GoldPage, article: &Article) {
    let mut blocks = article.blocks.iter().peekable();
    let (mut right, mut claimed, mut expected) = (0, 0, 0);
    let mut kinds = page.kinds.iter().peekable();
    let mut per_block: Vec<(BTreeMap<BlockKind, usize>, &crate::article::Block)> = article
        .blocks
        .iter()
        .map(|block| (BTreeMap::new(), block))
        .collect();
    let mut block_idx = 0;
    for (offset, character) in page.text.char_indices() {
        if character.is_whitespace() {
            continue;
        }
        while kinds.next_if(|(range, _)| range.end <= offset).is_some() {}
        while blocks
            .next_if(|block| (block.span.end() as usize) <= offset)
            .is_some()
        {
            block_idx += 1;
        }
        let truth = kinds
            .peek()
            .filter(|(range, _)| range.start <= offset)
            .map(|(_, kind)| *kind);
        let answer = blocks
            .peek()
            .filter(|block| block.span.start() as usize <= offset)
            .map(|block| block.kind);
        let Some(truth) = truth else { continue };
        *score
            .confusion
            .entry((kind_name(truth), answer.map_or("none", kind_name)))
            .or_default() += 1;
        if let Some((counts, _)) = per_block.get_mut(block_idx) {
            *counts.entry(truth).or_default() += 1;
        }
        // A dateline opens the body: neither asked for nor wrong.
        if truth == BlockKind::Dateline {
            continue;
        }
        let in_answer = answer.is_some_and(is_body);
        expected += usize::from(is_body(truth));
        claimed += usize::from(in_answer);
        right += usize::from(is_body(truth) && in_answer);
    }
    for (counts, block) in per_block {
        let Some((kind, _)) = counts.iter().max_by_key(|(_, count)| **count) else {
            continue;
        };
        score.observations.push(Observation {
            field: "block",
            rule: block.rule,
            confidence: block.confidence,
            holds: *kind == block.kind,
        });
    }
    let exact = f1(right, claimed, expected) >= 0.98;
    score.fields.push(FieldScore {
        field: "body",
        right,
        claimed,
        expected,
        exact,
        ..FieldScore::default()
    });
}

fn words(texts: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        for word in fold(text).split(' ').filter(|word| !word.is_empty()) {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    counts
}

/// F1 of two texts as bags of words.
fn word_f1(expected: &[String], got: &[String]) -> f64 {
    let (expected, got) = (words(expected), words(got));
    let right = got
        .iter()
        .map(|(word, count)| expected.get(word).copied().unwrap_or_default().min(*count))
        .sum();
    f1(right, got.values().sum(), expected.values().sum())
}

fn paragraphs(article: &Article) -> Vec<String> {
    article
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.text.clone())
        .collect()
}

fn body_text(score: &mut PageScore, gold: &GoldArticle, article: &Article) {
    let got = paragraphs(article);
    score.body_words = word_f1(&gold.body, &got);
    if let Some(field) = score.fields.last_mut() {
        let (missing, extra) = differences(&gold.body, &got);
        field.shown = (
            format!("missing {}", missing.join(" | ")),
            format!("extra {}", extra.join(" | ")),
        );
    }
}

/// Paragraphs of one side that the other does not have, cut short.
fn differences(expected: &[String], got: &[String]) -> (Vec<String>, Vec<String>) {
    let folded = |texts: &[String]| texts.iter().map(|text| fold(text)).collect::<Vec<_>>();
    let (expected, got) = (folded(expected), folded(got));
    let only = |ours: &[String], theirs: &[String]| {
        let lone = ours.iter().filter(|text| !theirs.contains(text));
        lone.map(|text| text.chars().take(90).collect())
            .take(4)
            .collect()
    };
    (only(&expected, &got), only(&got, &expected))
}

fn embedded(score: &mut PageScore, gold: &GoldArticle, article: &Article) {
    let headline = |article: &Article| {
        article
            .headline
            .as_ref()
            .map(|field| fold(&field.text))
            .unwrap_or_default()
    };
    let expected: Vec<String> = gold
        .embedded
        .iter()
        .map(|article| fold(article.headline.as_deref().unwrap_or_default()))
        .collect();
    let got: Vec<String> = article.embedded_articles.iter().map(headline).collect();
    list(score, "embedded headline", &expected, &got);
    let pairs: Vec<(&GoldArticle, Option<&Article>)> = gold
        .embedded
        .iter()
        .enumerate()
        .map(|(idx, gold)| (gold, article.embedded_articles.get(idx)))
        .collect();
    let right = pairs
        .iter()
        .filter(|(gold, got)| got.is_some_and(|got| word_f1(&gold.body, &paragraphs(got)) >= 0.98))
        .count();
    let (claimed, expected) = (article.embedded_articles.len(), gold.embedded.len());
    let exact = right == claimed && right == expected;
    score.fields.push(FieldScore {
        field: "embedded body",
        right,
        claimed,
        expected,
        exact,
        ..FieldScore::default()
    });
}
