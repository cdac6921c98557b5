//! multiaz: a linter and failover planner for Amazon ElastiCache Multi-AZ configuration.
//!
//! ```text
//! source ──> load ──> model ──┬─> rules ──> finding ──┬─> report
//!   text,     a reader  typed │    engine +           │    one file a format
//!   spans     per input topo- │    rules/*.yaml       │
//!                       logy  ├─> failover ──> plan ──┤
//!                             └─> runbook ────────────┘
//! commands: the only place that joins them        main: parse, run, exit code
//! ```

pub mod cli;
pub mod commands;
pub mod failover;
pub mod finding;
pub mod load;
pub mod model;
pub mod policy;
pub mod report;
pub mod rules;
pub mod runbook;
pub mod source;
