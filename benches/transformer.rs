//! A model of BERT-base's size on one article: `cargo bench --features transformer --bench transformer`.
//!
//! The weights are random, made at the start: speed does not depend on what was learned. The
//! machine's cores are all used; `RAYON_NUM_THREADS=1` leaves one. Whatever else tags the same
//! article belongs into this file, below [`article`], so that both are timed in one run.

#![allow(clippy::unwrap_used, reason = "stops at the first surprise")]

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use candle_core::{DType, Device, Tensor, safetensors};
use divan::Bencher;
use divan::counter::ItemsCount;
use maqal::transformer::Transformer;

const HIDDEN: usize = 768;
const INNER: usize = 3072;
const LAYERS: usize = 12;
const POSITIONS: usize = 512;
const LABELS: [&str; 7] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];

/// A quarter of the article.
const STORY: &str = "أعلن المتحدث باسم الحكومة في بغداد أمس الثلاثاء أن المفاوضات مع الشركة تسير \
    ببطء وأوضح في بيان أن الاتفاق يشمل مئة مشروع في محافظة الأنبار ومدينة الموصل بحلول عام 2027 \
    وقال أحمد سالم إن الأطراف لن تقبل بأقل من ذلك وأضافت المصادر أن الوفد سيعود إلى القاهرة ثم إلى \
    طرابلس في لبنان قبل نهاية الأسبوع حيث يلتقي وزير الخارجية ورئيس غرفة التجارة لبحث تمويل الجسر \
    الجديد ومحطة القطار التي تنتظرها ضواحي المدينة منذ سنوات بينما دعت نقابة المهندسين إلى نشر \
    دراسات الأثر البيئي كاملة وحذر خبراء من جامعة النهرين من تأخر التنفيذ بسبب ارتفاع أسعار الحديد";

static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let story: Vec<&str> = STORY.split_whitespace().collect();
    story.repeat(4)
});
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transformer-base");
    write_model(&folder);
    folder
});
static MODEL: LazyLock<Transformer> = LazyLock::new(|| Transformer::open(&FOLDER).unwrap());

fn main() {
    let pieces: usize = WORDS.iter().map(|word| pieces(word).len()).sum();
    println!("{} words, {pieces} sub-tokens", WORDS.len());
    divan::main();
    fs::remove_dir_all(&*FOLDER).unwrap();
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn article(bencher: Bencher<'_, '_>) {
    LazyLock::force(&MODEL);
    bencher
        .counter(ItemsCount::new(WORDS.len()))
        .bench_local(|| MODEL.tag(&WORDS).unwrap());
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn start(bencher: Bencher<'_, '_>) {
    LazyLock::force(&FOLDER);
    bencher.bench_local(|| Transformer::open(&FOLDER).unwrap());
}

/// Every other length of word is in one piece, the rest in two: as in models of Arabic.
fn pieces(word: &str) -> Vec<String> {
    let letters = word.chars().count();
    if letters < 4 || letters.is_multiple_of(2) {
        return vec![word.to_owned()];
    }
    let head = word.chars().take(3).collect();
    let tail = word.chars().skip(3).collect::<String>();
    vec![head, format!("##{tail}")]
}

fn write_model(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let known: BTreeSet<String> = WORDS.iter().flat_map(|word| pieces(word)).collect();
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map(str::to_owned);
    let list: Vec<String> = special.into_iter().chain(known).collect();
    fs::write(folder.join("vocab.txt"), list.join("\n")).unwrap();
    let mut labels = String::new();
    for (number, label) in LABELS.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        write!(labels, "{comma}\"{number}\":\"{label}\"").unwrap();
    }
    let config = format!(
        r#"{{"model_type":"bert","id2label":{{{labels}}},"hidden_size":{HIDDEN},
        "num_hidden_layers":{LAYERS},"num_attention_heads":12,"intermediate_size":{INNER},
        "vocab_size":{},"max_position_embeddings":{POSITIONS}}}"#,
        list.len()
    );
    fs::write(folder.join("config.json"), config).unwrap();
    let weights = random_weights(list.len());
    safetensors::save(&weights, folder.join("model.safetensors")).unwrap();
}

fn random_weights(vocabulary: usize) -> HashMap<String, Tensor> {
    let mut weights = HashMap::new();
    let mut matrix = |name: String, rows: usize, columns: usize| {
        let values = Tensor::randn(0f32, 0.02, (rows, columns), &Device::Cpu).unwrap();
        weights.insert(format!("{name}.weight"), values);
        let zeros = Tensor::zeros(rows, DType::F32, &Device::Cpu).unwrap();
        weights.insert(format!("{name}.bias"), zeros);
    };
    for (name, rows) in [
        ("word", vocabulary),
        ("position", POSITIONS),
        ("token_type", 2),
    ] {
        matrix(format!("bert.embeddings.{name}_embeddings"), rows, HIDDEN);
    }
    for layer in (0..LAYERS).map(|number| format!("bert.encoder.layer.{number}")) {
        for name in ["self.query", "self.key", "self.value", "output.dense"] {
            matrix(format!("{layer}.attention.{name}"), HIDDEN, HIDDEN);
        }
        matrix(format!("{layer}.intermediate.dense"), INNER, HIDDEN);
        matrix(format!("{layer}.output.dense"), HIDDEN, INNER);
    }
    matrix("classifier".to_owned(), LABELS.len(), HIDDEN);
    let inside = ["attention.output", "output"];
    let norms = (0..LAYERS)
        .flat_map(|number| inside.map(|name| format!("bert.encoder.layer.{number}.{name}")))
        .chain(["bert.embeddings".to_owned()]);
    for name in norms {
        let ones = Tensor::ones(HIDDEN, DType::F32, &Device::Cpu).unwrap();
        weights.insert(format!("{name}.LayerNorm.weight"), ones);
        let zeros = Tensor::zeros(HIDDEN, DType::F32, &Device::Cpu).unwrap();
        weights.insert(format!("{name}.LayerNorm.bias"), zeros);
    }
    weights
}
