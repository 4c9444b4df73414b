//! [`run`]: all rows of all inputs, from the place an earlier run came to.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::input::is_pipe;
use super::lines_out::{LineSink, Packing, Target};
use super::rows::{Columns, Row, Rows, size};
use super::{BulkError, Checkpoint, Failure, Input, Sink, pool};

/// A commit is due after so many bytes of results, whatever the number of rows.
const COMMIT_BYTES: u64 = 32 << 20;

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What is read, in this order.
    pub inputs: Vec<Input>,
    /// What is written; `-` is standard output.
    pub output: PathBuf,
    /// Columns of rows that have any.
    pub columns: Columns,
    /// Threads at work.
    pub workers: usize,
    /// Rows between two commits.
    pub commit_rows: u64,
    /// What the results depend on besides the inputs.
    pub options: String,
    /// Replace what is there.
    pub overwrite: bool,
    /// Forget what an earlier run left.
    pub restart: bool,
}

/// What one row becomes.
pub trait Work: Sync {
    /// The result of a row.
    type Result: Send;

    /// Works on one row.
    ///
    /// # Errors
    /// The row is bad; the others go on.
    fn work(&self, row: Row) -> Result<Self::Result, Failure>;
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows done, those of earlier runs included.
    pub rows: u64,
    /// Rows of them that failed.
    pub failed: u64,
    /// Bytes of the inputs that are done.
    pub bytes: u64,
    /// Bytes of the inputs; 0 when not known.
    pub total_bytes: u64,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Rows with a result.
    pub good: u64,
    /// Rows without.
    pub failed: u64,
    /// Rows of them that earlier runs had done.
    pub earlier: u64,
}

/// One line of the file of errors.
#[derive(Serialize)]
struct ErrorLine<'a> {
    file: &'a str,
    row: u64,
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    reason: &'a str,
}

/// Name of the whole result in the folder of work.
pub const WHOLE: &str = "whole";

/// Where a run keeps what is not done yet.
struct Places {
    folder: PathBuf,
    checkpoint: PathBuf,
    errors: PathBuf,
    whole: PathBuf,
}

/// `path` with more at its end.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Where the errors of a run that writes `output` go.
pub fn errors_of(output: &Path) -> PathBuf {
    beside(output, ".errors.jsonl")
}

impl Places {
    fn of(output: &Path) -> Self {
        let folder = beside(output, ".work");
        Self {
            checkpoint: folder.join("checkpoint.json"),
            errors: folder.join("errors.jsonl"),
            whole: folder.join(WHOLE),
            folder,
        }
    }

    /// Makes the folder and keeps other runs out of it; `None` when one is in it.
    fn lock(&self) -> io::Result<Option<File>> {
        fs::create_dir_all(&self.folder)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(self.folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Moves what is whole to its place; may be called again after it was cut short.
    fn publish(&self, output: &Path) -> io::Result<()> {
        let errors = errors_of(output);
        match fs::metadata(&self.errors) {
            Ok(found) if found.len() > 0 => fs::rename(&self.errors, errors)?,
            // An earlier result had errors.
            Ok(_) if errors.exists() => fs::remove_file(errors)?,
            _ => {}
        }
        if self.whole.exists() {
            fs::rename(&self.whole, output)?;
        }
        self.clear()
    }

    /// Removes the folder, the checkpoint last: as long as there is one, a run can go on.
    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.is_dir() {
                fs::remove_dir_all(path)?;
            } else if path != self.checkpoint {
                fs::remove_file(path)?;
            }
        }
        fs::remove_dir_all(&self.folder)
    }
}

/// Runs a plan; `open` makes the sink in a folder, behind what an earlier run committed. The sink
/// leaves the whole result in that folder, as [`WHOLE`].
///
/// # Errors
/// An input cannot be read, a result not be written, or what is there forbids it. The same call
/// goes on later.
pub fn run<W: Work, S: Sink<W::Result>>(
    plan: &Plan,
    work: &W,
    open: impl FnOnce(&Path, u64) -> io::Result<S>,
    observe: impl FnMut(Progress),
) -> Result<Outcome, BulkError> {
    let places = Places::of(&plan.output);
    let writing = || BulkError::write(&plan.output);
    // Held until the end of this function.
    let lock = places.lock().map_err(writing())?;
    let _lock = lock.ok_or_else(|| BulkError::Locked(plan.output.clone()))?;
    let mut at = Checkpoint {
        made_of: plan.made_of()?,
        ..Checkpoint::default()
    };
    // What came through a pipe does not come again.
    let again = !plan.restart && plan.inputs.iter().all(|input| !is_pipe(&input.path));
    let left = Checkpoint::read(&places.checkpoint).map_err(writing())?;
    if let Some(left) = left.filter(|_| again) {
        if left.made_of != at.made_of {
            return Err(BulkError::OtherRun(places.folder));
        }
        at = left;
    }
    let earlier = at.good + at.failed;
    if !at.complete {
        if plan.output.exists() && !plan.overwrite {
            if earlier == 0 {
                places.clear().map_err(writing())?;
            }
            return Err(BulkError::Exists(plan.output.clone()));
        }
        let sink = open(&places.folder, at.output).map_err(writing())?;
        let errors = LineSink::open(&places.errors, Packing::Plain, at.errors).map_err(writing())?;
        let mut job = Job {
            plan,
            work,
            checkpoint: Some(&places.checkpoint),
            sink,
            errors,
            at,
            rows: 0,
            bytes: 0,
        };
        job.run(observe)?;
        at = job.at;
    }
    places.publish(&plan.output).map_err(writing())?;
    Ok(Outcome {
        good: at.good,
        failed: at.failed,
        earlier,
    })
}

/// Runs a plan whose results go to standard output and errors to standard error; it cannot be
/// continued.
///
/// # Errors
/// An input cannot be read, or standard output not be written.
pub fn stream<W: Work<Result = String>>(
    plan: &Plan,
    work: &W,
    packing: Packing,
    observe: impl FnMut(Progress),
) -> Result<Outcome, BulkError> {
    let mut job = Job {
        plan,
        work,
        checkpoint: None,
        sink: LineSink::new(io::stdout(), packing, 0),
        errors: LineSink::new(io::stderr(), Packing::Plain, 0),
        at: Checkpoint::default(),
        rows: 0,
        bytes: 0,
    };
    job.run(observe)?;
    Ok(Outcome {
        good: job.at.good,
        failed: job.at.failed,
        earlier: 0,
    })
}

impl Plan {
    /// What the result depends on.
    fn made_of(&self) -> Result<String, BulkError> {
        let mut inputs = crc32fast::Hasher::new();
        for input in &self.inputs {
            let bytes = size(&input.path)?;
            inputs.update(
                format!("{} {:?} {bytes}\n", input.path.display(), input.format).as_bytes(),
            );
        }
        Ok(format!(
            "maqal {}; {} inputs {:08x}; {:?}; {} rows; {}",
            env!("CARGO_PKG_VERSION"),
            self.inputs.len(),
            inputs.finalize(),
            self.columns,
            self.commit_rows,
            self.options
        ))
    }
}

/// Where a row ends.
struct End {
    file: usize,
    number: u64,
    offset: u64,
    read_bytes: u64,
}

/// A run at work.
struct Job<'p, W: Work, S: Sink<W::Result>, E: Target> {
    plan: &'p Plan,
    work: &'p W,
    /// Where checkpoints go, if anywhere.
    checkpoint: Option<&'p Path>,
    sink: S,
    errors: LineSink<E>,
    at: Checkpoint,
    /// Rows, and bytes of results, since the last commit.
    rows: u64,
    bytes: u64,
}

impl<W: Work, S: Sink<W::Result>, E: Target> Job<'_, W, S, E> {
    fn run(&mut self, mut observe: impl FnMut(Progress)) -> Result<(), BulkError> {
        let plan = self.plan;
        let mut total_bytes = 0;
        for input in &plan.inputs {
            total_bytes += size(&input.path)?;
        }
        let mut rows = Rows::new(plan.inputs.clone(), plan.columns.clone(), &self.at)?;
        let work = self.work;
        let work_on = |row: Row| {
            let end = End {
                file: row.file,
                number: row.number,
                offset: row.end,
                read_bytes: row.read_bytes,
            };
            (end, work.work(row))
        };
        pool::in_order(
            plan.workers,
            || rows.next_batch(),
            work_on,
            |results| {
                let Some(results) = results else {
                    return self.sink.flush().map_err(BulkError::write(&plan.output));
                };
                for (end, result) in results {
                    let bytes = end.read_bytes;
                    self.take(&end, result)
                        .map_err(BulkError::write(&plan.output))?;
                    observe(Progress {
                        rows: self.at.good + self.at.failed,
                        failed: self.at.failed,
                        bytes,
                        total_bytes,
                    });
                }
                Ok(())
            },
        )?;
        self.end().map_err(BulkError::write(&plan.output))
    }

    fn take(&mut self, end: &End, result: Result<W::Result, Failure>) -> io::Result<()> {
        match result {
            Ok(result) => {
                self.bytes += self.sink.write(result)?;
                self.at.good += 1;
            }
            Err(Failure { id, reason }) => {
                let input = self.plan.inputs.get(end.file);
                let line = ErrorLine {
                    file: &input.map_or_else(String::new, |input| input.path.display().to_string()),
                    row: end.number,
                    id: &id,
                    reason: &reason,
                };
                self.bytes += self.errors.write(serde_json::to_string(&line)?)?;
                self.at.failed += 1;
            }
        }
        self.at.file = end.file;
        self.at.row = end.number;
        self.at.offset = end.offset;
        self.rows += 1;
        if self.rows >= self.plan.commit_rows || self.bytes >= COMMIT_BYTES {
            self.commit()?;
        }
        Ok(())
    }

    /// First the results, then the word that they are there.
    fn commit(&mut self) -> io::Result<()> {
        self.at.output = self.sink.commit()?;
        self.at.errors = self.errors.commit()?;
        self.rows = 0;
        self.bytes = 0;
        self.checkpoint.map_or(Ok(()), |path| self.at.write(path))
    }

    fn end(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.commit()?;
        }
        self.sink.finish()?;
        self.at.complete = true;
        self.checkpoint.map_or(Ok(()), |path| self.at.write(path))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Read as _;

    use super::*;
    use crate::bulk::{Format, Record};

    /// Lines in capitals; lines of `!` fail.
    struct Capitals;

    impl Work for Capitals {
        type Result = String;

        fn work(&self, row: Row) -> Result<String, Failure> {
            let Record::Line(line) = row.record else {
                unreachable!("the input is lines")
            };
            let text = String::from_utf8(line).unwrap();
            if text.starts_with('!') {
                return Err(Failure {
                    id: String::new(),
                    reason: "expected letters".to_owned(),
                });
            }
            Ok(text.trim_end().to_uppercase())
        }
    }

    /// A sink that breaks after so many calls.
    struct Breaking<'c> {
        sink: LineSink<File>,
        left: &'c Cell<usize>,
    }

    impl Breaking<'_> {
        fn step(&self) -> io::Result<()> {
            let left = self.left.get();
            self.left.set(left.saturating_sub(1));
            if left == 0 {
                return Err(io::Error::other("the disk is full"));
            }
            Ok(())
        }
    }

    impl Sink<String> for Breaking<'_> {
        fn write(&mut self, line: String) -> io::Result<u64> {
            self.step()?;
            self.sink.write(line)
        }

        fn commit(&mut self) -> io::Result<u64> {
            self.step()?;
            let length = self.sink.commit()?;
            // Committed, but nobody learns of it.
            self.step()?;
            Ok(length)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.sink.flush()
        }

        fn finish(&mut self) -> io::Result<()> {
            self.step()?;
            self.sink.finish()
        }
    }

    #[test]
    fn a_run_cut_short_anywhere_goes_on_to_the_same_bytes() {
        let folder = std::env::temp_dir().join(format!("maqal-run-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let mut inputs = Vec::new();
        for (name, text) in [
            ("a.jsonl", "one\ntwo\n\n!\nthree\n"),
            ("b.jsonl", ""),
            ("c.jsonl", "four\n!\nfive"),
        ] {
            fs::write(folder.join(name), text).unwrap();
            inputs.push(Input::new(&folder.join(name), Some(Format::Jsonl)).unwrap());
        }
        let mut plan = Plan {
            inputs,
            output: folder.join("out.gz"),
            columns: Columns {
                names: Vec::new(),
                required: Vec::new(),
            },
            workers: 2,
            commit_rows: 2,
            options: String::new(),
            overwrite: false,
            restart: false,
        };
        let attempt = |plan: &Plan, left: &Cell<usize>| {
            let open = |folder: &Path, length| {
                let sink = LineSink::open(&folder.join(WHOLE), Packing::Gzip, length)?;
                Ok(Breaking { sink, left })
            };
            run(plan, &Capitals, open, |_| {})
        };
        let outcome = attempt(&plan, &Cell::new(usize::MAX)).unwrap();
        assert_eq!((outcome.good, outcome.failed, outcome.earlier), (5, 2, 0));
        let whole = fs::read(&plan.output).unwrap();
        let errors = fs::read(errors_of(&plan.output)).unwrap();
        let mut text = String::new();
        let mut decoder = flate2::read::MultiGzDecoder::new(&whole[..]);
        decoder.read_to_string(&mut text).unwrap();
        assert_eq!(text, "ONE\nTWO\nTHREE\nFOUR\nFIVE\n");

        let mut breaks = 0;
        for steps in 0.. {
            plan.output = folder.join(format!("out-{steps}.gz"));
            let left = Cell::new(steps);
            let first = attempt(&plan, &left);
            if first.is_ok() {
                break;
            }
            breaks += 1;
            assert!(!plan.output.exists());
            // Broken again one step further on, if there is one.
            if attempt(&plan, &Cell::new(1)).is_err() {
                attempt(&plan, &Cell::new(usize::MAX)).unwrap();
            }
            assert_eq!(fs::read(&plan.output).unwrap(), whole, "{steps}");
            assert_eq!(
                fs::read(errors_of(&plan.output)).unwrap(),
                errors,
                "{steps}"
            );
            assert!(!Places::of(&plan.output).folder.exists());
        }
        // Five writes, four commits of two steps, one end.
        assert_eq!(breaks, 14);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_whole_result_is_moved_once_more() {
        let folder = std::env::temp_dir().join(format!("maqal-publish-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let output = folder.join("out.jsonl");
        let places = Places::of(&output);
        fs::create_dir_all(&places.folder).unwrap();
        fs::write(&places.whole, "whole\n").unwrap();
        fs::write(&places.errors, "error\n").unwrap();
        // Killed behind the first move.
        fs::rename(&places.errors, errors_of(&output)).unwrap();
        places.publish(&output).unwrap();
        assert_eq!(fs::read_to_string(&output).unwrap(), "whole\n");
        assert_eq!(fs::read_to_string(errors_of(&output)).unwrap(), "error\n");
        fs::remove_dir_all(folder).unwrap();
    }
}
