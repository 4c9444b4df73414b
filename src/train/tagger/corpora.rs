//! Labelled corpora and plain news, as features.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;

use super::pretrain::PlainText;
use crate::boundary::Vocabulary;
use crate::eval::conll::{self, Columns, TaggedSentence, WORD_TAG};
use crate::eval::corpus::SourceArticle;
use crate::lang::LanguagePacks;
use crate::pipeline::entities::words::tokenize;
use crate::pipeline::segment::{Segmentation, TokenKind, segment};
use crate::tagger::features::{Extractor, FeatureRows};
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
    /// Sentences in the order of the file.
    pub(super) sentences: Vec<Example>,
}

/// Where a corpus stands and how it is read.
struct Source {
    name: &'static str,
    path: &'static str,
    columns: Columns,
    /// The type that a tag stands for; all tags as they are when empty.
    map: &'static [(&'static str, &'static str)],
    teaches: Teaches,
}

/// What is learned from a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Teaches {
    /// Where names stand, and their types. A tag that `map` lacks may be anything.
    Names,
    /// Kinds of given names. A tag that `map` lacks is of no known kind.
    Kinds,
    /// Where names of the types in `map` stand. All other tags are outside.
    Only,
}

/// Of the fine tags of `NewsFANE`, those that are too rare to be learned alone.
const FINE: &[(&str, &str)] = &[
    ("Airport", "airport"),
    ("Artist", "artist"),
    ("Athlete", "athlete"),
    ("Book", "book"),
    ("Building-Grounds", "building"),
    ("Businessperson", "businessperson"),
    ("Commercial", "company"),
    ("Continent", "continent"),
    ("County-or-District", "region"),
    ("Educational", "educational"),
    ("Engineer", "scientist"),
    ("Entertainment", "company"),
    ("GPE-Cluster", "country_group"),
    ("Government", "government"),
    ("Group", "ethnic"),
    ("Land", "vehicle"),
    ("Air", "vehicle"),
    ("Water", "vehicle"),
    ("Hardware", "software"),
    ("Software", "software"),
    ("Land-Region-Natural", "natural"),
    ("Lawyer", "lawyer"),
    ("Media", "media"),
    ("Medical-Science", "medical"),
    ("Movie", "film"),
    ("Nation", "country"),
    ("Non-Governmental", "non_governmental"),
    ("Other_PER", "person"),
    ("Path", "path"),
    ("Plant", "building"),
    ("Police", "police"),
    ("Politician", "politician"),
    ("Population-Center", "city"),
    ("Projectile", "weapon"),
    ("Shooting", "weapon"),
    ("Religious_ORG", "non_governmental"),
    ("Religious_PER", "religious"),
    ("Scientist", "scientist"),
    ("Sports", "sports"),
    ("State-or-Province", "region"),
    ("Subarea-Facility", "building"),
    ("Water-Body", "water"),
];

const SOURCES: &[Source] = &[
    Source {
        name: "names",
        path: "anercorp/train.txt",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
    },
    Source {
        name: "subtypes",
        path: "newsfane/anercorp_train_with_newsfane.tsv",
        columns: Columns { word: 0, tag: 2 },
        map: FINE,
        teaches: Teaches::Kinds,
    },
    Source {
        name: "groups",
        path: "newsfane/anercorp_train_with_newsfane.tsv",
        columns: Columns { word: 0, tag: 2 },
        map: &[("Group", "GROUP")],
        teaches: Teaches::Only,
    },
    Source {
        name: "wikipedia",
        path: "aqmar/train.txt",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
    },
    Source {
        name: "conversation",
        path: "wojood_sample/wojood_train.txt",
        columns: WORD_TAG,
        map: &[],
        teaches: Teaches::Names,
    },
];

/// The corpora below `folder`, the one whose types are asked for first.
///
/// # Errors
/// When one cannot be read.
pub(super) fn labelled(
    folder: &Path,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
) -> io::Result<Vec<Labelled>> {
    SOURCES
        .iter()
        .map(|source| {
            let mut sentences = conll::read(&folder.join(source.path), source.columns)?;
            if !source.map.is_empty() {
                let map: BTreeMap<&str, &str> = source.map.iter().copied().collect();
                for tag in sentences.iter_mut().flat_map(|s| &mut s.tags) {
                    if let Some((position, kind)) = tag.split_once('-') {
                        let other = if source.teaches == Teaches::Only {
                            "O"
                        } else {
                            "?"
                        };
                        *tag = map
                            .get(kind)
                            .map_or(other.to_owned(), |kind| format!("{position}-{kind}"));
                    }
                }
            }
            let classifies = source.teaches == Teaches::Kinds;
            Ok(label(
                source.name,
                &sentences,
                classifies,
                packs,
                vocabulary,
            ))
        })
        .collect()
}

fn label(
    name: &'static str,
    sentences: &[TaggedSentence],
    classifies: bool,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
) -> Labelled {
    let mut types: Vec<String> = sentences
        .iter()
        .flat_map(|sentence| &sentence.tags)
        .filter_map(|tag| tag.split_once('-').map(|(_, kind)| kind.to_owned()))
        .collect();
    types.sort_unstable();
    types.dedup();
    let labels = LabelSet::new(types);
    let sentences = sentences
        .iter()
        .map(|sentence| {
            let (text, tokens) = tokenize(&[&sentence.words], packs, vocabulary);
            let mut extractor = Extractor::new(&text, &tokens.segmentation, packs, vocabulary);
            let features = extractor.rows(0..tokens.segmentation.tokens.len());
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
        })
        .collect();
    Labelled {
        name,
        labels,
        classifies,
        sentences,
    }
}

/// Articles as plain text, an article's sentences one behind another; also the sentences of each
/// article.
pub(super) fn plain(
    articles: &[SourceArticle],
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
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
            let segmentation = segment(&text, packs, vocabulary);
            let mut extractor = Extractor::new(&text, &segmentation, packs, vocabulary);
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
