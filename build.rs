//! Build steps: embeds the language packs, the knowledge base and the taggers of single languages, compiles the protos. Generated code goes to `OUT_DIR`.

#![allow(clippy::expect_used, reason = "a build script fails by panicking")]

#[path = "build/files.rs"]
mod files;
#[path = "build/kb.rs"]
mod kb;
#[path = "build/packs.rs"]
mod packs;
#[path = "build/proto.rs"]
mod proto;
#[path = "build/taggers.rs"]
mod taggers;

fn main() {
    kb::embed();
    packs::embed();
    proto::compile();
    taggers::embed();
}
