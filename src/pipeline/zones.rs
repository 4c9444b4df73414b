//! [`Zone`]: which parts of an article are read, sentence by sentence.

use super::tokens::{TokenView, Tokens};
use crate::article::{Article, BlockKind};
use crate::pipeline::segment::TokenKind;

/// A longer stretch without an end is read in parts.
const MAX_TOKENS: usize = 200;

/// A sentence, or what stands for one.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Its tokens.
    pub tokens: Tokens,
    /// How much a name in it says of what the article is about.
    pub weight: f32,
    /// What it is a part of.
    pub kind: ZoneKind,
}

/// What a zone is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ZoneKind {
    /// A headline.
    Headline,
    /// A sentence of the body.
    Sentence,
    /// A caption.
    Caption,
    /// A tag.
    Keyword,
    /// Who wrote it, where, and whom the page credits.
    Credit,
}

/// Weight of a name in the headline, in the first paragraph, in a tag; 1 elsewhere.
const HEADLINE: f32 = 3.0;
const LEDE: f32 = 2.0;
const KEYWORD: f32 = 1.5;

/// The zones of an article in the order of the text; none overlap.
pub fn zones(view: &TokenView<'_>, article: &Article) -> Vec<Zone> {
    let mut zones = Vec::new();
    for field in [&article.headline, &article.alternative_headline]
        .into_iter()
        .flatten()
    {
        push(
            view,
            view.tokens_of(field.span),
            HEADLINE,
            ZoneKind::Headline,
            &mut zones,
        );
    }
    for sentence in &article.sentences {
        let weight = if sentence.paragraph_idx == 0 {
            LEDE
        } else {
            1.0
        };
        push(
            view,
            view.tokens_of(sentence.span),
            weight,
            ZoneKind::Sentence,
            &mut zones,
        );
    }
    for block in &article.blocks {
        if block.kind == BlockKind::Caption {
            push(
                view,
                view.tokens_of(block.span),
                1.0,
                ZoneKind::Caption,
                &mut zones,
            );
        }
    }
    for keyword in &article.keywords {
        push(
            view,
            view.tokens_of(keyword.span),
            KEYWORD,
            ZoneKind::Keyword,
            &mut zones,
        );
    }
    let authors = article.authors.iter().map(|author| &author.name);
    let places = article
        .authors
        .iter()
        .filter_map(|author| author.place.as_ref());
    let dateline = article.dateline.iter().map(|dateline| &dateline.place);
    for field in authors.chain(places).chain(dateline).chain(&article.source) {
        push(
            view,
            view.tokens_of(field.span),
            1.0,
            ZoneKind::Credit,
            &mut zones,
        );
    }
    zones.sort_by_key(|zone| (zone.tokens.start, zone.tokens.end));
    // A field may stand inside another: a dateline in the lead, a tag in a tag.
    let mut end = 0;
    zones.retain_mut(|zone| {
        zone.tokens.start = zone.tokens.start.max(end);
        end = end.max(zone.tokens.end);
        !zone.tokens.is_empty()
    });
    zones
}

/// Adds `tokens` as zones: cut at line ends, and where too long.
fn push(view: &TokenView<'_>, tokens: Tokens, weight: f32, kind: ZoneKind, zones: &mut Vec<Zone>) {
    let mut first = tokens.start;
    for idx in tokens.clone() {
        let newline = view
            .token(idx)
            .is_some_and(|token| token.kind == TokenKind::Newline);
        let end = if newline { idx } else { idx + 1 };
        if newline || idx + 1 == tokens.end || end - first >= MAX_TOKENS {
            if end > first {
                zones.push(Zone {
                    tokens: first..end,
                    weight,
                    kind,
                });
            }
            first = idx + 1;
        }
    }
}
