//! Decades and centuries: «التسعينيات», «القرن الماضي», «the 1990s», «20. Jahrhundert».

use crate::article::Calendar;
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};

use super::date::era;
use super::given::{Cycle, Given};
use super::numeric::chain_follows;
use super::words::{Number, number, role, unit};

/// «التسعينيات», «القرن التاسع عشر», «تسعينيات القرن الماضي»; «الألفين» is read elsewhere.
pub(super) fn long(cursor: &mut Cursor<'_>) -> Option<Given> {
    let given = Given {
        rule: "times/decade",
        ..Given::default()
    };
    let mut ahead = *cursor;
    if let Some(first) = ahead.word(|word| word.prose.decade) {
        *cursor = ahead;
        return Some(Given {
            cycle: Some(Cycle::Decade(first)),
            ..given
        });
    }
    if let Some(found) = marked_decade(&mut ahead) {
        *cursor = ahead;
        return Some(Given {
            cycle: Some(found),
            ..given
        });
    }
    ahead = *cursor;
    let numbered = |number: &Number| {
        number.digits <= 2 && (number.ordinal || number.digits > 0) && number.thousandths == 0
    };
    let century = |ahead: &mut Cursor<'_>| {
        unit(ahead).filter(|unit| unit.unit == TimeUnit::Century && unit.count == 0)
    };
    // «20. Jahrhundert», «the 20th century».
    let before = number(&mut ahead).filter(&numbered).and_then(|place| {
        let marked = ahead.is(|word| word.ordinal) || ahead.mark(&['.', '-']).is_some();
        let placed = century(&mut ahead).is_some_and(|unit| unit.placed);
        (placed && (marked || place.ordinal)).then_some(place)
    });
    let place = if let Some(place) = before {
        place
    } else {
        ahead = *cursor;
        century(&mut ahead).filter(|unit| unit.definite || unit.placed)?;
        number(&mut ahead).filter(&numbered)?
    };
    let century = u8::try_from(place.value)
        .ok()
        .filter(|century| (1..=30).contains(century))?;
    let calendar = era(&mut ahead);
    if calendar.is_some_and(|calendar| calendar != Calendar::Gregorian) {
        return None;
    }
    *cursor = ahead;
    Some(Given {
        cycle: Some(Cycle::Century(century)),
        ..given
    })
}

/// «the 1990s», «les années 1990», «1990-е годы», «دهه ۱۹۹۰»: ten years by their first.
fn marked_decade(cursor: &mut Cursor<'_>) -> Option<Cycle> {
    let headed = role(cursor, TimeWord::DecadeMark);
    cursor.mark(&['\'', '’', '‘']);
    let opens = cursor.peek()?.opens;
    let Kind::Number { value, digits } = cursor.peek()?.kind else {
        return None;
    };
    cursor.at += 1;
    if !headed {
        let mut mark = *cursor;
        let joint = mark.mark(&['\'', '’', '-']).is_some();
        if !(mark.glued() || joint) || !role(&mut mark, TimeWord::DecadeMark) {
            return None;
        }
        *cursor = mark;
    }
    if !opens || value % 10 != 0 || chain_follows(cursor) {
        return None;
    }
    let decade = u8::try_from(value % 100).ok()?;
    match (digits, value) {
        (2, 10..=90) => Some(Cycle::Decade(decade)),
        (4, 1500..=2090) => Some(Cycle::DecadeOf(decade, u8::try_from(value / 100 + 1).ok()?)),
        _ => None,
    }
}
