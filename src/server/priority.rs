//! Work on articles steps back behind the reading and answering of calls.

use std::cell::Cell;

/// By how much: a thread that only answers then gets three times the time where both want it.
#[cfg(target_os = "linux")]
const STEPS: i32 = 5;

thread_local! {
    static LOWERED: Cell<bool> = const { Cell::new(false) };
}

/// Lowers the priority of the calling thread, once.
///
/// Where threads that work and those that serve connections share cores, a call would otherwise
/// wait for several articles before the server sees it at all.
pub(super) fn step_back() {
    if LOWERED.replace(true) {
        return;
    }
    #[cfg(target_os = "linux")]
    {
        // Of this thread alone, on Linux. Only the order is lost where it is not allowed.
        let _ = rustix::process::nice(STEPS);
    }
}
