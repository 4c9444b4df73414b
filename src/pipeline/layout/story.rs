//! One article on the page: which piece is what, and the fields read from them.
//!
//! In: the pieces of a page, or of an article embedded in one. Out: an [`Article`] whose
//! blocks partition its span. The order of the steps is the order of certainty: first the
//! body, then the headline that speaks of it, then what stands between, inside and behind.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::assemble::assemble;
use super::body::find_body;
use super::byline::byline;
use super::dateline::opening;
use super::embedded::find_embedded;
use super::fields::{self, DateCandidate, Draft};
use super::front::at_line_start;
use super::fused::take_apart;
use super::headline::{find_headline, is_menu, repeated_lines};
use super::keywords::split_keywords;
use super::overlap::ContentKeys;
use super::page::{Page, Tokens};
use super::piece::{BULLETS, Piece};
use crate::article::{Article, BlockKind, Dateline, Diagnostic, DiagnosticKind};
use crate::boundary::{Context, Tail};
use crate::lang::{LabelForm, LabelRole, TermClass};
use crate::pipeline::segment::TokenKind;
use crate::text::{Source, Span};

/// Words of a section's name that no list has.
const MAX_SECTION_WORDS: usize = 4;
/// A body with fewer words makes no article.
const MIN_BODY_WORDS: usize = 12;
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

struct Reader<'r, 'p> {
    page: &'r Page<'p>,
    keys: &'r ContentKeys,
    repeats: FxHashMap<&'p str, u32>,
    draft: Draft,
    /// Words of the story, for telling its lead from headlines of others.
    context: Option<Context>,
    /// Where the story's own words stand.
    story: Vec<Tokens>,
}

impl Reader<'_, '_> {
    /// Reads the pieces before the first embedded article.
    fn read_main(&mut self, pieces: &mut [Piece]) {
        let body = find_body(pieces);
        let words: usize = body
            .clone()
            .and_then(|body| pieces.get(body))
            .map_or(0, |body| body.iter().map(|piece| piece.n_words).sum());
        let Some(body) = body.filter(|_| words >= MIN_BODY_WORDS) else {
            self.read_tail(pieces, 0);
            self.draft.not_an_article = true;
            return;
        };
        let choice = find_headline(self.page, pieces, &body, self.keys);
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
        self.context = Some(context);
    }

    /// What stands above the headline: menus, mastheads, tickers, sections.
    fn read_top(&mut self, pieces: &mut [Piece], range: Range<usize>) {
        let end = range.end;
        let mut listing = false;
        for idx in range {
            let in_menu = in_menu(self.page, pieces, idx);
            let masthead = idx
                .checked_sub(1)
                .and_then(|idx| pieces.get(idx))
                .is_some_and(|label| {
                    label.label_role() == Some(LabelRole::MastheadPerson) && label.value.is_empty()
                });
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if masthead && piece.label.is_none() && piece.n_words <= 8 {
                piece.set(BlockKind::Navigation, "navigation/masthead", 0.9);
                continue;
            }
            if piece.is_decided() {
                continue;
            }
            let near = end - idx <= 3;
            // A name has seldom four words; a headline in a list has.
            if listing
                && piece.label.is_none()
                && piece.n_words >= 4
                && piece.dates.is_empty()
                && !is_menu(self.page, piece)
            {
                self.read_related(piece, Tail::Nothing);
                continue;
            }
            listing = piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
                || listing && (piece.is_date_line() || is_relative_time(self.page, piece));
            if self.read_common(piece, idx, Zone::Top { near }, in_menu) {
                continue;
            }
            let kicker = end - idx == 1
                && (3..=12).contains(&piece.n_words)
                && !piece.ends_with_stop
                && !piece.tokens.clone().any(|idx| {
                    self.page
                        .is_mark(idx, &['|', '/', '\\', '>', '›', '»', '<'])
                });
            if kicker && self.draft.alternative_headline.is_none() {
                self.draft.alternative_headline =
                    Some(self.page.field(&piece.value, "headline/kicker", 0.7));
                piece.set(BlockKind::AlternativeHeadline, "headline/kicker", 0.7);
                continue;
            }
            piece.set(BlockKind::Navigation, "navigation/above-headline", 0.8);
        }
        self.claim_next_lines(pieces, 0..end);
    }

    fn share_with_headline(&self, tokens: &Tokens) -> f32 {
        let mut counts = FxHashMap::default();
        if let Some(headline) = &self.draft.headline_tokens {
            self.keys.count_into(headline, &mut counts);
        }
        self.keys.share(tokens, &counts)
    }

    /// What stands between headline and body.
    fn read_metadata(&mut self, pieces: &mut [Piece], range: Range<usize>) {
        let (first, last) = (range.start, range.end);
        let mut listing = false;
        for idx in range.clone() {
            let duplicate = self.is_doubled(pieces, idx);
            // A line between headline and byline or date speaks for the story as a whole.
            let before_byline = pieces.get(idx + 1).is_some_and(|next| {
                next.is_date_line()
                    || matches!(
                        next.label_role(),
                        Some(LabelRole::DatePublished | LabelRole::Author)
                    )
            });
            let above_byline = idx == first
                && pieces.get(idx + 1).is_some_and(|next| {
                    next.n_words <= 12
                        && byline(self.page, &next.value, false, "byline/line").is_some()
                });
            let in_menu = in_menu(self.page, pieces, idx);
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if piece.is_decided() {
                continue;
            }
            if self.is_headline_again(piece) {
                piece.set(BlockKind::Headline, "headline/again", 0.9);
                continue;
            }
            if piece.label_role() == Some(LabelRole::Related) {
                listing = true;
                self.read_related(piece, related_tail(piece));
                continue;
            }
            // A name has seldom four words; a headline in a list has.
            let listed =
                listing && piece.label.is_none() && piece.n_words >= 4 && piece.dates.is_empty();
            if !listed && self.read_common(piece, idx, Zone::Metadata, in_menu) {
                listing = false;
                continue;
            }
            let place = (idx + 1 == last)
                .then(|| {
                    self.page
                        .term_end(piece.value.start, |class| class == TermClass::Place)
                })
                .flatten()
                .filter(|&end| end == piece.value.end && self.draft.dateline.is_none());
            if place.is_some() {
                // A place alone on the line above the text.
                self.draft.dateline = Some(Dateline {
                    place: self.page.field(&piece.value, "dateline/line", 0.8),
                    agency: None,
                    span: self.page.source_span(&piece.value),
                });
                piece.set(BlockKind::Dateline, "dateline/line", 0.8);
            } else if listing && piece.n_words >= 3 {
                self.read_related(piece, Tail::Nothing);
            } else if duplicate {
                piece.set(BlockKind::Caption, "caption/doubled", 0.85);
            } else if idx == first
                && (3..=30).contains(&piece.n_words)
                && self.draft.alternative_headline.is_none()
                && (before_byline
                    || self.share_with_headline(&piece.value) >= 0.15
                    || self.is_deck(piece, above_byline))
            {
                self.draft.alternative_headline =
                    Some(self.page.field(&piece.value, "headline/below", 0.7));
                piece.set(BlockKind::AlternativeHeadline, "headline/below", 0.7);
            } else if piece.n_words <= 3 {
                piece.set(BlockKind::Navigation, "navigation/below-headline", 0.6);
            } else {
                piece.set(BlockKind::Caption, "caption/before-body", 0.6);
            }
        }
        self.claim_next_lines(pieces, range);
    }

    /// A sentence right below the headline that speaks of the story.
    fn is_deck(&self, piece: &Piece, above_byline: bool) -> bool {
        let mut counts = FxHashMap::default();
        for tokens in self.story.iter().take(6) {
            self.keys.count_into(tokens, &mut counts);
        }
        let reports = piece.value.clone().any(|idx| {
            self.page
                .term_end(idx, |class| class == TermClass::ReportVerb)
                .is_some()
        });
        piece.n_words >= 5
            && (reports || above_byline)
            && piece.dates.is_empty()
            && self.keys.smoothed_share(&piece.value, &counts) >= 0.3
    }

    fn is_headline_again(&self, piece: &Piece) -> bool {
        self.draft.headline_tokens.as_ref().is_some_and(|headline| {
            self.page.folded_slice(headline) == self.page.folded_slice(&piece.value)
        })
    }

    /// The same line stands right before or behind: picture text and caption.
    fn is_doubled(&self, pieces: &[Piece], idx: usize) -> bool {
        let Some(piece) = pieces.get(idx).filter(|piece| piece.n_words >= 2) else {
            return false;
        };
        let text = self.page.folded_slice(&piece.value);
        self.repeats.get(text).is_none_or(|&n| n > 1)
            && [idx.wrapping_sub(2), idx.wrapping_sub(1), idx + 1, idx + 2]
                .iter()
                .any(|&other| {
                    pieces
                        .get(other)
                        .is_some_and(|other| self.page.folded_slice(&other.value) == text)
                })
    }

    fn read_body(&mut self, pieces: &mut [Piece], range: Range<usize>, headline_missing: bool) {
        let first = range.start;
        let mut listing = false;
        // A label on a line of its own announces more than one headline.
        let mut open_list = false;
        for idx in range.clone() {
            let doubled = self.is_doubled(pieces, idx);
            // The label may stand right above the body.
            let behind_label = idx
                .checked_sub(1)
                .and_then(|label| pieces.get(label))
                .is_some_and(announces_list);
            let next_is_prose = pieces
                .get(idx + 1)
                .is_some_and(|next| idx + 1 < range.end && next.is_prose());
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if piece.is_decided() {
                continue;
            }
            if open_list {
                unlabel(piece);
            }
            open_list = piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
                || open_list && piece.label.is_none() && !piece.is_prose();
            if piece.label_role() == Some(LabelRole::Related) {
                let tail = related_tail(piece);
                let lead = self.read_related(piece, tail);
                listing = lead.is_none();
                if let Some(lead) = lead {
                    let end = piece.tokens.end;
                    self.read_paragraph(piece, lead..end, idx == first);
                }
                continue;
            }
            if behind_label && piece.label.is_none() && piece.is_prose() {
                let tail = if piece.ends_with_full_stop {
                    Tail::Unknown
                } else {
                    Tail::Announced
                };
                let lead = self.read_related(piece, tail);
                listing = lead.is_none();
                if let Some(lead) = lead {
                    let end = piece.tokens.end;
                    self.read_paragraph(piece, lead..end, idx == first);
                }
                continue;
            }
            if idx == first && headline_missing && piece.label.is_none() {
                self.read_fused_headline(piece);
                listing = false;
                continue;
            }
            if (piece.is_prose() && !listed_headline(piece, listing))
                || (sentence(piece, listing) && piece.label.is_none())
            {
                if let Some(role) = piece
                    .label_role()
                    .filter(|role| is_furniture(*role) && piece.n_words < 28)
                {
                    self.label_only(piece, role);
                    continue;
                }
                listing = false;
                let tokens = piece.tokens.clone();
                let value = match piece.label_role() {
                    Some(
                        LabelRole::Summary
                        | LabelRole::Advertisement
                        | LabelRole::Share
                        | LabelRole::Follow,
                    ) => {
                        piece.push(
                            tokens.start..piece.value.start,
                            BlockKind::Label,
                            "label/opens",
                            0.8,
                        );
                        piece.value.clone()
                    }
                    _ => tokens,
                };
                self.read_paragraph(piece, value, idx == first);
                continue;
            }
            // A name has seldom four words; a headline in a list has.
            let listed =
                listing && piece.label.is_none() && piece.n_words >= 4 && piece.dates.is_empty();
            // "Read more" alone on its line stands above a link, as a label does.
            let read_more =
                piece.label_role() == Some(LabelRole::ReadMore) && piece.value.is_empty();
            if !listed && self.read_common(piece, idx, Zone::Body, true) {
                listing = read_more;
                continue;
            }
            if listing && is_relative_time(self.page, piece) {
                piece.set(BlockKind::Date, "date/related", 0.6);
            } else if listing && piece.n_words >= 3 {
                self.read_related(piece, Tail::Nothing);
            } else if doubled {
                piece.set(BlockKind::Caption, "caption/doubled", 0.85);
            } else if let Some(kind) = self.turn(piece) {
                piece.set(kind, "interview/turn", 0.8);
            } else if next_is_prose && piece.n_words <= 14 {
                piece.set(BlockKind::Subheading, "subheading/above-prose", 0.75);
            } else {
                piece.set(BlockKind::Paragraph, "paragraph/in-body", 0.7);
            }
        }
        answers(pieces.get_mut(range.clone()).unwrap_or_default());
        self.claim_next_lines(pieces, range);
    }

    /// A question or an answer of an interview.
    fn turn(&self, piece: &Piece) -> Option<BlockKind> {
        let first = self
            .page
            .trim(piece.value.clone(), |idx| self.page.is_mark(idx, BULLETS))
            .start;
        let marked = self
            .page
            .terms_at(first)
            .find_map(|(found, term)| match term.class {
                TermClass::InterviewTurn { question }
                    if found.at_end
                        && self.page.is_mark(found.end as usize, &[':', '-', '–', '/']) =>
                {
                    Some(question)
                }
                _ => None,
            });
        match marked {
            Some(true) => Some(BlockKind::Question),
            Some(false) => Some(BlockKind::Answer),
            None if first > piece.value.start
                && piece
                    .value
                    .end
                    .checked_sub(1)
                    .is_some_and(|idx| self.page.is_mark(idx, &['?', '؟'])) =>
            {
                Some(BlockKind::Question)
            }
            None => None,
        }
    }

    /// One paragraph, the first of which may open with a dateline.
    fn read_paragraph(&mut self, piece: &mut Piece, tokens: Tokens, first: bool) {
        let mut start = tokens.start;
        if first && let Some(found) = opening(self.page, &tokens) {
            start = found.tokens.end;
            self.add_opening_date(&found.tokens);
            let kind = if found.dateline.is_some() {
                BlockKind::Dateline
            } else {
                BlockKind::Source
            };
            piece.push(found.tokens, kind, "dateline/lead", 0.95);
            if self.draft.dateline.is_none() {
                self.draft.dateline = found.dateline;
            }
            self.draft.lead_authors = found.authors;
            if let Some(credit) = found.credit {
                self.draft.lead_credit = Some(self.page.field(&credit, "source/lead", 0.7));
            }
        }
        let kind = self.turn(piece).unwrap_or(BlockKind::Paragraph);
        piece.push(start..tokens.end, kind, "paragraph/prose", 0.95);
    }

    /// `أديس أبابا 9 سبتمبر 2020 (شينخوا)`: a dateline may be all that dates the page.
    fn add_opening_date(&mut self, tokens: &Tokens) {
        let page = self.page;
        let dates =
            crate::pipeline::dates::find_dates(page.seg, tokens.clone(), page.packs, page.hints);
        for date in dates.into_iter().filter(|date| date.value.day.is_some()) {
            self.draft.date_candidates.push(DateCandidate {
                date,
                label: None,
                zone: fields::DateZone::Body,
                piece_idx: 0,
                distance: 0,
                alone: true,
            });
        }
    }

    /// The first line of a page without a headline of its own: headline and lead may be fused.
    fn read_fused_headline(&mut self, piece: &mut Piece) {
        let tokens = piece.tokens.clone();
        let stretch = take_apart(self.page, &tokens, Tail::Body, None);
        let lead = stretch
            .body
            .filter(|lead| !stretch.headlines.is_empty() && *lead > tokens.start);
        let Some(lead) = lead else {
            self.read_paragraph(piece, tokens, true);
            return;
        };
        let mut at = tokens.start;
        for headline in &stretch.headlines {
            let end = headline.end.min(lead);
            if self.draft.headline.is_none() {
                self.draft.headline = Some(self.page.field(
                    headline,
                    "headline/fused",
                    stretch.confidence,
                ));
                self.draft.headline_tokens = Some(headline.clone());
                piece.push(
                    at..end,
                    BlockKind::Headline,
                    "headline/fused",
                    stretch.confidence,
                );
            } else {
                piece.push(
                    at..end,
                    BlockKind::RelatedHeadline,
                    "related/fused",
                    stretch.confidence,
                );
                self.draft.related.push(self.page.field(
                    headline,
                    "related/fused",
                    stretch.confidence,
                ));
            }
            at = end;
        }
        self.read_paragraph(piece, lead..tokens.end, true);
    }

    /// A related label with its value, or a line of a related list.
    /// Gives the start of body text where that is fused behind the headlines.
    fn read_related(&mut self, piece: &mut Piece, tail: Tail) -> Option<usize> {
        if piece.label.is_some() {
            let label = piece.tokens.start..piece.value.start;
            piece.push(label, BlockKind::Label, "label/related", 0.9);
        }
        if piece.value.is_empty() {
            return None;
        }
        let stretch = take_apart(self.page, &piece.value, tail, self.context.as_ref());
        let end = stretch.body.unwrap_or(piece.value.end);
        let mut at = piece.value.start;
        for (position, headline) in stretch.headlines.iter().enumerate() {
            let until = stretch
                .headlines
                .get(position + 1)
                .map_or(end, |next| next.start);
            piece.push(
                at..until,
                BlockKind::RelatedHeadline,
                "related/list",
                stretch.confidence,
            );
            at = until;
            let clean = self.without_marks(self.without_dates(headline));
            if self.page.word_count(&clean) >= 2 {
                self.draft.related.push(self.page.field(
                    &clean,
                    "related/list",
                    stretch.confidence,
                ));
            }
        }
        if stretch.headlines.is_empty() && stretch.body.is_none() {
            piece.push(at..end, BlockKind::RelatedHeadline, "related/list", 0.5);
        }
        stretch.body
    }

    /// A headline of a list without its number, and without dots or brackets of the label.
    fn without_marks(&self, tokens: Tokens) -> Tokens {
        let page = self.page;
        let mut tokens = page.trim_bullets(tokens, BULLETS);
        if page.kind(tokens.start) == Some(TokenKind::Number)
            && page.is_mark(tokens.start + 1, &['-', '.', ')', '–', ':'])
            && page.token(tokens.start + 1).is_some_and(|mark| mark.glued)
            && page.token(tokens.start + 2).is_some_and(|word| !word.glued)
        {
            tokens.start += 2;
        }
        while tokens.start < tokens.end && page.is_mark(tokens.start, &['.', '…', ':', ')', ']'])
        {
            tokens.start += 1;
        }
        let opened = |marks: &[char]| tokens.clone().any(|idx| page.is_mark(idx, marks));
        if (page.is_mark(tokens.end - 1, &[')']) && !opened(&['(']))
            || (page.is_mark(tokens.end - 1, &[']']) && !opened(&['[']))
        {
            tokens.end -= 1;
        }
        page.trim_bullets(tokens, BULLETS)
    }

    /// A related headline without the date printed before or behind it.
    fn without_dates(&self, tokens: &Tokens) -> Tokens {
        let page = self.page;
        let dates =
            crate::pipeline::dates::find_dates(page.seg, tokens.clone(), page.packs, page.hints);
        let mut tokens = tokens.clone();
        for date in dates {
            if date.tokens.start <= tokens.start + 1 {
                tokens.start = date.tokens.end;
            } else if date.tokens.end + 1 >= tokens.end && date.value.time.is_some() {
                tokens.end = date.tokens.start;
            }
        }
        page.trim_bullets(tokens, BULLETS)
    }

    /// What can stand anywhere: labelled lines, dates, bylines, share bars, sections.
    /// False when it is none of these.
    fn read_common(&mut self, piece: &mut Piece, idx: usize, zone: Zone, in_menu: bool) -> bool {
        if let Some(role) = piece.label_role() {
            self.read_labelled(piece, idx, role, zone);
            return true;
        }
        if piece.is_date_line() {
            self.read_date_line(piece, idx, zone);
            return true;
        }
        if is_relative_time(self.page, piece) {
            piece.set(BlockKind::Date, "date/no-anchor", 0.8);
            return true;
        }
        if self.is_share_bar(piece) {
            piece.set(BlockKind::Share, "share/services", 0.9);
            return true;
        }
        if is_menu(self.page, piece) {
            piece.set(BlockKind::Navigation, "navigation/menu", 0.9);
            return true;
        }
        if let Some((section, breadcrumb)) = self.section(piece) {
            // A section among others is a menu; behind "home" it is where the page stands.
            let claims = breadcrumb || (self.draft.section.is_none() && !in_menu);
            if zone != Zone::Tail
                && claims
                && (breadcrumb || !matches!(zone, Zone::Top { near: false }))
            {
                self.draft.section = Some(self.page.field(&section, "section/line", 0.8));
                piece.set(BlockKind::Section, "section/line", 0.8);
            } else {
                piece.set(BlockKind::Navigation, "navigation/section", 0.8);
            }
            return true;
        }
        let may_be_byline = match zone {
            Zone::Top { near } => near,
            Zone::Metadata => true,
            Zone::Body => self.draft.authors.is_empty() && piece.n_words <= 6,
            Zone::Tail => {
                let slashed = piece
                    .value
                    .clone()
                    .any(|idx| self.page.is_mark(idx, &['/', '\\']));
                self.draft.authors.is_empty() && piece.n_words <= if slashed { 8 } else { 5 }
            }
        };
        if may_be_byline && piece.n_words <= 24 {
            let found = byline(self.page, &piece.value, false, "byline/line")
                // Above the headline an outlet is the site's own name.
                .filter(|found| {
                    !matches!(zone, Zone::Top { .. }) || fields::names_reporter(&found.authors)
                });
            if let Some(found) = found {
                self.draft.authors.extend(found.authors);
                piece.set(BlockKind::Byline, "byline/line", found.score);
                return true;
            }
        }
        false
    }

    fn read_labelled(&mut self, piece: &mut Piece, idx: usize, role: LabelRole, zone: Zone) {
        let value = piece.value.clone();
        match role {
            LabelRole::DatePublished | LabelRole::DateModified => {
                let labelled = Some(role);
                self.add_dates(piece, idx, labelled, zone);
                piece.set(BlockKind::Date, "date/labelled", 0.95);
                if value.is_empty() {
                    piece.set(BlockKind::Label, "label/date", 0.9);
                    self.draft.pending = Some((role, idx));
                }
            }
            LabelRole::Author => {
                let dates = std::mem::take(&mut piece.dates);
                let dates_start = dates.first().map_or(value.end, |date| date.tokens.start);
                let end = dates_start;
                piece.dates = dates;
                self.add_dates(piece, idx, None, zone);
                // "by … on": the small word belongs to the date.
                let end = (value.start..end)
                    .rev()
                    .find(|&idx| {
                        self.page
                            .term_end(idx, |class| {
                                matches!(class, TermClass::FunctionWord | TermClass::DateWord(_))
                            })
                            .is_none_or(|_| dates_start == value.end)
                    })
                    .map_or(end, |idx| idx + 1);
                let found = byline(self.page, &(value.start..end), true, "byline/labelled");
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/author", 0.9);
                } else {
                    if let Some(found) = found {
                        self.draft.authors.extend(found.authors);
                    }
                    piece.set(BlockKind::Byline, "byline/labelled", 0.9);
                }
            }
            LabelRole::Source => {
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/source", 0.9);
                } else {
                    self.add_source(&value, "source/labelled");
                    piece.set(BlockKind::Source, "source/labelled", 0.95);
                }
            }
            LabelRole::Keywords => {
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/keywords", 0.9);
                } else {
                    self.add_keywords(&value);
                    piece.set(BlockKind::Keywords, "keywords/labelled", 0.95);
                }
            }
            LabelRole::Section => {
                if value.is_empty() {
                    self.draft.pending = Some((role, idx));
                    piece.set(BlockKind::Label, "label/section", 0.9);
                } else {
                    let clean = fields::trim_value(self.page, &value);
                    if self.draft.section.is_none() && piece.n_words <= 6 {
                        self.draft.section = Some(self.page.field(&clean, "section/labelled", 0.9));
                    }
                    piece.set(BlockKind::Section, "section/labelled", 0.9);
                }
            }
            LabelRole::Related => {
                let tail = related_tail(piece);
                if let Some(lead) = self.read_related(piece, tail) {
                    let end = piece.tokens.end;
                    piece.push(lead..end, BlockKind::Other, "other/prose-behind", 0.5);
                }
            }
            other => self.label_only(piece, other),
        }
    }

    /// A label whose value fills no field.
    fn label_only(&mut self, piece: &mut Piece, role: LabelRole) {
        let kind = match role {
            LabelRole::Share | LabelRole::Follow => BlockKind::Share,
            LabelRole::Caption | LabelRole::CaptionCredit => BlockKind::Caption,
            LabelRole::Comments => BlockKind::Comment,
            LabelRole::Copyright => BlockKind::Copyright,
            LabelRole::Advertisement => BlockKind::Advertisement,
            LabelRole::ReadMore | LabelRole::Navigation | LabelRole::Statistics => {
                BlockKind::Navigation
            }
            LabelRole::Summary => BlockKind::AlternativeHeadline,
            LabelRole::DatePublished | LabelRole::DateModified => BlockKind::Date,
            LabelRole::Source => BlockKind::Source,
            LabelRole::Keywords => BlockKind::Keywords,
            LabelRole::Related => BlockKind::RelatedHeadline,
            LabelRole::Section => BlockKind::Section,
            LabelRole::Author
            | LabelRole::MastheadPerson
            | LabelRole::EndOfStory
            | LabelRole::NewsCode
            | LabelRole::Junk => BlockKind::Other,
        };
        if role == LabelRole::EndOfStory && self.read_agency_tag(piece) {
            return;
        }
        piece.parts.clear();
        let tokens = piece.tokens.clone();
        piece.push(tokens, kind, "label/furniture", 0.85);
    }

    fn add_source(&mut self, value: &Tokens, rule: &'static str) {
        if self.draft.source.is_none() {
            let clean = fields::trim_value(self.page, value);
            if !clean.is_empty() {
                self.draft.source = Some(self.page.field(&clean, rule, 0.95));
            }
        }
    }

    /// `--(بترا)`: a line behind the body that only names an agency or outlet credits it.
    fn read_agency_tag(&mut self, piece: &mut Piece) -> bool {
        let clean = self
            .signed_off(&piece.tokens)
            .unwrap_or_else(|| fields::trim_value(self.page, &piece.tokens));
        let names = self.page.terms_at(clean.start).any(|(found, term)| {
            found.at_end
                && found.end as usize == clean.end
                && matches!(term.class, TermClass::Agency | TermClass::Outlet)
        });
        let names = names || self.names_agencies(&clean);
        if !names || self.draft.source.is_some() {
            return false;
        }
        self.draft.source = Some(self.page.field(&clean, "source/agency-tag", 0.9));
        piece.set(BlockKind::Source, "source/agency-tag", 0.9);
        true
    }

    /// `أ.ح/ع.ج (رويترز، د ب أ)`: initials of editors, then the sources in brackets.
    fn signed_off(&self, tokens: &Tokens) -> Option<Tokens> {
        let page = self.page;
        let open = tokens.clone().find(|&idx| page.is_mark(idx, &['(']))?;
        let close = tokens
            .clone()
            .rev()
            .find(|&idx| page.is_mark(idx, &[')']))?;
        let initials = (tokens.start..open)
            .all(|idx| !page.is_word(idx) || page.shown(idx).chars().count() <= 2);
        (tokens.len() <= 40 && open < close && initials && close + 2 >= tokens.end)
            .then_some(open + 1..close)
    }

    /// Whether agencies and outlets, set apart by commas or bars, are all that stands there.
    fn names_agencies(&self, tokens: &Tokens) -> bool {
        let page = self.page;
        let mut idx = tokens.start;
        let mut n = 0;
        while idx < tokens.end {
            if let Some(end) = page.term_end(idx, |class| {
                matches!(class, TermClass::Agency | TermClass::Outlet)
            }) {
                n += 1;
                idx = end;
            } else if page.is_word(idx) {
                return false;
            } else {
                idx += 1;
            }
        }
        n > 0
    }

    fn add_keywords(&mut self, value: &Tokens) {
        for keyword in split_keywords(self.page, value, &self.story) {
            let field = self.page.field(&keyword, "keywords/labelled", 0.9);
            // Some pages print their tags twice.
            if self
                .draft
                .keywords
                .iter()
                .all(|other| other.text != field.text)
            {
                self.draft.keywords.push(field);
            }
        }
    }

    /// A line right behind the text that holds nothing but what the story calls its things.
    fn is_tag_line(&self, piece: &Piece, behind_text: bool) -> bool {
        let page = self.page;
        if !behind_text
            || !self.draft.keywords.is_empty()
            || !(3..=24).contains(&piece.n_words)
            || piece.ends_with_stop
            || !at_line_start(page, piece)
        {
            return false;
        }
        let sentence = piece.value.clone().any(|idx| {
            page.term_end(idx, |class| {
                matches!(class, TermClass::ReportVerb | TermClass::FunctionWord)
            })
            .is_some()
        });
        let mut counts = FxHashMap::default();
        for tokens in &self.story {
            self.keys.count_into(tokens, &mut counts);
        }
        !sentence
            && self.keys.share(&piece.value, &counts) >= 0.99
            && self.keys.smoothed_share(&piece.value, &counts) >= 0.6
    }

    fn add_dates(&mut self, piece: &Piece, idx: usize, label: Option<LabelRole>, zone: Zone) {
        for (position, date) in piece.dates.iter().enumerate() {
            // "published D1 - updated D2": the word before a date says which it is.
            let own = (1..=3)
                .filter_map(|back| date.tokens.start.checked_sub(back))
                .take_while(|at| *at >= piece.tokens.start)
                .find_map(|at| {
                    self.page
                        .terms_at(at)
                        .find_map(|(found, term)| match term.class {
                            TermClass::Label {
                                role: role @ (LabelRole::DatePublished | LabelRole::DateModified),
                                ..
                            } if found.at_end && found.end as usize <= date.tokens.start => {
                                Some(role)
                            }
                            _ => None,
                        })
                });
            let label = own.or(label.filter(|_| position == 0));
            self.draft.date_candidates.push(DateCandidate {
                date: date.clone(),
                label,
                zone: zone.rank(),
                piece_idx: idx,
                distance: 0,
                alone: piece.is_date_line(),
            });
        }
    }

    /// A line that is little more than a date: the rest may be a byline or a section.
    fn read_date_line(&mut self, piece: &mut Piece, idx: usize, zone: Zone) {
        self.add_dates(piece, idx, None, zone);
        let rule = "date/line";
        let mut rests = Vec::new();
        let mut at = piece.value.start;
        for date in &piece.dates {
            rests.push(at..date.tokens.start.max(at));
            at = date.tokens.end;
        }
        rests.push(at..piece.value.end);
        let mut byline_part: Option<Tokens> = None;
        if zone != (Zone::Top { near: false }) {
            for rest in rests {
                let rest = self.page.trim(rest, |idx| {
                    !self.page.is_word(idx) && !self.page.is_mark(idx, &['(', ')'])
                });
                if rest.is_empty() {
                    continue;
                }
                if let Some(dateline) = self.date_line_dateline(piece, &rest) {
                    self.draft.dateline.get_or_insert(dateline);
                    piece.set(BlockKind::Dateline, "dateline/date-line", 0.85);
                    return;
                }
                if let Some(section) = self
                    .section_of(&rest)
                    .filter(|_| self.draft.section.is_none())
                {
                    self.draft.section = Some(self.page.field(&section, "section/date-line", 0.7));
                } else if let Some(found) = byline(self.page, &rest, false, "byline/date-line") {
                    self.draft.authors.extend(found.authors);
                    byline_part = Some(rest);
                }
            }
        }
        match byline_part {
            Some(part) if part.start == piece.tokens.start => {
                let all = piece.tokens.clone();
                piece.push(
                    all.start..part.end,
                    BlockKind::Byline,
                    "byline/date-line",
                    0.8,
                );
                piece.push(part.end..all.end, BlockKind::Date, rule, 0.9);
            }
            Some(part) => {
                let all = piece.tokens.clone();
                piece.push(all.start..part.start, BlockKind::Date, rule, 0.9);
                piece.push(
                    part.start..all.end,
                    BlockKind::Byline,
                    "byline/date-line",
                    0.8,
                );
            }
            None => piece.set(BlockKind::Date, rule, 0.9),
        }
    }

    /// `الرياض 20 شعبان 1444 هـ واس`: a place before the date and an agency behind it.
    fn date_line_dateline(&self, piece: &Piece, first: &Tokens) -> Option<Dateline> {
        const RULE: &str = "dateline/date-line";
        let page = self.page;
        let place_end = page.term_end(first.start, |class| class == TermClass::Place)?;
        let last = page.trim(piece.value.clone(), |idx| !page.is_word(idx)).end;
        let agency = (last.saturating_sub(6)..last).find(|&idx| {
            page.terms_at(idx).any(|(found, term)| {
                found.at_end && found.end as usize == last && term.class == TermClass::Agency
            })
        })?;
        let dated = piece
            .dates
            .first()
            .is_some_and(|date| date.tokens.start >= place_end)
            && piece
                .dates
                .last()
                .is_some_and(|date| date.tokens.end <= agency);
        (first.start == piece.value.start && first.end <= agency && place_end >= first.end && dated)
            .then(|| Dateline {
                place: page.field(first, RULE, 0.9),
                agency: Some(page.field(&(agency..last), RULE, 0.9)),
                span: page.source_span(&piece.value),
            })
    }

    /// Names of share services make up the line.
    fn is_share_bar(&self, piece: &Piece) -> bool {
        let mut covered = 0;
        let mut idx = piece.value.start;
        if piece.n_words == 0 || piece.n_words > 24 {
            return false;
        }
        while idx < piece.value.end {
            match self
                .page
                .term_end(idx, |class| class == TermClass::ShareService)
            {
                Some(end) => {
                    covered += self.page.word_count(&(idx..end));
                    idx = end;
                }
                None => idx += 1,
            }
        }
        covered * 2 > piece.n_words
    }

    /// The section that a whole line names, and whether it is the last step of a breadcrumb.
    fn section(&self, piece: &Piece) -> Option<(Tokens, bool)> {
        let section = (piece.n_words <= 8)
            .then(|| self.section_of(&piece.value))
            .flatten();
        let Some(section) = section else {
            return self.breadcrumb_step(piece).map(|step| (step, true));
        };
        let breadcrumb = section.start > piece.value.start
            && (piece.value.start..section.start).any(|idx| {
                self.page.is_mark(idx, BULLETS) || self.page.is_mark(idx, &['/', '\\', '«', ':'])
            });
        Some((section, breadcrumb))
    }

    /// End of a section's name that an attached conjunction joins to the one before.
    fn and_section(&self, idx: usize) -> Option<usize> {
        let word = self.page.folded(idx);
        self.page
            .packs
            .attached_conjunctions
            .iter()
            .any(|conjunction| word.starts_with(conjunction.as_str()))
            .then(|| {
                self.page
                    .inner_terms(idx)
                    .filter(|(found, term)| found.at_end && term.class == TermClass::Section)
                    .map(|(found, _)| found)
                    .filter(|found| {
                        let start = self.page.token(idx).map_or(0, |token| token.span.start());
                        found.span.start() <= start + 2
                    })
                    .map(|found| found.end as usize)
                    .max()
            })
            .flatten()
    }

    /// The last short step of a path that begins with "home", whatever its words.
    fn breadcrumb_step(&self, piece: &Piece) -> Option<Tokens> {
        let page = self.page;
        let clean = page.trim_bullets(piece.tokens.clone(), BULLETS);
        let home = page.term_end(clean.start, |class| {
            matches!(
                class,
                TermClass::Label {
                    role: LabelRole::Navigation,
                    form: LabelForm::Line
                }
            )
        })?;
        let bar =
            |idx: usize| page.is_mark(idx, BULLETS) || page.is_mark(idx, &['/', '\\', '«', ':']);
        if home >= clean.end || !bar(home) || piece.is_prose() {
            return None;
        }
        let mut steps = Vec::new();
        let mut start = home;
        for idx in home..=clean.end {
            if idx == clean.end || bar(idx) {
                if start < idx {
                    steps.push(start..idx);
                }
                start = idx + 1;
            }
        }
        steps
            .into_iter()
            .rev()
            .find(|step| (1..=MAX_SECTION_WORDS).contains(&page.word_count(step)))
    }

    fn section_of(&self, tokens: &Tokens) -> Option<Tokens> {
        let page = self.page;
        let clean = page.trim(tokens.clone(), |idx| !page.is_word(idx));
        let mut last = None;
        let mut idx = clean.start;
        while idx < clean.end {
            if let Some(end) = page.term_end(idx, |class| class == TermClass::Section) {
                if end > clean.end {
                    return None;
                }
                last = Some(idx..end);
                idx = end;
            } else if let Some(end) = last.as_ref().and_then(|_| self.and_section(idx)) {
                // "health and science" is one section.
                if end > clean.end {
                    return None;
                }
                last = last.map(|first: Tokens| first.start..end);
                idx = end;
            } else if let Some(end) = last
                .as_ref()
                .and_then(|_| page.term_end(idx, |class| class == TermClass::Place))
                .filter(|&end| {
                    end <= clean.end && page.is_mark(idx - 1, &['|', '/', '>', '›', '»', '\\'])
                })
            {
                idx = end;
            } else if page.is_mark(idx, BULLETS) || page.is_mark(idx, &['/', ':', '\\']) {
                idx += 1;
            } else if let Some(end) = page.term_end(idx, |class| {
                matches!(
                    class,
                    TermClass::Label {
                        role: LabelRole::Navigation,
                        ..
                    }
                )
            }) {
                idx = end;
            } else {
                return None;
            }
        }
        last
    }

    /// Gives labels that stand alone the line that follows them.
    fn claim_next_lines(&mut self, pieces: &mut [Piece], range: Range<usize>) {
        let Some((role, label_idx)) = self.draft.pending.take() else {
            return;
        };
        if !range.contains(&label_idx) {
            return;
        }
        let Some(piece) = pieces.get_mut(label_idx + 1) else {
            return;
        };
        let value = piece.value.clone();
        if piece.label.is_some() || piece.is_prose() {
            return;
        }
        match role {
            LabelRole::Source if piece.n_words <= 8 => {
                self.add_source(&value, "source/next-line");
                piece.set(BlockKind::Source, "source/next-line", 0.9);
            }
            LabelRole::Author if piece.n_words <= 12 => {
                if !piece.is(BlockKind::Byline)
                    && let Some(found) = byline(self.page, &value, true, "byline/next-line")
                {
                    self.draft.authors.extend(found.authors);
                    piece.set(BlockKind::Byline, "byline/next-line", 0.85);
                }
            }
            LabelRole::DatePublished | LabelRole::DateModified => {
                for candidate in &mut self.draft.date_candidates {
                    if candidate.piece_idx == label_idx + 1 {
                        candidate.label = Some(role);
                    }
                }
            }
            LabelRole::Section if piece.n_words <= 6 && self.draft.section.is_none() => {
                self.draft.section = Some(self.page.field(&value, "section/next-line", 0.85));
                piece.set(BlockKind::Section, "section/next-line", 0.85);
            }
            _ => {}
        }
    }

    /// What stands behind the body (or a page without one).
    fn read_tail(&mut self, pieces: &mut [Piece], gap: usize) {
        let mut mode: Option<LabelRole> = None;
        let mut open_list = false;
        let mut behind_text = gap > 0;
        for idx in 0..pieces.len() {
            let doubled = self.is_doubled(pieces, idx);
            let Some(piece) = pieces.get_mut(idx) else {
                break;
            };
            if piece.is_decided() {
                continue;
            }
            if mode == Some(LabelRole::Related) && open_list {
                unlabel(piece);
            }
            if let Some(role) = piece.label_role() {
                let empty = piece.value.is_empty();
                open_list = empty;
                mode = Some(role);
                self.read_labelled(piece, idx, role, Zone::Tail);
                // One tag behind the label: the others may stand on lines of their own.
                let one_tag = role == LabelRole::Keywords && self.draft.keywords.len() == 1;
                if !empty && !one_tag && !matches!(role, LabelRole::Related | LabelRole::Comments) {
                    mode = None;
                }
                self.draft.pending = None;
                continue;
            }
            match mode {
                Some(LabelRole::Keywords) if piece.n_words <= 8 && !piece.ends_with_stop => {
                    self.add_keywords(&piece.value.clone());
                    piece.set(BlockKind::Keywords, "keywords/next-line", 0.85);
                }
                Some(LabelRole::Keywords) if piece.n_words > 8 && !piece.ends_with_stop => {
                    self.add_keywords(&piece.value.clone());
                    piece.set(BlockKind::Keywords, "keywords/next-line", 0.8);
                    mode = None;
                }
                Some(LabelRole::Source) if piece.n_words <= 8 => {
                    self.add_source(&piece.value.clone(), "source/next-line");
                    piece.set(BlockKind::Source, "source/next-line", 0.9);
                    mode = None;
                }
                Some(LabelRole::Author) if piece.n_words <= 12 => {
                    if let Some(found) = byline(self.page, &piece.value, true, "byline/next-line") {
                        self.draft.authors.extend(found.authors);
                    }
                    piece.set(BlockKind::Byline, "byline/next-line", 0.8);
                    mode = None;
                }
                Some(LabelRole::Section) if piece.n_words <= 6 => {
                    if self.draft.section.is_none() {
                        self.draft.section =
                            Some(self.page.field(&piece.value, "section/next-line", 0.8));
                    }
                    piece.set(BlockKind::Section, "section/next-line", 0.8);
                    mode = None;
                }
                Some(LabelRole::DatePublished | LabelRole::DateModified)
                    if !piece.dates.is_empty() =>
                {
                    self.add_dates(piece, idx, mode, Zone::Tail);
                    piece.set(BlockKind::Date, "date/next-line", 0.85);
                    mode = None;
                }
                Some(LabelRole::Comments) => {
                    piece.set(BlockKind::Comment, "comment/behind-label", 0.85);
                }
                // "Read more" alone on its line stands above links, as a label does.
                Some(LabelRole::ReadMore)
                    if piece.n_words >= 4
                        && !piece.is_date_line()
                        && !piece.ends_with_full_stop
                        && at_line_start(self.page, piece) =>
                {
                    mode = Some(LabelRole::Related);
                    self.read_related(piece, Tail::Nothing);
                }
                Some(LabelRole::Related) if is_relative_time(self.page, piece) => {
                    piece.set(BlockKind::Date, "date/related", 0.6);
                }
                Some(LabelRole::Related) if piece.n_words >= 3 && !piece.is_date_line() => {
                    self.read_related(piece, Tail::Nothing);
                }
                Some(LabelRole::Related) if piece.is_date_line() => {
                    piece.set(BlockKind::Date, "date/related", 0.6);
                }
                _ => {
                    if self.read_agency_tag(piece) {
                    } else if self.is_tag_line(piece, behind_text) {
                        self.add_keywords(&piece.value.clone());
                        piece.set(BlockKind::Keywords, "keywords/unlabelled", 0.6);
                    } else if self.is_headline_again(piece) {
                        piece.set(BlockKind::Headline, "headline/again", 0.8);
                    } else if self.read_common(piece, idx, Zone::Tail, true) {
                    } else if doubled {
                        piece.set(BlockKind::Caption, "caption/doubled", 0.6);
                    } else if piece.is_prose() {
                        piece.set(BlockKind::Other, "other/prose-behind", 0.5);
                    } else {
                        piece.set(BlockKind::Navigation, "navigation/behind", 0.7);
                    }
                }
            }
            behind_text &= piece.is(BlockKind::Source) || piece.is(BlockKind::Share);
        }
    }
}

/// Whether a line of a list is a headline though it is long.
fn listed_headline(piece: &Piece, listing: bool) -> bool {
    listing
        && piece.label.is_none()
        && !piece.ends_with_full_stop
        && piece.n_words <= 24
        && piece.n_commas == 0
}

/// A label of related headlines on a line of its own.
fn announces_list(piece: &Piece) -> bool {
    piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
}

/// In a list of headlines "watch: …" opens one of them; it announces no list of its own.
fn unlabel(piece: &mut Piece) {
    let opens_headline = piece.label.as_ref().is_some_and(|label| {
        label.form == LabelForm::Colon
            && matches!(
                label.role,
                LabelRole::Related | LabelRole::Caption | LabelRole::CaptionCredit
            )
    });
    if opens_headline && piece.n_words >= 3 {
        piece.label = None;
        piece.value = piece.tokens.clone();
    }
}

/// "44 minutes ago", which has no value where nobody said when the page was read.
fn is_relative_time(page: &Page<'_>, piece: &Piece) -> bool {
    let tokens = piece.value.clone();
    (2..=5).contains(&piece.n_words)
        && page
            .term_end(tokens.start, |class| {
                matches!(class, TermClass::Relative(_))
            })
            .is_some()
        && tokens.clone().skip(1).all(|idx| {
            page.kind(idx) == Some(TokenKind::Number)
                || page
                    .term_end(idx, |class| {
                        matches!(
                            class,
                            TermClass::TimeUnit { .. }
                                | TermClass::Numeral(_)
                                | TermClass::Relative(_)
                                | TermClass::DateWord(_)
                        )
                    })
                    .is_some()
        })
}

/// Whether a short line is a sentence of the body: in a list of headlines a question is one of them.
fn sentence(piece: &Piece, listing: bool) -> bool {
    piece.n_words >= 3
        && if listing {
            piece.ends_with_full_stop
        } else {
            piece.ends_with_stop
        }
}

/// Questions that make a text an interview.
const MIN_QUESTIONS: usize = 2;

/// In an interview, what stands behind a question answers it.
fn answers(pieces: &mut [Piece]) {
    let questions = pieces
        .iter()
        .filter(|piece| piece.is(BlockKind::Question))
        .count();
    if questions < MIN_QUESTIONS {
        return;
    }
    let mut asked = false;
    for part in pieces.iter_mut().flat_map(|piece| &mut piece.parts) {
        match part.kind {
            BlockKind::Question => asked = true,
            BlockKind::Paragraph if asked => {
                part.kind = BlockKind::Answer;
                part.rule = "interview/behind-question";
            }
            _ => {}
        }
    }
}

/// Whether the lines right around name sections too: the items of a menu.
fn in_menu(page: &Page<'_>, pieces: &[Piece], idx: usize) -> bool {
    let item = |idx: Option<usize>| {
        idx.and_then(|idx| pieces.get(idx)).is_some_and(|piece| {
            page.term_end(piece.value.start, |class| class == TermClass::Section)
                .is_some_and(|end| end == piece.value.end)
        })
    };
    item(idx.checked_sub(1)) || item(Some(idx + 1))
}

/// Headlines of others are seldom this long together without body text behind them.
fn related_tail(piece: &Piece) -> Tail {
    if piece.is_prose() && (piece.ends_with_full_stop || piece.n_words > 30) {
        Tail::Announced
    } else {
        Tail::Nothing
    }
}

fn is_furniture(role: LabelRole) -> bool {
    matches!(
        role,
        LabelRole::Share
            | LabelRole::Follow
            | LabelRole::Comments
            | LabelRole::Copyright
            | LabelRole::Advertisement
            | LabelRole::ReadMore
            | LabelRole::Navigation
            | LabelRole::Statistics
            | LabelRole::Caption
            | LabelRole::CaptionCredit
            | LabelRole::NewsCode
            | LabelRole::MastheadPerson
            | LabelRole::Junk
            | LabelRole::EndOfStory
    )
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
    fn rank(self) -> fields::DateZone {
        match self {
            Self::Top { near: false } => fields::DateZone::Masthead,
            Self::Top { near: true } => fields::DateZone::AboveHeadline,
            Self::Metadata => fields::DateZone::BelowHeadline,
            Self::Body => fields::DateZone::Body,
            Self::Tail => fields::DateZone::Tail,
        }
    }
}
