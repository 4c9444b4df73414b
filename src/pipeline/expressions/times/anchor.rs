//! What times are counted from: the date of publication, of retrieval, or one that the text tells.

use crate::article::{Article, DateValue, TimeAnchor, TimeAnchorKind};
use crate::pipeline::Hints;
use crate::pipeline::dates::calendar::DayNumber;

use super::find::{Found, What};
use super::given::Day;
use super::resolve::{Anchor, day_of, parse_day};

/// An anchor, and how it is told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Anchored {
    pub anchor: Anchor,
    pub said: TimeAnchor,
}

/// The article's own date, else that of retrieval.
pub(super) fn anchor(hints: &Hints, article: &Article) -> Option<Anchored> {
    let published = article.date_published.as_ref().and_then(|date| {
        let DateValue {
            year,
            month: Some(month),
            day: Some(day),
            time,
        } = date.value
        else {
            return None;
        };
        let day = DayNumber::of(crate::article::Calendar::Gregorian, year.into(), month, day)?;
        let second = time.map(|time| {
            u32::from(time.hour) * 3600
                + u32::from(time.minute) * 60
                + u32::from(time.second.unwrap_or(0))
        });
        Some(Anchored {
            anchor: Anchor {
                day: Some(day),
                second,
                weekday: None,
            },
            said: TimeAnchor {
                kind: TimeAnchorKind::DatePublished,
                value: date.value.to_string(),
            },
        })
    });
    published.or_else(|| retrieved(hints))
}

/// The moment of retrieval, on the client's clock.
pub(super) fn retrieved(hints: &Hints) -> Option<Anchored> {
    let offset = i64::from(hints.utc_offset_minutes.unwrap_or(0)) * 60;
    let local = hints.retrieved_at?.checked_add(offset)?;
    let day = DayNumber::of_unix(local);
    let (year, month, number) = day.gregorian()?;
    Some(Anchored {
        anchor: Anchor {
            day: Some(day),
            second: u32::try_from(local.rem_euclid(86_400)).ok(),
            weekday: None,
        },
        said: TimeAnchor {
            kind: TimeAnchorKind::RetrievedAt,
            value: DateValue::day(year, month, number).to_string(),
        },
    })
}

/// A day that the text named.
pub(super) fn named(begin: Option<&str>) -> Option<Anchored> {
    let value = begin?.get(..10)?;
    Some(Anchored {
        anchor: Anchor {
            day: Some(parse_day(value)?),
            ..Anchor::default()
        },
        said: TimeAnchor {
            kind: TimeAnchorKind::Text,
            value: value.to_owned(),
        },
    })
}

/// What the text tells of its own day: «أمس الأحد» is said on a Monday, «اليوم 26 يناير 2024» on that day.
pub(super) fn anchor_in_text<'f>(found: impl Iterator<Item = &'f Found>) -> Option<Anchored> {
    let mut weekday: Option<u8> = None;
    for found in found {
        let What::One(given) = &found.what else {
            continue;
        };
        if let Some(days) = given.apposed
            && let Some(day) = day_of(given)
        {
            let day = DayNumber(day.0 - i64::from(days));
            let (year, month, number) = day.gregorian()?;
            return Some(Anchored {
                anchor: Anchor {
                    day: Some(day),
                    ..Anchor::default()
                },
                said: TimeAnchor {
                    kind: TimeAnchorKind::Text,
                    value: DateValue::day(year, month, number).to_string(),
                },
            });
        }
        if let (Some(Day::Relative(days)), Some(own)) = (given.day, given.weekday) {
            weekday = weekday
                .or_else(|| u8::try_from((i32::from(own) - 1 - days).rem_euclid(7) + 1).ok());
        }
    }
    let weekday = weekday?;
    Some(Anchored {
        anchor: Anchor {
            weekday: Some(weekday),
            ..Anchor::default()
        },
        said: TimeAnchor {
            kind: TimeAnchorKind::Text,
            value: format!("XXXX-WXX-{weekday}"),
        },
    })
}
