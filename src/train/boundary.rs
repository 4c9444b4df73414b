//! Trains the models that cut fused text.
//!
//! In: titles and first paragraphs of news articles. Stretches are made of them as careless
//! text dumps make them: headlines of several articles and the lead of one, joined by a space
//! or by nothing; tags of an article in one line. Out: weights of the gap classifiers
//! (multinomial logistic regression, `AdaGrad`), length priors, and a table of word cohesion.
//! One thread, a seeded generator: the same articles give the same bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::boundary::{
    BoundaryModel, Cohesion, Context, Gap, GapFeatures, N_BUCKETS, N_GAPS, PhraseIndex, Vocabulary,
    pair_key, tag_features,
};
use crate::eval::corpus::{Corpus, SourceArticle};
use crate::eval::grammar::Grammar;
use crate::eval::keywords;
use crate::eval::random::Random;
use crate::lang::LanguagePacks;
use crate::pipeline::segment::{Segmentation, TokenKind, segment};
use crate::text::NormalizedText;

/// The trained models.
#[derive(Debug)]
pub struct Trained {
    /// Headlines and body text.
    pub boundary: BoundaryModel,
    /// Tags.
    pub tags: BoundaryModel,
    /// Word cohesion.
    pub cohesion: Cohesion,
    /// Word counts.
    pub vocabulary: Vocabulary,
}

/// Passes over the articles.
const PASSES: u64 = 4;
const LEARNING_RATE: f32 = 0.15;
/// L2 penalty, applied where a feature is seen.
const PENALTY: f32 = 1e-6;
/// Pairs of words seen less often than this are not remembered.
const MIN_PAIRS: u32 = 6;
/// Words seen less often than this are not remembered.
const MIN_WORDS: u32 = 3;
/// Longest segment that the length prior counts, in tokens.
const MAX_LENGTH: usize = 40;

/// Trains on `corpus`.
pub fn train(corpus: &Corpus, grammar: &Grammar, packs: &LanguagePacks) -> Trained {
    let (cohesion, vocabulary) = word_statistics(corpus, packs);
    let boundary = train_boundary(corpus, packs, &cohesion, &vocabulary);
    let tags = train_tags(corpus, grammar, packs, &cohesion, &vocabulary);
    Trained {
        boundary,
        tags,
        cohesion,
        vocabulary,
    }
}

/// Text with its tokens.
struct Tokenized {
    text: NormalizedText,
    seg: Segmentation,
}

fn tokenize(text: &str, packs: &LanguagePacks, vocabulary: &Vocabulary) -> Tokenized {
    let text = NormalizedText::verbatim(text);
    let seg = segment(&text, packs, vocabulary);
    Tokenized { text, seg }
}

/// Pointwise mutual information of word pairs, and counts of words.
fn word_statistics(corpus: &Corpus, packs: &LanguagePacks) -> (Cohesion, Vocabulary) {
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    let mut pairs: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let mut ids: Vec<u32> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut total = 0_u32;
    for article in &corpus.articles {
        for text in std::iter::once(&article.title).chain(&article.paragraphs) {
            ids.clear();
            for word in text.split_whitespace() {
                let plain: String = word
                    .chars()
                    .filter(|letter| {
                        letter.is_alphanumeric() || ('\u{64B}'..='\u{652}').contains(letter)
                    })
                    .collect();
                let folded = packs.fold.fold(&plain);
                *words.entry(folded.clone()).or_default() += 1;
                total += 1;
                let id = *known.entry(folded.clone()).or_insert_with(|| {
                    names.push(folded);
                    u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
                });
                // Punctuation behind a word ends what belongs together.
                ids.push(id);
                if word.ends_with(['.', '،', ':', '؛', '؟', '!', ',', '»', '"']) {
                    ids.push(u32::MAX);
                }
            }
            for pair in ids.windows(2) {
                if let &[left, right] = pair
                    && left != u32::MAX
                    && right != u32::MAX
                {
                    *pairs.entry((left, right)).or_default() += 1;
                }
            }
        }
    }
    let entries = pairs
        .into_iter()
        .filter(|&(_, count)| count >= MIN_PAIRS)
        .filter_map(|((left, right), count)| {
            let (left, right) = (names.get(left as usize)?, names.get(right as usize)?);
            let expected =
                f64::from(*words.get(left)?) * f64::from(*words.get(right)?) / f64::from(total);
            let information = (f64::from(count) / expected).ln() * 4.0;
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped"
            )]
            let information = information.clamp(0.0, 60.0) as u8;
            (information > 0 && !left.is_empty() && !right.is_empty())
                .then(|| (pair_key(left, right), information))
        })
        .collect();
    let counts = words
        .iter()
        .filter(|(word, count)| **count >= MIN_WORDS && !word.is_empty());
    let vocabulary = Vocabulary::new(counts.map(|(word, count)| (word.as_str(), *count)));
    (Cohesion::new(entries), vocabulary)
}

/// Weights in training.
struct Learner {
    weights: Vec<[f32; N_GAPS]>,
    squares: Vec<[f32; N_GAPS]>,
}

impl Learner {
    fn new() -> Self {
        Self {
            weights: vec![[0.0; N_GAPS]; N_BUCKETS],
            squares: vec![[1e-3; N_GAPS]; N_BUCKETS],
        }
    }

    /// One step towards `truth`.
    fn learn(&mut self, features: &[u32], truth: Gap, classes: usize) {
        let mut scores = [0.0_f32; N_GAPS];
        for &feature in features {
            if let Some(weights) = self.weights.get(feature as usize % N_BUCKETS) {
                for (score, weight) in scores.iter_mut().zip(weights) {
                    *score += weight;
                }
            }
        }
        for score in scores.iter_mut().skip(classes) {
            *score = f32::MIN / 2.0;
        }
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        for (class, score) in scores.iter().enumerate().take(classes) {
            let probability = (score - most).exp() / total;
            let gradient = probability - if class == truth as usize { 1.0 } else { 0.0 };
            for &feature in features {
                let bucket = feature as usize % N_BUCKETS;
                let (Some(weights), Some(squares)) =
                    (self.weights.get_mut(bucket), self.squares.get_mut(bucket))
                else {
                    continue;
                };
                let (Some(weight), Some(square)) = (weights.get_mut(class), squares.get_mut(class))
                else {
                    continue;
                };
                let gradient = gradient + PENALTY * *weight;
                *square += gradient * gradient;
                *weight -= LEARNING_RATE * gradient / square.sqrt();
            }
        }
    }
}

/// Log probabilities of lengths, smoothed.
fn length_prior(counts: &[u32]) -> Vec<f32> {
    let total: u32 = counts.iter().sum();
    (0..=MAX_LENGTH)
        .map(|length| {
            let near: u32 = counts
                .iter()
                .take(length + 2)
                .skip(length.saturating_sub(1))
                .sum();
            #[allow(clippy::cast_precision_loss, reason = "counts of articles")]
            let share = (near as f32 / 3.0 + 0.05) / (total as f32 + 1.0);
            share.ln()
        })
        .collect()
}

/// A stretch with what begins at which byte.
struct Stretch {
    text: String,
    begins: BTreeMap<usize, Gap>,
    /// Article whose lead stands in it.
    own: Option<usize>,
}

fn stretch(corpus: &Corpus, number: usize, random: &mut Random) -> Stretch {
    let mut made = Stretch {
        text: String::new(),
        begins: BTreeMap::new(),
        own: None,
    };
    let style = random.below(100);
    let join = |text: &mut String, random: &mut Random| {
        if !text.is_empty() && (style < 60 || (style < 80 && random.chance(50))) {
            text.push(' ');
        }
    };
    let has_lead = random.chance(65);
    let headlines = if has_lead {
        random.below(5)
    } else {
        1 + random.below(6)
    };
    for _ in 0..headlines {
        let Some(other) = random.pick(&corpus.articles) else {
            continue;
        };
        join(&mut made.text, random);
        made.begins.insert(made.text.len(), Gap::Headline);
        made.text.push_str(&other.title);
    }
    if let Some(article) = corpus.articles.get(number).filter(|_| has_lead) {
        // A box of headlines stands before any paragraph, not only before the lead.
        let inner = article.paragraphs.len() > 1 && random.chance(40);
        let first = if inner {
            1 + random.below(article.paragraphs.len() - 1)
        } else {
            0
        };
        // A page on one line: its own headline stands before its lead.
        if !inner && random.chance(25) {
            join(&mut made.text, random);
            made.begins.insert(made.text.len(), Gap::Headline);
            made.text.push_str(&article.title);
        }
        join(&mut made.text, random);
        made.begins.insert(made.text.len(), Gap::Body);
        for paragraph in article
            .paragraphs
            .iter()
            .skip(first)
            .take(1 + random.below(2))
        {
            if !made.text.is_empty() {
                made.text.push_str(
                    if made.text.ends_with(['.', '!', '؟', '"', '»']) && random.chance(70) {
                        " "
                    } else {
                        ""
                    },
                );
            }
            made.text.push_str(paragraph);
        }
        made.own = Some(number);
    }
    made
}

/// Words that the rest of the page would hold: the article's headline, mostly, and later paragraphs.
fn context_text(article: &SourceArticle, random: &mut Random) -> String {
    let mut text = String::new();
    if random.chance(85) {
        text.push_str(&article.title);
    }
    for paragraph in article.paragraphs.iter().skip(1).take(3) {
        text.push('\n');
        text.push_str(paragraph);
    }
    text
}

/// Tokens of a stretch that are learned from.
const MAX_TOKENS: usize = 110;

fn train_boundary(
    corpus: &Corpus,
    packs: &LanguagePacks,
    cohesion: &Cohesion,
    vocabulary: &Vocabulary,
) -> BoundaryModel {
    let mut learner = Learner::new();
    let mut lengths = vec![0_u32; MAX_LENGTH + 1];
    let mut features = Vec::new();
    for pass in 0..PASSES {
        for number in 0..corpus.articles.len() {
            let mut random = Random::new(7 + pass, number as u64);
            let made = stretch(corpus, number, &mut random);
            let page = tokenize(&made.text, packs, vocabulary);
            // A list of headlines has a story around it too, which its words are not of.
            let context = random
                .chance(70)
                .then(|| corpus.articles.get(made.own.unwrap_or(number)))
                .flatten()
                .map(|article| {
                    let rest = tokenize(&context_text(article, &mut random), packs, vocabulary);
                    let mut context = Context::default();
                    context.add(&rest.seg, 0..rest.seg.tokens.len());
                    context
                });
            let tokens = 0..page.seg.tokens.len().min(MAX_TOKENS);
            let gaps = GapFeatures::new(
                page.text.as_str(),
                &page.seg,
                tokens.clone(),
                context.as_ref(),
                cohesion,
            );
            let mut last = 0;
            for at in tokens.clone().skip(1) {
                let begin = page
                    .seg
                    .tokens
                    .get(at)
                    .map_or(0, |token| token.span.start() as usize);
                let truth = made.begins.get(&begin).copied().unwrap_or(Gap::Inside);
                if truth != Gap::Inside {
                    if let Some(count) = lengths.get_mut(at - last) {
                        *count += 1;
                    }
                    last = at;
                }
                gaps.write(at, &mut features);
                learner.learn(&features, truth, N_GAPS);
            }
        }
    }
    BoundaryModel::quantize(&learner.weights, length_prior(&lengths))
}

/// Tags of an article: half as the benchmark sets them, half cut by another rule, so that the
/// model learns what tags are and not what one generator does.
fn tags(
    article: &SourceArticle,
    corpus: &Corpus,
    grammar: &Grammar,
    random: &mut Random,
) -> Vec<String> {
    let mut tags = keywords::tags(article, grammar, corpus, random);
    if random.chance(50) {
        return tags;
    }
    // Phrases of the title between function words and punctuation.
    let stop = grammar.list("tag_stop_words");
    let title = &article.title;
    for clause in title.split([':', '،', '"', '«', '»', '.', '؟', '!', '-']) {
        let words: Vec<&str> = clause.split_whitespace().collect();
        for part in words.split(|word| stop.iter().any(|other| other == word)) {
            if (1..=4).contains(&part.len()) && random.chance(50) {
                tags.push(part.join(" "));
            }
        }
    }
    // Tags that hold a function word: "the coalition against …".
    let words: Vec<&str> = title.split_whitespace().collect();
    let is_stop = |word: &str| stop.iter().any(|other| other == word);
    for length in [3, 4] {
        for window in words.windows(length) {
            let inner = window
                .iter()
                .skip(1)
                .take(length - 2)
                .filter(|word| is_stop(word))
                .count();
            let ends = [window.first(), window.last()]
                .into_iter()
                .flatten()
                .any(|word| is_stop(word));
            let plain = window
                .iter()
                .all(|word| word.chars().all(char::is_alphabetic));
            if inner == 1 && !ends && plain && random.chance(25) {
                tags.push(window.join(" "));
            }
        }
    }
    for i in (1..tags.len()).rev() {
        tags.swap(i, random.below(i + 1));
    }
    tags.dedup();
    tags
}

fn train_tags(
    corpus: &Corpus,
    grammar: &Grammar,
    packs: &LanguagePacks,
    cohesion: &Cohesion,
    vocabulary: &Vocabulary,
) -> BoundaryModel {
    let mut learner = Learner::new();
    let mut lengths = vec![0_u32; MAX_LENGTH + 1];
    let mut features = Vec::new();
    for (number, article) in corpus.articles.iter().enumerate() {
        let mut random = Random::new(99, number as u64);
        let tags = tags(article, corpus, grammar, &mut random);
        if tags.len() < 2 {
            continue;
        }
        let glue = if random.chance(85) { " " } else { "" };
        let mut text = String::new();
        let mut begins = Vec::new();
        for tag in &tags {
            if !text.is_empty() {
                text.push_str(glue);
            }
            begins.push(text.len());
            text.push_str(tag);
        }
        let line_end = text.len();
        text.push('\n');
        text.push_str(&article.title);
        for paragraph in &article.paragraphs {
            text.push('\n');
            text.push_str(paragraph);
        }
        let page = tokenize(&text, packs, vocabulary);
        let n = page
            .seg
            .tokens
            .partition_point(|token| (token.span.start() as usize) < line_end);
        let line: Range<usize> = 0..n;
        let mut phrases = PhraseIndex::of_words(&page.seg, line.clone());
        phrases.add(&page.seg, n..page.seg.tokens.len());
        let gaps = tag_features(
            cohesion,
            page.text.as_str(),
            &page.seg,
            line.clone(),
            &phrases,
        );
        let mut last = 0;
        for at in line.skip(1) {
            let token = page.seg.tokens.get(at);
            if token.is_none_or(|token| token.kind == TokenKind::Newline) {
                continue;
            }
            let begin = token.map_or(0, |token| token.span.start() as usize);
            let truth = if begins.contains(&begin) {
                Gap::Headline
            } else {
                Gap::Inside
            };
            if truth == Gap::Headline {
                if let Some(count) = lengths.get_mut(at - last) {
                    *count += 1;
                }
                last = at;
            }
            gaps.write(at, &mut features);
            learner.learn(&features, truth, 2);
        }
    }
    BoundaryModel::quantize(&learner.weights, length_prior(&lengths))
}
