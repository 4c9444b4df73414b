//! Who wants to know where the work stands. The pipeline has no clock; whoever watches may.

/// One stage of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// HTML to visible text, where the article came as HTML.
    Markup,
    /// Repair of the raw text.
    Normalize,
    /// Tokens, terms and sentences.
    Segment,
    /// Blocks and fields.
    Layout,
    /// What the article names.
    Entities,
    /// Times that it speaks of.
    Times,
    /// Numbers, money and measures.
    Quantities,
    /// What was said and by whom.
    Quotations,
    /// Links between what the others found.
    CrossReferences,
}

impl Stage {
    /// All stages, in the order of the work.
    pub const ALL: [Self; 9] = [
        Self::Markup,
        Self::Normalize,
        Self::Segment,
        Self::Layout,
        Self::Entities,
        Self::Times,
        Self::Quantities,
        Self::Quotations,
        Self::CrossReferences,
    ];

    /// Its name, in lower case with underscores; stable across releases.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::Normalize => "normalize",
            Self::Segment => "segment",
            Self::Layout => "layout",
            Self::Entities => "entities",
            Self::Times => "times",
            Self::Quantities => "quantities",
            Self::Quotations => "quotations",
            Self::CrossReferences => "cross_references",
        }
    }
}

/// Is told when stages begin and end. A stage runs once for the page and once more for each
/// article embedded in it, never inside another stage.
///
/// What it does has no way back into the answer.
pub trait Watch {
    /// `stage` begins.
    fn begin(&mut self, stage: Stage);
    /// `stage` ends.
    fn end(&mut self, stage: Stage);

    /// Runs `work` as `stage`.
    fn during<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T
    where
        Self: Sized,
    {
        self.begin(stage);
        let done = work();
        self.end(stage);
        done
    }
}

/// Nobody watches.
impl Watch for () {
    fn begin(&mut self, _: Stage) {}
    fn end(&mut self, _: Stage) {}
}

impl<W: Watch + ?Sized> Watch for &mut W {
    fn begin(&mut self, stage: Stage) {
        (**self).begin(stage);
    }

    fn end(&mut self, stage: Stage) {
        (**self).end(stage);
    }
}
