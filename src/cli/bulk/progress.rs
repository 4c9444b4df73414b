//! [`Meter`]: says on standard error how far a run is.

use std::cell::Cell;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::bulk::input::is_pipe;
use crate::bulk::{Outcome, Plan, Progress, errors_of};

/// Between two lines of a log.
const PAUSE: Duration = Duration::from_secs(30);
/// Bars and rates of fewer rows than this are not redrawn.
const TERMINAL_PAUSE: Duration = Duration::from_millis(200);

/// Shows progress: a bar on a terminal, a line now and then in a log.
pub(super) struct Meter {
    start: Instant,
    shown: Cell<Option<Instant>>,
    /// Rows and bytes that earlier runs had done.
    first: Cell<Option<(u64, u64)>>,
    bar: Option<ProgressBar>,
}

impl Meter {
    pub(super) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("[{wide_bar}] {msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar
        });
        Self {
            start: Instant::now(),
            shown: Cell::new(None),
            first: Cell::new(None),
            bar,
        }
    }

    pub(super) fn show(&self, progress: Progress) {
        let now = Instant::now();
        let pause = if self.bar.is_some() {
            TERMINAL_PAUSE
        } else {
            PAUSE
        };
        let first = self.first.get().unwrap_or_else(|| {
            let first = (progress.rows.saturating_sub(1), progress.bytes);
            self.first.set(Some(first));
            first
        });
        // The first line of a log comes when there is a rate to tell.
        let since = self.shown.get().unwrap_or(self.start);
        if now - since < pause {
            return;
        }
        self.shown.set(Some(now));
        let line = line(progress, first, now - self.start);
        if let Some(bar) = &self.bar {
            bar.set_length(progress.total_bytes);
            bar.set_position(progress.bytes);
            bar.set_message(line);
        } else {
            // Nobody may be listening.
            let _ = writeln!(std::io::stderr(), "{line}");
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// One line of what came of the run.
    pub(super) fn say(&self, outcome: Outcome, plan: &Plan) {
        let Outcome {
            good,
            failed,
            earlier,
        } = outcome;
        let seconds = self.start.elapsed().as_secs_f64();
        let mut said = vec![format!("structured {good} articles in {seconds:.1} s")];
        if earlier > 0 {
            said.push(format!("{earlier} rows were done before"));
        }
        if failed > 0 && is_pipe(&plan.output) {
            said.push(format!("{failed} rows failed"));
        } else if failed > 0 {
            let errors = errors_of(&plan.output);
            said.push(format!("{failed} rows failed: {}", errors.display()));
        }
        let said = said.join("; ");
        let _ = writeln!(std::io::stderr(), "{said}");
    }
}

#[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
fn line(progress: Progress, first: (u64, u64), elapsed: Duration) -> String {
    let Progress {
        rows,
        failed,
        bytes,
        total_bytes,
    } = progress;
    let seconds = elapsed.as_secs_f64().max(1e-3);
    let rate = rows.saturating_sub(first.0) as f64 / seconds;
    let byte_rate = bytes.saturating_sub(first.1) as f64 / seconds;
    let mut parts = vec![format!("{rows} rows, {rate:.0} a second")];
    if failed > 0 {
        parts.push(format!("{failed} failed"));
    }
    if total_bytes > 0 {
        let share = bytes as f64 * 100.0 / total_bytes as f64;
        parts.insert(0, format!("{share:.1} %"));
        if byte_rate > 0.0 {
            let left = total_bytes.saturating_sub(bytes) as f64 / byte_rate;
            parts.push(format!("{} left", time(left)));
        }
    }
    parts.join(", ")
}

/// Seconds for people: `40 s`, `12 min`, `3 h 20 min`.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest whole number there is"
)]
fn time(seconds: f64) -> String {
    let seconds = seconds.ceil() as u64;
    let minutes = seconds.div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, _) if seconds < 60 => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_share_rate_and_rest() {
        let progress = Progress {
            rows: 1500,
            failed: 2,
            bytes: 300,
            total_bytes: 1200,
        };
        let shown = line(progress, (500, 100), Duration::from_secs(10));
        assert_eq!(
            shown,
            "25.0 %, 1500 rows, 100 a second, 2 failed, 45 s left"
        );
        let unknown = Progress {
            total_bytes: 0,
            failed: 0,
            ..progress
        };
        assert_eq!(
            line(unknown, (0, 0), Duration::from_secs(10)),
            "1500 rows, 150 a second"
        );
    }

    #[test]
    fn times_are_for_people() {
        assert_eq!(time(0.2), "1 s");
        assert_eq!(time(61.0), "2 min");
        assert_eq!(time(3600.0 * 3.0 + 60.0 * 19.5), "3 h 20 min");
    }
}
