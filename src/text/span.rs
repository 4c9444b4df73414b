//! [`Span`]: a half-open byte range that cannot be mixed up with one of another text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

/// A text that spans can point into; implemented by marker types only.
pub trait Frame {
    /// Name used in debug output.
    const NAME: &'static str;
}

/// The raw input exactly as the client sent it.
#[derive(Debug)]
pub enum Source {}

/// The repaired text of a [`NormalizedText`](super::NormalizedText).
#[derive(Debug)]
pub enum Normalized {}

impl Frame for Source {
    const NAME: &'static str = "source";
}

impl Frame for Normalized {
    const NAME: &'static str = "normalized";
}

/// A half-open range of UTF-8 byte offsets into the text `F`.
///
/// Always `start <= end`; both lie on character boundaries of their text.
/// Texts are bounded far below 4 GiB by the intake limit, so offsets are `u32`.
pub struct Span<F> {
    start: u32,
    end: u32,
    frame: PhantomData<fn() -> F>,
}

impl<F> Span<F> {
    /// A span from `start` to `end`; an `end` before `start` gives the empty span at `start`.
    #[inline]
    pub const fn new(start: u32, end: u32) -> Self {
        Self {
            start,
            end: if end < start { start } else { end },
            frame: PhantomData,
        }
    }

    /// A span from byte positions of a text below 4 GiB; larger positions saturate.
    #[inline]
    pub fn from_range(range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self::new(clamp(range.start), clamp(range.end))
    }

    /// First byte.
    #[inline]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    #[inline]
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    #[inline]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds no byte.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same range for slicing.
    #[inline]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies inside.
    #[inline]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the byte at `offset` lies inside.
    #[inline]
    pub const fn contains_offset(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the two share a byte.
    #[inline]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[inline]
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The piece of `text` it covers; empty where it does not fit that text.
    #[inline]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl<F> Default for Span<F> {
    fn default() -> Self {
        Self::new(0, 0)
    }
}

impl<F> Clone for Span<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Span<F> {}

impl<F> PartialEq for Span<F> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

impl<F> Eq for Span<F> {}

impl<F> PartialOrd for Span<F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<F> Ord for Span<F> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}

impl<F> Hash for Span<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}

impl<F: Frame> fmt::Debug for Span<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", F::NAME, self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reversed_bounds_give_an_empty_span() {
        let span = Span::<Source>::new(7, 3);
        assert!(span.is_empty());
        assert_eq!(span.start(), 7);
    }

    #[test]
    fn slice_outside_the_text_is_empty() {
        assert_eq!(Span::<Source>::new(2, 9).slice("abc"), "");
        assert_eq!(Span::<Source>::new(0, 1).slice("ب"), "");
        assert_eq!(Span::<Source>::new(0, 2).slice("ب"), "ب");
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        let (a, b) = (Span::<Source>::new(0, 3), Span::<Source>::new(3, 5));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 5));
    }
}
