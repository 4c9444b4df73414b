//! [`Given`]: what the words of one expression say, before anything is counted.

use crate::article::{Calendar, TimeModifier};
use crate::lang::{Holiday, Season, TimeOfDay, TimeUnit};

/// Everything that one expression can say of a time. Components are read one by one and
/// merged: «مساء» and «الأحد» and «الماضي».
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own"
)]
pub(super) struct Given {
    pub clock: Option<Clock>,
    pub part: Option<Part>,
    /// Minutes east of UTC.
    pub zone: Option<i16>,
    pub day: Option<Day>,
    /// ISO: Monday is 1.
    pub weekday: Option<u8>,
    /// Weeks from the one of the anchor.
    pub week: Option<i32>,
    /// The week that holds the day.
    pub week_of: bool,
    /// The days of rest at the end of the week.
    pub weekend: bool,
    pub month: Option<Month>,
    pub year: Option<Year>,
    pub cycle: Option<Cycle>,
    pub nth: Option<Nth>,
    pub holiday: Option<Holiday>,
    pub side: Option<Side>,
    pub modifier: Option<TimeModifier>,
    /// It lies behind a time that the text named: اليوم التالي.
    pub following: bool,
    /// What is left of it: بقية الأسبوع.
    pub rest: bool,
    /// The day before it: عشية.
    pub eve: bool,
    /// Days from the anchor that the same day is, beside its date: «اليوم 26 يناير».
    pub apposed: Option<i32>,
    /// The rule of the component that says most.
    pub rule: &'static str,
}

/// A clock time as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
    pub second: Option<u8>,
    /// The half of the day is known.
    pub certain: bool,
    /// The end of the day named: منتصف ليل الأحد.
    pub midnight: bool,
}

/// A stretch of the day, all of it or its first or last half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub of: TimeOfDay,
    pub half: Option<Edge>,
}

/// An end of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Early,
    Late,
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// Days from the anchor.
    Relative(i32),
    /// Day of a month.
    OfMonth(u8),
}

/// A month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Month {
    Named(Calendar, u8),
    /// Months from the anchor's.
    Relative(i32),
}

/// A year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// As printed; the calendar when an era says it.
    Is(i32, Option<Calendar>),
    /// Years from the anchor's.
    Relative(i32),
}

/// A stretch of months or of years that has a name or number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cycle {
    Season(Season),
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
    /// The first year within a century: 90.
    Decade(u8),
    /// Decades from the anchor's.
    DecadeRelative(i32),
    /// 21 is the one of 2001.
    Century(u8),
    /// Centuries from the anchor's.
    CenturyRelative(i32),
    /// A decade of a century: التسعينيات من القرن الماضي.
    DecadeOf(u8, u8),
    /// The same, the century counted from the anchor's.
    DecadeOfRelative(u8, i32),
}

/// One of several in a longer stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Nth {
    /// From 1; the last is -1.
    pub n: i8,
    pub of: NthOf,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NthOf {
    Weekday(u8),
    Unit(TimeUnit),
}

/// Which one of those that come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// الماضي.
    Last,
    /// الحالي.
    This,
    /// The one closest to the anchor: «este martes» said of the day before and the day ahead.
    Nearest,
    /// المقبل.
    Next,
    /// التالي: the one behind a time that the text named.
    Following,
    /// بعد المقبل, قبل الماضي: steps from this one.
    Steps(i8),
}

impl Side {
    /// How many steps it is from the present one.
    pub(super) fn steps(self) -> i32 {
        match self {
            Self::Last => -1,
            Self::This | Self::Nearest => 0,
            Self::Next | Self::Following => 1,
            Self::Steps(steps) => steps.into(),
        }
    }
}

impl Given {
    /// Says something of a day.
    pub(super) fn has_day(&self) -> bool {
        self.day.is_some()
            || self.weekday.is_some()
            || self.holiday.is_some()
            || matches!(
                self.nth,
                Some(Nth {
                    of: NthOf::Weekday(_) | NthOf::Unit(TimeUnit::Day),
                    ..
                })
            )
    }

    /// Says something shorter than a day.
    pub(super) fn has_time(&self) -> bool {
        self.clock.is_some() || self.part.is_some()
    }

    /// Says something longer than a day.
    pub(super) fn has_period(&self) -> bool {
        self.week.is_some() || self.month.is_some() || self.year.is_some() || self.cycle.is_some()
    }

    /// What both say together; `None` when they contradict or do not stand together.
    pub(super) fn merge(self, other: Self) -> Option<Self> {
        #[allow(
            clippy::option_option,
            reason = "the outer one says whether they go together"
        )]
        fn one<T>(left: Option<T>, right: Option<T>) -> Option<Option<T>> {
            match (left, right) {
                (Some(_), Some(_)) => None,
                (left, right) => Some(left.or(right)),
            }
        }
        // «اليوم الجمعة 26 يناير»: the date says which day it is.
        if let (Some(Day::Relative(days)), Some(Day::OfMonth(_)), Some(_)) =
            (self.day, other.day, other.month)
            && self.apposed.is_none()
        {
            let rest = Self {
                day: None,
                apposed: Some(days),
                ..self
            };
            return rest.merge(other);
        }
        let merged = Self {
            clock: one(self.clock, other.clock)?,
            part: match (self.part, other.part) {
                // «المساء» and «في ساعة متأخرة من الليل»: the first stands unless they agree.
                (Some(left), Some(right)) if left != right => return None,
                (left, right) => left.or(right),
            },
            zone: one(self.zone, other.zone)?,
            day: one(self.day, other.day)?,
            weekday: one(self.weekday, other.weekday)?,
            week: one(self.week, other.week)?,
            week_of: self.week_of || other.week_of,
            weekend: self.weekend || other.weekend,
            month: one(self.month, other.month)?,
            year: one(self.year, other.year)?,
            cycle: self.cycles(&other)?,
            nth: one(self.nth, other.nth)?,
            holiday: one(self.holiday, other.holiday)?,
            side: one(self.side, other.side)?,
            modifier: one(self.modifier, other.modifier)?,
            following: self.following || other.following,
            rest: self.rest || other.rest,
            eve: self.eve || other.eve,
            apposed: self.apposed.or(other.apposed),
            rule: if other.has_day() && !self.has_day() || self.rule.is_empty() {
                other.rule
            } else {
                self.rule
            },
        };
        merged.fits().then_some(merged)
    }

    /// A decade and its century are one; other cycles are not.
    #[allow(
        clippy::option_option,
        reason = "the outer one says whether they go together, as for every other field"
    )]
    fn cycles(&self, other: &Self) -> Option<Option<Cycle>> {
        match (self.cycle, other.cycle) {
            (Some(Cycle::Decade(decade)), Some(Cycle::Century(century))) => {
                Some(Some(Cycle::DecadeOf(decade, century)))
            }
            (Some(Cycle::Decade(decade)), Some(Cycle::CenturyRelative(steps))) => {
                Some(Some(Cycle::DecadeOfRelative(decade, steps)))
            }
            (Some(_), Some(_)) => None,
            (left, right) => Some(left.or(right)),
        }
    }

    /// Whether what is given can stand together.
    fn fits(&self) -> bool {
        let of_month = matches!(self.day, Some(Day::OfMonth(_)));
        let relative_day = matches!(self.day, Some(Day::Relative(_)));
        let nth = self.nth.is_some();
        // A weekday lies in a week; in a month only with a number.
        if self.weekday.is_some()
            && !of_month
            && !nth
            && (self.month.is_some() || self.year.is_some() || self.cycle.is_some())
        {
            return false;
        }
        if relative_day && (self.has_period() || nth || self.holiday.is_some()) {
            return false;
        }
        if self.holiday.is_some()
            && (self.month.is_some() || self.week.is_some() || self.day.is_some() || nth)
        {
            return false;
        }
        if self.week.is_some() && (self.month.is_some() || of_month) {
            return false;
        }
        if of_month && self.month.is_none() && (self.year.is_some() || self.cycle.is_some()) {
            return false;
        }
        if self.cycle.is_some() && (self.month.is_some() || self.week.is_some()) && !nth {
            return false;
        }
        // The time of a day has a day, or nothing.
        !(self.has_time() && self.has_period() && !self.has_day())
    }
}
