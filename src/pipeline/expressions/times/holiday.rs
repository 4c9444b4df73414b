//! Days that a calendar marks: «عيد الفطر», «ليلة عيد الميلاد».

use crate::lang::TimeWord;
use crate::pipeline::dates::atom::Cursor;

use super::day_word::head;
use super::given::Given;
use super::words::{peek, role, side};

/// «عيد الفطر», «ليلة رأس السنة»; a year may follow.
pub(super) fn holiday(cursor: &mut Cursor<'_>, led: bool) -> Option<Given> {
    let mut ahead = *cursor;
    let eve = role(&mut ahead, TimeWord::Eve);
    // One word is as well what is done then: «وزارة الحج».
    let one_word = cursor.peek().is_some_and(|atom| atom.end == atom.first + 1);
    let holiday = peek(cursor).is_some_and(|word| word.prose.holiday.is_some());
    if one_word && holiday && !(led || eve) {
        return None;
    }
    let mut named = ahead;
    let found = named.word(|word| word.prose.holiday).or_else(|| {
        named = ahead;
        head(&mut named)
            .then(|| named.word(|word| word.prose.holiday))
            .flatten()
    })?;
    *cursor = named;
    Some(Given {
        holiday: Some(found),
        eve,
        side: side(cursor),
        rule: "times/holiday",
        ..Given::default()
    })
}
