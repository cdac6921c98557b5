//! Runs the target of the same name.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| multiaz_fuzz::hcl(data));
