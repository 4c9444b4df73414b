//! Quotation marks → [`Quote`]s: what stands between a mark and the one that closes it.
//!
//! Marks of one family close each other («…», “…”, „…“, "…", ‘…’), turned round too (»…«).
//! A quote that is open at the end of its paragraph goes on where the next one opens with the
//! same mark, or has a closing mark before any opening one. Else it ends with the sentence
//! before the next opening, or with its paragraph: «قال: «نعم. وأضاف: «لا»».

use crate::pipeline::tokens::{TokenView, Tokens};

/// Paragraphs that one quote runs over, at most.
const MAX_BLOCKS: usize = 12;
/// Marks that one closing mark looks back over.
const MAX_DEPTH: usize = 64;

/// What stands in quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quote {
    /// The token of the opening mark.
    pub(super) open: usize,
    /// What is inside, one stretch a paragraph.
    pub(super) pieces: Vec<Tokens>,
    /// One past its last token; past the closing mark where there is one.
    pub(super) end: usize,
    /// Whether it was closed.
    pub(super) closed: bool,
}

/// Kinds of marks that close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Guillemet,
    Curly,
    Straight,
    Single,
    Apostrophe,
}

/// Which side of a quote a mark is on by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    token: usize,
    family: Family,
    side: Side,
    shape: char,
    /// White space before it, and none behind it.
    opens: bool,
    /// White space behind it, and none before it.
    closes: bool,
}

/// The outermost quotes of `blocks` (paragraphs and what is like one), in order. `sentences`
/// are the first tokens of sentences, in order.
pub(super) fn quotes(view: &TokenView<'_>, blocks: &[Tokens], sentences: &[usize]) -> Vec<Quote> {
    let marks: Vec<Vec<Mark>> = blocks
        .iter()
        .map(|block| {
            block
                .clone()
                .filter_map(|idx| mark(view, block, idx))
                .collect()
        })
        .collect();
    let mut found: Vec<Quote> = Vec::new();
    // What the paragraphs before left open.
    let mut open: Option<(Quote, Mark)> = None;
    for (number, block) in blocks.iter().enumerate() {
        let mut rest = marks.get(number).map_or(&[][..], Vec::as_slice);
        let next = blocks.get(number + 1).zip(marks.get(number + 1));
        if let Some((mut quote, opener)) = open.take() {
            rest = go_on(block, rest, &mut quote, &opener);
            if !quote.closed && goes_on(next, &opener, &quote) {
                open = Some((quote, opener));
                continue;
            }
            found.push(quote);
        }
        let mut pairing = Pairing::default();
        for &mark in rest {
            pairing.see(mark);
        }
        if let Some(&first) = pairing.open.first() {
            let quote = Quote {
                open: first.token,
                pieces: one(first.token + 1..block.end),
                end: block.end,
                closed: false,
            };
            if goes_on(next, &first, &quote) {
                pairing.quotes.retain(|inner| inner.open < first.token);
                open = Some((quote, first));
            } else {
                let unclosed = pairing.unclosed(block, sentences);
                pairing.quotes.extend(unclosed);
            }
        }
        found.append(&mut pairing.quotes);
    }
    found.extend(open.map(|(quote, _)| quote));
    outermost(found)
}

/// A quote in one piece.
fn one(tokens: Tokens) -> Vec<Tokens> {
    std::iter::once(tokens).collect()
}

/// Takes the part of `block` that belongs to a quote opened before it into `quote`; what is
/// left of its marks.
fn go_on<'m>(block: &Tokens, marks: &'m [Mark], quote: &mut Quote, opener: &Mark) -> &'m [Mark] {
    let again = marks
        .first()
        .is_some_and(|mark| mark.token == block.start && mark.family == opener.family);
    let start = block.start + usize::from(again);
    let marks = marks.get(usize::from(again)..).unwrap_or_default();
    // Quotes of the same family inside are nested.
    let mut depth = 0_usize;
    let close = marks.iter().position(|mark| {
        if mark.family != opener.family {
            return false;
        }
        let closes = mark.can_close(opener);
        let outermost = depth == 0;
        depth = if closes {
            depth.saturating_sub(1)
        } else {
            depth + 1
        };
        closes && outermost
    });
    let mark = close.and_then(|at| marks.get(at));
    quote
        .pieces
        .push(start..mark.map_or(block.end, |mark| mark.token));
    quote.end = mark.map_or(block.end, |mark| mark.token + 1);
    quote.closed = mark.is_some();
    close.map_or(&[][..], |at| marks.get(at + 1..).unwrap_or_default())
}

/// Whether a quote that is still open goes on in the next paragraph.
fn goes_on(next: Option<(&Tokens, &Vec<Mark>)>, opener: &Mark, quote: &Quote) -> bool {
    let Some((block, marks)) = next.filter(|_| quote.pieces.len() < MAX_BLOCKS) else {
        return false;
    };
    let first = marks.iter().find(|mark| mark.family == opener.family);
    first.is_some_and(|mark| {
        let again = mark.token == block.start && !mark.closes;
        again || mark.can_close(opener) && (mark.side != Side::Either || mark.closes)
    })
}

/// Marks of one paragraph, paired from left to right.
#[derive(Default)]
struct Pairing {
    /// Opened and not yet closed.
    open: Vec<Mark>,
    /// Tokens of all that opened.
    opened: Vec<usize>,
    quotes: Vec<Quote>,
}

impl Pairing {
    fn see(&mut self, mark: Mark) {
        let same = self
            .open
            .iter()
            .rev()
            .take(MAX_DEPTH)
            .position(|open| open.family == mark.family);
        let partner = same.and_then(|back| self.open.get(self.open.len() - 1 - back));
        let closes = partner.is_some_and(|open| mark.can_close(open));
        if let Some(back) = same.filter(|_| closes) {
            let at = self.open.len() - 1 - back;
            if let Some(open) = self.open.get(at) {
                self.quotes.push(Quote {
                    open: open.token,
                    pieces: one(open.token + 1..mark.token),
                    end: mark.token + 1,
                    closed: true,
                });
            }
            self.open.truncate(at);
        } else if mark.can_open() {
            self.open.push(mark);
            self.opened.push(mark.token);
        }
    }

    /// What was never closed, up to the sentence of the next opening mark.
    fn unclosed(&self, block: &Tokens, sentences: &[usize]) -> Vec<Quote> {
        let quote = |mark: &Mark| {
            let at = self.opened.partition_point(|&token| token <= mark.token);
            let end = self.opened.get(at).map_or(block.end, |&next| {
                let at = sentences.partition_point(|&first| first <= next);
                let start = at.checked_sub(1).and_then(|at| sentences.get(at));
                let start = start.filter(|&&start| start > mark.token);
                start.copied().unwrap_or(next)
            });
            Quote {
                open: mark.token,
                pieces: one(mark.token + 1..end),
                end,
                closed: false,
            }
        };
        let quotes = self.open.iter().map(quote);
        quotes.filter(|quote| quote.end > quote.open + 2).collect()
    }
}

impl Mark {
    /// Whether it closes what `open` opened.
    fn can_close(&self, open: &Self) -> bool {
        match self.side {
            Side::Closes => open.side == Side::Opens || !self.opens,
            // „…“, “…“, and »…« turned round.
            Side::Opens => self.closes || open.shape == '„' && !self.opens,
            Side::Either => !self.opens,
        }
    }

    /// Whether it can open a quote where none of its family is open.
    fn can_open(&self) -> bool {
        match self.side {
            Side::Opens => true,
            Side::Closes => self.opens,
            Side::Either => self.family == Family::Straight && !self.closes || self.opens,
        }
    }
}

/// The mark of quotation that token `idx` is.
fn mark(view: &TokenView<'_>, block: &Tokens, idx: usize) -> Option<Mark> {
    let shown = view.shown(idx);
    let mut letters = shown.chars();
    let shape = letters.next()?;
    let (family, side) = match shape {
        '«' | '‹' | '《' => (Family::Guillemet, Side::Opens),
        '»' | '›' | '》' => (Family::Guillemet, Side::Closes),
        '“' | '„' | '‟' => (Family::Curly, Side::Opens),
        '”' => (Family::Curly, Side::Closes),
        '"' | '″' | '＂' => (Family::Straight, Side::Either),
        '‘' | '‚' => (Family::Single, Side::Opens),
        '’' => (Family::Single, Side::Closes),
        '\'' => (Family::Apostrophe, Side::Either),
        '<' if shown == "<<" => (Family::Guillemet, Side::Opens),
        '>' if shown == ">>" => (Family::Guillemet, Side::Closes),
        _ => return None,
    };
    // A run of the same mark is a line or an empty quote; two are one mark typed twice.
    if letters.nth(1).is_some() {
        return None;
    }
    let glued =
        |idx: usize| block.contains(&idx) && view.token(idx).is_some_and(|token| token.glued);
    let (before, behind) = (glued(idx), glued(idx + 1));
    // Behind a bracket or another mark, or before a full stop, as behind or before a space.
    let before = before && !opens_bracket(view.shown(idx - 1));
    let behind = behind && !ends_something(view.shown(idx + 1));
    Some(Mark {
        token: idx,
        family,
        side,
        shape,
        opens: !before && behind,
        closes: before && !behind,
    })
}

fn opens_bracket(shown: &str) -> bool {
    shown.starts_with(['(', '[', '«', '“', '"', ':', '‘', '،'])
}

fn ends_something(shown: &str) -> bool {
    shown.starts_with([
        ')', ']', '»', '”', '.', '،', ',', '؛', ';', ':', '!', '؟', '?', '…',
    ])
}

/// Quotes that stand in no other, in order.
fn outermost(mut found: Vec<Quote>) -> Vec<Quote> {
    found.sort_by_key(|quote| (quote.open, std::cmp::Reverse(quote.end)));
    let mut end = 0;
    found.retain(|quote| {
        let outside = quote.open >= end;
        if outside {
            end = end.max(quote.end);
        }
        outside
    });
    found
}
