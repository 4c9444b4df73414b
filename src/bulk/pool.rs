//! [`in_order`]: many workers, results in the order of the input, bounded memory.

use std::sync::mpsc;
use std::thread;

/// Batches that wait before and behind each worker.
const WAITING: usize = 2;

/// Works on all batches that `next` gives, on `workers` threads, and hands the results to `take`
/// in the order of the batches.
///
/// `next` runs on a thread of its own, `take` on the caller's; `take` is called without results
/// when none is ready, so that it can let go of what it holds back. When `take` fails, no further
/// batch is read.
///
/// # Errors
/// That of `take`, else that of `next` after the results of all earlier batches are taken.
pub fn in_order<I: Send, O: Send, E: Send>(
    workers: usize,
    mut next: impl FnMut() -> Result<Option<Vec<I>>, E> + Send,
    work: impl Fn(I) -> O + Sync,
    mut take: impl FnMut(Option<Vec<O>>) -> Result<(), E>,
) -> Result<(), E> {
    let workers = workers.max(1);
    thread::scope(|scope| {
        let mut to_workers = Vec::new();
        let mut from_workers = Vec::new();
        for _ in 0..workers {
            let (send_work, get_work) = mpsc::sync_channel::<Vec<I>>(WAITING);
            let (send_done, get_done) = mpsc::sync_channel::<Vec<O>>(WAITING);
            let work = &work;
            scope.spawn(move || {
                for batch in get_work {
                    let results = batch.into_iter().map(work).collect();
                    if send_done.send(results).is_err() {
                        return;
                    }
                }
            });
            to_workers.push(send_work);
            from_workers.push(get_done);
        }
        let reader = scope.spawn(move || {
            for worker in to_workers.iter().cycle() {
                let Some(batch) = next()? else { break };
                // A closed channel means that the taker stopped; it says why.
                if worker.send(batch).is_err() {
                    break;
                }
            }
            Ok(())
        });
        let taken = take_in_turn(&from_workers, &mut take);
        drop(from_workers);
        let read = reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken.and(read)
    })
}

/// Batches went round the workers, so results come back the same way.
fn take_in_turn<O, E>(
    workers: &[mpsc::Receiver<Vec<O>>],
    take: &mut impl FnMut(Option<Vec<O>>) -> Result<(), E>,
) -> Result<(), E> {
    for worker in workers.iter().cycle() {
        let results = match worker.try_recv() {
            Ok(results) => results,
            Err(mpsc::TryRecvError::Disconnected) => break,
            Err(mpsc::TryRecvError::Empty) => {
                take(None)?;
                let Ok(results) = worker.recv() else { break };
                results
            }
        };
        take(Some(results))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(end: u64) -> impl FnMut() -> Result<Option<Vec<u64>>, String> + Send {
        let mut at = 0;
        move || {
            at += 3;
            Ok((at <= end).then(|| vec![at - 3, at - 2, at - 1]))
        }
    }

    #[test]
    fn results_keep_the_order_of_the_input() {
        let mut found = Vec::new();
        let slow = |number: u64| {
            thread::sleep(std::time::Duration::from_micros(number * 7919 % 400));
            number
        };
        in_order(4, numbers(300), slow, |results| {
            found.extend(results.unwrap_or_default());
            Ok(())
        })
        .unwrap();
        assert_eq!(found, (0..300).collect::<Vec<_>>());
    }

    #[test]
    fn a_failed_read_comes_after_all_that_was_read() {
        let mut good = numbers(30);
        let next = move || match good() {
            Ok(None) => Err("torn".to_owned()),
            other => other,
        };
        let mut count = 0;
        let result = in_order(
            3,
            next,
            |number| number,
            |results| {
                count += results.map_or(0, |results| results.len());
                Ok(())
            },
        );
        assert_eq!((result, count), (Err("torn".to_owned()), 30));
    }

    #[test]
    fn a_failed_write_ends_the_reading() {
        // The input has no end.
        let mut at = 0;
        let next = move || {
            at += 1;
            Ok(Some(vec![at]))
        };
        let result = in_order(
            2,
            next,
            |number| number,
            |results| match results {
                Some(results) if results.contains(&5) => Err("full".to_owned()),
                _ => Ok(()),
            },
        );
        assert_eq!(result, Err("full".to_owned()));
    }
}
