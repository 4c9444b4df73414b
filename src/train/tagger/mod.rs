//! Trains the tagger.
//!
//! In: labelled corpora and plain news. Out: [`Tagger`]. The way: an encoder learns to guess
//! hidden words of the news ([`pretrain`]); it is tuned on the labelled corpora, a head each
//! ([`tune`]), several times with other seeds; those teachers label the news together
//! ([`silver`]); a small encoder learns from that and from the corpora, is rounded to bytes and
//! tuned once more ([`polish`]).
//!
//! Work is dealt to a fixed number of jobs and summed in their order: the same inputs give the
//! same bytes, on any number of cores.

mod batch;
mod corpora;
mod courses;
mod network;
mod optimizer;
mod pretrain;
mod reliability;
mod silver;
mod table;
mod tune;

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use crate::boundary::Vocabulary;
use crate::eval::corpus::SourceArticle;
use crate::eval::random::Random;
use crate::lang::LanguagePacks;
use crate::tagger::encoder::{Embedding, MAX_DOUBLINGS};
use crate::tagger::{Classifier, Head, LabelSet, Reliability, Tagger};

use corpora::{Example, Labelled, Reading};
use courses::Course;
use pretrain::{PlainText, Pretrained, pretrain};
use tune::{HeadWeights, Lesson, Network, Tuning};

/// Jobs that a step is dealt to.
const N_JOBS: usize = 4;

/// Size of an encoder, and how long it is trained on plain text.
#[derive(Debug, Clone)]
pub struct Shape {
    /// Numbers of a state.
    pub width: usize,
    /// Distance of each layer to the neighbours it sees.
    pub dilations: Vec<usize>,
    /// Passes over the plain text.
    pub passes: usize,
}

/// What is trained, and how.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The encoder of the teachers.
    pub teacher: Shape,
    /// Number of teachers.
    pub n_teachers: usize,
    /// The encoder that is shipped.
    pub pupil: Shape,
    /// Passes of the pupil over the text that the teachers labelled; 0 without them.
    pub silver_passes: usize,
    /// Share of the main corpus held out at its end for development, in percent: it is scored,
    /// and only the last step of the model that is shipped learns from it.
    pub held_out: usize,
    /// Folder where pre-trained encoders are kept for later runs.
    pub work: Option<PathBuf>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            teacher: Shape {
                width: 128,
                dilations: vec![1, 2, 4, 1],
                passes: 4,
            },
            n_teachers: 3,
            pupil: Shape {
                width: 64,
                dilations: vec![1, 2, 1],
                passes: 4,
            },
            silver_passes: 1,
            held_out: 10,
            work: None,
        }
    }
}

const TUNING: Tuning = Tuning {
    passes: 12,
    job: 4,
    rate: 1e-3,
    table_rate: 0.015,
    dropout: 0.3,
    blind: 15,
};
const SILVER: Tuning = Tuning {
    passes: 1,
    job: 16,
    rate: 1e-3,
    table_rate: 0.02,
    dropout: 0.05,
    blind: 5,
};
const LAST: Tuning = Tuning {
    passes: 8,
    job: 4,
    rate: 4e-4,
    table_rate: 0.006,
    dropout: 0.2,
    blind: 10,
};

const POLISH: Tuning = Tuning {
    passes: 4,
    job: 4,
    rate: 2e-4,
    table_rate: 0.004,
    dropout: 0.2,
    blind: 10,
};

/// Trains a tagger from the labelled corpora below `folder` and from `articles`; what happens
/// is told to `progress`, line by line.
///
/// # Errors
/// When a corpus cannot be read.
pub fn train(
    folder: &Path,
    articles: &[SourceArticle],
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
    recipe: &Recipe,
    progress: &mut dyn FnMut(&str),
) -> io::Result<Trained> {
    let course = &courses::WITH_NEWS;
    let reading = Reading::whole(course, packs, vocabulary);
    let mut corpora = corpora::labelled(folder, course, recipe.held_out, reading)?;
    let held_out = take_held_out(&mut corpora);
    let (text, of_articles) = corpora::plain(articles, reading);
    progress(&format!(
        "{} tokens of news in {} sentences",
        text.features.len(),
        text.sentences.len()
    ));
    let lessons: Vec<Lesson<'_>> = lessons_of(&corpora);
    let score = |network: &Network, what: &str, progress: &mut dyn FnMut(&str)| {
        score_held_out(network, &corpora, &held_out, what, progress);
    };

    let mut silver = Vec::new();
    if recipe.n_teachers > 0 {
        let pretrained = pretrained(&text, &recipe.teacher, 1, recipe, progress)?;
        let mut teachers = Vec::new();
        for seed in 0..recipe.n_teachers as u64 {
            let mut teacher = new_network(pretrained.clone(), &corpora, seed);
            tune::tune(&mut teacher, &lessons, TUNING, seed, &mut |_| {});
            score(&teacher, &format!("teacher {}", seed + 1), progress);
            teachers.push(teacher);
        }
        silver = silver::label(&text, &of_articles, &teachers, 0);
    }
    let pretrained = pretrained(&text, &recipe.pupil, 2, recipe, progress)?;
    let mut pupil = new_network(pretrained, &corpora, 9);
    if !silver.is_empty() {
        let lessons_of_silver: Vec<Lesson<'_>> = silver
            .iter()
            .map(|example| (0, example))
            .chain(lessons.iter().copied())
            .collect();
        let tuning = Tuning {
            passes: recipe.silver_passes,
            ..SILVER
        };
        tune::tune(&mut pupil, &lessons_of_silver, tuning, 9, progress);
        score(&pupil, "pupil of the teachers", progress);
    }
    // What was held out is scored, then learned from too: the last step is done twice.
    let before = held_out
        .iter()
        .any(|examples| !examples.is_empty())
        .then(|| pupil.clone());
    let tuning = if silver.is_empty() { TUNING } else { LAST };
    tune::tune(&mut pupil, &lessons, tuning, 10, progress);
    score(&pupil, "pupil", progress);
    let scored = finish(&pupil, course, 0);
    let Some(mut pupil) = before else {
        return Ok(Trained {
            shipped: scored.clone(),
            scored,
        });
    };
    let all = with_held_out(&lessons, &held_out);
    tune::tune(&mut pupil, &all, tuning, 10, progress);
    let shipped = finish(&pupil, course, 0);
    Ok(Trained { scored, shipped })
}

/// Numbers of a state, layers, and rows of the table of a language without plain text: what few
/// words can fill.
const SMALL_WIDTH: usize = 64;
const SMALL_DILATIONS: [usize; 3] = [1, 2, 1];
const SMALL_BUCKETS: usize = 1 << 16;

/// Why a language has no tagger.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    /// No corpora are known for it.
    #[error("no labelled corpora are known for the language {0}")]
    Language(String),
    /// A corpus cannot be read.
    #[error("a corpus cannot be read")]
    Labelled(#[from] io::Error),
}

/// Trains a tagger of `language` from its labelled corpora below `folder` alone; also says how
/// frequent words were in them.
///
/// # Errors
/// No corpora are known for the language, or one cannot be read.
pub fn train_labelled(
    folder: &Path,
    language: &str,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
    held_out: usize,
    progress: &mut dyn FnMut(&str),
) -> Result<(Trained, Vocabulary), CourseError> {
    let course = courses::labelled_only(language)
        .ok_or_else(|| CourseError::Language(language.to_owned()))?;
    let frequencies = corpora::frequencies(folder, course, packs, vocabulary)?;
    let reading = Reading {
        frequencies: &frequencies,
        n_buckets: SMALL_BUCKETS,
        ..Reading::whole(course, packs, vocabulary)
    };
    let mut corpora = corpora::labelled(folder, course, held_out, reading)?;
    let held_out = take_held_out(&mut corpora);
    let lessons = lessons_of(&corpora);
    let train = |lessons: &[Lesson<'_>], progress: &mut dyn FnMut(&str)| {
        let start = Pretrained::random(SMALL_BUCKETS, SMALL_WIDTH, &SMALL_DILATIONS, 2);
        let mut network = new_network(start, &corpora, 9);
        tune::tune(&mut network, lessons, TUNING, 10, progress);
        network.table.clear_unseen();
        score_held_out(&network, &corpora, &held_out, "tuned", progress);
        finish(&network, course, MAX_DOUBLINGS)
    };
    let scored = train(&lessons, progress);
    let shipped = train(&with_held_out(&lessons, &held_out), progress);
    // Rounding costs so little here that tuning once more loses more than it wins.
    corpora.truncate(course.shipped.len());
    let trained = Trained { scored, shipped };
    Ok((
        calibrated(trained, &corpora, &held_out, progress),
        frequencies,
    ))
}

/// What training gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The tagger that never saw what is held out: the one to measure.
    pub scored: Tagger,
    /// The same, but that its last steps learned from everything.
    pub shipped: Tagger,
}

/// Tunes rounded taggers once more, so that they learn to live with rounding, and rounds them
/// again; what their probabilities are worth is measured on what is held out.
///
/// # Errors
/// When a corpus cannot be read.
pub fn polish(
    folder: &Path,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
    trained: &Trained,
    held_out: usize,
    progress: &mut dyn FnMut(&str),
) -> io::Result<Trained> {
    let course = &courses::WITH_NEWS;
    let reading = Reading::whole(course, packs, vocabulary);
    let mut corpora = corpora::labelled(folder, course, held_out, reading)?;
    corpora.truncate(course.shipped.len());
    let held_out = take_held_out(&mut corpora);
    let lessons = lessons_of(&corpora);
    let mut network = Network::of(&trained.scored, &corpora);
    score_held_out(&network, &corpora, &held_out, "rounded", progress);
    tune::tune(&mut network, &lessons, POLISH, 11, progress);
    let scored = finish(&network, course, MAX_DOUBLINGS);
    let mut network = Network::of(&trained.shipped, &corpora);
    let all = with_held_out(&lessons, &held_out);
    tune::tune(&mut network, &all, POLISH, 11, progress);
    let shipped = finish(&network, course, MAX_DOUBLINGS);
    let polished = Trained { scored, shipped };
    Ok(calibrated(polished, &corpora, &held_out, progress))
}

/// The same taggers with what their probabilities are worth, measured on what is held out with the
/// one that never saw it.
fn calibrated(
    mut trained: Trained,
    corpora: &[Labelled],
    held_out: &[Vec<Example>],
    progress: &mut dyn FnMut(&str),
) -> Trained {
    let rounded = Network::of(&trained.scored, corpora);
    score_held_out(&rounded, corpora, held_out, "as written", progress);
    for (idx, corpus) in corpora.iter().enumerate() {
        let Some(examples) = held_out.get(idx).filter(|_| !corpus.classifies) else {
            continue;
        };
        let reliability = reliability::measure(&rounded, idx, examples);
        for tagger in [&mut trained.scored, &mut trained.shipped] {
            for head in tagger
                .heads
                .iter_mut()
                .filter(|head| head.name == corpus.name)
            {
                head.reliability = reliability;
            }
        }
        progress(&format!("{}: {reliability:?}", corpus.name));
    }
    trained
}

fn score_held_out(
    network: &Network,
    corpora: &[Labelled],
    held_out: &[Vec<Example>],
    what: &str,
    progress: &mut dyn FnMut(&str),
) {
    let score = |(idx, corpus): (usize, &Labelled)| {
        let examples = held_out.get(idx).filter(|examples| !examples.is_empty())?;
        if corpus.classifies {
            let kinds = score_kinds(network, idx, examples);
            return Some(format!("{} {kinds:.1}", corpus.name));
        }
        let names = score(network, idx, &corpus.labels, examples);
        Some(format!("{} {names}", corpus.name))
    };
    let scores: Vec<String> = corpora.iter().enumerate().filter_map(score).collect();
    if !scores.is_empty() {
        progress(&format!("{what}: {}", scores.join("; ")));
    }
}

fn with_held_out<'e>(lessons: &[Lesson<'e>], held_out: &'e [Vec<Example>]) -> Vec<Lesson<'e>> {
    let more = held_out.iter().enumerate();
    let more = more.flat_map(|(head, examples)| examples.iter().map(move |one| (head, one)));
    lessons.iter().copied().chain(more).collect()
}

/// Every sentence of every corpus, with the head that it teaches.
fn lessons_of(corpora: &[Labelled]) -> Vec<Lesson<'_>> {
    corpora
        .iter()
        .enumerate()
        .flat_map(|(head, corpus)| corpus.sentences.iter().map(move |example| (head, example)))
        .collect()
}

/// A pre-trained encoder: the one that an earlier run left, or a new one.
fn pretrained(
    text: &PlainText,
    shape: &Shape,
    seed: u64,
    recipe: &Recipe,
    progress: &mut dyn FnMut(&str),
) -> io::Result<Pretrained> {
    let file = recipe.work.as_ref().map(|folder| {
        let layers: Vec<String> = shape.dilations.iter().map(usize::to_string).collect();
        folder.join(format!(
            "encoder-{}-{}-{}-{seed}.bin",
            shape.width,
            layers.join("."),
            shape.passes
        ))
    });
    if let Some(found) = file.as_deref().and_then(|file| std::fs::read(file).ok())
        && let Some(pretrained) = Pretrained::from_bytes(&found, shape)
    {
        progress("an encoder of an earlier run is used");
        return Ok(pretrained);
    }
    let pretrained = pretrain(text, shape, seed, progress);
    if let Some(file) = file {
        std::fs::write(file, pretrained.to_bytes())?;
    }
    Ok(pretrained)
}

/// What is held out, by head.
fn take_held_out(corpora: &mut [Labelled]) -> Vec<Vec<Example>> {
    let taken = corpora.iter_mut();
    taken
        .map(|corpus| std::mem::take(&mut corpus.held_out))
        .collect()
}

fn new_network(pretrained: Pretrained, corpora: &[Labelled], seed: u64) -> Network {
    let mut random = Random::new(seed, 6);
    let width = pretrained.encoder.width();
    let heads = corpora
        .iter()
        .map(|corpus| {
            let labels = corpus.labels.clone();
            HeadWeights::random(corpus.name, labels, corpus.classifies, width, &mut random)
        })
        .collect();
    Network::new(pretrained, heads)
}

/// Rounds the weights and keeps the heads that are shipped.
fn finish(network: &Network, course: &Course, doublings: u8) -> Tagger {
    let mut sizes: Vec<f32> = network.table.rows.iter().map(|value| value.abs()).collect();
    let at = sizes.len() - sizes.len() / 2000 - 1;
    let (_, limit, _) = sizes.select_nth_unstable_by(at, f32::total_cmp);
    Tagger::new(
        course.languages.iter().map(|&tag| tag.to_owned()).collect(),
        Embedding::quantize(&network.table.rows, network.table.width, *limit, doublings),
        network.encoder.clone(),
        network
            .heads
            .iter()
            .filter(|head| course.shipped.contains(&head.name) && !head.classifies)
            .map(|head| Head {
                name: head.name.to_owned(),
                labels: head.labels.clone(),
                weights: head.weights.clone(),
                bias: head.bias.clone(),
                transitions: head.transitions.clone().lawful(),
                reliability: Reliability::default(),
            })
            .collect(),
        network
            .heads
            .iter()
            .filter(|head| course.shipped.contains(&head.name) && head.classifies)
            .map(|head| Classifier {
                name: head.name.to_owned(),
                kinds: head.labels.types().to_vec(),
                weights: head.weights.clone(),
                bias: head.bias.clone(),
            })
            .collect(),
    )
}

/// Precision, recall and F1 of exact names on `examples`, in percent, for people to read.
fn score(network: &Network, number: usize, labels: &LabelSet, examples: &[Example]) -> String {
    let Some(head) = network.heads.get(number) else {
        return String::new();
    };
    let transitions = head.transitions.clone().lawful();
    let mut counts = vec![[0_usize; 3]; labels.types().len() + 1];
    let total = labels.types().len();
    for example in examples {
        let encoded = network.encode(&[&example.features]);
        let found = LabelSet::spans(&transitions.best(&network.emissions(number, &encoded, 0)));
        let gold = example.gold();
        let mut count = |kind: usize, column: usize| {
            for row in [kind, total] {
                if let Some(slot) = counts.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *slot += 1;
                }
            }
        };
        for span in &found {
            count(span.kind, 1);
            if gold.contains(span) {
                count(span.kind, 0);
            }
        }
        for span in &gold {
            count(span.kind, 2);
        }
    }
    let f1 = |row: Option<&[usize; 3]>| {
        row.map_or(0.0, |&[right, found, gold]| {
            200.0 * network::small(right) / network::small((found + gold).max(1))
        })
    };
    let mut line = format!("F1 {:.2}", f1(counts.get(total)));
    for (kind, name) in labels.types().iter().enumerate() {
        let _ = write!(line, " {name} {:.1}", f1(counts.get(kind)));
    }
    line
}

/// Share of the names of `examples` whose kind the head number `head` tells right, in percent.
fn score_kinds(network: &Network, head: usize, examples: &[Example]) -> f32 {
    let (mut right, mut all) = (0, 0);
    for example in examples {
        let encoded = network.encode(&[&example.features]);
        for name in &example.names {
            all += 1;
            right += usize::from(network.kind(head, &encoded, name) == Some(name.kind));
        }
    }
    100.0 * network::small(right) / network::small(all.max(1))
}
