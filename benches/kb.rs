//! Lookups in the embedded knowledge base: `cargo bench --bench kb`.
//!
//! `find` asks at every word of a text of our own, as the pipeline does: its time divided by
//! the items is what one starting word costs.

#![allow(clippy::unwrap_used, reason = "stops at the first surprise")]

use std::sync::LazyLock;

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use maqal::article::EntityType;
use maqal::kb::KnowledgeBase;
use maqal::kb::link::Linker;
use maqal::lang::LanguagePacks;

static PACKS: LazyLock<LanguagePacks> = LazyLock::new(|| LanguagePacks::embedded().unwrap());
static KB: LazyLock<KnowledgeBase> = LazyLock::new(|| KnowledgeBase::embedded().unwrap());

fn main() {
    divan::main();
}

const STORY: &str = "أعلن المتحدث باسم الحكومة في بغداد أمس الثلاثاء أن المفاوضات مع الشركة \
    تسير ببطء وأوضح في بيان أن الاتفاق يشمل مئة مشروع في محافظة الأنبار ومدينة الموصل بحلول عام 2027 \
    وقال أحمد سالم إن الولايات المتحدة وإيران لن تقبلا بأقل من ذلك وأضافت المصادر أن الوفد سيعود إلى \
    القاهرة ثم إلى طرابلس في لبنان قبل نهاية الأسبوع حيث يلتقي وزير الخارجية العراقي";

#[divan::bench]
fn find(bencher: Bencher<'_, '_>) {
    let folded = PACKS.fold.fold(STORY);
    let words: Vec<&str> = folded.split_whitespace().collect();
    bencher
        .counter(ItemsCount::new(words.len()))
        .bench_local(|| {
            (0..words.len())
                .map(|at| KB.find(words.iter().skip(at).copied()).len())
                .sum::<usize>()
        });
}

/// Five mentions: unambiguous, ambiguous, with a head, unknown, a person.
#[divan::bench]
fn link(bencher: Bencher<'_, '_>) {
    let linker = Linker::new(&KB, &PACKS);
    let mentions = [
        "العراق",
        "طرابلس",
        "محافظة الأنبار",
        "وادي المجهول",
        "أحمد سالم",
    ];
    bencher
        .counter(ItemsCount::new(mentions.len()))
        .bench_local(|| {
            for mention in mentions {
                black_box(linker.link(mention, Some(EntityType::Location), &[*b"IQ"]));
            }
        });
}

#[divan::bench]
fn context(bencher: Bencher<'_, '_>) {
    let linker = Linker::new(&KB, &PACKS);
    let folded = PACKS.fold.fold(STORY);
    let words: Vec<&str> = folded.split_whitespace().collect();
    bencher
        .counter(ItemsCount::new(words.len()))
        .bench_local(|| linker.context(black_box(&words)));
}

#[divan::bench(sample_count = 20)]
fn start(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| KnowledgeBase::embedded().unwrap());
}
