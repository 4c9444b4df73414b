//! [`TimeExpression`]: a time that the text speaks of, normalised (TIMEX3, ISO 8601).

use super::{Calendar, Evidence};
use crate::text::{Source, Span};

/// What a time expression denotes (TIMEX3 `type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeType {
    /// A calendar time of a day or longer.
    Date,
    /// A time shorter than a day.
    Time,
    /// A length of time.
    Duration,
    /// A time that comes again: every Sunday.
    Set,
}

/// What the text says of a value besides the value (TIMEX3 `mod`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeModifier {
    /// About: نحو الساعة العاشرة.
    Approx,
    /// Before the point named.
    Before,
    /// After the point named.
    After,
    /// At the point named or before.
    OnOrBefore,
    /// At the point named or after.
    OnOrAfter,
    /// Less than the length named.
    LessThan,
    /// More than the length named.
    MoreThan,
    /// The length named or less.
    EqualOrLess,
    /// The length named or more.
    EqualOrMore,
    /// The first part of it: مطلع الشهر.
    Start,
    /// The middle of it: منتصف العام.
    Mid,
    /// The last part of it: أواخر مايو.
    End,
}

/// What kind of date a value was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimeAnchorKind {
    /// The article's date of publication.
    DatePublished,
    /// The request's `retrieved_at`.
    RetrievedAt,
    /// A date that the text itself gives: the day before it, the same year.
    Text,
}

/// The date that a value was counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeAnchor {
    /// What kind of date it is.
    pub kind: TimeAnchorKind,
    /// The date, ISO 8601 at the precision that was used.
    pub value: String,
}

/// A time that the text speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeExpression {
    /// The words. An attached conjunction or preposition is not part of them.
    pub text: String,
    /// Where they stand.
    pub span: Span<Source>,
    /// What they denote.
    pub time_type: TimeType,
    /// TIMEX3 `value`: `2024-01-26`, `2024-W04`, `2024-01-26TEV`, `P3M`, `XXXX-WXX-7`, `198`
    /// (a decade), `19` (a century); a range is an ISO 8601 interval: `2014/2017`. `X` stands for what neither the
    /// text nor an anchor gives. Always Gregorian.
    pub value: String,
    /// What the text says of the value.
    pub modifier: Option<TimeModifier>,
    /// First day or moment of a time whose place on the calendar is known, ISO 8601.
    pub begin: Option<String>,
    /// First day or moment after it, ISO 8601.
    pub end: Option<String>,
    /// The date that the value was counted from; absent where the words give all of it.
    pub anchor: Option<TimeAnchor>,
    /// The calendar of the words.
    pub calendar: Calendar,
    /// Probability that span and value are right, 0 to 1.
    pub confidence: f32,
    /// What found it.
    pub evidence: Evidence,
}
