//! Text → page: blocks partition it, and every field lies where it says.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &str| maqal_fuzz::layout::run(data));
