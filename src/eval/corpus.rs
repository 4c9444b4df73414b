//! The articles that pages are built from, cleaned so that what is called gold is gold.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

/// Which tenth of the articles: development may be tuned on, test never.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Hash of the address modulo 10 is 0 to 7; one corpus whose licence lets weights be shipped.
    Train,
    /// Hash of the address modulo 10 is 8.
    Dev,
    /// The same, of the corpus whose licence lets what is counted be shipped.
    Calibration,
    /// Hash of the address modulo 10 is 9.
    Test,
    /// All of the corpus whose licence lets what is counted be shipped: plain text to learn from,
    /// where nothing is learned that the other parts measure.
    Plain,
}

impl Part {
    /// Whether an article with this hash of its address belongs to the part.
    const fn holds(self, hash: u64) -> bool {
        match self {
            Self::Train => hash % 10 < 8,
            Self::Dev | Self::Calibration => hash % 10 == 8,
            Self::Test => hash % 10 == 9,
            Self::Plain => true,
        }
    }

    /// Corpora the part is read from.
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Train | Self::Calibration | Self::Plain => &FILES[..1],
            Self::Dev | Self::Test => &FILES,
        }
    }

    /// Name of the folder of its templates.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Train | Self::Dev | Self::Calibration | Self::Plain => "dev",
            Self::Test => "test",
        }
    }
}

/// A clean article: no dateline, no byline, no boilerplate in it.
#[derive(Debug, Clone)]
pub struct SourceArticle {
    /// Its headline.
    pub title: String,
    /// Its body.
    pub paragraphs: Vec<String>,
}

/// Articles and person names of one part.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Articles in file order.
    pub articles: Vec<SourceArticle>,
    /// Names of reporters, as bylines print them.
    pub persons: Vec<String>,
    /// FNV-1a 64 over titles and bodies: says on which articles a figure was measured.
    pub digest: u64,
    /// Word → number of articles that hold it.
    pub document_counts: BTreeMap<String, u32>,
}

#[derive(Deserialize)]
struct Record {
    source: String,
    url: String,
    title: String,
    #[serde(default)]
    author: String,
    #[serde(alias = "content")]
    text: String,
}

const FILES: [&str; 2] = ["antcorpus.jsonl.zst", "saudinewsnet-2015-07.jsonl.zst"];

/// Corpora whose texts end in tags or open with a byline: their names are used, their texts not.
const UNCLEAN: [&str; 3] = ["sabq", "3alyoum", "alweeam"];

/// FNV-1a, 64 bits.
pub fn fnv1a(seed: u64, text: &str) -> u64 {
    text.bytes().fold(seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Start value of [`fnv1a`].
pub const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// What the template lists say of the corpora.
#[derive(Debug, Clone, Copy)]
pub struct Words<'w> {
    /// Words that no person is called.
    pub not_names: &'w [String],
    /// Titles that hold one of these are left out.
    pub title_noise: &'w [String],
    /// Articles with a paragraph that holds one of these are left out.
    pub paragraph_noise: &'w [String],
    /// Stands between author and place in a byline.
    pub byline_from: &'w [String],
}

fn contains_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

impl Corpus {
    /// Reads the articles of `part` below `folder` (the one that holds `*.jsonl.zst`).
    ///
    /// # Errors
    /// A file that is missing, damaged or not JSON lines.
    pub fn read(folder: &Path, part: Part, words: &Words<'_>) -> io::Result<Self> {
        let mut records = Vec::new();
        for name in part.files() {
            let file = File::open(folder.join(name))?;
            let decoder = ruzstd::decoding::StreamingDecoder::new(BufReader::new(file))
                .map_err(io::Error::other)?;
            for line in BufReader::with_capacity(1 << 16, decoder).lines() {
                let record: Record = serde_json::from_str(&line?)?;
                if part.holds(fnv1a(FNV_BASIS, &record.url)) {
                    records.push(record);
                }
            }
        }
        let repeated = repeated_lines(&records);
        let mut corpus = Self {
            persons: persons(&records, words),
            digest: FNV_BASIS,
            ..Self::default()
        };
        let mut titles = std::collections::BTreeSet::new();
        for record in &records {
            let Some(article) = clean(record, &repeated, words) else {
                continue;
            };
            if titles.insert(article.title.clone()) {
                corpus.digest = fnv1a(corpus.digest, &article.title);
                corpus.digest = article
                    .paragraphs
                    .iter()
                    .fold(corpus.digest, |hash, text| fnv1a(hash, text));
                corpus.articles.push(article);
            }
        }
        corpus.document_counts = document_counts(&corpus.articles);
        Ok(corpus)
    }
}

fn document_counts(articles: &[SourceArticle]) -> BTreeMap<String, u32> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for article in articles {
        let texts = std::iter::once(&article.title).chain(&article.paragraphs);
        let words: std::collections::BTreeSet<&str> = texts
            .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
            .filter(|word| !word.is_empty())
            .collect();
        for word in words {
            match counts.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
    }
    counts
}

/// Hashes of lines that stand in several articles: boilerplate of their site.
fn repeated_lines(records: &[Record]) -> BTreeMap<u64, u32> {
    let mut counts = BTreeMap::new();
    for record in records {
        for line in record.text.lines().chain([record.title.as_str()]) {
            *counts.entry(fnv1a(FNV_BASIS, line.trim())).or_insert(0) += 1;
        }
    }
    counts
}

fn clean(
    record: &Record,
    repeated: &BTreeMap<u64, u32>,
    words: &Words<'_>,
) -> Option<SourceArticle> {
    if UNCLEAN.contains(&record.source.as_str()) {
        return None;
    }
    let title = fold_space(&record.title);
    let n_title = title.chars().count();
    if !(18..=110).contains(&n_title)
        || title.contains(['|', '<', '>', '&', '{', '#', '_', '\u{fffd}'])
    {
        return None;
    }
    let is_arabic = |text: &str| {
        text.chars()
            .filter(|c| ('\u{620}'..'\u{64b}').contains(c))
            .count()
            * 2
            > text.chars().count()
    };
    if !is_arabic(&title) || contains_any(&title, words.title_noise) || title.ends_with(['.', ':'])
    {
        return None;
    }
    let mut paragraphs = Vec::new();
    for (line_idx, line) in record.text.lines().enumerate() {
        let mut text = fold_space(line);
        if line_idx == 0 {
            text = fold_space(without_dateline(&text));
        }
        let is_boilerplate = repeated
            .get(&fnv1a(FNV_BASIS, line.trim()))
            .is_some_and(|count| *count > 1);
        let ends = text.ends_with(['.', '!', '؟', '"', '»', ':', '”']);
        if text.is_empty()
            || is_boilerplate
            || !ends
            || text.chars().count() < 45
            || !is_arabic(&text)
            || text == title
        {
            if line_idx == 0 && !text.is_empty() {
                return None;
            }
            continue;
        }
        if text.contains(['{', '<', '>', '&', '|', '_', '\u{fffd}'])
            || text.contains("http")
            || contains_any(&text, words.paragraph_noise)
        {
            return None;
        }
        paragraphs.push(text);
    }
    let n_characters: usize = paragraphs.iter().map(|text| text.chars().count()).sum();
    let opens_like_dateline = paragraphs.first().is_none_or(|lead| {
        let opening: String = lead.chars().take(60).collect();
        opening.contains([':', '–', '—', '(', 'ـ', '-'])
    });
    if opens_like_dateline || !(350..=12_000).contains(&n_characters) || paragraphs.len() < 2 {
        return None;
    }
    Some(SourceArticle { title, paragraphs })
}

/// A lead without the dateline that one of the corpora prints: `…(CNN)--`.
fn without_dateline(lead: &str) -> &str {
    match lead.find("(CNN)") {
        Some(at) if at < 120 => {
            let rest = lead.get(at + "(CNN)".len()..).unwrap_or_default();
            rest.trim_start_matches(|c: char| c.is_whitespace() || "-–—".contains(c))
        }
        _ => lead,
    }
}

pub(super) fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names in bylines: two to four words whose first word opens several of them.
fn persons(records: &[Record], words: &Words<'_>) -> Vec<String> {
    let mut candidates = Vec::new();
    for record in records {
        let mut text = record.author.clone();
        for from in words.byline_from {
            text = text.replace(from.as_str(), "-");
        }
        for part in text.split([
            ':', '-', '–', '—', 'ـ', '(', ')', ',', '،', '«', '»', '"', ';', '&', '\u{a0}',
        ]) {
            let names: Vec<&str> = part.split_whitespace().collect();
            let fine = |word: &&str| {
                word.chars().count() >= 2
                    && word
                        .chars()
                        .all(|c| ('\u{620}'..'\u{64b}').contains(&c) && c != 'ـ')
                    && !words.not_names.iter().any(|other| other == word)
            };
            if (2..=4).contains(&names.len()) && names.iter().all(fine) {
                candidates.push(names.join(" "));
            }
        }
    }
    candidates.sort();
    candidates.dedup();
    let first = |name: &String| name.split(' ').next().unwrap_or_default().to_owned();
    let mut counts = BTreeMap::new();
    for name in &candidates {
        *counts.entry(first(name)).or_insert(0) += 1;
    }
    candidates.retain(|name| counts.get(&first(name)).is_some_and(|count| *count >= 3));
    candidates
}
