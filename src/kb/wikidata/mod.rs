//! A Wikidata JSON dump → a compiled file, in bounded memory.
//!
//! The dump is read line by line. Entities of known classes are kept in parts: files of a work
//! folder, each sorted by id and put in place whole; after each one a checkpoint says how many
//! lines are done. Then all parts are merged into the compiled file. A build that was killed
//! goes on from its last checkpoint and gives the same bytes.

mod classes;
mod entity;
mod lines;
mod parts;

use std::fs::{self, File};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::error::KbError;
use super::format::Meta;
use super::write::KbWriter;
use crate::lang::FoldTable;
pub use classes::Classes;
use entity::{Kept, Outcome, read_entity};
use lines::Lines;
use parts::{Checkpoint, Merge, write_part};

/// Lines of a part, unless said otherwise: at most some hundred megabytes of memory.
pub const PART_LINES: u64 = 500_000;
/// Bytes of lines that are parsed at once.
const BATCH: usize = 8 << 20;

/// What is built from what.
#[derive(Debug, Clone, Copy)]
pub struct DumpBuild<'d> {
    /// The dump: JSON, one entity a line, plain or compressed (gzip, any number of members).
    pub dump: &'d Path,
    /// The file to write. The work folder stands beside it, named like it with `.work`.
    pub output: &'d Path,
    /// Languages of labels and aliases that are taken; `mul` always is.
    pub languages: &'d [String],
    /// Classes whose entities are taken.
    pub classes: &'d Classes,
    /// The folding of the packs.
    pub fold: &'d FoldTable,
    /// Go on where an earlier build of the same dump ended.
    pub resume: bool,
    /// Lines of a part ([`PART_LINES`]).
    pub part_lines: u64,
    /// Threads that parse.
    pub threads: usize,
}

/// How far a build is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes of the dump read, as it lies on disk.
    pub bytes: u64,
    /// Bytes of the dump.
    pub total_bytes: u64,
    /// Lines read.
    pub lines: u64,
    /// Entities kept.
    pub kept: u64,
    /// What is read was parsed by an earlier build.
    pub skipping: bool,
}

/// What became of the lines of a dump.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Entities kept.
    pub kept: u64,
    /// Lines that are no entity that can be read.
    pub broken: u64,
    /// Entities of no class that is taken.
    pub other_class: u64,
    /// Entities without a name in the languages that are taken.
    pub unnamed: u64,
}

impl DumpBuild<'_> {
    /// Builds; `progress` is told how far it is, and can end it.
    ///
    /// # Errors
    /// Reading or writing fails, `progress` ends it, or what lies in the work folder is not of
    /// this build.
    pub fn run(
        &self,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Counts, KbError> {
        let work = self.work_folder();
        let mut checkpoint = self.begin(&work)?;
        if !checkpoint.done {
            self.read_dump(&work, &mut checkpoint, progress)?;
        }
        self.merge(&work, &checkpoint)?;
        fs::remove_dir_all(&work).map_err(|error| KbError::Write(work, error))?;
        Ok(checkpoint.counts)
    }

    fn work_folder(&self) -> PathBuf {
        let mut name = self.output.as_os_str().to_owned();
        name.push(".work");
        PathBuf::from(name)
    }

    /// The checkpoint to start from.
    fn begin(&self, work: &Path) -> Result<Checkpoint, KbError> {
        let fingerprint = self.fingerprint()?;
        if self.resume
            && let Some(checkpoint) = Checkpoint::read(work)?
        {
            if checkpoint.fingerprint == fingerprint {
                return Ok(checkpoint);
            }
            let reason = "it was begun with another dump, other languages or other classes; \
                          build without `--resume`";
            return Err(KbError::Resume(work.to_path_buf(), reason.to_owned()));
        }
        let wrap = |error| KbError::Write(work.to_path_buf(), error);
        match fs::remove_dir_all(work) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(wrap(error)),
            _ => {}
        }
        fs::create_dir_all(work).map_err(wrap)?;
        Ok(Checkpoint {
            fingerprint,
            ..Checkpoint::default()
        })
    }

    /// Changes with everything that the parts depend on.
    fn fingerprint(&self) -> Result<String, KbError> {
        let wrap = |error| KbError::Read(self.dump.to_path_buf(), error);
        let mut file = File::open(self.dump).map_err(wrap)?;
        let len = file.metadata().map_err(wrap)?.len();
        let mut head = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(&mut file, 1 << 20), &mut head).map_err(wrap)?;
        Ok(format!(
            "{len} {:08x} {:08x} {} {}",
            crc32fast::hash(&head),
            self.classes.checksum(),
            self.part_lines,
            self.languages.join(",")
        ))
    }

    fn read_dump(
        &self,
        work: &Path,
        checkpoint: &mut Checkpoint,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), KbError> {
        let wrap = |error| KbError::Read(self.dump.to_path_buf(), error);
        let mut lines = Lines::open(self.dump).map_err(wrap)?;
        let mut state = Progress {
            total_bytes: lines.total_bytes(),
            skipping: checkpoint.lines > 0,
            ..Progress::default()
        };
        let tell = |state: Progress, progress: &mut dyn FnMut(Progress) -> ControlFlow<()>| {
            match progress(state) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(KbError::Stopped(state.lines)),
            }
        };
        while state.lines < checkpoint.lines {
            let skipped = lines
                .skip((checkpoint.lines - state.lines).min(10_000))
                .map_err(wrap)?;
            if skipped == 0 {
                break;
            }
            state.lines += skipped;
            state.bytes = lines.bytes();
            tell(state, progress)?;
        }
        state.skipping = false;
        let mut part: Vec<Kept> = Vec::new();
        loop {
            let in_part = state.lines.saturating_sub(checkpoint.lines);
            let batch = lines
                .batch(BATCH, self.part_lines.saturating_sub(in_part))
                .map_err(wrap)?;
            state.lines += batch.len() as u64;
            state.bytes = lines.bytes();
            for outcome in self.parse(&batch) {
                checkpoint.count(&outcome);
                if let Outcome::Kept(kept) = outcome {
                    part.push(*kept);
                }
            }
            state.kept = checkpoint.counts.kept;
            tell(state, progress)?;
            let end = batch.is_empty();
            if end || state.lines.saturating_sub(checkpoint.lines) >= self.part_lines {
                write_part(work, checkpoint.parts.len(), &mut part)
                    .and_then(|checksum| {
                        checkpoint.parts.push(checksum);
                        checkpoint.lines = state.lines;
                        checkpoint.done = end;
                        checkpoint.write(work)
                    })
                    .map_err(|error| KbError::Write(work.to_path_buf(), error))?;
            }
            if end {
                return Ok(());
            }
        }
    }

    /// What became of each line, in order.
    fn parse(&self, batch: &[Vec<u8>]) -> Vec<Outcome> {
        let one = |line: &Vec<u8>| read_entity(line, self.languages, self.classes);
        let share = batch.len().div_ceil(self.threads.max(1)).max(1);
        if share >= batch.len() {
            return batch.iter().map(one).collect();
        }
        std::thread::scope(|scope| {
            let workers: Vec<_> = batch
                .chunks(share)
                .map(|lines| {
                    (
                        lines,
                        scope.spawn(move || lines.iter().map(one).collect::<Vec<_>>()),
                    )
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|(lines, worker)| {
                    // A thread that ended badly lost its lines: they are counted, not forgotten.
                    worker
                        .join()
                        .unwrap_or_else(|_| lines.iter().map(|_| Outcome::Broken).collect())
                })
                .collect()
        })
    }

    /// All parts → the compiled file.
    fn merge(&self, work: &Path, checkpoint: &Checkpoint) -> Result<(), KbError> {
        let read = |error| KbError::Read(work.to_path_buf(), error);
        let write = |error| KbError::Write(self.output.to_path_buf(), error);
        let meta = Meta {
            name: "wikidata".to_owned(),
            licence: "CC0-1.0".to_owned(),
            popularity: "linked pages of Wikipedia and its sisters".to_owned(),
            ..Meta::default()
        };
        let mut writer = KbWriter::new(self.fold, Some(work), meta).map_err(write)?;
        let mut last = None;
        for kept in Merge::open(work, &checkpoint.parts).map_err(read)? {
            let kept = kept.map_err(read)?;
            // An entity that stands twice in a dump is taken once.
            if last.replace(kept.id) == Some(kept.id) {
                continue;
            }
            writer
                .push(kept.into_draft(self.classes, &checkpoint.countries))
                .map_err(write)?;
        }
        writer.finish(self.output)
    }
}
