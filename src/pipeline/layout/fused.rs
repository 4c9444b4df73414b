//! Text fused without separators: where one headline ends and the next, or the body, begins.

use super::dateline::opening;
use super::page::{Page, Tokens};
use super::piece::BULLETS;
use crate::boundary::{Context, Split, Tail, split};
use crate::lang::TermClass;
use crate::pipeline::dates::find_dates;
use crate::pipeline::segment::TokenKind;

/// A line of so few words without glue is one headline.
const ONE_HEADLINE: usize = 11;
/// A line of so few words is taken apart only when the cuts are [`SURE`].
const MAYBE_ONE_HEADLINE: usize = 20;
const SURE: f32 = 0.6;

/// Tokens in which a dateline is looked for.
const DATELINE_WINDOW: usize = 120;

/// Marks that set headlines of a list apart.
const SEPARATORS: &[char] = &['•', '●', '▪', '■', '|', '*', '◄', '►', '·'];

/// Takes `tokens` apart: at bullets where there are any, otherwise by the boundary model.
pub(super) fn take_apart(
    page: &Page<'_>,
    tokens: &Tokens,
    tail: Tail,
    context: Option<&Context>,
) -> Split {
    let parts = split_at(page, tokens, |idx| page.is_mark(idx, SEPARATORS));
    if parts.len() > 1 && tail == Tail::Nothing {
        return Split {
            headlines: parts,
            body: None,
            confidence: 0.9,
        };
    }
    if let Some(parts) = (tail == Tail::Nothing)
        .then(|| split_at_dates(page, tokens))
        .flatten()
    {
        let mut headlines = Vec::new();
        let mut confidence = 1.0_f32;
        for part in parts {
            let split = take_apart(page, &part, tail, context);
            headlines.extend(split.headlines);
            confidence = confidence.min(split.confidence);
        }
        return Split {
            headlines,
            body: None,
            confidence,
        };
    }
    if let Some(body) = (tail != Tail::Nothing)
        .then(|| dateline_start(page, tokens))
        .flatten()
    {
        let headlines = if body > tokens.start {
            take_apart(page, &(tokens.start..body), Tail::Nothing, context).headlines
        } else {
            Vec::new()
        };
        return Split {
            headlines,
            body: Some(body),
            confidence: 0.95,
        };
    }
    let words = page.word_count(tokens);
    let glued = tokens.clone().skip(1).any(|idx| {
        matches!(page.kind(idx), Some(TokenKind::Word | TokenKind::Number))
            && page.is_word(idx - 1)
            && page.token(idx).is_some_and(|token| token.glued)
    });
    let whole = Split {
        headlines: vec![page.trim_bullets(tokens.clone(), BULLETS)],
        body: None,
        confidence: 0.9,
    };
    let inner_stop =
        (tokens.start..tokens.end.saturating_sub(3)).any(|idx| page.is_mark(idx, &['؟', '?', '!']));
    if words <= ONE_HEADLINE && !glued && !inner_stop && tail != Tail::Body {
        return whole;
    }
    let mut split = split(
        page.models,
        page.text(),
        page.seg,
        tokens.clone(),
        tail,
        context,
    );
    if split.body.is_none() && words <= MAYBE_ONE_HEADLINE && !glued && split.confidence < SURE {
        return whole;
    }
    for headline in &mut split.headlines {
        *headline = page.trim_bullets(headline.clone(), BULLETS);
    }
    split.headlines.retain(|headline| !headline.is_empty());
    split
}

/// In a list of headlines with dates, what stands between the dates.
fn split_at_dates(page: &Page<'_>, tokens: &Tokens) -> Option<Vec<Tokens>> {
    let dates = find_dates(page.seg, tokens.clone(), page.packs, page.hints);
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for date in &dates {
        let long = page.word_count(&date.tokens) >= 3 || date.value.time.is_some();
        // A short date may be part of what a headline says.
        if long && date.tokens.start > start {
            parts.push(start..date.tokens.start);
            start = date.tokens.end;
        } else if long {
            start = date.tokens.end;
        }
    }
    if start == tokens.start {
        return None;
    }
    parts.push(start..tokens.end);
    parts.retain(|part| page.word_count(part) >= 2);
    Some(parts)
}

/// Where a dateline with an agency, or before a verb of reporting, opens body text.
fn dateline_start(page: &Page<'_>, tokens: &Tokens) -> Option<usize> {
    let end = tokens.end.min(tokens.start + DATELINE_WINDOW);
    (tokens.start..end).find(|&idx| {
        let opens = page
            .term_end(idx, |class| {
                matches!(
                    class,
                    TermClass::Place | TermClass::Agency | TermClass::Outlet
                )
            })
            .is_some();
        opens
            && opening(page, &(idx..tokens.end)).is_some_and(|found| {
                let agency = found
                    .dateline
                    .is_some_and(|dateline| dateline.agency.is_some());
                agency
                    || page
                        .term_end(found.tokens.end, |class| class == TermClass::ReportVerb)
                        .is_some()
            })
    })
}

/// Splits at separators; empty parts are dropped.
pub(super) fn split_at(
    page: &Page<'_>,
    tokens: &Tokens,
    separates: impl Fn(usize) -> bool,
) -> Vec<Tokens> {
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for idx in tokens.start..=tokens.end {
        if idx == tokens.end || separates(idx) || page.kind(idx) == Some(TokenKind::Newline) {
            let part = page.trim_bullets(start..idx, BULLETS);
            if page.word_count(&part) > 0 {
                parts.push(part);
            }
            start = idx + 1;
        }
    }
    parts
}
