//! Of the times that come again, the one that words and clause mean.

use crate::pipeline::expressions::times::Reading;
use crate::pipeline::expressions::times::given::Side;

use super::Resolver;
use super::calc::Days;

/// Days within which a date on the other side of the anchor is close by, and from which one is far.
const CLOSE_BY: i64 = 30;
const FAR: i64 = 180;

impl Resolver {
    /// Of the days that come again, as `at(step)`, the one that the words and the clause mean.
    pub(super) fn choose(
        &self,
        side: Option<Side>,
        middle: i32,
        at: impl Fn(i32) -> Option<Days>,
    ) -> Option<Days> {
        let today = self.anchor.day?;
        let near = (middle - 3..=middle + 3).filter_map(&at);
        let last = |passed: &dyn Fn(&Days) -> bool| near.clone().filter(|days| passed(days)).last();
        let next = |coming: &dyn Fn(&Days) -> bool| near.clone().find(|days| coming(days));
        match side {
            Some(Side::This | Side::Nearest) => {
                next(&|days| days.contains(today)).or_else(|| at(middle))
            }
            Some(Side::Last) => last(&|days| days.end.0 <= today.0),
            Some(Side::Next | Side::Following) => next(&|days| days.begin > today),
            Some(Side::Steps(steps)) if steps < 0 => near
                .clone()
                .filter(|days| days.end.0 <= today.0)
                .nth_back_from_end(usize::from(steps.unsigned_abs()) - 1),
            Some(Side::Steps(steps)) => near
                .clone()
                .filter(|days| days.begin > today)
                .nth(usize::from(steps.unsigned_abs()) - 1),
            None if self.ahead() => next(&|days| days.end > today),
            None => last(&|days| days.begin <= today),
        }
    }

    /// The same for what comes once a year: one that is close by on the other side of the anchor is meant, not one almost a year
    /// away.
    pub(super) fn choose_year(
        &self,
        side: Option<Side>,
        year: i32,
        at: impl Fn(i32) -> Option<Days> + Copy,
    ) -> Option<Days> {
        let chosen = self.choose(side, year, at)?;
        if side.is_some() || !self.near || self.reading == Reading::Appointments {
            return Some(chosen);
        }
        let other = Self {
            forward: !self.forward,
            near: false,
            ..*self
        }
        .choose(side, year, at)?;
        let today = self.anchor.day?;
        let away = |days: Days| {
            if days.begin > today {
                days.begin.0 - today.0
            } else {
                (today.0 - days.end.0 + 1).max(0)
            }
        };
        let closer = away(other) <= CLOSE_BY && away(chosen) >= FAR;
        Some(if closer { other } else { chosen })
    }
}

/// The n-th from the end of what an iterator gives.
trait FromEnd: Iterator + Sized {
    fn nth_back_from_end(self, n: usize) -> Option<Self::Item> {
        let mut all: Vec<Self::Item> = self.collect();
        let idx = all.len().checked_sub(n + 1)?;
        (idx < all.len()).then(|| all.swap_remove(idx))
    }
}

impl<I: Iterator> FromEnd for I {}
