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
        let late =
            matches!((&resolved.begin, &to_resolved.begin), (Some(from), Some(to)) if from > to);
        let free = from.weekday.is_some() || from.month.is_some() && from.year.is_none();
        if !(late && free) {
            return Some(resolved);
        }
        // Counted back from the other end.
        let day = to_resolved.begin.as_deref().and_then(value::parse_day)?;
        let back = Self {
            anchor: Anchor {
                day: Some(day),
                ..self.anchor
            },
            forward: false,
            near: false,
            reading: Reading::News,
        };
        let from = Given {
            side: None,
            ..*from
        };
        back.resolve(&from)
    }
}
