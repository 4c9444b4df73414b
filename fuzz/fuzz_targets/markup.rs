//! Bytes of a page → visible text → article: every field lies where it says, a page is refused
//! only for its depth, and whoever asks again gets the same answer.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maqal_fuzz::markup::run(data));
