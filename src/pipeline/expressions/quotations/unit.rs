//! [`Unit`]: a stretch of text that is read as one sentence, quotes folded up.
//!
//! A sentence does not end inside quotation marks: «قال: «نعم. لا شك.» ومضى.» is one.

use super::marks::{Quote, quotes};
use crate::article::{Article, BlockKind};
use crate::pipeline::segment::TokenKind;
use crate::pipeline::tokens::{TokenView, Tokens};

/// What a unit is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// A word or number: its token.
    Word(usize),
    /// A mark or symbol: its token.
    Mark(usize),
    /// Everything in quotation marks, with the marks: which of [`Units::quotes`].
    Quote(usize),
    /// The rest, in this paragraph, of a quote opened in one before.
    Rest(usize),
}

/// A sentence.
#[derive(Debug)]
pub(super) struct Unit {
    /// In order.
    pub(super) elements: Vec<Element>,
    /// First token of each element, and one past the last token of all.
    bounds: Vec<usize>,
    /// It stands in a headline.
    pub(super) headline: bool,
}

/// The units of an article with its quotes.
#[derive(Debug)]
pub(super) struct Units {
    /// In the order of the text.
    pub(super) all: Vec<Unit>,
    /// The outermost quotes.
    pub(super) quotes: Vec<Quote>,
    /// All tokens that are read.
    pub(super) tokens: Tokens,
}

impl Unit {
    /// Tokens of the elements from `from` up to `to`.
    pub(super) fn tokens(&self, from: usize, to: usize) -> Tokens {
        let bound = |at: usize| self.bounds.get(at).or(self.bounds.last()).copied();
        bound(from).unwrap_or_default()..bound(to).unwrap_or_default()
    }

    /// The element that token `idx` is in; past the end, the number of elements.
    pub(super) fn position(&self, idx: usize) -> usize {
        let starts = self.bounds.get(..self.elements.len()).unwrap_or_default();
        starts.partition_point(|&start| start < idx)
    }

    /// The token of the word at `at`.
    pub(super) fn word(&self, at: usize) -> Option<usize> {
        match self.elements.get(at) {
            Some(Element::Word(token)) => Some(*token),
            _ => None,
        }
    }

    /// The mark at `at`.
    pub(super) fn mark<'c>(&self, view: &TokenView<'c>, at: usize) -> Option<&'c str> {
        match self.elements.get(at) {
            Some(Element::Mark(token)) => Some(view.shown(*token)),
            _ => None,
        }
    }

    /// The quote that begins at `at`.
    pub(super) fn quote(&self, at: usize) -> Option<usize> {
        match self.elements.get(at) {
            Some(Element::Quote(quote)) => Some(*quote),
            _ => None,
        }
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether a comma or dash stands at `at`.
    pub(super) fn is_comma(&self, view: &TokenView<'_>, at: usize) -> bool {
        self.mark(view, at)
            .is_some_and(|mark| matches!(mark, "،" | "," | "-" | "–" | "—" | "؛" | ";"))
    }

    /// Past the commas at `at`.
    pub(super) fn skip_commas(&self, view: &TokenView<'_>, mut at: usize) -> usize {
        while self.is_comma(view, at) {
            at += 1;
        }
        at
    }

    /// Before the commas and full stops that end at `end`.
    pub(super) fn trim_end(&self, view: &TokenView<'_>, from: usize, mut end: usize) -> usize {
        while end > from
            && (self.is_comma(view, end - 1)
                || self
                    .mark(view, end - 1)
                    .is_some_and(|mark| mark.starts_with(['.', ':', '۔', '('])))
        {
            end -= 1;
        }
        end
    }
}

/// The headline, sentences and captions of `article`.
pub(super) fn units(view: &TokenView<'_>, article: &Article) -> Units {
    let mut blocks = blocks(view, article);
    blocks.sort_by_key(|block| (block.tokens.start, block.tokens.end));
    // A field may stand inside another.
    let mut end = 0;
    blocks.retain_mut(|block| {
        block.tokens.start = block.tokens.start.max(end);
        end = end.max(block.tokens.end);
        !block.tokens.is_empty()
    });
    let mut starts: Vec<usize> = article
        .sentences
        .iter()
        .map(|sentence| view.tokens_of(sentence.span).start)
        .chain(blocks.iter().map(|block| block.tokens.start))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let tokens: Vec<Tokens> = blocks.iter().map(|block| block.tokens.clone()).collect();
    let quotes = quotes(view, &tokens, &starts);
    let mut units = Vec::new();
    for block in &blocks {
        cut(view, block, &starts, &quotes, &mut units);
    }
    let first = tokens.first().map_or(0, |block| block.start);
    Units {
        all: units,
        quotes,
        tokens: first..end.max(first),
    }
}

struct Block {
    tokens: Tokens,
    headline: bool,
}

fn blocks(view: &TokenView<'_>, article: &Article) -> Vec<Block> {
    let headlines = [&article.headline, &article.alternative_headline];
    let headlines = headlines
        .into_iter()
        .flatten()
        .map(|field| (field.span, true));
    let paragraphs = article
        .paragraphs
        .iter()
        .map(|paragraph| (paragraph.span, false));
    let captions = article
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Caption)
        .map(|block| (block.span, false));
    headlines
        .chain(paragraphs)
        .chain(captions)
        .map(|(span, headline)| {
            let mut tokens = view.tokens_of(span);
            let newline = |idx: usize| {
                let token = view.token(idx);
                token.is_some_and(|token| token.kind == TokenKind::Newline)
            };
            while !tokens.is_empty() && newline(tokens.end - 1) {
                tokens.end -= 1;
            }
            Block { tokens, headline }
        })
        .collect()
}

/// Cuts a block into units.
fn cut(
    view: &TokenView<'_>,
    block: &Block,
    starts: &[usize],
    quotes: &[Quote],
    units: &mut Vec<Unit>,
) {
    let mut unit = Unit::new(block);
    let mut idx = block.tokens.start;
    while idx < block.tokens.end {
        let at = quotes.partition_point(|quote| quote.end <= idx);
        let quote = quotes.get(at).filter(|quote| quote.open <= idx);
        if quote.is_none() && starts.binary_search(&idx).is_ok() && !unit.elements.is_empty() {
            units.push(unit.closed(idx));
            unit = Unit::new(block);
        }
        let (element, end) = match quote {
            Some(quote) if quote.open == idx => (Element::Quote(at), quote.end),
            Some(quote) => (Element::Rest(at), quote.end),
            None => {
                let word = view.has_letters(idx);
                let element = if word {
                    Element::Word(idx)
                } else {
                    Element::Mark(idx)
                };
                (element, idx + 1)
            }
        };
        // A quote that opens its sentence opens a unit too.
        if matches!(element, Element::Quote(_))
            && starts.binary_search(&idx).is_ok()
            && !unit.elements.is_empty()
        {
            units.push(unit.closed(idx));
            unit = Unit::new(block);
        }
        unit.elements.push(element);
        unit.bounds.push(idx);
        idx = end.min(block.tokens.end).max(idx + 1);
    }
    if !unit.elements.is_empty() {
        units.push(unit.closed(block.tokens.end));
    }
}

impl Unit {
    fn new(block: &Block) -> Self {
        Self {
            elements: Vec::new(),
            bounds: Vec::new(),
            headline: block.headline,
        }
    }

    fn closed(mut self, end: usize) -> Self {
        self.bounds.push(end);
        self
    }
}
