//! A live account, read and never changed: the only place that speaks to AWS.
//!
//! Its answers become the AWS CLI's JSON shape, a [`Snapshot`]; what that says is the describe reader's to tell.
//! The calls are those of [`ACTIONS`] and no others. No credential is in anything that this module gives back.

mod actions;
mod body;
mod bound;
mod calls;
mod client;
mod fault;
mod foreign;
mod holder;
mod lack;
mod limits;
mod meter;
mod pages;
mod region;
mod regions;
mod request;
mod run;
mod secrets;
mod shape;
mod snapshot;
mod stop;
mod whole;

pub use actions::{ACTIONS, GROUPS};
pub use limits::Limits;
pub use regions::{ALL, nearest, region_of_zone};
pub use request::{Progress, Reading, Request, Step, Trouble};
pub use run::read;
pub use snapshot::{AccountSnapshot, Answer, FORMAT, Refusal, Snapshot};

/// The values in their order, each once.
fn once(values: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    values.iter().filter(|value| seen.insert(*value)).cloned().collect()
}
