//! The stages, in order, and nothing else.

pub mod calibration;
pub mod dates;
pub mod entities;
pub mod expressions;
pub mod interrupt;
pub mod layout;
pub mod normalize;
pub mod references;
pub mod segment;
pub mod tokens;
pub mod watch;
pub mod zones;

use std::sync::Arc;

use crate::article::Article;
use crate::boundary::{Models, ModelsError};
use crate::kb::{KbError, KnowledgeBase};
use crate::lang::{LanguagePacks, PackErrors};
use crate::markup::MarkedPage;
use crate::tagger::{TaggerFileError, Taggers};
use calibration::Calibration;
use entities::Knowledge;
use interrupt::{Interrupt, Interrupted};
use tokens::TokenView;
use watch::{Stage, Watch};

/// Everything that structuring needs besides the text: built once, shared by all threads.
#[derive(Debug)]
pub struct Pipeline {
    packs: LanguagePacks,
    models: Models,
    calibration: Calibration,
    kb: Arc<KnowledgeBase>,
    taggers: Option<Arc<Taggers>>,
    #[cfg(feature = "transformer")]
    neural: Option<Arc<entities::Neural>>,
}

/// Why a pipeline cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Language packs.
    #[error(transparent)]
    Packs(#[from] PackErrors),
    /// Models.
    #[error(transparent)]
    Models(#[from] ModelsError),
    /// Knowledge base.
    #[error(transparent)]
    Kb(#[from] KbError),
    /// The model that finds names.
    #[error(transparent)]
    Tagger(#[from] TaggerFileError),
    /// A user's own model.
    #[cfg(feature = "transformer")]
    #[error(transparent)]
    Transformer(#[from] crate::transformer::TransformerError),
}

/// What the client says about a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hints {
    /// The page's address.
    pub url: Option<String>,
    /// BCP 47 tag, when the client knows it.
    pub language: Option<String>,
    /// When the page was fetched: anchor of relative dates. Seconds since 1970, UTC.
    pub retrieved_at: Option<i64>,
    /// Minutes east of UTC in which relative dates count.
    pub utc_offset_minutes: Option<i16>,
}

/// What is structured.
#[derive(Debug, Clone, Copy)]
pub enum Input<'t> {
    /// A raw text.
    Text(&'t str),
    /// A page whose markup was read.
    Page(&'t MarkedPage),
}

impl<'t> Input<'t> {
    /// The text in which all spans count.
    pub fn text(self) -> &'t str {
        match self {
            Self::Text(text) => text,
            Self::Page(page) => &page.text,
        }
    }

    fn marked(self) -> Option<&'t MarkedPage> {
        match self {
            Self::Text(_) => None,
            Self::Page(page) => Some(page),
        }
    }
}

impl<'t> From<&'t str> for Input<'t> {
    fn from(text: &'t str) -> Self {
        Self::Text(text)
    }
}

impl<'t> From<&'t MarkedPage> for Input<'t> {
    fn from(page: &'t MarkedPage) -> Self {
        Self::Page(page)
    }
}

/// What to work out besides the layout, on which all of it builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each analysis is asked for by itself"
)]
pub struct Analyses {
    /// What the article names.
    pub entities: bool,
    /// Times that it speaks of.
    pub times: bool,
    /// Numbers, money and measures.
    pub quantities: bool,
    /// What was said and by whom.
    pub quotations: bool,
    /// Links between what the others find.
    pub cross_references: bool,
    /// Entries of the knowledge base that are listed for each entity, certain or not, at most.
    pub candidates: usize,
    /// Keep what was weighed against the values ([`Article::considered`]).
    pub explain: bool,
}

impl Analyses {
    /// The layout alone.
    pub const NONE: Self = Self {
        entities: false,
        times: false,
        quantities: false,
        quotations: false,
        cross_references: false,
        candidates: 0,
        explain: false,
    };
}

impl Default for Analyses {
    /// All of them; no candidates, nothing explained.
    fn default() -> Self {
        Self {
            entities: true,
            times: true,
            quantities: true,
            quotations: true,
            cross_references: true,
            candidates: 0,
            explain: false,
        }
    }
}

impl Pipeline {
    /// A pipeline over `packs` and `models`, with an empty knowledge base.
    pub fn new(packs: LanguagePacks, models: Models) -> Self {
        Self {
            packs,
            models,
            calibration: Calibration::embedded(),
            kb: Arc::new(KnowledgeBase::empty()),
            taggers: None,
            #[cfg(feature = "transformer")]
            neural: None,
        }
    }

    /// The same pipeline, finding names with `taggers`; without any no entities are found.
    #[must_use]
    pub fn with_taggers(self, taggers: Arc<Taggers>) -> Self {
        Self {
            taggers: Some(taggers),
            ..self
        }
    }

    /// The same pipeline, finding names with a user's own model too, or with it alone.
    #[cfg(feature = "transformer")]
    #[must_use]
    pub fn with_neural(self, neural: Arc<entities::Neural>) -> Self {
        Self {
            neural: Some(neural),
            ..self
        }
    }

    /// What entities are found with; `None` without taggers.
    pub fn knowledge(&self) -> Option<Knowledge<'_>> {
        Some(Knowledge {
            packs: &self.packs,
            vocabulary: &self.models.vocabulary,
            taggers: self.taggers.as_deref()?,
            kb: &self.kb,
            candidates: 0,
            explain: false,
            #[cfg(feature = "transformer")]
            neural: self.neural.as_deref(),
        })
    }

    /// The same pipeline over `kb`, whose names were folded as its packs fold
    /// ([`KnowledgeBase::check_fold`]).
    #[must_use]
    pub fn with_knowledge_base(self, kb: Arc<KnowledgeBase>) -> Self {
        Self { kb, ..self }
    }

    /// The same pipeline with the confidences of `calibration`; an empty one leaves raw scores.
    #[must_use]
    pub fn with_calibration(self, calibration: Calibration) -> Self {
        Self {
            calibration,
            ..self
        }
    }

    /// A pipeline over the packs, models and knowledge base that the binary carries.
    ///
    /// # Errors
    /// What cannot be read of them.
    pub fn embedded() -> Result<Self, StartError> {
        let packs = LanguagePacks::embedded()?;
        let kb = KnowledgeBase::embedded()?;
        kb.check_fold(&packs.fold)?;
        Ok(Self::new(packs, Models::embedded()?)
            .with_knowledge_base(Arc::new(kb))
            .with_taggers(Arc::new(Taggers::embedded()?)))
    }

    /// The knowledge base in use.
    pub fn knowledge_base(&self) -> &KnowledgeBase {
        &self.kb
    }

    /// The packs in use.
    pub fn packs(&self) -> &LanguagePacks {
        &self.packs
    }

    /// The times in a text that is no page, counted from [`Hints::retrieved_at`].
    pub fn times(
        &self,
        text: &str,
        hints: &Hints,
        reading: expressions::times::Reading,
    ) -> Vec<crate::article::TimeExpression> {
        let normalized = normalize::normalize(text);
        let segmentation = segment::segment(&normalized.text, &self.packs, &self.models.vocabulary);
        let view = TokenView::new(&normalized.text, &segmentation, &self.packs);
        expressions::times::times_of_text(&view, hints, reading)
    }

    /// The quantities in a text that is no page, in the language of the hints or of the text.
    pub fn quantities(&self, text: &str, hints: &Hints) -> Vec<crate::article::Quantity> {
        let normalized = normalize::normalize(text);
        let segmentation = segment::segment(&normalized.text, &self.packs, &self.models.vocabulary);
        let view = TokenView::new(&normalized.text, &segmentation, &self.packs);
        let view = view.in_language(expressions::language(&view, hints).as_deref());
        let all = 0..segmentation.tokens.len();
        expressions::quantities::quantities_in(&view, &all, expressions::quantities::Reading::News)
    }

    /// Structures one raw text, with all analyses. Total: any text has an answer.
    pub fn structure(&self, content: &str, hints: &Hints) -> Article {
        self.structure_with(content, hints, Analyses::default())
    }

    /// The same with some analyses only.
    pub fn structure_with(&self, content: &str, hints: &Hints, analyses: Analyses) -> Article {
        self.structure_while(content, hints, analyses, &Interrupt::never())
            .unwrap_or_default()
    }

    /// The same as long as the answer is wanted.
    ///
    /// # Errors
    /// [`Interrupted`] once `interrupt` stopped the work: soon after it was asked to, whatever
    /// the length of the text.
    pub fn structure_while(
        &self,
        content: &str,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
    ) -> Result<Article, Interrupted> {
        self.structure_watched(content, hints, analyses, interrupt, ())
    }

    /// The same, telling `watch` of each stage; a page is structured with the help of its markup.
    ///
    /// # Errors
    /// As for [`Self::structure_while`].
    pub fn structure_watched<'t>(
        &self,
        input: impl Into<Input<'t>>,
        hints: &Hints,
        analyses: Analyses,
        interrupt: &Interrupt<'_>,
        mut watch: impl Watch,
    ) -> Result<Article, Interrupted> {
        let input = input.into();
        interrupt.check()?;
        let normalized = watch.during(Stage::Normalize, || normalize::normalize(input.text()));
        interrupt.check()?;
        let segmentation = watch.during(Stage::Segment, || {
            segment::segment(&normalized.text, &self.packs, &self.models.vocabulary)
        });
        interrupt.check()?;
        let mut article = watch.during(Stage::Layout, || {
            let mut article = layout::layout(
                &normalized,
                &segmentation,
                &self.packs,
                &self.models,
                hints,
                input.marked(),
                analyses.explain,
            );
            self.calibration.apply(&mut article);
            article
        });
        let layout_alone = Analyses {
            candidates: analyses.candidates,
            explain: analyses.explain,
            ..Analyses::NONE
        };
        if analyses == layout_alone {
            return Ok(article);
        }
        interrupt.check()?;
        let view = TokenView::new(&normalized.text, &segmentation, &self.packs).until(interrupt);
        if analyses.entities
            && let Some(knowledge) = self.knowledge()
        {
            let knowledge = Knowledge {
                candidates: analyses.candidates,
                explain: analyses.explain,
                ..knowledge
            };
            watch.during(Stage::Entities, || {
                entities::find_entities(&view, knowledge, &mut article);
            });
            interrupt.check()?;
        }
        expressions::find_expressions(&view, hints, analyses, &mut watch, &mut article);
        interrupt.check()?;
        if analyses.cross_references {
            watch.during(Stage::CrossReferences, || {
                references::find_references(&view, &mut article);
            });
            interrupt.check()?;
        }
        Ok(article)
    }
}
