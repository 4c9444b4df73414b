//! Lengths of time: «ثلاثة أشهر», «ساعتين ونصف», «عام واحد وشهر و21 يوماً», «بضعة أيام».

use crate::lang::{RelativeSide, TimeUnit, TimeWord, WordPlace};
use crate::pipeline::dates::atom::{Cursor, Kind, Meaning};

use super::given::Side;
use super::numeric::inside_chain;
use super::words::{
    any_role, at_edge, joined, meaning, number, peek, placed, role, side_before, unit,
};

/// Units that one length holds at most.
const MAX_PARTS: usize = 6;

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Length {
    /// How many of each unit, the unknown number aside.
    parts: [Option<(Amount, TimeUnit)>; MAX_PARTS],
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    Is(f64),
    /// A few.
    Few,
}

impl Length {
    pub(super) fn one(amount: Amount, unit: TimeUnit) -> Self {
        let mut length = Self::default();
        if let Some(slot) = length.parts.first_mut() {
            *slot = Some((amount, unit));
        }
        length
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = (Amount, TimeUnit)> {
        self.parts.into_iter().flatten()
    }

    fn push(&mut self, amount: Amount, unit: TimeUnit) -> bool {
        let known = self.parts().any(|(_, known)| known == unit);
        let slot = self.parts.iter_mut().find(|slot| slot.is_none());
        match slot {
            Some(slot) if !known => {
                *slot = Some((amount, unit));
                true
            }
            _ => false,
        }
    }

    /// The shortest unit.
    pub(super) fn finest(&self) -> Option<TimeUnit> {
        self.parts().map(|(_, unit)| unit).min()
    }

    /// It is one of a unit.
    pub(super) fn is_one(&self) -> bool {
        let mut parts = self.parts();
        matches!(parts.next(), Some((Amount::Is(1.0), _))) && parts.next().is_none()
    }

    /// The number is not given.
    pub(super) fn is_fuzzy(&self) -> bool {
        self.parts().any(|(amount, _)| amount == Amount::Few)
    }

    /// ISO 8601: `P1Y1M21D`, `PT1H30M`, `PXD`.
    pub(super) fn value(&self) -> String {
        let order = [
            (TimeUnit::Century, 'Y', 100.0),
            (TimeUnit::Decade, 'Y', 10.0),
            (TimeUnit::Year, 'Y', 1.0),
            (TimeUnit::Month, 'M', 1.0),
            (TimeUnit::Week, 'W', 1.0),
            (TimeUnit::Weekend, 'W', 1.0),
            (TimeUnit::Day, 'D', 1.0),
            (TimeUnit::Hour, 'H', 1.0),
            (TimeUnit::Minute, 'M', 1.0),
            (TimeUnit::Second, 'S', 1.0),
        ];
        // Halves of what has whole parts below it.
        let halves = [
            (TimeUnit::Year, TimeUnit::Month, 12.0),
            (TimeUnit::Hour, TimeUnit::Minute, 60.0),
            (TimeUnit::Month, TimeUnit::Day, 30.0),
            (TimeUnit::Day, TimeUnit::Hour, 24.0),
            (TimeUnit::Minute, TimeUnit::Second, 60.0),
        ];
        let mut amounts: Vec<(TimeUnit, Amount)> =
            self.parts().map(|(amount, unit)| (unit, amount)).collect();
        for (unit, smaller, scale) in halves {
            let split = amounts.iter_mut().find_map(|(own, amount)| match *amount {
                Amount::Is(value) if *own == unit && value.fract() != 0.0 => {
                    let rest = (value.fract() * scale * 1000.0).round() / 1000.0;
                    (rest.fract() == 0.0).then(|| {
                        *amount = Amount::Is(value.trunc());
                        rest
                    })
                }
                _ => None,
            });
            if let Some(rest) = split {
                match amounts.iter_mut().find(|(own, _)| *own == smaller) {
                    Some((_, Amount::Is(value))) => *value += rest,
                    Some(_) => {}
                    None => amounts.push((smaller, Amount::Is(rest))),
                }
            }
        }
        let mut years = None;
        let (mut date, mut time) = (String::new(), String::new());
        for (unit, letter, scale) in order {
            let Some(&(_, amount)) = amounts.iter().find(|(own, _)| *own == unit) else {
                continue;
            };
            let text = match amount {
                Amount::Is(0.0) => continue,
                Amount::Is(value) if letter == 'Y' => {
                    years = Some(years.unwrap_or(0.0) + value * scale);
                    continue;
                }
                Amount::Is(value) => format!("{value}{letter}"),
                // «عدة عقود»: the number of tens is not known either.
                Amount::Few if unit == TimeUnit::Decade => "XE".to_owned(),
                Amount::Few => format!("X{letter}"),
            };
            if unit <= TimeUnit::Hour {
                time.push_str(&text);
            } else {
                date.push_str(&text);
            }
        }
        let years = years.map_or(String::new(), |years| format!("{years}Y"));
        let time = if time.is_empty() {
            time
        } else {
            format!("T{time}")
        };
        format!("P{years}{date}{time}")
    }
}

/// How a length that is only a unit is read: «شهر».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    /// As one of it, behind a preposition.
    One,
    /// Not at all.
    No,
}

/// Reads a length.
pub(super) fn length(cursor: &mut Cursor<'_>, bare: Bare) -> Option<Length> {
    let mut ahead = *cursor;
    let (amount, unit) = part(&mut ahead, bare)?;
    let mut found = Length::one(amount, unit);
    for _ in 1..MAX_PARTS {
        let mut next = ahead;
        next.mark(&[',']);
        let glue = joined(&mut next);
        // «three days and the five-year plan».
        if placed(&next) && peek(&next).is_some_and(|word| word.prose.definite) {
            break;
        }
        let Some((amount, unit)) = part(&mut next, if glue { Bare::One } else { Bare::No }) else {
            break;
        };
        if !found.push(amount, unit) {
            break;
        }
        ahead = next;
    }
    *cursor = ahead;
    Some(found)
}

/// One number with its unit.
fn part(cursor: &mut Cursor<'_>, bare: Bare) -> Option<(Amount, TimeUnit)> {
    let mut ahead = *cursor;
    if let Some(found) = counted(&mut ahead) {
        let found = with_fraction(&mut ahead, found);
        *cursor = ahead;
        return Some(found);
    }
    ahead = *cursor;
    let plural = peek(&ahead).is_some_and(|word| word.prose.word == Some(TimeWord::Plural));
    let found = unit(&mut ahead)?;
    if found.definite {
        return None;
    }
    // «منذ أيام», «خلال ساعات».
    if plural {
        any_role(&mut ahead, &[TimeWord::FewBehind]);
        let named = peek(&ahead).is_some_and(|word| word.weekday.is_some());
        if bare == Bare::No || named {
            return None;
        }
        *cursor = ahead;
        return Some((Amount::Few, found.unit));
    }
    if found.count == 2 {
        let found = with_fraction(&mut ahead, (Amount::Is(2.0), found.unit));
        *cursor = ahead;
        return Some(found);
    }
    if found.unit == TimeUnit::Weekend {
        return None;
    }
    // «يوم واحد», «شهر كامل».
    let one = ahead.is(|word| word.numeral == Some(1) && !word.prose.conjunction)
        || role(&mut ahead, TimeWord::Whole);
    let mut behind = ahead;
    let amount = with_fraction(&mut behind, (Amount::Is(1.0), found.unit));
    let fraction = behind.at != ahead.at;
    if !(one || fraction || bare == Bare::One) {
        return None;
    }
    // «عقد» is a contract and the holding of a meeting too: «عقد من الزمن».
    let ends = matches!(
        behind.peek().map(|atom| atom.kind),
        None | Some(Kind::Mark(_))
    ) || peek(&behind).is_some_and(|word| word.prose.word == Some(TimeWord::From));
    if found.unit == TimeUnit::Decade && !(one || fraction || ends) {
        return None;
    }
    // «يوم الأحد», «شهر مارس», «عام 2014»: a name follows.
    if !one
        && !fraction
        && (peek(&behind).is_some_and(|word| {
            word.weekday.is_some() && !word.prose.conjunction
                || word.month.is_some()
                || word.prose.word == Some(TimeWord::Final)
                || (word.numeral.is_some() || word.prose.ordinal.is_some())
                    && !word.prose.conjunction
                    && found.unit >= TimeUnit::Month
        }) || matches!(
            behind.peek().map(|atom| atom.kind),
            Some(Kind::Number { digits: 3..=4, .. })
        ))
    {
        return None;
    }
    *cursor = behind;
    Some(amount)
}

/// «3 أيام», «عشرين عاماً», «نصف ساعة», «ثلاثة أرباع الساعة», «بضع ساعات», «أربع وعشرين ساعة».
fn counted(cursor: &mut Cursor<'_>) -> Option<(Amount, TimeUnit)> {
    let mut ahead = *cursor;
    let fraction = ahead.word(|word| {
        Some(match word.prose.word? {
            TimeWord::Half => 0.5,
            TimeWord::Third => 1.0 / 3.0,
            TimeWord::Quarter => 0.25,
            TimeWord::ThreeQuarters => 0.75,
            _ => return None,
        })
    });
    if let Some(fraction) = fraction {
        if peek(cursor).is_some_and(|word| word.prose.definite) {
            return None;
        }
        // «half an hour», «eine halbe Stunde».
        let mut one = ahead;
        if one.is(|word| word.prose.placed && word.numeral == Some(1)) {
            ahead = one;
        }
        let found = unit(&mut ahead).filter(|unit| unit.count == 0)?;
        // «نصف شهر مارس» is the middle of it.
        if peek(&ahead).is_some_and(|word| word.month.is_some()) {
            return None;
        }
        *cursor = ahead;
        return Some((Amount::Is(fraction), found.unit));
    }
    if any_role(&mut ahead, &[TimeWord::Few]).is_some() {
        any_role(&mut ahead, &[TimeWord::From]);
        let found = unit(&mut ahead).filter(|unit| unit.count == 0)?;
        *cursor = ahead;
        return Some((Amount::Few, found.unit));
    }
    if !ahead.peek()?.opens || inside_chain(&ahead) {
        return None;
    }
    let definite = peek(&ahead).is_some_and(|word| word.prose.definite);
    let found = number(&mut ahead)
        .filter(|number| number.digits <= 9 && !(number.ordinal && definite) && number.value > 0)?;
    // «two and a half years».
    let mut half = ahead;
    let more = joined(&mut half) && {
        half.is(|word| word.numeral == Some(1));
        placed(&half) && role(&mut half, TimeWord::Half)
    };
    if more {
        ahead = half;
    }
    // «five-year».
    let mut joint = ahead;
    if joint.glued() && joint.mark(&['-']).is_some() && joint.glued() && placed(&joint) {
        ahead = joint;
    }
    // «واحد وعشرين مايو» and «14:30 يوم» end differently; «الـ24 ساعة» has its article aside.
    let counted =
        unit(&mut ahead).filter(|unit| unit.count == 0 && !unit.definite && !unit.joined)?;
    // «أحد أشهر» is one of the most famous: words below three have no plural behind them.
    // «a second day», «un segundo»: the word is a place in an order too.
    let ordinal = ahead
        .before(1)
        .and_then(meaning)
        .is_some_and(|word| word.prose.placed && word.prose.ordinal.is_some());
    if ordinal && found.value == 1 {
        return None;
    }
    let few = counted.plural && found.digits == 0 && found.value < 3 && !counted.placed;
    if found.ordinal || few || counted.unit == TimeUnit::Weekend {
        return None;
    }
    // «3 شهر مارس», «2 يوم الأحد».
    if peek(&ahead).is_some_and(|word| {
        word.month.is_some() || word.weekday.is_some() && counted.unit == TimeUnit::Day
    }) && !at_edge(&ahead)
    {
        return None;
    }
    *cursor = ahead;
    let more = if more { 0.5 } else { 0.0 };
    Some((Amount::Is(found.as_f64() + more), counted.unit))
}

/// «ساعتين ونصف», «عام ونصف العام», «ساعة وربع».
fn with_fraction(
    cursor: &mut Cursor<'_>,
    (amount, whole): (Amount, TimeUnit),
) -> (Amount, TimeUnit) {
    let mut ahead = *cursor;
    let Amount::Is(value) = amount else {
        return (amount, whole);
    };
    if !joined(&mut ahead) {
        return (amount, whole);
    }
    let more = ahead.word(|word| {
        Some(match word.prose.word? {
            TimeWord::Half => 0.5,
            TimeWord::Third => 1.0 / 3.0,
            TimeWord::Quarter => 0.25,
            _ => return None,
        })
    });
    let Some(more) = more else {
        return (amount, whole);
    };
    // «ساعة ونصف الساعة»; «ساعة ونصف دقيقة» is another number.
    let mut named = ahead;
    if let Some(again) = unit(&mut named) {
        if again.unit != whole {
            return (amount, whole);
        }
        ahead = named;
    }
    *cursor = ahead;
    (Amount::Is(value + more), whole)
}

/// A number of units that a word places beside now: «الأيام الثلاثة المقبلة», «3 أيام القادمة», «العقدين الماضيين»,
/// «الأسابيع القليلة القادمة», «السنوات الأخيرة».
/// Which way it lies: -1, 1, or 0 behind a time that the text named.
pub(super) fn beside_now(cursor: &mut Cursor<'_>) -> Option<(Length, i32)> {
    let mut ahead = *cursor;
    if let Some(found) = side_and_length(&mut ahead) {
        *cursor = ahead;
        return Some(found);
    }
    ahead = *cursor;
    let length = counted_any_order(&mut ahead)?;
    // «dua minggu lalu», «دو هفته قبل»: a point.
    let gone = |word: &Meaning| {
        word.prose.placed && (word.prose.ago || word.relative == Some(RelativeSide::AgoAfter))
    };
    if peek(&ahead).is_some_and(gone) {
        return None;
    }
    let steps = match any_role(
        &mut ahead,
        &[
            TimeWord::Last,
            TimeWord::Next,
            TimeWord::Following,
            TimeWord::Final,
        ],
    )? {
        TimeWord::Last | TimeWord::Final => -1,
        TimeWord::Following => 0,
        _ => 1,
    };
    if ahead
        .before(1)
        .and_then(meaning)
        .is_some_and(|word| match word.prose.place {
            None => !word.prose.definite,
            Some(place) => place == WordPlace::Before,
        })
    {
        return None;
    }
    *cursor = ahead;
    Some((length, steps))
}

/// «last three days», «die nächsten 24 Stunden», «trois derniers jours».
fn side_and_length(cursor: &mut Cursor<'_>) -> Option<(Length, i32)> {
    let sign = |side: Side| match side {
        Side::Last => Some(-1),
        Side::Next => Some(1),
        Side::Following => Some(0),
        Side::This | Side::Nearest | Side::Steps(_) => None,
    };
    if let Some(found) = side_before(cursor) {
        let sign = sign(found)?;
        if any_role(cursor, &[TimeWord::Few]).is_some()
            || peek(cursor).is_some_and(|word| word.prose.word == Some(TimeWord::Plural))
        {
            let found = unit(cursor).filter(|unit| unit.count == 0)?;
            return Some((Length::one(Amount::Few, found.unit), sign));
        }
        let length = length(cursor, Bare::No)?;
        return Some((length, sign));
    }
    let count = number(cursor).filter(|number| !number.ordinal && number.value > 0)?;
    let sign = sign(side_before(cursor)?)?;
    let found = unit(cursor).filter(|unit| unit.count == 0)?;
    Some((Length::one(Amount::Is(count.as_f64()), found.unit), sign))
}

fn counted_any_order(cursor: &mut Cursor<'_>) -> Option<Length> {
    let mut ahead = *cursor;
    // «آخر ثلاثة أيام» is read by its caller; «الـ24 ساعة», «الثلاثة عقود», «3 أيام».
    let mut before = ahead;
    let few = any_role(&mut before, &[TimeWord::Few]).is_some();
    let count = if few {
        None
    } else {
        number(&mut before).filter(|number| !number.ordinal || number.value > 0)
    };
    if few || count.is_some() {
        let found = unit(&mut before).filter(|unit| unit.count == 0)?;
        let amount = count.map_or(Amount::Few, |count| Amount::Is(count.as_f64()));
        *cursor = before;
        return Some(Length::one(amount, found.unit));
    }
    let found = unit(&mut ahead).filter(|unit| unit.definite)?;
    // «الساعة الماضية».
    if found.unit <= TimeUnit::Hour && found.count == 0 && !found.plural {
        *cursor = ahead;
        return Some(Length::one(Amount::Is(1.0), found.unit));
    }
    if found.count == 2 {
        *cursor = ahead;
        return Some(Length::one(Amount::Is(2.0), found.unit));
    }
    let mut behind = ahead;
    behind.mark(&['-']);
    if any_role(&mut behind, &[TimeWord::FewBehind]).is_some() {
        *cursor = behind;
        return Some(Length::one(Amount::Few, found.unit));
    }
    let definite = peek(&behind).is_some_and(|word| word.prose.definite);
    if let Some(count) = number(&mut behind).filter(|number| !number.ordinal || !definite) {
        *cursor = behind;
        return Some(Length::one(Amount::Is(count.as_f64()), found.unit));
    }
    // Plural alone: «السنوات الماضية».
    found.plural.then(|| {
        *cursor = ahead;
        Length::one(Amount::Few, found.unit)
    })
}
