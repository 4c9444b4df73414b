//! [`LineReader`]: the lines of a stream, numbered, none longer than memory allows.

use std::io::{self, BufRead, BufReader, Read};

/// Longest line that is held: far over the longest page, well under the memory of a machine.
pub const MAX_LINE_BYTES: usize = 256 << 20;
const BUFFER_BYTES: usize = 1 << 20;

/// One line that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Counted from 1, blank lines included.
    pub number: u64,
    /// Bytes of the stream up to its end.
    pub end: u64,
    /// What stands in it, with its line end; `None` when it is too long to be held.
    pub content: Option<Vec<u8>>,
}

/// Reads lines.
#[derive(Debug)]
pub struct LineReader<R> {
    input: BufReader<R>,
    number: u64,
    offset: u64,
    longest: usize,
}

impl<R: Read> LineReader<R> {
    /// Reads a stream that stands behind `number` lines and `offset` bytes.
    pub fn new(source: R, number: u64, offset: u64) -> Self {
        Self {
            input: BufReader::with_capacity(BUFFER_BYTES, source),
            number,
            offset,
            longest: MAX_LINE_BYTES,
        }
    }

    /// The next line that is not blank.
    ///
    /// # Errors
    /// The stream cannot be read.
    pub fn read(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut content = Vec::new();
            let most = u64::try_from(self.longest)
                .unwrap_or(u64::MAX)
                .saturating_add(1);
            let length = (&mut self.input)
                .take(most)
                .read_until(b'\n', &mut content)?;
            if length == 0 {
                return Ok(None);
            }
            let mut passed = count(length);
            let too_long = length > self.longest && !content.ends_with(b"\n");
            if too_long {
                content = Vec::new();
                passed += self.pass_over()?;
            }
            self.number += 1;
            self.offset += passed;
            if too_long || !content.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Line {
                    number: self.number,
                    end: self.offset,
                    content: (!too_long).then_some(content),
                }));
            }
        }
    }

    /// Reads to the end of the line; gives the bytes passed.
    fn pass_over(&mut self) -> io::Result<u64> {
        let mut passed = 0;
        loop {
            let held = self.input.fill_buf()?;
            let end = memchr::memchr(b'\n', held);
            let length = end.map_or(held.len(), |at| at + 1);
            let done = end.is_some() || held.is_empty();
            self.input.consume(length);
            passed += count(length);
            if done {
                return Ok(passed);
            }
        }
    }

    /// Nothing is read ahead: whoever writes the stream may be waiting.
    pub fn is_drained(&self) -> bool {
        self.input.buffer().is_empty()
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut reader: LineReader<&[u8]>) -> Vec<(u64, u64, Option<String>)> {
        std::iter::from_fn(|| reader.read().unwrap())
            .map(|line| {
                let content = line
                    .content
                    .map(|content| String::from_utf8(content).unwrap());
                (line.number, line.end, content)
            })
            .collect()
    }

    #[test]
    fn blank_lines_count_and_are_left_out() {
        let found = all(LineReader::new(&b"a\n\n  \r\nb"[..], 0, 0));
        assert_eq!(
            found,
            [(1, 2, Some("a\n".to_owned())), (4, 8, Some("b".to_owned()))]
        );
    }

    #[test]
    fn a_line_too_long_is_passed_over_whole() {
        let mut reader = LineReader::new(&b"1234\n12345\n12\n123456"[..], 2, 10);
        reader.longest = 4;
        assert_eq!(
            all(reader),
            [
                (3, 15, Some("1234\n".to_owned())),
                (4, 21, None),
                (5, 24, Some("12\n".to_owned())),
                (6, 30, None)
            ]
        );
    }
}
