//! Bytes → text → repaired text: repairing again changes nothing, and every character knows where
//! it was read.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| maqal_fuzz::intake::run(data));
