//! Language packs: the only code that reads `lang/`.
//!
//! In: the data files of every pack, embedded at build time. Out: one [`LanguagePacks`]
//! with a [`FoldTable`] (one door: applied alike to text and to every term), a [`Lexicon`]
//! that finds all terms of all packs in one pass, and [`NameSets`]. No phenomenon is
//! decided here.

mod fold;
mod lexicon;
mod names;
mod terms;

pub use fold::FoldTable;
pub use lexicon::{Lexicon, TermHit};
pub use names::{NameKind, NameSets};
pub use terms::{
    DayPart, Era, LabelForm, LabelRole, RelativeSide, Term, TermClass, TermId, TimeUnit,
};

/// All packs, loaded and ready to match.
#[derive(Debug, Default)]
pub struct LanguagePacks {
    /// Tags of the packs, sorted.
    pub tags: Vec<String>,
    /// The folding of matching.
    pub fold: FoldTable,
    /// All multi-word and single-word terms.
    pub lexicon: Lexicon,
    /// Large sets of single name words (given names, family names, places' words).
    pub names: NameSets,
}
