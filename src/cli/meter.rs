//! [`Meter`]: one line on standard error that says how far a long build is.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use crate::kb::wikidata::Progress;

/// Shows progress: often on a terminal, now and then in a log.
pub(super) struct Meter {
    start: Instant,
    /// Since when the rate is measured, and bytes read by then: what is only passed over is fast.
    rated: (Instant, u64),
    shown: Option<Instant>,
    terminal: bool,
}

impl Meter {
    pub(super) fn new() -> Self {
        let start = Instant::now();
        Self {
            start,
            rated: (start, 0),
            shown: None,
            terminal: std::io::stderr().is_terminal(),
        }
    }

    pub(super) fn show(&mut self, progress: Progress) {
        let now = Instant::now();
        if progress.skipping {
            self.rated = (now, progress.bytes);
        }
        let pause = Duration::from_secs(if self.terminal { 1 } else { 60 });
        if self.shown.is_some_and(|shown| now - shown < pause) {
            return;
        }
        self.shown = Some(now);
        let line = line(progress, now - self.rated.0, self.rated.1);
        let end = if self.terminal { "\r" } else { "\n" };
        // Nobody may be listening.
        let _ = write!(std::io::stderr(), "{line}{end}");
    }

    /// Ends the line.
    pub(super) fn end(&self) {
        if self.terminal && self.shown.is_some() {
            let _ = writeln!(std::io::stderr());
        }
        let _ = writeln!(
            std::io::stderr(),
            "read in {} s; writing done",
            self.start.elapsed().as_secs()
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
fn line(progress: Progress, elapsed: Duration, from: u64) -> String {
    let Progress {
        bytes, total_bytes, ..
    } = progress;
    let share = 100.0 * bytes as f64 / total_bytes.max(1) as f64;
    let rate = bytes.saturating_sub(from) as f64 / elapsed.as_secs_f64().max(1e-3);
    let left = if rate > 0.0 && !progress.skipping {
        let seconds = total_bytes.saturating_sub(bytes) as f64 / rate;
        format!("{:.0} min left", (seconds / 60.0).ceil())
    } else {
        "passing over what is done".to_owned()
    };
    format!(
        "{share:5.1} %  {:.1} of {:.1} GB  {:.1} MB/s  {} lines  {} entries  {left}   ",
        bytes as f64 / 1e9,
        total_bytes as f64 / 1e9,
        rate / 1e6,
        progress.lines,
        progress.kept,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_share_rate_and_rest() {
        let progress = Progress {
            bytes: 3_000_000_000,
            total_bytes: 12_000_000_000,
            lines: 7,
            kept: 5,
            skipping: false,
        };
        let shown = line(progress, Duration::from_secs(100), 1_000_000_000);
        assert!(
            shown.starts_with(" 25.0 %  3.0 of 12.0 GB  20.0 MB/s  7 lines  5 entries  8 min left"),
            "{shown}"
        );
    }
}
