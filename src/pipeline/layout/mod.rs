//! Tokens → blocks that partition the page, and the fields in them.

use crate::article::{Article, Block, BlockKind};
use crate::lang::LanguagePacks;
use crate::pipeline::Hints;
use crate::pipeline::normalize::NormalizedInput;
use crate::pipeline::segment::Segmentation;
use crate::text::Span;

/// Lays out the page.
pub fn layout(
    input: &NormalizedInput,
    segmentation: &Segmentation,
    packs: &LanguagePacks,
    hints: &Hints,
) -> Article {
    let _ = (segmentation, packs, hints);
    let span = Span::new(0, input.text.source_len());
    let mut article = Article {
        span,
        ..Article::default()
    };
    if !span.is_empty() {
        article.blocks.push(Block {
            kind: BlockKind::Other,
            span,
            language: None,
            confidence: 1.0,
            rule: "layout/whole",
        });
    }
    article.diagnostics.clone_from(&input.diagnostics);
    article
}
