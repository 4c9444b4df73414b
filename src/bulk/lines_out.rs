//! [`LineSink`]: results as lines, plain or packed in members that can stand alone.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::Path;

use flate2::write::GzEncoder;

use super::Sink;

/// How lines are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// One gzip member for each commit.
    Gzip,
    /// One zstd frame for each commit.
    Zstd,
}

/// A stream that can be put on the disk.
pub trait Target: Write {
    /// Puts all on the disk.
    ///
    /// # Errors
    /// The disk is full or gone.
    fn sync(&self) -> io::Result<()>;
}

impl Target for File {
    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}

impl Target for io::Stdout {
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Target for io::Stderr {
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts what reaches a target.
struct Counted<T: Write> {
    target: BufWriter<T>,
    length: u64,
}

impl<T: Write> Write for Counted<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.target.write(bytes)?;
        self.length += u64::try_from(taken).unwrap_or(u64::MAX);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.target.flush()
    }
}

enum Packer<T: Write> {
    /// Between members.
    Open(Counted<T>),
    Gzip(GzEncoder<Counted<T>>),
    Zstd(zstd::stream::write::Encoder<'static, Counted<T>>),
}

/// Writes lines.
pub struct LineSink<T: Target> {
    packing: Packing,
    /// `None` only after a failed write.
    packer: Option<Packer<T>>,
}

fn lost() -> io::Error {
    io::Error::other("an earlier write failed")
}

impl LineSink<File> {
    /// Goes on behind the first `length` bytes of a file; what stands behind them is cut off.
    ///
    /// # Errors
    /// The file cannot be opened, or is shorter than that.
    pub fn open(path: &Path, packing: Packing, length: u64) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        if file.metadata()?.len() < length {
            return Err(io::Error::other(format!(
                "expected at least {length} bytes of an earlier run"
            )));
        }
        file.set_len(length)?;
        file.seek(io::SeekFrom::Start(length))?;
        Ok(Self::new(file, packing, length))
    }
}

impl<T: Target> LineSink<T> {
    /// Writes to a target that holds `length` bytes.
    pub fn new(target: T, packing: Packing, length: u64) -> Self {
        let target = BufWriter::with_capacity(1 << 20, target);
        Self {
            packing,
            packer: Some(Packer::Open(Counted { target, length })),
        }
    }

    /// The packer inside a member.
    fn member(&mut self) -> io::Result<&mut dyn Write> {
        let packer = match self.packer.take().ok_or_else(lost)? {
            Packer::Open(counted) => match self.packing {
                Packing::Plain => Packer::Open(counted),
                Packing::Gzip => {
                    Packer::Gzip(GzEncoder::new(counted, flate2::Compression::default()))
                }
                Packing::Zstd => Packer::Zstd(zstd::stream::write::Encoder::new(
                    counted,
                    zstd::DEFAULT_COMPRESSION_LEVEL,
                )?),
            },
            inside => inside,
        };
        Ok(match self.packer.insert(packer) {
            Packer::Open(counted) => counted,
            Packer::Gzip(encoder) => encoder,
            Packer::Zstd(encoder) => encoder,
        })
    }

    /// Ends the member.
    fn between(&mut self) -> io::Result<&mut Counted<T>> {
        let counted = match self.packer.take().ok_or_else(lost)? {
            Packer::Open(counted) => counted,
            Packer::Gzip(encoder) => encoder.finish()?,
            Packer::Zstd(encoder) => encoder.finish()?,
        };
        match self.packer.insert(Packer::Open(counted)) {
            Packer::Open(counted) => Ok(counted),
            Packer::Gzip(_) | Packer::Zstd(_) => Err(lost()),
        }
    }
}

impl<T: Target> Sink<String> for LineSink<T> {
    fn write(&mut self, line: String) -> io::Result<u64> {
        let member = self.member()?;
        member.write_all(line.as_bytes())?;
        member.write_all(b"\n")?;
        Ok(u64::try_from(line.len()).unwrap_or(u64::MAX) + 1)
    }

    fn commit(&mut self) -> io::Result<u64> {
        let counted = self.between()?;
        counted.target.flush()?;
        counted.target.get_ref().sync()?;
        Ok(counted.length)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.packer {
            Some(Packer::Open(counted)) => counted.flush(),
            // Inside a member a flush would change its bytes by chance.
            _ => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        // No packed file is empty.
        if self.between()?.length == 0 {
            self.member()?;
        }
        self.commit().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn unpack(packing: Packing, bytes: &[u8]) -> String {
        let mut text = String::new();
        match packing {
            Packing::Plain => text.push_str(std::str::from_utf8(bytes).unwrap()),
            Packing::Gzip => {
                let mut decoder = flate2::read::MultiGzDecoder::new(bytes);
                decoder.read_to_string(&mut text).unwrap();
            }
            Packing::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::new(bytes).unwrap();
                decoder.read_to_string(&mut text).unwrap();
            }
        }
        text
    }

    #[test]
    fn an_open_member_is_cut_off_and_written_again() {
        let folder = std::env::temp_dir().join(format!("maqal-lines-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (idx, packing) in [Packing::Plain, Packing::Gzip, Packing::Zstd]
            .into_iter()
            .enumerate()
        {
            let path = folder.join(idx.to_string());
            let lines = |from: u32, to: u32, sink: &mut LineSink<File>| {
                for number in from..to {
                    sink.write(format!("line {number}")).unwrap();
                }
            };
            let mut whole = LineSink::open(&path, packing, 0).unwrap();
            lines(0, 5, &mut whole);
            whole.commit().unwrap();
            lines(5, 7, &mut whole);
            whole.finish().unwrap();
            let expected = std::fs::read(&path).unwrap();

            let mut first = LineSink::open(&path, packing, 0).unwrap();
            lines(0, 5, &mut first);
            let length = first.commit().unwrap();
            lines(5, 6, &mut first);
            drop(first);
            let mut second = LineSink::open(&path, packing, length).unwrap();
            lines(5, 7, &mut second);
            second.finish().unwrap();
            let found = std::fs::read(&path).unwrap();
            assert_eq!(found, expected, "{packing:?}");
            assert_eq!(unpack(packing, &found).lines().count(), 7);

            let mut empty = LineSink::open(&path, packing, 0).unwrap();
            empty.finish().unwrap();
            assert_eq!(unpack(packing, &std::fs::read(&path).unwrap()), "");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
