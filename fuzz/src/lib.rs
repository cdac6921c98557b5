//! What is fuzzed: for each target a function of bytes, which panics where multiaz does something wrong.
//!
//! `tests/fuzz_corpus.rs` of the package runs the same functions over the inputs that were kept.

mod asserts;
mod folder;
mod hcl;
mod json;
mod model;
mod report;
mod rules;
mod run;
mod templates;

pub use hcl::hcl;
pub use json::json;
pub use model::model;
pub use report::report;
pub use rules::rules;
pub use templates::templates;

/// A target's name and its function.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 6] = [
    ("json", json),
    ("hcl", hcl),
    ("templates", templates),
    ("rules", rules),
    ("model", model),
    ("report", report),
];
