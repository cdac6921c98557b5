//! What must hold of plans: over generated groups, on the page's own examples, and fact by fact.

// The helpers below are test code too, which clippy only sees for functions marked as tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// Groups are written as real inputs by the generator that the rules are tried with.
#[path = "../topologies/configuration/mod.rs"]
#[allow(dead_code)]
mod configuration;
#[path = "../topologies/describe.rs"]
mod describe;
#[path = "../topologies/fill.rs"]
mod fill;
#[path = "../topologies/plan.rs"]
mod plan;
#[path = "../topologies/strategy.rs"]
#[allow(dead_code)]
mod strategy;
#[path = "../topologies/template.rs"]
mod template;
#[path = "../topologies/topology.rs"]
#[allow(dead_code)]
mod topology;
#[path = "../topologies/yaml.rs"]
mod yaml;

mod caches;
mod claims;
mod compared;
mod hand;
mod inputs;
mod invariants;
mod look;
#[allow(dead_code)]
mod page_groups;
mod page_tells;
mod quorum;
mod read;
mod reference;
mod regressions;
mod unknown;
mod zones;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The same cases in every run, and no files; `PROPTEST_CASES=5000 PROPTEST_RNG_SEED=…` widens the net.
fn config() -> ProptestConfig {
    cases(100)
}

/// The same with so many cases: every one of them plans all scenarios of a group, twice or more.
fn cases(count: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let asked = |name: &str| std::env::var_os(name).is_some();
    ProptestConfig {
        cases: if asked("PROPTEST_CASES") { default.cases } else { count },
        rng_seed: if asked("PROPTEST_RNG_SEED") { default.rng_seed } else { RngSeed::Fixed(20_261_121) },
        failure_persistence: None,
        max_shrink_iters: 2000,
        ..default
    }
}
