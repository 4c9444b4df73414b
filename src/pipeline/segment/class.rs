//! [`CharClass`]: what a character does to tokens.
//!
//! In: one character. Out: its class, from a table for the common planes of text and from
//! the Unicode categories for the rest. Knows scripts, no language.

use std::sync::LazyLock;

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// What a character does to tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharClass {
    /// White space inside a line.
    White,
    /// A line end.
    Newline,
    /// A decimal digit of any script.
    Digit,
    /// A letter; letters of different scripts stand in different tokens.
    Letter(Script),
    /// A letter that is a token of its own (ideographs, hiragana).
    Ideograph,
    /// Belongs to the character before it: combining marks, joiners, format characters.
    Mark,
    /// Punctuation.
    Punctuation,
    /// Everything else.
    Symbol,
}

/// Scripts that are told apart; letters of all others count as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Katakana,
    Other,
}

/// First code point that is not in the table: the table ends with the kana.
const TABLE_END: usize = 0x3100;

/// Classes of the code points below [`TABLE_END`], looked up once per process.
static TABLE: LazyLock<Box<[CharClass]>> = LazyLock::new(|| {
    (0..TABLE_END)
        .map(|code| {
            u32::try_from(code)
                .ok()
                .and_then(char::from_u32)
                .map_or(CharClass::Symbol, classify)
        })
        .collect()
});

/// The table of classes; fetch it once per text.
#[derive(Clone, Copy)]
pub(super) struct Classes(&'static [CharClass]);

impl Classes {
    pub(super) fn get() -> Self {
        Self(&TABLE)
    }

    #[inline]
    pub(super) fn of(self, character: char) -> CharClass {
        match self.0.get(character as usize) {
            Some(&class) => class,
            None => classify(character),
        }
    }
}

fn classify(character: char) -> CharClass {
    match character {
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
            return CharClass::Newline;
        }
        // Skin tones change the emoji before them.
        '\u{1F3FB}'..='\u{1F3FF}' => return CharClass::Mark,
        _ if character.is_whitespace() => return CharClass::White,
        _ => {}
    }
    match character.general_category_group() {
        GeneralCategoryGroup::Letter => letter(character),
        GeneralCategoryGroup::Mark => CharClass::Mark,
        GeneralCategoryGroup::Punctuation => CharClass::Punctuation,
        GeneralCategoryGroup::Number
        | GeneralCategoryGroup::Other
        | GeneralCategoryGroup::Symbol
        | GeneralCategoryGroup::Separator => by_category(character),
    }
}

fn by_category(character: char) -> CharClass {
    let category = character.general_category();
    if category == GeneralCategory::DecimalNumber {
        CharClass::Digit
    } else if category == GeneralCategory::LetterNumber {
        letter(character)
    } else if category == GeneralCategory::Format {
        CharClass::Mark
    } else {
        CharClass::Symbol
    }
}

fn letter(character: char) -> CharClass {
    CharClass::Letter(match character {
        '\0'..='\u{36F}'
        | '\u{1D00}'..='\u{1EFF}'
        | '\u{2071}'..='\u{209C}'
        | '\u{2C60}'..='\u{2C7F}'
        | '\u{A720}'..='\u{A7FF}'
        | '\u{FB00}'..='\u{FB06}'
        | '\u{FF21}'..='\u{FF5A}' => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}' => {
            Script::Cyrillic
        }
        '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}' => Script::Hebrew,
        '\u{600}'..='\u{6FF}'
        | '\u{750}'..='\u{77F}'
        | '\u{870}'..='\u{8FF}'
        | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' => Script::Arabic,
        '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' => {
            Script::Katakana
        }
        '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{309F}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => return CharClass::Ideograph,
        _ => Script::Other,
    })
}
