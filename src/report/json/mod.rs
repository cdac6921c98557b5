//! JSON output: a versioned document for each command, with structs of its own.

mod check;
mod failover;
mod shared;

pub use check::json;
pub use failover::failover_json;
