//! Small readers over a [`Cursor`] that the rules share.

use crate::lang::{RelativeSide, TimeUnit, TimeWord, WordPlace};
use crate::pipeline::dates::atom::{Atom, Cursor, Kind, Meaning};

use super::given::Side;

/// The meaning of the next atom, when it is a word.
pub(super) fn peek<'a>(cursor: &Cursor<'a>) -> Option<&'a Meaning> {
    meaning(cursor.peek()?)
}

/// The meaning of an atom, when it is a word.
pub(super) fn meaning(atom: &Atom) -> Option<&Meaning> {
    match &atom.kind {
        Kind::Word(meaning) => Some(meaning),
        _ => None,
    }
}

/// Takes a word of that role.
pub(super) fn role(cursor: &mut Cursor<'_>, role: TimeWord) -> bool {
    cursor.is(|word| word.prose.word == Some(role))
}

/// Takes a word of one of the roles.
pub(super) fn any_role(cursor: &mut Cursor<'_>, roles: &[TimeWord]) -> Option<TimeWord> {
    cursor.word(|word| word.prose.word.filter(|role| roles.contains(role)))
}

/// A unit with the number that it carries, and whether it has the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "what the word names")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own"
)]
pub(super) struct Unit {
    pub unit: TimeUnit,
    /// 2 for a dual, else 0.
    pub count: u8,
    pub definite: bool,
    pub plural: bool,
    /// Something is written onto its front.
    pub joined: bool,
    /// Its language marks no article on words.
    pub placed: bool,
}

/// Takes a unit of time.
pub(super) fn unit(cursor: &mut Cursor<'_>) -> Option<Unit> {
    cursor.word(|word| {
        word.unit.map(|(unit, count)| Unit {
            unit,
            count,
            definite: word.prose.definite,
            plural: word.prose.word == Some(TimeWord::Plural),
            joined: word.prose.conjunction || word.prose.preposition,
            placed: word.prose.placed,
        })
    })
}

/// A number in digits or words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub value: u32,
    /// Behind the point, in thousandths.
    pub thousandths: u32,
    pub ordinal: bool,
    pub digits: u8,
}

impl Number {
    pub(super) fn as_f64(&self) -> f64 {
        f64::from(self.value) + f64::from(self.thousandths) / 1000.0
    }
}

/// Takes a number: digits, with a decimal point, or words.
pub(super) fn number(cursor: &mut Cursor<'_>) -> Option<Number> {
    let mut ahead = *cursor;
    if let Some(Kind::Number { value, digits }) = ahead.peek().map(|atom| atom.kind) {
        let whole = ahead.peek().is_some_and(|atom| atom.closes);
        ahead.at += 1;
        let mut thousandths = 0;
        if !whole
            && ahead.mark(&['.']).is_some()
            && let Some(Kind::Number { value, digits }) = ahead.peek().map(|atom| atom.kind)
        {
            ahead.at += 1;
            let scale = 10u32.checked_pow(3u32.saturating_sub(digits.into()));
            if digits <= 3 {
                thousandths = value.saturating_mul(scale.unwrap_or(1));
            }
        }
        if ahead.before(1).is_some_and(|last| !last.closes) {
            return None;
        }
        *cursor = ahead;
        return Some(Number {
            value,
            thousandths,
            ordinal: false,
            digits,
        });
    }
    spelled(cursor)
}

/// Takes a number in words: the longest.
pub(super) fn spelled(cursor: &mut Cursor<'_>) -> Option<Number> {
    let word = peek(cursor)?;
    let mut ahead = *cursor;
    let day = word.weekday.is_some() && word.prose.definite;
    if let Some(found) = word.prose.number.filter(|_| !day) {
        while ahead
            .peek()
            .is_some_and(|atom| atom.first < found.end as usize)
        {
            ahead.at += 1;
        }
        let whole = ahead
            .before(1)
            .is_some_and(|last| last.end == found.end as usize);
        if whole {
            *cursor = ahead;
            return Some(Number {
                value: found.value,
                thousandths: 0,
                ordinal: found.ordinal || word.prose.ordinal.is_some(),
                digits: 0,
            });
        }
    }
    let mut found = small(&mut ahead)?;
    // Units and tens: الثاني والعشرين.
    let mut tens = ahead;
    let joined = joint(&mut tens) || peek(&tens).is_some_and(|word| word.prose.conjunction);
    if joined
        && found.value < 10
        && let Some(ten) = small(&mut tens)
        && ten.value >= 20
        && ten.value % 10 == 0
        && ten.value < 100
    {
        found.value += ten.value;
        ahead = tens;
    }
    *cursor = ahead;
    Some(found)
}

/// Takes a number without its tens: الثامنة, ثلاث, الحادي عشر.
pub(super) fn small(cursor: &mut Cursor<'_>) -> Option<Number> {
    let mut found = cursor.word(|word| {
        // «الأحد» and «الاثنين» are days; «أحد» and «اثنين» are numbers too.
        if word.weekday.is_some() && word.prose.definite {
            return None;
        }
        let hour = word.prose.hour.map(u16::from);
        let value = word
            .prose
            .ordinal
            .or(word.prose.cardinal)
            .or(word.numeral)
            .or(hour)?;
        Some(Number {
            value: value.into(),
            thousandths: 0,
            ordinal: word.prose.ordinal.is_some() || word.prose.hour.is_some(),
            digits: 0,
        })
    })?;
    if found.value < 10 && cursor.is(|word| word.prose.ten && !word.prose.conjunction) {
        found.value += 10;
    }
    Some(found)
}

/// Takes a conjunction that stands by itself.
pub(super) fn joint(cursor: &mut Cursor<'_>) -> bool {
    cursor.is(|word| word.prose.and)
}

/// The next word has a conjunction in front, or one stands before it.
pub(super) fn joined(cursor: &mut Cursor<'_>) -> bool {
    joint(cursor) || peek(cursor).is_some_and(|word| word.prose.conjunction)
}

/// Takes what says which one: الماضي, قبل الماضي, المقبل, بعد القادم, الحالي.
pub(super) fn side(cursor: &mut Cursor<'_>) -> Option<Side> {
    let mut ahead = *cursor;
    let beyond = any_role(
        &mut ahead,
        &[TimeWord::Before, TimeWord::After, TimeWord::Beyond],
    );
    let found = ahead.word(|word| {
        let behind = match word.prose.place {
            None => word.prose.definite && !word.prose.placed,
            Some(place) => place != WordPlace::Before,
        };
        if !behind || word.prose.conjunction {
            return None;
        }
        Some(match (word.prose.word?, beyond) {
            (word, None) if plain_side(word).is_some() => plain_side(word)?,
            (TimeWord::Last, Some(TimeWord::Before)) => Side::Steps(-2),
            (TimeWord::Next | TimeWord::Following, Some(TimeWord::After)) => Side::Steps(2),
            _ => return None,
        })
    })?;
    // «Montag nächste Woche»: it belongs to what it stands before.
    let before = ahead
        .before(1)
        .and_then(meaning)
        .is_some_and(|word| word.prose.place == Some(WordPlace::Either));
    if before && peek(&ahead).is_some_and(|word| word.unit.is_some() || word.weekday.is_some()) {
        return None;
    }
    *cursor = ahead;
    Some(found)
}

/// Which one a word says by itself.
fn plain_side(word: TimeWord) -> Option<Side> {
    Some(match word {
        TimeWord::Last => Side::Last,
        TimeWord::Next => Side::Next,
        TimeWord::Following => Side::Following,
        TimeWord::Current => Side::This,
        TimeWord::LastButOne => Side::Steps(-2),
        TimeWord::NextButOne => Side::Steps(2),
        _ => return None,
    })
}

/// Takes what says which one before its unit, weekday or month: last, nächste, прошлой.
pub(super) fn side_before(cursor: &mut Cursor<'_>) -> Option<Side> {
    cursor.word(|word| {
        let before = matches!(
            word.prose.place,
            Some(WordPlace::Before | WordPlace::Either)
        );
        plain_side(word.prose.word.filter(|_| before)?)
    })
}

/// Takes «this» or a side before what it says of: at most one of them.
pub(super) fn this_or_side(cursor: &mut Cursor<'_>) -> (bool, Option<Side>) {
    if role(cursor, TimeWord::This) {
        return (true, None);
    }
    (false, side_before(cursor))
}

/// Whether a word is one of a language that marks no article on words.
pub(super) fn placed(cursor: &Cursor<'_>) -> bool {
    peek(cursor).is_some_and(|word| word.prose.placed)
}

/// Takes a word that names now: الآن.
pub(super) fn now(cursor: &mut Cursor<'_>) -> bool {
    cursor.is(|word| word.relative == Some(RelativeSide::Now))
}

/// Whether nothing more is said in the phrase: a mark, the end, a gap.
pub(super) fn at_edge(cursor: &Cursor<'_>) -> bool {
    !matches!(
        cursor.peek().map(|atom| atom.kind),
        Some(Kind::Word(_) | Kind::Number { .. } | Kind::Letter(_))
    )
}

/// One of the words stands right before, or a preposition is written onto the next word.
pub(super) fn led_by(cursor: &Cursor<'_>, roles: &[TimeWord]) -> bool {
    peek(cursor).is_some_and(|word| word.prose.preposition)
        || cursor
            .before(1)
            .and_then(meaning)
            .and_then(|word| word.prose.word)
            .is_some_and(|word| roles.contains(&word))
}
