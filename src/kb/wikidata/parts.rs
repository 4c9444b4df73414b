//! Parts of a dump on disk, the checkpoint over them, and their merge.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Counts;
use super::entity::{Kept, Outcome};
use crate::kb::error::KbError;

const CHECKPOINT: &str = "checkpoint.json";

/// How far a build is, as it stands on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// Of what it is a build.
    pub fingerprint: String,
    /// Lines of the dump that are in parts.
    pub lines: u64,
    /// All lines are.
    pub done: bool,
    /// CRC 32 of each part.
    pub parts: Vec<u32>,
    /// Codes of countries by the number of their id.
    pub countries: BTreeMap<u32, String>,
    /// What became of the lines.
    pub counts: Counts,
}

impl Checkpoint {
    /// The checkpoint of a work folder, when there is one.
    pub(super) fn read(work: &Path) -> Result<Option<Self>, KbError> {
        let path = work.join(CHECKPOINT);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            result => result.map_err(|error| KbError::Read(path.clone(), error))?,
        };
        let resume = |reason: String| KbError::Resume(path.clone(), reason);
        let checkpoint: Self =
            serde_json::from_slice(&bytes).map_err(|error| resume(error.to_string()))?;
        for (number, checksum) in checkpoint.parts.iter().enumerate() {
            let part = part_path(work, number);
            let bytes = fs::read(&part).map_err(|error| KbError::Read(part.clone(), error))?;
            if crc32fast::hash(&bytes) != *checksum {
                return Err(resume(format!(
                    "part {number} is damaged; build without `--resume`"
                )));
            }
        }
        Ok(Some(checkpoint))
    }

    /// Puts it in place of the one before, whole.
    pub(super) fn write(&self, work: &Path) -> io::Result<()> {
        replace(&work.join(CHECKPOINT), &serde_json::to_vec(self)?)
    }

    pub(super) fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Frame => {}
            Outcome::Broken => self.counts.broken += 1,
            Outcome::OtherClass => self.counts.other_class += 1,
            Outcome::Unnamed => self.counts.unnamed += 1,
            Outcome::Kept(kept) => {
                self.counts.kept += 1;
                if let Some(code) = &kept.code {
                    self.countries.insert(kept.id, code.clone());
                }
            }
        }
    }
}

/// Writes a file whole, or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("new");
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(draft, path)
}

fn part_path(work: &Path, number: usize) -> PathBuf {
    work.join(format!("part-{number:05}.jsonl"))
}

/// Writes a part sorted by id, empties it and gives its checksum.
pub(super) fn write_part(work: &Path, number: usize, part: &mut Vec<Kept>) -> io::Result<u32> {
    part.sort_by_key(|kept| kept.id);
    let mut bytes = BufWriter::new(Vec::new());
    for kept in part.drain(..) {
        serde_json::to_writer(&mut bytes, &kept)?;
        bytes.write_all(b"\n")?;
    }
    let bytes = bytes.into_inner()?;
    replace(&part_path(work, number), &bytes)?;
    Ok(crc32fast::hash(&bytes))
}

/// An entity at the front of a part, in the order of the merge.
struct Head(u32, usize, Kept);

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}

impl Eq for Head {}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// The entities of all parts, by id; of equal ids that of the earlier part first.
pub(super) struct Merge {
    files: Vec<BufReader<File>>,
    heads: BinaryHeap<Reverse<Head>>,
}

impl Merge {
    pub(super) fn open(work: &Path, parts: &[u32]) -> io::Result<Self> {
        let mut merge = Self {
            files: Vec::new(),
            heads: BinaryHeap::new(),
        };
        for number in 0..parts.len() {
            merge
                .files
                .push(BufReader::new(File::open(part_path(work, number))?));
            merge.advance(number)?;
        }
        Ok(merge)
    }

    fn advance(&mut self, number: usize) -> io::Result<()> {
        let mut line = String::new();
        if let Some(file) = self.files.get_mut(number)
            && file.read_line(&mut line)? > 0
        {
            let kept: Kept = serde_json::from_str(&line)?;
            self.heads.push(Reverse(Head(kept.id, number, kept)));
        }
        Ok(())
    }
}

impl Iterator for Merge {
    type Item = io::Result<Kept>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse(Head(_, number, kept)) = self.heads.pop()?;
        Some(self.advance(number).map(|()| kept))
    }
}
