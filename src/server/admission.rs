//! Admission: how many articles are worked on, how many wait, and in which order.
//!
//! One [`Gate`] for the whole process. Each client has a queue of its own, and places go round
//! the clients: whoever sends much waits for itself. A call is refused at once when there is no
//! room, or when it would wait longer than its caller has time for; once calls come faster than
//! they can be worked on, the queue is kept short until that is over. Streams wait as long as it
//! takes, one article of each at a time: their reader is slowed instead.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::client::Client;
use super::status::CallError;

/// Bounds of a [`Gate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Articles worked on at once.
    pub places: usize,
    /// Calls that may wait; articles of streams are not counted, each stream has one.
    pub max_waiting: usize,
    /// Bytes of text that those calls may hold together.
    pub max_waiting_bytes: usize,
    /// A call that is likely to wait longer is refused instead.
    pub max_wait: Duration,
    /// The same while calls come faster than they can be worked on: then a long queue makes all
    /// of them wait and none of them start earlier.
    pub pressed_wait: Duration,
}

/// One gate for the whole process.
///
/// A place is held by the work itself and not by the call: a call that gives up does not
/// free the thread it started.
#[derive(Debug, Clone)]
pub struct Gate {
    bounds: Bounds,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    taken: usize,
    /// Calls in the queues, without articles of streams.
    waiting: usize,
    /// Bytes of text that they hold.
    waiting_bytes: usize,
    queues: BTreeMap<Client, VecDeque<Waiter>>,
    /// Clients with a queue, in the order in which they get a place.
    turns: VecDeque<Client>,
    next_ticket: u64,
    /// Seconds that an article holds its place; `None` before the first.
    mean_work: Option<f64>,
    /// When a call was last refused because the queue was too long.
    refused_at: Option<Instant>,
}

#[derive(Debug)]
struct Waiter {
    ticket: u64,
    /// A stream's article, for which no refusal is meant.
    patient: bool,
    bytes: usize,
    place: oneshot::Sender<Result<Place, CallError>>,
}

/// The right to work on one article; the next one in turn gets it when this is dropped.
#[derive(Debug)]
pub struct Place {
    gate: Option<Gate>,
    since: Instant,
}

/// Weight of the newest article in the mean: the last twenty or so count.
const NEWEST: f64 = 0.1;
/// Bounds of what a refused caller is told to wait.
const LEAST_RETRY: Duration = Duration::from_millis(50);
const MOST_RETRY: Duration = Duration::from_secs(30);
/// It is told in such steps: refusals in a row are alike then, and encoded once.
const RETRY_STEP_MS: u128 = 50;
/// Articles whose time a call may wait even then: long ones would leave places empty between two
/// calls.
const FEW: f64 = 4.0;
/// The queue may grow again when nobody was refused for so long.
const CALM: Duration = Duration::from_secs(1);

impl Gate {
    /// An empty gate.
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds: Bounds {
                places: bounds.places.max(1),
                ..bounds
            },
            state: Arc::default(),
        }
    }

    /// A place, now or in turn, for a caller that has `patience` left and holds `bytes` of text.
    ///
    /// # Errors
    /// [`CallError::Overloaded`] when there is no room, the wait would be too long, or another
    /// client's share of the queue is needed while this one has more than its own.
    pub async fn enter(
        &self,
        client: &Client,
        patience: Duration,
        bytes: usize,
    ) -> Result<Place, CallError> {
        self.wait(client, Some(patience), bytes).await
    }

    /// A place, waiting as long as it takes.
    ///
    /// # Errors
    /// [`CallError::ShuttingDown`] when the gate is gone.
    pub async fn enter_patiently(&self, client: &Client) -> Result<Place, CallError> {
        self.wait(client, None, 0).await
    }

    /// Calls that wait, articles of streams left out.
    pub fn waiting(&self) -> usize {
        self.lock().waiting
    }

    /// Articles that are worked on.
    pub fn taken(&self) -> usize {
        self.lock().taken
    }

    async fn wait(
        &self,
        client: &Client,
        patience: Option<Duration>,
        bytes: usize,
    ) -> Result<Place, CallError> {
        let (waits, ticket) = {
            let mut state = self.lock();
            if state.taken < self.bounds.places {
                state.taken += 1;
                return Ok(self.place());
            }
            if let Some(patience) = patience {
                self.admit(&mut state, client, patience, bytes)?;
            }
            let (place, waits) = oneshot::channel();
            let ticket = state.next_ticket;
            state.next_ticket += 1;
            let patient = patience.is_none();
            state.push(
                client,
                Waiter {
                    ticket,
                    patient,
                    bytes,
                    place,
                },
            );
            (waits, ticket)
        };
        let leaves = Leaves {
            gate: self,
            client,
            ticket,
        };
        let place = waits.await;
        drop(leaves);
        place.unwrap_or(Err(CallError::ShuttingDown))
    }

    /// Whether all places are taken.
    pub fn is_full(&self) -> bool {
        self.lock().taken >= self.bounds.places
    }

    /// Why a call of `client` would be refused whatever it holds; nothing where it may ask.
    pub fn refusal(&self, client: &Client, patience: Duration) -> Option<CallError> {
        let mut state = self.lock();
        if state.taken < self.bounds.places {
            return None;
        }
        self.too_late(&mut state, client, patience).err()
    }

    /// Whether a call of `client` would get its place in time.
    fn too_late(
        &self,
        state: &mut State,
        client: &Client,
        patience: Duration,
    ) -> Result<CallError, CallError> {
        let estimate = state.estimate(client, self.bounds.places);
        let refusal = CallError::Overloaded {
            retry_after: retry_after(estimate),
        };
        let longest = match state.mean_work {
            Some(mean) if state.pressed() => {
                let few = Duration::try_from_secs_f64(mean * FEW).unwrap_or(Duration::MAX);
                self.bounds.max_wait.min(self.bounds.pressed_wait.max(few))
            }
            _ => self.bounds.max_wait,
        };
        if estimate > longest {
            state.refused_at = Some(Instant::now());
            return Err(refusal);
        }
        if estimate > patience {
            return Err(refusal);
        }
        Ok(refusal)
    }

    /// Whether one more call of `client` may wait; makes room for a client that has less than
    /// its share at the cost of the one that has most.
    fn admit(
        &self,
        state: &mut State,
        client: &Client,
        patience: Duration,
        bytes: usize,
    ) -> Result<(), CallError> {
        let refusal = self.too_late(state, client, patience)?;
        if state.waiting >= self.bounds.max_waiting
            && !state.make_room(client, calls, 1, self.bounds.max_waiting, &refusal)
        {
            state.refused_at = Some(Instant::now());
            return Err(refusal);
        }
        let most = self.bounds.max_waiting_bytes;
        while state.waiting_bytes.saturating_add(bytes) > most {
            if !state.make_room(client, held, bytes, most, &refusal) {
                return Err(refusal);
            }
        }
        Ok(())
    }

    fn place(&self) -> Place {
        Place {
            gate: Some(self.clone()),
            since: Instant::now(),
        }
    }

    /// The place of an article that is done goes to the next in turn.
    fn release(&self, worked: Duration) {
        let mut state = self.lock();
        let seconds = worked.as_secs_f64();
        state.mean_work = Some(
            state
                .mean_work
                .map_or(seconds, |mean| mean * (1.0 - NEWEST) + seconds * NEWEST),
        );
        while let Some(waiter) = state.pop() {
            match waiter.place.send(Ok(self.place())) {
                Ok(()) => return,
                // It gave up just now.
                Err(refused) => {
                    if let Ok(mut place) = refused {
                        place.gate = None;
                    }
                }
            }
        }
        state.taken = state.taken.saturating_sub(1);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of ours panics while it holds the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, client: &Client, waiter: Waiter) {
        if !waiter.patient {
            self.waiting += 1;
            self.waiting_bytes = self.waiting_bytes.saturating_add(waiter.bytes);
        }
        if let Some(queue) = self.queues.get_mut(client) {
            queue.push_back(waiter);
        } else {
            self.queues.insert(client.clone(), VecDeque::from([waiter]));
            self.turns.push_back(client.clone());
        }
    }

    /// The next in turn.
    fn pop(&mut self) -> Option<Waiter> {
        let client = self.turns.pop_front()?;
        let queue = self.queues.get_mut(&client)?;
        let waiter = queue.pop_front();
        if queue.is_empty() {
            self.queues.remove(&client);
        } else {
            self.turns.push_back(client);
        }
        if let Some(waiter) = &waiter {
            self.left(waiter);
        }
        waiter
    }

    /// Takes a waiter out wherever it stands.
    fn remove(
        &mut self,
        client: &Client,
        at: impl FnOnce(&VecDeque<Waiter>) -> Option<usize>,
    ) -> Option<Waiter> {
        let queue = self.queues.get_mut(client)?;
        let waiter = at(queue).and_then(|at| queue.remove(at))?;
        if queue.is_empty() {
            self.queues.remove(client);
            self.turns.retain(|turn| turn != client);
        }
        self.left(&waiter);
        Some(waiter)
    }

    /// Refuses the newest call of the client with most, as `measure` says, for one that `needs` so
    /// much of `total`: only if that one stays within its share, and below the other.
    fn make_room(
        &mut self,
        client: &Client,
        measure: fn(&VecDeque<Waiter>) -> usize,
        needs: usize,
        total: usize,
        refusal: &CallError,
    ) -> bool {
        let own = self.queues.get(client).map_or(0, measure);
        let clients = self.queues.len() + usize::from(!self.queues.contains_key(client));
        let wanted = own.saturating_add(needs);
        if wanted > total / clients {
            return false;
        }
        let others = self.queues.iter().filter(|(other, _)| *other != client);
        let most = others.map(|(other, queue)| (measure(queue), other)).max();
        let Some((_, greedy)) = most.filter(|(most, _)| *most > wanted) else {
            return false;
        };
        let greedy = greedy.clone();
        let newest = |queue: &VecDeque<Waiter>| queue.iter().rposition(|waiter| !waiter.patient);
        let Some(waiter) = self.remove(&greedy, newest) else {
            return false;
        };
        // It may have given up just now: there is room all the same.
        let _ = waiter.place.send(Err(refusal.clone()));
        true
    }

    /// Counts a call that no longer waits.
    fn left(&mut self, waiter: &Waiter) {
        if !waiter.patient {
            self.waiting = self.waiting.saturating_sub(1);
            self.waiting_bytes = self.waiting_bytes.saturating_sub(waiter.bytes);
        }
    }

    /// Whether calls come faster than they can be worked on.
    fn pressed(&self) -> bool {
        self.refused_at.is_some_and(|at| at.elapsed() < CALM)
    }

    /// How long one more article of `client` would wait: those that get a place before it, each
    /// for the mean time, shared by all places.
    fn estimate(&self, client: &Client, places: usize) -> Duration {
        let Some(mean) = self.mean_work else {
            return Duration::ZERO;
        };
        let own = self.queues.get(client).map_or(0, VecDeque::len);
        let before: usize = self
            .queues
            .iter()
            .map(|(other, queue)| {
                if other == client {
                    queue.len()
                } else {
                    queue.len().min(own + 1)
                }
            })
            .sum();
        #[allow(
            clippy::cast_precision_loss,
            reason = "queues are far shorter than 2^52"
        )]
        let turns = (before + 1) as f64 / places as f64;
        Duration::try_from_secs_f64(turns * mean).unwrap_or(Duration::MAX)
    }
}

/// What a caller that would have to wait for `estimate` is told to wait instead.
fn retry_after(estimate: Duration) -> Duration {
    let steps = estimate
        .clamp(LEAST_RETRY, MOST_RETRY)
        .as_millis()
        .div_ceil(RETRY_STEP_MS);
    Duration::from_millis(u64::try_from(steps * RETRY_STEP_MS).unwrap_or(u64::MAX))
}

/// Calls that wait in a queue.
fn calls(queue: &VecDeque<Waiter>) -> usize {
    queue.iter().filter(|waiter| !waiter.patient).count()
}

/// Bytes of text that they hold.
fn held(queue: &VecDeque<Waiter>) -> usize {
    queue.iter().map(|waiter| waiter.bytes).sum()
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(gate) = self.gate.take() {
            gate.release(self.since.elapsed());
        }
    }
}

/// Takes a call out of its queue, also when it gives up.
struct Leaves<'g> {
    gate: &'g Gate,
    client: &'g Client,
    ticket: u64,
}

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        let ticket = self.ticket;
        // Not there any more when it got its place.
        let _ = self.gate.lock().remove(self.client, |queue| {
            queue.iter().position(|waiter| waiter.ticket == ticket)
        });
    }
}

#[cfg(test)]
mod tests;
