//! Scores the models that cut fused text on stretches and tag lines built from articles of the
//! development tenth: `cargo run --release --example measure_boundary -- MODELS CORPUS [N] [nocontext]`.
//!
//! Stretches are drawn evenly over join style and number of headlines, another way than
//! training draws them, so that a figure says something about shapes and not the mix.

#![allow(
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::too_many_lines,
    clippy::cast_precision_loss,
    clippy::similar_names,
    reason = "a tool for developers that may stop on wrong arguments"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use maqal::boundary::{
    BoundaryModel, Cohesion, Context, Models, PhraseIndex, Tail, Vocabulary, split, split_tags,
};
use maqal::eval::Material;
use maqal::eval::corpus::{Part, SourceArticle};
use maqal::eval::keywords;
use maqal::eval::random::Random;
use maqal::lang::LanguagePacks;
use maqal::pipeline::segment::{Segmentation, segment};
use maqal::text::NormalizedText;

#[derive(Default, Clone, Copy)]
struct Score {
    right: usize,
    given: usize,
    wanted: usize,
    leads: usize,
    leads_right: usize,
    false_leads: usize,
    whole: usize,
    n: usize,
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        f64::NAN
    } else {
        f64::from(u32::try_from(part).unwrap_or(0)) / f64::from(u32::try_from(of).unwrap_or(1))
    }
}

impl Score {
    fn line(&self) -> String {
        format!(
            "n {:5}  P {:.3} R {:.3} F1 {:.3}  lead exact {:.3} ({})  false leads {}  all right {:.3}",
            self.n,
            share(self.right, self.given),
            share(self.right, self.wanted),
            share(2 * self.right, self.given + self.wanted),
            share(self.leads_right, self.leads),
            self.leads,
            self.false_leads,
            share(self.whole, self.n)
        )
    }
}

fn bytes(seg: &Segmentation, range: &Range<usize>) -> (u32, u32) {
    let at = |idx: usize| seg.tokens.get(idx);
    (
        at(range.start).map_or(0, |t| t.span.start()),
        at(range.end.saturating_sub(1)).map_or(0, |t| t.span.end()),
    )
}

fn context(article: &SourceArticle, packs: &LanguagePacks) -> Context {
    let mut text = article.title.clone();
    for paragraph in article.paragraphs.iter().skip(1).take(3) {
        text.push('\n');
        text.push_str(paragraph);
    }
    let seg = segment(
        &NormalizedText::verbatim(&text),
        packs,
        &maqal::boundary::Vocabulary::default(),
    );
    let mut context = Context::default();
    context.add(&seg, 0..seg.tokens.len());
    context
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let (folder, data) = (Path::new(&args[1]), Path::new(&args[2]));
    let limit: usize = args.get(3).map_or(Ok(3000), |n| n.parse())?;
    let with_context = args.get(4).is_none();
    let models = Models {
        boundary: BoundaryModel::from_bytes(&std::fs::read(folder.join("boundary.bin"))?)?,
        tags: BoundaryModel::from_bytes(&std::fs::read(folder.join("tags.bin"))?)?,
        cohesion: Cohesion::from_bytes(&std::fs::read(folder.join("cohesion.bin"))?)?,
        vocabulary: Vocabulary::from_bytes(&std::fs::read(folder.join("vocabulary.bin"))?)?,
    };
    let packs = LanguagePacks::embedded()?;
    let material = Material::read(Path::new("eval/templates"), data, Part::Dev)?;
    let articles = &material.corpus.articles;
    println!("{} articles, context {with_context}", articles.len());
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut time = std::time::Duration::ZERO;
    let mut n_tokens = 0;
    for number in 0..limit {
        let mut random = Random::new(20_260, number as u64);
        let style = ["space", "glued", "quoted"][number % 3];
        let n_headlines = (number / 3) % 7;
        let has_lead = n_headlines == 0 || random.chance(60);
        let Some(own) = random.pick(articles) else {
            break;
        };
        let mut text = String::new();
        let mut gold = Vec::new();
        for _ in 0..n_headlines {
            let Some(other) = random.pick(articles) else {
                break;
            };
            if !text.is_empty() && style != "glued" {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&if style == "quoted" {
                format!("«{}»", other.title.replace(['«', '»'], ""))
            } else {
                other.title.clone()
            });
            gold.push((start, text.len()));
        }
        let mut lead = None;
        if has_lead {
            if !text.is_empty() && style == "space" {
                text.push(' ');
            }
            lead = Some(text.len());
            text.push_str(&own.paragraphs[0]);
        }
        let normalized = NormalizedText::verbatim(&text);
        let seg = segment(&normalized, &packs, &models.vocabulary);
        let known = context(own, &packs);
        for (tail_name, tail) in [
            (
                "known tail",
                if has_lead { Tail::Body } else { Tail::Nothing },
            ),
            ("unknown tail", Tail::Unknown),
        ] {
            let started = Instant::now();
            let made = split(
                &models,
                &text,
                &seg,
                0..seg.tokens.len(),
                tail,
                Some(&known).filter(|_| with_context && has_lead),
            );
            time += started.elapsed();
            n_tokens += seg.tokens.len().min(160);
            // Outer quotes and closing marks belong to either side: compare the letters only.
            let inner = |from: usize, to: usize| {
                let shown = text.get(from..to).unwrap_or_default();
                let odd = |c: char| !c.is_alphanumeric();
                let open = shown.len() - shown.trim_start_matches(odd).len();
                (from + open, from + shown.trim_end_matches(odd).len())
            };
            let wanted: BTreeSet<(usize, usize)> = gold.iter().map(|&(a, b)| inner(a, b)).collect();
            let given: BTreeSet<(usize, usize)> = made
                .headlines
                .iter()
                .map(|h| bytes(&seg, h))
                .map(|(a, b)| inner(a as usize, b as usize))
                .collect();
            let found = made
                .body
                .and_then(|at| seg.tokens.get(at))
                .map(|t| t.span.start() as usize);
            let keys = [
                format!("{tail_name}: all"),
                format!("{tail_name}: join {style}"),
                format!("{tail_name}: {n_headlines} headlines"),
                format!("{tail_name}: {}", if has_lead { "lead" } else { "no lead" }),
            ];
            for key in keys {
                let score = scores.entry(key).or_default();
                let right = wanted.intersection(&given).count();
                score.n += 1;
                score.right += right;
                score.given += given.len();
                score.wanted += wanted.len();
                if has_lead {
                    score.leads += 1;
                    score.leads_right += usize::from(found == lead);
                } else {
                    score.false_leads += usize::from(found.is_some());
                }
                score.whole += usize::from(wanted == given && found == lead);
            }
        }
    }
    for (key, score) in &scores {
        println!("{key:28} {}", score.line());
    }
    println!(
        "split: {:.2} us a call, {:.3} us a token",
        time.as_secs_f64() * 1e6 / (2.0 * limit as f64),
        time.as_secs_f64() * 1e6 / f64::from(u32::try_from(n_tokens).unwrap_or(1))
    );
    let mut tag_score: BTreeMap<&str, Score> = BTreeMap::new();
    for (number, article) in articles.iter().enumerate().take(limit) {
        let mut random = Random::new(31, number as u64);
        let tags = keywords::tags(article, &material.grammar, &material.corpus, &mut random);
        if tags.len() < 2 {
            continue;
        }
        for (style, glue) in [("spaced", " "), ("glued", "")] {
            let mut text = String::new();
            let mut gold = BTreeSet::new();
            for tag in &tags {
                if !text.is_empty() {
                    text.push_str(glue);
                }
                gold.insert((
                    u32::try_from(text.len())?,
                    u32::try_from(text.len() + tag.len())?,
                ));
                text.push_str(tag);
            }
            let end = text.len();
            for part in std::iter::once(&article.title).chain(&article.paragraphs) {
                text.push('\n');
                text.push_str(part);
            }
            let seg = segment(&NormalizedText::verbatim(&text), &packs, &models.vocabulary);
            let n = seg
                .tokens
                .partition_point(|t| (t.span.start() as usize) < end);
            let mut phrases = PhraseIndex::of_words(&seg, 0..n);
            phrases.add(&seg, n..seg.tokens.len());
            let made = split_tags(&models, &text, &seg, 0..n, &phrases, |_| false);
            let given: BTreeSet<_> = made.headlines.iter().map(|h| bytes(&seg, h)).collect();
            let score = tag_score.entry(style).or_default();
            score.n += 1;
            score.right += gold.intersection(&given).count();
            score.given += given.len();
            score.wanted += gold.len();
            score.whole += usize::from(gold == given);
        }
    }
    for (key, score) in &tag_score {
        println!("tags {key:23} {}", score.line());
    }
    Ok(())
}
