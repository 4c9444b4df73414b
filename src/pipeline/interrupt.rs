//! [`Interrupt`]: whether an answer is still wanted.
//!
//! The caller says when it is not; stages ask between their steps and in each loop over the
//! zones of a text, and leave as soon as it is so. What they leave behind is thrown away.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// The caller's word on whether the work should go on. Once it has said no, it is not asked again.
pub struct Interrupt<'i> {
    unwanted: &'i (dyn Fn() -> bool + Sync),
    stopped: AtomicBool,
}

/// The work was left: its answer is no longer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is no longer wanted")]
pub struct Interrupted;

impl<'i> Interrupt<'i> {
    /// Stops when `unwanted` first says so.
    pub fn new(unwanted: &'i (dyn Fn() -> bool + Sync)) -> Self {
        Self {
            unwanted,
            stopped: AtomicBool::new(false),
        }
    }

    /// Never stops.
    pub fn never() -> Interrupt<'static> {
        Interrupt::new(&|| false)
    }

    /// Whether the work should be left.
    pub fn stops(&self) -> bool {
        if self.stopped.load(Ordering::Relaxed) {
            return true;
        }
        let stops = (self.unwanted)();
        if stops {
            self.stopped.store(true, Ordering::Relaxed);
        }
        stops
    }

    /// Goes on only while the answer is wanted.
    ///
    /// # Errors
    /// [`Interrupted`] from the first time the caller said no.
    pub fn check(&self) -> Result<(), Interrupted> {
        if self.stops() {
            Err(Interrupted)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Interrupt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interrupt")
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_stopped() {
        let calls = AtomicBool::new(false);
        let once = || !calls.swap(true, Ordering::Relaxed);
        let interrupt = Interrupt::new(&once);
        assert_eq!(interrupt.check(), Err(Interrupted));
        assert_eq!(interrupt.check(), Err(Interrupted));
        assert_eq!(Interrupt::never().check(), Ok(()));
    }
}
