//! Text → times, read as news and as appointments, and numbers: in order, apart, with sound values.

use super::invariants::assert_expressions;
use super::{PIPELINE, hints};
use maqal::pipeline::Analyses;
use maqal::pipeline::expressions::times::Reading;

/// One input.
pub fn run(raw: &str) {
    for reading in [Reading::News, Reading::Appointments] {
        let times = PIPELINE.times(raw, &hints(), reading);
        let mut end = 0;
        for time in &times {
            assert!(raw.get(time.span.range()).is_some(), "{time:?}");
            assert!(end <= time.span.start(), "{time:?}");
            end = time.span.end();
            assert!(!time.value.is_empty(), "{time:?}");
            if let (Some(begin), Some(end)) = (&time.begin, &time.end) {
                assert!(begin < end, "{time:?}");
            }
        }
    }
    let analyses = Analyses {
        times: true,
        quantities: true,
        ..Analyses::NONE
    };
    assert_expressions(&PIPELINE.structure_with(raw, &hints(), analyses));
}
