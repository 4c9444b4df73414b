//! Bytes → `StructureArticleRequest` → answer: a bad request is refused, a good one answered with
//! spans inside the text, in the unit asked for.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maqal_fuzz::edge::run(data));
