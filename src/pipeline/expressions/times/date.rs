//! Days of a month: «2 أكتوبر», «الثاني والعشرون من يونيو», «يوم 27», «أسبوع 30 نوفمبر».

use crate::article::Calendar;
use crate::lang::{Era, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};

use super::Reading;
use super::day_word::head;
use super::given::{Day, Given};
use super::month::month;
use super::numeric::{chain_follows, inside_chain};
use super::period::{relative_unit, year};
use super::words::{any_role, at_edge, led_by, meaning, number, peek, role, unit};

/// «2 أكتوبر», «الثاني والعشرين من يونيو», «14 شهر شباط», «20 من الشهر القادم», «يوم 27»; behind a weekday or
/// month the number alone: «السبت 23», «مايو الحادي عشر».
pub(super) fn day_of_month(
    cursor: &mut Cursor<'_>,
    base: &Given,
    reading: Reading,
) -> Option<Given> {
    let mut ahead = *cursor;
    let definite_head = peek(&ahead).is_some_and(|word| word.prose.definite);
    let headed = head(&mut ahead);
    let behind_weekday = base.weekday.is_some() && base.month.is_none();
    let behind_month =
        base.month.is_some() && base.day.is_none() && base.nth.is_none() && base.year.is_none();
    if !ahead.peek()?.opens || inside_chain(&ahead) {
        return None;
    }
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
    let joined = peek(&ahead).is_some_and(|word| word.prose.conjunction);
    // Its own words are no number's: «الأول» opens no «الأول من أمس».
    let found =
        number(&mut ahead).filter(|number| number.thousandths == 0 && number.digits <= 2)?;
    let day = u8::try_from(found.value)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let suffixed = ahead.is(|word| word.ordinal);
    // «ست من شوال» counts; days of the month are ordinals, tens aside.
    let counts = found.digits == 0 && !found.ordinal && !(definite && day >= 20);
    if counts && reading == Reading::News {
        return None;
    }
    let plain = Given {
        day: Some(Day::OfMonth(day)),
        rule: "times/day-of-month",
        ..Given::default()
    };
    // The month follows.
    let mut next = ahead;
    joints(&mut next);
    if base.month.is_none()
        && let Some(of) = month(&mut next, reading).or_else(|| {
            next = ahead;
            joints(&mut next);
            relative_unit(&mut next, reading).filter(|unit| unit.month.is_some())
        })
        && of.day.is_none()
    {
        *cursor = next;
        return plain.merge(of).map(|given| Given {
            rule: "times/date",
            ..given
        });
    }
    if joined {
        return None;
    }
    // A number alone: something before it says that it is a day.
    let closes = ahead.before(1).is_some_and(|last| last.closes) && !chain_follows(&ahead);
    let counts = peek(&ahead).is_some_and(|word| word.unit.is_some() || is_part(word))
        || ahead
            .peek()
            .is_some_and(|atom| matches!(atom.kind, Kind::Mark(':')) && atom.glued);
    if !closes || counts {
        return None;
    }
    let ordinal = found.ordinal && definite;
    // «اليوم الأول» is the first of something.
    if headed && definite_head {
        return None;
    }
    let told = headed && (found.digits > 0 || ordinal) && base.month.is_none()
        || behind_weekday && (found.digits > 0 || ordinal || reading == Reading::Appointments)
        || behind_month && (found.digits > 0 || ordinal);
    // «يوم 27 شخصاً»: what a number counts follows it.
    let free = ordinal
        || at_edge(&ahead)
        || reading == Reading::Appointments
        || behind_weekday
        || peek(&ahead).is_some_and(|word| word.prose.word.is_some() || word.at)
        || behind_month;
    // «سبتمبر 21 سنتاً»: what a number counts follows it.
    let gap = matches!(ahead.peek().map(|atom| atom.kind), Some(Kind::Gap));
    let before = cursor.before(1).and_then(meaning);
    if behind_weekday && gap && before.is_some_and(|word| word.prose.placed) {
        return None;
    }
    let month_first = before.is_some_and(|word| word.prose.month_first) || suffixed;
    if behind_month && gap && found.digits > 0 && reading == Reading::News && !month_first {
        return None;
    }
    (told && free).then(|| {
        *cursor = ahead;
        plain
    })
}

fn is_part(word: &Meaning) -> bool {
    word.day_part.is_some() || word.prose.part.is_some()
}

/// Between day and month: «من», «/», «.», «من شهر».
fn joints(cursor: &mut Cursor<'_>) {
    for _ in 0..2 {
        // «четвертый - в октябре» is no day of it.
        let apart = matches!(
            cursor.peek().map(|atom| atom.kind),
            Some(Kind::Mark('-' | ','))
        );
        let own = cursor.before(1).and_then(meaning);
        if apart && !cursor.glued() && own.is_some_and(|word| word.prose.placed) {
            return;
        }
        if cursor.mark(&['.', '-', '/', ',']).is_none()
            && any_role(cursor, &[TimeWord::From, TimeWord::In]).is_none()
        {
            return;
        }
    }
}

/// A bare number behind a preposition, as requests to a calendar have it: «إلى 27», «في الثاني».
pub(super) fn bare_day(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    let led = led_by(cursor, &[TimeWord::In, TimeWord::To]);
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
    let found = number(&mut ahead).filter(|number| number.digits <= 2)?;
    let day = u8::try_from(found.value)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let hour = peek(cursor).is_some_and(|word| word.prose.hour.is_some()) && day <= 12;
    let told = found.ordinal && definite && !hour || found.digits == 2 && day > 12;
    let free = at_edge(&ahead) && !chain_follows(&ahead)
        || peek(&ahead).is_some_and(|word| {
            word.at || word.prose.part.is_some() || word.prose.word == Some(TimeWord::In)
        });
    (led && told && free && found.thousandths == 0).then(|| {
        *cursor = ahead;
        Given {
            day: Some(Day::OfMonth(day)),
            rule: "times/day-of-month",
            ..Given::default()
        }
    })
}

/// «أسبوع 30 نوفمبر»: the week that holds a day.
pub(super) fn week_of(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let week = unit(&mut ahead)
        .filter(|unit| unit.unit == TimeUnit::Week && unit.count == 0 && !unit.plural)?;
    // «الأسبوع الثاني من مايو» counts weeks.
    let led = any_role(&mut ahead, &[TimeWord::In]).is_some();
    if week.definite && !led {
        return None;
    }
    let day = day_of_month(&mut ahead, &Given::default(), reading)?;
    day.month?;
    *cursor = ahead;
    Some(Given {
        week_of: true,
        rule: "times/period",
        ..day
    })
}

/// An era behind a date or year: «هـ», «م», «ق.م».
pub(super) fn era(cursor: &mut Cursor<'_>) -> Option<Calendar> {
    let mut ahead = *cursor;
    let parenthesis = ahead.mark(&['(']).is_some();
    let era = ahead.word(|word| word.era)?;
    if parenthesis {
        ahead.mark(&[')'])?;
    }
    *cursor = ahead;
    Some(match era {
        Era::Gregorian => Calendar::Gregorian,
        Era::Hijri => Calendar::Hijri,
        Era::Jalali => Calendar::Jalali,
    })
}

/// A year behind a date: «2024», «عام 2024», «ألفين وثمانية عشر».
pub(super) fn year_behind(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    for _ in 0..2 {
        if ahead.mark(&[',', '/', '-', '.', '(']).is_none() && !role(&mut ahead, TimeWord::From) {
            break;
        }
    }
    let found = year(&mut ahead, true)?;
    ahead.mark(&[')']);
    *cursor = ahead;
    Some(found)
}

/// «الموافق», before the same day in other words.
pub(super) fn twin_word(cursor: &mut Cursor<'_>) -> bool {
    cursor.is(|word| word.twin)
}
