//! Tokens → blocks that partition the page, and the fields in them.
//!
//! The page is cut into `piece`s (lines, and parts of lines where a label stands inside);
//! `story` decides what each piece is, from the most certain to the least, and reads the
//! fields; `assemble` turns the decisions into an [`Article`].

mod address;
mod assemble;
mod body;
mod byline;
mod dateline;
mod declared;
mod embedded;
mod fields;
mod front;
mod furniture;
mod fused;
mod headline;
mod keywords;
mod label;
mod marked;
mod menu;
mod overlap;
mod page;
mod piece;
mod related;
mod section;
mod story;
mod tail;
mod text;
mod top;
mod when;

use crate::article::Article;
use crate::boundary::Models;
use crate::lang::LanguagePacks;
use crate::markup::MarkedPage;
use crate::pipeline::Hints;
use crate::pipeline::normalize::NormalizedInput;
use crate::pipeline::segment::Segmentation;
use crate::text::Span;

/// Lays out the page, helped by what its markup says where it had one; `explain` keeps what was
/// weighed ([`Article::considered`]).
pub fn layout(
    input: &NormalizedInput,
    segmentation: &Segmentation,
    packs: &LanguagePacks,
    models: &Models,
    hints: &Hints,
    marked: Option<&MarkedPage>,
    explain: bool,
) -> Article {
    let mut page = page::Page::new(input, segmentation, packs, models, hints);
    page.explain = explain;
    if let Some(marked) = marked {
        page.outline = &marked.outline;
        page.titles = declared::headlines(&marked.metadata)
            .iter()
            .map(|title| address::AddressWords::of_title(title))
            .collect();
    }
    let keys = overlap::ContentKeys::new(&page);
    let pieces = piece::pieces(&page, 0..segmentation.tokens.len());
    let mut pieces = front::cut_front(&page, pieces);
    if marked.is_some() {
        marked::apply(&page, &mut pieces);
    }
    let span = Span::new(0, input.text.source_len());
    let mut article = story::read_story(&page, &keys, &mut pieces, span, 0);
    if let Some(marked) = marked {
        declared::declare(&page, &marked.metadata, &mut article);
    }
    article
        .diagnostics
        .extend(input.diagnostics.iter().cloned());
    article
        .diagnostics
        .sort_by_key(|diagnostic| (diagnostic.span, diagnostic.kind));
    article
}
