//! [`NameSorter`]: sorts the names of any number of entries in bounded memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

/// A name and the entry it stands for, in the order of the index: by key, main names before
/// aliases, then the most popular first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub key: String,
    pub alias: bool,
    /// `u32::MAX` minus the popularity.
    pub unpopularity: u32,
    pub idx: u32,
}

/// Bytes of names held before they are written to a run.
const MEMORY: usize = 128 << 20;

/// Collects postings, gives them back sorted.
#[derive(Debug)]
pub(super) struct NameSorter {
    folder: Option<PathBuf>,
    limit: usize,
    held: Vec<Posting>,
    held_bytes: usize,
    runs: Vec<PathBuf>,
}

impl NameSorter {
    /// Without a folder, all is held in memory.
    pub(super) const fn new(folder: Option<PathBuf>) -> Self {
        Self {
            limit: if folder.is_some() { MEMORY } else { usize::MAX },
            folder,
            held: Vec::new(),
            held_bytes: 0,
            runs: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, posting: Posting) -> io::Result<()> {
        self.held_bytes += posting.key.len() + size_of::<Posting>();
        self.held.push(posting);
        if self.held_bytes > self.limit {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        self.held.sort_unstable();
        let path = folder.join(format!("names-{:05}", self.runs.len()));
        let mut out = BufWriter::new(File::create(&path)?);
        for posting in self.held.drain(..) {
            write(&posting, &mut out)?;
        }
        out.flush()?;
        self.held_bytes = 0;
        self.runs.push(path);
        Ok(())
    }

    /// Passes every posting in order; the runs are deleted.
    pub(super) fn finish(
        mut self,
        mut pass: impl FnMut(Posting) -> io::Result<()>,
    ) -> io::Result<()> {
        self.held.sort_unstable();
        let mut held = self.held.into_iter();
        let mut files = Vec::new();
        for path in &self.runs {
            files.push(BufReader::new(File::open(path)?));
        }
        let mut heap = BinaryHeap::new();
        for (run, file) in files.iter_mut().enumerate() {
            if let Some(posting) = read(file)? {
                heap.push(Reverse((posting, run)));
            }
        }
        let memory = files.len();
        if let Some(posting) = held.next() {
            heap.push(Reverse((posting, memory)));
        }
        while let Some(Reverse((posting, run))) = heap.pop() {
            pass(posting)?;
            let next = match files.get_mut(run) {
                Some(file) => read(file)?,
                None => held.next(),
            };
            if let Some(posting) = next {
                heap.push(Reverse((posting, run)));
            }
        }
        self.runs.iter().try_for_each(std::fs::remove_file)
    }
}

fn write(posting: &Posting, out: &mut impl Write) -> io::Result<()> {
    let len = u32::try_from(posting.key.len()).map_err(io::Error::other)?;
    out.write_all(&len.to_le_bytes())?;
    out.write_all(posting.key.as_bytes())?;
    out.write_all(&[u8::from(posting.alias)])?;
    out.write_all(&posting.unpopularity.to_le_bytes())?;
    out.write_all(&posting.idx.to_le_bytes())
}

fn read(from: &mut impl Read) -> io::Result<Option<Posting>> {
    let mut four = [0; 4];
    match from.read_exact(&mut four) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        result => result?,
    }
    let len = u32::from_le_bytes(four);
    let mut key = vec![0; usize::try_from(len).map_err(io::Error::other)?];
    from.read_exact(&mut key)?;
    let mut alias = [0];
    from.read_exact(&mut alias)?;
    from.read_exact(&mut four)?;
    let unpopularity = u32::from_le_bytes(four);
    from.read_exact(&mut four)?;
    Ok(Some(Posting {
        key: String::from_utf8(key).map_err(io::Error::other)?,
        alias: alias == [1],
        unpopularity,
        idx: u32::from_le_bytes(four),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spilled_names_come_back_in_order() {
        let folder = std::env::temp_dir().join(format!("maqal-spill-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut sorter = NameSorter::new(Some(folder.clone()));
        sorter.limit = 200;
        let mut expected = Vec::new();
        for idx in 0..100_u32 {
            let posting = Posting {
                key: format!("{}", idx * 7919 % 31),
                alias: idx % 2 == 0,
                unpopularity: idx % 5,
                idx,
            };
            expected.push(posting.clone());
            sorter.push(posting).unwrap();
        }
        assert!(sorter.runs.len() > 10);
        expected.sort();
        let mut found = Vec::new();
        sorter
            .finish(|posting| {
                found.push(posting);
                Ok(())
            })
            .unwrap();
        assert_eq!(found, expected);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::remove_dir(folder).unwrap();
    }
}
