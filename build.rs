//! Build steps: embeds the language packs and the knowledge base, compiles the protos. Generated code goes to `OUT_DIR`.

#![allow(clippy::expect_used, reason = "a build script fails by panicking")]

#[path = "build/kb.rs"]
mod kb;
#[path = "build/packs.rs"]
mod packs;
#[path = "build/proto.rs"]
mod proto;

fn main() {
    kb::embed();
    packs::embed();
    proto::compile();
}
