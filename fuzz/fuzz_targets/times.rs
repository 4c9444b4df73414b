//! Text → times, read as news and as appointments, and numbers: in order, apart, with sound values.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &str| maqal_fuzz::times::run(data));
