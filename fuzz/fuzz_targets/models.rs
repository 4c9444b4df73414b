//! Bytes → data files: a damaged one is an error, and a sound one can be asked anything.
//!
//! The first byte says which kind of file. Lengths and checksums are made right, or nothing
//! behind them would ever be read.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maqal_fuzz::models::run(data));
