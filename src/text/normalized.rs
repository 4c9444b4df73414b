//! [`NormalizedText`]: repaired text that knows where each of its characters was read.

use super::{Normalized, Source, Span};

/// Repaired text with the way back to the raw input.
///
/// Built left to right: stretches are either verbatim (the same bytes), replaced
/// (other bytes stand for a source range) or dropped (a source range with no bytes).
/// Every source byte belongs to exactly one stretch, so any normalised boundary has
/// one source offset, boundaries keep their order, 0 maps to 0 and the end to the end.
#[derive(Debug, Clone, Default)]
pub struct NormalizedText {
    text: String,
    source_len: u32,
    /// Starts of stretches, in order; a dropped stretch belongs to the stretch before it.
    runs: Vec<Run>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    normalized: u32,
    source: u32,
    /// One source byte a normalised byte; otherwise the run is indivisible.
    verbatim: bool,
}

impl NormalizedText {
    /// Text that needed no repair: every offset is its own.
    pub fn verbatim(text: &str) -> Self {
        let mut builder = NormalizedTextBuilder::with_capacity(text.len());
        builder.keep(text);
        builder.finish()
    }

    /// The repaired text.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Length of the raw input in bytes.
    pub fn source_len(&self) -> u32 {
        self.source_len
    }

    /// Whether nothing was repaired.
    pub fn is_verbatim(&self) -> bool {
        self.runs
            .iter()
            .all(|run| run.verbatim && run.normalized == run.source)
            && self.text.len() == self.source_len as usize
    }

    /// The source offset of a boundary before the normalised byte `offset`.
    ///
    /// What was dropped just before `offset` stays on its left side. An offset inside a
    /// replaced stretch gives the start of that stretch.
    pub fn source_offset(&self, offset: u32) -> u32 {
        if offset as usize >= self.text.len() {
            return self.source_len;
        }
        let idx = self.runs.partition_point(|run| run.normalized <= offset);
        match idx.checked_sub(1).and_then(|idx| self.runs.get(idx)) {
            Some(run) if run.verbatim => run.source + (offset - run.normalized),
            Some(run) => run.source,
            None => offset,
        }
    }

    /// The source offset just after the normalised byte before `offset`:
    /// what was dropped at `offset` stays outside.
    fn source_end(&self, offset: u32) -> u32 {
        let Some(last) = offset.checked_sub(1) else {
            return 0;
        };
        let idx = self.runs.partition_point(|run| run.normalized <= last);
        let Some(run) = idx.checked_sub(1).and_then(|idx| self.runs.get(idx)) else {
            return offset;
        };
        if run.verbatim {
            return run.source + (last - run.normalized) + 1;
        }
        self.replaced_end(idx - 1)
    }

    /// End of a replaced run: its own bytes only, not what was dropped after it.
    fn replaced_end(&self, run_idx: usize) -> u32 {
        self.runs
            .get(run_idx + 1)
            .map_or(self.source_len, |next| next.source)
    }

    /// This text after a second repair: `next` was made from this text's
    /// [`as_str`](Self::as_str), the result goes back to this text's source.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut builder = NormalizedTextBuilder::with_capacity(next.text.len());
        for (idx, run) in next.runs.iter().enumerate() {
            let after = next.runs.get(idx + 1);
            let end = after.map_or(next.source_len, |run| run.source);
            if run.verbatim {
                // Dropped text behind a verbatim run starts a run of its own, so the lengths agree.
                self.copy_range(run.source, end, &mut builder);
            } else {
                let text_end = after.map_or(next.text.len(), |run| run.normalized as usize);
                let replacement = next.text.get(run.normalized as usize..text_end);
                builder.drop_until(self.source_offset(run.source));
                let source_end = self.source_end(end).max(builder.source_position());
                let source_len = source_end - builder.source_position();
                builder.replace(replacement.unwrap_or_default(), source_len as usize);
            }
        }
        builder.drop_until(self.source_len);
        builder.finish()
    }

    /// Copies the normalised range `start..end` with its runs.
    fn copy_range(&self, start: u32, end: u32, builder: &mut NormalizedTextBuilder) {
        let first = self.runs.partition_point(|run| run.normalized <= start);
        let mut idx = first.saturating_sub(1);
        while let Some(run) = self.runs.get(idx).filter(|run| run.normalized < end) {
            let run_end = self
                .runs
                .get(idx + 1)
                .map_or(self.text.len(), |next| next.normalized as usize);
            let from = run.normalized.max(start);
            let to = u32::try_from(run_end).unwrap_or(u32::MAX).min(end);
            idx += 1;
            if from >= to {
                continue;
            }
            let text = self
                .text
                .get(from as usize..to as usize)
                .unwrap_or_default();
            builder.drop_until(self.source_offset(from));
            if run.verbatim {
                builder.keep(text);
            } else {
                let source_end = self.source_end(to).max(builder.source_position());
                builder.replace(text, (source_end - builder.source_position()) as usize);
            }
        }
    }

    /// The raw text that `span` was read from, without what was dropped around it.
    pub fn to_source(&self, span: Span<Normalized>) -> Span<Source> {
        let start = self.source_offset(span.start());
        if span.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.source_end(span.end()).max(start))
    }
}

/// Builds a [`NormalizedText`] from left to right.
#[derive(Debug, Default)]
pub struct NormalizedTextBuilder {
    text: NormalizedText,
}

impl NormalizedTextBuilder {
    /// An empty builder with room for `capacity` bytes of text.
    pub fn with_capacity(capacity: usize) -> Self {
        let text = NormalizedText {
            text: String::with_capacity(capacity),
            ..NormalizedText::default()
        };
        Self { text }
    }

    /// The text written so far.
    pub fn as_str(&self) -> &str {
        &self.text.text
    }

    /// Takes back the last `len` bytes of text and lets `replacement` stand for the source
    /// they were read from; returns that source range.
    pub fn replace_tail(&mut self, len: usize, replacement: &str) -> Span<Source> {
        let cut = self.text.text.len().saturating_sub(len);
        let cut_offset = u32::try_from(cut).unwrap_or(u32::MAX);
        let source_end = self.text.source_len;
        let source_start = self.text.source_offset(cut_offset);
        while self
            .text
            .runs
            .last()
            .is_some_and(|run| run.normalized >= cut_offset && run.source >= source_start)
        {
            self.text.runs.pop();
        }
        self.text.text.truncate(cut);
        self.text.source_len = source_start;
        self.replace(replacement, (source_end - source_start) as usize);
        Span::new(source_start, source_end)
    }

    /// Drops source up to `offset`.
    fn drop_until(&mut self, offset: u32) {
        if let Some(len) = offset
            .checked_sub(self.text.source_len)
            .filter(|&len| len > 0)
        {
            self.drop_source(len as usize);
        }
    }

    /// Bytes of source consumed so far.
    pub fn source_position(&self) -> u32 {
        self.text.source_len
    }

    /// Copies `verbatim` source text.
    pub fn keep(&mut self, verbatim: &str) {
        if !verbatim.is_empty() {
            self.push(verbatim, verbatim.len(), true);
        }
    }

    /// Lets `replacement` stand for the next `source_len` bytes of source;
    /// an empty replacement drops them.
    pub fn replace(&mut self, replacement: &str, source_len: usize) {
        self.push(replacement, source_len, false);
    }

    /// Drops the next `source_len` bytes of source.
    pub fn drop_source(&mut self, source_len: usize) {
        self.push("", source_len, false);
    }

    fn push(&mut self, text: &str, source_len: usize, verbatim: bool) {
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let run = Run {
            normalized: offset(self.text.text.len()),
            source: self.text.source_len,
            verbatim,
        };
        let continues = verbatim
            && self.text.runs.last().is_some_and(|last| {
                last.verbatim && run.source - last.source == run.normalized - last.normalized
            });
        if !continues {
            // A dropped stretch holds no normalised byte: a run that starts where it does
            // replaces it in every look-up, so both are kept and the later one wins.
            self.text.runs.push(run);
        }
        self.text.text.push_str(text);
        self.text.source_len += offset(source_len);
    }

    /// The finished text.
    pub fn finish(self) -> NormalizedText {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> NormalizedText {
        // source: "ab\r\ncd&amp;e\u{200B}"
        let mut builder = NormalizedTextBuilder::default();
        builder.keep("ab");
        builder.replace("\n", 2);
        builder.keep("cd");
        builder.replace("&", 5);
        builder.keep("e");
        builder.drop_source(3);
        builder.finish()
    }

    #[test]
    fn boundaries_map_in_order() {
        let text = sample();
        assert_eq!(text.as_str(), "ab\ncd&e");
        let offsets: Vec<u32> = (0..=7).map(|n| text.source_offset(n)).collect();
        assert_eq!(offsets, [0, 1, 2, 4, 5, 6, 11, 15]);
    }

    #[test]
    fn spans_leave_dropped_text_outside() {
        let text = sample();
        assert_eq!(text.to_source(Span::new(6, 7)), Span::new(11, 12));
        assert_eq!(text.to_source(Span::new(2, 6)), Span::new(2, 11));
    }

    #[test]
    fn dropped_text_before_a_span_stays_outside() {
        let mut builder = NormalizedTextBuilder::default();
        builder.drop_source(3);
        builder.keep("ab");
        let text = builder.finish();
        assert_eq!(text.to_source(Span::new(0, 2)), Span::new(3, 5));
    }
}
