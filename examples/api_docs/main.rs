//! Writes `docs/api.md` from the comments of `proto/`: `cargo run --example api_docs`.

mod render;

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let page = render::page(maqal::server::DESCRIPTORS).map_err(io::Error::other)?;
    fs::write(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/api.md"),
        page,
    )
}
