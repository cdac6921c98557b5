//! A server that misbehaves: every reading of it ends within the limits, and the rest is judged all the same.
//!
//! `cargo test --features live --test live hostile`

mod limits;

use std::time::Duration;

use multiaz::load::account::Limits;

/// Limits that a test reaches at once; a sound account of the tests does not.
fn small() -> Limits {
    Limits {
        pages: 20,
        region_answers: 60,
        page_objects: 50,
        answer_bytes: 64 << 10,
        region_bytes: 1 << 20,
        run_bytes: 4 << 20,
        tries: 2,
        back_off: Duration::from_millis(10),
        ..Limits::default()
    }
}
