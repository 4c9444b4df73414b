//! [`Lines`]: the lines of a dump, plain or compressed, in bounded memory.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

/// Longest line that is kept: the longest entities have some megabytes.
const MAX_LINE: usize = 64 << 20;

/// Counts what is read of a file.
struct Counting {
    file: File,
    bytes: Rc<Cell<u64>>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.bytes.set(self.bytes.get() + read as u64);
        Ok(read)
    }
}

/// The lines of a dump.
pub(super) struct Lines {
    input: Box<dyn BufRead>,
    bytes: Rc<Cell<u64>>,
    total_bytes: u64,
}

impl Lines {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let total_bytes = file.metadata()?.len();
        let bytes = Rc::new(Cell::new(0));
        let counting = Counting {
            file,
            bytes: Rc::clone(&bytes),
        };
        let mut file = BufReader::with_capacity(1 << 18, counting);
        let input: Box<dyn BufRead> = if file.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
            Box::new(BufReader::with_capacity(1 << 20, MultiGzDecoder::new(file)))
        } else {
            Box::new(file)
        };
        Ok(Self {
            input,
            bytes,
            total_bytes,
        })
    }

    /// Bytes of the file read so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.get()
    }

    pub(super) const fn total_bytes(&self) -> u64 {
        self.total_bytes
    }

    /// Passes over lines; fewer at the end.
    pub(super) fn skip(&mut self, most: u64) -> io::Result<u64> {
        let mut skipped = 0;
        while skipped < most && self.next_line(None)? {
            skipped += 1;
        }
        Ok(skipped)
    }

    /// The next lines: about `bytes` of them, at most `most`; none at the end.
    pub(super) fn batch(&mut self, bytes: usize, most: u64) -> io::Result<Vec<Vec<u8>>> {
        let mut batch = Vec::new();
        let mut held = 0;
        while held < bytes && (batch.len() as u64) < most {
            let mut line = Vec::new();
            if !self.next_line(Some(&mut line))? {
                break;
            }
            held += line.len() + size_of::<Vec<u8>>();
            batch.push(line);
        }
        Ok(batch)
    }

    /// Reads one line, without its end; one that is too long is left empty. False at the end.
    fn next_line(&mut self, mut line: Option<&mut Vec<u8>>) -> io::Result<bool> {
        let mut any = false;
        loop {
            let held = self.input.fill_buf()?;
            if held.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = memchr::memchr(b'\n', held);
            let piece = held.get(..end.unwrap_or(held.len())).unwrap_or_default();
            if let Some(kept) = line.take() {
                if kept.len() + piece.len() <= MAX_LINE {
                    kept.extend_from_slice(piece);
                    line = Some(kept);
                } else {
                    *kept = Vec::new();
                }
            }
            let used = end.map_or(held.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}
