//! One expression: components that stand together and say one time.

use crate::article::{Calendar, TimeModifier};
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};
use crate::pipeline::dates::clock::named_zone;

use super::Reading;
use super::clock::{bare_hour, clock, in_part};
use super::date::{bare_day, day_of_month, twin_word, week_of, year_behind};
use super::day_word::{day_beside, relative_day};
use super::given::{Given, Month};
use super::holiday::holiday;
use super::long::long;
use super::month::month;
use super::numeric::{chain_follows, numeric_date};
use super::opening::{modifier, opening, with_modifier};
use super::part::part;
use super::period::{bare_year, cycle, headed_year, marked_year, relative_unit, spoken_year};
use super::twin::{twin, twin_clock, two_days};
use super::weekday::{nth, weekday};
use super::words::{any_role, meaning, peek, placed, role};

/// More than the longest expression has; bounds the work at one place.
const MAX_COMPONENTS: usize = 8;

/// Reads the longest expression at `cursor`.
pub(super) fn expression(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    read(cursor, false, reading)
}

/// The same where what stands before says that a time follows: at the end of a range.
pub(super) fn expected(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    read(cursor, true, reading)
}

fn read(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let mut modifier = modifier(&mut ahead);
    let mut given = opening(&mut ahead, &mut modifier, led, reading)?;
    for _ in 1..MAX_COMPONENTS {
        let mut next = ahead;
        let between = connectors(&mut next);
        if twin(&mut next, &given, reading) || twin_clock(&mut next, &mut given, between, reading) {
            ahead = next;
            continue;
        }
        let Some(found) = next_component(&mut next, &given, between, reading) else {
            break;
        };
        let Some(merged) = given.merge(found) else {
            break;
        };
        given = merged;
        ahead = next;
        two_days(&mut ahead, &given);
        let mut close = ahead;
        if between.open && close.mark(&[')']).is_some() {
            ahead = close;
        }
    }
    if let (Some(read), Some(part)) = (given.clock, given.part) {
        given.clock = Some(in_part(read, part));
        given.part = None;
    }
    if given.zone.is_none() && given.clock.is_some() {
        let mut zone = ahead;
        given.zone = named_zone(&mut zone);
        if given.zone.is_some() {
            ahead = zone;
        }
    }
    given = with_modifier(given, modifier, reading)?;
    *cursor = ahead;
    Some(given)
}

/// A preposition that times have stands right before, by itself or attached.
pub(super) fn preposition_before(cursor: &Cursor<'_>) -> bool {
    let attached = peek(cursor).is_some_and(|word| word.prose.preposition);
    attached
        || cursor.before(1).and_then(meaning).is_some_and(|word| {
            word.twin
                || matches!(
                    word.prose.word,
                    Some(
                        TimeWord::In
                            | TimeWord::Since
                            | TimeWord::Until
                            | TimeWord::From
                            | TimeWord::To
                            | TimeWord::Before
                            | TimeWord::After
                            | TimeWord::Between
                            | TimeWord::Within
                            | TimeWord::OnDate
                            | TimeWord::Years
                            | TimeWord::Start
                            | TimeWord::Mid
                            | TimeWord::End
                    )
                )
                || word.unit.is_some_and(|(unit, count)| {
                    count == 0 && matches!(unit, TimeUnit::Day | TimeUnit::Year)
                })
        })
}

/// One component, the first of its expression.
pub(super) fn component(
    cursor: &mut Cursor<'_>,
    base: &Given,
    led: bool,
    reading: Reading,
) -> Option<Given> {
    let first = *cursor;
    let mut attempt = |read: &mut dyn FnMut(&mut Cursor<'_>) -> Option<Given>| {
        let mut ahead = first;
        let found = read(&mut ahead)?;
        *cursor = ahead;
        Some(found)
    };
    let on_day = on_day_before(&first) || base.weekday.is_some();
    attempt(&mut |c| holiday(c, led || reading == Reading::Appointments))
        .or_else(|| attempt(&mut |c| numeric_date(c, on_day, reading)))
        .or_else(|| attempt(&mut |c| relative_day(c)))
        .or_else(|| attempt(&mut |c| week_of(c, reading)))
        .or_else(|| attempt(&mut |c| nth(c)))
        .or_else(|| attempt(&mut |c| weekday(c, base, reading)))
        .or_else(|| attempt(&mut |c| day_of_month(c, base, reading)))
        .or_else(|| attempt(&mut |c| day_beside(c, reading)))
        .or_else(|| attempt(&mut |c| clock(c, base, reading)))
        .or_else(|| attempt(&mut |c| long(c)))
        .or_else(|| attempt(&mut |c| cycle(c, reading)))
        .or_else(|| attempt(&mut |c| month_day(c, base, reading)))
        .or_else(|| attempt(&mut |c| month_alone(c, led, reading)))
        .or_else(|| attempt(&mut |c| relative_unit(c, reading)))
        .or_else(|| attempt(&mut |c| headed_year(c)))
        .or_else(|| attempt(&mut |c| marked_year(c)))
        .or_else(|| attempt(&mut |c| part(c, base, reading)))
        .or_else(|| attempt(&mut |c| bare_year(c, led, reading)))
        .or_else(|| attempt(&mut |c| spoken_year(c)))
        .or_else(|| {
            (led && reading == Reading::Appointments)
                .then(|| attempt(&mut |c| bare_day(c)).or_else(|| attempt(&mut |c| led_hour(c))))
                .flatten()
        })
}

/// «في 7»: digits up to twelve behind a preposition.
fn led_hour(cursor: &mut Cursor<'_>) -> Option<Given> {
    let digits = matches!(cursor.peek()?.kind, Kind::Number { value: 1..=12, .. });
    let given = bare_hour(cursor)?;
    (digits && !chain_follows(cursor)).then_some(given)
}

/// «يناير الحادي والعشرين», «أكتوبر/ 2»: both at once, behind a weekday too.
fn month_day(cursor: &mut Cursor<'_>, base: &Given, reading: Reading) -> Option<Given> {
    if base.month.is_some() {
        return None;
    }
    let found = month(cursor, reading)?;
    cursor.mark(&['/', ',', '.']);
    let day = day_of_month(cursor, &found, reading)?;
    found.merge(day).map(|given| Given {
        rule: "times/date",
        ..given
    })
}

/// «يوم», «بتاريخ» stand before a date in digits.
fn on_day_before(cursor: &Cursor<'_>) -> bool {
    cursor.before(1).and_then(meaning).is_some_and(|word| {
        word.weekday.is_some()
            || word.unit.is_some_and(|(unit, _)| unit == TimeUnit::Day)
            || word.prose.word == Some(TimeWord::OnDate)
    })
}

/// A month that opens an expression: short names need a sign that they are months.
fn month_alone(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let found = month(&mut ahead, reading)?;
    let first = cursor.peek()?;
    let letters = meaning(first).map(|word| word.prose.letters);
    let headed = peek(cursor).is_some_and(|word| word.month.is_none());
    let own = u8::from(peek(cursor).is_some_and(|word| word.prose.placed));
    let short =
        letters.is_some_and(|letters| letters <= SHORT_NAME + own) && ahead.at == cursor.at + 1;
    let dated = year_behind(&mut ahead.clone()).is_some()
        || day_of_month(&mut ahead.clone(), &found, reading).is_some();
    let other = !matches!(found.month, Some(Month::Named(Calendar::Gregorian, _)));
    let name = peek(cursor).is_some_and(|word| word.prose.name_beside);
    if name && !(headed || dated || found.side.is_some()) {
        return None;
    }
    let told = !(short || other) || led || headed || dated || found.side.is_some();
    told.then(|| {
        *cursor = ahead;
        found
    })
}

/// Names of months of so many letters are other words too.
const SHORT_NAME: u8 = 4;

/// What stood between two components.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a mark that may stand there"
)]
pub(super) struct Between {
    pub open: bool,
    pub comma: bool,
    dash: bool,
    /// "To": another time follows.
    to: bool,
    word: Option<TimeWord>,
}

/// Marks and small words between two components. There may be none.
fn connectors(cursor: &mut Cursor<'_>) -> Between {
    let mut between = Between::default();
    for _ in 0..3 {
        if let Some(mark) = cursor.mark(&[',', '-', '(', '|', '/']) {
            between.open |= mark == '(';
            between.comma |= mark == ',';
            between.dash |= mark == '-' || mark == '|' || mark == '/';
        } else if peek(cursor).is_some_and(|word| word.at && word.prose.placed) {
            // «mardi à 13h30»: it opens the clock.
            break;
        } else if let Some(word) = any_role(
            cursor,
            &[
                TimeWord::In,
                TimeWord::From,
                TimeWord::To,
                TimeWord::OnDate,
                TimeWord::Approx,
            ],
        ) {
            between.word = Some(word);
            between.to |= word == TimeWord::To;
        } else if !(twin_word(cursor)) {
            break;
        }
    }
    between
}

/// One more component behind `base`.
fn next_component(
    cursor: &mut Cursor<'_>,
    base: &Given,
    between: Between,
    reading: Reading,
) -> Option<Given> {
    // What a conjunction opens is another time, a clock of the same day aside.
    if peek(cursor).is_some_and(|word| word.prose.conjunction) {
        return None;
    }
    if between.to {
        return None;
    }
    let has_year = base.year.is_some();
    let mut ahead = *cursor;
    let dated =
        (base.month.is_some() || base.cycle.is_some() || base.holiday.is_some()) && !has_year;
    // «last winter; 1990 …» are two.
    let apart = between.comma && base.side.is_some() && base.cycle.is_some();
    if dated
        && !apart
        && between.word != Some(TimeWord::Approx)
        && let Some(found) = year_behind(&mut ahead)
        && !clock_instead(cursor, base, reading)
    {
        *cursor = ahead;
        return Some(found);
    }
    ahead = *cursor;
    // «first Monday of May»: the small word says that a time follows.
    let led = matches!(between.word, Some(TimeWord::In | TimeWord::From)) && placed(&ahead);
    let found = component(&mut ahead, base, led, reading).or_else(|| {
        ahead = *cursor;
        let behind = reading == Reading::Appointments
            && (between.word == Some(TimeWord::In) || between.comma)
            && base.has_time() != base.has_day();
        let hour = behind && base.part.is_some();
        if behind && between.word == Some(TimeWord::In) && !base.has_day() && base.clock.is_some() {
            return bare_day(&mut ahead);
        }
        (hour || behind && base.has_day() && base.part.is_none())
            .then(|| bare_hour(&mut ahead))
            .flatten()
    })?;
    // From coarse to fine, a weekday in a week and a day in a month aside, is another time.
    if found.has_period() && !found.has_day() {
        let finer = base.has_day()
            || base.nth.is_some()
            || base.month.is_some() && found.year.is_some()
            || base.cycle.is_some();
        // «2022 yazında»: a year and its season.
        let season = base.year.is_some() && base.month.is_none() && found.side.is_none();
        let finer = finer || season && placed(cursor) && found.cycle.is_some();
        if !finer || between.comma && found.year.is_none() && found.month.is_none() {
            return None;
        }
    }
    if between.dash && !(found.has_time() || base.has_time() || base.weekday.is_some()) {
        return None;
    }
    // «الأحد، يوم …»: after a comma only what belongs to the same day.
    if found.has_day() && base.has_period() && !base.has_day() && base.week.is_none() {
        let of_month = base.month.is_some() && found.day.is_some() && !between.comma;
        let month_first = base.month.is_some() && found.day.is_some() && found.month.is_none();
        if !(of_month || month_first) {
            return None;
        }
    }
    *cursor = ahead;
    Some(found)
}

/// Four digits behind a date that go on as a clock: «14 أكتوبر 8:00».
fn clock_instead(cursor: &Cursor<'_>, base: &Given, reading: Reading) -> bool {
    let mut ahead = *cursor;
    clock(&mut ahead, base, reading).is_some()
        && matches!(
            ahead.before(1).map(|atom| atom.kind),
            Some(Kind::Number { .. })
        )
        && matches!(cursor.ahead(1).map(|atom| atom.kind), Some(Kind::Mark(':')))
}

/// Takes «نحو», «أكثر من» and the like before a time or a length.
pub(super) fn about(cursor: &mut Cursor<'_>) -> Option<TimeModifier> {
    let mut ahead = *cursor;
    let word = any_role(
        &mut ahead,
        &[
            TimeWord::Approx,
            TimeWord::MoreThan,
            TimeWord::LessThan,
            TimeWord::AtLeast,
            TimeWord::AtMost,
        ],
    )?;
    role(&mut ahead, TimeWord::From);
    // «over the weekend» is no more than one.
    let stretch = matches!(word, TimeWord::MoreThan | TimeWord::LessThan);
    if stretch && peek(&ahead).is_some_and(|word| word.prose.placed && word.prose.definite) {
        return None;
    }
    *cursor = ahead;
    Some(match word {
        TimeWord::MoreThan => TimeModifier::MoreThan,
        TimeWord::LessThan => TimeModifier::LessThan,
        TimeWord::AtLeast => TimeModifier::EqualOrMore,
        TimeWord::AtMost => TimeModifier::EqualOrLess,
        _ => TimeModifier::Approx,
    })
}
