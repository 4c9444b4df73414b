//! Where fused text is to be cut: headline from headline from body, tag from tag.
//!
//! In: the tokens of a stretch of text without separators. Out: cuts with a probability.
//! Inference only; the weights stand in `models/` and are built by [`crate::train`].
//!
//! The model looks at each gap between two tokens and says how probable it is that nothing,
//! a headline, or body text begins there (multinomial logistic regression over hashed
//! features); the decoder finds the most probable segmentation as a whole (a semi-Markov
//! model: segments also have a length).

mod cohesion;
mod decode;
mod features;
mod model;
mod phrases;
mod vocabulary;

pub use cohesion::{Cohesion, CohesionError, pair_key};
pub use decode::{Split, Tail, split};
pub use features::{Context, GapFeatures, content_key};
pub use model::{BoundaryModel, Gap, ModelError, N_BUCKETS, N_GAPS};
pub use phrases::{PhraseIndex, split_tags, tag_features};
pub use vocabulary::{Vocabulary, VocabularyError};

/// Both models as the binary carries them.
#[derive(Debug)]
pub struct Models {
    /// Where headlines and body text begin.
    pub boundary: BoundaryModel,
    /// Where tags begin.
    pub tags: BoundaryModel,
    /// How strongly neighbouring words belong together.
    pub cohesion: Cohesion,
    /// How frequent words are.
    pub vocabulary: Vocabulary,
}

/// Why the embedded models could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ModelsError {
    /// A model of gaps.
    #[error(
        "models/boundary.bin or models/tags.bin cannot be read; rebuild it with `maqal train boundary`"
    )]
    Boundary(#[from] ModelError),
    /// The cohesion table.
    #[error("models/cohesion.bin cannot be read; rebuild it with `maqal train boundary`")]
    Cohesion(#[from] CohesionError),
    /// The vocabulary.
    #[error("models/vocabulary.bin cannot be read; rebuild it with `maqal train boundary`")]
    Vocabulary(#[from] VocabularyError),
}

impl Models {
    /// The models that the binary carries.
    ///
    /// # Errors
    /// A file that is damaged or of another version.
    pub fn embedded() -> Result<Self, ModelsError> {
        Ok(Self {
            boundary: BoundaryModel::from_bytes(include_bytes!("../../models/boundary.bin"))?,
            tags: BoundaryModel::from_bytes(include_bytes!("../../models/tags.bin"))?,
            cohesion: Cohesion::from_bytes(include_bytes!("../../models/cohesion.bin"))?,
            vocabulary: Vocabulary::from_bytes(include_bytes!("../../models/vocabulary.bin"))?,
        })
    }
}
