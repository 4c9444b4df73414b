//! Related headlines: one by one behind their label, or fused.

use super::front::at_line_start;
use super::furniture::is_relative_time;
use super::fused::take_apart;
use super::menu::is_menu;
use super::page::Tokens;
use super::piece::{BULLETS, Piece};
use super::story::Reader;
use crate::article::BlockKind;
use crate::boundary::Tail;
use crate::lang::{LabelForm, LabelRole};
use crate::pipeline::segment::TokenKind;

/// Words of a heading above a list.
const MAX_HEADING_WORDS: usize = 4;
/// Share of words with the story under which a line speaks of something else.
const FOREIGN_SHARE: f32 = 0.34;

impl Reader<'_, '_> {
    /// Whether the short line `idx` heads a list of headlines though no pack knows it: it ends
    /// with a colon, or stands behind the text above several, and what follows speaks of other
    /// things than the story.
    pub(super) fn heads_list(&self, pieces: &[Piece], idx: usize, behind_text: bool) -> bool {
        let page = self.page;
        let Some(piece) = pieces.get(idx).filter(|piece| {
            piece.label.is_none()
                && (1..=MAX_HEADING_WORDS).contains(&piece.n_words)
                && piece.dates.is_empty()
                && at_line_start(page, piece)
        }) else {
            return false;
        };
        let colon = page.is_mark(piece.tokens.end - 1, &[':']);
        let foreign = |piece: &Piece| {
            piece.label.is_none()
                && (4..=24).contains(&piece.n_words)
                && !piece.is_prose()
                && !piece.ends_with_full_stop
                && piece.dates.is_empty()
                && !is_menu(page, piece)
                && self.keys.share(&piece.value, &self.story_counts) < FOREIGN_SHARE
        };
        let headlines = pieces
            .get(idx + 1..)
            .unwrap_or_default()
            .iter()
            .filter(|piece| !piece.is_date_line() && !is_relative_time(page, piece))
            .take_while(|piece| foreign(piece))
            .take(2)
            .count();
        !page.is_mark(piece.tokens.start, &['-', '•', '*'])
            && (colon && headlines >= 1 || behind_text && !colon && headlines >= 2)
    }

    /// A related label with its value, or a line of a related list.
    /// Gives the start of body text where that is fused behind the headlines.
    pub(super) fn read_related(&mut self, piece: &mut Piece, tail: Tail) -> Option<usize> {
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
    pub(super) fn without_marks(&self, tokens: Tokens) -> Tokens {
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
    pub(super) fn without_dates(&self, tokens: &Tokens) -> Tokens {
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
}

/// In a list of headlines "watch: …" opens one of them; it announces no list of its own.
pub(super) fn unlabel(piece: &mut Piece) {
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

/// A label of related headlines on a line of its own.
pub(super) fn announces_list(piece: &Piece) -> bool {
    piece.label_role() == Some(LabelRole::Related) && piece.value.is_empty()
}

/// Headlines of others are seldom this long together without body text behind them.
pub(super) fn related_tail(piece: &Piece) -> Tail {
    if piece.is_prose() && (piece.ends_with_full_stop || piece.n_words > 30) {
        Tail::Announced
    } else {
        Tail::Nothing
    }
}
