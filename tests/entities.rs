//! Tables of entities: how names are cut, drawn together, typed, linked, and which offices
//! they hold. Every sentence was written for this project; the persons do not exist.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests stop at the first surprise"
)]

use std::sync::{Arc, LazyLock};

use maqal::article::{Article, Entity, EntityType, Tenure};
use maqal::kb::{KnowledgeBase, UserList};
use maqal::lang::LanguagePacks;
use maqal::pipeline::{Analyses, Hints, Pipeline};
use maqal::tagger::{Tagger, TaggerFileError};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::embedded().unwrap());

/// A page around one sentence: long enough to be an article.
fn page(sentence: &str) -> String {
    format!(
        "جلسة عادية في المدينة هذا الأسبوع\n\n{sentence}\n\nوشهدت الجلسة نقاشا طويلا حول الميزانية \
         والخدمات، وقال الحاضرون إن العمل سيستمر في الأيام المقبلة حتى تنتهي المرحلة الأولى من المشروع.\n"
    )
}

fn structure(sentence: &str) -> Article {
    PIPELINE.structure(&page(sentence), &Hints::default())
}

fn named<'a>(article: &'a Article, name: &str) -> Option<&'a Entity> {
    article.entities.iter().find(|entity| entity.name == name)
}

/// What was found, for messages.
fn shown(article: &Article) -> String {
    article
        .entities
        .iter()
        .map(|entity| {
            let mentions: Vec<&str> = entity.mentions.iter().map(|m| m.text.as_str()).collect();
            let roles: Vec<&str> = entity.roles.iter().map(|role| role.text.as_str()).collect();
            format!(
                "{} {:?} {:?} {mentions:?} {roles:?}\n",
                entity.name, entity.entity_type, entity.subtype
            )
        })
        .collect()
}
