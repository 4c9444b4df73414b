//! Admission: how many articles are worked on, how many may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::status::CallError;

/// One gate for the whole process.
///
/// A place is held by the work itself and not by the call: a call that gives up does not
/// free the thread it started.
#[derive(Debug, Clone)]
pub struct Gate {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    max_waiting: usize,
}

/// Counts one waiting call, also when it gives up.
struct Waiting<'g>(&'g AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Gate {
    /// A gate with `places` places, for which `max_waiting` may wait.
    pub fn new(places: usize, max_waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(places.max(1))),
            waiting: Arc::new(AtomicUsize::new(0)),
            max_waiting,
        }
    }

    /// A place, now or after others; refused at once when too many wait already.
    ///
    /// # Errors
    /// [`CallError::Overloaded`] when the queue is full, [`CallError::ShuttingDown`] when closed.
    pub async fn enter(&self) -> Result<OwnedSemaphorePermit, CallError> {
        if let Ok(permit) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(permit);
        }
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= self.max_waiting {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(CallError::Overloaded {
                retry_after: Duration::from_millis(100),
            });
        }
        let waiting = Waiting(&self.waiting);
        let permit = Arc::clone(&self.places).acquire_owned().await;
        drop(waiting);
        permit.map_err(|_| CallError::ShuttingDown)
    }

    /// A place, waiting as long as it takes: for streams, whose reader is slowed instead.
    ///
    /// # Errors
    /// [`CallError::ShuttingDown`] when closed.
    pub async fn enter_patiently(&self) -> Result<OwnedSemaphorePermit, CallError> {
        Arc::clone(&self.places)
            .acquire_owned()
            .await
            .map_err(|_| CallError::ShuttingDown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn refuses_beyond_the_queue_and_recovers() {
        let gate = Gate::new(1, 1);
        let first = gate.enter().await.unwrap();
        let second = tokio::spawn({
            let gate = gate.clone();
            async move { gate.enter().await.map(drop) }
        });
        while gate.waiting.load(Ordering::Acquire) == 0 {
            tokio::task::yield_now().await;
        }
        assert!(matches!(
            gate.enter().await,
            Err(CallError::Overloaded { .. })
        ));
        drop(first);
        second.await.unwrap().unwrap();
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn a_call_that_gives_up_leaves_the_queue() {
        let gate = Gate::new(1, 1);
        let _held = gate.enter().await.unwrap();
        let waits = tokio::time::timeout(Duration::from_millis(5), gate.enter()).await;
        assert!(waits.is_err());
        assert_eq!(gate.waiting.load(Ordering::Acquire), 0);
    }
}
