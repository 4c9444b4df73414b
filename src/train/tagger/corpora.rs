//! Labelled corpora and plain news, as features.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use super::courses::{Course, HeldOut, Source, Teaches};
use super::pretrain::PlainText;
use crate::boundary::Vocabulary;
use crate::eval::conll::{self, TaggedSentence};
use crate::eval::corpus::SourceArticle;
use crate::lang::{LanguagePacks, PackSet};
use crate::pipeline::entities::words::tokenize;
use crate::pipeline::segment::{Segmentation, TokenKind, segment};
use crate::tagger::features::{Extractor, FeatureRows, N_BUCKETS};
use crate::tagger::{LabelSet, LabelSpan};
use crate::text::NormalizedText;

/// Tokens of a sentence of plain text at most; longer ones are cut.
const MAX_SENTENCE: usize = 120;
/// Shorter ones teach nothing.
const MIN_SENTENCE: usize = 4;

/// A sentence to learn from.
#[derive(Debug, Clone, Default)]
pub(super) struct Example {
    /// Features of its tokens.
    pub(super) features: FeatureRows,
    /// For each token the labels that it may have, one bit each.
    pub(super) allowed: Vec<u64>,
    /// Names whose kind is known; for a classifier only.
    pub(super) names: Vec<LabelSpan>,
}

impl Example {
    /// The names, where each token has one label.
    pub(super) fn gold(&self) -> Vec<LabelSpan> {
        let labels: Vec<usize> = self
            .allowed
            .iter()
            .map(|mask| mask.trailing_zeros() as usize)
            .collect();
        LabelSet::spans(&labels)
    }
}

/// A labelled corpus with its own set of types.
#[derive(Debug, Clone)]
pub(super) struct Labelled {
    /// What the head that learns from it is called.
    pub(super) name: &'static str,
    /// Its types.
    pub(super) labels: LabelSet,
    /// It teaches the kinds of given names, not where names stand.
    pub(super) classifies: bool,
    /// Sentences to learn from, in the order of the files.
    pub(super) sentences: Vec<Example>,
    /// Sentences that are scored.
    pub(super) held_out: Vec<Example>,
}

/// What sentences are read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    /// Words of languages.
    pub(super) packs: &'r LanguagePacks,
    /// What fused words are told from long ones by.
    pub(super) vocabulary: &'r Vocabulary,
    /// How frequent words are to the tagger.
    pub(super) frequencies: &'r Vocabulary,
    /// Rows of the embedding table.
    pub(super) n_buckets: usize,
    /// Packs whose terms are seen.
    pub(super) readers: PackSet,
}

impl<'r> Reading<'r> {
    /// One vocabulary for both, and all rows.
    pub(super) fn whole(
        course: &Course,
        packs: &'r LanguagePacks,
        vocabulary: &'r Vocabulary,
    ) -> Self {
        Self {
            packs,
            vocabulary,
            frequencies: vocabulary,
            n_buckets: N_BUCKETS,
            readers: packs.readers(course.languages.first().copied()),
        }
    }
}

/// The corpora of `course` below `folder`, of some the last `percent` held out.
///
/// # Errors
/// When one cannot be read.
pub(super) fn labelled(
    folder: &Path,
    course: &Course,
    percent: usize,
    reading: Reading<'_>,
) -> io::Result<Vec<Labelled>> {
    let heads = course.sources.chunk_by(|one, other| one.name == other.name);
    heads
        .map(|sources| {
            let mut learned = Vec::new();
            let mut held_out = Vec::new();
            for source in sources {
                let mut sentences = sentences(folder, source)?;
                let keep = match source.held_out {
                    HeldOut::Nothing => sentences.len(),
                    HeldOut::Tail => sentences.len() * (100 - percent.min(100)) / 100,
                    HeldOut::Whole => 0,
                };
                held_out.extend(sentences.split_off(keep));
                learned.append(&mut sentences);
            }
            let classifies = sources
                .iter()
                .any(|source| source.teaches == Teaches::Kinds);
            let name = sources.first().map_or("", |source| source.name);
            Ok(label(name, &learned, &held_out, classifies, reading))
        })
        .collect()
}

/// The sentences of a corpus, with the types that are learned from it.
fn sentences(folder: &Path, source: &Source) -> io::Result<Vec<TaggedSentence>> {
    let mut sentences = conll::read(&folder.join(source.path), source.columns)?;
    if source.map.is_empty() {
        return Ok(sentences);
    }
    let map: BTreeMap<&str, &str> = source.map.iter().copied().collect();
    let other = match source.teaches {
        Teaches::Only => "O",
        Teaches::Names | Teaches::Kinds => "?",
    };
    for tag in sentences.iter_mut().flat_map(|s| &mut s.tags) {
        if let Some((position, kind)) = tag.split_once('-') {
            *tag = match map.get(kind) {
                Some(&"O") => "O".to_owned(),
                Some(kind) => format!("{position}-{kind}"),
                None => other.to_owned(),
            };
        }
    }
    Ok(sentences)
}

/// How often the words of the corpora of `course` stand in what is learned from; words that
/// stand there once are left out, so that a word that was never seen is no rarity.
///
/// # Errors
/// When a corpus cannot be read.
pub(super) fn frequencies(
    folder: &Path,
    course: &Course,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
) -> io::Result<Vocabulary> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut read: Vec<&str> = Vec::new();
    for source in course.sources {
        if source.held_out == HeldOut::Whole || read.contains(&source.path) {
            continue;
        }
        read.push(source.path);
        for sentence in sentences(folder, source)? {
            let (_, tokens) = tokenize(&[&sentence.words], packs, vocabulary);
            for token in &tokens.segmentation.tokens {
                if token.kind == TokenKind::Word {
                    let word = tokens.segmentation.folded(token);
                    *counts.entry(word.to_owned()).or_default() += 1;
                }
            }
        }
    }
    counts.retain(|_, count| *count >= 2);
    let counts = counts.iter().map(|(word, &count)| (word.as_str(), count));
    Ok(Vocabulary::new(counts))
}

fn label(
    name: &'static str,
    learned: &[TaggedSentence],
    held_out: &[TaggedSentence],
    classifies: bool,
    reading: Reading<'_>,
) -> Labelled {
    let mut types: Vec<String> = learned
        .iter()
        .chain(held_out)
        .flat_map(|sentence| &sentence.tags)
        .filter_map(|tag| tag.split_once('-').map(|(_, kind)| kind.to_owned()))
        .collect();
    types.sort_unstable();
    types.dedup();
    let labels = LabelSet::new(types);
    let examples = |sentences: &[TaggedSentence]| -> Vec<Example> {
        let examples = sentences.iter();
        examples
            .map(|sentence| example(sentence, &labels, classifies, reading))
            .collect()
    };
    Labelled {
        name,
        sentences: examples(learned),
        held_out: examples(held_out),
        labels,
        classifies,
    }
}

fn example(
    sentence: &TaggedSentence,
    labels: &LabelSet,
    classifies: bool,
    reading: Reading<'_>,
) -> Example {
    let (text, tokens) = tokenize(&[&sentence.words], reading.packs, reading.vocabulary);
    let segmentation = &tokens.segmentation;
    let mut extractor = Extractor::new(&text, segmentation, reading.packs, reading.frequencies)
        .reading(reading.readers);
    let mut features = extractor.rows(0..segmentation.tokens.len());
    features.fold(reading.n_buckets);
    let known: Vec<Option<usize>> = tokens
        .words
        .iter()
        .zip(&tokens.opens)
        .map(|(&word, &opens)| {
            let tag = sentence.tags.get(word).map_or("?", String::as_str);
            match labels.label(tag)? {
                // The rest of a word that opens a name goes on with it.
                label if !opens && label % 2 == 1 => Some(label + 1),
                label => Some(label),
            }
        })
        .collect();
    if classifies {
        let known: Vec<usize> = known.into_iter().map(Option::unwrap_or_default).collect();
        return Example {
            features,
            allowed: Vec::new(),
            names: LabelSet::spans(&known),
        };
    }
    let everything = (1_u64 << labels.len()) - 1;
    Example {
        features,
        allowed: known
            .into_iter()
            .map(|label| label.map_or(everything, |label| 1 << label))
            .collect(),
        names: Vec::new(),
    }
}

/// Articles as plain text, an article's sentences one behind another; also the sentences of each
/// article.
pub(super) fn plain(
    articles: &[SourceArticle],
    reading: Reading<'_>,
) -> (PlainText, Vec<Range<usize>>) {
    let mut plain = PlainText::default();
    let mut words: Vec<String> = Vec::new();
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    let mut counts: Vec<u32> = Vec::new();
    let mut of_articles = Vec::new();
    for article in articles {
        let first = plain.sentences.len();
        for paragraph in std::iter::once(&article.title).chain(&article.paragraphs) {
            let text = NormalizedText::verbatim(paragraph);
            let segmentation = segment(&text, reading.packs, reading.vocabulary);
            let mut extractor =
                Extractor::new(&text, &segmentation, reading.packs, reading.frequencies)
                    .reading(reading.readers);
            let offset = plain.features.len();
            plain
                .features
                .append(&extractor.rows(0..segmentation.tokens.len()));
            for token in &segmentation.tokens {
                let folded = segmentation.folded(token);
                let id = if let Some(&id) = ids.get(folded) {
                    id
                } else {
                    let id = u32::try_from(words.len()).unwrap_or(u32::MAX);
                    ids.insert(folded.to_owned(), id);
                    words.push(folded.to_owned());
                    counts.push(0);
                    id
                };
                if let Some(count) = counts.get_mut(id as usize) {
                    *count += 1;
                }
                plain.targets.push(id);
            }
            for sentence in stretches(&segmentation) {
                if sentence.len() >= MIN_SENTENCE {
                    plain
                        .sentences
                        .push(sentence.start + offset..sentence.end + offset);
                }
            }
        }
        of_articles.push(first..plain.sentences.len());
    }
    let counted: Vec<(&str, u32)> = words
        .iter()
        .map(String::as_str)
        .zip(counts.iter().copied())
        .collect();
    let targets = PlainText::targets_of(counted);
    plain.counts = targets.iter().map(|&(_, count)| count).collect();
    let mut number = vec![u32::MAX; words.len()];
    for (rank, (word, _)) in targets.iter().enumerate() {
        if let Some(slot) = ids.get(*word).and_then(|&id| number.get_mut(id as usize)) {
            *slot = u32::try_from(rank).unwrap_or(u32::MAX);
        }
    }
    for target in &mut plain.targets {
        *target = number.get(*target as usize).copied().unwrap_or(u32::MAX);
    }
    (plain, of_articles)
}

/// Sentences of a paragraph: up to a line end or a closing mark, and none too long.
fn stretches(segmentation: &Segmentation) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut first = 0;
    for (idx, token) in segmentation.tokens.iter().enumerate() {
        let folded = segmentation.folded(token);
        let ends = match token.kind {
            TokenKind::Newline => true,
            TokenKind::Punctuation => idx - first >= MIN_SENTENCE && closes(folded),
            _ => idx - first + 1 >= MAX_SENTENCE,
        };
        if ends {
            stretches.push(first..idx + 1);
            first = idx + 1;
        }
    }
    stretches.push(first..segmentation.tokens.len());
    stretches
}

fn closes(mark: &str) -> bool {
    mark.starts_with(['.', '!', '?', '؟', '…', '۔'])
}
