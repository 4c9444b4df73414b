//! [`Rows`]: the rows of all inputs, one after the other, from any place on.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::cells::Names;
use super::input::is_pipe;
use super::lines::{Line, LineReader, MAX_LINE_BYTES};
#[cfg(feature = "parquet")]
use super::parquet_in::ParquetRows;
use super::{BulkError, Checkpoint, Format, Input};

/// Most rows in a batch, and most bytes but for the last row.
const BATCH_ROWS: usize = 32;
const BATCH_BYTES: usize = 1 << 20;

/// Columns that are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Their names, each with what else it may be called.
    pub names: Vec<Names>,
    /// Those that a table must have, and whose values must be text.
    pub required: Vec<usize>,
}

impl Columns {
    /// What a value that is no text is worth: nothing, where nobody asked for the column by name.
    pub(super) fn not_text(&self, idx: usize, reason: &str) -> Result<Option<String>, String> {
        if self.required.contains(&idx) {
            Err(reason.to_owned())
        } else {
            Ok(None)
        }
    }
}

/// What stands in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A line, with its end.
    Line(Vec<u8>),
    /// The columns asked for.
    Cells(Vec<Option<String>>),
    /// Nothing that can be read, and why.
    Unreadable(String),
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index of its input.
    pub file: usize,
    /// Its line, or its row in a table; counted from 1.
    pub number: u64,
    /// Bytes of the input up to its end, unpacked; 0 for Parquet.
    pub end: u64,
    /// Bytes of all inputs that are read so far, as they stand on the disk.
    pub read_bytes: u64,
    /// What stands in it.
    pub record: Record,
}

enum Reader {
    Lines {
        lines: LineReader<Box<dyn Read + Send>>,
        read_bytes: Arc<AtomicU64>,
    },
    #[cfg(feature = "parquet")]
    Table(Box<ParquetRows>),
}

/// Reads rows.
pub struct Rows {
    inputs: Vec<Input>,
    #[cfg_attr(
        not(feature = "parquet"),
        allow(dead_code, reason = "only a table is opened with them")
    )]
    columns: Columns,
    file: usize,
    /// Where reading begins in the input at `file`.
    row: u64,
    offset: u64,
    /// Bytes of the inputs before it.
    earlier_bytes: u64,
    reader: Option<Reader>,
    /// Met behind the rows that were given last.
    pending: Option<io::Error>,
}

/// Counts the bytes that are read from the disk.
struct Counted {
    source: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        let more = u64::try_from(length).unwrap_or(u64::MAX);
        self.count.fetch_add(more, Ordering::Relaxed);
        Ok(length)
    }
}

/// Bytes of a file; 0 for a pipe.
pub(super) fn size(path: &Path) -> Result<u64, BulkError> {
    if is_pipe(path) {
        return Ok(0);
    }
    Ok(std::fs::metadata(path)
        .map_err(BulkError::read(path))?
        .len())
}

impl Rows {
    /// Reads on behind what `from` counts as done.
    ///
    /// # Errors
    /// An input that is passed over is gone.
    pub fn new(inputs: Vec<Input>, columns: Columns, from: &Checkpoint) -> Result<Self, BulkError> {
        let mut earlier_bytes = 0;
        for input in inputs.iter().take(from.file) {
            earlier_bytes += size(&input.path)?;
        }
        Ok(Self {
            inputs,
            columns,
            file: from.file,
            row: from.row,
            offset: from.offset,
            earlier_bytes,
            reader: None,
            pending: None,
        })
    }

    fn open(&self, input: &Input) -> Result<Reader, BulkError> {
        if input.format == Format::Parquet {
            #[cfg(feature = "parquet")]
            return Ok(Reader::Table(Box::new(ParquetRows::open(
                &input.path,
                &self.columns,
                self.row,
            )?)));
            #[cfg(not(feature = "parquet"))]
            return Err(BulkError::NoParquet(input.path.clone()));
        }
        let read = || -> io::Result<Reader> {
            let read_bytes = Arc::new(AtomicU64::new(0));
            let counted = |source: Box<dyn Read + Send>| Counted {
                source,
                count: Arc::clone(&read_bytes),
            };
            let source: Box<dyn Read + Send> = if is_pipe(&input.path) {
                Box::new(io::stdin())
            } else {
                let mut file = File::open(&input.path)?;
                if input.format == Format::Jsonl {
                    read_bytes.store(file.seek(SeekFrom::Start(self.offset))?, Ordering::Relaxed);
                }
                Box::new(file)
            };
            let mut unpacked: Box<dyn Read + Send> = match input.format {
                Format::JsonlGz => Box::new(flate2::bufread::MultiGzDecoder::new(
                    BufReader::with_capacity(1 << 16, counted(source)),
                )),
                Format::JsonlZst => Box::new(zstd::stream::read::Decoder::new(counted(source))?),
                Format::Jsonl | Format::Parquet => Box::new(counted(source)),
            };
            // What is packed can only be read from its beginning.
            if input.format != Format::Jsonl {
                io::copy(&mut (&mut unpacked).take(self.offset), &mut io::sink())?;
            }
            Ok(Reader::Lines {
                lines: LineReader::new(unpacked, self.row, self.offset),
                read_bytes,
            })
        };
        read().map_err(BulkError::read(&input.path))
    }

    /// The next rows of one input; never none.
    ///
    /// # Errors
    /// The input cannot be opened, read on or unpacked. Rows before the bad place are given first.
    pub fn next_batch(&mut self) -> Result<Option<Vec<Row>>, BulkError> {
        loop {
            let Some(input) = self.inputs.get(self.file) else {
                return Ok(None);
            };
            if let Some(error) = self.pending.take() {
                return Err(BulkError::read(&input.path)(error));
            }
            let mut reader = match self.reader.take() {
                Some(reader) => reader,
                None => self.open(input)?,
            };
            let rows = match &mut reader {
                Reader::Lines { lines, read_bytes } => {
                    let earlier = self.earlier_bytes;
                    let read_bytes = || earlier + read_bytes.load(Ordering::Relaxed);
                    let mut rows = Vec::new();
                    match line_batch(lines, self.file, read_bytes, &mut rows) {
                        Err(error) if rows.is_empty() => Err(error),
                        read => {
                            self.pending = read.err();
                            Ok(rows)
                        }
                    }
                }
                #[cfg(feature = "parquet")]
                Reader::Table(table) => table.next_batch(self.file, self.earlier_bytes),
            }
            .map_err(BulkError::read(&input.path))?;
            if !rows.is_empty() {
                self.reader = Some(reader);
                return Ok(Some(rows));
            }
            self.earlier_bytes += size(&input.path)?;
            self.file += 1;
            self.row = 0;
            self.offset = 0;
        }
    }
}

/// Adds the next lines to `rows`.
fn line_batch(
    lines: &mut LineReader<Box<dyn Read + Send>>,
    file: usize,
    read_bytes: impl Fn() -> u64,
    rows: &mut Vec<Row>,
) -> io::Result<()> {
    let mut bytes = 0;
    while rows.len() < BATCH_ROWS && bytes < BATCH_BYTES {
        let Some(line) = lines.read()? else { break };
        let Line {
            number,
            end,
            content,
        } = line;
        bytes += content.as_ref().map_or(0, Vec::len);
        let record = content.map_or_else(
            || {
                Record::Unreadable(format!(
                    "expected a line of at most {MAX_LINE_BYTES} bytes, found a longer one"
                ))
            },
            Record::Line,
        );
        rows.push(Row {
            file,
            number,
            end,
            read_bytes: read_bytes(),
            record,
        });
        // A caller that sends no more for now waits for what it has sent.
        if lines.is_drained() {
            break;
        }
    }
    Ok(())
}
