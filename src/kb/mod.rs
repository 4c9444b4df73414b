//! The knowledge base: which things a name can stand for, and their public ids.
//!
//! In: compiled files (`kb/*.kb`, part of the binary), or a user's own; folded words of a text.
//! Out: [`KbMatch`]es with [`EntryId`]s, and what is known of each entry ([`EntryView`]).
//! [`build`] compiles the shipped files from public lists, [`wikidata`] a Wikidata dump.
//! Which mention of an article means which entry is decided in [`link`].

pub mod build;
mod draft;
mod error;
mod format;
mod key;
pub mod link;
mod load;
mod lookup;
mod ordered;
mod part;
mod spill;
mod user_list;
pub mod wikidata;
mod write;

pub use draft::{Draft, DraftName};
pub use error::{KbError, KbFault, REBUILD};
pub use format::{Meta, VERSION};
pub use key::fold_fingerprint;
pub use load::load;
pub use lookup::{Candidate, EntryId, EntryName, EntryView, KbMatch, KnowledgeBase};
pub use user_list::UserList;
pub use write::KbWriter;

/// The compiled files of `kb/`, as (name, bytes), the main one first.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/kb.rs"));
}
