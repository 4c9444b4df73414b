//! Ranges: «من 3 إلى 5 مايو», «بين عامي 2014 و2017», «2014-2018», «من الخامسة إلى السادسة مساءً».

use crate::article::Calendar;
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};
use crate::pipeline::dates::calendar::plausible_year;

use super::Reading;
use super::clock::clock;
use super::ends::{Context, Ends, both, explained, extended, framed, numbers};
use super::expression::{expected, expression};
use super::given::{Day, Given, Year};
use super::numeric::{chain_follows, inside_chain};
use super::words::{Number, any_role, at_edge, joint, meaning, number, peek, unit};

/// An end as read: a time, or a number that the other end explains.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Given(Given),
    Number(Number),
}

/// Reads a range.
pub(super) fn range(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Ends> {
    if let Some(ends) = two_years(cursor) {
        return Some(ends);
    }
    let mut ahead = *cursor;
    // «نوفمبر بين 15 و19», «الخميس من التاسعة وحتى الحادية عشرة», «هذا الأسبوع بين الأربعاء والجمعة».
    let before = frame(&mut ahead, reading);
    let lead = any_role(&mut ahead, &[TimeWord::From, TimeWord::Between]);
    if before.is_some() && lead.is_none() && !number_pair(&ahead) {
        return None;
    }
    let years = any_role(&mut ahead, &[TimeWord::Years]).is_some();
    // «يومي 19 و20 مايو»: two days side by side are a range.
    let two_days =
        lead.is_none() && before.is_none() && any_role(&mut ahead, &[TimeWord::Days]).is_some();
    let between = lead == Some(TimeWord::Between) || two_days;
    let from =
        number_end(&mut ahead, between).or_else(|| end(&mut ahead, lead.is_some(), reading))?;
    let dash = to_word(&mut ahead, between)?;
    ahead.begin();
    let to = last_number(&mut ahead).or_else(|| end(&mut ahead, true, reading))?;
    let context = Context {
        lead: lead.is_some(),
        dash,
        years,
        reading,
    };
    let ends = match (from, to) {
        (End::Given(from), End::Given(to)) => both(from, to)?,
        (End::Number(from), End::Given(to)) => explained(from, to)?,
        (End::Given(from), End::Number(to)) => extended(from, to, &ahead)?,
        (End::Number(from), End::Number(to)) => numbers(from, to, &mut ahead, before, &context)?,
    };
    if two_days
        && !matches!((ends.from.day, ends.to.day), (Some(Day::OfMonth(from)), Some(Day::OfMonth(to))) if from + 1 == to)
    {
        return None;
    }
    let ends = match before {
        Some(frame) => framed(ends, frame)?,
        None => ends,
    };
    // «من 5 إلى 5 غداً»: one moment is no range.
    if ends.from.clock.is_some() && ends.from == ends.to {
        return None;
    }
    *cursor = ahead;
    Some(ends)
}

/// «عام 2022/2023», «موسم 2022/23»: a year and the next.
fn two_years(cursor: &mut Cursor<'_>) -> Option<Ends> {
    let mut ahead = *cursor;
    let mut head = ahead;
    if unit(&mut head).is_some_and(|unit| unit.unit == TimeUnit::Year) {
        ahead = head;
    }
    if inside_chain(&ahead) {
        return None;
    }
    let first = ahead
        .number(4..5)
        .filter(|&year| plausible_year(Calendar::Gregorian, year))?;
    ahead.mark(&['/', '-', '\\'])?;
    let second = ahead.number(2..5)?;
    if second != first + 1 && second != (first + 1) % 100 || chain_follows(&ahead) {
        return None;
    }
    let year = |value: u32| {
        Some(Given {
            year: Some(Year::Is(i32::try_from(value).ok()?, None)),
            rule: "times/year",
            ..Given::default()
        })
    };
    let ends = Ends {
        from: year(first)?,
        to: year(first + 1)?,
    };
    *cursor = ahead;
    Some(ends)
}

/// A time before the range that both ends lie in.
fn frame(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let found = expression(&mut ahead, reading)?;
    any_role(&mut ahead, &[TimeWord::In]);
    ahead.mark(&[',']);
    let opens = peek(&ahead)
        .and_then(|word| word.prose.word)
        .is_some_and(|word| matches!(word, TimeWord::From | TimeWord::Between));
    let numbers = found.month.is_some() && found.day.is_none() && number_pair(&ahead);
    (opens && found.clock.is_none() || numbers).then(|| {
        *cursor = ahead;
        found
    })
}

/// «13-15», «13 إلى 15» stand next.
fn number_pair(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    number(&mut ahead).is_some_and(|number| number.value <= 31)
        && (ahead.mark(&['-']).is_some()
            || any_role(&mut ahead, &[TimeWord::To, TimeWord::Until]).is_some())
        && number(&mut ahead).is_some_and(|number| number.value <= 31)
}

/// A number with what leads to the other end right behind it: «من 4-22», «بين الساعة 5 و6».
fn number_end(cursor: &mut Cursor<'_>, between: bool) -> Option<End> {
    let mut ahead = *cursor;
    ahead.is(|word| word.at);
    if !ahead.peek()?.opens || inside_chain(&ahead) {
        return None;
    }
    let found =
        number(&mut ahead).filter(|number| number.thousandths == 0 && number.value <= 31)?;
    to_word(&mut ahead.clone(), between)?;
    // «4-5-2016» and «4/5» are dates.
    let mut chain = ahead;
    if chain.mark(&['-']).is_some() {
        chain.at += 1;
        if matches!(
            chain.peek().map(|atom| atom.kind),
            Some(Kind::Mark('-' | '/'))
        ) && chain.glued()
        {
            return None;
        }
    }
    *cursor = ahead;
    Some(End::Number(found))
}

/// A number that nothing follows.
fn last_number(cursor: &mut Cursor<'_>) -> Option<End> {
    let mut ahead = *cursor;
    if peek(&ahead).is_some_and(|word| word.weekday.is_some() || word.month.is_some()) {
        return None;
    }
    let found = number(&mut ahead).filter(|number| number.thousandths == 0)?;
    // «vom 3. bis 5. März»: the full stop of an ordinal.
    let ordinal = matches!(ahead.peek().map(|atom| atom.kind), Some(Kind::Mark('.')))
        && ahead
            .ahead(1)
            .and_then(meaning)
            .is_some_and(|word| word.month.is_some());
    let ends = at_edge(&ahead)
        && !ordinal
        && !chain_follows(&ahead)
        && !matches!(
            ahead.peek().map(|atom| atom.kind),
            Some(Kind::Mark(':' | '/' | '-'))
        );
    ends.then(|| {
        *cursor = ahead;
        End::Number(found)
    })
}

fn end(cursor: &mut Cursor<'_>, led: bool, reading: Reading) -> Option<End> {
    let mut ahead = *cursor;
    let found = if led {
        expected(&mut ahead, reading)
    } else {
        expression(&mut ahead, reading)
    };
    if let Some(found) = found {
        *cursor = ahead;
        return Some(End::Given(found));
    }
    ahead = *cursor;
    // «الخامسة»: an hour or a day, as the other end has it.
    let base = Given {
        weekday: Some(1),
        ..Given::default()
    };
    let digits = matches!(ahead.peek()?.kind, Kind::Number { .. });
    let found = number(&mut ahead).filter(|number| number.thousandths == 0);
    if let Some(found) = found
        && (!digits || ahead.before(1).is_some_and(|last| last.closes))
    {
        let mut timed = *cursor;
        if let Some(given) = clock(&mut timed, &base, reading)
            && timed.at > ahead.at
        {
            *cursor = timed;
            return Some(End::Given(given));
        }
        *cursor = ahead;
        return Some(End::Number(found));
    }
    None
}

/// «إلى», «حتى», «-», behind «بين» also «و»; whether it was a dash.
fn to_word(cursor: &mut Cursor<'_>, between: bool) -> Option<bool> {
    let mut ahead = *cursor;
    // «1:30 مساءً. إلى 4»: the full stop of an abbreviation.
    let mut stop = ahead;
    if stop.mark(&[',']).is_some() || stop.mark(&['.']).is_some() && to_follows(&stop) {
        ahead = stop;
    }
    let joined = joint(&mut ahead);
    if any_role(&mut ahead, &[TimeWord::To, TimeWord::Until]).is_some() {
        any_role(&mut ahead, &[TimeWord::End]);
        *cursor = ahead;
        return Some(false);
    }
    if joined {
        *cursor = ahead;
        return between.then_some(false);
    }
    let mut dash = *cursor;
    if dash.mark(&['-']).is_some() {
        *cursor = dash;
        return Some(true);
    }
    // «وحتى», «والسادسة»: the conjunction is written onto what follows.
    if peek(&ahead).is_some_and(|word| word.prose.conjunction) && between {
        return Some(false);
    }
    None
}

fn to_follows(cursor: &Cursor<'_>) -> bool {
    peek(cursor).is_some_and(|word| {
        word.prose.word == Some(TimeWord::To)
            || word.prose.placed && word.prose.word == Some(TimeWord::Until)
    })
}
