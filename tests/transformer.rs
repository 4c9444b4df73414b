//! Models in Hugging Face's form give what transformers computes, and bad folders say what is bad.

#![cfg(feature = "transformer")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop at the first surprise"
)]

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use candle_core::{DType, Device, Tensor, safetensors};
use maqal::article::Article;
use maqal::pipeline::entities::Neural;
use maqal::pipeline::{Hints, Pipeline};
use maqal::transformer::Transformer;
use serde::Deserialize;

/// What transformers computed (`scripts/transformer/reference.py`).
#[derive(Deserialize)]
struct Case {
    words: Vec<String>,
    windows: usize,
    logits: Vec<Vec<f32>>,
}

impl Case {
    fn words(&self) -> Vec<&str> {
        self.words.iter().map(String::as_str).collect()
    }
}

fn fixture(name: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transformer");
    fixtures.join(name)
}

fn cases(name: &str) -> Vec<Case> {
    let json = fs::read(fixture(name).join("reference.json")).unwrap();
    serde_json::from_slice(&json).unwrap()
}

/// A copy of a fixture that a test may change.
fn copy(name: &str, test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("transformer-{test}"));
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    for entry in fs::read_dir(fixture(name)).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    folder
}

fn greatest_difference(found: &[Vec<f32>], expected: &[Vec<f32>]) -> f32 {
    assert_eq!(found.len(), expected.len(), "one row a word");
    let pairs = found.iter().zip(expected).flat_map(|(found, expected)| {
        assert_eq!(found.len(), expected.len(), "one score a label");
        found.iter().zip(expected)
    });
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Opens the folder and compares all cases; the greatest difference of a score.
fn check(folder: &Path, name: &str) -> f32 {
    let model = Transformer::open(folder).unwrap();
    let differences = cases(name)
        .iter()
        .map(|case| greatest_difference(&model.logits(&case.words()).unwrap(), &case.logits))
        .fold(0.0, f32::max);
    println!("{name}: greatest difference {differences:e}");
    differences
}

#[test]
fn logits_are_those_of_transformers() {
    for name in ["bert", "xlmr"] {
        let model = Transformer::open(&fixture(name)).unwrap();
        assert_eq!(
            model.labels(),
            ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"]
        );
        let windows: Vec<usize> = cases(name).iter().map(|case| case.windows).collect();
        assert!(windows.contains(&1) && windows.iter().any(|&count| count > 5));
        assert!(check(&fixture(name), name) < 1e-4, "{name}");
    }
}

#[test]
fn a_list_of_pieces_is_enough_for_bert() {
    let folder = copy("bert", "pieces");
    fs::remove_file(folder.join("tokenizer.json")).unwrap();
    assert!(check(&folder, "bert") < 1e-4);
}

#[test]
fn old_names_and_half_precision_are_read() {
    let folder = copy("bert", "old-names");
    let file = folder.join("model.safetensors");
    let weights = safetensors::load(&file, &Device::Cpu).unwrap();
    let renamed: HashMap<String, Tensor> = weights
        .into_iter()
        .map(|(name, tensor)| {
            let name = name.replace("LayerNorm.weight", "LayerNorm.gamma");
            (name.replace("LayerNorm.bias", "LayerNorm.beta"), tensor)
        })
        .collect();
    safetensors::save(&renamed, &file).unwrap();
    assert!(check(&folder, "bert") < 1e-4);
    let halved: HashMap<String, Tensor> = renamed
        .into_iter()
        .map(|(name, tensor)| (name, tensor.to_dtype(DType::F16).unwrap()))
        .collect();
    safetensors::save(&halved, &file).unwrap();
    assert!(check(&folder, "bert") < 0.05);
}

#[test]
fn the_same_words_give_the_same_bits() {
    for name in ["bert", "xlmr"] {
        let models = [(); 2].map(|()| Transformer::open(&fixture(name)).unwrap());
        for case in cases(name) {
            let [first, second] = models.each_ref().map(|m| m.logits(&case.words()).unwrap());
            assert_eq!(first, second);
            assert_eq!(first, models[0].logits(&case.words()).unwrap());
        }
    }
}

#[test]
fn tags_are_the_greatest_scores() {
    let model = Transformer::open(&fixture("bert")).unwrap();
    for case in cases("bert") {
        let tags = model.tag(&case.words()).unwrap();
        assert_eq!(tags.len(), case.words.len());
        for (tag, scores) in tags.iter().zip(&case.logits) {
            assert!(scores.iter().all(|&score| score <= scores[tag.label]));
            let sum: f32 = scores.iter().map(|s| (s - scores[tag.label]).exp()).sum();
            assert!((tag.probability - 1.0 / sum).abs() < 1e-4);
        }
    }
}

#[test]
fn any_words_have_an_answer() {
    for name in ["bert", "xlmr"] {
        let model = Transformer::open(&fixture(name)).unwrap();
        assert!(model.logits(&[]).unwrap().is_empty());
        let long = "و".repeat(2000);
        let words = [
            "",
            " ",
            "\u{0}",
            "\u{200F}",
            "في بيت",
            &long,
            "[SEP]",
            "<pad>",
            "؟",
        ];
        let tags = model.tag(&words).unwrap();
        assert_eq!(tags.len(), words.len());
        assert!(tags.iter().all(|tag| tag.probability > 0.0));
    }
}

/// A name, what is done to a good folder, and what the error must say.
type Change = (&'static str, fn(&Path), &'static [&'static str]);

const CHANGES: &[Change] = &[
    (
        "no-config",
        |folder| fs::remove_file(folder.join("config.json")).unwrap(),
        &["config.json", "no such file"],
    ),
    (
        "other-model",
        |folder| {
            edit(
                folder,
                "\"model_type\": \"bert\"",
                "\"model_type\": \"gpt2\"",
            );
        },
        &["config.json", "xlm-roberta", "found `gpt2`"],
    ),
    (
        "labels-with-a-gap",
        |folder| edit(folder, "\"3\": \"B-LOC\"", "\"9\": \"B-LOC\""),
        &["config.json", "id2label", "none with number 3"],
    ),
    (
        "other-width",
        |folder| edit(folder, "\"hidden_size\": 32", "\"hidden_size\": 64"),
        &[
            "model.safetensors",
            "classifier.weight",
            "[7, 64]",
            "[7, 32]",
        ],
    ),
    (
        "few-positions",
        |folder| edit(folder, "embeddings\": 64", "embeddings\": 2"),
        &["config.json", "max_position_embeddings", "found 2"],
    ),
    (
        "small-vocabulary",
        |folder| edit(folder, "\"vocab_size\": 277", "\"vocab_size\": 100"),
        &["tokenizer.json", "up to 276", "100 tokens"],
    ),
    (
        "no-tokenizer",
        |folder| {
            fs::remove_file(folder.join("tokenizer.json")).unwrap();
            fs::remove_file(folder.join("vocab.txt")).unwrap();
        },
        &["tokenizer.json", "no such file", "save_pretrained"],
    ),
    (
        "bad-tokenizer",
        |folder| fs::write(folder.join("tokenizer.json"), "{}").unwrap(),
        &["tokenizer.json", "expected a tokenizer"],
    ),
    (
        "bad-pieces",
        |folder| {
            fs::remove_file(folder.join("tokenizer.json")).unwrap();
            fs::write(folder.join("vocab.txt"), "[PAD]\n[UNK]\n").unwrap();
        },
        &["vocab.txt", "`[CLS]` is not in the vocabulary"],
    ),
    (
        "no-weights",
        |folder| fs::remove_file(folder.join("model.safetensors")).unwrap(),
        &["model.safetensors", "no such file", "in one file"],
    ),
    (
        "cut-weights",
        |folder| {
            let file = folder.join("model.safetensors");
            let bytes = fs::read(&file).unwrap();
            fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        },
        &[
            "model.safetensors",
            "expected a safetensors file",
            "download",
        ],
    ),
    (
        "no-classifier",
        |folder| change_weights(folder, |weights| weights.remove("classifier.weight")),
        &["model.safetensors", "no tensor `classifier.weight`"],
    ),
    (
        "not-finite",
        |folder| {
            change_weights(folder, |weights| {
                let bias = Tensor::full(f32::NAN, 7, &Device::Cpu).unwrap();
                weights.insert("classifier.bias".to_owned(), bias)
            });
        },
        &["model.safetensors", "classifier.bias", "finite"],
    ),
];

#[test]
fn errors_name_the_file_and_the_fault() {
    for (test, change, expected) in CHANGES {
        let folder = copy("bert", test);
        change(&folder);
        let error = Transformer::open(&folder).unwrap_err().to_string();
        println!("{error}");
        for part in *expected {
            assert!(error.contains(part), "{test}: {error}");
        }
    }
}

fn edit(folder: &Path, from: &str, to: &str) {
    let file = folder.join("config.json");
    let json = fs::read_to_string(&file).unwrap();
    assert!(json.contains(from));
    fs::write(&file, json.replace(from, to)).unwrap();
}

fn change_weights(folder: &Path, change: impl Fn(&mut HashMap<String, Tensor>) -> Option<Tensor>) {
    let file = folder.join("model.safetensors");
    let mut weights = safetensors::load(&file, &Device::Cpu).unwrap();
    change(&mut weights).unwrap();
    safetensors::save(&weights, &file).unwrap();
}

/// A model of random weights marks what it likes; the answer must be sound all the same.
#[test]
fn the_pipeline_finds_names_with_it() {
    let page = "جلسة عادية في المدينة هذا الأسبوع\n\n\
        قال وزير النقل سامر الخطيب في بيروت إن الجسر الجديد سيفتح في الربيع المقبل بعد سنوات من العمل.\n";
    let structure = |beside| {
        let neural = Neural {
            model: Transformer::open(&fixture("bert")).unwrap(),
            beside,
        };
        let pipeline = Pipeline::embedded().unwrap().with_neural(Arc::new(neural));
        pipeline.structure(page, &Hints::default())
    };
    let rules = |article: &Article| -> BTreeSet<&'static str> {
        let mentions = article.entities.iter().flat_map(|entity| &entity.mentions);
        mentions.map(|mention| mention.evidence.rule).collect()
    };
    let alone = structure(false);
    assert!(
        rules(&alone).contains("entities/transformer"),
        "{:?}",
        rules(&alone)
    );
    assert!(!rules(&alone).contains("entities/tagger"));
    for mention in alone.entities.iter().flat_map(|entity| &entity.mentions) {
        assert_eq!(&page[mention.span.range()], mention.text);
    }
    assert_eq!(alone, structure(false), "the same input, the same answer");
    let beside = structure(true);
    assert!(rules(&beside).contains("entities/transformer"));
}
