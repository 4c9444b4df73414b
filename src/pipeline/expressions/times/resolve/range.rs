//! Ranges: both ends lie on one side of the anchor, the first before the last.

use crate::article::TimeType;
use crate::pipeline::expressions::times::Reading;
use crate::pipeline::expressions::times::ends::Ends;
use crate::pipeline::expressions::times::given::Given;

use super::{Anchor, Resolved, Resolver, value};

impl Resolver {
    /// The value of a range.
    pub(in crate::pipeline::expressions::times) fn range(&self, ends: &Ends) -> Option<Resolved> {
        let Ends { from, to } = ends;
        let to_resolved = self.resolve(to)?;
        let from_resolved = self.before(from, &to_resolved)?;
        let to_resolved = self.behind(to, to_resolved, &from_resolved)?;
        let time = from_resolved.time_type == TimeType::Time;
        Some(Resolved {
            time_type: if time { TimeType::Time } else { TimeType::Date },
            value: format!("{}/{}", from_resolved.value, to_resolved.value),
            begin: from_resolved.begin,
            end: if time && to_resolved.end.is_none() {
                to_resolved.begin
            } else {
                to_resolved.end
            },
            anchored: from_resolved.anchored || to_resolved.anchored,
            calendar: to_resolved.calendar,
            modifier: None,
        })
    }

    /// The first end of a range, which lies before the last.
    fn before(&self, from: &Given, to_resolved: &Resolved) -> Option<Resolved> {
        let resolved = self.resolve(from)?;
        if !(turned(&resolved, to_resolved) && free(from)) {
            return Some(resolved);
        }
        self.counted_from(to_resolved, from, false)
    }

    /// The last end of a range, which lies behind the first; nothing where both are fixed and turn
    /// it round.
    fn behind(
        &self,
        to: &Given,
        to_resolved: Resolved,
        from_resolved: &Resolved,
    ) -> Option<Resolved> {
        if !turned(from_resolved, &to_resolved) {
            return Some(to_resolved);
        }
        if !free(to) {
            return None;
        }
        self.counted_from(from_resolved, to, true)
            .filter(|counted| !turned(from_resolved, counted))
    }

    /// One end, counted forward or back from the other.
    fn counted_from(&self, other: &Resolved, given: &Given, forward: bool) -> Option<Resolved> {
        let day = other.begin.as_deref().and_then(value::parse_day)?;
        let counting = Self {
            anchor: Anchor {
                day: Some(day),
                ..self.anchor
            },
            forward,
            near: false,
            reading: Reading::News,
        };
        counting.resolve(&Given {
            side: None,
            ..*given
        })
    }
}

/// Whether the last end of a range lies before the first.
fn turned(from: &Resolved, to: &Resolved) -> bool {
    matches!((&from.begin, &to.begin), (Some(from), Some(to)) if from > to)
}

/// Whether an end of a range could lie in more than one week or year.
fn free(end: &Given) -> bool {
    end.weekday.is_some() || end.month.is_some() && end.year.is_none()
}
