//! Months: «يناير», «تموز/يوليو», «شهر 3», «يونيو القادم», «هذا سبتمبر», «مارس الماضي».

use crate::article::Calendar;
use crate::lang::{TimeUnit, TimeWord};
use crate::pipeline::dates::atom::{Cursor, Kind};

use super::Reading;
use super::date::year_behind;
use super::given::{Given, Month, Side};
use super::words::{any_role, number, peek, side, this_or_side, unit};

/// Reads a month, with what says which one.
pub(super) fn month(cursor: &mut Cursor<'_>, reading: Reading) -> Option<Given> {
    let mut ahead = *cursor;
    let (this, first) = this_or_side(&mut ahead);
    let headed = {
        let mut head = ahead;
        let found = unit(&mut head).filter(|unit| unit.unit == TimeUnit::Month && unit.count == 0);
        if found.is_some() {
            ahead = head;
            // «mes de marzo».
            let mut of = ahead;
            let named = any_role(&mut of, &[TimeWord::From, TimeWord::In]).is_some()
                && peek(&of).is_some_and(|word| word.prose.placed && word.month.is_some());
            if named {
                ahead = of;
            }
        }
        found
    };
    let month = if let Some(month) = names(&mut ahead) {
        month
    } else {
        let definite = headed?.definite;
        let found = numbered(&mut ahead, definite)?;
        // «للشهر الرابع على التوالي» is no April.
        if definite && reading == Reading::News && year_behind(&mut ahead.clone()).is_none() {
            return None;
        }
        found
    };
    // «Mart ayında»: the unit behind it.
    let mut behind = ahead;
    let again = unit(&mut behind)
        .is_some_and(|unit| unit.unit == TimeUnit::Month && unit.placed && !unit.plural);
    if again && headed.is_none() {
        ahead = behind;
    }
    let which = first
        .or_else(|| side(&mut ahead))
        .or(this.then_some(Side::This));
    *cursor = ahead;
    Some(Given {
        month: Some(Month::Named(month.0, month.1)),
        side: which,
        rule: "times/month",
        ..Given::default()
    })
}

/// A month name, or two names of one month: «نيسان / أبريل», «أبريل (نيسان)».
pub(super) fn names(cursor: &mut Cursor<'_>) -> Option<(Calendar, u8)> {
    let month = cursor.word(|word| word.month.filter(|_| !word.prose.definite))?;
    // An abbreviation's full stop, or one between the parts of a date.
    let mut ahead = *cursor;
    if ahead.glued()
        && ahead.mark(&['.']).is_some()
        && matches!(
            ahead.peek().map(|atom| atom.kind),
            Some(Kind::Number { .. })
        )
    {
        *cursor = ahead;
    }
    let mut ahead = *cursor;
    let mark = ahead.mark(&['/', '-', '(', '|', '\\']);
    if ahead.word(|word| word.month) == Some(month)
        && (mark != Some('(') || ahead.mark(&[')']).is_some())
    {
        *cursor = ahead;
    }
    Some(month)
}

/// «شهر 3», «شهر ثلاثة», «الشهر التاسع».
fn numbered(cursor: &mut Cursor<'_>, definite: bool) -> Option<(Calendar, u8)> {
    let mut ahead = *cursor;
    let told = peek(&ahead).is_none_or(|word| word.prose.definite == definite);
    let found = number(&mut ahead).filter(|number| {
        number.digits <= 2 && number.thousandths == 0 && (!definite || number.ordinal) && told
    })?;
    let month = u8::try_from(found.value)
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    // «شهر 3 أيام»: a number that counts something is no month's.
    if peek(&ahead)
        .is_some_and(|word| word.unit.is_some() && found.digits > 0 && !word.prose.definite)
    {
        let mut year = ahead;
        let is_year = unit(&mut year).is_some_and(|unit| unit.unit == TimeUnit::Year)
            && number(&mut year).is_some();
        if !is_year {
            return None;
        }
    }
    *cursor = ahead;
    Some((Calendar::Gregorian, month))
}
