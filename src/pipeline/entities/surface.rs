//! [`Surface`]: a name without what is only written together with it.
//!
//! An attached conjunction or preposition is no part of a name: «وبغداد» is و and بغداد. A
//! definite article is. Whether a first letter is a particle is told from how frequent the word
//! is with and without it, and from the lists that know one of the two.

use super::context::{Context, Tokens};
use crate::lang::{Cut, TermClass};
use crate::text::{Normalized, Span};

/// The words of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Surface {
    /// Where they stand, clitics left outside.
    pub(super) span: Span<Normalized>,
    /// Folded words, those of one written word (hyphens, apostrophes) together.
    pub(super) words: Vec<String>,
    /// Letters that writing dropped at the front: «للعراق» names العراق.
    pub(super) restored: String,
}

impl Surface {
    /// Takes a clitic off the front: off token `idx`, with which the name begins.
    pub(super) fn cut(&mut self, context: &Context<'_>, idx: usize, cut: Cut<'_>) {
        let folded = context.view.folded(idx);
        if let Some(first) = self.words.first_mut() {
            *first = cut.apply(folded);
        }
        cut.restore.clone_into(&mut self.restored);
        let start = self.span.start() + context.view.shown_bytes(idx, cut.bytes);
        self.span = Span::new(start, self.span.end());
    }

    /// Takes back what was cut off the front of token `idx`, with which the name begins.
    pub(super) fn uncut(&mut self, context: &Context<'_>, idx: usize) {
        if let Some(first) = self.words.first_mut() {
            context.view.folded(idx).clone_into(first);
        }
        self.restored.clear();
        if let Some(token) = context.view.token(idx) {
            self.span = Span::new(token.span.start(), self.span.end());
        }
    }

    /// The folded name.
    pub(super) fn key(&self) -> String {
        self.words.join(" ")
    }
}

/// What a list knows of a word counts so much; frequencies are logarithms to base 2.
const LISTED: i32 = 4;
/// A reading with a clitic must be so much better than the word as it stands.
const MARGIN: i32 = 1;

/// The name on `tokens`, a person's or not; `None` when no word is in it.
pub(super) fn surface(context: &Context<'_>, tokens: &Tokens, person: bool) -> Option<Surface> {
    let span = context.view.span(tokens);
    let mut words: Vec<String> = Vec::new();
    let mut joined = false;
    let mut restored = String::new();
    let mut start = span.start();
    for idx in tokens.clone() {
        let glued = idx > tokens.start && context.view.token(idx).is_some_and(|token| token.glued);
        if !context.view.has_letters(idx) {
            joined = glued;
            continue;
        }
        let folded = context.view.folded(idx);
        match words.last_mut() {
            Some(last) if joined && glued => {
                last.push('-');
                last.push_str(folded);
            }
            None => {
                let clitic = cut(context, idx);
                let clitic = clitic.filter(|cut| !person || leaves_name(context, folded, cut));
                if let Some(cut) = clitic {
                    words.push(cut.apply(folded));
                    restored.push_str(cut.restore);
                    start += context.view.shown_bytes(idx, cut.bytes);
                } else {
                    let (front, _) = written_on(context, idx);
                    words.push(folded.get(front..).unwrap_or(folded).to_owned());
                    start += context.view.shown_bytes(idx, front);
                }
            }
            Some(_) => words.push(folded.to_owned()),
        }
        joined = false;
    }
    let mut end = span.end();
    if let Some(last) = tokens.clone().next_back()
        && let (_, back) = written_on(context, last)
        && back > 0
        && let Some(word) = words.last_mut().filter(|word| word.len() > back)
    {
        word.truncate(word.len() - back);
        end -= shown_back(context, last, back);
    }
    (!words.is_empty()).then(|| Surface {
        span: Span::new(start, end),
        words,
        restored,
    })
}

/// Folded bytes that stand at the front and at the end of token `idx` with an apostrophe and are
/// no part of a name: «d'Abidjan», «Kenya's».
pub(super) fn written_on(context: &Context<'_>, idx: usize) -> (usize, usize) {
    let folded = context.view.folded(idx);
    let conventions = context.conventions;
    let fits = |length: usize| length < folded.len();
    let front = conventions
        .elided
        .iter()
        .find(|front| fits(front.len()) && folded.starts_with(front.as_str()));
    let back = conventions
        .possessive
        .iter()
        .find(|back| fits(back.len()) && folded.ends_with(back.as_str()));
    (front.map_or(0, String::len), back.map_or(0, String::len))
}

/// Bytes of the token as shown that its last folded bytes stand for.
fn shown_back(context: &Context<'_>, idx: usize, folded: usize) -> u32 {
    let all = context.view.folded(idx).len();
    let shown = u32::try_from(context.view.shown(idx).len()).unwrap_or_default();
    shown.saturating_sub(context.view.shown_bytes(idx, all.saturating_sub(folded)))
}

/// The clitics to take off token `idx`, if any.
pub(super) fn cut<'c>(context: &Context<'c>, idx: usize) -> Option<Cut<'c>> {
    let folded = context.view.folded(idx);
    let mut cuts = Vec::new();
    context.view.cuts(folded, &mut cuts);
    if cuts.is_empty() {
        return None;
    }
    let mut best = worth(context, folded) + listed(context, idx, 0);
    let mut chosen = None;
    let mut reading = String::new();
    for cut in cuts.into_iter().filter(|cut| !cut.particle) {
        reading.clear();
        reading.push_str(cut.restore);
        reading.push_str(folded.get(cut.bytes..).unwrap_or_default());
        let score = worth(context, &reading) + listed(context, idx, cut.bytes) - MARGIN;
        if score > best {
            best = score;
            chosen = Some(cut);
        }
    }
    chosen
}

/// Whether what a cut leaves of a word opens a person's name rather than the word: «كوفي» is no ك
/// before «وفي».
fn leaves_name(context: &Context<'_>, folded: &str, cut: &Cut<'_>) -> bool {
    let strength = |word: &str| context.knowledge.packs.names.person_strength(word);
    strength(&cut.apply(folded)) > strength(folded) || strength(folded) == 0 && cut.conjunction
}

/// How well known a folded word is.
fn worth(context: &Context<'_>, folded: &str) -> i32 {
    let frequency = context.knowledge.vocabulary.frequency(folded);
    let strength = context.knowledge.packs.names.person_strength(folded);
    frequency.map_or(-1, i32::from) + i32::from(strength)
}

/// What the lists say of a name that starts in token `idx` behind so many folded bytes.
fn listed(context: &Context<'_>, idx: usize, bytes: usize) -> i32 {
    let names = |class| matches!(class, TermClass::Place | TermClass::KnownName { .. });
    let found = context.view.terms_at(idx).any(|(found, term)| {
        let inside = context.view.token(idx).map_or(0, |token| {
            found.span.start().saturating_sub(token.span.start())
        });
        names(term.class) && inside == context.view.shown_bytes(idx, bytes)
    });
    if found { LISTED } else { 0 }
}
