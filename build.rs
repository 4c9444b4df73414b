//! Build steps: embeds the language packs. Generated code goes to `OUT_DIR`.

#![allow(clippy::expect_used, reason = "a build script fails by panicking")]

#[path = "build/packs.rs"]
mod packs;

fn main() {
    packs::embed();
}
