//! Line ends, spaces, invisible characters, presentation forms, left-over HTML entities.

use unicode_normalization::UnicodeNormalization;

use super::Layer;
use crate::article::DiagnosticKind;
use crate::text::{NormalizedTextBuilder, Span};

/// Names of entities and numeric references are shorter than this, with `&` and `;`.
const MAX_ENTITY: usize = 40;

/// What becomes of a character.
enum Action {
    Keep,
    Drop,
    Replace(&'static str),
    /// An Arabic presentation form: its letters stand for it.
    Compose,
}

/// Brings characters into the form that is shown.
pub(super) fn repair(text: &str) -> Layer {
    let mut layer = Layer::default();
    let Some(first) = first_change(text) else {
        return layer;
    };
    let mut writer = Writer {
        text,
        builder: NormalizedTextBuilder::with_capacity(text.len()),
        copied: 0,
        changed: false,
        ampersand: false,
        layer: &mut layer,
    };
    // The first change may be the end of a name whose start stands before it.
    for (offset, character) in text
        .char_indices()
        .skip_while(|&(offset, _)| offset < first)
    {
        writer.character(offset, character);
    }
    writer.flush(text.len());
    let Writer {
        builder, changed, ..
    } = writer;
    layer.text = changed.then(|| builder.finish());
    layer
}

/// Where the first character stands that may have to be changed: a quick look at bytes.
fn first_change(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut offset = 0;
    while let Some(&byte) = bytes.get(offset) {
        if suspect(byte) {
            let next = bytes.get(offset + 1).copied().unwrap_or_default();
            let certain = match byte {
                0xC2 => matches!(next, 0x80..=0xA0 | 0xAD),
                0xD8 => next == 0x9C,
                0xE2 => matches!(next, 0x80 | 0x81) && !is_plain_mark(bytes, offset),
                0xE1 => matches!(next, 0x9A | 0xA0),
                0xE3 => next == 0x80 && bytes.get(offset + 2) == Some(&0x80),
                _ => true,
            };
            if certain {
                return Some(offset);
            }
        }
        offset += 1;
    }
    None
}

/// Quotes, dashes, the ellipsis and ZWNJ: the common marks of the row U+2000.
fn is_plain_mark(bytes: &[u8], offset: usize) -> bool {
    bytes.get(offset + 1) == Some(&0x80)
        && matches!(
            bytes.get(offset + 2),
            Some(0x8C | 0x8D | 0x90..=0xA7 | 0xB0..=0xBF)
        )
}

/// Whether a character to be changed can start with `byte`.
#[inline]
fn suspect(byte: u8) -> bool {
    if byte < 0x80 {
        return byte < b' ' && byte != b'\t' && byte != b'\n' || byte == b'&' || byte == 0x7F;
    }
    matches!(byte, 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xE3 | 0xEF)
}

fn action(character: char) -> Action {
    match character {
        '\n' | '\t' | ' '..='~' => Action::Keep,
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Action::Replace("\n"),
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Action::Replace(" ")
        }
        // C0 and C1, soft hyphen, zero-width space, bidi controls, invisible operators, BOM.
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}'
        | '\u{FEFF}' => Action::Drop,
        // Honorific ligatures and the rial sign are shown as they are.
        '\u{FB50}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDF9}' | '\u{FE70}'..='\u{FEFC}' => {
            Action::Compose
        }
        _ => Action::Keep,
    }
}

struct Writer<'t, 'l> {
    text: &'t str,
    builder: NormalizedTextBuilder,
    /// Source is written up to here.
    copied: usize,
    changed: bool,
    /// An ampersand was seen: an entity may end at the next semicolon.
    ampersand: bool,
    layer: &'l mut Layer,
}

impl Writer<'_, '_> {
    /// Writes what stands before `offset` as it is.
    fn flush(&mut self, offset: usize) {
        let kept = self.text.get(self.copied..offset).unwrap_or_default();
        self.builder.keep(kept);
        self.copied = self.copied.max(offset);
    }

    fn character(&mut self, offset: usize, character: char) {
        if offset < self.copied {
            return;
        }
        let width = character.len_utf8();
        match action(character) {
            Action::Keep => {
                self.ampersand |= character == '&';
                if character == ';' && self.ampersand {
                    self.flush(offset + width);
                    self.entities();
                } else if character == '\u{FFFD}' {
                    let span = Span::from_range(offset..offset + width);
                    self.layer.report(DiagnosticKind::EncodingDamaged, span);
                }
                return;
            }
            Action::Drop => {
                self.flush(offset);
                self.builder.drop_source(width);
            }
            Action::Replace(replacement) => {
                let crlf =
                    character == '\r' && self.text.as_bytes().get(offset + 1) == Some(&b'\n');
                self.flush(offset);
                self.builder.replace(replacement, width + usize::from(crlf));
                self.copied = offset + usize::from(crlf);
            }
            Action::Compose => {
                let letters = composed(character);
                if letters.chars().eq([character]) {
                    return;
                }
                self.flush(offset);
                self.builder.replace(&letters, width);
            }
        }
        self.changed = true;
        self.copied += width;
    }

    /// Decodes the entity that the written text ends with; the result may end another one
    /// (`&amp;quot;` is escaped twice).
    fn entities(&mut self) {
        while let Some((len, decoded)) = trailing_entity(self.builder.as_str()) {
            let mut shown = String::new();
            for character in decoded.chars() {
                match action(character) {
                    Action::Keep => shown.push(character),
                    Action::Drop => {}
                    Action::Replace(replacement) => shown.push_str(replacement),
                    Action::Compose => shown.push_str(&composed(character)),
                }
            }
            let span = self.builder.replace_tail(len, &shown);
            self.layer.report(
                DiagnosticKind::EntitiesDecoded,
                Span::new(span.start(), span.end()),
            );
            self.changed = true;
        }
    }
}

/// The letters of a presentation form, without the space that carries an isolated mark.
fn composed(character: char) -> String {
    let letters: String = std::iter::once(character).nfkc().collect();
    match letters.strip_prefix(' ') {
        Some(marks) => marks.to_owned(),
        None => letters,
    }
}

/// Length of the entity that `written` ends with, and what it stands for.
fn trailing_entity(written: &str) -> Option<(usize, String)> {
    let tail = written.as_bytes().strip_suffix(b";")?;
    let name_len = tail
        .iter()
        .rev()
        .take(MAX_ENTITY)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
        .count();
    let start = tail.len().checked_sub(name_len + 1)?;
    if name_len == 0 || tail.get(start) != Some(&b'&') {
        return None;
    }
    let entity = written.get(start..)?;
    let decoded = htmlize::unescape(entity);
    // A known prefix of an unknown name is no entity (`&notmine;`).
    let whole = decoded.chars().count() <= 2 && (!decoded.ends_with(';') || decoded.len() == 1);
    (whole && decoded != entity).then(|| (entity.len(), decoded.into_owned()))
}
