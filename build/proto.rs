//! Compiles `proto/` without an installed protoc, with `ProtoJSON` for every message.

use std::path::PathBuf;
use std::{env, fs};

use prost::Message as _;

const FILES: [&str; 2] = [
    "proto/maqal/v1/structuring_service.proto",
    "proto/maqal/v1/article.proto",
];
const STATUS: &str = "::tonic_types::Status";

/// Writes the Rust of the package, its `ProtoJSON`, and the descriptors for reflection.
pub(crate) fn compile() {
    println!("cargo::rerun-if-changed=proto");
    println!("cargo::rerun-if-changed=build/proto.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    let descriptors = protox::compile(FILES, ["proto"]).expect("the protos compile");
    let encoded = descriptors.encode_to_vec();
    fs::write(out.join("descriptors.bin"), &encoded).expect("OUT_DIR is writable");
    tonic_prost_build::configure()
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", "::pbjson_types")
        .extern_path(".google.rpc.Status", STATUS)
        .build_client(true)
        .compile_fds(descriptors)
        .expect("the descriptors generate");
    // google.rpc.Status has no `ProtoJSON` of its own here: the edge writes what holds it by hand.
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)
        .expect("the descriptors are read back")
        .exclude([
            ".maqal.v1.StructureArticlesResponse",
            ".maqal.v1.StructureResult",
            ".maqal.v1.StructureBatchResponse",
        ])
        .build(&[".maqal.v1"])
        .expect("the `ProtoJSON` generates");
}
