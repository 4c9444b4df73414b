//! The times among the atoms of one zone, left to right.

use crate::article::TimeModifier;
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Atom, Cursor, Kind};
use crate::pipeline::tokens::Tokens;

use super::Reading;
use super::clock::bare_hour;
use super::duration::{Amount, Bare, Length, length};
use super::ends::Ends;
use super::expression::{about, expression};
use super::given::{Given, Side};
use super::offset::offset;
use super::range::range;
use super::resolve::Offset;
use super::set::{Again, set};
use super::words::{any_role, meaning, now, number, peek, role, unit};

/// A time as found, not yet counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub tokens: Tokens,
    /// Bytes at the front of the first token that are clitics.
    pub front: u8,
    pub what: What,
    pub modifier: Option<TimeModifier>,
    /// Its words say that it lies ahead, or behind.
    pub look: Option<Side>,
    pub rule: &'static str,
}

/// Zones that a day which another names may lie back.
const DAY_BEHIND: usize = 2;

impl Found {
    /// It is counted from a time that the text named before, where its clause does not look forward: «اليوم التالي»,
    /// «بعد ثلاثة أيام».
    pub(super) fn follows(&self) -> bool {
        match &self.what {
            What::One(given) => given.following,
            What::Length(_, offset) => matches!(offset, Offset::Point(1)),
            _ => false,
        }
    }

    /// Zones back in which that time may stand.
    pub(super) fn reach(&self) -> usize {
        match self.what {
            What::One(_) => DAY_BEHIND,
            _ => 0,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    One(Given),
    Range(Ends),
    Again(Again),
    Length(Length, Offset),
    /// So long before (-1) or after (1) a day.
    Beside(Length, i32, Given),
    /// A time that has no place on the calendar.
    Reference(&'static str),
}

/// What a reader at one place finds: what, a modifier, the rule, whether it lies ahead; and the first atom
/// that is part of it.
pub(super) struct Read {
    pub what: What,
    pub modifier: Option<TimeModifier>,
    pub rule: &'static str,
    pub look: Option<Side>,
    pub from: usize,
}

/// All times of `atoms`.
pub(super) fn find(atoms: &[Atom], reading: Reading) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(atom) = atoms.get(at) {
        let mut cursor = Cursor::new(atoms, at);
        let read = can_start(atom, reading)
            .then(|| read(&mut cursor, reading))
            .flatten();
        let ends = atoms
            .get(cursor.at.wrapping_sub(1))
            .filter(|_| cursor.at > at);
        match (read, ends) {
            (Some(read), Some(last)) => {
                if let Some(first) = atoms.get(read.from) {
                    found.push(Found {
                        tokens: first.first..last.end,
                        front: meaning(first).map_or(0, |word| word.prose.front_clitics),
                        what: read.what,
                        modifier: read.modifier,
                        look: read.look,
                        rule: read.rule,
                    });
                }
                at = cursor.at;
            }
            _ => at += 1,
        }
    }
    found
}

fn can_start(atom: &Atom, _reading: Reading) -> bool {
    match &atom.kind {
        Kind::Number { .. } => atom.opens,
        Kind::Word(word) => !word.prose.a_name,
        Kind::Mark(_) | Kind::Letter(_) | Kind::Gap => false,
    }
}

fn read(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    for rule in [
        reference,
        again,
        ranged,
        single,
        offset,
        lasting,
        limited,
        number_alone,
    ] {
        let mut ahead = *cursor;
        if let Some(read) = rule(&mut ahead, reading) {
            *cursor = ahead;
            return Some(read);
        }
    }
    None
}

/// «حالياً», «مؤخراً», «قريباً».
fn reference(cursor: &mut Cursor<'_>, _: Reading) -> Option<Read> {
    let from = cursor.at;
    let word = any_role(
        cursor,
        &[TimeWord::PresentRef, TimeWord::PastRef, TimeWord::FutureRef],
    );
    let value = match word {
        Some(TimeWord::PresentRef) => "PRESENT_REF",
        Some(TimeWord::PastRef) => "PAST_REF",
        Some(_) => "FUTURE_REF",
        None if now(cursor) => "PRESENT_REF",
        None => return None,
    };
    Some(Read {
        what: What::Reference(value),
        modifier: None,
        rule: "times/reference",
        look: None,
        from,
    })
}

fn again(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    let from = cursor.at;
    let again = set(cursor, reading)?;
    Some(Read {
        what: What::Again(again),
        modifier: None,
        rule: "times/set",
        look: None,
        from,
    })
}

fn ranged(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    if moved_before(cursor) {
        return None;
    }
    let mut from = cursor.at;
    let mut lead = *cursor;
    if any_role(&mut lead, &[TimeWord::From, TimeWord::Between]).is_some() {
        from = lead.at;
        if any_role(&mut lead, &[TimeWord::Years]).is_some() {
            from = lead.at - 1;
        }
    }
    let ends = range(cursor, reading)?;
    Some(Read {
        what: What::Range(ends),
        modifier: None,
        rule: "times/range",
        look: None,
        from,
    })
}

/// How far back a verb of moving is looked for.
const MOVED_REACH: usize = 6;

/// «تأجيل … من الأحد إلى الاثنين»: two times, no range.
fn moved_before(cursor: &Cursor<'_>) -> bool {
    (1..=MOVED_REACH)
        .map_while(|back| cursor.before(back))
        .filter_map(meaning)
        .any(|word| word.prose.word == Some(TimeWord::Moved))
}

fn single(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    let mut ahead = *cursor;
    let modifier = about(&mut ahead);
    let from = if modifier.is_some() {
        ahead.at
    } else {
        cursor.at
    };
    let given = expression(&mut ahead, reading)?;
    *cursor = ahead;
    Some(Read {
        what: What::One(given),
        modifier,
        rule: given.rule,
        look: None,
        from,
    })
}

/// What looks like a length is the front of a time: «في يوم 27».
pub(super) fn expression_instead(from: &Cursor<'_>, end: &Cursor<'_>, reading: Reading) -> bool {
    let mut ahead = *from;
    // «в 2019 году» is a year, and no two thousand of them.
    let same = matches!(
        from.peek().map(|atom| atom.kind),
        Some(Kind::Number { digits: 4, .. })
    ) && ahead.at <= end.at
        && placed_unit(end);
    expression(&mut ahead, reading).is_some() && (ahead.at > end.at || same && ahead.at == end.at)
}

/// Whether the unit before `cursor` is one of a language that marks no article on words.
fn placed_unit(cursor: &Cursor<'_>) -> bool {
    cursor
        .before(1)
        .and_then(meaning)
        .is_some_and(|word| word.prose.placed)
}

/// «لمدة ثلاثة أشهر», «طوال اليوم», «ساعتين», «20 عاماً», «أكثر من شهر».
fn lasting(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    let mut ahead = *cursor;
    let attached = peek(&ahead).is_some_and(|word| word.prose.preposition);
    let lead = any_role(
        &mut ahead,
        &[TimeWord::For, TimeWord::Within, TimeWord::In, TimeWord::Age],
    );
    let from = ahead.at;
    if lead.is_none() && role(&mut ahead, TimeWord::All) {
        let behind = ahead;
        let one = unit(&mut ahead).filter(|unit| unit.count == 0 && !unit.plural)?;
        if expression_instead(&behind, &ahead, reading) {
            return None;
        }
        *cursor = ahead;
        return Some(Read {
            what: What::Length(Length::one(Amount::Is(1.0), one.unit), Offset::Lasts),
            modifier: None,
            rule: "times/length",
            look: None,
            from,
        });
    }
    let behind_lead = ahead;
    let about = about(&mut ahead);
    let from = if about.is_some() { ahead.at } else { from };
    let told = matches!(lead, Some(TimeWord::For | TimeWord::Within))
        || about.is_some()
        || reading == Reading::Appointments && (lead.is_some() || cursor.at == 0);
    let length = if lead == Some(TimeWord::Age) {
        // «عن عمر 45»: the unit may be left out.
        length(&mut ahead, Bare::No).or_else(|| {
            let years = number(&mut ahead)
                .filter(|years| (1..=120).contains(&years.value) && years.digits <= 3)?;
            Some(Length::one(Amount::Is(years.as_f64()), TimeUnit::Year))
        })?
    } else {
        length(
            &mut ahead,
            if told || attached {
                Bare::One
            } else {
                Bare::No
            },
        )?
    };
    if expression_instead(&behind_lead, &ahead, reading) {
        return None;
    }
    // «a day in the park», «one second»: said of no length.
    let one = placed_unit(&ahead)
        && length.is_one()
        && matches!(
            cursor.ahead(from - cursor.at).map(|atom| atom.kind),
            Some(Kind::Word(_))
        );
    if one && lead.is_none_or(|lead| lead == TimeWord::In) && about.is_none() {
        return None;
    }
    role(&mut ahead, TimeWord::Whole);
    // «يوم» alone is no length, whatever stands before it.
    *cursor = ahead;
    Some(Read {
        what: What::Length(length, Offset::Lasts),
        modifier: about,
        rule: "times/length",
        look: None,
        from,
    })
}

/// «قبل عام 2020», «حتى الساعة الثانية», «منذ أغسطس», «بعد الثلاثاء المقبل».
fn limited(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    let mut ahead = *cursor;
    let word = any_role(
        &mut ahead,
        &[
            TimeWord::Before,
            TimeWord::After,
            TimeWord::Since,
            TimeWord::Until,
            TimeWord::From,
            TimeWord::To,
        ],
    )?;
    any_role(&mut ahead, &[TimeWord::OnDate]);
    let about = about(&mut ahead);
    let from = ahead.at;
    let given = expression(&mut ahead, reading)?;
    *cursor = ahead;
    let modifier = match word {
        TimeWord::Before => Some(TimeModifier::Before),
        TimeWord::After => Some(TimeModifier::After),
        TimeWord::Since => Some(TimeModifier::OnOrAfter),
        TimeWord::Until => Some(TimeModifier::OnOrBefore),
        _ => None,
    };
    Some(Read {
        what: What::One(given),
        modifier: modifier.or(about),
        rule: given.rule,
        look: match word {
            TimeWord::Until | TimeWord::To => Some(Side::Next),
            TimeWord::Since => Some(Side::Last),
            _ => None,
        },
        from,
    })
}

/// «تغيير … إلى 20»: an hour, in requests to a calendar.
fn number_alone(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    if reading != Reading::Appointments {
        return None;
    }
    let mut to = *cursor;
    if role(&mut to, TimeWord::To) && moved_before(cursor) {
        let from = to.at;
        let given = bare_hour(&mut to)?;
        *cursor = to;
        return Some(Read {
            what: What::One(given),
            modifier: None,
            rule: given.rule,
            look: None,
            from,
        });
    }
    None
}
