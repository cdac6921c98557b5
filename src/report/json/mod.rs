//! JSON output: a versioned document for each command, with structs of its own.

mod check;
mod failover;
mod runbook;
mod shared;

pub use check::json;
pub use failover::failover_json;
pub use runbook::runbook_json;
