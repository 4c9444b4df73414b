//! Build steps: embeds the language packs, compiles the protos. Generated code goes to `OUT_DIR`.

#![allow(clippy::expect_used, reason = "a build script fails by panicking")]

#[path = "build/packs.rs"]
mod packs;
#[path = "build/proto.rs"]
mod proto;

fn main() {
    packs::embed();
    proto::compile();
}
