//! Whether a found value says what a suite expects.

use crate::article::{TimeExpression, TimeModifier, TimeType};

use super::{Case, Value};

/// Whether `found` says `expected`.
pub(super) fn agrees(expected: &Value, found: &TimeExpression, case: &Case) -> bool {
    match expected {
        Value::Timex(timex) => same_timex(timex, found),
        Value::Point(point) => same_point(point, found, case),
        Value::Interval(from, to) => same_interval(from, to, found, case),
        Value::Seconds(seconds) => {
            found.time_type == TimeType::Duration
                && lengths(&found.value).any(|own| (own - seconds).abs() < 1e-6)
        }
    }
}

/// TIMEX3 as the suite writes it: ranges in parentheses, whole hours without minutes.
fn same_timex(timex: &str, found: &TimeExpression) -> bool {
    if let Some(range) = timex
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let mut parts = range.split(',');
        return match (parts.next(), parts.next()) {
            (Some(from), Some(to)) => range_of(from, to, found),
            _ => false,
        };
    }
    if timex.starts_with('P') && !timex.ends_with("REF") {
        // A few is three there.
        let own = found.value.replace('X', "3");
        return found.time_type != TimeType::Date
            && lengths(&own).any(|own| {
                length(timex, 30.0).is_some_and(|expected| (own - expected).abs() < 1e-6)
            });
    }
    let own = canonical(&found.value);
    let wanted = canonical(timex);
    // A season without a year is every year's.
    own == wanted || wanted.len() == 2 && own.ends_with(&format!("-{wanted}"))
}

fn range_of(from: &str, to: &str, found: &TimeExpression) -> bool {
    if let Some((own_from, own_to)) = found.value.split_once('/')
        && canonical(own_from) == canonical(from)
        && canonical(own_to) == canonical(to)
    {
        return true;
    }
    // A range of years or months ends there where its last one begins.
    let first_day = |value: &str| match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => canonical(value),
    };
    if let Some((own_from, own_to)) = found.value.split_once('/')
        && first_day(own_from) == canonical(from)
        && first_day(own_to) == canonical(to)
    {
        return true;
    }
    let (from, to) = (canonical(from), canonical(to));
    let begin = found.begin.as_deref().map(canonical);
    let end = found.end.as_deref().map(canonical);
    // «In two days» is a stretch from now there, and its far end here.
    let point = canonical(&found.value);
    let offset = found.evidence.rule == "times/offset";
    begin.as_ref() == Some(&from) && end.as_ref() == Some(&to)
        || offset && (point == to || point == from || end.as_ref() == Some(&to))
}

/// A day, a moment, or a clock time.
fn same_point(point: &str, found: &TimeExpression, case: &Case) -> bool {
    let wanted = canonical(point);
    let own = canonical(&found.value);
    if own == wanted || own == format!("T{wanted}") {
        return true;
    }
    if found.time_type == TimeType::Set {
        return point
            .strip_prefix("Set: ")
            .is_some_and(|timex| same_timex(timex, found));
    }
    if found.value == "PRESENT_REF" {
        return case.reference.is_some_and(|at| moment(at) == wanted);
    }
    let begin = found.begin.as_deref().map(|begin| in_zone(begin, case));
    if begin.as_ref() == Some(&wanted) {
        return true;
    }
    // A clock time without its day is on that of the reference.
    if let Some(clock) = own.strip_prefix('T')
        && let Some(reference) = case.reference
    {
        let today = moment(reference);
        return today
            .get(..10)
            .is_some_and(|day| format!("{day}T{clock}") == wanted);
    }
    // The middle of a month is one day there.
    found.modifier == Some(TimeModifier::Mid)
        && wanted.len() == 10
        && found
            .begin
            .as_deref()
            .is_some_and(|begin| begin <= wanted.as_str())
        && found
            .end
            .as_deref()
            .is_some_and(|end| end > wanted.as_str())
}

fn same_interval(from: &str, to: &str, found: &TimeExpression, case: &Case) -> bool {
    let (wanted_from, wanted_to) = (canonical(from), canonical(to));
    // Parts of months and years have other bounds there.
    if matches!(
        found.modifier,
        Some(TimeModifier::Start | TimeModifier::Mid | TimeModifier::End)
    ) && found.time_type == TimeType::Date
        && wanted_from.starts_with(&found.value)
    {
        return true;
    }
    // Parts of the day have other hours there: their names and their day must be the same.
    if let Some((day, part)) = found.value.split_once('T')
        && part.len() == 2
        && part.chars().all(|letter| letter.is_ascii_uppercase())
    {
        let hours: &[&str] = match part {
            "MO" => &["08:00", "10:00"],
            "AF" => &["12:00", "14:00"],
            "EV" => &["16:00", "18:00"],
            "NI" => &["20:00", "22:00", "18:00"],
            _ => &[],
        };
        return hours.iter().any(|hour| {
            wanted_from == format!("{day}T{hour}") || day.is_empty() && wanted_from == *hour
        });
    }
    // A range of clock times without a day is on that of the reference.
    let today = case.reference.map(moment);
    let dated = |value: &str| -> String {
        let value = in_zone(value, case);
        match (
            value.strip_prefix('T'),
            today.as_deref().and_then(|day| day.get(..10)),
        ) {
            (Some(clock), Some(day)) if wanted_from.len() > 10 => format!("{day}T{clock}"),
            (Some(clock), _) => clock.to_owned(),
            _ => value,
        }
    };
    if let Some((own_from, own_to)) = found.value.split_once('/')
        && dated(own_from) == wanted_from
    {
        let own_to = dated(own_to);
        if own_to == wanted_to || after_last(&own_to, &wanted_to) {
            return true;
        }
    }
    let begin = found.begin.as_deref().map(canonical);
    let end = found.end.as_deref().map(canonical);
    let midnight = |value: &str| value.strip_suffix("T00:00").unwrap_or(value).to_owned();
    let begins = begin.as_deref() == Some(midnight(&wanted_from).as_str())
        // From now on.
        || today.as_deref() == Some(wanted_from.as_str());
    let (own_end, wanted_end) = (end.map(|end| midnight(&end)), midnight(&wanted_to));
    if begins && own_end.as_deref() == Some(wanted_end.as_str()) {
        return true;
    }
    // Until a clock time: from now on.
    if found.modifier == Some(TimeModifier::OnOrBefore)
        && today.as_deref() == Some(wanted_from.as_str())
    {
        return dated(&found.value) == wanted_to;
    }
    let point = canonical(&found.value);
    found.evidence.rule == "times/offset"
        && (point == wanted_to
            || point == wanted_from
            || own_end.as_deref() == Some(wanted_end.as_str()))
}

/// Duckling ends an interval of hours behind its last hour, one of days behind its last day.
fn after_last(own: &str, wanted: &str) -> bool {
    let hour = |value: &str| -> Option<u32> { value.get(11..13)?.parse().ok() };
    own.get(..10) == wanted.get(..10)
        && matches!((hour(own), hour(wanted)), (Some(own), Some(wanted)) if own + 1 == wanted)
}

/// `2016-11-07 16:12:00` as `2016-11-07T16:12`, `T20` as `T20:00`, hours alone likewise.
fn canonical(value: &str) -> String {
    let value = value.replace(' ', "T");
    let (day, clock) = match value.split_once('T') {
        Some((day, clock)) => (day, clock),
        None if value.contains(':') => ("", value.as_str()),
        None => return value,
    };
    let clock = if clock.len() == 2 && clock.chars().all(|digit| digit.is_ascii_digit()) {
        format!("{clock}:00")
    } else if clock.len() == 8 {
        clock.strip_suffix(":00").unwrap_or(clock).to_owned()
    } else {
        clock.to_owned()
    };
    let mark = if value.contains('T') { "T" } else { "" };
    format!("{day}{mark}{clock}")
}

/// A moment with a zone, on the clock of the case.
fn in_zone(value: &str, case: &Case) -> String {
    let zoned = value
        .strip_suffix('Z')
        .map(|local| (local, 0))
        .and_then(|(local, _)| super::suite::local_seconds(&format!("{local}:00")));
    match zoned {
        Some(utc) => moment(utc + i64::from(case.offset_minutes) * 60),
        None => canonical(value),
    }
}

/// Seconds since 1970 as a moment.
fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map(|at| canonical(&at.strftime("%Y-%m-%dT%H:%M:%S").to_string()))
        .unwrap_or_default()
}

/// A length in seconds, with months of 30 days and of a twelfth of a year: half a year is six of them.
fn lengths(value: &str) -> impl Iterator<Item = f64> {
    [30.0, 365.0 / 12.0]
        .into_iter()
        .filter_map(|month| length(value, month))
}

/// A length in seconds; years have 365 days.
fn length(value: &str, days_of_month: f64) -> Option<f64> {
    let mut seconds = 0.0;
    let mut time = false;
    let mut number = String::new();
    for letter in value.strip_prefix('P')?.chars() {
        if letter.is_ascii_digit() || letter == '.' {
            number.push(letter);
            continue;
        }
        if letter == 'T' {
            time = true;
            continue;
        }
        let unit = match (letter, time) {
            ('Y', _) => 365.0 * 86_400.0,
            ('M', false) => days_of_month * 86_400.0,
            ('W', _) => 7.0 * 86_400.0,
            ('D', _) => 86_400.0,
            ('H', _) => 3600.0,
            ('M', true) => 60.0,
            ('S', _) => 1.0,
            _ => return None,
        };
        seconds += number.parse::<f64>().ok()? * unit;
        number.clear();
    }
    Some(seconds)
}
