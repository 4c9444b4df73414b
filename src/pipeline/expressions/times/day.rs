//! Days: «أمس», «الأحد الماضي», «الثاني من أغسطس», «أول جمعة من يوليو», «عيد الفطر».

use crate::article::Calendar;
use crate::lang::{Era, RelativeSide, TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};
use crate::pipeline::dates::calendar::plausible_year;
use crate::pipeline::dates::numeric::numeric;
use crate::pipeline::dates::parts::DateParts;
use crate::pipeline::dates::written::written;

use super::Reading;
use super::given::{Day, Given, Month, Nth, NthOf, Side, Year};
use super::month::month;
use super::period::{relative_unit, year};
use super::words::{Number, Unit, any_role, at_edge, number, peek, role, side, small, unit};

/// «يوم», «اليوم», «يومي» before what names the day.
fn head(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let found = unit(&mut ahead).is_some_and(|unit| unit.unit == TimeUnit::Day && unit.count == 0);
    if found {
        *cursor = ahead;
    }
    found
}

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

/// «أمس», «أول من أمس», «بعد غد», «يوم غد», «قبل أمس».
pub(super) fn relative_day(cursor: &mut Cursor<'_>) -> Option<Given> {
    let mut ahead = *cursor;
    // «هذا اليوم», «في هذا اليوم».
    let this = role(&mut ahead, TimeWord::This);
    if !this && head(&mut ahead) && !names_day(&ahead) {
        // «اليوم الذي بعد الغد»: a word between them.
        let mut over = ahead;
        over.at += 1;
        let gap = matches!(ahead.peek().map(|atom| atom.kind), Some(Kind::Gap))
            || peek(&ahead).is_some_and(|word| word.prose.word == Some(TimeWord::To));
        ahead = if gap && names_day(&over) && !today(&over) {
            over
        } else {
            *cursor
        };
    }
    let shift = match any_role(&mut ahead, &[TimeWord::Before, TimeWord::After]) {
        Some(TimeWord::Before) => -1,
        Some(_) => 1,
        None => 0,
    };
    let days = ahead.word(|word| match word.relative {
        Some(RelativeSide::Day(days)) => Some(i32::from(days)),
        _ => None,
    })?;
    // Before tomorrow is a limit; before yesterday a day.
    if shift != 0 && (days == 0 || days.signum() != shift) {
        return None;
    }
    // «اليوم الماضي», «اليوم الثالث»: the day, not today.
    if days == 0 && !this {
        let mut behind = ahead;
        if side(&mut behind).is_some() || small(&mut behind).is_some_and(|found| found.ordinal) {
            return None;
        }
        // «ذلك اليوم», «اليوم الذي»: another day.
        let that = |word: &Meaning| word.prose.word == Some(TimeWord::That);
        if peek(&ahead).is_some_and(that)
            || cursor
                .before(1)
                .and_then(super::words::meaning)
                .is_some_and(that)
        {
            return None;
        }
        // «اليوم الأخير» is the last of several.
        if role(&mut ahead.clone(), TimeWord::Final) {
            return None;
        }
    }
    *cursor = ahead;
    Some(Given {
        day: Some(Day::Relative(days + shift)),
        rule: "times/day-word",
        ..Given::default()
    })
}

/// A day relative to the anchor follows.
fn names_day(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::Before, TimeWord::After]);
    peek(&ahead).is_some_and(|word| {
        matches!(word.relative, Some(RelativeSide::Day(_))) && !word.prose.conjunction
    })
}

fn today(cursor: &Cursor<'_>) -> bool {
    peek(cursor).is_some_and(|word| word.relative == Some(RelativeSide::Day(0)))
}

/// «هذا الجمعة», «يوم الأحد المقبل», «الثلاثاء الأخير», «الأحد الثاني».
pub(super) fn weekday(cursor: &mut Cursor<'_>, base: &Given, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let this = role(&mut ahead, TimeWord::This);
    let headed = head(&mut ahead);
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
    let found = ahead.word(|word| word.weekday)?;
    let mut given = Given {
        weekday: Some(found),
        rule: "times/weekday",
        ..Given::default()
    };
    let mut behind = ahead;
    if let Some(which) = side(&mut behind) {
        given.side = Some(which);
        given.following = which == Side::Following;
        ahead = behind;
    } else if this {
        given.side = Some(Side::This);
    } else if any_role(&mut behind, &[TimeWord::Final]).is_some() {
        given.nth = Some(Nth {
            n: -1,
            of: NthOf::Weekday(found),
        });
        given.weekday = None;
        ahead = behind;
    } else {
        behind = ahead;
        if let Some(place) = place(&mut behind).filter(|place| (1..=5).contains(place))
            && peek(&behind).is_none_or(|word| word.month.is_none())
        {
            given.nth = Some(Nth {
                n: i8::try_from(place).ok()?,
                of: NthOf::Weekday(found),
            });
            ahead = behind;
        }
    }
    // «أحد» is "one" too, «خميس» and «جمعة» are names: the article or the head tells.
    let told = definite || headed || given.side.is_some() || given.nth.is_some();
    let before_week =
        relative_unit(&mut ahead.clone(), reading).is_some_and(|unit| unit.week.is_some());
    if !(told || before_week || base.week.is_some() || base.nth.is_some()) {
        return None;
    }
    *cursor = ahead;
    Some(given)
}

/// A definite ordinal: «الثاني», «الثاني والعشرين».
fn place(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = *cursor;
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite && !word.prose.conjunction);
    let found = number(&mut ahead).filter(|number| number.ordinal && definite)?;
    *cursor = ahead;
    Some(found.value)
}

/// «أول جمعة», «آخر يوم», «ثالث يوم ثلاثاء», «اليوم الأخير», «الأسبوع الثالث».
pub(super) fn nth(cursor: &mut Cursor<'_>) -> Option<Given> {
    for shape in [nth_before, nth_behind] {
        let mut ahead = *cursor;
        if let Some(nth) = shape(&mut ahead) {
            *cursor = ahead;
            return Some(Given {
                nth: Some(nth),
                rule: "times/nth",
                ..Given::default()
            });
        }
    }
    None
}

fn nth_before(cursor: &mut Cursor<'_>) -> Option<Nth> {
    let n = if any_role(cursor, &[TimeWord::Final]).is_some() {
        -1
    } else {
        let found = small(cursor).filter(|found| found.ordinal)?;
        i8::try_from(found.value).ok()?
    };
    let mut ahead = *cursor;
    head(&mut ahead);
    if let Some(weekday) = ahead.word(|word| word.weekday) {
        *cursor = ahead;
        return Some(Nth {
            n,
            of: NthOf::Weekday(weekday),
        });
    }
    let counted = unit(cursor).filter(|unit| unit.count == 0 && !unit.definite)?;
    let long_enough = matches!(
        counted.unit,
        TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Weekend
    );
    // «أول أيام العيد», «آخر أسبوع في»: what it is of must follow.
    (long_enough && of_follows(cursor)).then_some(Nth {
        n,
        of: NthOf::Unit(counted.unit),
    })
}

fn nth_behind(cursor: &mut Cursor<'_>) -> Option<Nth> {
    let Unit {
        unit: counted,
        count: 0,
        definite: true,
        plural: false,
        ..
    } = unit(cursor)?
    else {
        return None;
    };
    let n = if any_role(cursor, &[TimeWord::Final]).is_some() {
        -1
    } else {
        i8::try_from(place(cursor)?).ok()?
    };
    let fits = match counted {
        TimeUnit::Day | TimeUnit::Week | TimeUnit::Decade => of_follows(cursor),
        _ => false,
    };
    fits.then_some(Nth {
        n,
        of: NthOf::Unit(counted),
    })
}

/// «من», «في» or an attached preposition and a month, year or century.
fn of_follows(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    any_role(&mut ahead, &[TimeWord::From, TimeWord::In]);
    any_role(&mut ahead, &[TimeWord::This]);
    peek(&ahead).is_some_and(|word| {
        word.month.is_some()
            || word.prose.holiday.is_some()
            || word.unit.is_some_and(|(unit, _)| {
                matches!(
                    unit,
                    TimeUnit::Month | TimeUnit::Year | TimeUnit::Week | TimeUnit::Century
                )
            })
    })
}

/// «2024/01/26», «7/3/1429 هـ», «08/12, 2015», «21/4»; two numbers need a word before them.
pub(super) fn numeric_date(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    if !cursor.peek()?.opens || inside_chain(cursor) {
        return None;
    }
    let mut ahead = *cursor;
    if let Some(parts) = numeric(&mut ahead)
        && ahead.before(1).is_some_and(|last| last.closes)
        && !chain_follows(&ahead)
        && let Some(given) = full(&parts, led || reading == Reading::Appointments)
    {
        *cursor = ahead;
        return Some(given);
    }
    let mut ahead = *cursor;
    if let Some(parts) = written(&mut ahead)
        && parts.rule == "date/year-month-day"
        && let Some(given) = full(&parts, false)
    {
        *cursor = ahead;
        return Some(given);
    }
    for shape in [year_month, month_year, day_month] {
        let mut ahead = *cursor;
        if let Some(given) = shape(&mut ahead, led, reading)
            && ahead.before(1).is_some_and(|last| last.closes)
            && !chain_follows(&ahead)
        {
            *cursor = ahead;
            return Some(given);
        }
    }
    None
}

/// A whole date; bare digits of a year around 1400 are Hijri.
fn full(parts: &DateParts, led: bool) -> Option<Given> {
    let mut parts = *parts;
    if parts.short_year && !led {
        return None;
    }
    // «16/04/21»: the first number cannot be a day before its month and year.
    let calendar = parts.calendar.or_else(|| {
        [Calendar::Gregorian, Calendar::Hijri]
            .into_iter()
            .find(|&calendar| plausible_year(calendar, parts.full_year()))
    })?;
    if parts.day_number(calendar).is_none() {
        parts = parts
            .swapped()
            .filter(|parts| parts.day_number(calendar).is_some())?;
    }
    Some(Given {
        day: parts.day.map(Day::OfMonth),
        month: Some(Month::Named(calendar, parts.month)),
        year: Some(Year::Is(
            i32::try_from(parts.full_year()).ok()?,
            Some(calendar),
        )),
        rule: "times/numeric",
        ..Given::default()
    })
}

/// «2015/3», «2015.3».
fn year_month(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let year = cursor
        .number(4..5)
        .filter(|&year| plausible_year(Calendar::Gregorian, year))?;
    cursor.mark(&['/', '.', '-'])?;
    let month = two_digits(cursor)?.filter_month()?;
    let told = led || reading == Reading::Appointments;
    told.then(|| in_month(year, month, None))
}

/// «2/2013», «12-2016».
fn month_year(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let month = two_digits(cursor)?.filter_month()?;
    cursor.mark(&['/', '-'])?;
    let year = cursor
        .number(4..5)
        .filter(|&year| plausible_year(Calendar::Gregorian, year))?;
    let told = led || reading == Reading::Appointments;
    told.then(|| in_month(year, month, None))
}

/// «22/4», «4/22», «22-4», «08/12, 2015».
fn day_month(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let (first, mark) = (two_digits(cursor)?, cursor.mark(&['/', '-', '.'])?);
    let second = two_digits(cursor)?;
    let appointments = reading == Reading::Appointments;
    if !(led || appointments) {
        return None;
    }
    let (day, month) = match (first.filter_day(), second.filter_month()) {
        (Some(day), Some(month)) => (day, month),
        _ if mark != '.' || appointments => (second.filter_day()?, first.filter_month()?),
        _ => return None,
    };
    let mut ahead = *cursor;
    let year = (ahead.mark(&[',']).is_some())
        .then(|| {
            ahead
                .number(4..5)
                .or_else(|| ahead.number(2..3).map(|year| 2000 + year))
        })
        .flatten()
        .filter(|&year| plausible_year(Calendar::Gregorian, year));
    // «08/12, 2015» is written by those who put the month first.
    let (day, month) = match year {
        Some(_) if first.filter_month().is_some() && second.filter_day().is_some() => {
            *cursor = ahead;
            (second.filter_day()?, first.filter_month()?)
        }
        Some(_) => {
            *cursor = ahead;
            (day, month)
        }
        None => (day, month),
    };
    Some(match year {
        Some(year) => in_month(year, month, Some(day)),
        None => Given {
            day: Some(Day::OfMonth(day)),
            month: Some(Month::Named(Calendar::Gregorian, month)),
            rule: "times/numeric",
            ..Given::default()
        },
    })
}

#[derive(Clone, Copy)]
struct Small(u32);

impl Small {
    fn filter_month(self) -> Option<u8> {
        u8::try_from(self.0)
            .ok()
            .filter(|month| (1..=12).contains(month))
    }

    fn filter_day(self) -> Option<u8> {
        u8::try_from(self.0)
            .ok()
            .filter(|day| (1..=31).contains(day))
    }
}

fn two_digits(cursor: &mut Cursor<'_>) -> Option<Small> {
    cursor.number(1..3).map(Small)
}

fn in_month(year: u32, month: u8, day: Option<u8>) -> Given {
    Given {
        day: day.map(Day::OfMonth),
        month: Some(Month::Named(Calendar::Gregorian, month)),
        year: Some(Year::Is(
            i32::try_from(year).unwrap_or_default(),
            Some(Calendar::Gregorian),
        )),
        rule: "times/numeric",
        ..Given::default()
    }
}

/// The number at `cursor` goes on from a chain of numbers (an address, a score, a path).
pub(super) fn inside_chain(cursor: &Cursor<'_>) -> bool {
    if !cursor.glued() {
        return false;
    }
    let before = cursor.before(1).map(|atom| (atom.kind, atom.glued));
    let number = matches!(
        cursor.before(2).map(|atom| atom.kind),
        Some(Kind::Number { .. } | Kind::Letter(_))
    );
    match before {
        Some((Kind::Mark('/' | '_' | '#' | '+' | '=' | '&' | '%' | '\\'), _)) => true,
        Some((Kind::Mark('.' | '-' | ':' | ','), glued)) => number && glued,
        Some((Kind::Letter(_), _)) => true,
        _ => false,
    }
}

/// A chain of numbers goes on behind `cursor`.
pub(super) fn chain_follows(cursor: &Cursor<'_>) -> bool {
    let (Some(mark), Some(after)) = (cursor.peek(), cursor.ahead(1)) else {
        return false;
    };
    if mark.glued && matches!(mark.kind, Kind::Mark('%' | '\u{66A}')) {
        return true;
    }
    mark.glued
        && after.glued
        && matches!(
            (mark.kind, after.kind),
            (Kind::Mark('.' | '-' | ':' | '/'), Kind::Number { .. }) | (Kind::Mark('_' | '='), _)
        )
}

/// «2 أكتوبر», «الثاني والعشرين من يونيو», «14 شهر شباط», «20 من الشهر القادم», «يوم 27»; behind a weekday or
/// month the number alone: «السبت 23», «مايو الحادي عشر».
pub(super) fn day_of_month(
    cursor: &mut Cursor<'_>,
    base: &Given,
    reading: Reading,
) -> Option<Given> {
    let mut ahead = *cursor;
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
    ahead.is(|word| word.ordinal);
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
    if behind_month && gap && found.digits > 0 && reading == Reading::News {
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
    let led = lead_before(cursor) || peek(&ahead).is_some_and(|word| word.prose.preposition);
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
    let found: Number = number(&mut ahead).filter(|number| number.digits <= 2)?;
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

/// «في», «إلى» stand right before.
fn lead_before(cursor: &Cursor<'_>) -> bool {
    cursor
        .before(1)
        .and_then(super::words::meaning)
        .is_some_and(|word| matches!(word.prose.word, Some(TimeWord::In | TimeWord::To)))
}

/// «اليوم الماضي», «اليوم التالي»: a day beside today; requests to a calendar also say «آخر يوم».
pub(super) fn day_beside(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let appointments = reading == Reading::Appointments;
    if appointments && role(&mut ahead, TimeWord::Final) {
        unit(&mut ahead)
            .filter(|unit| unit.unit == TimeUnit::Day && unit.count == 0 && at_edge(&ahead))?;
        *cursor = ahead;
        return Some(Given {
            day: Some(Day::Relative(-1)),
            rule: "times/day-word",
            ..Given::default()
        });
    }
    let found = unit(&mut ahead)?;
    if found.unit != TimeUnit::Day || found.count != 0 || !found.definite {
        return None;
    }
    let which = side(&mut ahead);
    let steps = match which {
        Some(which) => which.steps(),
        None if appointments && role(&mut ahead, TimeWord::Final) => -1,
        None => return None,
    };
    *cursor = ahead;
    Some(Given {
        following: which == Some(Side::Following),
        day: Some(Day::Relative(steps)),
        rule: "times/day-word",
        ..Given::default()
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
