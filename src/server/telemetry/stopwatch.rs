//! Times the stages of one article.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::Telemetry;
use super::call::Call;
use crate::pipeline::watch::{Stage, Watch};

/// One run of one stage.
#[derive(Debug, Clone, Copy)]
pub struct Lap {
    /// Which stage.
    pub stage: Stage,
    /// When it began.
    pub begun: Instant,
    /// How long it ran.
    pub took: Duration,
}

/// Has the clock that the pipeline has not. What it measured goes to the metrics and spans of
/// its call when it is dropped; the default has none.
#[derive(Debug, Default)]
pub struct Stopwatch {
    call: Call,
    /// The article's place in its call, from 0.
    article: u64,
    running: Option<Instant>,
    laps: Vec<Lap>,
}

impl Stopwatch {
    pub(super) fn new(call: Call, article: u64) -> Self {
        if let Some(state) = call.state() {
            state.telemetry.0.metrics.working.inc();
        }
        Self {
            call,
            article,
            running: None,
            laps: Vec::new(),
        }
    }

    /// What was measured so far, in the order of the work.
    pub fn laps(&self) -> &[Lap] {
        &self.laps
    }
}

impl Watch for Stopwatch {
    fn begin(&mut self, _: Stage) {
        self.running = Some(Instant::now());
    }

    fn end(&mut self, stage: Stage) {
        if let Some(begun) = self.running.take() {
            self.laps.push(Lap {
                stage,
                begun,
                took: begun.elapsed(),
            });
        }
    }
}

impl Drop for Stopwatch {
    fn drop(&mut self) {
        let Some(state) = self.call.state() else {
            return;
        };
        let Telemetry(inner) = &state.telemetry;
        inner.metrics.working.dec();
        let mut times: BTreeMap<Stage, Duration> = BTreeMap::new();
        for lap in &self.laps {
            *times.entry(lap.stage).or_default() += lap.took;
        }
        inner.metrics.stages_ran(&times);
        if let Some(traces) = &inner.traces {
            traces.stages(&state.context, self.article, &self.laps);
        }
    }
}
