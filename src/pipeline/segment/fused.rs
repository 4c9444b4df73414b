//! Words fused in one script: where a token holds the end of one word and the start of another.
//!
//! `القياسيةأربيل`: ة only ends words. `بخاشقجيالتاريخ:`: a label with its colon. Not cut:
//! `والتاريخ`, because no colon follows and nothing says that a label begins.

use super::terms::unfolded;
use super::{Segmentation, TermMatch, Token, TokenKind};
use crate::boundary::Vocabulary;
use crate::lang::{LabelRole, LanguagePacks, RelativeSide, TermClass};
use crate::text::Span;

/// What is left before a label must be at least this many bytes long: more than particles.
const MIN_REST: u32 = 8;
/// Labels of one word, without a colon, count from this many bytes on.
const MIN_LABEL: u32 = 12;

/// Byte offsets in `text` behind a letter that only ends words, where another letter follows.
pub(super) fn word_ends(text: &str, packs: &LanguagePacks) -> Vec<u32> {
    let mut ends: Vec<u32> = Vec::new();
    for &letter in &packs.final_letters {
        for (at, found) in text.match_indices(letter) {
            let end = at + found.len();
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            if next.is_some_and(char::is_alphabetic) {
                ends.extend(u32::try_from(end));
            }
        }
    }
    ends.sort_unstable();
    ends
}

/// Words shorter than this many bytes when folded are not fused ones.
const MIN_FUSED: u32 = 12;

/// Splits words that are two frequent ones written together. True when any was split.
pub(super) fn split_fused_words(
    text: &str,
    seg: &mut Segmentation,
    packs: &LanguagePacks,
    vocabulary: &Vocabulary,
) -> bool {
    let mut cuts: Vec<(usize, u32)> = Vec::new();
    for (idx, token) in seg.tokens.iter().enumerate() {
        if token.kind == TokenKind::Word
            && token.folded_end - token.folded_start >= MIN_FUSED
            && let Some(at) = vocabulary.fused_at(seg.folded(token))
        {
            let folded = token.folded_start + u32::try_from(at).unwrap_or_default();
            cuts.push((idx, unfolded(text, token, folded, packs)));
        }
    }
    if cuts.is_empty() {
        return false;
    }
    let mut tokens = Vec::with_capacity(seg.tokens.len() + cuts.len());
    let mut cuts = cuts.into_iter().peekable();
    for (idx, &token) in seg.tokens.iter().enumerate() {
        match cuts.next_if(|(at, _)| *at == idx) {
            Some((_, cut)) if cut > token.span.start() && cut < token.span.end() => {
                let (head, tail) = split_token(text, token, cut, packs);
                tokens.extend([head, tail]);
            }
            _ => tokens.push(token),
        }
    }
    seg.tokens = tokens;
    true
}

/// Splits tokens in which a label begins or ends. True when any was split: terms must then
/// be looked for again.
pub(super) fn split_at_labels(text: &str, seg: &mut Segmentation, packs: &LanguagePacks) -> bool {
    let mut cuts: Vec<u32> = seg
        .terms
        .iter()
        .flat_map(|found| label_cuts(text, seg, found, packs))
        .flatten()
        .collect();
    if cuts.is_empty() {
        return false;
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut tokens = Vec::with_capacity(seg.tokens.len() + cuts.len());
    let mut cuts = cuts.into_iter().peekable();
    for &token in &seg.tokens {
        let mut rest = token;
        while let Some(cut) = cuts.next_if(|&cut| cut < token.span.end()) {
            if cut > rest.span.start() {
                let (head, tail) = split_token(text, rest, cut, packs);
                tokens.push(head);
                rest = tail;
            }
        }
        tokens.push(rest);
    }
    seg.tokens = tokens;
    true
}

/// Both halves of a token.
pub(super) fn split_token(
    text: &str,
    token: Token,
    cut: u32,
    packs: &LanguagePacks,
) -> (Token, Token) {
    let head = Span::new(token.span.start(), cut);
    let length = packs.fold.fold(head.slice(text)).len();
    let folded = token
        .folded_end
        .min(token.folded_start + u32::try_from(length).unwrap_or(u32::MAX));
    (
        Token {
            span: head,
            folded_end: folded,
            ..token
        },
        Token {
            span: Span::new(cut, token.span.end()),
            folded_start: folded,
            glued: true,
            ..token
        },
    )
}

/// Where `found` cuts the tokens it begins and ends in.
fn label_cuts(
    text: &str,
    seg: &Segmentation,
    found: &TermMatch,
    packs: &LanguagePacks,
) -> [Option<u32>; 2] {
    let none = [None, None];
    if found.at_start && found.at_end {
        return none;
    }
    let role = match packs.lexicon.term(found.term).map(|term| term.class) {
        Some(TermClass::Label { role, .. }) => role,
        Some(TermClass::Weekday(_) | TermClass::Relative(RelativeSide::AgoBefore)) => {
            return date_cut(text, seg, found);
        }
        _ => return none,
    };
    let multiword = found.end - found.first >= 2;
    let next = seg.tokens.get(found.end as usize);
    let colon = found.at_end
        && next.is_some_and(|token| token.glued && token.span.slice(text).starts_with([':', '：']));
    let closes_line = found.at_end && next.is_none_or(|token| token.kind == TokenKind::Newline);
    let list = matches!(
        role,
        LabelRole::Related | LabelRole::Comments | LabelRole::Keywords
    );
    let long = found.span.len() >= MIN_LABEL && closes_line && list;
    if !(multiword || colon || long) {
        return none;
    }
    let start = seg
        .tokens
        .get(found.first as usize)
        .filter(|_| !found.at_start)
        .map(|token| (found.span.start(), token));
    let end = seg
        .tokens
        .get(found.end as usize - 1)
        .filter(|_| !found.at_end)
        .map(|token| (found.span.end(), token));
    let start = start
        .filter(|(cut, token)| cut - token.span.start() >= MIN_REST)
        .map(|(cut, _)| cut);
    let end = end
        .filter(|(cut, token)| token.span.end() - cut >= MIN_REST)
        .map(|(cut, _)| cut);
    // Both sides must hold: half a match inside a longer word is chance.
    if (!found.at_start && start.is_none()) || (!found.at_end && end.is_none()) {
        return none;
    }
    [start, end]
}

/// A weekday or "ago" that ends a token cuts it where a number follows: a date was fused.
fn date_cut(text: &str, seg: &Segmentation, found: &TermMatch) -> [Option<u32>; 2] {
    let mut behind = seg.tokens.iter().skip(found.end as usize).take(2);
    let number = behind.any(|token| token.kind == TokenKind::Number);
    let token = seg.tokens.get(found.first as usize);
    let rest = token.map_or(0, |token| found.span.start() - token.span.start());
    let letters =
        token.is_some_and(|token| token.span.slice(text).chars().all(char::is_alphabetic));
    let cuts = number && letters && found.at_end && !found.at_start && rest >= MIN_REST;
    [cuts.then_some(found.span.start()), None]
}
