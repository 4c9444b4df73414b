//! One article on the page: which piece is what, and the fields read from them.
//!
//! In: the pieces of a page, or of an article embedded in one. Out: an [`Article`] whose
//! blocks partition its span. The order of the steps is the order of certainty: first the
//! body, then the headline that speaks of it, then what stands between, inside and behind.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::assemble::assemble;
use super::body::{MIN_BODY_WORDS, find_body, without_teasers};
use super::embedded::find_embedded;
use super::fields::{DateZone, Draft};
use super::headline::{find_headline, repeated_lines};
use super::marked;
use super::overlap::ContentKeys;
use super::page::{Page, Tokens};
use super::piece::Piece;
use super::related::{announces_list, unlabel};
use crate::article::{Article, BlockKind, Considered, Diagnostic, DiagnosticKind};
use crate::boundary::Context;
use crate::text::{Source, Span};

/// Words of the body that a lead is compared with.
const CONTEXT_WORDS: usize = 200;

/// Reads one article from `pieces`, which cover `span` of the input.
pub(super) fn read_story(
    page: &Page<'_>,
    keys: &ContentKeys,
    pieces: &mut [Piece],
    span: Span<Source>,
    depth: usize,
) -> Article {
    let embedded = if depth == 0 {
        find_embedded(page, pieces, keys)
    } else {
        Vec::new()
    };
    let main_end = embedded.first().map_or(pieces.len(), |range| range.start);
    let mut reader = Reader {
        page,
        keys,
        repeats: repeated_lines(page, pieces),
        draft: Draft::default(),
        context: None,
        story: Vec::new(),
        story_counts: FxHashMap::default(),
    };
    let (main, rest) = pieces.split_at_mut(main_end);
    reader.read_main(main);
    let tail_start = embedded.last().map_or(main_end, |range| range.end);
    if let Some(tail) = rest.get_mut(tail_start - main_end..) {
        reader.read_tail(tail, 0);
    }
    let draft = reader.draft;
    let mut article = assemble(page, pieces, &embedded, draft, span);
    for (range, block_span) in embedded.iter().zip(embedded_spans(&article)) {
        if let Some(inner) = pieces.get_mut(range.clone()) {
            for piece in inner.iter_mut() {
                piece.parts.clear();
            }
            // The label that announces it is a block of this article.
            if let Some(first) = inner.first_mut().filter(|first| !first.value.is_empty()) {
                first.tokens.start = first.value.start.max(first.tokens.start);
            }
            article
                .embedded_articles
                .push(read_story(page, keys, inner, block_span, depth + 1));
        }
    }
    article
}

fn embedded_spans(article: &Article) -> Vec<Span<Source>> {
    article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::EmbeddedArticle)
        .map(|block| block.span)
        .collect()
}

pub(super) struct Reader<'r, 'p> {
    pub(super) page: &'r Page<'p>,
    pub(super) keys: &'r ContentKeys,
    pub(super) repeats: FxHashMap<&'p str, u32>,
    pub(super) draft: Draft,
    /// Words of the story, for telling its lead from headlines of others.
    pub(super) context: Option<Context>,
    /// Where the story's own words stand.
    pub(super) story: Vec<Tokens>,
    /// How often the story holds each content word.
    pub(super) story_counts: FxHashMap<u32, u32>,
}

impl Reader<'_, '_> {
    /// Reads the pieces before the first embedded article.
    fn read_main(&mut self, pieces: &mut [Piece]) {
        // No page begins with a box of others: "watch: …" opens its headline.
        if let Some(first) = pieces.first_mut() {
            unlabel(first);
        }
        let said = marked::find_body(self.page, pieces);
        let by_markup = said.is_some();
        let body = said.or_else(|| find_body(pieces));
        let words: usize = body
            .clone()
            .and_then(|body| pieces.get(body))
            .map_or(0, |body| body.iter().map(|piece| piece.n_words).sum());
        let Some(mut body) = body.filter(|_| words >= MIN_BODY_WORDS) else {
            self.read_tail(pieces, 0);
            self.draft.not_an_article = true;
            return;
        };
        let mut weighed = Vec::new();
        let choice = find_headline(self.page, pieces, &body, self.keys, &mut weighed);
        let readings = weighed.into_iter().map(|(piece_idx, mut reading)| {
            reading.taken = choice.as_ref().is_some_and(|choice| {
                choice.piece_idx == piece_idx && reading.rule == Some(choice.rule)
            });
            reading
        });
        self.draft.considered = Considered::best(readings.collect());
        let top_end = match &choice {
            Some(choice) => {
                let (tokens, idx) = (choice.tokens.clone(), choice.piece_idx);
                self.draft.headline = Some(self.page.field(&tokens, choice.rule, choice.score));
                self.draft.headline_tokens = Some(tokens.clone());
                if let Some(piece) = pieces.get_mut(idx) {
                    let all = piece.tokens.clone();
                    piece.parts.clear();
                    let prefix = tokens.start > all.start + 3;
                    let start = if prefix { tokens.start } else { all.start };
                    piece.push(
                        all.start..start,
                        BlockKind::Navigation,
                        "navigation/before-headline",
                        0.8,
                    );
                    piece.push(start..tokens.end, BlockKind::Headline, choice.rule, 0.95);
                    piece.push(
                        tokens.end..all.end,
                        BlockKind::Navigation,
                        "headline/suffix",
                        0.8,
                    );
                }
                body.clone_from(&choice.body);
                if choice.ambiguous {
                    self.draft.diagnostics.push(Diagnostic {
                        kind: DiagnosticKind::AmbiguousHeadline,
                        message: "another line could be the headline".to_owned(),
                        span: self.page.source_span(&tokens),
                    });
                }
                idx
            }
            None => body.start,
        };
        if !by_markup {
            body = without_teasers(pieces, body, self.keys);
        }
        self.learn_story(pieces, &body);
        self.read_top(pieces, 0..top_end);
        if choice.is_some() {
            self.read_metadata(pieces, top_end + 1..body.start);
        }
        self.read_body(pieces, body.clone(), choice.is_none());
        if let Some(tail) = pieces.get_mut(body.end..) {
            self.read_tail(tail, 1);
        }
        self.draft.date_candidates.iter_mut().for_each(|candidate| {
            candidate.distance = candidate.piece_idx.abs_diff(top_end);
        });
    }

    /// Remembers the words of headline and body.
    fn learn_story(&mut self, pieces: &[Piece], body: &Range<usize>) {
        let mut context = Context::default();
        let mut words = 0;
        // Words of a list of headlines are no words of the story.
        let mut behind_label = body
            .start
            .checked_sub(1)
            .and_then(|idx| pieces.get(idx))
            .is_some_and(announces_list);
        let mut listing = behind_label;
        for piece in pieces.get(body.clone()).unwrap_or_default() {
            self.story.push(piece.value.clone());
            listing =
                announces_list(piece) || behind_label || listing && !piece.ends_with_full_stop;
            behind_label = announces_list(piece);
            // A fused line holds the words of others too.
            if words < CONTEXT_WORDS && piece.label.is_none() && !listing {
                words += piece.n_words;
                context.add(self.page.seg, piece.value.clone());
            }
        }
        if let Some(headline) = &self.draft.headline_tokens {
            self.story.push(headline.clone());
            context.add(self.page.seg, headline.clone());
        }
        for tokens in &self.story {
            self.keys.count_into(tokens, &mut self.story_counts);
        }
        self.context = Some(context);
    }
}

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Above the headline; near it or not.
    Top { near: bool },
    /// Between headline and body.
    Metadata,
    /// Inside the body.
    Body,
    /// Behind the body.
    Tail,
}

impl Zone {
    pub(super) fn rank(self) -> DateZone {
        match self {
            Self::Top { near: false } => DateZone::Masthead,
            Self::Top { near: true } => DateZone::AboveHeadline,
            Self::Metadata => DateZone::BelowHeadline,
            Self::Body => DateZone::Body,
            Self::Tail => DateZone::Tail,
        }
    }
}
