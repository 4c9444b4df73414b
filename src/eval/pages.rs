//! Real pages of extractors' test suites (`data/pages`): the same measures as their scorer's.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use unicode_properties::UnicodeGeneralCategory as _;

use crate::article::{Article, AuthorKind, TextField};
use crate::markup;
use crate::pipeline::interrupt::Interrupt;
use crate::pipeline::{Analyses, Hints, Pipeline};

/// What of a page is structured.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    /// Its text.
    pub rendering: Rendering,
    /// Whether its address is known.
    pub address: bool,
}

/// Which rendering of a page is structured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rendering {
    /// One line per block element.
    Block,
    /// Links, captions and list items fuse.
    Flat,
    /// The cruder dump of the smallest element with headline and body.
    MainFlat,
    /// The page itself; pages without are left out.
    Html,
}

#[derive(Deserialize)]
struct RealPage {
    id: String,
    #[serde(default)]
    lang: String,
    url: Option<String>,
    raw_block: Option<String>,
    raw_flat: Option<String>,
    raw_main_flat: Option<String>,
    /// Path of the compressed page, from the folder of the file.
    html: Option<String>,
    gold: RealGold,
    #[serde(default)]
    in_raw: Option<BTreeMap<String, serde_json::Value>>,
}

#[derive(Deserialize)]
struct RealGold {
    title: Option<String>,
    authors: Option<Vec<String>>,
    date: Option<String>,
    tags: Option<Vec<String>>,
    body: Option<String>,
}

/// What the pipeline answered for a page, in the shape that the scorer reads.
struct Prediction {
    title: String,
    authors: Vec<String>,
    date: String,
    body: String,
    tags: Vec<String>,
    /// Values with the rules that took them, for what the truth says of each value alone.
    claims: Vec<Claim>,
}

/// A value of a field.
struct Claim {
    field: &'static str,
    rule: &'static str,
    value: String,
}

/// For each rule, how many of its values hold, of how many.
type Rules = BTreeMap<&'static str, (usize, usize)>;

/// Means over pages, per measure.
type Means = BTreeMap<&'static str, (f64, usize)>;

/// Structures every page of `file`, scores it, and writes one prediction a line to `out`.
///
/// # Errors
/// Files that cannot be read or written.
pub fn run(
    pipeline: &Pipeline,
    file: &Path,
    input: Input,
    visible: bool,
    languages: &[String],
    out: Option<&Path>,
) -> io::Result<String> {
    let mut pages = read(file)?;
    if input.rendering == Rendering::Html {
        pages.retain(|page| page.html.is_some());
    }
    let folder = file.parent().unwrap_or(Path::new("."));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let predictions: Vec<Prediction> = std::thread::scope(|scope| {
        let handles: Vec<_> = pages
            .chunks(pages.len().div_ceil(workers).max(1))
            .map(|chunk| {
                scope.spawn(move || {
                    chunk
                        .iter()
                        .map(|page| predict(pipeline, folder, page, input))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| handle.join().unwrap_or_default())
            .collect()
    });
    if let Some(path) = out {
        let mut out = io::BufWriter::new(File::create(path)?);
        for (page, answer) in pages.iter().zip(&predictions) {
            let line = json!({
                "id": page.id, "title": answer.title, "authors": answer.authors,
                "date": answer.date, "body": answer.body, "tags": answer.tags,
            });
            writeln!(out, "{line}")?;
        }
    }
    let (mut means, mut rules) = (Means::new(), Rules::new());
    for (page, answer) in pages.iter().zip(&predictions) {
        if languages.is_empty() || languages.contains(&page.lang) {
            score(page, answer, visible, &mut means);
            judge(page, answer, &mut rules);
        }
    }
    let shares = rules.iter().map(|(rule, (right, all))| {
        let share = *right as f64 / *all as f64;
        format!("{rule:24} {share:.3} ({right} of {all})\n")
    });
    Ok(table(&means) + "\n" + &shares.collect::<String>())
}

fn read(file: &Path) -> io::Result<Vec<RealPage>> {
    let source = BufReader::new(File::open(file)?);
    let lines: Box<dyn BufRead> = if file.extension().is_some_and(|extension| extension == "zst") {
        Box::new(BufReader::new(
            ruzstd::decoding::StreamingDecoder::new(source).map_err(io::Error::other)?,
        ))
    } else {
        Box::new(source)
    };
    lines
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect()
}

fn predict(pipeline: &Pipeline, folder: &Path, page: &RealPage, input: Input) -> Prediction {
    let raw = match input.rendering {
        Rendering::Block => &page.raw_block,
        Rendering::Flat => &page.raw_flat,
        Rendering::MainFlat => &page.raw_main_flat,
        Rendering::Html => &None,
    };
    let hints = Hints {
        url: page.url.clone().filter(|_| input.address),
        ..Hints::default()
    };
    let html = page.html.as_ref();
    let html = html.filter(|_| input.rendering == Rendering::Html);
    let article = if let Some(path) = html {
        structure_html(pipeline, &folder.join(path), &hints).unwrap_or_default()
    } else {
        let raw = raw.as_deref().unwrap_or_default();
        pipeline.structure_with(raw, &hints, Analyses::NONE)
    };
    let text = |field: &TextField| field.text.clone();
    Prediction {
        title: article.headline.as_ref().map(text).unwrap_or_default(),
        authors: people(&article),
        date: article
            .date_published
            .as_ref()
            .map(|date| date.value.to_string())
            .unwrap_or_default(),
        body: article
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.text.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        tags: article.keywords.iter().map(text).collect(),
        claims: claims(&article),
    }
}

fn claims(article: &Article) -> Vec<Claim> {
    let of = |name, field: &TextField| Claim {
        field: name,
        rule: field.evidence.rule,
        value: field.text.clone(),
    };
    let dates = article.date_published.iter().map(|date| Claim {
        field: "date",
        rule: date.evidence.rule,
        value: date.value.to_string(),
    });
    let titles = article.headline.iter().map(|field| of("title", field));
    let authors = article.authors.iter();
    let authors = authors.map(|author| of("authors", &author.name));
    let tags = article.keywords.iter().map(|field| of("tags", field));
    titles.chain(dates).chain(authors).chain(tags).collect()
}

/// Counts for each rule how many of its values hold, where the truth is known.
fn judge(page: &RealPage, answer: &Prediction, rules: &mut Rules) {
    let gold = &page.gold;
    let is = |gold: &String, value: &str| fold(gold) == fold(value);
    for claim in &answer.claims {
        let value = claim.value.as_str();
        let holds = match claim.field {
            "title" => gold.title.as_ref().map(|title| is(title, value)),
            "date" => gold.date.as_ref().map(|date| day(date) == day(value)),
            "authors" => gold
                .authors
                .as_ref()
                .map(|names| names.iter().any(|name| is(name, value))),
            _ => gold
                .tags
                .as_ref()
                .map(|tags| tags.iter().any(|tag| is(tag, value))),
        };
        if let Some(holds) = holds {
            let (right, all) = rules.entry(claim.rule).or_default();
            *right += usize::from(holds);
            *all += 1;
        }
    }
}

/// The day of a date in ISO 8601.
fn day(date: &str) -> String {
    date.chars().take(10).collect()
}

/// A page that cannot be read counts as one without an answer.
fn structure_html(pipeline: &Pipeline, path: &Path, hints: &Hints) -> Option<Article> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .ok()?;
    let page = markup::read(&markup::decode(&bytes), &Interrupt::never()).ok()?;
    let never = Interrupt::never();
    pipeline
        .structure_watched(&page, hints, Analyses::NONE, &never, ())
        .ok()
}

/// The suites annotate people; an agency or outlet counts only where nobody is named.
fn people(article: &Article) -> Vec<String> {
    let named: Vec<String> = article
        .authors
        .iter()
        .filter(|author| author.kind == AuthorKind::Person)
        .map(|author| author.name.text.clone())
        .collect();
    if named.is_empty() {
        article
            .authors
            .iter()
            .map(|author| author.name.text.clone())
            .collect()
    } else {
        named
    }
}

fn score(page: &RealPage, answer: &Prediction, visible: bool, means: &mut Means) {
    let mut add = |name: &'static str, value: f64| {
        let mean = means.entry(name).or_default();
        mean.0 += value;
        mean.1 += 1;
    };
    let seen = |name: &str| {
        let stands = |share: &serde_json::Value| {
            share
                .as_bool()
                .unwrap_or_else(|| share.as_f64().is_some_and(|share| share > 0.0))
        };
        !visible
            || page
                .in_raw
                .as_ref()
                .and_then(|seen| seen.get(name))
                .is_none_or(stands)
    };
    if let Some(body) = page.gold.body.as_deref().filter(|body| !body.is_empty()) {
        let (gold, got) = (shingles(body), shingles(&answer.body));
        let right: usize = got
            .iter()
            .map(|(words, count)| gold.get(words).copied().unwrap_or_default().min(*count))
            .sum();
        let total =
            |shingles: &BTreeMap<Vec<String>, usize>| shingles.values().sum::<usize>() as f64;
        if !got.is_empty() {
            add("body precision", right as f64 / total(&got));
        }
        add("body recall", right as f64 / total(&gold));
    }
    if let Some(title) = page.gold.title.as_deref().filter(|_| seen("title")) {
        add(
            "title",
            f64::from(u8::from(fold(title) == fold(&answer.title))),
        );
    }
    if let Some(date) = page.gold.date.as_deref().filter(|_| seen("date")) {
        add("date", f64::from(u8::from(day(date) == day(&answer.date))));
    }
    if let Some(authors) = page.gold.authors.as_ref().filter(|_| seen("authors")) {
        add("authors", set_f1(authors, &answer.authors));
    }
    if let Some(tags) = page.gold.tags.as_ref().filter(|_| seen("tags")) {
        add("tags", set_f1(tags, &answer.tags));
    }
}

fn table(means: &Means) -> String {
    let mean = |name: &str| {
        means
            .get(name)
            .map_or(0.0, |(sum, count)| sum / (*count).max(1) as f64)
    };
    let mut rows: Vec<String> = means
        .iter()
        .map(|(name, (_, count))| format!("{name:16} {:.3} ({count})", mean(name)))
        .collect();
    let (precision, recall) = (mean("body precision"), mean("body recall"));
    if precision + recall > 0.0 {
        rows.push(format!(
            "{:16} {:.3}",
            "body F1",
            2.0 * precision * recall / (precision + recall)
        ));
    }
    rows.join("\n") + "\n"
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words in fours, counted.
fn shingles(text: &str) -> BTreeMap<Vec<String>, usize> {
    let words = words(text);
    let mut counts = BTreeMap::new();
    if words.is_empty() {
        return counts;
    }
    let length = words.len().min(4);
    for window in words.windows(length) {
        *counts.entry(window.to_vec()).or_default() += 1;
    }
    counts
}

/// Case, marks and letter variants folded, words only. Accents stay: the pipeline never changes them.
fn fold(text: &str) -> String {
    use unicode_properties::GeneralCategoryGroup;
    let letters: String = text
        .to_lowercase()
        .chars()
        .filter(|c| {
            *c != '\u{640}'
                && c.general_category_group() != GeneralCategoryGroup::Mark
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{feff}')
        })
        .map(|c| match c {
            'ي' | 'ى' => 'ی',
            'أ' | 'إ' | 'آ' => 'ا',
            'ك' => 'ک',
            'ة' => 'ه',
            other => other,
        })
        .collect();
    words(&letters).join(" ")
}

fn set_f1(gold: &[String], got: &[String]) -> f64 {
    let counts = |texts: &[String]| {
        texts
            .iter()
            .fold(BTreeMap::<String, usize>::new(), |mut counts, text| {
                *counts.entry(fold(text)).or_default() += 1;
                counts
            })
    };
    let (gold_counts, got_counts) = (counts(gold), counts(got));
    let right = got_counts
        .iter()
        .map(|(text, count)| {
            gold_counts
                .get(text)
                .copied()
                .unwrap_or_default()
                .min(*count)
        })
        .sum();
    super::score::f1(right, got.len(), gold.len())
}
