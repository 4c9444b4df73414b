//! What lies a length of time from now or from a day: «قبل ثلاثة أيام», «الأيام الثلاثة المقبلة», «بعد يومين من الغد».

use crate::article::TimeModifier;
use crate::lang::{RelativeSide, TimeWord};
use crate::pipeline::dates::atom::Cursor;

use super::Reading;
use super::duration::{Bare, beside_now, length};
use super::expression::{about, expression};
use super::find::{Read, What, expression_instead};
use super::given::Given;
use super::resolve::Offset;
use super::words::{any_role, meaning, peek, role};

/// «قبل ثلاثة أيام», «منذ عامين», «بعد أسبوعين», «الأيام الثلاثة المقبلة», «آخر 24 ساعة».
pub(super) fn offset(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Read> {
    let from = cursor.at;
    let make = |length, offset, modifier| Read {
        what: What::Length(length, offset),
        modifier,
        rule: "times/offset",
        look: None,
        from,
    };
    let mut ahead = *cursor;
    if let Some((length, sign)) = beside_now(&mut ahead) {
        *cursor = ahead;
        return Some(make(length, stretch(sign, reading), None));
    }
    if role(&mut ahead, TimeWord::Final) {
        let length = length(&mut ahead, Bare::No)?;
        *cursor = ahead;
        return Some(make(length, Offset::Stretch(-1), None));
    }
    // «vor drei Tagen», «il y a trois jours».
    let ago = ahead.is(|word| word.relative == Some(RelativeSide::AgoBefore) && word.prose.placed);
    // «dans trois jours», «через три дня».
    let coming = !ago && ahead.is(|word| word.prose.ahead);
    let lead = any_role(
        &mut ahead,
        &[
            TimeWord::Before,
            TimeWord::Since,
            TimeWord::After,
            TimeWord::In,
            TimeWord::Within,
        ],
    );
    if lead.is_some()
        && !coming
        && let Some((length, sign)) = beside_now(&mut ahead.clone())
    {
        // The preposition is no part of it.
        let from = ahead.at;
        beside_now(&mut ahead);
        *cursor = ahead;
        return Some(Read {
            from,
            ..make(length, stretch(sign, reading), None)
        });
    }
    let behind_lead = ahead;
    let about = about(&mut ahead);
    let point = matches!(
        lead,
        Some(TimeWord::Before | TimeWord::Since | TimeWord::After)
    );
    let bare = if ago || coming || point {
        Bare::One
    } else {
        Bare::No
    };
    let length = length(&mut ahead, bare)?;
    if expression_instead(&behind_lead, &ahead, reading) {
        return None;
    }
    let from_now = role(&mut ahead, TimeWord::FromNow);
    let gone = ahead.is(|word| word.relative == Some(RelativeSide::AgoAfter) || word.prose.ago);
    let signs = Signs {
        lead,
        ago,
        coming,
        from_now,
        gone,
        later: !gone && !ago && role(&mut ahead, TimeWord::Later),
        placed: ahead
            .before(1)
            .and_then(meaning)
            .is_some_and(|word| word.prose.placed),
        appointments: reading == Reading::Appointments,
    };
    if let Some(offset) = signs.offset() {
        *cursor = ahead;
        let ahead_of_it = offset == Offset::Ahead;
        return Some(Read {
            from: if ahead_of_it { behind_lead.at } else { from },
            ..make(length, offset, about)
        });
    }
    // «أربعة أيام من الغد».
    let from_day = || lead.is_none() && other_day(&mut ahead.clone(), reading).is_some();
    let sign = signs.sign().or_else(|| from_day().then_some(1))?;
    // «بعد يومين من الغد», «قبل أسبوع من عيد الفطر»: from another day.
    let other = other_day(&mut ahead, reading);
    *cursor = ahead;
    if let Some(given) = other {
        return Some(Read {
            what: What::Beside(length, sign, given),
            ..make(length, Offset::Lasts, None)
        });
    }
    // «بعد يومين من الانفجار»: from another time.
    if lead.is_some() && !from_now && another_time(&ahead) {
        return Some(Read {
            from: from + 1,
            ..make(length, Offset::Lasts, about)
        });
    }
    let modifier = about.map(|about| of_point(about, sign));
    Some(make(length, Offset::Point(sign), modifier))
}

/// What stands around a length and says where it leads.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word that may stand there"
)]
struct Signs {
    lead: Option<TimeWord>,
    /// «vor drei Tagen», «hace tres días».
    ago: bool,
    /// «dans trois jours».
    coming: bool,
    from_now: bool,
    /// «three days ago», «مضت».
    gone: bool,
    /// «three days later».
    later: bool,
    /// The language marks no article on words.
    placed: bool,
    appointments: bool,
}

impl Signs {
    /// What the length does where that is no point counted from another time.
    fn offset(&self) -> Option<Offset> {
        match self.lead {
            _ if self.coming || self.from_now && self.placed => Some(Offset::FromNow),
            Some(TimeWord::Since) if self.placed && !self.ago && !self.later => {
                Some(Offset::Point(-1))
            }
            // «in three days»: how long, unless the clause looks ahead.
            Some(TimeWord::In)
                if self.placed && !self.ago && !self.gone && !self.later && !self.appointments =>
            {
                Some(Offset::Ahead)
            }
            Some(TimeWord::Within) if self.appointments && !self.gone && !self.ago => {
                Some(Offset::Within)
            }
            _ => None,
        }
    }

    /// Which way the point lies.
    fn sign(&self) -> Option<i32> {
        match self.lead {
            _ if self.ago => Some(-1),
            _ if self.later => Some(1),
            // «before two days» is said of no day in languages that have a word for "ago".
            Some(TimeWord::Before) if self.placed => None,
            Some(TimeWord::Before | TimeWord::Since) => Some(-1),
            Some(TimeWord::After) => Some(1),
            Some(TimeWord::In) if self.appointments && !self.gone => Some(1),
            _ if self.gone => Some(-1),
            _ if self.from_now => Some(1),
            _ => None,
        }
    }
}

/// «من الانفجار»: what a length is counted from is no day.
fn another_time(cursor: &Cursor<'_>) -> bool {
    let from = peek(cursor).is_some_and(|word| word.prose.word == Some(TimeWord::From));
    let day = cursor
        .ahead(1)
        .and_then(meaning)
        .is_some_and(|word| word.weekday.is_some() || word.month.is_some());
    from && !day
}

/// More than a length ago is before the point that lies so long ago.
fn of_point(about: TimeModifier, sign: i32) -> TimeModifier {
    match (about, sign) {
        (TimeModifier::MoreThan, -1) | (TimeModifier::LessThan, 1) => TimeModifier::Before,
        (TimeModifier::MoreThan | TimeModifier::LessThan, _) => TimeModifier::After,
        (TimeModifier::EqualOrMore, -1) | (TimeModifier::EqualOrLess, 1) => {
            TimeModifier::OnOrBefore
        }
        (TimeModifier::EqualOrMore | TimeModifier::EqualOrLess, _) => TimeModifier::OnOrAfter,
        (other, _) => other,
    }
}

/// What a placed length does: behind a time that the text named it only lasts.
fn stretch(sign: i32, reading: Reading) -> Offset {
    match sign {
        0 if reading == Reading::News => Offset::Lasts,
        0 => Offset::Stretch(1),
        sign => Offset::Stretch(sign),
    }
}

/// «من الغد», «من 3 مارس»: a day that a length is counted from.
fn other_day(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    role(&mut ahead, TimeWord::From).then_some(())?;
    let given =
        expression(&mut ahead, reading).filter(|given| given.has_day() && !given.has_time())?;
    *cursor = ahead;
    Some(given)
}
