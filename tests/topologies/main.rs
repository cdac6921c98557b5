//! One generator of groups, written as plan, template, describe answers and configuration, and what must hold of their verdicts.

// The helpers below are test code too, which clippy only sees for functions marked as tests.
#![allow(clippy::unwrap_used)]

mod agreement;
mod configuration;
mod configured;
mod coverage;
mod describe;
mod fill;
mod monotone;
mod plan;
mod regressions;
mod strategy;
mod template;
mod topology;
mod verdicts;
mod yaml;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use describe::Account;
use template::Style;

/// The same cases in every run, and no files; `PROPTEST_CASES=5000 PROPTEST_RNG_SEED=…` widens the net.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let asked = |name: &str| std::env::var_os(name).is_some();
    ProptestConfig {
        cases: if asked("PROPTEST_CASES") { default.cases } else { 250 },
        rng_seed: if asked("PROPTEST_RNG_SEED") { default.rng_seed } else { RngSeed::Fixed(20_261_121) },
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..default
    }
}

fn style() -> impl Strategy<Value = Style> {
    any::<[bool; 3]>().prop_map(|[yaml, quoted, conditional]| Style { yaml, quoted, conditional })
}

fn account() -> impl Strategy<Value = Account> {
    any::<[bool; 2]>().prop_map(|[tells_sources, primary_last]| Account {
        tells_sources,
        saves_joined: true,
        primary_last,
        busy: 0,
    })
}
